/* What blocking sees of records: keys made of parts of their fields. Keys are not kept: they are worked out, of columns that many rules
 * share, when a rule's turn comes; and whether two records meet is asked of their rows. */
#ifndef LINKAGE_KEYS_H
#define LINKAGE_KEYS_H

#include "linkage/parts.h"
#include "linkage/split.h"

/* A model's rules by their distinct parts, so that what two of them share is looked at once. As long as no record is added. */
#define PARTS_MOST (LINK_RULES * LINK_PARTS + 2)
#define COLUMNS_MOST (2 * PARTS_MOST + 2)
#define RULE_COLUMNS (3 * LINK_PARTS + 1)
struct keying {
	const struct link_set *s;
	struct keyed_part part[PARTS_MOST];
	int n_parts;
	struct keyed_column {                   /* what parts are made of, a number a row, 0 where it says nothing */
		enum column_of { COLUMN_WORD, COLUMN_SOUND, COLUMN_INITIAL, COLUMN_PART, COLUMN_ROW } of;
		int at;                         /* the word's place in a row; of a part that is made of nothing else, its number */
		const struct heard *heard;
		const struct word *word;
	} column[COLUMNS_MOST];
	int n_columns;
	struct keyed_rule {
		uint8_t same[LINK_PARTS], lacking[LINK_PARTS];  /* numbers of parts … */
		int n_same, n_lacking;
		uint16_t column[LINK_PARTS][2], lacked[LINK_PARTS];     /* … the columns that they are made of … */
		uint16_t asks[RULE_COLUMNS];                    /* … and all of these */
		int n_asks;
		uint64_t quick;                         /* those among `same` that are quickly compared, of the first 64 … */
		uint64_t asked;                         /* … and those of all rules up to this one */
		uint8_t slow[LINK_PARTS];               /* the others */
		int n_slow;
		bool numbers;                           /* it is one number that two people should not share */
		bool any_number;                        /* such a number is a part of it */
		int born;                               /* the column of its date of birth, -1: it has none, or an encoded one … */
		uint8_t born_part;                      /* … what of it is a part … */
		uint32_t wide;                          /* … and how many keys share a slot (keys.c) */
	} rule[LINK_RULES + 2];
	uint64_t of_read[PART_READS];           /* parts by how they are read, a bit each */
	uint64_t quick[LINK_RULES];             /* by rule, side by side */
	uint32_t any_number;                    /* rules of which such a number is a part, a bit each */
	bool asks_otherwise;                    /* … and some of these do not ask that it be shared, or not among the quick parts */
};
/* No rules of the model's: who shares a full name is counted; and rows are put in an order. */
#define RULE_FULL_NAME LINK_RULES
#define RULE_PLACE (LINK_RULES + 1)

void keying_make(const struct link_set *s, struct keying *out);

/* A column's numbers for n rows. */
void column_fill(const struct keying *k, int column, const uint32_t *const *row, size_t n, uint32_t *out);

/* A rule's keys of n rows, of which the columns are given by their numbers. A key is 0, where the record has none; else 31 bits of hash
 * (those whose dates agree side by side), and in the lowest bit whether the record meets all of its block. By a rule for those that
 * lack a field only they do; by the others everybody. The same in every run. KEYS_AT_ONCE at most. */
void keys_of(const struct keying *k, int rule, const uint32_t *const *column, size_t n, uint32_t *out);
#define KEYS_AT_ONCE 256
uint32_t key_of(const struct keying *k, int rule, const uint32_t *row);

/* Whether a record lacks one of the fields that a rule is for the lack of. */
bool rule_lacks(const struct keying *k, int rule, const uint32_t *row);

/* Of the quick parts `asked` those that two rows share. */
uint64_t parts_shared(const struct keying *k, uint64_t asked, const uint32_t *a, const uint32_t *b);

/* Of the first n rules those of which two rows share all quick parts, when they share these: a bit each. */
static inline uint32_t
rules_open(const struct keying *k, int n, uint64_t shared)
{
	uint32_t open = 0;

	for (int r = 0; r < n; r++)
		open |= (uint32_t)((k->quick[r] & ~shared) == 0) << r;
	return open;
}

/* Whether two rows meet by such a rule: by what the parts are, not by hashes of them. */
bool rule_meets(const struct keying *k, int rule, const uint32_t *a, const uint32_t *b);

/* The first of the model's rules by which two rows meet, -1: none (that large blocks are split left aside); and two records. */
int rule_first(const struct keying *k, const uint32_t *a, const uint32_t *b);
int link_meet(const struct keying *k, uint32_t a, uint32_t b);

/* The parts of a record by which a key that too many share is split (linkage/split.h): those that its rule leaves open. */
uint64_t further_key(const struct link_set *s, const struct link_rule *rule, uint32_t at);
/* Whether a record lacks the one that follows the first `deep` of them. */
bool further_lacks(uint64_t further, int deep);

#endif
