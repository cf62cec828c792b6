/* The reply on its way out: security headers for every one, compression where it is safe, then libmicrohttpd. */
#include <string.h>

#include "web/exchange.h"

#define LEAST_COMPRESSED 1400           /* one packet: nothing to gain below it */
#define BYTES_PER_SECOND (64 * 1024)

static const struct { const char *name, *value; } always[] = {
	{"Content-Security-Policy",
	    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Referrer-Policy", "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
};

bool
accepts_gzip(const char *accept_encoding)
{
	struct view rest = view_of(accept_encoding);

	while (rest.n > 0) {
		struct view quality = view_trim(view_cut(&rest, ','));
		struct view coding = view_trim(view_cut(&quality, ';'));
		double q = 1;

		if (!view_is_fold(coding, "gzip") && !view_is(coding, "*"))
			continue;
		quality = view_trim(quality);
		if (view_starts(quality, "q=") && view_real((struct view){quality.at + 2, quality.n - 2}, &q) && q <= 0)
			return false;
		return true;
	}
	return false;
}

static bool
is_text(const char *media_type)
{
	static const char *const kinds[] = {"text/", "application/json", "image/svg+xml", NULL};

	for (size_t i = 0; media_type != NULL && kinds[i] != NULL; i++)
		if (strncmp(media_type, kinds[i], strlen(kinds[i])) == 0)
			return true;
	return false;
}

/* Not a page with a token in it: whoever watches the length of many replies could learn it (BREACH). */
static void
compress(struct exchange *x)
{
	struct view packed;

	if (x->encoded || x->has_token || x->reply.n < LEAST_COMPRESSED || !is_text(x->media_type))
		return;
	reply_header(&x->q, "Vary", "Accept-Encoding");
	if (!accepts_gzip(request_header(&x->q, "Accept-Encoding")))
		return;
	packed = gzip_of(x->c.mem, x->reply, 4);
	if (packed.n == 0)
		return;
	x->reply = packed;
	reply_header(&x->q, "Content-Encoding", "gzip");
}

static void
add_headers(const struct exchange *x, struct MHD_Response *r)
{
	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		MHD_add_response_header(r, always[i].name, always[i].value);
	if (!x->cached)
		MHD_add_response_header(r, "Cache-Control", "no-store");
	if (x->media_type != NULL)
		MHD_add_response_header(r, "Content-Type", x->media_type);
	for (size_t i = 0; i < x->headers.n; i++)
		MHD_add_response_header(r, x->headers.item[i].name, x->headers.item[i].value);
	if (x->body_too_large || atomic_load(&x->server->stopping))
		MHD_add_response_header(r, "Connection", "close");
}

enum MHD_Result
exchange_send(struct exchange *x)
{
	struct server *s = x->server;
	struct MHD_Response *r;
	enum MHD_Result result;

	compress(x);
	r = MHD_create_response_from_buffer(x->reply.n, (void *)(uintptr_t)x->reply.at, MHD_RESPMEM_PERSISTENT);
	if (r == NULL)
		return MHD_NO;
	add_headers(x, r);
	connection_within(s, x->connection,
	    (int64_t)s->options.send_seconds * 1000 + (int64_t)(x->reply.n * 1000 / BYTES_PER_SECOND));
	x->stage = STAGE_SENT;
	result = MHD_queue_response(x->mhd, x->status, r);
	MHD_destroy_response(r);
	return result;
}
