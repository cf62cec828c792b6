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

/* Notes in every record by how many bits its full name is commoner than its parts make it, at least 0. */
void joint_mark(const struct joint *j, struct link_set *s, int threads);

/* Counts, and notes for a trained model. */
void joint_learn(struct mem *m, struct link_set *s, const struct link_model *trained, int threads);

/* What was noted, in bits. */
float joint_bits(const struct link_set *s, uint32_t record);

#endif
