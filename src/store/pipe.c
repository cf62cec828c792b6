/* Blocks of rows from the thread that makes them to the thread that stores them. */
#include "store/pipe.h"

#include <assert.h>
#include <string.h>

#include "base/ring.h"
#include "store/datums.h"
#include "store/internal.h"

#define BLOCK_BYTES (256 * 1024)
#define BLOCKS 64
#define COLUMNS_MAX 64
#define VALUES_MAX (16 * ROWS_TOGETHER)
static_assert(VALUES_MAX >= COLUMNS_MAX, "a row's values have room");

struct block {
	char *at;
	size_t n, cap;
};

struct pipe {
	struct mem *mem;
	struct ring ring;
	struct block block[BLOCKS];     /* its slots */
	_Atomic bool under_way;         /* rows are in a block, handed over or not */
	_Atomic int failed;             /* the engine's code of the first failure */
};

/* What stands before a row's values. */
struct row_head {
	struct rows *insert;
	const int *place;
	int n;
};

/* ---- storing: on the pipe's thread ---------------------------------------------------------------------------- */

/* Stores the row that starts at `at`, and those after it that are of one statement with it, up to ROWS_TOGETHER; returns where the next
 * one starts. */
static const char *
rows_store(struct pipe *p, const char *at, const char *end)
{
	struct row_head head, next = {0};
	struct datum value[VALUES_MAX];
	int rows = 0, code;

	memcpy(&head, at, sizeof head);
	do {
		at = datums_get(at + sizeof head, value + rows++ * head.n, head.n);
		if (at < end)
			memcpy(&next, at, sizeof next);
	} while (at < end && next.insert == head.insert && rows < ROWS_TOGETHER && (rows + 1) * head.n <= VALUES_MAX);
	code = head.insert->conn->engine->store_rows(head.insert, head.place, value, head.n, rows);
	if (code != 0)
		atomic_store(&p->failed, code);
	return at;
}

static void
block_store(void *with, size_t slot)
{
	struct pipe *p = with;
	struct block *b = &p->block[slot];

	for (const char *at = b->at; at < b->at + b->n && !atomic_load(&p->failed);)
		at = rows_store(p, at, b->at + b->n);
	b->n = 0;
}

/* ---- handing over: on the thread that has the turn ------------------------------------------------------------- */

static struct pipe *
pipe_start(struct store *store)
{
	struct mem *m = mem_new();
	struct pipe *p = mem_new_one(m, struct pipe);

	p->mem = m;
	ring_start(&p->ring, BLOCKS, block_store, p);
	return store->pipe = p;
}

/* Gives the block being filled to the other thread, and waits until no more than `most` are with it. */
static void
block_hand_over(struct pipe *p, size_t most)
{
	if (p->block[ring_slot(&p->ring)].n)
		ring_hand_over(&p->ring, most);
	else
		ring_wait(&p->ring, most);
}

static struct block *
block_with_room(struct pipe *p, size_t size)
{
	struct block *b = &p->block[ring_slot(&p->ring)];

	if (b->n && b->n + size > BLOCK_BYTES) {
		block_hand_over(p, BLOCKS - 1);
		b = &p->block[ring_slot(&p->ring)];
	}
	if (b->cap < size || !b->cap) {
		b->cap = size > BLOCK_BYTES ? size : BLOCK_BYTES;
		b->at = mem_take(p->mem, b->cap);
	}
	return b;
}

bool
pipe_put(struct store *store, struct rows *insert, const int *place, const struct datum *value, int n)
{
	struct pipe *p = store->pipe ? store->pipe : pipe_start(store);
	struct row_head head = {insert, place, n};
	struct block *b;
	size_t size;
	char *to;

	if (atomic_load(&p->failed) || n > COLUMNS_MAX)
		return false;
	size = sizeof head + datums_size(value, n);
	b = block_with_room(p, size);
	atomic_store(&p->under_way, true);
	store->changed = true;
	to = b->at + b->n;
	memcpy(to, &head, sizeof head);
	(void)datums_put(to + sizeof head, value, n);
	b->n += size;
	return true;
}

bool
pipe_busy(const struct store *store)
{
	return store->pipe && atomic_load(&store->pipe->under_way);
}

enum err
pipe_drain(struct ctx *c, struct store *store)
{
	struct pipe *p = store->pipe;
	int rc;

	if (!p)
		return OK;
	if (atomic_load(&p->under_way)) {
		block_hand_over(p, 0);
		atomic_store(&p->under_way, false);
		if (!atomic_load(&p->failed) && store->engine->flush)
			atomic_store(&p->failed, store->engine->flush(store->writing));
	}
	rc = atomic_load(&p->failed);
	return rc ? store->engine->trouble(c, store->writing, rc) : OK;
}

void
pipe_forget(struct store *store)
{
	if (store->pipe)
		atomic_store(&store->pipe->failed, 0);
}

void
pipe_stop(struct store *store)
{
	struct pipe *p = store->pipe;

	if (!p)
		return;
	ring_stop(&p->ring);
	store->pipe = NULL;
	mem_free(p->mem);
}
