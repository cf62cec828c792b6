/* Intervals: by hand where a hand can, and against the reference vectors where they are present. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/interval.h"

#define WITHIN(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

/* Nobody of ten: the lower limit is 0 and the upper z*z / (n + z*z) = 3.8415 / 13.8415. */
static void
test_proportion_of_none(void **state)
{
	struct interval i = interval_proportion(0, 10, 0.95, 100);

	(void)state;
	assert_true(i.value == 0 && i.lower == 0);
	WITHIN(i.upper, 100 * 3.841458820694124 / 13.841458820694124, 1e-9);
}

/* All of ten mirrors none of ten. */
static void
test_proportion_of_all(void **state)
{
	struct interval i = interval_proportion(10, 10, 0.95, 100);

	(void)state;
	WITHIN(i.value, 100, 0);
	WITHIN(i.upper, 100, 1e-12);
	WITHIN(i.lower, 100 - 100 * 3.841458820694124 / 13.841458820694124, 1e-9);
}

static void
test_what_cannot_be_said(void **state)
{
	(void)state;
	assert_true(isnan(interval_proportion(1, 0, 0.95, 1).value));
	assert_true(isnan(interval_proportion(2, 1, 0.95, 1).value));
	assert_true(isnan(interval_proportion(-1, 1, 0.95, 1).value));
	assert_true(isnan(interval_rate(1, 0, 0.95, 1).value));
	assert_true(isnan(interval_rate(-1, 5, 0.95, 1).value));
	assert_true(isnan(interval_mean(0, 0, 0, 0, 0.95).value));
	assert_true(isnan(interval_mean(1, 0, 5, 25, 0.95).lower));
}

/* No events: upper limit -ln(0.025) = 3.6889 events. Ten events: Byar's, 4.79 to 18.39 (Breslow and Day, table 2.10). */
static void
test_rate_limits(void **state)
{
	struct interval none = interval_rate(0, 1000, 0.95, 1000);
	struct interval ten = interval_rate(10, 1, 0.95, 1);

	(void)state;
	assert_true(none.lower == 0);
	WITHIN(none.upper, -log(0.025), 1e-12);
	WITHIN(ten.lower, 4.79, 0.005);
	WITHIN(ten.upper, 18.39, 0.005);
}

/* 2, 4, 6 about a shift of 3: mean 4, standard deviation 2, t(2) = 4.302653: 4 ± 4.302653 * 2 / sqrt(3). */
static void
test_mean_limits(void **state)
{
	struct interval i = interval_mean(3, 3, -1 + 1 + 3, 1 + 1 + 9, 0.95);

	(void)state;
	WITHIN(i.value, 4, 1e-12);
	WITHIN(i.upper - i.value, 4.302652729749464 * 2 / sqrt(3), 1e-9);
	WITHIN(i.value - i.lower, 4.302652729749464 * 2 / sqrt(3), 1e-9);
}

static void
test_comparison_needs_apart(void **state)
{
	struct interval low = {1, 0.5, 1.5}, high = {3, 2, 4}, touching = {2, 1.5, 2.5}, unknown = {1, NAN, NAN};

	(void)state;
	assert_int_equal(interval_compare(high, low), COMPARE_HIGHER);
	assert_int_equal(interval_compare(low, high), COMPARE_LOWER);
	assert_int_equal(interval_compare(low, touching), COMPARE_SIMILAR);
	assert_int_equal(interval_compare(unknown, low), COMPARE_UNKNOWN);
}

/* Newcombe 1998, table II, first example: 56/70 - 48/80 = 0.2, limits 0.0524 and 0.3339. */
static void
test_difference_of_newcombe(void **state)
{
	struct interval a = interval_proportion(56, 70, 0.95, 1), b = interval_proportion(48, 80, 0.95, 1);
	struct interval d = interval_difference(a, b);

	(void)state;
	WITHIN(d.value, 0.2, 1e-12);
	WITHIN(d.lower, 0.0524, 0.00005);
	WITHIN(d.upper, 0.3339, 0.00005);
}

/* Ten of a hundred over ten of two hundred is two; the ratio turned round has the limits turned round; of nobody over
 * somebody the lower limit is nought, and over perhaps nobody there is no upper one. */
