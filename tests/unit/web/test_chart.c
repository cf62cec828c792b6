/* Charts: round ticks, gaps where a figure is missing, bars from nought, every value in words too. */
#include "unit.h"
#include "memory.h"

#include <math.h>

#include "web/chart/svg.h"

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

static void
test_ticks_are_round(void **state)
{
	static const struct { double least, most; bool zero; double from, to, step; int decimals; } cases[] = {
		{41, 68, false, 40, 70, 10, 0}, {41, 68, true, 0, 80, 20, 0}, {0, 1, true, 0, 1, 0.5, 1},
		{0.012, 0.019, false, 0.012, 0.02, 0.002, 3}, {0, 9999, true, 0, 10000, 5000, 0},
		{-3, 12, false, -5, 15, 5, 0}, {97, 103, false, 96, 104, 2, 0}, {100, 100, false, 90, 110, 5, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scale s = scale_over(cases[i].least, cases[i].most, 4, cases[i].zero, 0, 100);

		assert_true(fabs(s.from - cases[i].from) < 1e-9);
		assert_true(fabs(s.to - cases[i].to) < 1e-9);
		assert_true(fabs(s.step - cases[i].step) < 1e-9);
		assert_int_equal(s.decimals, cases[i].decimals);
		assert_true(fabs(scale_at(&s, s.from)) < 1e-9);
		assert_true(fabs(scale_at(&s, s.to) - 100) < 1e-9);
	}
	assert_true(scale_over(NAN, NAN, 4, false, 0, 1).to > 0);
	assert_true(scale_over(INFINITY, -INFINITY, 4, true, 0, 1).to > 0);
	assert_true(scale_over(0, 0, 4, true, 0, 1).to > 0);
}

static void
test_long_names_are_cut(void **state)
{
	const char *cut = text_fit(m, "Bramley and Long Ditton with Hook", 100);

	(void)state;
	assert_string_equal(text_fit(m, "Short", 100), "Short");
	assert_string_equal(text_fit(m, NULL, 100), "");
	assert_true(text_width(cut) <= 100);
	assert_string_equal(cut + strlen(cut) - strlen("…"), "…");
	assert_true(utf8_valid(view_of(text_fit(m, "ééééééééééééééééééé", 40))));
}

static const char *const labels[] = {"2021", "2022", "2023", "2024"};

static struct trend_chart
trend_of(const double *value)
{
	return (struct trend_chart){
	    .words = {.id = "t", .title = "A & B", .unit = "%", .decimals = 1}, .n = 4, .label = labels, .value = value,
	    .name = "Wearshire", .target = NAN,
	};
}

static void
test_a_missing_period_is_a_gap(void **state)
{
	static const double gap[] = {10, 20, NAN, 40}, alone[] = {NAN, 20, NAN, NAN}, none[] = {NAN, NAN, NAN, NAN};
	struct trend_chart chart = trend_of(gap);
	struct html h = chart_trend(m, &chart);

	(void)state;
	assert_int_equal(count(h, "<circle"), 3);
	assert_true(has(h, "role=\"img\" font-size=\"14\" aria-labelledby=\"t-title t-desc\""));
	assert_true(has(h, "<title id=\"t-title\">A &amp; B</title>"));
	assert_true(has(h, "Wearshire: 10.0% in 2021, 40.0% in 2024. No figure for 1 period.</desc>"));
	/* two strokes: from the first to the second, and the fourth alone */
	assert_int_equal(count((struct html){view_of(strstr(view_copy(m, h.markup), "chart-line"))}, "M"), 2);
	chart = trend_of(alone);
	assert_true(has(chart_trend(m, &chart), "Wearshire: 20.0% in 2022. No figure for 3 periods."));
	chart = trend_of(none);
	assert_true(has(chart_trend(m, &chart), "There is no figure for any period."));
	chart.n = 0;
	assert_true(has(chart_trend(m, &chart), "There is no figure for any period."));
}

static void
test_a_trend_names_its_lines(void **state)
{
	static const double value[] = {50, 50, 50, 50}, low[] = {45, 45, 45, 45}, high[] = {55, 55, 55, 55};
	struct trend_chart chart = trend_of(value);
	struct html h;

	(void)state;
	chart.lower = low, chart.upper = high, chart.england = value, chart.target = 50;
	h = chart_trend(m, &chart);
	assert_true(has(h, "chart-band"));
	assert_true(has(h, "stroke-dasharray"));
	assert_true(has(h, ">England</text>"));
	assert_true(has(h, ">target</text>"));
	assert_true(has(h, ">Wearshire</text>"));
	assert_true(has(h, "England: 50.0% in 2024. Target: 50.0%."));
	assert_int_equal(count(h, "style="), 0);
	chart.other = (const struct trend_other[]){{"North East", low}, {"Neighbours", high}};
	chart.others = 2;
	h = chart_trend(m, &chart);
	assert_int_equal(count(h, "<path class=\"chart-other\""), 2);
	assert_true(has(h, ">North East</text>"));
	assert_true(has(h, "England: 50.0% in 2024. North East: 45.0% in 2024. Neighbours: 55.0% in 2024. Target: 50.0%."));
}

static void
test_bars_start_at_nought_and_dots_are_sorted(void **state)
{
	static const double value[] = {80, NAN, 90, 85}, low[] = {78, NAN, 88, 80}, high[] = {82, NAN, 92, 90};
	struct bars_chart chart = {.words = {.id = "b", .title = "x", .decimals = 0}, .n = 4, .label = labels, .value = value,
	    .lower = low, .upper = high, .reference = 84, .reference_name = "All"};
	struct html bars = chart_bars(m, &chart), dots = chart_dots(m, &chart, 0);

	(void)state;
	assert_int_equal(count(bars, "<rect class=\"chart-bar\" x=\"4.0\""), 3);         /* each from the left edge, nought */
	assert_int_equal(count(bars, "<rect"), 3);
	assert_true(has(bars, "2021: 80; 2022: not known; 2023: 90; 2024: 85. All: 84."));
	assert_true(has(dots, "2023: 90; 2024: 85; 2021: 80; 2022: not known. All: 84."));
	assert_int_equal(count(dots, "<circle class=\"chart-highlight\""), 1);
	assert_int_equal(count(dots, "<circle"), 3);
	chart.missing = (const char *const[]){NULL, "suppressed", NULL, NULL};
	chart.reference = NAN;
	bars = chart_bars(m, &chart);
	assert_true(has(bars, ">suppressed</text>"));
	assert_int_equal(count(bars, "chart-reference"), 0);
	chart.n = 0;
	assert_true(has(chart_bars(m, &chart), "</svg>"));
}

static void
test_columns_fill_the_height_and_say_what_is_missing(void **state)
{
	static const double value[] = {100, 50, NAN};
	struct columns_chart chart = {.words = {.id = "c", .title = "x"}, .n = 3, .value = value,
	    .first_name = "Most deprived", .last_name = "Least deprived"};
	struct html h = chart_columns(m, &chart);

	(void)state;
	assert_true(has(h, "y=\"24.0\" width=\"103.4\" height=\"206.0\""));
	assert_true(has(h, "height=\"103.0\""));                               /* half the value, half the height */
	assert_true(has(h, "1 (Most deprived): 100; 2: 50; 3 (Least deprived): not known."));
	assert_int_equal(count(h, "<rect"), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ticks_are_round),
		cmocka_unit_test(test_long_names_are_cut),
		cmocka_unit_test(test_a_missing_period_is_a_gap),
		cmocka_unit_test(test_a_trend_names_its_lines),
		cmocka_unit_test(test_bars_start_at_nought_and_dots_are_sorted),
		cmocka_unit_test(test_columns_fill_the_height_and_say_what_is_missing),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
