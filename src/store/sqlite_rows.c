/* SQLite's statements: preparing, binding, stepping and reading them; rows of bulk inserts. */
#include "store/sqlite.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "store/internal.h"

/* What is wrong with a query of the catalogue is that file's fault; with our own, ours. */
static enum err
answer_fail(struct ctx *c, struct conn *conn, int rc, bool foreign)
{
	if (foreign && (rc & 0xff) == SQLITE_ERROR)
		return fail(c, ERR_INPUT, "the query cannot be run: %s", sqlite3_errmsg(conn->link));
	return sqlite_fail(c, conn, rc);
}

/* SQLite calls some statements that are no SELECT (attach, begin) read-only too, hence the look at the columns: those
 * have none. Pragmas have, so explain and pragma are told by their first letters. */
static bool
only_reads(sqlite3_stmt *stmt)
{
	const char *sql = after_blank_sql(sqlite3_sql(stmt));

	return sqlite3_stmt_readonly(stmt) && sqlite3_column_count(stmt) > 0 &&
	    sqlite3_strnicmp(sql, "pragma", 6) != 0 && sqlite3_strnicmp(sql, "explain", 7) != 0;
}

enum err
sqlite_prepare(struct ctx *c, struct conn *conn, struct rows *r, const char *sql, bool foreign)
{
	const char *rest = "";
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v3(conn->link, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, &rest);

	if (rc != SQLITE_OK)
		return answer_fail(c, conn, rc, foreign);
	if (stmt == NULL)
		return fail(c, foreign ? ERR_INPUT : ERR_SYSTEM, "the query is empty");
	if (*after_blank_sql(rest) != '\0') {
		sqlite3_finalize(stmt);
		return fail(c, foreign ? ERR_INPUT : ERR_SYSTEM, "the query holds more than one statement");
	}
	r->stmt = stmt;
	r->writes = !sqlite3_stmt_readonly(stmt);
	r->one_select = only_reads(stmt);
	return OK;
}

const char *
sqlite_sql(const struct rows *r)
{
	return sqlite3_sql(r->stmt);
}

void
sqlite_rest(struct rows *r)
{
	sqlite3_reset(r->stmt);
	sqlite3_clear_bindings(r->stmt);
}

void
sqlite_forget(struct rows *r)
{
	sqlite3_finalize(r->stmt);
	sqlite3_finalize(r->together);
	r->together = NULL;
}

int
sqlite_parameter(const struct rows *r, const char *name)
{
	char full[64] = ":";
	size_t n = strlen(name);

	if (n + 2 > sizeof full)
		return 0;
	memcpy(full + 1, name, n + 1);
	return sqlite3_bind_parameter_index(r->stmt, full);
}

/* `lives` says whether text and bytes stay where they are until the step. */
static int
datum_bind(sqlite3_stmt *stmt, int at, const struct datum *d, sqlite3_destructor_type lives)
{
	char iso[DAY_SIZE];

	switch (d->kind) {
	case DATUM_INT:
		return sqlite3_bind_int64(stmt, at, d->n);
	case DATUM_REAL:
		return isnan(d->x) ? sqlite3_bind_null(stmt, at) : sqlite3_bind_double(stmt, at, d->x);
	case DATUM_DAY:
		if (d->n == DAY_NONE)
			return sqlite3_bind_null(stmt, at);
		day_print((int32_t)d->n, iso);
		return sqlite3_bind_text64(stmt, at, iso, DAY_SIZE - 1, SQLITE_TRANSIENT, SQLITE_UTF8);
	case DATUM_TEXT:
		return sqlite3_bind_text64(stmt, at, d->at, (sqlite3_uint64)d->size, lives, SQLITE_UTF8);
	case DATUM_BYTES:
		return sqlite3_bind_blob64(stmt, at, d->at, (sqlite3_uint64)d->size, lives);
	default:
		return sqlite3_bind_null(stmt, at);
	}
}

int
sqlite_bind(struct rows *r, int at, const struct datum *d)
{
	return datum_bind(r->stmt, at, d, SQLITE_TRANSIENT);
}

bool
sqlite_step(struct rows *r)
{
	int rc = sqlite3_step(r->stmt);

	if (rc == SQLITE_ROW)
		return true;
	r->done = true;
	if (rc != SQLITE_DONE)
		r->err = answer_fail(r->c, r->conn, rc, r->foreign);
	return false;
}

/* ---- the row ------------------------------------------------------------------------------------------------ */

