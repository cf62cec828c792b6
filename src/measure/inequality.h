/* Which children fare differently? Every measure's gaps between groups and its deprivation gradient, now and in the period
 * before. */
#ifndef MEASURE_INEQUALITY_H
#define MEASURE_INEQUALITY_H

#include "measure/shown.h"

struct table;

/* One gap of one measure, of the authority as a whole; those of which a number is hidden or missing are left out. */
struct unequal {
	const struct indicator *k;
	const char *of;                 /* "Free school meals less others"; of a gradient "Slope index, most less least deprived" */
	bool gradient;
	struct period period;
	double whole;                   /* the measure's own figure */
	double gap, lower95, upper95;   /* in the measure's unit */
	double relative;                /* of a gradient: the relative index, the line's most deprived end by its least; else NaN */
	double before;                  /* the gap in the period before; NaN: not known */
	bool clear;                     /* the interval does not hold nought */
	const char *change;             /* wider, narrower or similar than before, by the two intervals; "" when not known */
};
struct unequals {
	struct unequal *item;
	size_t n, cap;
};
/* The widest first, as a share of the measure's own figure: clear ones, then those that may be chance. In c->mem. */
enum err inequalities_of(struct ctx *c, struct unequals *out) MUST_USE;
/* "wider" when the gap is further from nought than it was and the two intervals do not meet; "narrower", "similar". */
const char *gap_change(double now, double lower, double upper, double before, double before_lower, double before_upper);

/* One row a gap. */
enum err inequality_table(struct ctx *c, bool people, struct table **out) MUST_USE;

#endif
