/* What the charts share: the figure around the SVG, scales with round ticks, and how wide a text will be.
 *
 * A chart is drawn 420 units wide and scales with its column: on a phone of 360 px its 14-unit letters are 11 px, on a
 * desk (600 px at most) they are as large as the page's own text. Positions are in those units. */
#ifndef WEB_CHART_SVG_H
#define WEB_CHART_SVG_H

#include "web/chart/chart.h"

#define CHART_WIDTH 420.0
#define CHART_FONT 14.0

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct scale {
	double from, to, step;          /* from and to are multiples of step: 1, 2 or 5 times a power of ten */
	int decimals;                   /* that the ticks need */
	double at_from, at_to;          /* positions of `from` and `to` */
};

/* A scale over least..most with about `ticks` steps; from nought when `zero`. Infinite or NaN bounds give 0 to 1. */
struct scale scale_over(double least, double most, int ticks, bool zero, double at_from, double at_to);
double scale_at(const struct scale *s, double x);
/* Widens least..most to hold every finite number of the list (NULL is none). */
void extend(double *least, double *most, const double *x, size_t n);

void figure_open(struct page *p, const struct chart_words *words, double height, const char *description);
void figure_close(struct page *p, const struct chart_words *words);

/* A place with one decimal, as "%.1f" has it but for ties, and many times as fast: a profile has thousands. */
void put_place(struct builder *b, double x);
void svg_line(struct page *p, const char *class, double x1, double y1, double x2, double y2, const char *more);
void svg_text(struct page *p, const char *class, double x, double y, enum anchor anchor, const char *text);
/* A vertical (or with `across` horizontal) interval with short caps. */
void svg_interval(struct page *p, double at, double from, double to, bool across);

double text_width(const char *text);                    /* in units, a little generous */
/* The text, or its beginning and an ellipsis where it is wider than `width`. */
const char *text_fit(struct mem *m, const char *text, double width);

/* A value with its unit, as its labels show it: "45.2%", "1,204 days". */
const char *value_text(struct mem *m, const struct chart_words *words, double x);
const char *tick_text(struct mem *m, const struct chart_words *words, const struct scale *s, double x);
/* Why a value is missing: the chart's own word for it, or "not known". */
const char *missing_text(const char *const *missing, size_t i);
bool has_interval(const double *lower, const double *upper, size_t i);

#endif
