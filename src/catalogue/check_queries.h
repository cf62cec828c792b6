/* Asking a database whether it understands the catalogue's queries. */
#ifndef CATALOGUE_CHECK_QUERIES_H
#define CATALOGUE_CHECK_QUERIES_H

#include "base/err.h"
#include "catalogue/reader.h"

/* Runs the query of every indicator (and so of every clock) on an empty database made for it in the temporary folder,
 * and looks at the columns it gives. What is wrong becomes a fault of the indicator's file. */
enum err check_queries(struct ctx *c, struct catalogue *k, struct faults *faults) MUST_USE;

#endif
