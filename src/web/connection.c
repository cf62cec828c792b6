/* Limits in time. libmicrohttpd's own timeout starts anew with every byte, so a client that sends one byte now and then
 * would keep its connection for ever; here each request, each reply and each pause has an end that no byte moves. */
#include <errno.h>
#include <sys/socket.h>
#include <time.h>

#include "base/wide.h"
#include "web/exchange.h"

#define WATCH_MS 100

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
connection_begin(struct server *s, struct MHD_Connection *mhd, void **socket_context)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct connection *c = wide_zeroed(sizeof *c);

	c->fd = info->connect_fd;
	c->deadline = now_ms() + (int64_t)s->options.request_seconds * 1000;
	pthread_mutex_lock(&s->lock);
	c->next = s->connections;
	c->back = &s->connections;
	if (c->next != NULL)
		c->next->back = &c->next;
	s->connections = c;
	pthread_mutex_unlock(&s->lock);
	*socket_context = c;
}

static void
connection_end(struct server *s, struct connection *c)
{
	pthread_mutex_lock(&s->lock);
	*c->back = c->next;
	if (c->next != NULL)
		c->next->back = c->back;
	pthread_mutex_unlock(&s->lock);
	wide_free(c);
}

void
connection_changed(void *server, struct MHD_Connection *mhd, void **socket_context,
    enum MHD_ConnectionNotificationCode what)
{
	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		connection_begin(server, mhd, socket_context);
	else if (*socket_context != NULL) {
		connection_end(server, *socket_context);
		*socket_context = NULL;
	}
}

void
connection_within(struct server *s, struct connection *c, int64_t ms)
{
	pthread_mutex_lock(&s->lock);
	c->deadline = ms < 0 ? NO_DEADLINE : now_ms() + ms;
	pthread_mutex_unlock(&s->lock);
}

/* Shuts overdue sockets; libmicrohttpd then sees their end and closes them itself. A socket is not closed before
 * connection_end took it from the list, so the number cannot belong to another by now. */
static void *
watch_run(void *server)
{
	struct server *s = server;

	pthread_mutex_lock(&s->lock);
	while (!s->watch_stop) {
		struct timespec until;
		int64_t now = now_ms();

		for (struct connection *c = s->connections; c != NULL; c = c->next) {
			if (c->deadline > now)
				continue;
			shutdown(c->fd, SHUT_RDWR);
			c->deadline = NO_DEADLINE;
		}
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += WATCH_MS * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
		pthread_cond_timedwait(&s->wake, &s->lock, &until);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

enum err
watch_start(struct server *s)
{
	pthread_condattr_t attr;
	int e;

	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&s->wake, &attr);
	pthread_condattr_destroy(&attr);
	e = pthread_create(&s->watch, NULL, watch_run, s);
	return e == 0 ? OK : fail(s->c, ERR_SYSTEM, "the server cannot start a thread (error %d)", e);
}

void
watch_stop(struct server *s)
{
	pthread_mutex_lock(&s->lock);
	s->watch_stop = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->watch, NULL);
	pthread_cond_destroy(&s->wake);
	pthread_mutex_destroy(&s->lock);
}
