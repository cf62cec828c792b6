/* The database: one authority in one SQLite file or in one PostgreSQL schema, behind the same calls.
 *
 * SQL is literal and portable (docs/sql.md): named binds (:name), ISO dates, no engine's own function. Reads run on
 * this context's own read connection; writes run between store_begin and store_commit, on the one writer.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

struct calendar;
struct rows;

struct store_options {
	bool create;                /* make the database when it is not there */
	bool migrate;               /* apply the schema files that it lacks; else an older database is an error */
	bool read_only;
	size_t halves_from;         /* store_read_staged: of so many numbers two threads read; 0: of as many as make it worth while */
};

/* Opens `address` (a path, or postgresql://…?schema=NAME) and puts the store into c->store. An older binary refuses a newer
 * database. The master key lies beside the database (PATH.key; for PostgreSQL NAME.key in the current folder; mode 0600)
 * or in the file that BAIRN_KEY_FILE names, and is made with the database. */
enum err store_open(struct ctx *c, const char *address, struct store_options options) MUST_USE;
void store_close(struct ctx *c);
/* How messages name the database: its path, or schema, database and server; never an account or a password. */
const char *store_name(const struct store *store);

/* Joins another context (a request's, a thread's) to an open store; it takes a read connection on its first read and
 * gives it back here. */
void store_join(struct ctx *c, struct store *store);
void store_leave(struct ctx *c);

/* Calendars that open_days_between() and add_open_days() know in SQL; they are to outlive the store. Call before the first
 * read. Where the engine keeps them in the database, they are written when they differ. */
enum err store_set_calendars(struct ctx *c, const struct calendar *const *calendars, size_t n) MUST_USE;

/* ---- reading ------------------------------------------------------------------------------------------------ */

/* Prepares one SELECT; a failure shows at rows_next (false) and rows_end. `sql` is a literal: its address may be used
 * as the cache's key. */
struct rows *store_read(struct ctx *c, const char *sql);
/* The same for SQL that came from the catalogue: read-only, one statement, stopped after `limit_ms` (0: no limit). */
struct rows *store_query(struct ctx *c, const char *sql, int64_t limit_ms);
/* Reads inside the open write transaction, where it must see what was just written. */
struct rows *store_read_own(struct ctx *c, const char *sql);

void bind_id(struct rows *r, const char *name, int64_t id);
void bind_int(struct rows *r, const char *name, int64_t n);
void bind_real(struct rows *r, const char *name, double x);
void bind_text(struct rows *r, const char *name, const char *text);      /* NULL binds null */
void bind_view(struct rows *r, const char *name, struct view v);
void bind_day(struct rows *r, const char *name, int32_t day);            /* DAY_NONE binds null */
void bind_bytes(struct rows *r, const char *name, const void *bytes, size_t n);
void bind_null(struct rows *r, const char *name);
bool bind_exists(struct rows *r, const char *name);                      /* whether the SQL has such a parameter */

bool rows_next(struct rows *r);
/* Ends the statement; for a write, runs it to its end first. Returns the first error. Always call it once. */
enum err rows_end(struct rows *r) MUST_USE;

bool col_is_null(const struct rows *r, int column);
int64_t col_id(const struct rows *r, int column);                        /* 0 for null */
int64_t col_int(const struct rows *r, int column);
double col_real(const struct rows *r, int column);                       /* NaN for null */
struct view col_view(const struct rows *r, int column);                  /* lives until the next row; empty for null */
const char *col_text(const struct rows *r, int column, struct mem *m);   /* a copy; NULL for null */
int32_t col_day(const struct rows *r, int column);                       /* DAY_NONE for null */
struct view col_bytes(const struct rows *r, int column);
int col_count(const struct rows *r);
const char *col_name(const struct rows *r, int column);

/* ---- writing ------------------------------------------------------------------------------------------------ */

/* One write transaction at a time, whoever asks: store_begin waits for its turn. A context whose transaction is
 * neither committed nor rolled back when it leaves the store is rolled back. */
