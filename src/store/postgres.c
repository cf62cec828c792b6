/* PostgreSQL: one authority in one schema. Connecting, transactions, and one clear sentence for everything that the server
 * can answer.
 *
 * A transaction that writes holds a lock of the authority's own, as SQLite's one writer does: so ids, versions and links
 * are made by one at a time whichever process asks, and nothing fails for being concurrent.
 */
#include "store/postgres.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

#define BUSY_MS 5000                    /* how long another may write before we say so */
#define OUTCOME_TRIES 20                /* questions after a commit whose answer was lost, a quarter of a second apart */

/* ---- failures ----------------------------------------------------------------------------------------------- */

/* What the server's codes mean to a person. `%1$s` is the database, `%2$s` the server's message. */
static const struct {
	const char *state;              /* its first letters */
	enum err err;
	const char *sentence;
} meanings[] = {
	{"57014", ERR_INPUT, "the query took too long and was stopped"},
	{"57P", ERR_SYSTEM, "the database server of %1$s is stopping or starting; what was under way was undone; try again"},
	{"53100", ERR_SYSTEM, "the disk is full: the change to %1$s was undone; make room and try again"},
	{"53300", ERR_SYSTEM, "the database server of %1$s has no connection left; try again, or allow more (max_connections)"},
	{"53", ERR_SYSTEM, "the database server of %1$s lacks room: %2$s"},
	{"55P03", ERR_SYSTEM, "another bairn is writing to %1$s; try again when it has finished"},
	{"40", ERR_SYSTEM, "another change to %1$s got in the way, so this one was undone; try again"},
	{"25006", ERR_SYSTEM, "%1$s may not be written to: this connection, or its server, only reads"},
	{"25P02", ERR_SYSTEM, "the transaction was undone by an earlier failure"},
	{"28", ERR_SYSTEM, "the account may not log in to %1$s: %2$s"},
	{"3D000", ERR_INPUT, "%1$s cannot be opened: %2$s"},
	{"42501", ERR_SYSTEM, "the database refused a change: %2$s"},
	{"22021", ERR_INPUT, "a text holds a character that the database cannot keep"},
	{"22", ERR_INPUT, "a value does not fit where it was to go"},
	{"23", ERR_INPUT, "the database refused a row: %2$s"},
	{"54", ERR_INPUT, "a text or a file is too long for the database"},
	{"XX", ERR_SYSTEM, "%1$s is damaged, or the server failed: %2$s"},
};

/* Keeps the first line of a message, without its severity. */
static void
message_keep(struct pg *pg, const char *message)
{
	static const char *const before[] = {"ERROR:  ", "FATAL:  ", "PANIC:  "};

	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		if (strncmp(message, before[i], strlen(before[i])) == 0)
			message += strlen(before[i]);
	snprintf(pg->message, sizeof pg->message, "%.*s", (int)strcspn(message, "\n"), message);
}

bool
pg_is_lost(const struct pg *pg, const PGresult *result)
{
	const char *severity = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);

	return PQstatus(pg->link) == CONNECTION_BAD ||
	    (severity != NULL && (strcmp(severity, "FATAL") == 0 || strcmp(severity, "PANIC") == 0));
}

int
pg_failed(struct pg *pg, PGresult *result)
{
	const char *state = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *message = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	bool lost = pg_is_lost(pg, result);

	snprintf(pg->state, sizeof pg->state, "%s", state == NULL ? "" : state);
	message_keep(pg, message == NULL ? PQerrorMessage(pg->link) : message);
	PQclear(result);
	return lost ? CODE_LOST : CODE_FAILED;
}

enum err
pg_trouble(struct ctx *c, struct conn *conn, int code)
{
	const struct pg *pg = conn->link;

	/* A server that shuts down says so first; else the line is cut without a word. */
	if (code == CODE_LOST && strncmp(pg->state, "57P", 3) != 0)
		return fail(c, ERR_SYSTEM, "the connection to the database %s was lost; what was under way was undone; try again",
		    conn->path);
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (strncmp(pg->state, meanings[i].state, strlen(meanings[i].state)) == 0)
			return fail(c, meanings[i].err, meanings[i].sentence, conn->path, pg->message);
	return fail(c, ERR_SYSTEM, "the database %s could not answer: %s", conn->path, pg->message);
}

