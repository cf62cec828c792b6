/* A connection beside the one that writes, and a job that reads on it while that one writes. */
#include "store/internal.h"

#include <unistd.h>

struct aside {
	struct ctx c;                   /* the thread's */
	enum err (*job)(struct ctx *c, void *with);
	void *with;
	pthread_t thread;
	enum err e;
};

/* What this transaction changed no other connection sees. */
bool
beside_may(const struct store *store)
{
	return store->engine->stage && store->looks_up && !store->changed && !store->half && !store->aside && !store->at_once &&
	    sysconf(_SC_NPROCESSORS_ONLN) > 1;
}

enum err
beside_open(struct ctx *c, struct store *store)
{
	struct conn *conn;
	enum err e;

	if (store->beside)
		return OK;
	TRY(conn_open(c, store, CONN_READS, &conn));
	e = conn->engine->look_up(c, conn, true);
	e = e ? e : conn->engine->stage(c, conn);
	if (e == OK)
		store->beside = conn;
	else
		conn_close(conn);
	return e;
}

struct conn *
beside_of(const struct ctx *c)
{
	return c->store && c->store->aside && c == &c->store->aside->c ? c->conn : NULL;
}

/* The connection has nothing to do after that, and giving its memory back takes a while. */
static void *
aside_run(void *with)
{
	struct aside *a = with;

	a->e = a->job(&a->c, a->with);
	conn_close(a->c.conn);
	return NULL;
}

/* Whether the job runs on a thread. */
static bool
aside_start(struct ctx *c, enum err (*job)(struct ctx *c, void *with), void *with)
{
	struct store *store = c->store;
	struct mem *mem = mem_new();
	struct aside *a = mem_new_one(mem, struct aside);

	*a = (struct aside){.c = {.mem = mem, .store = store, .catalogue = c->catalogue}, .job = job, .with = with};
	if (beside_open(&a->c, store) != OK)
		goto alone;
	a->c.conn = store->beside;
	store->aside = a;
	if (pthread_create(&a->thread, NULL, aside_run, a) == 0)
		return true;
	store->aside = NULL;
alone:
	mem_free(mem);
	return false;
}

enum err
store_beside(struct ctx *c, enum err (*job)(struct ctx *c, void *with), void *with)
{
	struct store *store = c->store;
	enum err e;

	if (context_writing(c) == NULL)
		return c->err;
	if (store->aside || store->at_once)
		return fail(c, ERR_SYSTEM, "a second job was asked for while one runs");
	if (beside_may(store) && aside_start(c, job, with))
		return OK;
	store->at_once = true;
	e = job(c, with);
	store->at_once = false;
	return e;
}

enum err
store_beside_end(struct ctx *c)
{
	struct store *store = c->store;
	struct aside *a = store->aside;
	enum err e;

	if (!a)
		return OK;
	pthread_join(a->thread, NULL);
	store->aside = NULL;
	store->beside = NULL;
	e = a->e == OK ? OK : fail(c, a->e, "%s", a->c.sentence);
	mem_free(a->c.mem);
	return e;
}
