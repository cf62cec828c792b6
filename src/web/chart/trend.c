/* A trend: a line over periods with its interval as a band, the target dashed, England as a thin line. A period without
 * a figure is a gap. Each line's name and last value stand at its end, moved apart where they would touch. */
#include <math.h>
#include <string.h>

#include "web/chart/svg.h"

#define HEIGHT 290.0
#define TOP 14.0
#define BOTTOM 250.0
#define RIGHT_ROOM 112.0
#define LABEL_GAP 34.0          /* a label has two lines: the value, the name */

struct end_label {
	double at;
	const char *value, *name, *class;
};

struct plot {
	struct page *p;
	const struct trend_chart *chart;
	struct scale y;
	double left, right;
	struct end_label label[3 + TREND_OTHERS];
	size_t labels;
};

static double
x_of(const struct plot *t, size_t i)
{
	size_t n = t->chart->n;

	return n < 2 ? (t->left + t->right) / 2 : t->left + (t->right - t->left) * (double)i / (double)(n - 1);
}

static const char *
england_name(const struct trend_chart *chart)
{
	return chart->england_name ? chart->england_name : "England";
}

static size_t
last_known(const double *x, size_t n)
{
	while (x != NULL && n > 0)
		if (isfinite(x[--n]))
			return n;
	return SIZE_MAX;
}

/* ---- axes ----------------------------------------------------------------------------------------------------- */

static void
draw_grid(struct plot *t)
{
	struct page *p = t->p;
	int steps = (int)lround((t->y.to - t->y.from) / t->y.step);

	for (int i = 0; i <= steps; i++) {
		double x = t->y.from + i * t->y.step, y = scale_at(&t->y, x);

		svg_line(p, "chart-grid", t->left, y, t->right, y, NULL);
		svg_text(p, "chart-quiet", t->left - 6, y + 5, ANCHOR_END, tick_text(p->mem, &t->chart->words, &t->y, x));
	}
}

static double
widest_tick(struct mem *m, const struct plot *t)
{
	double width = 0;

	for (double x = t->y.from; x <= t->y.to + t->y.step / 2; x += t->y.step)
		width = fmax(width, text_width(tick_text(m, &t->chart->words, &t->y, x)));
	return width;
}

/* As many period labels as fit, counted back from the last, which is always there. */
static void
draw_periods(struct plot *t)
{
	const struct trend_chart *chart = t->chart;
	double widest = 0, room = chart->n < 2 ? CHART_WIDTH : x_of(t, 1) - x_of(t, 0), next = INFINITY;
	size_t every;

	for (size_t i = 0; i < chart->n; i++)
		widest = fmax(widest, text_width(chart->label[i]));
	every = (size_t)fmax(1, ceil((widest + 8) / room));
	for (size_t back = 0; back < chart->n; back += every) {
		size_t i = chart->n - 1 - back;
		double x = x_of(t, i), middle = fmax(x, widest / 2);    /* none begins left of the picture */

		if (middle + widest / 2 + 8 > next)
			break;
		next = middle - widest / 2;
		svg_line(t->p, "chart-axis", x, BOTTOM, x, BOTTOM + 5, NULL);
		svg_text(t->p, "chart-quiet", middle, BOTTOM + 22, ANCHOR_MIDDLE, chart->label[i]);
	}
}

/* ---- lines ---------------------------------------------------------------------------------------------------- */

/* The band of one run of known periods from..to (both included). */
static void
draw_band_run(struct plot *t, size_t from, size_t to)
{
	const struct trend_chart *chart = t->chart;
	struct builder *out = &t->p->out;

	if (from == to) {
		svg_interval(t->p, x_of(t, from), scale_at(&t->y, chart->upper[from]), scale_at(&t->y, chart->lower[from]), false);
		return;
	}
	put_text(out, "<polygon class=\"chart-band\" points=\"");
	for (size_t i = from; i <= to; i++)
		put_format(out, "%.1f,%.1f ", x_of(t, i), scale_at(&t->y, chart->upper[i]));
	for (size_t i = to + 1; i-- > from;)
		put_format(out, "%.1f,%.1f ", x_of(t, i), scale_at(&t->y, chart->lower[i]));
	put_text(out, "\"/>");
}

