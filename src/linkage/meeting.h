/* How many pairs of records may meet at all. */
#ifndef LINKAGE_MEETING_H
#define LINKAGE_MEETING_H

#include "linkage/set.h"

struct pairs_met {
	double all;
	double overlap[LINK_OVERLAPS];  /* those that may be one person's, of each two sources (linkage/overlap.h) */
};

/* Pairs of which both know every field of one rule at least: one that no rule could bring together is nobody's, and no strangers' either. */
void pairs_meeting(const struct link_set *s, int threads, struct pairs_met *out);

#endif
