/* Small numbers: what is hidden and what is rounded before a figure is shown, by the rule of those who own the data. */
#ifndef MEASURE_SUPPRESS_H
#define MEASURE_SUPPRESS_H

#include "catalogue/indicator.h"
#include "measure/shown.h"

struct mem;

/* Hides a figure that is marked as suppressed already (the guard withholds it: guard.h), and one that is small itself under the
 * indicator's rule. Where the rule rounds, the counts that stay are rounded, and the value and its interval are worked out from the
 * rounded counts: from an exact percentage the exact counts could be worked out. A population stays as it is published.
 * A note that counts children follows the same rule; it lives in `m`. */
void suppress(struct mem *m, const struct indicator *k, struct shown *s);

/* The gaps among an indicator's breakdowns, once their groups are known: a gap together with one of its groups tells the
 * other, so it is hidden when either is, and made of the groups as they are shown where they are rounded. */
void suppress_gaps(const struct indicator *k, struct shown_list *list);

#endif
