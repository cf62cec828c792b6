/* Cleaning: what a field says, in the one form that is stored. */
#ifndef PEOPLE_INTAKE_CLEAN_H
#define PEOPLE_INTAKE_CLEAN_H

#include "base/err.h"
#include "base/text.h"

struct field;
struct mem;

/* The cleaned value of `raw` (empty for an empty field), in `mem` or in `raw` itself. On a value that the field cannot
 * hold, false, and *reason says why without repeating the value, for reasons are shown where values may not be.
 * `overruled`: the value is another column's own word (`else:`), to which the map's "*" does not apply. */
bool field_clean(struct mem *mem, const struct field *f, struct view raw, bool overruled, struct view *out,
    const char **reason);

/* A British postcode as it is written: upper case, one space before the last three. Text that is no postcode comes back
 * in upper case with single spaces. */
struct view postcode_clean(struct mem *mem, struct view raw);

#endif