/* ---- connecting --------------------------------------------------------------------------------------------- */

int
pg_exec(struct conn *conn, const char *sql)
{
	struct pg *pg = conn->link;
	PGresult *result;
	ExecStatusType status;

	pg_make_quiet(conn);
	result = PQexec(pg->link, sql);
	status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
		return pg_failed(pg, result);
	PQclear(result);
	return 0;
}

int
pg_ask(struct conn *conn, const char *sql, struct mem *m, const char **value)
{
	struct pg *pg = conn->link;
	PGresult *result;

	pg_make_quiet(conn);
	*value = NULL;
	result = PQexec(pg->link, sql);
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		return pg_failed(pg, result);
	if (PQntuples(result) > 0 && !PQgetisnull(result, 0, 0))
		*value = mem_copy(m, PQgetvalue(result, 0, 0), strlen(PQgetvalue(result, 0, 0)));
	PQclear(result);
	return 0;
}

/* What every session says first. JIT costs more than it gives on queries of our size; a plan for the first rows only is
 * no use to who reads them all. */
static enum err
session_start(struct ctx *c, struct conn *conn)
{
	struct pg *pg = conn->link;
	const struct store *store = conn->store;
	const char *sql = mem_format(c->mem, "set search_path to \"%s\", pg_temp; set timezone to 'UTC'; set datestyle to 'ISO, YMD';"
	    " set standard_conforming_strings to on; set bytea_output to hex; set extra_float_digits to 1; set jit to off;"
	    " set client_min_messages to error; set synchronous_commit to on; set lock_timeout to %d;"
	    " set default_transaction_read_only to %s; set idle_in_transaction_session_timeout to 0", store->schema_name,
	    store->busy_ms, pg->kind == CONN_READS || (store->options.read_only && pg->kind == CONN_WRITES) ? "on" : "off");
	int code;

	pg->session++;
	pg->timeout_ms = 0;
	pg->active = NULL;
	if ((code = pg_exec(conn, sql)) != 0)
		return pg_trouble(c, conn, code);
	if (pg->kind == CONN_OWNS)
		return OK;
	if ((code = pg_exec(conn, mem_format(c->mem, "set role \"%s\"", pg_role(c->mem, store)))) == 0)
		return OK;
	if (strcmp(pg->state, "42501") == 0)
		return fail(c, ERR_SYSTEM, "the account %s may not work on %s; its administrator can allow it with: grant \"%s\""
		    " to \"%s\"", PQuser(pg->link), conn->path, pg_role(c->mem, store), PQuser(pg->link));
	return pg_trouble(c, conn, code);
}

static void
no_notice(void *with, const PGresult *result)
{
	(void)with, (void)result;
}

/* How long the link may take to be made, by its own settings: milliseconds, or -1 for as long as it takes. */
static int
connect_ms(PGconn *link)
{
	PQconninfoOption *option = PQconninfo(link);
	int seconds = 0;

	for (PQconninfoOption *o = option; o != NULL && o->keyword != NULL; o++)
		if (strcmp(o->keyword, "connect_timeout") == 0 && o->val != NULL)
			seconds = atoi(o->val);
	PQconninfoFree(option);
	return seconds <= 0 ? -1 : seconds < 3600 ? seconds * 1000 : 3600000;
}

/* Completes a connection that was begun. libpq would do it by itself, and print what a dying server warns of meanwhile. */
static void
link_finish(PGconn *link)
{
	int most = connect_ms(link);
	int64_t until = clock_ms() + most;
	PostgresPollingStatusType state = PGRES_POLLING_WRITING;

	while (state == PGRES_POLLING_READING || state == PGRES_POLLING_WRITING) {
		struct pollfd wait = {.fd = PQsocket(link), .events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT};
		int64_t left = most < 0 ? -1 : until - clock_ms();
		int n = most >= 0 && left <= 0 ? 0 : poll(&wait, 1, (int)left);

		if (n == 0 || (n < 0 && errno != EINTR))
			return;
		if (n > 0)
			state = PQconnectPoll(link);
	}
}

