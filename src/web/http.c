/* What a handler calls: reading the request, making the reply, handing work to the writer. */
#include "web/http.h"

#include <limits.h>
#include <string.h>

#include "web/exchange.h"

enum err
path_text(struct request *q, const char *name, const char **out)
{
	*out = params_get(&q->path_params, name);
	if (*out == NULL || **out == '\0')
		return fail(q->c, ERR_NOT_FOUND, "the address has no %s", name);
	return OK;
}

enum err
path_id(struct request *q, const char *name, int64_t *out)
{
	const char *text = params_get(&q->path_params, name);

	if (text == NULL || strspn(text, "0123456789") != strlen(text) || !view_int(view_of(text), out) || *out <= 0)
		return fail(q->c, ERR_NOT_FOUND, "the address has no proper number for %s", name);
	return OK;
}

const char *
query_text(const struct request *q, const char *name)
{
	return params_get(&q->query, name);
}

const char *
form_text(const struct request *q, const char *name)
{
	return params_get(&q->form, name);
}

enum err
query_int(struct request *q, const char *name, int64_t least, int64_t most, int64_t otherwise, int64_t *out)
{
	const char *text = query_text(q, name);

	*out = otherwise;
	if (text == NULL || *text == '\0')
		return OK;
	if (!view_int(view_of(text), out) || *out < least || *out > most)
		return fail(q->c, ERR_INPUT, "in the address, %s must be a whole number from %lld to %lld", name,
		    (long long)least, (long long)most);
	return OK;
}

const char *
request_header(const struct request *q, const char *name)
{
	return MHD_lookup_connection_value(q->exchange->mhd, MHD_HEADER_KIND, name);
}

const char *
request_cookie(struct request *q, const char *name)
{
	struct view rest = view_of(request_header(q, "Cookie"));

	while (rest.n > 0) {
		struct view value = view_trim(view_cut(&rest, ';'));
		struct view key = view_cut(&value, '=');

		if (view_is(key, name))
			return view_copy(q->c->mem, value);
	}
	return NULL;
}

void
request_reads(struct request *q, const char *object)
{
	q->exchange->object = object;
}

enum err
reply_bytes(struct request *q, unsigned status, const char *media_type, struct view body)
{
	struct exchange *x = q->exchange;

	x->status = status;
	x->media_type = media_type;
	x->reply = body;
	return OK;
}

enum err
reply_redirect(struct request *q, struct url to)
{
	reply_header(q, "Location", to.at);
	return reply_bytes(q, 303, "text/plain; charset=utf-8", VIEW(""));
}

void
reply_header(struct request *q, const char *name, const char *value)
{
	struct exchange *x = q->exchange;

	if (value == NULL || strpbrk(value, "\r\n") != NULL || strpbrk(name, "\r\n:") != NULL)
		return;
	if (strcasecmp(name, "Cache-Control") == 0)
		x->cached = true;
	if (strcasecmp(name, "Content-Encoding") == 0)
		x->encoded = true;
	*push(x->c.mem, &x->headers) = (struct param){name, value};
}

void
reply_download(struct request *q, const char *file_name)
{
	struct builder b = {.mem = q->c->mem};

	for (const char *at = file_name; *at != '\0'; at++)
		put_char(&b, (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') ||
		    *at == '-' || *at == '_' || (*at == '.' && at != file_name) ? *at : '-');
	reply_header(q, "Content-Disposition", mem_format(q->c->mem, "attachment; filename=\"%s\"", built_text(&b)));
}

enum err
request_write(struct request *q, enum err (*run)(struct ctx *c, void *with),
    enum err (*then)(struct request *q, enum err e, void *with), void *with)
{
	struct exchange *x = q->exchange;

	x->run = run;
	x->then = then;
	x->with = with;
	x->writes = true;
	return OK;
}
