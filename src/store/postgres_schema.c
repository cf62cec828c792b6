/* An authority's schema: made, filled, and guarded by a role of its own.
 *
 * The account that makes the schema owns it and alone may change its tables. Everything else is done in the role
 * bairn_SCHEMA, which sees no other schema, adds rows, and of a table of versions may update `superseded` alone: so history
 * and audit cannot be edited by what Bairn runs. (SQLite's triggers also refuse to set it twice.)
 */
#include "store/postgres.h"

#include <string.h>

#include "base/calendar.h"
#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"

const char *
pg_role(struct mem *m, const struct store *store)
{
	return mem_format(m, "bairn_%s", store->schema_name);
}

/* ---- finding and making ------------------------------------------------------------------------------------- */

/* Whether the schema is there, and whether it holds an authority. A schema that was made beforehand is empty. */
static enum err
look(struct ctx *c, struct conn *conn, bool *schema, bool *filled)
{
	const char *value, *database;
	int code = pg_ask(conn, mem_format(c->mem, "select count(*) from pg_namespace where nspname = '%s'",
	    conn->store->schema_name), c->mem, &value);

	*schema = code == 0 && strcmp(value, "1") == 0;
	*filled = false;
	if (code == 0 && *schema) {
		code = pg_ask(conn, mem_format(c->mem, "select count(*) from pg_class where relnamespace = '%s'::regnamespace"
		    " and relname = 'schema_version'", conn->store->schema_name), c->mem, &value);
		*filled = code == 0 && strcmp(value, "1") == 0;
	}
	if (code == 0)
		code = pg_ask(conn, "select getdatabaseencoding()", c->mem, &database);
	if (code != 0)
		return pg_trouble(c, conn, code);
	return strcmp(database, "UTF8") == 0 ? OK : fail(c, ERR_INPUT, "the database of %s keeps text as %s; Bairn needs one made"
	    " with encoding UTF8", conn->path, database);
}

/* Somebody else's tables are not built among. */
static enum err
is_empty(struct ctx *c, struct conn *conn)
{
	const char *value;
	int code = pg_ask(conn, mem_format(c->mem, "select count(*) from pg_class where relnamespace = '%s'::regnamespace",
	    conn->store->schema_name), c->mem, &value);

	if (code != 0)
		return pg_trouble(c, conn, code);
	return strcmp(value, "0") == 0 ? OK : fail(c, ERR_INPUT, "%s is not empty, and what it holds is no authority; name"
	    " another schema", conn->path);
}

static enum err
make_schema(struct ctx *c, struct conn *conn)
{
	const struct store *store = conn->store;
	bool schema, filled;
	enum err e;

	TRY(store->engine->begin(c, conn, true));
	/* Looked at again under the lock: another process may have made it meanwhile. */
	e = look(c, conn, &schema, &filled);
	if (e == OK && !schema)
		e = conn_run(c, conn, mem_format(c->mem, "create schema \"%s\"", store->schema_name));
	if (e == OK && schema && !filled)
		e = is_empty(c, conn);
	if (e == OK && !filled)
		e = database_fill(c, conn, store->schema);
	return conn_finish(c, conn, e);
}

enum err
pg_find(struct ctx *c, struct store *store)
{
	struct conn *conn;
	bool schema, filled;
	enum err e;

	TRY(conn_open(c, store, CONN_OWNS, &conn));
	e = look(c, conn, &schema, &filled);
	if (e == OK && !filled && !store->options.create)
		e = fail(c, ERR_INPUT, "there is no authority in %s; bairn init makes one", store->path);
	/* Whose it is that a copy finds and whether it is whole is the copy's question, before the key's. */
	if (e == OK && !(filled && store->filling))
		e = key_file_prepare(c, store, !filled);
	if (e == OK && !filled)
		e = make_schema(c, conn);
	conn_close(conn);
	return e;
}

/* ---- guards ------------------------------------------------------------------------------------------------- */

/* What the role may do, table by table. `%1$s` is the role. */
static const char grants[] =
    "do $grants$ declare t record; begin"
    " if not exists (select from pg_roles where rolname = '%1$s') then create role \"%1$s\" nologin; end if;"
    " if not pg_has_role(session_user, '%1$s', 'member') then"
    " execute format('grant \"%1$s\" to %%I', session_user); end if;"
    " execute format('revoke all on schema %%I from public', current_schema());"
    " execute format('grant usage on schema %%I to \"%1$s\"', current_schema());"
    " for t in select c.relname, c.relkind, exists (select from pg_attribute a where a.attrelid = c.oid"
    " and a.attname = 'superseded' and not a.attisdropped) as versions from pg_class c"
    " where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'v') loop"
    " execute format('revoke all on %%I from \"%1$s\"', t.relname);"
    " execute format('grant select on %%I to \"%1$s\"', t.relname);"
    " if t.relkind = 'r' and t.relname not in ('schema_version', 'store_key') then"
    " execute format('grant insert on %%I to \"%1$s\"', t.relname); end if;"
    " if t.relkind = 'r' and t.versions then"
    " execute format('grant update (superseded) on %%I to \"%1$s\"', t.relname);"
    " elsif t.relkind = 'r' and t.relname not in ('schema_version', 'store_key', 'audit', 'audit_seal') then"
    " execute format('grant update, delete on %%I to \"%1$s\"', t.relname); end if;"
    " end loop; end $grants$";

