/* What PostgreSQL's own files share. */
#ifndef STORE_POSTGRES_H
#define STORE_POSTGRES_H

#include <libpq-fe.h>

#include "store/engine.h"
#include "store/internal.h"
#include "store/postgres_sql.h"

/* Object numbers of the types that the schema uses, fixed in every PostgreSQL. */
enum { TYPE_BOOL = 16, TYPE_BYTES = 17, TYPE_INT8 = 20, TYPE_TEXT = 25, TYPE_JSON = 114, TYPE_FLOAT8 = 701, TYPE_DATE = 1082 };

#define CODE_LOST 2                     /* of functions that return a code: the connection is gone */
#define CODE_FAILED 1                   /* the server said no; `state` and `message` say why */

/* One connection. */
struct pg {
	PGconn *link;
	enum conn_kind kind;
	uint64_t session;               /* counts up with each connecting: what was prepared in an earlier one is gone */
	uint64_t names;                 /* prepared statements so far, for their names */
	struct rows *active;            /* whose rows are still coming */
	int64_t timeout_ms;             /* the session's statement_timeout now */
	int64_t changes;
	char state[6], message[300];    /* of the last failure */
	struct mem *held;               /* bulk rows that are not sent yet */
	struct later LIST(struct later_row { struct rows *r; struct datum *value; const int *place; int n; }) later;
	struct copies LIST(struct rows *) copies;       /* COPY statements with rows held back */
	size_t held_n;                  /* their bytes */
};

struct field {
	const char *at;                 /* NULL for null */
	int n;
};

/* A row that was put by: `fields` of them, the bytes after them. */
struct put_by LIST(struct field *);

/* Numbers, days and bytes say their type. A text does not: what it is compared with or stored in says what it is. */
struct bound {
	Oid type;
	const char *at;
	int n;
	bool text;
};

struct statement {
	struct mem *mem;
	const char *sql, *numbered;
	struct parameters names;
	struct bound *bound;            /* one a parameter */
	Oid *types;                     /* those that it was prepared with */
	char name[24];                  /* at the server; empty before it was prepared */
	uint64_t session;               /* in which it was prepared */
	struct mem *values;             /* what is bound */
	bool sent;
	PGresult *described;            /* for names and number of columns before the first row */

	int columns;
	struct field *row;              /* the row being read */
	Oid *column_type;
	const char **column_name;
	PGresult *first;                /* of the answer, received with the sending */
	PGresult *result;               /* holds the row; NULL for one that was put by */
	struct mem *kept;               /* rows put by, and decoded bytes */
	struct put_by put_by;
	size_t next;                    /* of those */
	bool all_put_by;
	struct copying *copying;        /* of a bulk insert */
};

static inline struct pg *
pg_of(const struct rows *r)
{
	return r->conn->link;
}

/* postgres.c */
/* Whether the connection is lost: it is, too, when the server's last word came and its end did not yet. */
bool pg_is_lost(const struct pg *pg, const PGresult *result);
/* Records the failure of a result (NULL: of the connection); returns its code. Clears the result. */
int pg_failed(struct pg *pg, PGresult *result);
enum err pg_trouble(struct ctx *c, struct conn *conn, int code);
/* Connects anew after the connection was lost. Whatever was prepared is gone. */
enum err pg_reconnect(struct ctx *c, struct conn *conn);
/* Sends SQL without parameters and waits: 0 or a code. Rows that are still coming to another statement are put by first. */
int pg_exec(struct conn *conn, const char *sql);
/* The same for SQL that gives one row: its first value, copied to `m`; NULL when there is none or it is null. */
int pg_ask(struct conn *conn, const char *sql, struct mem *m, const char **value);

/* postgres_rows.c: statements, as struct engine has them */
/* Outside a transaction nothing depends on the connection: one that was lost is made anew. */
bool pg_is_alone(const struct rows *r);
/* Puts by the rows that are still coming, so that the connection can be asked something else. */
void pg_make_quiet(struct conn *conn);
enum err pg_prepare(struct ctx *c, struct conn *conn, struct rows *r, const char *sql, bool foreign);
const char *pg_sql(const struct rows *r);
void pg_rest(struct rows *r);
void pg_forget(struct rows *r);
int pg_parameter(const struct rows *r, const char *name);
int pg_bind(struct rows *r, int at, const struct datum *d);
bool pg_step(struct rows *r);
/* Runs a statement whose values are bound, in pipeline mode, without waiting: 0 or a code. */
int pg_send_bound(struct rows *r);
bool pg_is_prepared(const struct rows *r);
int pg_prepare_now(const struct rows *r);

/* postgres_columns.c */
bool pg_is_null(const struct rows *r, int column);
int64_t pg_col_int(const struct rows *r, int column);
double pg_col_real(const struct rows *r, int column);
struct view pg_col_view(const struct rows *r, int column);
struct view pg_col_bytes(const struct rows *r, int column);
struct datum pg_col_datum(const struct rows *r, int column);
int pg_col_count(const struct rows *r);
const char *pg_col_name(const struct rows *r, int column);

/* postgres_bulk.c */
struct copying;
const char *pg_bulk_sql(struct mem *m, const char *table, const char *const *columns);
/* The COPY that `sql` (of pg_bulk_sql) says, ready for rows. Lives as long as `m`. */
enum err pg_copying_open(struct ctx *c, struct conn *conn, struct mem *m, const char *sql, struct copying **out);
int pg_store_rows(struct rows *r, const int *place, const struct datum *d, int n, int rows);
int pg_flush(struct conn *conn);
void pg_held_forget(struct conn *conn);         /* the transaction ended: what was held back is void */
struct copying *pg_copying(const struct rows *r);

/* postgres_schema.c */
enum err pg_find(struct ctx *c, struct store *store);
enum err pg_unguard(struct ctx *c, struct conn *conn);
enum err pg_guard(struct ctx *c, struct conn *conn);
enum err pg_empty(struct ctx *c, struct conn *conn, const char *const *tables);
enum err pg_calendars(struct ctx *c, struct store *store);
const char *pg_role(struct mem *m, const struct store *store);

#endif
