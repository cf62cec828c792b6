/* What two records taken at random agree in. */
#ifndef LINKAGE_CHANCE_H
#define LINKAGE_CHANCE_H

#include "linkage/patterns.h"

struct chances {
	double records, pairs;          /* pairs that may meet, and the records that have so many … */
	double may;                     /* … and those of them that may be one person's: of no source that holds nobody twice */
	double seen[LINK_FIELDS][LINK_LEVELS];  /* share of random pairs in which the field is known */
	double known[LINK_FIELDS][LINK_LEVELS]; /* pairs that it rests on */
	double least[LINK_FIELDS][LINK_LEVELS]; /* what so few pairs can still tell from nothing */
	const struct pattern *pattern;  /* of the random pairs */
	size_t n_patterns;
	double spread[LINK_FIELDS];     /* how much oftener two records that can be held against each other are the same */
};

/* Of encoded words: all pairs for each pair of one year of birth. Of others 1. */
double words_spread(const struct words *w, int as);

/* Its patterns live in `m`. */
void chances_find(const struct training *t, struct mem *m, struct chances *out);

#endif
