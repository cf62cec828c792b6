/* The deprivation gradient on a measure's page: groups, the line through them, slope and relative index of inequality. */
#ifndef MEASURE_INDICATOR_GRADIENT_H
#define MEASURE_INDICATOR_GRADIENT_H

#include "measure/indicator_words.h"

/* Of our own breakdowns by national fifths of small areas; nothing is added when they have no figure. */
void gradient_section(const struct about_page *about, const struct shown_list *breakdowns, struct figure_tables *out);
/* Of deprivation tenths that are published of the area or else of England. */
enum err published_gradient_section(const struct about_page *about, struct figure_tables *out) MUST_USE;

#endif
