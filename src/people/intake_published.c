/* A file of published numbers, row by row: whose, of when, cut by what, and how much. In a long file a row is one number and its
 * columns say what each is; in a wide one (the Department for Education's tidy tables) a row has a number of many measures. */
#include "people/intake_published.h"

#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/day.h"
#include "base/hash.h"
#include "base/input.h"
#include "base/progress.h"
#include "catalogue/catalogue.h"
#include "catalogue/published_name.h"
#include "people/intake_file.h"
#include "people/intake_reject.h"
#include "people/published.h"

#define ROWS_AN_ARENA 256
#define CUTS_MOST 24
#define NEIGHBOURS_MOST 20

enum role {
	ROLE_MEASURE, ROLE_TITLE, ROLE_TOPIC, ROLE_UNIT, ROLE_BETTER, ROLE_YEAR, ROLE_PERIOD, ROLE_PERIOD_KIND, ROLE_LEVEL, ROLE_VALUE,
	ROLE_NUMERATOR, ROLE_DENOMINATOR, ROLE_LOWER95, ROLE_UPPER95, ROLE_LOWER998, ROLE_UPPER998, ROLE_NOTE, ROLE_STATUS,
	ROLE_COMPARISON, ROLE_TREND, ROLE_DIMENSION, ROLE_CATEGORY, ROLE_AGE, ROLE_REGION, ROLE_COUNTRY, ROLE_COUNT
};
static const char *const role_names[ROLE_COUNT] = {
	"measure", "title", "topic", "unit", "better", "year", "period", "period_kind", "level", "value", "numerator", "denominator",
	"lower95", "upper95", "lower998", "upper998", "note", "status", "comparison", "trend", "dimension", "category_word", "age_base",
	"region_code", "country_code",
};

/* The columns that say which area a row of one level is of. */
struct level {
	const char *name;
	int code, number, said;         /* fields; -1 none */
};
struct cut {
	struct view name, word;
};

struct publishing_run {
	struct importing *m;
	struct layout layout;
	int role[ROLE_COUNT];           /* fields; -1 none */
	struct LIST(struct level) level;
	struct areas_known *areas;
	struct known_numbers *numbers;
	struct text_map *period_text;   /* periods met → place in `period` */
	struct LIST(struct period_read) period;
	struct measure_met *measure;    /* of the row before */
	struct view measure_text;       /* … and what its row said, in m->mem */
	const char *dimension, *category;
	int64_t no_area, no_level;      /* rows passed over */
	int64_t nothing;                /* rows without a number and without a period */
};

static struct view
cell(const struct publishing_run *p, const struct csv_row *row, enum role role)
{
	return layout_cell(&p->layout, row, p->role[role]);
}

static enum err
reject_cell(struct publishing_run *p, const char *field, const char *reason)
{
	return row_reject(p->m, field, reason, 0);
}

static const char *
column_of(const struct publishing_run *p, enum role role)
{
	return p->role[role] >= 0 ? p->m->dataset->record[0].field[p->role[role]].column : role_names[role];
}

/* ---- opening ------------------------------------------------------------------------------------------------------ */

static struct level
level_columns(struct publishing_run *p, const char *name)
{
	struct mem *m = p->m->mem;

	return (struct level){name, layout_field(&p->layout, mem_format(m, "%s_code", name)),
	    layout_field(&p->layout, mem_format(m, "%s_number", name)), layout_field(&p->layout, mem_format(m, "%s_name", name))};
}

/* "b1_children_in_need" is "B1 children in need" unless the catalogue has better words. */
static const char *
words_of(struct mem *m, const char *name)
{
	char *words = mem_copy(m, name, strlen(name));

	for (char *at = words; *at; at++)
		if (*at == '_' || *at == '-')
			*at = ' ';
	if (*words >= 'a' && *words <= 'z')
		*words = (char)(*words - 'a' + 'A');
	return words;
}

static const char *
unit_of_column(struct mem *m, const char *name)
{
	const char *per = strstr(name, "_per_");

	if (strstr(name, "percent") || !strncmp(name, "pt_", 3) || strstr(name, "_pt_") || strstr(name, "_pct") || strstr(name, "proportion"))
		return "%";
	return per ? mem_format(m, "per %s", per + 5) : NULL;
}

