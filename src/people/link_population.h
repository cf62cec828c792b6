/* How frequent names were among the records of the last full run, and what had been said by then. */
#ifndef PEOPLE_LINK_POPULATION_H
#define PEOPLE_LINK_POPULATION_H

#include "linkage/population.h"
#include "people/link_load.h"

struct kept_population {
	struct link_population names;
	bool found;                 /* false: no full run has kept any yet */
	int64_t records;            /* of the last full run */
	int64_t people, identities; /* that there were when the last run ended, sealed or not; 0: to be counted */
	int64_t seen;               /* versions and files of lower numbers were there when the last run began, full or not; 0: nobody knows */
};

/* Lives in `mem`. */
enum err population_load(struct ctx *c, struct mem *mem, struct kept_population *out) MUST_USE;
/* After a full run over the set. */
enum err population_keep(struct ctx *c, const struct link_set *set, size_t records) MUST_USE;
/* Keys that too many records share, and how many pairs splitting them left apart: of the last full run. */
enum err left_apart_keep(struct ctx *c, int64_t keys, int64_t pairs) MUST_USE;
enum err left_apart_forget(struct ctx *c) MUST_USE;
/* After every run. */
enum err seen_keep(struct ctx *c, int64_t seen) MUST_USE;
enum err everybody_keep(struct ctx *c, int64_t people, int64_t identities) MUST_USE;
/* After one was undone. */
enum err everybody_forget(struct ctx *c) MUST_USE;

#endif
