/* Typed figures, for the small authority of town.h: what is taken and what is refused, in which words; revisions and withdrawals,
 * of which nothing is lost; the observations that come of them; files; a copy of the authority. */
#include "town.h"
#include "typing.h"

#include "measure/compare.h"
#include "measure/compute.h"
#include "measure/inequality.h"
#include "measure/shown.h"
#include "measure/rug.h"
#include "measure/standing.h"
#include "measure/typed.h"
#include "store/copy.h"
#include "store/seal.h"

static void
refused(struct town *t, const char *indicator, const char *const *pairs, const char *words)
{
	char *text;

	assert_int_not_equal(run_command(t, "figure add", "table", indicator, pairs, &text), OK);
	free(text);
	if (!strstr(t->c.sentence, words))
		fail_msg("\"%s\" is not in \"%s\"", words, t->c.sentence);
	fail_clear(&t->c);
}

static int64_t
count_of(struct town *t, const char *sql)
{
	struct rows *r = store_read(&t->c, sql);
	int64_t n = -1;

	while (rows_next(r))
		n = col_int(r, 0);
	DO(rows_end(r));
	return n;
}

/* ---- what is refused ------------------------------------------------------------------------------------------ */

/* Each says what to do; nothing is written. */
static void
test_refusals(void **state)
{
	struct town *t = *state;
	char *text;

	DO(store_commit(&t->c));
	unsetenv("USER");
	unsetenv("LOGNAME");
	refused(t, NULL, NULL, "say of which measure the figure is; `bairn catalogue list` names them");
	refused(t, "children_satisfid", NULL, "there is no measure called children_satisfid; did you mean `children_satisfied`?");
	refused(t, "qqqq", NULL, "there is no measure called qqqq; `bairn catalogue list` names them");
	refused(t, "care_rate", NULL, "care_rate is computed from what is imported and may not be typed");
	refused(t, "low_birth_weight", NULL, "is published and may not be typed; import what is published");
	refused(t, SATISFIED, NULL, "say in --period of which period the figure is; children_satisfied is given by financial year, as 2024-25");
	refused(t, SATISFIED, PAIRS("--period", "2024"), "--period 2024 is of the kind calendar year, and children_satisfied is given by"
	    " financial year, as 2024-25");
	refused(t, SATISFIED, PAIRS("--period", "last year"), "--period last year names no period; children_satisfied is given by");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--kind", "month"), "month is no kind of period of children_satisfied");
	refused(t, SATISFIED, PAIRS("--period", "2025/26"), "2025-26 ends on 31 March 2026; type its figure when it is over");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--area", "X1"), "no area has the code X1; leave --area out for E99");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--category", "female"), "--breakdown and --category go together");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--breakdown", "shoe", "--category", "42"), "there is no breakdown called shoe;"
	    " there are sex, age,");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--breakdown", "sex", "--category", "42"), "sex has no category 42; it has female,");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "12,3"), "--value is no number (12,3); write digits alone");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "3"), "children_satisfied is a proportion: give numerator and"
	    " denominator, or value");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "3", "--denominator", "4", "--value", "75"), "is a proportion: give");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "9", "--denominator", "4"), "the numerator (9) is over the"
	    " denominator (4)");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "-1", "--denominator", "4"), "is never below 0");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "-1"), "is never below 0");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "101"), "its value is at most 100");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "0", "--denominator", "0"), "the denominator is 0");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "1.5", "--denominator", "4"), "give whole numbers");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "80"), "say where the figure comes from in --source");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "80", "--source", "S"), "say in --evidence what shows it");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "80", "--source", "S", "--evidence", "e"), "say who typed it in --author");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "80", "--source", "\xff", "--evidence", "e"), "--source is not UTF-8 text");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "80", SOURCED, "--reason", "why"), "a reason is of a revision");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "80", SOURCED, "--revises", "x"), "--revises is no figure's number (x)");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "80", SOURCED, "--revises", "9"), "say why the figure is revised in --reason");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "80", SOURCED, "--revises", "99999", "--reason", "why"), "there is no typed"
	    " figure 99999; `bairn figure list` shows them");
	assert_int_equal(count_of(t, "select count(*) from typed_figure_all"), 0);
	assert_int_equal(run_command(t, "figure list", "table", "qqqq", NULL, &text), ERR_INPUT);
	free(text);
	fail_clear(&t->c);
	assert_int_equal(run_command(t, "figure withdraw", "table", NULL, NULL, &text), ERR_USAGE);
	free(text);
	fail_clear(&t->c);
}

