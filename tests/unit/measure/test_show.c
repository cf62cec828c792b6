/* Showing: small numbers, changes, the commands' tables; for the small authority of town.h. */
#include "town.h"

#include "measure/compute.h"
#include "measure/guard_store.h"
#include "measure/shown.h"
#include "measure/suppress.h"

/* What a command prints. */
static char *
printed(struct town *t, const char *name, const char *format, const char *operand, const char *option, const char *value)
{
	const struct command *k = command_called(name);
	const char *operands[] = {operand, NULL}, *values[8] = {NULL};
	struct args args = {.format = format, .operand = operands, .n = operand != NULL, .rules = k->options,
	    .value = values};
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	for (size_t i = 0; option && k->options[i].name; i++)
		if (strcmp(k->options[i].name, option) == 0)
			values[i] = value;
	DO(k->run(&t->c, &args, out));
	fclose(out);
	return text;
}

/* 1 to 4 are hidden with everything that would give them away; 0 and 5 are not. */
static void
test_suppression(void **state)
{
	struct indicator k = {.measure = MEASURE_RATE, .small_numbers_under = 5, .round_to = 1};
	const double hidden[] = {1, 4}, open[] = {0, 5};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct shown s = {.dimension = "sex", .numerator = hidden[i], .denominator = 900, .value = 9, .lower95 = 1};
		struct shown kept = s;

		suppress(NULL, &k, &s);
		assert_true(s.suppressed && isnan(s.numerator) && isnan(s.value) && isnan(s.lower95));
		assert_true(s.denominator == 900);      /* the population tells nothing */
		kept.numerator = open[i];
		suppress(NULL, &k, &kept);
		assert_true(!kept.suppressed && kept.numerator == open[i]);
	}
	k.measure = MEASURE_PROPORTION;
	struct shown few = {.dimension = "sex", .numerator = 0, .denominator = 3, .value = 0};
	suppress(NULL, &k, &few);
	assert_true(few.suppressed && isnan(few.denominator));
}

/* Under a rule that hides 1 to 7 and rounds to 5, 17 of 43 is shown as 15 of 45: 33.3 per cent, whose Wilson interval is 21.4
 * to 47.9 (worked out by hand: z = 1.96, centre (15 + 1.921) / (45 + 3.842) = 0.3464, half width 0.1326). 39.5, which is 17
 * of 43 alone, is nowhere. 17 in a population of 5,043 is 15 in it. */
static void
test_rounding(void **state)
{
	struct indicator k = {.measure = MEASURE_PROPORTION, .per = 100, .small_numbers_under = 8, .round_to = 5};
	struct shown s = {.dimension = "sex", .numerator = 17, .denominator = 43, .value = 39.5349, .lower95 = 26.4, .upper95 = 54.4,
	    .note = "22 not known and left out"};
	struct shown few = s, mean = s;
	struct mem *m = mem_new();

	(void)state;
	suppress(m, &k, &s);
	assert_true(s.numerator == 15 && s.denominator == 45);
	assert_true(fabs(s.value - 100.0 / 3) < 1e-9 && fabs(s.lower95 - 21.4) < 0.05 && fabs(s.upper95 - 47.9) < 0.05);
	assert_string_equal(s.note, "about 20 not known and left out");
	few.note = "7 not known and left out";
	suppress(m, &k, &few);
	assert_string_equal(few.note, "a few not known and left out");
	few.numerator = 7;
	suppress(m, &k, &few);
	assert_true(few.suppressed && isnan(few.value));

	k.measure = MEASURE_RATE;
	k.per = 10000;
	s = (struct shown){.dimension = "sex", .numerator = 17, .denominator = 5043, .value = 33.71};
	suppress(m, &k, &s);
	assert_true(s.numerator == 15 && s.denominator == 5043 && fabs(s.value - 150000.0 / 5043) < 1e-9);
	k.measure = MEASURE_COUNT;
	s = (struct shown){.dimension = "sex", .numerator = 17, .denominator = NAN, .value = 17, .lower95 = NAN, .upper95 = NAN};
	suppress(m, &k, &s);
	assert_true(s.numerator == 15 && s.value == 15);
	k.measure = MEASURE_MEAN;       /* of 43 values, 6 on average: 258 over 6 would tell the 43 */
	mean.value = 6;
	mean.numerator = 258;
	suppress(m, &k, &mean);
	assert_true(mean.value == 6 && mean.denominator == 45 && mean.numerator == 270);
	mem_free(m);
}

