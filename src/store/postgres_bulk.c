/* Bulk rows go in by COPY, in its binary form. A connection takes one COPY at a time and several tables are filled at
 * once, so rows are held back, some megabytes of them, and sent table by table: those that others refer to first. What is
 * no COPY (an update of many rows) goes after them, many in one round trip. */
#include "store/postgres.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/text.h"

#define HELD_MOST (4 << 20)             /* bytes held back */
#define SENT_AT_ONCE 500                /* statements in one round trip: their answers must fit the sockets' buffers */
#define DAY_2000 10957

static const char copy_header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";     /* its NUL is the last byte of 19 */

struct copying {
	struct mem *mem;
	const char *sql;
	int columns;
	Oid *type;
	int64_t depth;                  /* of the table: those that it refers to have less */
	char *at;
	size_t n, cap;
};

/* ---- opening ------------------------------------------------------------------------------------------------ */

const char *
pg_bulk_sql(struct mem *m, const char *table, const char *const *columns)
{
	struct builder b = {.mem = m};

	put_format(&b, "copy %s (", table);
	for (int n = 0; columns[n] != NULL; n++)
		put_format(&b, "%s%s", n > 0 ? ", " : "", columns[n]);
	put_text(&b, ") from stdin (format binary)");
	return built_text(&b);
}

/* How far the table is from those that refer to nothing. */
static int
table_depth(struct conn *conn, struct mem *m, Oid table, int64_t *depth)
{
	const char *value;
	int code = pg_ask(conn, mem_format(m, "with recursive up (t, d) as (select %u::oid, 0 union select c.confrelid, d + 1 from up"
	    " join pg_constraint c on c.conrelid = up.t and c.contype = 'f' and c.confrelid <> c.conrelid where d < 20)"
	    " select max(d) from up", table), m, &value);

	*depth = value == NULL ? 0 : strtoll(value, NULL, 10);
	return code;
}

enum err
pg_copying_open(struct ctx *c, struct conn *conn, struct mem *m, const char *sql, struct copying **out)
{
	struct pg *pg = conn->link;
	struct copying *k = mem_new_one(m, struct copying);
	const char *table = sql + strlen("copy "), *open = strchr(table, '('), *close = strchr(table, ')');
	PGresult *result;
	Oid oid;
	int code;

	pg_make_quiet(conn);
	result = PQexec(pg->link, mem_format(m, "select %.*s from %.*s where false", (int)(close - open - 1), open + 1,
	    (int)(open - table), table));
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		return pg_trouble(c, conn, pg_failed(pg, result));
	*k = (struct copying){.mem = m, .sql = mem_copy(m, sql, strlen(sql)), .columns = PQnfields(result)};
	k->type = mem_new_array(m, Oid, k->columns);
	for (int i = 0; i < k->columns; i++)
		k->type[i] = PQftype(result, i);
	oid = PQftable(result, 0);
	PQclear(result);
	code = table_depth(conn, m, oid, &k->depth);
	*out = k;
	return code == 0 ? OK : pg_trouble(c, conn, code);
}

/* ---- one row ------------------------------------------------------------------------------------------------ */

static char *
room(struct copying *k, size_t size)
{
	if (k->n + size > k->cap) {
		size_t cap = k->cap * 2 > k->n + size ? k->cap * 2 : k->n + size + 65536;
		char *at = mem_take(k->mem, cap);

		if (k->n > 0)
			memcpy(at, k->at, k->n);
		k->at = at;
		k->cap = cap;
	}
	k->n += size;
	return k->at + k->n - size;
}

static void
put_number(struct copying *k, uint64_t n, int size)
{
	char *to = room(k, (size_t)size);

	for (int i = size - 1; i >= 0; i--, n >>= 8)
		to[i] = (char)(n & 0xff);
}

static void
put_sized(struct copying *k, uint64_t n, int size)
{
	put_number(k, (uint64_t)size, 4);
	put_number(k, n, size);
}

static void
put_null(struct copying *k)
{
	put_number(k, UINT32_MAX, 4);
}

