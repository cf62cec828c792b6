/* Blocks of rows from the thread that makes them to the thread that stores them. */
#include "store/pipe.h"

#include <pthread.h>
#include <string.h>

#include "store/internal.h"

#define BLOCK_BYTES (256 * 1024)
#define BLOCKS 64

struct block {
	char *at;
	size_t n, cap;
};

struct pipe {
	struct mem *mem;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	struct block block[BLOCKS];
	size_t filled, emptied;         /* blocks handed over and stored, counted from the start; under the lock */
	bool stopping;                  /* under the lock */
	_Atomic bool under_way;         /* rows are in a block, handed over or not */
	_Atomic int failed;             /* SQLite's code of the first failure */
};

/* What stands before a row's values. */
struct row_head {
	struct rows *insert;
	const int *place;
	int n;
};
struct value_head {
	enum pipe_kind kind;
	int64_t n;                      /* the integer; of text and bytes, the size */
	double x;
};

/* ---- storing: on the pipe's thread ---------------------------------------------------------------------------- */

static int
value_bind(sqlite3_stmt *stmt, int at, const struct value_head *v, const char *bytes)
{
	switch (v->kind) {
	case PIPE_INT:
		return sqlite3_bind_int64(stmt, at, v->n);
	case PIPE_REAL:
		return sqlite3_bind_double(stmt, at, v->x);
	case PIPE_TEXT:
		return sqlite3_bind_text64(stmt, at, bytes, (sqlite3_uint64)v->n, SQLITE_STATIC, SQLITE_UTF8);
	case PIPE_BYTES:
		return sqlite3_bind_blob64(stmt, at, bytes, (sqlite3_uint64)v->n, SQLITE_STATIC);
	default:
		return sqlite3_bind_null(stmt, at);
	}
}

/* Stores the row that starts at `at`; returns where the next one starts. */
static const char *
row_store(struct pipe *p, const char *at)
{
	struct row_head head;
	int rc = SQLITE_OK, step;

	memcpy(&head, at, sizeof head);
	at += sizeof head;
	for (int i = 0; i < head.n; i++) {
		struct value_head v;

		memcpy(&v, at, sizeof v);
		at += sizeof v;
		if (rc == SQLITE_OK)
			rc = value_bind(head.insert->stmt, head.place[i], &v, at);
		at += v.kind == PIPE_TEXT || v.kind == PIPE_BYTES ? (size_t)v.n : 0;
	}
	if (rc == SQLITE_OK && (step = sqlite3_step(head.insert->stmt)) != SQLITE_DONE)
		rc = step;
	sqlite3_reset(head.insert->stmt);
	if (rc != SQLITE_OK)
		atomic_store(&p->failed, rc);
	return at;
}

static void *
blocks_store(void *with)
{
	struct pipe *p = with;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		struct block *b;

		while (p->emptied == p->filled && !p->stopping)
			pthread_cond_wait(&p->moved, &p->lock);
		if (p->emptied == p->filled)
			break;
		b = &p->block[p->emptied % BLOCKS];
		pthread_mutex_unlock(&p->lock);
		for (const char *at = b->at; at < b->at + b->n && !atomic_load(&p->failed);)
			at = row_store(p, at);
		b->n = 0;
		pthread_mutex_lock(&p->lock);
		p->emptied++;
		pthread_cond_broadcast(&p->moved);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* ---- handing over: on the thread that has the turn ------------------------------------------------------------- */

static struct pipe *
pipe_start(struct store *store)
{
	struct mem *m = mem_new();
	struct pipe *p = mem_new_one(m, struct pipe);

	p->mem = m;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->moved, NULL);
	if (pthread_create(&p->thread, NULL, blocks_store, p)) {
		mem_free(m);
		return NULL;
	}
	return store->pipe = p;
}

/* Gives the block being filled to the other thread, and waits for a free one. */
static void
block_hand_over(struct pipe *p)
{
	pthread_mutex_lock(&p->lock);
	p->filled++;
	pthread_cond_broadcast(&p->moved);
	while (p->filled - p->emptied >= BLOCKS)
		pthread_cond_wait(&p->moved, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

static struct block *
block_with_room(struct pipe *p, size_t size)
{
	struct block *b = &p->block[p->filled % BLOCKS];

	if (b->n && b->n + size > BLOCK_BYTES) {
		block_hand_over(p);
		b = &p->block[p->filled % BLOCKS];
	}
	if (b->cap < size || !b->cap) {
		b->cap = size > BLOCK_BYTES ? size : BLOCK_BYTES;
		b->at = mem_take(p->mem, b->cap);
	}
	return b;
}

static char *
append(char *to, const void *bytes, size_t n)
{
	if (n)
		memcpy(to, bytes, n);
	return to + n;
}

bool
pipe_put(struct store *store, struct rows *insert, const int *place, const struct pipe_value *value, int n)
{
	struct pipe *p = store->pipe ? store->pipe : pipe_start(store);
	struct row_head head = {insert, place, n};
	size_t size = sizeof head;
	struct block *b;
	char *to;

	if (!p || atomic_load(&p->failed))
		return false;
	for (int i = 0; i < n; i++)
		size += sizeof (struct value_head) + (value[i].kind >= PIPE_TEXT ? value[i].size : 0);
	b = block_with_room(p, size);
	atomic_store(&p->under_way, true);
	to = append(b->at + b->n, &head, sizeof head);
	for (int i = 0; i < n; i++) {
		const struct pipe_value *v = &value[i];
		bool bytes = v->kind >= PIPE_TEXT;
		struct value_head vh = {v->kind, bytes ? (int64_t)v->size : v->n, v->x};

		to = append(to, &vh, sizeof vh);
		to = append(to, v->at, bytes ? v->size : 0);
	}
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
		pthread_mutex_lock(&p->lock);
		if (p->block[p->filled % BLOCKS].n) {
			p->filled++;
			pthread_cond_broadcast(&p->moved);
		}
		while (p->emptied != p->filled)
			pthread_cond_wait(&p->moved, &p->lock);
		pthread_mutex_unlock(&p->lock);
		atomic_store(&p->under_way, false);
	}
	rc = atomic_load(&p->failed);
	return rc ? conn_fail(c, store->writing, rc) : OK;
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
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	pthread_cond_broadcast(&p->moved);
	pthread_mutex_unlock(&p->lock);
	pthread_join(p->thread, NULL);
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->moved);
	store->pipe = NULL;
	mem_free(p->mem);
}
