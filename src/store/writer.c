/* The writer thread: many queued changes, one commit.
 *
 * A commit waits for the disk, a change does not; so all that is queued while one commit runs goes into the next. Each
 * job has a savepoint of its own: one that fails takes nothing of the others with it. `done` is called only when the
 * commit is durable, or has failed for all. A transaction that was undone for a reason outside it (the connection was lost
 * before the commit, another's change got in the way) is run again, so a job's `run` must bear being called twice.
 */
#include "store/writer.h"

#include "store/internal.h"

#define QUEUE_MAX 4096                  /* then writer_queue waits: whoever asks is slowed down, memory is not filled */
#define BATCH_MAX 256
#define TRIES_MOST 3

struct writer {
	struct store *store;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t some, room;
	struct write_job *first, *last;
	size_t n;
	bool stopping;
};

/* Waits for work and takes up to BATCH_MAX jobs, in order; 0 when stopping and all is done. */
static size_t
take_batch(struct writer *w, struct write_job *batch[BATCH_MAX])
{
	size_t n = 0;

	pthread_mutex_lock(&w->lock);
	while (w->first == NULL && !w->stopping)
		pthread_cond_wait(&w->some, &w->lock);
	for (; n < BATCH_MAX && w->first != NULL; n++) {
		batch[n] = w->first;
		w->first = w->first->next;
	}
	if (w->first == NULL)
		w->last = NULL;
	w->n -= n;
	pthread_cond_broadcast(&w->room);
	pthread_mutex_unlock(&w->lock);
	return n;
}

/* Runs one job inside its savepoint. Returns the job's own error; *lost when the whole transaction is gone. */
static enum err
run_job(struct ctx *c, const struct write_job *job, bool *lost)
{
	struct conn *conn = c->store->writing;
	enum err e = store_run(c, "savepoint job");

	if (e == OK) {
		e = job->run(c, job->with);
		bulks_end(c->store);
		rows_release_all(conn);
		made_keys_forget(conn);         /* stored now, or gone with the savepoint */
	}
	if (!conn->engine->in_transaction(conn)) {
		*lost = true;
		return e == OK ? ERR_SYSTEM : e;
	}
	if (e != OK) {
		conn->generation++;             /* keys made in the savepoint are gone */
		fail_clear(c);
		*lost = store_run(c, "rollback to job") != OK;
	}
	if (!*lost)
		*lost = store_run(c, "release job") != OK;
	return e;
}

/* Whether what has just failed may go well at another try. */
static bool
worth_another_try(const struct store *store)
{
	return store->engine->may_try_again != NULL && store->engine->may_try_again(store->writing);
}

/* All jobs in one transaction; false when it was undone, *again when the same work may be tried once more. */
static bool
try_batch(struct ctx *c, struct write_job *const batch[], size_t n, enum err *result, bool *again)
{
	bool lost = store_begin(c) != OK;

	*again = false;
	for (size_t i = 0; i < n && !lost; i++) {
		result[i] = run_job(c, batch[i], &lost);
		*again = result[i] != OK && worth_another_try(c->store);
		lost = lost || *again;
	}
	if (lost) {
		store_rollback(c);
		return false;
	}
	lost = store_commit(c) != OK;
	*again = lost && worth_another_try(c->store);
	return !lost;
}

static void
run_batch(struct ctx *c, struct write_job *const batch[], size_t n)
{
	enum err result[BATCH_MAX];
	bool again, kept = try_batch(c, batch, n, result, &again);

	for (int tries = 1; !kept && again && tries < TRIES_MOST; tries++) {
		fail_clear(c);
		kept = try_batch(c, batch, n, result, &again);
	}
	for (size_t i = 0; i < n; i++)
		batch[i]->done(kept ? result[i] : ERR_SYSTEM, batch[i]->with);
}

static void *
writer_thread(void *with)
{
	struct writer *w = with;
	struct write_job *batch[BATCH_MAX];
	struct ctx c = {.mem = mem_new()};
	size_t n;

	store_join(&c, w->store);
	while ((n = take_batch(w, batch)) > 0) {
		run_batch(&c, batch, n);
		fail_clear(&c);
		mem_reset(c.mem);
	}
	store_leave(&c);
	mem_free(c.mem);
	return NULL;
}

/* Starts the writer's and the audit's threads. */
enum err
writer_start(struct ctx *c, struct store *store)
{
	struct writer *w;

	if (store->writer != NULL)
		return fail(c, ERR_SYSTEM, "the writer runs already");
	w = mem_new_one(store->mem, struct writer);
	*w = (struct writer){.store = store};
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->some, NULL);
	pthread_cond_init(&w->room, NULL);
	TRY(audit_start(c, store));
	if (pthread_create(&w->thread, NULL, writer_thread, w) != 0)
		return fail(c, ERR_SYSTEM, "the machine gives no more threads");
	store->writer = w;
	return OK;
}

void
writer_queue(struct store *store, struct write_job *job)
{
	struct writer *w = store->writer;

	job->next = NULL;
	pthread_mutex_lock(&w->lock);
	while (w->n >= QUEUE_MAX && !pthread_equal(pthread_self(), w->thread))
		pthread_cond_wait(&w->room, &w->lock);
	if (w->last == NULL)
		w->first = job;
	else
		w->last->next = job;
	w->last = job;
	w->n++;
	pthread_cond_signal(&w->some);
	pthread_mutex_unlock(&w->lock);
}

void
writer_stop(struct store *store)
{
	struct writer *w = store->writer;

	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_signal(&w->some);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	audit_stop(store);
	pthread_cond_destroy(&w->room);
	pthread_cond_destroy(&w->some);
	pthread_mutex_destroy(&w->lock);
	store->writer = NULL;
}
