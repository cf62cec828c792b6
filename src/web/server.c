/* The server over libmicrohttpd: epoll, a pool of threads, connections that are suspended while the writer commits.
 *
 * An exchange begins when its request line is read and ends when its reply has been taken. Its stages:
 *
 *     BEGUN → BODY → dispatched ─┬─ needs a write → suspended → WRITTEN → what follows the write ─┐
 *                                ├─ needs an audit row → suspended → AUDITED → sent, or 503       │
 *                                └─ neither → sent                    ↑───────────────────────────┘
 *
 * While it is suspended no thread waits for it and none but the writer may touch it.
 */
#include "web/server.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "store/store.h"
#include "web/exchange.h"
#include "web/listen.h"
#include "web/own_routes.h"

/* ---- an exchange's life --------------------------------------------------------------------------------------- */

/* The request line is there: libmicrohttpd hands over the target as it came, before any decoding of its own. */
static void *
exchange_begin(void *server, const char *target, struct MHD_Connection *mhd)
{
	struct server *s = server;
	struct mem *m = mem_new();
	struct exchange *x = mem_new_one(m, struct exchange);

	x->server = s;
	x->mhd = mhd;
	x->connection = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	x->target = mem_copy(m, target, strlen(target));
	x->c = (struct ctx){.mem = m, .catalogue = s->c->catalogue};
	x->q = (struct request){
	    .c = &x->c, .viewer = viewer_local(), .site = &s->options.site, .path = "", .exchange = x,
	};
	x->body.mem = m;
	atomic_fetch_add(&s->busy, 1);
	connection_within(s, x->connection, (int64_t)s->options.request_seconds * 1000);
	return x;
}

static void
exchange_end(void *server, struct MHD_Connection *mhd, void **exchange, enum MHD_RequestTerminationCode why)
{
	struct server *s = server;
	struct exchange *x = *exchange;

	(void)mhd;
	(void)why;
	if (x == NULL)
		return;
	connection_within(s, x->connection, (int64_t)s->options.idle_seconds * 1000);
	mem_free(x->c.mem);
	*exchange = NULL;
	atomic_fetch_sub(&s->busy, 1);
}

/* ---- suspended -------------------------------------------------------------------------------------------------- */

static void
exchange_resume(struct exchange *x)
{
	struct server *s = x->server;

	MHD_resume_connection(x->mhd);          /* from here on another thread may free x */
	atomic_fetch_sub(&s->waiting, 1);
}

static void
audit_done(enum err e, void *exchange)
{
	struct exchange *x = exchange;

	x->outcome = e;
	x->stage = STAGE_AUDITED;
	exchange_resume(x);
}

static void
suspend_for_audit(struct exchange *x)
{
	const struct route *r = x->q.route;
	struct audit_row row = {
	    .account = x->q.viewer->account, .act = r->audit[0] ? r->audit : r->path,
	    .object = x->object ? x->object : x->q.path, .allowed = !x->denied, .reason = x->failure,
	};

	atomic_fetch_add(&x->server->waiting, 1);
	MHD_suspend_connection(x->mhd);
	x->server->recorder.audit(x->server->recorder.to, row, audit_done, x);
}

/* Runs on the writer thread: its context's sentence goes back to the request. */
static enum err
write_run(struct ctx *c, void *exchange)
{
	struct exchange *x = exchange;

	x->run_err = x->run(c, x->with);
	if (x->run_err != OK)
		memcpy(x->run_sentence, c->sentence, sizeof x->run_sentence);
	return x->run_err;
}

static void
write_done(enum err e, void *exchange)
{
	struct exchange *x = exchange;

	x->outcome = e;
	x->stage = STAGE_WRITTEN;
	exchange_resume(x);
}

static void
suspend_for_write(struct exchange *x)
{
	x->job = (struct write_job){.run = write_run, .done = write_done, .with = x};
	atomic_fetch_add(&x->server->waiting, 1);
	MHD_suspend_connection(x->mhd);
	x->server->recorder.write(x->server->recorder.to, &x->job);
}

/* After the handler, or what follows a write: to the writer, to the audit, or out. */
static enum MHD_Result
exchange_onward(struct exchange *x)
{
	if (x->writes || x->audited) {
		if (atomic_load(&x->server->stopping)) {
			exchange_refuse(x, 503, "Bairn is being stopped");
			return exchange_send(x);
		}
		connection_within(x->server, x->connection, -1);
		if (x->writes)
			suspend_for_write(x);
		else
			suspend_for_audit(x);
		return MHD_YES;
	}
	return exchange_send(x);
}

