/* Moving a whole authority: from a file to a server, back again, or to another of its kind. */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include <stdbool.h>

#include "store/copy_rows.h"

/* One table on both sides. */
struct copied_table {
	const char *name;
	struct copy_sum from, to;
	double seconds;
	bool kept;                      /* an earlier run had copied it whole */
};

struct copied {
	struct copied_tables LIST(struct copied_table) table;
	const char *from, *to;          /* as people call them */
	const char *key;                /* the master key of the new authority: another file than the old one's, or NULL */
};

/* Copies the authority at `from` (a path, or postgresql://…?schema=NAME) to `to`, where none may be yet, and compares them
 * table by table. After a failure, whatever it was, the same call goes on after the last table that is whole; until all
 * is whole nobody else can open `to`. *out lives as long as c->mem. */
enum err store_copy(struct ctx *c, const char *from, const char *to, struct copied *out) MUST_USE;

/* Compares two authorities table by table and changes neither. ERR_INPUT names the tables that differ; *out then holds
 * them all. */
enum err store_compare(struct ctx *c, const char *from, const char *to, struct copied *out) MUST_USE;

#endif
