/* Bars: a category each, from nought, in the order given. */
#include "web/chart/rows.h"

struct html
chart_bars(struct mem *m, const struct bars_chart *chart)
{
	static const struct rows_shape shape = {.row = 44, .mark = 28, .bars = true};
	size_t *order = mem_new_array(m, size_t, chart->n + 1);

	for (size_t i = 0; i < chart->n; i++)
		order[i] = i;
	return rows_draw(m, chart, &shape, order, CHART_NONE_HIGHLIGHTED);
}
