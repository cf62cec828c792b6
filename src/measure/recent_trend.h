/* The recent trend of a measure in words, as England's profiles of public health tell it (stats/trend.h): of published numbers
 * and of our own alike. */
#ifndef MEASURE_RECENT_TREND_H
#define MEASURE_RECENT_TREND_H

#include "measure/published.h"
#include "measure/shown.h"
#include "stats/trend.h"

struct recent_trend {
	enum trend trend;               /* TREND_UNKNOWN: cannot be told */
	const char *kind;               /* better worse lower higher similar none: as judgements are shown */
	const char *words;              /* "going down, and getting better", "no clear change", "" where it cannot be told */
	size_t points;                  /* how many periods are whole; TREND_POINTS are needed */
};

/* Of the periods that are as long as the last and do not overlap: pooled years that share a year would seem steadier than they
 * are. Words are literals. */
struct recent_trend published_trend(struct mem *m, const struct published *p, const struct published_figures *series);
/* Of one kind of period; a period supplied in part is none. */
struct recent_trend shown_trend(struct mem *m, const struct indicator *k, const struct shown_list *series);

#endif
