/* Values that wait in memory, one after the other, each with its bytes behind it. */
#ifndef STORE_DATUMS_H
#define STORE_DATUMS_H

#include "store/engine.h"

size_t datums_size(const struct datum *d, int n);               /* bytes that they take */
char *datums_put(char *to, const struct datum *d, int n);       /* copies them; returns where the next go */
const char *datums_get(const char *at, struct datum *d, int n); /* their bytes stay where they lie; returns where the next stand */

#endif
