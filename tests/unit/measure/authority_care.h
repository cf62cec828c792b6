/* Children looked after and in need of protection, in the hand-made authority: every figure worked out by hand. */
#ifndef TESTS_AUTHORITY_CARE_H
#define TESTS_AUTHORITY_CARE_H

#include "authority.h"

/* The episodes of care (ssda903_episodes_2024-25.csv), and whether a child is counted at the end of 31 March 2025:
 *   child  sex  home        care, legal status, placements                                    on the day
 *   ADA    F    E01000901   C2 since 1 June 2022; one placement, WE1 2BB                      yes
 *   BEN    M    E01000903   C1 since 7 May 2024; placed 7 May, 1 July, 2 December at FA2 2AA  yes
 *   CLEO   F    E01000901   V4 (short breaks) since 6 November 2023; C1 since 14 October 2024
 *                           in a new placement; another since 3 February 2025, WE3 5EE        yes: C1 now
 *   DEV    M    E01000904   V2 since 15 April 2024; V4 since 13 January 2025                  no: V4 now
 *   EVA    F    E01000902   C2 since 1 February 2023, ceased on 31 March 2025                 no: ended that day
 *   FIN    M    E01000903   V2 since 10 January 2024, ceased and begun anew (E1) on
 *                           2 September 2024, since then at FA1 1AA                           yes, once
 *   GIA    F    E01000901   C1 since 31 March 2025, at FA1 1AA                                yes: began that day
 *   HAN    ?    not known   V2 since 4 November 2024, place not known                         yes
 *   IVY    F    E01000902   C2 since 10 January 2022; since 1 May 2023 at FA2 2AA             yes
 *   LEO    M    E01000904   C2 since 5 June 2023; one placement, WE2 3CC                      yes */
static const struct worked worked_care[] = {
	/* ADA, BEN, CLEO, FIN, GIA, HAN, IVY, LEO: 8. Female ADA, CLEO, GIA, IVY; male BEN, FIN, LEO; HAN's sex and home are
	 * not known. Harbour ADA, CLEO, GIA, IVY; Moor BEN, FIN, LEO. Fifths: 1 ADA, CLEO, GIA; 2 IVY; 3 BEN, FIN; 5 LEO. */
	{"care_rate", YEAR, {TOTAL(8, 2880), FEMALE(4, 1440), MALE(3, 1440), SEX_UNKNOWN(1, NONE), HARBOUR(4, 1080),
	    MOOR(3, 1800), NOWHERE(1, NONE), FIFTH_1(3, 360), FIFTH_2(1, 720), FIFTH_3(2, 720), FIFTH_5(1, 1080)}},
	/* Begun in the year: BEN, DEV (V2 then), FIN (anew on 2 September), GIA (on the last day), HAN: 5. CLEO's began as
	 * short breaks, and before the year. */
	{"care_started", YEAR, {TOTAL(5, 2880), FEMALE(1, 1440), MALE(3, 1440), SEX_UNKNOWN(1, NONE), HARBOUR(1, 1080),
	    MOOR(3, 1800)}},
	/* Miles from home, metres of the postcodes over 1609.344, to one decimal as the DfE gives them:
	 *   ADA  1,000 east, 1,000 north: 1,414 m        0.9     FIN  10,000, 22,250: 24,393 m      15.2
	 *   BEN  10,000, 24,000: 26,000 m               16.2     GIA  0, 32,250 m                   20.0: not over 20
	 *   CLEO 0, 35,000 m                            21.7     IVY  1,000, 33,000: 33,015 m       20.5
	 *   LEO  1,414 m                                 0.9     HAN  not known: left out
	 * Over 20: CLEO, IVY of 7. Female 2 of ADA, CLEO, GIA, IVY; male 0 of BEN, FIN, LEO. */
	{"care_placed_over_20_miles", YEAR, {TOTAL(2, 7), FEMALE(2, 4), MALE(0, 3), HARBOUR(2, 4), MOOR(0, 3)}},
	/* FA1 1AA and FA2 2AA lie in another authority: BEN, FIN, GIA, IVY of 7. WE3 5EE (CLEO) is far and inside. */
	{"care_placed_outside", YEAR, {TOTAL(4, 7), FEMALE(2, 4), MALE(2, 3), HARBOUR(2, 4), MOOR(2, 3)}},
	/* Both: IVY alone. */
	{"care_placed_far_and_outside", YEAR, {TOTAL(1, 7), FEMALE(1, 4), MALE(0, 3), HARBOUR(1, 4), FIFTH_2(1, 1)}},
	/* Of the 8, in three or more placements in the year: BEN. CLEO's two since October make three only with the one of
	 * her short breaks, which does not count; FIN has two. */
	{"care_three_placements", YEAR, {TOTAL(1, 8), FEMALE(0, 4), MALE(1, 3), SEX_UNKNOWN(0, 1), HARBOUR(0, 4), MOOR(1, 3)}},
	/* In care since 30 September 2022 or before, under 16: ADA (same placement) and IVY (since 1 May 2023: not yet two
	 * years). 1 of 2, both girls of Harbour. */
	{"care_stable_placement", YEAR, {TOTAL(1, 2), FEMALE(1, 2), HARBOUR(1, 2), FIFTH_1(1, 1), FIFTH_2(0, 1)}},
	/* The return for 2024-25: ADA yes, IVY no, LEO yes. */
	{"care_health_assessment", YEAR, {TOTAL(2, 3), FEMALE(1, 2), MALE(1, 1), HARBOUR(1, 2), MOOR(1, 1)}},
	/* NIA 19, F2, U1: yes and yes. OLI 20, G5, S2: no and no. PIA 19, nobody in touch: not known, which is not yes.
	 * QUE is 17: not counted. NIA lives in Harbour, OLI in Moor, PIA's home is not known. */
	{"care_leavers_active", YEAR, {TOTAL(1, 3), FEMALE(1, 2), MALE(0, 1), HARBOUR(1, 1), MOOR(0, 1), NOWHERE(0, 1)}},
	{"care_leavers_housed", YEAR, {TOTAL(1, 3), FEMALE(1, 2), MALE(0, 1), HARBOUR(1, 1), MOOR(0, 1), NOWHERE(0, 1)}},
	/* In care in the year: all ten. Missing: ADA on 31 December, EVA twice. BEN was away, not missing; CLEO went missing
	 * in May and DEV in February, when they were on short breaks. Female ADA, EVA of ADA, CLEO, EVA, GIA, IVY. */
	{"care_missing", YEAR, {TOTAL(2, 10), FEMALE(2, 5), MALE(0, 4), SEX_UNKNOWN(0, 1), HARBOUR(2, 5), MOOR(0, 4)}},
	/* First reviews held in the year, of care begun since the reviews' file begins (1 April 2024); 20 working days later:
	 *   BEN  7 May  -> 5 June (27 May is a holiday): held 5 June          in time
	 *   DEV  15 April -> 14 May (6 May is a holiday): held 14 May         in time
	 *   FIN  2 September -> 30 September: held 30 September               in time
	 *   HAN  4 November -> 2 December: held 3 December                    late
	 * BEN's second, ADA's (care since 2022) and CLEO's (care begun as short breaks) are not first reviews. */
	{"care_first_review", YEAR, {TOTAL(3, 4), MALE(3, 3), SEX_UNKNOWN(0, 1), MOOR(3, 3), NOWHERE(0, 1)}},
};

