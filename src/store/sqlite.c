/* SQLite: one authority in one file. Making and opening the file, its settings, transactions, and one clear sentence for
 * everything that SQLite can answer. */
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/progress.h"
#include "store/internal.h"

#define BUSY_MS 5000                    /* how long another process may hold the file before we say so */

/* Every connection. The page cache is bounded, so that a long import stays within its memory; secure_delete wipes what
 * is deleted from the page it lay on. */
static const char *const settings_of_all[] = {
	"pragma foreign_keys = on",
	"pragma recursive_triggers = on",       /* else `insert or replace` would slip past the guards of history */
	"pragma secure_delete = fast",
	"pragma temp_store = memory",
	"pragma trusted_schema = off",
	"pragma case_sensitive_like = on",      /* as in PostgreSQL */
	NULL
};
#define CACHE "pragma cache_size = -196608"
static const char *const settings_of_writer[] = {
	"pragma synchronous = full",
	CACHE,
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
	"pragma journal_mode = wal",
	"pragma synchronous = full",
	"pragma cache_size = -2048",
	NULL
};
static const char *const *const settings_of[] = {
	[CONN_READS] = settings_of_readers,
	[CONN_WRITES] = settings_of_writer,
	[CONN_AUDITS] = settings_of_audit,
	[CONN_OWNS] = settings_of_writer,
};

/* What SQLite's results mean to a person. `%1$s` is the database's path. */
static const struct {
	int rc;
	enum err err;
	const char *sentence;
} meanings[] = {
	{SQLITE_FULL, ERR_SYSTEM, "the disk is full: the change to %1$s was undone; make room and try again"},
	{SQLITE_IOERR_SHMSIZE, ERR_SYSTEM, "the disk is full: the change to %1$s was undone; make room and try again"},
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

enum err
sqlite_fail(struct ctx *c, struct conn *conn, int rc)
{
	const char *detail;

	if (conn->link == NULL || rc == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM)
		mem_none(0);
	detail = sqlite3_errmsg(conn->link);
	/* A guard's refusal is our mistake, not that of what came in. */
	if (rc == SQLITE_CONSTRAINT_TRIGGER)
		return fail(c, ERR_SYSTEM, "the database refused a change: %s", detail);
	for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
		if (meanings[i].rc == rc || meanings[i].rc == (rc & 0xff))
			return fail(c, meanings[i].err, meanings[i].sentence, conn->path, detail);
	return fail(c, ERR_SYSTEM, "the database %s could not answer: %s", conn->path, detail);
}

/* ---- connections -------------------------------------------------------------------------------------------- */

static enum err
run(struct ctx *c, struct conn *conn, const char *sql)
{
	int rc = sqlite3_exec(conn->link, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? OK : sqlite_fail(c, conn, sqlite3_extended_errcode(conn->link));
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
	sqlite3 *db = conn->link;

	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, conn->store->busy_ms);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, (void *)0);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, (void *)0);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (void *)0);
	TRY(conn_run_all(c, conn, settings_of_all));
	TRY(conn_run_all(c, conn, settings_of[kind]));
	if (kind == CONN_WRITES)
		sqlite_fold_beside(conn);
	sqlite3_progress_handler(db, 20000, past_deadline, conn);
	TRY(functions_register(c, conn));
	return kind == CONN_WRITES ? sqlite_stage(c, conn) : OK;
}

/* SQLite's own settings for the process, once: no global count of memory, which every allocation would lock. */
static void
set_up_once(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_initialize();
}

/* The audit's file is made here: without it nothing may be read. */
static enum err
audit_file(struct ctx *c, const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail(c, ERR_SYSTEM, "the audit %s cannot be written (%s), so nothing may be read", path, strerror(errno));
	close(fd);
	return OK;
}

