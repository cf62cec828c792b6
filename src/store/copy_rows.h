/* What a copy reads: an authority's tables, in an order in which they can be filled, and the rows of one, added up on the
 * way. */
#ifndef STORE_COPY_ROWS_H
#define STORE_COPY_ROWS_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/progress.h"
#include "base/text.h"

struct bulk;
struct conn;
struct datum;

struct copy_table {
	const char *name, *quoted;
	struct copy_columns LIST(const char *) column;          /* quoted, with a NULL after the last; n counts the NULL too */
	struct copy_columns refers;                             /* the table that each column refers to, or NULL */
	int itself;                                             /* the column that refers to its own table; -1: none */
	int depth;                                              /* those that it refers to have less */
};

struct copy_tables LIST(struct copy_table);

/* The tables of the connection's authority, those that others refer to first and the audit last. */
enum err copy_tables_list(struct ctx *c, struct conn *conn, struct copy_tables *out) MUST_USE;
/* The first table, or column, that the one has and the other has not; NULL when they are the same. */
const char *copy_tables_differ(struct mem *m, const struct copy_tables *a, const struct copy_tables *b);

/* How many rows, and a sum over them that depends neither on their order nor on the engine. */
struct copy_sum {
	int64_t rows;
	uint64_t sum;
};

/* The row of `n` values in canonical bytes, hashed and added. `bytes` is used again for each row. */
void copy_sum_add(struct copy_sum *s, struct builder *bytes, const struct datum *value, int n);

/* Where a long reading tells how far it is: rows so far, of how many (0: not known). */
struct copy_progress {
	struct progress line;
	uint64_t done, total;
};

/* Reads every row of the table: adds it to *sum and, where `into` is given, hands it on, but for the column that refers to
 * the table itself, which is handed on as null. */
enum err copy_rows_read(struct ctx *c, struct conn *conn, const struct copy_table *t, struct bulk *into,
    struct copy_progress *p, struct copy_sum *sum) MUST_USE;

#endif
