/* A map: north is up, areas keep their shape, each class has its pattern, its words and its areas' count. */
#include "unit.h"
#include "memory.h"

#include "web/chart/map.h"

static void
must_have(struct html h, const char *text)
{
	const char *markup = view_copy(m, h.markup);

	if (!strstr(markup, text))
		fail_msg("without %s: %s", text, markup);
}

/* Two squares side by side, together 4,140 metres wide and 2,070 high: 420 less the margins of 3 is a tenth of that, so that a
 * unit is ten metres. The second has a hole, and one area stands without a shade. */
static void
test_places(void **state)
{
	struct map_area areas[] = {
		{.name = "West & wild", .words = "1.0", .class = MAP_LOWEST}, {.name = "East", .words = "c", .class = MAP_HIDDEN},
	};
	struct map_chart chart = {.words = {.id = "map", .title = "Finding"}, .n = 2, .area = areas,
	    .legend = {[MAP_LOWEST] = "Lowest fifth: 1.0", [MAP_HIDDEN] = "c: hidden because small"}};
	struct html h;

	(void)state;
	assert_true(shape_read(m, VIEW("430000 540000 2070 0 0 2070 -2070 0"), &areas[0].shape));
	assert_true(shape_read(m, VIEW("432070 540000 2070 0 0 2070 -2070 0;433000 541000 100 0 0 100"), &areas[1].shape));
	h = chart_map(m, &chart);
	must_have(h, "fill=\"url(#map-0)\" d=\"M3.0 210.0L210.0 210.0 210.0 3.0 3.0 3.0z\"><title>West &amp; wild: 1.0</title>");
	must_have(h, "fill=\"url(#map-5)\" d=\"M210.0 210.0L417.0 210.0 417.0 3.0 210.0 3.0zM303.0 110.0L313.0 110.0 313.0 100.0z\">");
	must_have(h, "<title>East: c</title>");
	must_have(h, "<pattern id=\"map-0\"");
	must_have(h, "<pattern id=\"map-5\"");
	must_have(h, "A map of 2 areas. Lowest fifth: 1.0: 1 area. c: hidden because small: 1 area. The table has the number of each area.");
	must_have(h, "role=\"img\"");
	assert_null(strstr(view_copy(m, h.markup), "map-6"));
	assert_null(strstr(view_copy(m, h.markup), "map-1\""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_places)};

	return cmocka_run_group_tests(tests, start, stop);
}
