/* Fix at source: what is wrong in what agencies sent, as a list for those who can put it right. The list is worked out
 * anew after every import and link: what is no longer wrong closes by itself, and keeps the days it was open. */
#ifndef PEOPLE_FIX_H
#define PEOPLE_FIX_H

#include <stdint.h>

#include "base/err.h"
#include "people/fault.h"

struct fix_summary {
	int64_t open, opened, closed;
};

/* Inside a write transaction. What compares sources is looked at only when they are `linked`. */
enum err fixes_refresh(struct ctx *c, bool linked, struct fix_summary *out) MUST_USE;
/* The same of the people in the stage alone (people/link_stage.h), of whom nothing but their values, or who else has their numbers, can
 * have changed since the last refresh, and of records there that are nobody's any more. */
enum err fixes_refresh_staged(struct ctx *c, enum fault_of of) MUST_USE;

/* Whether they were looked at since the last file was imported, today. */
enum err fixes_are_current(struct ctx *c, bool *current) MUST_USE;

#endif
