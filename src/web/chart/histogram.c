/* Columns side by side whose heights are powers of ten: each grid line is ten times the one below. */
#include "web/chart/histogram.h"

#include <math.h>

#define TOP 30.0
#define BOTTOM 230.0
#define HEIGHT 276.0
#define RIGHT (CHART_WIDTH - 6)

/* Nothing stands on the ground, one a little above it. */
static double
height_of(double count)
{
	return count > 0 ? log10(count) + 0.3 : 0;
}

static void
draw_grid(struct page *p, const struct scale *y, double left, double highest)
{
	for (int power = 0; power <= (int)floor(log10(fmax(highest, 1))); power++) {
		double at = scale_at(y, height_of(pow(10, power)));

		svg_line(p, "chart-grid", left, at, RIGHT, at, NULL);
		svg_text(p, "chart-quiet", left - 6, at + 5, ANCHOR_END, text_count(p->mem, (int64_t)llround(pow(10, power))));
	}
}

static void
draw_columns(struct page *p, const struct histogram_chart *chart, const struct scale *x, const struct scale *y)
{
	for (size_t i = 0; i < chart->n; i++) {
		double left = scale_at(x, chart->from + (double)i * chart->width);
		double right = scale_at(x, chart->from + (double)(i + 1) * chart->width);
		double top = scale_at(y, height_of(chart->count[i]));

		if (chart->count[i] > 0)
			put_format(&p->out, "<rect class=\"chart-bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", left + 0.5,
			    top, right - left - 1, BOTTOM - top);
	}
}

static void
draw_axis(struct page *p, const struct histogram_chart *chart, const struct scale *x, double left)
{
	struct scale ticks = scale_over(x->from, x->to, 6, false, 0, 1);

	for (double at = ticks.from; at <= x->to + ticks.step / 2; at += ticks.step)
		if (at >= x->from - 1e-9 && at <= x->to + 1e-9)
			svg_text(p, "chart-quiet", scale_at(x, at), BOTTOM + 18, ANCHOR_MIDDLE, text_number(p->mem, at, ticks.decimals));
	svg_line(p, "chart-axis", left, BOTTOM, RIGHT, BOTTOM, NULL);
	svg_text(p, "chart-label", (left + RIGHT) / 2, BOTTOM + 38, ANCHOR_MIDDLE, chart->axis_name);
	if (isfinite(chart->mark)) {
		double at = scale_at(x, chart->mark);

		svg_line(p, "chart-reference", at, TOP - 8, at, BOTTOM, " stroke-dasharray=\"5 4\"");
		svg_text(p, "chart-label", at + (at > CHART_WIDTH / 2 ? -4 : 4), TOP - 14, at > CHART_WIDTH / 2 ? ANCHOR_END :
		    ANCHOR_START, chart->mark_name);
	}
}

static const char *
describe(struct mem *m, const struct histogram_chart *chart)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; i < chart->n; i++)
		put_format(&b, "%s%.4g to %.4g: %s", i ? "; " : "", chart->from + (double)i * chart->width,
		    chart->from + (double)(i + 1) * chart->width, text_count(m, (int64_t)chart->count[i]));
	put_text(&b, ".");
	return built_text(&b);
}

struct html
chart_histogram(struct mem *m, const struct histogram_chart *chart)
{
	struct page page = {.mem = m, .out = {.mem = m}};
	double highest = 0, left;
	struct scale x, y;

	for (size_t i = 0; i < chart->n; i++)
		highest = fmax(highest, chart->count[i]);
	left = text_width(text_count(m, (int64_t)pow(10, floor(log10(fmax(highest, 1)))))) + 8;
	x = (struct scale){.from = chart->from, .to = chart->from + (double)chart->n * chart->width, .at_from = left, .at_to = RIGHT};
	y = (struct scale){.from = 0, .to = fmax(height_of(highest), 1), .at_from = BOTTOM, .at_to = TOP};
	figure_open(&page, &chart->words, HEIGHT, describe(m, chart));
	draw_grid(&page, &y, left, highest);
	draw_columns(&page, chart, &x, &y);
	draw_axis(&page, chart, &x, left);
	figure_close(&page, &chart->words);
	return page_capture(&page, 0);
}
