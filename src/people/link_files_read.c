/* Reading records: every row goes to the engine, and what stays here is its name, packed, and the truth where it is asked for. */
#include <limits.h>
#include <string.h>

#include "base/hash.h"
#include "base/input.h"
#include "base/progress.h"
#include "people/link_batches.h"
#include "people/link_declared.h"
#include "people/link_files.h"
#include "people/link_nickname.h"

#define SEEN 16

/* A source of late, and its number. */
struct seen {
	struct view name;
	int number;
};

struct reading {
	struct ctx *c;
	struct link_batches *batches;
	bool encoded;                   /* there are fields of encodings */
	struct link_files *files;
	const struct link_plan *plan;
	struct link_records *out;
	struct text_map *sources, *truths;
	struct seen seen[SEEN];         /* by length and first and last letters */
	struct { uint32_t *item; size_t n, cap; } truth;
	struct progress progress;
};

static bool
says_unknown(struct view v)
{
	static const char words[][16] = {"not known", "unknown", "not stated", "not supplied", "n/a", "n/k", "null"};

	for (size_t i = 0; v.n < sizeof *words && i < sizeof words / sizeof *words; i++)
		if (!words[i][v.n] && view_is_fold(v, words[i]))
			return true;
	return false;
}

/* Words for a value that is not known begin with few letters. */
static inline bool
is_unknown(struct view v)
{
	return !v.n || (((v.at[0] | 0x20) == 'n' || (v.at[0] | 0x20) == 'u') && says_unknown(v));
}

bool
link_value_is_unknown(struct view v)
{
	return is_unknown(v);
}

/* ---- names of records --------------------------------------------------------------------------------------------- */

static void
name_keep(struct link_records *r, struct view name)
{
	put(&r->last, name);
	r->last.n++;                            /* with the NUL behind it */
	if ((r->n + 1) % LINK_PAGE)
		return;
	*push(r->mem, &r->page) = mem_copy(r->mem, r->last.at, r->last.n);
	r->last.n = 0;
}

/* The names of a page stand one behind the other. */
static const char *
name_kept(const struct link_records *r, size_t record)
{
	size_t page = record / LINK_PAGE;
	const char *at = page < r->page.n ? r->page.item[page] : r->last.at;

	for (size_t i = 0; i < record % LINK_PAGE; i++)
		at += strlen(at) + 1;
	return at;
}

static void
name_put(const struct link_files *files, const struct link_file *f, size_t record, struct view id, struct builder *out)
{
	if (files->n > 1 || !id.n) {
		put_text(out, f->name);
		put_char(out, ':');
	}
	if (id.n)
		put(out, id);
	else
		put_format(out, "%zu", record - f->first + 1);
}

void
link_record_name(const struct link_files *files, const struct link_records *r, size_t record, struct builder *out)
{
	const struct link_file *f = files->item;

	while (record >= f->first + f->rows)
		f++;
	name_put(files, f, record, view_of(name_kept(r, record)), out);
}

void
link_names_next(struct link_naming *n, const struct link_files *files, const struct link_records *r, struct builder *out)
{
	struct view id;

	if (n->record % LINK_PAGE == 0)
		n->id = name_kept(r, n->record);
	while (n->record >= files->item[n->file].first + files->item[n->file].rows)
		n->file++;
	id = view_of(n->id);
	name_put(files, &files->item[n->file], n->record, id, out);
	n->id += id.n + 1;
	n->record++;
}

/* ---- values -------------------------------------------------------------------------------------------------------- */

/* A sign of ASCII that is no space. */
static inline bool
is_sign(char ch)
{
	return (unsigned char)(ch - '!') < 0x5e;
}

static inline struct view
trimmed(struct view v)
{
	return !v.n || (is_sign(v.at[0]) && is_sign(v.at[v.n - 1])) ? v : view_trim(v);
}

/* A column's value, empty where it is not known. */
static inline struct view
value_of(const struct csv_row *row, int column)
{
	struct view v;

	if (column < 0 || (size_t)column >= row->n)
		return (struct view){"", 0};
	v = trimmed(row->field[column]);
	return is_unknown(v) ? (struct view){"", 0} : v;
}