static void
test_ratio(void **state)
{
	struct interval a = interval_proportion(10, 100, 0.95, 1), b = interval_proportion(10, 200, 0.95, 1);
	struct interval none = interval_proportion(0, 50, 0.95, 1);
	struct interval r = interval_ratio(a, b), back = interval_ratio(b, a);

	(void)state;
	WITHIN(r.value, 2, 1e-12);
	assert_true(r.lower > 0.8 && r.lower < 1 && r.upper > 4 && r.upper < 5);
	WITHIN(r.lower * back.upper, 1, 1e-12);
	WITHIN(r.upper * back.lower, 1, 1e-12);
	assert_true(interval_ratio(none, a).lower == 0 && interval_ratio(none, a).upper > 0);
	assert_true(isnan(interval_ratio(a, none).value));
}

/* With full confidence even what is not known lies between nought and all. */
static void
test_full_confidence(void **state)
{
	struct interval i = interval_proportion(NAN, 10, 1, 100);

	(void)state;
	assert_true(isnan(i.value) && i.lower == 0 && i.upper == 100);
	assert_true(isnan(interval_proportion(NAN, 10, 0.95, 100).upper));
	assert_true(interval_proportion(3, 10, 1, 100).value == 30);
}

static void
test_prepared_limits_are_the_same(void **state)
{
	const double x[] = {0, 1, 2.5, 9, 10, 11, 400};
	struct rate_limits limits;

	(void)state;
	rate_limits_make(&limits, 0.998);
	for (size_t i = 0; i < sizeof x / sizeof x[0]; i++) {
		struct interval a = interval_rate(x[i], 700, 0.998, 10000);
		struct interval b = rate_limits_interval(&limits, x[i], 700, 10000);

		assert_true(a.value == b.value && a.lower == b.lower && a.upper == b.upper);
	}
	assert_true(isnan(rate_limits_interval(&limits, 1, 0, 1).value));
}

/* ---- reference vectors --------------------------------------------------------------------------------------- */

static FILE *
open_vectors(const char *name)
{
	const char *shared = getenv("BAIRN_SHARED");
	char path[512];

	snprintf(path, sizeof path, "%s/vectors/stats/%s", shared ? shared : "../shared", name);
	return fopen(path, "r");
}

/* The next comma-separated cell as a number: an empty one is NaN, as in the files. */
static double
next_number(char **at)
{
	char *cell = *at, *comma = strchr(cell, ',');
	double x;

	if (comma) {
		*comma = '\0';
		*at = comma + 1;
	}
	x = *cell ? strtod(cell, NULL) : NAN;
	return x;
}

static double
fraction_of(double confidence)
{
	return confidence >= 90 ? confidence / 100 : confidence;
}

static void
assert_agrees(double ours, double theirs, const char *line)
{
	if (isnan(theirs) && isnan(ours))
		return;
	if (isinf(theirs) && ours == theirs)
		return;
	if (!(fabs(ours - theirs) <= 1e-12 * fmax(fabs(theirs), 1e-300)))
		fail_msg("%.17g is not %.17g: %s", ours, theirs, line);
}



static void
compare_vectors(const char *name, struct interval (*compute)(double, double, double, double))
{
	FILE *file = open_vectors(name);
	char line[512], kept[512];
	int rows = 0;

	if (!file)
		skip();
	assert_non_null(fgets(line, sizeof line, file));
	while (fgets(line, sizeof line, file)) {
		char *at = line;
		struct interval i;
		double x, n, confidence, multiplier;

		strcpy(kept, line);
		(void)next_number(&at);
		x = next_number(&at), n = next_number(&at);
		confidence = fraction_of(next_number(&at)), multiplier = next_number(&at);
		rows++;
		i = compute(x, n, confidence, multiplier);
		assert_agrees(i.value, next_number(&at), kept);
		assert_agrees(i.lower, next_number(&at), kept);
		assert_agrees(i.upper, next_number(&at), kept);
	}
	fclose(file);
	assert_true(rows > 400);
}

static void
test_proportion_vectors(void **state)
{
	(void)state;
	compare_vectors("proportion_dev.csv", interval_proportion);
}

static void
test_rate_vectors(void **state)
{
	(void)state;
	compare_vectors("rate_dev.csv", interval_rate);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_proportion_of_none),
	    cmocka_unit_test(test_proportion_of_all),
	    cmocka_unit_test(test_what_cannot_be_said),
	    cmocka_unit_test(test_rate_limits),
	    cmocka_unit_test(test_mean_limits),
	    cmocka_unit_test(test_difference_of_newcombe),
	    cmocka_unit_test(test_ratio),
	    cmocka_unit_test(test_full_confidence),
	    cmocka_unit_test(test_prepared_limits_are_the_same),
	    cmocka_unit_test(test_comparison_needs_apart),
	    cmocka_unit_test(test_proportion_vectors),
	    cmocka_unit_test(test_rate_vectors),
	};

	return cmocka_run_group_tests_name("interval", tests, NULL, NULL);
}
