/* PostgreSQL's statements: preparing, binding and running them, and receiving their rows.
 *
 * A statement is prepared at its first run, when the types of its values are known. Its rows come one by one and are not
 * kept, so that memory stays flat however many there are; but a connection answers one question at a time, so the rest of
 * an answer is put by when the connection is needed for something else, and the write connection's always.
 */
#include "store/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/day.h"
#include "base/text.h"

#define DAY_2000 10957                  /* 1 January 2000, from which PostgreSQL counts days */
#define DRAIN_MOST 200                  /* rows that are read to their end rather than cancelled */

/* ---- preparing ---------------------------------------------------------------------------------------------- */

static bool
begins(const char *sql, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < n; i++)
		if ((sql[i] | 0x20) != word[i])
			return false;
	return sql[n] == ' ' || sql[n] == '\t' || sql[n] == '\n' || sql[n] == '(';
}

enum err
pg_prepare(struct ctx *c, struct conn *conn, struct rows *r, const char *sql, bool foreign)
{
	struct mem *m = mem_new();
	struct statement *s = mem_new_one(m, struct statement);
	const char *first = after_blank_sql(sql);
	enum err e = OK;

	*s = (struct statement){.mem = m, .values = mem_new(), .kept = mem_new()};
	r->stmt = s;
	s->sql = mem_copy(m, sql, strlen(sql));
	s->numbered = parameters_number(m, sql, &s->names);
	s->bound = mem_new_array(m, struct bound, s->names.n + 1);
	s->types = mem_new_array(m, Oid, s->names.n + 1);
	r->one_select = begins(first, "select") || begins(first, "with");
	r->writes = !r->one_select && !begins(first, "values") && !begins(first, "copy");
	if (*first == '\0')
		e = fail(c, foreign ? ERR_INPUT : ERR_SYSTEM, "the query is empty");
	else if (begins(first, "copy"))
		e = pg_copying_open(c, conn, m, sql, &s->copying);
	if (e != OK)
		pg_forget(r);
	return e;
}

struct copying *
pg_copying(const struct rows *r)
{
	return ((const struct statement *)r->stmt)->copying;
}

const char *
pg_sql(const struct rows *r)
{
	return ((const struct statement *)r->stmt)->sql;
}

bool
pg_is_prepared(const struct rows *r)
{
	const struct statement *s = r->stmt;

	if (s->name[0] == '\0' || s->session != pg_of(r)->session)
		return false;
	for (size_t i = 0; i < s->names.n; i++)
		if (s->bound[i].type != 0 && s->bound[i].type != s->types[i])
			return false;
	return true;
}

static void
deallocate(const struct rows *r)
{
	const struct statement *s = r->stmt;
	char sql[48];

	if (s->name[0] == '\0' || s->session != pg_of(r)->session || PQstatus(pg_of(r)->link) != CONNECTION_OK)
		return;
	snprintf(sql, sizeof sql, "deallocate %s", s->name);
	(void)pg_exec(r->conn, sql);
}

int
pg_prepare_now(const struct rows *r)
{
	struct statement *s = r->stmt;
	struct pg *pg = pg_of(r);
	PGresult *result;

	deallocate(r);
	pg_make_quiet(r->conn);
	for (size_t i = 0; i < s->names.n; i++)
		if (s->bound[i].type != 0)
			s->types[i] = s->bound[i].type;
	snprintf(s->name, sizeof s->name, "s%llu", (unsigned long long)++pg->names);
	result = PQprepare(pg->link, s->name, s->numbered, (int)s->names.n, s->types);
	if (PQresultStatus(result) != PGRES_COMMAND_OK) {
		s->name[0] = '\0';
		return pg_failed(pg, result);
	}
	PQclear(result);
	s->session = pg->session;
	return 0;
}

void
pg_forget(struct rows *r)
{
	struct statement *s = r->stmt;

	if (s == NULL)
		return;
	deallocate(r);
	PQclear(s->first);
	PQclear(s->result);
	PQclear(s->described);
	mem_free(s->values);
	mem_free(s->kept);
	mem_free(s->mem);
	r->stmt = NULL;
}

/* ---- binding ------------------------------------------------------------------------------------------------ */

int
pg_parameter(const struct rows *r, const char *name)
{
	const struct statement *s = r->stmt;

	for (size_t i = 0; i < s->names.n; i++)
		if (strcmp(s->names.item[i], name) == 0)
			return (int)i + 1;
	return 0;
}

/* `size` bytes of a number, the high ones first. */
static const char *
network_order(struct mem *m, uint64_t n, int size)
{
	char *out = mem_take(m, (size_t)size);

	for (int i = size - 1; i >= 0; i--, n >>= 8)
		out[i] = (char)(n & 0xff);
	return out;
}

static int
refuse(struct pg *pg, const char *state)
{
	snprintf(pg->state, sizeof pg->state, "%s", state);
	pg->message[0] = '\0';
	return CODE_FAILED;
}

