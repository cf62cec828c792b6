/* Intervals of proportions, rates and means. See the header for each method's source. */
#include "stats/interval.h"

#include <math.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

static const struct interval cannot_be_said = {NAN, NAN, NAN};

/* The upper tail's start: 0.975 for 0.95. Kept in this form, rather than 1 - (1 - c) / 2, because the last digit of
 * the deviate depends on it and must agree with published figures. */
static double
upper_point(double confidence)
{
	return confidence + (1 - confidence) / 2;
}

double
interval_deviate(double confidence)
{
	return qnorm(upper_point(confidence), 0, 1, 1, 0);
}

struct interval
interval_proportion(double x, double n, double confidence, double multiplier)
{
	return interval_proportion_at(x, n, interval_deviate(confidence), multiplier);
}

struct interval
interval_proportion_at(double x, double n, double z, double multiplier)
{
	double missed, half, middle;

	if (x < 0 || n <= 0 || x > n)
		return cannot_be_said;
	if (isinf(z))           /* certainty is bought with the whole range, whatever was counted */
		return (struct interval){x / n * multiplier, 0, multiplier};
	missed = 1 - x / n;
	middle = 2 * x + z * z;
	half = z * sqrt(z * z + 4 * x * missed);
	return (struct interval){
	    .value = x / n * multiplier,
	    .lower = (middle - half) / 2 / (n + z * z) * multiplier,
	    .upper = (middle + half) / 2 / (n + z * z) * multiplier,
	};
}

/* Byar's limits of a count. The lower one is not defined where the cube's root goes below zero, as it does at levels
 * of confidence near one. */
static struct interval
byars_limits(double x, double z)
{
	double low = x * pow(1 - 1 / (9 * x) - z / (3 * sqrt(x)), 3);
	double more = x + 1;
	double high = more * pow(1 - 1 / (9 * more) + z / (3 * sqrt(more)), 3);

	return (struct interval){x, low < 0 ? NAN : low, high};
}

static struct interval
exact_limits(double x, double upper)
{
	return (struct interval){
	    .value = x,
	    .lower = x > 0 ? qchisq(1 - upper, 2 * x, 1, 0) / 2 : 0,
	    .upper = qchisq(upper, 2 * x + 2, 1, 0) / 2,
	};
}

struct interval
interval_count(double x, double confidence)
{
	if (!(x >= 0))
		return cannot_be_said;
	if (x < RATE_EXACT_BELOW)
		return exact_limits(x, upper_point(confidence));
	return byars_limits(x, interval_deviate(confidence));
}

struct interval
interval_rate(double x, double n, double confidence, double multiplier)
{
	struct interval count;

	if (!(n > 0) || !(x >= 0))
		return cannot_be_said;
	count = interval_count(x, confidence);
	return (struct interval){
	    count.value / n * multiplier, count.lower / n * multiplier, count.upper / n * multiplier,
	};
}

void
rate_limits_make(struct rate_limits *limits, double confidence)
{
	limits->confidence = confidence;
	limits->deviate = interval_deviate(confidence);
	for (int x = 0; x < RATE_EXACT_BELOW; x++) {
		struct interval count = exact_limits(x, upper_point(confidence));

		limits->lower[x] = count.lower;
		limits->upper[x] = count.upper;
	}
}

struct interval
rate_limits_interval(const struct rate_limits *limits, double x, double n, double multiplier)
{
	struct interval count;
	int whole;

	if (!(n > 0) || !(x >= 0))
		return cannot_be_said;
	if (x >= RATE_EXACT_BELOW)
		count = byars_limits(x, limits->deviate);
	else if ((double)(whole = (int)x) == x)
		count = (struct interval){x, limits->lower[whole], limits->upper[whole]};
	else
		return interval_rate(x, n, limits->confidence, multiplier);
	return (struct interval){
	    count.value / n * multiplier, count.lower / n * multiplier, count.upper / n * multiplier,
	};
}

/* The roots under which the limits of a ratio lie; see the header. */
struct interval
interval_ratio(struct interval a, struct interval b)
{
	double product = a.value * b.value;
	double low = product * product - a.lower * b.upper * (2 * a.value - a.lower) * (2 * b.value - b.upper);
	double high = product * product - a.upper * b.lower * (2 * a.value - a.upper) * (2 * b.value - b.lower);
	double low_part = b.upper * (2 * b.value - b.upper), high_part = b.lower * (2 * b.value - b.lower);
	struct interval ratio = {a.value / b.value, (product - sqrt(low)) / low_part, (product + sqrt(high)) / high_part};

	if (!(b.value > 0))
		return cannot_be_said;
	if (a.value == 0)
		ratio.lower = 0;
	if (b.lower <= 0)       /* the divisor may be nought: nothing bounds the ratio from above */
		ratio.upper = INFINITY;
	return ratio;
}

struct interval
interval_difference(struct interval a, struct interval b)
{
	double d = a.value - b.value;

	return (struct interval){
	    d, d - hypot(a.value - a.lower, b.upper - b.value), d + hypot(a.upper - a.value, b.value - b.lower),
	};
}

struct interval
interval_mean(double n, double shift, double sum, double sum_of_squares, double confidence)
{
	double mean, variance, half;

	if (!(n >= 1))
		return cannot_be_said;
	mean = sum / n;
	if (n < 2)
		return (struct interval){shift + mean, NAN, NAN};
	variance = (sum_of_squares - sum * mean) / (n - 1);
	half = qt(upper_point(confidence), n - 1, 1, 0) * sqrt(fmax(variance, 0) / n);
	return (struct interval){shift + mean, shift + mean - half, shift + mean + half};
}

enum comparison
interval_compare(struct interval now, struct interval then)
{
	if (isnan(now.lower) || isnan(now.upper) || isnan(then.lower) || isnan(then.upper))
		return COMPARE_UNKNOWN;
	if (now.upper < then.lower)
		return COMPARE_LOWER;
	return now.lower > then.upper ? COMPARE_HIGHER : COMPARE_SIMILAR;
}