static bool
put_date(struct copying *k, const struct datum *d)
{
	int32_t day = d->kind == DATUM_DAY ? (int32_t)d->n :
	    d->kind == DATUM_TEXT ? day_iso_read((struct view){d->at, d->size}) : DAY_NONE;

	if (day != DAY_NONE)
		put_sized(k, (uint64_t)(uint32_t)(day - DAY_2000), 4);
	return day != DAY_NONE;
}

static bool
put_float(struct copying *k, const struct datum *d)
{
	double x = d->kind == DATUM_INT ? (double)d->n : d->x;
	uint64_t bits;

	if (d->kind == DATUM_TEXT && !view_real((struct view){d->at, d->size}, &x))
		return false;
	memcpy(&bits, &x, sizeof bits);
	put_sized(k, bits, 8);
	return true;
}

static bool
put_integer(struct copying *k, const struct datum *d)
{
	int64_t n = d->kind == DATUM_REAL ? (int64_t)d->x : d->n;

	if (d->kind == DATUM_TEXT && !view_int((struct view){d->at, d->size}, &n))
		return false;
	put_sized(k, (uint64_t)n, 8);
	return d->kind != DATUM_DAY;
}

static bool
put_text_of(struct copying *k, const struct datum *d)
{
	char iso[DAY_SIZE];
	struct view v = {d->at, d->size};

	if (d->kind == DATUM_DAY) {
		day_print((int32_t)d->n, iso);
		v = (struct view){iso, DAY_SIZE - 1};
	} else if (d->kind != DATUM_TEXT && d->kind != DATUM_BYTES)
		return false;
	put_number(k, v.n, 4);
	if (v.n > 0)
		memcpy(room(k, v.n), v.at, v.n);
	return true;
}

/* One value in the form of its column; false when it is of another kind. */
static bool
put_datum(struct copying *k, int column, const struct datum *d)
{
	switch (k->type[column]) {
	case TYPE_INT8:
		return put_integer(k, d);
	case TYPE_FLOAT8:
		return put_float(k, d);
	case TYPE_DATE:
		return put_date(k, d);
	default:
		return put_text_of(k, d);
	}
}

static bool
is_null(const struct datum *d)
{
	return d->kind == DATUM_NULL || (d->kind >= DATUM_TEXT && d->at == NULL) || (d->kind == DATUM_DAY && d->n == DAY_NONE);
}

static int
row_hold(struct rows *r, struct copying *k, const struct datum *d, int n)
{
	struct pg *pg = r->conn->link;
	size_t before = k->n;

	if (k->n == 0) {
		*push(pg->held, &pg->copies) = r;
		memcpy(room(k, sizeof copy_header), copy_header, sizeof copy_header);
	}
	put_number(k, (uint64_t)n, 2);
	for (int i = 0; i < n; i++)
		if (is_null(&d[i]))
			put_null(k);
		else if (!put_datum(k, i, &d[i])) {
			memcpy(pg->state, "22000", 6);
			pg->message[0] = '\0';
			return CODE_FAILED;
		}
	pg->held_n += k->n - before;
	return 0;
}

/* A statement's row waits behind the COPYs. */
static void
later_hold(struct rows *r, const int *place, const struct datum *d, int n)
{
	struct pg *pg = r->conn->link;
	struct datum *value = mem_new_array(pg->held, struct datum, n);

	for (int i = 0; i < n; i++) {
		value[i] = d[i];
		if (d[i].kind >= DATUM_TEXT && d[i].at != NULL)
			value[i].at = mem_copy(pg->held, d[i].at, d[i].size);
		pg->held_n += sizeof *value + d[i].size;
	}
	*push(pg->held, &pg->later) = (struct later_row){r, value, place, n};
}

int
pg_store_rows(struct rows *r, const int *place, const struct datum *d, int n, int rows)
{
	struct copying *k = pg_copying(r);
	int code = 0;

	for (int row = 0; row < rows && code == 0; row++)
		if (k != NULL)
			code = row_hold(r, k, d + row * n, n);
		else
			later_hold(r, place, d + row * n, n);
	if (code == 0 && ((const struct pg *)r->conn->link)->held_n > HELD_MOST)
		code = pg_flush(r->conn);
	return code;
}

