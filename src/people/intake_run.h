/* Runs: consecutive episodes that are one. Made again from all current episodes of an identity, whatever the order in which
 * extracts came, so a run is never patched. */
#ifndef PEOPLE_INTAKE_RUN_H
#define PEOPLE_INTAKE_RUN_H

#include "base/err.h"

struct importing;

/* Makes again every run of the identities in m->run_identity. Counts nothing towards the file's rows. */
enum err runs_make(struct importing *m) MUST_USE;

#endif
