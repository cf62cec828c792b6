/* How often each pattern of levels occurs among the pairs that meet. */
#ifndef LINKAGE_PATTERNS_H
#define LINKAGE_PATTERNS_H

#include "linkage/train.h"

struct pattern {
	uint64_t levels;
	uint64_t count;
};

/* In the order of their levels; live in `m`. */
struct pattern *patterns_find(const struct training *t, struct mem *m, uint32_t every, size_t *n);

#endif
