/* How frequent names are among all records, and until when they were born, kept so that a set of a few of them weighs each pair as the set of all did. */
#ifndef LINKAGE_POPULATION_H
#define LINKAGE_POPULATION_H

#include "linkage/engine.h"

enum { POPULATION_GIVEN, POPULATION_FAMILY, POPULATION_NAMES };

/* One that at least two records have, as the one or the other; folded. */
struct link_name {
	struct view name;
	int64_t count[POPULATION_NAMES];
};
/* One that is commoner than its parts make it, by more than all are. */
struct link_full_name {
	struct view given, family;
	int64_t eighths;                /* of a bit */
};
struct link_population {
	struct { struct link_name *item; size_t n, cap; } names;
	struct { struct link_full_name *item; size_t n, cap; } full_names;
	int64_t all[POPULATION_NAMES], squares[POPULATION_NAMES];       /* the sums of all names' counts, and of their squares */
	int64_t eighths;                /* by which every other full name is commoner */
	int64_t last_year;              /* in which somebody may have been born (linkage/dates.h) */
};

/* What a set knows of names after a run over it, plain ones (of encodings nothing). Lives in `m`; its letters in the set. */
void population_take(struct mem *m, const struct link_set *s, struct link_population *out);
/* Puts the kept frequencies in the place of the set's own, for all runs and explanations until a further record is added; where they
 * are there already, nothing. A name that is not kept is as rare as names can be. */
void population_give(struct link_set *s, const struct link_population *p);

#endif
