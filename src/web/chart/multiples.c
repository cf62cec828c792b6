/* Small multiples: one panel an area, all on one scale, so that shapes can be compared without lines that cross. */
#include <math.h>

#include "web/chart/svg.h"

#define ACROSS 2
#define GAP 16.0
#define NAME_ROOM 20.0          /* above a panel's picture: its area and last value */
#define PICTURE 58.0
#define PANEL 92.0              /* from one row of panels to the next */
#define FOOT 20.0               /* the periods below the last row */
#define HEAD 22.0

struct panels {
	struct page *p;
	const struct multiples_chart *chart;
	struct scale y;                 /* of the first row */
	double width;
};

static double
panel_left(const struct panels *t, size_t i)
{
	return (double)(i % ACROSS) * (t->width + GAP);
}

static double
x_at(const struct panels *t, size_t i, size_t period)
{
	double from = panel_left(t, i) + 6, to = panel_left(t, i) + t->width - 6;

	return t->chart->n < 2 ? (from + to) / 2 : from + (to - from) * (double)period / (double)(t->chart->n - 1);
}

static double
y_at(const struct panels *t, size_t i, double value)
{
	return scale_at(&t->y, value) + (double)(i / ACROSS) * PANEL;
}

/* A line with gaps where a value is missing; a value between two gaps is a dot. */
static void
draw_values(const struct panels *t, size_t i, const double *value, const char *class, const char *more)
{
	struct builder *out = &t->p->out;
	bool drawing = false;

	put_format(out, "<path class=\"%s\"%s d=\"", class, more);
	for (size_t k = 0; k < t->chart->n; k++) {
		if (isfinite(value[k]))
			put_format(out, "%s%.1f %.1f", drawing ? "L" : "M", x_at(t, i, k), y_at(t, i, value[k]));
		drawing = isfinite(value[k]);
	}
	put_text(out, "\"/>");
}

static void
draw_dots(const struct panels *t, size_t i, const double *value)
{
	for (size_t k = 0; k < t->chart->n; k++)
		if (isfinite(value[k]))
			put_format(&t->p->out, "<circle class=\"chart-dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", x_at(t, i, k),
			    y_at(t, i, value[k]));
}

static size_t
last_known(const double *value, size_t n)
{
	while (n > 0 && !isfinite(value[n - 1]))
		n--;
	return n;
}

static void
draw_panel(const struct panels *t, size_t i)
{
	const struct multiples_chart *chart = t->chart;
	const struct multiple *panel = &chart->panel[i];
	double left = panel_left(t, i), top = HEAD + (double)(i / ACROSS) * PANEL;
	size_t last = last_known(panel->value, chart->n);
	const char *value = last ? value_text(t->p->mem, &chart->words, panel->value[last - 1]) : "no figure";
	bool high = i == chart->highlighted;

	svg_text(t->p, high ? "chart-name" : "chart-label", left, top + 14, ANCHOR_START, text_fit(t->p->mem, panel->name,
	    t->width - text_width(value) - 10));
	svg_text(t->p, last ? "chart-label" : "chart-quiet", left + t->width, top + 14, ANCHOR_END, value);
	svg_line(t->p, "chart-grid", left, y_at(t, i, t->y.from), left + t->width, y_at(t, i, t->y.from), NULL);
	svg_line(t->p, "chart-grid", left, y_at(t, i, t->y.to), left + t->width, y_at(t, i, t->y.to), NULL);
	if (chart->england)
		draw_values(t, i, chart->england, "chart-england", " stroke-width=\"1.25\" stroke-dasharray=\"4 3\"");
	draw_values(t, i, panel->value, "chart-line", high ? " stroke-width=\"3\"" : " stroke-width=\"2\"");
	draw_dots(t, i, panel->value);
}

/* The first and last period below the lowest panel of each column. */
static void
draw_foot(const struct panels *t, double y)
{
	const struct multiples_chart *chart = t->chart;

	for (size_t i = 0; i < ACROSS && i < chart->panels && chart->n; i++) {
		double left = panel_left(t, i);
		size_t under = chart->panels - 1 - (chart->panels - 1 - i) % ACROSS;
		double room = (t->width - 10) / 2, at = y - (double)((chart->panels - 1) / ACROSS - under / ACROSS) * PANEL;

		svg_text(t->p, "chart-quiet", left, at, ANCHOR_START, text_fit(t->p->mem, chart->label[0], room));
		if (chart->n > 1)
			svg_text(t->p, "chart-quiet", left + t->width, at, ANCHOR_END, text_fit(t->p->mem, chart->label[chart->n - 1],
			    room));
	}
}

static const char *
describe(struct mem *m, const struct multiples_chart *chart)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; i < chart->panels; i++) {
		size_t last = last_known(chart->panel[i].value, chart->n), first = 0;

		while (first < last && !isfinite(chart->panel[i].value[first]))
			first++;
		if (!last)
			put_format(&b, "%s: no figure. ", chart->panel[i].name);
		else if (first == last - 1)
			put_format(&b, "%s: %s in %s. ", chart->panel[i].name, value_text(m, &chart->words, chart->panel[i].value[first]),
			    chart->label[first]);
		else
			put_format(&b, "%s: %s in %s, %s in %s. ", chart->panel[i].name, value_text(m, &chart->words,
			    chart->panel[i].value[first]), chart->label[first], value_text(m, &chart->words,
			    chart->panel[i].value[last - 1]), chart->label[last - 1]);
	}
	return built_text(&b);
}

struct html
chart_multiples(struct mem *m, const struct multiples_chart *chart)
{
	struct page page = {.mem = m, .out = {.mem = m}};
	struct panels t = {.p = &page, .chart = chart, .width = (CHART_WIDTH - GAP * (ACROSS - 1)) / ACROSS};
	double least = INFINITY, most = -INFINITY, top = HEAD + NAME_ROOM, rows = (double)((chart->panels + ACROSS - 1) / ACROSS);

	for (size_t i = 0; i < chart->panels; i++)
		extend(&least, &most, chart->panel[i].value, chart->n);
	extend(&least, &most, chart->england, chart->n);
	t.y = scale_over(least, most, 2, false, top + PICTURE, top);
	figure_open(&page, &chart->words, HEAD + rows * PANEL + FOOT, describe(m, chart));
	svg_text(&page, "chart-quiet", 0, 14, ANCHOR_START, text_fit(m, mem_format(m, "Every panel from %s to %s%s",
	    tick_text(m, &chart->words, &t.y, t.y.from), tick_text(m, &chart->words, &t.y, t.y.to),
	    chart->england ? "; dashed: England" : ""), CHART_WIDTH));
	for (size_t i = 0; i < chart->panels; i++)
		draw_panel(&t, i);
	draw_foot(&t, HEAD + rows * PANEL + 8);
	figure_close(&page, &chart->words);
	return page_capture(&page, 0);
}
