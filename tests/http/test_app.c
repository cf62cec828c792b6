/* The program itself over HTTP, on a small database of either engine with figures put in by hand: which pages there are, what they say
 * when they have nothing, that each reading is audited, and that a hidden number is nowhere in what is sent. */
#include "app.h"
#include "sheet.h"

/* 31 of 4,000 in the authority; of its two small areas one is shown and one, with 3 of 411, is hidden. The year before
 * was supplied in part, with a figure that must be compared with nothing. */
static const char figures[] =
	"insert into area (code, kind, name, parent) values ('E01000001', 'lsoa', 'Quay', 'E06999999'),"
	" ('E01000002', 'lsoa', 'Fell', 'E06999999');"
	"insert into observation (indicator, area, period_from, period_to, dimension, category, numerator, denominator, value,"
	" lower95, upper95, basis, note) values"
	" ('care_rate', 'E06999999', '2023-04-01', '2024-03-31', 'total', '', 900, 4100, 219.51, 205, 235, 'computed',"
	"  'supplied for part of the period'),"
	" ('care_rate', 'E06999999', '2024-04-01', '2025-03-31', 'total', '', 31, 4000, 77.54, 52, 110, 'computed', null),"
	" ('care_rate', 'E01000001', '2024-04-01', '2025-03-31', 'total', '', 28, 3589, 78.02, 51.8, 112.8, 'computed', null),"
	" ('care_rate', 'E01000002', '2024-04-01', '2025-03-31', 'total', '', 3, 411, 72.99, 15.05, 213.31, 'computed', null),"
	" ('protection_rate', 'E06999999', '2024-04-01', '2025-03-31', 'total', '', null, null, null, null, null, 'computed',"
	"  'not supplied');";

/* Four faults: one of each of two workers of a team, one of the team alone, one of nobody; and one of another agency. */
static const char fixes[] =
	"insert into org (id, kind, name, source_key) values (501, 'team', 'Assessment North', 1);"
	"insert into worker (id, org, role, source_key) values (601, 501, 'Social worker', 1), (602, 501, null, 2);"
	"insert into fix (id, kind, agency, org, worker, field, source_key, message, opened) values"
	" (1, 'a', 'social_care', 501, 601, 'born', 1, 'first of all', '2026-01-01'),"
	" (2, 'a', 'social_care', 501, 602, 'born', 2, 'second of all', '2026-01-02'),"
	" (3, 'a', 'social_care', 501, null, 'born', 3, 'third of all', '2026-01-03'),"
	" (4, 'a', 'social_care', null, null, 'born', 4, 'fourth of all', '2026-01-04'),"
	" (5, 'a', 'health', null, null, 'born', 5, 'fifth of all', '2026-01-05');";

static void
put_figures(void)
{
	change(figures);
	change(fixes);
}

static int
start(void **state)
{
	(void)state;
	return app_start("Wearshire", "E06999999", put_figures);
}

static void
the_scorecard_is_of_the_authority(void **state)
{
	(void)state;
	need_program();
	says("/scorecard", 200, "How are children in Wearshire doing?");
	says("/scorecard", 200, "77.5<span class=\"unit\">per 10,000</span>");
	says("/scorecard", 200, "not supplied");
	says("/scorecard?area=E01000001", 200, "How are children in Quay doing?");
	says("/imports", 200, "Nothing yet.");
	says("/linkage", 200, "Nothing yet. <code>bairn link</code> works out who is who");
}

static void
what_is_not_there_is_said_in_words(void **state)
{
	(void)state;
	need_program();
	says("/indicator/nothing", 404, "There is no measure called nothing");
	says("/indicator/nothing.csv", 404, "There is no measure called nothing");
	says("/indicator/%3Cb%3E", 404, "There is no measure called &lt;b&gt;");
	says("/scorecard?area=E09", 404, "No area has the code E09");
	says("/scorecard.csv?area=E09", 404, "No area has the code E09");
	says("/indicator/care_rate?area=E09", 404, "No area has the code E09");
	says("/imports/17", 404, "There is no import with the number 17");
	says("/imports?page=0", 400, "page");
	says("/fixes?agency=housing", 404, "No agency is called housing");
	says("/fixes?agency=health&team=7", 404, "There is no team with the number 7");
	says("/fixes?agency=health&worker=7", 404, "There is no worker with the number 7");
	says("/fixes?team=501", 400, "within an agency");
	says("/fixes?agency=police", 200, "Nothing is open here");
	says("/nowhere", 404, "Page not found");
	says("/indicator/need_rate", 200, "Nothing was measured yet");
}

