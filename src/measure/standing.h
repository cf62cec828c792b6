/* How measures stand, kept ready: a page of a hundred measures reads what was summed up when numbers came in, instead of
 * looking through all of them. What was summed up carries a stamp of what it was made from (the imports that can change
 * published numbers, the runs of `bairn measure`, the figures that were typed, the authority, the catalogue's counterparts).
 * Where the stamp is not today's it is not read, and readers work the standings out: slower, the same numbers.
 *
 * `standing_refresh` is called after each command that may have changed something (main.c), and before serving. */
#ifndef MEASURE_STANDING_H
#define MEASURE_STANDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"
#include "measure/published.h"
#include "measure/shown.h"

/* A trend by the name that it is kept under; unknown for any other text. */
enum trend standing_trend(struct view name);

/* Whether what was summed up is of what is there now. */
enum err standing_is_current(struct ctx *c, bool *current) MUST_USE;
/* Sums up anew, in a transaction of its own, unless it is current. */
enum err standing_refresh(struct ctx *c) MUST_USE;

/* A measure of the catalogue and how it stands for an area: what is published of it, and what was computed here. */
struct stands {
	const struct indicator *indicator;
	struct published_standing published;            /* .found false: nothing is */
	struct standing own;                            /* the same */
};
struct stands_list {
	struct stands *item;                            /* one an indicator, in the catalogue's order */
	size_t n, cap;
};
/* Of every indicator, for with->area beside those that it is compared with. The same from both ways: `_read` from what was
 * summed up, `_work_out` from the numbers; `standing_of_area` takes the one that holds. */
enum err standing_of_area(struct ctx *c, const struct comparators *with, struct stands_list *out) MUST_USE;
enum err standing_read(struct ctx *c, const struct comparators *with, struct stands_list *out) MUST_USE;
enum err standing_work_out(struct ctx *c, const struct comparators *with, struct stands_list *out) MUST_USE;

#endif