/* ---- what is taken -------------------------------------------------------------------------------------------- */

/* 120 of 150 is 80 %; Wilson 1927: (120 + 1.9207) / 153.8415 = 0.7925, half of the width 1.96 / 153.8415 x sqrt(24 + 0.9604) = 0.0637. */
static void
test_interval(void **state)
{
	struct town *t = *state;
	struct seen s;
	struct standing now;

	DO(store_commit(&t->c));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "120", "--denominator", "150", SOURCED));
	add(t, SATISFIED, PAIRS("--period", "2023-24", "--value", "71.5", SOURCED));
	s = town_seen(t, SATISFIED, "E99", YEAR_2024, "total", "");
	assert_true(s.found && s.numerator == 120 && s.denominator == 150 && fabs(s.value - 80) < 1e-9);
	assert_true(fabs(s.lower95 - 72.886) < 0.001 && fabs(s.upper95 - 85.616) < 0.001);
	assert_string_equal(s.note, "typed, from Survey of 2025");
	s = town_seen(t, SATISFIED, "E99", "2023-04-01", "2024-03-31", "total", "");
	assert_true(s.value == 71.5 && isnan(s.numerator) && isnan(s.lower95));
	DO(standing_of(&t->c, catalogue_indicator(t->c.catalogue, SATISFIED), "E99", &now));
	assert_true(now.found && fabs(now.now.value - 80) < 1e-9 && now.before.value == 71.5);
	assert_int_equal(count_of(t, "select count(*) from observation where basis = 'reported'"), 2);
}

/* Periods by the names that pages show, by two days; a rate by Byar's; a mean, which may be below nothing. */
static void
test_kinds(void **state)
{
	struct town *t = *state;
	struct seen s;

	DO(store_commit(&t->c));
	add(t, "perinatal_mental_health", PAIRS("--period", "year to June 2025", "--value", "9.5", SOURCED));
	assert_true(town_seen(t, "perinatal_mental_health", "E99", "2024-07-01", "2025-06-30", "total", "").value == 9.5);
	add(t, "perinatal_mental_health", PAIRS("--period", "2024-04-01 to 2025-03-31", "--value", "8.5", SOURCED));
	assert_true(town_seen(t, "perinatal_mental_health", "E99", YEAR_2024, "total", "").value == 8.5);
	add(t, "attainment_8_national_gap", PAIRS("--period", "2023/2024", "--value", "-1.5", SOURCED));
	assert_true(town_seen(t, "attainment_8_national_gap", "E99", "2023-09-01", "2024-08-31", "total", "").value == -1.5);
	add(t, "tribunal_appeals", PAIRS("--period", "2024", "--numerator", "30", "--denominator", "1200", SOURCED));
	s = town_seen(t, "tribunal_appeals", "E99", CALENDAR_2024, "total", "");
	assert_true(s.value == 2.5 && isnan(s.lower95));
	/* 20 of 10,000, for each 1,000. Byar's: 20 x (1 - 1/180 - 1.96/(3 sqrt 20))^3 = 12.21; 21 x (1 - 1/189 + 1.96/(3 sqrt 21))^3 = 30.89. */
	add(t, "emergency_attendances", PAIRS("--period", "2024/25", "--numerator", "20", "--denominator", "10000", SOURCED));
	s = town_seen(t, "emergency_attendances", "E99", YEAR_2024, "total", "");
	assert_true(fabs(s.value - 2) < 1e-9 && fabs(s.lower95 - 1.221) < 0.001 && fabs(s.upper95 - 3.089) < 0.001);
}

