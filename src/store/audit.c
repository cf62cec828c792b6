/* The audit: who read or changed what, in a database of its own (PATH.audit), so that a long import stalls no reader.
 *
 * Each row carries a code (BLAKE2b under a key that the master key wraps) over all that it says; the sealer chains the
 * codes once a second while serving, and when the store is closed. While serving, one thread writes all rows that came
 * in during the last commit with the next one.
 */
#include "store/writer.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "store/internal.h"

#define CODE_SIZE 32
#define AT_SIZE 25                      /* 2026-03-03T10:11:12.345Z and its NUL */

struct audit_job {
	struct audit_row row;
	void (*done)(enum err e, void *with);
	void *with;
	struct audit_job *next;
};

struct audit {
	struct store *store;
	struct conn *conn;
	pthread_mutex_t writing;        /* guards the connection */
	bool unsealed;

	pthread_mutex_t lock;           /* guards the queue */
	pthread_cond_t some;
	pthread_t thread;
	bool running, stopping;
	struct mem *filling, *emptying; /* the jobs now being queued, those now being written */
	struct audit_job *first, *last;
};

static const char *const audit_schema[] = {
	"create table if not exists audit (id $id primary key, at text not null, account $id not null,"
	" act text not null, identity $id not null, object text, allowed text not null, reason text,"
	" mac $bytes not null)",
	"create index if not exists audit_identity on audit (identity)",
	"create index if not exists audit_account on audit (account)",
	"create table if not exists audit_seal (seq $id primary key, audit $id not null, hash $bytes not null)",
	NULL
};

/* ---- opening ------------------------------------------------------------------------------------------------ */

enum err
audit_tables_make(struct ctx *c, struct conn *conn)
{
	for (size_t i = 0; audit_schema[i] != NULL; i++)
		TRY(conn_run(c, conn, schema_expand(c, conn->engine, "", view_of(audit_schema[i]))));
	return conn_run_all(c, conn, conn->engine->audit_guards);
}

static enum err
open_database(struct ctx *c, struct store *store, struct conn **conn)
{
	TRY(conn_open(c, store, CONN_AUDITS, conn));
	if (!store->engine->audit_apart)
		return OK;
	TRY(store->engine->begin(c, *conn, true));
	return conn_finish(c, *conn, audit_tables_make(c, *conn));
}

enum err
audit_make(struct ctx *c, struct store *store)
{
	struct conn *conn = NULL;
	enum err e = store->engine->audit_apart ? open_database(c, store, &conn) : OK;

	conn_close(conn);
	return e;
}

/* The store's audit, opened at first need. */
static enum err
audit_of(struct ctx *c, struct store *store, struct audit **out)
{
	enum err e = OK;

	pthread_mutex_lock(&store->lock);
	if (store->audit == NULL) {
		struct audit *a = mem_new_one(store->mem, struct audit);

		*a = (struct audit){.store = store};
		e = open_database(c, store, &a->conn);
		if (e == OK) {
			pthread_mutex_init(&a->writing, NULL);
			pthread_mutex_init(&a->lock, NULL);
			pthread_cond_init(&a->some, NULL);
			store->audit = a;
		} else {
			conn_close(a->conn);
		}
	}
	*out = store->audit;
	pthread_mutex_unlock(&store->lock);
	return e;
}

/* ---- codes -------------------------------------------------------------------------------------------------- */

static void
code_add(crypto_generichash_state *state, const void *bytes, size_t n)
{
	uint64_t length = n;

	crypto_generichash_update(state, (const unsigned char *)&length, sizeof length);
	crypto_generichash_update(state, bytes, n);
}

static void
code_add_view(crypto_generichash_state *state, struct view v)
{
	unsigned char there = v.at != NULL;

	code_add(state, &there, sizeof there);
	code_add(state, v.at, v.n);
}

/* An audit row as it lies in the database. */
struct stored {
	int64_t id, account, identity;
	struct view at, act, object, allowed, reason;
};

