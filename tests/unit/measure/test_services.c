/* Measures of education, health, youth justice, after 16 and of the data themselves, each worked out by hand for the small
 * authority of town.h; and what a measure says of what was not supplied. */
#include "town.h"

#include "measure/shown.h"

/* Autumn 2024: ANN 100 sessions, 4 and 6 missed (a tenth: persistent); DAN 200 sessions, 19 missed (not). Spring: ANN 100,
 * none missed; EVE 50 possible, 25 missed (half: severe).
 *   overall, year: 10 + 19 + 25 = 54 of 450; autumn 29 of 300; female 35 of 250
 * BOB could attend none.
 *   persistent, year: ANN 10 of 200 no, DAN no, EVE yes: 1 of 3; autumn ANN 1 of 2; female 1 of 2
 *   severe, year: EVE 1 of 3; L3 1 of 1 */
static void
expect_absence(struct town *t)
{
	EXPECT("absence_overall", SCHOOL_YEAR_2024, "total", "", 54, 450);
	EXPECT("absence_overall", SCHOOL_YEAR_2024, "sex", "female", 35, 250);
	EXPECT("absence_overall", "2024-09-01", "2024-12-31", "total", "", 29, 300);
	EXPECT_AREA("absence_overall", "L1", SCHOOL_YEAR_2024, 10, 200);
	EXPECT("absence_persistent", SCHOOL_YEAR_2024, "total", "", 1, 3);
	EXPECT("absence_persistent", "2024-09-01", "2024-12-31", "total", "", 1, 2);
	EXPECT("absence_persistent", SCHOOL_YEAR_2024, "sex", "female", 1, 2);
	EXPECT("absence_severe", SCHOOL_YEAR_2024, "total", "", 1, 3);
	EXPECT_AREA("absence_severe", "L3", SCHOOL_YEAR_2024, 1, 1);
}

static void
test_absence(void **state)
{
	struct town *t = *state;
	struct measured m;

	town_event(t, ANN, "attendance", "2024-09-03", NULL,
	    "{\"sessions_possible\":100,\"sessions_authorised\":4,\"sessions_unauthorised\":6}");
	town_event(t, DAN, "attendance", "2024-09-03", NULL, "{\"sessions_possible\":200,\"sessions_authorised\":19}");
	town_event(t, ANN, "attendance", "2025-01-06", NULL,
	    "{\"sessions_possible\":100,\"sessions_authorised\":0,\"sessions_unauthorised\":0}");
	town_event(t, EVE, "attendance", "2025-01-06", NULL, "{\"sessions_possible\":50,\"sessions_authorised\":25}");
	town_event(t, BOB, "attendance", "2025-01-06", NULL, "{\"sessions_possible\":0,\"sessions_authorised\":0}");
	town_measure(t, "absence_overall");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "absence_persistent", .from = DAY_NONE, .to = DAY_NONE}, &m));
	DO(measure_run(&t->c, (struct measure_options){.indicator = "absence_severe", .from = DAY_NONE, .to = DAY_NONE}, &m));
	expect_absence(t);
	DO(measure_run(&t->c, (struct measure_options){.from = DAY_NONE, .to = DAY_NONE, .anew = true}, &m));
	expect_absence(t);              /* all together they share one reading of the rows */
}

/* On roll in the year: ANN in two terms (one pupil), DAN, EVE. Suspended: ANN three times, DAN once, BOB once though no
 * attendance came for him; a lunchtime does not count. 5 of 3, 166.7 for each 100. Free meals: ANN 3 of 1; others with an
 * enrolment DAN 1 of 1; the gap is 300 - 100 = 200. Excluded for good: EVE, 1 of 3, 3333 of 10,000. */
