/* Profile, tartan rug and comparison over HTTP: an authority with figures put in by hand on either engine. What the pages say,
 * that the spine and the table tell the same, that files hold the page's numbers, that a new import is seen at once, that small
 * numbers stay hidden, and that each reading is written down. */
#include "app.h"
#include "sheet.h"

#define YEAR "'2024-04-01', '2025-03-31', 'total', ''"
#define PUBLISHED(area, value, lower, upper) "('lait.LAC', '" area "', " YEAR ", " value ", " lower ", " upper ", 'published', null)"

/* Wearshire's 90 (80 to 101) beside England's 70; its neighbours 60 and 80, so their median is 70; of five authorities 60, 62, 80,
 * 90 and 110 it is the fourth. Our own figure is of a year later: 31 of 4,000. One of our own alone is of 3 children: hidden. */
static const char figures[] =
	"insert into area (code, kind, name, parent) values ('E92000001', 'country', 'England', null),"
	" ('E12000001', 'region', 'North East', 'E92000001'), ('E06999991', 'authority', 'Upper Tees', 'E12000001'),"
	" ('E06999992', 'authority', 'Lower Tees', 'E12000001'), ('E06999993', 'authority', 'Sands & Sea', 'E12000001'),"
	" ('E06999994', 'authority', 'Moors', 'E12000001'), ('E01000001', 'lsoa', 'Quay', 'E06999999');"
	"insert into area (code, kind, name, parent) values ('E06999999', 'authority', 'Wearshire', 'E12000001') on conflict (code) do"
	" update set parent = excluded.parent;"
	"insert into neighbour (area, other, rank, model) values ('E06999999', 'E06999991', 1, 'm'), ('E06999999', 'E06999992', 2, 'm');"
	"insert into published_measure (id, dataset, title, topic, unit, better) values"
	" ('lait.LAC', 'published_lait', 'Looked after', 'Care', 'per 10,000', 'neither'),"
	" ('lait.MORE', 'published_lait', 'More of it', 'Another topic', '', 'higher');"
	"insert into observation (indicator, area, period_from, period_to, dimension, category, value, lower95, upper95, basis, note)"
	" values " PUBLISHED("E92000001", "70", "69", "71") ", " PUBLISHED("E12000001", "88", "85", "91") ", "
	PUBLISHED("E06999999", "90", "80", "101") ", " PUBLISHED("E06999991", "60", "50", "71") ", "
	PUBLISHED("E06999992", "80", "72", "90") ", " PUBLISHED("E06999993", "110", "95", "130") ", "
	PUBLISHED("E06999994", "62", "50", "69") ","
	" ('lait.LAC', 'E06999999', '2023-04-01', '2024-03-31', 'total', '', 85, 76, 95, 'published', null),"
	" ('lait.MORE', 'E06999999', " YEAR ", 5, null, null, 'published', null);"
	"insert into observation (indicator, area, period_from, period_to, dimension, category, numerator, denominator, value,"
	" lower95, upper95, basis) values"
	" ('care_rate', 'E06999999', '2025-04-01', '2026-03-31', 'total', '', 31, 4000, 77.54, 52, 110, 'computed'),"
	" ('need_rate', 'E06999999', '2025-04-01', '2026-03-31', 'total', '', 3, 4123, 7.28, 1.5, 21.3, 'computed')";

static void
put_figures(void)
{
	change(figures);
}

static int
start(void **state)
{
	(void)state;
	return app_start("Wearshire", "E06999999", put_figures);
}

