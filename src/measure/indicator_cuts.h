/* The breakdowns that a publisher gives of a measure. */
#ifndef MEASURE_INDICATOR_CUTS_H
#define MEASURE_INDICATOR_CUTS_H

#include "measure/indicator_words.h"

/* The newest period of each of the area's published cuts, a table a cut. */
enum err cut_sections(const struct about_page *about, struct figure_tables *out) MUST_USE;

#endif
