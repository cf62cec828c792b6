/* Series and tables: recent trend, life table, control charts, tests. */
#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "stats/control.h"
#include "stats/life.h"
#include "stats/tests.h"
#include "stats/trend.h"

#define WITHIN(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

/* ---- trend --------------------------------------------------------------------------------------------------- */

/* Years with a standard error of one each: limits 1.96 either side. */
static void
series(struct trend_point *point, const double *value, int n)
{
	for (int i = 0; i < n; i++)
		point[i] = (struct trend_point){2015 + i, value[i], 30, 100, value[i] - 1.96, value[i] + 1.96};
}

static struct trend_found
trend_in(struct trend_point *point, size_t n, enum judgement polarity)
{
	struct mem *m = mem_new();
	struct trend_found found = trend_of(point, n, TREND_PROPORTION, polarity, m);

	mem_free(m);
	return found;
}

/* 10, 12 … 18: the slope is 2, its variance one over (4 + 1 + 0 + 1 + 4), so chi-squared is 2 * 2 * 10 = 40. Earlier points
 * are not looked at, and the order in which they come does not matter. */
static void
test_trend_of_a_line(void **state)
{
	const double value[] = {99, 10, 12, 14, 16, 18};
	struct trend_point point[6], last;
	struct trend_found found;

	(void)state;
	series(point, value, 6);
	last = point[5];
	point[5] = point[1];
	point[1] = last;
	found = trend_in(point, 6, JUDGE_LOW_IS_GOOD);
	WITHIN(found.slope, 2, 1e-12);
	WITHIN(found.chi_squared, 40, 1e-9);
	assert_int_equal(found.trend, TREND_UP_WORSE);
	assert_int_equal(trend_in(point, 6, JUDGE_HIGH_IS_GOOD).trend, TREND_UP_BETTER);
	assert_int_equal(trend_in(point, 6, JUDGE_NOT).trend, TREND_UP);
}

/* A slope of 0.97 has chi-squared 9.409, one of 0.98 has 9.604: the threshold of 9.5495 lies between. */
static void
test_trend_threshold(void **state)
{
	struct trend_point point[5];

	(void)state;
	series(point, (const double[]){0, 0.97, 1.94, 2.91, 3.88}, 5);
	assert_int_equal(trend_in(point, 5, JUDGE_NOT).trend, TREND_NO_CHANGE);
	series(point, (const double[]){3.92, 2.94, 1.96, 0.98, 0}, 5);
	assert_int_equal(trend_in(point, 5, JUDGE_HIGH_IS_GOOD).trend, TREND_DOWN_WORSE);
}

/* One leap at the end of a fall: without it the sign turns, so it is no trend. */
static void
test_trend_needs_no_outlier(void **state)
{
	struct trend_point point[5];
	struct trend_found found;

	(void)state;
	series(point, (const double[]){10, 9, 8, 7, 40}, 5);
	found = trend_in(point, 5, JUDGE_NOT);
	assert_true(found.chi_squared > TREND_CHI_SQUARED);
	assert_int_equal(found.trend, TREND_NO_CHANGE);
}

static void
test_trend_that_cannot_be_told(void **state)
{
	const double value[] = {10, 12, 14, 16, 18};
	struct mem *m = mem_new();
	struct trend_point point[5];

	(void)state;
	series(point, value, 5);
	assert_int_equal(trend_in(point, 4, JUDGE_NOT).trend, TREND_UNKNOWN);
	assert_int_equal(trend_of(point, 5, TREND_OTHER, JUDGE_NOT, m).trend, TREND_UNKNOWN);
	point[2].value = -1;                    /* suppressed */
	assert_int_equal(trend_in(point, 5, JUDGE_NOT).trend, TREND_UNKNOWN);
	series(point, value, 5);
	point[0].count = NAN;
	assert_int_equal(trend_in(point, 5, JUDGE_NOT).trend, TREND_UNKNOWN);
	series(point, value, 5);
	point[0].count = point[0].denominator;
	assert_int_equal(trend_in(point, 5, JUDGE_NOT).trend, TREND_UNKNOWN);
	series(point, value, 5);
	point[4].upper = NAN;                   /* no weight: the line goes through the other four */
	assert_int_equal(trend_in(point, 5, JUDGE_NOT).trend, TREND_UP);
	mem_free(m);
}

/* ---- life table ---------------------------------------------------------------------------------------------- */

/* One open band with a hundredth dying every year: a hundred years to live, with a standard error of 100 / sqrt(deaths).
 * Ten years of error are too wide an interval to show the value; one year is not. */
