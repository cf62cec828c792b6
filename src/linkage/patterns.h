/* How often each pattern of levels occurs among sampled pairs. */
#ifndef LINKAGE_PATTERNS_H
#define LINKAGE_PATTERNS_H

#include "linkage/sample.h"

struct int_map;

struct pattern {
	uint64_t levels;
	int overlap;                    /* of which two sources (linkage/overlap.h); of merged ones of any */
	uint64_t count;
};

/* Patterns as they are met, one tally a thread. */
struct tally {
	struct mem *mem;
	struct int_map *met;
};
struct tally *tallies_new(struct mem *m, int n);
void tally_add(struct tally *t, uint64_t levels, int overlap);
/* All of them, in the order of their levels and then their overlaps; they live in `m`. Ends the tallies. */
struct pattern *tallies_take(struct mem *m, struct tally *tally, int n, size_t *n_patterns);

/* Those of the sample, in the same order; live in `m`. */
struct pattern *patterns_find(const struct training *t, struct mem *m, struct sample **sample, size_t *n);
/* One for each pattern of levels, whatever its overlaps; they live in `m`. */
struct pattern *patterns_merge(struct mem *m, const struct pattern *pattern, size_t n, size_t *merged);

#endif
