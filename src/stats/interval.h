/* Intervals: how sure a number is of itself. Counts in, limits out; no period, no area, no database.
 *
 * The methods are those that England's public health profiles use, so a number computed here and one published there
 * can stand side by side.
 */
#ifndef STATS_INTERVAL_H
#define STATS_INTERVAL_H

/* A value with the limits of one interval, all already multiplied. NaN: cannot be said. */
struct interval {
	double value, lower, upper;
};

#define CONFIDENCE_95 0.95
#define CONFIDENCE_998 0.998            /* three standard errors either side: the outer limits of a funnel */

/* The standard normal deviate of a two-sided interval: 1.96 for 0.95. Infinity for 1. */
double interval_deviate(double confidence);

/* x of n, times `multiplier` (100 for a percentage): Wilson's score interval (E. B. Wilson, 1927, Journal of the
 * American Statistical Association 22, 209-212). `confidence` is a fraction, above 0 and up to 1. NaN where n is not
 * above 0, x is below 0 or above n, or either is NaN; with full confidence even what is not known lies between nought
 * and all. */
struct interval interval_proportion(double x, double n, double confidence, double multiplier);
/* The same from the deviate that interval_deviate() gave, for many at one level. */
struct interval interval_proportion_at(double x, double n, double deviate, double multiplier);

#define RATE_EXACT_BELOW 10             /* events from which on Byar's approximation serves */

/* The limits of a count of events: see interval_rate(). */
struct interval interval_count(double x, double confidence);

/* x events in n person-years, times `multiplier` (10000 for a rate per 10,000). Under ten events the exact Poisson
 * limits (by chi-squared: Garwood 1936, Biometrika 28, 437-442), from ten on Byar's approximation (Breslow and Day
 * 1987, Statistical Methods in Cancer Research II, 69). NaN where n is not above 0, x is below 0, or either is NaN. */
struct interval interval_rate(double x, double n, double confidence, double multiplier);

/* The mean of `n` values from their sum and sum of squares about `shift` (any number near them: it keeps digits), with
 * Student's t limits; limits are NaN for fewer than two values. */
struct interval interval_mean(double n, double shift, double sum, double sum_of_squares, double confidence);

/* The difference a - b of two independent estimates with limits from theirs (Newcombe 1998, Statistics in Medicine 17,
 * 873-890, method 10 for proportions; Donner and Zou 2012 for any two). */
struct interval interval_difference(struct interval a, struct interval b);

/* The ratio a / b of two independent estimates above nought with limits from theirs (method MOVER-R: Donner and Zou 2012,
 * Statistical Methods in Medical Research 21, 347-359; with Wilson's limits for proportions, Newcombe 2016, the same
 * journal 25, 1774-1778). NaN where b is nought; the upper limit is infinite where b's lower one is nought. */
struct interval interval_ratio(struct interval a, struct interval b);

/* Limits of rates by the hundred thousand: the exact limits of nought to nine events, worked out once. */
struct rate_limits {
	double confidence, deviate;
	double lower[10], upper[10];
};
void rate_limits_make(struct rate_limits *limits, double confidence);
/* What interval_rate() gives at that confidence. */
struct interval rate_limits_interval(const struct rate_limits *limits, double x, double n, double multiplier);

/* How two numbers stand to one another when all that is known is their 95 % intervals: they differ when the intervals
 * do not meet. That is stricter than a test of the difference, and it is what a reader can see on the chart. */
enum comparison { COMPARE_UNKNOWN, COMPARE_LOWER, COMPARE_SIMILAR, COMPARE_HIGHER };
enum comparison interval_compare(struct interval now, struct interval then);

#endif
