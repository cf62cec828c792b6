/* Names that stand for each other, learned from who else is the same. */
#ifndef LINKAGE_NICKNAME_H
#define LINKAGE_NICKNAME_H

#include "linkage/train.h"

/* Adds to the set's nicknames. Looks at one block in `every`. */
void nicknames_learn(const struct training *t, uint32_t every);

#endif
