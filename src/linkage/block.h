/* Which pairs are looked at: those that share a rule's key. The first rule whose block holds a pair owns it, so that no
 * list of pairs is kept and none is produced twice. */
#ifndef LINKAGE_BLOCK_H
#define LINKAGE_BLOCK_H

#include "linkage/keys.h"

/* A block too large: its key, how many further keys split it, and whether some of its parts became chains nevertheless. */
struct split {
	uint32_t key;
	int deep;
	bool chained;
};

/* Where in its chain a record stands. */
struct placed {
	uint32_t record, place;
};

/* One rule's records in the order of their keys, of a part of all keys. */
struct blocks {
	uint64_t *entry;                /* the key, shifted by 32, and the record's number */
	size_t n;
	struct block_at { size_t from, to; } *at;       /* blocks of more than one record, where there was room to work */
	size_t n_at;
	struct { struct split *item; size_t n, cap; } split;
	struct { struct placed *item; size_t n, cap; } placed;
	struct link_rule_told told;
};

struct blocking {
	const struct link_set *s;
	const struct keying *keying;
	const uint64_t *order;
	uint32_t most;                  /* records in a block */
	uint64_t chosen;                /* of 2^31 numbers, those below are chosen; BLOCKS_ALL: all */
};
#define BLOCKS_ALL (1ULL << 31)

/* A rule's blocks of `n` entries, which it sorts; `work` has as much room. They live in `m` and in `work`. */
void blocks_make(struct mem *m, const struct blocking *b, int rule, uint64_t *entry, uint64_t *work, size_t n, struct blocks *out);

/* Splits of the rules so far. */
struct splits;
struct splits *splits_new(struct mem *m);
void splits_add(struct splits *p, int rule, const struct blocks *blocks);

/* Whether a pair that stands in a block of rule `rule` is that rule's: met by it and by no earlier one. */
bool block_owns(const struct blocking *b, const struct splits *splits, int rule, uint32_t one, uint32_t other);

#endif
