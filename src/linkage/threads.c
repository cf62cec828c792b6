/* See the header. */
#include "linkage/threads.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

#define RANGES_EACH 16

int
threads_for(int asked)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (asked > 0)
		return asked < THREADS_MOST ? asked : THREADS_MOST;
	return cores < 1 ? 1 : cores < 16 ? (int)cores : 16;
}

static int
threads_there_may_be(int threads)
{
	return threads < 1 ? 1 : threads > THREADS_MOST ? THREADS_MOST : threads;
}

/* Ranges that nobody has begun are any thread's: one that is slower, or has more to do in each, takes fewer. */
struct sharing {
	void (*work)(void *with, size_t from, size_t to);
	void *with;
	size_t n, ranges, next;
};

static void *
share_thread(void *with)
{
	struct sharing *s = with;

	for (size_t i; (i = __atomic_fetch_add(&s->next, 1, __ATOMIC_RELAXED)) < s->ranges;)
		s->work(s->with, s->n * i / s->ranges, s->n * (i + 1) / s->ranges);
	return NULL;
}

void
in_threads(int threads, size_t n, void (*work)(void *with, size_t from, size_t to), void *with)
{
	struct sharing s = {work, with, n, n, 0};
	pthread_t thread[THREADS_MOST];
	bool started[THREADS_MOST] = {false};

	threads = threads_there_may_be(threads);
	if (s.ranges > (size_t)threads * RANGES_EACH)
		s.ranges = (size_t)threads * RANGES_EACH;
	for (int i = 1; i < threads && (size_t)i < s.ranges; i++)
		started[i] = pthread_create(&thread[i], NULL, share_thread, &s) == 0;
	share_thread(&s);
	for (int i = 1; i < threads; i++)
		if (started[i])
			pthread_join(thread[i], NULL);
}

struct turns {
	void (*work)(void *with, size_t thread, size_t item);
	void *with;
	size_t n, next;
};

static void
turns_take(void *with, size_t from, size_t to)
{
	struct turns *k = with;

	for (size_t thread = from, item; thread < to; thread++)
		while ((item = __atomic_fetch_add(&k->next, 1, __ATOMIC_RELAXED)) < k->n)
			k->work(k->with, thread, item);
}

void
in_turns(int threads, size_t n, void (*work)(void *with, size_t thread, size_t item), void *with)
{
	struct turns k = {work, with, n, 0};

	threads = threads_there_may_be(n < THREADS_MOST && (int)n < threads ? (int)n : threads);
	in_threads(threads, (size_t)threads, turns_take, &k);
}
