/* Fix at source: what is wrong in what agencies sent, as a list for those who can put it right. The list is worked out
 * anew after every import and link: what is no longer wrong closes by itself, and keeps the days it was open. */
#ifndef PEOPLE_FIX_H
#define PEOPLE_FIX_H

#include <stdint.h>

#include "base/err.h"

struct fix_summary {
	int64_t open, opened, closed;
};

/* Inside a write transaction. What compares sources is looked at only when they are `linked`. */
enum err fixes_refresh(struct ctx *c, bool linked, struct fix_summary *out) MUST_USE;

#endif
