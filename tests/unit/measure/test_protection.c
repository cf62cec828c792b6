/* Measures of protection, need, early help and SEND, each worked out by hand for the small authority of town.h. */
#include "town.h"

/* On a plan at the end of 31 March 2025: ANN; HAL, who is not born; DAN since that day. BOB's ended that day; CAT is 18.
 * 3 of 1800. Female ANN 1 of 900; unborn HAL, who has no population. North ANN and DAN 2 of 1080; where HAL lives is not
 * known. */
static void
test_rate(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "cp_plan", "2025-01-01", NULL, NULL);
	town_episode(t, HAL, "cp_plan", "2025-03-01", NULL, NULL);
	town_episode(t, DAN, "cp_plan", "2025-03-31", NULL, NULL);
	town_episode(t, BOB, "cp_plan", "2024-01-01", "2025-03-31", NULL);
	town_episode(t, CAT, "cp_plan", "2024-01-01", NULL, NULL);
	town_measure(t, "protection_rate");
	EXPECT("protection_rate", YEAR_2024, "total", "", 3, 1800);
	EXPECT("protection_rate", YEAR_2024, "sex", "female", 1, 900);
	EXPECT("protection_rate", YEAR_2024, "locality", "not known", 1, -1);
	EXPECT_AREA("protection_rate", "N", YEAR_2024, 2, 1080);
}

/* Plans begun in 2024-25: ANN twice (none before, then one before), DAN with two before, EVE not known; BOB's begun in
 * the year before. A second plan or later: 2 of 3, rows not children. Female 1 of 2, male 1 of 1. L1 1 of 2. */
static void
test_repeat(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "cp_plan", "2024-04-01", "2024-06-01", "{\"previous_plans\":0}");
	town_episode(t, ANN, "cp_plan", "2025-03-31", NULL, "{\"previous_plans\":1}");
	town_episode(t, DAN, "cp_plan", "2024-08-01", NULL, "{\"previous_plans\":2}");
	town_episode(t, EVE, "cp_plan", "2024-08-01", NULL, NULL);
	town_episode(t, BOB, "cp_plan", "2024-03-31", NULL, "{\"previous_plans\":4}");
	town_measure(t, "protection_repeat");
	EXPECT("protection_repeat", YEAR_2024, "total", "", 2, 3);
	EXPECT("protection_repeat", YEAR_2024, "sex", "female", 1, 2);
	EXPECT("protection_repeat", YEAR_2024, "protection_plan", "yes", 2, 3);
	EXPECT_AREA("protection_repeat", "L1", YEAR_2024, 1, 2);
}

/* In need on 31 March 2025: ANN and EVE (twice over, one child). DAN closed that day. 2 of 1800; South EVE of 720. */
static void
test_need(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "cin", "2024-06-01", NULL, NULL);
	town_episode(t, EVE, "cin", "2024-06-01", NULL, NULL);
	town_episode(t, EVE, "cin", "2025-02-01", NULL, NULL);
	town_episode(t, DAN, "cin", "2024-06-01", "2025-03-31", NULL);
	town_measure(t, "need_rate");
	EXPECT("need_rate", YEAR_2024, "total", "", 2, 1800);
	EXPECT("need_rate", YEAR_2024, "sex", "female", 2, 900);
	EXPECT_AREA("need_rate", "S", YEAR_2024, 1, 720);
}

/* Referrals of 2024-25: ANN 30 April 2024 (the last one a year before to the day: again) and 1 July 2024 (again); DAN
 * 1 May 2024 (a year and a day after the last: not again); EVE her first. CAT on her 18th birthday is no child.
 * Rate: 4 of 1800. Again: of all five referrals in the year, CAT's too, 2. Female 2 of 4; L1 2 of 2. */
static void
test_referrals(void **state)
{
	struct town *t = *state;
	struct measured m;

	town_event(t, ANN, "referral", "2023-04-30", NULL, NULL);
	town_event(t, ANN, "referral", "2024-04-30", NULL, NULL);
	town_event(t, ANN, "referral", "2024-07-01", NULL, NULL);
	town_event(t, DAN, "referral", "2023-04-30", NULL, NULL);
	town_event(t, DAN, "referral", "2024-05-01", NULL, NULL);
	town_event(t, EVE, "referral", "2025-03-31", NULL, NULL);
	town_event(t, CAT, "referral", "2025-03-31", NULL, NULL);
	town_measure(t, "referral_rate");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "referral_again", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("referral_rate", YEAR_2024, "total", "", 4, 1800);
	EXPECT("referral_rate", YEAR_2024, "sex", "female", 3, 900);
	EXPECT_AREA("referral_rate", "L1", YEAR_2024, 2, 360);
	EXPECT("referral_again", YEAR_2024, "total", "", 2, 5);
	EXPECT("referral_again", YEAR_2024, "sex", "female", 2, 4);
	EXPECT_AREA("referral_again", "L1", YEAR_2024, 2, 2);
	EXPECT("referral_again", "2024-07-01", "2024-09-30", "total", "", 1, 1);
}