static enum MHD_Result
exchange_audited(struct exchange *x)
{
	if (x->outcome != OK) {
		LOG(LOG_ERROR, "audit_failed", {"route", x->q.route->path, 0}, {0});
		exchange_refuse(x, 503, NULL);
	}
	return exchange_send(x);
}

/* ---- what libmicrohttpd calls ----------------------------------------------------------------------------------- */

/* libmicrohttpd hands over the target and the version as C strings that lie side by side in the request line. Where they
 * do not, a byte of nought stood in the target, and what was handed over is not all that was asked for. */
static bool
target_is_whole(const struct exchange *x, const char *url, const char *version)
{
	return (uintptr_t)version - (uintptr_t)url == strlen(x->target) + 1;
}

/* The headers are there. What can be refused by them alone is refused before its body is read. */
static enum MHD_Result
exchange_headers(struct exchange *x, bool whole)
{
	const char *length = request_header(&x->q, "Content-Length");
	int64_t n = 0;

	x->stage = STAGE_BODY;
	if (!whole || (length != NULL && (!view_int(view_of(length), &n) || n < 0)))
		exchange_refuse(x, 400, NULL);
	else if ((uint64_t)n > x->server->options.body_bytes) {
		x->body_too_large = true;
		exchange_refuse(x, 413, NULL);
	} else
		return MHD_YES;
	return exchange_send(x);
}

/* A body without a length is read to its end, at most four times the cap, and kept up to the cap. */
static enum MHD_Result
exchange_body(struct exchange *x, const char *bytes, size_t *n)
{
	size_t most = x->server->options.body_bytes;

	x->body_seen += *n;
	if (x->body_seen > most)
		x->body_too_large = true;
	if (x->body_seen > 4 * most)
		return MHD_NO;
	if (!x->body_too_large)
		put(&x->body, (struct view){bytes, *n});
	*n = 0;
	return MHD_YES;
}

static enum MHD_Result
answer(void *server, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
    const char *body, size_t *body_n, void **exchange)
{
	struct exchange *x = *exchange;

	(void)server;
	(void)mhd;
	switch (x->stage) {
	case STAGE_BEGUN:
		x->method = mem_copy(x->c.mem, method, strlen(method));
		return exchange_headers(x, target_is_whole(x, url, version));
	case STAGE_BODY:
		if (*body_n > 0)
			return exchange_body(x, body, body_n);
		if (x->body_too_large)
			exchange_refuse(x, 413, NULL);
		else
			exchange_dispatch(x);
		return exchange_onward(x);
	case STAGE_WRITTEN:
		exchange_continue(x);
		return exchange_onward(x);
	case STAGE_AUDITED:
		return exchange_audited(x);
	case STAGE_SENT:
		break;
	}
	return MHD_NO;
}

/* ---- start and stop --------------------------------------------------------------------------------------------- */

static void
record_audit(void *store, struct audit_row row, void (*done)(enum err e, void *with), void *with)
{
	audit_queue(store, row, done, with);
}

static void
record_write(void *store, struct write_job *job)
{
	writer_queue(store, job);
}

static unsigned
number_or(unsigned given, unsigned otherwise)
{
	return given ? given : otherwise;
}

static void
options_complete(struct serve_options *o)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	o->listen = o->listen ? o->listen : "127.0.0.1:8080";
	o->threads = number_or(o->threads, cores < 1 ? 1 : cores > 8 ? 8 : (unsigned)cores);
	o->request_seconds = number_or(o->request_seconds, 20);
	o->idle_seconds = number_or(o->idle_seconds, 30);
	o->send_seconds = number_or(o->send_seconds, 30);
	o->connections = number_or(o->connections, 1000);
	o->connections_per_address = number_or(o->connections_per_address, 500);
	o->stop_seconds = number_or(o->stop_seconds, 10);
	o->header_bytes = o->header_bytes ? o->header_bytes : 32 * 1024;
	o->body_bytes = o->body_bytes ? o->body_bytes : 1024 * 1024;
}

/* Leaves targets as they came: this server decodes them itself, strictly. */
static size_t
no_unescape(void *with, struct MHD_Connection *mhd, char *text)
{
	(void)with;
	(void)mhd;
	return strlen(text);
}

