/* What the tests of markup share: an arena of each test's own. */
#ifndef TESTS_MEMORY_H
#define TESTS_MEMORY_H

#include "base/mem.h"

static struct mem *m;

static int
start(void **state)
{
	(void)state;
	m = mem_new();
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	mem_free(m);
	return 0;
}

#endif
