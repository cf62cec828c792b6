/* What the store's own files share: the open database, its connections and their statements. Nobody else includes it.
 *
 * One connection writes (whoever holds the turn uses it); contexts read on connections of a pool. A connection belongs
 * to one thread at a time.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/embedded.h"
#include "base/err.h"
#include "base/mem.h"
#include "store/engine.h"
#include "store/store.h"

#define KEY_SIZE 32
#define SEAL_EXTRA 41                   /* bytes that sealing adds: version, nonce, tag */
#define STATEMENTS_MAX 160              /* prepared statements that a connection keeps */
#define STATEMENT_BUCKETS 128
#define SEAL_CACHE 65536                /* record keys that a connection keeps; a power of two */
#define ROWS_TOGETHER 16                /* bulk rows of one statement that are stored in one go */
#define READERS_MAX 32                  /* read connections; who wants one more waits */
#define READERS_WAIT_S 30               /* so long */
#define STATISTICS_AFTER 5000           /* bulk rows after which the planner looks anew, then whenever they have doubled */
#define BUSY_MS 5000                    /* how long another process may hold the file before we say so */

struct aside;
struct audit;
struct folder;
struct half;
struct made_keys;
struct pipe;
struct writer;

/* A statement in use, or resting in its connection's cache. */
struct rows {
	struct ctx *c;
	struct conn *conn;
	void *stmt;                     /* the engine's */
	uint64_t hash;                  /* of its SQL */
	uint64_t used;                  /* when it was last taken, for the eviction of the oldest */
	struct rows *next;              /* in its bucket, or in the list of spare ones */
	enum err err;
	bool busy;                      /* between store_read (or store_write) and rows_end */
	bool begun, row, done;          /* it was stepped; a row is there to be read; it ran to its end */
	bool writes, foreign, limited;  /* changes the database; catalogue SQL; under a time limit */
	bool one_select;                /* nothing but a SELECT */
	bool plain;                     /* an insert of one row's values, all by their places */
	void *together;                 /* SQLite: the same of ROWS_TOGETHER rows' values; NULL before it was needed */
	bool asked_to_write;            /* store_write: run to its end whatever it gives back */
	struct half *half;              /* the rows that another thread reads, which come after its own; NULL */
};

struct cached_key {
	int64_t record;
	uint64_t generation;            /* counts only while it equals the connection's own and the store's */
	uint64_t store_generation;
	unsigned char key[KEY_SIZE];
};

struct conn {
	const struct engine *engine;
	void *link;                     /* the engine's; NULL before it is open */
	const char *path;               /* how errors name it */
	struct store *store;
	struct mem *mem;
	struct conn *next;              /* in the pool */
	struct rows *bucket[STATEMENT_BUCKETS];
	struct rows *spare;             /* structs without a statement */
	size_t statements;
	uint64_t tick;
	int64_t deadline_ms;            /* 0: none */
	int limited;                    /* statements under the time limit */
	uint64_t generation;
	struct cached_key *keys;        /* SEAL_CACHE of them, made at first need */
	struct made_keys *made;         /* records' keys made in this transaction; NULL when none was */
	unsigned char random[4096];     /* random bytes not yet used: the last `random_left` */
	size_t random_left;
	struct { const int64_t *id; size_t n; } staged; /* what its stage holds, where that is no table as any other; the store's */
	struct folder *folder;          /* SQLite: the thread that folds the log of the one who writes; NULL: none so far */
};

struct store {
	struct mem *mem;
	const struct engine *engine;
	const char *path;               /* the file; of PostgreSQL, how errors name the database */
	const char *address, *schema_name;      /* PostgreSQL: what to connect to, and the authority's schema */
	const char *key_path;
	struct store_options options;
	bool filling;                   /* by a copy: what is made bears the mark, and what bears it may be opened */
	const char *key_from;           /* a new database's master key is the one in this file; NULL: one is made */
	const struct embedded *schema;
	int busy_ms;

	pthread_mutex_t lock;           /* guards the turn and the pool */
	pthread_cond_t turn_moved;
	uint64_t turn_next, turn_now;   /* first come, first served */
	struct ctx *turn_of;            /* who writes; NULL when nobody */
	struct conn *writing;           /* the write connection */
	int64_t id_first, id_next;      /* ids drawn in this transaction: from, and the next; 0 when none was */
	int64_t written, looked_at;     /* rows of bulk inserts so far; how many they were when the planner last looked */
	struct bulk *bulks;             /* open in this transaction */
	struct bulk *ended_bulks;       /* not closed before their transaction ended */
	bool keys_destroyed, looks_up, sizes_stay;        /* in this transaction */
	bool changed;                   /* something was written in it */
	int64_t *staged;                /* numbers, room for `staged_cap` */
	size_t staged_cap;
	struct conn *beside;            /* reads beside the one that writes; NULL before this transaction needed it */
	struct half *half;              /* is being read on it; NULL */
	struct aside *aside;            /* the job that is run on it; NULL */
	bool at_once;                   /* a job runs on the connection that writes: its queries are not read by halves */

	struct conn *pool;
	size_t pool_n, readers;         /* idle read connections; all of them */
	pthread_cond_t reader_back;

	const struct calendar *const *calendars;
	size_t n_calendars;