static void
test_exclusions(void **state)
{
	struct town *t = *state;
	struct measured m;
	struct seen s;

	town_episode(t, ANN, "free_school_meals", "2024-09-01", NULL, NULL);
	town_episode(t, ANN, "enrolment", "2021-09-01", NULL, NULL);
	town_episode(t, DAN, "enrolment", "2024-09-01", NULL, NULL);
	town_event(t, ANN, "attendance", "2024-09-03", NULL, NULL);
	town_event(t, ANN, "attendance", "2025-01-06", NULL, NULL);
	town_event(t, DAN, "attendance", "2024-09-03", NULL, NULL);
	town_event(t, EVE, "attendance", "2025-01-06", NULL, NULL);
	for (int i = 0; i < 3; i++)
		town_event(t, ANN, "suspension", "2024-10-01", NULL, "{\"category\":\"suspension\"}");
	town_event(t, ANN, "suspension", "2024-10-02", NULL, "{\"category\":\"lunchtime\"}");
	town_event(t, DAN, "suspension", "2024-10-01", NULL, NULL);
	town_event(t, BOB, "suspension", "2024-10-01", NULL, NULL);
	town_event(t, EVE, "permanent_exclusion", "2025-02-01", NULL, NULL);
	town_measure(t, "suspensions");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "permanent_exclusions", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("suspensions", SCHOOL_YEAR_2024, "total", "", 5, 3);
	EXPECT("suspensions", SCHOOL_YEAR_2024, "free_school_meals", "yes", 3, 1);
	EXPECT("suspensions", SCHOOL_YEAR_2024, "free_school_meals", "no", 1, 1);
	EXPECT_AREA("suspensions", "L2", SCHOOL_YEAR_2024, 1, 1);
	s = town_seen(t, "suspensions", "E99", SCHOOL_YEAR_2024, "gap", "free_school_meals");
	assert_true(s.found && s.value == 200);
	EXPECT("permanent_exclusions", SCHOOL_YEAR_2024, "total", "", 1, 3);
	EXPECT("permanent_exclusions", SCHOOL_YEAR_2024, "sex", "female", 1, 2);
	EXPECT_AREA("permanent_exclusions", "L3", SCHOOL_YEAR_2024, 1, 1);
}

/* At home on 30 June 2025: ANN (15), EVE (7); BOB is 18, DAN 5; DAN's ended that day. 2 of the 1100 aged 5 to 15 (mid-2024,
 * for there is no later estimate); female 2 of 550; L1 1 of 220. */
static void
test_home_education(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "home_education", "2024-09-01", NULL, NULL);
	town_episode(t, EVE, "home_education", "2025-06-30", NULL, NULL);
	town_episode(t, DAN, "home_education", "2025-01-01", "2025-06-30", NULL);
	town_episode(t, BOB, "home_education", "2020-01-01", NULL, NULL);
	town_measure(t, "home_education");
	EXPECT("home_education", "2025-04-01", "2025-06-30", "total", "", 2, 1100);
	EXPECT("home_education", "2025-04-01", "2025-06-30", "sex", "female", 2, 550);
	EXPECT("home_education", "2025-04-01", "2025-06-30", "home_educated", "yes", 2, -1);
	EXPECT("home_education", SCHOOL_YEAR_2024, "total", "", 2, 1100);
	EXPECT_AREA("home_education", "L1", SCHOOL_YEAR_2024, 1, 220);
	assert_string_equal(town_seen(t, "home_education", "E99", SCHOOL_YEAR_2024, "total", "").note,
	    "population of mid-2024");
}

/* Reception: DAN overweight, EVE healthy: 1 of 2, male 1 of 1. Year 6: ANN very overweight, BOB underweight, CAT not
 * measured: 1 of 2, L1 1 of 2. */