static enum err
connect_to(struct ctx *c, struct conn *conn, enum conn_kind kind)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int flags = SQLITE_OPEN_NOMUTEX |
	    (conn->store->options.read_only && kind != CONN_AUDITS ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE), rc;
	sqlite3 *db = NULL;

	pthread_once(&once, set_up_once);
	if (kind == CONN_AUDITS) {
		conn->path = mem_format(conn->mem, "%s.audit", conn->store->path);
		TRY(audit_file(c, conn->path));
	}
	rc = sqlite3_open_v2(conn->path, &db, flags, NULL);
	conn->link = db;
	return rc != SQLITE_OK ? sqlite_fail(c, conn, rc) : set_up(c, conn, kind);
}

static void
disconnect(struct conn *conn)
{
	sqlite_fold_stop(conn);
	sqlite3_close_v2(conn->link);
}

/* ---- transactions ------------------------------------------------------------------------------------------- */

static enum err
begin(struct ctx *c, struct conn *conn, bool writes)
{
	return run(c, conn, writes ? "begin immediate" : "begin");
}

static enum err
commit(struct ctx *c, struct conn *conn)
{
	return run(c, conn, "commit");
}

static bool
in_transaction(struct conn *conn)
{
	return !sqlite3_get_autocommit(conn->link);
}

static enum err
undone(struct ctx *c, struct conn *conn)
{
	(void)conn;
	return fail(c, ERR_SYSTEM, "the transaction was undone by an earlier failure");
}

static void
rollback(struct conn *conn)
{
	if (in_transaction(conn))
		sqlite3_exec(conn->link, "rollback", NULL, NULL, NULL);
}

