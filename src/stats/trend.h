/* Recent trend: is a series of years going up or down, beyond chance? */
#ifndef STATS_TREND_H
#define STATS_TREND_H

#include <stddef.h>

#include "stats/compare.h"

struct mem;

#define TREND_POINTS 5                          /* the most recent ones are looked at, and so many are needed */
#define TREND_CHI_SQUARED 9.54953570608324      /* the 99.8th percentile of chi-squared with one degree of freedom */

/* One year. NaN: missing; a value of -1 was suppressed. */
struct trend_point {
	double period, value, count, denominator, lower, upper;         /* limits of the 95 % interval */
};

enum trend_kind { TREND_OTHER, TREND_PROPORTION, TREND_CRUDE_RATE, TREND_STANDARDISED_RATE };

enum trend {
	TREND_UNKNOWN, TREND_NO_CHANGE, TREND_UP, TREND_DOWN, TREND_UP_BETTER, TREND_UP_WORSE, TREND_DOWN_BETTER,
	TREND_DOWN_WORSE,
};

struct trend_found {
	enum trend trend;
	double chi_squared, slope;                      /* NaN where the trend is unknown */
};

/* A straight line through the most recent points, each weighted by the inverse of its squared standard error (a 3.92nd part
 * of the interval); a trend when the squared slope over its variance exceeds TREND_CHI_SQUARED and every slope with one of
 * the points left out has the same sign (Public health technical guidance, Office for Health Improvement and Disparities:
 * recent trends). Unknown for other kinds of value, for fewer than TREND_POINTS complete points, and where one has as many
 * counted as there are. Points may come in any order. */
struct trend_found trend_of(const struct trend_point *point, size_t n, enum trend_kind kind, enum judgement polarity,
    struct mem *scratch);

#endif
