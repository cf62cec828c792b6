/* What bars and dots share: one row a category, its name and value in words above its mark, so nothing overlaps at any
 * width. */
#include "web/chart/rows.h"

#include <math.h>

#define LEFT 4.0
#define RIGHT (CHART_WIDTH - 10.0)
#define AXIS_ROOM 28.0
#define REFERENCE_ROOM 24.0

struct rows_plot {
	struct page *p;
	const struct bars_chart *chart;
	const struct rows_shape *shape;
	const size_t *order;
	size_t highlighted;
	struct scale x;
	double top, bottom;
};

static void
draw_mark(const struct rows_plot *t, size_t i, double y)
{
	double at = scale_at(&t->x, t->chart->value[i]), zero = scale_at(&t->x, 0);
	struct builder *out = &t->p->out;
	bool high = i == t->highlighted;

	if (t->shape->bars)
		put_format(out, "<rect class=\"chart-bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"14\"/>", fmin(zero, at),
		    y - 7, fabs(at - zero));
	if (has_interval(t->chart->lower, t->chart->upper, i))
		svg_interval(t->p, y, scale_at(&t->x, t->chart->lower[i]), scale_at(&t->x, t->chart->upper[i]), true);
	if (!t->shape->bars)
		put_format(out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%s\"/>", high ? "chart-highlight" : "chart-dot",
		    at, y, high ? "7" : "5.5");
}

static void
draw_row_mark(const struct rows_plot *t, size_t row)
{
	size_t i = t->order[row];
	double y = t->top + (double)row * t->shape->row + t->shape->mark;

	if (!t->shape->bars)
		svg_line(t->p, "chart-grid", LEFT, y, RIGHT, y, NULL);
	if (isfinite(t->chart->value[i]))
		draw_mark(t, i, y);
}

static void
draw_row_words(const struct rows_plot *t, size_t row)
{
	const struct bars_chart *chart = t->chart;
	struct mem *m = t->p->mem;
	size_t i = t->order[row];
	double y = t->top + (double)row * t->shape->row + 14;
	bool known = isfinite(chart->value[i]);
	const char *value = known ? value_text(m, &chart->words, chart->value[i]) : missing_text(chart->missing, i);
	const char *name = text_fit(m, chart->label[i], RIGHT - LEFT - text_width(value) - 12);

	svg_text(t->p, i == t->highlighted ? "chart-name" : "chart-label", LEFT, y, ANCHOR_START, name);
	svg_text(t->p, known ? "chart-label" : "chart-quiet", RIGHT, y, ANCHOR_END, value);
}

/* Ticks that would touch their neighbour are left out; the first and last stay inside the picture. */
static void
draw_axis(const struct rows_plot *t)
{
	int steps = (int)lround((t->x.to - t->x.from) / t->x.step);
	double free_from = -INFINITY;

	svg_line(t->p, "chart-axis", scale_at(&t->x, t->x.from), t->bottom, scale_at(&t->x, t->x.to), t->bottom, NULL);
	for (int i = 0; i <= steps; i++) {
		double x = t->x.from + i * t->x.step, at = scale_at(&t->x, x);
		const char *text = tick_text(t->p->mem, &t->chart->words, &t->x, x);
		double half = text_width(text) / 2;

		at = fmin(fmax(at, half), CHART_WIDTH - half);
		svg_line(t->p, "chart-axis", scale_at(&t->x, x), t->bottom, scale_at(&t->x, x), t->bottom + 5, NULL);
		if (at - half < free_from)
			continue;
		svg_text(t->p, "chart-quiet", at, t->bottom + 21, ANCHOR_MIDDLE, text);
		free_from = at + half + 8;
	}
}

static void
draw_reference(const struct rows_plot *t)
{
	const struct bars_chart *chart = t->chart;
	struct mem *m = t->p->mem;
	double at = scale_at(&t->x, chart->reference);
	const char *text = text_fit(m, mem_format(m, "%s %s", chart->reference_name ? chart->reference_name : "All",
	    value_text(m, &chart->words, chart->reference)), CHART_WIDTH - 20);
	double half = text_width(text) / 2;

	svg_line(t->p, "chart-reference", at, t->top - 4, at, t->bottom, " stroke-dasharray=\"3 3\"");
	svg_text(t->p, "chart-label", fmin(fmax(at, half), CHART_WIDTH - half), t->top - 10, ANCHOR_MIDDLE, text);
}

static const char *
describe(struct mem *m, const struct bars_chart *chart, const size_t *order)
{
	struct builder b = {.mem = m};

	for (size_t row = 0; row < chart->n; row++) {
		size_t i = order[row];

		put_format(&b, "%s%s: %s", row ? "; " : "", chart->label[i], isfinite(chart->value[i]) ?
		    value_text(m, &chart->words, chart->value[i]) : missing_text(chart->missing, i));
	}
	put_text(&b, ".");
	if (isfinite(chart->reference))
		put_format(&b, " %s: %s.", chart->reference_name ? chart->reference_name : "All",
		    value_text(m, &chart->words, chart->reference));
	return built_text(&b);
}

struct html
rows_draw(struct mem *m, const struct bars_chart *chart, const struct rows_shape *shape, const size_t *order, size_t highlighted)
{
	struct page page = {.mem = m, .out = {.mem = m}};
	double least = INFINITY, most = -INFINITY;
	bool has_reference = isfinite(chart->reference);
	struct rows_plot t = {.p = &page, .chart = chart, .shape = shape, .order = order, .highlighted = highlighted};

	extend(&least, &most, chart->value, chart->n);
	extend(&least, &most, chart->lower, chart->n);
	extend(&least, &most, chart->upper, chart->n);
	extend(&least, &most, &chart->reference, 1);
	t.x = scale_over(least, most, 4, shape->bars, LEFT, RIGHT);
	t.top = has_reference ? REFERENCE_ROOM : 2;
	t.bottom = t.top + (double)chart->n * shape->row + 4;
	figure_open(&page, &chart->words, t.bottom + AXIS_ROOM, describe(m, chart, order));
	for (size_t row = 0; row < chart->n; row++)
		draw_row_mark(&t, row);
	if (has_reference)
		draw_reference(&t);
	for (size_t row = 0; row < chart->n; row++)
		draw_row_words(&t, row);
	draw_axis(&t);
	figure_close(&page, &chart->words);
	return page_capture(&page, 0);
}
