/* The stage on SQLite: a table of one connection that has no pages, but reads the numbers where they lie. */
#include "store/sqlite.h"

#include <stdlib.h>

#include "store/internal.h"

#define ONE 1                           /* plan: one number is looked for; else all, upwards */
#define SOME 10000.0                    /* rows that the planner takes it to have */

struct stage {
	sqlite3_vtab base;
	const struct conn *conn;
};

struct cursor {
	sqlite3_vtab_cursor base;
	size_t at, end;
};

static const struct conn *
conn_of(const struct cursor *k)
{
	return ((const struct stage *)k->base.pVtab)->conn;
}

static int
connect_stage(sqlite3 *db, void *conn, int n, const char *const *words, sqlite3_vtab **out, char **sentence)
{
	struct stage *s;
	int rc = sqlite3_declare_vtab(db, "create table link_stage (id integer primary key) without rowid");

	(void)n;
	(void)words;
	(void)sentence;
	if (rc != SQLITE_OK)
		return rc;
	s = calloc(1, sizeof *s);
	if (!s)
		return SQLITE_NOMEM;
	s->conn = conn;
	*out = &s->base;
	return SQLITE_OK;
}

static int
disconnect_stage(sqlite3_vtab *table)
{
	free(table);
	return SQLITE_OK;
}

static int
plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
	(void)table;
	info->estimatedCost = SOME;
	info->estimatedRows = (sqlite3_int64)SOME;
	info->orderByConsumed = info->nOrderBy == 1 && !info->aOrderBy[0].desc;
	for (int i = 0; i < info->nConstraint; i++)
		if (info->aConstraint[i].usable && info->aConstraint[i].op == SQLITE_INDEX_CONSTRAINT_EQ) {
			info->aConstraintUsage[i].argvIndex = 1;
			info->idxNum = ONE;
			info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
			info->estimatedCost = 1;
			info->estimatedRows = 1;
			break;
		}
	return SQLITE_OK;
}

static int
open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	struct cursor *k = calloc(1, sizeof *k);

	(void)table;
	if (!k)
		return SQLITE_NOMEM;
	*out = &k->base;
	return SQLITE_OK;
}

static int
close_cursor(sqlite3_vtab_cursor *cursor)
{
	free(cursor);
	return SQLITE_OK;
}

/* The first of at least `number`. */
static size_t
place_of(const struct conn *conn, int64_t number)
{
	size_t from = 0, to = conn->staged.n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (conn->staged.id[middle] < number)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static int
begin_rows(sqlite3_vtab_cursor *cursor, int plan, const char *words, int n, sqlite3_value **value)
{
	struct cursor *k = (struct cursor *)cursor;
	const struct conn *conn = conn_of(k);
	int64_t number;

	(void)words;
	(void)n;
	k->at = 0;
	k->end = conn->staged.n;
	if (plan != ONE)
		return SQLITE_OK;
	number = sqlite3_value_int64(value[0]);
	k->at = place_of(conn, number);
	k->end = k->at < conn->staged.n && conn->staged.id[k->at] == number ? k->at + 1 : k->at;
	return SQLITE_OK;
}

static int
next_row(sqlite3_vtab_cursor *cursor)
{
	((struct cursor *)cursor)->at++;
	return SQLITE_OK;
}

static int
is_at_end(sqlite3_vtab_cursor *cursor)
{
	const struct cursor *k = (const struct cursor *)cursor;

	return k->at >= k->end;
}

static int
column(sqlite3_vtab_cursor *cursor, sqlite3_context *x, int i)
{
	const struct cursor *k = (const struct cursor *)cursor;

	(void)i;
	sqlite3_result_int64(x, conn_of(k)->staged.id[k->at]);
	return SQLITE_OK;
}

static const sqlite3_module module = {
	.xCreate = connect_stage,
	.xConnect = connect_stage,
	.xBestIndex = plan,
	.xDisconnect = disconnect_stage,
	.xDestroy = disconnect_stage,
	.xOpen = open_cursor,
	.xClose = close_cursor,
	.xFilter = begin_rows,
	.xNext = next_row,
	.xEof = is_at_end,
	.xColumn = column,
};

/* It stands before the schema's table of that name, which SQLite leaves empty. Outside a transaction: one that is undone would take it along. */
enum err
sqlite_stage(struct ctx *c, struct conn *conn)
{
	int rc = sqlite3_create_module_v2(conn->link, "stage", &module, conn, NULL);

	return rc != SQLITE_OK ? sqlite_fail(c, conn, rc) : conn_run(c, conn, "create virtual table temp." STORE_STAGE " using stage");
}

/* To SQLite a table of the connection's own is a change, too. */
enum err
sqlite_stage_reader(struct ctx *c, struct conn *conn)
{
	TRY(conn_run(c, conn, "pragma query_only = off"));
	TRY(sqlite_stage(c, conn));
	return conn_run(c, conn, "pragma query_only = on");
}
