/* Maps. The patterns are drawn in units of the chart, so that they look alike however large the areas are. */
#include "web/chart/map.h"

#include <math.h>
#include <string.h>

#define HEIGHT_MAX 460.0
#define MARGIN 3.0
#define LEGEND_STEP 24.0
#define SWATCH 18.0

struct frame {
	double west, north, scale;      /* metres; units a metre */
	double left, height;            /* units */
};

/* The areas as large as they fit, in the middle. */
static struct frame
frame_of(const struct map_chart *chart)
{
	double west = INFINITY, east = -INFINITY, south = INFINITY, north = -INFINITY;
	struct frame f;

	for (size_t i = 0; i < chart->n; i++)
		for (size_t r = 0; r < chart->area[i].shape.n; r++)
			for (size_t k = 0; k < chart->area[i].shape.item[r].n; k++) {
				struct point p = chart->area[i].shape.item[r].item[k];

				west = fmin(west, p.east);
				east = fmax(east, p.east);
				south = fmin(south, p.north);
				north = fmax(north, p.north);
			}
	f = (struct frame){.west = west, .north = north};
	f.scale = fmin((CHART_WIDTH - 2 * MARGIN) / fmax(east - west, 1), (HEIGHT_MAX - 2 * MARGIN) / fmax(north - south, 1));
	f.left = (CHART_WIDTH - (east - west) * f.scale) / 2;
	f.height = (north - south) * f.scale + 2 * MARGIN;
	return f;
}

/* ---- patterns --------------------------------------------------------------------------------------------------- */

/* A tile of each pattern: its side, and what is drawn on it. Shade and ink grow from the lowest class to the highest. */
static const struct {
	int side;
	const char *lines;
} tiles[MAP_CLASS_COUNT] = {
	{8, NULL},
	{8, "M-1 1l2 -2M0 8l8 -8M7 9l2 -2"},
	{5, "M-1 1l2 -2M0 5l5 -5M4 6l2 -2"},
	{5, "M-1 1l2 -2M0 5l5 -5M4 6l2 -2M-1 4l2 2M0 0l5 5M4 -1l2 2"},
	{8, NULL},
	{16, "M10 5.6A3 3 0 1 0 10 10.4"},
	{6, "M1 3h1.5"},
};

static void
draw_pattern(struct page *p, const char *id, int c)
{
	int side = tiles[c].side;

	put_format(&p->out, "<pattern id=\"%s-%d\" width=\"%d\" height=\"%d\" patternUnits=\"userSpaceOnUse\"><rect"
	    " class=\"chart-map-%d\" width=\"%d\" height=\"%d\"/>", id, c, side, side, c, side, side);
	if (tiles[c].lines)
		put_format(&p->out, "<path class=\"chart-hatch-%d\" d=\"%s\"/>", c, tiles[c].lines);
	put_text(&p->out, "</pattern>");
}

static void
draw_patterns(struct page *p, const struct map_chart *chart)
{
	put_text(&p->out, "<defs>");
	for (int c = 0; c < MAP_CLASS_COUNT; c++)
		if (chart->legend[c])
			draw_pattern(p, chart->words.id, c);
	put_text(&p->out, "</defs>");
}

/* ---- areas ------------------------------------------------------------------------------------------------------ */

static void
draw_ring(struct builder *b, const struct ring *r, const struct frame *f)
{
	for (size_t k = 0; k < r->n; k++) {
		put_char(b, k == 0 ? 'M' : k == 1 ? 'L' : ' ');
		put_place(b, f->left + (r->item[k].east - f->west) * f->scale);
		put_char(b, ' ');
		put_place(b, MARGIN + (f->north - r->item[k].north) * f->scale);
	}
	put_char(b, 'z');
}

static void
draw_area(struct page *p, const struct map_chart *chart, const struct map_area *a, const struct frame *f)
{
	put_format(&p->out, "<path class=\"chart-area\" fill=\"url(#%s-%d)\" d=\"", chart->words.id, (int)a->class);
	for (size_t r = 0; r < a->shape.n; r++)
		draw_ring(&p->out, &a->shape.item[r], f);
	put_text(&p->out, "\"><title>");
	page_text(p, a->name);
	put_text(&p->out, ": ");
	page_text(p, a->words);
	put_text(&p->out, "</title></path>");
}

static void
draw_legend(struct page *p, const struct map_chart *chart, double y)
{
	for (int c = 0; c < MAP_CLASS_COUNT; c++) {
		if (!chart->legend[c])
			continue;
		put_format(&p->out, "<rect class=\"chart-area\" x=\"1\" y=\"%.1f\" width=\"30\" height=\"%.1f\" fill=\"url(#%s-%d)\"/>", y,
		    SWATCH, chart->words.id, c);
		svg_text(p, "chart-label", 40, y + 14, ANCHOR_START, chart->legend[c]);
		y += LEGEND_STEP;
	}
}

static const char *
describe(struct mem *m, const struct map_chart *chart)
{
	size_t count[MAP_CLASS_COUNT] = {0};
	struct builder b = {.mem = m};

	for (size_t i = 0; i < chart->n; i++)
		count[chart->area[i].class]++;
	put_format(&b, "A map of %zu areas.", chart->n);
	for (int c = 0; c < MAP_CLASS_COUNT; c++)
		if (chart->legend[c])
			put_format(&b, " %s: %s.", chart->legend[c], text_many(m, (int64_t)count[c], "area", NULL));
	put_text(&b, " The table has the number of each area.");
	return built_text(&b);
}

struct html
chart_map(struct mem *m, const struct map_chart *chart)
{
	struct page page = {.mem = m, .out = {.mem = m}};
	struct frame f = frame_of(chart);
	int classes = 0;

	for (int c = 0; c < MAP_CLASS_COUNT; c++)
		classes += chart->legend[c] ? 1 : 0;
	figure_open(&page, &chart->words, f.height + 12 + classes * LEGEND_STEP, describe(m, chart));
	draw_patterns(&page, chart);
	for (size_t i = 0; i < chart->n; i++)
		draw_area(&page, chart, &chart->area[i], &f);
	draw_legend(&page, chart, f.height + 10);
	figure_close(&page, &chart->words);
	return page_capture(&page, 0);
}
