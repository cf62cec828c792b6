/* Given and family names are not independent: some full names are many people's whose parts are rare. */
#ifndef LINKAGE_JOINT_H
#define LINKAGE_JOINT_H

#include "linkage/keys.h"

struct joint {
	double same;                    /* share of all pairs with both names known that have both the same */
	double alone[2];                /* share of pairs with the name known that have it the same: of the given name, of the family name */
	double known;                   /* records with both names */
	double may[LINK_OVERLAPS];      /* pairs that may meet and be one person's, of each two sources */
	double records;                 /* whose pairs are as many as may meet (linkage/meeting.h) */
	double spread;                  /* of encoded names (linkage/chance.h); else 1 */
	int given, family;              /* the fields, or -1 */
};

/* Counts, and notes in every record how many have its full name. Without given or family names: nothing. */
void joint_count(struct link_set *s, const struct keying *keying, int threads, struct joint *out);

/* By how much likelier two strangers share both names than the parts' chances say, by what the model holds so far: those who
 * share them, without matches and families. Where a part's chance is fixed, by what it would be. At least 1. */
double joint_factor(const struct joint *j, const struct link_model *m);

/* Notes in place of the count by how many bits its full name is commoner than its parts make it: what holds of all names, or of
 * one that many people have, what holds of it. */
void joint_mark(const struct joint *j, struct link_set *s, const struct link_model *trained, int threads);

/* Notes of one record by how many eighths of a bit its full name is commoner than its parts make it. */
void joint_note(struct link_set *s, uint32_t at, uint32_t eighths);

/* What was noted, in bits. */
float joint_bits(const struct link_set *s, uint32_t at);

#endif
