/* Typed figures among published ones, for pages that set areas side by side. */
#ifndef MEASURE_TYPED_BESIDE_H
#define MEASURE_TYPED_BESIDE_H

#include "measure/published.h"

/* Adds the totals that were typed of the measure, as they may be shown, where nothing published gives a number of that area and
 * period. `area` and `period` may be NULL for any. Nothing for a measure that is not typed. Sorted by period. */
enum err typed_beside(struct ctx *c, const struct published *p, const char *area, const struct period *period,
    struct published_figures *out) MUST_USE;

#endif
