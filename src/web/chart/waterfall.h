/* A waterfall: steps up and down that add to a sum, a row each. */
#ifndef WEB_CHART_WATERFALL_H
#define WEB_CHART_WATERFALL_H

#include "web/chart/svg.h"

struct waterfall_step {
	const char *label;
	double by;
};

struct waterfall_chart {
	struct chart_words words;
	size_t n;
	const struct waterfall_step *step;
	const char *sum_name;           /* of the last row, which is the sum from nought */
};
struct html chart_waterfall(struct mem *m, const struct waterfall_chart *chart);

#endif
