/* Every record's blocking keys, one for each rule, as numbers: made once, for all that walks over pairs. */
#ifndef LINKAGE_KEYS_H
#define LINKAGE_KEYS_H

#include "linkage/set.h"

/* A key: 0, the record has none; else 31 bits of hash, and in the lowest bit whether the record meets all of its block. By a
 * rule for those that lack a field only they do; by the others everybody. */
struct keys {
	uint32_t *key;                  /* [record][rule] */
	size_t rules;
	int number_at[LINK_RULES];      /* of a rule that is one number alone: where rows have it; -1: of another */
};

/* Lives in `m`. */
void record_keys(struct mem *m, const struct link_set *s, int threads, struct keys *out);

static inline bool
keys_meet(uint32_t a, uint32_t b)
{
	return (a ^ b) < 2 && ((a | b) & 1) && a > 1 && b > 1;
}

/* What a block too large is split by: `deep` parts of a record, one after the other, that its rule leaves open. */
uint64_t further_key(const struct link_set *s, const struct link_rule *rule, uint32_t record, int deep);
#define FURTHER_MOST 4

uint32_t key_of(const struct link_set *s, const struct link_rule *rule, const uint32_t *row);

#endif
