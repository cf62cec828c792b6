/* What SQLite's own files share. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include <sqlite3.h>

#include "store/engine.h"

/* Records what SQLite's result `rc` means, in one sentence. */
enum err sqlite_fail(struct ctx *c, struct conn *conn, int rc);

/* sqlite_fold.c: from now on the log of a connection that writes is folded into the file beside it; wait for what is under
 * way; end it, before the connection is closed. */
void sqlite_fold_beside(struct conn *conn);
void sqlite_fold_finish(struct conn *conn);
void sqlite_fold_stop(struct conn *conn);

/* sqlite_stage.c: gives a connection that writes a stage, or one that reads. */
enum err sqlite_stage(struct ctx *c, struct conn *conn);
enum err sqlite_stage_reader(struct ctx *c, struct conn *conn);

/* sqlite_rows.c: statements, as struct engine has them */
enum err sqlite_prepare(struct ctx *c, struct conn *conn, struct rows *r, const char *sql, bool foreign);
const char *sqlite_sql(const struct rows *r);
void sqlite_rest(struct rows *r);
void sqlite_forget(struct rows *r);
int sqlite_parameter(const struct rows *r, const char *name);
int sqlite_bind(struct rows *r, int at, const struct datum *d);
bool sqlite_step(struct rows *r);
bool sqlite_is_null(const struct rows *r, int column);
int64_t sqlite_col_int(const struct rows *r, int column);
double sqlite_col_real(const struct rows *r, int column);
struct view sqlite_col_view(const struct rows *r, int column);
struct view sqlite_col_bytes(const struct rows *r, int column);
struct datum sqlite_col_datum(const struct rows *r, int column);
int sqlite_col_count(const struct rows *r);
const char *sqlite_col_name(const struct rows *r, int column);
const char *sqlite_bulk_sql(struct mem *m, const char *table, const char *const *columns);
int sqlite_store_rows(struct rows *r, const int *place, const struct datum *d, int n, int rows);

#endif
