/* Names that stand for each other, learned from who else is the same. */
#ifndef LINKAGE_NICKNAME_H
#define LINKAGE_NICKNAME_H

#include "linkage/train.h"

/* Adds to the set's nicknames. Looks at one block in `every`. */
void nicknames_learn(const struct training *t, uint32_t every);

/* All of the set's nicknames, learned or given, in the order of their letters; live in `m`. */
struct link_alias *nicknames_list(struct mem *m, const struct link_set *s, size_t *n);

#endif
