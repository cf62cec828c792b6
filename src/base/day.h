/* Civil dates: a day is the number of days since 1 January 1970 in the proleptic Gregorian calendar.
 *
 * A day has no time and no zone; times of day are kept apart (HH:MM, Europe/London), as DESIGN's tables keep them.
 */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define DAY_NONE INT32_MIN                      /* no date: not known, not supplied or not yet */
#define DAY_SIZE 11                             /* YYYY-MM-DD and its NUL */

struct date {
	int year, month, day;                   /* month 1-12, day 1-31 */
};

int32_t day_of(int year, int month, int day);   /* DAY_NONE when there is no such date; years 1800 to 2200 */
struct date day_date(int32_t day);
int day_weekday(int32_t day);                   /* 0 Monday … 6 Sunday */
int32_t day_today(void);                        /* in Europe/London; BAIRN_TODAY=YYYY-MM-DD replaces it, for tests and demos */
int32_t day_in_london(int64_t unix_seconds);     /* the day that it is there at that moment */

int32_t day_easter_sunday(int year);
int32_t day_add_months(int32_t day, int months);   /* clamped to the month's end: 31 January + 1 month is 28 or 29 February */
int32_t day_month_start(int32_t day);
int32_t day_month_end(int32_t day);
/* Completed years from `born` to `on`; born on 29 February has a birthday on 1 March of other years. -1 before birth
 * or when either is DAY_NONE. */
int day_age(int32_t born, int32_t on);

/* What a date in a file was found to be. */
enum date_read {
	DATE_EMPTY,         /* nothing there, or only white space */
	DATE_WHOLE,         /* a day */
	DATE_PARTIAL,       /* a year, or a month and year: ZZ/ZZ/2015, zz/03/2015, 2015-03, 2015 */
	DATE_BAD,           /* something that is no date */
};

struct read_date {
	enum date_read found;
	int32_t day;        /* DATE_WHOLE: the day; DATE_PARTIAL: the first day that it can be */
	int32_t last;       /* DATE_WHOLE: the same; DATE_PARTIAL: the last day that it can be */
	int minute;         /* minutes after midnight where a time of day was given, else -1 */
};

/* Reads every form that the field's files use: dd/mm/yyyy, d/m/yyyy, dd-mm-yyyy, dd.mm.yyyy, yyyy-mm-dd, yyyy/mm/dd,
 * yyyymmdd, dd-Mon-yyyy, dd Mon yyyy, d Month yyyy, yyyy-Mon-dd; each may be followed by a time (T or space,
 * hh:mm[:ss[.fff]], optional Z or offset, which is ignored). Two-digit years are refused. */
struct read_date day_read(struct view v);

int32_t day_iso_read(struct view v);            /* YYYY-MM-DD and nothing else, quickly; DAY_NONE when it is not */
struct date day_iso_parts(struct view v);       /* its parts, which need not be a date's; zeros when it is written otherwise */
void day_print(int32_t day, char out[DAY_SIZE]);               /* YYYY-MM-DD; empty for DAY_NONE */
const char *day_iso(struct mem *m, int32_t day);                /* the same in an arena */
const char *day_words(struct mem *m, int32_t day);              /* 3 March 2026; "not known" for DAY_NONE */

#endif
