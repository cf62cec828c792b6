/* Which pairs are looked at: those that share a rule's key. The first rule whose block holds a pair owns it, so that no
 * list of pairs is kept and none is produced twice. */
#ifndef LINKAGE_BLOCK_H
#define LINKAGE_BLOCK_H

#include "linkage/keys.h"
#include "linkage/level.h"

/* What stands in a block: the key, shifted by 32; whether its own rows meet each other by this rule first; how many they are, one
 * after the other, that say the same in all that the rule asks; and the first of them. */
#define ENTRY(key, meets_itself, stands) ((uint64_t)(key) << 32 | (uint64_t)(meets_itself) << 31 | (stands))
#define ENTRY_KEY(entry) ((uint32_t)((entry) >> 32))
#define ENTRY_MEETS_ALL(entry) ((entry) >> 32 & 1)
#define ENTRY_MEETS_ITSELF(entry) ((entry) >> 31 & 1)
#define ENTRY_ROWS(entry) ((uint32_t)((entry) >> ROW_BITS & (ROWS_ALIKE - 1)) + 1)
#define ENTRY_ROW(entry) ((uint32_t)(entry) & ((1u << ROW_BITS) - 1))

/* Where in its chain a row stands. */
struct placed {
	uint32_t row, place;
};

struct block_at { uint32_t from, to; };

/* One rule's rows in the order of their keys, of a part of all keys. */
struct blocks {
	uint64_t *entry;
	size_t n;
	struct block_at *at;            /* of them, those with somebody to meet, where there was room to work */
	size_t n_at;
	struct { uint64_t *item; size_t n, cap; } apart;        /* of blocks that were split each row by itself … */
	struct { struct block_at *item; size_t n, cap; } parts; /* … and what they were split into */
	struct { struct placed *item; size_t n, cap; } placed;
	struct link_rule_told told;
};

struct splits;
struct blocking {
	const struct link_set *s;
	const struct keying *keying;
	const uint64_t *order;
	uint32_t most;                  /* records in a block */
	const struct split_known *known;        /* what is too large of all records, where the rows are some of them; NULL: they are all */
	uint64_t chosen;                /* of 2^31 numbers, those below are chosen; BLOCKS_ALL: all */
	struct splits *splits;
};
#define BLOCKS_ALL (1ULL << 31)

/* A rule's blocks of `n` entries in the order of their keys; `work` has as much room. They live in `m` and in `work`. */
void blocks_make(struct mem *m, const struct blocking *b, int rule, uint64_t *entry, uint64_t *work, size_t n, struct blocks *out);

/* Which of the rules so far had blocks that were split, and how. Each row is told of by the thread that has its block. */
struct splits *splits_new(size_t rows, int n_rules);
void splits_add(struct splits *p, int rule, const struct blocks *blocks, size_t n);     /* all of a rule's, in `n` parts */
void splits_fetch(const struct splits *p, uint32_t row);                        /* asks beforehand for what the rules so far did to a row */
void splits_free(struct splits *p);

/* Whether two rows that stand in a block of rule `rule` are that rule's: they meet by it and by no earlier one. */
bool block_owns(const struct blocking *b, int rule, uint32_t one, uint32_t other);

/* The same of all rows that say what these two say but for their numbers: none of their pairs is the rule's; those are that no
 * number joined before; or each is to be asked. `likely` is the rule that had the last that were not this one's, from 0: mostly it has
 * the next ones too, and is asked first. */
enum owned { OWNED_NONE, OWNED_UNLESS_NUMBERS, OWNED_ASK };
enum owned block_owns_alike(const struct blocking *b, int rule, uint32_t one, uint32_t other, int *likely, uint64_t *shared);
/* Of a pair of these, whose numbers agree at these levels: whether no number did. `shared` is what the other function told. */
bool block_owns_numbers(const struct blocking *b, int rule, uint32_t one, uint32_t other, uint64_t shared, uint64_t levels);

#endif
