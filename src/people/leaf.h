/* Reading the flat JSON objects that `data` columns hold: leaves are texts and numbers. */
#ifndef PEOPLE_LEAF_H
#define PEOPLE_LEAF_H

#include <stdbool.h>

#include "base/text.h"

/* The next leaf of the object that *rest stands in (start with the whole object); numbers as they are written. False at
 * the end, or where the text is no such object. */
bool leaf_next(struct mem *mem, struct view *rest, struct view *key, struct view *value);

#endif