	_Atomic uint64_t seal_generation;       /* moves when a record's key is destroyed */
	unsigned char wrap_key[KEY_SIZE];       /* wraps records' keys; derived from the master key */
	unsigned char blind_key[KEY_SIZE];      /* both kept in the database, wrapped by the master key */
	unsigned char print_key[16];            /* of fingerprints; derived from the blind key */
	unsigned char audit_key[KEY_SIZE];

	struct pipe *pipe;              /* NULL until the first bulk row */
	struct writer *writer;
	struct audit *audit;
};

/* conn.c */
enum err conn_open(struct ctx *c, struct store *store, enum conn_kind kind, struct conn **out) MUST_USE;
void conn_close(struct conn *conn);
enum err conn_run(struct ctx *c, struct conn *conn, const char *sql) MUST_USE;
enum err conn_run_all(struct ctx *c, struct conn *conn, const char *const *sql) MUST_USE;      /* NULL-terminated */
/* Commits when `e` is OK, else rolls back; returns the first error. */
enum err conn_finish(struct ctx *c, struct conn *conn, enum err e) MUST_USE;

/* rows.c */
struct rows *rows_open(struct ctx *c, struct conn *conn, const char *sql, bool foreign);
struct rows *rows_failed(struct ctx *c, struct conn *conn, enum err e);
int rows_parameter(struct rows *r, const char *name);   /* a parameter's number; 0 when the SQL has none of the name */
void rows_forget_all(struct conn *conn);                /* every statement, used or not */
const char *after_blank_sql(const char *at);            /* past white space, semicolons and comments */
void rows_release_all(struct conn *conn);
struct conn *context_conn(struct ctx *c);               /* the context's read connection, taken at first need */
struct conn *context_writing(struct ctx *c);            /* the write connection when the context has the turn */

/* beside.c */
bool beside_may(const struct store *store);             /* another connection sees what this transaction sees, and has nothing to do */
enum err beside_open(struct ctx *c, struct store *store) MUST_USE;
struct conn *beside_of(const struct ctx *c);            /* where the context of a job that reads beside reads; NULL: it is no such one */

/* stage.c: of a query of which another thread reads half. */
void stage_end(struct store *store);                    /* the transaction ended */
bool half_next(struct rows *r);                         /* when its own rows are at their end: one of the other's; sets r->err */
const struct datum *half_value(const struct rows *r, int column);      /* NULL: the row is one of its own */
void half_end(struct rows *r);

/* bulk.c */
void bulks_end(struct store *store);
void bulks_free(struct store *store);

/* seal.c */
void made_keys_forget(struct conn *conn);               /* the transaction ended */

/* copy.c: the mark of a database that a copy is filling (the run that fills it is in the row named ''), and its notes: the
 * tables that are whole. Whoever else opens it is refused. */
#define COPY_MARK "create table copying (name text primary key, n $id, checksum text not null)"

/* store.c */
/* A store for the address, put into c->store, that is connected to nothing yet. */
enum err store_new(struct ctx *c, const char *address, struct store_options options, const struct embedded *schema) MUST_USE;
/* Gives the finished file `from` the name `to`, unless somebody has made that meanwhile: then theirs stays. */
enum err file_name_finished(struct ctx *c, const char *from, const char *to) MUST_USE;
extern const struct embedded embedded_schema[];
enum err store_open_with(struct ctx *c, const char *address, struct store_options options,
    const struct embedded *schema) MUST_USE;            /* another schema, for tests */

/* migrate.c */
/* In the open transaction: makes all that a new, empty database needs. */
enum err database_fill(struct ctx *c, struct conn *conn, const struct embedded *files) MUST_USE;
enum err migrate(struct ctx *c, struct conn *conn, const struct embedded *files, bool apply) MUST_USE;
enum err table_exists(struct ctx *c, struct conn *conn, const char *name, bool *there) MUST_USE;
const char *schema_expand(struct ctx *c, const struct engine *engine, const char *path, struct view sql);

/* sqlite_functions.c */
enum err functions_register(struct ctx *c, struct conn *conn) MUST_USE;

/* key.c */
enum err keys_make(struct ctx *c, struct conn *conn) MUST_USE;         /* of a new database */
enum err keys_load(struct ctx *c, struct store *store, struct conn *conn) MUST_USE;
enum err key_file_prepare(struct ctx *c, struct store *store, bool new_database) MUST_USE;
void random_fill(struct conn *conn, void *into, size_t n);
void key_wrap(struct conn *conn, const unsigned char by[KEY_SIZE], int64_t id, const unsigned char key[KEY_SIZE],
    unsigned char out[KEY_SIZE + SEAL_EXTRA]);
bool key_unwrap(const unsigned char by[KEY_SIZE], int64_t id, const void *wrapped, size_t n, unsigned char out[KEY_SIZE]);

/* audit.c */
enum err audit_tables_make(struct ctx *c, struct conn *conn) MUST_USE;
/* Where the audit is a database of its own: makes what it lacks, guards included. */
enum err audit_make(struct ctx *c, struct store *store) MUST_USE;
enum err audit_start(struct ctx *c, struct store *store) MUST_USE;
void audit_stop(struct store *store);
void audit_close(struct store *store);

#endif
