/* Dates: the calendar against itself day by day, months and ages at their edges, and every form that is read. */
#include "unit.h"

#include "base/day.h"
#include "base/mem.h"

static void
test_every_day_follows_the_one_before(void **state)
{
	static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int32_t day = day_of(1800, 1, 1);

	(void)state;
	assert_int_equal(day_of(1970, 1, 1), 0);
	assert_int_equal(day_of(2000, 3, 1), 11017);
	assert_int_equal(day, -62091);
	assert_int_equal(day_weekday(day), 2);          /* a Wednesday */
	for (int year = 1800; year <= 2200; year++) {
		bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

		for (int month = 1; month <= 12; month++) {
			int last = length[month - 1] + (month == 2 && leap);

			for (int d = 1; d <= last; d++, day++) {
				struct date back = day_date(day);

				if (day_of(year, month, d) != day || back.year != year || back.month != month || back.day != d)
					fail_msg("%d-%d-%d is wrong", year, month, d);
				assert_int_equal(day_weekday(day + 1), (day_weekday(day) + 1) % 7);
			}
			assert_int_equal(day_of(year, month, last + 1), DAY_NONE);
		}
	}
	assert_int_equal(day_of(1799, 12, 31), DAY_NONE);
	assert_int_equal(day_of(2201, 1, 1), DAY_NONE);
	assert_int_equal(day_of(2024, 13, 1), DAY_NONE);
	assert_int_equal(day_of(2024, 0, 1), DAY_NONE);
	assert_int_equal(day_of(2024, 1, 0), DAY_NONE);
	assert_int_equal(day_weekday(day_of(2026, 11, 22)), 6);         /* a Sunday */
	assert_int_equal(day_date(DAY_NONE).year, 0);
}

