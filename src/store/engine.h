/* What differs between the engines: one table of functions each for SQLite (sqlite*.c) and PostgreSQL (postgres*.c).
 *
 * The rest of the store (turns, the pool, the cache of statements, migrations, sealing, the audit) is written once, over
 * these. A connection and its statements belong to one thread at a time. Where a function fails it records the sentence in
 * the context, but for what runs on the inserting thread: that gives a code, which `trouble` turns into a sentence later.
 */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

struct conn;
struct mem;
struct rows;
struct store;

/* A value on its way to the database. */
enum datum_kind { DATUM_NULL, DATUM_INT, DATUM_REAL, DATUM_DAY, DATUM_TEXT, DATUM_BYTES };
struct datum {
	enum datum_kind kind;
	int64_t n;                      /* the integer; a day's number */
	double x;
	const char *at;                 /* text and bytes: the caller's, read before the call returns */
	size_t size;
};

/* CONN_OWNS may change the schema; the others may not where the engine can tell them apart. */
enum conn_kind { CONN_READS, CONN_WRITES, CONN_AUDITS, CONN_OWNS };

/* How the portable words of schema files are spelt; ends with a NULL word. */
struct spelling { const char *word, *here; };

struct engine {
	const struct spelling *spelling;
	const char *has_table;          /* SQL: 1 when the table :name is there, else 0 */
	/* SQL: every column of every table, in order: table, column, the table that it refers to or null. */
	const char *tables;
	bool audit_apart;               /* the audit is a database of its own, not tables in this one */
	const char *const *audit_guards;        /* run when the audit's tables are made; NULL-terminated */

	/* The address as the store keeps it: what to connect to, how errors name it, where its key lies by default. */
	enum err (*address)(struct ctx *c, struct store *store, const char *address);
	/* Sees that the database is there, made when `create` allows it. */
	enum err (*find)(struct ctx *c, struct store *store);

	enum err (*open)(struct ctx *c, struct conn *conn, enum conn_kind kind);
	void (*close)(struct conn *conn);
	enum err (*run)(struct ctx *c, struct conn *conn, const char *sql);     /* statements without parameters or rows */
	/* Begins a transaction; one that writes waits for its turn among all processes, and says so after a while. */
	enum err (*begin)(struct ctx *c, struct conn *conn, bool writes);
	enum err (*commit)(struct ctx *c, struct conn *conn);
	void (*rollback)(struct conn *conn);            /* nothing when there is no transaction */
	bool (*in_transaction)(struct conn *conn);
	enum err (*undone)(struct ctx *c, struct conn *conn);           /* says why a transaction is not there any more */
	/* Whether commits from here on may be safe from a crash of the machine later than from the program's end; without
	 * `later`, all that was committed is safe when it returns. NULL: always at once. */
	enum err (*sync_later)(struct ctx *c, struct conn *conn, bool later);
	/* Whether the last failure undid the transaction for a reason that may not come again (a lost connection, another's
	 * change), so that the same work may be tried once more. NULL: never. */
	bool (*may_try_again)(const struct conn *conn);
	/* This transaction's reads go here and there, or no more. */
	enum err (*look_up)(struct ctx *c, struct conn *conn, bool on);
	void (*wipe)(struct conn *conn);                /* destroyed keys: their old bytes too; NULL where that cannot be */
	enum err (*look_anew)(struct ctx *c, struct conn *conn);        /* sizes changed: the planner's statistics */
	/* One table was filled anew within the transaction. NULL where plans do not hang on it. */
	enum err (*look_at)(struct ctx *c, struct conn *conn, const char *table);
	/* Gives a connection that reads a stage (store_stage) that is what conn->staged says, as the one that writes has from the start. NULL
	 * where it is a table as any other. */
	enum err (*stage)(struct ctx *c, struct conn *conn);
	int64_t (*changes)(struct conn *conn);          /* rows that the last write changed */
	enum err (*trouble)(struct ctx *c, struct conn *conn, int code);

	/* Makes all of the authority one connection's, for a copy: the audit too where it lies apart. NULL where it is so. */
	enum err (*gather)(struct ctx *c, struct conn *conn);
	/* Empties tables, given as SQL names those that others refer to first, NULL-terminated, and leaves every guard off. */
	enum err (*empty)(struct ctx *c, struct conn *conn, const char *const *tables);

	/* Guards of history: off for a migration, on after it. */
	enum err (*unguard)(struct ctx *c, struct conn *conn);
	enum err (*guard)(struct ctx *c, struct conn *conn);
	/* The calendars of the working-day functions, where the database must hold them. */
	enum err (*calendars)(struct ctx *c, struct store *store);

	/* Sets r->stmt, r->writes and, for a catalogue's query, r->one_select. */
	enum err (*prepare)(struct ctx *c, struct conn *conn, struct rows *r, const char *sql, bool foreign);
	const char *(*sql)(const struct rows *r);
	void (*rest)(struct rows *r);                   /* ends its run and forgets its binds */
	void (*forget)(struct rows *r);
	int (*parameter)(const struct rows *r, const char *name);       /* its number; 0 when there is none */
	int (*bind)(struct rows *r, int at, const struct datum *d);     /* 0, or a code for `trouble` */
	bool (*step)(struct rows *r);                   /* a row is there; else r->done, and perhaps r->err */
	bool holds_rows;                /* rows of the write connection are all read at the first step */

	bool (*is_null)(const struct rows *r, int column);
	int64_t (*col_int)(const struct rows *r, int column);
	double (*col_real)(const struct rows *r, int column);
	struct view (*col_view)(const struct rows *r, int column);
	struct view (*col_bytes)(const struct rows *r, int column);
	/* The value as the engine holds it, a date as its text; its bytes live until the next row. */
	struct datum (*col_datum)(const struct rows *r, int column);
	int (*col_count)(const struct rows *r);
	const char *(*col_name)(const struct rows *r, int column);

	/* Bulk rows: the statement that takes them, some rows one after the other (of each its value i for parameter place[i]), and all that is
	 * held back. */
	const char *(*bulk_sql)(struct mem *m, const char *table, const char *const *columns);
	int (*store_rows)(struct rows *r, const int *place, const struct datum *d, int n, int rows);
	int (*flush)(struct conn *conn);
};

extern const struct engine sqlite_engine, postgres_engine;

#endif