static void
draw_band(struct plot *t)
{
	const struct trend_chart *chart = t->chart;

	for (size_t i = 0; i < chart->n; i++) {
		size_t from = i;

		while (i < chart->n && isfinite(chart->value[i]) && has_interval(chart->lower, chart->upper, i))
			i++;
		if (i > from)
			draw_band_run(t, from, i - 1);
	}
}

static void
draw_line(struct plot *t, const double *value, const char *class, const char *dash, double width)
{
	struct builder *out = &t->p->out;
	bool drawing = false;

	put_format(out, "<path class=\"%s\" fill=\"none\" stroke-width=\"%.2f\"%s stroke-linejoin=\"round\" d=\"", class, width,
	    dash);
	for (size_t i = 0; i < t->chart->n; i++) {
		if (isfinite(value[i]))
			put_format(out, "%c%.1f %.1f", drawing ? 'L' : 'M', x_of(t, i), scale_at(&t->y, value[i]));
		drawing = isfinite(value[i]);
	}
	put_text(out, "\"/>");
}

static void
draw_dots(struct plot *t)
{
	const double *value = t->chart->value;
	size_t last = last_known(value, t->chart->n);

	for (size_t i = 0; i < t->chart->n; i++)
		if (isfinite(value[i]) && (t->chart->n <= 24 || i == last))
			put_format(&t->p->out, "<circle class=\"chart-dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"%s\"/>", x_of(t, i),
			    scale_at(&t->y, value[i]), i == last ? "5" : "3.5");
}

/* ---- labels at the lines' ends --------------------------------------------------------------------------------- */

static void
add_label(struct plot *t, double x, const char *name, const char *class)
{
	struct mem *m = t->p->mem;

	t->label[t->labels++] = (struct end_label){
	    scale_at(&t->y, x), value_text(m, &t->chart->words, x), text_fit(m, name, RIGHT_ROOM - 10), class,
	};
}

static void
sort_labels(struct plot *t)
{
	for (size_t i = 1; i < t->labels; i++) {
		for (size_t j = i; j > 0 && t->label[j].at < t->label[j - 1].at; j--) {
			struct end_label other = t->label[j];

			t->label[j] = t->label[j - 1];
			t->label[j - 1] = other;
		}
	}
}

static void
draw_labels(struct plot *t)
{
	double least = TOP + 6;

	sort_labels(t);
	for (size_t i = 0; i < t->labels; i++) {
		t->label[i].at = fmax(t->label[i].at, least);
		least = t->label[i].at + LABEL_GAP;
	}
	least = BOTTOM + LABEL_GAP - 12;
	for (size_t i = t->labels; i-- > 0;) {
		least -= LABEL_GAP;
		t->label[i].at = fmin(t->label[i].at, least);
		least = t->label[i].at;
	}
	for (size_t i = 0; i < t->labels; i++) {
		const struct end_label *l = &t->label[i];

		svg_text(t->p, l->class, t->right + 10, l->at + 1, ANCHOR_START, l->value);
		svg_text(t->p, l->class, t->right + 10, l->at + 16, ANCHOR_START, l->name);
	}
}

/* ---- words ---------------------------------------------------------------------------------------------------- */

static size_t
others_of(const struct trend_chart *chart)
{
	return chart->others < TREND_OTHERS ? chart->others : TREND_OTHERS;
}