static void
test_months(void **state)
{
	static const int from_to[][7] = {
		{2023, 1, 31, 1, 2023, 2, 28}, {2024, 1, 31, 1, 2024, 2, 29}, {2024, 2, 29, 12, 2025, 2, 28},
		{2024, 3, 31, -1, 2024, 2, 29}, {2024, 12, 15, 1, 2025, 1, 15}, {2024, 1, 15, -1, 2023, 12, 15},
		{2024, 8, 31, 1, 2024, 9, 30}, {2024, 5, 5, 0, 2024, 5, 5}, {2024, 2, 29, 48, 2028, 2, 29},
		{2024, 1, 1, -2400, 1824, 1, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof from_to / sizeof from_to[0]; i++) {
		const int *t = from_to[i];

		assert_int_equal(day_add_months(day_of(t[0], t[1], t[2]), t[3]), day_of(t[4], t[5], t[6]));
	}
	assert_int_equal(day_add_months(day_of(2024, 1, 1), 12 * 300), DAY_NONE);
	assert_int_equal(day_add_months(DAY_NONE, 1), DAY_NONE);
	assert_int_equal(day_add_months(day_of(2024, 1, 1), INT32_MAX), DAY_NONE);
	assert_int_equal(day_month_start(day_of(2024, 2, 29)), day_of(2024, 2, 1));
	assert_int_equal(day_month_end(day_of(2024, 2, 1)), day_of(2024, 2, 29));
	assert_int_equal(day_month_end(day_of(1900, 2, 1)), day_of(1900, 2, 28));
	assert_int_equal(day_month_end(DAY_NONE), DAY_NONE);
	assert_int_equal(day_month_start(DAY_NONE), DAY_NONE);
}

static void
test_ages(void **state)
{
	int32_t leap = day_of(2008, 2, 29), plain = day_of(2010, 6, 15);

	(void)state;
	assert_int_equal(day_age(plain, day_of(2010, 6, 15)), 0);
	assert_int_equal(day_age(plain, day_of(2011, 6, 14)), 0);
	assert_int_equal(day_age(plain, day_of(2011, 6, 15)), 1);
	assert_int_equal(day_age(plain, day_of(2028, 6, 14)), 17);
	assert_int_equal(day_age(plain, day_of(2028, 6, 15)), 18);
	assert_int_equal(day_age(plain, day_of(2010, 6, 14)), -1);
	/* Born on 29 February: a birthday on 1 March where there is no 29th. */
	assert_int_equal(day_age(leap, day_of(2026, 2, 28)), 17);
	assert_int_equal(day_age(leap, day_of(2026, 3, 1)), 18);
	assert_int_equal(day_age(leap, day_of(2024, 2, 28)), 15);
	assert_int_equal(day_age(leap, day_of(2024, 2, 29)), 16);
	assert_int_equal(day_age(DAY_NONE, plain), -1);
	assert_int_equal(day_age(plain, DAY_NONE), -1);
}

/* A form and what it reads as: the first and last day it can be, the minute, or bad. */
struct form {
	const char *text;
	const char *first, *last;       /* NULL: bad; last NULL: a whole date */
	int minute;
};

static const struct form forms[] = {
	{"03/04/2015", "2015-04-03", NULL, -1},
	{"3/4/2015", "2015-04-03", NULL, -1},
	{"03-04-2015", "2015-04-03", NULL, -1},
	{"3.4.2015", "2015-04-03", NULL, -1},
	{"2015-04-03", "2015-04-03", NULL, -1},
	{"2015/04/03", "2015-04-03", NULL, -1},
	{"20150403", "2015-04-03", NULL, -1},
	{"03-Apr-2015", "2015-04-03", NULL, -1},
	{"3 apr 2015", "2015-04-03", NULL, -1},
	{"3 April 2015", "2015-04-03", NULL, -1},
	{"30 SEPT 2015", "2015-09-30", NULL, -1},
	{"2015-Apr-03", "2015-04-03", NULL, -1},
	{" \t03/04/2015\xc2\xa0", "2015-04-03", NULL, -1},
	{"29/02/2024", "2024-02-29", NULL, -1},
	{"2015-04-03T10:30", "2015-04-03", NULL, 630},
	{"2015-04-03T10:30:15Z", "2015-04-03", NULL, 630},
	{"2015-04-03T00:00:00.000+01:00", "2015-04-03", NULL, 0},
	{"2015-04-03 23:59:59.1234567-0530", "2015-04-03", NULL, 1439},
	{"2015-04-03T10:30+01", "2015-04-03", NULL, 630},
	{"03/04/2015 9:05", "2015-04-03", NULL, 545},
	{"03/04/2015  00:00:00", "2015-04-03", NULL, 0},
	{"20150403T0930", NULL, NULL, 0},
	{"20150403T09:30", "2015-04-03", NULL, 570},
	{"2015-Apr-03 12:00:00", "2015-04-03", NULL, 720},
	{"3 April 2015 12:00", "2015-04-03", NULL, 720},
	{"ZZ/ZZ/2015", "2015-01-01", "2015-12-31", -1},
	{"zz/03/2015", "2015-03-01", "2015-03-31", -1},
	{"zz/02/2024", "2024-02-01", "2024-02-29", -1},
	{"ZZ-ZZ-2015", "2015-01-01", "2015-12-31", -1},
	{"2015-ZZ-ZZ", "2015-01-01", "2015-12-31", -1},
	{"2015-03-ZZ", "2015-03-01", "2015-03-31", -1},
	{"2015-03", "2015-03-01", "2015-03-31", -1},
	{"03/2015", "2015-03-01", "2015-03-31", -1},
	{"March 2015", "2015-03-01", "2015-03-31", -1},
	{"Mar-2015", "2015-03-01", "2015-03-31", -1},
	{"2015", "2015-01-01", "2015-12-31", -1},
	/* Two-digit years are refused, and what is no date. */
	{"03/04/15", NULL, NULL, 0}, {"03-Apr-15", NULL, NULL, 0}, {"15-04-03", NULL, NULL, 0},
	{"31/02/2020", NULL, NULL, 0}, {"29/02/2023", NULL, NULL, 0}, {"29/02/1900", NULL, NULL, 0},
	{"00/01/2020", NULL, NULL, 0}, {"01/13/2020", NULL, NULL, 0}, {"2020-13-01", NULL, NULL, 0},
	{"20201301", NULL, NULL, 0}, {"2020-13", NULL, NULL, 0}, {"zz/13/2020", NULL, NULL, 0},
	{"1/2", NULL, NULL, 0}, {"1", NULL, NULL, 0}, {"201", NULL, NULL, 0}, {"20150", NULL, NULL, 0},
	{"2015040", NULL, NULL, 0}, {"201504031", NULL, NULL, 0}, {"0000-01-01", NULL, NULL, 0},
	{"9999-12-31", NULL, NULL, 0}, {"9999", NULL, NULL, 0}, {"01/01/1700", NULL, NULL, 0},
	{"03/04-2015", NULL, NULL, 0}, {"03//04/2015", NULL, NULL, 0}, {"/04/2015", NULL, NULL, 0},
	{"03/04/2015x", NULL, NULL, 0}, {"03/04/2015/", NULL, NULL, 0}, {"03/04/2015 ", "2015-04-03", NULL, -1},
	{"03/04/2015 25:00", NULL, NULL, 0}, {"03/04/2015 10:60", NULL, NULL, 0}, {"03/04/2015 10", NULL, NULL, 0},
	{"03/04/2015T", NULL, NULL, 0}, {"03/04/2015 10:30:", NULL, NULL, 0}, {"03/04/2015 10:30:15.", NULL, NULL, 0},
	{"03/04/2015 10:30+", NULL, NULL, 0}, {"03/04/2015 10:30+1", NULL, NULL, 0}, {"03/04/2015 10:30ZZ", NULL, NULL, 0},
	{"tomorrow", NULL, NULL, 0}, {"Foo 2015", NULL, NULL, 0}, {"3 Foo 2015", NULL, NULL, 0}, {"zz", NULL, NULL, 0},
	{"-", NULL, NULL, 0}, {"n/a", NULL, NULL, 0}, {"2015-04-03-01", NULL, NULL, 0}, {"٣/٤/٢٠١٥", NULL, NULL, 0},
	{"03/04/12015", NULL, NULL, 0}, {"003/04/2015", NULL, NULL, 0}, {"+3/4/2015", NULL, NULL, 0},
};

static void
test_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		const struct form *f = &forms[i];
		struct read_date r = day_read(view_of(f->text));
		enum date_read want = f->first == NULL ? DATE_BAD : f->last == NULL ? DATE_WHOLE : DATE_PARTIAL;
		char first[DAY_SIZE], last[DAY_SIZE];

		if (r.found != want)
			fail_msg("\"%s\" was found to be %d, not %d", f->text, (int)r.found, (int)want);
		day_print(r.day, first);
		day_print(r.last, last);
		assert_string_equal(first, f->first == NULL ? "" : f->first);
		assert_string_equal(last, f->first == NULL ? "" : f->last == NULL ? f->first : f->last);
		assert_int_equal(r.minute, f->first == NULL ? -1 : f->minute);
	}
	assert_int_equal(day_read(VIEW("")).found, DATE_EMPTY);
	assert_int_equal(day_read(VIEW(" \xc2\xa0 ")).found, DATE_EMPTY);
	assert_int_equal(day_read((struct view){NULL, 0}).found, DATE_EMPTY);
}

