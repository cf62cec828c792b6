/* The sections of a measure's page: a table each, and the chart that pictures it where there is something to see. */
#ifndef MEASURE_INDICATOR_SECTIONS_H
#define MEASURE_INDICATOR_SECTIONS_H

#include "measure/indicator_words.h"

/* A section's rows as arrays for its chart. */
struct points {
	size_t n, known;                /* known: those with a value */
	const char **label, **missing;
	double *value, *lower, *upper;
};
struct points points_new(struct mem *m, size_t n);
void points_add(struct points *p, const char *label, const struct shown *s);
void points_add_published(struct points *p, const char *label, const struct published_figure *f);
/* A period supplied in part is a gap in the line: its figure would look like a fall. The table shows and says it. */
void points_hide_last(struct points *p);
/* Whether two of them differ: their 95 % intervals do not meet. */
enum comparison points_compare(const struct points *p, size_t a, size_t b);
/* A row of our own figure. */
void add_shown_row(const struct about_page *about, struct figure_table *t, const struct shown *s, const char *label,
    struct url link);

/* One dimension; nothing is added when it has no figures at all. */
void dimension_section(const struct about_page *about, const struct shown_list *list, const char *dimension,
    struct figure_tables *out);
/* Children in particular groups on the day; the gaps between groups. */
void group_sections(const struct about_page *about, const struct shown_list *list, struct figure_tables *out);
/* An area's total among the breakdowns; NULL when there is none. */
const struct shown *shown_of(const struct shown_list *list, const char *area);
/* The areas of one kind within the authority: localities in a chart, smaller ones on a map. */
enum err area_section(const struct about_page *about, const struct shown_list *list, const char *kind,
    struct figure_tables *out) MUST_USE;
/* One sentence on the breakdowns that have counts and no figures; NULL when there are none. */
const char *without_population(const struct about_page *about, const struct shown_list *list);

#endif
