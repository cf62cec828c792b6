/* Reading the two clocks. */
#include "base/clock.h"

#include <string.h>
#include <time.h>

#include "base/mem.h"

int64_t
clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

const char *
clock_stamp(struct mem *m)
{
	char text[32];
	struct tm tm;
	time_t now = time(NULL);

	gmtime_r(&now, &tm);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return mem_copy(m, text, strlen(text));
}
