/* The catalogue's queries on two databases. A row is kept as 128 bits made of its cells, so that millions of rows fit;
 * where the two lists differ, the query runs once more to show the rows behind a few of the bits. */
#include "catalogue/check_pair.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/check_queries.h"
#include "store/store.h"
#include "store/writer.h"

#define LIMIT_MS 120000
#define FEW 3                           /* rows of either database that a fault shows */
#define WINDOWS_MAX 8

struct mark {
	uint64_t a, b;
};
struct marks LIST(struct mark);

struct window {
	int32_t from, to;
};

enum cell_kind { CELL_TEXT, CELL_DAY, CELL_NUMBER, CELL_ID };

struct side {
	const char *name;               /* the option that names it: addresses may hold a password */
	struct ctx db;
	struct int_map **keys;          /* one for each of `ids`, from id to what is the same in both databases */
};

struct pair {
	struct ctx *c;
	struct side side[2];
	struct window window[WINDOWS_MAX];
	size_t n_windows;
	struct pair_count *count;
};

/* ---- cells -------------------------------------------------------------------------------------------------- */

/* What stays the same in another database of the same records: the keyed hash of what the source calls them. */
static const struct { const char *column, *sql; } ids[] = {
	{ "identity", "select id, source_key, source from identity" },
	{ "worker", "select id, source_key, '' from worker" },
	{ "org", "select id, source_key, '' from org" },
	{ "place", "select id, source_key, '' from place" },
};
#define N_IDS (sizeof ids / sizeof *ids)

static const struct { const char *column; enum cell_kind kind; } columns[] = {
	{ "identity", CELL_ID }, { "worker", CELL_ID }, { "org", CELL_ID }, { "place", CELL_ID },
	{ "since", CELL_DAY }, { "until", CELL_DAY }, { "at", CELL_DAY },
	{ "hit", CELL_NUMBER }, { "value", CELL_NUMBER }, { "numerator", CELL_NUMBER }, { "denominator", CELL_NUMBER },
};

static enum cell_kind
cell_kind(const char *column)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (strcmp(columns[i].column, column) == 0)
			return columns[i].kind;
	return CELL_TEXT;
}

static enum err
keys_load(struct side *s, size_t which, bool by_id)
{
	struct rows *r = store_read(&s->db, ids[which].sql);
	bool is_new;

	s->keys[which] = int_map_new(s->db.mem, 1024);
	while (rows_next(r)) {
		int64_t key = col_int(r, by_id ? 0 : 1);
		struct view source = col_view(r, 2);
		uint64_t mixed = hash_mix(hash_mix(1, &key, sizeof key), source.at, source.n);

		memcpy(int_map_put(s->keys[which], col_id(r, 0), &is_new), &mixed, sizeof mixed);
	}
	return rows_end(r);
}

/* A number in one form: a whole one in full, another to twelve digits. */
static void
put_number(struct builder *b, struct view v)
{
	int64_t n;
	double x;

	if (view_int(v, &n))
		put_format(b, "%lld", (long long)n);
	else if (!view_real(v, &x))
		put(b, v);
	else if (fabs(x) < 9e15 && x == floor(x))
		put_format(b, "%.0f", x + 0.0);
	else
		put_format(b, "%.12g", x);
}

static void
put_key(struct builder *b, const struct side *s, const char *column, int64_t id)
{
	const int64_t *key = NULL;

	for (size_t i = 0; i < N_IDS; i++)
		if (strcmp(ids[i].column, column) == 0)
			key = int_map_find(s->keys[i], id);
	if (key)
		put_format(b, "%016llx", (unsigned long long)*key);
	else
		put_format(b, "unknown %lld", (long long)id);
}

/* The row's cells, each after its kind, so that no two rows make the same text. */
static struct mark
row_mark(const struct side *s, const struct rows *r, struct builder *b)
{
	b->n = 0;
	for (int i = 0; i < col_count(r); i++) {
		const char *column = col_name(r, i);
		enum cell_kind kind = cell_kind(column);
		struct view v = col_view(r, i);
		size_t from = b->n;

		if (col_is_null(r, i))
			put_text(b, "null");
		else if (kind == CELL_ID)
			put_key(b, s, column, col_id(r, i));
		else if (kind == CELL_NUMBER || (kind == CELL_TEXT && v.n && memchr(v.at, '.', v.n)))
			put_number(b, v);       /* a column that is not known may hold reals, 5.0 here and 5 there */
		else
			put(b, v);
		put_format(b, "|%zu%c", b->n - from, col_is_null(r, i) ? '-' : '+');
	}
	return (struct mark){hash_mix(1, b->at, b->n), hash_mix(2, b->at, b->n)};
}

/* ---- running ------------------------------------------------------------------------------------------------ */

static struct rows *
query_open(struct side *s, const struct catalogue_query *q, const struct window *w)
{
	struct rows *r = store_query(&s->db, q->sql, LIMIT_MS);

	if (bind_exists(r, "from"))
		bind_day(r, "from", w->from);
	if (bind_exists(r, "to"))
		bind_day(r, "to", w->to);
	return r;
}

