/* SEND, schools, health, youth justice and work after 16 in the hand-made authority, worked out by hand. */
#ifndef TESTS_AUTHORITY_SERVICES_H
#define TESTS_AUTHORITY_SERVICES_H

#include "authority.h"

static const struct worked worked_services[] = {
	/* Plans in force at the end of 2024: IDA, JAY, LIV, NED (18), TED (17). MIA's ceased that day; ORA turned 26 that day. */
	{"ehc_plans", CALENDAR_YEAR, {TOTAL(5, 4160), FEMALE(2, 2080), MALE(3, 2080), HARBOUR(2, 1560), MOOR(3, 2600)}},
	/* Of the five: NED is educated outside, LIV's plan names an independent school. */
	{"ehc_out_of_county", CALENDAR_YEAR, {TOTAL(1, 5), FEMALE(0, 2), MALE(1, 3), HARBOUR(0, 2), MOOR(1, 3)}},
	{"ehc_independent", CALENDAR_YEAR, {TOTAL(1, 5), FEMALE(1, 2), MALE(0, 3), HARBOUR(1, 2), MOOR(0, 3)}},
	/* Requests in 2024: IDA, JAY, KAI, LIV, and RAE on the last day, whom social care knows to be in need. */
	{"ehc_requests", CALENDAR_YEAR, {TOTAL(5, 4160), FEMALE(3, 2080), MALE(2, 2080), HARBOUR(3, 1560), MOOR(2, 2600),
	    {"in_need", "yes", 1, NONE}}},
	/* IDA 15 January -> 3 June 2024: 140 days, 20 weeks exactly. JAY 1 February -> 21 June: 141 days. LIV's is a lawful
	 * exception; MIA, NED and ORA have no request. 1 of 2. */
	{"ehc_plan_issued", CALENDAR_YEAR, {TOTAL(1, 2), FEMALE(1, 1), MALE(0, 1), HARBOUR(1, 1), MOOR(0, 1)}},
	/* LIV's too, 5 February -> 1 November: 1 of 3. */
	{"ehc_plan_issued_all", CALENDAR_YEAR, {TOTAL(1, 3), FEMALE(1, 2), MALE(0, 1), HARBOUR(1, 2), MOOR(0, 1)}},
	/* IDA, JAY and LIV agreed, KAI refused, RAE's is awaited. */
	{"ehc_requests_refused", CALENDAR_YEAR, {TOTAL(1, 4), FEMALE(0, 2), MALE(1, 2), HARBOUR(0, 2), MOOR(1, 2)}},

	/* Half days missed of half days possible, autumn, spring, summer:
	 *   IDA  F  E01000901  14/140   6/120    0/120                            20 of 380
	 *   JAY  M  E01000903  70/140  60/120   60/120   free meals              190 of 380, half exactly
	 *   RAE  F  E01000901  14/140  12/120   12/120                            38 of 380, a tenth exactly
	 *   ZOE  F  E01000904   0/140   5/60 and 10/50 at a second school  5/120  20 of 370
	 *   WIL  M  E01000902  27/140  left in December                           27 of 140
	 *   EVA  F  E01000902   3/140   2/120    1/120                             6 of 380
	 * 301 of 2030. Female 20 + 38 + 20 + 6 = 84 of 1510. Harbour IDA, RAE, WIL, EVA 91 of 1280; Moor 210 of 750. */
	{"absence_overall", SCHOOL_YEAR, {TOTAL(301, 2030), FEMALE(84, 1510), MALE(217, 520), HARBOUR(91, 1280),
	    MOOR(210, 750), {"free_school_meals", "yes", 190, 380}}},
	/* A tenth or more: JAY, RAE, WIL of 6. */
	{"absence_persistent", SCHOOL_YEAR, {TOTAL(3, 6), FEMALE(1, 4), MALE(2, 2), HARBOUR(2, 4), MOOR(1, 2),
	    {"free_school_meals", "yes", 1, 1}}},
	/* Half or more: JAY. */
	{"absence_severe", SCHOOL_YEAR, {TOTAL(1, 6), FEMALE(0, 4), MALE(1, 2), HARBOUR(0, 4), MOOR(1, 2)}},
	/* With SEN support: JAY, in each term. With a plan: IDA (the school's and SEND's), JAY (SEND's). Looked after: EVA on the first
	 * day of the autumn and the spring, not of the summer: 3 of 140 and 2 of 120. In need: RAE. */
	{"absence_overall_sen_support", SCHOOL_YEAR, {TOTAL(190, 380), MALE(190, 380), MOOR(190, 380)}},
	{"absence_overall_ehc_plan", SCHOOL_YEAR, {TOTAL(210, 760), FEMALE(20, 380), MALE(190, 380), HARBOUR(20, 380),
	    MOOR(190, 380)}},
	{"absence_overall_looked_after", SCHOOL_YEAR, {TOTAL(5, 260), FEMALE(5, 260), HARBOUR(5, 260)}},
	{"absence_overall_in_need", SCHOOL_YEAR, {TOTAL(38, 380), FEMALE(38, 380), HARBOUR(38, 380)}},
	{"absence_persistent_sen_support", SCHOOL_YEAR, {TOTAL(1, 1), MALE(1, 1), MOOR(1, 1)}},
	{"absence_persistent_ehc_plan", SCHOOL_YEAR, {TOTAL(1, 2), FEMALE(0, 1), MALE(1, 1), HARBOUR(0, 1), MOOR(1, 1)}},
	{"absence_persistent_looked_after", SCHOOL_YEAR, {TOTAL(0, 1), FEMALE(0, 1), HARBOUR(0, 1)}},
	{"absence_persistent_in_need", SCHOOL_YEAR, {TOTAL(1, 1), FEMALE(1, 1), HARBOUR(1, 1)}},
	{"absence_severe_sen_support", SCHOOL_YEAR, {TOTAL(1, 1), MALE(1, 1), MOOR(1, 1)}},
	{"absence_severe_ehc_plan", SCHOOL_YEAR, {TOTAL(1, 2), FEMALE(0, 1), MALE(1, 1), HARBOUR(0, 1), MOOR(1, 1)}},
	{"absence_severe_looked_after", SCHOOL_YEAR, {TOTAL(0, 1), FEMALE(0, 1), HARBOUR(0, 1)}},
	{"absence_severe_in_need", SCHOOL_YEAR, {TOTAL(0, 1), FEMALE(0, 1), HARBOUR(0, 1)}},
	/* ZOE in November at one school and in March at the next, WIL in October, JAY in February: 4 for 6 pupils, ZOE once though
	 * on two rolls. JAY's other two were of a lunchtime; the second is all that the summer's file holds, without which the
	 * year is not covered. */
	{"suspensions", SCHOOL_YEAR, {TOTAL(4, 6), FEMALE(2, 4), MALE(2, 2), HARBOUR(1, 4), MOOR(3, 2)}},
	{"suspensions_sen_support", SCHOOL_YEAR, {TOTAL(1, 1), MALE(1, 1), MOOR(1, 1)}},
	{"suspensions_ehc_plan", SCHOOL_YEAR, {TOTAL(1, 2), FEMALE(0, 1), MALE(1, 1), HARBOUR(0, 1), MOOR(1, 1)}},
	{"suspensions_looked_after", SCHOOL_YEAR, {TOTAL(0, 1), FEMALE(0, 1), HARBOUR(0, 1)}},
	{"suspensions_in_need", SCHOOL_YEAR, {TOTAL(0, 1), FEMALE(0, 1), HARBOUR(0, 1)}},
	{"pupils_suspended", SCHOOL_YEAR, {TOTAL(3, 6), FEMALE(1, 4), MALE(2, 2), HARBOUR(1, 4), MOOR(2, 2)}},
	{"pupils_suspended_sen_support", SCHOOL_YEAR, {TOTAL(1, 1), MALE(1, 1), MOOR(1, 1)}},
	{"pupils_suspended_ehc_plan", SCHOOL_YEAR, {TOTAL(1, 2), FEMALE(0, 1), MALE(1, 1), HARBOUR(0, 1), MOOR(1, 1)}},
	{"pupils_suspended_looked_after", SCHOOL_YEAR, {TOTAL(0, 1), FEMALE(0, 1), HARBOUR(0, 1)}},
	{"pupils_suspended_in_need", SCHOOL_YEAR, {TOTAL(0, 1), FEMALE(0, 1), HARBOUR(0, 1)}},
	/* WIL in December. */
	{"permanent_exclusions", SCHOOL_YEAR, {TOTAL(1, 6), FEMALE(0, 4), MALE(1, 2), HARBOUR(1, 4), MOOR(0, 2)}},
	/* He is in none of the groups. */
	{"permanent_exclusions_sen_support", SCHOOL_YEAR, {TOTAL(0, 1), MALE(0, 1), MOOR(0, 1)}},
	{"permanent_exclusions_ehc_plan", SCHOOL_YEAR, {TOTAL(0, 2), FEMALE(0, 1), MALE(0, 1), HARBOUR(0, 1), MOOR(0, 1)}},
	{"permanent_exclusions_looked_after", SCHOOL_YEAR, {TOTAL(0, 1), FEMALE(0, 1), HARBOUR(0, 1)}},
	{"permanent_exclusions_in_need", SCHOOL_YEAR, {TOTAL(0, 1), FEMALE(0, 1), HARBOUR(0, 1)}},
	/* On roll at the end of March: EVA, IDA, JAY, RAE, ZOE. JAY has SEN support and free meals, IDA a plan that the school knows. */
	{"pupils_sen_support", QUARTER, {TOTAL(1, 5), FEMALE(0, 4), MALE(1, 1), HARBOUR(0, 3), MOOR(1, 2)}},
	{"pupils_ehc_plan", QUARTER, {TOTAL(1, 5), FEMALE(1, 4), MALE(0, 1), HARBOUR(1, 3), MOOR(0, 2)}},
	{"pupils_free_school_meals", QUARTER, {TOTAL(1, 5), FEMALE(0, 4), MALE(1, 1), HARBOUR(0, 3), MOOR(1, 2)}},
	/* At the end of 31 August 2025, aged 5 to 15: WIL (14), YAN (since that day). XIA's ended that day, ZAK turned 16
	 * that day, MEM is missing education. */
	{"home_education", SCHOOL_YEAR, {TOTAL(2, 1760), FEMALE(0, 880), MALE(2, 880), HARBOUR(1, 660), MOOR(1, 1100)}},

	/* Born in the year: ISA, JOY, whose mother smoked, KIP. New birth visits: ISA after 11 days; JOY after 16; KIP was not brought.
	 * At 6 to 8 weeks: ISA breast milk, JOY breast milk and formula, KIP formula. */
	{"smoking_at_delivery", YEAR, {TOTAL(1, 3), FEMALE(1, 2), MALE(0, 1), HARBOUR(0, 1), MOOR(1, 2)}},
	{"new_birth_visit", YEAR, {TOTAL(1, 3), FEMALE(1, 2), MALE(0, 1), HARBOUR(1, 1), MOOR(0, 2)}},
	{"breastfeeding_at_six_weeks", YEAR, {TOTAL(2, 3), FEMALE(2, 2), MALE(0, 1), HARBOUR(1, 1), MOOR(1, 2)}},
	/* Reviews at two: FLO as expected, GIL not, HUX not brought (left out). ISA's was at birth. */
	{"development_at_two", YEAR, {TOTAL(1, 2), FEMALE(1, 1), MALE(0, 1), HARBOUR(1, 1), MOOR(0, 1)}},
	/* Reception: ANN overweight, BOB healthy, COL very overweight. Year 6: DI healthy, CAI very overweight. */
	{"excess_weight_reception", SCHOOL_YEAR, {TOTAL(2, 3), FEMALE(1, 1), MALE(1, 2), HARBOUR(1, 1), MOOR(1, 2)}},
	{"excess_weight_year_6", SCHOOL_YEAR, {TOTAL(1, 2), FEMALE(0, 1), MALE(1, 1), HARBOUR(0, 1), MOOR(1, 1)}},
	/* Routine referrals assessed in the year: FLO 4 March -> 15 April, 42 days, six weeks exactly; GIL 1 May -> 13 June,
	 * 43 days; FLO again 6 January -> 17 February, 42 days. HUX's was urgent, KAI's another service. 2 of 3. */
	{"speech_assessed", YEAR, {TOTAL(2, 3), FEMALE(2, 2), MALE(0, 1), HARBOUR(2, 2), MOOR(0, 1)}},
	/* Treated in the year: FLO 15 April -> 8 July, 84 days, twelve weeks exactly; GIL 13 June -> 6 September, 85 days;
	 * HUX 8 May -> 20 May. FLO's second has not begun. 2 of 3. */
	{"speech_treated", YEAR, {TOTAL(2, 3), FEMALE(1, 1), MALE(1, 2), HARBOUR(1, 1), MOOR(1, 2)}},

	/* Social communication: HUX seen on 31 May after 30 days, KAI on 10 December after 190; GIL referred on 1 February is waiting
	 * on 31 March; FLO's was declined on 1 March. The median of 30 and 190 is 110 (test_medians). */
	{"social_communication_waiting", QUARTER, {TOTAL(1, NONE), MALE(1, NONE), MOOR(1, NONE)}},
	{"social_communication_wait", YEAR, {TOTAL(NONE, 2), MALE(NONE, 2), MOOR(NONE, 2)}},
	/* Mental health: KAI referred on 2 September, treated on 7 October. */
	{"camhs_wait", YEAR, {TOTAL(NONE, 1), MALE(NONE, 1), MOOR(NONE, 1)}},
	{"camhs_access", YEAR, {TOTAL(1, 2880), FEMALE(0, 1440), MALE(1, 1440), HARBOUR(0, 1080), MOOR(1, 1800)}},

	/* First cautions: OSK (15), EVA (15, looked after), PAT (18 since the day before: not counted), QI (9: not counted).
	 * OSK's second is no first. */
	{"first_time_entrants", YEAR, {TOTAL(2, 1280), FEMALE(1, 640), MALE(1, 640), HARBOUR(2, 480), MOOR(0, 800),
	    {"looked_after", "yes", 1, NONE}}},
	/* Cautioned or sentenced, 10 to 17: OSK (twice: once) and EVA. To custody: OSK. */
	{"youth_offending", YEAR, {TOTAL(2, 1280), FEMALE(1, 640), MALE(1, 640), HARBOUR(2, 480), MOOR(0, 800)}},
	{"youth_custody", YEAR, {TOTAL(1, 1280), FEMALE(0, 640), MALE(1, 640), HARBOUR(1, 480), MOOR(0, 800)}},
	/* After 16, the mean of three months:       December     January          February
	 *   RON  M  Harbour                          college      not in learning  not in learning
	 *   SUE  F  Moor                             college      college          college
	 *   TED  M  Moor     EHC plan, no offer      internship   not known        not in learning
	 *   QUE  M  Harbour                          apprentice   apprentice       apprentice
	 * Not in work or learning 0 + 1 + 2 of 4 + 4 + 4: a mean of 1 of 4. Not known 0 + 1 + 0. */
	{"neet", WINTER, {TOTAL(1, 4), FEMALE(0, 1), MALE(1, 3), HARBOUR(2.0 / 3, 2), MOOR(1.0 / 3, 2)}},
	{"destination_not_known", WINTER, {TOTAL(1.0 / 3, 4), FEMALE(0, 1), MALE(1.0 / 3, 3), HARBOUR(0, 2), MOOR(1.0 / 3, 2)}},
	{"neet_or_not_known", WINTER, {TOTAL(4.0 / 3, 4), FEMALE(0, 1), MALE(4.0 / 3, 3), HARBOUR(2.0 / 3, 2), MOOR(2.0 / 3, 2)}},
	{"apprenticeships", WINTER, {TOTAL(1, 4), FEMALE(0, 1), MALE(1, 3), HARBOUR(1, 2), MOOR(0, 2)}},
	{"neet_ehc_plan", WINTER, {TOTAL(1.0 / 3, 1), MALE(1.0 / 3, 1), MOOR(1.0 / 3, 1)}},
	{"supported_internships", WINTER, {TOTAL(1.0 / 3, 1), MALE(1.0 / 3, 1), MOOR(1.0 / 3, 1)}},
	{"september_guarantee", WINTER, {TOTAL(3, 4), FEMALE(1, 1), MALE(2, 3), HARBOUR(2, 2), MOOR(1, 2)}},

	/* Open on 30 September: the police's row of 10 September, JAY's date of birth, which SEND has a day later than the
	 * school (10 September), and HAL's row of the corrected file (30 September); FAY's row was put right: closed. Of 10
	 * September too: no ethnicity of HAN and VIC; no pupil number, at 5 to 15, of ADA, BEN, CLEO, DEV, FIN, GIA, HAN, IVY and
	 * LEO (in care) and VIC and YEW (in need); ORA's plan, open at 26; no worker who leads, of ADA, BEN, CLEO, DEV, FIN, GIA, HAN,
	 * IVY, LEO and UNA (the case system says who leads for others). 3 and 2 and 11 and 1 and 10. The rows are nobody's who is
	 * known. Boys: JAY, and BEN, DEV, FIN, LEO twice. Moor: those, YEW and UNA; WE2 3CC: JAY, BEN and FIN twice, YEW, UNA. */
	{"fixes_open", SEPTEMBER, {TOTAL(27, NONE), MALE(9, NONE), MOOR(11, NONE), FIFTH_3(7, NONE)}},
	/* 0 days once, else 20: the median is 20 (test_fixes_age). */
	{"fixes_age", SEPTEMBER, {TOTAL(NONE, 27), MALE(NONE, 9), MOOR(NONE, 11)}},
};

#endif
