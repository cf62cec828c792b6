/* Which pairs are looked at: those that share a rule's key. The first rule whose block holds a pair owns it, so that no
 * list of pairs is kept and none is produced twice. */
#ifndef LINKAGE_BLOCK_H
#define LINKAGE_BLOCK_H

#include "linkage/set.h"

/* One rule's records in the order of their keys. */
struct blocks {
	uint64_t *entry;                /* the key's high 32 bits, the record's number below */
	size_t n;
	size_t *from, *to;              /* where each block begins and ends; those of one record are left out */
	size_t n_blocks;
	struct link_rule_told told;
};

/* The rules' keys too large for one block, with what splits them. */
struct splits;
struct splits *splits_new(struct mem *m);

/* The blocks of rule `rule`; they live in `m`. Too large ones are split, which `splits` notes. */
void blocks_make(struct mem *m, const struct link_set *s, int rule, const uint64_t *order, uint32_t most, struct splits *splits,
    struct blocks *out);

/* Whether a record meets all others of its block: of a rule for those that lack a field, it must lack it. These stand first. */
bool block_lacks(const struct link_set *s, const struct link_rule *rule, uint32_t record);

/* Fields of which it is a rule for those that lack them. */
int block_lacked(const struct link_rule *rule);
/* Whether a rule joins two records, given by their rows. */
bool block_joins(const struct link_set *s, const struct link_rule *rule, const uint32_t *a, const uint32_t *b);

/* Whether a pair that meets by rule `rule` was met by an earlier one. */
bool block_is_anothers(const struct link_set *s, const struct splits *splits, int rule, uint32_t a, uint32_t b);

#endif
