/* Connections: opening the file with our settings, and one clear sentence for everything SQLite can answer. */
#include "store/internal.h"

#include <sodium.h>

#include "base/progress.h"

/* Every connection. The page cache is bounded, so that a long import stays within its memory; secure_delete wipes what
 * is deleted from the page it lay on. */
static const char *const settings_of_all[] = {
	"pragma foreign_keys = on",
	"pragma recursive_triggers = on",       /* else `insert or replace` would slip past the guards of history */
	"pragma secure_delete = fast",
	"pragma temp_store = memory",
	"pragma trusted_schema = off",
	NULL
};
static const char *const settings_of_writer[] = {
	"pragma synchronous = full",
	"pragma cache_size = -196608",
	"pragma wal_autocheckpoint = 4000",
	"pragma journal_size_limit = 67108864",
	"pragma analysis_limit = 400",
	NULL
};
static const char *const settings_of_readers[] = {
	"pragma cache_size = -16384",
	"pragma mmap_size = 134217728",
	"pragma query_only = on",
	NULL
};

static const char *const settings_of_audit[] = {
	"pragma synchronous = full",
	"pragma cache_size = -2048",
	NULL
};
static const char *const *const settings_of[] = {
	[CONN_READS] = settings_of_readers,
	[CONN_WRITES] = settings_of_writer,
	[CONN_AUDITS] = settings_of_audit,
};

/* What SQLite's results mean to a person. `%1$s` is the database's path. */
static const struct {
	int rc;
	enum err err;
	const char *sentence;
} meanings[] = {
	{SQLITE_FULL, ERR_SYSTEM, "the disk is full: the change to %1$s was undone; make room and try again"},
	{SQLITE_READONLY, ERR_SYSTEM, "%1$s may not be written to; check who owns it and its folder"},
	{SQLITE_PERM, ERR_SYSTEM, "%1$s may not be opened; check who owns it and its folder"},
	{SQLITE_CANTOPEN, ERR_SYSTEM, "%1$s cannot be opened; check that its folder is there and who owns it"},
	{SQLITE_NOTADB, ERR_SYSTEM, "%1$s is not a Bairn database"},
	{SQLITE_CORRUPT, ERR_SYSTEM, "%1$s is damaged; restore it from a backup"},
	{SQLITE_BUSY, ERR_SYSTEM, "another bairn is writing to %1$s; try again when it has finished"},
	{SQLITE_LOCKED, ERR_SYSTEM, "another bairn is writing to %1$s; try again when it has finished"},
	{SQLITE_IOERR, ERR_SYSTEM, "the disk failed while %1$s was read or written; look at the machine's own log"},
	{SQLITE_INTERRUPT, ERR_INPUT, "the query took too long and was stopped"},
	{SQLITE_TOOBIG, ERR_INPUT, "a text or a file is too long for the database"},
	{SQLITE_CONSTRAINT, ERR_INPUT, "the database refused a row: %2$s"},
};

/* Records what `rc` means, in one sentence. */
enum err
conn_fail(struct ctx *c, struct conn *conn, int rc)
{
	const char *detail = conn->db == NULL ? "out of memory" : sqlite3_errmsg(conn->db);

	/* A guard's refusal is our mistake, not that of what came in. */
	if (rc == SQLITE_CONSTRAINT_TRIGGER)
		return fail(c, ERR_SYSTEM, "the database refused a change: %s", detail);
	for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
		if (meanings[i].rc == (rc & 0xff))
			return fail(c, meanings[i].err, meanings[i].sentence, conn->path, detail);
	return fail(c, ERR_SYSTEM, "the database %s could not answer: %s", conn->path, detail);
}

/* One statement that returns nothing of interest. */
enum err
conn_run(struct ctx *c, struct conn *conn, const char *sql)
{
	int rc = sqlite3_exec(conn->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? OK : conn_fail(c, conn, sqlite3_extended_errcode(conn->db));
}

enum err
conn_settings(struct ctx *c, struct conn *conn, const char *const *pragmas)
{
	for (; *pragmas != NULL; pragmas++)
		TRY(conn_run(c, conn, *pragmas));
	return OK;
}

/* Stops a query of the catalogue that has run too long. */
static int
past_deadline(void *with)
{
	const struct conn *conn = with;

	return conn->deadline_ms != 0 && clock_ms() > conn->deadline_ms;
}

static enum err
set_up(struct ctx *c, struct conn *conn, enum conn_kind kind)
{
	sqlite3_extended_result_codes(conn->db, 1);
	sqlite3_busy_timeout(conn->db, conn->store->busy_ms);
	sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DQS_DML, 0, (void *)0);
	sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DQS_DDL, 0, (void *)0);
	sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (void *)0);
	TRY(conn_settings(c, conn, settings_of_all));
	TRY(conn_settings(c, conn, settings_of[kind]));
	sqlite3_progress_handler(conn->db, 20000, past_deadline, conn);
	return functions_register(c, conn);
}

/* Opens one more connection to the store's file. Its memory is its own and ends with conn_close. */
enum err
conn_open(struct ctx *c, struct store *store, enum conn_kind kind, struct conn **out)
{
	struct mem *m = mem_new();
	struct conn *conn = mem_new_one(m, struct conn);
	int flags = SQLITE_OPEN_NOMUTEX | (store->options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
	int rc;
	enum err e;

	*conn = (struct conn){.mem = m, .store = store, .generation = 1};
	conn->path = kind == CONN_AUDITS ? mem_format(m, "%s.audit", store->path) : store->path;
	rc = sqlite3_open_v2(conn->path, &conn->db, flags, NULL);
	e = rc != SQLITE_OK ? conn_fail(c, conn, rc) : set_up(c, conn, kind);
	if (e != OK) {
		conn_close(conn);
		return e;
	}
	*out = conn;
	return OK;
}

void
conn_close(struct conn *conn)
{
	struct mem *m;

	if (conn == NULL)
		return;
	for (size_t i = 0; i < STATEMENT_BUCKETS; i++)
		for (struct rows *r = conn->bucket[i]; r != NULL; r = r->next)
			sqlite3_finalize(r->stmt);
	sqlite3_close_v2(conn->db);
	m = conn->mem;
	if (conn->keys != NULL)
		sodium_memzero(conn->keys, SEAL_CACHE * sizeof *conn->keys);
	sodium_memzero(conn->random, sizeof conn->random);
	mem_free(m);
}
