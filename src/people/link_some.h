/* A run of what is new or has changed: reads that, who may be the same, and the components that it ties together, whole. What it
 * says of those is what a run over every record says by the same model. */
#ifndef PEOPLE_LINK_SOME_H
#define PEOPLE_LINK_SOME_H

#include "people/link_decision.h"
#include "people/link_population.h"
#include "people/link_search.h"

/* What a run works on. */
struct linking {
	struct roster roster;
	struct decided_pairs decided;       /* of the roster's records */
	struct links links;
	struct key_search *search;          /* of a run of some */
	int64_t everybody, identities;      /* all, in the roster or not, and those that are not sealed */
	int64_t people;                     /* that all were before, sealed or not; 0: to be counted */
};

/* Fills it in, as far as records may move (`moves`); *done is false where every record has to be linked instead: there is no
 * model to go by, or most records are new to it. Inside the write transaction. */
enum err some_run(struct ctx *c, struct mem *mem, struct linking *out, bool *done) MUST_USE;

#endif
