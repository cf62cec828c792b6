/* A socket between a test and PostgreSQL, which loses what it is told to lose: the test's store connects to the proxy's folder
 * instead of the server's. One thread, so that a test decides what happens at which message. */
#ifndef TESTS_PROXY_H
#define TESTS_PROXY_H

#include "server.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#define PAIRS 16

/* What becomes of the next commit. */
enum loss {
	LOSE_NOTHING,
	LOSE_COMMIT,                    /* it does not reach the server */
	LOSE_LINE,                      /* it does; then the line is cut at once */
	LOSE_ANSWER,                    /* it does; the line is cut when the answer is there */
	LOSE_SERVER,                    /* the same, and the server goes away */
};

struct proxy {
	char folder[80], address[200];
	struct sockaddr_un here, server;
	int listener, wake[2];
	pthread_t thread;
	_Atomic int loss;
	_Atomic int cut_at;             /* which of the messages to come from clients ends its line; 0: none */
	_Atomic bool last_word;         /* the server says that it ends the line before it does */
	_Atomic bool away;              /* nobody is listening, and all lines are cut */
	_Atomic bool is_away, stop;     /* the thread has seen it; it is to end */
	struct pair { int client, server; } pair[PAIRS];
};

static inline void
proxy_drop(struct pair *p)
{
	close(p->client);
	close(p->server);
	p->client = -1;
}

static inline void
proxy_listen(struct proxy *x)
{
	unlink(x->here.sun_path);
	x->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(x->listener, (struct sockaddr *)&x->here, sizeof x->here) != 0 || listen(x->listener, 16) != 0)
		abort();
}

static inline void
proxy_accept(struct proxy *x)
{
	struct pair new = {accept(x->listener, NULL, NULL), socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};

	if (connect(new.server, (struct sockaddr *)&x->server, sizeof x->server) != 0)
		abort();
	for (int i = 0; i < PAIRS; i++)
		if (x->pair[i].client < 0) {
			x->pair[i] = new;
			return;
		}
	abort();
}

static inline bool
proxy_send(int to, const char *bytes, ssize_t n)
{
	while (n > 0) {
		ssize_t sent = send(to, bytes, (size_t)n, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		bytes += sent;
		n -= sent;
	}
	return true;
}

/* Whether this message of the client's is the one to be lost with its line. */
static inline bool
proxy_cuts(struct proxy *x, const struct pair *p)
{
	static const char word[] = "E\0\0\0\117SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0";

	if (atomic_load(&x->cut_at) == 0 || atomic_fetch_sub(&x->cut_at, 1) != 1)
		return false;
	if (atomic_load(&x->last_word))
		(void)!proxy_send(p->client, word, sizeof word);
	return true;
}

/* Passes on what one side says; a lost line, or a loss that was asked for, ends the pair. */
static inline void
proxy_pass(struct proxy *x, struct pair *p, bool from_client)
{
	static char bytes[65536];
	ssize_t n = recv(from_client ? p->client : p->server, bytes, sizeof bytes, 0);
	bool commits = n > 0 && from_client && memmem(bytes, (size_t)n, "commit", 7) != NULL;
	int loss = commits ? atomic_exchange(&x->loss, LOSE_NOTHING) : LOSE_NOTHING;

	if (n <= 0 || (from_client && proxy_cuts(x, p)) || loss == LOSE_COMMIT || !proxy_send(from_client ? p->server : p->client, bytes, n)) {
		proxy_drop(p);
		return;
	}
	if (loss == LOSE_ANSWER || loss == LOSE_SERVER)
		(void)!recv(p->server, bytes, sizeof bytes, 0);
	if (loss == LOSE_SERVER)
		atomic_store(&x->away, true);           /* which cuts this line too */
	else if (loss != LOSE_NOTHING)
		proxy_drop(p);
}

static inline void
proxy_come_and_go(struct proxy *x)
{
	if (atomic_load(&x->away) == atomic_load(&x->is_away))
		return;
	if (atomic_load(&x->away)) {
		close(x->listener);
		x->listener = -1;
		unlink(x->here.sun_path);
		for (int i = 0; i < PAIRS; i++)
			if (x->pair[i].client >= 0)
				proxy_drop(&x->pair[i]);
	} else
		proxy_listen(x);
	atomic_store(&x->is_away, atomic_load(&x->away));
}

static inline void *
proxy_run(void *with)
{
	struct proxy *x = with;
	char byte;

	while (!atomic_load(&x->stop)) {
		struct pollfd wait[2 + 2 * PAIRS] = {{x->wake[0], POLLIN, 0}, {x->listener, POLLIN, 0}};

		for (int i = 0; i < PAIRS; i++) {
			bool is = x->pair[i].client >= 0;

			wait[2 + 2 * i] = (struct pollfd){is ? x->pair[i].client : -1, POLLIN, 0};
			wait[3 + 2 * i] = (struct pollfd){is ? x->pair[i].server : -1, POLLIN, 0};
		}
		if (poll(wait, 2 + 2 * PAIRS, -1) < 0)
			continue;
		for (int i = 0; i < PAIRS; i++)
			if (wait[2 + 2 * i].revents)
				proxy_pass(x, &x->pair[i], true);
			else if (wait[3 + 2 * i].revents)
				proxy_pass(x, &x->pair[i], false);
		if (wait[1].revents)
			proxy_accept(x);
		if (wait[0].revents)
			(void)!read(x->wake[0], &byte, 1);
		proxy_come_and_go(x);
	}
	return NULL;
}

/* Starts a proxy in the test's folder and points the test's address at it. */
static inline struct proxy *
proxy_start(struct scratch *s)
{
	struct proxy *x = mem_new_one(s->c.mem, struct proxy);
	const char *host = strstr(getenv("BAIRN_TEST_POSTGRES"), "host=") + strlen("host=");

	*x = (struct proxy){.here.sun_family = AF_UNIX, .server.sun_family = AF_UNIX};
	snprintf(x->here.sun_path, sizeof x->here.sun_path, "%s/.s.PGSQL.5432", s->folder);
	snprintf(x->server.sun_path, sizeof x->server.sun_path, "%s/.s.PGSQL.5432", host);
	for (int i = 0; i < PAIRS; i++)
		x->pair[i].client = -1;
	snprintf(x->address, sizeof x->address, "postgresql://bairn@/bairn?host=%s&schema=%s", s->folder,
	    strrchr(s->path, '=') + 1);
	proxy_listen(x);
	assert_int_equal(pipe(x->wake), 0);
	assert_int_equal(pthread_create(&x->thread, NULL, proxy_run, x), 0);
	return x;
}

static inline void
proxy_nudge(struct proxy *x)
{
	if (write(x->wake[1], "", 1) != 1)
		abort();
}

/* The server goes away, or comes back. */
static inline void
proxy_set_away(struct proxy *x, bool away)
{
	atomic_store(&x->away, away);
	proxy_nudge(x);
	WAIT_UNTIL(atomic_load(&x->is_away) == away);
}

static inline void
proxy_stop(struct proxy *x)
{
	atomic_store(&x->stop, true);
	proxy_nudge(x);
	pthread_join(x->thread, NULL);
	for (int i = 0; i < PAIRS; i++)
		if (x->pair[i].client >= 0)
			proxy_drop(&x->pair[i]);
	close(x->listener);
	close(x->wake[0]);
	close(x->wake[1]);
}

#endif
