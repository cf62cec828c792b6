/* Fields that no column holds: worked out from others by the postcode look-up. */
#ifndef PEOPLE_INTAKE_COMPUTE_H
#define PEOPLE_INTAKE_COMPUTE_H

#include "base/err.h"
#include "base/text.h"

struct importing;
struct record;

/* Fills the computed fields of a cleaned row: another column's word where there is one (`else:`), empty where a postcode
 * is not known. */
enum err fields_compute(struct importing *m, const struct record *record, struct view *value) MUST_USE;

#endif
