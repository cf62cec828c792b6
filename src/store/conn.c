/* Connections, whatever the engine: opening, closing, statements that return nothing, the end of a transaction. */
#include "store/internal.h"

#include <sodium.h>

/* Opens one more connection to the store's database. Its memory is its own and ends with conn_close. */
enum err
conn_open(struct ctx *c, struct store *store, enum conn_kind kind, struct conn **out)
{
	struct mem *m = mem_new();
	struct conn *conn = mem_new_one(m, struct conn);

	*conn = (struct conn){.mem = m, .engine = store->engine, .store = store, .path = store->path, .generation = 1};
	if (store->engine->open(c, conn, kind) != OK) {
		conn_close(conn);
		return c->err;
	}
	*out = conn;
	return OK;
}

void
conn_close(struct conn *conn)
{
	struct mem *m;

	if (conn == NULL)
		return;
	rows_forget_all(conn);
	conn->engine->close(conn);
	m = conn->mem;
	if (conn->keys != NULL)
		sodium_memzero(conn->keys, SEAL_CACHE * sizeof *conn->keys);
	sodium_memzero(conn->random, sizeof conn->random);
	mem_free(m);
}

enum err
conn_run(struct ctx *c, struct conn *conn, const char *sql)
{
	return conn->engine->run(c, conn, sql);
}

enum err
conn_run_all(struct ctx *c, struct conn *conn, const char *const *sql)
{
	for (; *sql != NULL; sql++)
		TRY(conn_run(c, conn, *sql));
	return OK;
}

enum err
conn_finish(struct ctx *c, struct conn *conn, enum err e)
{
	if (e == OK)
		e = conn->engine->commit(c, conn);
	if (e != OK)
		conn->engine->rollback(conn);
	return e;
}