/* The old version stays as it was, and the history says who, why and in whose place. A later `bairn measure` keeps what is typed. */
static void
test_history(void **state)
{
	struct town *t = *state;
	int64_t first, second, again;
	struct typed_list list = {0};
	const struct indicator *k;

	DO(store_commit(&t->c));
	first = add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "120", "--denominator", "150", SOURCED));
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "81", SOURCED), mem_format(t->c.mem, "has a typed figure for 2024-25"
	    " already, number %lld; to change it, say that this one revises %lld, and the reason", (long long)first, (long long)first));
	refused(t, SATISFIED, PAIRS("--period", "2023/24", "--value", "81", SOURCED, "--reason", "r", "--revises", number_text(t, first)),
	    "is of children_satisfied, 2024-25; a revision is of the same measure, period, area and group");
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "120", "--denominator", "150", SOURCED, "--reason", "r", "--revises",
	    number_text(t, first)), "so there is nothing to revise");
	second = add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "126", "--denominator", "150", SOURCED, "--reason",
	    "six forms came late", "--revises", number_text(t, first)));
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "81", SOURCED, "--reason", "r", "--revises", number_text(t, first)),
	    mem_format(t->c.mem, "was revised already, by %lld; name that one", (long long)second));
	DO(measure_run(&t->c, (struct measure_options){.from = DAY_NONE, .to = DAY_NONE}, &(struct measured){0}));
	assert_true(town_seen(t, SATISFIED, "E99", YEAR_2024, "total", "").value == 84);

	DO(store_begin(&t->c));
	assert_int_equal(typed_withdraw(&t->c, number_text(t, second), " ", "A. Analyst", &k), ERR_INPUT);
	assert_string_equal(t->c.sentence, "say why the figure is withdrawn in --reason");
	fail_clear(&t->c);
	DO(typed_withdraw(&t->c, number_text(t, second), "of another county", "B. Analyst", &k));
	DO(typed_observe(&t->c, k));
	DO(store_commit(&t->c));
	assert_false(town_seen(t, SATISFIED, "E99", YEAR_2024, "total", "").found);
	refused(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "81", SOURCED, "--reason", "r", "--revises", number_text(t, second)),
	    "was withdrawn; add it anew");
	again = add(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "82", SOURCED));

	DO(typed_read(&t->c, SATISFIED, NULL, true, &list));
	assert_int_equal(list.n, 4);
	assert_true(list.item[0].id == first && list.item[0].numerator == 120 && !list.item[0].stands && !list.item[0].reason);
	assert_true(list.item[1].id == second && list.item[1].revises == first && !list.item[1].stands);
	assert_string_equal(list.item[1].reason, "six forms came late");
	assert_string_equal(list.item[1].author, "A. Analyst");
	assert_string_equal(list.item[1].evidence, "survey.xlsx");
	assert_true(list.item[2].withdrawn && list.item[2].revises == second && isnan(list.item[2].numerator));
	assert_string_equal(list.item[2].reason, "of another county");
	assert_string_equal(list.item[2].author, "B. Analyst");
	assert_true(list.item[3].id == again && list.item[3].stands && list.item[3].value == 82 && !list.item[3].revises);
}

/* Neither engine lets a version be changed or taken away; who, evidence and reason are not there to be read. */
static void
test_nothing_is_overwritten(void **state)
{
	struct town *t = *state;
	static const char *const tries[] = {"update typed_figure_all set value = 99", "delete from typed_figure_all"};

	DO(store_commit(&t->c));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "80", SOURCED));
	for (size_t i = 0; i < 2; i++) {
		DO(store_begin(&t->c));
		assert_int_not_equal(store_run(&t->c, tries[i]), OK);
		store_rollback(&t->c);
		fail_clear(&t->c);
	}
	assert_int_equal(count_of(t, "select count(*) from typed_figure_all where value = 80"), 1);
	struct rows *r = store_read(&t->c, "select author, evidence from typed_figure_all");
	while (rows_next(r))
		for (int i = 0; i < 2; i++) {
			struct view v = col_bytes(r, i);

			assert_true(v.n > 40);
			assert_null(memmem(v.at, v.n, i ? "survey" : "Analyst", i ? 6 : 7));
		}
	DO(rows_end(r));
}

/* Words whose key was destroyed are gone; the figure and its source stay. */
static void
test_destroyed_words(void **state)
{
	struct town *t = *state;
	struct typed_list list = {0};
	int64_t id;

	DO(store_commit(&t->c));
	id = add(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "80", SOURCED));
	DO(store_begin(&t->c));
	DO(seal_destroy(&t->c, id));
	DO(store_commit(&t->c));
	DO(typed_read(&t->c, SATISFIED, NULL, true, &list));
	assert_int_equal(list.n, 1);
	assert_true(!list.item[0].author && !list.item[0].evidence && list.item[0].value == 80);
	assert_string_equal(list.item[0].source, "Survey of 2025");
}

