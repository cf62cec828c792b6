/* Many areas side by side, highest first: dots with their intervals, England as a line. */
#ifndef WEB_CHART_RANKED_H
#define WEB_CHART_RANKED_H

#include "web/chart/marks.h"

/* In any order; those without a value are left out, and the table beside the chart has them. */
struct ranked_chart {
	struct chart_words words;
	size_t n;
	const char *const *label;
	const double *value;
	const double *lower, *upper;    /* NULL for none */
	const enum area_mark *mark;
	double reference;               /* NaN: none */
	const char *reference_name;
};
struct html chart_ranked(struct mem *m, const struct ranked_chart *chart);

#endif
