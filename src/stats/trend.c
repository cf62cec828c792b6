/* Recent trend. See the header for the source. */
#include "stats/trend.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

#define SUPPRESSED (-1.0)
#define WIDTH_OF_95 3.92                /* standard errors in a 95 % interval, as the guidance has it */

static const struct trend_found unknown = {TREND_UNKNOWN, NAN, NAN};

static bool
is_known(double x)
{
	return !isnan(x) && x != SUPPRESSED;
}

/* Latest first; equal periods as they were given. */
static int
latest_first(const void *a, const void *b)
{
	const struct trend_point *const *x = a, *const *y = b;

	if ((*x)->period != (*y)->period)
		return (*x)->period > (*y)->period ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

/* The points that are whole, latest first, in `out`; false where there is no telling a trend from them. */
static bool
points_choose(const struct trend_point *point, size_t n, const struct trend_point **out, size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < n; i++) {
		const struct trend_point *p = &point[i];

		if (!is_known(p->value) || !is_known(p->count) || !is_known(p->denominator))
			continue;
		if (p->count == p->denominator)
			return false;
		out[(*count)++] = p;
	}
	if (*count < TREND_POINTS)
		return false;
	qsort(out, *count, sizeof *out, latest_first);
	return true;
}

/* The slope of the line through the points, the one numbered `left_out` aside, and its variance. */
static double
slope_without(const struct trend_point *const *point, int n, int left_out, double *variance)
{
	double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0, below;

	for (int i = 0; i < n; i++) {
		double x = i + 1, error = (point[i]->upper - point[i]->lower) / WIDTH_OF_95, weight = 1 / (error * error);

		if (i == left_out)
			continue;
		w += weight;
		wx += weight * x;
		wy += weight * point[i]->value;
		wxx += weight * x * x;
		wxy += weight * x * point[i]->value;
	}
	below = w * wxx - wx * wx;
	*variance = w / below;
	return (w * wxy - wx * wy) / below;
}

static enum trend
trend_word(double slope, enum judgement polarity)
{
	static const enum trend words[][2] = {
		[JUDGE_NOT] = {TREND_DOWN, TREND_UP},
		[JUDGE_LOW_IS_GOOD] = {TREND_DOWN_BETTER, TREND_UP_WORSE},
		[JUDGE_HIGH_IS_GOOD] = {TREND_DOWN_WORSE, TREND_UP_BETTER},
	};

	return slope == 0 ? TREND_NO_CHANGE : words[polarity][slope > 0];
}

struct trend_found
trend_of(const struct trend_point *point, size_t n, enum trend_kind kind, enum judgement polarity, struct mem *scratch)
{
	const struct trend_point **known = mem_new_array(scratch, const struct trend_point *, n + 1);
	const struct trend_point *recent[TREND_POINTS];
	struct trend_found found;
	size_t count;
	double variance, ignored;
	int used = 0;
	bool steady = true;

	if (kind == TREND_OTHER || !points_choose(point, n, known, &count))
		return unknown;
	/* Oldest first. A point without limits has no weight; the line is drawn through what is left of the five. */
	for (size_t i = 0; i < count && used < TREND_POINTS; i++)
		if (!isnan(known[i]->lower) && !isnan(known[i]->upper))
			recent[TREND_POINTS - ++used] = known[i];
	found.slope = slope_without(recent + TREND_POINTS - used, used, -1, &variance);
	found.chi_squared = found.slope * found.slope / variance;
	for (int i = 0; i < used; i++)
		steady = steady && (slope_without(recent + TREND_POINTS - used, used, i, &ignored) < 0) == (found.slope < 0);
	found.trend = steady && found.chi_squared > TREND_CHI_SQUARED ? trend_word(found.slope, polarity) : TREND_NO_CHANGE;
	if (isnan(found.slope))
		return unknown;
	return found;
}
