/* Funnel plots. See the header for the source. */
#include "stats/funnel.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#include "stats/interval.h"

#define INNER 0.025
#define OUTER 0.001

/* The proportion whose Wilson interval, at `tail` on one side, just reaches the average, for a place of n people. */
static double
proportion_limit(double tail, double n, double average, int side)
{
	double z2 = pow(qnorm(1 - tail, 0, 1, 1, 0), 2);
	double first = average * (n / z2 + 1);
	double last = 1 / z2 + 1 / n;
	double inside = 64 * first * first
	    - 64 * last * average * (n * (average * (n / z2 + 2) - 1) + z2 * (average - 1));

	return (first + side * sqrt(inside) / 8) / last / n;
}

enum funnel_place
funnel_proportion(double x, double n, double average)
{
	double p = x / n;

	if (isnan(p) || isnan(average))
		return FUNNEL_UNKNOWN;
	if (p < proportion_limit(OUTER, n, average, -1))
		return FUNNEL_LOW_OUTER;
	if (p < proportion_limit(INNER, n, average, -1))
		return FUNNEL_LOW_INNER;
	if (p > proportion_limit(OUTER, n, average, 1))
		return FUNNEL_HIGH_OUTER;
	return p > proportion_limit(INNER, n, average, 1) ? FUNNEL_HIGH_INNER : FUNNEL_WITHIN;
}

enum funnel_place
funnel_count(double x, double expected, double average)
{
	struct interval outer = interval_count(x, CONFIDENCE_998), inner = interval_count(x, CONFIDENCE_95);

	if (isnan(x) || isnan(expected) || isnan(average))
		return FUNNEL_UNKNOWN;
	if (average < outer.lower / expected)
		return FUNNEL_HIGH_OUTER;
	if (average < inner.lower / expected)
		return FUNNEL_HIGH_INNER;
	if (average > outer.upper / expected)
		return FUNNEL_LOW_OUTER;
	return average > inner.upper / expected ? FUNNEL_LOW_INNER : FUNNEL_WITHIN;
}

/* ---- the plot's lines ---------------------------------------------------------------------------------------- */

/* The probability of `from` to `to` events when z are expected, summed until terms fall under 1e-10 of the sum. The
 * published funnels are made with this sum, so the search below must see the same figure where it matters. */
static double
poisson_between(double z, double from, double to)
{
	double term = 1, total = 0, inside = 0;

	for (double k = 0; k <= z || term > total * 1e-10; k++, term *= z / k) {
		total += term;
		if (k >= from && k <= to)
			inside += term;
		if (total > 1e30) {
			inside /= 1e30;
			total /= 1e30;
			term /= 1e30;
		}
	}
	return inside / total;
}

#define SUMMED_EVENTS 100000            /* beyond so many the sum takes long, and its last digits no longer show */

/* The same, by a closed form where that is not too near the tail that is looked for to be told from it. */
static double
poisson_tail(double events, double z, bool upper, double tail)
{
	double quick = ppois(upper ? events - 1 : events, z, !upper, 0);

	if (fabs(quick - tail) > 1e-6 || events > SUMMED_EVENTS)
		return quick;
	return upper ? poisson_between(z, events, 1e10) : poisson_between(z, 0, events);
}

/* The expected number of which `events` are just improbably many (`upper`) or few: by halving, to one part in ten million
 * of v / (1 + v). Finer it need not be for a line on a plot, and so it is published. */
static double
expected_at(double events, double tail, bool upper)
{
	double v = 0.5, step = 0.5;

	while (step > 1e-7) {
		double p;

		step /= 2;
		p = poisson_tail(events, (1 + events) * v / (1 - v), upper, tail);
		v += (upper ? p > tail : p < tail) ? -step : step;
	}
	return (1 + events) * v / (1 - v);
}

/* How many digits a whole number has, as text of at most fifteen of them would show it. */
static int
digits_of(double whole)
{
	char text[32];

	return snprintf(text, sizeof text, "%.15g", whole);
}

/* A round number somewhat below. */
static double
round_down(double x)
{
	double less = x * 0.95, unit = pow(10, digits_of(floor(less)) - 1);

	return x == 0 ? 0 : floor(less / unit) * unit;
}

/* A round number somewhat above. */
static double
round_up(double x)
{
	double more = x * 1.05, unit = pow(10, digits_of(ceil(more)) - 2);

	return x == 0 ? 0 : ceil(more / unit) * unit;
}

static void
axis_of(const struct funnel *f, struct funnel_line line[FUNNEL_POINTS])
{
	double years = f->kind == FUNNEL_RATE ? f->years : 1;
	double from = f->most > 2 * f->least ? 0 : round_down(f->least / years) * years;
	double to = round_up(f->most / years) * years;
	int left = f->kind == FUNNEL_RATIO ? 100 : 99;

	if (f->kind == FUNNEL_RATE) {
		from = floor(from * f->average);
		to = ceil(to * f->average);
	}
	line[0].axis = fmax(1, from);
	for (int i = 1; i < FUNNEL_POINTS; i++, left--) {
		double last = line[i - 1].axis;

		line[i].axis = fmax(nearbyint(pow(to / last, 1.0 / left) * last), last + 1);
	}
}

/* The upper lines are cut off where all of a place would be counted, which the solution can pass for very few people; in
 * plain proportions they are published as they come out. */
static void
line_of_proportion(const struct funnel *f, struct funnel_line *l)
{
	double most = fmax(100, f->multiplier);

	l->lower_2s = fmax(0, proportion_limit(INNER, l->axis, f->average, -1) * f->multiplier);
	l->upper_2s = fmin(most, proportion_limit(INNER, l->axis, f->average, 1) * f->multiplier);
	l->lower_3s = fmax(0, proportion_limit(OUTER, l->axis, f->average, -1) * f->multiplier);
	l->upper_3s = fmin(most, proportion_limit(OUTER, l->axis, f->average, 1) * f->multiplier);
}

static void
line_of_count(const struct funnel *f, struct funnel_line *l)
{
	double *limit[] = {&l->lower_2s, &l->upper_2s, &l->lower_3s, &l->upper_3s};

	for (int i = 0; i < 4; i++) {
		double expected = expected_at(l->axis, i < 2 ? INNER : OUTER, i % 2 == 1);

		if (f->kind == FUNNEL_RATIO) {
			l->size[i] = expected;
			*limit[i] = l->axis / expected;
		} else {
			double people = expected / f->average;

			l->size[i] = people / f->years;
			*limit[i] = l->axis / people * f->multiplier;
		}
	}
}

void
funnel_lines(const struct funnel *f, struct funnel_line line[FUNNEL_POINTS])
{
	axis_of(f, line);
	for (int i = 0; i < FUNNEL_POINTS; i++) {
		if (f->kind == FUNNEL_PROPORTION)
			line_of_proportion(f, &line[i]);
		else
			line_of_count(f, &line[i]);
	}
}