static void
test_every_day_reads_back(void **state)
{
	(void)state;
	for (int32_t day = day_of(1800, 1, 1); day <= day_of(2200, 12, 31); day += 13) {
		struct mem *m = mem_new();
		const char *texts[] = {day_iso(m, day), day_words(m, day)};

		for (int i = 0; i < 2; i++) {
			struct read_date r = day_read(view_of(texts[i]));

			assert_int_equal(r.found, DATE_WHOLE);
			assert_int_equal(r.day, day);
			assert_int_equal(r.last, day);
		}
		mem_free(m);
	}
}

static void
test_printing(void **state)
{
	struct mem *m = mem_new();

	(void)state;
	assert_string_equal(day_iso(m, day_of(2026, 3, 3)), "2026-03-03");
	assert_string_equal(day_iso(m, DAY_NONE), "");
	assert_string_equal(day_words(m, day_of(2026, 3, 3)), "3 March 2026");
	assert_string_equal(day_words(m, DAY_NONE), "not known");
	mem_free(m);
}

/* 2026: summer time from 01:00 on Sunday 29 March to 01:00 on Sunday 25 October. */
static void
test_the_day_in_london(void **state)
{
	int64_t march = day_of(2026, 3, 29) * INT64_C(86400), october = day_of(2026, 10, 25) * INT64_C(86400);

	(void)state;
	assert_int_equal(day_in_london(march - 1), day_of(2026, 3, 28));
	assert_int_equal(day_in_london(march), day_of(2026, 3, 29));
	assert_int_equal(day_in_london(march + 23 * 3600 - 1), day_of(2026, 3, 29));
	assert_int_equal(day_in_london(march + 23 * 3600), day_of(2026, 3, 30));
	assert_int_equal(day_in_london(october - 3600), day_of(2026, 10, 25));
	assert_int_equal(day_in_london(october - 3601), day_of(2026, 10, 24));
	assert_int_equal(day_in_london(october + 24 * 3600 - 1), day_of(2026, 10, 25));
	assert_int_equal(day_in_london(october + 24 * 3600), day_of(2026, 10, 26));
}

static void
test_today_can_be_set(void **state)
{
	(void)state;
	setenv("BAIRN_TODAY", "2024-02-29", 1);
	assert_int_equal(day_today(), day_of(2024, 2, 29));
	unsetenv("BAIRN_TODAY");
	assert_true(day_today() > day_of(2025, 1, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day_follows_the_one_before),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_ages),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_every_day_reads_back),
		cmocka_unit_test(test_printing),
		cmocka_unit_test(test_the_day_in_london),
		cmocka_unit_test(test_today_can_be_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
