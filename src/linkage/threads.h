/* Work cut into as many parts as there are threads. */
#ifndef LINKAGE_THREADS_H
#define LINKAGE_THREADS_H

#include <stddef.h>

#define THREADS_MOST 64

/* At the end of what each thread writes to, where several of these stand side by side: what lies within so many bytes of memory that
 * another thread writes to has to be waited for. */
#define THREAD_APART 128

/* How many there are where somebody asks for so many; 0: one for each core, sixteen at most. */
int threads_for(int asked);

/* Calls `work` with equal parts [from, to) of 0 … n, each in its own thread; where one cannot be started, in this. Returns
 * when all are done. */
void in_threads(int threads, size_t n, void (*work)(void *with, size_t from, size_t to), void *with);

#endif
