/* What is worked out from all sources together, made again after every import, link and undo: people's values and the
 * list of things to fix at source. */
#ifndef PEOPLE_DERIVE_H
#define PEOPLE_DERIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

/* Inside the open write transaction; `linked`: there are people, so that sources can be compared. */
enum err derive(struct ctx *c, bool linked) MUST_USE;
/* After an import, in a transaction of its own. */
enum err derive_now(struct ctx *c) MUST_USE;

/* An identity that goes from one person to another; 0: nobody. */
struct move {
	int64_t identity, before, after;
};
struct moves {
	struct mem *mem;
	struct LIST(struct move) move;
};

/* After some identities moved: of the people whom it is about, or, where a file came whose import did not come as far as this, of all. What
 * it reads of them, which hangs on the moves alone, it may read beside (store_beside) while the caller writes the moves: begin before they are written,
 * end after. `moves` and what it returns live in moves->mem, which is left alone in between. */
struct deriving;
enum err derive_begin(struct ctx *c, const struct moves *moves, struct deriving **out) MUST_USE;
enum err derive_end(struct ctx *c, struct deriving *d) MUST_USE;

#endif
