/* What two records taken at random agree in. */
#ifndef LINKAGE_CHANCE_H
#define LINKAGE_CHANCE_H

#include "linkage/train.h"

struct chances {
	double records, pairs;          /* pairs that there are */
	double seen[LINK_FIELDS][LINK_LEVELS];  /* share of random pairs in which the field is known */
	double known[LINK_FIELDS][LINK_LEVELS]; /* pairs that it rests on */
	double least[LINK_FIELDS][LINK_LEVELS]; /* what so few pairs can still tell from nothing */
};

void chances_find(const struct training *t, struct chances *out);

#endif
