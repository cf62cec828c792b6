/* Slope and relative index of inequality, and the random numbers behind their simulation. */
#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "stats/inequality.h"
#include "stats/random.h"

#define WITHIN(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))
#define GROUPS 5

static const double even[GROUPS] = {100, 100, 100, 100, 100};
static const double ones[GROUPS] = {1, 1, 1, 1, 1};

/* What R prints for set.seed(42); runif(3) and for rnorm(5) after the seeds 42 and 1. */
static void
test_the_numbers_of_r(void **state)
{
	static const double after42[] = {1.37095844714667, -0.564698171396089, 0.363128411337339, 0.63286260496104,
	    0.404268323140999};
	static const double after1[] = {-0.626453810742332, 0.183643324222082, -0.835628612410047, 1.59528080213779,
	    0.329507771815361};
	struct random r;
	double z[2000], again[2000];

	(void)state;
	random_seed(&r, 42);
	WITHIN(random_uniform(&r), 0.914806043496355, 1e-14);
	WITHIN(random_uniform(&r), 0.937075413297862, 1e-14);
	WITHIN(random_uniform(&r), 0.286139534786344, 1e-14);
	random_seed(&r, 42);
	random_normals(&r, 5, z);
	for (int i = 0; i < 5; i++)
		WITHIN(z[i], after42[i], 1e-13);
	random_seed(&r, 1);
	random_normals(&r, 5, z);
	for (int i = 0; i < 5; i++)
		WITHIN(z[i], after1[i], 1e-13);
	/* In portions or at one time, it is the same row of numbers. */
	random_seed(&r, 7);
	random_normals(&r, 2000, z);
	random_seed(&r, 7);
	random_normals(&r, 3, again);
	random_normals(&r, 1997, again + 3);
	assert_memory_equal(z, again, sizeof z);
}

/* Groups of equal size stand at 0.1, 0.3 … 0.9; values of 10 + 20 times that lie on a line from 10 to 30. The slope's
 * variance, with errors of one, is 1 / (0.16 + 0.04 + 0 + 0.04 + 0.16) = 2.5. */
static void
test_a_line(void **state)
{
	struct mem *m = mem_new();
	const double value[GROUPS] = {12, 16, 20, 24, 28};
	struct inequality q = {GROUPS, even, value, ones, SCALE_PLAIN, false, 1};
	struct inequality_line line = inequality_of(&q, m);
	struct inequality_limits limits = inequality_closed(&q, &line, 0.95);

	(void)state;
	WITHIN(line.sii, 20, 1e-12);
	WITHIN(line.rii, 3, 1e-12);
	WITHIN(line.intercept, 10, 1e-12);
	WITHIN(line.slope_error, sqrt(2.5), 1e-12);
	WITHIN(limits.sii.upper, 20 + 1.959963984540054 * sqrt(2.5), 1e-9);
	assert_true(isnan(limits.rii.lower));
	q.multiplier = -10;                     /* less is worse: the slope turns, the ratio is its inverse */
	line = inequality_of(&q, m);
	limits = inequality_closed(&q, &line, 0.95);
	WITHIN(line.sii, -200, 1e-10);
	WITHIN(line.rii, 1.0 / 3, 1e-12);
	WITHIN(limits.sii.lower, -200 - 10 * 1.959963984540054 * sqrt(2.5), 1e-8);
	assert_true(limits.sii.lower < limits.sii.upper);
	mem_free(m);
}

/* Rates 2^(1 + 2b) double over half the ladder: the line of logarithms runs from 2 to 8. Limits stand in order for every
 * multiplier, those between nought and one included. */
static void
test_a_line_of_logarithms(void **state)
{
	struct mem *m = mem_new();
	const double multipliers[] = {1, 0.5, 1000, -1}, errors[GROUPS] = {0.1, 0.1, 0.1, 0.1, 0.1};
	double value[GROUPS];

	(void)state;
	for (int i = 0; i < GROUPS; i++)
		value[i] = exp2(1 + 2 * (0.1 + 0.2 * i));
	for (int k = 0; k < 4; k++) {
		struct inequality q = {GROUPS, even, value, errors, SCALE_LOG, true, multipliers[k]};
		struct inequality_line line = inequality_of(&q, m);
		struct inequality_limits limits = inequality_closed(&q, &line, 0.95), drawn;
		struct inequality_draws draws = {5, 20000, NULL};

		WITHIN(line.sii, 6 * multipliers[k], 1e-9 * fabs(multipliers[k]));
		WITHIN(line.rii, multipliers[k] < 0 ? 0.25 : 4, 1e-9);
		WITHIN(line.intercept, 2 * fabs(multipliers[k]), 1e-9 * fabs(multipliers[k]));
		assert_true(limits.sii.lower < line.sii && line.sii < limits.sii.upper);
		assert_true(limits.rii.lower < line.rii && line.rii < limits.rii.upper);
		inequality_simulate(&q, &line, draws, &(const double){0.95}, 1, &drawn, m);
		assert_true(drawn.sii.lower < drawn.sii.upper && drawn.rii.lower < drawn.rii.upper);
		WITHIN(drawn.sii.lower, limits.sii.lower, 0.1 * fabs(multipliers[k]));
		WITHIN(drawn.rii.upper, limits.rii.upper, 0.1);
	}
	mem_free(m);
}

/* The percentiles of many lines are near the closed limits, the same for the same seed, and the same when the deviates are
 * handed in. A group without an error takes no deviates. */
static void
test_simulation(void **state)
{
	struct mem *m = mem_new();
	const double value[GROUPS] = {12, 16, 20, 24, 28}, some[GROUPS] = {1, 0, 1, 1, 1}, levels[] = {0.95, 0.998};
	struct inequality q = {GROUPS, even, value, ones, SCALE_PLAIN, false, 1};
	struct inequality_line line = inequality_of(&q, m);
	struct inequality_limits closed = inequality_closed(&q, &line, 0.95), a[2], b[2], c[2];
	struct inequality_draws draws = {11, 50000, NULL};
	double *normal = mem_new_array(m, double, 50000 * GROUPS);
	struct random r;

	(void)state;
	inequality_simulate(&q, &line, draws, levels, 2, a, m);
	inequality_simulate(&q, &line, draws, levels, 2, b, m);
	random_seed(&r, 11);
	random_normals(&r, 50000 * GROUPS, normal);
	draws.normal = normal;
	inequality_simulate(&q, &line, draws, levels, 2, c, m);
	assert_memory_equal(a, b, sizeof a);
	assert_memory_equal(a, c, sizeof a);
	WITHIN(a[0].sii.lower, closed.sii.lower, 0.05);
	WITHIN(a[0].sii.upper, closed.sii.upper, 0.05);
	assert_true(a[1].sii.lower < a[0].sii.lower && a[0].rii.upper < a[1].rii.upper);
	q.error = some;
	assert_int_equal(inequality_width(&q), GROUPS - 1);
	mem_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_the_numbers_of_r),
	    cmocka_unit_test(test_a_line),
	    cmocka_unit_test(test_a_line_of_logarithms),
	    cmocka_unit_test(test_simulation),
	};

	return cmocka_run_group_tests_name("inequality", tests, NULL, NULL);
}
