/* The test server as a program: for the browser tests, the signals' test and the benchmark.
 *
 *   server [--port N] [--db PATH] [--stop-seconds N]
 *
 * Without --db its audit goes to the tests' own writer; with it, to a real database's. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "recorder.h"
#include "routes.h"
#include "store/store.h"
#include "web/server.h"

static const char *
option(char **word, const char *name, const char *otherwise)
{
	for (; word[0] != NULL; word++)
		if (strcmp(word[0], name) == 0 && word[1] != NULL)
			return word[1];
	return otherwise;
}

int
main(int n, char **word)
{
	struct ctx c = {.mem = mem_new()};
	const char *db = option(word, "--db", NULL);
	struct recorder recorder;
	struct test_writer *w = NULL;
	sigset_t signals;
	struct serve_options options = {
	    .listen = mem_format(c.mem, "127.0.0.1:%s", option(word, "--port", "0")),
	    .site = {.authority = "Wearshire", .navigation = test_navigation},
	    .stop_seconds = (unsigned)atoi(option(word, "--stop-seconds", "10")),
	    .recorder = db ? NULL : &recorder,
	};
	const struct route *const tables[] = {test_routes, NULL};
	enum err e = OK;

	(void)n;
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);     /* serve() waits for them; no thread may take them first */
	if (db == NULL)
		w = test_writer_start(&recorder);
	else
		e = store_open(&c, db, (struct store_options){.create = true, .migrate = true});
	if (e == OK)
		e = serve(&c, options, tables);
	if (e != OK)
		fprintf(stderr, "%s\n", c.sentence);
	if (db != NULL && c.store != NULL)
		store_close(&c);
	if (w != NULL)
		test_writer_stop(w);
	mem_free(c.mem);
	return (int)e;
}