static void
test_weight(void **state)
{
	struct town *t = *state;
	struct measured m;

	town_event(t, DAN, "ncmp", "2025-03-01", NULL, "{\"school_year\":\"reception\",\"bmi_category\":\"overweight\"}");
	town_event(t, EVE, "ncmp", "2025-03-01", NULL, "{\"school_year\":\"reception\",\"bmi_category\":\"healthy\"}");
	town_event(t, ANN, "ncmp", "2025-03-01", NULL, "{\"school_year\":\"year_6\",\"bmi_category\":\"very_overweight\"}");
	town_event(t, BOB, "ncmp", "2025-03-01", NULL, "{\"school_year\":\"year_6\",\"bmi_category\":\"underweight\"}");
	town_event(t, CAT, "ncmp", "2025-03-01", NULL, "{\"school_year\":\"year_6\"}");
	town_measure(t, "excess_weight_reception");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "excess_weight_year_6", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("excess_weight_reception", SCHOOL_YEAR_2024, "total", "", 1, 2);
	EXPECT("excess_weight_reception", SCHOOL_YEAR_2024, "sex", "male", 1, 1);
	EXPECT("excess_weight_year_6", SCHOOL_YEAR_2024, "total", "", 1, 2);
	EXPECT("excess_weight_year_6", SCHOOL_YEAR_2024, "ethnicity", "White", 1, 2);
	EXPECT_AREA("excess_weight_year_6", "L1", SCHOOL_YEAR_2024, 1, 2);
}

/* Reviews at two: DAN as expected, EVE not, ANN not said; BOB's was another review. 1 of 2; male 1 of 1; L3 0 of 1. */
static void
test_development(void **state)
{
	struct town *t = *state;

	town_event(t, DAN, "health_review", "2024-05-01", "completed",
	    "{\"review\":\"two_to_two_and_half_years\",\"expected_level\":\"yes\"}");
	town_event(t, EVE, "health_review", "2024-05-01", "completed",
	    "{\"review\":\"two_to_two_and_half_years\",\"expected_level\":\"no\"}");
	town_event(t, ANN, "health_review", "2024-05-01", "not_brought", "{\"review\":\"two_to_two_and_half_years\"}");
	town_event(t, BOB, "health_review", "2024-05-01", "completed", "{\"review\":\"one_year\",\"expected_level\":\"yes\"}");
	town_measure(t, "development_at_two");
	EXPECT("development_at_two", YEAR_2024, "total", "", 1, 2);
	EXPECT("development_at_two", YEAR_2024, "sex", "male", 1, 1);
	EXPECT_AREA("development_at_two", "L3", YEAR_2024, 0, 1);
}

#define ROUTINE "{\"service\":\"speech_and_language\",\"priority\":\"routine\"}"
#define URGENT "{\"service\":\"speech_and_language\",\"priority\":\"urgent\"}"
#define CAMHS "{\"service\":\"camhs\",\"priority\":\"routine\"}"

/* Six weeks from 1 May 2024 end on 12 June; twelve weeks from 12 June on 4 September.
 *   DAN two waits: the first assessed 12 June (in time), treated 4 September (in time); the second, from 1 June, assessed
 *       1 August (late), treated 1 September (in time): each wait runs by itself
 *   EVE urgent, assessed 1 August: not a routine one; treated 24 October: twelve weeks to the day, in time
 *   ANN CAMHS: not this service
 * Assessed: 1 of 2, all male. Treated: 3 of 3; female 1 of 1. */
