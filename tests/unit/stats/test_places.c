/* Where a value stands: quantiles, fifths, medians, benchmarks, funnels. */
#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "stats/compare.h"
#include "stats/funnel.h"
#include "stats/quantile.h"
#include "stats/select.h"

#define WITHIN(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static void
assert_numbers(const double *got, const double *want, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (isnan(want[i]) ? !isnan(got[i]) : got[i] != want[i])
			fail_msg("number %zu is %g, not %g", i, got[i], want[i]);
}

/* Ten values into fifths go by twos; turned round, the highest are first. A missing value is in none. */
static void
test_quantiles(void **state)
{
	struct mem *m = mem_new();
	const double value[] = {10, 1, 9, 2, 8, NAN, 3, 7, 4, 6, 5};
	const double up[] = {5, 1, 5, 1, 4, NAN, 2, 4, 2, 3, 3}, down[] = {1, 5, 1, 5, 2, NAN, 4, 2, 4, 3, 3};
	double out[11];

	(void)state;
	quantiles_of(value, 11, 5, false, out, m);
	assert_numbers(out, up, 11);
	quantiles_of(value, 11, 5, true, out, m);
	assert_numbers(out, down, 11);
	mem_free(m);
}

/* Equal values share the quantile of the lowest of their ranks: of four, ranks 1 2 2 2 are in halves 1 1 1 1. */
static void
test_quantiles_of_ties(void **state)
{
	struct mem *m = mem_new();
	const double value[] = {1, 2, 2, 2}, want[] = {1, 1, 1, 1}, none[] = {NAN, NAN, NAN, NAN};
	double out[4];

	(void)state;
	quantiles_of(value, 4, 2, false, out, m);
	assert_numbers(out, want, 4);
	quantiles_of(value, 4, 5, false, out, m);               /* fewer values than quantiles */
	assert_numbers(out, none, 4);
	mem_free(m);
}

/* Seven values in five tiles: two, two, one, one, one. */
static void
test_tiles(void **state)
{
	struct mem *m = mem_new();
	const double value[] = {70, 10, 60, 20, 50, 30, 40}, want[] = {5, 1, 4, 1, 3, 2, 2};
	double out[7];

	(void)state;
	tiles_of(value, 7, 5, out, m);
	assert_numbers(out, want, 7);
	mem_free(m);
}

/* Of eleven values the second and the tenth are the 95 % limits of the median: fewer than two lie below it with a
 * probability of 12 / 2048 = 0.006 on either side, fewer than three with 67 / 2048 = 0.033. Five values are too few. */
static void
test_median(void **state)
{
	struct mem *m = mem_new();
	const double value[] = {11, 3, 1, 7, 9, 5, 2, 8, 4, 10, 6}, even[] = {4, 1, 2, 3}, gap[] = {1, NAN, 3};
	struct interval i = interval_median(value, 11, 0.95, m);

	(void)state;
	assert_true(i.value == 6 && i.lower == 2 && i.upper == 10);
	i = interval_median(even, 4, 0.95, m);
	assert_true(i.value == 2.5 && isnan(i.lower) && isnan(i.upper));
	assert_true(isnan(interval_median(gap, 3, 0.95, m).value));
	assert_true(isnan(interval_median(gap, 0, 0.95, m).value));
	mem_free(m);
}

static void
test_benchmark(void **state)
{
	(void)state;
	assert_int_equal(compare_benchmark(1, 2, 3, JUDGE_HIGH_IS_GOOD), OUTCOME_WORSE);
	assert_int_equal(compare_benchmark(1, 2, 3, JUDGE_LOW_IS_GOOD), OUTCOME_BETTER);
	assert_int_equal(compare_benchmark(1, 2, 3, JUDGE_NOT), OUTCOME_LOWER);
	assert_int_equal(compare_benchmark(4, 5, 3, JUDGE_NOT), OUTCOME_HIGHER);
	assert_int_equal(compare_benchmark(3, 5, 3, JUDGE_HIGH_IS_GOOD), OUTCOME_SIMILAR);   /* touching */
	assert_int_equal(compare_benchmark(1, 3, 3, JUDGE_LOW_IS_GOOD), OUTCOME_SIMILAR);
	assert_int_equal(compare_benchmark(4, INFINITY, 3, JUDGE_NOT), OUTCOME_HIGHER);
	assert_int_equal(compare_benchmark(NAN, 5, 3, JUDGE_NOT), OUTCOME_NOT_COMPARED);
	assert_int_equal(compare_benchmark(1, 5, NAN, JUDGE_NOT), OUTCOME_NOT_COMPARED);
	assert_int_equal(compare_fifth(1, JUDGE_LOW_IS_GOOD), FIFTH_BEST);
	assert_int_equal(compare_fifth(1, JUDGE_HIGH_IS_GOOD), FIFTH_WORST);
	assert_int_equal(compare_fifth(5, JUDGE_NOT), FIFTH_HIGHEST);
	assert_int_equal(compare_fifth(0, JUDGE_NOT), FIFTH_NOT_COMPARED);
}

