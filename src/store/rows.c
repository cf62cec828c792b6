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
	sqlite3_finalize(r->stmt);
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
		if (r->hash == hash && !r->busy && strcmp(sqlite3_sql(r->stmt), sql) == 0)
			return r;
	return NULL;
}

/* Moves past white space, semicolons and comments. */
static const char *
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

/* What is wrong with a query of the catalogue is that file's fault; with our own, ours. */
static enum err
answer_fail(struct ctx *c, struct conn *conn, int rc, bool foreign)
{
	if (foreign && (rc & 0xff) == SQLITE_ERROR)
		return fail(c, ERR_INPUT, "the query cannot be run: %s", sqlite3_errmsg(conn->db));
	return conn_fail(c, conn, rc);
}

static enum err
prepare(struct ctx *c, struct conn *conn, const char *sql, bool foreign, sqlite3_stmt **stmt)
{
	const char *rest = "";
	int rc = sqlite3_prepare_v3(conn->db, sql, -1, SQLITE_PREPARE_PERSISTENT, stmt, &rest);

	if (rc != SQLITE_OK)
		return answer_fail(c, conn, rc, foreign);
	if (*stmt == NULL)
		return fail(c, foreign ? ERR_INPUT : ERR_SYSTEM, "the query is empty");
	if (*after_blank_sql(rest) != '\0') {
		sqlite3_finalize(*stmt);
		return fail(c, foreign ? ERR_INPUT : ERR_SYSTEM, "the query holds more than one statement");
	}
	return OK;
}

/* A failed cursor: it gives no rows, and rows_end returns the error. */
struct rows *
rows_failed(struct ctx *c, struct conn *conn, enum err e)
{
	struct rows *r = conn == NULL ? mem_new_one(c->mem, struct rows) : spare_rows(conn);

	*r = (struct rows){.c = c, .conn = conn, .err = e};
	return r;
}

/* What the catalogue asks is one SELECT. SQLite calls some other statements (attach, begin) read-only too, hence the
 * look at the columns: those have none. Pragmas have, so explain and pragma are told by their first letter. */
static bool
only_reads(const struct rows *r)
{
	const char *sql = after_blank_sql(sqlite3_sql(r->stmt));

	return sqlite3_stmt_readonly(r->stmt) && sqlite3_column_count(r->stmt) > 0 &&
	    (sqlite3_strnicmp(sql, "pragma", 6) != 0 && sqlite3_strnicmp(sql, "explain", 7) != 0);
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
		sqlite3_stmt *stmt = NULL;

		e = prepare(c, conn, sql, foreign, &stmt);

		if (e != OK)
			return rows_failed(c, conn, e);
		if (conn->statements >= STATEMENTS_MAX)
			forget_oldest(conn);
		r = spare_rows(conn);
		r->stmt = stmt;
		r->hash = hash;
		r->conn = conn;
		r->next = conn->bucket[hash % STATEMENT_BUCKETS];
		conn->bucket[hash % STATEMENT_BUCKETS] = r;
		conn->statements++;
	}
	r->c = c;
	r->used = ++conn->tick;
	r->busy = true;
	r->err = OK;
	r->row = r->done = r->limited = false;
	r->writes = !sqlite3_stmt_readonly(r->stmt);
	if (foreign && !r->foreign && !only_reads(r))
		r->err = fail(c, ERR_INPUT, "the query is not a single SELECT");
	else
		r->foreign = foreign;
	return r;
}

static void
put_to_rest(struct rows *r)
{
	sqlite3_reset(r->stmt);
	sqlite3_clear_bindings(r->stmt);
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

	r->writes = true;               /* a savepoint too, which SQLite calls read-only, is to be run */
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

	return conn == NULL ? 0 : sqlite3_changes64(conn->db);
}

/* ---- binding ------------------------------------------------------------------------------------------------ */

int
rows_parameter(struct rows *r, const char *name)
{
	char full[64] = ":";
	size_t n = strlen(name);

	if (r->stmt == NULL || n + 2 > sizeof full)
		return 0;
	memcpy(full + 1, name, n + 1);
	return sqlite3_bind_parameter_index(r->stmt, full);
}

