/* The measures' figures as tables: one description for the command line and for downloads. */
#ifndef MEASURE_MEASURE_TABLES_H
#define MEASURE_MEASURE_TABLES_H

#include <stdbool.h>

#include "base/err.h"
#include "catalogue/indicator.h"

struct table;
struct table_column;

/* A table of these columns; for programs one called "95% interval" is two, lower_95 and upper_95. */
struct table *table_for(struct mem *m, const struct table_column *column, size_t n, bool people);

/* The cells of "95% interval": one text for people, two numbers for programs. */
void table_cell_limits(struct table *t, struct mem *m, double lower, double upper, int decimals, bool people);

/* `people`: a hidden number is printed as c; else, for programs, its cell is empty and the note says why. */
enum err scorecard_table(struct ctx *c, const char *area, bool people, struct table **out) MUST_USE;
/* An area's figures over time; with `breakdowns` also those of its newest period, which the authority alone has. */
enum err indicator_table(struct ctx *c, const struct indicator *k, const char *area, bool breakdowns, bool people,
    struct table **out) MUST_USE;

#endif
