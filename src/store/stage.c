/* The stage, and queries of it that two threads read: this one the lower half of its numbers, another on a connection of its own the upper. */
#include "store/internal.h"

#include <string.h>

#include "base/wide.h"
#include "store/datums.h"
#include "store/pipe.h"

#define HALVES_FROM 2000                /* numbers: of fewer the thread takes longer to start than to read */

/* ---- the numbers ------------------------------------------------------------------------------------------------- */

/* Where the engine reads them from a table as any other. */
static enum err
table_fill(struct ctx *c, const int64_t *id, size_t n)
{
	struct bulk *b;
	enum err e = OK, closed;

	TRY(store_run(c, "delete from " STORE_STAGE));
	b = bulk_open(c, STORE_STAGE, (const char *const[]){"id", NULL});
	for (size_t i = 0; i < n && e == OK; i++) {
		bulk_int(b, 0, id[i]);
		e = bulk_row(b);
	}
	closed = bulk_close(b, NULL);
	e = e ? e : closed;
	return e ? e : store_look_at(c, STORE_STAGE);
}

/* Of a job that reads beside: its own, which lie in its memory. */
static enum err
beside_stage(struct ctx *c, struct conn *conn, const int64_t *id, size_t n)
{
	int64_t *own = mem_new_array(c->mem, int64_t, n + 1);

	if (n)
		memcpy(own, id, n * sizeof *own);
	conn->staged.id = own;
	conn->staged.n = n;
	return OK;
}

enum err
store_stage(struct ctx *c, const int64_t *id, size_t n)
{
	struct store *store = c->store;
	struct conn *conn = beside_of(c);

	if (conn)
		return beside_stage(c, conn, id, n);
	conn = context_writing(c);
	if (conn == NULL)
		return c->err;
	if (conn->engine->stage == NULL)
		return table_fill(c, id, n);
	if (store->half)
		return fail(c, ERR_SYSTEM, "numbers were staged while a query of the last ones was being read");
	TRY(pipe_drain(c, store));
	if (n > store->staged_cap)
		store->staged = wide_grow(store->staged, (store->staged_cap = n + n / 2) * sizeof *id);
	if (n)
		memcpy(store->staged, id, n * sizeof *id);
	conn->staged.id = store->staged;
	conn->staged.n = n;
	return OK;
}

void
stage_end(struct store *store)
{
	conn_close(store->beside);
	store->beside = NULL;
	store->writing->staged.n = 0;
}

/* ---- the other half: on a thread of its own ---------------------------------------------------------------------- */

struct half {
	struct ctx c;
	struct conn *of;                /* the connection that the lower half is read on */
	const char *sql;
	pthread_t thread;
	bool joined, begun;             /* its rows are there, and being given */
	bool alone;                     /* the other connection could not be opened: this one reads both halves, one after the other */
	size_t numbers;                 /* of both */
	int columns;
	struct datum *value;            /* of one row: the one that is kept, then the one that is given */
	struct LIST(const char *) rows; /* their values */
	size_t given;
};

static void
row_keep(struct half *h, const struct rows *r)
{
	char *at;

	for (int i = 0; i < h->columns; i++)
		h->value[i] = r->conn->engine->col_datum(r, i);
	*push(h->c.mem, &h->rows) = at = mem_take(h->c.mem, datums_size(h->value, h->columns));
	(void)datums_put(at, h->value, h->columns);
}

static enum err
half_read(struct half *h)
{
	struct store *store = h->c.store;
	struct rows *r;

	if (beside_open(&h->c, store) != OK) {
		h->alone = true;
		fail_clear(&h->c);
		return OK;
	}
	store->beside->staged.id = store->staged + h->numbers / 2;
	store->beside->staged.n = h->numbers - h->numbers / 2;
	r = rows_open(&h->c, store->beside, h->sql, false);
	h->columns = r->err == OK ? col_count(r) : 0;
	h->value = mem_new_array(h->c.mem, struct datum, h->columns + 1);
	while (rows_next(r))
		row_keep(h, r);
	return rows_end(r);
}

static void *
half_run(void *with)
{
	(void)!half_read(with);
	return NULL;
}

/* ---- both halves ------------------------------------------------------------------------------------------------- */

static bool
is_halved(const struct store *store)
{
	return store->writing->staged.n >= (store->options.halves_from ? store->options.halves_from : HALVES_FROM) &&
	    beside_may(store);
}

struct rows *
store_read_staged(struct ctx *c, const char *sql)
{
	struct conn *beside = beside_of(c);
	struct rows *r = beside ? rows_open(c, beside, sql, false) : store_read_own(c, sql);
	struct mem *mem;
	struct half *h;

	if (beside)
		return r;
	if (r->err == OK && c->store->half)
		r->err = fail(c, ERR_SYSTEM, "a second query of the stage was asked while one is read by halves");
	if (r->err != OK || !is_halved(c->store))
		return r;
	mem = mem_new();
	h = mem_new_one(mem, struct half);
	*h = (struct half){.c = {.mem = mem, .store = c->store}, .of = r->conn, .sql = sql, .numbers = r->conn->staged.n};
	if (pthread_create(&h->thread, NULL, half_run, h) != 0) {
		mem_free(mem);
		return r;
	}
	r->conn->staged.n = h->numbers / 2;
	c->store->half = r->half = h;
	return r;
}

static void
half_join(struct half *h)
{
	if (!h->joined)
		pthread_join(h->thread, NULL);
	h->joined = true;
	h->of->staged.id = h->c.store->staged;
	h->of->staged.n = h->numbers;
}

/* Once more from the start, with the upper numbers. */
static void
half_alone(struct rows *r)
{
	struct half *h = r->half;

	h->of->staged.id += h->numbers / 2;
	h->of->staged.n -= h->numbers / 2;
	r->conn->engine->rest(r);
	r->done = false;
}

bool
half_next(struct rows *r)
{
	struct half *h = r->half;

	if (!h->joined) {
		half_join(h);
		if (h->alone) {
			half_alone(r);
			return r->conn->engine->step(r);
		}
		h->begun = true;
		if (h->c.err != OK)
			r->err = fail(r->c, h->c.err, "%s", h->c.sentence);
	}
	if (h->alone || r->err != OK || h->given == h->rows.n)
		return false;
	(void)datums_get(h->rows.item[h->given++], h->value, h->columns);
	return true;
}

const struct datum *
half_value(const struct rows *r, int column)
{
	static const struct datum none;

	if (!r->half || !r->half->begun)
		return NULL;
	return column >= 0 && column < r->half->columns ? &r->half->value[column] : &none;
}

void
half_end(struct rows *r)
{
	if (!r->half)
		return;
	half_join(r->half);
	r->conn->store->half = NULL;
	mem_free(r->half->c.mem);
	r->half = NULL;
}