/* The parameter's number, or 0 when nothing is to be bound. */
static int
bind_at(struct rows *r, const char *name)
{
	int at;

	if (r->err != OK)
		return 0;
	at = rows_parameter(r, name);
	if (at == 0)
		r->err = fail(r->c, r->foreign ? ERR_INPUT : ERR_SYSTEM, "the query has no parameter :%s", name);
	return at;
}

static void
bind_check(struct rows *r, int rc)
{
	if (rc != SQLITE_OK && r->err == OK)
		r->err = conn_fail(r->c, r->conn, rc);
}

bool
bind_exists(struct rows *r, const char *name)
{
	return rows_parameter(r, name) != 0;
}

void
bind_int(struct rows *r, const char *name, int64_t n)
{
	int at = bind_at(r, name);

	if (at > 0)
		bind_check(r, sqlite3_bind_int64(r->stmt, at, n));
}

void
bind_id(struct rows *r, const char *name, int64_t id)
{
	bind_int(r, name, id);
}

void
bind_real(struct rows *r, const char *name, double x)
{
	int at = bind_at(r, name);

	if (at > 0)
		bind_check(r, isnan(x) ? sqlite3_bind_null(r->stmt, at) : sqlite3_bind_double(r->stmt, at, x));
}

void
bind_view(struct rows *r, const char *name, struct view v)
{
	int at = bind_at(r, name);

	if (at > 0)
		bind_check(r, sqlite3_bind_text64(r->stmt, at, v.at, v.n, SQLITE_TRANSIENT, SQLITE_UTF8));
}

void
bind_text(struct rows *r, const char *name, const char *text)
{
	bind_view(r, name, (struct view){text, text == NULL ? 0 : strlen(text)});
}

void
bind_day(struct rows *r, const char *name, int32_t day)
{
	char iso[DAY_SIZE];

	if (day == DAY_NONE) {
		bind_null(r, name);
		return;
	}
	day_print(day, iso);
	bind_view(r, name, (struct view){iso, DAY_SIZE - 1});
}

void
bind_bytes(struct rows *r, const char *name, const void *bytes, size_t n)
{
	int at = bind_at(r, name);

	if (at > 0)
		bind_check(r, sqlite3_bind_blob64(r->stmt, at, bytes, n, SQLITE_TRANSIENT));
}

void
bind_null(struct rows *r, const char *name)
{
	int at = bind_at(r, name);

	if (at > 0)
		bind_check(r, sqlite3_bind_null(r->stmt, at));
}

/* ---- stepping ----------------------------------------------------------------------------------------------- */

bool
rows_next(struct rows *r)
{
	int rc;

	r->row = false;
	if (r->err != OK || r->done)
		return false;
	if (r->conn == r->conn->store->writing && (r->err = pipe_drain(r->c, r->conn->store)) != OK)
		return false;
	rc = sqlite3_step(r->stmt);
	if (rc == SQLITE_ROW)
		return r->row = true;
	r->done = true;
	if (rc != SQLITE_DONE)
		r->err = answer_fail(r->c, r->conn, rc, r->foreign);
	return false;
}

enum err
rows_end(struct rows *r)
{
	enum err e;

	while (r->writes && rows_next(r))
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
	return sqlite3_column_type(r->stmt, column) == SQLITE_NULL;
}

int64_t
col_int(const struct rows *r, int column)
{
	return sqlite3_column_int64(r->stmt, column);
}

int64_t
col_id(const struct rows *r, int column)
{
	return sqlite3_column_int64(r->stmt, column);
}

double
col_real(const struct rows *r, int column)
{
	return col_is_null(r, column) ? (double)NAN : sqlite3_column_double(r->stmt, column);
}

struct view
col_view(const struct rows *r, int column)
{
	const char *at = (const char *)sqlite3_column_text(r->stmt, column);

	return (struct view){at, at == NULL ? 0 : (size_t)sqlite3_column_bytes(r->stmt, column)};
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
	return iso_day(col_view(r, column));
}

struct view
col_bytes(const struct rows *r, int column)
{
	const char *at = sqlite3_column_blob(r->stmt, column);

	return (struct view){at, at == NULL ? 0 : (size_t)sqlite3_column_bytes(r->stmt, column)};
}

int
col_count(const struct rows *r)
{
	return sqlite3_column_count(r->stmt);
}

const char *
col_name(const struct rows *r, int column)
{
	return sqlite3_column_name(r->stmt, column);
}
