/* Slots that one thread fills and another empties, each at its own pace: who is quicker waits only when all slots are full, or none is. */
#ifndef BASE_RING_H
#define BASE_RING_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct ring {
	size_t slots;
	void (*empty)(void *with, size_t slot);
	void *with;
	size_t filled, emptied;         /* handed over and emptied, counted from the start; under the lock */
	bool stopping;                  /* under the lock */
	bool alone;                     /* the machine gave no thread: who fills the slots empties them */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t moved;
};

/* `empty` is called for one slot after the other, on the ring's thread or, while nothing waits there, on the one that fills. */
void ring_start(struct ring *r, size_t slots, void (*empty)(void *with, size_t slot), void *with);
/* The slot to be filled now. It and all that follow are for the one thread that fills. */
size_t ring_slot(const struct ring *r);
size_t ring_waiting(struct ring *r);            /* slots handed over that are not emptied */
/* Hands the slot over, and returns when no more than `most` (fewer than there are) wait. Who would wait for that slot alone empties it: to
 * wake the other and be woken takes longer than a short one. */
void ring_hand_over(struct ring *r, size_t most);
void ring_wait(struct ring *r, size_t most);
void ring_stop(struct ring *r);                 /* when what was handed over is emptied */

#endif
