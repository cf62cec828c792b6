/* Given names that stand for the lack of one ("Baby of", "Bebe", "Twin One"), learned from who has another name elsewhere. */
#ifndef LINKAGE_PLACEHOLDER_H
#define LINKAGE_PLACEHOLDER_H

#include "linkage/sample.h"

/* Counts as not known from now on, in all of the set's records, the given names that prove to be placeholders. True: there were some,
 * so full names want to be counted again. Of encodings nothing is learned. */
bool placeholders_learn(const struct training *t, struct sample **sample);

/* All of the set's placeholders, learned or given, in the order of their letters; live in `m`. */
const char **placeholders_list(struct mem *m, const struct link_set *s, size_t *n);

#endif
