/* Whether what goes wrong in one field of a child's records goes wrong in another with it: weights take for granted that it does not. */
#ifndef LINKAGE_TOGETHER_H
#define LINKAGE_TOGETHER_H

#include "linkage/engine.h"

/* Of two fields, where both are known in pairs of one child: all, those in which the first is not the same, the second, both. */
struct together {
	double known[LINK_FIELDS][LINK_FIELDS], one[LINK_FIELDS][LINK_FIELDS], both[LINK_FIELDS][LINK_FIELDS];
};

/* So many pairs of one child have these levels. */
void together_add(struct together *k, int fields, uint64_t levels, double pairs);

/* Every two fields that some pairs tell of, those first that differ together most times as often as by chance; lives in `m`. */
struct link_together *together_list(struct mem *m, const struct together *k, int fields, size_t *n);

#endif
