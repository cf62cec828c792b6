/* A figure: one number of a measure with everything that honesty wants beside it. */
#ifndef MEASURE_FIGURE_H
#define MEASURE_FIGURE_H

#include "measure/tally.h"
#include "stats/interval.h"

struct figure {
	double numerator, denominator, value;           /* NaN: not known, or has none */
	double lower95, upper95, lower998, upper998;
	const char *note;                               /* NULL, or why a part is missing */
};

struct figure_limits {
	struct rate_limits of95, of998;
};
void figure_limits_make(struct figure_limits *limits);

/* Works out one cell. `people`: the population of a rate's cell times the years pooled; NaN where there is none. */
struct figure figure_of(const struct figure_limits *limits, const struct question *q, const struct cell_sum *sum,
    double people);
/* a less b, with its limits where both have some: the gap between two groups. */
struct figure figure_gap(const struct figure *a, const struct figure *b);

#endif
