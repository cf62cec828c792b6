/* See the header. */
#include "base/ring.h"

static void *
empty_all(void *with)
{
	struct ring *r = with;

	pthread_mutex_lock(&r->lock);
	for (;;) {
		size_t slot = r->emptied % r->slots;

		while (r->emptied == r->filled && !r->stopping)
			pthread_cond_wait(&r->moved, &r->lock);
		if (r->emptied == r->filled)
			break;
		pthread_mutex_unlock(&r->lock);
		r->empty(r->with, slot);
		pthread_mutex_lock(&r->lock);
		r->emptied++;
		pthread_cond_broadcast(&r->moved);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

void
ring_start(struct ring *r, size_t slots, void (*empty)(void *with, size_t slot), void *with)
{
	*r = (struct ring){.slots = slots, .empty = empty, .with = with};
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->moved, NULL);
	r->alone = pthread_create(&r->thread, NULL, empty_all, r) != 0;
}

size_t
ring_slot(const struct ring *r)
{
	return r->filled % r->slots;
}

size_t
ring_waiting(struct ring *r)
{
	size_t n;

	pthread_mutex_lock(&r->lock);
	n = r->filled - r->emptied;
	pthread_mutex_unlock(&r->lock);
	return n;
}

void
ring_hand_over(struct ring *r, size_t most)
{
	if (r->alone || (most == 0 && ring_waiting(r) == 0)) {
		r->empty(r->with, ring_slot(r));
		return;
	}
	pthread_mutex_lock(&r->lock);
	r->filled++;
	pthread_cond_broadcast(&r->moved);
	pthread_mutex_unlock(&r->lock);
	ring_wait(r, most);
}

void
ring_wait(struct ring *r, size_t most)
{
	pthread_mutex_lock(&r->lock);
	while (r->filled - r->emptied > most)
		pthread_cond_wait(&r->moved, &r->lock);
	pthread_mutex_unlock(&r->lock);
}

void
ring_stop(struct ring *r)
{
	pthread_mutex_lock(&r->lock);
	r->stopping = true;
	pthread_cond_broadcast(&r->moved);
	pthread_mutex_unlock(&r->lock);
	if (!r->alone)
		pthread_join(r->thread, NULL);
	pthread_mutex_destroy(&r->lock);
	pthread_cond_destroy(&r->moved);
}
