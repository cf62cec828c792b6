/* Work that several threads share. */
#ifndef LINKAGE_THREADS_H
#define LINKAGE_THREADS_H

#include <stddef.h>

#define THREADS_MOST 64

/* At the end of what each thread writes to, where several of these stand side by side: what lies within so many bytes of memory that
 * another thread writes to has to be waited for. */
#define THREAD_APART 128

/* How many there are where somebody asks for so many; 0: one for each core, sixteen at most. */
int threads_for(int asked);

/* Calls `work` with ranges [from, to) that are 0 … n together, on several threads; where one cannot be started, the others do its part.
 * Returns when all are done. Where n is the number of threads each range is one. */
void in_threads(int threads, size_t n, void (*work)(void *with, size_t from, size_t to), void *with);

/* The same with each of n items by itself, and which of the threads it is, from 0: so that it can have something of its own. */
void in_turns(int threads, size_t n, void (*work)(void *with, size_t thread, size_t item), void *with);

#endif
