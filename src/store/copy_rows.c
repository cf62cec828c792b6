/* Reading for a copy: which tables there are and in what order, and the sum of a table's rows.
 *
 * A row becomes canonical bytes, the same whichever engine held it: null is one letter; a number that is whole is an
 * integer's eight bytes, whether the engine calls it 2 or 2.0, and 0 has no sign (SQLite keeps none); any other number is
 * its 64 bits, so the same where its shortest form is the same; text and bytes stand behind their length, and a date is its
 * ISO text. The hash of those bytes (SipHash-2-4 under a key of noughts) is added to the others modulo 2^64: in whatever
 * order rows come, the sum is the same, and a row that is changed, missing or there twice changes it.
 */
#include "store/copy_rows.h"

#include <math.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "store/internal.h"

#define TWO_TO_63 9223372036854775808.0

/* ---- tables ------------------------------------------------------------------------------------------------- */

static const char *
quoted(struct mem *m, const char *name)
{
	return mem_format(m, "\"%s\"", name);
}

static struct copy_table *
table_named(const struct copy_tables *tables, const char *name)
{
	for (size_t i = 0; i < tables->n; i++)
		if (strcmp(tables->item[i].name, name) == 0)
			return &tables->item[i];
	return NULL;
}

/* One row of the engine's list. */
static void
column_take(struct mem *m, struct copy_tables *tables, const struct rows *r)
{
	const char *name = col_text(r, 0, m), *refers = col_text(r, 2, m);
	struct copy_table *t = table_named(tables, name);

	if (t == NULL) {
		t = push(m, tables);
		*t = (struct copy_table){.name = name, .quoted = quoted(m, name), .itself = -1};
	}
	if (refers != NULL && strcmp(refers, name) == 0)
		t->itself = (int)t->column.n;
	*push(m, &t->column) = quoted(m, col_text(r, 1, m));
	*push(m, &t->refers) = refers;
}

/* A table lies one deeper than the deepest that it refers to; the audit, which every copy adds to, lies deepest, so that
 * nothing else is copied again for it. */
static void
depths_find(struct copy_tables *tables)
{
	bool moved = true;

	for (size_t round = 0; moved && round < tables->n; round++) {
		moved = false;
		for (struct copy_table *t = tables->item; t < tables->item + tables->n; t++)
			for (size_t i = 0; i < t->refers.n; i++) {
				const struct copy_table *up = t->refers.item[i] == NULL ? NULL :
				    table_named(tables, t->refers.item[i]);

				if (up != NULL && up != t && t->depth <= up->depth) {
					t->depth = up->depth + 1;
					moved = true;
				}
			}
	}
	for (struct copy_table *t = tables->item; t < tables->item + tables->n; t++)
		if (strcmp(t->name, "audit") == 0 || strcmp(t->name, "audit_seal") == 0)
			t->depth = INT32_MAX;
}

static int
by_depth(const void *a, const void *b)
{
	const struct copy_table *x = a, *y = b;

	return x->depth != y->depth ? (x->depth < y->depth ? -1 : 1) : strcmp(x->name, y->name);
}

enum err
copy_tables_list(struct ctx *c, struct conn *conn, struct copy_tables *out)
{
	struct rows *r = rows_open(c, conn, conn->engine->tables, false);

	*out = (struct copy_tables){0};
	while (rows_next(r))
		if (!view_is(col_view(r, 0), "copying"))
			column_take(c->mem, out, r);
	TRY(rows_end(r));
	for (size_t i = 0; i < out->n; i++)
		*push(c->mem, &out->item[i].column) = NULL;
	depths_find(out);
	if (out->n > 0)
		qsort(out->item, out->n, sizeof *out->item, by_depth);
	return OK;
}

/* What `a` has and `b` has not, or has in another place. */
static const char *
missing_from(struct mem *m, const struct copy_tables *a, const struct copy_tables *b)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct copy_table *t = &a->item[i], *u = table_named(b, t->name);

		if (u == NULL)
			return t->name;
		for (size_t k = 0; t->column.item[k] != NULL; k++)
			if (u->column.item[k] == NULL || strcmp(t->column.item[k], u->column.item[k]) != 0)
				return mem_format(m, "%s.%s", t->name, t->column.item[k]);
	}
	return NULL;
}

