/* What every section of a measure's page is about, and how its numbers read. */
#ifndef MEASURE_INDICATOR_WORDS_H
#define MEASURE_INDICATOR_WORDS_H

#include "measure/measure_views.h"
#include "measure/published.h"
#include "measure/shown.h"
#include "web/chart/chart.h"

/* An indicator, a published number, or both. */
struct about_page {
	struct ctx *c;
	const struct indicator *k;      /* NULL: a number by its publisher's name */
	const struct published *p;      /* NULL: nothing of it is published */
	const struct comparators *with;
	const char *id, *title;
	const char *publisher;          /* NULL, or the data set that its published numbers come from */
	const char *area, *name;        /* the area */
	double whole;                   /* its value now; NaN: none */
};

/* How a figure is worked out, for a column's head and a chart's definition: "Per 10,000", "Per cent". */
const char *about_unit_head(const struct about_page *about);
bool about_per_cent(const struct about_page *about);
int about_decimals(const struct about_page *about);
/* For a title whose subtitle names the unit: "81.6%", "97.3". */
const char *about_value(const struct about_page *about, double value);
/* For a sentence: "81.6%", "97.3 per 10,000". */
const char *about_value_with_unit(const struct about_page *about, double value);
/* A chart's words; `intervals`: it shows some. The same for a chart of published numbers, which names their publisher. */
struct chart_words about_chart_words(const struct about_page *about, const char *id, const char *title, bool intervals);
struct chart_words published_chart_words(const struct about_page *about, const char *id, const char *title, bool intervals);

/* A row of a published number, and its table's columns. */
void add_published_row(const struct about_page *about, struct figure_table *t, const struct published_figure *f, const char *label,
    struct url link);
struct figure_row *last_row(struct figure_table *t);
/* Adds a cell of the table's further columns to its last row; NaN is an empty one. */
void add_more_value(const struct about_page *about, struct figure_table *t, double value);

#endif
