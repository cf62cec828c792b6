/* What is worked out from all sources together, made again after every import, link and undo: people's values and the
 * list of things to fix at source. */
#ifndef PEOPLE_DERIVE_H
#define PEOPLE_DERIVE_H

#include "base/err.h"

/* Inside the open write transaction; `linked`: there are people, so that sources can be compared. */
enum err derive(struct ctx *c, bool linked) MUST_USE;
/* After an import, in a transaction of its own. */
enum err derive_now(struct ctx *c) MUST_USE;

#endif