static enum err
functions_make(struct ctx *c, struct conn *conn)
{
	for (const struct embedded *f = embedded_schema; f->path != NULL; f++)
		if (strstr(f->path, "postgres.sql") != NULL)
			return conn_run(c, conn, mem_copy(c->mem, (const char *)f->bytes, f->n));
	return fail(c, ERR_SYSTEM, "this bairn was built without PostgreSQL's functions");
}

/* The owner may change what it owns. What its files make may call the functions, so those come first. */
enum err
pg_unguard(struct ctx *c, struct conn *conn)
{
	return functions_make(c, conn);
}

enum err
pg_guard(struct ctx *c, struct conn *conn)
{
	struct builder b = {.mem = c->mem};
	const char *role = pg_role(c->mem, conn->store);

	for (const char *at = grants; *at != '\0'; at++)
		if (strncmp(at, "%1$s", 4) == 0) {
			put_text(&b, role);
			at += 3;
		} else if (strncmp(at, "%%", 2) == 0) {
			put_char(&b, '%');
			at++;
		} else
			put_char(&b, *at);
	return conn_run(c, conn, built_text(&b));
}

/* ---- copies -------------------------------------------------------------------------------------------------- */

/* All at once: a table that another refers to cannot be truncated alone. */
enum err
pg_empty(struct ctx *c, struct conn *conn, const char *const *tables)
{
	struct builder b = {.mem = c->mem};

	for (size_t i = 0; tables[i] != NULL; i++)
		put_format(&b, "%s %s", i == 0 ? "truncate" : ",", tables[i]);
	return conn_run(c, conn, built_text(&b));
}

/* ---- calendars ---------------------------------------------------------------------------------------------- */

/* A calendar in one word: the same word, the same days. */
static const char *
calendar_word(struct mem *m, const struct calendar *k)
{
	uint64_t h = hash_mix(0, k->open, (size_t)k->open_count * sizeof *k->open);

	return mem_format(m, "%d %d %016llx", k->first, k->last, (unsigned long long)h);
}

static enum err
calendar_is_there(struct ctx *c, const struct calendar *k, bool *there)
{
	struct rows *r = store_read(c, "select 1 from setting where name = :name and value = :word");

	bind_text(r, "name", mem_format(c->mem, "calendar %s", k->name));
	bind_text(r, "word", calendar_word(c->mem, k));
	*there = rows_next(r);
	return rows_end(r);
}

static enum err
calendar_write(struct ctx *c, const struct calendar *k)
{
	static const char *const columns[] = {"calendar", "day", "open", "n", NULL};
	struct rows *r = store_write(c, "delete from day where calendar = :name");
	struct bulk *days;

	bind_text(r, "name", k->name);
	TRY(rows_end(r));
	days = bulk_open(c, "day", columns);
	for (int32_t day = k->first; day <= k->last; day++) {
		bulk_text(days, 0, view_of(k->name));
		bulk_day(days, 1, day);
		bulk_text(days, 2, calendar_is_open(k, day) ? VIEW("yes") : VIEW("no"));
		bulk_int(days, 3, k->n[day - k->first]);
		TRY(bulk_row(days));
	}
	TRY(bulk_close(days, NULL));
	r = store_write(c, "insert into setting (name, value) values (:name, :word)"
	    " on conflict (name) do update set value = excluded.value");
	bind_text(r, "name", mem_format(c->mem, "calendar %s", k->name));
	bind_text(r, "word", calendar_word(c->mem, k));
	return rows_end(r);
}

enum err
pg_calendars(struct ctx *c, struct store *store)
{
	for (size_t i = 0; i < store->n_calendars; i++) {
		bool there;
		enum err e;

		TRY(calendar_is_there(c, store->calendars[i], &there));
		if (there || store->options.read_only)
			continue;
		TRY(store_begin(c));
		e = calendar_write(c, store->calendars[i]);
		if (e != OK) {
			store_rollback(c);
			return e;
		}
		TRY(store_commit(c));
	}
	return OK;
}
