/* Reference data: organisations, workers, capacity, postcodes, areas, deprivation, population. No child hangs on a row;
 * a row is found by its key and replaced when it says something else. */
#ifndef PEOPLE_INTAKE_REFERENCE_H
#define PEOPLE_INTAKE_REFERENCE_H

#include "base/err.h"

struct importing;
struct write;

enum err reference_write(struct importing *m, const struct write *w) MUST_USE;
/* After a file of postcodes: places that were made before it take their areas. */
enum err reference_finish(struct importing *m) MUST_USE;

#endif
