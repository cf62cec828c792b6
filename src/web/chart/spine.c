/* The spine of a profile. Each row is its own scale: England is its middle, and the authority that is furthest from England is
 * at an edge, so that a glance down the middle shows where an area stands better and where worse. */
#include <math.h>
#include <string.h>

#include "web/chart/svg.h"

#define LEFT 2.0
#define RIGHT (CHART_WIDTH - 2.0)
#define ENDS_LEAST 34.0         /* room for the numbers at a bar's ends */
#define ENDS_MOST 84.0
#define LINE 17.0               /* from one line of letters to the next */
#define BAR_ROOM 32.0           /* below the letters: the bar, and air before the next row */
#define BAR 12.0                /* the bar's height; draw_bar() writes it out */
#define HEAD 22.0

/* ---- where things lie --------------------------------------------------------------------------------------------- */

struct spine_scale {
	double middle, half, centre, reach;
	int way;                        /* -1: higher values lie left */
};

static double
spine_at(const struct spine_scale *s, double x)
{
	double part = s->reach > 0 ? s->way * (x - s->centre) / s->reach : 0;

	return isfinite(x) ? s->middle + fmax(-1, fmin(1, part)) * s->half : NAN;
}

struct spine_place
spine_place(const struct spine_row *row, double left, double right)
{
	bool has_england = isfinite(row->england), turned = row->better < 0;
	struct spine_scale s = {.middle = (left + right) / 2, .half = (right - left) / 2, .way = turned ? -1 : 1,
	    .centre = has_england ? row->england : row->median};
	double lower, upper;

	if (!isfinite(s.centre))
		s.centre = row->value;
	s.reach = fmax(fabs(row->lowest - s.centre), fabs(row->highest - s.centre));
	lower = spine_at(&s, row->lower);
	upper = spine_at(&s, row->upper);
	return (struct spine_place){
	    .worst = spine_at(&s, turned ? row->highest : row->lowest), .best = spine_at(&s, turned ? row->lowest : row->highest),
	    .worse_quartile = spine_at(&s, turned ? row->upper_quartile : row->lower_quartile),
	    .better_quartile = spine_at(&s, turned ? row->lower_quartile : row->upper_quartile),
	    .england = spine_at(&s, row->england), .value = spine_at(&s, row->value), .from = turned ? upper : lower,
	    .to = turned ? lower : upper, .region = spine_at(&s, row->region), .neighbours = spine_at(&s, row->neighbours),
	};
}

/* ---- drawing ------------------------------------------------------------------------------------------------------ */

struct spine {
	struct page *p;
	const struct spine_chart *chart;
	double ends;                    /* how wide the numbers at the ends are */
	double y;                       /* where the next row begins */
};

struct spine_words {
	const char *first, *second;     /* the label's lines; second may be NULL */
	const char *left, *right;       /* the numbers at the bar's ends */
};

/* A row's label in at most two lines; *second is NULL where one is enough. */
static const char *
label_lines(struct mem *m, const char *label, double first_room, const char **second)
{
	const char *cut = NULL;

	*second = NULL;
	if (text_width(label) <= first_room)
		return label;
	for (const char *at = strchr(label, ' '); at; at = strchr(at + 1, ' ')) {
		if (text_width(mem_copy(m, label, (size_t)(at - label))) > first_room)
			break;
		cut = at;
	}
	if (!cut)
		return text_fit(m, label, first_room);
	*second = text_fit(m, cut + 1, RIGHT - LEFT);
	return mem_copy(m, label, (size_t)(cut - label));
}

/* Shapes tell the judgement without colour: up, round, down; hollow where nothing is judged. */
static void
draw_mark(struct page *p, const char *kind, double x, double y)
{
	static const struct { const char *kind; int up; } shapes[] = {{"better", 1}, {"higher", 1}, {"worse", -1}, {"lower", -1}};

	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		if (strcmp(shapes[i].kind, kind) != 0)
			continue;
		put_format(&p->out, "<path class=\"chart-mark chart-mark-%s\" d=\"M%.1f %.1fl7 %dh-14z\"/>", kind, x,
		    y - 7 * shapes[i].up, 12 * shapes[i].up);
		return;
	}
	put_format(&p->out, "<circle class=\"chart-mark chart-mark-%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"6\"/>",
	    strcmp(kind, "similar") == 0 ? kind : "none", x, y);
}

static void
draw_bar(struct page *p, const char *class, double from, double to, double y)
{
	if (!isfinite(from) || !isfinite(to))
		return;
	put_text(&p->out, "<rect class=\"");
	put_text(&p->out, class);
	put_text(&p->out, "\" height=\"12\" x=\"");
	put_place(&p->out, from);
	put_text(&p->out, "\" y=\"");
	put_place(&p->out, y - BAR / 2);
	put_text(&p->out, "\" width=\"");
	put_place(&p->out, fmax(to - from, 1));
	put_text(&p->out, "\"/>");
}