int
pg_bind(struct rows *r, int at, const struct datum *d)
{
	struct statement *s = r->stmt;
	struct bound *b = &s->bound[at - 1];
	uint64_t bits;

	*b = (struct bound){.type = b->type};
	switch (d->kind) {
	case DATUM_INT:
		*b = (struct bound){TYPE_INT8, network_order(s->values, (uint64_t)d->n, 8), 8, false};
		break;
	case DATUM_REAL:
		memcpy(&bits, &d->x, sizeof bits);
		*b = (struct bound){TYPE_FLOAT8, d->x != d->x ? NULL : network_order(s->values, bits, 8), 8, false};
		break;
	case DATUM_DAY:
		*b = (struct bound){TYPE_DATE, d->n == DAY_NONE ? NULL :
		    network_order(s->values, (uint64_t)(uint32_t)(d->n - DAY_2000), 4), 4, false};
		break;
	case DATUM_TEXT:
		*b = (struct bound){.at = d->at == NULL ? NULL : mem_copy(s->values, d->at, d->size), .text = true};
		return d->size > 0 && memchr(d->at, 0, d->size) != NULL ? refuse(pg_of(r), "22021") : 0;
	case DATUM_BYTES:
		*b = (struct bound){TYPE_BYTES, d->at == NULL ? NULL : mem_copy(s->values, d->at, d->size), (int)d->size, false};
		break;
	case DATUM_NULL:
		break;
	}
	return 0;
}

int
pg_send_bound(struct rows *r)
{
	struct statement *s = r->stmt;
	int n = (int)s->names.n;
	const char **at = mem_new_array(s->values, const char *, n + 1);
	int *size = mem_new_array(s->values, int, n + 1), *binary = mem_new_array(s->values, int, n + 1);

	for (int i = 0; i < n; i++) {
		at[i] = s->bound[i].at;
		size[i] = s->bound[i].n;
		binary[i] = !s->bound[i].text;
	}
	return PQsendQueryPrepared(pg_of(r)->link, s->name, n, at, size, binary, 0) ? 0 : pg_failed(pg_of(r), NULL);
}

/* ---- running ------------------------------------------------------------------------------------------------ */

/* What is left after the last row, or after a failure. */
static void
read_to_end(struct pg *pg)
{
	PGresult *result;

	while ((result = PQgetResult(pg->link)) != NULL)
		PQclear(result);
}

/* Takes the columns of one row out of a result. */
static void
row_take(struct statement *s, PGresult *result, struct field *row)
{
	for (int i = 0; i < s->columns; i++) {
		row[i].n = PQgetlength(result, 0, i);
		row[i].at = PQgetisnull(result, 0, i) ? NULL : PQgetvalue(result, 0, i);
	}
}

static void
columns_learn(struct statement *s, const PGresult *result)
{
	if (s->columns == 0 && PQnfields(result) > 0) {
		s->columns = PQnfields(result);
		s->row = mem_new_array(s->mem, struct field, s->columns);
		s->column_type = mem_new_array(s->mem, Oid, s->columns);
		s->column_name = mem_new_array(s->mem, const char *, s->columns);
		for (int i = 0; i < s->columns; i++) {
			s->column_type[i] = PQftype(result, i);
			s->column_name[i] = mem_copy(s->mem, PQfname(result, i), strlen(PQfname(result, i)));
		}
	}
}

/* Reads the next row from the connection into s->result. False at the end, with r->err after a failure. */
static bool
row_receive(struct rows *r)
{
	struct statement *s = r->stmt;
	struct pg *pg = pg_of(r);
	PGresult *result = s->first != NULL ? s->first : PQgetResult(pg->link);
	ExecStatusType status = PQresultStatus(result);

	PQclear(s->result);
	s->first = s->result = NULL;
	if (status == PGRES_SINGLE_TUPLE) {
		columns_learn(s, result);
		s->result = result;
		return true;
	}
	pg->active = NULL;
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
		pg->changes = strtoll(PQcmdTuples(result), NULL, 10);
		PQclear(result);
	} else {
		int code = pg_failed(pg, result);

		r->err = code == CODE_FAILED && r->foreign && strncmp(pg->state, "42", 2) == 0 ?
		    fail(r->c, ERR_INPUT, "the query cannot be run: %s", pg->message) : pg_trouble(r->c, r->conn, code);
	}
	read_to_end(pg);
	return false;
}

static void
row_put_by(struct statement *s)
{
	size_t size = (size_t)s->columns * sizeof (struct field);
	struct field *row;
	char *bytes;

	for (int i = 0; i < s->columns; i++)
		size += (size_t)PQgetlength(s->result, 0, i) + 1;
	row = mem_take(s->kept, size);
	row_take(s, s->result, row);
	bytes = (char *)(row + s->columns);
	for (int i = 0; i < s->columns; i++) {
		if (row[i].at == NULL)
			continue;
		memcpy(bytes, row[i].at, (size_t)row[i].n + 1);
		row[i].at = bytes;
		bytes += row[i].n + 1;
	}
	*push(s->kept, &s->put_by) = row;
}