/* The measures of a wide file: one a column of numbers, named by file and column. */
static enum err
measures_of_columns(struct publishing_run *p)
{
	const struct publishing *pub = &p->m->dataset->publishes;
	struct mem *mem = p->m->mem;
	const char *name = published_file_name(mem, view_of(p->m->batch.file)), *title = words_of(mem, name), *base = NULL;
	enum published_year year = pub->year;
	bool known = false, is_new;

	for (size_t i = 0; i < pub->n_file; i++)
		if (!strcmp(pub->file[i].name, name)) {
			title = pub->file[i].title;
			year = pub->file[i].year;
		}
	for (size_t i = 0; i < p->layout.value.n; i++) {
		struct value_column *v = &p->layout.value.item[i];
		struct measure_met *x;

		measure_meet(p->m, p->numbers, mem_format(mem, "%s.%s.%s", pub->source, name, v->name), &x, &is_new);
		if (!x->fresh) {
			known = true;
			base = base ? base : x->base;
		}
		x->title = mem_format(mem, "%s: %s", title, words_of(mem, v->name));
		x->unit = x->unit ? x->unit : unit_of_column(mem, v->name);
		x->year = year;
		v->measure = x;
	}
	layout_settle(&p->layout, known, base);
	for (size_t i = 0; i < p->layout.value.n; i++)
		TRY(measure_rebase(p->m, p->numbers, p->layout.value.item[i].measure, p->layout.base));
	return OK;
}

static enum err
run_open(struct publishing_run *p, const char *path)
{
	struct importing *m = p->m;

	TRY(layout_read(m, path, &p->layout));
	for (int i = 0; i < ROLE_COUNT; i++)
		p->role[i] = layout_field(&p->layout, role_names[i]);
	if (p->role[ROLE_LEVEL] >= 0) {
		const struct field *f = &m->dataset->record[0].field[p->role[ROLE_LEVEL]];

		for (size_t i = 0; i < f->n_map; i++)
			*push(m->mem, &p->level) = level_columns(p, f->map_to[i]);
	} else {
		*push(m->mem, &p->level) = level_columns(p, "area");
	}
	p->period_text = text_map_new(m->mem);
	TRY(areas_known_open(m, &p->areas));
	TRY(numbers_open(m, &p->numbers));
	if (m->dataset->publishes.layout == LAYOUT_WIDE)
		return measures_of_columns(p);
	layout_settle(&p->layout, true, NULL);
	return OK;
}

/* ---- when, where, cut by what ------------------------------------------------------------------------------------- */

static enum published_year
year_named(struct view v)
{
	for (int i = 0; i < YEAR_UNKNOWN; i++)
		if (view_is_fold(v, published_year_words[i]))
			return (enum published_year)i;
	return YEAR_UNKNOWN;
}

/* Thousands of rows have one period: each spelling is read once a kind of year. */
static const struct period_read *
row_period(struct publishing_run *p, const struct csv_row *row, enum published_year year)
{
	struct view text = cell(p, row, ROLE_PERIOD), kind = cell(p, row, ROLE_PERIOD_KIND);
	char key[200];
	size_t n = 0, known = text_map_count(p->period_text);
	int32_t at;

	if (text.n + kind.n + 2 > sizeof key)
		return NULL;
	key[n++] = (char)('A' + year);
	if (text.n)
		memcpy(key + n, text.at, text.n);
	n += text.n;
	key[n++] = '|';
	if (kind.n)
		memcpy(key + n, kind.at, kind.n);
	at = text_map_intern(p->period_text, (struct view){key, n + kind.n});
	if ((size_t)at == known)
		*push(p->m->mem, &p->period) = published_period(text, kind, year);
	return p->period.item[at].period.from == DAY_NONE ? NULL : &p->period.item[at];
}

static const struct level *
row_level(const struct publishing_run *p, const struct csv_row *row)
{
	struct view said = cell(p, row, ROLE_LEVEL);

	if (p->role[ROLE_LEVEL] < 0)
		return &p->level.item[0];
	for (size_t i = 0; i < p->level.n; i++)
		if (view_is(said, p->level.item[i].name))
			return &p->level.item[i];
	return NULL;
}

/* The column that the area was looked for in. */
static const char *
column_of_area(const struct publishing_run *p, const struct level *level, bool by_code)
{
	int field = by_code || level->number < 0 ? level->code : level->number;

	return field >= 0 ? p->layout.dataset->record[0].field[field].column : level->name;
}

