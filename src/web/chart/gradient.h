/* A gradient: groups in order of deprivation, each as wide as its share of the people, and the line through them whose ends
 * the slope index compares. */
#ifndef WEB_CHART_GRADIENT_H
#define WEB_CHART_GRADIENT_H

#include "web/chart/svg.h"

struct gradient_chart {
	struct chart_words words;
	size_t n;
	const double *value;
	const double *lower, *upper;    /* NULL for none */
	const double *people;           /* of each group, in any unit */
	double start, end;              /* the line at the ends; NaN: none */
	const char *first_name, *last_name;     /* "Most deprived", "Least deprived" */
};
struct html chart_gradient(struct mem *m, const struct gradient_chart *chart);

#endif
