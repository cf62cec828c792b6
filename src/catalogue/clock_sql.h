/* The query of a clock's timeliness indicator. */
#ifndef CATALOGUE_CLOCK_SQL_H
#define CATALOGUE_CLOCK_SQL_H

struct catalogue;
struct mem;

/* `identity, at, hit` for every time that clock `id` stopped, under whichever of its versions was in force when it
 * started. Portable SQL; lives in `m`. */
const char *clock_rows_sql(struct mem *m, const struct catalogue *k, const char *id);

#endif
