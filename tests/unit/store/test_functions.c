/* The functions of portable SQL: one table of cases, which holds for every engine. */
#include "scratch.h"

#include "base/calendar.h"
#include "base/day.h"
#include "base/text.h"

/* Expected values as text; NULL is null. Numbers are compared as numbers: one engine writes 3.0 where the other writes 3.
 * `data` is the leaf that set_up() writes. */
static const struct {
	const char *sql, *expected;
} cases[] = {
	{"days_between('2024-02-28', '2024-03-01')", "2"},              /* a leap year */
	{"days_between('2023-02-28', '2023-03-01')", "1"},
	{"days_between('2100-02-28', '2100-03-01')", "1"},              /* 2100 is none */
	{"days_between('2024-03-01', '2024-02-28')", "-2"},
	{"days_between('2024-03-01', '2024-03-01')", "0"},
	{"days_between(null, '2024-03-01')", NULL},
	{"days_between('2024-03-01', null)", NULL},
	{"days_between('', '2024-03-01')", NULL},
	{"days_between('2024-01-01', '')", NULL},
	{"days_between('2024-01-01', '2024-01-04') / 2", "1"},          /* a whole number, so this is cut off */
	{"add_days('2024-02-28', 2)", "2024-03-01"},
	{"add_days('2024-01-01', -1)", "2023-12-31"},
	{"add_days(null, 1)", NULL},
	{"add_days('', 1)", NULL},
	{"add_days('2024-01-01', null)", NULL},
	{"add_days('2024-02-29', 365)", "2025-02-28"},
	{"add_days('1800-01-01', -1)", NULL},
	{"add_days('2200-12-31', 1)", NULL},
	{"add_days('2024-01-01', 9000000000000000000)", NULL},
	{"add_months('2024-01-31', 1)", "2024-02-29"},                  /* clamped to the month's end */
	{"add_months('2023-01-31', 1)", "2023-02-28"},
	{"add_months('2024-02-29', 12)", "2025-02-28"},
	{"add_months('2024-02-29', 48)", "2028-02-29"},
	{"add_months('2024-02-28', 1)", "2024-03-28"},                  /* not kept at the end */
	{"add_months('2024-03-31', -1)", "2024-02-29"},
	{"add_months('2024-03-30', -1)", "2024-02-29"},
	{"add_months('2024-08-31', 1)", "2024-09-30"},
	{"add_months('2024-12-15', 1)", "2025-01-15"},
	{"add_months('2024-01-15', -1)", "2023-12-15"},
	{"add_months('2024-05-31', 0)", "2024-05-31"},
	{"add_months(null, 1)", NULL},
	{"add_months('', 1)", NULL},
	{"add_months('2024-01-31', null)", NULL},
	{"add_months('2024-01-31', 100000)", NULL},
	{"add_months('2024-01-31', -4700)", NULL},
	{"add_months('2200-06-30', 6)", "2200-12-30"},                  /* the last year and the first that dates may have */
	{"add_months('2200-06-30', 7)", NULL},
	{"add_months('1800-12-31', -11)", "1800-01-31"},
	{"add_months('1800-12-31', -12)", NULL},
	/* Good Friday 29 March and Easter Monday 1 April 2024 are closed. */
	{"open_days_between('working', '2024-03-28', '2024-04-02')", "1"},
	{"open_days_between('working', '2024-03-20', '2024-04-12')", "15"},
	{"open_days_between('working', '2024-04-12', '2024-03-20')", "-15"},
	{"open_days_between('working', '2024-03-30', '2024-03-31')", "0"},
	{"open_days_between('working', '2024-03-29', '2024-04-01')", "0"},      /* nothing open from Friday to Monday */
	{"open_days_between('working', '2024-04-01', '2024-04-02')", "1"},
	{"open_days_between('working', '2024-02-28', '2024-03-01')", "2"},
	{"open_days_between('working', null, '2024-03-31')", NULL},
	{"open_days_between('working', '', '2024-03-31')", NULL},
	{"open_days_between('working', '2024-03-30', '')", NULL},
	{"open_days_between('working', '2024-03-30', null)", NULL},
	{"open_days_between(null, '2024-03-30', '2024-03-31')", NULL},
	{"open_days_between('working', '1999-01-01', '2024-03-31')", NULL},     /* before the calendar */
	{"open_days_between('working', '2024-03-31', '2031-01-01')", NULL},     /* and after it */
	{"open_days_between('working', '2020-01-01', '2030-12-31')", "2867"},   /* 2869 Mondays to Fridays, two closed */
	{"add_open_days('working', '2024-03-28', 1)", "2024-04-02"},
	{"add_open_days('working', '2024-03-20', 15)", "2024-04-12"},
	{"add_open_days('working', '2024-03-30', 0)", "2024-03-30"},
	{"add_open_days('working', '2024-03-30', -1)", NULL},
	{"add_open_days('working', '2024-03-30', 100000)", NULL},
	{"add_open_days('working', '2024-03-29', 1)", "2024-04-02"},
	{"add_open_days('working', '1999-01-01', 1)", NULL},
	{"add_open_days('working', null, 1)", NULL},
	{"add_open_days('working', '', 1)", NULL},
	{"add_open_days('working', '2024-03-28', null)", NULL},
	{"add_open_days(null, '2024-03-28', 1)", NULL},
	{"age_on('2008-02-29', '2024-02-28')", "15"},
	{"age_on('2008-02-29', '2024-02-29')", "16"},
	{"age_on('2008-02-29', '2026-02-28')", "17"},                   /* a birthday on 1 March of other years */
	{"age_on('2008-02-29', '2026-03-01')", "18"},
	{"age_on('2024-03-01', '2024-03-01')", "0"},
	{"age_on('2024-03-02', '2024-03-01')", NULL},                   /* not born yet */
	{"age_on('2008-12-31', '2024-12-30')", "15"},
	{"age_on('2008-12-31', '2024-12-31')", "16"},
	{"age_on('2023-03-31', '2024-02-29')", "0"},
	{"age_on('2023-01-31', '2024-01-30')", "0"},
	{"age_on('', '2024-03-01')", NULL},
	{"age_on(null, '2024-03-01')", NULL},
	{"age_on('2024-03-01', null)", NULL},
	{"number('12.5')", "12.5"},
	{"number(' -3 ')", "-3.0"},
	{"number(7)", "7.0"},
	{"number('')", NULL},
	{"number('twelve')", NULL},
	{"number('12 miles')", NULL},
	{"number('0x10')", NULL},
	{"number(null)", NULL},
	{"number('1e3')", "1000"},
	{"number('.5')", "0.5"},
	{"number('5.')", "5"},
	{"number('+5')", "5"},
	{"number('-')", NULL},
	{"number(' ')", NULL},
	{"number('1,000')", NULL},
	{"number('inf')", NULL},
	{"number('nan')", NULL},
	{"number('1e')", NULL},
	{"number('100000000000000000000')", "1e20"},
	{"number(data->>'x') + 1", "5.0"},
	{"number(data->>'n') * 2", "25"},
	{"number(data->>'missing')", NULL},
	{"round(1000000000 * miles_between(400000, 300000, 400000, 301609.344))", "1000000000"},
	{"round(1000000000 * miles_between(0, 0, 4828.032, 6437.376))", "5000000000"},
	{"miles_between(0, 0, 0, 0)", "0.0"},
	{"miles_between(0, 0, null, 0)", NULL},
	/* What both engines have, used as docs/sql.md says. */
	{"data->'a'->>'b'", "yes"},
	{"data->>'missing'", NULL},
	{"data->>'n'", "12.5"},
	{"data->>'nothing'", NULL},
	{"data->>'empty'", ""},
	{"7 / 2", "3"},
	{"-7 / 2", "-3"},
	{"1.0 * 7 / 2", "3.5"},
	{"abs(-3)", "3"},
	{"'a' || 'b'", "ab"},
	{"substr('abcdef', 2, 3)", "bcd"},
	{"length('Zoë')", "3"},
	{"replace('a-b-c', '-', '')", "abc"},
	{"nullif('', '')", NULL},
	{"coalesce(null, 'x')", "x"},
};

