/* What people decided about two records: whether they are one child's. Every run holds to it; nothing is ever deleted. */
#ifndef PEOPLE_LINK_DECISION_H
#define PEOPLE_LINK_DECISION_H

#include "people/link_load.h"

struct decided_pairs LIST(struct link_decision);

/* Same and different, of records that take part, by the roster's record numbers. Live in the roster's memory. */
enum err decisions_load(struct ctx *c, const struct roster *r, struct decided_pairs *out) MUST_USE;

/* Records that two identities are the "same", "different", or that nobody can tell ("unsure", which takes an earlier decision
 * back). In a transaction of its own, its audit row first. Says of a sealed identity what it says of one that is not there. */
enum err decision_make(struct ctx *c, int64_t left, int64_t right, const char *decided, const char *why, const char *by) MUST_USE;

/* One key for both orders of two numbers below 2^31. */
static inline int64_t
pair_key(uint32_t a, uint32_t b)
{
	return a < b ? (int64_t)a << 31 | b : (int64_t)b << 31 | a;
}

#endif
