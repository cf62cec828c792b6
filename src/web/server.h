/* The server: opens a port on this computer, answers requests by the rooms' route tables until it is told to stop. */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include <stdint.h>

#include "base/err.h"
#include "store/writer.h"
#include "web/route.h"

struct nav_item {
	const char *path, *label;
};

/* What every page shows. */
struct site {
	const char *authority;                  /* the authority's name; NULL while it has none */
	const struct nav_item *navigation;      /* ends with a NULL path; may be NULL */
};

/* Where audit rows and write jobs go: the store's writer, or a test's own. */
struct recorder {
	void (*audit)(void *to, struct audit_row row, void (*done)(enum err e, void *with), void *with);
	void (*write)(void *to, struct write_job *job);
	void *to;
};

/* Zero in any number means its default. */
struct serve_options {
	const char *listen;                     /* HOST:PORT; NULL is 127.0.0.1:8080; port 0 takes a free one */
	struct site site;
	unsigned threads;                       /* 0: one a core, at most 8 */
	unsigned request_seconds;               /* the whole request must have arrived within: 20 */
	unsigned idle_seconds;                  /* a kept connection without a request: 30 */
	unsigned send_seconds;                  /* the reply must be taken within, and 1 s more for each 64 KiB: 30 */
	unsigned connections;                   /* at once: 1000 */
	unsigned connections_per_address;       /* at once from one address: 500 */
	size_t header_bytes;                    /* the request line and headers: 32 KiB */
	size_t body_bytes;                      /* a form: 1 MiB */
	unsigned stop_seconds;                  /* what is under way gets this long to finish: 10 */
	const struct recorder *recorder;        /* NULL: the store's writer (c->store must be open) */
};

struct server;

/* Starts serving the tables, and /health and /assets, and returns. Refuses an address that is not of the loopback. `c` must outlive the server. */
enum err server_start(struct ctx *c, struct serve_options options, const struct route *const *tables,
    struct server **out) MUST_USE;
unsigned server_port(const struct server *s);
/* Takes no more connections, lets what is under way finish, frees everything. */
void server_stop(struct server *s);

/* server_start, then waits for SIGINT or SIGTERM, then server_stop. Prints where it listens on standard error. A thread
 * that was started before must have those signals blocked. */
enum err serve(struct ctx *c, struct serve_options options, const struct route *const *tables) MUST_USE;

#endif
