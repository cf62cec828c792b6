/* Columns over a short ordered scale, as deprivation's tenths: from nought, each with its value above it, the scale's
 * two ends named below. A column that is missing has a word standing in its place. */
#include <math.h>

#include "web/chart/svg.h"

#define TOP 24.0
#define BOTTOM 230.0
#define HEIGHT 282.0
#define SIDE 6.0

static void
draw_missing(struct page *p, double middle, const char *word)
{
	put_format(&p->out, "<text class=\"chart-quiet\" x=\"%.1f\" y=\"%.1f\" transform=\"rotate(-90 %.1f %.1f)\">", middle + 5,
	    BOTTOM - 6, middle + 5, BOTTOM - 6);
	page_text(p, word);
	put_text(&p->out, "</text>");
}

static void
draw_column(struct page *p, const struct columns_chart *chart, const struct scale *y, size_t i, double left, double width)
{
	double middle = left + width / 2, top, label;
	const char *text;

	svg_text(p, "chart-quiet", middle, BOTTOM + 18, ANCHOR_MIDDLE, text_count(p->mem, (int64_t)i + 1));
	if (!isfinite(chart->value[i])) {
		draw_missing(p, middle, missing_text(chart->missing, i));
		return;
	}
	label = top = scale_at(y, chart->value[i]);
	put_format(&p->out, "<rect class=\"chart-bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", left + width * 0.12,
	    top, width * 0.76, BOTTOM - top);
	if (has_interval(chart->lower, chart->upper, i)) {
		label = fmin(top, scale_at(y, chart->upper[i]));
		svg_interval(p, middle, scale_at(y, chart->upper[i]), scale_at(y, chart->lower[i]), false);
	}
	text = text_number(p->mem, chart->value[i], chart->words.decimals);
	if (text_width(text) > width)
		text = text_number(p->mem, chart->value[i], 0);
	svg_text(p, "chart-label", middle, label - 6, ANCHOR_MIDDLE, text);
}

static const char *
describe(struct mem *m, const struct columns_chart *chart)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; i < chart->n; i++) {
		put_format(&b, "%s%zu", i ? "; " : "", i + 1);
		if (i == 0 && chart->first_name)
			put_format(&b, " (%s)", chart->first_name);
		if (i + 1 == chart->n && chart->last_name)
			put_format(&b, " (%s)", chart->last_name);
		put_format(&b, ": %s", isfinite(chart->value[i]) ? value_text(m, &chart->words, chart->value[i]) :
		    missing_text(chart->missing, i));
	}
	put_text(&b, ".");
	return built_text(&b);
}

struct html
chart_columns(struct mem *m, const struct columns_chart *chart)
{
	struct page page = {.mem = m, .out = {.mem = m}};
	double least = 0, most = 0, width = (CHART_WIDTH - 2 * SIDE) / (double)(chart->n ? chart->n : 1);
	double half = CHART_WIDTH / 2 - 8;
	struct scale y;

	extend(&least, &most, chart->value, chart->n);
	extend(&least, &most, chart->upper, chart->n);
	y = scale_over(fmax(least, 0), most, 4, true, BOTTOM, TOP);
	y.to = most > 0 ? most : y.to;          /* no axis to read: the highest column takes the whole height */
	figure_open(&page, &chart->words, HEIGHT, describe(m, chart));
	for (size_t i = 0; i < chart->n; i++)
		draw_column(&page, chart, &y, i, SIDE + (double)i * width, width);
	svg_line(&page, "chart-axis", SIDE, BOTTOM, CHART_WIDTH - SIDE, BOTTOM, NULL);
	svg_text(&page, "chart-label", SIDE, BOTTOM + 40, ANCHOR_START, text_fit(m, chart->first_name, half));
	svg_text(&page, "chart-label", CHART_WIDTH - SIDE, BOTTOM + 40, ANCHOR_END, text_fit(m, chart->last_name, half));
	figure_close(&page, &chart->words);
	return page_capture(&page, 0);
}
