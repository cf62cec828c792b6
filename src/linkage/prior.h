/* What is known of children's records before any is seen: where training begins, and what few records lean on. */
#ifndef LINKAGE_PRIOR_H
#define LINKAGE_PRIOR_H

#include "linkage/engine.h"

#define PRIOR_PAIRS 50.0                /* matches, twins, siblings: so many pairs' worth is known beforehand */
#define PRIOR_RANDOM 500.0              /* pairs of two others */
#define PRIOR_RECORDS 20.0              /* records, of how many pairs of each class there are */

/* The chance of each level of a field, given the class; from level 1. */
const double *prior_chance(const struct link_model *m, int field, enum link_class k);
/* Pairs of a class for each record; none of two others. */
double prior_pairs(enum link_class k);

#endif
