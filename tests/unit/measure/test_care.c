/* Measures of care, each worked out by hand for the small authority of town.h. */
#include "town.h"

/* Looked after at the end of 31 March 2025, under 18:
 *   ANN since 1 May 2024, still                         counts
 *   BOB until 31 March 2025: ended on the day           does not
 *   CAT still, and 18 on that day                       does not
 *   DAN since 31 March 2025: began on the day           counts, once, though two files say so
 *   EVE short breaks                                    does not
 * 2 of 1800. Female ANN 1 of 900, male DAN 1 of 900. North 2 of 1080, South 0 of 720. Most deprived fifth: ANN of 360.
 * Aged 10 to 15: ANN of 600. */
static void
test_rate(void **state)
{
	struct town *t = *state;
	struct seen s;

	town_episode(t, ANN, "care_row", "2024-05-01", NULL, "{\"short_break\":\"no\"}");
	town_episode(t, BOB, "care_row", "2023-01-01", "2025-03-31", "{\"short_break\":\"no\"}");
	town_episode(t, CAT, "care_row", "2020-01-01", NULL, NULL);
	town_episode(t, DAN, "care_row", "2025-03-31", NULL, NULL);
	town_episode(t, DAN, "care_row", "2025-03-31", NULL, "{\"short_break\":\"no\"}");
	town_episode(t, EVE, "care_row", "2024-01-01", NULL, "{\"short_break\":\"yes\"}");
	town_measure(t, "care_rate");
	EXPECT("care_rate", YEAR_2024, "total", "", 2, 1800);
	EXPECT("care_rate", YEAR_2024, "sex", "female", 1, 900);
	EXPECT("care_rate", YEAR_2024, "sex", "male", 1, 900);
	EXPECT("care_rate", YEAR_2024, "deprivation", "1 (most deprived)", 1, 360);
	EXPECT("care_rate", YEAR_2024, "age", "10 to 15", 1, 600);
	EXPECT("care_rate", YEAR_2024, "ethnicity", "Asian", 1, -1);
	EXPECT_AREA("care_rate", "N", YEAR_2024, 2, 1080);
	EXPECT_AREA("care_rate", "S", YEAR_2024, 0, 720);
	EXPECT_AREA("care_rate", "L1", YEAR_2024, 1, 360);
	s = town_seen(t, "care_rate", "E99", YEAR_2024, "total", "");
	assert_true(fabs(s.value - 20000.0 / 1800) < 1e-9 && s.lower95 < s.value && s.upper95 > s.value);
	s = town_seen(t, "care_rate", "E99", YEAR_2024, "ethnicity", "Asian");
	assert_true(isnan(s.value));
	assert_string_equal(s.note, "no population for this group");
	/* at the end of February BOB is in care, CAT is 17 and DAN is not in care yet: ANN, BOB, CAT */
	EXPECT("care_rate", "2025-02-01", "2025-02-28", "total", "", 3, 1800);
}

/* Started in 2024-25: ANN on 1 May and again in November (one child), DAN on the last day. BOB before. 2 of 1800. In the
 * quarter to June: ANN. */
static void
test_started(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "care", "2024-05-01", "2024-06-01", NULL);
	town_episode(t, ANN, "care", "2024-11-01", NULL, NULL);
	town_episode(t, BOB, "care", "2024-03-31", NULL, NULL);
	town_episode(t, DAN, "care", "2025-03-31", NULL, NULL);
	town_measure(t, "care_started");
	EXPECT("care_started", YEAR_2024, "total", "", 2, 1800);
	EXPECT("care_started", YEAR_2024, "sex", "female", 1, 900);
	EXPECT("care_started", "2024-04-01", "2024-06-30", "total", "", 1, 1800);
	EXPECT_AREA("care_started", "L2", YEAR_2024, 1, 720);
}

static void
place_three(struct town *t)
{
	town_episode(t, ANN, "care_row", "2024-05-01", "2024-06-01",
	    "{\"placement_miles\":5,\"placement_inside\":\"yes\"}");
	town_episode(t, ANN, "care_row", "2024-06-01", NULL,
	    "{\"placement_miles\":20.5,\"placement_inside\":\"no\"}");
	town_episode(t, BOB, "care_row", "2024-05-01", NULL,
	    "{\"placement_miles\":20,\"placement_inside\":\"no\"}");
	town_episode(t, CAT, "care_row", "2024-05-01", NULL, "{\"placement_inside\":\"yes\"}");
	town_episode(t, DAN, "care_row", "2024-05-01", NULL,
	    "{\"placement_miles\":30,\"placement_inside\":\"yes\"}");
	town_episode(t, EVE, "care_row", "2024-05-01", NULL,
	    "{\"placement_miles\":90,\"placement_inside\":\"no\",\"short_break\":\"yes\"}");
}