/* Assessments within 45 working days. From Monday 3 June 2024 day 45 is Monday 5 August (no bank holiday between). ANN
 * on that day in time, BOB a day later not, DAN not done. 1 of 2; female 1 of 1. */
static void
test_assessments(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "assessment", "2024-06-03", "2024-08-05", NULL);
	town_episode(t, BOB, "assessment", "2024-06-03", "2024-08-06", NULL);
	town_episode(t, DAN, "assessment", "2024-06-03", NULL, NULL);
	town_measure(t, "child_and_family_assessment");
	EXPECT("child_and_family_assessment", YEAR_2024, "total", "", 1, 2);
	EXPECT("child_and_family_assessment", YEAR_2024, "sex", "female", 1, 1);
	EXPECT_AREA("child_and_family_assessment", "L1", YEAR_2024, 1, 2);
}

/* Conferences within 15 working days of an enquiry begun on 3 June 2024: day 15 is Monday 24 June. ANN in time, BOB on
 * the 25th not; DAN had no enquiry, so no clock. 1 of 2; male 0 of 1. */
static void
test_conferences(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "section_47", "2024-06-03", "2024-06-24", NULL);
	town_episode(t, BOB, "section_47", "2024-06-03", "2024-06-25", NULL);
	town_event(t, ANN, "initial_conference", "2024-06-24", NULL, NULL);
	town_event(t, BOB, "initial_conference", "2024-06-25", NULL, NULL);
	town_event(t, DAN, "initial_conference", "2024-06-25", NULL, NULL);
	town_measure(t, "initial_conference");
	EXPECT("initial_conference", YEAR_2024, "total", "", 1, 2);
	EXPECT("initial_conference", YEAR_2024, "sex", "male", 0, 1);
	EXPECT_AREA("initial_conference", "N", YEAR_2024, 1, 2);
}

/* Plans from 31 May 2024: three months end on 31 August. ANN reviewed that day, EVE a day later. 1 of 2; L3 0 of 1. */
static void
test_first_reviews(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "cp_plan", "2024-05-31", NULL, NULL);
	town_episode(t, EVE, "cp_plan", "2024-05-31", NULL, NULL);
	town_event(t, ANN, "cp_review", "2024-08-31", NULL, NULL);
	town_event(t, ANN, "cp_review", "2025-02-28", NULL, NULL);
	town_event(t, EVE, "cp_review", "2024-09-01", NULL, NULL);
	town_measure(t, "protection_first_review");
	EXPECT("protection_first_review", YEAR_2024, "total", "", 1, 2);
	EXPECT("protection_first_review", YEAR_2024, "ethnicity", "not known", 0, 1);
	EXPECT_AREA("protection_first_review", "L3", YEAR_2024, 0, 1);
}

/* Domestic abuse notified in 2024-25: ANN twice (one child), EVE; FAY is 19. 2 of 1800; L3 1 of 720. */
static void
test_domestic_abuse(void **state)
{
	struct town *t = *state;

	town_event(t, ANN, "domestic_abuse_notification", "2024-04-01", NULL, NULL);
	town_event(t, ANN, "domestic_abuse_notification", "2024-12-01", NULL, NULL);
	town_event(t, EVE, "domestic_abuse_notification", "2025-03-31", NULL, NULL);
	town_event(t, FAY, "domestic_abuse_notification", "2025-03-31", NULL, NULL);
	town_measure(t, "domestic_abuse_notified");
	EXPECT("domestic_abuse_notified", YEAR_2024, "total", "", 2, 1800);
	EXPECT("domestic_abuse_notified", YEAR_2024, "sex", "female", 2, 900);
	EXPECT_AREA("domestic_abuse_notified", "L3", YEAR_2024, 1, 720);
}

/* Early help open on 31 March 2025: ANN, DAN of 1800; male 1 of 900. Closed in the year with an outcome: BOB stepped up,
 * EVE not, CAT's outcome not given: 1 of 2; male 1 of 1. */
