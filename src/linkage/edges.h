/* What comparing found, in an order that is the same in every run. */
#ifndef LINKAGE_EDGES_H
#define LINKAGE_EDGES_H

#include "base/mem.h"
#include "linkage/engine.h"

/* Fills in the edges of `out`, which live in `mem`: all `n`, the heaviest first, those of one weight by the order numbers of their two
 * rows, then by whose these are. A pair that is there twice stays once. */
void edges_sort(struct mem *mem, const struct link_edge *all, size_t n, const uint64_t *order, const uint32_t *record, size_t records,
    int threads, struct links *out);

#endif
