/* How near two dates of birth are, as they are mistyped or guessed. */
#ifndef LINKAGE_NEAR_DAY_H
#define LINKAGE_NEAR_DAY_H

#include <stdint.h>

/* Of two days (numbers as in base/day.h) the first of these that holds; OTHER when either is DAY_NONE. */
enum day_near {
	DAY_SAME,
	DAY_SWAPPED,            /* day and month changed places: 3 December and 12 March */
	DAY_ONE_DIGIT,          /* of DDMMYYYY one digit differs, or two neighbours are swapped */
	DAY_SAME_MONTH,         /* month and year */
	DAY_YEAR_OUT,           /* the same day and month, a year apart (2009 and 2010; most are one digit) */
	DAY_CLOSE,              /* within 10 days */
	DAY_SAME_YEAR,
	DAY_OTHER,
};
enum day_near day_near(int32_t a, int32_t b);

#endif
