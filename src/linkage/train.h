/* Learns a model's chances from the records alone: nobody says which pairs are true. */
#ifndef LINKAGE_TRAIN_H
#define LINKAGE_TRAIN_H

#include "linkage/pairs.h"

struct training {
	struct link_set *s;             /* learns nicknames */
	const uint64_t *order;          /* by record: what tells records apart in every run */
	uint64_t seed;
	int threads;
	uint32_t block_most;
};

/* Fills in `model` (pairs, chance, support), which begins as the set's. */
void train(const struct training *t, struct link_model *model);

/* One block in so many is learned from. */
uint32_t training_every(const struct link_set *s);

#endif
