/* What figures are made of. Where none of it has changed since the last time, they need not be worked out again.
 *
 * An indicator's inputs are: the catalogue (any file of it), the files imported of the data sets that write the kinds it reads,
 * the people whom those agencies know (who is who, born, sex, ethnicity, homes, memberships), the areas with their
 * population, and its periods. One whose query reads other tables than episode and event hangs on every file, every linking
 * run and the day. Wrong in one direction only: what is left as it was would have come out the same. */
#ifndef MEASURE_INPUTS_H
#define MEASURE_INPUTS_H

#include "base/err.h"
#include "measure/compute.h"

/* What all indicators share: sets run->inputs, in `m`. To be called before the figures are worked out: a file that
 * comes in between is then one more next time. */
enum err inputs_load(struct ctx *c, struct mem *m, struct run *run) MUST_USE;
/* Whether the indicator's inputs differ from those noted with its figures. */
bool inputs_changed(struct ctx *c, const struct run *run, const struct indicator *k);
/* Notes them, in the open transaction. */
enum err inputs_note(struct ctx *c, const struct run *run, const struct indicator *k) MUST_USE;

#endif