bool
sqlite_is_null(const struct rows *r, int column)
{
	return sqlite3_column_type(r->stmt, column) == SQLITE_NULL;
}

int64_t
sqlite_col_int(const struct rows *r, int column)
{
	return sqlite3_column_int64(r->stmt, column);
}

double
sqlite_col_real(const struct rows *r, int column)
{
	return sqlite3_column_double(r->stmt, column);
}

struct view
sqlite_col_view(const struct rows *r, int column)
{
	const char *at = (const char *)sqlite3_column_text(r->stmt, column);

	return (struct view){at, at == NULL ? 0 : (size_t)sqlite3_column_bytes(r->stmt, column)};
}

struct view
sqlite_col_bytes(const struct rows *r, int column)
{
	const char *at = sqlite3_column_blob(r->stmt, column);

	return (struct view){at, at == NULL ? 0 : (size_t)sqlite3_column_bytes(r->stmt, column)};
}

struct datum
sqlite_col_datum(const struct rows *r, int column)
{
	struct view v;

	switch (sqlite3_column_type(r->stmt, column)) {
	case SQLITE_INTEGER:
		return (struct datum){.kind = DATUM_INT, .n = sqlite3_column_int64(r->stmt, column)};
	case SQLITE_FLOAT:
		return (struct datum){.kind = DATUM_REAL, .x = sqlite3_column_double(r->stmt, column)};
	case SQLITE_TEXT:
		v = sqlite_col_view(r, column);
		return (struct datum){.kind = DATUM_TEXT, .at = v.at, .size = v.n};
	case SQLITE_BLOB:
		v = sqlite_col_bytes(r, column);        /* SQLite points nowhere for an empty one */
		return (struct datum){.kind = DATUM_BYTES, .at = v.at == NULL ? "" : v.at, .size = v.n};
	default:
		return (struct datum){.kind = DATUM_NULL};
	}
}

int
sqlite_col_count(const struct rows *r)
{
	return sqlite3_column_count(r->stmt);
}

const char *
sqlite_col_name(const struct rows *r, int column)
{
	return sqlite3_column_name(r->stmt, column);
}

/* ---- bulk rows ---------------------------------------------------------------------------------------------- */

const char *
sqlite_bulk_sql(struct mem *m, const char *table, const char *const *columns)
{
	struct builder b = {.mem = m};
	int n;

	put_format(&b, "insert into %s (", table);
	for (n = 0; columns[n] != NULL; n++)
		put_format(&b, "%s%s", n > 0 ? ", " : "", columns[n]);
	put_text(&b, ") values (?");
	for (int i = 1; i < n; i++)
		put_text(&b, ",?");
	put_text(&b, ")");
	return built_text(&b);
}

/* Value i of each row for parameter place[i], and as many further on as there are values in the rows before it. */
static int
run_with(sqlite3_stmt *stmt, const int *place, const struct datum *d, int n, int rows)
{
	int rc = SQLITE_OK, step;

	for (int row = 0; row < rows; row++)
		for (int i = 0; i < n && rc == SQLITE_OK; i++)
			rc = datum_bind(stmt, row * n + place[i], &d[row * n + i], SQLITE_STATIC);
	if (rc == SQLITE_OK && (step = sqlite3_step(stmt)) != SQLITE_DONE)
		rc = step;
	sqlite3_reset(stmt);
	return rc;
}

/* Of a row by itself most of the time goes into starting and ending. */
static int
together_prepare(struct rows *r, int n)
{
	struct builder b = {.mem = mem_new()};
	sqlite3_stmt *stmt = NULL;
	int rc;

	put_text(&b, sqlite3_sql(r->stmt));
	for (int row = 1; row < ROWS_TOGETHER; row++)
		for (int i = 0; i < n; i++)
			put_text(&b, i ? n - 1 > i ? ",?" : ",?)" : n > 1 ? ",(?" : ",(?)");
	rc = sqlite3_prepare_v3(r->conn->link, built_text(&b), -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
	r->together = stmt;
	mem_free(b.mem);
	return rc;
}

int
sqlite_store_rows(struct rows *r, const int *place, const struct datum *d, int n, int rows)
{
	int rc = SQLITE_OK;

	if (r->plain && rows == ROWS_TOGETHER) {
		rc = r->together ? SQLITE_OK : together_prepare(r, n);
		return rc ? rc : run_with(r->together, place, d, n, rows);
	}
	for (int row = 0; row < rows && rc == SQLITE_OK; row++)
		rc = run_with(r->stmt, place, d + row * n, n, 1);
	return rc;
}
