/* Rows of bars or dots, in an order. Private to the charts. */
#ifndef WEB_CHART_ROWS_H
#define WEB_CHART_ROWS_H

#include "web/chart/svg.h"

struct rows_shape {
	double row, mark;               /* heights: of a row, and where in it the mark's middle lies */
	bool bars;                      /* bars start at nought, for their length is read; dots need not, for their place is */
};

/* `order` holds the numbers of the categories, top first; `highlighted` one of them or CHART_NONE_HIGHLIGHTED. */
struct html rows_draw(struct mem *m, const struct bars_chart *chart, const struct rows_shape *shape, const size_t *order,
    size_t highlighted);

#endif