/* Each step down shows its own faults and no other's, and says where nobody is named. */
static void
fixes_are_chosen_by_who_can_put_them_right(void **state)
{
	static const struct { const char *target, *says, *of; } pages[] = {
		{"/fixes", "A worker is named for 2, a team or school alone for 1, nobody for 2.", ""},
		{"/fixes?agency=social_care", "A worker is named for 2, a team or school alone for 1, nobody for 1.", "1234"},
		{"/fixes?agency=social_care", "team=501\">Assessment North</a>", "1234"},
		{"/fixes?agency=social_care", "team=0\">No team is named</a>", "1234"},
		{"/fixes?agency=social_care&team=501", "worker=601\">Social worker, number 601</a>", "123"},
		{"/fixes?agency=social_care&team=501", "worker=602\">Worker, number 602</a>", "123"},
		{"/fixes?agency=social_care&team=501&worker=601", "put right by Social worker, number 601, Assessment North?", "1"},
		{"/fixes?agency=social_care&team=501&worker=0", "Assessment North, where no worker is named?", "3"},
		{"/fixes?agency=social_care&team=0", "Social care, where no team is named?", "4"},
		{"/fixes?agency=health", "Nobody is named for any of them", "5"},
	};
	static const char *const faults[] = {"first of all", "second of all", "third of all", "fourth of all", "fifth of all"};

	(void)state;
	need_program();
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct answer a = page(pages[i].target, 200);

		if (!strstr(a.body, pages[i].says))
			print_message("%s does not say \"%s\"\n", pages[i].target, pages[i].says);
		assert_non_null(strstr(a.body, pages[i].says));
		for (int k = 0; k < 5; k++)
			assert_int_equal(strstr(a.body, faults[k]) != NULL, strchr(pages[i].of, '1' + k) != NULL);
		answer_free(&a);
	}
}

/* Of a period supplied in part the table shows the figure and says so; nothing is compared with it. */
static void
a_period_supplied_in_part_is_compared_with_nothing(void **state)
{
	struct answer a;

	(void)state;
	need_program();
	says("/scorecard", 200, "part supplied");
	says("/indicator/care_rate", 200, "There is nothing to compare with 2023-24: supplied for part of the period.");
	a = page("/scorecard", 200);
	assert_null(strstr(a.body, "219.5"));
	assert_null(strstr(a.body, "judgement--lower"));
	answer_free(&a);
}

static void
hidden_numbers_are_not_sent(void **state)
{
	static const char *const targets[] = {
		"/indicator/care_rate", "/indicator/care_rate?area=E01000002", "/scorecard?area=E01000002",
		"/indicator/care_rate.csv", "/indicator/care_rate.csv?area=E01000002", "/scorecard.csv?area=E01000002",
	};
	static const char *const hidden[] = {"72.9", "73.0", "15.0", "15.1", "213.3", "3 per 411"};

	(void)state;
	need_program();
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		struct answer a = page(targets[i], 200);

		assert_true(strstr(a.body, "small numbers") || strstr(a.body, "hidden"));
		for (size_t k = 0; k < sizeof hidden / sizeof *hidden; k++)
			assert_null(strstr(a.body, hidden[k]));
		answer_free(&a);
	}
}

static void
downloads_hold_the_same_figures(void **state)
{
	struct answer a;

	(void)state;
	need_program();
	a = page("/indicator/care_rate.csv", 200);
	assert_string_equal(answer_header(&a, "Content-Disposition"), "attachment; filename=\"care_rate-E06999999.csv\"");
	assert_string_equal(answer_header(&a, "Content-Type"), "text/csv; charset=utf-8");
	assert_non_null(strstr(a.body, "77.54"));
	answer_free(&a);
}

/* Field by field what the CSV holds: the CSV's lines of plain numbers and texts are the workbook's rows. */
static void
workbooks_hold_what_the_csv_holds(void **state)
{
	static const char *const names[] = {"/scorecard", "/indicator/care_rate"};

	(void)state;
	need_program();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char target[80];
		struct answer csv, book;
		struct sheet s;

		snprintf(target, sizeof target, "%s.csv", names[i]);
		csv = page(target, 200);
		snprintf(target, sizeof target, "%s.xlsx", names[i]);
		book = page(target, 200);
		assert_string_equal(answer_header(&book, "Content-Type"),
		    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
		assert_non_null(strstr(answer_header(&book, "Content-Disposition"), "-E06999999.xlsx\""));
		s = sheet_read(book.body, book.n);
		assert_true(sheet_is_csv(&s, csv.body));
		sheet_free(&s);
		answer_free(&csv);
		answer_free(&book);
	}
}

