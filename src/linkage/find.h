/* One record against all others of a set: whose child it may be. */
#ifndef LINKAGE_FIND_H
#define LINKAGE_FIND_H

#include "linkage/engine.h"

struct mem;

struct link_likely {
	uint32_t record;
	double weight;                  /* bits, as of any pair of the set: probability = 1 / (1 + 2^-weight) */
};

/* The records that `asked` meets by one of the rules, `most` at most, the likeliest to be one child's with it first, of those alike
 * the one that came first. Returns how many; they live in `m`. */
size_t link_find(struct mem *m, struct link_set *s, const struct link_model *trained, uint32_t asked, size_t most,
    struct link_likely **out);

#endif
