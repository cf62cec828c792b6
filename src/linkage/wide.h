/* Arrays as long as all records, which are read here and there: large pages spare most of the waiting for where memory is. */
#ifndef LINKAGE_WIDE_H
#define LINKAGE_WIDE_H

#include <stddef.h>

/* `bytes` of memory, not zeroed, in large pages where the system has them; free() gives it back. Aborts where there is none. */
void *wide_new(size_t bytes);

#endif
