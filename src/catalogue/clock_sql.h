/* The queries of a clock: of its timeliness indicator, of how long it took, and of what is still open. */
#ifndef CATALOGUE_CLOCK_SQL_H
#define CATALOGUE_CLOCK_SQL_H

struct catalogue;
struct mem;

/* `identity, at, hit` for every time that clock `id` stopped, under whichever of its versions was in force when it
 * started. Portable SQL; lives in `m`. */
const char *clock_rows_sql(struct mem *m, const struct catalogue *k, const char *id);

/* `since, at, due` of the same: when each began, when it stopped, and the last day in time. */
const char *clock_times_sql(struct mem *m, const struct catalogue *k, const char *id);

/* `since, due` of every start that waits: nothing has stopped or closed it, and the episode that it belongs to, if any, has not
 * ended. Of several starts of one wait the first. */
const char *clock_open_sql(struct mem *m, const struct catalogue *k, const char *id);

#endif
