/* The spine's geometry, worked out by hand, and what its drawing says. Between 100 and 300 the middle is 200, each half 100. */
#include "unit.h"
#include "memory.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "web/chart/chart.h"

#define AT(x, y) assert_true(fabs((x) - (y)) < 1e-9)

/* England 40, from 20 to 50: the end further from England is 20, so 20 units of value are 100 of the picture, 5 each. */
static struct spine_row
row_of(int better)
{
	return (struct spine_row){.label = "Plans on time", .value_words = "46%", .kind = "better", .better = better, .decimals = 0,
	    .value = 46, .lower = 44, .upper = 70, .england = 40, .region = 38, .neighbours = NAN, .lowest = 20, .lower_quartile = 36,
	    .median = 41, .upper_quartile = 44, .highest = 50};
}

static void
test_higher_is_better(void **state)
{
	struct spine_row row = row_of(1);
	struct spine_place at = spine_place(&row, 100, 300);

	(void)state;
	AT(at.england, 200);
	AT(at.worst, 100);
	AT(at.best, 250);
	AT(at.worse_quartile, 180);
	AT(at.better_quartile, 220);
	AT(at.value, 230);
	AT(at.region, 190);
	assert_true(isnan(at.neighbours));
	AT(at.from, 220);
	AT(at.to, 300);                 /* 70 lies beyond what is drawn: kept at the edge */
}

/* The same turned round: high values lie left, so the worst is the highest. */
static void
test_lower_is_better(void **state)
{
	struct spine_row row = row_of(-1);
	struct spine_place at = spine_place(&row, 100, 300);

	(void)state;
	AT(at.england, 200);
	AT(at.worst, 150);
	AT(at.best, 300);
	AT(at.worse_quartile, 180);
	AT(at.better_quartile, 220);
	AT(at.value, 170);
	AT(at.from, 100);
	AT(at.to, 180);
}

/* Where neither is better the lowest lies left. */
static void
test_neither_is_better(void **state)
{
	struct spine_row row = row_of(0);
	struct spine_place at = spine_place(&row, 100, 300);

	(void)state;
	AT(at.worst, 100);
	AT(at.best, 250);
}

static void
test_without_england_and_without_spread(void **state)
{
	struct spine_row row = row_of(1);
	struct spine_place at;

	(void)state;
	row.england = NAN;              /* the median stands in the middle: 21 units are 100 of the picture */
	at = spine_place(&row, 100, 300);
	assert_true(isnan(at.england));
	AT(at.value, 200 + 5.0 / 21 * 100);
	row.england = row.lowest = row.highest = row.lower_quartile = row.upper_quartile = row.value = 46;
	at = spine_place(&row, 100, 300);       /* all alike: one place, and no division by nought */
	AT(at.value, 200);
	AT(at.worst, 200);
	AT(at.best, 200);
	row.lowest = row.highest = NAN;
	at = spine_place(&row, 100, 300);
	assert_true(isnan(at.worst) && isnan(at.best));
	AT(at.value, 200);
}

static size_t
count(struct html h, const char *text)
{
	const char *all = view_copy(m, h.markup);
	size_t n = 0;

	for (const char *at = strstr(all, text); at; at = strstr(at + 1, text))
		n++;
	return n;
}

static void
test_drawing(void **state)
{
	struct spine_row rows[] = {row_of(1), row_of(-1), row_of(1), row_of(0)};
	struct spine_chart chart = {.words = {.id = "s", .title = "Two of four <better>"}, .row = rows, .n = 4, .name = "Wearshire",
	    .region_name = "North East"};
	struct html h;

	(void)state;
	rows[1].kind = "worse", rows[2].kind = "similar", rows[3].kind = "none";
	rows[2].label = "Children who became the subject of a child protection plan for a second or subsequent time";
	h = chart_spine(m, &chart);
	assert_int_equal(count(h, "chart-mark-better\" d"), 1);         /* up and down are shapes, not colours alone */
	assert_int_equal(count(h, "l7 12h-14z"), 1);
	assert_int_equal(count(h, "l7 -12h-14z"), 1);
	assert_int_equal(count(h, "<circle"), 2);
	assert_int_equal(count(h, "chart-spine\""), 4);
	assert_int_equal(count(h, "chart-beside"), 4);                  /* the region; of the neighbours there is no name */
	assert_int_equal(count(h, "role=\"img\""), 1);
	assert_int_equal(count(h, "Two of four &lt;better&gt;"), 2);
	assert_int_equal(count(h, "Plans on time: 46%, England 40, better. "), 1);
	assert_int_equal(count(h, "style="), 0);
	assert_int_equal(count(h, "…"), 0);                             /* a long label takes a second line */
	assert_int_equal(count(h, "NaN") + count(h, "nan") + count(h, "inf"), 0);
	assert_int_equal(count(h, "worst, or lowest"), 1);
	chart.n = 2;
	assert_int_equal(count(chart_spine(m, &chart), "worst, or lowest"), 0);
}

static void
test_multiples(void **state)
{
	static const double one[] = {10, NAN, 30}, two[] = {20, 25, NAN}, none[] = {NAN, NAN, NAN}, england[] = {15, 16, 17};
	static const char *const labels[] = {"2022-23", "2023-24", "2024-25"};
	static const struct multiple panels[] = {{"Wearshire", one}, {"Teesmouth", two}, {"Nowhere", none}};
	struct multiples_chart chart = {.words = {.id = "m", .title = "T", .unit = "%", .decimals = 0}, .n = 3, .label = labels,
	    .panel = panels, .panels = 3, .highlighted = 0, .england = england};
	struct html h = chart_multiples(m, &chart);

	(void)state;
	assert_int_equal(count(h, "chart-dot\""), 4);                   /* a missing value is a gap */
	assert_int_equal(count(h, "chart-england"), 3);
	assert_int_equal(count(h, "Wearshire: 10% in 2022-23, 30% in 2024-25. Teesmouth: 20% in 2022-23, 25% in 2023-24."), 1);
	assert_int_equal(count(h, "Nowhere: no figure."), 1);
	assert_int_equal(count(h, ">no figure</text>"), 1);
	assert_int_equal(count(h, "NaN") + count(h, "nan") + count(h, "inf"), 0);
	chart.n = 0;
	assert_int_equal(count(chart_multiples(m, &chart), "nan"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_higher_is_better),
		cmocka_unit_test(test_lower_is_better),
		cmocka_unit_test(test_neither_is_better),
		cmocka_unit_test(test_without_england_and_without_spread),
		cmocka_unit_test(test_drawing),
		cmocka_unit_test(test_multiples),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
