/* Fix at source: what is wrong in what agencies sent, as a list for those who can put it right. The list is worked out
 * anew after every import and link: what is no longer wrong closes by itself, and keeps the days it was open. */
#ifndef PEOPLE_FIX_H
#define PEOPLE_FIX_H

#include <stdint.h>

#include "base/err.h"

struct fix_summary {
	int64_t open, opened, closed;
};

/* Inside a write transaction. What compares sources is looked at only when they are `linked`; `staged`: and
 * of the people in the stage alone (people/link_stage.h), where nothing else can have changed since the last refresh. */
enum err fixes_refresh(struct ctx *c, bool linked, bool staged, struct fix_summary *out) MUST_USE;

/* Whether they were looked at since the last file was imported, today. */
enum err fixes_are_current(struct ctx *c, bool *current) MUST_USE;

#endif