/* The address goes last: what it says of these settings counts. */
static PGconn *
link_open(const struct store *store)
{
	const char *const key[] = {"application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
	    "keepalives_count", "tcp_user_timeout", "dbname", "client_encoding", NULL};
	const char *const value[] = {"bairn", "10", "30", "10", "3", "60000", store->address, "UTF8", NULL};

	PGconn *link = PQconnectStartParams(key, value, 1);

	if (PQstatus(link) != CONNECTION_BAD) {
		PQsetNoticeReceiver(link, no_notice, NULL);
		link_finish(link);
	}
	return link;
}

static enum err
connect_failed(struct ctx *c, struct conn *conn)
{
	struct pg *pg = conn->link;
	const char *line = PQerrorMessage(pg->link);

	if (*line == '\0')
		return fail(c, ERR_SYSTEM, "the database server of %s cannot be reached: it did not answer in time", conn->path);
	return fail(c, ERR_SYSTEM, "the database server of %s cannot be reached: %.*s", conn->path,
	    (int)strcspn(line, "\n"), line);
}

static enum err
connect_to(struct ctx *c, struct conn *conn, enum conn_kind kind)
{
	struct pg *pg = mem_new_one(conn->mem, struct pg);

	*pg = (struct pg){.kind = kind, .held = mem_new()};
	conn->link = pg;
	pg->link = link_open(conn->store);
	if (PQstatus(pg->link) != CONNECTION_OK)
		return connect_failed(c, conn);
	return session_start(c, conn);
}

enum err
pg_reconnect(struct ctx *c, struct conn *conn)
{
	struct pg *pg = conn->link;

	pg_held_forget(conn);
	PQreset(pg->link);
	if (PQstatus(pg->link) != CONNECTION_OK)
		return connect_failed(c, conn);
	return session_start(c, conn);
}

static void
disconnect(struct conn *conn)
{
	struct pg *pg = conn->link;

	if (pg == NULL)
		return;
	PQfinish(pg->link);
	mem_free(pg->held);
}

static enum err
run(struct ctx *c, struct conn *conn, const char *sql)
{
	int code = pg_exec(conn, sql);

	return code == 0 ? OK : pg_trouble(c, conn, code);
}

/* ---- transactions ------------------------------------------------------------------------------------------- */

/* The authority's lock: its schema's name, and whether it is for the records or for the audit. */
static int
begin_once(struct ctx *c, struct conn *conn, bool writes)
{
	const struct pg *pg = conn->link;
	int code;

	if (!writes)
		return pg_exec(conn, "begin isolation level repeatable read read only");
	code = pg_exec(conn, "begin");
	if (code == 0)
		code = pg_exec(conn, mem_format(c->mem, "select pg_advisory_xact_lock(hashtextextended('bairn %s', %d))",
		    conn->store->schema_name, pg->kind == CONN_AUDITS));
	return code;
}

static void
rollback(struct conn *conn)
{
	struct pg *pg = conn->link;

	pg_held_forget(conn);
	if (PQstatus(pg->link) == CONNECTION_OK && PQtransactionStatus(pg->link) != PQTRANS_IDLE)
		(void)pg_exec(conn, "rollback");
}

/* Nothing was done yet, so a connection that turns out to be lost is made anew. */
static enum err
begin(struct ctx *c, struct conn *conn, bool writes)
{
	struct pg *pg = conn->link;
	int code = PQstatus(pg->link) == CONNECTION_OK ? begin_once(c, conn, writes) : CODE_LOST;

	if (code == CODE_LOST) {
		TRY(pg_reconnect(c, conn));
		code = begin_once(c, conn, writes);
	}
	if (code == 0) {
		pg->state[0] = '\0';
		return OK;
	}
	(void)pg_trouble(c, conn, code);
	rollback(conn);
	return c->err;
}

/* A lost connection may have shown where nobody was to be told, as when a statement was put away. */
static enum err
undone(struct ctx *c, struct conn *conn)
{
	struct pg *pg = conn->link;

	if (PQstatus(pg->link) != CONNECTION_OK)
		return pg_trouble(c, conn, CODE_LOST);
	snprintf(pg->state, sizeof pg->state, "25P02");
	return pg_trouble(c, conn, CODE_FAILED);
}

