/* Rows in another order than their records came in: those that say the same in all but their numbers one after the other, those
 * born on one day near each other. What is compared then lies side by side, and what says the same is looked at once. */
#ifndef LINKAGE_ARRANGE_H
#define LINKAGE_ARRANGE_H

#include "linkage/keys.h"

/* Moves the rows, and fills in the set's `place` and `stands`. Returns by row whose it is, which lives in `m`. */
const uint32_t *rows_arrange(struct mem *m, struct link_set *s, const struct keying *keying, int threads);

/* Moves them back to where they came. */
void rows_restore(struct link_set *s);

#endif