/* A count is outside when its exact limits leave the average out: four events where none in a thousand would bring one
 * (lower limit of 4 at 99.8 %: 0.4286), but one event is nothing strange. */
static void
test_funnel_of_counts(void **state)
{
	(void)state;
	assert_int_equal(funnel_count(4, 0.4, 1), FUNNEL_HIGH_OUTER);
	assert_int_equal(funnel_count(4, 0.5, 1), FUNNEL_HIGH_INNER);
	assert_int_equal(funnel_count(4, 4, 1), FUNNEL_WITHIN);
	assert_int_equal(funnel_count(0, 6, 1), FUNNEL_LOW_INNER);      /* -ln 0.025 = 3.69, -ln 0.001 = 6.91 */
	assert_int_equal(funnel_count(0, 7, 1), FUNNEL_LOW_OUTER);
	assert_int_equal(funnel_count(NAN, 7, 1), FUNNEL_UNKNOWN);
}

/* On the line Wilson's interval ends at the average: that is how the line is made. */
static void
test_funnel_lines_of_proportions(void **state)
{
	struct funnel f = {.kind = FUNNEL_PROPORTION, .average = 0.3, .least = 50, .most = 4000, .multiplier = 100, .years = 1};
	struct funnel_line line[FUNNEL_POINTS], *l = &line[60];

	(void)state;
	funnel_lines(&f, line);
	assert_true(line[0].axis == 1 && line[99].axis == 4200);
	WITHIN(interval_proportion(l->lower_2s / 100 * l->axis, l->axis, 0.95, 1).upper, 0.3, 1e-12);
	WITHIN(interval_proportion(l->upper_3s / 100 * l->axis, l->axis, 0.998, 1).lower, 0.3, 1e-12);
	assert_int_equal(funnel_proportion(l->upper_2s / 100 * l->axis * 1.001, l->axis, 0.3), FUNNEL_HIGH_INNER);
	assert_int_equal(funnel_proportion(l->upper_2s / 100 * l->axis * 0.999, l->axis, 0.3), FUNNEL_WITHIN);
}

/* The expected events of the lines are the exact limits of the observed ones: x events are improbably many for the lower
 * limit of x. The search is good to one part in ten million of v / (1 + v). */
static void
test_funnel_lines_of_counts(void **state)
{
	struct funnel f = {.kind = FUNNEL_RATIO, .least = 5, .most = 400, .multiplier = 1, .years = 1};
	struct funnel_line line[FUNNEL_POINTS];

	(void)state;
	funnel_lines(&f, line);
	for (int i = 0; line[i].axis < RATE_EXACT_BELOW; i++) {
		struct interval inner = interval_count(line[i].axis, 0.95), outer = interval_count(line[i].axis, 0.998);

		WITHIN(line[i].size[0], inner.upper, 1e-5 * inner.upper);
		WITHIN(line[i].size[1], inner.lower, 1e-5 * inner.lower);
		WITHIN(line[i].size[2], outer.upper, 1e-4 * outer.upper);
		WITHIN(line[i].size[3], outer.lower, 1e-4 * outer.lower);
	}
}

/* Every place in turn of numbers that repeat. */
static void
test_select(void **state)
{
	(void)state;
	for (size_t k = 0; k < 97; k++) {
		double x[97];

		for (size_t i = 0; i < 97; i++)
			x[i] = (double)(i * 31 % 97 / 3);
		assert_true(select_nth(x, 97, k) == (double)(k / 3));
	}
	for (size_t k = 0; k < 97; k++) {
		const size_t place[] = {0, k / 2, k / 2, k, 96};
		double x[97], out[5];

		for (size_t i = 0; i < 97; i++)
			x[i] = (double)(i * 31 % 97 / 3);
		select_places(x, 97, place, 5, out);
		for (size_t i = 0; i < 5; i++)
			assert_true(out[i] == (double)(place[i] / 3));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_quantiles),
	    cmocka_unit_test(test_quantiles_of_ties),
	    cmocka_unit_test(test_tiles),
	    cmocka_unit_test(test_median),
	    cmocka_unit_test(test_benchmark),
	    cmocka_unit_test(test_funnel_of_counts),
	    cmocka_unit_test(test_funnel_lines_of_proportions),
	    cmocka_unit_test(test_funnel_lines_of_counts),
	    cmocka_unit_test(test_select),
	};

	return cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