static void
test_life_of_one_band(void **state)
{
	struct mem *m = mem_new();
	const double age[] = {0}, people[] = {10000, 1000000}, deaths[] = {100, 10000};
	double value, middle, error;

	(void)state;
	assert_int_equal(life_table(1, age, &people[0], &deaths[0], &value, &middle, &error, m), LIFE_SOUND);
	WITHIN(middle, 100, 1e-9);
	WITHIN(error, 10, 1e-9);
	assert_true(isnan(value));
	assert_int_equal(life_table(1, age, &people[1], &deaths[1], &value, &middle, &error, m), LIFE_SOUND);
	WITHIN(value, 100, 1e-9);
	WITHIN(error, 1, 1e-9);
	mem_free(m);
}

/* A tenth of the first year is lived by those who die in it: with m = 0.1, q = 0.1 / (1 + 0.09) = 10/109. After it a
 * fiftieth dies a year: 50 years. From birth: 1 * (99/109 + 0.1 * 10/109) + 99/109 * 50 = (100 + 4950) / 109. */
static void
test_life_of_two_bands(void **state)
{
	struct mem *m = mem_new();
	const double age[] = {0, 1}, people[] = {5000, 200000}, deaths[] = {500, 4000};
	double value[2], middle[2], error[2];

	(void)state;
	assert_int_equal(life_table(2, age, people, deaths, value, middle, error, m), LIFE_SOUND);
	WITHIN(value[1], 50, 1e-9);
	WITHIN(value[0], 5050.0 / 109, 1e-9);
	mem_free(m);
}

static void
test_life_tables_that_cannot_be_made(void **state)
{
	struct mem *m = mem_new();
	const double age[] = {0, 1}, good[] = {3000, 3000}, few[] = {2500, 2500}, none[] = {0, 6000}, deaths[] = {1, 100},
	    many[] = {1, 3001}, below[] = {-1, 5}, last[] = {1, 0};
	double v[2], c[2], e[2];

	(void)state;
	assert_int_equal(life_table(2, age, few, deaths, v, c, e, m), LIFE_TOO_SMALL);
	assert_int_equal(life_table(2, age, none, deaths, v, c, e, m), LIFE_NO_POPULATION);
	assert_int_equal(life_table(2, age, good, many, v, c, e, m), LIFE_DEATHS_EXCEED);
	assert_int_equal(life_table(2, age, good, below, v, c, e, m), LIFE_DEATHS_NEGATIVE);
	assert_true(isnan(v[0]) && isnan(c[1]));
	assert_int_equal(life_table(2, age, good, last, v, c, e, m), LIFE_SOUND);       /* nobody died in the last band */
	assert_true(isnan(v[0]) && isnan(v[1]));
	mem_free(m);
}

/* ---- control charts ------------------------------------------------------------------------------------------ */

/* 10 and 12 by turns: mean 11, moving range 2, limits 3 * 2 / 1.128 = 5.319 away. A sudden 30 is outside. */
static void
test_individuals(void **state)
{
	const double value[] = {10, 12, 10, 12, NAN, 10, 12}, odd[] = {10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 30};
	struct control_point p[12];

	(void)state;
	control_individuals(value, 7, p);
	WITHIN(p[0].centre, 11, 1e-12);
	WITHIN(p[0].upper, 11 + 6 / 1.128, 1e-12);
	WITHIN(p[0].lower, 11 - 6 / 1.128, 1e-12);
	assert_true(isnan(p[0].moving_range) && p[1].moving_range == 2 && isnan(p[4].moving_range) && p[5].moving_range == 2);
	for (int i = 0; i < 7; i++)
		assert_int_equal(p[i].signs, 0);
	control_individuals(odd, 12, p);
	assert_true(p[11].signs & CONTROL_OUTSIDE);
}

/* Seven above the mean after seven below: two runs. Seven that rise, in their middle. */
static void
test_runs(void **state)
{
	const double shift[] = {1, 2, 1, 2, 1, 2, 1, 9, 8, 9, 8, 9, 8, 9}, rise[] = {5, 1, 2, 3, 4, 5, 6, 7, 3};
	const double six[] = {1, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 8};
	struct control_point p[14];

	(void)state;
	control_individuals(shift, 14, p);
	for (int i = 0; i < 14; i++)
		assert_true(p[i].signs & CONTROL_SHIFT);
	control_individuals(rise, 9, p);
	for (int i = 0; i < 9; i++)
		assert_int_equal((p[i].signs & CONTROL_TREND) != 0, i >= 1 && i <= 7);
	control_individuals(six, 12, p);
	for (int i = 0; i < 12; i++)
		assert_true((p[i].signs & CONTROL_SHIFT) == 0);
}