static void
test_speech(void **state)
{
	struct town *t = *state;
	struct measured m;
	int64_t first = town_episode(t, DAN, "health_wait", "2024-05-01", NULL, ROUTINE);
	int64_t second = town_episode(t, DAN, "health_wait", "2024-06-01", NULL, ROUTINE);
	int64_t eve = town_episode(t, EVE, "health_wait", "2024-05-01", NULL, URGENT);
	int64_t ann = town_episode(t, ANN, "health_wait", "2024-05-01", NULL, CAMHS);

	town_event_within(t, first, DAN, "health_referral", "2024-05-01", NULL, ROUTINE);
	town_event_within(t, first, DAN, "health_assessed", "2024-06-12", NULL, ROUTINE);
	town_event_within(t, first, DAN, "health_treated", "2024-09-04", NULL, ROUTINE);
	town_event_within(t, second, DAN, "health_referral", "2024-06-01", NULL, ROUTINE);
	town_event_within(t, second, DAN, "health_assessed", "2024-08-01", NULL, ROUTINE);
	town_event_within(t, second, DAN, "health_treated", "2024-09-01", NULL, ROUTINE);
	town_event_within(t, eve, EVE, "health_referral", "2024-05-01", NULL, URGENT);
	town_event_within(t, eve, EVE, "health_assessed", "2024-08-01", NULL, URGENT);
	town_event_within(t, eve, EVE, "health_treated", "2024-10-24", NULL, URGENT);
	town_event_within(t, ann, ANN, "health_referral", "2024-05-01", NULL, CAMHS);
	town_event_within(t, ann, ANN, "health_assessed", "2024-05-02", NULL, CAMHS);
	town_event_within(t, ann, ANN, "health_treated", "2024-05-03", NULL, CAMHS);
	town_measure(t, "speech_assessed");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "speech_treated", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("speech_assessed", YEAR_2024, "total", "", 1, 2);
	EXPECT("speech_assessed", YEAR_2024, "sex", "male", 1, 2);
	EXPECT_AREA("speech_assessed", "L2", YEAR_2024, 1, 2);
	EXPECT("speech_treated", YEAR_2024, "total", "", 3, 3);
	EXPECT("speech_treated", YEAR_2024, "sex", "female", 1, 1);
	EXPECT_AREA("speech_treated", "L3", YEAR_2024, 1, 1);
}

/* First outcomes in 2024-25: BOB (17); ANN (14) twice said, one person; GUS is 19; CAT's is not her first. 2 of 800 aged 10
 * to 17; male 1 of 400; L1 both, of 160. */
static void
test_entrants(void **state)
{
	struct town *t = *state;

	town_event(t, BOB, "youth_outcome", "2025-03-31", NULL, "{\"first_time_entrant\":\"yes\"}");
	town_event(t, ANN, "youth_outcome", "2024-05-01", NULL, "{\"first_time_entrant\":\"yes\"}");
	town_event(t, ANN, "youth_outcome", "2024-05-01", NULL, "{\"first_time_entrant\":\"yes\"}");
	town_event(t, GUS, "youth_outcome", "2024-05-01", NULL, "{\"first_time_entrant\":\"yes\"}");
	town_event(t, CAT, "youth_outcome", "2024-05-01", NULL, "{\"first_time_entrant\":\"no\"}");
	town_measure(t, "first_time_entrants");
	EXPECT("first_time_entrants", YEAR_2024, "total", "", 2, 800);
	EXPECT("first_time_entrants", YEAR_2024, "sex", "male", 1, 400);
	EXPECT("first_time_entrants", YEAR_2024, "youth_justice", "yes", 2, -1);
	EXPECT_AREA("first_time_entrants", "L1", YEAR_2024, 2, 160);
}

/* Snapshots: December BOB neet, CAT in education, ANN not known; January BOB in education. December neet 1 of 3, not known
 * 1 of 3; January 0 of 1. The mean month of the winter: neet 1 + 0 + 0 of 3 + 1 + 0, over three. White 1 of 3 in December. */
