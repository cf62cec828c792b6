/* What the clocks say, worked out by hand for the small authority of town.h: done in time and late, the days it took, what is
 * open and overdue; and that small numbers of any of these are hidden. */
#include "town.h"

#include "measure/timeliness.h"

#define ASSESSMENTS "child_and_family_assessment"

static struct timing
timing_of_clock(struct town *t, const char *id)
{
	struct timings list;

	DO(timeliness_of(&t->c, &list));
	for (size_t i = 0; i < list.n; i++)
		if (strcmp(list.item[i].k->id, id) == 0)
			return list.item[i];
	fail_msg("no clock %s", id);
	return (struct timing){0};
}

/* Six assessments of 3 June 2024 that took 10 to 15 days; `late` of 1 July that took 100. Within 45 working days are 63 days. */
static void
add_assessments(struct town *t, int late)
{
	static const char *const done[] = {"2024-06-13", "2024-06-14", "2024-06-15", "2024-06-16", "2024-06-17", "2024-06-18"};

	for (int i = 0; i < 6; i++)
		town_episode(t, (enum child)(ANN + i), "assessment", "2024-06-03", done[i], NULL);
	for (int i = 0; i < late; i++)
		town_episode(t, (enum child)(ANN + i), "assessment", "2024-07-01", "2024-10-09", NULL);
}

/* 10 11 12 13 14 15 100 100 100 100 100: the sixth of eleven is 15. On 31 August 2025, the last day of the files, the six of
 * January are overdue; the five of 20 August are not, and one of September has not begun. */
static void
test_counts_and_days(void **state)
{
	struct town *t = *state;
	struct timing x;

	add_assessments(t, 5);
	for (int i = 0; i < 6; i++)
		town_episode(t, (enum child)(ANN + i), "assessment", "2025-01-06", NULL, NULL);
	for (int i = 0; i < 5; i++)
		town_episode(t, (enum child)(ANN + i), "assessment", "2025-08-20", NULL, NULL);
	town_episode(t, GUS, "assessment", "2025-09-03", NULL, NULL);
	town_measure(t, ASSESSMENTS);
	/* In so small a town a total gives its parts away and is withheld with them (test_guard.c); not what this test is of. */
	DO(store_begin(&t->c));
	town_run(t, "update observation set withheld = null");
	DO(store_commit(&t->c));
	x = timing_of_clock(t, ASSESSMENTS);
	assert_string_equal(x.within, "45 working days");
	assert_string_equal(x.force, "guidance");
	assert_true(x.standing.found);
	assert_int_equal(x.standing.now.period.to, day_of(2025, 3, 31));
	assert_false(x.hidden);
	assert_true(x.on_time == 6 && x.late == 5);
	assert_true(x.median_days == 15);
	assert_int_equal(x.as_at, day_of(2025, 8, 31));
	assert_false(x.open_hidden);
	assert_true(x.open == 11 && x.overdue == 6);
}

/* Four late are few, and so are three overdue: neither they nor what would give them away is said. */
static void
test_few_are_hidden(void **state)
{
	struct town *t = *state;
	struct timing x;

	add_assessments(t, 4);
	for (int i = 0; i < 3; i++)
		town_episode(t, (enum child)(ANN + i), "assessment", "2025-01-06", NULL, NULL);
	for (int i = 0; i < 7; i++)
		town_episode(t, (enum child)(ANN + i), "assessment", "2025-08-20", NULL, NULL);
	town_measure(t, ASSESSMENTS);
	x = timing_of_clock(t, ASSESSMENTS);
	assert_true(x.hidden && isnan(x.on_time) && isnan(x.late));
	assert_true(x.open_hidden && isnan(x.open) && isnan(x.overdue));
}

/* Nothing was measured: every clock is there, and says nothing. */
static void
test_nothing_measured(void **state)
{
	struct town *t = *state;
	struct timings list;

	DO(timeliness_of(&t->c, &list));
	assert_true(list.n >= 7);
	for (size_t i = 0; i < list.n; i++)
		assert_true(!list.item[i].standing.found && isnan(list.item[i].on_time) && isnan(list.item[i].median_days));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN_TEST(test_counts_and_days),
		TOWN_TEST(test_few_are_hidden),
		TOWN_TEST(test_nothing_measured),
	};

	return cmocka_run_group_tests_name("timeliness", tests, NULL, NULL);
}
