/* Children looked after and care leavers, in the hand-made authority: every figure worked out by hand. */
#ifndef TESTS_AUTHORITY_CARE_H
#define TESTS_AUTHORITY_CARE_H

#include "authority.h"

/* The episodes of care (ssda903_episodes_2024-25.csv), and whether a child is counted at the end of 31 March 2025:
 *   child  sex  home        care, legal status, placements                                    on the day
 *   ADA    F    E01000901   C2 since 1 June 2022; one placement, WE1 2BB                      yes
 *   BEN    M    E01000903   C1 since 7 May 2024; placed 7 May, 1 July, 2 December at FA2 2AA,
 *                           supported accommodation (though he is 14)                         yes
 *   CLEO   F    E01000901   V4 (short breaks) since 6 November 2023; C1 since 14 October 2024
 *                           in a new placement; another since 3 February 2025, WE3 5EE        yes: C1 now
 *   DEV    M    E01000904   V2 since 15 April 2024; V4 since 13 January 2025                  no: V4 now
 *   EVA    F    E01000902   C2 since 1 February 2023, ceased on 31 March 2025                 no: ended that day
 *   FIN    M    E01000903   V2 since 10 January 2024, ceased (home against the plan) and begun
 *                           anew (E1) on 2 September 2024, since then at FA1 1AA              yes, once
 *   GIA    F    E01000901   L1 (police protection) since 31 March 2025, at FA1 1AA            yes: began that day
 *   HAN    ?    not known   V2 since 4 November 2024 with a parent, place not known           yes
 *   IVY    F    E01000902   C2 since 10 January 2022; since 1 May 2023 in a home at FA2 2AA   yes
 *   LEO    M    E01000904   C2 since 5 June 2023; with relatives, WE2 3CC                     yes
 *   UNA    F    E01000903   C2 since 1 June 2023, when she was a month old; WE2 4DD           yes
 *   KIT    M    E01000902   C2 since 1 July 2022, E1 since 1 May 2023, with his adopters since
 *                           1 October 2023, adopted on 10 June 2024                           no
 *   MAY    F    E01000904   C2 since 10 January 2023, special guardianship 9 September 2024   no
 *   SKY    F    E01000903   C2 since 1 January 2020 until her 18th birthday, 1 July 2024      no
 * The need is abuse or neglect (N1) but for CLEO, DEV (N2) and HAN (N5). Foster homes but where another is named. */
