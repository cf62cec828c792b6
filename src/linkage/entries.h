/* A rule's records by their keys, made on several threads: each works out the keys of ranges of the records, then takes
 * from all of them what falls into parts of the keys. */
#ifndef LINKAGE_ENTRIES_H
#define LINKAGE_ENTRIES_H

#include "linkage/block.h"
#include "linkage/threads.h"

/* Parts of all keys: more than threads, where what one has to do cannot be told beforehand; and ranges of rows. */
#define KEYS_PARTS_EACH 16
#define KEYS_PARTS_MOST (KEYS_PARTS_EACH * THREADS_MOST)
#define ROWS_RANGES_EACH 4

struct entries {
	const struct blocking *b;
	int threads, parts, ranges;
	uint64_t *taken, *dealt;        /* room for every row, each: in the order of rows, and by the highest bits of their keys */
	bool *met;                      /* by row: those that say the same have met by a rule; and one more */
	uint32_t *column[COLUMNS_MOST]; /* of rows that stand for others, those that many rules ask (linkage/keys.h); NULL: made when asked */
	struct taken {
		const uint64_t *item;
		size_t n, keyed, *begun;        /* … and where what begins with the same bits is dealt to, by these bits */
		size_t widest;                  /* rows of one entry that meets all, at most */
		char apart[THREAD_APART];
	} of[ROWS_RANGES_EACH * THREADS_MOST];  /* by range */
	struct few *few[THREADS_MOST];  /* by thread: the rows that it looks at */
	struct choice *choice;          /* by range: of all rules at once, when the first asks */
	uint32_t *sought;               /* of a rule for records that lack a field: a bit for the hash of each key that one has */
	size_t from[KEYS_PARTS_MOST + 1];    /* where each part begins in `dealt` */
	int rule;
};

struct entries *entries_new(const struct blocking *b, int threads, int parts);
/* Makes the columns that the first `n_rules` rules of the model ask. */
void entries_columns(struct entries *e, int n_rules);
void entries_free(struct entries *e);

/* Makes a rule's entries, in parts, which several threads may sort at once. The part's n entries in the order of their keys, and those
 * alike in the order of their rows; they stand until the next are made, and dealt[from[part]] and what follows is free to work in. */
void entries_make(struct entries *e, int rule);
uint64_t *entries_sort(struct entries *e, size_t part, size_t *n);

/* The same without entries that have nobody to meet, their own rows included, as most have not; some of them stay, and all where the records
 * are some of those that a key is shared by. */
uint64_t *entries_sort_shared(struct entries *e, size_t part, size_t *n);
/* How many rows the widest entry has that may have been left out: they share a block, though they met before. 0: none, or they were chosen. */
size_t entries_widest(const struct entries *e);

size_t entries_keyed(const struct entries *e);          /* rows that have the rule's key */

/* Rows of blocks that became chains have not all met: further rules ask again. */
void entries_unmet(struct entries *e, const struct blocks *blocks);

#endif
