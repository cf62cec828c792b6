/* A funnel plot: areas by size, and how far from the average of all each may lie by chance. */
#ifndef WEB_CHART_FUNNEL_H
#define WEB_CHART_FUNNEL_H

#include "web/chart/marks.h"

/* One of the four limits, from the smallest size to the largest. */
struct funnel_limit {
	const double *size, *value;
};

struct funnel_chart {
	struct chart_words words;
	size_t n;
	const char *const *label;
	const double *size, *value;     /* NaN is left out */
	const enum area_mark *mark;
	double average;
	const char *average_name;       /* "England" */
	const char *size_name;          /* under the axis: "Children" */
	size_t points;
	struct funnel_limit inner[2], outer[2];         /* lower, upper */
};
struct html chart_funnel(struct mem *m, const struct funnel_chart *chart);

#endif
