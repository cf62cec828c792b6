/* The columns of a file of published numbers: those that the data set names, and in a wide file the others, which are numbers or
 * words. */
#include "people/published.h"

#include <string.h>

#include "base/csv.h"
#include "base/input.h"
#include "catalogue/dataset.h"
#include "people/intake_file.h"

/* A column of a wide file that the data set does not name. */
struct guess {
	int column;
	const char *name;
	int64_t numbers, words;
	const char *only;               /* its word in every row so far */
	bool several;                   /* it has others */
};
struct guesses LIST(struct guess);

static int
column_named(const struct csv_row *heading, size_t from, const char *name)
{
	for (size_t i = from; i < heading->n; i++)
		if (view_is_fold(view_trim(heading->field[i]), name))
			return (int)i;
	return -1;
}

/* Roles that the import knows by name; a field that becomes anything else cuts the numbers. */
static const char *const roles[] = {
	"measure", "title", "topic", "unit", "better", "year", "period", "period_kind", "level", "value", "numerator", "denominator",
	"lower95", "upper95", "lower998", "upper998", "note", "status", "comparison", "trend", "dimension", "category_word", "age_base",
	NULL,
};

static bool
is_role(const char *as)
{
	static const char *const ends[] = {"_code", "_number", "_name"};

	for (size_t i = 0; roles[i]; i++)
		if (!strcmp(as, roles[i]))
			return true;
	if (!strncmp(as, "neighbour_", strlen("neighbour_")))
		return true;
	for (size_t i = 0; i < 3; i++)
		if (strlen(as) > strlen(ends[i]) && !strcmp(as + strlen(as) - strlen(ends[i]), ends[i]))
			return true;
	return false;
}

static enum err
map_fields(struct importing *m, const char *path, struct layout *l, const struct csv_row *heading)
{
	const struct record *record = &l->dataset->record[0];

	l->width = heading->n;
	l->column = mem_new_array(l->mem, int, record->n_field);
	for (size_t i = 0; i < record->n_field; i++) {
		const struct field *f = &record->field[i];
		int at = l->column[i] = column_named(heading, 0, f->column);

		if (at < 0 && f->required)
			return fail(m->c, ERR_INPUT, "%s: the column %s of %s is missing", path, f->column, l->dataset->title);
		if (at >= 0 && column_named(heading, (size_t)at + 1, f->column) >= 0)
			return fail(m->c, ERR_INPUT, "%s: the column %s of %s is there twice; which of the two counts?", path, f->column,
			    l->dataset->title);
		if (at >= 0 && !f->ignored && !is_role(f->as))
			*push(l->mem, &l->cut) = (struct cut_column){at, f->as, f};
	}
	return OK;
}

static void
others_find(struct layout *l, const struct csv_row *heading, struct guesses *out)
{
	for (size_t i = 0; i < heading->n; i++) {
		struct view name = view_trim(heading->field[i]);
		bool named = !name.n;

		for (size_t k = 0; k < l->dataset->record[0].n_field; k++)
			named = named || l->column[k] == (int)i;
		if (!named)
			*push(l->mem, out) = (struct guess){.column = (int)i, .name = view_copy(l->mem, name)};
	}
}

static void
guess_row(struct layout *l, const struct csv_row *row, struct guesses *list)
{
	double value;
	const char *symbol;

	for (size_t i = 0; i < list->n; i++) {
		struct guess *g = &list->item[i];
		struct view v = (size_t)g->column < row->n ? view_trim(row->field[g->column]) : (struct view){0};
		enum cell cell = cell_read(v, &value, &symbol);

		g->numbers += cell == CELL_NUMBER;
		g->words += cell == CELL_WORD;
		if (!g->several && g->only && !view_is(v, g->only))
			g->several = true;
		if (!g->only)
			g->only = view_copy(l->mem, v);
	}
}