/* The connection went while the commit was under way: the server knows how it ended. */
static enum err
commit_outcome(struct ctx *c, struct conn *conn, const char *transaction)
{
	struct timespec quarter = {0, 250000000};
	struct pg *pg = conn->link;
	const char *sql = mem_format(c->mem, "select pg_xact_status('%s'::xid8)", transaction), *status = NULL;

	for (int i = 0; i < OUTCOME_TRIES; i++) {
		struct ctx try = {.mem = c->mem, .store = c->store};

		status = NULL;
		if (pg_reconnect(&try, conn) == OK && pg_ask(conn, sql, c->mem, &status) == 0 && status != NULL &&
		    strcmp(status, "in progress") != 0)
			break;
		nanosleep(&quarter, NULL);
	}
	if (status != NULL && strcmp(status, "committed") == 0)
		return OK;
	if (status != NULL && strcmp(status, "aborted") == 0) {
		snprintf(pg->state, sizeof pg->state, "40000");
		return pg_trouble(c, conn, CODE_LOST);
	}
	snprintf(pg->state, sizeof pg->state, "08007");
	return fail(c, ERR_SYSTEM, "the connection to the database %s was lost during the last step, so whether the change was"
	    " kept is not known; look before you do it again", conn->path);
}

static enum err
commit(struct ctx *c, struct conn *conn)
{
	struct pg *pg = conn->link;
	const char *transaction = NULL;
	bool kept;
	PGresult *result;
	int code = pg_ask(conn, "select pg_current_xact_id_if_assigned()", c->mem, &transaction);

	if (code != 0)
		return pg_trouble(c, conn, code);
	result = PQexec(pg->link, "commit");
	if (PQresultStatus(result) == PGRES_COMMAND_OK) {
		kept = strcmp(PQcmdStatus(result), "COMMIT") == 0;
		PQclear(result);
		return kept ? OK : undone(c, conn);
	}
	code = pg_failed(pg, result);
	if (code == CODE_LOST && transaction != NULL)
		return commit_outcome(c, conn, transaction);
	return pg_trouble(c, conn, code);
}

static bool
in_transaction(struct conn *conn)
{
	const struct pg *pg = conn->link;

	return PQstatus(pg->link) == CONNECTION_OK && PQtransactionStatus(pg->link) != PQTRANS_IDLE;
}

/* The server's pages are everybody's, and mostly in memory; by itself it takes one elsewhere to cost as much as four in a row, and reads
 * a million rows through for some thousands of them, in several processes. Ends with the transaction. */
static enum err
look_up(struct ctx *c, struct conn *conn, bool on)
{
	if (on)
		return run(c, conn, "set local random_page_cost to 1.1; set local max_parallel_workers_per_gather to 0");
	return in_transaction(conn) ? run(c, conn, "set local random_page_cost to default; set local max_parallel_workers_per_gather"
	    " to default") : OK;
}

static enum err
look_anew(struct ctx *c, struct conn *conn)
{
	return run(c, conn, "select look_anew()");
}

static enum err
look_at(struct ctx *c, struct conn *conn, const char *table)
{
	return run(c, conn, mem_format(c->mem, "select look_at('%s')", table));
}

static bool
may_try_again(const struct conn *conn)
{
	const struct pg *pg = conn->link;

	return PQstatus(pg->link) != CONNECTION_OK || strncmp(pg->state, "40", 2) == 0;
}

static int64_t
changes(struct conn *conn)
{
	const struct pg *pg = conn->link;

	return pg->changes;
}

/* ---- the address -------------------------------------------------------------------------------------------- */

static bool
is_schema_name(struct view name)
{
	if (name.n == 0 || name.n > 50 || name.at[0] < 'a' || name.at[0] > 'z' || strncmp(name.at, "pg_", 3) == 0)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_", name.at[i]) == NULL)
			return false;
	return !view_is(name, "public") && !view_is(name, "information_schema");
}