/* 17 of 43 with free meals, 12 of 98 without: shown as 15 of 45 and 10 of 100, so the gap is 23.3, not 27.3. */
static void
test_rounded_gap(void **state)
{
	struct indicator k = {.measure = MEASURE_PROPORTION, .per = 100, .small_numbers_under = 8, .round_to = 5};
	struct shown item[] = {
		{.area = "E99", .dimension = "free_school_meals", .category = "yes", .numerator = 17, .denominator = 43, .value = 39.5},
		{.area = "E99", .dimension = "free_school_meals", .category = "no", .numerator = 12, .denominator = 98, .value = 12.2},
		{.area = "E99", .dimension = "gap", .category = gaps[0].name, .numerator = NAN, .denominator = NAN, .value = 27.3},
		{.area = "N", .dimension = "free_school_meals", .category = "no", .numerator = 2, .denominator = 18, .value = 11.1},
	};
	struct shown_list list = {item, 4, 4};

	(void)state;
	for (size_t i = 0; i < 4; i++)
		suppress(NULL, &k, &item[i]);
	suppress_gaps(&k, &list);
	assert_true(item[3].suppressed);        /* of a locality: no side of the authority's gap */
	assert_true(fabs(item[2].value - (100.0 / 3 - 10)) < 1e-9);
	assert_true(item[2].lower95 < item[2].value && item[2].value < item[2].upper95);
	item[1].suppressed = true;
	suppress_gaps(&k, &list);
	assert_true(item[2].suppressed && isnan(item[2].value));
}

/* In so small a town a total gives its parts away and is withheld with them (test_guard.c). Here only what is small itself is. */
static void
withhold_nothing(struct town *t)
{
	DO(store_begin(&t->c));
	town_run(t, "update observation set withheld = null");
	DO(store_commit(&t->c));
}

static void
six_in_need(struct town *t)
{
	for (int i = ANN; i <= HAL; i++)
		if (i != FAY && i != GUS)
			town_episode(t, (enum child)i, "cin", i == ANN ? "2023-04-01" : "2025-03-01", NULL, NULL);
	town_episode(t, FAY, "cp_plan", "2025-01-01", NULL, NULL);
}

/* In need on 31 March 2025: ANN, BOB, DAN, EVE, HAL (CAT is 18): 5 of 1800 is shown; a year before ANN alone, hidden. */
static void
test_scorecard(void **state)
{
	struct town *t = *state;
	char *text;

	six_in_need(t);
	town_measure(t, "need_rate");
	withhold_nothing(t);
	text = printed(t, "show scorecard", "csv", NULL, NULL, NULL);
	assert_non_null(strstr(text, "Children in need,27.7"));
	assert_non_null(strstr(text, ",5,1800,2024-25,,"));
	free(text);
	/* 5 in 1,800, exact Poisson limits 1.6235 and 11.6683: 9.02 and 64.82 in 10,000; two numbers for programs */
	text = printed(t, "show scorecard", "csv", NULL, NULL, NULL);
	assert_non_null(strstr(text, "Value,Unit,lower_95,upper_95,Count"));
	assert_non_null(strstr(text, ",\"per 10,000\",9.01"));
	free(text);
	text = printed(t, "show indicator", "json", "need_rate", NULL, NULL);
	assert_non_null(strstr(text, "\"lower_95\":9.01"));
	assert_non_null(strstr(text, "\"upper_95\":64.82"));
	assert_null(strstr(text, "interval"));
	free(text);
	text = printed(t, "show scorecard", "table", NULL, NULL, NULL);
	assert_non_null(strstr(text, "95% interval"));
	assert_non_null(strstr(text, "9.0 to 64.8"));
	assert_non_null(strstr(text, "Wearshire"));
	assert_non_null(strstr(text, "hidden because the numbers are small"));
	free(text);
	text = printed(t, "show scorecard", "json", NULL, NULL, NULL);
	assert_non_null(strstr(text, "\"need_rate\""));
	free(text);
}

