/* How near two dates of birth are, as they are mistyped or guessed. */
#ifndef LINKAGE_NEAR_DAY_H
#define LINKAGE_NEAR_DAY_H

#include <stdint.h>

#include "base/day.h"

/* A date as a number: the year, shifted by 9, the month, shifted by 5, and the day; 0 for DAY_NONE. What blocking and comparing
 * ask of dates is asked of these parts. */
uint32_t date_pack(int32_t day);
static inline uint32_t
date_of_parts(struct date d)
{
	return (uint32_t)d.year << 9 | (uint32_t)d.month << 5 | (uint32_t)d.day;
}
#define DATE_YEAR(date) ((date) >> 9)
#define DATE_MONTH(date) ((date) >> 5 & 15)
#define DATE_DAY(date) ((date) & 31)

/* Of two packed dates the first of these that holds; OTHER when either is 0. */
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
enum day_near day_near(uint32_t a, uint32_t b);

#endif
