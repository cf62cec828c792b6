/* The list of pairs that wait for a person, after a run of some records: what it says of their people, and nothing else, is made
 * anew, as a run of all makes it. */
#ifndef PEOPLE_LINK_REVIEW_H
#define PEOPLE_LINK_REVIEW_H

#include "people/link_some.h"
#include "people/link_write.h"

/* After people were written. */
enum err review_keep_some(struct ctx *c, const struct linking *k, const struct clustered *clustered, int64_t run) MUST_USE;
/* The list's rows, one after the other: of two records either may come first; run 0 is none. */
struct bulk *review_rows(struct ctx *c);
enum err review_row(struct bulk *b, int64_t one, int64_t other, double weight, int64_t run) MUST_USE;
/* `run`, or where that is 0 the last one: its people are those that pairs lie between. */
enum err review_run(struct ctx *c, int64_t *run) MUST_USE;

#endif