/* ---- sending ------------------------------------------------------------------------------------------------ */

static int
by_depth(const void *a, const void *b)
{
	const struct rows *const *x = a, *const *y = b;
	int64_t dx = pg_copying(*x)->depth, dy = pg_copying(*y)->depth;

	return dx < dy ? -1 : dx > dy;
}

static int
copy_send(struct conn *conn, struct copying *k)
{
	struct pg *pg = conn->link;
	PGresult *result, *more;
	int code = 0;

	put_number(k, UINT16_MAX, 2);
	pg_make_quiet(conn);
	result = PQexec(pg->link, k->sql);
	if (PQresultStatus(result) != PGRES_COPY_IN)
		return pg_failed(pg, result);
	PQclear(result);
	if (PQputCopyData(pg->link, k->at, (int)k->n) != 1 || PQputCopyEnd(pg->link, NULL) != 1)
		code = pg_failed(pg, NULL);
	result = PQgetResult(pg->link);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		code = pg_failed(pg, result);
	else
		PQclear(result);
	while ((more = PQgetResult(pg->link)) != NULL)
		PQclear(more);
	k->n = 0;
	return code;
}

/* Reads what came back for `n` statements and the sync after them. */
static int
answers_read(struct pg *pg, size_t n)
{
	int code = 0;

	for (size_t i = 0; i < n && PQstatus(pg->link) == CONNECTION_OK; i++) {
		PGresult *result = PQgetResult(pg->link), *end;

		if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK && code == 0)
			code = pg_failed(pg, result);
		else
			PQclear(result);
		end = PQgetResult(pg->link);
		PQclear(end);
	}
	PQclear(PQgetResult(pg->link));
	return PQstatus(pg->link) == CONNECTION_OK ? code : pg_failed(pg, NULL);
}

static int
later_bind(const struct later_row *row)
{
	for (int i = 0; i < row->n; i++)
		(void)pg_bind(row->r, row->place[i], &row->value[i]);
	return pg_is_prepared(row->r) ? 0 : pg_prepare_now(row->r);
}

/* Statements of one kind come one after another, so that a new preparation is rare. */
static int
later_send(struct conn *conn, size_t from, size_t *to)
{
	struct pg *pg = conn->link;
	struct rows *r = pg->later.item[from].r;
	int code = later_bind(&pg->later.item[from]);
	size_t i = from;

	if (code != 0)
		return code;
	if (!PQenterPipelineMode(pg->link))
		return pg_failed(pg, NULL);
	do
		code = pg_send_bound(r);
	while (code == 0 && ++i < pg->later.n && i - from < SENT_AT_ONCE && pg->later.item[i].r == r &&
	    (later_bind(&pg->later.item[i]), pg_is_prepared(r)));
	*to = i;
	if (code == 0 && !PQpipelineSync(pg->link))
		code = pg_failed(pg, NULL);
	if (code == 0)
		code = answers_read(pg, i - from);
	if (PQstatus(pg->link) == CONNECTION_OK)
		(void)PQexitPipelineMode(pg->link);
	pg_rest(r);
	return code;
}

int
pg_flush(struct conn *conn)
{
	struct pg *pg = conn->link;
	int code = 0;

	if (pg->copies.n > 0)
		qsort(pg->copies.item, pg->copies.n, sizeof *pg->copies.item, by_depth);
	for (size_t i = 0; i < pg->copies.n && code == 0; i++)
		code = copy_send(conn, pg_copying(pg->copies.item[i]));
	for (size_t i = 0; i < pg->later.n && code == 0;)
		code = later_send(conn, i, &i);
	pg_held_forget(conn);
	return code;
}

void
pg_held_forget(struct conn *conn)
{
	struct pg *pg = conn->link;

	for (size_t i = 0; i < pg->copies.n; i++)
		if (pg_copying(pg->copies.item[i]) != NULL)
			pg_copying(pg->copies.item[i])->n = 0;
	pg->copies = (struct copies){0};
	pg->later = (struct later){0};
	pg->held_n = 0;
	mem_reset(pg->held);
}