static const char *
describe(struct mem *m, const struct trend_chart *chart)
{
	struct builder b = {.mem = m};
	size_t last = last_known(chart->value, chart->n), first = 0, gaps = 0;

	if (last == SIZE_MAX)
		return "There is no figure for any period.";
	while (!isfinite(chart->value[first]))
		first++;
	for (size_t i = 0; i < chart->n; i++)
		gaps += isfinite(chart->value[i]) ? 0 : 1;
	put_format(&b, "%s: %s in %s", chart->name ? chart->name : "The line",
	    value_text(m, &chart->words, chart->value[first]), chart->label[first]);
	if (last > first)
		put_format(&b, ", %s in %s", value_text(m, &chart->words, chart->value[last]), chart->label[last]);
	put_char(&b, '.');
	if (chart->england != NULL && isfinite(chart->england[last]))
		put_format(&b, " %s: %s in %s.", england_name(chart), value_text(m, &chart->words, chart->england[last]),
		    chart->label[last]);
	for (size_t i = 0; i < others_of(chart); i++)
		if (isfinite(chart->other[i].value[last]))
			put_format(&b, " %s: %s in %s.", chart->other[i].name, value_text(m, &chart->words, chart->other[i].value[last]),
			    chart->label[last]);
	if (isfinite(chart->target))
		put_format(&b, " Target: %s.", value_text(m, &chart->words, chart->target));
	if (gaps > 0)
		put_format(&b, " No figure for %s.", text_many(m, (int64_t)gaps, "period", NULL));
	return built_text(&b);
}

static struct scale
y_scale(const struct trend_chart *chart)
{
	double least = INFINITY, most = -INFINITY;
	struct scale s;

	extend(&least, &most, chart->value, chart->n);
	extend(&least, &most, chart->lower, chart->n);
	extend(&least, &most, chart->upper, chart->n);
	extend(&least, &most, chart->england, chart->n);
	extend(&least, &most, &chart->target, 1);
	for (size_t i = 0; i < others_of(chart); i++)
		extend(&least, &most, chart->other[i].value, chart->n);
	s = scale_over(least, most, 4, least >= 0 && least <= 0.4 * most, BOTTOM, TOP);
	return s;
}

static void
draw_target(struct plot *t)
{
	double y = scale_at(&t->y, t->chart->target);

	svg_line(t->p, "chart-target", t->left, y, t->right, y, " stroke-width=\"2\" stroke-dasharray=\"7 5\"");
}

/* England whole, the others in dots and in dashes. */
static void
draw_others(struct plot *t)
{
	static const char *const dash[TREND_OTHERS] = {" stroke-dasharray=\"2 3\"", " stroke-dasharray=\"9 3\""};
	const struct trend_chart *chart = t->chart;
	size_t last_england = last_known(chart->england, chart->n);

	if (last_england != SIZE_MAX) {
		draw_line(t, chart->england, "chart-england", "", 1.25);
		add_label(t, chart->england[last_england], england_name(chart), "chart-label");
	}
	for (size_t i = 0; i < others_of(chart); i++) {
		size_t last = last_known(chart->other[i].value, chart->n);

		if (last == SIZE_MAX)
			continue;
		draw_line(t, chart->other[i].value, "chart-other", dash[i], 1.5);
		add_label(t, chart->other[i].value[last], chart->other[i].name, "chart-label");
	}
}

struct html
chart_trend(struct mem *m, const struct trend_chart *chart)
{
	struct page page = {.mem = m, .out = {.mem = m}};
	struct plot t = {.p = &page, .chart = chart, .y = y_scale(chart)};
	size_t last = last_known(chart->value, chart->n);

	t.left = widest_tick(m, &t) + 8;
	t.right = CHART_WIDTH - RIGHT_ROOM;
	figure_open(&page, &chart->words, HEIGHT, describe(m, chart));
	draw_grid(&t);
	draw_periods(&t);
	draw_band(&t);
	if (isfinite(chart->target)) {
		draw_target(&t);
		add_label(&t, chart->target, "target", "chart-target-name");
	}
	draw_others(&t);
	if (last != SIZE_MAX) {
		draw_line(&t, chart->value, "chart-line", "", 3);
		draw_dots(&t);
		add_label(&t, chart->value[last], chart->name, "chart-name");
	}
	draw_labels(&t);
	figure_close(&page, &chart->words);
	return page_capture(&page, 0);
}
