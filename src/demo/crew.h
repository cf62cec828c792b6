/* The same work by several threads at once. */
#ifndef DEMO_CREW_H
#define DEMO_CREW_H

/* Calls work(with) in `threads` threads, this one among them, 17 at most; returns when all are done. Where a thread cannot be
 * started the others do its part. */
void crew_run(int threads, void *(*work)(void *), void *with);

#endif
