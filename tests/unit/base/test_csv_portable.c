/* The same tests over the CSV reader as a machine without SSE2 gets it. The functions of this file take the place of
 * those in the archive. */
#define CSV_PORTABLE 1
#include "../../../src/base/csv.c"

#undef BLOCK
#include "test_csv.c"