/* In the log's "normal" mode a commit does not wait for the disk; folding does. */
static enum err
sync_later(struct ctx *c, struct conn *conn, bool later)
{
	int rc;

	TRY(run(c, conn, later ? "pragma synchronous = normal" : "pragma synchronous = full"));
	if (later)
		return OK;
	sqlite_fold_finish(conn);
	rc = sqlite3_wal_checkpoint_v2(conn->link, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return rc == SQLITE_OK || (rc & 0xff) == SQLITE_BUSY ? OK : sqlite_fail(c, conn, rc);
}

/* Of pages from all over the file each is looked at where the system has it, instead of being copied: a million records' pages would push each
 * other out of the cache, and be copied again. What such a transaction writes has room in a small one. */
static enum err
look_up(struct ctx *c, struct conn *conn, bool on)
{
	TRY(run(c, conn, on ? "pragma mmap_size = 2147418112" : "pragma mmap_size = 0"));
	return run(c, conn, on ? "pragma cache_size = -32768" : CACHE);
}

/* Nor may the log keep them; a reader may delay this to a later commit. */
static void
wipe(struct conn *conn)
{
	sqlite_fold_finish(conn);
	sqlite3_wal_checkpoint_v2(conn->link, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

#define HAS_RECENT "m.type = 'index' and m.sql like '%(recent, %'"
#define ROWS "max(100, cast(stat as integer))"
/* With analysis_limit this is a matter of milliseconds. Of an index that has recent rows apart it sees those that lie first, so it takes
 * the column behind `recent` for of little use, and reads all through for whoever asks by that alone: references do. */
static enum err
look_anew(struct ctx *c, struct conn *conn)
{
	TRY(run(c, conn, "analyze"));
	TRY(run(c, conn, "insert into sqlite_stat1 (tbl, idx, stat) select m.tbl_name, m.name, '0' from sqlite_master m where " HAS_RECENT
	    " and not exists (select 1 from sqlite_stat1 s where s.idx = m.name)"));
	TRY(run(c, conn, "update sqlite_stat1 set stat = " ROWS " || ' ' || (" ROWS " / 2 + 1) || ' 2' where idx in (select m.name from"
	    " sqlite_master m where " HAS_RECENT ")"));
	return run(c, conn, "analyze sqlite_master");
}

static int64_t
changes(struct conn *conn)
{
	return sqlite3_changes64(conn->link);
}

/* ---- the file ----------------------------------------------------------------------------------------------- */

static enum err
address(struct ctx *c, struct store *store, const char *path)
{
	(void)c;
	store->path = mem_copy(store->mem, path, strlen(path));
	store->key_path = mem_format(store->mem, "%s.key", path);
	store->busy_ms = BUSY_MS;
	return OK;
}

static enum err
fill_file(struct ctx *c, struct store *store)
{
	struct conn *conn;
	enum err e;

	TRY(conn_open(c, store, CONN_OWNS, &conn));
	e = run(c, conn, "pragma page_size = 8192");
	if (e == OK)
		e = run(c, conn, "pragma journal_mode = wal");
	if (e == OK)
		e = begin(c, conn, true);
	if (e == OK)
		e = conn_finish(c, conn, database_fill(c, conn, store->schema));
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
find(struct ctx *c, struct store *store)
{
	bool there = access(store->path, F_OK) == 0;

	if (!there && !store->options.create)
		return fail(c, ERR_INPUT, "there is no database %s; bairn init makes one", store->path);
	if (there && store->filling)            /* whose it is and whether it is whole is the copy's question, before the key's */
		return OK;
	if (store->filling && access(mem_format(c->mem, "%s.audit", store->path), F_OK) == 0)
		return fail(c, ERR_INPUT, "%s.audit is there already, of a database that is gone; move it elsewhere first", store->path);
	TRY(key_file_prepare(c, store, !there));
	return there ? OK : make_file(c, store);
}

/* ---- the guards of history ---------------------------------------------------------------------------------- */

/* Runs each statement that `sql` selects. They are gathered first: a schema may not change under a running SELECT. */
static enum err
run_selected(struct ctx *c, struct conn *conn, const char *sql)
{
	struct rows *r = rows_open(c, conn, sql, false);
	struct LIST(const char *) made = {0};

	while (rows_next(r))
		*push(c->mem, &made) = col_text(r, 0, c->mem);
	TRY(rows_end(r));
	for (size_t i = 0; i < made.n; i++)
		TRY(run(c, conn, made.item[i]));
	return OK;
}

static enum err
unguard(struct ctx *c, struct conn *conn)
{
	return run_selected(c, conn,
	    "select 'drop trigger ' || name from sqlite_master"
	    " where type = 'trigger' and name like '%\\_guards\\__' escape '\\'");
}

/* DESIGN's one history rule, for every table named x_all: rows are added, `superseded` is set once, and nothing else ever
 * changes. An insert costs nothing, for no guard looks at it; the first names the columns that may not be set, so that
 * setting `superseded` alone does not wake it. */
static const char *const guards[] = {
	"select 'create trigger ' || m.name || '_guards_1 before update of '"
	" || group_concat(case when p.name <> 'superseded' then '\"' || p.name || '\"' end) || ' on ' || m.name"
	" || ' begin select raise(abort, ''history is never edited: ' || m.name || '''); end'"
	" from sqlite_master m, pragma_table_info(m.name) p"
	" where m.type = 'table' and m.name like '%\\_all' escape '\\'"
	" group by m.name having sum(p.name = 'superseded') = 1",

	"select 'create trigger ' || m.name || '_guards_2 before update of superseded on ' || m.name"
	" || ' when old.superseded is not null or new.superseded is null'"
	" || ' begin select raise(abort, ''a version is superseded once: ' || m.name || '''); end'"
	" from sqlite_master m, pragma_table_info(m.name) p"
	" where m.type = 'table' and m.name like '%\\_all' escape '\\' and p.name = 'superseded'",

	"select 'create trigger ' || m.name || '_guards_3 before delete on ' || m.name"
	" || ' begin select raise(abort, ''history is never deleted: ' || m.name || '''); end'"
	" from sqlite_master m, pragma_table_info(m.name) p"
	" where m.type = 'table' and m.name like '%\\_all' escape '\\' and p.name = 'superseded'",
};

static enum err
guard(struct ctx *c, struct conn *conn)
{
	for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
		TRY(run_selected(c, conn, guards[i]));
	return OK;
}

/* ---- copies -------------------------------------------------------------------------------------------------- */

/* The audit is attached; its tables' names are nobody else's. */
static enum err
gather(struct ctx *c, struct conn *conn)
{
	struct rows *r;

	TRY(audit_make(c, conn->store));
	r = rows_open(c, conn, "attach :path as apart", false);
	bind_text(r, "path", mem_format(c->mem, "%s.audit", conn->store->path));
	(void)rows_next(r);
	return rows_end(r);
}

static enum err
empty(struct ctx *c, struct conn *conn, const char *const *tables)
{
	size_t n = 0;

	TRY(unguard(c, conn));
	TRY(run_selected(c, conn, "select 'drop trigger apart.' || name from apart.sqlite_master where type = 'trigger'"));
	while (tables[n] != NULL)
		n++;
	while (n-- > 0)
		TRY(run(c, conn, mem_format(c->mem, "delete from %s", tables[n])));
	return OK;
}

/* ---- the engine --------------------------------------------------------------------------------------------- */

static const struct spelling spelling[] = {
	{"$id", "integer"},
	{"$json", "text"},
	{"$bytes", "blob"},
	{"$now", "(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"},
	{"$clustered", "without rowid"},        /* a table whose rows lie in the order of its key */
	{"$recent", "recent,"},         /* before an index's columns: it has recent rows apart */
	{"date", "text"},               /* a date column: SQLite would give it a number's affinity */
	{NULL, NULL},
};

static const char *const audit_guards[] = {
	"create trigger if not exists audit_guards_1 before update on audit"
	" begin select raise(abort, 'the audit is never edited'); end",
	"create trigger if not exists audit_guards_2 before delete on audit"
	" begin select raise(abort, 'the audit is never deleted'); end",
	"create trigger if not exists audit_guards_3 before update on audit_seal"
	" begin select raise(abort, 'the audit is never edited'); end",
	"create trigger if not exists audit_guards_4 before delete on audit_seal"
	" begin select raise(abort, 'the audit is never deleted'); end",
	NULL
};

const struct engine sqlite_engine = {
	.spelling = spelling,
	.audit_apart = true,
	.audit_guards = audit_guards,
	.has_table = "select count(*) from sqlite_master where type = 'table' and name = :name",
	.tables = "select m.name, p.name, (select f.\"table\" from pragma_foreign_key_list(m.name) f where f.\"from\" = p.name)"
	    " from (select name, type from main.sqlite_master union all select name, type from apart.sqlite_master) m,"
	    " pragma_table_info(m.name) p where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\'"
	    " order by m.name, p.cid",
	.address = address,
	.find = find,
	.open = connect_to,
	.close = disconnect,
	.run = run,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.in_transaction = in_transaction,
	.undone = undone,
	.look_up = look_up,
	.wipe = wipe,
	.sync_later = sync_later,
	.look_anew = look_anew,
	.stage = sqlite_stage_reader,
	.changes = changes,
	.trouble = sqlite_fail,
	.gather = gather,
	.empty = empty,
	.unguard = unguard,
	.guard = guard,
	.prepare = sqlite_prepare,
	.sql = sqlite_sql,
	.rest = sqlite_rest,
	.forget = sqlite_forget,
	.parameter = sqlite_parameter,
	.bind = sqlite_bind,
	.step = sqlite_step,
	.is_null = sqlite_is_null,
	.col_int = sqlite_col_int,
	.col_real = sqlite_col_real,
	.col_view = sqlite_col_view,
	.col_bytes = sqlite_col_bytes,
	.col_datum = sqlite_col_datum,
	.col_count = sqlite_col_count,
	.col_name = sqlite_col_name,
	.bulk_sql = sqlite_bulk_sql,
	.store_rows = sqlite_store_rows,
};
