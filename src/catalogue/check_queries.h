/* Asking a database whether it understands the catalogue's queries. */
#ifndef CATALOGUE_CHECK_QUERIES_H
#define CATALOGUE_CHECK_QUERIES_H

#include "base/err.h"
#include "catalogue/reader.h"

/* One query of the catalogue, whatever kind of file it stands in. */
struct catalogue_query {
	const char *name, *file, *sql;
	int line;                       /* of the file, where the SQL begins */
	bool window;                    /* it is asked of one period at a time, by :from and :to */
	const char *what;               /* how messages call it */
	const struct indicator *indicator;
};

/* All of them, in the catalogue's order; *n says how many. */
struct catalogue_query *catalogue_queries(struct mem *m, const struct catalogue *k, size_t *n);

/* Runs the query of every indicator (and so of every clock) on an empty database made for it in the temporary folder,
 * and looks at the columns it gives. What is wrong becomes a fault of the indicator's file. */
enum err check_queries(struct ctx *c, struct catalogue *k, struct faults *faults) MUST_USE;

#endif