enum err store_begin(struct ctx *c) MUST_USE;
enum err store_commit(struct ctx *c) MUST_USE;
/* For many transactions in a row, between two of them: with `later`, what is committed is safe from the program's end at
 * once, and from a crash of the machine when this was called again without it. What it undoes is whole transactions, the last
 * ones. */
enum err store_sync_later(struct ctx *c, bool later) MUST_USE;
void store_rollback(struct ctx *c);
/* For a transaction that looks some thousands up all over the database: until it ends, or turns it off, SQLite reads pages into little memory,
 * the same again and again, for few are asked for twice, and PostgreSQL goes by an index sooner than through a whole table. */
enum err store_look_up(struct ctx *c, bool on) MUST_USE;
/* Says that the transaction writes little beside what is there, so that at its end the planner need not look at sizes anew. */
void store_sizes_stay(struct ctx *c);
/* Tells the planner that `table` (a literal) was filled anew in this transaction, and how large it is now. */
enum err store_look_at(struct ctx *c, const char *table) MUST_USE;

/* The stage: the table `link_stage` (id), of numbers that a query is joined with in this transaction. Puts these in the place of what
 * it held: upwards, each once; they are copied. */
#define STORE_STAGE "link_stage"
enum err store_stage(struct ctx *c, const int64_t *id, size_t n) MUST_USE;
/* Reads inside the open write transaction a query without parameters that finds for each number of the stage what it finds for it alone. In one
 * that looks up (store_look_up), has changed nothing so far, and has staged thousands, SQLite reads half of it on another thread: rows of lower
 * numbers come before those of higher ones, and each half is in the query's order. Numbers are to be read as such, and texts. Until
 * rows_end no other query of the stage. */
struct rows *store_read_staged(struct ctx *c, const char *sql);
/* Runs a job inside the open write transaction that stages numbers and reads (store_read_staged, each query whole) what the caller leaves
 * as it is until store_beside_end; `with` is the job's until then. In a transaction that looks up and has changed nothing so far SQLite runs
 * it on a thread, in a context with memory of its own, while the caller goes on and writes, and store_beside_end gives its error; where that
 * cannot be, it has run in the caller's context when this returns, and this gives it. One at a time. A transaction's end waits for
 * it first: what fails then is not committed. */
enum err store_beside(struct ctx *c, enum err (*job)(struct ctx *c, void *with), void *with) MUST_USE;
enum err store_beside_end(struct ctx *c) MUST_USE;

struct rows *store_write(struct ctx *c, const char *sql);                /* insert, update or delete; bind, then rows_end */
enum err store_run(struct ctx *c, const char *sql) MUST_USE;             /* a statement without parameters */
int64_t store_changes(struct ctx *c);                                    /* rows the last write changed */

/* Draws `n` ids that nobody else will get, and returns the first. One sequence serves every table, so an id names one
 * row in the whole database. Inside a transaction only. */
enum err store_draw_ids(struct ctx *c, int64_t n, int64_t *first) MUST_USE;

/* Bulk insertion into one table: SQLite inserts on a thread of its own, PostgreSQL will COPY. A failure shows at a later
 * bulk_row, at bulk_close or at the next statement, and is the transaction's: only a rollback is left. Values are set by position in
 * `columns` (NULL-terminated); a column not set for a row is null. Values are copied. Several may be open at once
 * within a transaction; one that was not closed ends with it. */
struct bulk *bulk_open(struct ctx *c, const char *table, const char *const *columns);
/* The same for any insert, update or delete that gives nothing back: its parameters by name, in the order that values are
 * set. What it changes is seen by the next read of this transaction. */
struct bulk *bulk_statement(struct ctx *c, const char *sql, const char *const *parameters);
void bulk_int(struct bulk *b, int column, int64_t n);
void bulk_real(struct bulk *b, int column, double x);
void bulk_text(struct bulk *b, int column, struct view v);               /* an empty view with at == NULL sets null */
void bulk_day(struct bulk *b, int column, int32_t day);
void bulk_bytes(struct bulk *b, int column, struct view v);
enum err bulk_row(struct bulk *b) MUST_USE;
enum err bulk_close(struct bulk *b, int64_t *rows) MUST_USE;             /* rows may be NULL */

#endif
