/* From a whole request to a reply: the route, the right, the form, its token, the handler; in that order, for every
 * route alike. */
#include <string.h>

#include "store/store.h"
#include "web/exchange.h"

/* Only names of this computer: a page elsewhere whose name is made to point here (DNS rebinding) must not read it. */
static bool
host_is_local(const struct exchange *x)
{
	struct view host = view_of(request_header(&x->q, "Host"));
	struct view name;

	if (host.n == 0)
		return true;                    /* HTTP/1.0; no browser leaves it out */
	if (view_starts(host, "[::1]"))
		return host.n == 5 || host.at[5] == ':';
	name = view_cut(&host, ':');
	return view_is_fold(name, "localhost") ||
	    (view_starts(name, "127.") && name.n <= 15 && strspn(name.at, "0123456789.") >= name.n);
}

/* A browser names the page that sent a form; one of another site is refused whatever its token. */
static bool
origin_is_own(const struct exchange *x)
{
	const char *origin = request_header(&x->q, "Origin");
	const char *host = request_header(&x->q, "Host");

	if (origin == NULL)
		return true;
	return host != NULL && strncmp(origin, "http://", 7) == 0 && strcasecmp(origin + 7, host) == 0;
}

static enum err
target_read(struct exchange *x, struct path *path)
{
	struct view query = view_of(x->target);
	struct view before = view_cut(&query, '?');
	struct builder shown = {.mem = x->c.mem};

	TRY(path_cut(&x->c, before, path));
	for (size_t i = 0; i < path->n; i++)
		put_format(&shown, "/%s", path->segment[i]);
	x->q.path = path->n ? built_text(&shown) : "/";
	return params_read(&x->c, query, &x->q.query);
}

static void
refuse_method(struct exchange *x, unsigned methods)
{
	bool get = methods & (1u << GET), post = methods & (1u << POST);

	exchange_refuse(x, 405, NULL);
	reply_header(&x->q, "Allow", get && post ? "GET, HEAD, POST" : post ? "POST" : "GET, HEAD");
}

static enum method
method_of(const char *word)
{
	if (strcmp(word, "GET") == 0 || strcmp(word, "HEAD") == 0)
		return GET;
	return strcmp(word, "POST") == 0 ? POST : 0;
}

/* Reads and checks a form. False when a refusal was written. */
static bool
form_read(struct exchange *x)
{
	struct view type = view_of(request_header(&x->q, "Content-Type"));

	type = view_trim(view_cut(&type, ';'));
	if (x->body_too_large)
		exchange_refuse(x, 413, NULL);
	else if (!origin_is_own(x))
		exchange_refuse(x, 403, "The form came from another site");
	else if (!view_is_fold(type, "application/x-www-form-urlencoded"))
		exchange_refuse(x, 415, NULL);
	else if (params_read(&x->c, built(&x->body), &x->q.form) != OK)
		exchange_failed(x, ERR_INPUT);
	else if (!token_holds(x))
		exchange_refuse(x, 403, "The form was open for so long that the server no longer knows it, or it came from elsewhere");
	else
		return true;
	return false;
}

/* A handler that fails, or that returns without a reply, is answered with a page that says so. */
static void
settle(struct exchange *x, enum err e)
{
	if (e == OK && x->status == 0 && !x->writes)
		e = ERR_SYSTEM;
	if (e != OK) {
		x->writes = false;
		exchange_failed(x, e);
	}
}

static void
with_store(struct exchange *x, enum err (*handler)(struct request *q))
{
	struct store *store = x->server->c->store;
	enum err e;

	if (store != NULL)
		store_join(&x->c, store);
	e = handler ? handler(&x->q) : x->then(&x->q, x->outcome, x->with);
	if (store != NULL)
		store_leave(&x->c);
	settle(x, e);
}

void
exchange_dispatch(struct exchange *x)
{
	const struct route *const *tables = x->server->tables;
	struct path path;
	unsigned methods;

	x->q.method = method_of(x->method);
	if (!host_is_local(x)) {
		exchange_refuse(x, 421, NULL);
		return;
	}
	if (target_read(x, &path) != OK) {
		exchange_failed(x, ERR_INPUT);
		return;
	}
	x->q.route = route_find(x->c.mem, tables, x->q.method, &path, &x->q.path_params, &methods);
	if (x->q.route == NULL && methods == 0)
		exchange_refuse(x, 404, NULL);
	else if (x->q.route == NULL)
		refuse_method(x, methods);
	else if (!may(x->q.viewer, x->q.route->capability)) {
		x->audited = true;
		exchange_failed(x, ERR_DENIED);
	} else {
		x->audited = x->q.route->audit[0] != '\0';
		if (x->q.method != POST || form_read(x))
			with_store(x, x->q.route->handler);
	}
}

void
exchange_continue(struct exchange *x)
{
	x->writes = false;
	if (x->outcome != OK) {
		fail_clear(&x->c);
		if (x->run_err != OK)
			(void)fail(&x->c, x->run_err, "%s", x->run_sentence);
		else
			(void)fail(&x->c, x->outcome, "The database could not keep what was sent");
	}
	if (x->then == NULL)
		settle(x, x->outcome);
	else
		with_store(x, NULL);
}
