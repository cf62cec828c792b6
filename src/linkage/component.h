/* Records that likenesses tie together. Clustering joins within a component alone, and what it does there hangs on nothing outside. */
#ifndef LINKAGE_COMPONENT_H
#define LINKAGE_COMPONENT_H

#include "linkage/engine.h"

/* Bits from which a run's pairs are joined. */
float link_join_bits(const struct link_model *m);

/* By record: the lowest number among those that a chain of pairs to be joined, or of decisions that two are the same, ties to it. */
uint32_t *components_find(struct mem *m, const struct links *links, size_t records, const struct link_decision *decision,
    size_t n_decisions);

#endif
