/* The sections of a measure's page: a table each, and the chart that pictures it where there is something to see. */
#ifndef MEASURE_INDICATOR_SECTIONS_H
#define MEASURE_INDICATOR_SECTIONS_H

#include "measure/measure_views.h"
#include "measure/shown.h"

/* What every section of one page is about. */
struct about_page {
	struct ctx *c;
	const struct indicator *k;
	const char *name;               /* the area */
	double whole;                   /* its value now; NaN: none */
};

/* The main kind of period, oldest first. */
void series_section(const struct about_page *about, const struct shown_list *series, struct figure_table *out);
/* One dimension; nothing is added when it has no figures at all. */
void dimension_section(const struct about_page *about, const struct shown_list *list, const char *dimension,
    struct figure_tables *out);
/* Children in particular groups on the day; the gaps between groups. */
void group_sections(const struct about_page *about, const struct shown_list *list, struct figure_tables *out);
/* The areas of one kind within the authority. */
enum err area_section(const struct about_page *about, const struct shown_list *list, const char *kind,
    struct figure_tables *out) MUST_USE;
/* One sentence on the breakdowns that have counts and no figures; NULL when there are none. */
const char *without_population(const struct about_page *about, const struct shown_list *list);

/* How a figure is worked out, for a column's head and a chart's definition: "Per 10,000", "Per cent". */
const char *unit_head(struct mem *m, const struct indicator *k);

#endif
