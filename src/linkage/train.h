/* Learns a model's chances from the records, of which nobody need say which pairs are true; what people decided is taken as known. */
#ifndef LINKAGE_TRAIN_H
#define LINKAGE_TRAIN_H

#include "linkage/joint.h"
#include "linkage/pairs.h"
#include "linkage/together.h"

struct training {
	struct link_set *s;             /* learns nicknames */
	const struct keying *keying;
	const uint64_t *order;          /* by record: what tells records apart in every run */
	bool by_content;                /* it is the records' contents */
	uint64_t seed;
	int threads;
	struct level_cache **levels;    /* one a thread */
	uint32_t block_most;
	struct joint *joint;            /* learns how many records a person has */
	const struct link_decision *decision;   /* pairs that people know */
	size_t n_decisions;
	struct together *together;      /* learns how fields differ at once */
};

/* Fills in `model` (pairs, chance, support), which begins as the set's. Returns how many pairs that meet will be as probable as its
 * review asks for, as far as the sample tells. */
double train(const struct training *t, struct link_model *model);
/* The same of a model that was trained before. */
double pairs_foretell(const struct training *t, struct link_model *trained);

#endif