static void
other_methods_are_refused(void **state)
{
	static const char head[] = "HEAD /scorecard HTTP/1.1\r\nHost: localhost\r\n\r\n";
	struct answer a;
	int fd;

	(void)state;
	need_program();
	a = ask(app.port, "POST /scorecard HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
	assert_int_equal(a.status, 405);
	answer_free(&a);
	fd = client_open(app.port);
	client_send(fd, head, sizeof head - 1);
	a = client_read(fd, true, 5000);
	assert_int_equal(a.status, 200);
	assert_true(client_silent(fd));
	answer_free(&a);
	close(fd);
}

static void
pages_carry_the_headers_of_safety(void **state)
{
	static const struct { const char *name, *part; } headers[] = {
		{"Content-Security-Policy", "default-src 'self'"}, {"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"}, {"Referrer-Policy", "same-origin"}, {"Cache-Control", "no-store"},
	};
	static const char *const targets[] = {"/scorecard", "/indicator/care_rate", "/imports", "/nowhere", "/scorecard.csv"};

	(void)state;
	need_program();
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		struct answer a = get(app.port, targets[i], "");

		for (size_t k = 0; k < sizeof headers / sizeof *headers; k++)
			assert_non_null(strstr(answer_header(&a, headers[k].name), headers[k].part));
		answer_free(&a);
	}
}

/* In an authority that is real the pages say that nobody has named a controller; in the fictional county its own are named. */
static void
made_up_agreements_are_called_so(void **state)
{
	struct answer a;

	(void)state;
	need_program();
	change("insert into batch values (7, 'ssda903_reviews', 'social_care', 'r.csv', 'x', '2025-03-31', null, null, 'no', 1, 1, 0, 0,"
	    " 0, '', '')");
	says("/imports/7", 200, "wearshire-council");
	a = page("/imports", 200);
	assert_null(strstr(a.body, "placeholder"));
	answer_free(&a);
	change("update setting set value = 'E06000005' where name = 'authority_code'");
	says("/imports", 200, "The sharing agreements of 1 file are placeholders");
	says("/imports/7", 200, "Not named: the one that comes with Bairn is a placeholder");
	a = page("/imports/7", 200);
	assert_null(strstr(a.body, "wearshire-council"));
	answer_free(&a);
	change("update setting set value = 'E06999999' where name = 'authority_code'; delete from batch");
}

/* The row is there when the answer is: it is committed first. */
static void
each_reading_is_written_down(void **state)
{
	static const struct { const char *target, *act, *object; } pages[] = {
		{"/scorecard", "read measures", "scorecard E06999999"},
		{"/scorecard?area=E01000001", "read measures", "scorecard E01000001"},
		{"/scorecard.csv", "read measures", "scorecard E06999999"},
		{"/scorecard.xlsx", "read measures", "scorecard E06999999"},
		{"/indicator/care_rate", "read measure", "indicator care_rate E06999999"},
		{"/indicator/care_rate.csv", "read measure", "indicator care_rate E06999999"},
		{"/imports", "read imports", "imports"}, {"/linkage", "read linkage", "linkage"}, {"/fixes", "read fixes", "fixes"},
	};

	(void)state;
	need_program();
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		int before = audited(pages[i].act, pages[i].object);
		struct answer a = page(pages[i].target, 200);

		assert_int_equal(audited(pages[i].act, pages[i].object), before + 1);
		answer_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_scorecard_is_of_the_authority),
		cmocka_unit_test(what_is_not_there_is_said_in_words),
		cmocka_unit_test(a_period_supplied_in_part_is_compared_with_nothing),
		cmocka_unit_test(fixes_are_chosen_by_who_can_put_them_right),
		cmocka_unit_test(hidden_numbers_are_not_sent),
		cmocka_unit_test(downloads_hold_the_same_figures),
		cmocka_unit_test(workbooks_hold_what_the_csv_holds),
		cmocka_unit_test(other_methods_are_refused),
		cmocka_unit_test(pages_carry_the_headers_of_safety),
		cmocka_unit_test(each_reading_is_written_down),
		cmocka_unit_test(made_up_agreements_are_called_so),
	};

	return cmocka_run_group_tests(tests, start, app_stop);
}