static void
test_neet(void **state)
{
	struct town *t = *state;
	struct measured m;

	town_episode(t, BOB, "destination", "2024-12-01", "2024-12-31", "{\"activity\":\"neet_seeking\"}");
	town_episode(t, CAT, "destination", "2024-12-01", "2024-12-31", "{\"activity\":\"further_education\"}");
	town_episode(t, ANN, "destination", "2024-12-01", "2024-12-31", "{\"activity\":\"not_known\"}");
	town_episode(t, BOB, "destination", "2025-01-01", "2025-01-31", "{\"activity\":\"further_education\"}");
	town_measure(t, "neet");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "destination_not_known", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("neet", "2024-12-01", "2024-12-31", "total", "", 1, 3);
	EXPECT("neet", "2024-12-01", "2024-12-31", "ethnicity", "White", 1, 3);
	EXPECT("neet", "2025-01-01", "2025-01-31", "total", "", 0, 1);
	EXPECT("neet", "2024-12-01", "2025-02-28", "total", "", 1.0 / 3, 4.0 / 3);
	EXPECT_AREA("neet", "L1", "2024-12-01", "2025-02-28", 1.0 / 3, 1);     /* BOB, ANN; BOB */
	EXPECT("destination_not_known", "2024-12-01", "2024-12-31", "total", "", 1, 3);
	EXPECT("destination_not_known", "2024-12-01", "2024-12-31", "sex", "female", 1, 2);
	EXPECT_AREA("destination_not_known", "L1", "2024-12-01", "2025-02-28", 1.0 / 3, 1);
}

/* Open at the end of July 2025: two of three; one of them of no child, so of no sex. */
static void
test_fixes(void **state)
{
	struct town *t = *state;

	town_run(t, "insert into fix (id, kind, agency, identity, source_key, message, opened, closed) values"
	    " (9001, 'reject', 'x', 101, 1, 'x', '2025-07-31', null), (9002, 'reject', 'x', null, 2, 'x', '2025-01-01', null),"
	    " (9003, 'reject', 'x', 101, 3, 'x', '2025-01-01', '2025-07-31')");
	town_measure(t, "fixes_open");
	EXPECT("fixes_open", "2025-07-01", "2025-07-31", "total", "", 2, -1);
	EXPECT("fixes_open", "2025-07-01", "2025-07-31", "sex", "female", 1, -1);
}

/* The files cover the time to 31 August and today is 1 October: what is open is known to the end of September, whatever the
 * files cover. Asked for until August, it ends there; asked for from August, it takes the place of what was there. */
static void
test_fixes_are_known_today(void **state)
{
	struct town *t = *state;
	struct measured m;

	setenv("BAIRN_TODAY", "2025-10-01", 1);
	town_run(t, "insert into fix (id, kind, agency, source_key, message, opened) values"
	    " (9001, 'reject', 'x', 1, 'x', '2025-08-02')");
	town_measure(t, "fixes_open");
	EXPECT("fixes_open", "2025-09-01", "2025-09-30", "total", "", 1, -1);
	DO(measure_run(&t->c, (struct measure_options){.indicator = "fixes_age", .from = DAY_NONE, .to = day_of(2025, 8, 31)}, &m));
	assert_true(town_seen(t, "fixes_age", "E99", "2025-08-01", "2025-08-31", "total", "").value == 29);
	assert_false(town_seen(t, "fixes_age", "E99", "2025-09-01", "2025-09-30", "total", "").found);
	DO(measure_run(&t->c, (struct measure_options){.indicator = "fixes_age", .from = day_of(2025, 8, 1), .to = DAY_NONE}, &m));
	assert_true(town_seen(t, "fixes_age", "E99", "2025-09-01", "2025-09-30", "total", "").value == 59);
}

