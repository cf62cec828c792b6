/* No byte leaves before its audit row is durable; waiting holds up nobody; stopping loses nothing. */
#include "client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "routes.h"

static struct fixture f;

/* One thread only: a handler that waited would stop the whole server. */
static int
start(void **state)
{
	(void)state;
	fixture_start(&f, (struct serve_options){.threads = 1, .stop_seconds = 5});
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	if (f.server != NULL)
		fixture_stop(&f);
	return 0;
}

static int
send_get(const char *target)
{
	char text[256];
	int fd = client_open(f.port);

	snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", target);
	client_send(fd, text, strlen(text));
	return fd;
}

static void
expect_health(void)
{
	struct answer a = get(f.port, "/health", "");

	assert_int_equal(a.status, 200);
	answer_free(&a);
}

static void
no_byte_leaves_before_the_row_is_committed(void **state)
{
	struct answer a;
	int fd;

	(void)state;
	test_writer_hold(f.writer, true);
	fd = send_get("/audited");
	for (int i = 0; i < 50; i++)
		expect_health();                /* the only thread is free: it answers others meanwhile */
	assert_int_equal(test_writer_count(f.writer, "read small", NULL), 0);
	assert_true(client_silent(fd));
	test_writer_hold(f.writer, false);
	a = client_read(fd, false, 2000);
	assert_int_equal(a.status, 200);
	assert_string_equal(a.body, "small\n");
	assert_int_equal(test_writer_count(f.writer, "read small", "/audited"), 1);
	answer_free(&a);
	close(fd);
}

static void
a_failed_commit_shows_nothing(void **state)
{
	struct answer a = get(f.port, "/audit-fails", "");

	(void)state;
	assert_int_equal(a.status, 503);
	assert_null(strstr(a.body, "secret"));
	assert_non_null(strstr(a.body, "Try again in a minute"));
	answer_free(&a);
}

static void
a_reader_who_leaves_while_waiting_harms_nobody(void **state)
{
	(void)state;
	test_writer_hold(f.writer, true);
	for (int i = 0; i < 20; i++)
		close(send_get("/audited"));
	expect_health();
	test_writer_hold(f.writer, false);
	expect_health();
}

#define READERS 8
#define READS 40

static void *
read_often(void *answered)
{
	for (int i = 0; i < READS; i++) {
		struct answer a = get(f.port, i % 2 ? "/audited" : "/pages", "");

		*(int *)answered += a.status == 200;
		answer_free(&a);
	}
	return NULL;
}

static void
many_readers_at_once_are_all_written_down(void **state)
{
	pthread_t thread[READERS];
	int answered[READERS] = {0};
	unsigned pages = test_writer_count(f.writer, "read pages", NULL);
	unsigned small = test_writer_count(f.writer, "read small", NULL);

	(void)state;
	for (int i = 0; i < READERS; i++)
		pthread_create(&thread[i], NULL, read_often, &answered[i]);
	for (int i = 0; i < READERS; i++) {
		pthread_join(thread[i], NULL);
		assert_int_equal(answered[i], READS);
	}
	assert_int_equal(test_writer_count(f.writer, "read pages", NULL) - pages, READERS * READS / 2);
	/* Rows of the readers who left in the test before may still come in. */
	assert_in_range(test_writer_count(f.writer, "read small", NULL) - small, READERS * READS / 2, READERS * READS / 2 + 20);
}

static void *
stop_server(void *with)
{
	(void)with;
	server_stop(f.server);
	return NULL;
}

/* While the server stops, what waits for the writer is still answered. */
static void
stopping_finishes_what_is_under_way(void **state)
{
	pthread_t thread;
	struct answer a;
	int fd;

	(void)state;
	test_writer_hold(f.writer, true);
	fd = send_get("/audited");
	expect_health();
	pthread_create(&thread, NULL, stop_server, NULL);
	while ((a.status = client_open(f.port)) >= 0)   /* until it takes no more */
		close(a.status);
	test_writer_hold(f.writer, false);
	a = client_read(fd, false, 3000);
	assert_int_equal(a.status, 200);
	answer_free(&a);
	close(fd);
	pthread_join(thread, NULL);
	test_writer_stop(f.writer);
	mem_free(f.c.mem);
	f.server = NULL;
}

static void
a_signal_stops_the_program_in_good_order(void **state)
{
	const char *program = getenv("BAIRN_TEST_SERVER");
	char line[128] = "";
	int pipes[2], status;
	size_t n = 0;
	pid_t pid;

	(void)state;
	if (program == NULL)
		skip();
	assert_int_equal(pipe(pipes), 0);
	pid = fork();
	if (pid == 0) {
		dup2(pipes[1], STDERR_FILENO);
		execl(program, program, "--port", "0", (char *)NULL);
		_exit(127);
	}
	close(pipes[1]);
	while (n + 1 < sizeof line && read(pipes[0], line + n, 1) == 1 && line[n] != '\n')
		n++;
	assert_non_null(strstr(line, "Bairn serves http://127.0.0.1:"));
	kill(pid, SIGTERM);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	close(pipes[0]);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- what does not start ---------------------------------------------------------------------------------------- */

static void
refuses_to_start(const char *listen, const struct route *routes, const char *because)
{
	const struct route *const tables[] = {routes, NULL};
	struct ctx c = {.mem = mem_new()};
	struct recorder recorder = {0};
	struct server *s = NULL;
	enum err e = server_start(&c, (struct serve_options){.listen = listen, .recorder = &recorder}, tables, &s);

	assert_int_not_equal(e, OK);
	if (strstr(c.sentence, because) == NULL)
		print_message("%s\n", c.sentence);
	assert_non_null(strstr(c.sentence, because));
	mem_free(c.mem);
}

static void
other_addresses_than_this_computers_are_refused(void **state)
{
	static const char *const others[] = {"0.0.0.0:0", "192.168.1.1:80", "[::]:0", "example.org:80", "*:80"};

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		refuses_to_start(others[i], test_routes, "until accounts exist");
	refuses_to_start("127.0.0.1", test_routes, "HOST:PORT");
	refuses_to_start("127.0.0.1:70000", test_routes, "HOST:PORT");
	refuses_to_start(":80", test_routes, "HOST:PORT");
}

static void
a_row_that_forgets_something_stops_the_start(void **state)
{
	enum err (*handler)(struct request *) = test_routes[0].handler;
	const struct route rows[][2] = {
		{{GET, "/a", handler, CAN_NONE, NOT_AUDITED}, {0}},
		{{GET, "/a", handler, CAN_AGGREGATES, NULL}, {0}},
		{{GET, "/a", handler, CAN_RECORDS, NOT_AUDITED}, {0}},
		{{GET, "/a", NULL, CAN_CONNECT, NOT_AUDITED}, {0}},
		{{GET, "a", handler, CAN_CONNECT, NOT_AUDITED}, {0}},
	};
	static const char *const because[] = {"capability", "audit verb", "not audited", "no handler", "no proper path"};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		refuses_to_start("127.0.0.1:0", rows[i], because[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_byte_leaves_before_the_row_is_committed),
		cmocka_unit_test(a_failed_commit_shows_nothing),
		cmocka_unit_test(a_reader_who_leaves_while_waiting_harms_nobody),
		cmocka_unit_test(many_readers_at_once_are_all_written_down),
		cmocka_unit_test(stopping_finishes_what_is_under_way),
		cmocka_unit_test(a_signal_stops_the_program_in_good_order),
		cmocka_unit_test(other_addresses_than_this_computers_are_refused),
		cmocka_unit_test(a_row_that_forgets_something_stops_the_start),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
