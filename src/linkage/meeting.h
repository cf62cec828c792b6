/* How many pairs of records may meet at all. */
#ifndef LINKAGE_MEETING_H
#define LINKAGE_MEETING_H

#include "linkage/set.h"

/* Those of which both know every field of one rule at least: a pair that no rule could bring together is nobody's, and no strangers' either. */
double pairs_meeting(const struct link_set *s, int threads);

#endif
