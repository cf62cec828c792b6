/* Statements: preparing, keeping, binding, stepping and reading them.
 *
 * A connection keeps its prepared statements by their text, the oldest unused one going first. A statement that is asked
 * for while it is in use gets a second copy. Errors stick: after the first, binds and steps do nothing and rows_end
 * returns it.
 */
#include "store/internal.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/progress.h"
#include "store/pipe.h"

/* ---- the cache ---------------------------------------------------------------------------------------------- */

static struct rows *
spare_rows(struct conn *conn)
{
	struct rows *r = conn->spare;

	if (r == NULL)
		return mem_new_one(conn->mem, struct rows);
	conn->spare = r->next;
	*r = (struct rows){0};
	return r;
}

static void
forget_statement(struct conn *conn, struct rows *r)
{
	struct rows **at = &conn->bucket[r->hash % STATEMENT_BUCKETS];

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	conn->engine->forget(r);
	r->stmt = NULL;
	r->next = conn->spare;
	conn->spare = r;
	conn->statements--;
}

static void
forget_oldest(struct conn *conn)
{
	struct rows *oldest = NULL;

	for (size_t i = 0; i < STATEMENT_BUCKETS; i++)
		for (struct rows *r = conn->bucket[i]; r != NULL; r = r->next)
			if (!r->busy && (oldest == NULL || r->used < oldest->used))
				oldest = r;
	if (oldest != NULL)
		forget_statement(conn, oldest);
}

static struct rows *
resting_statement(struct conn *conn, const char *sql, uint64_t hash)
{
	for (struct rows *r = conn->bucket[hash % STATEMENT_BUCKETS]; r != NULL; r = r->next)
		if (r->hash == hash && !r->busy && strcmp(conn->engine->sql(r), sql) == 0)
			return r;
	return NULL;
}

const char *
after_blank_sql(const char *at)
{
	for (;;) {
		at += strspn(at, " \t\r\n;");
		if (at[0] == '-' && at[1] == '-')
			at += strcspn(at, "\n");
		else if (at[0] == '/' && at[1] == '*' && strstr(at + 2, "*/") != NULL)
			at = strstr(at + 2, "*/") + 2;
		else
			return at;
	}
}

/* A failed cursor: it gives no rows, and rows_end returns the error. */
struct rows *
rows_failed(struct ctx *c, struct conn *conn, enum err e)
{
	struct rows *r = conn == NULL ? mem_new_one(c->mem, struct rows) : spare_rows(conn);

	*r = (struct rows){.c = c, .conn = conn, .err = e};
	return r;
}

/* A statement ready for its binds: from the cache, or prepared now. */
struct rows *
rows_open(struct ctx *c, struct conn *conn, const char *sql, bool foreign)
{
	uint64_t hash = hash_mix(0, sql, strlen(sql));
	struct rows *r;
	enum err e = conn == conn->store->writing ? pipe_drain(c, conn->store) : OK;

	if (e != OK)
		return rows_failed(c, conn, e);
	r = resting_statement(conn, sql, hash);
	if (r == NULL) {
		if (conn->statements >= STATEMENTS_MAX)
			forget_oldest(conn);
		r = spare_rows(conn);
		r->conn = conn;
		e = conn->engine->prepare(c, conn, r, sql, foreign);
		if (e != OK) {
			r->next = conn->spare;
			conn->spare = r;
			return rows_failed(c, conn, e);
		}
		r->hash = hash;
		r->next = conn->bucket[hash % STATEMENT_BUCKETS];
		conn->bucket[hash % STATEMENT_BUCKETS] = r;
		conn->statements++;
	}
	r->c = c;
	r->used = ++conn->tick;
	r->busy = true;
	r->err = OK;
	r->begun = r->row = r->done = r->limited = false;
	r->foreign = foreign;
	r->asked_to_write = r->plain = false;
	if (foreign && !r->one_select)
		r->err = fail(c, ERR_INPUT, "the query is not a single SELECT");
	return r;
}

static void
put_to_rest(struct rows *r)
{
	half_end(r);
	r->conn->engine->rest(r);
	r->busy = r->row = false;
	if (r->limited && --r->conn->limited == 0)
		r->conn->deadline_ms = 0;
	r->limited = false;
}

/* Ends what a context left open. */
void
rows_release_all(struct conn *conn)
{
	for (size_t i = 0; i < STATEMENT_BUCKETS; i++)
		for (struct rows *r = conn->bucket[i]; r != NULL; r = r->next)
			if (r->busy)
				put_to_rest(r);
}

void
rows_forget_all(struct conn *conn)
{
	for (size_t i = 0; i < STATEMENT_BUCKETS; i++)
		while (conn->bucket[i] != NULL)
			forget_statement(conn, conn->bucket[i]);
}

/* ---- opening ------------------------------------------------------------------------------------------------ */

struct rows *
store_read(struct ctx *c, const char *sql)
{
	struct conn *conn = context_conn(c);

	return conn == NULL ? rows_failed(c, NULL, c->err) : rows_open(c, conn, sql, false);
}

struct rows *
store_query(struct ctx *c, const char *sql, int64_t limit_ms)
{
	struct conn *conn = context_conn(c);
	struct rows *r;
	int64_t deadline;

	if (conn == NULL)
		return rows_failed(c, NULL, c->err);
	r = rows_open(c, conn, sql, true);
	if (r->err != OK || limit_ms <= 0)
		return r;
	deadline = clock_ms() + limit_ms;
	if (conn->limited++ == 0 || deadline < conn->deadline_ms)
		conn->deadline_ms = deadline;
	r->limited = true;
	return r;
}

