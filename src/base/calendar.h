/* Open days: working days, school days. A calendar is a run of days, each open or not; arithmetic over it is two
 * array look-ups. The days themselves are data (catalogue/calendars/), not code. */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem;

struct calendar {
	const char *name;
	int32_t first, last;        /* the days it knows, both included */
	int32_t *n;                 /* n[d - first]: open days from `first` up to and including d */
	int32_t *open;              /* the open days in order; open_count of them */
	int32_t open_count;
};

/* Monday to Friday from `first` to `last`, less the `closed` days (any order, repeats allowed). */
struct calendar *calendar_new(struct mem *m, const char *name, int32_t first, int32_t last,
    const int32_t *closed, size_t n_closed);

bool calendar_is_open(const struct calendar *k, int32_t day);
/* Open days after `a` up to and including `b`: the day a clock starts is day 0. Negative when b is before a.
 * INT32_MIN when either day is DAY_NONE or outside the calendar. */
int32_t calendar_between(const struct calendar *k, int32_t a, int32_t b);
/* The day `n` open days after `day` (n >= 0); with n = 0, `day` itself. DAY_NONE outside the calendar. */
int32_t calendar_add(const struct calendar *k, int32_t day, int32_t n);

#endif
