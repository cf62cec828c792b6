/* Bringing a database up to this program's schema.
 *
 * schema/NNNN_name.sql are applied in order, all that are missing in one transaction: all of them or none; of two pieces of work that
 * were brought together the later may have the lower number. The table schema_version says which are in, by number and name.
 * The files are portable; how the engine spells their types is put in here.
 */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

/* ---- the files ---------------------------------------------------------------------------------------------- */

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
put_word(struct ctx *c, const struct engine *engine, struct builder *b, const char *path, struct view word)
{
	for (const struct spelling *s = engine->spelling; s->word != NULL; s++)
		if (view_is(word, s->word)) {
			put_text(b, s->here);
			return OK;
		}
	if (word.at[0] == '$')
		return fail(c, ERR_SYSTEM, "%s: \"" VIEW_FORMAT "\" is none of $id $json $bytes $now $clustered $recent", path,
		    VIEW_ARGS(word));
	put(b, word);
	return OK;
}

/* The file's SQL in the engine's words; NULL after an error. Lives in c->mem. */
const char *
schema_expand(struct ctx *c, const struct engine *engine, const char *path, struct view sql)
{
	struct builder b = {.mem = c->mem};

	while (sql.n > 0) {
		size_t n = skipped_length(sql);

		if (n == 0 && is_word(sql.at[0])) {
			while (n < sql.n && is_word(sql.at[n]))
				n++;
			if (put_word(c, engine, &b, path, (struct view){sql.at, n}) != OK)
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

enum err
table_exists(struct ctx *c, struct conn *conn, const char *name, bool *there)
{
	struct rows *r = rows_open(c, conn, conn->engine->has_table, false);

	bind_text(r, "name", name);
	*there = rows_next(r) && col_int(r, 0) > 0;
	return rows_end(r);
}

/* A file that the database has. */
struct applied {
	int64_t version;
	const char *name;
};
struct applied_list LIST(struct applied);

/* In order of number; none of a file that is no Bairn database. */
static enum err
applied_read(struct ctx *c, struct conn *conn, struct applied_list *out)
{
	struct rows *r;
	bool there;

	*out = (struct applied_list){0};
	TRY(table_exists(c, conn, "schema_version", &there));
	if (!there)
		return OK;
	r = rows_open(c, conn, "select version, name from schema_version order by version", false);
	while (rows_next(r))
		*push(c->mem, out) = (struct applied){col_int(r, 0), col_text(r, 1, c->mem)};
	return rows_end(r);
}

static bool
is_applied(const struct applied_list *applied, int64_t version)
{
	for (size_t i = 0; i < applied->n; i++)
		if (applied->item[i].version == version)
			return true;
	return false;
}

static const struct embedded *
file_of(const struct embedded *files, int64_t version)
{
	for (; files->path != NULL; files++)
		if (file_version(files) == version)
			return files;
	return NULL;
}

/* What the database has is to be among what this program has, number by number: what else it holds nobody here can know. */
static enum err
applied_check(struct ctx *c, struct conn *conn, const struct embedded *files, const struct applied_list *applied)
{
	int64_t newest = newest_version(files), have = applied->n ? applied->item[applied->n - 1].version : 0;

	if (have > newest)
		return fail(c, ERR_SYSTEM, "%s was written by a newer bairn (its schema is %lld, this one knows %lld);"
		    " use the newer bairn", conn->store->path, (long long)have, (long long)newest);
	for (size_t i = 0; i < applied->n; i++) {
		const struct embedded *file = file_of(files, applied->item[i].version);

		if (file == NULL || strcmp(file->path, applied->item[i].name) != 0)
			return fail(c, ERR_SYSTEM, "%s was written by another bairn (it has %s, this one %s); use the bairn that wrote it",
			    conn->store->path, applied->item[i].name, file ? file->path : "no file of that number");
	}
	return OK;
}

static enum err
apply_file(struct ctx *c, struct conn *conn, const struct embedded *file)
{
	const char *sql = schema_expand(c, conn->engine, file->path, (struct view){(const char *)file->bytes, file->n});
	struct rows *r;

	if (sql == NULL)
		return c->err;
	if (conn_run(c, conn, sql) != OK) {
		const char *why = mem_copy(c->mem, c->sentence, strlen(c->sentence));

		fail_clear(c);
		return fail(c, ERR_SYSTEM, "%s cannot be applied to %s, which stays as it was: %s", file->path,
		    conn->store->path, why);
	}
	r = rows_open(c, conn, "insert into schema_version (version, name, at) values (:version, :name, :at)", false);
	bind_int(r, "version", file_version(file));
	bind_text(r, "name", file->path);
	bind_text(r, "at", clock_stamp(c->mem));
	return rows_end(r);
}

/* In the open transaction: every file that the database lacks, in order of number; also one of a lower number than it has already,
 * from work that was brought together later. What does not fit what is there fails, and all of it is undone. */
static enum err
apply_missing(struct ctx *c, struct conn *conn, const struct embedded *files)
{
	struct applied_list applied;

	/* Read again under the lock: another process may have done it meanwhile. */
	TRY(applied_read(c, conn, &applied));
	TRY(applied_check(c, conn, files, &applied));
	if (applied.n == 0)
		TRY(conn_run(c, conn, schema_expand(c, conn->engine, "", VIEW("create table if not exists schema_version"
		    " (version integer primary key, name text not null, at text not null)"))));
	TRY(conn->engine->unguard(c, conn));
	for (int64_t next = 1, newest = newest_version(files); next <= newest; next++) {
		const struct embedded *file = file_of(files, next);

		if (file != NULL && !is_applied(&applied, next))
			TRY(apply_file(c, conn, file));
	}
	return conn->engine->guard(c, conn);
}

enum err
database_fill(struct ctx *c, struct conn *conn, const struct embedded *files)
{
	TRY(keys_make(c, conn));
	if (!conn->engine->audit_apart)
		TRY(audit_tables_make(c, conn));
	TRY(apply_missing(c, conn, files));
	return conn->store->filling ? conn_run(c, conn, schema_expand(c, conn->engine, "", VIEW(COPY_MARK))) : OK;
}

static enum err
catch_up(struct ctx *c, struct store *store, const struct embedded *files)
{
	struct conn *conn;
	enum err e;

	TRY(conn_open(c, store, CONN_OWNS, &conn));
	e = store->engine->begin(c, conn, true);
	if (e == OK) {
		e = apply_missing(c, conn, files);
		e = conn_finish(c, conn, e ? e : store->engine->look_anew(c, conn));
	}
	conn_close(conn);
	return e;
}

/* The first that the database lacks; NULL when it lacks none. */
static const struct embedded *
missing_first(const struct embedded *files, const struct applied_list *applied)
{
	for (int64_t next = 1, newest = newest_version(files); next <= newest; next++)
		if (file_of(files, next) != NULL && !is_applied(applied, next))
			return file_of(files, next);
	return NULL;
}

/* Refuses a newer database, one with a schema of its own, and one that is only half there; applies what an older one lacks, when
 * `apply`. */
enum err
migrate(struct ctx *c, struct conn *conn, const struct embedded *files, bool apply)
{
	struct applied_list applied;
	const struct embedded *missing;
	bool half_there;

	TRY(table_exists(c, conn, "copying", &half_there));
	if (half_there)
		return fail(c, ERR_SYSTEM, "a copy into %s was not finished; run the same bairn copy again, or remove what is there",
		    conn->store->path);
	TRY(applied_read(c, conn, &applied));
	if (applied.n == 0)
		return fail(c, ERR_SYSTEM, "%s is not a Bairn database", conn->store->path);
	TRY(applied_check(c, conn, files, &applied));
	missing = missing_first(files, &applied);
	if (missing == NULL)
		return OK;
	if (!apply)
		return fail(c, ERR_SYSTEM, "%s is of an older bairn (it lacks %s); open it once with a command that may change it",
		    conn->store->path, missing->path);
	return catch_up(c, conn->store, files);
}