static void
the_profile_says_how_the_authority_stands(void **state)
{
	(void)state;
	need_program();
	says("/profile", 200, "How does Wearshire compare?");
	says("/profile", 200, "Beside England 1 is higher");
	says("/profile", 200, "href=\"/indicator/care_rate?area=E06999999\"");
	says("/profile", 200, "4 of 5");
	says("/profile", 200, "second highest quarter");
	says("/profile", 200, "80.0 to 101.0");
	says("/profile", 200, "was 85.0");
	says("/profile", 200, "Children looked after: 90.0 per 10,000, England 70.0, higher. ");    /* the spine's description */
	says("/profile", 200, "judgement--higher");
	says("/profile", 200, ">Another topic</a>");
	says("/profile?area=E06999992", 200, "How does Lower Tees compare?");
	says("/profile?area=E12000001", 200, "How does North East compare?");
	says("/profile?others=Another%20topic", 200, "More of it");
	says("/profile?area=E06999994", 200, "lowest");
}

/* The published figure is what is compared; ours, of a later year, stands below it; where nothing is published it is alone. */
static void
own_figures_stand_beside(void **state)
{
	(void)state;
	need_program();
	says("/profile", 200, "Our own, of a later period");
	says("/profile", 200, "77.5");
	says("/profile", 200, "Children in need");
	does_not_say("/profile?area=E06999992", "Our own, of a later period");
	does_not_say("/profile?area=E06999992", "77.5");
}

static void
small_numbers_stay_hidden(void **state)
{
	static const char *const targets[] = {"/profile", "/profile.csv", "/profile.csv?all=yes", "/rug", "/compare"};

	(void)state;
	need_program();
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		does_not_say(targets[i], ">7.3");       /* (a picture's places may end so) */
		does_not_say(targets[i], "7.28");
		does_not_say(targets[i], "21.3<");
		does_not_say(targets[i], ",21.3");
		does_not_say(targets[i], ",3,4123");
	}
}

static void
comparators_can_be_chosen(void **state)
{
	(void)state;
	need_program();
	says("/profile.csv", 200, ",70,88,70,60,62,90,110,4,5,second highest quarter,");
	says("/profile.csv?against=E06999993,E06999994", 200, ",70,88,86,60,62,90,110,4,5,");
	says("/profile.csv?against=region", 200, ",70,88,71,60,62,90,110,4,5,");
	says("/profile?against=E06999993", 200, "Chosen areas");
}

static void
what_is_not_there_is_said_in_words(void **state)
{
	static const struct { const char *target, *words; } missing[] = {
		{"/profile?area=E09", "No area has the code E09"}, {"/profile?against=E09", "No area has the code E09"},
		{"/profile.csv?area=E09", "No area has the code E09"}, {"/rug?with=E09", "No area has the code E09"},
		{"/rug?sort=nothing", "The rug has no measure called nothing"}, {"/compare?of=E09", "No area has the code E09"},
		{"/compare?area=E09", "No area has the code E09"}, {"/compare?measure=nothing", "There is no measure called nothing"},
		{"/compare?measure=%3Cb%3E", "There is no measure called &lt;b&gt;"},
	};

	(void)state;
	need_program();
	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
		says(missing[i].target, 404, missing[i].words);
	says("/rug?topic=nothing", 200, "There is nothing to compare here.");
	says("/compare?chosen=yes", 200, "There is nothing to compare yet.");
	answer_free(&(struct answer[]){page("/profile?area=E01000001", 303)}[0]);       /* a small area is on the scorecard */
}

static void
the_rug_puts_words_first(void **state)
{
	struct answer a;
	const char *high, *low;

	(void)state;
	need_program();
	says("/rug", 200, "</span> higher</span> <span class=\"rug-value\">90.0</span>");
	says("/rug", 200, "Upper Tees");
	does_not_say("/rug", "Sands &amp; Sea");
	says("/rug?with=region", 200, "Sands &amp; Sea");
	a = page("/rug?with=all&sort=care_rate", 200);
	high = strstr(a.body, ">Sands &amp; Sea</a></th>");
	low = strstr(a.body, ">Upper Tees</a></th>");
	assert_true(high && low && high < low);
	assert_non_null(strstr(a.body, "aria-sort=\"descending\""));
	answer_free(&a);
}