/* A tenth of all: limits 3 * sqrt(0.1 * 0.9 / 100) = 0.09 away for a hundred, cut off at nought for twenty-five. */
static void
test_counts(void **state)
{
	const double x[] = {10, 10, 0, 25}, n[] = {100, 100, 25, 225};
	struct control_point p[4];

	(void)state;
	control_proportions(x, n, 4, 100, p);
	WITHIN(p[0].centre, 10, 1e-12);
	WITHIN(p[0].lower, 1, 1e-12);
	WITHIN(p[0].upper, 19, 1e-12);
	assert_true(p[2].lower == 0);
	control_rates(x, n, 4, 100, p);                 /* 3 * sqrt(0.1 / 100) = 0.0949 */
	WITHIN(p[1].upper, 10 + 300 * sqrt(0.001), 1e-12);
}

/* Two of three beyond two sigma on one side: limits of a p chart are known, so the distances are. */
static void
test_two_of_three(void **state)
{
	const double x[] = {10, 17, 10, 17, 10, 3, 3, 10, 10, 10}, n[] = {100, 100, 100, 100, 100, 100, 100, 100, 100, 100};
	const unsigned want[] = {0, 8, 0, 8, 0, 8, 8, 0, 0, 0};
	struct control_point p[10];

	(void)state;
	control_proportions(x, n, 10, 1, p);
	WITHIN(p[0].centre, 0.1, 1e-12);
	for (int i = 0; i < 10; i++)
		assert_int_equal(p[i].signs, want[i]);
}

/* ---- tests --------------------------------------------------------------------------------------------------- */

/* Three of four against one of four: chi-squared is 8 * (3 * 3 - 1 * 1)^2 / (4 * 4 * 4 * 4) = 2; the lady who tastes tea
 * does so or worse, on either side, in 34 of 70 ways (Fisher 1935). */
static void
test_two_proportions(void **state)
{
	const double x[] = {3, 1}, n[] = {4, 4}, all[] = {4, 4};
	struct chi_squared test = test_proportions(2, x, n);

	(void)state;
	WITHIN(test.statistic, 2, 1e-12);
	WITHIN(test.p, 0.157299207050285, 1e-12);
	assert_true(test.degrees == 1 && test.least_expected == 2);
	WITHIN(test_fisher(3, 4, 1, 4), 34.0 / 70, 1e-12);
	WITHIN(test_fisher(4, 4, 0, 4), 2.0 / 70, 1e-12);
	WITHIN(test_fisher(2, 4, 2, 4), 1, 1e-12);
	assert_true(isnan(test_fisher(1.5, 4, 2, 4)) && isnan(test_fisher(5, 4, 2, 4)));
	assert_true(isnan(test_proportions(2, all, n).statistic) && isnan(test_proportions(1, x, n).p));
}

/* Of three: 0.01 * 3, 0.03 * 3/2 and 0.04 * 3/3, each no larger than those after it. A missing one does not count. */
static void
test_false_discovery(void **state)
{
	struct mem *m = mem_new();
	const double p[] = {0.01, 0.04, NAN, 0.03};
	double out[4];

	(void)state;
	adjust_false_discovery(p, 4, out, m);
	WITHIN(out[0], 0.03, 1e-15);
	WITHIN(out[1], 0.04, 1e-15);
	assert_true(isnan(out[2]));
	WITHIN(out[3], 0.04, 1e-15);
	mem_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_trend_of_a_line),
	    cmocka_unit_test(test_trend_threshold),
	    cmocka_unit_test(test_trend_needs_no_outlier),
	    cmocka_unit_test(test_trend_that_cannot_be_told),
	    cmocka_unit_test(test_life_of_one_band),
	    cmocka_unit_test(test_life_of_two_bands),
	    cmocka_unit_test(test_life_tables_that_cannot_be_made),
	    cmocka_unit_test(test_individuals),
	    cmocka_unit_test(test_runs),
	    cmocka_unit_test(test_counts),
	    cmocka_unit_test(test_two_of_three),
	    cmocka_unit_test(test_two_proportions),
	    cmocka_unit_test(test_false_discovery),
	};

	return cmocka_run_group_tests_name("series", tests, NULL, NULL);
}
