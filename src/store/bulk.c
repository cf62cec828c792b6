/* Bulk insertion: one prepared statement, its values gathered in a row of our own and handed to the inserting thread. */
#include "store/internal.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/text.h"
#include "store/pipe.h"

#define HELD_MOST 65536             /* bytes of texts after which their arena is used afresh */

/* Lives in an arena of its own, which the store frees when the transaction ends, should nobody close it. */
struct bulk {
	struct mem *mem;
	struct ctx *c;
	struct rows *insert;
	struct datum *value;
	int *place;                     /* the parameter that each column's value goes to */
	int columns;
	struct mem *held;               /* the row's texts */
	size_t held_n;
	int64_t rows;
	enum err err;
	bool ended;                     /* the transaction ended before it was closed */
	struct bulk *next;              /* open ones of the transaction */
};

static struct bulk *
open_with(struct ctx *c, const char *table, const char *sql, const char *const *columns)
{
	struct conn *conn = context_writing(c);
	struct mem *m;
	struct bulk *b;
	int n = 0;

	while (columns[n] != NULL)
		n++;
	if (conn == NULL) {
		b = mem_new_one(c->mem, struct bulk);
		*b = (struct bulk){.c = c, .err = c->err, .value = mem_new_one(c->mem, struct datum)};
		return b;
	}
	m = mem_new();
	b = mem_new_one(m, struct bulk);
	*b = (struct bulk){.mem = m, .c = c, .held = mem_new(), .columns = n};
	b->insert = rows_open(c, conn, sql ? sql : conn->engine->bulk_sql(m, table, columns), false);
	b->err = b->insert->err;
	b->insert->plain = sql == NULL;
	b->value = mem_new_array(m, struct datum, n + 1);
	b->place = mem_new_array(m, int, n + 1);
	for (int i = 0; i < n; i++) {
		b->place[i] = sql && b->err == OK ? rows_parameter(b->insert, columns[i]) : i + 1;
		if (b->place[i] == 0 && b->err == OK)
			b->err = fail(c, ERR_SYSTEM, "the bulk statement has no parameter :%s", columns[i]);
	}
	b->next = conn->store->bulks;
	conn->store->bulks = b;
	return b;
}

struct bulk *
bulk_open(struct ctx *c, const char *table, const char *const *columns)
{
	return open_with(c, table, NULL, columns);
}

struct bulk *
bulk_statement(struct ctx *c, const char *sql, const char *const *parameters)
{
	return open_with(c, NULL, sql, parameters);
}

/* The place of one column's value; a bulk that failed to open has one that nobody reads. */
static struct datum *
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
	struct datum *v = value_at(b, column);

	v->kind = DATUM_INT;
	v->n = n;
}

void
bulk_real(struct bulk *b, int column, double x)
{
	struct datum *v = value_at(b, column);

	v->kind = isnan(x) ? DATUM_NULL : DATUM_REAL;
	v->x = x;
}

static void
hold(struct bulk *b, int column, enum datum_kind kind, struct view text)
{
	struct datum *v = value_at(b, column);

	v->kind = DATUM_NULL;
	if (text.at == NULL || b->err != OK)
		return;
	*v = (struct datum){.kind = kind, .at = mem_copy(b->held, text.at, text.n), .size = text.n};
	b->held_n += text.n;
}

void
bulk_text(struct bulk *b, int column, struct view v)
{
	hold(b, column, DATUM_TEXT, v);
}

void
bulk_bytes(struct bulk *b, int column, struct view v)
{
	hold(b, column, DATUM_BYTES, v);
}

void
bulk_day(struct bulk *b, int column, int32_t day)
{
	struct datum *v = value_at(b, column);

	v->kind = day == DAY_NONE ? DATUM_NULL : DATUM_DAY;
	v->n = day;
}

enum err
bulk_row(struct bulk *b)
{
	if (b->err != OK)
		return b->err;
	if (!pipe_put(b->c->store, b->insert, b->place, b->value, b->columns)) {
		b->err = pipe_drain(b->c, b->c->store);
		return b->err ? b->err : (b->err = fail(b->c, ERR_SYSTEM, "a bulk insert has more columns than a row may have"));
	}
	for (int i = 0; i < b->columns; i++)
		b->value[i].kind = DATUM_NULL;
	if (b->held_n > HELD_MOST) {
		mem_reset(b->held);
		b->held_n = 0;
	}
	b->rows++;
	b->c->store->written++;
	return OK;
}

static enum err
finish(struct bulk *b)
{
	struct rows *insert = b->insert;
	enum err e;

	if (insert == NULL)
		return b->err;
	e = pipe_drain(b->c, b->c->store);
	if (b->err == OK)
		b->err = e;
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
	mem_free(b->held);
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
		mem_free(b->held);
		mem_free(b->mem);
	}
}
