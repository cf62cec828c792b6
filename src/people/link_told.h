/* What a run of all records tells afterwards, beside the people: pairs that wait for a decision, and sums of what it saw. */
#ifndef PEOPLE_LINK_TOLD_H
#define PEOPLE_LINK_TOLD_H

#include "people/link_decision.h"

struct told {
	const struct roster *roster;
	const struct links *links;
	const struct decided_pairs *decided;
	struct { struct link_edge *item; size_t n, cap; } review;
};

/* Finds the pairs that are likely enough to be shown and are not one person, one of each two people: what falls short of joining,
 * and what the rest of two people's records speak against. People of whom a pair was called different are settled. */
void review_find(struct told *t);
/* Writes what is told in the place of what the run before told. */
enum err told_keep(struct ctx *c, const struct told *t, int64_t run) MUST_USE;
/* A sealed record is in no sum: where one of the roster was linked before, the sums of the last full run go. */
enum err sums_forget(struct ctx *c, const struct roster *r) MUST_USE;

#endif
