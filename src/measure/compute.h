/* One indicator's observations, computed from the arrays of a run. Private to the room. */
#ifndef MEASURE_COMPUTE_H
#define MEASURE_COMPUTE_H

#include "base/err.h"
#include "measure/breakdown.h"
#include "measure/coverage.h"
#include "measure/figure.h"
#include "measure/measure.h"
#include "measure/tally.h"

/* What a run shares between its threads, unchanging once loaded. */
struct run {
	struct people people;
	struct areas areas;
	struct breakdown *breakdown;
	const struct guard_places *places;      /* the breakdown's, for the guard of small numbers */
	struct coverage coverage;
	struct figure_limits limits;
	const struct catalogue *catalogue;
	int32_t first, last;
	int32_t last_of_lists;          /* of what has no files behind it: the list of what to fix is known until today */
	bool all_days;                  /* not limited to days that were asked for */
	struct inputs *inputs;          /* what figures are made of, to tell those that would come out the same */
};

#define CELL_GAP (-1)           /* cells below stand for gaps: CELL_GAP - number of the gap */

struct observed {
	struct period period;
	int32_t cell;
	struct figure figure;
	const char *withheld;           /* NULL, "yes" or "dropped": see guard.h; NULL for a gap */
};
struct result {
	const struct indicator *indicator;
	struct { struct observed *item; size_t n, cap; } observed;
	bool supplied;                  /* for some period at least */
	struct mem *mem;                /* holds the result itself too; whoever takes the result frees it */
};

/* The differences that are worked out between groups of one breakdown. */
struct gap {
	const char *name, *title;       /* the category under which it is stored: "free_school_meals" */
	const char *dimension;
	const char *group[2], *other;   /* the group's categories (added up), and what it is set against */
};
extern const struct gap gaps[];
extern const size_t gap_count;

/* Everything that a run shares, in c->mem; `options` as for measure_run(). */
enum err run_load(struct ctx *c, struct measure_options options, struct run *run) MUST_USE;

/* The last day that an indicator's periods may end on in this run, should its files reach so far. */
int32_t run_last_day(const struct run *run, const struct indicator *k);

/* The same for one indicator whose files are known to reach only so far; the kind of year that its pooled years are of; and
 * the periods of one kind that it is computed for until a last day. */
int32_t indicator_last_day(const struct run *run, const struct indicator *k, const struct basis *basis);
enum period_kind indicator_year(const struct indicator *k);
struct periods indicator_periods(struct mem *m, const struct run *run, const struct indicator *k, enum period_kind kind,
    int32_t last);
/* Whether it tells how things stand on a day, not what has come together over a period. */
bool is_of_a_day(const struct indicator *k);

/* The rows that an indicator's query gave, kept for the next that asks the same. All zero at first; the caller frees
 * `mem` at the end. */
struct kept_rows {
	struct mem *mem;
	const struct indicator *of;
	struct fact_rows rows;
	int32_t first_row;              /* the first day of any row */
};
/* Whether two indicators are worked out from the same rows. */
bool asks_the_same(const struct indicator *a, const struct indicator *b);

/* Reads with `c`'s own connection. `out` is zeroed but for its `mem`. */
enum err compute_indicator(struct ctx *c, const struct run *run, const struct indicator *k, struct kept_rows *kept,
    struct result *out) MUST_USE;

#endif
