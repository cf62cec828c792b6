/* The guard of small numbers among the rest: over what a run has just computed, and over what is stored. Private to the room, but
 * for guard_refresh. */
#ifndef MEASURE_GUARD_STORE_H
#define MEASURE_GUARD_STORE_H

#include "base/err.h"
#include "measure/guard.h"

struct breakdown;
struct mem;
struct result;
struct run;

/* The breakdown's cells as places: small areas with all they lie in, deprivation's fifths too, are one group; special
 * educational needs with the two groups made of it another; each further dimension is one. Lives in `m`, as long as `b`. */
const struct guard_places *guard_places_new(struct mem *m, const struct breakdown *b);

/* Marks an indicator's new figures: all there are, of all days. */
void guard_observed(struct mem *m, const struct run *run, struct result *r);

/* Marks all of an indicator's stored figures anew, within the open write transaction. */
enum err guard_stored(struct ctx *c, const struct breakdown *b, const struct guard_places *places, const struct indicator *k)
    MUST_USE;

/* The same of its typed figures, those that stand; where the measure is computed by now, beside the computed ones as they are marked. */
enum err guard_typed_stored(struct ctx *c, const struct breakdown *b, const struct guard_places *places, const struct indicator *k)
    MUST_USE;
/* The breakdown and places that stored figures have, without people; in c->mem. */
enum err guard_places_load(struct ctx *c, struct breakdown **b, const struct guard_places **places) MUST_USE;

/* Notes under which rule the indicator's figures are marked, in the transaction that marks them. */
enum err guard_note(struct ctx *c, const struct indicator *k) MUST_USE;

/* Marks anew, in a transaction of its own, the stored figures of each indicator that were not marked under today's rule: of a database
 * from before there was a guard, or where its file in the catalogue says another. Called before a command reads (main.c). */
enum err guard_refresh(struct ctx *c) MUST_USE;

#endif