/* *area is -1 where the row has none; it is rejected or counted then. */
static enum err
row_area(struct publishing_run *p, const struct csv_row *row, int32_t day, int32_t *area)
{
	const struct level *level = row_level(p, row);
	struct area_said said;
	const char *reason;
	int region = p->role[ROLE_REGION];

	*area = -1;
	if (!level) {
		p->no_level++;
		return OK;
	}
	said = (struct area_said){layout_cell(&p->layout, row, level->code), layout_cell(&p->layout, row, level->number),
	    layout_cell(&p->layout, row, level->said), cell(p, row, region >= 0 && region != level->code ? ROLE_REGION : ROLE_COUNTRY)};
	TRY(area_find(p->m, p->areas, &said, day, area, &reason));
	if (*area < 0 && !reason)
		p->no_area++;
	else if (*area < 0)
		return reject_cell(p, column_of_area(p, level, said.code.n > 0), reason);
	return OK;
}

static void
cut_add(struct cut *cut, size_t *n, struct view name, struct view word)
{
	size_t at = *n;

	if (!word.n || view_is_fold(word, "total") || *n == CUTS_MOST)
		return;
	for (; at > 0 && (name.n < cut[at - 1].name.n ? memcmp(cut[at - 1].name.at, name.at, name.n) >= 0 :
	    memcmp(cut[at - 1].name.at, name.at, cut[at - 1].name.n) > 0); at--)
		cut[at] = cut[at - 1];
	cut[at] = (struct cut){name, word};
	++*n;
}

/* The age that a long file's measure is of, as it is first met; another age cuts it. */
static void
age_cut(struct publishing_run *p, const struct csv_row *row, struct measure_met *x, struct cut *cut, size_t *n)
{
	struct view age = cell(p, row, ROLE_AGE);

	if (!age.n)
		return;
	if (!x->base)
		x->base = mem_format(p->m->mem, "age=" VIEW_FORMAT, VIEW_ARGS(age));
	if (strncmp(x->base, "age=", 4) != 0 || !view_is(age, x->base + 4))
		cut_add(cut, n, VIEW("age"), age);
}

/* The row's dimension and category: "total" and "" when nothing cuts it. In the row's arena. */
static void
row_cuts(struct publishing_run *p, const struct csv_row *row, struct measure_met *x)
{
	struct cut cut[CUTS_MOST];
	size_t n = 0;
	struct builder names = {.mem = p->m->row_mem}, words = {.mem = p->m->row_mem};

	for (size_t i = 0; i < p->layout.cut.n; i++) {
		const struct cut_column *k = &p->layout.cut.item[i];
		struct view word = (size_t)k->column < row->n ? view_trim(row->field[k->column]) : (struct view){0};

		for (size_t j = 0; k->field && j < k->field->n_map; j++)
			if (view_is_fold(word, k->field->map_from[j]))
				word = view_of(k->field->map_to[j]);
		cut_add(cut, &n, view_of(k->name), word);
	}
	if (p->role[ROLE_DIMENSION] >= 0)
		cut_add(cut, &n, cell(p, row, ROLE_DIMENSION), cell(p, row, ROLE_CATEGORY));
	if (x && p->role[ROLE_AGE] >= 0)
		age_cut(p, row, x, cut, &n);
	for (size_t i = 0; i < n; i++) {
		put_format(&names, "%s" VIEW_FORMAT, i ? " | " : "", VIEW_ARGS(cut[i].name));
		put_format(&words, "%s" VIEW_FORMAT, i ? " | " : "", VIEW_ARGS(cut[i].word));
	}
	p->dimension = n ? built_text(&names) : "total";
	p->category = n ? built_text(&words) : "";
}

/* Notes of one number, joined; a symbol's meaning first. */
static struct view
notes_join(struct publishing_run *p, const char *symbol, struct view note, const char *status)
{
	struct builder b = {.mem = p->m->row_mem};

	if (symbol && !note.n && !status)
		return view_of(symbol);
	if (symbol)
		put_text(&b, symbol);
	if (note.n)
		put_format(&b, "%s" VIEW_FORMAT, b.n ? ": " : "", VIEW_ARGS(note));
	if (status)
		put_format(&b, "%s%s", b.n ? "; " : "", status);
	return built(&b);
}

