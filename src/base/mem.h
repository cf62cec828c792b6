/* Arenas: memory that is freed whole.
 *
 * One arena serves a request, a command or a batch of rows. Allocation never returns NULL: when the machine has no
 * more memory the process says so and ends with ERR_SYSTEM, and the open transaction rolls back.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>
#include <string.h>

struct mem;

struct mem *mem_new(void);
void mem_free(struct mem *m);            /* NULL is allowed */
void mem_reset(struct mem *m);           /* forgets everything taken, keeps the first blocks for reuse */

/* `size` zeroed bytes, aligned for any type; live until the arena is reset or freed. */
void *mem_take(struct mem *m, size_t size);

/* The same for `n` things of `size` bytes; a product that does not fit is like any exhaustion. */
void *mem_take_array(struct mem *m, size_t n, size_t size);

/* A copy of `n` bytes with a NUL after them. */
char *mem_copy(struct mem *m, const char *from, size_t n);

/* printf into the arena. */
char *mem_format(struct mem *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What happens when there is no memory, which allocation here and beside it (base/wide.h) need not be asked about: one sentence and the end,
 * with ERR_SYSTEM. `wanted` bytes; 0 where a library does not say. */
_Noreturn void mem_none(size_t wanted);

/* Bytes now held by the arena, for tests and for the memory figures of a long command. */
size_t mem_held(const struct mem *m);

#define mem_new_one(m, type) ((type *)mem_take((m), sizeof(type)))
#define mem_new_array(m, type, n) ((type *)mem_take_array((m), (size_t)(n), sizeof(type)))

/* A growing list is any struct with `item` (a pointer), `n` and `cap` (size_t). push() gives a pointer to one more
 * item, zeroed; earlier pointers into the list die. Old blocks stay in the arena until it is reset. */
#define LIST(type) { type *item; size_t n, cap; }
#define push(m, list)                                                                                          \
	((list)->item = list_room((m), (list)->item, (list)->n, &(list)->cap, sizeof *(list)->item),           \
	 &(list)->item[(list)->n++])
/* Its two halves: where there is room, and where there is none. */
void *list_grow(struct mem *m, void *item, size_t n, size_t *cap, size_t size);
static inline void *
list_room(struct mem *m, void *item, size_t n, size_t *cap, size_t size)
{
	if (item == NULL || n >= *cap)
		return list_grow(m, item, n, cap, size);
	memset((char *)item + n * size, 0, size);
	return item;
}

#endif
