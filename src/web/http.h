/* A request as a handler sees it, and how it replies.
 *
 * A handler reads, builds its reply and returns; it never blocks its thread. When the route has an audit verb the
 * finished reply waits, its connection suspended, until the audit row is durable; then it is sent, or 503 when the
 * commit failed. A handler that writes hands its work to the writer thread (request_write) and is resumed after.
 *
 * Everything that a request returns lives in q->c->mem, until the reply has been sent.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "web/form.h"
#include "web/route.h"
#include "web/url.h"

struct exchange;
struct site;

struct request {
	struct ctx *c;                  /* its own arena, joined to the store, with the catalogue */
	const struct viewer *viewer;
	const struct route *route;
	const struct site *site;        /* what every page of this server shows (web/server.h) */
	enum method method;
	const char *path;               /* as asked, decoded; for messages and the audit */
	struct params path_params, query, form;
	struct exchange *exchange;      /* the server's own */
};

/* ---- reading ------------------------------------------------------------------------------------------------ */

/* A parameter of the route's path. ERR_NOT_FOUND when it is not of the asked kind. */
enum err path_text(struct request *q, const char *name, const char **out) MUST_USE;
enum err path_id(struct request *q, const char *name, int64_t *out) MUST_USE;

/* A value of the query or the form; NULL when it was not given. */
const char *query_text(const struct request *q, const char *name);
const char *form_text(const struct request *q, const char *name);
/* A whole number of the query between `least` and `most`; `otherwise` when not given. ERR_INPUT for anything else. */
enum err query_int(struct request *q, const char *name, int64_t least, int64_t most, int64_t otherwise, int64_t *out)
    MUST_USE;

const char *request_header(const struct request *q, const char *name);     /* NULL when absent */
const char *request_cookie(struct request *q, const char *name);           /* NULL when absent */

/* What the audit row names as read, in codes ("indicator care_rate"); else it names the path. */
void request_reads(struct request *q, const char *object);

/* The token that a form must send back in its field `csrf` (the partial csrf.html writes it). The server checks it
 * before any POST handler runs. */
const char *request_token(struct request *q);

/* ---- replying: a handler ends with one of these (or reply_page of web/page.h) --------------------------------- */

/* `body` must live as long as q->c->mem (or for ever). */
enum err reply_bytes(struct request *q, unsigned status, const char *media_type, struct view body) MUST_USE;
enum err reply_redirect(struct request *q, struct url to) MUST_USE;        /* 303: see other */
/* An extra header of the reply. `value` must not hold a line end; such a header is left out. */
void reply_header(struct request *q, const char *name, const char *value);
/* The reply is a file to keep, under this name. */
void reply_download(struct request *q, const char *file_name);

/* ---- writing ------------------------------------------------------------------------------------------------ */

/* Suspends this request; the writer thread runs `run` in a savepoint of its transaction and commits; then `then` is
 * called, as a handler is, to reply (its `e` is the outcome; the sentence of a failure is in q->c). `with` must live in
 * q->c->mem; `run` may use it, and nothing else of the request. A handler returns what request_write returns. */
enum err request_write(struct request *q, enum err (*run)(struct ctx *c, void *with),
    enum err (*then)(struct request *q, enum err e, void *with), void *with) MUST_USE;

#endif
