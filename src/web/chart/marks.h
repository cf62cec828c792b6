/* Marks of areas where many stand in one chart: told apart by shape and size before colour. */
#ifndef WEB_CHART_MARKS_H
#define WEB_CHART_MARKS_H

#include "web/chart/svg.h"

enum area_mark { MARK_PLAIN, MARK_NEIGHBOUR, MARK_OWN };

/* A small dot, a ring, a diamond. */
void svg_mark(struct page *p, enum area_mark mark, double x, double y);
/* What the marks mean, on one line whose letters stand at `y`; those that the chart has. */
void svg_mark_key(struct page *p, const enum area_mark *mark, size_t n, double y);
/* The number of the area that is marked as own, or SIZE_MAX. */
size_t mark_own(const enum area_mark *mark, size_t n);
/* A vertical axis: a grid line and a number at each step. */
void svg_grid(struct page *p, const struct chart_words *words, const struct scale *y, double left, double right);
/* How wide its numbers are. */
double grid_width(struct mem *m, const struct chart_words *words, const struct scale *y);

#endif
