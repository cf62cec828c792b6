/* Bulk insertion: one prepared insert, its values gathered in a row of our own and bound just before the step. */
#include "store/internal.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/text.h"

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_BYTES };

struct value {
	enum value_kind kind;
	int64_t n;
	double x;
	size_t from, size;              /* text and bytes: where in `held` */
};

/* Lives in an arena of its own, which the store frees when the transaction ends, should nobody close it. */
struct bulk {
	struct mem *mem;
	struct ctx *c;
	struct rows *insert;
	struct value *value;
	int columns;
	char *held;                     /* the row's texts, one after another */
	size_t held_n, held_cap;
	int64_t rows;
	enum err err;
	bool ended;                     /* the transaction ended before it was closed */
	struct bulk *next;              /* open ones of the transaction */
};

static const char *
insert_sql(struct mem *m, const char *table, const char *const *columns, int *n)
{
	struct builder b = {.mem = m};

	put_format(&b, "insert into %s (", table);
	for (*n = 0; columns[*n] != NULL; ++*n)
		put_format(&b, "%s%s", *n > 0 ? ", " : "", columns[*n]);
	put_text(&b, ") values (?");
	for (int i = 1; i < *n; i++)
		put_text(&b, ",?");
	put_text(&b, ")");
	return built_text(&b);
}

struct bulk *
bulk_open(struct ctx *c, const char *table, const char *const *columns)
{
	struct conn *conn = context_writing(c);
	struct mem *m;
	struct bulk *b;

	if (conn == NULL) {
		b = mem_new_one(c->mem, struct bulk);
		*b = (struct bulk){.c = c, .err = c->err, .value = mem_new_one(c->mem, struct value)};
		return b;
	}
	m = mem_new();
	b = mem_new_one(m, struct bulk);
	*b = (struct bulk){.mem = m, .c = c, .held_cap = 1024};
	b->insert = rows_open(c, conn, insert_sql(m, table, columns, &b->columns), false);
	b->err = b->insert->err;
	b->value = mem_new_array(m, struct value, b->columns);
	b->held = mem_take(m, b->held_cap);
	b->next = conn->store->bulks;
	conn->store->bulks = b;
	return b;
}

/* The place of one column's value; a bulk that failed to open has one that nobody reads. */
static struct value *
value_at(struct bulk *b, int column)
{
	if (column >= 0 && column < b->columns)
		return &b->value[column];
	if (b->err == OK)
		b->err = fail(b->c, ERR_SYSTEM, "the bulk insert has no column %d", column);
	return &b->value[0];
}

void
bulk_int(struct bulk *b, int column, int64_t n)
{
	struct value *v = value_at(b, column);

	v->kind = VALUE_INT;
	v->n = n;
}

void
bulk_real(struct bulk *b, int column, double x)
{
	struct value *v = value_at(b, column);

	v->kind = isnan(x) ? VALUE_NULL : VALUE_REAL;
	v->x = x;
}

static void
hold(struct bulk *b, int column, enum value_kind kind, struct view text)
{
	struct value *v = value_at(b, column);

	v->kind = VALUE_NULL;
	if (text.at == NULL || b->err != OK)
		return;
	if (text.n > b->held_cap - b->held_n) {
		size_t cap = 2 * (b->held_cap + text.n);
		char *more = mem_take(b->mem, cap);

		memcpy(more, b->held, b->held_n);
		b->held = more;
		b->held_cap = cap;
	}
	memcpy(b->held + b->held_n, text.at, text.n);
	*v = (struct value){.kind = kind, .from = b->held_n, .size = text.n};
	b->held_n += text.n;
}

void
bulk_text(struct bulk *b, int column, struct view v)
{
	hold(b, column, VALUE_TEXT, v);
}

void
bulk_bytes(struct bulk *b, int column, struct view v)
{
	hold(b, column, VALUE_BYTES, v);
}

void
bulk_day(struct bulk *b, int column, int32_t day)
{
	char iso[DAY_SIZE];

	if (day == DAY_NONE) {
		value_at(b, column)->kind = VALUE_NULL;
		return;
	}
	day_print(day, iso);
	hold(b, column, VALUE_TEXT, (struct view){iso, DAY_SIZE - 1});
}

static int
bind_value(sqlite3_stmt *stmt, int at, const struct value *v, const char *held)
{
	switch (v->kind) {
	case VALUE_INT:
		return sqlite3_bind_int64(stmt, at, v->n);
	case VALUE_REAL:
		return sqlite3_bind_double(stmt, at, v->x);
	case VALUE_TEXT:
		return sqlite3_bind_text64(stmt, at, held + v->from, v->size, SQLITE_STATIC, SQLITE_UTF8);
	case VALUE_BYTES:
		return sqlite3_bind_blob64(stmt, at, held + v->from, v->size, SQLITE_STATIC);
	default:
		return sqlite3_bind_null(stmt, at);
	}
}

enum err
bulk_row(struct bulk *b)
{
	sqlite3_stmt *stmt;
	int rc;

	if (b->err != OK)
		return b->err;
	stmt = b->insert->stmt;
	for (int i = 0; i < b->columns; i++) {
		rc = bind_value(stmt, i + 1, &b->value[i], b->held);
		if (rc != SQLITE_OK)
			return b->err = conn_fail(b->c, b->insert->conn, rc);
		b->value[i].kind = VALUE_NULL;
	}
	b->held_n = 0;
	rc = sqlite3_step(stmt);
	if (rc != SQLITE_DONE)
		b->err = conn_fail(b->c, b->insert->conn, rc);
	sqlite3_reset(stmt);
	b->rows += b->err == OK;
	return b->err;
}

static enum err
finish(struct bulk *b)
{
	struct rows *insert = b->insert;

	if (insert == NULL)
		return b->err;
	insert->done = true;                    /* its rows are in; rows_end is not to insert one more */
	if (insert->err == OK)
		insert->err = b->err;
	b->insert = NULL;
	return b->err = rows_end(insert);
}

enum err
bulk_close(struct bulk *b, int64_t *rows)
{
	struct bulk **at;
	enum err e;

	if (rows != NULL)
		*rows = b->rows;
	if (b->ended)
		return fail(b->c, ERR_SYSTEM, "a bulk insert was closed after its transaction");
	if (b->mem == NULL)
		return b->err;
	for (at = &b->c->store->bulks; *at != b; at = &(*at)->next)
		;
	*at = b->next;
	e = finish(b);
	mem_free(b->mem);
	return e;
}

/* Ends those that the transaction's owner did not close. They stay allocated until the next transaction, because the
 * owner may yet ask them how they fared. */
void
bulks_end(struct store *store)
{
	while (store->bulks != NULL) {
		struct bulk *b = store->bulks;

		store->bulks = b->next;
		(void)!finish(b);
		b->ended = true;
		b->err = ERR_SYSTEM;
		b->next = store->ended_bulks;
		store->ended_bulks = b;
	}
}

void
bulks_free(struct store *store)
{
	while (store->ended_bulks != NULL) {
		struct bulk *b = store->ended_bulks;

		store->ended_bulks = b->next;
		mem_free(b->mem);
	}
}