/* The row that the caller is looking at moves too: it is the first of those put by. */
static void
rest_put_by(struct rows *r)
{
	struct statement *s = r->stmt;
	bool looking = s->result != NULL && r->row;

	if (looking)
		row_put_by(s);
	while (row_receive(r))
		row_put_by(s);
	s->all_put_by = true;
	s->next = looking ? 1 : 0;
	if (looking)
		memcpy(s->row, s->put_by.item[0], (size_t)s->columns * sizeof *s->row);
}

void
pg_make_quiet(struct conn *conn)
{
	struct pg *pg = conn->link;

	if (pg->active != NULL)
		rest_put_by(pg->active);
}

/* A catalogue's query has a time limit; the server keeps it. */
static int
time_limit(struct rows *r)
{
	struct pg *pg = pg_of(r);
	int64_t wanted = r->limited ? r->conn->deadline_ms - clock_ms() : 0;
	char sql[64];

	if (r->limited && wanted < 1)
		wanted = 1;
	if (wanted == pg->timeout_ms)
		return 0;
	snprintf(sql, sizeof sql, "set statement_timeout to %lld", (long long)wanted);
	pg->timeout_ms = wanted;
	return pg_exec(r->conn, sql);
}

/* Sends the statement and waits for the first of its answer. */
static int
send_once(struct rows *r)
{
	struct statement *s = r->stmt;
	struct pg *pg = pg_of(r);
	int code = PQstatus(pg->link) == CONNECTION_OK ? 0 : CODE_LOST;

	pg_make_quiet(r->conn);
	if (code == 0 && pg->kind == CONN_READS)
		code = time_limit(r);
	if (code == 0 && !pg_is_prepared(r))
		code = pg_prepare_now(r);
	if (code == 0)
		code = pg_send_bound(r);
	if (code == 0 && !PQsetSingleRowMode(pg->link))
		code = pg_failed(pg, NULL);
	if (code == 0)
		s->first = PQgetResult(pg->link);
	return code;
}

bool
pg_is_alone(const struct rows *r)
{
	const struct pg *pg = pg_of(r);

	return r->conn != r->conn->store->writing && pg->kind != CONN_OWNS &&
	    PQtransactionStatus(pg->link) != PQTRANS_INTRANS && PQtransactionStatus(pg->link) != PQTRANS_INERROR;
}

/* Sends the statement, twice if need be: that a connection was lost while it rested shows only by the answer. */
static enum err
send(struct rows *r)
{
	struct statement *s = r->stmt;
	struct pg *pg = pg_of(r);
	bool alone = pg_is_alone(r);
	int code = send_once(r);

	if (alone && (code == CODE_LOST || (code == 0 && pg_is_lost(pg, s->first)))) {
		PQclear(s->first);
		s->first = NULL;
		TRY(pg_reconnect(r->c, r->conn));
		code = send_once(r);
	}
	if (code != 0)
		return code == CODE_FAILED && r->foreign && strncmp(pg->state, "42", 2) == 0 ?
		    fail(r->c, ERR_INPUT, "the query cannot be run: %s", pg->message) : pg_trouble(r->c, r->conn, code);
	s->sent = true;
	pg->active = r;
	return OK;
}

bool
pg_step(struct rows *r)
{
	struct statement *s = r->stmt;

	if (!s->sent) {
		r->err = send(r);
		if (r->err == OK && pg_of(r)->kind == CONN_WRITES)
			rest_put_by(r);
		if (r->err != OK) {
			r->done = true;
			return false;
		}
	}
	if (s->all_put_by) {
		r->done = s->next >= s->put_by.n;
		if (!r->done)
			memcpy(s->row, s->put_by.item[s->next++], (size_t)s->columns * sizeof *s->row);
		return !r->done;
	}
	if (mem_held(s->kept) > 0)
		mem_reset(s->kept);             /* the last row's bytes, however many rows there are */
	r->done = !row_receive(r);
	if (!r->done)
		row_take(s, s->result, s->row);
	return !r->done;
}

/* An answer that nobody wants to read on is cut off. */
static void
answer_drop(struct rows *r)
{
	struct pg *pg = pg_of(r);
	char unused[64];
	PGcancel *cancel;
	int n = 0;

	for (PGresult *result; n < DRAIN_MOST && (result = PQgetResult(pg->link)) != NULL; n++) {
		bool last = PQresultStatus(result) != PGRES_SINGLE_TUPLE;

		PQclear(result);
		if (last)
			n = DRAIN_MOST + 1;
	}
	if (n == DRAIN_MOST && (cancel = PQgetCancel(pg->link)) != NULL) {
		PQcancel(cancel, unused, sizeof unused);
		PQfreeCancel(cancel);
	}
	read_to_end(pg);
	pg->active = NULL;
}

void
pg_rest(struct rows *r)
{
	struct statement *s = r->stmt;

	if (pg_of(r)->active == r)
		answer_drop(r);
	PQclear(s->first);
	PQclear(s->result);
	s->first = s->result = NULL;
	s->sent = s->all_put_by = false;
	s->put_by = (struct put_by){0};
	s->next = 0;
	for (size_t i = 0; i < s->names.n; i++)
		s->bound[i] = (struct bound){0};
	mem_reset(s->values);
	mem_reset(s->kept);
}
