/* Pairs that meet, of one block in so many: walked and compared once, looked at as often as training needs. */
#ifndef LINKAGE_SAMPLE_H
#define LINKAGE_SAMPLE_H

#include "linkage/train.h"

struct sampled {
	uint32_t a, b;
	uint64_t levels;
};

struct sample {
	const struct training *training;
	uint32_t every;
	int halved;                     /* one in 2^halved of the pairs that meet stays */
	struct { struct sampled *item; size_t n, cap; } pairs;  /* in no order that lasts: what is made of them must not depend on it */
};

/* Pairs of one block in `*every`, which becomes one in how many: where those are too many to keep it is a part of them. One sample a
 * thread; together they are the whole. They live in `m`. */
struct sample **sample_take(const struct training *t, struct mem *m, uint32_t *every);

void sample_free(const struct training *t, struct sample **sample);

/* Compares again the pairs whose given names are to each other what `least` says or a later level: names were learned about. */
void sample_compare(const struct training *t, struct sample **sample, int least);

/* Calls `visit` with every sampled pair and its levels, each sample in a thread of its own with own[i]. */
void sample_walk(const struct training *t, struct sample **sample, pair_visit *visit, void *const *own);

#endif
