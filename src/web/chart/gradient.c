/* A gradient: a dot with its interval in the middle of each group's stretch, and the line from end to end. From nought: the
 * line's ends are compared as a ratio too. */
#include "web/chart/gradient.h"

#include <math.h>

#include "web/chart/marks.h"

#define TOP 26.0
#define BOTTOM 230.0
#define HEIGHT 282.0

static void
draw_line(struct page *p, const struct gradient_chart *chart, const struct scale *x, const struct scale *y)
{
	const char *start = value_text(p->mem, &chart->words, chart->start), *end = value_text(p->mem, &chart->words, chart->end);
	double from = scale_at(y, chart->start), to = scale_at(y, chart->end);

	svg_line(p, "chart-fit", x->at_from, from, x->at_to, to, " stroke-width=\"2\" stroke-dasharray=\"7 5\"");
	svg_text(p, "chart-name", x->at_from + 4, from - 8, ANCHOR_START, start);
	svg_text(p, "chart-name", x->at_to - 4, to - 8, ANCHOR_END, end);
}

static void
draw_groups(struct page *p, const struct gradient_chart *chart, const struct scale *x, const struct scale *y)
{
	double total = 0, before = 0;

	for (size_t i = 0; i < chart->n; i++)
		total += chart->people[i];
	for (size_t i = 0; i < chart->n; i++) {
		double share = chart->people[i] / total, at = scale_at(x, before + share / 2);

		before += share;
		if (i + 1 < chart->n)
			svg_line(p, "chart-axis", scale_at(x, before), BOTTOM, scale_at(x, before), BOTTOM + 5, NULL);
		svg_text(p, "chart-quiet", at, BOTTOM + 18, ANCHOR_MIDDLE, text_count(p->mem, (int64_t)i + 1));
		if (!isfinite(chart->value[i]))
			continue;
		if (has_interval(chart->lower, chart->upper, i))
			svg_interval(p, at, scale_at(y, chart->upper[i]), scale_at(y, chart->lower[i]), false);
		put_format(&p->out, "<circle class=\"chart-dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>", at, scale_at(y, chart->value[i]));
	}
}

static const char *
describe(struct mem *m, const struct gradient_chart *chart)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; i < chart->n; i++)
		put_format(&b, "%s%zu%s%s%s: %s", i ? "; " : "", i + 1, i == 0 || i + 1 == chart->n ? " (" : "", i == 0 ?
		    chart->first_name : i + 1 == chart->n ? chart->last_name : "", i == 0 || i + 1 == chart->n ? ")" : "",
		    isfinite(chart->value[i]) ? value_text(m, &chart->words, chart->value[i]) : "not known");
	put_text(&b, ".");
	if (isfinite(chart->start))
		put_format(&b, " The line through them runs from %s to %s.", value_text(m, &chart->words, chart->start),
		    value_text(m, &chart->words, chart->end));
	return built_text(&b);
}

struct html
chart_gradient(struct mem *m, const struct gradient_chart *chart)
{
	struct page page = {.mem = m, .out = {.mem = m}};
	double least = 0, most = 0;
	struct scale x = {.from = 0, .to = 1, .step = 1}, y;

	extend(&least, &most, chart->value, chart->n);
	extend(&least, &most, chart->lower, chart->n);
	extend(&least, &most, chart->upper, chart->n);
	extend(&least, &most, &chart->start, 1);
	extend(&least, &most, &chart->end, 1);
	y = scale_over(least, most, 4, true, BOTTOM, TOP);
	x.at_from = grid_width(m, &chart->words, &y) + 10;
	x.at_to = CHART_WIDTH - 8;
	figure_open(&page, &chart->words, HEIGHT, describe(m, chart));
	svg_grid(&page, &chart->words, &y, x.at_from, x.at_to);
	svg_line(&page, "chart-axis", x.at_from, BOTTOM, x.at_to, BOTTOM, NULL);
	draw_groups(&page, chart, &x, &y);
	if (isfinite(chart->start) && isfinite(chart->end))
		draw_line(&page, chart, &x, &y);
	svg_text(&page, "chart-label", x.at_from, BOTTOM + 40, ANCHOR_START, chart->first_name);
	svg_text(&page, "chart-label", x.at_to, BOTTOM + 40, ANCHOR_END, chart->last_name);
	figure_close(&page, &chart->words);
	return page_capture(&page, 0);
}
