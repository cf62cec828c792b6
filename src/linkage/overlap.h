/* How sources overlap: of some two many records are one person's, of others few, and within one hardly any. */
#ifndef LINKAGE_OVERLAP_H
#define LINKAGE_OVERLAP_H

#include "linkage/set.h"

/* Which overlap is whose: that within one source and between two which the model does not name, then those of each two that it does. */
enum { OVERLAP_WITHIN, OVERLAP_BETWEEN, OVERLAP_NAMED };

/* Of the sources that the model names, numbered from 0. */
static inline int
overlap_named(int one, int other)
{
	int more = one > other ? one : other, less = one > other ? other : one;

	return OVERLAP_NAMED + more * (more + 1) / 2 + less;
}

/* Of two rows. */
static inline int
overlap_of(const struct link_set *s, const uint32_t *a, const uint32_t *b)
{
	uint32_t one = ROW_SOURCE(a), other = ROW_SOURCE(b);

	if (s->untold)
		return OVERLAP_BETWEEN;
	if (s->named[one] && s->named[other])
		return overlap_named(s->named[one] - 1, s->named[other] - 1);
	return one == other ? OVERLAP_WITHIN : OVERLAP_BETWEEN;
}

/* Before an untrained set's run: the sources that were called become its model's. */
void overlap_begin(struct link_set *s);

/* Fills in the times of each overlap, of which so many pairs may be one person's and so many, weighed, are; and those of sources that
 * have no name. */
void overlap_settle(struct link_overlap *o, const double may[LINK_OVERLAPS], const double are[LINK_OVERLAPS]);

static inline double
overlap_times(const struct link_overlap *o, int which)
{
	return o->times[which] > 0 ? o->times[which] : 1;
}

#endif