static enum err
number_take(struct publishing_run *p, struct measure_met *x, const struct number *n, const char *column)
{
	const char *problem;

	TRY(number_write(p->m, p->numbers, x, area_code_of(p->areas, n->area), area_hash_of(p->areas, n->area), n, &problem));
	return problem ? reject_cell(p, column, problem) : OK;
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

static enum err
wide_row(struct publishing_run *p, const struct csv_row *row)
{
	const struct period_read *period = row_period(p, row, p->layout.value.item[0].measure->year);
	struct number n = {.numerator = NAN, .denominator = NAN, .lower95 = NAN, .upper95 = NAN, .lower998 = NAN, .upper998 = NAN,
	    .period = period};
	const char *status;

	if (!period)
		return reject_cell(p, column_of(p, ROLE_PERIOD), "is no period");
	TRY(row_area(p, row, period->period.until, &n.area));
	if (n.area < 0)
		return OK;
	row_cuts(p, row, NULL);
	n.dimension = p->dimension;
	n.category = p->category;
	status = p->role[ROLE_STATUS] < 0 ? period->status : view_copy(p->m->row_mem, cell(p, row, ROLE_STATUS));
	for (size_t i = 0; i < p->layout.value.n; i++) {
		const struct value_column *v = &p->layout.value.item[i];
		const char *symbol;
		enum cell found = cell_read((size_t)v->column < row->n ? row->field[v->column] : (struct view){0}, &n.value, &symbol);

		if (found == CELL_EMPTY)
			continue;
		if (found == CELL_WORD) {
			TRY(reject_cell(p, v->name, "is neither a number nor a symbol that stands for one"));
			continue;
		}
		n.note = notes_join(p, symbol, (struct view){0}, status && *status ? status : NULL);
		TRY(number_take(p, v->measure, &n, v->name));
	}
	return OK;
}

static const char *
told_text(struct publishing_run *p, const struct csv_row *row, enum role role, const char *known)
{
	struct view v = cell(p, row, role);

	return v.n && !view_is(v, "NA") ? view_copy(p->m->mem, v) : known;
}

/* The measure of a long file's row; what the row says of it counts where nothing was known or where the file is of measures. */
static enum err
row_measure(struct publishing_run *p, const struct csv_row *row, struct measure_met **out)
{
	struct view text = cell(p, row, ROLE_MEASURE);
	bool of_measures = p->role[ROLE_VALUE] < 0, is_new;
	struct measure_met *x;

	*out = p->measure;
	if (p->measure && view_same(text, p->measure_text))
		return OK;
	measure_meet(p->m, p->numbers, mem_format(p->m->row_mem, "%s." VIEW_FORMAT, p->m->dataset->publishes.source,
	    VIEW_ARGS(text)), &x, &is_new);
	if (is_new && x->known_year != YEAR_UNKNOWN && !of_measures)
		x->year = (enum published_year)x->known_year;
	if (of_measures || is_new) {
		x->told = of_measures;
		x->title = told_text(p, row, ROLE_TITLE, x->title);
		x->topic = told_text(p, row, ROLE_TOPIC, x->topic);
		x->unit = told_text(p, row, ROLE_UNIT, x->unit);
		x->better = told_text(p, row, ROLE_BETTER, x->better);
		if (year_named(cell(p, row, ROLE_YEAR)) != YEAR_UNKNOWN)
			x->year = year_named(cell(p, row, ROLE_YEAR));
	}
	p->measure = *out = x;
	p->measure_text = view_of(view_copy(p->m->mem, text));
	return OK;
}

/* The numbers of a long row; *good is false where a cell is none, which is rejected. */
static enum err
long_numbers(struct publishing_run *p, const struct csv_row *row, struct number *n, const char **symbol, bool *good)
{
	double *const into[] = {&n->value, &n->numerator, &n->denominator, &n->lower95, &n->upper95, &n->lower998, &n->upper998};
	const char *unused;

	*good = true;
	for (int i = 0; i < 7; i++) {
		enum cell found = cell_read(cell(p, row, ROLE_VALUE + (enum role)i), into[i], i ? &unused : symbol);

		if (found == CELL_WORD) {
			*good = false;
			return reject_cell(p, column_of(p, ROLE_VALUE + (enum role)i),
			    "is neither a number nor a symbol that stands for one");
		}
	}
	if (isnan(n->value)) {          /* limits of nothing are fillers */
		for (int i = 1; i < 7; i++)
			*into[i] = NAN;
		if (!*symbol)
			*symbol = "not available";
	}
	return OK;
}

static enum err
long_row(struct publishing_run *p, const struct csv_row *row)
{
	struct number n = {0};
	struct measure_met *x;
	const char *symbol;
	bool good;

	if (!cell(p, row, ROLE_MEASURE).n)
		return reject_cell(p, column_of(p, ROLE_MEASURE), "is missing");
	TRY(row_measure(p, row, &x));
	if (p->role[ROLE_VALUE] < 0)
		return OK;
	TRY(long_numbers(p, row, &n, &symbol, &good));
	if (!good)
		return OK;
	n.period = row_period(p, row, x->year == YEAR_UNKNOWN ? p->m->dataset->publishes.year : x->year);
	if (!n.period && isnan(n.value)) {
		p->nothing++;
		return OK;
	}
	if (!n.period)
		return reject_cell(p, column_of(p, ROLE_PERIOD), "is no period");
	TRY(row_area(p, row, n.period->period.until, &n.area));
	if (n.area < 0)
		return OK;
	row_cuts(p, row, x);
	n.dimension = p->dimension;
	n.category = p->category;
	n.note = notes_join(p, symbol, cell(p, row, ROLE_NOTE), n.period->status);
	n.comparison = cell(p, row, ROLE_COMPARISON);
	n.trend = cell(p, row, ROLE_TREND);
	return number_take(p, x, &n, column_of(p, ROLE_VALUE));
}

/* An authority and its neighbours, nearest first. */
static enum err
neighbours_row(struct publishing_run *p, const struct csv_row *row)
{
	int32_t area;

	TRY(row_area(p, row, day_today(), &area));
	for (int rank = 1; area >= 0 && rank <= NEIGHBOURS_MOST; rank++) {
		int field = layout_field(&p->layout, mem_format(p->m->row_mem, "neighbour_%d", rank));
		struct area_said said = {.number = layout_cell(&p->layout, row, field)};
		const char *reason;
		int32_t other;

		if (field < 0 || !said.number.n)
			continue;
		TRY(area_find(p->m, p->areas, &said, day_today(), &other, &reason));
		if (other < 0)
			TRY(reject_cell(p, p->layout.dataset->record[0].field[field].column, reason ? reason : "is no area"));
		else
			TRY(neighbour_write(p->m, area_code_of(p->areas, area), area_code_of(p->areas, other), rank));
	}
	return OK;
}

static enum err
one_row(struct publishing_run *p, const struct csv_row *row)
{
	struct importing *m = p->m;

	m->rejected = false;
	m->row = row->line;
	m->record = NULL;
	m->identity = 0;
	m->raw = row->raw;
	if (row->n < p->layout.width)
		return row_reject(m, NULL, "has fewer fields than the heading", 0);
	switch (m->dataset->publishes.layout) {
	case LAYOUT_WIDE:
		return wide_row(p, row);
	case LAYOUT_NEIGHBOURS:
		return neighbours_row(p, row);
	default:
		return long_row(p, row);
	}
}

static enum err
rows_read(struct publishing_run *p, const char *path, struct progress *progress)
{
	struct importing *m = p->m;
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more = true;
	enum err e;

	TRY(input_open(m->c, path, &in));
	input_without_digest(in);
	csv = csv_new(m->c, in, 0);
	e = csv_next(m->c, csv, &row, &more);
	while (e == OK && more && (e = csv_next(m->c, csv, &row, &more)) == OK && more) {
		if (m->count->rows++ % ROWS_AN_ARENA == 0) {
			mem_reset(m->row_mem);
			progress_show(progress, input_consumed(in), input_size(in), (uint64_t)m->count->rows);
		}
		m->c->mem = m->row_mem;
		e = one_row(p, &row);
		m->c->mem = m->mem;
	}
	input_close(in);
	if (e == OK && !m->count->rows)
		return fail(m->c, ERR_INPUT, "%s has a heading and no rows; nothing was changed", path);
	return e;
}

/* What the manifest says of rows that were passed over. */
static void
say_passed_over(const struct publishing_run *p, const char *note)
{
	struct builder b = {.mem = p->m->options->mem};

	if (note)
		put_text(&b, note);
	if (p->no_level)
		put_format(&b, "%s%lld rows of levels that are no areas passed over", b.n ? "; " : "", (long long)p->no_level);
	if (p->no_area)
		put_format(&b, "%s%lld rows of no area passed over", b.n ? "; " : "", (long long)p->no_area);
	if (p->nothing)
		put_format(&b, "%s%lld rows without period and number passed over", b.n ? "; " : "", (long long)p->nothing);
	if (b.n)
		p->m->count->sentence = built_text(&b);
}

enum err
published_import(struct importing *m, const char *path, struct progress *progress)
{
	struct publishing_run *p = mem_new_one(m->mem, struct publishing_run);
	const char *note = NULL;
	enum err e, closed = OK;

	p->m = m;
	e = run_open(p, path);
	if (e == OK)
		e = rows_read(p, path, progress);
	if (p->numbers)
		closed = numbers_close(m, p->numbers, &note);
	e = e ? e : closed;
	if (e == OK)
		say_passed_over(p, note);
	return e;
}
