/* Given and family names are not independent: some full names are many people's whose parts are rare. */
#ifndef LINKAGE_JOINT_H
#define LINKAGE_JOINT_H

#include "linkage/set.h"

struct joint {
	double same;                    /* share of all pairs with both names known that have both the same */
	struct int_map *count;          /* by full name: records that have it */
	double known;                   /* records with both names */
	double each;                    /* records of one person, about: what a full name has anyway */
};

/* Lives in `m`. Without given or family names: nothing counted. */
void joint_count(struct mem *m, const struct link_set *s, struct joint *out);

/* By how many bits a full name is commoner than its parts make it, at least 0. */
float joint_bits(const struct joint *j, const struct link_set *s, uint32_t record);

#endif
