/* See the header. */
#include "base/wide.h"

#include <stdint.h>
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

/* A wish: without it all is as right, and slower. */
static void
in_large_pages(char *at, size_t bytes)
{
	char *first = (char *)(((uintptr_t)at + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE);

	(void)madvise(first, bytes - (size_t)(first - at), MADV_HUGEPAGE);
}

void *
wide_new(size_t bytes)
{
	size_t whole = (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	void *at;

	if (bytes < 2 * LARGE_PAGE)
		return there(malloc(bytes ? bytes : 1), bytes);
	at = there(aligned_alloc(LARGE_PAGE, whole), bytes);
	in_large_pages(at, whole);
	return at;
}

void *
wide_zeroed(size_t bytes)
{
	void *at = there(calloc(bytes ? bytes : 1, 1), bytes);

	if (bytes >= 2 * LARGE_PAGE)
		in_large_pages(at, bytes);
	return at;
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
