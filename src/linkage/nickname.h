/* Names that stand for each other, learned from who else is the same. */
#ifndef LINKAGE_NICKNAME_H
#define LINKAGE_NICKNAME_H

#include "linkage/sample.h"

/* Adds to the set's nicknames. */
void nicknames_learn(const struct training *t, struct sample **sample);

/* The family name and the day of birth, as a number: two names are counted once a family. */
uint64_t family_of(const struct link_set *s, uint32_t at);

/* All of the set's nicknames, learned or given, in the order of their letters; live in `m`. */
struct link_alias *nicknames_list(struct mem *m, const struct link_set *s, size_t *n);

#endif
