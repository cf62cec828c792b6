/* What an area's comparators have in given periods: England, the region, the median of the statistical neighbours. */
#ifndef MEASURE_PUBLISHED_BESIDE_H
#define MEASURE_PUBLISHED_BESIDE_H

#include "measure/published.h"

/* One number a period each, NaN where there is none; in c->mem. */
struct beside {
	double *england, *region, *neighbours;
	size_t *n_neighbours;           /* of how many neighbours the median is */
	bool any_england, any_region, any_neighbours;
};
/* Where the area is itself England or a region it is not set beside itself. */
enum err published_beside(struct ctx *c, const struct published *p, const struct comparators *with, const struct period *period,
    size_t n, struct beside *out) MUST_USE;

/* The median of numbers, which are put in order; NaN of none. */
double median_of(double *value, size_t n);

#endif
