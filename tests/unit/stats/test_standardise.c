/* Standardised rates, worked out by hand. */
#include "unit.h"

#include <math.h>

#include "stats/standardise.h"

#define WITHIN(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

/* Two strata of equal standing: 10 of 1000 and 30 of 2000 are 0.01 and 0.015, on average 0.0125. The variance is
 * (10 / 1000^2 + 30 / 2000^2) / 4 = 4.375e-6; the count is 40. */
static void
test_direct_rate(void **state)
{
	const double x[] = {10, 30}, n[] = {1000, 2000}, standard[] = {1, 1};
	struct direct d = direct_rate(2, x, n, standard, 10000);
	struct interval i = direct_interval(&d, 0.95), count = interval_count(40, 0.95);

	(void)state;
	assert_true(d.count == 40 && d.population == 3000);
	WITHIN(d.value, 125, 1e-12);
	WITHIN(i.lower, 125 - 10000 * sqrt(4.375e-6 / 40) * (40 - count.lower), 1e-9);
	WITHIN(i.upper, 125 + 10000 * sqrt(4.375e-6 / 40) * (count.upper - 40), 1e-9);
}

/* Standardising to the place's own population gives back the crude rate. */
static void
test_own_population_is_crude(void **state)
{
	const double x[] = {3, 20, 7}, n[] = {500, 1500, 250};
	struct direct d = direct_rate(3, x, n, n, 1000);

	(void)state;
	WITHIN(d.value, 1000 * 30.0 / 2250, 1e-12);
}

static void
test_few_events_give_no_rate(void **state)
{
	const double x[] = {4, 5}, n[] = {100, 100}, missing[] = {NAN, 10};
	struct direct nine = direct_rate(2, x, n, n, 1), ten = direct_rate(2, missing, n, n, 1);

	(void)state;
	assert_true(nine.count == 9 && isnan(nine.value) && isnan(direct_interval(&nine, 0.95).lower));
	assert_true(ten.count == 10 && ten.value == 0.05);              /* a missing count is nought */
}

/* Forty events: of forty people, or of twenty with two each. The rate is one; its variance doubles. */
static void
test_events_of_the_same_people(void **state)
{
	const int band[] = {0, 0};
	const double one[] = {1, 2}, forty[] = {40, 0}, twenty[] = {0, 20}, n[] = {1000, 1000}, standard[] = {5, 5};
	char seen[1];
	struct direct apart = direct_rate_of_persons(2, band, one, forty, n, standard, 1, seen, 100);
	struct direct together = direct_rate_of_persons(2, band, one, twenty, n, standard, 1, seen, 100);

	(void)state;
	assert_true(apart.population == 1000 && together.population == 1000);
	WITHIN(apart.value, 4, 1e-12);
	WITHIN(together.value, 4, 1e-12);
	WITHIN(together.spread * together.spread, 2 * apart.spread * apart.spread, 1e-15);
}

/* The reference has 10 in 1000 and 40 in 1000: 8 and 8 expected of 800 and 200. Twenty-four observed are one and a half. */
static void
test_indirect(void **state)
{
	const double x[] = {14, 10}, n[] = {800, 200}, x_ref[] = {10, 40}, n_ref[] = {1000, 1000};
	struct indirect i = indirect_counts(2, x, n, x_ref, n_ref);
	struct interval ratio = indirect_interval(&i, 0.95, 100), count = interval_count(24, 0.95);

	(void)state;
	WITHIN(i.expected, 16, 1e-12);
	WITHIN(i.reference_rate, 0.025, 1e-15);
	WITHIN(ratio.value, 150, 1e-12);
	WITHIN(ratio.lower, count.lower / 16 * 100, 1e-12);
	WITHIN(ratio.upper, count.upper / 16 * 100, 1e-12);
}

static void
test_indirect_of_nothing(void **state)
{
	const double none[] = {0}, one[] = {1}, n[] = {100};
	struct indirect empty = indirect_counts(1, none, none, one, n), odd = indirect_counts(1, one, none, one, n);

	(void)state;
	assert_true(isnan(indirect_interval(&empty, 0.95, 1).value));
	assert_true(isinf(indirect_interval(&odd, 0.95, 1).value));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_direct_rate),
	    cmocka_unit_test(test_own_population_is_crude),
	    cmocka_unit_test(test_few_events_give_no_rate),
	    cmocka_unit_test(test_events_of_the_same_people),
	    cmocka_unit_test(test_indirect),
	    cmocka_unit_test(test_indirect_of_nothing),
	};

	return cmocka_run_group_tests_name("standardise", tests, NULL, NULL);
}
