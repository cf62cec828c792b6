/* The open database: making and opening the file, who reads on which connection, and whose turn it is to write. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/pipe.h"
#include "store/writer.h"

/* ---- making and opening ------------------------------------------------------------------------------------- */

/* SQLite's own settings for the process, once: no global count of memory, which every allocation would lock. */
static void
set_up_once(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_initialize();
}

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
fill_file(struct ctx *c, struct store *store)
{
	struct conn *conn;
	enum err e;

	TRY(conn_open(c, store, CONN_WRITES, &conn));
	e = conn_run(c, conn, "pragma page_size = 8192");
	if (e == OK)
		e = conn_run(c, conn, "pragma journal_mode = wal");
	if (e == OK)
		e = migrate(c, conn, store->schema, true);
	if (e == OK)
		e = keys_load(c, store, conn, true);
	conn_close(conn);                       /* the last connection folds the log into the file */
	return e;
}

/* Makes the database under another name and names it when it is whole, so that nobody meets half of one. */
static enum err
make_file(struct ctx *c, struct store *store)
{
	const char *path = store->path;
	char *making = mem_format(c->mem, "%s.making-XXXXXX", path);
	int fd = mkostemp(making, O_CLOEXEC);   /* mode 0600 */
	enum err e;

	if (fd < 0)
		return fail(c, ERR_SYSTEM, "%s cannot be made: %s", path, strerror(errno));
	close(fd);
	store->path = making;
	e = fill_file(c, store);
	store->path = path;
	if (e == OK)
		return file_name_finished(c, making, path);
	unlink(making);
	unlink(mem_format(c->mem, "%s-wal", making));
	unlink(mem_format(c->mem, "%s-shm", making));
	return e;
}

static enum err
find_file(struct ctx *c, struct store *store)
{
	bool there = access(store->path, F_OK) == 0;

	if (!there && !store->options.create)
		return fail(c, ERR_INPUT, "there is no database %s; bairn init makes one", store->path);
	TRY(key_file_prepare(c, store, !there));
	return there ? OK : make_file(c, store);
}

static enum err
open_file(struct ctx *c, struct store *store)
{
	TRY(find_file(c, store));
	TRY(conn_open(c, store, store->options.read_only ? CONN_READS : CONN_WRITES, &store->writing));
	TRY(migrate(c, store->writing, store->schema, store->options.migrate && !store->options.read_only));
	return keys_load(c, store, store->writing, false);
}

enum err
store_open_with(struct ctx *c, const char *address, struct store_options options, const struct embedded *schema)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct mem *m;
	struct store *store;
	const char *key_file = getenv("BAIRN_KEY_FILE");

	pthread_once(&once, set_up_once);
	if (sodium_init() < 0)
		return fail(c, ERR_SYSTEM, "the machine gives no random numbers, so nothing can be sealed");
	if (strncmp(address, "postgresql://", 13) == 0 || strncmp(address, "postgres://", 11) == 0)
		return fail(c, ERR_USAGE, "this bairn keeps its data in a file: give --db a path");
	m = mem_new();
	store = mem_new_one(m, struct store);
	store->mem = m;
	store->path = mem_copy(m, address, strlen(address));
	store->key_path = key_file != NULL && key_file[0] != '\0' ? mem_copy(m, key_file, strlen(key_file)) :
	    mem_format(m, "%s.key", address);
	store->options = options;
	store->schema = schema;
	store->busy_ms = BUSY_MS;
	pthread_mutex_init(&store->lock, NULL);
	pthread_cond_init(&store->turn_moved, NULL);
	c->store = store;
	if (open_file(c, store) != OK) {
		store_close(c);
		return c->err;
	}
	return OK;
}

enum err
store_open(struct ctx *c, const char *address, struct store_options options)
{
	return store_open_with(c, address, options, embedded_schema);
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
	if (store->pool_n < POOL_MAX) {
		conn->next = store->pool;
		store->pool = conn;
		store->pool_n++;
		conn = NULL;
	}
	pthread_mutex_unlock(&store->lock);
	conn_close(conn);
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
	pthread_mutex_lock(&store->lock);
	c->conn = store->pool;
	if (c->conn != NULL) {
		store->pool = c->conn->next;
		store->pool_n--;
	}
	pthread_mutex_unlock(&store->lock);
	if (c->conn == NULL && conn_open(c, store, CONN_READS, &c->conn) != OK)
		return NULL;
	return c->conn;
}

void
store_set_calendars(struct store *store, const struct calendar *const *calendars, size_t n)
{
	const struct calendar **copy = mem_new_array(store->mem, const struct calendar *, n);

	for (size_t i = 0; i < n; i++)
		copy[i] = calendars[i];
	store->calendars = copy;
	store->n_calendars = n;
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

/* The write connection, when the context has the turn and its transaction is still there: SQLite undoes a transaction by
 * itself when the disk fails, and a write after that would be on its own. */
struct conn *
context_writing(struct ctx *c)
{
	struct store *store = c->store;

	if (store == NULL || store->turn_of != c) {
		(void)fail(c, ERR_SYSTEM, "a write was asked for outside a transaction");
		return NULL;
	}
	/* While rows are under way the connection is the pipe's; its failures are told when it is drained. */
	if (!pipe_busy(store) && sqlite3_get_autocommit(store->writing->db)) {
		(void)fail(c, ERR_SYSTEM, "the transaction was undone by an earlier failure");
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
	if (conn_run(c, store->writing, "begin immediate") != OK) {
		pass_turn(c);
		return c->err;
	}
	store->changes_before = sqlite3_total_changes64(store->writing->db);
	return OK;
}

/* After a long import the planner needs to know the new sizes; with analysis_limit this is a matter of milliseconds. */
static enum err
refresh_statistics(struct ctx *c, struct conn *conn)
{
	if (sqlite3_total_changes64(conn->db) - c->store->changes_before < STATISTICS_AFTER)
		return OK;
	return conn_run(c, conn, "analyze");
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
	e = pipe_drain(c, store);
	bulks_end(store);
	rows_release_all(conn);
	if (e == OK)
		e = write_back_ids(c);
	if (e == OK)
		e = refresh_statistics(c, conn);
	if (e == OK)
		e = conn_run(c, conn, "commit");
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	if (store->keys_destroyed) {            /* nor may the log keep them; a reader may delay this to a later commit */
		atomic_fetch_add(&store->seal_generation, 1);
		sqlite3_wal_checkpoint_v2(conn->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
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
	bulks_end(store);
	rows_release_all(store->writing);
	if (!sqlite3_get_autocommit(store->writing->db))
		sqlite3_exec(store->writing->db, "rollback", NULL, NULL, NULL);
	store->writing->generation++;           /* keys made in the transaction are gone */
	pass_turn(c);
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