/* The list is of 20 September, when no month of it has ended yet: it is shown by the last day, until a month has. */
static void
test_no_period_has_ended(void **state)
{
	struct town *t = *state;
	struct standing s;
	struct measured m;

	setenv("BAIRN_TODAY", "2025-09-25", 1);
	town_run(t, "insert into fix (id, kind, agency, source_key, message, opened) values"
	    " (9001, 'reject', 'x', 1, 'x', '2025-09-20')");
	town_measure(t, "fixes_open");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "fixes_age", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("fixes_open", "2025-09-25", "2025-09-25", "total", "", 1, -1);
	assert_true(town_seen(t, "fixes_age", "E99", "2025-09-25", "2025-09-25", "total", "").value == 5);
	DO(standing_of(&t->c, catalogue_indicator(t->c.catalogue, "fixes_age"), "E99", &s));
	assert_true(s.found && s.now.period.to == day_of(2025, 9, 25));
	setenv("BAIRN_TODAY", "2025-10-01", 1);
	DO(measure_run(&t->c, (struct measure_options){.indicator = "fixes_open", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("fixes_open", "2025-09-01", "2025-09-30", "total", "", 1, -1);
	assert_false(town_seen(t, "fixes_open", "E99", "2025-09-25", "2025-09-25", "total", "").found);
}

/* The census of the spring covers the days to 21 April 2025, when the holiday ends, which is a day after Easter: of the
 * summer term, and so of the whole year, nothing is known yet. */
static void
test_a_term_does_not_cover_the_next(void **state)
{
	struct town *t = *state;

	town_run(t, "update batch set covers_from = '2024-09-02', covers_until = '2025-04-21'"
	    " where dataset like 'school_census%'");
	town_event(t, ANN, "attendance", "2024-09-02", NULL, "{\"sessions_possible\":\"100\"}");
	town_event(t, ANN, "attendance", "2025-01-06", NULL, "{\"sessions_possible\":\"100\"}");
	town_event(t, ANN, "suspension", "2025-02-03", NULL, NULL);
	town_measure(t, "suspensions");
	EXPECT("suspensions", "2024-09-01", "2024-12-31", "total", "", 0, 1);
	EXPECT("suspensions", "2025-01-01", "2025-04-20", "total", "", 1, 1);
	assert_false(town_seen(t, "suspensions", "E99", "2025-04-21", "2025-08-31", "total", "").found);
	assert_false(town_seen(t, "suspensions", "E99", SCHOOL_YEAR_2024, "total", "").found);
}

/* Imported and empty is none; never imported is not supplied; neither is a zero that nobody counted. */
static void
test_not_supplied(void **state)
{
	struct town *t = *state;
	struct measured m;
	struct seen s;

	town_run(t, "delete from batch where dataset = 'early_help' or dataset = 'case_early_help'");
	m = town_measure(t, "early_help_open");
	assert_int_equal(m.not_supplied, 1);
	s = town_seen(t, "early_help_open", "E99", YEAR_2024, "total", "");
	assert_true(s.found && isnan(s.numerator) && isnan(s.value));
	assert_string_equal(s.note, "not supplied");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "need_rate", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("need_rate", YEAR_2024, "total", "", 0, 1800);
	DO(store_begin(&t->c));
}

/* A second run takes the first one's place. */
static void
test_again(void **state)
{
	struct town *t = *state;
	struct measured first, second;
	size_t measured = 0;

	for (size_t i = 0; i < t->c.catalogue->n_indicators; i++)
		measured += t->c.catalogue->indicator[i].rows != NULL;
	town_episode(t, ANN, "cin", "2024-06-01", NULL, NULL);
	first = town_measure(t, NULL);
	DO(measure_run(&t->c, (struct measure_options){.from = DAY_NONE, .to = DAY_NONE, .anew = true, .threads = 1}, &second));
	assert_int_equal(first.observations, second.observations);
	assert_true(second.indicators == measured && first.observations > 1000);
	EXPECT("need_rate", YEAR_2024, "total", "", 1, 1800);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TOWN_TEST(test_absence), TOWN_TEST(test_exclusions), TOWN_TEST(test_home_education), TOWN_TEST(test_weight),
	    TOWN_TEST(test_development), TOWN_TEST(test_speech), TOWN_TEST(test_entrants), TOWN_TEST(test_neet),
	    TOWN_TEST(test_fixes), TOWN_TEST(test_fixes_are_known_today), TOWN_TEST(test_no_period_has_ended), TOWN_TEST(test_not_supplied),
	    TOWN_TEST(test_a_term_does_not_cover_the_next), TOWN_TEST(test_again),
	};

	return cmocka_run_group_tests_name("services", tests, NULL, NULL);
}
