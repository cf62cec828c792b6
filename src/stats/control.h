/* Statistical process control: which points of a series are more than its ordinary ups and downs? */
#ifndef STATS_CONTROL_H
#define STATS_CONTROL_H

#include <stddef.h>

/* Signs that something beyond chance is at work, as in NHS England's Making Data Count: a point outside the limits; a run of
 * seven on one side of the centre; seven that each rise or each fall; two of three in the outer third of one side (Shewhart
 * 1931; Western Electric 1956, Statistical Quality Control Handbook, 25-28; Provost and Murray 2011, The Health Care Data
 * Guide, 107-148). */
enum control_sign {
	CONTROL_OUTSIDE = 1, CONTROL_SHIFT = 2, CONTROL_TREND = 4, CONTROL_TWO_OF_THREE = 8,
};

#define CONTROL_SHIFT_RUN 7
#define CONTROL_TREND_RUN 7

struct control_point {
	double value, centre, lower, upper;     /* limits three sigma away; they differ from point to point where sizes do */
	double moving_range;                    /* XmR alone: from the point before; NaN for the first */
	unsigned signs;                         /* of enum control_sign */
};

/* Individual values: limits from the mean moving range over 1.128 (XmR chart). A missing value (NaN) breaks no run and has no
 * signs. */
void control_individuals(const double *value, size_t n, struct control_point *out);

/* Counts x of n each: the binomial distribution round the overall proportion (p chart), times `multiplier`. */
void control_proportions(const double *x, const double *n, size_t count, double multiplier, struct control_point *out);

/* Events x in exposures n: the Poisson distribution round the overall rate (u chart), times `multiplier`. */
void control_rates(const double *x, const double *n, size_t count, double multiplier, struct control_point *out);

#endif
