/* Reading records: every row goes to the engine, and what stays here is its name, packed, and the truth where it is asked for. */
#include <limits.h>
#include <pthread.h>
#include <string.h>

#include "base/hash.h"
#include "base/input.h"
#include "base/progress.h"
#include "people/link_files.h"

#define BATCH 4096                      /* rows that are put at a time */
#define NAME_MOST 4096                  /* bytes of a name that are looked at: sixty folded letters count */

/* Names on their way to the engine: while one batch's are put by a thread of their own, the next rows are read, and all else of
 * them is put at once. */
struct batch {
	struct mem *mem;                /* of the names' bytes */
	struct view *value;             /* a model's fields for each row, of which the names are there */
	size_t n;
	uint32_t first;
	struct link_set *set;
};

struct reading {
	struct ctx *c;
	struct batch batch[2];
	int now;                        /* the batch that is being read into */
	pthread_t names;
	bool putting;                   /* the thread of names is at work on the other batch */
	struct link_files *files;
	const struct link_plan *plan;
	struct link_records *out;
	struct text_map *sources, *truths;
	struct { uint32_t *item; size_t n, cap; } truth;
	struct progress progress;
};

bool
link_value_is_unknown(struct view v)
{
	static const char *const words[] = {"not known", "unknown", "not stated", "not supplied", "n/a", "n/k", "null", NULL};

	if (!v.n)
		return true;
	if (v.at[0] != 'n' && v.at[0] != 'N' && v.at[0] != 'u' && v.at[0] != 'U')
		return false;
	for (size_t i = 0; words[i]; i++)
		if (view_is_fold(v, words[i]))
			return true;
	return false;
}

/* ---- names of records --------------------------------------------------------------------------------------------- */

