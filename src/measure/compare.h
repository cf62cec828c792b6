/* A comparison: chosen areas on chosen measures, in the latest period and over time. */
#ifndef MEASURE_COMPARE_H
#define MEASURE_COMPARE_H

#include "measure/rug.h"

/* One measure over time, in periods like the latest; values of every area of the rug, by its place there. */
struct compared_trend {
	struct { struct period *item; size_t n, cap; } periods;         /* oldest first */
	struct published_figures *series;                               /* an area each */
};
struct compared {
	struct rug latest;              /* England and the region first, then the area, then the chosen ones */
	struct compared_trend *trend;   /* a measure each */
};

enum err compared_of(struct ctx *c, const struct comparators *own, const struct area_set *areas,
    const struct published_list *measures, struct compared *out) MUST_USE;
/* An area's figure of a period; NULL when there is none. */
const struct published_figure *compared_at(const struct compared_trend *t, size_t area, struct period p);
#define COMPARED_FIRST 3
/* The catalogue's first measures, one a topic, that are published of the area: what is compared when nothing is chosen. */
enum err compared_default(struct ctx *c, const char *area, size_t most, struct published_list *out) MUST_USE;
/* One row for each measure, area and period. */
struct table *compared_table(struct mem *m, const struct compared *x, bool people);

#endif
