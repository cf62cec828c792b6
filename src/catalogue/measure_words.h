/* How the catalogue spells what indicator.h numbers: for reading files, and for rooms that print them. */
#ifndef CATALOGUE_MEASURE_WORDS_H
#define CATALOGUE_MEASURE_WORDS_H

#include "catalogue/indicator.h"

extern const char *const period_words[], *const measure_words[], *const at_words[], *const polarity_words[],
    *const unit_words[], *const within_words[], *const force_words[],
    *const life_stage_words[];      /* each ends with NULL; life stages in the order in which they are read */

#endif
