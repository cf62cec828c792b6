/* Fields that hang together whoever the two are: a given name goes with a sex, a suburb with a postcode. Two strangers who agree in the
 * one agree in the other oftener than their chances say, each for itself. */
#ifndef LINKAGE_TIES_H
#define LINKAGE_TIES_H

#include "linkage/engine.h"

/* Pairs of strangers by the levels of each two fields, the first the lower one. */
struct ties_seen {
	double pairs[LINK_FIELDS][LINK_FIELDS][LINK_LEVELS][LINK_LEVELS];
};

/* So many more have these levels. */
void ties_add(struct ties_seen *seen, int fields, uint64_t levels, double pairs);
/* Fills in m->tie: each field hangs on one other at most, in no circle. Given and family names are joint.h's. So many of the pairs may be
 * one person's or a family's after all: that this many agree in two fields tells nothing, the sex apart, in which half of all agree. */
void ties_learn(const struct ties_seen *seen, double doubtful, struct link_model *m);

/* A model's ties as logarithms, by the level of the other field and of its own. */
struct ties {
	int n;
	struct { uint8_t field, with; bool families; double log[16][16]; } item[LINK_FIELDS];
};
void ties_make(const struct link_model *m, double logarithm(double), struct ties *out);

/* By how much a pattern is likelier than its fields' chances say: among strangers, and among a family's children, who share what
 * families share but have given names, and the sex that goes with them, as strangers do. */
struct tied {
	double strangers, families;
};
struct tied ties_sum(const struct ties *t, uint64_t levels);

#endif
