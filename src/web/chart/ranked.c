/* Many areas, ranked: a place on the line each, highest at the left, so that a hundred and fifty fit a phone. The reader's own
 * is named, its neighbours are rings, and the others are dots that show the shape of it all. */
#include "web/chart/ranked.h"

#include <math.h>
#include <stdlib.h>

#define TOP 40.0                /* above it the own area's name, then the reference's where that is high */
#define BOTTOM 236.0
#define HEIGHT 290.0

struct place {
	double value;
	size_t i;
};

struct ranks {
	struct page *p;
	const struct ranked_chart *chart;
	struct place *place;
	size_t n;
	struct scale y;
	double left, right;
};

static int
highest_first(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->value > y->value || x->value < y->value)
		return x->value > y->value ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

static void
ranks_make(struct mem *m, struct ranks *t)
{
	const struct ranked_chart *chart = t->chart;
	double least = INFINITY, most = -INFINITY;

	t->place = mem_new_array(m, struct place, chart->n + 1);
	for (size_t i = 0; i < chart->n; i++)
		if (isfinite(chart->value[i]))
			t->place[t->n++] = (struct place){chart->value[i], i};
	qsort(t->place, t->n, sizeof t->place[0], highest_first);
	extend(&least, &most, chart->value, chart->n);
	extend(&least, &most, chart->lower, chart->n);
	extend(&least, &most, chart->upper, chart->n);
	extend(&least, &most, &chart->reference, 1);
	t->y = scale_over(least, most, 4, least >= 0 && least <= 0.4 * most, BOTTOM, TOP);
	t->left = grid_width(m, &chart->words, &t->y) + 10;
	t->right = CHART_WIDTH - 8;
}

static double
x_of(const struct ranks *t, size_t rank)
{
	return t->left + (t->right - t->left) * ((double)rank + 0.5) / (double)(t->n ? t->n : 1);
}

static void
draw_intervals(const struct ranks *t)
{
	const struct ranked_chart *chart = t->chart;

	for (size_t r = 0; r < t->n; r++) {
		size_t i = t->place[r].i;
		bool plain = chart->mark[i] == MARK_PLAIN;

		if (has_interval(chart->lower, chart->upper, i))
			svg_line(t->p, plain ? "chart-whisker" : "chart-interval", x_of(t, r), scale_at(&t->y, chart->lower[i]), x_of(t, r),
			    scale_at(&t->y, chart->upper[i]), plain ? NULL : " stroke-width=\"1.5\"");
	}
}

/* The plain ones first, so that none hides a neighbour or the own. */
static void
draw_marks(const struct ranks *t)
{
	static const enum area_mark order[] = {MARK_PLAIN, MARK_NEIGHBOUR, MARK_OWN};

	for (size_t k = 0; k < 3; k++)
		for (size_t r = 0; r < t->n; r++)
			if (t->chart->mark[t->place[r].i] == order[k])
				svg_mark(t->p, order[k], x_of(t, r), scale_at(&t->y, t->place[r].value));
}

static size_t
own_rank(const struct ranks *t)
{
	for (size_t r = 0; r < t->n; r++)
		if (t->chart->mark[t->place[r].i] == MARK_OWN)
			return r;
	return SIZE_MAX;
}

static void
draw_own_name(const struct ranks *t)
{
	const struct ranked_chart *chart = t->chart;
	size_t r = own_rank(t), i;
	const char *text;
	double half, x, top;

	if (r == SIZE_MAX)
		return;
	i = t->place[r].i;
	text = text_fit(t->p->mem, mem_format(t->p->mem, "%s %s", chart->label[i], value_text(t->p->mem, &chart->words,
	    chart->value[i])), CHART_WIDTH - 16);
	half = text_width(text) / 2;
	x = x_of(t, r);
	top = scale_at(&t->y, has_interval(chart->lower, chart->upper, i) ? chart->upper[i] : chart->value[i]);
	svg_line(t->p, "chart-axis", x, 19, x, fmax(19, top - 2), NULL);
	svg_text(t->p, "chart-name", fmin(fmax(x, half + 2), CHART_WIDTH - half - 2), 14, ANCHOR_MIDDLE, text);
}

static void
draw_reference(const struct ranks *t)
{
	const struct ranked_chart *chart = t->chart;
	double y = scale_at(&t->y, chart->reference);

	svg_line(t->p, "chart-reference", t->left, y, t->right, y, " stroke-dasharray=\"6 4\" stroke-width=\"1.5\"");
	svg_text(t->p, "chart-label", t->right, y - 6, ANCHOR_END, mem_format(t->p->mem, "%s %s", chart->reference_name ?
	    chart->reference_name : "All", value_text(t->p->mem, &chart->words, chart->reference)));
}

static const char *
describe(struct mem *m, const struct ranks *t)
{
	const struct ranked_chart *chart = t->chart;
	struct builder b = {.mem = m};
	size_t own = own_rank(t);

	if (t->n == 0)
		return "No area has a figure.";
	put_format(&b, "%zu areas, highest first: %s %s, … %s %s.", t->n, chart->label[t->place[0].i],
	    value_text(m, &chart->words, t->place[0].value), chart->label[t->place[t->n - 1].i],
	    value_text(m, &chart->words, t->place[t->n - 1].value));
	if (own != SIZE_MAX)
		put_format(&b, " %s: %s, number %zu of %zu from the highest.", chart->label[t->place[own].i],
		    value_text(m, &chart->words, t->place[own].value), own + 1, t->n);
	if (isfinite(chart->reference))
		put_format(&b, " %s: %s.", chart->reference_name ? chart->reference_name : "All",
		    value_text(m, &chart->words, chart->reference));
	return built_text(&b);
}

struct html
chart_ranked(struct mem *m, const struct ranked_chart *chart)
{
	struct page page = {.mem = m, .out = {.mem = m}};
	struct ranks t = {.p = &page, .chart = chart};

	ranks_make(m, &t);
	figure_open(&page, &chart->words, HEIGHT, describe(m, &t));
	svg_grid(&page, &chart->words, &t.y, t.left, t.right);
	draw_intervals(&t);
	if (isfinite(chart->reference))
		draw_reference(&t);
	draw_own_name(&t);
	draw_marks(&t);
	svg_text(&page, "chart-quiet", t.left, BOTTOM + 22, ANCHOR_START, "Highest");
	svg_text(&page, "chart-quiet", t.right, BOTTOM + 22, ANCHOR_END, "Lowest");
	svg_mark_key(&page, chart->mark, chart->n, HEIGHT - 6);
	figure_close(&page, &chart->words);
	return page_capture(&page, 0);
}
