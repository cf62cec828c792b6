/* What the page of gaps shows. The generated template includes this. */
#ifndef MEASURE_INEQUALITY_VIEWS_H
#define MEASURE_INEQUALITY_VIEWS_H

#include <stdbool.h>
#include <stddef.h>

#include "web/page.h"

struct unequal_row {
	const char *title, *of, *period, *unit, *whole, *gap, *range, *relative, *before, *change;
	struct url link;
};
struct unequal_rows {
	struct unequal_row *item;
	size_t n, cap;
};
struct inequality_view {
	const char *answer;
	struct unequal_rows clear, chance;
	struct url download, workbook;
};
void inequality_template(struct page *p, const struct inequality_view *v);

#endif