static const struct worked worked_care[] = {
	/* ADA, BEN, CLEO, FIN, GIA, HAN, IVY, LEO, UNA: 9. Female ADA, CLEO, GIA, IVY, UNA; male BEN, FIN, LEO; HAN's sex and home
	 * are not known. Harbour ADA, CLEO, GIA, IVY; Moor BEN, FIN, LEO, UNA. Fifths: 1 ADA, CLEO, GIA; 2 IVY; 3 BEN, FIN, UNA;
	 * 5 LEO. */
	{"care_rate", YEAR, {TOTAL(9, 2880), FEMALE(5, 1440), MALE(3, 1440), SEX_UNKNOWN(1, NONE), HARBOUR(4, 1080),
	    MOOR(4, 1800), NOWHERE(1, NONE), FIFTH_1(3, 360), FIFTH_2(1, 720), FIFTH_3(3, 720), FIFTH_5(1, 1080)}},
	/* Under 5: UNA. Of 16 and 17: nobody on the day (EVA's ended that day; test_age_on_the_day). */
	{"care_rate_under_5", YEAR, {TOTAL(1, 800), FEMALE(1, 400), MALE(0, 400), HARBOUR(0, 300), MOOR(1, 500)}},
	{"care_rate_16_and_17", YEAR, {TOTAL(0, 320), FEMALE(0, 160), HARBOUR(0, 120)}},
	/* N1: all of the 9 but CLEO and HAN. */
	{"care_need_abuse", YEAR, {TOTAL(7, 9), FEMALE(4, 5), MALE(3, 3), SEX_UNKNOWN(0, 1), HARBOUR(3, 4), MOOR(4, 4)}},
	/* Foster homes: all but BEN, HAN and IVY. Relatives: LEO. A home: IVY. Supported: BEN. A parent: HAN. */
	{"care_fostered", YEAR, {TOTAL(6, 9), FEMALE(4, 5), MALE(2, 3), SEX_UNKNOWN(0, 1), HARBOUR(3, 4), MOOR(3, 4)}},
	{"care_fostered_by_relatives", YEAR, {TOTAL(1, 9), FEMALE(0, 5), MALE(1, 3), HARBOUR(0, 4), MOOR(1, 4)}},
	{"care_childrens_homes", YEAR, {TOTAL(1, 9), FEMALE(1, 5), MALE(0, 3), HARBOUR(1, 4), MOOR(0, 4)}},
	{"care_supported_accommodation", YEAR, {TOTAL(1, 9), FEMALE(0, 5), MALE(1, 3), HARBOUR(0, 4), MOOR(1, 4)}},
	{"care_with_parents", YEAR, {TOTAL(1, 9), FEMALE(0, 5), SEX_UNKNOWN(1, 1), HARBOUR(0, 4), NOWHERE(1, 1)}},
	/* Begun in the year: BEN, DEV (V2 then), FIN (anew on 2 September), GIA (on the last day), HAN: 5. CLEO's began as
	 * short breaks, and before the year. */
	{"care_started", YEAR, {TOTAL(5, 2880), FEMALE(1, 1440), MALE(3, 1440), SEX_UNKNOWN(1, NONE), HARBOUR(1, 1080),
	    MOOR(3, 1800)}},
	/* Of these five in an emergency: GIA. */
	{"care_started_unplanned", YEAR, {TOTAL(1, 5), FEMALE(1, 1), MALE(0, 3), SEX_UNKNOWN(0, 1), HARBOUR(1, 1),
	    MOOR(0, 3)}},
	/* Ceased in the year: EVA (last night 30 March), FIN (1 September), KIT, MAY, and SKY, whose last night in care was that
	 * before her birthday: 17. CLEO's short breaks and DEV's went on. */
	{"care_ceased", YEAR, {TOTAL(5, 2880), FEMALE(3, 1440), MALE(2, 1440), HARBOUR(2, 1080), MOOR(3, 1800)}},
	/* Of the five: KIT adopted, MAY to a guardian, EVA home as planned, FIN home against the plan, SKY grown up. */
	{"care_adopted", YEAR, {TOTAL(1, 5), FEMALE(0, 3), MALE(1, 2), HARBOUR(1, 2), MOOR(0, 3)}},
	{"care_to_guardianship", YEAR, {TOTAL(1, 5), FEMALE(1, 3), MALE(0, 2), HARBOUR(0, 2), MOOR(1, 3)}},
	{"care_returned_home", YEAR, {TOTAL(1, 5), FEMALE(1, 3), MALE(0, 2), HARBOUR(1, 2), MOOR(0, 3)}},
	{"care_returned_home_unplanned", YEAR, {TOTAL(1, 5), FEMALE(0, 3), MALE(1, 2), HARBOUR(0, 2), MOOR(1, 3)}},
	/* KIT: 1 July 2022 -> 1 October 2023: 365 + 31 + 31 + 30 = 457 days. */
	{"adoption_days_to_home", THREE_YEARS, {TOTAL(457, 1), MALE(457, 1), HARBOUR(457, 1), FIFTH_2(457, 1)}},
	/* KIT: placement order 1 May 2023 -> match 15 September 2023: 31 + 30 + 31 + 31 + 14 = 137 days. */
	{"adoption_days_to_match", THREE_YEARS, {TOTAL(137, 1), MALE(137, 1), HARBOUR(137, 1)}},
	/* Miles from home, metres of the postcodes over 1609.344, to one decimal as the DfE gives them:
	 *   ADA  1,000 east, 1,000 north: 1,414 m        0.9     FIN  10,000, 22,250: 24,393 m      15.2
	 *   BEN  10,000, 24,000: 26,000 m               16.2     GIA  0, 32,250 m                   20.0: not over 20
	 *   CLEO 0, 35,000 m                            21.7     IVY  1,000, 33,000: 33,015 m       20.5
	 *   LEO  1,414 m                                 0.9     HAN  not known: left out
	 *   UNA  1,414 m                                 0.9
	 * Over 20: CLEO, IVY of 8. Female 2 of ADA, CLEO, GIA, IVY, UNA; male 0 of BEN, FIN, LEO. */
	{"care_placed_over_20_miles", YEAR, {TOTAL(2, 8), FEMALE(2, 5), MALE(0, 3), HARBOUR(2, 4), MOOR(0, 4)}},
	/* FA1 1AA and FA2 2AA lie in another authority: BEN, FIN, GIA, IVY of 8. WE3 5EE (CLEO) is far and inside. */
	{"care_placed_outside", YEAR, {TOTAL(4, 8), FEMALE(2, 5), MALE(2, 3), HARBOUR(2, 4), MOOR(2, 4)}},
	/* Both: IVY alone. */
	{"care_placed_far_and_outside", YEAR, {TOTAL(1, 8), FEMALE(1, 5), MALE(0, 3), HARBOUR(1, 4), FIFTH_2(1, 1)}},
	/* Of the 9, in three or more placements in the year: BEN. CLEO's two since October make three only with the one of
	 * her short breaks, which does not count; FIN has two. */
	{"care_three_placements", YEAR, {TOTAL(1, 9), FEMALE(0, 5), MALE(1, 3), SEX_UNKNOWN(0, 1), HARBOUR(0, 4), MOOR(1, 4)}},
	/* In care since 30 September 2022 or before, under 16: ADA (same placement) and IVY (since 1 May 2023: not yet two
	 * years). 1 of 2, both girls of Harbour. */
	{"care_stable_placement", YEAR, {TOTAL(1, 2), FEMALE(1, 2), HARBOUR(1, 2), FIFTH_1(1, 1), FIFTH_2(0, 1)}},
	/* The return for 2024-25, of ADA, IVY, LEO and UNA (a year old): health assessment and teeth ADA yes, IVY no, LEO yes, UNA
	 * yes; immunised all but LEO; misuse of substances ADA; development check UNA alone is of that age. */
	{"care_health_assessment", YEAR, {TOTAL(3, 4), FEMALE(2, 3), MALE(1, 1), HARBOUR(1, 2), MOOR(2, 2)}},
	{"care_dental_check", YEAR, {TOTAL(3, 4), FEMALE(2, 3), MALE(1, 1), HARBOUR(1, 2), MOOR(2, 2)}},
	{"care_immunised", YEAR, {TOTAL(3, 4), FEMALE(3, 3), MALE(0, 1), HARBOUR(2, 2), MOOR(1, 2)}},
	{"care_substance_misuse", YEAR, {TOTAL(1, 4), FEMALE(1, 3), MALE(0, 1), HARBOUR(1, 2), MOOR(0, 2)}},
	{"care_development_check", YEAR, {TOTAL(1, 1), FEMALE(1, 1), MOOR(1, 1)}},
	/* Aged 10 to 17: ADA no, IVY convicted; LEO is 7 and UNA 1. */
	{"care_convicted", YEAR, {TOTAL(1, 2), FEMALE(1, 2), HARBOUR(1, 2), FIFTH_1(0, 1), FIFTH_2(1, 1)}},
	/* Scores: ADA 12, IVY 20, LEO 9: 41 of three. UNA has none. 17 or more: IVY. */
	{"care_emotional_health", YEAR, {TOTAL(41, 3), FEMALE(32, 2), MALE(9, 1), HARBOUR(32, 2), MOOR(9, 1)}},
	{"care_emotional_concern", YEAR, {TOTAL(1, 3), FEMALE(1, 2), MALE(0, 1), HARBOUR(1, 2), MOOR(0, 1)}},
	/* Of 19 to 21, what they do, where they live, whether suitable, and in touch:
	 *   NIA  F  19  Harbour    university       with her foster carers, yes   yes
	 *   OLI  M  20  Moor       nothing          no fixed abode, no            yes
	 *   PIA  F  19  not known  not known        not known                     no: not known is not yes
	 *   TOM  M  21  not known  apprenticeship   by himself, yes               yes
	 *   VAL  M  20  not known  work             with his parents, no          yes
	 *   WYN  F  19  not known  college          by herself, yes               yes
	 * QUE (17) and SKY (18) are not of that age. */
	{"care_leavers_active", YEAR, {TOTAL(4, 6), FEMALE(2, 3), MALE(2, 3), HARBOUR(1, 1), MOOR(0, 1), NOWHERE(3, 4)}},
	{"care_leavers_housed", YEAR, {TOTAL(3, 6), FEMALE(2, 3), MALE(1, 3), HARBOUR(1, 1), MOOR(0, 1), NOWHERE(2, 4)}},
	{"care_leavers_out_of_touch", YEAR, {TOTAL(1, 6), FEMALE(1, 3), MALE(0, 3), HARBOUR(0, 1), NOWHERE(1, 4)}},
	{"care_leavers_higher_education", YEAR, {TOTAL(1, 6), FEMALE(1, 3), MALE(0, 3), HARBOUR(1, 1), MOOR(0, 1)}},
	{"care_leavers_education", YEAR, {TOTAL(1, 6), FEMALE(1, 3), MALE(0, 3), HARBOUR(0, 1), NOWHERE(1, 4)}},
	{"care_leavers_apprenticeship", YEAR, {TOTAL(1, 6), FEMALE(0, 3), MALE(1, 3), HARBOUR(0, 1), NOWHERE(1, 4)}},
	{"care_leavers_work", YEAR, {TOTAL(1, 6), FEMALE(0, 3), MALE(1, 3), HARBOUR(0, 1), NOWHERE(1, 4)}},
	{"care_leavers_neet", YEAR, {TOTAL(1, 6), FEMALE(0, 3), MALE(1, 3), HARBOUR(0, 1), MOOR(1, 1)}},
	/* Of 17 and 18: QUE F2, U1, in touch; SKY G4, Z2 (with her foster carers, but not suitable), refuses contact. */
	{"care_leavers_active_17_and_18", YEAR, {TOTAL(1, 2), FEMALE(0, 1), MALE(1, 1), HARBOUR(1, 1), MOOR(0, 1)}},
	{"care_leavers_housed_17_and_18", YEAR, {TOTAL(1, 2), FEMALE(0, 1), MALE(1, 1), HARBOUR(1, 1), MOOR(0, 1)}},
	{"care_leavers_in_touch_17_and_18", YEAR, {TOTAL(1, 2), FEMALE(0, 1), MALE(1, 1), HARBOUR(1, 1), MOOR(0, 1)}},
	/* In a foster home on the 18th birthday: SKY until that day (1 July 2024), NIA until that day (1 June 2023), OLI until that
	 * day (1 June 2022). SKY (18) and NIA (19) live with the same carers, OLI (20) does not. */
	{"staying_put_18", YEAR, {TOTAL(1, 1), FEMALE(1, 1), MOOR(1, 1)}},
	{"staying_put_19", YEAR, {TOTAL(1, 1), FEMALE(1, 1), HARBOUR(1, 1)}},
	{"staying_put_20", YEAR, {TOTAL(0, 1), MALE(0, 1), MOOR(0, 1)}},
	{"staying_put_19_and_20", YEAR, {TOTAL(1, 2), FEMALE(1, 1), MALE(0, 1), HARBOUR(1, 1), MOOR(0, 1)}},
	/* In care in the year: all fourteen. Missing: ADA on 31 December, EVA twice. BEN was away, not missing; CLEO went missing
	 * in May and DEV in February, when they were on short breaks. Female ADA, EVA of ADA, CLEO, EVA, GIA, IVY, MAY, SKY, UNA;
	 * male BEN, DEV, FIN, KIT, LEO. Harbour ADA, CLEO, EVA, GIA, IVY, KIT. */
	{"care_missing", YEAR, {TOTAL(2, 14), FEMALE(2, 8), MALE(0, 5), SEX_UNKNOWN(0, 1), HARBOUR(2, 6), MOOR(0, 7)}},
	/* Away: BEN. */
	{"care_away", YEAR, {TOTAL(1, 14), FEMALE(0, 8), MALE(1, 5), SEX_UNKNOWN(0, 1), HARBOUR(0, 6), MOOR(1, 7)}},
	/* First reviews held in the year, of care begun since the reviews' file begins (1 April 2024); 20 working days later:
	 *   BEN  7 May  -> 5 June (27 May is a holiday): held 5 June          in time
	 *   DEV  15 April -> 14 May (6 May is a holiday): held 14 May         in time
	 *   FIN  2 September -> 30 September: held 30 September               in time
	 *   HAN  4 November -> 2 December: held 3 December                    late
	 * BEN's second, ADA's (care since 2022) and CLEO's (care begun as short breaks) are not first reviews. */
	{"care_first_review", YEAR, {TOTAL(3, 4), MALE(3, 3), SEX_UNKNOWN(0, 1), MOOR(3, 3), NOWHERE(0, 1)}},
};

#endif
