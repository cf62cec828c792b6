/* Charts of many areas and of groups in order: who stands where, worked out on paper. A picture is 420 wide; heights are those of
 * the charts' own files. */
#include "unit.h"
#include "memory.h"

#include <math.h>

#include "web/chart/funnel.h"
#include "web/chart/gradient.h"
#include "web/chart/ranked.h"

static bool
has(struct html h, const char *text)
{
	const char *markup = view_copy(m, h.markup);

	if (strstr(markup, text) != NULL)
		return true;
	print_message("without %s: %s\n", text, markup);
	return false;
}

static unsigned
count(struct html h, const char *text)
{
	unsigned n = 0;

	for (const char *at = view_copy(m, h.markup); (at = strstr(at, text)) != NULL; at++)
		n++;
	return n;
}

static const char *const areas[] = {"Ash", "Birch & Elm", "Oak", "Yew"};
static const enum area_mark marks[] = {MARK_PLAIN, MARK_OWN, MARK_NEIGHBOUR, MARK_PLAIN};

/* The axis runs from 0 to 30 over the heights 236 to 40: 30 is at 40, 10 at 170.7, 20 at 105.3. Ticks of "30" are 2 × 0.57 × 14
 * wide, so the places begin at 16.0 + 10 and end at 412; three places have their middles a sixth, a half and five sixths in. */
static void
test_areas_are_ranked_highest_first(void **state)
{
	static const double value[] = {10, 30, 20, NAN}, low[] = {9, 29, 19, NAN}, high[] = {11, 30, 21, NAN};
	struct ranked_chart chart = {.words = {.id = "r", .title = "x", .decimals = 0}, .n = 4, .label = areas, .value = value,
	    .lower = low, .upper = high, .mark = marks, .reference = 15, .reference_name = "England"};
	struct html h = chart_ranked(m, &chart);

	(void)state;
	assert_true(has(h, "3 areas, highest first: Birch &amp; Elm 30, … Ash 10. Birch &amp; Elm: 30, number 1 of 3 from the highest."
	    " England: 15."));
	assert_true(has(h, "<path class=\"chart-own\" d=\"M90.3 32.5l"));
	assert_true(has(h, "<circle class=\"chart-ring\" cx=\"219.0\" cy=\"105.3\""));
	assert_true(has(h, "<circle class=\"chart-plain\" cx=\"347.7\" cy=\"170.7\""));
	assert_true(has(h, ">England 15</text>"));
	assert_true(has(h, ">Birch &amp; Elm 30</text>"));
	assert_true(has(h, ">Statistical neighbour</text>"));
	assert_int_equal(count(h, "chart-whisker"), 1);
	assert_int_equal(count(h, "chart-interval"), 2);
	chart.reference = NAN, chart.n = 0;
	h = chart_ranked(m, &chart);
	assert_true(has(h, "No area has a figure."));
	assert_int_equal(count(h, "chart-reference"), 0);
}

/* Values 10 to 20 about 15, with a tenth of room 9 to 21: the axis runs from 5 to 25, or from 0 where that is near. A limit is
 * drawn where it lies within. Sizes run from 0 to 1,000. */
static void
test_a_funnel_is_cut_at_the_picture(void **state)
{
	static const double size[] = {100, 500, 1000, 400}, value[] = {16, 20, 12, NAN};
	static const double at[] = {100, 400, 900}, inner_low[] = {2, 12, 13}, inner_high[] = {60, 18, 17};
	static const double outer_low[] = {0, 11, 12}, outer_high[] = {90, 19, 18};
	struct funnel_chart chart = {.words = {.id = "f", .title = "x", .decimals = 0}, .n = 4, .label = areas, .size = size,
	    .value = value, .mark = marks, .average = 15, .average_name = "England", .size_name = "Children", .points = 3,
	    .inner = {{at, inner_low}, {at, inner_high}}, .outer = {{at, outer_low}, {at, outer_high}}};
	struct html h = chart_funnel(m, &chart);

	(void)state;
	assert_true(has(h, "Birch &amp; Elm: 20 at a size of 500. England: 15."));
	/* from 10 to 22 in steps of 5: 10 to 25; the smallest place's limits lie outside, so each line has one stroke of two */
	assert_int_equal(count(h, "class=\"chart-limit\""), 4);
	assert_int_equal(count((struct html){view_of(strstr(view_copy(m, h.markup), "chart-limit"))}, "\"M"), 5); /* and the diamond */
	assert_int_equal(count(h, "<circle class=\"chart-plain\""), 2);        /* one area, one in the key */
	assert_int_equal(count(h, "chart-own"), 1);
	assert_true(has(h, ">Children</text>"));
	assert_int_equal(count(h, "stroke-dasharray"), 2);
}

/* Shares of a quarter, a quarter and a half: middles at 1/8, 3/8 and 3/4 of the stretch from 26.0 to 412. The axis is 0 to 20 over
 * 230 to 26, so 20 is at 26 and 5 at 179. */
static void
test_groups_are_as_wide_as_their_share(void **state)
{
	static const double value[] = {20, NAN, 5}, people[] = {100, 100, 200};
	struct gradient_chart chart = {.words = {.id = "g", .title = "x", .decimals = 0}, .n = 3, .value = value, .people = people,
	    .start = 20, .end = 0, .first_name = "Most deprived", .last_name = "Least deprived"};
	struct html h = chart_gradient(m, &chart);

	(void)state;
	assert_true(has(h, "<circle class=\"chart-dot\" cx=\"74.2\" cy=\"26.0\""));
	assert_true(has(h, "<circle class=\"chart-dot\" cx=\"315.5\" cy=\"179.0\""));
	assert_int_equal(count(h, "<circle"), 2);
	assert_true(has(h, "class=\"chart-fit\" x1=\"26.0\" y1=\"26.0\" x2=\"412.0\" y2=\"230.0\""));
	assert_true(has(h, "1 (Most deprived): 20; 2: not known; 3 (Least deprived): 5. The line through them runs from 20 to 0."));
	chart.start = NAN;
	assert_int_equal(count(chart_gradient(m, &chart), "chart-fit"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_areas_are_ranked_highest_first),
		cmocka_unit_test(test_a_funnel_is_cut_at_the_picture),
		cmocka_unit_test(test_groups_are_as_wide_as_their_share),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
