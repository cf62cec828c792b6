/* What the store's tests share: a folder of their own for each test, a store in it, small questions of it. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail                             /* ours records a failure; cmocka's ended the test, and that is now: */
#define broken(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "database.h"

#include <libpq-fe.h>

#include "base/mem.h"
#include "store/internal.h"
#include "store/sqlite.h"

struct scratch {
	struct ctx c;
	char folder[64], file[96];      /* the file's path; beside it lies the key, whatever the engine */
	char path[200];                 /* the database's address */
};

static const struct embedded small_schema[] = {
	{"schema/0001_small.sql", (const unsigned char *)
	    "create table counter (name text primary key, next $id not null);\n"
	    "create table record_key (record $id primary key, wrapped $bytes);\n"
	    "create table thing (id $id primary key, name text, n integer, x real, day date, body $bytes);\n"
	    "create table owner (id $id primary key, thing $id references thing (id) deferrable initially deferred);\n"
	    "create table day (calendar text, day date, open text, n integer, primary key (calendar, day));\n"
	    "create table setting (name text primary key, value text);\n"
	    "create table leaf (id $id primary key, data $json);\n"
	    "create table note_all (id $id primary key, fact $id not null, words text, recorded text, superseded text);\n"
	    "create view note as select * from note_all where superseded is null;\n", 0},
	{NULL, NULL, 0}
};

/* Fills in the sizes, which the literals above leave out. */
static inline const struct embedded *
sized(struct mem *m, const struct embedded *files)
{
	size_t n = 0;
	struct embedded *out;

	while (files[n].path != NULL)
		n++;
	out = mem_new_array(m, struct embedded, n + 1);
	for (size_t i = 0; i < n; i++) {
		out[i] = files[i];
		out[i].n = strlen((const char *)files[i].bytes);
	}
	return out;
}

static inline enum err
scratch_open(struct scratch *s, const struct embedded *schema)
{
	return store_open_with(&s->c, s->path, (struct store_options){.create = true, .migrate = true}, schema);
}

static inline int
scratch_folder(void **state)
{
	struct scratch *s = calloc(1, sizeof *s);

	s->c.mem = mem_new();
	if (folder_make(s->folder, sizeof s->folder, "test") == NULL)
		return 1;
	snprintf(s->file, sizeof s->file, "%s/t.db", s->folder);
	database_at(s->path, sizeof s->path, s->file);
	*state = s;
	return 0;
}

static inline int
scratch_store(void **state)
{
	struct scratch *s;

	if (scratch_folder(state) != 0)
		return 1;
	s = *state;
	if (scratch_open(s, sized(s->c.mem, small_schema)) == OK)
		return 0;
	print_error("%s\n", s->c.sentence);
	return 1;
}

static inline int
scratch_end(void **state)
{
	struct scratch *s = *state;
	char command[128];

	if (s->c.store != NULL)
		store_close(&s->c);
	mem_free(s->c.mem);
	snprintf(command, sizeof command, "rm -rf '%s'", s->folder);
	free(s);
	return system(command);
}

/* A query's one number; -1 when there is no row. */
static inline int64_t
number_in(struct ctx *c, struct rows *r, const char *sql)
{
	int64_t n = rows_next(r) ? col_int(r, 0) : -1;

	if (rows_end(r) != OK)
		broken("%s: %s", sql, c->sentence);
	return n;
}

static inline int64_t
number_of(struct ctx *c, const char *sql)
{
	return number_in(c, store_read(c, sql), sql);
}

/* The same within a transaction. */
static inline int64_t
own_number_of(struct ctx *c, const char *sql)
{
	return number_in(c, store_read_own(c, sql), sql);
}

static inline void
run_ok(struct ctx *c, const char *sql)
{
	if (store_run(c, sql) != OK)
		broken("%s: %s", sql, c->sentence);
}

/* What a failure says, where the engines' own words differ. */
#define IN_WORDS(sqlite, postgres) (database_is_postgres() ? (postgres) : (sqlite))

/* Another writer is waited for this long only. */
static inline void
wait_no_longer_than(struct conn *conn, int ms)
{
	if (!database_is_postgres())
		sqlite3_busy_timeout(conn->link, ms);
	else if (conn_run(&(struct ctx){.mem = conn->mem}, conn,
	    mem_format(conn->mem, "set lock_timeout to %d", ms)) != OK)
		broken("the time to wait cannot be set");
}

/* What somebody does who owns the database and goes past Bairn: in SQLite the owner of a file, in PostgreSQL the account
 * that made the schema. `audit` says which file of SQLite's is meant. */
static inline void
owner_runs(struct scratch *s, bool audit, const char *sql)
{
	sqlite3 *db;
	char *why = NULL;

	if (database_is_postgres()) {
		PGconn *pg = PQconnectdb(getenv("BAIRN_TEST_POSTGRES"));
		PGresult *result = PQexec(pg, mem_format(s->c.mem, "set search_path to \"%s\"; set client_min_messages to error;"
		    " %s", strrchr(s->path, '=') + 1, sql));
		ExecStatusType status = PQresultStatus(result);

		if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
			broken("%s: %s", sql, PQerrorMessage(pg));
		PQclear(result);
		PQfinish(pg);
		return;
	}
	assert_int_equal(sqlite3_open(mem_format(s->c.mem, "%s%s", s->path, audit ? ".audit" : ""), &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		broken("%s: %s", sql, why);
	sqlite3_close(db);
}

#define assert_ok(call)                                                \
	do {                                                           \
		if ((call) != OK)                                      \
			broken("%s: %s", #call, s->c.sentence);      \
	} while (0)

/* The call fails with `e` and a sentence that holds `words`; the failure is then forgotten. */
#define assert_fails(call, e, words)                                                   \
	do {                                                                           \
		assert_int_equal((call), (e));                                         \
		if (strstr(s->c.sentence, (words)) == NULL)                            \
			broken("%s: the sentence is: %s", #call, s->c.sentence);     \
		fail_clear(&s->c);                                                     \
	} while (0)

/* Until something that another thread or process does has come about; ten seconds at most. */
#define WAIT_UNTIL(true_at_last)                                                               \
	do {                                                                                   \
		const struct timespec pause_ = {0, 1000000};                                   \
		int tries_ = 0;                                                                \
		while (!(true_at_last)) {                                                      \
			if (++tries_ > 10000)                                                  \
				broken("this did not come about: %s", #true_at_last);          \
			nanosleep(&pause_, NULL);                                              \
		}                                                                              \
	} while (0)

#define scratch_test(f) cmocka_unit_test_setup_teardown(f, scratch_store, scratch_end)
#define folder_test(f) cmocka_unit_test_setup_teardown(f, scratch_folder, scratch_end)

#endif
