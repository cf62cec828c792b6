/* Marks of areas, their key, and the grid that they stand before. */
#include "web/chart/marks.h"

#include <math.h>

void
svg_mark(struct page *p, enum area_mark mark, double x, double y)
{
	switch (mark) {
	case MARK_PLAIN:
		put_format(&p->out, "<circle class=\"chart-plain\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.2\"/>", x, y);
		break;
	case MARK_NEIGHBOUR:
		put_format(&p->out, "<circle class=\"chart-ring\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>", x, y);
		break;
	case MARK_OWN:
		put_format(&p->out, "<path class=\"chart-own\" d=\"M%.1f %.1fl7.5 7.5l-7.5 7.5l-7.5 -7.5z\"/>", x, y - 7.5);
		break;
	}
}

void
svg_mark_key(struct page *p, const enum area_mark *mark, size_t n, double y)
{
	static const struct { enum area_mark mark; const char *words; } key[] = {
		{MARK_NEIGHBOUR, "Statistical neighbour"}, {MARK_PLAIN, "Another authority"},
	};
	double x = 8;

	for (size_t k = 0; k < sizeof key / sizeof key[0]; k++) {
		size_t i = 0;

		while (i < n && mark[i] != key[k].mark)
			i++;
		if (i == n)
			continue;
		svg_mark(p, key[k].mark, x, y - 5);
		svg_text(p, "chart-label", x + 12, y, ANCHOR_START, key[k].words);
		x += 12 + text_width(key[k].words) + 24;
	}
}

size_t
mark_own(const enum area_mark *mark, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (mark[i] == MARK_OWN)
			return i;
	return SIZE_MAX;
}

void
svg_grid(struct page *p, const struct chart_words *words, const struct scale *y, double left, double right)
{
	int steps = (int)lround((y->to - y->from) / y->step);

	for (int i = 0; i <= steps; i++) {
		double x = y->from + i * y->step, at = scale_at(y, x);

		svg_line(p, "chart-grid", left, at, right, at, NULL);
		svg_text(p, "chart-quiet", left - 6, at + 5, ANCHOR_END, tick_text(p->mem, words, y, x));
	}
}

double
grid_width(struct mem *m, const struct chart_words *words, const struct scale *y)
{
	double width = 0;

	for (double x = y->from; x <= y->to + y->step / 2; x += y->step)
		width = fmax(width, text_width(tick_text(m, words, y, x)));
	return width;
}
