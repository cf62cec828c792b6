/* The functions of portable SQL: one table of cases. The same table is to hold for every engine. */
#include "scratch.h"

#include "base/calendar.h"
#include "base/day.h"

/* Expected values as text; NULL is null. */
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
	{"typeof(days_between('2024-01-01', '2024-01-02'))", "integer"},
	{"add_days('2024-02-28', 2)", "2024-03-01"},
	{"add_days('2024-01-01', -1)", "2023-12-31"},
	{"add_days(null, 1)", NULL},
	{"add_days('2024-01-01', null)", NULL},
	{"add_days('2200-12-31', 1)", NULL},
	{"add_days('2024-01-01', 9000000000000000000)", NULL},
	{"add_months('2024-01-31', 1)", "2024-02-29"},                  /* clamped to the month's end */
	{"add_months('2023-01-31', 1)", "2023-02-28"},
	{"add_months('2024-02-29', 12)", "2025-02-28"},
	{"add_months('2024-03-31', -1)", "2024-02-29"},
	{"add_months('2024-12-15', 1)", "2025-01-15"},
	{"add_months('2024-01-15', -1)", "2023-12-15"},
	{"add_months('2024-05-31', 0)", "2024-05-31"},
	{"add_months(null, 1)", NULL},
	{"add_months('2024-01-31', null)", NULL},
	{"add_months('2024-01-31', 100000)", NULL},
	{"add_months('2024-01-31', -4700)", NULL},
	/* Good Friday 29 March and Easter Monday 1 April 2024 are closed. */
	{"open_days_between('working', '2024-03-28', '2024-04-02')", "1"},
	{"open_days_between('working', '2024-03-20', '2024-04-12')", "15"},
	{"open_days_between('working', '2024-04-12', '2024-03-20')", "-15"},
	{"open_days_between('working', '2024-03-30', '2024-03-31')", "0"},
	{"open_days_between('working', null, '2024-03-31')", NULL},
	{"open_days_between('working', '2024-03-30', null)", NULL},
	{"open_days_between(null, '2024-03-30', '2024-03-31')", NULL},
	{"open_days_between('working', '1999-01-01', '2024-03-31')", NULL},     /* before the calendar */
	{"add_open_days('working', '2024-03-28', 1)", "2024-04-02"},
	{"add_open_days('working', '2024-03-20', 15)", "2024-04-12"},
	{"add_open_days('working', '2024-03-30', 0)", "2024-03-30"},
	{"add_open_days('working', '2024-03-30', -1)", NULL},
	{"add_open_days('working', '2024-03-30', 100000)", NULL},
	{"add_open_days('working', null, 1)", NULL},
	{"age_on('2008-02-29', '2024-02-28')", "15"},
	{"age_on('2008-02-29', '2024-02-29')", "16"},
	{"age_on('2008-02-29', '2026-02-28')", "17"},                   /* a birthday on 1 March of other years */
	{"age_on('2008-02-29', '2026-03-01')", "18"},
	{"age_on('2024-03-01', '2024-03-01')", "0"},
	{"age_on('2024-03-02', '2024-03-01')", NULL},                   /* not born yet */
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
	{"number('{\"x\":\"4\"}' ->> 'x') + 1", "5.0"},
	{"round(miles_between(400000, 300000, 400000, 301609.344), 9)", "1.0"},
	{"round(miles_between(0, 0, 4828.032, 6437.376), 9)", "5.0"},
	{"miles_between(0, 0, 0, 0)", "0.0"},
	{"miles_between(0, 0, null, 0)", NULL},
	/* What both engines have, used as docs/sql.md says. */
	{"'{\"a\":{\"b\":\"yes\"}}' -> 'a' ->> 'b'", "yes"},
	{"'{\"a\":\"x\"}' ->> 'missing'", NULL},
};

static const char *const wrong[] = {
	"days_between('31/02/2020', '2024-03-01')",
	"days_between('2023-02-29', '2024-03-01')",
	"add_days('2024-3-1', 1)",
	"age_on('2024-03-01 10:00', '2024-03-01')",
	"open_days_between('no such calendar', '2024-03-30', '2024-03-31')",
};

static void
set_calendar(struct scratch *s)
{
	static const struct calendar *working[1];
	const int32_t closed[] = {day_of(2024, 3, 29), day_of(2024, 4, 1)};

	working[0] = calendar_new(s->c.mem, "working", day_of(2020, 1, 1), day_of(2030, 12, 31), closed, 2);
	assert_ok(store_set_calendars(&s->c, working, 1));
}

static void
every_case_holds(void **state)
{
	struct scratch *s = *state;
	int bad = 0;

	set_calendar(s);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct rows *r = store_query(&s->c, mem_format(s->c.mem, "select %s", cases[i].sql), 1000);
		const char *got = rows_next(r) ? col_text(r, 0, s->c.mem) : "no row";

		if (rows_end(r) != OK)
			got = s->c.sentence;
		if ((got == NULL) != (cases[i].expected == NULL) || (got != NULL && strcmp(got, cases[i].expected) != 0)) {
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

	set_calendar(s);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct rows *r = store_query(&s->c, mem_format(s->c.mem, "select %s", wrong[i]), 1000);

		assert_false(rows_next(r));
		assert_fails(rows_end(r), ERR_INPUT, "");
	}
}

/* They may stand in an index, a view or a generated column: deterministic and harmless. */
static void
they_may_stand_in_the_schema(void **state)
{
	struct scratch *s = *state;

	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "create index thing_month on thing (add_months(day, 1))");
	run_ok(&s->c, "create view older as select id, age_on(day, '2024-01-01') as age from thing");
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
		scratch_test(they_may_stand_in_the_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