/* The number of a row's source: its column's, else the file's own. */
static int
source_of(struct reading *g, const struct link_file *f, const struct csv_row *row)
{
	struct view name = f->source >= 0 ? value_of(row, f->source) : view_of(f->stem);
	struct seen *seen;

	if (!name.n)
		name = VIEW("not known");
	seen = &g->seen[(name.n * 7 + (unsigned char)name.at[0] + (unsigned char)name.at[name.n - 1]) % SEEN];
	if (seen->name.n && view_same(seen->name, name))
		return seen->number;
	seen->number = text_map_intern(g->sources, name);
	seen->name = view_of(text_map_text(g->sources, seen->number));
	if ((size_t)seen->number == g->out->source.n)
		push(g->c->mem, &g->out->source)->name = seen->name.at;
	return seen->number;
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

static enum err
encoded_check(struct reading *g, const struct link_file *f, const struct view *value)
{
	const struct link_model *m = &g->plan->model;

	for (int i = 0; i < m->n_fields; i++)
		if (m->encoded[i] && value[i].n)
			TRY(link_encoded_check(g->c, f, f->rows + 1, &m->field[i], value[i], &g->out->key));
	return OK;
}

static enum err
row_take(struct reading *g, struct link_file *f, const struct csv_row *row)
{
	struct view value[LINK_FIELDS];
	int source = source_of(g, f, row), fields = g->plan->model.n_fields;
	struct link_source *s = &g->out->source.item[source];

	s->records++;
	for (int i = 0; i < fields; i++) {
		value[i] = value_of(row, f->field[i]);
		s->known[i] += value[i].n > 0;
	}
	if (g->encoded)
		TRY(encoded_check(g, f, value));
	link_batches_add(g->batches, row->raw, source, value);
	name_keep(g->out, f->id >= 0 && (size_t)f->id < row->n ? trimmed(row->field[f->id]) : (struct view){"", 0});
	if (g->truths) {
		struct view truth = value_of(row, f->truth);

		*push(g->c->mem, &g->truth) = truth.n ? (uint32_t)text_map_intern(g->truths, truth) : LINK_TRUTH_UNKNOWN;
	}
	f->uneven += row->n != f->n_columns;
	f->rows++;
	g->out->n++;
	return OK;
}

void
link_file_tell_uneven(const struct link_file *f)
{
	if (f->uneven)
		fprintf(stderr, "%s: %zu rows have more or fewer fields than the header; what is missing there is not known.\n",
		    f->name, f->uneven);
}

static enum err
file_read(struct reading *g, struct link_file *f)
{
	struct csv_row row;
	bool more = f->sample.n == LINK_SAMPLE;

	f->first = g->out->n;
	for (size_t i = 0; i < f->sample.n; i++) {
		row = (struct csv_row){.field = f->sample.item[i].field, .n = f->sample.item[i].n};
		TRY(row_take(g, f, &row));
	}
	while (more) {
		TRY(csv_next(g->c, f->csv, &row, &more));
		if (!more)
			break;
		if (g->out->n == LINK_RECORDS)
			return fail(g->c, ERR_INPUT, "%s: there are more than %u records: link them in parts", f->path, LINK_RECORDS);
		TRY(row_take(g, f, &row));
		if (f->rows % 4096 == 0)
			progress_show(&g->progress, input_consumed(f->in), input_size(f->in), g->out->n);
	}
	input_close(f->in);
	link_file_tell_uneven(f);
	return OK;
}

static enum err
plan_declare(struct reading *g)
{
	const struct link_names *declared = &g->plan->declared;

	for (size_t i = 0; i < declared->n; i++)
		if (text_map_find(g->sources, view_of(declared->at[i])) < 0)
			fprintf(stderr, "No record is of the source %s, which the model says is without duplicates.\n", declared->at[i]);
	return sources_declare(g->c, g->out->set, g->sources, declared->at, declared->n);
}

static enum err
all_read(struct reading *g)
{
	struct mem *work = mem_new();
	enum err e = OK;

	for (int i = 0; i < g->plan->model.n_fields; i++)
		g->encoded = g->encoded || g->plan->model.encoded[i];
	g->batches = link_batches_new(work, g->out->set);
	progress_start(&g->progress, "reading");
	for (size_t i = 0; e == OK && i < g->files->n; i++)
		e = file_read(g, &g->files->item[i]);
	link_batches_end(g->batches);
	progress_end(&g->progress);
	mem_free(work);
	return e;
}

enum err
link_files_read(struct ctx *c, struct link_files *files, const struct link_plan *plan, struct link_records *out)
{
	struct reading g = {.c = c, .files = files, .plan = plan, .out = out, .sources = text_map_new(c->mem)};
	enum err e;

	out->mem = c->mem;
	out->last.mem = c->mem;
	for (size_t i = 0; i < files->n; i++)
		if (files->item[i].truth >= 0 && !g.truths)
			g.truths = text_map_new(c->mem);
	nicknames_give(plan->nicknames, plan->n_nicknames, out->set);
	for (size_t i = 0; i < plan->n_aliases; i++)
		link_set_nickname(out->set, view_of(plan->alias[i].one), view_of(plan->alias[i].other));
	for (size_t i = 0; i < plan->placeholders.n; i++)
		link_set_placeholder(out->set, view_of(plan->placeholders.at[i]));
	e = all_read(&g);
	if (e != OK)
		return e;
	out->truth = g.truth.item;
	for (size_t i = 0; i < out->source.n; i++)
		link_set_call(out->set, (int)i, out->source.item[i].name);
	return plan_declare(&g);
}

void
link_records_free(struct link_records *r)
{
	if (r->set)
		link_set_free(r->set);
	r->set = NULL;
}