static void
test_early_help(void **state)
{
	struct town *t = *state;
	struct measured m;

	town_episode(t, ANN, "early_help", "2024-06-01", NULL, NULL);
	town_episode(t, DAN, "early_help", "2025-03-31", NULL, NULL);
	town_within(t, 0, BOB, "early_help", "2024-01-01", "2024-04-01", "stepped_up", NULL);
	town_within(t, 0, EVE, "early_help", "2024-01-01", "2025-03-31", "needs_met", NULL);
	town_within(t, 0, CAT, "early_help", "2024-01-01", "2024-08-01", NULL, NULL);
	town_measure(t, "early_help_open");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "early_help_stepped_up", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("early_help_open", YEAR_2024, "total", "", 2, 1800);
	EXPECT("early_help_open", YEAR_2024, "sex", "male", 1, 900);
	EXPECT_AREA("early_help_open", "L2", YEAR_2024, 1, 720);
	EXPECT("early_help_stepped_up", YEAR_2024, "total", "", 1, 2);
	EXPECT("early_help_stepped_up", YEAR_2024, "sex", "male", 1, 1);
	EXPECT_AREA("early_help_stepped_up", "L3", YEAR_2024, 0, 1);
}

/* Plans in force on 31 December 2024: ANN, GUS (20); BOB's ended that day. 2 of 2600; male 1 of 1300.
 * Requests in 2024: ANN, DAN twice: 3 of 2600; male 2 of 1300. */
static void
test_ehc(void **state)
{
	struct town *t = *state;
	struct measured m;

	town_episode(t, ANN, "ehc_plan", "2024-06-01", NULL, NULL);
	town_episode(t, GUS, "ehc_plan", "2010-06-01", NULL, NULL);
	town_episode(t, BOB, "ehc_plan", "2015-06-01", "2024-12-31", NULL);
	town_event(t, ANN, "ehc_request", "2024-01-01", "agreed", NULL);
	town_event(t, DAN, "ehc_request", "2024-02-01", "refused", NULL);
	town_event(t, DAN, "ehc_request", "2024-12-31", "awaited", NULL);
	town_measure(t, "ehc_plans");
	DO(measure_run(&t->c, (struct measure_options){.indicator = "ehc_requests", .from = DAY_NONE, .to = DAY_NONE}, &m));
	EXPECT("ehc_plans", CALENDAR_2024, "total", "", 2, 2600);
	EXPECT("ehc_plans", CALENDAR_2024, "sex", "male", 1, 1300);
	EXPECT_AREA("ehc_plans", "L3", CALENDAR_2024, 1, 1040);
	EXPECT("ehc_requests", CALENDAR_2024, "total", "", 3, 2600);
	EXPECT("ehc_requests", CALENDAR_2024, "sex", "male", 2, 1300);
	EXPECT_AREA("ehc_requests", "N", CALENDAR_2024, 3, 1560);
}

/* 20 weeks from 1 January 2024 end on 20 May. ANN issued that day, in time; BOB a day later, late; DAN an exception,
 * left out; EVE's request was refused at first and agreed later: the clock runs from the later one. 2 of 3; female 2 of
 * 2; L1 1 of 2. */
static void
test_twenty_weeks(void **state)
{
	struct town *t = *state;

	town_event(t, ANN, "ehc_request", "2024-01-01", "agreed", NULL);
	town_event(t, BOB, "ehc_request", "2024-01-01", "agreed", NULL);
	town_event(t, DAN, "ehc_request", "2024-01-01", "agreed", NULL);
	town_event(t, EVE, "ehc_request", "2024-01-01", "refused", NULL);
	town_event(t, EVE, "ehc_request", "2024-06-01", "agreed", NULL);
	town_event(t, ANN, "ehc_issue", "2024-05-20", NULL, "{\"exception\":\"no\"}");
	town_event(t, BOB, "ehc_issue", "2024-05-21", NULL, NULL);
	town_event(t, DAN, "ehc_issue", "2024-08-01", NULL, "{\"exception\":\"yes\"}");
	town_event(t, EVE, "ehc_issue", "2024-08-01", NULL, "{\"exception\":\"no\"}");
	town_measure(t, "ehc_plan_issued");
	EXPECT("ehc_plan_issued", CALENDAR_2024, "total", "", 2, 3);
	EXPECT("ehc_plan_issued", CALENDAR_2024, "sex", "female", 2, 2);
	EXPECT_AREA("ehc_plan_issued", "L1", CALENDAR_2024, 1, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TOWN_TEST(test_rate), TOWN_TEST(test_repeat), TOWN_TEST(test_need), TOWN_TEST(test_referrals),
	    TOWN_TEST(test_assessments), TOWN_TEST(test_conferences), TOWN_TEST(test_first_reviews),
	    TOWN_TEST(test_domestic_abuse), TOWN_TEST(test_early_help), TOWN_TEST(test_ehc), TOWN_TEST(test_twenty_weeks),
	};

	return cmocka_run_group_tests_name("protection", tests, NULL, NULL);
}