static const char *const wrong[] = {
	"days_between('31/02/2020', '2024-03-01')",
	"days_between('2023-02-29', '2024-03-01')",
	"add_days('2024-3-1', 1)",
	"age_on('2024-03-01 10:00', '2024-03-01')",
	"add_months('someday', 1)",
	"add_open_days('working', '2024-02-30', 1)",
	"add_open_days('no such calendar', '2024-03-30', 1)",
	"open_days_between('no such calendar', '2024-03-30', '2024-03-31')",
};

static void
set_up(struct scratch *s)
{
	static const struct calendar *working[1];
	const int32_t closed[] = {day_of(2024, 3, 29), day_of(2024, 4, 1)};

	working[0] = calendar_new(s->c.mem, "working", day_of(2020, 1, 1), day_of(2030, 12, 31), closed, 2);
	assert_ok(store_set_calendars(&s->c, working, 1));
	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "insert into leaf (id, data) values (1,"
	    " '{\"a\":{\"b\":\"yes\"},\"x\":\"4\",\"n\":12.5,\"nothing\":null,\"empty\":\"\"}')");
	assert_ok(store_commit(&s->c));
}

static bool
is_same(const char *got, const char *expected)
{
	double a, b;

	if (got == NULL || expected == NULL)
		return got == expected;
	if (view_real(view_of(got), &a) && view_real(view_of(expected), &b))
		return a == b;
	return strcmp(got, expected) == 0;
}

static void
every_case_holds(void **state)
{
	struct scratch *s = *state;
	int bad = 0;

	set_up(s);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct rows *r = store_query(&s->c, mem_format(s->c.mem, "select %s from leaf", cases[i].sql), 1000);
		const char *got = rows_next(r) ? col_text(r, 0, s->c.mem) : "no row";

		if (rows_end(r) != OK)
			got = mem_format(s->c.mem, "%s", s->c.sentence);
		fail_clear(&s->c);
		if (!is_same(got, cases[i].expected)) {
			print_error("%s: %s, not %s\n", cases[i].sql, got == NULL ? "null" : got,
			    cases[i].expected == NULL ? "null" : cases[i].expected);
			bad++;
		}
	}
	assert_int_equal(bad, 0);
}

static void
what_is_no_date_is_an_error(void **state)
{
	struct scratch *s = *state;

	set_up(s);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct rows *r = store_query(&s->c, mem_format(s->c.mem, "select %s", wrong[i]), 1000);

		assert_false(rows_next(r));
		assert_fails(rows_end(r), ERR_INPUT, "");
	}
}

/* They may stand in an index or a view: deterministic and harmless. */
static void
they_may_stand_in_the_schema(void **state)
{
	struct scratch *s = *state;
	const struct embedded schema[] = {
		small_schema[0],
		{"schema/0002_more.sql", (const unsigned char *)"create index thing_month on thing (add_months(day, 1));"
		    "create view older as select id, age_on(day, '2024-01-01') as age from thing;", 0},
		{NULL, NULL, 0}
	};

	assert_ok(scratch_open(s, sized(s->c.mem, schema)));
	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "insert into thing (id, day) values (1, '2010-06-01')");
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select age from older"), 13);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(every_case_holds),
		scratch_test(what_is_no_date_is_an_error),
		folder_test(they_may_stand_in_the_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
