/* Dots with their intervals, sorted by value: a few areas as rows that are read one by one. For many see ranked.c. */
#include <math.h>
#include <stdlib.h>

#include "web/chart/rows.h"

struct ranked {
	double value;
	size_t i;
};

/* Highest first; those without a value last, in the order given. */
static int
compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	bool a_known = isfinite(a->value), b_known = isfinite(b->value);

	if (a_known != b_known)
		return a_known ? -1 : 1;
	if (a_known && a->value > b->value)
		return -1;
	if (a_known && a->value < b->value)
		return 1;
	return (a->i > b->i) - (a->i < b->i);
}

struct html
chart_dots(struct mem *m, const struct bars_chart *chart, size_t highlighted)
{
	static const struct rows_shape shape = {.row = 38, .mark = 26, .bars = false};
	struct ranked *ranked = mem_new_array(m, struct ranked, chart->n + 1);
	size_t *order = mem_new_array(m, size_t, chart->n + 1);

	for (size_t i = 0; i < chart->n; i++)
		ranked[i] = (struct ranked){chart->value[i], i};
	qsort(ranked, chart->n, sizeof *ranked, compare_ranked);
	for (size_t i = 0; i < chart->n; i++)
		order[i] = ranked[i].i;
	return rows_draw(m, chart, &shape, order, highlighted);
}
