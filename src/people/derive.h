/* What is worked out from all sources together, made again after every import, link and undo: people's values and the
 * list of things to fix at source. */
#ifndef PEOPLE_DERIVE_H
#define PEOPLE_DERIVE_H

#include <stdint.h>

#include "base/err.h"

/* Inside the open write transaction; `linked`: there are people, so that sources can be compared. */
enum err derive(struct ctx *c, bool linked) MUST_USE;
/* After a run that linked some records, or was undone: of the people that it was about. Where a file came whose import did not
 * come as far as this, of all. */
enum err derive_of_run(struct ctx *c, int64_t run) MUST_USE;
/* After an import, in a transaction of its own. */
enum err derive_now(struct ctx *c) MUST_USE;

#endif