static void
test_indicator_and_profile(void **state)
{
	struct town *t = *state;
	char *text;

	six_in_need(t);
	town_measure(t, "need_rate");
	withhold_nothing(t);
	text = printed(t, "show indicator", "csv", "need_rate", NULL, NULL);
	assert_non_null(strstr(text, "2024-04-01,2025-03-31,27.7"));
	assert_non_null(strstr(text, "Sex,female"));
	assert_null(strstr(text, ",1,1800"));           /* ANN alone, in 2023-24 */
	free(text);
	text = printed(t, "show profile", "csv", NULL, "--area", "N");
	assert_non_null(strstr(text, "Children in need"));
	assert_null(strstr(text, ",3,1080"));           /* three in North are too few */
	free(text);
}

static int64_t
number_of(struct town *t, const char *sql)
{
	struct rows *r = store_read(&t->c, sql);
	int64_t n = rows_next(r) ? col_int(r, 0) : -1;

	DO(rows_end(r));
	return n;
}

#define YEAR_2024_25 " and period_to = '2025-03-31' and period_from = '2024-04-01'"
#define WITHHELD "select count(*) from observation where withheld is not null"

static void
forget_marks(struct town *t)
{
	DO(store_begin(&t->c));
	town_run(t, "delete from guarded");
	DO(store_commit(&t->c));
}

/* What a run withholds is withheld again when a database from before there was such a column is opened, from what is stored; and
 * after a run of some days alone. Five in need are shown, and their sex (two girls, two boys, one not known) is left out. */
static void
test_withheld_again(void **state)
{
	struct town *t = *state;
	int64_t withheld, figures;
	struct measured done;

	six_in_need(t);
	town_measure(t, "need_rate");
	withheld = number_of(t, WITHHELD);
	figures = number_of(t, "select count(*) from observation");
	assert_true(withheld > 10 && withheld < figures);
	assert_int_equal(number_of(t, WITHHELD YEAR_2024_25 " and area = 'E99' and dimension = 'total'"), 0);
	assert_int_equal(number_of(t, WITHHELD YEAR_2024_25 " and withheld = 'dropped' and dimension = 'sex'"), 3);
	withhold_nothing(t);
	forget_marks(t);
	DO(guard_refresh(&t->c));
	assert_int_equal(number_of(t, WITHHELD), withheld);
	withhold_nothing(t);
	DO(guard_refresh(&t->c));               /* done under today's rules: not again */
	assert_int_equal(number_of(t, WITHHELD), 0);
	DO(measure_run(&t->c, (struct measure_options){.indicator = "need_rate", .from = day_of(2025, 1, 1),
	    .to = day_of(2025, 3, 31)}, &done));
	assert_int_equal(number_of(t, "select count(*) from observation"), figures);
	assert_int_equal(number_of(t, WITHHELD), withheld);
}

