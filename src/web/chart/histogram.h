/* A histogram: how many there are of each size, on a scale of powers of ten, for few may matter beside many. */
#ifndef WEB_CHART_HISTOGRAM_H
#define WEB_CHART_HISTOGRAM_H

#include "web/chart/svg.h"

struct histogram_chart {
	struct chart_words words;
	size_t n;
	const double *count;            /* of each bin */
	double from, width;             /* where the first bin begins, and how wide each is */
	const char *axis_name;          /* under the axis: "Weight in bits" */
	double mark;                    /* a line across the axis; NaN: none */
	const char *mark_name;
};
struct html chart_histogram(struct mem *m, const struct histogram_chart *chart);

#endif
