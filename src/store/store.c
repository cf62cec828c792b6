/* The open database: opening it, who reads on which connection, and whose turn it is to write. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/wide.h"
#include "store/pipe.h"
#include "store/writer.h"

/* ---- making and opening ------------------------------------------------------------------------------------- */

static void
sync_folder(struct ctx *c, const char *path)
{
	char *folder = mem_copy(c->mem, path, strlen(path));
	char *slash = strrchr(folder, '/');
	int fd;

	if (slash != NULL)
		slash[slash == folder] = '\0';
	fd = open(slash == NULL ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

/* Gives the finished file its name. Somebody else's file of that name stays, and is then the database. */
enum err
file_name_finished(struct ctx *c, const char *from, const char *to)
{
	int problem = 0;

	if (link(from, to) != 0)
		problem = errno;
	if (problem == EPERM || problem == ENOTSUP || problem == ENOSYS)        /* a disk without hard links */
		problem = access(to, F_OK) == 0 || rename(from, to) == 0 ? 0 : errno;
	unlink(from);
	sync_folder(c, to);
	if (problem != 0 && problem != EEXIST)
		return fail(c, ERR_SYSTEM, "%s cannot be made: %s", to, strerror(problem));
	return OK;
}

static enum err
open_database(struct ctx *c, struct store *store)
{
	TRY(store->engine->find(c, store));
	TRY(conn_open(c, store, store->options.read_only ? CONN_READS : CONN_WRITES, &store->writing));
	TRY(migrate(c, store->writing, store->schema, store->options.migrate && !store->options.read_only));
	return keys_load(c, store, store->writing);
}

static bool
is_postgres(const char *address)
{
	return strncmp(address, "postgresql://", 13) == 0 || strncmp(address, "postgres://", 11) == 0;
}

enum err
store_new(struct ctx *c, const char *address, struct store_options options, const struct embedded *schema)
{
	struct mem *m;
	struct store *store;
	const char *key_file = getenv("BAIRN_KEY_FILE");
	enum err e;

	if (sodium_init() < 0)
		return fail(c, ERR_SYSTEM, "the machine gives no random numbers, so nothing can be sealed");
	m = mem_new();
	store = mem_new_one(m, struct store);
	store->mem = m;
	store->engine = is_postgres(address) ? &postgres_engine : &sqlite_engine;
	store->options = options;
	store->schema = schema;
	pthread_mutex_init(&store->lock, NULL);
	pthread_cond_init(&store->turn_moved, NULL);
	pthread_cond_init(&store->reader_back, NULL);
	c->store = store;
	e = store->engine->address(c, store, address);
	if (key_file != NULL && key_file[0] != '\0')
		store->key_path = mem_copy(m, key_file, strlen(key_file));
	if (e != OK)
		store_close(c);
	return e;
}

enum err
store_open_with(struct ctx *c, const char *address, struct store_options options, const struct embedded *schema)
{
	enum err e;

	TRY(store_new(c, address, options, schema));
	e = open_database(c, c->store);
	if (e != OK)
		store_close(c);
	return e;
}

enum err
store_open(struct ctx *c, const char *address, struct store_options options)
{
	return store_open_with(c, address, options, embedded_schema);
}

const char *
store_name(const struct store *store)
{
	return store->path;
}

void
store_close(struct ctx *c)
{
	struct store *store = c->store;
	struct mem *m;

	if (store == NULL)
		return;
	store_rollback(c);                      /* first: the writer may be waiting for this turn */
	writer_stop(store);
	audit_close(store);
	store_leave(c);
	while (store->pool != NULL) {
		struct conn *conn = store->pool;

		store->pool = conn->next;
		conn_close(conn);
	}
	bulks_free(store);
	pipe_stop(store);
	conn_close(store->writing);
	wide_free(store->staged);
	pthread_cond_destroy(&store->reader_back);
	pthread_cond_destroy(&store->turn_moved);
	pthread_mutex_destroy(&store->lock);
	sodium_memzero(store->wrap_key, KEY_SIZE);
	sodium_memzero(store->blind_key, KEY_SIZE);
	sodium_memzero(store->audit_key, KEY_SIZE);
	m = store->mem;
	mem_free(m);
}

/* ---- contexts and their read connections -------------------------------------------------------------------- */

void
store_join(struct ctx *c, struct store *store)
{
	c->store = store;
	c->conn = NULL;
}

void
store_leave(struct ctx *c)
{
	struct store *store = c->store;
	struct conn *conn = c->conn;

	if (store == NULL)
		return;
	if (store->turn_of == c)
		store_rollback(c);
	c->store = NULL;
	c->conn = NULL;
	if (conn == NULL)
		return;
	rows_release_all(conn);
	conn->generation++;                     /* forgets the records' keys */
	pthread_mutex_lock(&store->lock);
	conn->next = store->pool;
	store->pool = conn;
	store->pool_n++;
	pthread_cond_signal(&store->reader_back);
	pthread_mutex_unlock(&store->lock);
}

/* An idle read connection, or the right to open one more (*conn is NULL then); false when there was neither for long. */
static bool
take_reader(struct store *store, struct conn **conn)
{
	struct timespec until;
	bool late = false;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += READERS_WAIT_S;
	pthread_mutex_lock(&store->lock);
	while (store->pool == NULL && store->readers >= READERS_MAX && !late)
		late = pthread_cond_timedwait(&store->reader_back, &store->lock, &until) == ETIMEDOUT;
	*conn = store->pool;
	if (*conn != NULL) {
		store->pool = (*conn)->next;
		store->pool_n--;
		late = false;
	} else if (!late)
		store->readers++;
	pthread_mutex_unlock(&store->lock);
	return !late;
}

struct conn *
context_conn(struct ctx *c)
{
	struct store *store = c->store;

	if (c->conn != NULL)
		return c->conn;
	if (store == NULL) {
		(void)fail(c, ERR_SYSTEM, "no database is open");
		return NULL;
	}
	if (!take_reader(store, &c->conn)) {
		(void)fail(c, ERR_SYSTEM, "the database is too busy to be asked; try again");
		return NULL;
	}
	if (c->conn == NULL && conn_open(c, store, CONN_READS, &c->conn) != OK) {
		pthread_mutex_lock(&store->lock);
		store->readers--;
		pthread_cond_signal(&store->reader_back);
		pthread_mutex_unlock(&store->lock);
		return NULL;
	}
	return c->conn;
}

enum err
store_set_calendars(struct ctx *c, const struct calendar *const *calendars, size_t n)
{
	struct store *store = c->store;
	const struct calendar **copy = mem_new_array(store->mem, const struct calendar *, n);

	for (size_t i = 0; i < n; i++)
		copy[i] = calendars[i];
	store->calendars = copy;
	store->n_calendars = n;
	return store->engine->calendars == NULL ? OK : store->engine->calendars(c, store);
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

/* The write connection, when the context has the turn and its transaction is still there: an engine undoes a transaction
 * by itself when the disk or the connection fails, and a write after that would be on its own. */
struct conn *
context_writing(struct ctx *c)
{
	struct store *store = c->store;

	if (store == NULL || store->turn_of != c) {
		(void)fail(c, ERR_SYSTEM, "a write was asked for outside a transaction");
		return NULL;
	}
	/* While rows are under way the connection is the pipe's; its failures are told when it is drained. */
	if (!pipe_busy(store) && !store->engine->in_transaction(store->writing)) {
		(void)store->engine->undone(c, store->writing);
		return NULL;
	}
	return store->writing;
}

static void
take_turn(struct ctx *c)
{
	struct store *store = c->store;
	uint64_t mine;

	pthread_mutex_lock(&store->lock);
	mine = store->turn_next++;
	while (store->turn_now != mine)
		pthread_cond_wait(&store->turn_moved, &store->lock);
	store->turn_of = c;
	pthread_mutex_unlock(&store->lock);
}

static void
pass_turn(struct ctx *c)
{
	struct store *store = c->store;

	bulks_end(store);
	rows_release_all(store->writing);
	pipe_forget(store);
	made_keys_forget(store->writing);
	store->id_first = store->id_next = 0;
	store->keys_destroyed = false;
	if (store->looks_up)
		(void)!store->engine->look_up(c, store->writing, false);
	store->looks_up = store->sizes_stay = store->changed = false;
	stage_end(store);
	pthread_mutex_lock(&store->lock);
	store->turn_of = NULL;
	store->turn_now++;
	pthread_cond_broadcast(&store->turn_moved);
	pthread_mutex_unlock(&store->lock);
}

enum err
store_begin(struct ctx *c)
{
	struct store *store = c->store;

	if (store == NULL)
		return fail(c, ERR_SYSTEM, "no database is open");
	if (store->options.read_only)
		return fail(c, ERR_SYSTEM, "%s was opened for reading only", store->path);
	if (store->turn_of == c)
		return fail(c, ERR_SYSTEM, "a transaction is open already");
	take_turn(c);
	bulks_free(store);
	if (store->engine->begin(c, store->writing, true) != OK) {
		pass_turn(c);
		return c->err;
	}
	return OK;
}

/* After a long import the planner needs to know the new sizes. */
static enum err
refresh_statistics(struct ctx *c, struct conn *conn)
{
	struct store *store = c->store;

	if (store->sizes_stay || store->written < STATISTICS_AFTER || store->written < 2 * store->looked_at)
		return OK;
	store->looked_at = store->written;
	return conn->engine->look_anew(c, conn);
}

static enum err
write_back_ids(struct ctx *c)
{
	struct rows *r;

	if (c->store->id_next == 0)
		return OK;
	r = store_write(c, "insert into counter (name, next) values ('id', :next)"
	    " on conflict (name) do update set next = excluded.next");
	bind_id(r, "next", c->store->id_next);
	return rows_end(r);
}

enum err
store_commit(struct ctx *c)
{
	struct conn *conn = context_writing(c);
	struct store *store = c->store;
	enum err e;

	if (conn == NULL) {
		store_rollback(c);
		return c->err;
	}
	e = store_beside_end(c);
	e = e ? e : pipe_drain(c, store);
	bulks_end(store);
	rows_release_all(conn);
	if (e == OK)
		e = write_back_ids(c);
	if (e == OK)
		e = refresh_statistics(c, conn);
	if (e == OK)
		e = store->engine->commit(c, conn);
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	if (store->keys_destroyed) {
		atomic_fetch_add(&store->seal_generation, 1);
		if (store->engine->wipe != NULL)
			store->engine->wipe(conn);
	}
	pass_turn(c);
	return OK;
}

void
store_rollback(struct ctx *c)
{
	struct store *store = c->store;

	if (store == NULL || store->turn_of != c)
		return;
	(void)!store_beside_end(c);             /* whoever asked for the job has failed, and what it was told is theirs again after this */
	bulks_end(store);
	rows_release_all(store->writing);
	store->engine->rollback(store->writing);
	store->writing->generation++;           /* keys made in the transaction are gone */
	pass_turn(c);
}

enum err
store_look_up(struct ctx *c, bool on)
{
	struct conn *conn = context_writing(c);

	if (conn == NULL)
		return c->err;
	if (c->store->looks_up == on)
		return OK;
	c->store->looks_up = on;
	return conn->engine->look_up(c, conn, on);
}

void
store_sizes_stay(struct ctx *c)
{
	if (context_writing(c) != NULL)
		c->store->sizes_stay = true;
}

enum err
store_look_at(struct ctx *c, const char *table)
{
	struct conn *conn = context_writing(c);

	if (conn == NULL)
		return c->err;
	if (conn->engine->look_at == NULL)
		return OK;
	TRY(pipe_drain(c, c->store));
	return conn->engine->look_at(c, conn, table);
}

enum err
store_sync_later(struct ctx *c, bool later)
{
	struct store *store = c->store;
	enum err e;

	if (store->engine->sync_later == NULL)
		return OK;
	take_turn(c);
	e = store->engine->sync_later(c, store->writing, later);
	pass_turn(c);
	return e;
}

/* The counter is read once a transaction and written back at its commit: the write lock is ours in between. */
enum err
store_draw_ids(struct ctx *c, int64_t n, int64_t *first)
{
	struct store *store = c->store;
	struct rows *r;
	int64_t next;

	*first = 0;
	if (context_writing(c) == NULL)
		return c->err;
	if (store->id_next == 0) {
		r = store_read_own(c, "select next from counter where name = 'id'");
		next = rows_next(r) ? col_id(r, 0) : 1;
		TRY(rows_end(r));
		store->id_first = store->id_next = next;
	}
	*first = store->id_next;
	store->id_next += n;
	return OK;
}
