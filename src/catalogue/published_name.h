/* What a file of published numbers is called without what changes from edition to edition, so that next year's file is the
 * same file: b1_children_in_need_2013_to_2025.csv.gz is b1_children_in_need. */
#ifndef CATALOGUE_PUBLISHED_NAME_H
#define CATALOGUE_PUBLISHED_NAME_H

#include "base/text.h"

/* Of a path or a bare name: without folder and extensions, and without the years, dates and counters of copies at its end.
 * In `m`. */
const char *published_file_name(struct mem *m, struct view path);

#endif
