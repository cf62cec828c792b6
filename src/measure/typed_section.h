/* A measure's page: its typed figures, each with where it comes from and what it was before. */
#ifndef MEASURE_TYPED_SECTION_H
#define MEASURE_TYPED_SECTION_H

#include "measure/indicator_words.h"

/* Of the area that the page is about; of the whole authority, those of the areas within it too. Nothing for a measure that is not
 * typed. */
enum err typed_section(const struct about_page *about, bool whole, struct indicator_view *v) MUST_USE;

#endif
