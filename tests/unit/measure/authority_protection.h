/* Children who are contacted about, in need and in need of protection, and who helps them early, in the hand-made authority:
 * every figure worked out by hand. */
#ifndef TESTS_AUTHORITY_PROTECTION_H
#define TESTS_AUTHORITY_PROTECTION_H

#include "authority.h"

/* The census of children in need (cin_census_2023-24.xml, _2024-25.xml).
 *   child  sex  home        referrals                              case open at the end of 31 March 2025
 *   BEN    M    E01000903   22 April 2024                          yes
 *   RAE    F    E01000901   10 May 2023, 10 May 2024               yes
 *   SAM    M    E01000903   3 June 2023, 4 June, 1 September 2024  no: closed that day
 *   TIA    F    E01000902   1 July 2024, no further action         no
 *   UMA    F    E01000901 until 1 October 2024, then E01000904: 12 February 2024    yes
 *   VIC    ?    not known   1 October 2024                         yes
 *   YEW    F    E01000903   1 December 2023                        yes
 *   ZED    M    not known   1 August 2023, closed 1 February 2024  no
 *   LEO    M    E01000904   30 March 2023                          yes: two years and a day */
static const struct worked worked_protection[] = {
	/* BEN, RAE, TIA, VIC once and SAM twice: 6. */
	{"referral_rate", YEAR, {TOTAL(6, 2880), FEMALE(2, 1440), MALE(3, 1440), SEX_UNKNOWN(1, NONE), HARBOUR(2, 1080),
	    MOOR(3, 1800), NOWHERE(1, NONE)}},
	/* RAE exactly 12 months after: again. SAM on 4 June, 12 months and a day after: not; on 1 September: again. 2 of 6. */
	{"referral_again", YEAR, {TOTAL(2, 6), FEMALE(1, 2), MALE(1, 3), SEX_UNKNOWN(0, 1), HARBOUR(1, 2), MOOR(1, 3)}},
	/* Contacts in the year: RAE twice (referral, advice), SAM (referral), TIA twice (referral, no further action), VIC on the last
	 * day (outcome not known). YEW's was the day before the year. */
	{"contact_rate", YEAR, {TOTAL(6, 2880), FEMALE(4, 1440), MALE(1, 1440), SEX_UNKNOWN(1, NONE), HARBOUR(4, 1080),
	    MOOR(1, 1800), NOWHERE(1, NONE)}},
	{"contact_to_referral", YEAR, {TOTAL(3, 5), FEMALE(2, 4), MALE(1, 1), HARBOUR(2, 4), MOOR(1, 1)}},
	{"contact_no_further_action", YEAR, {TOTAL(1, 5), FEMALE(1, 4), MALE(0, 1), HARBOUR(1, 4), MOOR(0, 1)}},
	/* Of the six referrals: TIA's. */
	{"referral_no_further_action", YEAR, {TOTAL(1, 6), FEMALE(1, 2), MALE(0, 3), SEX_UNKNOWN(0, 1), HARBOUR(1, 2),
	    MOOR(0, 3)}},
	/* Assessments completed in the year, with their factors: RAE 3B, 4A, 1B, 16A; SAM 4B, 2B; UMA 3B, 17A (in Harbour then); VIC
	 * 24A. */
	{"factor_domestic_abuse", YEAR, {TOTAL(2, 4), FEMALE(2, 2), MALE(0, 1), HARBOUR(2, 2), MOOR(0, 1)}},
	{"factor_parent_mental_health", YEAR, {TOTAL(1, 4), FEMALE(0, 2), MALE(1, 1), HARBOUR(0, 2), MOOR(1, 1)}},
	{"factor_child_mental_health", YEAR, {TOTAL(1, 4), FEMALE(1, 2), MALE(0, 1), HARBOUR(1, 2), MOOR(0, 1)}},
	{"factor_parent_alcohol", YEAR, {TOTAL(1, 4), FEMALE(1, 2), MALE(0, 1), HARBOUR(1, 2), MOOR(0, 1)}},
	{"factor_parent_drugs", YEAR, {TOTAL(1, 4), FEMALE(0, 2), MALE(1, 1), HARBOUR(0, 2), MOOR(1, 1)}},
	{"factor_neglect", YEAR, {TOTAL(1, 4), FEMALE(1, 2), MALE(0, 1), HARBOUR(1, 2), MOOR(0, 1)}},
	{"factor_emotional_abuse", YEAR, {TOTAL(1, 4), FEMALE(1, 2), MALE(0, 1), HARBOUR(1, 2), MOOR(0, 1)}},
	{"factor_exploitation", YEAR, {TOTAL(1, 4), FEMALE(0, 2), SEX_UNKNOWN(1, 1), HARBOUR(0, 2), NOWHERE(1, 1)}},
	/* BEN, LEO, RAE, UMA (in Moor by then), VIC, YEW: 6. */
	{"need_rate", YEAR, {TOTAL(6, 2880), FEMALE(3, 1440), MALE(2, 1440), SEX_UNKNOWN(1, NONE), HARBOUR(1, 1080),
	    MOOR(4, 1800), FIFTH_1(1, 360), FIFTH_3(2, 720), FIFTH_5(2, 1080)}},
	/* For two years: LEO. */
	{"need_over_two_years", YEAR, {TOTAL(1, 6), FEMALE(0, 3), MALE(1, 2), SEX_UNKNOWN(0, 1), HARBOUR(0, 1), MOOR(1, 4)}},
	/* Plans: RAE since 20 June 2024; SAM 15 July to 31 March 2025 (ended that day); UMA since 11 March 2024; YEW
	 * 4 November to 31 January, and since 3 March 2025; LEO since 31 March 2023; BEN 1 May 2022 to 1 May 2024. Held on the day:
	 * LEO, RAE, UMA, YEW. */
	{"protection_rate", YEAR, {TOTAL(4, 2880), FEMALE(3, 1440), MALE(1, 1440), HARBOUR(1, 1080), MOOR(3, 1800),
	    FIFTH_1(1, 360)}},
	/* For two years or more: LEO, two years to the day. */
	{"protection_over_two_years", YEAR, {TOTAL(1, 4), FEMALE(0, 3), MALE(1, 1), HARBOUR(0, 1), MOOR(1, 3)}},
	/* Ended in the year: BEN's, two years to the day; SAM's; YEW's first. */
	{"protection_ended_over_two_years", YEAR, {TOTAL(1, 3), FEMALE(0, 1), MALE(1, 2), MOOR(1, 3), FIFTH_3(1, 3)}},
	/* Begun in the year: RAE's, SAM's, YEW's two. The second began a month after the first had ended; SAM's earlier plan is not
	 * in the data. */
	{"protection_started", YEAR, {TOTAL(4, 2880), FEMALE(3, 1440), MALE(1, 1440), HARBOUR(1, 1080), MOOR(3, 1800)}},
	{"protection_repeat_two_years", YEAR, {TOTAL(1, 4), FEMALE(1, 3), MALE(0, 1), HARBOUR(0, 1), MOOR(1, 3)}},
	/* In force for three months on the day: LEO, reviewed three months later to the day and then every six months to the day: in
	 * time; RAE on 20 September (three months to the day) and 10 February: in time; UMA on 3 June, and the next was due on
	 * 3 December: not. YEW's is of March. */
	{"protection_reviews_in_time", YEAR, {TOTAL(2, 3), FEMALE(1, 2), MALE(1, 1), HARBOUR(1, 1), MOOR(1, 2)}},
	/* Visited in the four weeks to 31 March: RAE on the 4th, YEW on the 20th. UMA on the 3rd is 28 days before; SAM was visited,
	 * but his plan ended that day; LEO was not. */
	{"protection_visits_in_time", QUARTER, {TOTAL(2, 4), FEMALE(2, 3), MALE(0, 1), HARBOUR(1, 1), MOOR(1, 3)}},
	/* Enquiries begun: RAE 30 May, SAM 21 June, YEW 14 October and 10 February. Conferences: RAE, SAM, YEW twice. */
	{"enquiry_rate", YEAR, {TOTAL(4, 2880), FEMALE(3, 1440), MALE(1, 1440), HARBOUR(1, 1080), MOOR(3, 1800)}},
	{"conference_rate", YEAR, {TOTAL(4, 2880), FEMALE(3, 1440), MALE(1, 1440), HARBOUR(1, 1080), MOOR(3, 1800)}},
	/* Begun in the year: RAE (none before), SAM (one before), YEW (none), YEW (one): 2 of 4. */
	{"protection_repeat", YEAR, {TOTAL(2, 4), FEMALE(1, 3), MALE(1, 1), HARBOUR(0, 1), MOOR(2, 3)}},
	/* Completed in the year, 45 working days after the start:
	 *   RAE  13 May -> 10 June                                                                  in time
	 *   SAM  4 June -> 6 August would be the 45th; held 7 August                                late
	 *   UMA  12 February -> 17 April, the 45th with Good Friday (29 March) and Easter Monday
	 *        (1 April) left out; she lived in Harbour then                                      in time
	 *   VIC  2 October -> 31 October                                                            in time */
	{"child_and_family_assessment", YEAR, {TOTAL(3, 4), FEMALE(2, 2), MALE(0, 1), SEX_UNKNOWN(1, 1), HARBOUR(2, 2),
	    MOOR(0, 1), NOWHERE(1, 1)}},
	/* 15 working days from the enquiry to the conference: RAE 30 May -> 20 June, the 15th; SAM 21 June -> 15 July, the
	 * 16th; YEW 14 October -> 4 November, the 15th; YEW 10 February -> 3 March, the 15th. 3 of 4. */
	{"initial_conference", YEAR, {TOTAL(3, 4), FEMALE(3, 3), MALE(0, 1), HARBOUR(1, 1), MOOR(2, 3)}},
	/* First reviews: RAE 20 June -> 20 September, three months exactly; SAM 15 July -> 16 October, a day late; UMA
	 * 11 March -> 3 June (in Harbour then); YEW 4 November -> 31 January. RAE's of 10 February is her second. 3 of 4. */
	{"protection_first_review", YEAR, {TOTAL(3, 4), FEMALE(3, 3), MALE(0, 1), HARBOUR(2, 2), MOOR(1, 2)}},
	/* The police name RAE twice, SAM, AMY, and DOT in a row that is rejected: 3 children. RAE and SAM are known to social
	 * care: RAE's case was open on 24 December, SAM's had closed on 31 March. */
	{"domestic_abuse_notified", YEAR, {TOTAL(3, 2880), FEMALE(2, 1440), MALE(1, 1440), HARBOUR(1, 1080), MOOR(2, 1800),
	    {"in_need", "yes", 1, NONE}, {"in_need", "no", 2, NONE}, {"protection_plan", "yes", 1, NONE}}},

	/* Early help. Begun in the year: BEA twice (a school's, on 9 September, and the council's case system's, whose lead is written
	 * "Family hub"), CAI (council), ELI on the last day (health), FAY (voluntary; her row was rejected, then corrected). Begun
	 * before it and closed in it: BEA (school, needs met), DOT (council, stepped up), ELI (health, disengaged), FAY (voluntary,
	 * needs met), GUS (council, no outcome); CAI's closed on the last day (needs met).
	 * Open at the end of 31 March 2025: BEA (both: one child), ELI, FAY. All of Harbour. */
	{"early_help_open", YEAR, {TOTAL(3, 2880), FEMALE(2, 1440), MALE(1, 1440), HARBOUR(3, 1080), MOOR(0, 1800),
	    FIFTH_1(2, 360), FIFTH_2(1, 720)}},
	{"early_help_started", YEAR, {TOTAL(5, 2880), FEMALE(3, 1440), MALE(2, 1440), HARBOUR(4, 1080), MOOR(1, 1800)}},
	{"early_help_led_by_council", YEAR, {TOTAL(1, 5), FEMALE(0, 3), MALE(1, 2), HARBOUR(0, 4), MOOR(1, 1)}},
	{"early_help_led_by_schools", YEAR, {TOTAL(1, 5), FEMALE(1, 3), MALE(0, 2), HARBOUR(1, 4), MOOR(0, 1)}},
	{"early_help_led_by_health", YEAR, {TOTAL(1, 5), FEMALE(0, 3), MALE(1, 2), HARBOUR(1, 4), MOOR(0, 1)}},
	{"early_help_led_by_voluntary", YEAR, {TOTAL(1, 5), FEMALE(1, 3), MALE(0, 2), HARBOUR(1, 4), MOOR(0, 1)}},
	/* Plans agreed: BEA 23 September, CAI 15 June. GUS's was on 31 March, before the year. */
	{"early_help_assessed", YEAR, {TOTAL(2, 2880), FEMALE(1, 1440), MALE(1, 1440), HARBOUR(1, 1080), MOOR(1, 1800)}},
	/* Of BEA, CAI, DOT, ELI, FAY: stepped up DOT; needs met BEA, CAI, FAY. */
	{"early_help_stepped_up", YEAR, {TOTAL(1, 5), FEMALE(1, 3), MALE(0, 2), HARBOUR(0, 3), MOOR(1, 2), FIFTH_3(1, 1),
	    FIFTH_5(0, 1)}},
	{"early_help_needs_met", YEAR, {TOTAL(3, 5), FEMALE(2, 3), MALE(1, 2), HARBOUR(2, 3), MOOR(1, 2)}},
	{"early_help_needs_met_council", YEAR, {TOTAL(1, 2), FEMALE(0, 1), MALE(1, 1), MOOR(1, 2), FIFTH_3(0, 1)}},
	{"early_help_needs_met_schools", YEAR, {TOTAL(1, 1), FEMALE(1, 1), HARBOUR(1, 1)}},
	{"early_help_needs_met_health", YEAR, {TOTAL(0, 1), MALE(0, 1), HARBOUR(0, 1)}},
	{"early_help_needs_met_voluntary", YEAR, {TOTAL(1, 1), FEMALE(1, 1), HARBOUR(1, 1)}},

	/* Young carers on 31 March: RAE (assessed), SAM (since that day, not assessed). BEA left the register that day. */
	{"young_carers", YEAR, {TOTAL(2, 2080), FEMALE(1, 1040), MALE(1, 1040), HARBOUR(1, 780), MOOR(1, 1300)}},
	{"young_carers_assessed", YEAR, {TOTAL(1, 2), FEMALE(1, 1), MALE(0, 1), HARBOUR(1, 1), MOOR(0, 1)}},
	/* Leads on 31 March: the first worker of RAE, UMA and YEW, the second of VIC. The third's of SAM ended that day, and she
	 * chairs RAE's conference without leading. 4 children, 2 workers. */
	{"social_worker_caseload", QUARTER, {TOTAL(4, 2)}},
};

#endif
