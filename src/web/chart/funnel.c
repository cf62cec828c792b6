/* A funnel: the limits narrow as places grow. Inner lines are dashed, outer ones whole. */
#include "web/chart/funnel.h"

#include <math.h>

#define TOP 30.0
#define BOTTOM 240.0
#define HEIGHT 310.0

struct funnel_plot {
	struct page *p;
	const struct funnel_chart *chart;
	struct scale x, y;
};

static void
plot_scales(struct mem *m, struct funnel_plot *t)
{
	const struct funnel_chart *chart = t->chart;
	double least = INFINITY, most = -INFINITY, small = INFINITY, large = -INFINITY, left;

	extend(&least, &most, chart->value, chart->n);
	extend(&least, &most, &chart->average, 1);
	extend(&small, &large, chart->size, chart->n);
	/* the limits at the smallest size would squeeze the areas: they are cut where these end, with some room */
	if (isfinite(least) && isfinite(most)) {
		double room = (most - least) * 0.1;

		most += room;
		least = least >= 0 ? fmax(0, least - room) : least - room;
	}
	t->y = scale_over(least, most, 4, least >= 0 && least <= 0.4 * most, BOTTOM, TOP);
	left = grid_width(m, &chart->words, &t->y) + 10;
	t->x = scale_over(0, large, 4, true, left, CHART_WIDTH - 16);
}

/* A limit where it lies within the picture. */
static void
draw_limit(const struct funnel_plot *t, const struct funnel_limit *limit, const char *class, const char *dash)
{
	struct builder *out = &t->p->out;
	bool drawing = false;

	put_format(out, "<path class=\"%s\" fill=\"none\"%s d=\"", class, dash);
	for (size_t i = 0; i < t->chart->points; i++) {
		bool inside = limit->value[i] >= t->y.from && limit->value[i] <= t->y.to && limit->size[i] >= t->x.from &&
		    limit->size[i] <= t->x.to;

		if (inside)
			put_format(out, "%c%.1f %.1f", drawing ? 'L' : 'M', scale_at(&t->x, limit->size[i]),
			    scale_at(&t->y, limit->value[i]));
		drawing = inside;
	}
	put_text(out, "\"/>");
}

static void
draw_sizes(const struct funnel_plot *t)
{
	int steps = (int)lround((t->x.to - t->x.from) / t->x.step);
	double free_from = -INFINITY;

	for (int i = 0; i <= steps; i++) {
		double at = scale_at(&t->x, t->x.from + i * t->x.step), half, middle;
		const char *text = text_number(t->p->mem, t->x.from + i * t->x.step, t->x.decimals);

		half = text_width(text) / 2;
		middle = fmin(at, CHART_WIDTH - half - 1);
		svg_line(t->p, "chart-axis", at, BOTTOM, at, BOTTOM + 5, NULL);
		if (middle - half < free_from)
			continue;
		svg_text(t->p, "chart-quiet", middle, BOTTOM + 21, ANCHOR_MIDDLE, text);
		free_from = middle + half + 8;
	}
	if (t->chart->size_name)
		svg_text(t->p, "chart-quiet", t->x.at_to, BOTTOM + 40, ANCHOR_END, t->chart->size_name);
}

static void
draw_own_name(const struct funnel_plot *t, size_t own)
{
	const struct funnel_chart *chart = t->chart;
	const char *text = text_fit(t->p->mem, mem_format(t->p->mem, "%s %s", chart->label[own], value_text(t->p->mem,
	    &chart->words, chart->value[own])), CHART_WIDTH - 16);
	double half = text_width(text) / 2, x = scale_at(&t->x, chart->size[own]), y = scale_at(&t->y, chart->value[own]);

	svg_line(t->p, "chart-axis", x, 19, x, fmax(19, y - 8), NULL);
	svg_text(t->p, "chart-name", fmin(fmax(x, half + 2), CHART_WIDTH - half - 2), 14, ANCHOR_MIDDLE, text);
}

static void
draw_areas(const struct funnel_plot *t)
{
	static const enum area_mark order[] = {MARK_PLAIN, MARK_NEIGHBOUR, MARK_OWN};
	const struct funnel_chart *chart = t->chart;

	for (size_t k = 0; k < 3; k++)
		for (size_t i = 0; i < chart->n; i++)
			if (chart->mark[i] == order[k] && isfinite(chart->value[i]) && isfinite(chart->size[i]))
				svg_mark(t->p, order[k], scale_at(&t->x, chart->size[i]), scale_at(&t->y, chart->value[i]));
}

static const char *
describe(struct mem *m, const struct funnel_chart *chart)
{
	size_t own = mark_own(chart->mark, chart->n);
	const char *average = mem_format(m, "%s: %s. Limits that chance passes once in forty and once in a thousand on either side.",
	    chart->average_name, value_text(m, &chart->words, chart->average));

	if (own == SIZE_MAX || !isfinite(chart->value[own]))
		return average;
	return mem_format(m, "%s: %s at a size of %s. %s", chart->label[own], value_text(m, &chart->words, chart->value[own]),
	    text_number(m, chart->size[own], 0), average);
}

struct html
chart_funnel(struct mem *m, const struct funnel_chart *chart)
{
	struct page page = {.mem = m, .out = {.mem = m}};
	struct funnel_plot t = {.p = &page, .chart = chart};
	size_t own = mark_own(chart->mark, chart->n);
	double y;

	plot_scales(m, &t);
	y = scale_at(&t.y, chart->average);
	figure_open(&page, &chart->words, HEIGHT, describe(m, chart));
	svg_grid(&page, &chart->words, &t.y, t.x.at_from, t.x.at_to);
	draw_sizes(&t);
	for (int side = 0; side < 2; side++) {
		draw_limit(&t, &chart->outer[side], "chart-limit", "");
		draw_limit(&t, &chart->inner[side], "chart-limit", " stroke-dasharray=\"5 4\"");
	}
	svg_line(&page, "chart-reference", t.x.at_from, y, t.x.at_to, y, NULL);
	if (own != SIZE_MAX && isfinite(chart->value[own]) && isfinite(chart->size[own]))
		draw_own_name(&t, own);
	draw_areas(&t);
	svg_text(&page, "chart-label", t.x.at_to, y - 6, ANCHOR_END, mem_format(m, "%s %s", chart->average_name,
	    value_text(m, &chart->words, chart->average)));
	svg_mark_key(&page, chart->mark, chart->n, HEIGHT - 6);
	figure_close(&page, &chart->words);
	return page_capture(&page, 0);
}
