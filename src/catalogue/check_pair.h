/* Asking two databases, one on each engine, whether every query of the catalogue gives the same rows in both. */
#ifndef CATALOGUE_CHECK_PAIR_H
#define CATALOGUE_CHECK_PAIR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "catalogue/reader.h"

struct pair_count {
	size_t queries, runs, rows;     /* a query of a window runs once for each window; rows of one of the two databases */
	const char *empty;              /* names of queries that gave no row, with commas; "" for none */
	bool by_id;                     /* records were matched by their ids */
};

/* Runs every query in the databases at `db` and `against`, which were filled from the same extracts, and compares their
 * rows as sets with multiplicity: nulls as nulls, texts and dates to the letter, whole numbers exactly, others to twelve
 * digits, identities (and workers, orgs, places) by what their source calls them, or by their ids where the databases'
 * keys differ. What differs becomes a fault of the query's file, with a few rows of either: ids, dates and numbers, no
 * other text. Both databases are opened to read alone; the audit of each is told. ERR_INPUT when they do not hold the
 * same records. */
enum err check_pair(struct ctx *c, struct catalogue *k, const char *db, const char *against, struct faults *faults,
    struct pair_count *count) MUST_USE;

#endif
