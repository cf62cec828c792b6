/* Control charts. See the header for the sources. */
#include "stats/control.h"

#include <math.h>

#define SIGMAS 3
#define RANGE_OF_TWO 1.128              /* the mean range of two normal values, in standard deviations (d2) */

/* -1, 0 or 1: on which side of the centre. */
static int
side_of(const struct control_point *p)
{
	return (p->value > p->centre) - (p->value < p->centre);
}

/* Is the point in the outer third between centre and limit (or beyond), on that side? */
static int
is_far(const struct control_point *p, int side)
{
	double limit = side > 0 ? p->upper : p->lower;

	return side != 0 && side_of(p) == side && fabs(p->value - p->centre) > fabs(limit - p->centre) * 2 / SIGMAS;
}

static void
mark(struct control_point *const *last, int n, unsigned sign)
{
	for (int i = 0; i < n; i++)
		last[i]->signs |= sign;
}

/* The signs that a run of points ending in this one gives; all of the run bear them. `last` holds the points up to this
 * one, latest first. */
static void
runs_mark(struct control_point *const *last, int n)
{
	int side = side_of(last[0]), shift = 1, up = 1, down = 1, far = 0;

	while (side != 0 && shift < n && shift < CONTROL_SHIFT_RUN && side_of(last[shift]) == side)
		shift++;
	while (up < n && up < CONTROL_TREND_RUN && last[up - 1]->value > last[up]->value)
		up++;
	while (down < n && down < CONTROL_TREND_RUN && last[down - 1]->value < last[down]->value)
		down++;
	if (shift == CONTROL_SHIFT_RUN)
		mark(last, shift, CONTROL_SHIFT);
	if (up == CONTROL_TREND_RUN || down == CONTROL_TREND_RUN)
		mark(last, CONTROL_TREND_RUN, CONTROL_TREND);
	for (int i = 0; i < 3 && i < n; i++)
		far += is_far(last[i], side);
	if (!is_far(last[0], side) || far < 2)
		return;
	for (int i = 0; i < 3 && i < n; i++)
		if (is_far(last[i], side))
			last[i]->signs |= CONTROL_TWO_OF_THREE;
}

static void
signs_find(struct control_point *p, size_t n)
{
	enum { LOOK_BACK = CONTROL_SHIFT_RUN > CONTROL_TREND_RUN ? CONTROL_SHIFT_RUN : CONTROL_TREND_RUN };
	struct control_point *last[LOOK_BACK] = {0};
	int known = 0;

	for (size_t i = 0; i < n; i++) {
		if (isnan(p[i].value) || isnan(p[i].centre))
			continue;
		for (int k = LOOK_BACK - 1; k > 0; k--)
			last[k] = last[k - 1];
		last[0] = &p[i];
		if (known < LOOK_BACK)
			known++;
		if (p[i].value > p[i].upper || p[i].value < p[i].lower)
			p[i].signs |= CONTROL_OUTSIDE;
		runs_mark(last, known);
	}
}

void
control_individuals(const double *value, size_t n, struct control_point *out)
{
	double sum = 0, ranges = 0, before = NAN, reach;
	size_t count = 0, pairs = 0;

	for (size_t i = 0; i < n; i++) {
		out[i] = (struct control_point){.value = value[i], .moving_range = fabs(value[i] - before)};
		if (isnan(value[i]))
			continue;
		sum += value[i];
		count++;
		if (!isnan(before)) {
			ranges += out[i].moving_range;
			pairs++;
		}
		before = value[i];
	}
	reach = SIGMAS * (ranges / (double)pairs) / RANGE_OF_TWO;
	for (size_t i = 0; i < n; i++) {
		out[i].centre = sum / (double)count;
		out[i].lower = out[i].centre - reach;
		out[i].upper = out[i].centre + reach;
	}
	signs_find(out, n);
}

/* Both charts of counts: `most` is what no limit may pass, 1 or infinity. */
static void
control_counts(const double *x, const double *n, size_t count, double multiplier, double most, struct control_point *out)
{
	double events = 0, all = 0, centre, variance;

	for (size_t i = 0; i < count; i++)
		if (!isnan(x[i] / n[i])) {
			events += x[i];
			all += n[i];
		}
	centre = events / all;
	variance = isinf(most) ? centre : centre * (1 - centre);
	for (size_t i = 0; i < count; i++) {
		double reach = SIGMAS * sqrt(variance / n[i]);

		out[i] = (struct control_point){
		    .value = x[i] / n[i] * multiplier, .centre = centre * multiplier, .moving_range = NAN,
		    .lower = fmax(0, centre - reach) * multiplier, .upper = fmin(most, centre + reach) * multiplier,
		};
	}
	signs_find(out, count);
}

void
control_proportions(const double *x, const double *n, size_t count, double multiplier, struct control_point *out)
{
	control_counts(x, n, count, multiplier, 1, out);
}

void
control_rates(const double *x, const double *n, size_t count, double multiplier, struct control_point *out)
{
	control_counts(x, n, count, multiplier, INFINITY, out);
}
