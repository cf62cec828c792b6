/* Changes taken apart. See the header for each method's source. */
#include "stats/move.h"

#include <math.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#include "stats/interval.h"

double
move_value(enum move_value kind, struct move_sum sum, double per)
{
	if (kind == MOVE_COUNT)
		return sum.numerator;
	return sum.denominator > 0 ? sum.numerator / sum.denominator * per : NAN;
}

/* A part's weight in the whole of one period. */
static double
weight(struct move_sum whole, struct move_sum part)
{
	return part.denominator / whole.denominator;
}

static struct move_effect
share_effect(const struct move_sum whole[2], const struct move_sum part[2], double per)
{
	double middle = (move_value(MOVE_SHARE, whole[0], 1) + move_value(MOVE_SHARE, whole[1], 1)) / 2;
	double over[2];
	struct move_effect e;

	for (int i = 0; i < 2; i++)
		over[i] = (part[i].numerator - middle * part[i].denominator) / whole[i].denominator;
	e.all = per * (over[1] - over[0]);
	e.own = 0;
	if (part[0].denominator > 0 && part[1].denominator > 0)
		e.own = per * (weight(whole[0], part[0]) + weight(whole[1], part[1])) / 2 *
		    (move_value(MOVE_SHARE, part[1], 1) - move_value(MOVE_SHARE, part[0], 1));
	e.mix = e.all - e.own;
	return e;
}

struct move_effect
move_effect(enum move_value kind, const struct move_sum whole[2], const struct move_sum part[2], double per)
{
	double more = part[1].numerator - part[0].numerator;

	if (kind == MOVE_SHARE)
		return share_effect(whole, part, per);
	if (kind == MOVE_RATE)
		more *= per * (1 / whole[0].denominator + 1 / whole[1].denominator) / 2;
	return (struct move_effect){more, more, 0};
}

double
move_population(enum move_value kind, const struct move_sum *whole, double per)
{
	if (kind != MOVE_RATE)
		return 0;
	return per * (whole[0].numerator + whole[1].numerator) / 2 * (1 / whole[1].denominator - 1 / whole[0].denominator);
}

static enum move_class
class_of(const struct move_sum sum[2], const bool here[2], const bool anywhere[2])
{
	if (!here[0])
		return anywhere[0] ? MOVE_MOVED_IN : MOVE_JOINED;
	if (!here[1])
		return anywhere[1] ? MOVE_MOVED_OUT : MOVE_LEFT;
	if (sum[1].numerator > sum[0].numerator)
		return MOVE_ROSE;
	return sum[1].numerator < sum[0].numerator ? MOVE_FELL : MOVE_SAME;
}

void
move_add(struct move_split *split, const struct move_sum sum[2], const bool here[2], const bool anywhere[2])
{
	struct move_part *parts[] = {&split->whole, &split->of[class_of(sum, here, anywhere)]};

	if (!here[0] && !here[1])
		return;
	for (int i = 0; i < 2; i++) {
		parts[i]->ones++;
		for (int side = 0; side < 2; side++)
			if (here[side]) {
				parts[i]->sum[side].numerator += sum[side].numerator;
				parts[i]->sum[side].denominator += sum[side].denominator;
			}
	}
}

/* ---- targets ------------------------------------------------------------------------------------------------------- */

/* Whether a value reaches a target, but for the rounding of the division. */
static bool
reaches(double value, double target, bool lower)
{
	double slack = 1e-9 * fmax(1, fabs(target));

	return lower ? value <= target + slack : value >= target - slack;
}

/* A first guess is off by one at most, on either side: the least that reaches it is looked for from below. */
double
move_needed(enum move_value kind, struct move_sum sum, double per, double target, bool lower)
{
	double value = move_value(kind, sum, per), all = kind == MOVE_COUNT ? 1 : sum.denominator / per;
	double way = lower ? -1 : 1, need = fmax(0, floor(way * (target * all - sum.numerator)) - 1);

	if (isnan(value) || isnan(target))
		return NAN;
	if ((lower && target < 0) || (!lower && kind == MOVE_SHARE && target > per))
		return INFINITY;
	while (!reaches(move_value(kind, (struct move_sum){sum.numerator + way * need, sum.denominator}, per), target, lower))
		need++;
	return need;
}

double
move_needed_next(struct move_sum sum, double per, double target, bool lower)
{
	double part = target / per, need;

	if (isnan(move_value(MOVE_SHARE, sum, per)) || isnan(target))
		return NAN;
	if (lower ? part <= 0 && sum.numerator > 0 : part >= 1 && sum.numerator < sum.denominator)
		return INFINITY;
	need = lower ? sum.numerator / part - sum.denominator : (part * sum.denominator - sum.numerator) / (1 - part);
	need = need > 0 ? fmax(0, floor(need) - 1) : 0;
	while (!reaches(move_value(MOVE_SHARE, (struct move_sum){sum.numerator + (lower ? 0 : need), sum.denominator + need}, per),
	    target, lower))
		need++;
	return need;
}

/* ---- where it may end ----------------------------------------------------------------------------------------------- */

#define TAIL 0.025

struct move_range
move_ahead_events(double seen, double past, double ahead)
{
	double size = seen + 0.5, chance = past / (past + ahead);

	if (!(past > 0) || !(ahead >= 0) || !(seen >= 0))
		return (struct move_range){NAN, NAN, NAN};
	if (!(ahead > 0))
		return (struct move_range){0, 0, 0};
	return (struct move_range){qnbinom(TAIL, size, chance, 1, 0), size * ahead / past, qnbinom(1 - TAIL, size, chance, 1, 0)};
}

struct move_range
move_ahead_hits(double hits, double of, double ahead)
{
	double a = hits + 0.5, b = of - hits + 0.5, n = floor(ahead + 0.5), sum = 0;
	struct move_range r = {NAN, n * a / (a + b), n};

	if (!(hits >= 0) || !(of >= hits) || !(n >= 0))
		return (struct move_range){NAN, NAN, NAN};
	for (double k = 0; k <= n; k++) {
		sum += exp(lchoose(n, k) + lbeta(k + a, n - k + b) - lbeta(a, b));
		if (isnan(r.lower) && sum >= TAIL)
			r.lower = k;
		if (sum >= 1 - TAIL) {
			r.upper = k;
			break;
		}
	}
	return r;
}

struct move_range
move_ahead_level(double now, double came, double went, double most)
{
	double middle = now + came - went;
	double reach = interval_deviate(CONFIDENCE_95) * sqrt(2 * (came + went + 1));

	return (struct move_range){
	    fmin(most, fmax(0, floor(middle - reach))), fmin(most, fmax(0, middle)), fmin(most, fmax(0, ceil(middle + reach))),
	};
}