const char *
copy_tables_differ(struct mem *m, const struct copy_tables *a, const struct copy_tables *b)
{
	const char *missing = missing_from(m, a, b);

	return missing != NULL ? missing : missing_from(m, b, a);
}

/* ---- sums --------------------------------------------------------------------------------------------------- */

static void
put_eight(struct builder *b, char kind, uint64_t n)
{
	char bytes[9] = {kind};

	for (int i = 1; i <= 8; i++, n >>= 8)
		bytes[i] = (char)(n & 0xff);
	put(b, (struct view){bytes, sizeof bytes});
}

static void
put_number(struct builder *b, double x)
{
	uint64_t bits;

	if (x >= -TWO_TO_63 && x < TWO_TO_63 && x == floor(x)) {
		put_eight(b, 'i', (uint64_t)(int64_t)x);
		return;
	}
	memcpy(&bits, &x, sizeof bits);
	put_eight(b, 'r', bits);
}

void
copy_sum_add(struct copy_sum *s, struct builder *bytes, const struct datum *value, int n)
{
	static const unsigned char key[crypto_shorthash_KEYBYTES];
	unsigned char hash[crypto_shorthash_BYTES];

	bytes->n = 0;
	for (int i = 0; i < n; i++) {
		const struct datum *d = &value[i];

		if (d->kind == DATUM_NULL)
			put(bytes, VIEW("n"));
		else if (d->kind == DATUM_INT)
			put_eight(bytes, 'i', (uint64_t)d->n);
		else if (d->kind == DATUM_REAL)
			put_number(bytes, d->x);
		else {
			put_eight(bytes, 't', d->size);
			put(bytes, (struct view){d->at, d->size});
		}
	}
	crypto_shorthash(hash, (const unsigned char *)bytes->at, bytes->n, key);
	for (int i = 0; i < 8; i++)
		s->sum += (uint64_t)hash[i] << (8 * i);
	s->rows++;
}

/* ---- rows --------------------------------------------------------------------------------------------------- */

static enum err
row_hand_on(struct bulk *into, const struct copy_table *t, const struct datum *value, int n)
{
	for (int i = 0; i < n; i++) {
		const struct datum *d = &value[i];

		if (i == t->itself)
			continue;
		if (d->kind == DATUM_INT)
			bulk_int(into, i, d->n);
		else if (d->kind == DATUM_REAL)
			bulk_real(into, i, d->x);
		else if (d->kind == DATUM_TEXT)
			bulk_text(into, i, (struct view){d->at, d->size});
		else if (d->kind == DATUM_BYTES)
			bulk_bytes(into, i, (struct view){d->at, d->size});
	}
	return bulk_row(into);
}

static const char *
select_all(struct mem *m, const struct copy_table *t)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; t->column.item[i] != NULL; i++)
		put_format(&b, "%s%s", i == 0 ? "select " : ", ", t->column.item[i]);
	put_format(&b, " from %s", t->quoted);
	return built_text(&b);
}

enum err
copy_rows_read(struct ctx *c, struct conn *conn, const struct copy_table *t, struct bulk *into, struct copy_progress *p,
    struct copy_sum *sum)
{
	struct mem *m = mem_new();
	struct builder bytes = {.mem = m};
	int n = (int)t->column.n - 1;
	struct datum *value = mem_new_array(m, struct datum, n);
	struct rows *r = rows_open(c, conn, select_all(m, t), false);
	enum err e = OK, read;

	*sum = (struct copy_sum){0};
	while (e == OK && rows_next(r)) {
		for (int i = 0; i < n; i++)
			value[i] = conn->engine->col_datum(r, i);
		copy_sum_add(sum, &bytes, value, n);
		if (into != NULL)
			e = row_hand_on(into, t, value, n);
		p->done++;
		progress_show(&p->line, p->done, p->total, p->done);
	}
	read = rows_end(r);
	mem_free(m);
	return e != OK ? e : read;
}