/* Another rule in one indicator's file: its figures alone are marked anew, and only once. Under 6 the five in need are few themselves. */
static void
test_marked_anew_alone(void **state)
{
	struct town *t = *state;
	struct indicator *need = (struct indicator *)catalogue_indicator(t->c.catalogue, "need_rate");
	static const char total[] = WITHHELD YEAR_2024_25 " and area = 'E99' and dimension = 'total' and indicator = 'need_rate'";

	six_in_need(t);
	town_measure(t, "need_rate");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "protection_rate", .from = DAY_NONE, .to = DAY_NONE}, &(struct measured){0}));
	assert_true(number_of(t, WITHHELD " and indicator = 'protection_rate'") > 0 && number_of(t, total) == 0);
	withhold_nothing(t);
	need->small_numbers_under = 6;
	DO(guard_refresh(&t->c));
	assert_int_equal(number_of(t, WITHHELD " and indicator = 'protection_rate'"), 0);
	assert_int_equal(number_of(t, total), 1);
	withhold_nothing(t);
	DO(guard_refresh(&t->c));
	assert_int_equal(number_of(t, WITHHELD), 0);
	need->small_numbers_under = 5;
	DO(guard_refresh(&t->c));
	assert_true(number_of(t, WITHHELD " and indicator = 'need_rate'") > 0 && number_of(t, total) == 0);
	assert_int_equal(number_of(t, WITHHELD " and indicator <> 'need_rate'"), 0);
}

/* Two percentages whose intervals meet are similar; 5 of 100 and 40 of 100 do not meet. */
static void
test_changes(void **state)
{
	struct town *t = *state;
	struct standing s;

	town_run(t, "insert into observation (indicator, area, period_from, period_to, dimension, category, numerator,"
	    " denominator, value, lower95, upper95, basis) values"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'total', '', 40, 100, 40, 30.9, 49.8, 'computed'),"
	    " ('neet', 'E99', '2025-02-01', '2025-02-28', 'total', '', 5, 100, 5, 2.2, 11.2, 'computed'),"
	    " ('absence_persistent', 'E99', '2023-09-01', '2024-08-31', 'total', '', 5, 100, 5, 2.2, 11.2, 'computed'),"
	    " ('absence_persistent', 'E99', '2024-09-01', '2025-08-31', 'total', '', 8, 100, 8, 4.1, 15, 'computed'),"
	    " ('need_rate', 'E99', '2023-04-01', '2024-03-31', 'total', '', 50, 1800, 1, 0.5, 1.5, 'computed'),"
	    " ('need_rate', 'E99', '2024-04-01', '2025-03-31', 'total', '', 90, 1800, 3, 2, 4, 'computed')");
	DO(store_commit(&t->c));
	DO(standing_of(&t->c, catalogue_indicator(t->c.catalogue, "neet"), "E99", &s));
	assert_string_equal(s.kind, "better");
	DO(standing_of(&t->c, catalogue_indicator(t->c.catalogue, "absence_persistent"), "E99", &s));
	assert_string_equal(s.kind, "similar");
	DO(standing_of(&t->c, catalogue_indicator(t->c.catalogue, "need_rate"), "E99", &s));
	assert_string_equal(s.kind, "higher");
}

/* One term's census is no academic year; until there is one, the scorecard shows the term, set against the term before. */
static void
test_no_whole_year_yet(void **state)
{
	struct town *t = *state;
	struct standing s;

	town_run(t, "insert into observation (indicator, area, period_from, period_to, dimension, category, numerator,"
	    " denominator, value, lower95, upper95, basis) values"
	    " ('absence_persistent', 'E99', '2024-09-01', '2024-12-31', 'total', '', 40, 100, 40, 30.9, 49.8, 'computed'),"
	    " ('absence_persistent', 'E99', '2025-01-01', '2025-04-20', 'total', '', 5, 100, 5, 2.2, 11.2, 'computed')");
	DO(store_commit(&t->c));
	DO(standing_of(&t->c, catalogue_indicator(t->c.catalogue, "absence_persistent"), "E99", &s));
	assert_true(s.found && s.now.period.to == day_of(2025, 4, 20) && s.before.period.to == day_of(2024, 12, 31));
	assert_string_equal(s.kind, "better");
	assert_string_equal(when_words(t->c.mem, s.indicator, &s.now), "spring term 2025");
}

