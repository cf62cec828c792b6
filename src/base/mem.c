/* Arenas: a chain of blocks, each filled from its start. What lies above a block's high mark was never handed out and
 * is zero still (calloc), so only memory that is used a second time is wiped. Under AddressSanitizer the unused part
 * of a block is poisoned and a gap follows each piece, so that an overrun is seen as it would be with malloc. */
#include "base/mem.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/err.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEM_WATCHED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define MEM_WATCHED 1
#endif

#ifdef MEM_WATCHED
#include <sanitizer/asan_interface.h>
#define HIDE(at, n) ASAN_POISON_MEMORY_REGION((at), (n))
#define SHOW(at, n) ASAN_UNPOISON_MEMORY_REGION((at), (n))
#define GAP ALIGN
#else
#define HIDE(at, n) ((void)(at), (void)(n))
#define SHOW(at, n) ((void)(at), (void)(n))
#define GAP 0
#endif

#define ALIGN _Alignof(max_align_t)
#define FIRST_BLOCK ((size_t)16 * 1024)
#define LAST_BLOCK ((size_t)4 * 1024 * 1024)
#define KEPT ((size_t)1024 * 1024)      /* what a reset keeps for the next request or batch */

struct block {
	struct block *next;
	size_t size, used, high;        /* bytes after this header; high: from here on all is zero */
	_Alignas(max_align_t) unsigned char bytes[];
};

struct mem {
	struct block *first, *now;
	size_t held, next_size;
};

/* Not abort(), which may leave all that the memory held in a core. Another thread that has none either waits for the stream. */
void
mem_none(size_t wanted)
{
	flockfile(stderr);
	fprintf(stderr, "bairn: there is no memory left (%zu MB more wanted): what was committed is kept, and nothing else was changed;"
	    " give it more, or less to do at once\n", wanted / 1000000 + 1);
	_Exit(ERR_SYSTEM);
}

struct mem *
mem_new(void)
{
	struct mem *m = calloc(1, sizeof *m);

	if (m == NULL)
		mem_none(sizeof *m);
	m->next_size = FIRST_BLOCK;
	return m;
}

static void
block_free(struct mem *m, struct block *b)
{
	m->held -= b->size;
	SHOW(b->bytes, b->size);
	free(b);
}

void
mem_free(struct mem *m)
{
	struct block *next;

	if (m == NULL)
		return;
	for (struct block *b = m->first; b != NULL; b = next) {
		next = b->next;
		block_free(m, b);
	}
	free(m);
}

void
mem_reset(struct mem *m)
{
	struct block **link = &m->first;
	size_t kept = 0;

	while (*link != NULL) {
		struct block *b = *link;

		if (kept + b->size > KEPT) {
			*link = b->next;
			block_free(m, b);
			continue;
		}
		kept += b->size;
		if (b->used > b->high)
			b->high = b->used;
		b->used = 0;
		HIDE(b->bytes, b->size);
		link = &b->next;
	}
	m->now = m->first;
}

/* Memory that is used for the first time is given page by page, which takes longer than the use: of a large block pages may be large. */
static void
large_pages_ask(struct block *b)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), before = page - (uintptr_t)b->bytes % page;

	if (b->size >= LAST_BLOCK)
		(void)madvise(b->bytes + before, (b->size - before) / page * page, MADV_HUGEPAGE);
}

/* A block with room for `size` bytes becomes the one to fill: the next kept one when it is large enough, else new. */
static void
block_for(struct mem *m, size_t size)
{
	struct block *b = m->now != NULL ? m->now->next : m->first;
	size_t room = size > m->next_size ? size : m->next_size;

	if (b != NULL && b->size >= size) {
		m->now = b;
		return;
	}
	if (room > SIZE_MAX - sizeof *b || (b = calloc(1, sizeof *b + room)) == NULL)
		mem_none(room);
	b->size = room;
	large_pages_ask(b);
	HIDE(b->bytes, b->size);
	m->held += room;
	if (m->next_size < LAST_BLOCK)
		m->next_size *= 2;
	if (m->now == NULL) {
		b->next = m->first;
		m->first = b;
	} else {
		b->next = m->now->next;
		m->now->next = b;
	}
	m->now = b;
}

void *
mem_take(struct mem *m, size_t size)
{
	struct block *b = m->now;
	size_t whole;
	unsigned char *at;

	if (size > SIZE_MAX - 4 * ALIGN)
		mem_none(size);
	whole = (size + (size == 0) + ALIGN - 1) / ALIGN * ALIGN + GAP;
	if (b == NULL || b->size - b->used < whole) {
		block_for(m, whole);
		b = m->now;
	}
	at = b->bytes + b->used;
	SHOW(at, size);
	if (b->used < b->high)
		memset(at, 0, size);
	b->used += whole;
	return at;
}

void *
mem_take_array(struct mem *m, size_t n, size_t size)
{
	size_t whole;

	if (__builtin_mul_overflow(n, size, &whole))
		mem_none(SIZE_MAX);
	return mem_take(m, whole);
}

char *
mem_copy(struct mem *m, const char *from, size_t n)
{
	char *to = mem_take(m, n + 1);

	if (n > 0)
		memcpy(to, from, n);
	return to;
}

char *
mem_format(struct mem *m, const char *format, ...)
{
	va_list list;
	char few[256];
	char *to;
	int n;

	va_start(list, format);
	n = vsnprintf(few, sizeof few, format, list);
	va_end(list);
	if (n < 0)
		return mem_copy(m, "", 0);
	if ((size_t)n < sizeof few)
		return mem_copy(m, few, (size_t)n);
	to = mem_take(m, (size_t)n + 1);
	va_start(list, format);
	vsnprintf(to, (size_t)n + 1, format, list);
	va_end(list);
	return to;
}

size_t
mem_held(const struct mem *m)
{
	return m->held;
}

/* The last piece of the block being filled grows where it stands when there is room after it. */
static bool
grow_in_place(struct mem *m, unsigned char *item, size_t old, size_t new)
{
	struct block *b = m->now;
	size_t whole = (old + ALIGN - 1) / ALIGN * ALIGN + GAP;
	size_t wanted = (new + ALIGN - 1) / ALIGN * ALIGN + GAP;

	if (b == NULL || b->used < whole || item != b->bytes + b->used - whole || b->size - (b->used - whole) < wanted)
		return false;
	SHOW(item + old, new - old);
	if ((size_t)(item - b->bytes) + old < b->high)
		memset(item + old, 0, new - old);
	b->used += wanted - whole;
	return true;
}

void *
list_grow(struct mem *m, void *item, size_t n, size_t *cap, size_t size)
{
	size_t room = *cap < 8 ? 8 : *cap * 2;
	size_t bytes;
	void *to;

	if (__builtin_mul_overflow(room, size, &bytes))
		mem_none(SIZE_MAX);
	if (item != NULL && *cap > 0 && grow_in_place(m, item, *cap * size, bytes)) {
		*cap = room;
		return item;
	}
	to = mem_take(m, bytes);
	if (n > 0)
		memcpy(to, item, n * size);
	*cap = room;
	return to;
}
