/* What a row of PostgreSQL's holds, column by column, and what the columns are called. */
#include "store/postgres.h"

#include <stdlib.h>

static struct field
field_at(const struct rows *r, int column)
{
	const struct statement *s = r->stmt;

	return column >= 0 && column < s->columns && r->row ? s->row[column] : (struct field){0};
}

bool
pg_is_null(const struct rows *r, int column)
{
	return field_at(r, column).at == NULL;
}

int64_t
pg_col_int(const struct rows *r, int column)
{
	struct field f = field_at(r, column);

	if (f.at == NULL)
		return 0;
	return f.at[0] == 't' ? 1 : strtoll(f.at, NULL, 10);
}

double
pg_col_real(const struct rows *r, int column)
{
	struct field f = field_at(r, column);

	return f.at == NULL ? 0 : strtod(f.at, NULL);
}

struct view
pg_col_view(const struct rows *r, int column)
{
	const struct statement *s = r->stmt;
	struct field f = field_at(r, column);

	if (f.at != NULL && s->column_type[column] == TYPE_BOOL)
		return f.at[0] == 't' ? VIEW("1") : VIEW("0");
	return (struct view){f.at, f.at == NULL ? 0 : (size_t)f.n};
}

static int
hex_digit(char ch)
{
	return ch <= '9' ? ch - '0' : (ch | 0x20) - 'a' + 10;
}

/* Bytes come as \x0a1b…; what is decoded lives until the next row, or longer. */
struct view
pg_col_bytes(const struct rows *r, int column)
{
	const struct statement *s = r->stmt;
	struct field f = field_at(r, column);
	size_t n;
	char *out;

	if (f.at == NULL || s->column_type[column] != TYPE_BYTES || f.n < 2)
		return (struct view){f.at, f.at == NULL ? 0 : (size_t)f.n};
	n = (size_t)(f.n - 2) / 2;
	out = mem_take(s->kept, n + 1);
	for (size_t i = 0; i < n; i++)
		out[i] = (char)(hex_digit(f.at[2 + 2 * i]) << 4 | hex_digit(f.at[3 + 2 * i]));
	return (struct view){out, n};
}

/* The value as the engine's kind of it; text and bytes live as pg_col_view's and pg_col_bytes'. */
struct datum
pg_col_datum(const struct rows *r, int column)
{
	const struct statement *s = r->stmt;
	struct field f = field_at(r, column);
	struct view v;

	if (f.at == NULL)
		return (struct datum){.kind = DATUM_NULL};
	switch (s->column_type[column]) {
	case TYPE_INT8:
		return (struct datum){.kind = DATUM_INT, .n = strtoll(f.at, NULL, 10)};
	case TYPE_FLOAT8:
		return (struct datum){.kind = DATUM_REAL, .x = strtod(f.at, NULL)};
	case TYPE_BYTES:
		v = pg_col_bytes(r, column);
		return (struct datum){.kind = DATUM_BYTES, .at = v.at, .size = v.n};
	default:
		return (struct datum){.kind = DATUM_TEXT, .at = f.at, .size = (size_t)f.n};
	}
}

/* ---- their names ---------------------------------------------------------------------------------------------- */

static PGresult *
describe_once(const struct rows *r)
{
	PGresult *result;

	pg_make_quiet(r->conn);
	if (!pg_is_prepared(r) && pg_prepare_now(r) != 0)
		return NULL;
	result = PQdescribePrepared(pg_of(r)->link, ((const struct statement *)r->stmt)->name);
	if (PQresultStatus(result) == PGRES_COMMAND_OK)
		return result;
	(void)pg_failed(pg_of(r), result);
	return NULL;
}

/* What the server says of the columns before there is a row, asked once, when the values are bound. Of a statement that it
 * refuses, none: its first step says why. */
static const PGresult *
description(const struct rows *r)
{
	struct statement *s = r->stmt;
	bool alone = pg_is_alone(r);

	if (s->described == NULL)
		s->described = describe_once(r);
	if (s->described == NULL && alone && PQstatus(pg_of(r)->link) == CONNECTION_BAD && pg_reconnect(r->c, r->conn) == OK)
		s->described = describe_once(r);
	return s->described;
}

int
pg_col_count(const struct rows *r)
{
	const struct statement *s = r->stmt;

	return s->columns > 0 ? s->columns : PQnfields(description(r));
}

const char *
pg_col_name(const struct rows *r, int column)
{
	const struct statement *s = r->stmt;
	const char *name = column >= 0 && column < s->columns ? s->column_name[column] : PQfname(description(r), column);

	return name == NULL ? "" : name;
}
