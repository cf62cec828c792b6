/* Names that stand for each other, learned from who else is the same. */
#ifndef LINKAGE_NICKNAME_H
#define LINKAGE_NICKNAME_H

#include "linkage/train.h"

/* Finds the set's learned ones anew, whether or not its model is trained: the records alone say them. */
void nicknames_learn(const struct training *t);

#endif
