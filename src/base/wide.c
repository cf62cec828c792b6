/* See the header. */
#include "base/wide.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "base/mem.h"

#define LARGE_PAGE ((size_t)2 << 20)

static void *
there(void *at, size_t bytes)
{
	if (!at)
		mem_none(bytes);
	return at;
}

void *
wide_new(size_t bytes)
{
	size_t whole = (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	void *at;

	if (bytes < 2 * LARGE_PAGE)
		return there(malloc(bytes ? bytes : 1), bytes);
	at = there(aligned_alloc(LARGE_PAGE, whole), bytes);
	(void)madvise(at, whole, MADV_HUGEPAGE);        /* a wish: without it all is as right, and slower */
	return at;
}

void *
wide_zeroed(size_t bytes)
{
	return there(calloc(bytes ? bytes : 1, 1), bytes);
}

void *
wide_grow(void *old, size_t bytes)
{
	return there(realloc(old, bytes ? bytes : 1), bytes);
}

void
wide_free(void *at)
{
	free(at);
}