/* Takes `schema=NAME` out of the address, which libpq does not know. */
static struct view
schema_take(struct builder *rest, const char *at)
{
	struct view name = {0};
	const char *query = strchr(at, '?');
	char between = '?';

	put(rest, (struct view){at, query == NULL ? strlen(at) : (size_t)(query - at)});
	while (query != NULL && *query != '\0') {
		size_t n = strcspn(++query, "&");

		if (n >= 7 && strncmp(query, "schema=", 7) == 0)
			name = (struct view){query + 7, n - 7};
		else if (n > 0) {
			put_format(rest, "%c%.*s", between, (int)n, query);
			between = '&';
		}
		query += n;
	}
	return name;
}

/* How errors name the database: where it is, never who logs in or with which password. */
static enum err
name_for_people(struct ctx *c, struct store *store)
{
	char *problem = NULL;
	PQconninfoOption *options = PQconninfoParse(store->address, &problem);
	const char *host = "", *database = "";

	if (options == NULL) {
		PQfreemem(problem);
		return fail(c, ERR_USAGE, "the database's address cannot be read; it looks like"
		    " postgresql://host/database?schema=authority");
	}
	for (const PQconninfoOption *o = options; o->keyword != NULL; o++) {
		if (o->val != NULL && strcmp(o->keyword, "host") == 0)
			host = o->val;
		if (o->val != NULL && strcmp(o->keyword, "dbname") == 0)
			database = o->val;
	}
	store->path = mem_format(store->mem, "%s in the database %s%s%s", store->schema_name, database,
	    host[0] == '\0' ? "" : " on ", host);
	PQconninfoFree(options);
	return OK;
}

static enum err
address(struct ctx *c, struct store *store, const char *at)
{
	struct builder rest = {.mem = store->mem};
	struct view schema = schema_take(&rest, at);

	if (!is_schema_name(schema))
		return fail(c, ERR_USAGE, "the database's address must name the authority's schema, in small letters, digits and"
		    " _: postgresql://host/database?schema=authority");
	store->address = built_text(&rest);
	store->schema_name = mem_copy(store->mem, schema.at, schema.n);
	store->key_path = mem_format(store->mem, "%s.key", store->schema_name);
	store->busy_ms = BUSY_MS;
	return name_for_people(c, store);
}

/* ---- the engine --------------------------------------------------------------------------------------------- */

/* Text sorts and compares by its bytes, as in SQLite, whatever language the database was made for. */
static const struct spelling spelling[] = {
	{"$id", "bigint"},
	{"$json", "json"},
	{"$bytes", "bytea"},
	{"$now", "to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"},
	{"$clustered", ""},
	{"$recent", ""},
	{"integer", "bigint"},
	{"real", "double precision"},
	{"text", "text collate \"C\""},
	{NULL, NULL},
};

static const char *const audit_guards[] = {NULL};       /* privileges guard it: postgres_schema.c */

const struct engine postgres_engine = {
	.spelling = spelling,
	.audit_guards = audit_guards,
	.holds_rows = true,
	.has_table = "select count(*) from pg_class where relnamespace = current_schema()::regnamespace and relname = :name",
	.tables = "select c.relname, a.attname, (select r.relname from pg_constraint k join pg_class r on r.oid = k.confrelid"
	    " where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey) limit 1) from pg_class c"
	    " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
	    " where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')"
	    " order by c.relname collate \"C\", a.attnum",
	.address = address,
	.find = pg_find,
	.open = connect_to,
	.close = disconnect,
	.run = run,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.in_transaction = in_transaction,
	.undone = undone,
	.may_try_again = may_try_again,
	.look_up = look_up,
	.look_anew = look_anew,
	.look_at = look_at,
	.changes = changes,
	.trouble = pg_trouble,
	.empty = pg_empty,
	.unguard = pg_unguard,
	.guard = pg_guard,
	.calendars = pg_calendars,
	.prepare = pg_prepare,
	.sql = pg_sql,
	.rest = pg_rest,
	.forget = pg_forget,
	.parameter = pg_parameter,
	.bind = pg_bind,
	.step = pg_step,
	.is_null = pg_is_null,
	.col_int = pg_col_int,
	.col_real = pg_col_real,
	.col_view = pg_col_view,
	.col_bytes = pg_col_bytes,
	.col_datum = pg_col_datum,
	.col_count = pg_col_count,
	.col_name = pg_col_name,
	.bulk_sql = pg_bulk_sql,
	.store_rows = pg_store_rows,
	.flush = pg_flush,
};
