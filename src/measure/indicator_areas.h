/* A published measure in other areas: all authorities of a period ranked, the statistical neighbours, a funnel. */
#ifndef MEASURE_INDICATOR_AREAS_H
#define MEASURE_INDICATOR_AREAS_H

#include "measure/indicator_words.h"

/* All numbers of one period; in c->mem. */
struct areas_of_period {
	struct period period;
	struct published_figures all;   /* authorities, regions, England */
	const struct published_figure *england;         /* NULL: it has no number */
};
enum err areas_of_period(const struct about_page *about, struct period period, struct areas_of_period *out) MUST_USE;
const struct published_figure *area_in(const struct published_figures *all, const char *code);
bool is_neighbour(const struct comparators *with, const char *code);

/* Adds the sections that there is something for. */
void ranked_sections(const struct about_page *about, const struct areas_of_period *areas, struct figure_tables *out);
void funnel_section(const struct about_page *about, const struct areas_of_period *areas, struct figure_tables *out);

#endif
