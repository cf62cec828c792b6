/* Bringing a database up to this program's schema, and the guards that keep history from being edited.
 *
 * schema/NNNN_name.sql are applied in order, all that are missing in one transaction: all of them or none. The table
 * schema_version says which are in. The files are portable; what SQLite calls its types is put in here.
 */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* ---- the files ---------------------------------------------------------------------------------------------- */

static const struct {
	const char *word, *here;
} types[] = {
	{"$id", "integer"},
	{"$json", "text"},
	{"$bytes", "blob"},
	{"$now", "(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"},
	{"date", "text"},               /* a date column: SQLite would give it a number's affinity */
};

static bool
is_word(char ch)
{
	return ch == '_' || ch == '$' || (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

/* The length of a comment, a quoted text or a name in quotes that begins here; 0 when none does. */
static size_t
skipped_length(struct view v)
{
	const char *end;

	if (v.n >= 2 && v.at[0] == '-' && v.at[1] == '-') {
		end = memchr(v.at, '\n', v.n);
		return end == NULL ? v.n : (size_t)(end - v.at);
	}
	if (v.at[0] == '\'' || v.at[0] == '"') {
		end = v.n < 2 ? NULL : memchr(v.at + 1, v.at[0], v.n - 1);
		return end == NULL ? v.n : (size_t)(end - v.at) + 1;
	}
	return 0;
}

static enum err
put_word(struct ctx *c, struct builder *b, const char *path, struct view word)
{
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (view_is(word, types[i].word)) {
			put_text(b, types[i].here);
			return OK;
		}
	if (word.at[0] == '$')
		return fail(c, ERR_SYSTEM, "%s: \"" VIEW_FORMAT "\" is none of $id $json $bytes $now", path,
		    VIEW_ARGS(word));
	put(b, word);
	return OK;
}

/* The file's SQL in SQLite's words; NULL after an error. Lives in c->mem. */
const char *
schema_expand(struct ctx *c, const char *path, struct view sql)
{
	struct builder b = {.mem = c->mem};

	while (sql.n > 0) {
		size_t n = skipped_length(sql);

		if (n == 0 && is_word(sql.at[0])) {
			while (n < sql.n && is_word(sql.at[n]))
				n++;
			if (put_word(c, &b, path, (struct view){sql.at, n}) != OK)
				return NULL;
		} else {
			n = n == 0 ? 1 : n;
			put(&b, (struct view){sql.at, n});
		}
		sql.at += n;
		sql.n -= n;
	}
	return built_text(&b);
}

/* The file's number, or 0 when its name does not begin with four digits. */
static int64_t
file_version(const struct embedded *file)
{
	const char *name = strrchr(file->path, '/');
	int64_t version;

	name = name == NULL ? file->path : name + 1;
	if (strspn(name, "0123456789") != 4 || !view_int((struct view){name, 4}, &version))
		return 0;
	return version;
}

static int64_t
newest_version(const struct embedded *files)
{
	int64_t newest = 0;

	for (; files->path != NULL; files++)
		if (file_version(files) > newest)
			newest = file_version(files);
	return newest;
}

/* ---- applying them ------------------------------------------------------------------------------------------ */

/* One number from one row; `none` when there is no row. */
static enum err
read_number(struct ctx *c, struct conn *conn, const char *sql, int64_t *n)
{
	struct rows *r = rows_open(c, conn, sql, false);

	if (rows_next(r))
		*n = col_int(r, 0);
	return rows_end(r);
}

static enum err
database_version(struct ctx *c, struct conn *conn, int64_t *version)
{
	int64_t there = 0;

	*version = 0;
	TRY(read_number(c, conn, "select count(*) from sqlite_master where type = 'table' and name = 'schema_version'",
	    &there));
	if (there == 0)
		return OK;
	return read_number(c, conn, "select coalesce(max(version), 0) from schema_version", version);
}

static enum err
apply_file(struct ctx *c, struct conn *conn, const struct embedded *file)
{
	const char *sql = schema_expand(c, file->path, (struct view){(const char *)file->bytes, file->n});
	struct rows *r;

	if (sql == NULL)
		return c->err;
	if (sqlite3_exec(conn->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return fail(c, ERR_SYSTEM, "%s cannot be applied to %s, which stays as it was: %s", file->path,
		    conn->store->path, sqlite3_errmsg(conn->db));
	r = rows_open(c, conn, "insert into schema_version (version, name, at)"
	    " values (:version, :name, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))", false);
	bind_int(r, "version", file_version(file));
	bind_text(r, "name", file->path);
	return rows_end(r);
}

static enum err drop_guards(struct ctx *c, struct conn *conn) MUST_USE;

static enum err
apply_missing(struct ctx *c, struct conn *conn, const struct embedded *files)
{
	int64_t have;

	/* Read again under the lock: another process may have done it meanwhile. */
	TRY(conn_run(c, conn, "create table if not exists schema_version"
	    " (version integer primary key, name text not null, at text not null)"));
	TRY(database_version(c, conn, &have));
	TRY(drop_guards(c, conn));
	for (int64_t next = have + 1, newest = newest_version(files); next <= newest; next++)
		for (const struct embedded *file = files; file->path != NULL; file++)
			if (file_version(file) == next)
				TRY(apply_file(c, conn, file));
	return guard_history(c, conn);
}

/* Refuses a newer database; applies what an older one lacks, when `apply`. */
enum err
migrate(struct ctx *c, struct conn *conn, const struct embedded *files, bool apply)
{
	int64_t have, tables = 0, newest = newest_version(files);
	enum err e;

	TRY(database_version(c, conn, &have));
	TRY(read_number(c, conn, "select count(*) from sqlite_master", &tables));
	if (have > newest)
		return fail(c, ERR_SYSTEM, "%s was written by a newer bairn (its schema is %lld, this one knows %lld);"
		    " use the newer bairn", conn->store->path, (long long)have, (long long)newest);
	if (have == newest)
		return OK;
	if (have == 0 && (tables > 0 || !conn->store->options.create))
		return fail(c, ERR_SYSTEM, "%s is not a Bairn database", conn->store->path);
	if (!apply)
		return fail(c, ERR_SYSTEM, "%s is of an older bairn (its schema is %lld, this one's %lld); open it once"
		    " with a command that may change it", conn->store->path, (long long)have, (long long)newest);
	TRY(conn_run(c, conn, "begin immediate"));
	e = apply_missing(c, conn, files);
	if (e == OK)
		e = conn_run(c, conn, "commit");
	if (e != OK && !sqlite3_get_autocommit(conn->db))
		sqlite3_exec(conn->db, "rollback", NULL, NULL, NULL);
	return e;
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
		TRY(conn_run(c, conn, made.item[i]));
	return OK;
}

static enum err
drop_guards(struct ctx *c, struct conn *conn)
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

enum err
guard_history(struct ctx *c, struct conn *conn)
{
	for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++)
		TRY(run_selected(c, conn, guards[i]));
	return OK;
}
