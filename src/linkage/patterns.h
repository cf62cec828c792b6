/* How often each pattern of levels occurs among sampled pairs. */
#ifndef LINKAGE_PATTERNS_H
#define LINKAGE_PATTERNS_H

#include "linkage/sample.h"

struct pattern {
	uint64_t levels;
	uint64_t count;
};

/* In the order of their levels; live in `m`. */
struct pattern *patterns_find(const struct training *t, struct mem *m, struct sample **sample, size_t *n);

#endif
