/* The end of a measure's page: what is measured and how, the query itself, the files that feed it, the days they speak of. */
#ifndef MEASURE_INDICATOR_ABOUT_H
#define MEASURE_INDICATOR_ABOUT_H

#include "measure/indicator_words.h"

/* Definition, caveat, query, sources and coverage into the view. */
enum err fill_about(const struct about_page *about, struct indicator_view *v) MUST_USE;

#endif
