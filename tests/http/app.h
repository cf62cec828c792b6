/* The program itself, serving a small database of either engine that a test fills: starting and stopping it, asking it for
 * pages, and looking into its database past it. */
#ifndef TESTS_APP_H
#define TESTS_APP_H

#include "client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <libpq-fe.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "database.h"

static struct {
	char program[512], folder[64], file[96], db[256];
	pid_t pid;
	unsigned port;
} app;

static inline int
run(const char *const *arguments)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(126);
		execv(app.program, (char *const *)(uintptr_t)arguments);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* SQL run past the program, by the server's administrator or on a file; returns the number in the first row, if any. */
static inline int
ask_server(const char *sql)
{
	PGconn *pg = PQconnectdb(getenv("BAIRN_TEST_POSTGRES"));
	PGresult *result;
	char path[128];
	int n;

	snprintf(path, sizeof path, "set search_path to \"%s\"", strrchr(app.db, '=') + 1);
	PQclear(PQexec(pg, path));
	result = PQexec(pg, sql);
	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s", PQerrorMessage(pg));
	n = PQntuples(result) > 0 ? atoi(PQgetvalue(result, 0, 0)) : -1;
	PQclear(result);
	PQfinish(pg);
	return n;
}

static inline int
take_number(void *into, int columns, char **value, char **name)
{
	(void)columns, (void)name;
	*(int *)into = atoi(value[0]);
	return 0;
}

static inline int
ask_file(const char *ending, const char *sql)
{
	char path[128];
	sqlite3 *db;
	int n = -1;

	snprintf(path, sizeof path, "%s%s", app.file, ending);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	assert_int_equal(sqlite3_exec(db, sql, take_number, &n, NULL), SQLITE_OK);
	sqlite3_close(db);
	return n;
}

static inline void
change(const char *sql)
{
	if (database_is_postgres())
		ask_server(sql);
	else
		ask_file("", sql);
}

/* Reads the address from the line that the program prints when it is ready. */
static inline void
start_serving(void)
{
	char line[256] = "", *at;
	size_t n = 0;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	app.pid = fork();
	if (app.pid == 0) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		execl(app.program, app.program, "serve", "--db", app.db, "--listen", "127.0.0.1:0", (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	while (n + 1 < sizeof line && read(ends[0], line + n, 1) == 1 && line[n] != '\n')
		n++;
	at = strstr(line, "127.0.0.1:");
	assert_non_null(at);
	app.port = (unsigned)strtoul(at + strlen("127.0.0.1:"), NULL, 10);
}

/* The program stands two folders above the test server; where only tests were built there is none. */
static inline int
app_start(const char *name, const char *code, void (*fill)(void))
{
	const char *server = getenv("BAIRN_TEST_SERVER"), *end = server ? strstr(server, "/http/server") : NULL;
	const char *const init[] = {app.program, "init", name, "--code", code, "--db", app.db, NULL};

	if (!end)
		return 0;
	snprintf(app.program, sizeof app.program, "%.*s/bairn", (int)(end - server), server);
	if (access(app.program, X_OK) != 0)
		return 0;
	if (!folder_make(app.folder, sizeof app.folder, "app"))
		return -1;
	snprintf(app.file, sizeof app.file, "%s/a.db", app.folder);
	database_at(app.db, sizeof app.db, app.file);
	assert_int_equal(run(init), 0);
	fill();
	start_serving();
	return 0;
}

static inline int
app_stop(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm", ".key", ".audit", ".audit-wal", ".audit-shm"};
	char path[256];

	(void)state;
	if (!app.pid)
		return 0;
	kill(app.pid, SIGTERM);
	waitpid(app.pid, NULL, 0);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(path, sizeof path, "%s%s", app.file, ends[i]);
		unlink(path);
	}
	return rmdir(app.folder);
}

static inline void
need_program(void)
{
	if (!app.pid)
		skip();
}

static inline struct answer
page(const char *target, int status)
{
	struct answer a = get(app.port, target, "");

	if (a.status != status)
		print_message("%s: %d\n", target, a.status);
	assert_int_equal(a.status, status);
	return a;
}

static inline void
says(const char *target, int status, const char *words)
{
	struct answer a = page(target, status);

	if (!strstr(a.body, words))
		print_message("%s does not say \"%s\"\n", target, words);
	assert_non_null(strstr(a.body, words));
	answer_free(&a);
}

static inline void
does_not_say(const char *target, const char *words)
{
	struct answer a = page(target, 200);

	if (strstr(a.body, words))
		print_message("%s says \"%s\"\n", target, words);
	assert_null(strstr(a.body, words));
	answer_free(&a);
}

static inline int
audited(const char *act, const char *object)
{
	char sql[256];

	snprintf(sql, sizeof sql, "select count(*) from audit where act = '%s' and object = '%s'", act, object);
	return database_is_postgres() ? ask_server(sql) : ask_file(".audit", sql);
}

#endif
