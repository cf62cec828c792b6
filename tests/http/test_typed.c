/* Typed figures over HTTP, on either engine: typed by the program itself, then on the measure's page with source, evidence, author
 * and history, on the scorecard and the profile, in the file; small numbers nowhere. */
#include "app.h"

#define SURVEY "--source", "Survey <of 2025>", "--evidence", "survey2025.xlsx", "--author", "A. Analyst", "--db", app.db, NULL
#define ADD(indicator, ...) run((const char *const[]){app.program, "figure", "add", indicator, __VA_ARGS__, SURVEY})

static void
put_figures(void)
{
	assert_int_equal(ADD("children_satisfied", "--period", "2024/25", "--numerator", "120", "--denominator", "150"), 0);
	assert_int_equal(ADD("parents_satisfied", "--period", "2024/25", "--numerator", "3", "--denominator", "40"), 0);
	assert_int_equal(ADD("children_satisfied", "--period", "2024/25", "--value", "80"), 1);
	assert_int_equal(ADD("no_such", "--period", "2024/25", "--value", "80"), 1);
}

static int
start(void **state)
{
	(void)state;
	return app_start("Wearshire", "E06999999", put_figures);
}

static void
the_page_shows_where_it_comes_from(void **state)
{
	(void)state;
	need_program();
	says("/indicator/children_satisfied", 200, "80.0% in Wearshire in 2024-25.");
	says("/indicator/children_satisfied", 200, "<h2 class=\"govuk-heading-m\">Typed figures</h2>");
	says("/indicator/children_satisfied", 200, "2024-25: 80.0% (120 of 150)");
	says("/indicator/children_satisfied", 200, "From: Survey &lt;of 2025&gt;. Evidence: survey2025.xlsx. Typed by A. Analyst on ");
	says("/indicator/children_satisfied", 200, "72.9 to 85.6");
	does_not_say("/indicator/children_satisfied", "What it was before");
	says("/indicator/five_good_gcses", 200, "its figures are typed, and there is none for Wearshire yet.");
	says("/indicator/five_good_gcses", 200, "None was typed yet.");
	does_not_say("/indicator/care_rate", "Typed figures");
}

static void
other_pages_and_files_have_it(void **state)
{
	(void)state;
	need_program();
	says("/scorecard", 200, "href=\"/indicator/children_satisfied?area=E06999999\"");
	says("/scorecard.csv", 200, "\"typed, from Survey <of 2025>\"");
	says("/profile", 200, "typed, from Survey &lt;of 2025&gt;");
	says("/profile.csv", 200, ",reported,");
	says("/rug?topic=voice", 200, "80.0%, typed");
	says("/compare?measure=children_satisfied&chosen=yes", 200, "Children satisfied with the help they had");
	says("/indicator/children_satisfied.csv", 200, "72.88");
}

static void
small_numbers_are_hidden(void **state)
{
	static const char *const targets[] = {"/indicator/parents_satisfied", "/indicator/parents_satisfied.csv", "/profile.csv"};

	(void)state;
	need_program();
	says("/indicator/parents_satisfied", 200, "2024-25: hidden, because the numbers are small");
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
		does_not_say(targets[i], "7.5");
}

/* The server shows at once what another process types. The figure's number is asked of the database. */
static void
a_revision_is_seen_with_its_history(void **state)
{
	const char *sql = "select max(id) from typed_figure where indicator = 'children_satisfied'";
	char number[24];

	(void)state;
	need_program();
	snprintf(number, sizeof number, "%d", database_is_postgres() ? ask_server(sql) : ask_file("", sql));
	assert_int_equal(ADD("children_satisfied", "--period", "2024/25", "--numerator", "126", "--denominator", "150", "--revises", number,
	    "--reason", "six forms came late"), 0);
	says("/indicator/children_satisfied", 200, "2024-25: 84.0% (126 of 150)");
	says("/indicator/children_satisfied", 200, "Reason: six forms came late.");
	says("/indicator/children_satisfied", 200, "What it was before");
	says("/indicator/children_satisfied", 200, "80.0% (120 of 150)");
	says("/profile.csv", 200, "84");
	assert_true(audited("command", "figure add") >= 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_shows_where_it_comes_from), cmocka_unit_test(other_pages_and_files_have_it),
		cmocka_unit_test(small_numbers_are_hidden), cmocka_unit_test(a_revision_is_seen_with_its_history),
	};

	return cmocka_run_group_tests(tests, start, app_stop);
}