/* On 31 March 2025: ANN 20.5 miles outside (the earlier placement is over), BOB exactly 20 outside, CAT miles not known
 * inside, DAN 30 miles inside, EVE short breaks.
 *   over 20 miles: ANN, DAN of ANN, BOB, DAN (CAT not known) = 2 of 3; female ANN 1 of 1; White ANN of ANN, BOB 1 of 2
 *   outside: ANN, BOB of four = 2 of 4; female ANN of ANN, CAT 1 of 2; North all four
 *   both: ANN of four (CAT is inside, so not both) = 1 of 4 */
static void
test_placed(void **state)
{
	struct town *t = *state;
	struct measured m;

	place_three(t);
	town_measure(t, "care_placed_over_20_miles");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "care_placed_outside", .from = DAY_NONE, .to = DAY_NONE}, &m));
	DO(measure_run(&t->c, (struct measure_options){.indicator = "care_placed_far_and_outside", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("care_placed_over_20_miles", YEAR_2024, "total", "", 2, 3);
	EXPECT("care_placed_over_20_miles", YEAR_2024, "sex", "female", 1, 1);
	EXPECT("care_placed_over_20_miles", YEAR_2024, "ethnicity", "White", 1, 2);
	assert_string_equal(town_seen(t, "care_placed_over_20_miles", "E99", YEAR_2024, "total", "").note,
	    "1 not known and left out");
	EXPECT("care_placed_outside", YEAR_2024, "total", "", 2, 4);
	EXPECT("care_placed_outside", YEAR_2024, "sex", "female", 1, 2);
	EXPECT_AREA("care_placed_outside", "N", YEAR_2024, 2, 4);
	EXPECT("care_placed_far_and_outside", YEAR_2024, "total", "", 1, 4);
	EXPECT("care_placed_far_and_outside", YEAR_2024, "sex", "male", 0, 2);
	EXPECT("care_placed_far_and_outside", YEAR_2024, "looked_after", "yes", 1, 4);
}

/* Looked after on 31 March 2025: ANN, BOB, CAT. Placements in the year:
 *   ANN three: one that ended on 1 April 2024 (the year's first day), one to August, one since
 *   BOB two, and one before the year
 *   CAT two, and a hospital stay (T1) that does not count
 * 1 of 3. Female ANN of ANN and CAT: 1 of 2. L1 (ANN, BOB): 1 of 2. */
static void
test_three_placements(void **state)
{
	struct town *t = *state;
	int64_t ann = town_episode(t, ANN, "care", "2023-05-01", NULL, NULL);
	int64_t bob = town_episode(t, BOB, "care", "2023-05-01", NULL, NULL);
	int64_t cat = town_episode(t, CAT, "care", "2023-05-01", NULL, NULL);

	town_episode(t, ANN, "care_row", "2023-05-01", NULL, NULL);
	town_episode(t, BOB, "care_row", "2023-05-01", NULL, NULL);
	town_episode(t, CAT, "care_row", "2023-05-01", NULL, NULL);
	town_within(t, ann, ANN, "placement", "2023-05-01", "2024-04-01", NULL, NULL);
	town_within(t, ann, ANN, "placement", "2024-04-01", "2024-08-01", NULL, NULL);
	town_within(t, ann, ANN, "placement", "2024-08-01", NULL, NULL, NULL);
	town_within(t, bob, BOB, "placement", "2023-05-01", "2024-03-31", NULL, NULL);
	town_within(t, bob, BOB, "placement", "2024-03-31", "2024-08-01", NULL, NULL);
	town_within(t, bob, BOB, "placement", "2024-08-01", NULL, NULL, NULL);
	town_within(t, cat, CAT, "placement", "2023-05-01", "2024-08-01", NULL, "{\"placement_type\":\"U1\"}");
	town_within(t, cat, CAT, "placement", "2024-08-01", "2024-08-09", NULL, "{\"placement_type\":\"T1\"}");
	town_within(t, cat, CAT, "placement", "2024-08-09", NULL, NULL, "{\"placement_type\":\"U1\"}");
	town_measure(t, "care_three_placements");
	EXPECT("care_three_placements", YEAR_2024, "total", "", 1, 3);
	EXPECT("care_three_placements", YEAR_2024, "sex", "female", 1, 2);
	EXPECT_AREA("care_three_placements", "L1", YEAR_2024, 1, 2);
}

/* Under 16 on 31 March 2025 and looked after since 30 September 2022 or before:
 *   ANN care since 30 September 2022, placement since 31 March 2023: exactly two years  a hit
 *   DAN care since 1 January 2021, placement since 1 April 2023: a day short            no hit
 *   EVE care since 1 October 2022: a day short of two and a half years                  not counted
 *   BOB 17                                                                              not counted
 * 1 of 2; female 1 of 1; L2 0 of 1. */
static void
test_stable(void **state)
{
	struct town *t = *state;
	int64_t ann = town_episode(t, ANN, "care", "2022-09-30", NULL, NULL);
	int64_t dan = town_episode(t, DAN, "care", "2021-01-01", NULL, NULL);
	int64_t eve = town_episode(t, EVE, "care", "2022-10-01", NULL, NULL);
	int64_t bob = town_episode(t, BOB, "care", "2015-01-01", NULL, NULL);

	town_within(t, ann, ANN, "placement", "2022-09-30", "2023-03-31", NULL, NULL);
	town_within(t, ann, ANN, "placement", "2023-03-31", NULL, NULL, NULL);
	town_within(t, dan, DAN, "placement", "2023-04-01", NULL, NULL, NULL);
	town_within(t, eve, EVE, "placement", "2022-10-01", NULL, NULL, NULL);
	town_within(t, bob, BOB, "placement", "2015-01-01", NULL, NULL, NULL);
	town_measure(t, "care_stable_placement");
	EXPECT("care_stable_placement", YEAR_2024, "total", "", 1, 2);
	EXPECT("care_stable_placement", YEAR_2024, "sex", "female", 1, 1);
	EXPECT_AREA("care_stable_placement", "L2", YEAR_2024, 0, 1);
}

/* Health assessments of the return of 31 March 2025: ANN and BOB yes, DAN no; of the year before, DAN yes. 2 of 3 and
 * 1 of 1. Female 1 of 1, male 1 of 2. */
static void
test_health(void **state)
{
	struct town *t = *state;

	town_event(t, ANN, "health_assessment", "2025-03-31", "yes", NULL);
	town_event(t, BOB, "health_assessment", "2025-03-31", "yes", NULL);
	town_event(t, DAN, "health_assessment", "2025-03-31", "no", NULL);
	town_event(t, DAN, "health_assessment", "2024-03-31", "yes", NULL);
	town_measure(t, "care_health_assessment");
	EXPECT("care_health_assessment", YEAR_2024, "total", "", 2, 3);
	EXPECT("care_health_assessment", "2023-04-01", "2024-03-31", "total", "", 1, 1);
	EXPECT("care_health_assessment", YEAR_2024, "sex", "male", 1, 2);
	EXPECT_AREA("care_health_assessment", "L1", YEAR_2024, 2, 2);
}

/* Looked after in 2024-25: ANN, BOB, DAN (until 1 April 2024, the first day). CAT left the day before. ANN missing twice;
 * BOB away, not missing; DAN missing in May, after care ended. 1 of 3; female 1 of 1; L1 1 of 2. */
static void
test_missing(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "care_row", "2023-01-01", NULL, NULL);
	town_episode(t, BOB, "care_row", "2023-01-01", NULL, NULL);
	town_episode(t, DAN, "care_row", "2023-01-01", "2024-04-01", NULL);
	town_episode(t, CAT, "care_row", "2023-01-01", "2024-03-31", NULL);
	town_episode(t, ANN, "missing", "2024-04-01", "2024-04-02", "{\"missing_kind\":\"missing\"}");
	town_episode(t, ANN, "missing", "2025-03-31", NULL, "{\"missing_kind\":\"missing\"}");
	town_episode(t, BOB, "missing", "2024-06-01", NULL, "{\"missing_kind\":\"away\"}");
	town_episode(t, DAN, "missing", "2024-05-01", NULL, "{\"missing_kind\":\"missing\"}");
	town_measure(t, "care_missing");
	EXPECT("care_missing", YEAR_2024, "total", "", 1, 3);
	EXPECT("care_missing", YEAR_2024, "sex", "female", 1, 1);
	EXPECT_AREA("care_missing", "L1", YEAR_2024, 1, 2);
}

/* Return of 31 March 2025: FAY (19) active and suitably housed; GUS (20) not known whether active, not suitable; CAT (18
 * that day) is not 19 to 21. Active 1 of 2, housed 1 of 2; male 0 of 1; L3 1 of 2. */
static void
test_leavers(void **state)
{
	struct town *t = *state;
	struct measured m;

	town_event(t, FAY, "care_leaver", "2025-03-31", NULL,
	    "{\"activity_eet\":\"yes\",\"accommodation_suitable\":\"yes\"}");
	town_event(t, GUS, "care_leaver", "2025-03-31", NULL,
	    "{\"activity_eet\":\"not known\",\"accommodation_suitable\":\"no\"}");
	town_event(t, CAT, "care_leaver", "2025-03-31", NULL,
	    "{\"activity_eet\":\"yes\",\"accommodation_suitable\":\"yes\"}");
	town_measure(t, "care_leavers_active");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "care_leavers_housed", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("care_leavers_active", YEAR_2024, "total", "", 1, 2);
	EXPECT("care_leavers_active", YEAR_2024, "sex", "male", 0, 1);
	EXPECT("care_leavers_active", YEAR_2024, "care_leaver", "yes", 1, 2);
	EXPECT("care_leavers_housed", YEAR_2024, "total", "", 1, 2);
	EXPECT("care_leavers_housed", YEAR_2024, "ethnicity", "Black", 0, 1);
	EXPECT_AREA("care_leavers_housed", "L3", YEAR_2024, 1, 2);
}

/* FAY has died and HAL has gone home for good: the Department for Education counts neither. GUS, who wants no more help, it
 * counts: not active, suitably housed. Active 0 of 1, housed 1 of 1. */
static void
test_leavers_died_or_home(void **state)
{
	struct town *t = *state;
	struct measured m;

	town_event(t, FAY, "care_leaver", "2025-03-31", NULL,
	    "{\"in_touch\":\"DIED\",\"activity_eet\":\"yes\",\"accommodation_suitable\":\"no\"}");
	town_event(t, HAL, "care_leaver", "2025-03-31", NULL,
	    "{\"in_touch\":\"RHOM\",\"activity_eet\":\"yes\",\"accommodation_suitable\":\"no\"}");
	town_event(t, GUS, "care_leaver", "2025-03-31", NULL,
	    "{\"in_touch\":\"NREQ\",\"activity_eet\":\"no\",\"accommodation_suitable\":\"yes\"}");
	town_measure(t, "care_leavers_active");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "care_leavers_housed", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("care_leavers_active", YEAR_2024, "total", "", 0, 1);
	EXPECT("care_leavers_active", YEAR_2024, "sex", "male", 0, 1);
	EXPECT("care_leavers_housed", YEAR_2024, "total", "", 1, 1);
	EXPECT_AREA("care_leavers_housed", "L3", YEAR_2024, 1, 1);
}

/* First reviews within 20 working days. Care from 1 May 2024 (a Wednesday): day 20 is 31 May (6 and 27 May are bank
 * holidays). ANN on that day, in time; BOB on Monday 3 June, late. ANN's second review starts no clock. 1 of 2; female 1 of 1. */
static void
test_first_review(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "care", "2024-05-01", NULL, NULL);
	town_episode(t, BOB, "care", "2024-05-01", NULL, NULL);
	town_event(t, ANN, "care_review", "2024-05-31", NULL, NULL);
	town_event(t, ANN, "care_review", "2024-09-30", NULL, NULL);
	town_event(t, BOB, "care_review", "2024-06-03", NULL, NULL);
	town_measure(t, "care_first_review");
	EXPECT("care_first_review", YEAR_2024, "total", "", 1, 2);
	EXPECT("care_first_review", YEAR_2024, "sex", "female", 1, 1);
	EXPECT_AREA("care_first_review", "L1", YEAR_2024, 1, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TOWN_TEST(test_rate), TOWN_TEST(test_started), TOWN_TEST(test_placed), TOWN_TEST(test_three_placements),
	    TOWN_TEST(test_stable), TOWN_TEST(test_health), TOWN_TEST(test_missing), TOWN_TEST(test_leavers),
	    TOWN_TEST(test_leavers_died_or_home), TOWN_TEST(test_first_review),
	};

	return cmocka_run_group_tests_name("care", tests, NULL, NULL);
}
