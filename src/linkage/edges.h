/* What comparing found, in an order that is the same in every run. */
#ifndef LINKAGE_EDGES_H
#define LINKAGE_EDGES_H

#include "base/mem.h"
#include "linkage/engine.h"

/* What settles the order of pairs: the heaviest first, those of one weight by the order numbers of their two rows, then by whose
 * these are. */
struct edges_by {
	const uint64_t *order;          /* by row */
	const uint32_t *record;         /* by row */
	size_t rows;
};

/* Fills in the edges of `out`, which live in `mem`: all `n` in their order. A pair that is there twice stays once. */
void edges_sort(struct mem *mem, const struct link_edge *all, size_t n, struct edges_by *by, int threads, struct links *out);

/* Puts some of `all` in their order, each known by its number in the lower half of an item. */
void edges_some_sort(const struct link_edge *all, struct edges_by *by, uint64_t *item, size_t n);

#endif
