/* Blocking keys as numbers that may be kept between runs: the same of the same values in every set of one model's fields. */
#ifndef LINKAGE_STORED_KEYS_H
#define LINKAGE_STORED_KEYS_H

#include "linkage/keys.h"

struct stored_key {
	uint32_t key;                   /* 0: the record has none by this rule */
	uint64_t further;               /* what tells apart those of a key that too many share (linkage/split.h) */
};

/* A record's keys, one a rule of the set's model; returns how many rules there are. */
int stored_keys(const struct keying *keying, uint32_t record, struct stored_key out[LINK_RULES]);

/* The keys under which those stand whom a record of that key meets by a rule: all of its block, or, by a rule for records that lack
 * a field, those alone that do where it has it. Returns how many, two at most. */
int stored_keys_met(const struct keying *keying, int rule, uint32_t key, uint32_t out[2]);

#endif
