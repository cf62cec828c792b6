/* See the header. */
#include "linkage/threads.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

int
threads_for(int asked)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (asked > 0)
		return asked < THREADS_MOST ? asked : THREADS_MOST;
	return cores < 1 ? 1 : cores < 16 ? (int)cores : 16;
}

struct part {
	void (*work)(void *with, size_t from, size_t to);
	void *with;
	size_t from, to;
};

static void *
part_thread(void *with)
{
	const struct part *p = with;

	p->work(p->with, p->from, p->to);
	return NULL;
}

void
in_threads(int threads, size_t n, void (*work)(void *with, size_t from, size_t to), void *with)
{
	struct part part[THREADS_MOST];
	pthread_t thread[THREADS_MOST];
	bool started[THREADS_MOST] = {false};

	threads = threads < 1 ? 1 : threads > THREADS_MOST ? THREADS_MOST : threads;
	for (int i = 0; i < threads; i++) {
		part[i] = (struct part){work, with, n * (size_t)i / (size_t)threads, n * (size_t)(i + 1) / (size_t)threads};
		started[i] = i > 0 && pthread_create(&thread[i], NULL, part_thread, &part[i]) == 0;
	}
	for (int i = 0; i < threads; i++)
		if (!started[i])
			part_thread(&part[i]);
	for (int i = 0; i < threads; i++)
		if (started[i])
			pthread_join(thread[i], NULL);
}
