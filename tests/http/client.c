/* The raw client and the server that it is tried on. */
#include "client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "routes.h"

int
client_open(unsigned port)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* A server that closes early is an answer too, so a failed send is not an error here. */
void
client_send(int fd, const void *bytes, size_t n)
{
	const char *at = bytes;

	while (n > 0) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		at += sent;
		n -= (size_t)sent;
	}
}

static bool
readable(int fd, int ms)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	return poll(&p, 1, ms) == 1;
}

/* Byte by byte, so that a second reply on the same connection stays unread. */
static bool
read_head(int fd, struct answer *a, int ms)
{
	size_t n = 0;

	while (n + 1 < sizeof a->head && readable(fd, ms) && recv(fd, a->head + n, 1, 0) == 1) {
		a->head[++n] = '\0';
		if (n >= 4 && strcmp(a->head + n - 4, "\r\n\r\n") == 0)
			return true;
	}
	return false;
}

struct answer
client_read(int fd, bool no_body, int ms)
{
	struct answer a = {.body = calloc(1, 1)};
	size_t length, got = 0;

	if (!read_head(fd, &a, ms) || sscanf(a.head, "HTTP/1.%*d %d", &a.status) != 1) {
		a.status = 0;
		return a;
	}
	if (a.status == 100)
		return client_read(fd, no_body, ms);
	length = no_body ? 0 : (size_t)atol(answer_header(&a, "Content-Length"));
	a.body = realloc(a.body, length + 1);
	while (got < length && readable(fd, ms)) {
		ssize_t n = recv(fd, a.body + got, length - got, 0);

		if (n <= 0)
			break;
		got += (size_t)n;
	}
	a.body[got] = '\0';
	a.n = got;
	if (got < length)
		a.status = 0;
	return a;
}

bool
client_closed(int fd, int ms)
{
	char byte;

	return readable(fd, ms) && recv(fd, &byte, 1, 0) <= 0;
}

bool
client_silent(int fd)
{
	char byte;

	return recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) < 0;
}

void
answer_free(struct answer *a)
{
	free(a->body);
	a->body = NULL;
}

const char *
answer_header(const struct answer *a, const char *name)
{
	static _Thread_local char value[4096];
	size_t n = strlen(name);

	for (const char *line = strstr(a->head, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
		line += 2;
		if (strncasecmp(line, name, n) != 0 || line[n] != ':')
			continue;
		snprintf(value, sizeof value, "%.*s", (int)strcspn(line + n + 2, "\r"), line + n + 2);
		return value;
	}
	return "";
}

struct answer
ask(unsigned port, const char *format, ...)
{
	static _Thread_local char text[65536];
	struct answer a;
	va_list args;
	int fd = client_open(port);

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	client_send(fd, text, strlen(text));
	a = client_read(fd, strncmp(text, "HEAD", 4) == 0, 5000);
	close(fd);
	return a;
}

struct answer
get(unsigned port, const char *target, const char *headers)
{
	return ask(port, "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", target, headers);
}

void
fixture_start(struct fixture *f, struct serve_options options)
{
	static const struct route *const tables[] = {test_routes, NULL};

	*f = (struct fixture){.c = {.mem = mem_new()}};
	f->writer = test_writer_start(&f->recorder);
	options.recorder = &f->recorder;
	options.listen = "127.0.0.1:0";
	options.site = (struct site){.authority = "Wearshire & <Sons>", .navigation = test_navigation};
	if (server_start(&f->c, options, tables, &f->server) != OK) {
		fprintf(stderr, "%s\n", f->c.sentence);
		abort();
	}
	f->port = server_port(f->server);
}

void
fixture_stop(struct fixture *f)
{
	test_writer_hold(f->writer, false);     /* a test that failed may have left it held */
	server_stop(f->server);
	test_writer_stop(f->writer);
	mem_free(f->c.mem);
}
