/* Memory for what is as long as the data and grows or goes while other things stay: an arena would keep it twice. Where there
 * is none the program ends, as with an arena. */
#ifndef BASE_WIDE_H
#define BASE_WIDE_H

#include <stddef.h>

/* Not zeroed; of several megabytes in large pages where the system has them, which spares what is read here and there most of the
 * waiting for where it is. */
void *wide_new(size_t bytes);
void *wide_zeroed(size_t bytes);
/* As realloc(): the first bytes stay, NULL is as nothing. */
void *wide_grow(void *old, size_t bytes);
void wide_free(void *at);                /* NULL is allowed */

/* Asks for what lies somewhere in it, to be there when it is wanted. The empty instruction is what makes this an effect: a function that does
 * nothing else is taken for one without any, and calls of it are left out. */
static inline void
wide_fetch(const void *at)
{
	__builtin_prefetch(at);
	__asm__ volatile("");
}

#endif
