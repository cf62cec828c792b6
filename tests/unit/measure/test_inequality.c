/* Differences between groups, worked out by hand for the small authority of town.h. */
#include "town.h"

#include "measure/inequality.h"

/* ANN, with free school meals, missed 20 of 100 sessions; DAN, without, 10 of 100. All: 30 of 200, 15 per cent; the gap is 10
 * points. Sessions are no children, so there is no interval, and it cannot be said to be more than chance. */
static void
test_one_gap(void **state)
{
	struct town *t = *state;
	struct unequals list;

	town_episode(t, ANN, "free_school_meals", "2024-09-01", NULL, NULL);
	town_episode(t, ANN, "enrolment", "2021-09-01", NULL, NULL);
	town_episode(t, DAN, "enrolment", "2024-09-01", NULL, NULL);
	town_event(t, ANN, "attendance", "2024-09-03", NULL, "{\"sessions_possible\":100,\"sessions_authorised\":20}");
	town_event(t, DAN, "attendance", "2024-09-03", NULL, "{\"sessions_possible\":100,\"sessions_authorised\":10}");
	town_measure(t, "absence_overall");
	DO(inequalities_of(&t->c, &list));
	assert_int_equal(list.n, 1);
	assert_string_equal(list.item[0].k->id, "absence_overall");
	assert_string_equal(list.item[0].of, "Free school meals less others");
	assert_true(fabs(list.item[0].whole - 15) < 1e-9 && fabs(list.item[0].gap - 10) < 1e-9);
	assert_true(isnan(list.item[0].relative) && isnan(list.item[0].before));
	assert_false(list.item[0].clear);
	assert_string_equal(list.item[0].change, "");
}

/* One child suspended of one, and none of one: both counts are small, so the gap is left out. */
static void
test_small_numbers_are_left_out(void **state)
{
	struct town *t = *state;
	struct unequals list;

	town_episode(t, ANN, "free_school_meals", "2024-09-01", NULL, NULL);
	town_episode(t, ANN, "enrolment", "2021-09-01", NULL, NULL);
	town_episode(t, DAN, "enrolment", "2024-09-01", NULL, NULL);
	town_event(t, ANN, "attendance", "2024-09-03", NULL, NULL);
	town_event(t, DAN, "attendance", "2024-09-03", NULL, NULL);
	town_event(t, ANN, "suspension", "2024-10-01", NULL, NULL);
	town_measure(t, "pupils_suspended");
	DO(inequalities_of(&t->c, &list));
	assert_int_equal(list.n, 0);
}

static void
test_change(void **state)
{
	(void)state;
	assert_string_equal(gap_change(10, 8, 12, 4, 2, 6), "wider");
	assert_string_equal(gap_change(-10, -12, -8, -4, -6, -2), "wider");
	assert_string_equal(gap_change(3, 2, 4, 8, 6, 10), "narrower");
	assert_string_equal(gap_change(10, 5, 15, 4, 2, 6), "similar");
	assert_string_equal(gap_change(10, 8, 12, 4, NAN, NAN), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN_TEST(test_one_gap),
		TOWN_TEST(test_small_numbers_are_left_out),
		cmocka_unit_test(test_change),
	};

	return cmocka_run_group_tests_name("inequality", tests, NULL, NULL);
}
