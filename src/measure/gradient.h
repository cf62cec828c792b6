/* The deprivation gradient of a measure: its groups in order, the line through them, the slope and the relative index of
 * inequality (stats/inequality.h). */
#ifndef MEASURE_GRADIENT_H
#define MEASURE_GRADIENT_H

#include "measure/published.h"
#include "measure/shown.h"
#include "stats/interval.h"

#define GRADIENT_MOST 10                /* tenths */

/* Groups from the most deprived to the least. The line is drawn through the values as they are, each group weighing as its
 * share of the people. `start` is the line at the most deprived end, `end` at the least deprived one; the slope index is
 * start - end with the closed 95 % limits, the relative index start / end with simulated ones (NaN where that is not
 * above nought). */
struct gradient {
	bool found;                     /* every group has a number; else nothing below `label` is set */
	size_t n;
	const char *label[GRADIENT_MOST];
	double value[GRADIENT_MOST], lower[GRADIENT_MOST], upper[GRADIENT_MOST], people[GRADIENT_MOST];
	double start, end;
	struct interval slope, relative;
	const char *of;                 /* what the groups are: "fifths of small areas by deprivation", or the publisher's words */
	struct period period;
};

/* Of the national fifths of one period's breakdowns. `simulate`: the relative index gets its limits. */
void gradient_of_shown(struct mem *m, const struct shown_list *breakdowns, bool simulate, struct gradient *out);
/* Of deprivation tenths among an area's published cuts: the newest period in which one set of ten is whole. */
void gradient_of_published(struct mem *m, const struct published_figures *cuts, bool simulate, struct gradient *out);

/* Works out line and indices once the groups are there. */
void gradient_indices(struct mem *m, bool simulate, struct gradient *g);

#endif
