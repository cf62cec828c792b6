/* Slope and relative index of inequality: the gap between the ends of a ladder of groups (deprivation tenths, say), drawn
 * from all of them by a line through their values, each group as wide as its share of the people (Low and Low 2004, Journal
 * of Public Health 26, 388-395; Pamuk 1985, Population Studies 39, 17-31). */
#ifndef STATS_INEQUALITY_H
#define STATS_INEQUALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/interval.h"

struct mem;

#define INEQUALITY_LEAST_GROUPS 5
#define INEQUALITY_MOST_GROUPS 100
#define INEQUALITY_LEAST_REPETITIONS 1000

/* On which scale the values' errors are even: as they are, the logarithm for rates, the logit for proportions. */
enum inequality_scale { SCALE_PLAIN, SCALE_LOG, SCALE_LOGIT };

/* The groups from the first to the last step of the ladder. `value` is as published; `error` the standard error on the
 * scale. `transform`: the line itself is drawn on the scale, and its ends are brought back. The slope is multiplied by
 * `multiplier`; below nought it also turns the relative index over, for measures of which less is worse. */
struct inequality {
	size_t groups;
	const double *population, *value, *error;
	enum inequality_scale scale;
	bool transform;
	double multiplier;
};

/* The line. On its own scale: `slope` and `slope_error`, the latter NaN where the line is drawn through values brought
 * back from another scale, whose spread is not normal. */
struct inequality_line {
	double sii, rii, intercept;     /* intercept: the line's start; multiplied only when transformed */
	double slope, start, slope_error;
};

struct inequality_line inequality_of(const struct inequality *q, struct mem *scratch);

struct inequality_limits {
	struct interval sii, rii;       /* NaN where there are none */
};

/* The limits by the normal distribution of the slope: exact for what simulation approaches. There are none for the slope
 * when the line is drawn through values brought back from another scale, nor for the relative index unless the line is
 * transformed (it is a quotient). */
struct inequality_limits inequality_closed(const struct inequality *q, const struct inequality_line *line, double confidence);

/* Draws for simulation: standard normal deviates, group by group within a repetition. */
struct inequality_draws {
	uint32_t seed;
	size_t repetitions;
	const double *normal;           /* repetitions times inequality_width() deviates of that seed, or NULL to draw them */
};

/* How many deviates a repetition takes: groups without an error take none. */
size_t inequality_width(const struct inequality *q);

/* The limits by drawing every group's value `repetitions` times and taking percentiles of the lines through them, for each of
 * `levels` confidences. A seed gives the limits that R's set.seed() gives for it. NaN where a percentile lies outside the
 * repetitions. */
void inequality_simulate(const struct inequality *q, const struct inequality_line *line, struct inequality_draws draws,
    const double *confidence, size_t levels, struct inequality_limits *out, struct mem *scratch);

#endif
