/* Clusters become people: which person each cluster is, and what of that has to be written. */
#ifndef PEOPLE_LINK_WRITE_H
#define PEOPLE_LINK_WRITE_H

#include "people/derive.h"
#include "people/intake_batch.h"
#include "people/link.h"
#include "people/link_load.h"

struct clustered {
	const struct roster *roster;
	uint32_t *cluster;          /* of each of the roster's identities that move, the sealed ones included */
	float *weight;
	size_t clusters;
	int64_t *person;            /* of each cluster; people_choose fills it in */
	bool *is_new;               /* of each cluster: its person is of this run */
	struct ids ids;
	struct link_summary *out;
};

/* Each cluster's person, new ones drawn; counts new, merged, split and moved. Inside the open write transaction. */
enum err people_choose(struct ctx *c, struct clustered *k) MUST_USE;
/* Who moves. */
void people_moves(const struct clustered *k, struct mem *mem, struct moves *out);
/* Writes who moves, as a run when there is anybody, and the weights of those that stay. */
enum err people_write(struct ctx *c, struct clustered *k, const char *now) MUST_USE;
/* Puts the weights that runs of new records gave into the identities, before all of them may change. */
enum err weights_settle(struct ctx *c) MUST_USE;
/* Counts, beside the identities, all people that there are now and the pairs that wait, for the summary and the run that was written.
 * `before`: people that there were, sealed ones too; 0 where nobody knows. `identities`: that there are, sealed ones too. */
enum err run_count(struct ctx *c, struct link_summary *out, int64_t before, int64_t identities) MUST_USE;
/* People whom nobody is any more keep their old addresses working; people who are somebody again drop theirs. */
enum err people_forward(struct ctx *c, int64_t run) MUST_USE;

#endif
