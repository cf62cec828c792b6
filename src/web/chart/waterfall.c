/* Each bar begins where the one above it ended. Up is a full bar, down a white one with a dark edge, and each has its sign. */
#include "web/chart/waterfall.h"

#include <math.h>

#define ROW 26.0
#define BAR 16.0
#define LABELS 150.0
#define NUMBERS 50.0                    /* room for a number on either side of the bars */

static const char *
signed_text(struct page *p, const struct chart_words *words, double x)
{
	const char *text = text_number(p->mem, fabs(x), words->decimals);

	if (fabs(x) < 0.5 * pow(10, -words->decimals))
		return text;
	return mem_format(p->mem, "%s%s", x < 0 ? "−" : "+", text);
}

static void
draw_row(struct page *p, const struct waterfall_chart *chart, const struct scale *x, size_t i, double from, double by)
{
	bool sum = i == chart->n;
	double top = (double)i * ROW + 4, left = scale_at(x, fmin(from, from + by)), right = scale_at(x, fmax(from, from + by));
	const char *class = sum ? "chart-highlight" : by < 0 ? "chart-beside" : "chart-bar";

	svg_text(p, "chart-label", 0, top + BAR - 3, ANCHOR_START, text_fit(p->mem, sum ? chart->sum_name : chart->step[i].label,
	    LABELS - 6));
	put_format(&p->out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", class, left, top,
	    fmax(right - left, 1), BAR);
	if (by < 0)
		svg_text(p, "chart-label", left - 4, top + BAR - 3, ANCHOR_END, signed_text(p, &chart->words, by));
	else
		svg_text(p, "chart-label", right + 4, top + BAR - 3, ANCHOR_START, signed_text(p, &chart->words, by));
	if (!sum)
		svg_line(p, "chart-grid", scale_at(x, from + by), top + BAR, scale_at(x, from + by), top + ROW, NULL);
}

static const char *
describe(struct page *p, const struct waterfall_chart *chart, double sum)
{
	struct builder b = {.mem = p->mem};

	for (size_t i = 0; i < chart->n; i++)
		put_format(&b, "%s: %s; ", chart->step[i].label, signed_text(p, &chart->words, chart->step[i].by));
	put_format(&b, "%s: %s.", chart->sum_name, signed_text(p, &chart->words, sum));
	return built_text(&b);
}

struct html
chart_waterfall(struct mem *m, const struct waterfall_chart *chart)
{
	struct page page = {.mem = m, .out = {.mem = m}};
	double least = 0, most = 0, sum = 0, height = (double)(chart->n + 1) * ROW + 8;
	struct scale x;

	for (size_t i = 0; i < chart->n; i++) {
		sum += chart->step[i].by;
		least = fmin(least, sum);
		most = fmax(most, sum);
	}
	x = (struct scale){.from = least, .to = most > least ? most : least + 1, .at_from = LABELS + NUMBERS,
	    .at_to = CHART_WIDTH - NUMBERS};
	figure_open(&page, &chart->words, height, describe(&page, chart, sum));
	svg_line(&page, "chart-axis", scale_at(&x, 0), 0, scale_at(&x, 0), height - 4, NULL);
	sum = 0;
	for (size_t i = 0; i < chart->n; i++) {
		draw_row(&page, chart, &x, i, sum, chart->step[i].by);
		sum += chart->step[i].by;
	}
	draw_row(&page, chart, &x, chart->n, 0, sum);
	figure_close(&page, &chart->words);
	return page_capture(&page, 0);
}