static void
draw_others(struct page *p, const struct spine_chart *chart, const struct spine_place *at, double y)
{
	if (chart->neighbours_name && isfinite(at->neighbours))
		put_format(&p->out, "<rect class=\"chart-beside\" x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\"/>", at->neighbours - 4,
		    y - 4);
	if (chart->region_name && isfinite(at->region))
		put_format(&p->out, "<path class=\"chart-beside\" d=\"M%.1f %.1fl6 6l-6 6l-6 -6z\"/>", at->region, y - 6);
}

static const char *
end_words(struct mem *m, const struct spine_row *row, bool right)
{
	double x = (row->better < 0) == right ? row->lowest : row->highest;

	return isfinite(x) ? text_number(m, x, row->decimals) : "";
}

static void
draw_row(struct spine *s, const struct spine_row *row, const struct spine_words *words)
{
	struct page *p = s->p;
	double left = LEFT + s->ends, right = RIGHT - s->ends, y;
	struct spine_place at = spine_place(row, left, right);

	svg_text(p, "chart-label", LEFT, s->y + 14, ANCHOR_START, words->first);
	svg_text(p, "chart-name", RIGHT, s->y + 14, ANCHOR_END, row->value_words);
	if (words->second)
		svg_text(p, "chart-label", LEFT, s->y + 14 + LINE, ANCHOR_START, words->second);
	s->y += LINE + (words->second ? LINE : 0);
	y = s->y + 6 + BAR / 2;
	svg_text(p, "chart-quiet", left - 6, y + 5, ANCHOR_END, words->left);
	svg_text(p, "chart-quiet", right + 6, y + 5, ANCHOR_START, words->right);
	draw_bar(p, "chart-spread", at.worst, at.best, y);
	draw_bar(p, "chart-middle", at.worse_quartile, at.better_quartile, y);
	if (isfinite(at.england))
		svg_line(p, "chart-spine", at.england, y - BAR / 2 - 4, at.england, y + BAR / 2 + 4, " stroke-width=\"2\"");
	if (isfinite(at.from) && isfinite(at.to))
		svg_line(p, "chart-interval", at.from, y, at.to, y, " stroke-width=\"1.5\"");
	draw_others(p, s->chart, &at, y);
	if (isfinite(at.value))
		draw_mark(p, row->kind, at.value, y);
	s->y += BAR_ROOM;
}

static const char *
describe(struct mem *m, const struct spine_chart *chart)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; i < chart->n; i++) {
		const struct spine_row *r = &chart->row[i];

		put_format(&b, "%s: %s", r->label, r->value_words);
		if (isfinite(r->england))
			put_format(&b, ", England %s", text_number(m, r->england, r->decimals));
		if (strcmp(r->kind, "none") != 0)
			put_format(&b, ", %s", r->kind);
		put_text(&b, ". ");
	}
	return built_text(&b);
}

/* The words of all rows; one width of the ends for all of them, so that England is one line down the page. */
static struct spine_words *
words_make(struct mem *m, const struct spine_chart *chart, double *ends, double *height)
{
	struct spine_words *all = mem_new_array(m, struct spine_words, chart->n + 1);
	double width = ENDS_LEAST;

	*height = HEAD;
	for (size_t i = 0; i < chart->n; i++) {
		const struct spine_row *row = &chart->row[i];
		struct spine_words *w = &all[i];

		w->first = label_lines(m, row->label, RIGHT - LEFT - text_width(row->value_words) - 12, &w->second);
		w->left = end_words(m, row, false);
		w->right = end_words(m, row, true);
		width = fmax(width, fmax(text_width(w->left), text_width(w->right)) + 8);
		*height += LINE + (w->second ? LINE : 0) + BAR_ROOM;
	}
	*ends = fmin(width, ENDS_MOST);
	return all;
}

struct html
chart_spine(struct mem *m, const struct spine_chart *chart)
{
	struct page page = {.mem = m, .out = {.mem = m}};
	struct spine s = {.p = &page, .chart = chart, .y = HEAD};
	double height;
	const struct spine_words *words = words_make(m, chart, &s.ends, &height);
	bool some_neither = false;

	figure_open(&page, &chart->words, height, describe(m, chart));
	for (size_t i = 0; i < chart->n; i++)
		some_neither = some_neither || chart->row[i].better == 0;
	svg_text(&page, "chart-quiet", LEFT, 14, ANCHOR_START, some_neither ? "worst, or lowest" : "worst");
	svg_text(&page, "chart-label", CHART_WIDTH / 2, 14, ANCHOR_MIDDLE, "England");
	svg_text(&page, "chart-quiet", RIGHT, 14, ANCHOR_END, some_neither ? "best, or highest" : "best");
	for (size_t i = 0; i < chart->n; i++)
		draw_row(&s, &chart->row[i], &words[i]);
	figure_close(&page, &chart->words);
	return page_capture(&page, 0);
}
