/* Small numbers among typed figures, for the small authority of town.h: what is hidden where it stands, in the history, beside groups,
 * other areas and computed figures. What the guard does of them by itself is in test_guard.c. */
#include "town.h"
#include "typing.h"

#include "measure/shown.h"
#include "measure/typed.h"

/* 3 of 40 is hidden wherever it is shown, and so is what stood there before. */
static void
test_small_numbers(void **state)
{
	struct town *t = *state;
	int64_t first;
	char *text;

	DO(store_commit(&t->c));
	first = add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "30", "--denominator", "40", SOURCED));
	add(t, SATISFIED, PAIRS("--period", "2023/24", "--numerator", "31", "--denominator", "40", SOURCED));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "3", "--denominator", "40", SOURCED, "--reason", "a slip", "--revises",
	    number_text(t, first)));
	DO(run_command(t, "figure list", "table", NULL, PAIRS("--history", ""), &text));
	assert_null(strstr(text, " 7.5"));
	assert_null(strstr(text, "75.0"));
	assert_non_null(strstr(text, "77.5"));
	assert_non_null(strstr(text, "a slip"));
	free(text);
	DO(run_command(t, "figure list", "csv", NULL, NULL, &text));
	assert_null(strstr(text, ",7.5"));
	assert_null(strstr(text, ",3,"));
	free(text);
	DO(run_command(t, "show indicator", "csv", SATISFIED, NULL, &text));
	assert_null(strstr(text, ",7.5"));
	assert_non_null(strstr(text, "small numbers"));
	free(text);
}

/* Of the girls 2 of 50 was typed, then 20: it stands and is shown. What the boys and all were before that is not, for together they
 * would tell of the 2; nor is what the next year has to do with it. */
static void
test_small_history(void **state)
{
	struct town *t = *state;
	int64_t girls, boys, all;
	struct typed_list list = {0};
	struct shown *s;

	DO(store_commit(&t->c));
	all = add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "62", "--denominator", "150", SOURCED));
	girls = add(t, SATISFIED, PAIRS("--period", "2024/25", "--breakdown", "sex", "--category", "female", "--numerator", "2",
	    "--denominator", "50", SOURCED));
	boys = add(t, SATISFIED, PAIRS("--period", "2024/25", "--breakdown", "sex", "--category", "male", "--numerator", "60",
	    "--denominator", "100", SOURCED));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--breakdown", "sex", "--category", "female", "--numerator", "20",
	    "--denominator", "50", SOURCED, "--reason", "r", "--revises", number_text(t, girls)));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--breakdown", "sex", "--category", "male", "--numerator", "61",
	    "--denominator", "100", SOURCED, "--reason", "r", "--revises", number_text(t, boys)));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "81", "--denominator", "150", SOURCED, "--reason", "r", "--revises",
	    number_text(t, all)));
	DO(typed_read(&t->c, SATISFIED, NULL, true, &list));
	DO(typed_shown(&t->c, &list, &s));
	assert_int_equal(list.n, 6);
	for (size_t i = 0; i < list.n; i++)
		assert_int_equal(s[i].suppressed, !list.item[i].stands);
}

static struct shown
shown_of(struct town *t, int64_t id)
{
	struct typed_list list = {0};
	struct shown *s;

	DO(typed_read(&t->c, NULL, NULL, true, &list));
	DO(typed_shown(&t->c, &list, &s));
	for (size_t i = 0; i < list.n; i++)
		if (list.item[i].id == id)
			return s[i];
	fail_msg("no figure %lld", (long long)id);
	return (struct shown){0};
}

static int64_t
add_group(struct town *t, const char *breakdown, const char *category, const char *numerator, const char *denominator)
{
	return add(t, SATISFIED, PAIRS("--period", "2024/25", "--breakdown", breakdown, "--category", category, "--numerator", numerator,
	    "--denominator", denominator, SOURCED));
}

/* 62 of 150 and 60 of 100 boys would tell of 2 of 50 girls. A percentage alone and a region are hidden beside them only where they
 * say something of them; a group within a locality always is. Withdrawing what is small shows the others, once all is left whole. */
static void
test_guarded(void **state)
{
	struct town *t = *state;
	int64_t all, girls, boys, white, region, within, before;
	char *text;

	town_run(t, "insert into area (code, kind, name) values ('R9', 'region', 'The East')");
	DO(store_commit(&t->c));
	all = add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "62", "--denominator", "150", SOURCED));
	before = add(t, SATISFIED, PAIRS("--period", "2023/24", "--value", "41", SOURCED));
	boys = add_group(t, "sex", "male", "60", "100");
	white = add(t, SATISFIED, PAIRS("--period", "2024/25", "--breakdown", "ethnicity", "--category", "White", "--value", "40", SOURCED));
	region = add(t, SATISFIED, PAIRS("--period", "2024/25", "--area", "R9", "--numerator", "9000", "--denominator", "20000", SOURCED));
	within = add(t, SATISFIED, PAIRS("--period", "2024/25", "--area", "N", "--breakdown", "sex", "--category", "male", "--numerator", "30",
	    "--denominator", "50", SOURCED));
	assert_true(shown_of(t, within).suppressed && shown_of(t, boys).suppressed && shown_of(t, white).suppressed);
	girls = add_group(t, "sex", "female", "2", "50");
	assert_true(shown_of(t, girls).suppressed && shown_of(t, boys).suppressed && shown_of(t, white).suppressed);
	assert_false(shown_of(t, all).suppressed || shown_of(t, region).suppressed || shown_of(t, before).suppressed);
	DO(run_command(t, "show indicator", "csv", SATISFIED, NULL, &text));
	assert_null(strstr(text, ",60,100"));
	assert_non_null(strstr(text, ",62,150"));
	free(text);
	girls = add(t, SATISFIED, PAIRS("--period", "2024/25", "--breakdown", "sex", "--category", "female", "--numerator", "12",
	    "--denominator", "50", SOURCED, "--reason", "r", "--revises", number_text(t, girls)));
	all = add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "72", "--denominator", "150", SOURCED, "--reason", "r", "--revises",
	    number_text(t, all)));
	assert_false(shown_of(t, girls).suppressed || shown_of(t, boys).suppressed || shown_of(t, white).suppressed || shown_of(t, all).suppressed);
	assert_true(shown_of(t, within).suppressed);
}

/* Somebody gives the measure rows after its figures were typed: 3 children were computed, so nothing that was typed of that time is shown. */
static void
test_guarded_beside_computed(void **state)
{
	struct town *t = *state;
	struct indicator *k = (struct indicator *)catalogue_indicator(t->c.catalogue, SATISFIED);
	int64_t now, before;

	DO(store_commit(&t->c));
	now = add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "62", "--denominator", "150", SOURCED));
	before = add(t, SATISFIED, PAIRS("--period", "2023/24", "--numerator", "62", "--denominator", "150", SOURCED));
	DO(store_begin(&t->c));
	town_run(t, "insert into observation (indicator, area, period_from, period_to, dimension, category, numerator, denominator, value,"
	    " basis, withheld) values ('" SATISFIED "', 'E99', '2024-04-01', '2025-03-31', 'total', '', 3, 150, 2, 'computed', 'yes')");
	k->rows = "select 1";
	DO(typed_observe(&t->c, k));
	DO(store_commit(&t->c));
	assert_true(shown_of(t, now).suppressed && !shown_of(t, before).suppressed);
	k->rows = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN_TEST(test_small_numbers), TOWN_TEST(test_small_history), TOWN_TEST(test_guarded), TOWN_TEST(test_guarded_beside_computed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
