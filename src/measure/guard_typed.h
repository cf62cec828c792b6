/* Which typed figures are withheld. Figures that come from an extract are there for every group and period; somebody types some of
 * them, from several sources. Those whose sums hold go to the guard (guard.h); what is left over is withheld as a whole. Pure. */
#ifndef MEASURE_GUARD_TYPED_H
#define MEASURE_GUARD_TYPED_H

#include "measure/guard.h"

/* Of whom a typed figure is: of a place that the guard knows; of a group within a smaller area, which it does not; of an area around
 * the authority or beside it. */
enum typed_of { TYPED_PLACED, TYPED_WITHIN, TYPED_OUTSIDE };

struct typed_cell {
	struct guard_cell cell;         /* its place: TYPED_OUTSIDE: the authority's own of the same group, or -1 */
	enum typed_of of;
	bool loose;                     /* out: not in sums that hold, so it is withheld with all the others of its time */
	struct period reach;            /* out: of a loose one, the time that it may tell something about */
};

/* Sets `withheld` of every cell. `is_computed`: the measure is computed by now, and `other` are its computed figures with their marks;
 * else NULL and 0.
 *
 * A breakdown whose figures come to less than everybody (a group was not typed) is loose, and so are quarters some of which are
 * missing in a year. Loose figures are shown where nothing of the time is small, nor withheld, nor what is missing: else none is.
 * Of a group within a smaller area nothing is shown. A figure of an area outside is shown where none of those is small, and the
 * authority's own of the same group is not withheld. Once the measure is computed, all are as loose ones beside the computed. */
void guard_typed(struct mem *m, const struct guard_places *places, const struct indicator *k, struct typed_cell *cell, size_t n,
    bool is_computed, const struct guard_cell *other, size_t n_other);

#endif
