/* See the header. */
#include "demo/crew.h"

#include <pthread.h>

#define CREW_MOST 16                    /* beside the caller's own */

void
crew_run(int threads, void *(*work)(void *), void *with)
{
	pthread_t thread[CREW_MOST];
	int n = 0;

	for (; n < threads - 1 && n < CREW_MOST; n++)
		if (pthread_create(&thread[n], NULL, work, with) != 0)
			break;
	(void)work(with);
	for (int i = 0; i < n; i++)
		pthread_join(thread[i], NULL);
}
