/* Are things done in time? Every clock of the catalogue: what was completed on time and late, how long it took, what is still
 * open and overdue. */
#ifndef MEASURE_TIMELINESS_H
#define MEASURE_TIMELINESS_H

#include "measure/recent_trend.h"
#include "measure/shown.h"

struct table;

/* One clock, of the authority as a whole. Small numbers are hidden: those numbers are NaN. */
struct timing {
	const struct indicator *k;
	const char *within, *force;     /* "20 working days", "law" */
	struct standing standing;       /* the share on time in the newest period, and in the one before */
	bool hidden;                    /* its counts: those on time or those late are few */
	double on_time, late;
	double median_days, median_before;      /* calendar days from start to stop, of the same two periods */
	struct recent_trend trend;
	int32_t as_at;                  /* the last day that the files speak of; DAY_NONE: some were never supplied */
	bool open_hidden;
	double open, overdue;           /* on that day: begun and not closed; of these, past the last day in time */
};
struct timings {
	struct timing *item;
	size_t n, cap;
};
/* All clocks, by topic and title. In c->mem. */
enum err timeliness_of(struct ctx *c, struct timings *out) MUST_USE;

/* One row a clock; `people`: a hidden number is printed as c. */
enum err timeliness_table(struct ctx *c, bool people, struct table **out) MUST_USE;

#endif
