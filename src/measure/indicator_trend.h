/* A measure over time: its line with its interval, beside England, the region and the median of the statistical neighbours, and
 * whether it is going up or down. */
#ifndef MEASURE_INDICATOR_TREND_H
#define MEASURE_INDICATOR_TREND_H

#include "measure/indicator_words.h"

/* Our own figures of the main kind of period, oldest first, beside what is published for the same periods. */
enum err series_section(const struct about_page *about, const struct shown_list *series, struct figure_table *out) MUST_USE;
/* What is published of the area; `alone`: there are none of our own. */
enum err published_section(const struct about_page *about, const struct published_figures *series, bool alone,
    struct figure_table *out) MUST_USE;

#endif