/* With free school meals 60 of 100, others 160 of 200: the gap is 60 - 80 = -20. */
static void
test_groups(void **state)
{
	struct town *t = *state;
	struct unequals list;
	size_t found = 0;

	DO(store_commit(&t->c));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "220", "--denominator", "300", SOURCED));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--breakdown", "free_school_meals", "--category", "no", "--numerator", "160",
	    "--denominator", "200", SOURCED));
	assert_false(town_seen(t, SATISFIED, "E99", YEAR_2024, "gap", "free_school_meals").found);
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--breakdown", "free_school_meals", "--category", "yes", "--numerator", "60",
	    "--denominator", "100", SOURCED));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--area", "N", "--numerator", "20", "--denominator", "25", SOURCED));
	EXPECT(SATISFIED, YEAR_2024, "free_school_meals", "yes", 60, 100);
	assert_true(fabs(town_seen(t, SATISFIED, "E99", YEAR_2024, "gap", "free_school_meals").value + 20) < 1e-9);
	EXPECT_AREA(SATISFIED, "N", YEAR_2024, 20, 25);
	DO(inequalities_of(&t->c, &list));
	for (size_t i = 0; i < list.n; i++)
		found += strcmp(list.item[i].k->id, SATISFIED) == 0 && fabs(list.item[i].gap + 20) < 1e-9;
	assert_int_equal(found, 1);
}

/* What was summed up and what is worked out say the same, and a new figure is not overlooked. */
static void
test_standing(void **state)
{
	struct town *t = *state;
	struct comparators with;
	bool current;

	DO(store_commit(&t->c));
	DO(standing_refresh(&t->c));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "120", "--denominator", "150", SOURCED));
	DO(standing_is_current(&t->c, &current));
	assert_false(current);
	DO(standing_refresh(&t->c));
	DO(comparators_of(&t->c, "E99", &with));
	for (int way = 0; way < 2; way++) {
		struct stands_list list = {0};
		size_t found = 0;

		DO(way ? standing_work_out(&t->c, &with, &list) : standing_read(&t->c, &with, &list));
		for (size_t i = 0; i < list.n; i++)
			found += strcmp(list.item[i].indicator->id, SATISFIED) == 0 && list.item[i].own.found &&
			    fabs(list.item[i].own.now.value - 80) < 1e-9;
		assert_int_equal(found, 1);
	}
}

/* A rug and a comparison have the typed figure where nothing is published of the authority, and say that it was typed. The 71.5 that
 * is published of 2023-24 stays, whatever was typed of that year. */
static void
test_side_by_side(void **state)
{
	struct town *t = *state;
	struct comparators own;
	struct area_set none = {0};
	struct published_list measures = {0};
	struct compared x;
	size_t typed = 0;

	town_run(t, "insert into observation (indicator, area, period_from, period_to, dimension, category, value, basis) values"
	    " ('fingertips.93932', 'E99', '2023-04-01', '2024-03-31', 'total', '', 71.5, 'published')");
	DO(store_commit(&t->c));
	add(t, "breastfeeding_initiation", PAIRS("--period", "2023/24", "--value", "11", SOURCED));
	add(t, "breastfeeding_initiation", PAIRS("--period", "2024/25", "--numerator", "120", "--denominator", "150", SOURCED));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--numerator", "3", "--denominator", "150", SOURCED));
	DO(comparators_of(&t->c, "E99", &own));
	DO(rug_topic(&t->c, "health", &measures));
	DO(rug_topic(&t->c, "voice", &measures));
	DO(compared_of(&t->c, &own, &none, &measures, &x));
	assert_int_equal(x.latest.measures.n, 1);       /* a figure that is hidden is none */
	assert_true(fabs(x.latest.cell[0].figure.value - 80) < 1e-9 && x.latest.cell[0].figure.typed);
	assert_string_equal(x.latest.cell[0].figure.note, "typed, from Survey of 2025");
	assert_int_equal(x.trend[0].series[0].n, 2);
	assert_true(x.trend[0].series[0].item[0].value == 71.5 && !x.trend[0].series[0].item[0].typed);
	for (size_t i = 0; i < 2; i++)
		typed += x.trend[0].series[0].item[i].typed;
	assert_int_equal(typed, 1);
}

/* ---- files ---------------------------------------------------------------------------------------------------- */

static enum err
file_added(struct town *t, const char *content, char **text)
{
	char path[96];
	FILE *f;
	enum err e;

	snprintf(path, sizeof path, "%s/figures.csv", t->folder);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(content, f);
	fclose(f);
	e = run_command(t, "figure add", "table", NULL, PAIRS("--file", path, "--author", "A. Analyst"), text);
	unlink(path);
	return e;
}