/* The census of children in need (cin_census_2023-24.xml, _2024-25.xml).
 *   child  sex  home        referrals                              case open at the end of 31 March 2025
 *   BEN    M    E01000903   22 April 2024                          yes
 *   RAE    F    E01000901   10 May 2023, 10 May 2024               yes
 *   SAM    M    E01000903   3 June 2023, 4 June, 1 September 2024  no: closed that day
 *   TIA    F    E01000902   1 July 2024, no further action         no
 *   UMA    F    E01000901 until 1 October 2024, then E01000904: 12 February 2024    yes
 *   VIC    ?    not known   1 October 2024                         yes
 *   YEW    F    E01000903   1 December 2023                        yes
 *   ZED    M    not known   1 August 2023, closed 1 February 2024  no */
static const struct worked worked_protection[] = {
	/* BEN, RAE, TIA, VIC once and SAM twice: 6. */
	{"referral_rate", YEAR, {TOTAL(6, 2880), FEMALE(2, 1440), MALE(3, 1440), SEX_UNKNOWN(1, NONE), HARBOUR(2, 1080),
	    MOOR(3, 1800), NOWHERE(1, NONE)}},
	/* RAE exactly 12 months after: again. SAM on 4 June, 12 months and a day after: not; on 1 September: again. 2 of 6. */
	{"referral_again", YEAR, {TOTAL(2, 6), FEMALE(1, 2), MALE(1, 3), SEX_UNKNOWN(0, 1), HARBOUR(1, 2), MOOR(1, 3)}},
	/* BEN, RAE, UMA (in Moor by then), VIC, YEW: 5. */
	{"need_rate", YEAR, {TOTAL(5, 2880), FEMALE(3, 1440), MALE(1, 1440), SEX_UNKNOWN(1, NONE), HARBOUR(1, 1080),
	    MOOR(3, 1800), FIFTH_1(1, 360), FIFTH_3(2, 720), FIFTH_5(1, 1080)}},
	/* Plans: RAE since 20 June 2024; SAM 15 July to 31 March 2025 (ended that day); UMA since 11 March 2024; YEW
	 * 4 November to 31 January, and since 3 March 2025. Held on the day: RAE, UMA, YEW. */
	{"protection_rate", YEAR, {TOTAL(3, 2880), FEMALE(3, 1440), MALE(0, 1440), HARBOUR(1, 1080), MOOR(2, 1800),
	    FIFTH_1(1, 360)}},
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
};

#endif
