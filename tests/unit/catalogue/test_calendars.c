/* The calendars in the catalogue, against days counted by hand on a wall calendar. */
#include "unit.h"

#include "base/calendar.h"
#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"

static struct ctx c;
static const struct calendar *working, *school;

static int
set_up(void **state)
{
	(void)state;
	c = (struct ctx){.mem = mem_new()};
	if (catalogue_load(&c, NULL) != OK)
		fail_msg("%s", c.sentence);
	working = catalogue_calendar(c.catalogue, "working");
	school = catalogue_calendar(c.catalogue, "school");
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	mem_free(c.mem);
	return 0;
}

static void
added(const struct calendar *k, int32_t from, int n, int32_t expected)
{
	char a[DAY_SIZE], b[DAY_SIZE];

	day_print(calendar_add(k, from, n), a);
	day_print(expected, b);
	assert_string_equal(a, b);
	assert_int_equal(calendar_between(k, from, expected), n);
}

/* Thursday 28 March 2024, then Good Friday 29, Easter Monday 1 April: the first working day after is Tuesday
 * 2 April. */
static void
easter_2024(void **state)
{
	(void)state;
	added(working, day_of(2024, 3, 28), 1, day_of(2024, 4, 2));
	added(working, day_of(2024, 3, 28), 4, day_of(2024, 4, 5));
	added(working, day_of(2024, 3, 28), 5, day_of(2024, 4, 8));
	assert_int_equal(calendar_between(working, day_of(2024, 3, 28), day_of(2024, 4, 1)), 0);
	/* 15 working days from Monday 18 March: 4 that week (19-22), 4 to Thursday 28, 4 to Friday 5 April, then 8, 9, 10 */
	added(working, day_of(2024, 3, 18), 15, day_of(2024, 4, 10));
}

/* Wednesday 24 December 2025; Thursday 25 and Friday 26 closed; 29, 30, 31; Thursday 1 January closed; Friday 2. */
static void
christmas_2025(void **state)
{
	(void)state;
	added(working, day_of(2025, 12, 24), 1, day_of(2025, 12, 29));
	added(working, day_of(2025, 12, 24), 3, day_of(2025, 12, 31));
	added(working, day_of(2025, 12, 24), 4, day_of(2026, 1, 2));
	added(working, day_of(2025, 12, 24), 5, day_of(2026, 1, 5));
}

/* The spring holiday moved to Thursday 2 June with the Jubilee on Friday 3; Monday 30 May was open. */
static void
jubilee_2022(void **state)
{
	(void)state;
	assert_true(calendar_is_open(working, day_of(2022, 5, 30)));
	assert_false(calendar_is_open(working, day_of(2022, 6, 2)));
	assert_false(calendar_is_open(working, day_of(2022, 6, 3)));
	added(working, day_of(2022, 6, 1), 1, day_of(2022, 6, 6));
	added(working, day_of(2022, 5, 27), 4, day_of(2022, 6, 6));
	assert_false(calendar_is_open(working, day_of(2022, 9, 19)));
}

/* The days that came once, and substitutes: 2020's early May holiday on Friday 8; Christmas 2021 on a Saturday. */
static void
holidays_out_of_the_ordinary(void **state)
{
	(void)state;
	assert_false(calendar_is_open(working, day_of(2011, 4, 29)));
	assert_false(calendar_is_open(working, day_of(2012, 6, 4)));
	assert_false(calendar_is_open(working, day_of(2012, 6, 5)));
	assert_true(calendar_is_open(working, day_of(2012, 5, 28)));
	assert_true(calendar_is_open(working, day_of(2020, 5, 4)));
	assert_false(calendar_is_open(working, day_of(2020, 5, 8)));
	assert_false(calendar_is_open(working, day_of(2023, 5, 8)));
	assert_false(calendar_is_open(working, day_of(2021, 12, 27)));
	assert_false(calendar_is_open(working, day_of(2021, 12, 28)));
	assert_true(calendar_is_open(working, day_of(2021, 12, 29)));
	assert_false(calendar_is_open(working, day_of(2022, 1, 3)));
}

/* Eight bank holidays a year, but nine in 2011, 2012 and 2023 and ten in 2022. */
static void
every_year_has_its_holidays(void **state)
{
	(void)state;
	for (int year = 2010; year <= 2030; year++) {
		int weekdays = 0, expected = year == 2022 ? 10 : year == 2011 || year == 2012 || year == 2023 ? 9 : 8;
		for (int32_t day = day_of(year, 1, 1); day <= day_of(year, 12, 31); day++)
			weekdays += day_weekday(day) < 5;
		assert_int_equal(weekdays - calendar_between(working, day_of(year, 1, 1) - 1 < working->first
		    ? working->first : day_of(year, 1, 1) - 1, day_of(year, 12, 31)), expected);
	}
}

/* Autumn 2024: Monday 2 September to Friday 20 December, half-term 28 October to 1 November: 16 weeks less one,
 * 75 days. */
static void
school_days_follow_the_terms(void **state)
{
	const struct term *autumn = NULL;

	(void)state;
	for (size_t i = 0; i < c.catalogue->n_terms && !autumn; i++)
		if (c.catalogue->term[i].academic_year == 2024)
			autumn = &c.catalogue->term[i];
	assert_non_null(autumn);
	assert_string_equal(autumn->name, "autumn");
	assert_int_equal(autumn->from, day_of(2024, 9, 2));
	assert_int_equal(autumn->break_from, day_of(2024, 10, 28));
	assert_int_equal(calendar_between(school, autumn->from - 1, autumn->until), 75);
	added(school, day_of(2024, 10, 25), 1, day_of(2024, 11, 4));
	added(school, day_of(2024, 12, 20), 1, day_of(2025, 1, 6));
	assert_false(calendar_is_open(school, day_of(2025, 5, 5)));        /* a bank holiday in term */
	assert_false(calendar_is_open(school, day_of(2024, 8, 1)));
	assert_int_equal(c.catalogue->n_terms, 45);
}

/* Schools must open for 190 days; five training days usually come on top. */
static void
every_school_year_is_about_as_long(void **state)
{
	(void)state;
	for (int year = 2015; year <= 2029; year++) {
		int32_t from = year == 2015 ? school->first : day_of(year, 8, 31);
		int days = calendar_between(school, from, day_of(year + 1, 8, 31)) + (year == 2015 && calendar_is_open(school, from));
		if (days < 188 || days > 198)
			fail_msg("%d has %d school days", year, days);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(easter_2024), cmocka_unit_test(christmas_2025), cmocka_unit_test(jubilee_2022),
		cmocka_unit_test(holidays_out_of_the_ordinary), cmocka_unit_test(every_year_has_its_holidays),
		cmocka_unit_test(school_days_follow_the_terms), cmocka_unit_test(every_school_year_is_about_as_long),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