static enum err
daemon_start(struct server *s, int fd)
{
	const struct serve_options *o = &s->options;
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;

	/* libmicrohttpd shares the limit of connections out over its threads. */
	s->mhd = MHD_start_daemon(flags, 0, NULL, NULL, answer, s,
	    MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_THREAD_POOL_SIZE, o->threads,
	    MHD_OPTION_CONNECTION_LIMIT, o->connections < o->threads ? o->threads : o->connections,
	    MHD_OPTION_PER_IP_CONNECTION_LIMIT, o->connections_per_address,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, o->header_bytes,
	    MHD_OPTION_CONNECTION_TIMEOUT, 0u,
	    MHD_OPTION_NOTIFY_COMPLETED, exchange_end, s,
	    MHD_OPTION_NOTIFY_CONNECTION, connection_changed, s,
	    MHD_OPTION_URI_LOG_CALLBACK, exchange_begin, s,
	    MHD_OPTION_UNESCAPE_CALLBACK, no_unescape, NULL,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_END);
	if (s->mhd == NULL)
		return fail(s->c, ERR_SYSTEM, "the server cannot start on %s", o->listen);
	return OK;
}

/* The rooms' tables and the server's own. */
static const struct route *const *
tables_with_own(struct mem *m, const struct route *const *tables)
{
	const struct route **all;
	size_t n = 0;

	while (tables[n] != NULL)
		n++;
	all = mem_new_array(m, const struct route *, n + 2);
	memcpy(all, tables, n * sizeof *all);
	all[n] = web_routes;
	return all;
}

static enum err
recorder_start(struct server *s)
{
	if (s->options.recorder != NULL) {
		s->recorder = *s->options.recorder;
		return OK;
	}
	if (s->c->store == NULL)
		return fail(s->c, ERR_SYSTEM, "the server needs an open database");
	s->recorder = (struct recorder){record_audit, record_write, s->c->store};
	TRY(writer_start(s->c, s->c->store));
	s->own_writer = true;
	return OK;
}

enum err
server_start(struct ctx *c, struct serve_options options, const struct route *const *tables, struct server **out)
{
	struct mem *m = mem_new();
	struct server *s = mem_new_one(m, struct server);
	int fd = -1;
	enum err e;

	options_complete(&options);
	s->c = c;
	s->mem = m;
	s->options = options;
	s->tables = tables_with_own(m, tables);
	if (sodium_init() < 0)
		return fail(c, ERR_SYSTEM, "the system gives no random numbers");
	randombytes_buf(s->token_key, sizeof s->token_key);
	s->assets = assets_load(m, embedded_assets);
	if ((e = routes_check(c, s->tables)) != OK || (e = listen_open(c, options.listen, &fd, &s->port)) != OK) {
		mem_free(m);
		return e;
	}
	if ((e = recorder_start(s)) == OK && (e = watch_start(s)) == OK) {
		e = daemon_start(s, fd);
		if (e == OK) {
			*out = s;
			return OK;
		}
		watch_stop(s);
	}
	if (s->own_writer)
		writer_stop(c->store);
	close(fd);
	mem_free(m);
	return e;
}

unsigned
server_port(const struct server *s)
{
	return s->port;
}

static void
wait_ms(long ms)
{
	nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

void
server_stop(struct server *s)
{
	int fd = MHD_quiesce_daemon(s->mhd);

	if (fd != MHD_INVALID_SOCKET)
		close(fd);
	for (unsigned waited = 0; atomic_load(&s->busy) > 0 && waited < s->options.stop_seconds * 1000; waited += 10)
		wait_ms(10);
	atomic_store(&s->stopping, true);
	while (atomic_load(&s->waiting) > 0)    /* the writer always finishes what it took */
		wait_ms(5);
	MHD_stop_daemon(s->mhd);
	watch_stop(s);
	if (s->own_writer)
		writer_stop(s->c->store);
	mem_free(s->mem);
}

enum err
serve(struct ctx *c, struct serve_options options, const struct route *const *tables)
{
	struct server *s;
	sigset_t signals, before;
	int signal_number;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, &before);
	signal(SIGPIPE, SIG_IGN);
	TRY(server_start(c, options, tables, &s));
	fprintf(stderr, "Bairn serves http://%s:%u until Ctrl-C\n", listen_host(s->options.listen), s->port);
	sigwait(&signals, &signal_number);
	fprintf(stderr, "Stopping: what is under way is finished first\n");
	server_stop(s);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return OK;
}
