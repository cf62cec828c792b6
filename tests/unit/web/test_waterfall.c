/* A histogram on powers of ten, a waterfall whose bars follow each other, and tables of texts. */
#include "unit.h"
#include "memory.h"

#include <math.h>

#include "templates/partials.h"
#include "web/chart/histogram.h"
#include "web/chart/waterfall.h"
#include "web/grid.h"

static void
must_have(struct html h, const char *text)
{
	const char *markup = view_copy(m, h.markup);

	if (!strstr(markup, text))
		fail_msg("without %s: %s", text, markup);
}

/* The axis begins right of "10", two digits of 0.57 x 14 units, and 8 more: at 23.96; it ends at 414. Two bins of 195.02 units.
 * Ten stands at log10(10) + 0.3 = 1.3, the full height of 200; one at 0.3 of these 1.3, 46.2 above the ground of 230. */
static void
test_histogram(void **state)
{
	static const double counts[] = {10, 1};
	struct histogram_chart chart = {.words = {.id = "weights", .title = "Finding"}, .n = 2, .count = counts, .from = -4, .width = 4,
	    .axis_name = "Bits", .mark = 0, .mark_name = "linked from here"};
	struct html h = chart_histogram(m, &chart);

	(void)state;
	must_have(h, "<rect class=\"chart-bar\" x=\"24.5\" y=\"30.0\" width=\"194.0\" height=\"200.0\"/>");
	must_have(h, "<rect class=\"chart-bar\" x=\"219.5\" y=\"183.8\" width=\"194.0\" height=\"46.2\"/>");
	must_have(h, "<line class=\"chart-reference\" x1=\"219.0\"");
	must_have(h, ">linked from here</text>");
	must_have(h, "-4 to 0: 10; 0 to 4: 1.</desc>");
	chart.count = (const double[]){0, 0};
	chart.mark = NAN;
	h = chart_histogram(m, &chart);
	assert_null(strstr(view_copy(m, h.markup), "<rect"));
	assert_null(strstr(view_copy(m, h.markup), "nan"));
}

/* From -10 to 20 over 170 units from 200: 5.667 each. Down by 10 from nought, which is at 256.7; up by 30; the sum is 20. */
static void
test_waterfall(void **state)
{
	static const struct waterfall_step steps[] = {{"Any two records", -10}, {"Name & date", 30}, {"Sex", 0.01}};
	struct waterfall_chart chart = {.words = {.id = "pair", .title = "Finding", .decimals = 1}, .n = 2, .step = steps, .sum_name = "Weight"};
	struct html h = chart_waterfall(m, &chart);

	(void)state;
	must_have(h, "<rect class=\"chart-beside\" x=\"200.0\" y=\"4.0\" width=\"56.7\" height=\"16.0\"/>");
	must_have(h, ">−10.0</text>");
	must_have(h, "<rect class=\"chart-bar\" x=\"200.0\" y=\"30.0\" width=\"170.0\" height=\"16.0\"/>");
	must_have(h, "<rect class=\"chart-highlight\" x=\"256.7\" y=\"56.0\" width=\"113.3\" height=\"16.0\"/>");
	must_have(h, "Any two records: −10.0; Name &amp; date: +30.0; Weight: +20.0.</desc>");
	chart.n = 3;
	must_have(chart_waterfall(m, &chart), "Sex: 0.0; Weight: +20.0.</desc>");
	chart.n = 0;
	must_have(chart_waterfall(m, &chart), "Weight: 0.0.</desc>");
}

static void
test_grid(void **state)
{
	static const char *const head[] = {"Field", "Known <all>", NULL};
	struct grid g = grid_new(m, "fields", "Fields", 1, head);
	struct page p = {.mem = m, .out = {.mem = m}};

	(void)state;
	grid_cell(m, &g, "Name");
	grid_cell(m, &g, "1");
	grid_cell(m, &g, "Born");
	assert_int_equal(g.rows.n, 2);
	grid_partial(&p, &g);
	must_have((struct html){built(&p.out)}, "<th scope=\"col\" class=\"govuk-table__header govuk-table__header--numeric\">Known &lt;all&gt;</th>");
	must_have((struct html){built(&p.out)}, "<th scope=\"row\" class=\"govuk-table__header\">Name</th><td class=\"govuk-table__cell"
	    " govuk-table__cell--numeric\">1</td></tr>");
	must_have((struct html){built(&p.out)}, "id=\"fields-caption\">Fields</caption>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_histogram), cmocka_unit_test(test_waterfall), cmocka_unit_test(test_grid)};

	return cmocka_run_group_tests(tests, start, stop);
}