/* A gap beside one of its two groups gives the other away, so it is hidden with either; with both shown it stays. */
static void
test_gap_is_hidden_with_its_group(void **state)
{
	static const char *const hidden[] = {"deprivation", "sen"};
	struct town *t = *state;
	struct shown_list list = {0};
	size_t gaps_seen = 0;

	town_run(t, "insert into observation (indicator, area, period_from, period_to, dimension, category, numerator,"
	    " denominator, value, basis) values"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'deprivation', '1 (most deprived)', 40, 100, 40, 'computed'),"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'deprivation', '5 (least deprived)', 1, 100, 1, 'computed'),"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'gap', 'deprivation', null, null, 39, 'computed'),"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'sen', 'EHC plan', 2, 50, 4, 'computed'),"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'sen', 'SEN support', 8, 50, 16, 'computed'),"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'sen', 'none', 5, 100, 5, 'computed'),"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'gap', 'sen', null, null, 5, 'computed'),"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'free_school_meals', 'yes', 40, 100, 40, 'computed'),"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'free_school_meals', 'no', 5, 100, 5, 'computed'),"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'gap', 'free_school_meals', null, null, 35, 'computed')");
	DO(store_commit(&t->c));
	DO(shown_breakdowns(&t->c, catalogue_indicator(t->c.catalogue, "neet"), "E99",
	    (struct period){day_of(2025, 1, 1), day_of(2025, 1, 31)}, &list));
	for (size_t i = 0; i < list.n; i++) {
		const struct shown *s = &list.item[i];
		bool hide = strcmp(s->category, hidden[0]) == 0 || strcmp(s->category, hidden[1]) == 0;

		if (strcmp(s->dimension, "gap") != 0)
			continue;
		gaps_seen++;
		assert_true(s->suppressed == hide && isnan(s->value) == hide);
	}
	assert_int_equal(gaps_seen, 3);
}

/* Of periods that all say nothing the scorecard shows the latest; of others the latest that says something. */
static void
test_latest(void **state)
{
	struct town *t = *state;
	const struct indicator *neet = catalogue_indicator(t->c.catalogue, "neet");
	struct standing s;

	town_run(t, "insert into observation (indicator, area, period_from, period_to, dimension, category, denominator,"
	    " basis, note) values"
	    " ('neet', 'E99', '2024-11-01', '2024-11-30', 'total', '', 0, 'computed', 'nobody to count'),"
	    " ('neet', 'E99', '2024-12-01', '2024-12-31', 'total', '', 0, 'computed', 'nobody to count'),"
	    " ('neet', 'E99', '2025-01-01', '2025-01-31', 'total', '', 0, 'computed', 'nobody to count')");
	DO(store_commit(&t->c));
	DO(standing_of(&t->c, neet, "E99", &s));
	assert_true(s.found && s.now.period.to == day_of(2025, 1, 31));
	DO(store_begin(&t->c));
	town_run(t, "update observation set numerator = 40, denominator = 100, value = 40 where period_to = '2024-12-31'");
	DO(store_commit(&t->c));
	DO(standing_of(&t->c, neet, "E99", &s));
	assert_true(s.now.period.to == day_of(2024, 12, 31) && s.before.period.to == day_of(2024, 11, 30));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_suppression), cmocka_unit_test(test_rounding), cmocka_unit_test(test_rounded_gap), TOWN_TEST(test_scorecard), TOWN_TEST(test_indicator_and_profile),
	    TOWN_TEST(test_withheld_again), TOWN_TEST(test_marked_anew_alone), TOWN_TEST(test_changes), TOWN_TEST(test_latest), TOWN_TEST(test_no_whole_year_yet),
	    TOWN_TEST(test_gap_is_hidden_with_its_group),
	};

	return cmocka_run_group_tests_name("show", tests, NULL, NULL);
}