static void
name_keep(struct link_records *r, struct view name)
{
	put(&r->last, name);
	put_char(&r->last, '\0');
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

/* ---- rows --------------------------------------------------------------------------------------------------------- */

/* It begins and ends with what is no space: with a sign of ASCII. */
static bool
is_trim(struct view v)
{
	return v.n && (unsigned char)(v.at[0] - '!') < 0x5e && (unsigned char)(v.at[v.n - 1] - '!') < 0x5e;
}

static struct view
value_of(const struct view *field, size_t n, int column)
{
	struct view v = {"", 0};

	if (column >= 0 && (size_t)column < n)
		v = is_trim(field[column]) ? field[column] : view_trim(field[column]);
	return link_value_is_unknown(v) ? (struct view){"", 0} : v;
}

/* The number of a row's source: its column's, else the file's own. */
static int
source_of(struct reading *g, const struct link_file *f, const struct view *field, size_t n)
{
	struct view name = f->source >= 0 ? value_of(field, n, f->source) : view_of(f->stem);
	int32_t number;

	if (!name.n)
		name = VIEW("not known");
	number = text_map_intern(g->sources, name);
	if ((size_t)number == g->out->source.n)
		push(g->c->mem, &g->out->source)->name = text_map_text(g->sources, number);
	return number;
}

/* ---- batches ------------------------------------------------------------------------------------------------------ */

static void *
names_put(void *with)
{
	struct batch *b = with;

	link_set_put(b->set, b->first, b->n, LINK_PUT_NAMES, NULL, b->value);
	return NULL;
}

static void
names_wait(struct reading *g)
{
	if (g->putting)
		pthread_join(g->names, NULL);
	g->putting = false;
}

static void
batch_put(struct reading *g)
{
	struct batch *b = &g->batch[g->now];

	names_wait(g);
	b->set = g->out->set;
	g->putting = pthread_create(&g->names, NULL, names_put, b) == 0;
	if (!g->putting)
		names_put(b);
	g->now = !g->now;
	b = &g->batch[g->now];
	mem_reset(b->mem);
	b->n = 0;
}

/* The names' bytes are copied: they live until the next row is read. */
static void
names_add(struct reading *g, const struct view *value)
{
	const struct link_model *m = &g->plan->model;
	struct batch *b = &g->batch[g->now];
	struct view *to = b->value + b->n * (size_t)m->n_fields;

	for (int i = 0; i < m->n_fields; i++)
		if (m->field[i].kind == LINK_GIVEN || m->field[i].kind == LINK_FAMILY) {
			size_t n = value[i].n < NAME_MOST ? value[i].n : NAME_MOST;

			to[i] = (struct view){mem_copy(b->mem, value[i].at, n), n};
		}
	if (++b->n == BATCH)
		batch_put(g);
}

/* The engine's rows may move when there is more room: so not before the names that are being put are there. */
static void
record_add(struct reading *g, int source, const struct view *value)
{
	struct link_set *set = g->out->set;
	struct batch *b = &g->batch[g->now];
	uint32_t at;

	if (link_set_is_full(set))
		names_wait(g);
	at = link_set_room(set, 1);
	if (b->n == 0)
		b->first = at;
	link_set_put(set, at, 1, LINK_PUT_REST, &source, value);
	names_add(g, value);
}

static enum err
row_take(struct reading *g, struct link_file *f, const struct view *field, size_t n)
{
	struct view value[LINK_FIELDS];
	int source = source_of(g, f, field, n);
	struct link_source *s = &g->out->source.item[source];

	s->records++;
	for (int i = 0; i < g->plan->model.n_fields; i++) {
		value[i] = value_of(field, n, f->field[i]);
		if (g->plan->model.encoded[i] && value[i].n)
			TRY(link_encoded_check(g->c, f, f->rows + 1, &g->plan->model.field[i], value[i], &g->out->key));
		s->known[i] += value[i].n > 0;
	}
	record_add(g, source, value);
	name_keep(g->out, f->id >= 0 && (size_t)f->id < n ? view_trim(field[f->id]) : (struct view){"", 0});
	if (g->truths) {
		struct view truth = value_of(field, n, f->truth);

		*push(g->c->mem, &g->truth) = truth.n ? (uint32_t)text_map_intern(g->truths, truth) : LINK_TRUTH_UNKNOWN;
	}
	f->uneven += n != f->n_columns;
	f->rows++;
	g->out->n++;
	return OK;
}

static enum err
file_read(struct reading *g, struct link_file *f)
{
	struct csv_row row;
	bool more = f->sample.n == LINK_SAMPLE;

	f->first = g->out->n;
	for (size_t i = 0; i < f->sample.n; i++)
		TRY(row_take(g, f, f->sample.item[i].field, f->sample.item[i].n));
	while (more) {
		TRY(csv_next(g->c, f->csv, &row, &more));
		if (!more)
			break;
		if (g->out->n == UINT32_MAX - 1)
			return fail(g->c, ERR_INPUT, "%s: there are more than %u records: link them in parts", f->path, UINT32_MAX - 1);
		TRY(row_take(g, f, row.field, row.n));
		if (f->rows % 4096 == 0)
			progress_show(&g->progress, input_consumed(f->in), input_size(f->in), g->out->n);
	}
	input_close(f->in);
	if (f->uneven)
		fprintf(stderr, "%s: %zu rows have more or fewer fields than the header; what is missing there is not known.\n",
		    f->name, f->uneven);
	return OK;
}

static enum err
sources_declare(struct reading *g)
{
	if (g->plan->declared.n && g->out->source.n > LINK_SOURCES)
		return fail(g->c, ERR_INPUT, "the records are of %zu sources: where one is said to be without duplicates, "
		    "%d at most can be told apart", g->out->source.n, LINK_SOURCES);
	for (size_t i = 0; i < g->plan->declared.n; i++) {
		int32_t number = text_map_find(g->sources, view_of(g->plan->declared.at[i]));

		if (number < 0)
			fprintf(stderr, "No record is of the source %s, which the model says is without duplicates.\n",
			    g->plan->declared.at[i]);
		else if (!link_set_declare(g->out->set, number))
			return fail(g->c, ERR_INPUT, "more than %d sources are said to be without duplicates", LINK_DECLARED);
	}
	return OK;
}

static enum err
all_read(struct reading *g)
{
	enum err e = OK;

	for (int i = 0; i < 2; i++) {
		g->batch[i].mem = mem_new();
		g->batch[i].value = mem_new_array(g->c->mem, struct view, (size_t)g->plan->model.n_fields * BATCH + 1);
	}
	progress_start(&g->progress, "reading");
	for (size_t i = 0; e == OK && i < g->files->n; i++)
		e = file_read(g, &g->files->item[i]);
	batch_put(g);
	names_wait(g);
	progress_end(&g->progress);
	for (int i = 0; i < 2; i++)
		mem_free(g->batch[i].mem);
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
	for (size_t i = 0; i < plan->n_aliases; i++)
		link_set_nickname(out->set, view_of(plan->alias[i].one), view_of(plan->alias[i].other));
	for (size_t i = 0; i < plan->placeholders.n; i++)
		link_set_placeholder(out->set, view_of(plan->placeholders.at[i]));
	e = all_read(&g);
	if (e != OK)
		return e;
	out->truth = g.truth.item;
	return sources_declare(&g);
}

void
link_records_free(struct link_records *r)
{
	if (r->set)
		link_set_free(r->set);
	r->set = NULL;
}
