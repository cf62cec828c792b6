/* Inside the server: its state, its connections, and one exchange (a request and its reply). For web/ alone. */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "web/asset.h"
#include "web/http.h"
#include "web/server.h"

#define TOKEN_KEY_BYTES 32
#define NO_DEADLINE INT64_MAX

/* One TCP connection. The watch thread shuts those whose time is over; under the server's lock. */
struct connection {
	int fd;
	int64_t deadline;               /* in milliseconds of the monotonic clock */
	struct connection *next, **back;
};

struct server {
	struct ctx *c;
	struct mem *mem;
	struct serve_options options;
	struct recorder recorder;
	bool own_writer;
	const struct route *const *tables;
	struct assets *assets;
	unsigned char token_key[TOKEN_KEY_BYTES];
	struct MHD_Daemon *mhd;
	unsigned port;
	atomic_uint busy;               /* exchanges begun and not completed */
	atomic_uint waiting;            /* of them, suspended until the writer is done */
	atomic_bool stopping;
	pthread_t watch;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool watch_stop;
	struct connection *connections;
};

enum stage { STAGE_BEGUN, STAGE_BODY, STAGE_WRITTEN, STAGE_AUDITED, STAGE_SENT };

struct reply_headers LIST(struct param);

struct exchange {
	struct request q;
	struct ctx c;
	struct server *server;
	struct connection *connection;
	struct MHD_Connection *mhd;
	enum stage stage;
	const char *target;             /* as it came: path and query */
	const char *method;
	struct builder body;
	bool body_too_large;
	size_t body_seen;
	struct page *page;              /* what page_begin made last */

	unsigned status;                /* 0 until there is a reply */
	const char *media_type;
	struct view reply;
	struct reply_headers headers;
	bool has_token;                 /* the page carries a token, so it is not compressed (BREACH) */
	const char *visit;              /* the pre-session cookie's value, once asked for */
	bool cached;                    /* the handler set Cache-Control itself */
	bool encoded;

	bool audited, denied;
	const char *object, *failure;   /* what was read; why it was refused, as a code */
	enum err outcome;               /* of the write or of the audit row */
	struct write_job job;
	bool writes;
	enum err (*run)(struct ctx *c, void *with);
	enum err (*then)(struct request *q, enum err e, void *with);
	void *with;
	enum err run_err;
	char run_sentence[sizeof ((struct ctx *)0)->sentence];
};

/* dispatch.c: finds the route, checks everything, calls the handler. */
void exchange_dispatch(struct exchange *x);
/* Calls what follows a write. */
void exchange_continue(struct exchange *x);

/* refuse.c: pages that say no. `sentence` may be NULL. */
void exchange_refuse(struct exchange *x, unsigned status, const char *sentence);
void exchange_failed(struct exchange *x, enum err e);

/* send.c */
enum MHD_Result exchange_send(struct exchange *x);
bool accepts_gzip(const char *accept_encoding);

/* token.c */
bool token_holds(struct exchange *x);

/* connection.c: limits in time. */
enum err watch_start(struct server *s) MUST_USE;
void watch_stop(struct server *s);
void connection_changed(void *server, struct MHD_Connection *mhd, void **socket_context,
    enum MHD_ConnectionNotificationCode what);
void connection_within(struct server *s, struct connection *c, int64_t ms);      /* < 0: no deadline */

#endif
