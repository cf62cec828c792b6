/* The hand-made authority of tests/data/authority: real extract files of 64 children, so few that each figure can be
 * worked out on paper, and the form in which a figure so worked out is written down.
 *
 *   E06000999 Wearshire   people of each single age 0 to 25 and each sex, mid-2024 (in mid-2023: one everywhere)
 *     W01 Harbour   E01000901  WE1 1AA   most deprived fifth    10
 *                   E01000902  WE1 2BB   second fifth           20
 *     W02 Moor      E01000903  WE2 3CC   third fifth            20
 *                   E01000904  WE2 4DD   least deprived fifth   30
 *
 *   So, all / each sex / Harbour / Moor: under 18: 2880 / 1440 / 1080 / 1800; 0 to 25: 4160 / 2080 / 1560 / 2600;
 *   under 5: 800 / 400 / 300 / 500; 5 to 15: 1760 / 880 / 660 / 1100; 5 to 17: 2080 / 1040 / 780 / 1300;
 *   10 to 17: 1280 / 640 / 480 / 800; 16 and 17: 320 / 160 / 120 / 200. Under 18 in E01000901: 360, E01000902: 720,
 *   E01000903: 720, E01000904: 1080.
 *
 * The files of september_10 are imported on 10 September 2025, a corrected one on 30 September. Children are called by
 * their given names in capitals. */
#ifndef TESTS_AUTHORITY_H
#define TESTS_AUTHORITY_H

#define NONE (-1)       /* there is no such number */
#define CLAIMS 12

/* What one cell of a measure comes to. */
struct claim {
	const char *dimension, *category;       /* "area": a code */
	double numerator, denominator;
};
struct worked {
	const char *indicator, *from, *to;
	struct claim claim[CLAIMS];             /* ends with a NULL dimension */
};

#define TOTAL(n, d)     {"total", "", n, d}
#define FEMALE(n, d)    {"sex", "female", n, d}
#define MALE(n, d)      {"sex", "male", n, d}
#define SEX_UNKNOWN(n, d) {"sex", "not known", n, d}
#define HARBOUR(n, d)   {"area", "W01", n, d}
#define MOOR(n, d)      {"area", "W02", n, d}
#define NOWHERE(n, d)   {"locality", "not known", n, d}
#define FIFTH_1(n, d)   {"deprivation", "1 (most deprived)", n, d}
#define FIFTH_2(n, d)   {"deprivation", "2", n, d}
#define FIFTH_3(n, d)   {"deprivation", "3", n, d}
#define FIFTH_5(n, d)   {"deprivation", "5 (least deprived)", n, d}

#define YEAR            "2024-04-01", "2025-03-31"
#define SCHOOL_YEAR     "2024-09-01", "2025-08-31"
#define CALENDAR_YEAR   "2024-01-01", "2024-12-31"
#define QUARTER         "2025-01-01", "2025-03-31"
#define WINTER          "2024-12-01", "2025-02-28"
#define THREE_YEARS     "2022-04-01", "2025-03-31"
#define SEPTEMBER       "2025-09-01", "2025-09-30"

#endif
