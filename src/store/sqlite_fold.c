/* Folding SQLite's log into its file beside the one who writes: committed pages are copied by a thread of their own, so that
 * a long import does not stand still at every few thousandth page. What is committed is safe in the log before that.
 *
 * The log is begun anew when all of it is folded. While one transaction follows the other that may be late: at LOG_MOST the
 * writer waits for it, so that the log stays bounded. */
#include "store/sqlite.h"

#include <pthread.h>

#include "base/mem.h"
#include "store/internal.h"

#define LOG_LEAST 4000                  /* pages in the log after which it is folded: 32 MB */
#define LOG_MOST 32000                  /* pages after which the writer waits: 256 MB */

struct folder {
	sqlite3 *link;                  /* the thread's own connection */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	bool wanted, folding, stopping; /* under the lock */
};

static void *
logs_fold(void *with)
{
	struct folder *f = with;

	pthread_mutex_lock(&f->lock);
	for (;;) {
		while (!f->wanted && !f->stopping)
			pthread_cond_wait(&f->moved, &f->lock);
		if (f->stopping)
			break;
		f->wanted = false;
		f->folding = true;
		pthread_mutex_unlock(&f->lock);
		/* Where it fails nothing is lost: the log is folded later, by the writer, who then says what is wrong. */
		sqlite3_wal_checkpoint_v2(f->link, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
		pthread_mutex_lock(&f->lock);
		f->folding = false;
		pthread_cond_broadcast(&f->moved);
	}
	pthread_mutex_unlock(&f->lock);
	return NULL;
}

/* Waits until the thread has folded what it was last asked to. */
static void
fold_finish(struct folder *f)
{
	pthread_mutex_lock(&f->lock);
	while (f->wanted || f->folding)
		pthread_cond_wait(&f->moved, &f->lock);
	pthread_mutex_unlock(&f->lock);
}

static void
fold_ask(struct folder *f)
{
	pthread_mutex_lock(&f->lock);
	f->wanted = true;
	pthread_cond_broadcast(&f->moved);
	pthread_mutex_unlock(&f->lock);
}

/* NULL when there can be no thread: then the writer folds alone, as it would without us. */
static struct folder *
folder_start(struct conn *conn)
{
	struct folder *f = mem_new_one(conn->mem, struct folder);

	/* A connection that has read nothing yet does not know of the log, and would fold nothing. */
	if (sqlite3_open_v2(conn->path, &f->link, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
	    sqlite3_exec(f->link, "select count(*) from sqlite_schema", NULL, NULL, NULL) != SQLITE_OK) {
		sqlite3_close_v2(f->link);
		return NULL;
	}
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->moved, NULL);
	if (pthread_create(&f->thread, NULL, logs_fold, f) == 0)
		return f;
	pthread_cond_destroy(&f->moved);
	pthread_mutex_destroy(&f->lock);
	sqlite3_close_v2(f->link);
	return NULL;
}

/* SQLite calls this after each commit, with the number of pages in the log. */
static int
log_grew(void *with, sqlite3 *db, const char *name, int pages)
{
	struct conn *conn = with;

	(void)name;
	if (pages < LOG_LEAST)
		return SQLITE_OK;
	if (conn->folder == NULL)
		conn->folder = folder_start(conn);
	if (conn->folder != NULL && pages < LOG_MOST) {
		fold_ask(conn->folder);
		return SQLITE_OK;
	}
	sqlite_fold_finish(conn);
	sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return SQLITE_OK;
}

void
sqlite_fold_beside(struct conn *conn)
{
	sqlite3_wal_hook(conn->link, log_grew, conn);
}

void
sqlite_fold_finish(struct conn *conn)
{
	if (conn->folder != NULL)
		fold_finish(conn->folder);
}

void
sqlite_fold_stop(struct conn *conn)
{
	struct folder *f = conn->folder;

	if (f == NULL)
		return;
	pthread_mutex_lock(&f->lock);
	f->stopping = true;
	pthread_cond_broadcast(&f->moved);
	pthread_mutex_unlock(&f->lock);
	pthread_join(f->thread, NULL);
	pthread_cond_destroy(&f->moved);
	pthread_mutex_destroy(&f->lock);
	sqlite3_close_v2(f->link);
	conn->folder = NULL;
}
