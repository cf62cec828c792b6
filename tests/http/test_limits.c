/* Limits: in time, in size, in number. A slow or greedy client loses its connection and nobody else notices. */
#include "client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

static struct fixture f;

static int
start(void **state)
{
	(void)state;
	fixture_start(&f, (struct serve_options){
	    .threads = 1, .request_seconds = 1, .idle_seconds = 1, .send_seconds = 1, .header_bytes = 16 * 1024,
	    .connections_per_address = 6,
	});
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	fixture_stop(&f);
	return 0;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Sends one more byte every 100 ms, for as long as the server bears it. Seconds until it did not; 9 when it always did. */
static double
drip(const char *first)
{
	int fd = client_open(f.port);
	double from = seconds();

	client_send(fd, first, strlen(first));
	while (seconds() - from < 4) {
		if (client_closed(fd, 100)) {
			close(fd);
			return seconds() - from;
		}
		client_send(fd, "x", 1);
	}
	close(fd);
	return 9;
}

static void
a_request_that_drips_in_is_ended(void **state)
{
	static const char *const begun[] = {
		"G",                                                            /* in the request line */
		"GET /small HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",           /* in the headers */
		"POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\na=",     /* in the body */
	};

	(void)state;
	for (size_t i = 0; i < sizeof begun / sizeof *begun; i++) {
		double took = drip(begun[i]);

		assert_true(took > 0.8 && took < 2.5);
	}
}

static void
a_connection_that_says_nothing_is_ended(void **state)
{
	int fd = client_open(f.port);
	struct answer a;

	(void)state;
	assert_true(client_closed(fd, 2500));
	close(fd);
	fd = client_open(f.port);
	client_send(fd, "GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n", 41);
	a = client_read(fd, false, 1000);
	assert_int_equal(a.status, 200);
	answer_free(&a);
	assert_false(client_closed(fd, 300));           /* kept for a while */
	assert_true(client_closed(fd, 2500));           /* and not for ever */
	close(fd);
}

/* Waiting for the writer is the server's own time, not the client's. */
static void
waiting_for_the_writer_is_not_slowness(void **state)
{
	int fd = client_open(f.port);
	struct answer a;

	(void)state;
	test_writer_hold(f.writer, true);
	client_send(fd, "GET /audited HTTP/1.1\r\nHost: localhost\r\n\r\n", 43);
	assert_false(client_closed(fd, 1600));
	test_writer_hold(f.writer, false);
	a = client_read(fd, false, 1000);
	assert_int_equal(a.status, 200);
	answer_free(&a);
	close(fd);
}

static void
long_headers_and_addresses_are_refused(void **state)
{
	char *text = malloc(40000);
	struct answer a;

	(void)state;
	memset(text, 'a', 39999);
	text[39999] = '\0';
	a = ask(f.port, "GET /small HTTP/1.1\r\nHost: localhost\r\nX-Long: %.*s\r\n\r\n", 20000, text);
	assert_true(a.status == 431 || a.status == 413);
	answer_free(&a);
	a = ask(f.port, "GET /%.*s HTTP/1.1\r\nHost: localhost\r\n\r\n", 20000, text);
	assert_true(a.status == 414 || a.status == 0);
	answer_free(&a);
	a = get(f.port, "/small", "");
	assert_int_equal(a.status, 200);
	answer_free(&a);
	free(text);
}

/* Whether the server answers within 5 s: it sees a little later than we that our connections are closed. */
static bool
lets_in_again(void)
{
	int64_t began = clock_ms();
	int status = 0;

	while (status != 200 && clock_ms() - began < 5000) {
		struct answer a = get(f.port, "/small", "");

		status = a.status;
		answer_free(&a);
	}
	return status == 200;
}

static void
one_address_has_only_so_many_connections(void **state)
{
	int fd[12], open = 0;

	(void)state;
	for (int i = 0; i < 12; i++) {
		fd[i] = client_open(f.port);
		client_send(fd[i], "GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n", 41);
	}
	for (int i = 0; i < 12; i++) {
		struct answer a = client_read(fd[i], false, 500);

		open += a.status == 200;
		answer_free(&a);
		close(fd[i]);
	}
	assert_int_equal(open, 6);
	assert_true(lets_in_again());
}

static void
a_large_reply_arrives_whole(void **state)
{
	struct answer a = get(f.port, "/big", "");

	(void)state;
	assert_int_equal(a.status, 200);
	assert_int_equal(a.n, 4 * 1024 * 1024);
	answer_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_that_drips_in_is_ended),
		cmocka_unit_test(a_connection_that_says_nothing_is_ended),
		cmocka_unit_test(waiting_for_the_writer_is_not_slowness),
		cmocka_unit_test(long_headers_and_addresses_are_refused),
		cmocka_unit_test(one_address_has_only_so_many_connections),
		cmocka_unit_test(a_large_reply_arrives_whole),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
