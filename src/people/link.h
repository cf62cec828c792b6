/* Linking: identities that are one child get one person. Only identity.person, its state and weight are written, with a
 * record of what they were, so that a run can be undone. */
#ifndef PEOPLE_LINK_H
#define PEOPLE_LINK_H

#include <stdint.h>

#include "base/err.h"

struct link_summary {
	int64_t run;                /* 0 when nothing had to change */
	int64_t identities, people, new_people, joined, moved, refused;
	double seconds;
};

/* Links every identity that is not sealed. A person keeps their id from run to run: a cluster takes the id that most of
 * its identities have already, the lowest when level. */
enum err link_all(struct ctx *c, struct link_summary *out) MUST_USE;

/* Puts back what a run changed. Only the last run that was not undone can be. */
enum err link_undo(struct ctx *c, int64_t run, int64_t *identities) MUST_USE;

#endif