static void
areas_are_compared_as_chosen(void **state)
{
	(void)state;
	need_program();
	says("/compare", 200, "Wearshire beside 2 areas and England, on 1 measure.");
	says("/compare", 200, "Wearshire is higher than England");
	says("/compare?of=E06999999&chosen=yes&area=E06999993&add=E06999994&measure=care_rate", 200, "Sands &amp; Sea");
	says("/compare?of=E06999999&chosen=yes&area=E06999993&add=E06999994&measure=care_rate", 200, "Moors");
	says("/compare?measure=lait.MORE", 200, "More of it");
	says("/compare?of=E06999991", 200, "How does Upper Tees compare");
}

static void
files_hold_the_same_figures(void **state)
{
	static const char *const names[] = {"profile", "rug", "compare"};

	(void)state;
	need_program();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char target[80];
		struct answer csv, book;
		struct sheet s;

		snprintf(target, sizeof target, "/%s.csv", names[i]);
		csv = page(target, 200);
		assert_non_null(strstr(answer_header(&csv, "Content-Disposition"), "-E06999999.csv\""));
		assert_non_null(strstr(csv.body, ",90,"));
		snprintf(target, sizeof target, "/%s.xlsx", names[i]);
		book = page(target, 200);
		assert_non_null(strstr(answer_header(&book, "Content-Disposition"), "-E06999999.xlsx\""));
		s = sheet_read(book.body, book.n);
		assert_true(sheet_is_csv(&s, csv.body));
		sheet_free(&s);
		answer_free(&csv);
		answer_free(&book);
	}
}

static void
each_reading_is_written_down(void **state)
{
	static const struct { const char *target, *object; } pages[] = {
		{"/profile", "profile E06999999"}, {"/profile.csv", "profile E06999999"}, {"/profile?area=E06999992", "profile E06999992"},
		{"/rug", "rug E06999999"}, {"/rug.csv", "rug E06999999"}, {"/compare", "compare E06999999"},
		{"/compare.xlsx", "compare E06999999"},
	};

	(void)state;
	need_program();
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		int before = audited("read measures", pages[i].object);

		answer_free(&(struct answer[]){page(pages[i].target, 200)}[0]);
		assert_int_equal(audited("read measures", pages[i].object), before + 1);
	}
}

/* What an import brings while the program serves is on the next page, before anybody sums it up; and after. */
static void
a_new_import_is_seen_at_once(void **state)
{
	const char *const measure[] = {app.program, "import", "--db", app.db, "/dev/null", NULL};

	(void)state;
	need_program();
	change("insert into batch values (7, 'published_lait', 'core', 'l.csv', 'x', '2026-03-31', null, null, 'no', 1, 1, 0, 0, 0, '', '');"
	    "update observation set value = 93 where indicator = 'lait.LAC' and area = 'E06999999' and period_to = '2025-03-31'");
	says("/profile", 200, "93.0");
	run(measure);                   /* nothing to import, but what is there is summed up */
	says("/profile", 200, "93.0");
	change("delete from batch where id = 7; update observation set value = 90 where indicator = 'lait.LAC' and"
	    " area = 'E06999999' and period_to = '2025-03-31'");
	says("/profile", 200, "90.0");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_profile_says_how_the_authority_stands),
		cmocka_unit_test(own_figures_stand_beside),
		cmocka_unit_test(small_numbers_stay_hidden),
		cmocka_unit_test(comparators_can_be_chosen),
		cmocka_unit_test(what_is_not_there_is_said_in_words),
		cmocka_unit_test(the_rug_puts_words_first),
		cmocka_unit_test(areas_are_compared_as_chosen),
		cmocka_unit_test(files_hold_the_same_figures),
		cmocka_unit_test(each_reading_is_written_down),
		cmocka_unit_test(a_new_import_is_seen_at_once),
	};

	return cmocka_run_group_tests(tests, start, app_stop);
}
