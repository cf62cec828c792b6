/* The pairs that waited for people before a run made that list anew: kept, and put back when the run is taken back. */
#ifndef PEOPLE_LINK_BEFORE_H
#define PEOPLE_LINK_BEFORE_H

#include <stdint.h>

#include "base/err.h"

/* Keeps the list as it is now, before `run` makes it anew: that of the last runs alone. 0: no run that could be taken back. */
enum err review_keep_before(struct ctx *c, int64_t run) MUST_USE;
/* Lets the next run look at the records of pairs that the list before `run` has, and the list now has not, or the other way round: it
 * knows of changes that no other run will see. Before the list is put back. */
enum err review_touch_before(struct ctx *c, int64_t run) MUST_USE;
/* Puts the list back, without records that were sealed since; an empty one of a run so long ago that it was not kept. */
enum err review_put_back(struct ctx *c, int64_t run) MUST_USE;

#endif
