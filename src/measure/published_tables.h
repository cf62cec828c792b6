/* Published numbers as tables, for the command line and for downloads. */
#ifndef MEASURE_PUBLISHED_TABLES_H
#define MEASURE_PUBLISHED_TABLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "measure/published.h"

struct table;

/* Adds to a table of an indicator's figures (measure_tables.h) what is published of it for the area and, for the same periods,
 * for England, the region and the statistical neighbours. Nothing where nothing is published. */
enum err published_rows(struct ctx *c, struct table *t, const char *id, const char *area, bool people) MUST_USE;
/* The same of a number by its publisher's name, as a table of its own; every cut where it has no total. */
enum err published_table(struct ctx *c, const struct published *p, const char *area, bool people, struct table **out) MUST_USE;

#endif