static void
row_code(const struct store *store, const struct stored *s, unsigned char code[CODE_SIZE])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, store->audit_key, KEY_SIZE, CODE_SIZE);
	code_add(&state, &s->id, sizeof s->id);
	code_add(&state, &s->account, sizeof s->account);
	code_add(&state, &s->identity, sizeof s->identity);
	code_add_view(&state, s->at);
	code_add_view(&state, s->act);
	code_add_view(&state, s->object);
	code_add_view(&state, s->allowed);
	code_add_view(&state, s->reason);
	crypto_generichash_final(&state, code, CODE_SIZE);
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static void
time_now(char at[AT_SIZE])
{
	struct timespec now;
	struct tm utc;
	size_t n;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	n = strftime(at, AT_SIZE, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(at + n, AT_SIZE - n, ".%03dZ", (int)(now.tv_nsec / 1000000 % 1000));
}

static enum err
insert_row(struct ctx *c, struct conn *conn, int64_t id, const struct audit_row *row)
{
	unsigned char code[CODE_SIZE];
	char at[AT_SIZE];
	struct stored s = {.id = id, .account = row->account, .identity = row->identity, .act = view_of(row->act),
	    .object = view_of(row->object), .allowed = view_of(row->allowed ? "yes" : "no"),
	    .reason = view_of(row->reason)};
	struct rows *r = rows_open(c, conn, "insert into audit"
	    " (id, at, account, act, identity, object, allowed, reason, mac) values (:id, :at, :account, :act, :identity, :object, :allowed, :reason, :mac)", false);

	time_now(at);
	s.at = view_of(at);
	row_code(conn->store, &s, code);
	bind_id(r, "id", id);
	bind_view(r, "at", s.at);
	bind_id(r, "account", s.account);
	bind_view(r, "act", s.act);
	bind_id(r, "identity", s.identity);
	bind_view(r, "object", s.object);
	bind_view(r, "allowed", s.allowed);
	bind_view(r, "reason", s.reason);
	bind_bytes(r, "mac", code, sizeof code);
	return rows_end(r);
}

static enum err
last_id(struct ctx *c, struct conn *conn, int64_t *id)
{
	struct rows *r = rows_open(c, conn, "select coalesce(max(id), 0) from audit", false);

	*id = rows_next(r) ? col_id(r, 0) : 0;
	return rows_end(r);
}

/* Writes the jobs in one transaction: when it returns OK they are on the disk. */
static enum err
write_jobs(struct ctx *c, struct audit *a, const struct audit_job *first)
{
	int64_t id;
	enum err e;

	pthread_mutex_lock(&a->writing);
	e = a->conn->engine->begin(c, a->conn, true);
	if (e == OK) {
		e = last_id(c, a->conn, &id);
		for (const struct audit_job *j = first; e == OK && j != NULL; j = j->next)
			e = insert_row(c, a->conn, ++id, &j->row);
		e = conn_finish(c, a->conn, e);
	}
	a->unsealed |= e == OK;
	pthread_mutex_unlock(&a->writing);
	return e;
}

/* ---- the chain ---------------------------------------------------------------------------------------------- */

struct link {
	int64_t seq, audit;             /* number of the seal; the last row that it covers */
	unsigned char hash[CODE_SIZE];
};

/* The next link: over the one before it and the codes of the rows from there up to `until`. */
static enum err
next_link(struct ctx *c, struct conn *conn, struct link *l, int64_t until)
{
	crypto_generichash_state state;
	struct rows *r = rows_open(c, conn,
	    "select mac from audit where id > :after and id <= :until order by id", false);

	crypto_generichash_init(&state, conn->store->audit_key, KEY_SIZE, CODE_SIZE);
	code_add(&state, l->hash, sizeof l->hash);
	l->seq++;
	code_add(&state, &l->seq, sizeof l->seq);
	code_add(&state, &until, sizeof until);
	bind_id(r, "after", l->audit);
	bind_id(r, "until", until);
	while (rows_next(r))
		code_add_view(&state, col_bytes(r, 0));
	crypto_generichash_final(&state, l->hash, CODE_SIZE);
	l->audit = until;
	return rows_end(r);
}

static enum err
add_seal(struct ctx *c, struct conn *conn)
{
	struct link l = {0};
	int64_t until;
	struct rows *r = rows_open(c, conn, "select seq, audit, hash from audit_seal order by seq desc limit 1", false);

	if (rows_next(r)) {
		struct view hash = col_bytes(r, 2);

		l.seq = col_id(r, 0);
		l.audit = col_id(r, 1);
		if (hash.n == CODE_SIZE)
			memcpy(l.hash, hash.at, CODE_SIZE);
	}
	TRY(rows_end(r));
	TRY(last_id(c, conn, &until));
	if (until <= l.audit)
		return OK;
	TRY(next_link(c, conn, &l, until));
	r = rows_open(c, conn, "insert into audit_seal (seq, audit, hash) values (:seq, :audit, :hash)", false);
	bind_id(r, "seq", l.seq);
	bind_id(r, "audit", l.audit);
	bind_bytes(r, "hash", l.hash, CODE_SIZE);
	return rows_end(r);
}

static enum err
seal_new_rows(struct ctx *c, struct audit *a)
{
	enum err e = OK;

	pthread_mutex_lock(&a->writing);
	if (a->unsealed) {
		e = a->conn->engine->begin(c, a->conn, true);
		if (e == OK)
			e = conn_finish(c, a->conn, add_seal(c, a->conn));
		a->unsealed = e != OK;
	}
	pthread_mutex_unlock(&a->writing);
	return e;
}

/* ---- the thread --------------------------------------------------------------------------------------------- */

/* Waits up to a second for rows and takes all there are; they live in a->emptying. */
static struct audit_job *
take_jobs(struct audit *a, bool *stop)
{
	struct timespec until;
	struct audit_job *jobs;
	struct mem *m;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	pthread_mutex_lock(&a->lock);
	while (a->first == NULL && !a->stopping && pthread_cond_timedwait(&a->some, &a->lock, &until) != ETIMEDOUT)
		;
	jobs = a->first;
	a->first = a->last = NULL;
	m = a->emptying;
	a->emptying = a->filling;
	a->filling = m;
	*stop = a->stopping && jobs == NULL;
	pthread_mutex_unlock(&a->lock);
	return jobs;
}

static void *
audit_thread(void *with)
{
	struct audit *a = with;
	struct ctx c = {.mem = mem_new()};
	time_t sealed = time(NULL);
	bool stop = false;

	while (!stop) {
		struct audit_job *jobs = take_jobs(a, &stop), *next;
		enum err e = jobs == NULL ? OK : write_jobs(&c, a, jobs);

		for (; jobs != NULL; jobs = next) {
			next = jobs->next;
			jobs->done(e, jobs->with);
		}
		mem_reset(a->emptying);
		if (stop || time(NULL) != sealed) {
			(void)!seal_new_rows(&c, a);    /* tried again in a second: the rows stay unsealed until then */
			sealed = time(NULL);
		}
		fail_clear(&c);
		mem_reset(c.mem);
	}
	mem_free(c.mem);
	return NULL;
}

enum err
audit_start(struct ctx *c, struct store *store)
{
	struct audit *a;

	TRY(audit_of(c, store, &a));
	if (a->running)
		return OK;
	a->filling = mem_new();
	a->emptying = mem_new();
	a->stopping = false;
	if (pthread_create(&a->thread, NULL, audit_thread, a) != 0) {
		mem_free(a->filling);
		mem_free(a->emptying);
		return fail(c, ERR_SYSTEM, "the machine gives no more threads");
	}
	a->running = true;
	return OK;
}

/* Writes and seals what is queued, then ends the thread. */
void
audit_stop(struct store *store)
{
	struct audit *a = store->audit;

	if (a == NULL || !a->running)
		return;
	pthread_mutex_lock(&a->lock);
	a->stopping = true;
	pthread_cond_signal(&a->some);
	pthread_mutex_unlock(&a->lock);
	pthread_join(a->thread, NULL);
	a->running = false;
	mem_free(a->filling);
	mem_free(a->emptying);
}

void
audit_close(struct store *store)
{
	struct audit *a = store->audit;
	struct ctx c = {.mem = NULL};

	if (a == NULL)
		return;
	audit_stop(store);
	c.mem = mem_new();
	(void)!seal_new_rows(&c, a);
	mem_free(c.mem);
	conn_close(a->conn);
	pthread_cond_destroy(&a->some);
	pthread_mutex_destroy(&a->lock);
	pthread_mutex_destroy(&a->writing);
	store->audit = NULL;
}

/* ---- what others call --------------------------------------------------------------------------------------- */

static const char *
copy_text(struct mem *m, const char *text)
{
	return text == NULL ? NULL : mem_copy(m, text, strlen(text));
}

static void
queue_row(struct audit *a, struct audit_row row, void (*done)(enum err e, void *with), void *with)
{
	struct audit_job *job;

	pthread_mutex_lock(&a->lock);
	job = mem_new_one(a->filling, struct audit_job);
	*job = (struct audit_job){.row = row, .done = done, .with = with};
	job->row.act = copy_text(a->filling, row.act);
	job->row.object = copy_text(a->filling, row.object);
	job->row.reason = copy_text(a->filling, row.reason);
	if (a->last == NULL)
		a->first = job;
	else
		a->last->next = job;
	a->last = job;
	pthread_cond_signal(&a->some);
	pthread_mutex_unlock(&a->lock);
}

/* Without the thread (the command line) the row is written at once. */
enum err
audit_write(struct ctx *c, struct audit_row row)
{
	struct audit_job job = {.row = row};
	struct audit *a;

	if (c->store == NULL)
		return fail(c, ERR_SYSTEM, "no database is open");
	TRY(audit_of(c, c->store, &a));
	return write_jobs(c, a, &job);
}

/* The audit is a database of its own, so no transaction holds both: the row goes first. */
enum err
store_commit_audited(struct ctx *c, struct audit_row row)
{
	struct ctx own = {.mem = c->mem, .store = c->store};
	enum err e = audit_write(c, row);

	if (e != OK) {
		store_rollback(c);
		return e;
	}
	e = store_commit(c);
	if (e != OK) {
		row.reason = "not kept: the commit failed";
		(void)!audit_write(&own, row);  /* the failure that is told is the commit's */
	}
	return e;
}

void
audit_queue(struct store *store, struct audit_row row, void (*done)(enum err e, void *with), void *with)
{
	struct audit_job job = {.row = row};
	struct ctx c = {.mem = NULL};
	struct audit *a;
	enum err e;

	if (store->audit != NULL && store->audit->running) {
		queue_row(store->audit, row, done, with);
		return;
	}
	c.mem = mem_new();
	e = audit_of(&c, store, &a);
	if (e == OK)
		e = write_jobs(&c, a, &job);
	mem_free(c.mem);
	done(e, with);
}

/* ---- verifying ---------------------------------------------------------------------------------------------- */

static bool
row_is_whole(const struct store *store, const struct rows *r)
{
	const struct stored s = {.id = col_id(r, 0), .at = col_view(r, 1), .account = col_id(r, 2), .act = col_view(r, 3),
	    .identity = col_id(r, 4), .object = col_view(r, 5), .allowed = col_view(r, 6), .reason = col_view(r, 7)};
	unsigned char code[CODE_SIZE];
	struct view there = col_bytes(r, 8);

	row_code(store, &s, code);
	return there.n == CODE_SIZE && sodium_memcmp(there.at, code, CODE_SIZE) == 0;
}

static enum err
verify_rows(struct ctx *c, struct conn *conn, struct audit_verdict *out)
{
	struct rows *r = rows_open(c, conn, "select id, at, account, act, identity, object, allowed, reason, mac"
	    " from audit order by id", false);

	while (rows_next(r)) {
		out->rows++;
		if (out->bad_row == 0 && (col_id(r, 0) != out->rows || !row_is_whole(conn->store, r)))
			out->bad_row = out->rows;
	}
	return rows_end(r);
}

static enum err
verify_chain(struct ctx *c, struct conn *conn, struct audit_verdict *out)
{
	struct link l = {0};
	struct rows *r = rows_open(c, conn, "select seq, audit, hash from audit_seal order by seq", false);
	enum err e = OK;

	while (e == OK && rows_next(r)) {
		struct view hash = col_bytes(r, 2);

		out->seals++;
		e = next_link(c, conn, &l, col_id(r, 1));
		if (out->bad_seal == 0 && (col_id(r, 0) != l.seq || hash.n != CODE_SIZE ||
		    sodium_memcmp(hash.at, l.hash, CODE_SIZE) != 0))
			out->bad_seal = out->seals;
	}
	if (out->bad_row == 0 && l.audit > out->rows)
		out->bad_row = out->rows + 1;          /* sealed, and no longer there */
	TRY(rows_end(r));
	return e;
}

enum err
audit_verify(struct ctx *c, struct audit_verdict *out)
{
	struct audit *a;
	enum err e;

	*out = (struct audit_verdict){0};
	TRY(audit_of(c, c->store, &a));
	pthread_mutex_lock(&a->writing);
	e = a->conn->engine->begin(c, a->conn, false);              /* one state of rows and chain */
	if (e == OK)
		e = verify_rows(c, a->conn, out);
	if (e == OK)
		e = verify_chain(c, a->conn, out);
	e = conn_finish(c, a->conn, e);
	pthread_mutex_unlock(&a->writing);
	return e;
}
