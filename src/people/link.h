/* Linking: identities that are one child get one person. Only identity.person, its state and weight are written, with a
 * record of what they were, so that a run can be undone. docs/linkage.md says how. */
#ifndef PEOPLE_LINK_H
#define PEOPLE_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct link_summary {
	int64_t run;                /* 0 when nothing had to change */
	bool full;                  /* every record could move, and the model was trained anew */
	int64_t identities, people; /* that take part: sealed ones are in no count */
	int64_t joined;             /* identities beyond one a person */
	int64_t new_people, moved;  /* moved: identities that had another person */
	int64_t merged, split;      /* people of before that are nobody's now, or two people's */
	int64_t awaiting;           /* pairs left for people to decide */
	int64_t kept_apart;         /* joins that the rest of two people's records spoke against, or a decision */
	int64_t keys_split, left_apart; /* of a full run: keys that too many records share, pairs of these that are not compared by that key */
	double join, review;        /* the thresholds that it went by, as probabilities */
	const char *declared;       /* the sources that it took to be without duplicates, in words; "" where there are none; lives in c->mem */
	double seconds;
};

/* Links every identity that is not sealed. A person keeps their id from run to run: a cluster takes the id that most of
 * its identities have already, the lowest when level. Without `full` only identities that are new, have changed, or that
 * a person decided about since the last run may move; it is a full run all the same where there was none before, or where most
 * identities may move. */
enum err link_all(struct ctx *c, bool full, struct link_summary *out) MUST_USE;

/* Puts back what a run changed, and the list of pairs that waited before it. Only the last run that was not undone can be. */
enum err link_undo(struct ctx *c, int64_t run, int64_t *identities) MUST_USE;

#endif
