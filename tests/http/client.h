/* A client over raw sockets, so that a test can send what no well-behaved client would; and the server to try it on. */
#ifndef TESTS_CLIENT_H
#define TESTS_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "recorder.h"
#include "web/server.h"

struct answer {
	int status;                     /* 0: the connection ended without a whole reply */
	char head[8192];
	char *body;                     /* NUL-terminated; free with answer_free */
	size_t n;
};

int client_open(unsigned port);
void client_send(int fd, const void *bytes, size_t n);
/* Reads one reply; `no_body` after HEAD. Waits at most `ms`. */
struct answer client_read(int fd, bool no_body, int ms);
/* Whether the server has closed within `ms`. */
bool client_closed(int fd, int ms);
bool client_silent(int fd);             /* nothing has come */
void answer_free(struct answer *a);
/* The value of a header (in a static buffer), or "". */
const char *answer_header(const struct answer *a, const char *name);

/* One whole exchange on a connection of its own; the text is printf's. */
struct answer ask(unsigned port, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* GET target; `headers` ("Name: value\r\n…") may be "". */
struct answer get(unsigned port, const char *target, const char *headers);

struct fixture {
	struct ctx c;
	struct recorder recorder;
	struct test_writer *writer;
	struct server *server;
	unsigned port;
};

/* Starts the test server; zero options are the defaults. */
void fixture_start(struct fixture *f, struct serve_options options);
void fixture_stop(struct fixture *f);

#endif