struct rows *
store_read_own(struct ctx *c, const char *sql)
{
	struct conn *conn = context_writing(c);

	return conn == NULL ? rows_failed(c, NULL, c->err) : rows_open(c, conn, sql, false);
}

struct rows *
store_write(struct ctx *c, const char *sql)
{
	struct rows *r = store_read_own(c, sql);

	r->asked_to_write = true;       /* a savepoint too, which changes nothing itself, is to be run */
	return r;
}

enum err
store_run(struct ctx *c, const char *sql)
{
	return rows_end(store_write(c, sql));
}

int64_t
store_changes(struct ctx *c)
{
	struct conn *conn = context_writing(c);

	return conn == NULL ? 0 : conn->engine->changes(conn);
}

/* ---- binding ------------------------------------------------------------------------------------------------ */

int
rows_parameter(struct rows *r, const char *name)
{
	return r->stmt == NULL ? 0 : r->conn->engine->parameter(r, name);
}

bool
bind_exists(struct rows *r, const char *name)
{
	return rows_parameter(r, name) != 0;
}

static void
bind(struct rows *r, const char *name, struct datum d)
{
	int at, code;

	if (r->err != OK)
		return;
	at = rows_parameter(r, name);
	if (r->half)
		r->err = fail(r->c, ERR_SYSTEM, "a query that is read by halves takes no parameters");
	else if (at == 0)
		r->err = fail(r->c, r->foreign ? ERR_INPUT : ERR_SYSTEM, "the query has no parameter :%s", name);
	else if ((code = r->conn->engine->bind(r, at, &d)) != 0)
		r->err = r->conn->engine->trouble(r->c, r->conn, code);
}

void
bind_int(struct rows *r, const char *name, int64_t n)
{
	bind(r, name, (struct datum){.kind = DATUM_INT, .n = n});
}

void
bind_id(struct rows *r, const char *name, int64_t id)
{
	bind_int(r, name, id);
}

/* A null of a type still says which: PostgreSQL wants to know. */
void
bind_real(struct rows *r, const char *name, double x)
{
	bind(r, name, (struct datum){.kind = DATUM_REAL, .x = x});
}

void
bind_view(struct rows *r, const char *name, struct view v)
{
	bind(r, name, (struct datum){.kind = DATUM_TEXT, .at = v.at, .size = v.n});
}

void
bind_text(struct rows *r, const char *name, const char *text)
{
	bind_view(r, name, view_of(text));
}

void
bind_day(struct rows *r, const char *name, int32_t day)
{
	bind(r, name, (struct datum){.kind = DATUM_DAY, .n = day});
}

void
bind_bytes(struct rows *r, const char *name, const void *bytes, size_t n)
{
	bind(r, name, (struct datum){.kind = DATUM_BYTES, .at = bytes, .size = n});
}

void
bind_null(struct rows *r, const char *name)
{
	bind(r, name, (struct datum){.kind = DATUM_NULL});
}

/* ---- stepping ----------------------------------------------------------------------------------------------- */

bool
rows_next(struct rows *r)
{
	r->row = false;
	if (r->err != OK)
		return false;
	if (r->done)
		return r->row = r->half && half_next(r);
	/* Bulk rows that came after the statement was asked for go in before it runs: it may refer to them. */
	if (r->conn == r->conn->store->writing && !(r->begun && r->conn->engine->holds_rows) &&
	    (r->err = pipe_drain(r->c, r->conn->store)) != OK)
		return false;
	r->begun = true;
	if ((r->writes || r->asked_to_write) && r->conn == r->conn->store->writing)
		r->conn->store->changed = true;
	r->row = r->conn->engine->step(r);
	if (!r->row && r->half && r->err == OK)
		r->row = half_next(r);
	return r->row;
}

enum err
rows_end(struct rows *r)
{
	enum err e;

	while ((r->writes || r->asked_to_write) && rows_next(r))
		;
	e = r->err;
	if (r->stmt != NULL)
		put_to_rest(r);
	else if (r->conn != NULL) {
		r->next = r->conn->spare;
		r->conn->spare = r;
	}
	return e;
}

/* ---- the row ------------------------------------------------------------------------------------------------ */

bool
col_is_null(const struct rows *r, int column)
{
	const struct datum *d = half_value(r, column);

	return d ? d->kind == DATUM_NULL : r->conn->engine->is_null(r, column);
}

int64_t
col_int(const struct rows *r, int column)
{
	const struct datum *d = half_value(r, column);

	return d ? d->n : r->conn->engine->col_int(r, column);
}

int64_t
col_id(const struct rows *r, int column)
{
	return col_int(r, column);
}

double
col_real(const struct rows *r, int column)
{
	const struct datum *d = half_value(r, column);

	if (col_is_null(r, column))
		return (double)NAN;
	return d ? d->kind == DATUM_INT ? (double)d->n : d->x : r->conn->engine->col_real(r, column);
}

struct view
col_view(const struct rows *r, int column)
{
	const struct datum *d = half_value(r, column);

	return d ? (struct view){d->at, d->size} : r->conn->engine->col_view(r, column);
}

const char *
col_text(const struct rows *r, int column, struct mem *m)
{
	struct view v = col_view(r, column);

	return v.at == NULL ? NULL : mem_copy(m, v.at, v.n);
}

int32_t
col_day(const struct rows *r, int column)
{
	return day_iso_read(col_view(r, column));
}

struct view
col_bytes(const struct rows *r, int column)
{
	return half_value(r, column) ? col_view(r, column) : r->conn->engine->col_bytes(r, column);
}

int
col_count(const struct rows *r)
{
	return r->conn->engine->col_count(r);
}

const char *
col_name(const struct rows *r, int column)
{
	return r->conn->engine->col_name(r, column);
}
