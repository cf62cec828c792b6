/* See the header. */
#include "linkage/wide.h"

#include <stdlib.h>
#include <sys/mman.h>

#define LARGE_PAGE ((size_t)2 << 20)

void *
wide_new(size_t bytes)
{
	size_t whole = (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	void *at = bytes < 2 * LARGE_PAGE ? malloc(bytes ? bytes : 1) : aligned_alloc(LARGE_PAGE, whole);

	if (!at)
		abort();
	if (bytes >= 2 * LARGE_PAGE)
		(void)madvise(at, whole, MADV_HUGEPAGE);        /* a wish: without it all is as right, and slower */
	return at;
}
