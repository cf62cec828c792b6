/* What the tests of PostgreSQL share: the server seen by its administrator, and connections that are cut. */
#ifndef TESTS_SERVER_H
#define TESTS_SERVER_H

#include "scratch.h"

#include "store/postgres.h"

/* The first value that the administrator gets, copied; NULL for none. Under `role` where one is given. */
static inline const char *
admin_asks(struct scratch *s, const char *role, const char *sql)
{
	PGconn *pg = PQconnectdb(getenv("BAIRN_TEST_POSTGRES"));
	const char *value = NULL;
	PGresult *result;

	PQclear(PQexec(pg, "set client_min_messages to error"));
	if (role != NULL)
		PQclear(PQexec(pg, mem_format(s->c.mem, "set role \"%s\"", role)));
	result = PQexec(pg, sql);
	if (PQresultStatus(result) != PGRES_TUPLES_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
		value = mem_format(s->c.mem, "%s", PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
	else if (PQntuples(result) > 0 && !PQgetisnull(result, 0, 0))
		value = mem_format(s->c.mem, "%s", PQgetvalue(result, 0, 0));
	PQclear(result);
	PQfinish(pg);
	return value;
}

#define assert_answer(role, sql, answer)                                                          \
	do {                                                                                      \
		const char *got_ = admin_asks(s, role, sql);                                      \
		if (got_ == NULL || strcmp(got_, (answer)) != 0)                                  \
			broken("%s: %s, not %s", sql, got_ == NULL ? "null" : got_, answer);      \
	} while (0)

static inline const char *
schema_of(const struct ctx *c)
{
	return c->store->schema_name;
}

static inline PGconn *
link_of(const struct conn *conn)
{
	return ((const struct pg *)conn->link)->link;
}

/* Cuts the connection from the server's side; when this returns its process there is gone. */
static inline void
cut(struct scratch *s, const struct conn *conn)
{
	assert_answer(NULL, mem_format(s->c.mem, "select pg_terminate_backend(%d, 10000)", PQbackendPID(link_of(conn))), "t");
}

#endif
