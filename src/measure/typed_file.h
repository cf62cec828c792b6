/* Many typed figures at once, from a CSV file whose columns are the options' names. */
#ifndef MEASURE_TYPED_FILE_H
#define MEASURE_TYPED_FILE_H

#include <stdio.h>

#include "measure/typed.h"

/* Indicators whose figures changed, each once. */
struct touched {
	struct { const struct indicator **item; size_t n, cap; } list;
};
void touch(struct mem *m, struct touched *t, const struct indicator *k);

/* Adds every row, inside the open write transaction; `otherwise` holds for what a row leaves empty. Rows that cannot be taken are
 * named on `out`, each with what to do, and fail the whole. */
enum err typed_file_add(struct ctx *c, const char *path, const struct typing *otherwise, struct touched *touched, size_t *added,
    FILE *out) MUST_USE;

#endif
