/* What the benchmarks share: a clock, and the end when something fails. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/err.h"

static inline double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline void
check(const struct ctx *c, enum err e)
{
	if (e == OK)
		return;
	fprintf(stderr, "%s\n", c->sentence);
	exit(1);
}

#endif
