/* Rows that cannot be taken. */
#ifndef PEOPLE_INTAKE_REJECT_H
#define PEOPLE_INTAKE_REJECT_H

#include <stdint.h>

#include "base/err.h"

struct importing;

/* Writes a reject row for the current row: `field` may be NULL; `reason` says nothing of the value; `earlier_row` is the
 * row that it disagrees with, or 0. Whose row it is, is m->identity where that is known, else what m->value says. */
enum err row_reject(struct importing *m, const char *field, const char *reason, int64_t earlier_row) MUST_USE;

#endif
