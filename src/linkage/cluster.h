/* From weighed pairs to clusters: greedily, the heaviest first, and only where all of two clusters agree. */
#ifndef LINKAGE_CLUSTER_H
#define LINKAGE_CLUSTER_H

#include "linkage/weigh.h"

struct clustering {
	const struct link_set *s;
	const struct weigher *weigher;
	const uint64_t *order;          /* by row */
	const uint32_t *record;         /* by row: whose it is */
	const struct link_options *options;
	struct level_cache **levels;    /* one a thread */
	float join;                     /* bits */
};

/* Fills in the clusters of `out`, by record; its edges are there, between rows. */
void clusters_find(struct mem *mem, const struct clustering *k, struct links *out);

#endif
