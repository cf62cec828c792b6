/* Working days over Easter and Christmas, with England's bank holidays of 2024 (GOV.UK, "UK bank holidays"). */
#include "unit.h"

#include "base/calendar.h"
#include "base/day.h"
#include "base/mem.h"

static struct calendar *
calendar_of_2024(struct mem *m)
{
	const int32_t closed[] = {
		day_of(2024, 1, 1), day_of(2024, 3, 29), day_of(2024, 4, 1), day_of(2024, 5, 6), day_of(2024, 5, 27),
		day_of(2024, 8, 26), day_of(2024, 12, 25), day_of(2024, 12, 26),
		day_of(2024, 12, 25), day_of(2024, 12, 28), day_of(2030, 1, 1),    /* twice, a Saturday, outside */
	};

	return calendar_new(m, "england", day_of(2024, 1, 1), day_of(2024, 12, 31), closed, sizeof closed / sizeof closed[0]);
}

static int32_t
on(int month, int day)
{
	return day_of(2024, month, day);
}

static void
test_which_days_are_open(void **state)
{
	struct mem *m = mem_new();
	struct calendar *k = calendar_of_2024(m);

	(void)state;
	assert_false(calendar_is_open(k, on(1, 1)));            /* New Year, and the first day there is */
	assert_true(calendar_is_open(k, on(1, 2)));
	assert_true(calendar_is_open(k, on(3, 28)));            /* Maundy Thursday */
	assert_false(calendar_is_open(k, on(3, 29)));           /* Good Friday */
	assert_false(calendar_is_open(k, on(3, 30)));
	assert_false(calendar_is_open(k, on(3, 31)));
	assert_false(calendar_is_open(k, on(4, 1)));            /* Easter Monday */
	assert_true(calendar_is_open(k, on(4, 2)));
	assert_true(calendar_is_open(k, on(12, 31)));
	assert_false(calendar_is_open(k, day_of(2025, 1, 2)));
	assert_false(calendar_is_open(k, day_of(2023, 12, 29)));
	assert_false(calendar_is_open(k, DAY_NONE));
	/* 2024 has 262 days from Monday to Friday, and eight bank holidays, all on them. */
	assert_int_equal(k->open_count, 254);
	mem_free(m);
}

static void
test_days_between(void **state)
{
	struct mem *m = mem_new();
	struct calendar *k = calendar_of_2024(m);

	(void)state;
	assert_int_equal(calendar_between(k, on(3, 28), on(3, 28)), 0);
	assert_int_equal(calendar_between(k, on(3, 27), on(3, 28)), 1);
	assert_int_equal(calendar_between(k, on(3, 28), on(4, 1)), 0);
	assert_int_equal(calendar_between(k, on(3, 28), on(4, 2)), 1);
	assert_int_equal(calendar_between(k, on(3, 25), on(4, 5)), 7);  /* 26 27 28 March, 2 3 4 5 April */
	assert_int_equal(calendar_between(k, on(4, 5), on(3, 25)), -7);
	assert_int_equal(calendar_between(k, on(12, 24), on(12, 27)), 1);
	assert_int_equal(calendar_between(k, on(1, 1), on(12, 31)), 254);
	assert_int_equal(calendar_between(k, DAY_NONE, on(1, 1)), INT32_MIN);
	assert_int_equal(calendar_between(k, on(1, 1), day_of(2025, 1, 1)), INT32_MIN);
	mem_free(m);
}

static void
test_days_added(void **state)
{
	struct mem *m = mem_new();
	struct calendar *k = calendar_of_2024(m);

	(void)state;
	assert_int_equal(calendar_add(k, on(3, 28), 1), on(4, 2));
	assert_int_equal(calendar_add(k, on(3, 29), 1), on(4, 2));
	assert_int_equal(calendar_add(k, on(3, 30), 0), on(3, 30));
	assert_int_equal(calendar_add(k, on(3, 25), 7), on(4, 5));
	/* From Thursday 21 March, by the Fridays: 1, 5 (Thursday), 9, 14, 19, 24, 29, 33, 38, 43; then 28 and 29 May. */
	assert_int_equal(calendar_add(k, on(3, 21), 45), on(5, 29));
	assert_int_equal(calendar_add(k, on(12, 31), 1), DAY_NONE);
	assert_int_equal(calendar_add(k, on(1, 1), 254), on(12, 31));
	assert_int_equal(calendar_add(k, on(1, 1), 255), DAY_NONE);
	assert_int_equal(calendar_add(k, on(1, 1), INT32_MAX), DAY_NONE);
	assert_int_equal(calendar_add(k, on(1, 1), -1), DAY_NONE);
	assert_int_equal(calendar_add(k, DAY_NONE, 1), DAY_NONE);
	mem_free(m);
}

static void
test_adding_and_counting_agree(void **state)
{
	struct mem *m = mem_new();
	struct calendar *k = calendar_of_2024(m);

	(void)state;
	for (int32_t day = k->first; day <= k->last; day++)
		for (int32_t n = 1; n < 60; n++) {
			int32_t then = calendar_add(k, day, n);

			if (then == DAY_NONE)
				break;
			assert_true(calendar_is_open(k, then));
			assert_int_equal(calendar_between(k, day, then), n);
			assert_int_equal(calendar_between(k, day, then - 1), n - 1);
		}
	mem_free(m);
}

static void
test_an_empty_calendar_knows_nothing(void **state)
{
	struct mem *m = mem_new();
	struct calendar *k = calendar_new(m, "none", 10, 9, NULL, 0);

	(void)state;
	assert_false(calendar_is_open(k, 10));
	assert_int_equal(calendar_add(k, 10, 1), DAY_NONE);
	mem_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_which_days_are_open),
		cmocka_unit_test(test_days_between),
		cmocka_unit_test(test_days_added),
		cmocka_unit_test(test_adding_and_counting_agree),
		cmocka_unit_test(test_an_empty_calendar_knows_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