static enum err
guess_all(struct importing *m, struct csv *csv, struct layout *l, struct guesses *list)
{
	struct csv_row row;
	bool more;
	enum err e;

	while ((e = csv_next(m->c, csv, &row, &more)) == OK && more)
		guess_row(l, &row, list);
	for (size_t i = 0; i < list->n; i++) {
		struct guess *g = &list->item[i];

		if (g->words <= g->numbers)
			*push(l->mem, &l->value) = (struct value_column){g->column, g->name, NULL};
		else
			*push(l->mem, &l->cut) = (struct cut_column){g->column, g->several ? g->name :
			    mem_format(l->mem, "%s=%s", g->name, g->only), NULL};
	}
	return e;
}

static void
cuts_order(struct layout *l)
{
	for (size_t i = 1; i < l->cut.n; i++)
		for (size_t k = i; k > 0 && strcmp(l->cut.item[k - 1].name, l->cut.item[k].name) > 0; k--) {
			struct cut_column other = l->cut.item[k];

			l->cut.item[k] = l->cut.item[k - 1];
			l->cut.item[k - 1] = other;
		}
}

/* Whether "a=b; c=d" has "c=d". */
static bool
base_says(const char *base, const char *part)
{
	size_t n = strlen(part);

	for (const char *at = base; at; at = strstr(at, "; ") ? strstr(at, "; ") + 2 : NULL)
		if (!strncmp(at, part, n) && (at[n] == '\0' || !strncmp(at + n, "; ", 2)))
			return true;
	return false;
}

void
layout_settle(struct layout *l, bool known, const char *base)
{
	struct builder b = {.mem = l->mem};
	size_t n = 0;

	cuts_order(l);
	for (size_t i = 0; i < l->cut.n; i++) {
		struct cut_column *k = &l->cut.item[i];
		char *is = strchr(k->name, '=');

		if (is && (!known || base_says(base, k->name))) {
			put_format(&b, "%s%s", b.n ? "; " : "", k->name);
			continue;
		}
		if (is)
			k->name = mem_copy(l->mem, k->name, (size_t)(is - k->name));
		l->cut.item[n++] = *k;
	}
	l->cut.n = n;
	l->base = b.n ? built_text(&b) : NULL;
}

enum err
layout_read(struct importing *m, const char *path, struct layout *l)
{
	struct input *in;
	struct csv *csv;
	struct csv_row heading;
	struct guesses others = {0};
	bool more;
	enum err e;

	*l = (struct layout){.dataset = m->dataset, .mem = m->mem};
	TRY(input_open(m->c, path, &in));
	input_without_digest(in);
	csv = csv_new(m->c, in, 0);
	e = csv_next(m->c, csv, &heading, &more);
	if (e == OK && !more)
		e = fail(m->c, ERR_INPUT, "%s is empty", path);
	if (e == OK)
		e = map_fields(m, path, l, &heading);
	if (e == OK && m->dataset->publishes.layout == LAYOUT_WIDE) {
		others_find(l, &heading, &others);
		e = guess_all(m, csv, l, &others);
	}
	if (e == OK && m->dataset->publishes.layout == LAYOUT_WIDE && !l->value.n)
		e = fail(m->c, ERR_INPUT, "%s has no column of numbers beside those that say when and where", path);
	input_close(in);
	return e;
}

int
layout_field(const struct layout *l, const char *as)
{
	const struct record *record = &l->dataset->record[0];

	for (size_t i = 0; i < record->n_field; i++)
		if (record->field[i].as && !strcmp(record->field[i].as, as) && l->column[i] >= 0)
			return (int)i;
	return -1;
}

struct view
layout_cell(const struct layout *l, const struct csv_row *row, int field)
{
	const struct field *f = field >= 0 ? &l->dataset->record[0].field[field] : NULL;
	struct view v;

	if (!f || l->column[field] < 0 || (size_t)l->column[field] >= row->n)
		return (struct view){0};
	v = view_trim(row->field[l->column[field]]);
	for (size_t i = 0; i < f->n_map; i++)
		if (view_is_fold(v, f->map_from[i]) || !strcmp(f->map_from[i], "*"))
			return view_of(f->map_to[i]);
	return v;
}
