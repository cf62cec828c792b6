/* Walks over all pairs that the rules' blocks hold, on several threads. */
#ifndef LINKAGE_PAIRS_H
#define LINKAGE_PAIRS_H

#include "linkage/block.h"
#include "linkage/level.h"

/* What is done with each pair; `own` is the thread's own. */
typedef void pair_visit(void *own, uint32_t a, uint32_t b, uint64_t levels);

struct walk {
	struct blocking blocking;
	int n_rules;                    /* of the model's */
	int threads;
	pair_visit *visit;
	void *const *own;               /* one a thread */
	struct level_cache *const *cache;       /* one a thread */
	const bool *about;              /* by row: pairs that are of none of these are passed over. NULL: all are looked at */
	struct link_rule_told *told;    /* by rule; NULL: not wanted */
	double blocking_seconds;        /* told: of the slowest thread, sorting */
};

void pairs_walk(struct walk *w);

/* What a walk over one block in `every` looks at. */
struct blocking blocking_of(const struct link_set *s, const struct keying *keying, const uint64_t *order, uint32_t most,
    uint32_t every);

#endif
