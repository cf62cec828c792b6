/* What people decided about pairs, as training takes it: such a pair is known to be a match, or to be anything else. */
#ifndef LINKAGE_DECIDED_H
#define LINKAGE_DECIDED_H

#include "linkage/patterns.h"

/* Decided pairs of one pattern. */
struct decided_pattern {
	uint64_t levels;
	double same, different;         /* pairs */
	double taken;                   /* so many pairs among the patterns are these, of which nobody had said what they are */
};

/* In the order of their levels, whatever the order of decisions; live in `m`. `every`: a pattern's pairs stand for so many each. */
struct decided_pattern *decided_find(const struct training *t, struct mem *m, const struct pattern *pattern, size_t n_patterns,
    double every, size_t *n);

/* The pairs of each class that what is known adds to those found, where each would be of a class with probability `share`. What was
 * called different is shared out among the three other classes. */
void decided_part(const struct decided_pattern *d, const double share[LINK_CLASSES], double out[LINK_CLASSES]);

#endif