/* Every row that cannot be taken is named, and nothing of the file is. A row may be in the way of a later one. */
static void
test_files(void **state)
{
	struct town *t = *state;
	char *text;

	DO(store_commit(&t->c));
	assert_int_equal(file_added(t, "Indicator,period,value,numerator,denominator,source,evidence\n"
	    SATISFIED ",2024/25,80,,,Survey,a.xlsx\n" SATISFIED ",2024/25,81,,,Survey,a.xlsx\n" SATISFIED ",2023/24,,9,4,Survey,a.xlsx\n"
	    SATISFIED ",2022/23,80,,,,a.xlsx\n" SATISFIED ",2022/23,80\n", &text), ERR_INPUT);
	assert_non_null(strstr(t->c.sentence, "4 of 5 rows of "));
	assert_non_null(strstr(t->c.sentence, "so none was added; mend them and give the same command again"));
	fail_clear(&t->c);
	assert_non_null(strstr(text, "row 2 (line 3): children_satisfied has a typed figure for 2024-25 already"));
	assert_non_null(strstr(text, "row 3 (line 4): the numerator (9) is over the denominator (4)"));
	assert_non_null(strstr(text, "row 4 (line 5): say where the figure comes from in the column source"));
	assert_non_null(strstr(text, "row 5 (line 6): it has 3 cells and the first line 7"));
	free(text);
	assert_int_equal(count_of(t, "select count(*) from typed_figure_all"), 0);
	assert_int_equal(file_added(t, "indicator,perod\n", &text), ERR_INPUT);
	assert_non_null(strstr(t->c.sentence, "has a column perod, which a figure has not; did you mean `period`?"));
	fail_clear(&t->c);
	free(text);
	assert_int_equal(file_added(t, "", &text), ERR_INPUT);
	assert_non_null(strstr(t->c.sentence, "is empty; its first line is to name the columns"));
	fail_clear(&t->c);
	free(text);
	DO(file_added(t, "indicator,period,value,source,evidence\n" SATISFIED ",2024/25,80,Survey,\"a, b\"\n"
	    "parents_satisfied,2024/25,70,Survey,b\n", &text));
	assert_string_equal(text, "2 figures of 2 measures were added\n");
	free(text);
	assert_true(town_seen(t, "parents_satisfied", "E99", YEAR_2024, "total", "").value == 70);
}

/* ---- copies --------------------------------------------------------------------------------------------------- */

static void
test_copy(void **state)
{
	struct town *t = *state;
	char to[260], key[200];
	int64_t first;
	struct copied copied;
	struct ctx there = {.mem = t->c.mem, .catalogue = t->c.catalogue};
	struct typed_list list = {0};

	DO(store_commit(&t->c));
	first = add(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "80", SOURCED));
	add(t, SATISFIED, PAIRS("--period", "2024/25", "--value", "81", SOURCED, "--reason", "a slip", "--revises", number_text(t, first)));
	store_close(&t->c);
	snprintf(key, sizeof key, "%s/copy", t->folder);
	database_at(to, sizeof to, key);
	snprintf(key, sizeof key, "%s.key", t->file);
	setenv("BAIRN_KEY_FILE", key, 1);
	DO(store_copy(&t->c, t->path, to, &copied));
	if (store_open(&there, to, (struct store_options){0}) != OK)
		fail_msg("%s", there.sentence);
	assert_int_equal(typed_read(&there, NULL, NULL, true, &list), OK);
	assert_int_equal(list.n, 2);
	assert_true(list.item[1].revises == first && list.item[1].stands && !list.item[0].stands && list.item[1].value == 81);
	assert_string_equal(list.item[1].reason, "a slip");
	assert_string_equal(list.item[0].author, "A. Analyst");
	store_close(&there);
	if (!database_is_postgres()) {
		unsetenv("BAIRN_KEY_FILE");
		unlink(to);
		unlink(mem_format(t->c.mem, "%s.audit", to));
	}
	DO(store_open(&t->c, t->path, (struct store_options){0}));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN_TEST(test_refusals), TOWN_TEST(test_interval), TOWN_TEST(test_kinds), TOWN_TEST(test_history),
		TOWN_TEST(test_nothing_is_overwritten), TOWN_TEST(test_destroyed_words), TOWN_TEST(test_groups),
		TOWN_TEST(test_standing), TOWN_TEST(test_side_by_side), TOWN_TEST(test_files), TOWN_TEST(test_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
