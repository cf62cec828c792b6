/* Small areas on a map over HTTP: without boundaries a sentence, with them five classes by the figures put in by hand, small
 * numbers hidden in the map as in the table. */
#include "app.h"

#define YEAR "'2025-04-01', '2026-03-31', 'total', ''"
#define FIGURE(area, n, value) "('care_rate', '" area "', " YEAR ", " n ", 1000, " value ", 1, 99, 'computed')"

/* Ten areas with 50 to 95 children, the last of which is withheld because of another's 3; one of which nothing is known. They come
 * when the program runs already, which takes the marks as they are: sums that do not hold would be withheld whole. */
static const char figures[] =
	"insert into area (code, kind, name, parent) values ('E01000001', 'lsoa', 'One', 'E06999999'), ('E01000002', 'lsoa', 'Two',"
	" 'E06999999'), ('E01000003', 'lsoa', 'Three', 'E06999999'), ('E01000004', 'lsoa', 'Four', 'E06999999'),"
	" ('E01000005', 'lsoa', 'Five', 'E06999999'), ('E01000006', 'lsoa', 'Six', 'E06999999'), ('E01000007', 'lsoa', 'Seven',"
	" 'E06999999'), ('E01000008', 'lsoa', 'Eight', 'E06999999'), ('E01000009', 'lsoa', 'Nine', 'E06999999'),"
	" ('E01000010', 'lsoa', 'Ten', 'E06999999'), ('E01000011', 'lsoa', 'Small & few', 'E06999999'),"
	" ('E01000012', 'lsoa', 'Empty', 'E06999999'), ('E05000001', 'ward', 'Quayside', 'E06999999');"
	"insert into observation (indicator, area, period_from, period_to, dimension, category, numerator, denominator, value,"
	" lower95, upper95, basis) values " FIGURE("E06999999", "728", "728") ", "
	FIGURE("E01000001", "50", "500.5") ", " FIGURE("E01000002", "55", "550") ", " FIGURE("E01000003", "60", "600") ", "
	FIGURE("E01000004", "65", "650") ", " FIGURE("E01000005", "70", "700") ", " FIGURE("E01000006", "75", "750") ", "
	FIGURE("E01000007", "80", "800") ", " FIGURE("E01000008", "85", "850") ", " FIGURE("E01000009", "90", "900") ", "
	FIGURE("E01000010", "95", "950") ", " FIGURE("E01000011", "3", "31.7") ", "
	FIGURE("E05000001", "728", "733.3") ";"
	"update observation set withheld = 'yes' where area = 'E01000010'";

#define BOUNDARY(area) "insert into boundary (area, rings, batch) values ('" area "', '1000 1000 1000 0 0 1000 -1000 0', 9);"
static const char boundaries[] =
	"insert into batch (id, dataset, agency, file, sha256, as_at, full_extract, rows_read, written, unchanged, rejected, withdrawn,"
	" at, by) values (9, 'boundaries', 'core', 'b.geojson', 'x', '2026-01-01', 'no', 1, 1, 0, 0, 0, '2026-01-01T00:00:00Z', 'test');"
	BOUNDARY("E01000001") BOUNDARY("E01000002") BOUNDARY("E01000003") BOUNDARY("E01000004") BOUNDARY("E01000005")
	BOUNDARY("E01000006") BOUNDARY("E01000007") BOUNDARY("E01000008") BOUNDARY("E01000009") BOUNDARY("E01000011")
	BOUNDARY("E01000012");

static void
nothing_yet(void)
{
}

static int
start(void **state)
{
	(void)state;
	return app_start("Wearshire", "E06999999", nothing_yet);
}

static void
without_boundaries_it_says_which_file_to_import(void **state)
{
	(void)state;
	need_program();
	change(figures);
	says("/indicator/care_rate", 200, "There is no map of these areas, because no boundaries were imported.");
	says("/indicator/care_rate", 200, "bairn import boundaries.geojson");
	does_not_say("/indicator/care_rate", "maplsoa");
	does_not_say("/indicator/care_rate", "By ward");
}

static void
areas_are_shaded_by_fifths(void **state)
{
	(void)state;
	need_program();
	change(boundaries);
	says("/indicator/care_rate", 200, "aria-labelledby=\"maplsoa-title maplsoa-desc\"");
	says("/indicator/care_rate", 200, "A map of 11 areas. Lowest fifth: 500.5 to 550.0: 2 areas.");
	says("/indicator/care_rate", 200, "Highest fifth: 900.0: 1 area. c: hidden because small: 1 area. No figure: 1 area.");
	says("/indicator/care_rate", 200, "fill=\"url(#maplsoa-0)\"");
	says("/indicator/care_rate", 200, "<title>One: 500.5 per 10,000</title>");
	says("/indicator/care_rate", 200, "<title>Empty: no figure</title>");
	says("/indicator/care_rate", 200, "All 11 areas in a table");
	says("/indicator/care_rate", 200, "One area is in the table but not on the map, for want of a boundary.");
	does_not_say("/indicator/care_rate", "There is no map");
	does_not_say("/indicator/care_rate", "By ward");
	does_not_say("/indicator/care_rate?area=E01000001", "maplsoa");
}

static void
small_numbers_are_hidden_on_the_map(void **state)
{
	(void)state;
	need_program();
	says("/indicator/care_rate", 200, "<title>Small &amp; few: c</title>");
	says("/indicator/care_rate", 200, "fill=\"url(#maplsoa-5)\"");
	change(BOUNDARY("E01000010"));
	says("/indicator/care_rate", 200, "<title>Ten: c</title>");             /* withheld for the other's sake */
	does_not_say("/indicator/care_rate", "31.7");
	does_not_say("/indicator/care_rate", "950");
}

/* Wards come where there are boundaries of wards; too few areas make no map. */
static void
wards_have_a_section_of_their_own(void **state)
{
	(void)state;
	need_program();
	change(BOUNDARY("E05000001"));
	says("/indicator/care_rate", 200, "By ward");
	says("/indicator/care_rate", 200, "There is no map: fewer than five areas have both a boundary and a figure that is shown.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_boundaries_it_says_which_file_to_import),
		cmocka_unit_test(areas_are_shaded_by_fifths),
		cmocka_unit_test(small_numbers_are_hidden_on_the_map),
		cmocka_unit_test(wards_have_a_section_of_their_own),
	};

	return cmocka_run_group_tests(tests, start, app_stop);
}