static int
mark_order(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

/* Every row's mark, in order, and the names of the columns. A failure is left in the side's own context. */
static enum err
marks_read(struct side *s, const struct catalogue_query *q, const struct window *w, struct mem *m, struct marks *out,
    const char **names)
{
	struct rows *r = query_open(s, q, w);
	struct builder b = {.mem = m}, n = {.mem = m};

	*out = (struct marks){0};
	while (rows_next(r))
		*push(m, out) = row_mark(s, r, &b);
	for (int i = 0; s->db.err == OK && i < col_count(r); i++)
		put_format(&n, "%s%s", i > 0 ? ", " : "", col_name(r, i));
	*names = built_text(&n);
	if (out->n)
		qsort(out->item, out->n, sizeof *out->item, mark_order);
	return rows_end(r);
}

/* ---- what differs ------------------------------------------------------------------------------------------- */

struct difference {
	struct mark few[FEW];
	size_t n;                       /* rows of one side alone; the first FEW are shown */
};

static void
differs(struct difference *d, struct mark mark)
{
	if (d->n < FEW)
		d->few[d->n] = mark;
	d->n++;
}

/* Goes through both ordered lists side by side. */
static void
marks_compare(const struct marks *list, struct difference *only)
{
	size_t i = 0, j = 0;

	while (i < list[0].n || j < list[1].n) {
		int order = i == list[0].n ? 1 : j == list[1].n ? -1 : mark_order(&list[0].item[i], &list[1].item[j]);
		if (order < 0)
			differs(&only[0], list[0].item[i]);
		if (order > 0)
			differs(&only[1], list[1].item[j]);
		i += order <= 0;
		j += order >= 0;
	}
}

/* Ids, days and numbers; of any other text, only how long it is. */
static void
put_row(struct builder *b, const struct rows *r)
{
	for (int i = 0; i < col_count(r); i++) {
		enum cell_kind kind = cell_kind(col_name(r, i));
		struct view v = col_view(r, i);
		double x;
		bool shown = kind == CELL_ID || (kind == CELL_NUMBER && view_real(v, &x))
		    || (kind == CELL_DAY && day_iso_read(v) != DAY_NONE);

		put_format(b, "%s%s ", i > 0 ? ", " : "", col_name(r, i));
		if (col_is_null(r, i))
			put_text(b, "null");
		else if (shown)
			put(b, v);
		else
			put_format(b, "a text of %zu characters", utf8_length(v));
	}
}

static void
put_few(struct builder *b, struct side *s, const struct catalogue_query *q, const struct window *w,
    struct difference *d)
{
	struct builder cells = {.mem = b->mem};
	struct rows *r = query_open(s, q, w);
	size_t left = d->n < FEW ? d->n : FEW;

	while (left > 0 && rows_next(r)) {
		struct mark mark = row_mark(s, r, &cells);
		for (size_t i = 0; i < left; i++) {
			if (mark_order(&mark, &d->few[i]) != 0)
				continue;
			put_format(b, "\n    in %s alone: ", s->name);
			put_row(b, r);
			d->few[i] = d->few[--left];
			break;
		}
	}
	if (rows_end(r) != OK)
		fail_clear(&s->db);
}

static void
differences_report(struct pair *p, struct reader *r, const struct catalogue_query *q, const struct window *w,
    const struct marks *list)
{
	struct difference only[2] = {0};
	struct builder b = {.mem = p->c->mem};

	marks_compare(list, only);
	if (only[0].n == 0 && only[1].n == 0)
		return;
	put_few(&b, &p->side[0], q, w, &only[0]);
	put_few(&b, &p->side[1], q, w, &only[1]);
	reader_fault(r, q->line, "%s gives %zu rows in %s and %zu in %s (%s to %s), of which %zu and %zu have no like%s",
	    q->what, list[0].n, p->side[0].name, list[1].n, p->side[1].name, day_iso(b.mem, w->from),
	    day_iso(b.mem, w->to), only[0].n, only[1].n, built_text(&b));
}

/* One query of one window in both. False when there is no use in trying the next window. */
static bool
compare(struct pair *p, struct reader *r, const struct catalogue_query *q, const struct window *w, size_t *rows)
{
	struct mem *m = mem_new();
	struct marks list[2];
	const char *names[2];
	size_t before = r->faults->n;

	for (size_t i = 0; i < 2; i++)
		if (marks_read(&p->side[i], q, w, m, &list[i], &names[i]) != OK) {
			reader_fault(r, q->line, "%s fails in %s: %s", q->what, p->side[i].name, p->side[i].db.sentence);
			fail_clear(&p->side[i].db);
		}
	if (r->faults->n == before && strcmp(names[0], names[1]) != 0)
		reader_fault(r, q->line, "%s gives the columns %s in %s and %s in %s", q->what, names[0], p->side[0].name,
		    names[1], p->side[1].name);
	if (r->faults->n == before) {
		differences_report(p, r, q, w, list);
		*rows += list[0].n;
		p->count->runs++;
	}
	mem_free(m);
	return r->faults->n == before;
}

static void
compare_all(struct pair *p, struct reader *r, struct catalogue *k)
{
	struct builder empty = {.mem = p->c->mem};
	size_t n;
	struct catalogue_query *query = catalogue_queries(p->c->mem, k, &n);

	for (size_t i = 0; i < n; i++) {
		size_t rows = 0;

		r->file = query[i].file;
		for (size_t w = 0; w < (query[i].window ? p->n_windows : 1); w++)
			if (!compare(p, r, &query[i], &p->window[w], &rows))
				break;
		if (rows == 0)
			put_format(&empty, "%s%s", empty.n ? ", " : "", query[i].name);
		p->count->rows += rows;
		p->count->queries++;
	}
	p->count->empty = built_text(&empty);
}

/* ---- the two databases -------------------------------------------------------------------------------------- */

static enum err
side_open(struct ctx *c, struct side *s, const char *name, const char *address, struct catalogue *k)
{
	struct audit_row about = {.act = "command", .object = "catalogue check", .allowed = true};
	struct ctx *db = &s->db;

	*s = (struct side){.name = name, .db = {.mem = c->mem, .catalogue = k}};
	s->keys = mem_new_array(c->mem, struct int_map *, N_IDS);
	if (store_open(db, address, (struct store_options){.read_only = true}) != OK || audit_write(db, about) != OK
	    || store_set_calendars(db, (const struct calendar *const *)k->calendar, k->n_calendars) != OK)
		return fail(c, db->err, "%s: %s", name, db->sentence);
	return OK;
}

/* How many of the identities of both sides are the same. */
static size_t
count_same(struct mem *m, const struct int_map *a, const struct int_map *b)
{
	struct int_map *known = int_map_new(m, int_map_count(a));
	size_t same = 0, at = 0;
	int64_t id, *key;
	bool is_new;

	while (int_map_next(a, &at, &id, &key))
		(void)int_map_put(known, (int64_t)((uint64_t)*key >> 1), &is_new);
	for (at = 0; int_map_next(b, &at, &id, &key);)
		same += int_map_find(known, (int64_t)((uint64_t)*key >> 1)) != NULL;
	return same;
}

/* Records are the same whose source calls them alike, but only two databases that share their keys (one is the other's
 * copy) can tell. Else they are those of one id and source, which they have when both were filled in the same order. */
static enum err
records_match(struct pair *p)
{
	struct side *s = p->side;
	size_t n[2] = {0}, same = 0;

	for (int by_id = 0; by_id < 2 && same == 0; by_id++) {
		for (size_t i = 0; i < 2; i++) {
			for (size_t k = 0; k < N_IDS; k++)
				if (keys_load(&s[i], k, by_id) != OK)
					return fail(p->c, s[i].db.err, "%s: %s", s[i].name, s[i].db.sentence);
			n[i] = int_map_count(s[i].keys[0]);
		}
		same = count_same(p->c->mem, s[0].keys[0], s[1].keys[0]);
		p->count->by_id = by_id;
	}
	if (same == n[0] && same == n[1])
		return OK;
	return fail(p->c, ERR_INPUT, "%s holds %zu records of children and %s %zu, and %zu of them are the same: fill both from"
	    " the same files, in the same order", s[0].name, n[0], s[1].name, n[1], same);
}

/* Three financial years, the school year and the month, up to the newest file. */
static enum err
windows_find(struct pair *p)
{
	struct rows *r = store_read(&p->side[0].db, "select max(as_at) from batch");
	int32_t last = rows_next(r) ? col_day(r, 0) : DAY_NONE;
	struct date d;
	int year;

	if (rows_end(r) != OK)
		return fail(p->c, p->side[0].db.err, "%s", p->side[0].db.sentence);
	if (last == DAY_NONE)
		return fail(p->c, ERR_INPUT, "nothing was imported into the databases, so there is nothing to compare");
	d = day_date(last);
	year = d.year - (last < day_of(d.year, 3, 31));
	for (int i = 0; i < 3; i++)
		p->window[p->n_windows++] = (struct window){day_of(year - 1 - i, 4, 1), day_of(year - i, 3, 31)};
	year = d.year - (last < day_of(d.year, 8, 31));
	p->window[p->n_windows++] = (struct window){day_of(year - 1, 9, 1), day_of(year, 8, 31)};
	p->window[p->n_windows++] = (struct window){day_month_start(last), last};
	return OK;
}

enum err
check_pair(struct ctx *c, struct catalogue *k, const char *db, const char *against, struct faults *faults,
    struct pair_count *count)
{
	struct pair p = {.c = c, .count = count};
	struct reader r = {.c = c, .k = k, .faults = faults};
	enum err e = side_open(c, &p.side[0], "--db", db, k);

	*count = (struct pair_count){0};
	if (e == OK)
		e = side_open(c, &p.side[1], "--against", against, k);
	if (e == OK)
		e = records_match(&p);
	if (e == OK)
		e = windows_find(&p);
	if (e == OK)
		compare_all(&p, &r, k);
	for (size_t i = 0; i < 2; i++)
		if (p.side[i].db.store)
			store_close(&p.side[i].db);
	faults_sort(faults);
	return e;
}
