/* GET /health and GET /assets/:file. Neither shows anything of the authority's, so neither is audited. */
#include "web/own_routes.h"

#include <string.h>

#include "web/exchange.h"

#define FOR_EVER "public, max-age=31536000, immutable"

/* GET /health   the server answers; for whoever watches it. */
static enum err
health(struct request *q)
{
	return reply_bytes(q, 200, "text/plain; charset=utf-8", VIEW("ok\n"));
}

/* GET /assets/:file   a file of the build, under a name that changes with its bytes. */
static enum err
asset(struct request *q)
{
	const struct asset *a;
	const char *file, *have = request_header(q, "If-None-Match");
	const char *accepted = request_header(q, "Accept-Encoding");

	TRY(path_text(q, "file", &file));
	a = asset_find(q->exchange->server->assets, file);
	if (a == NULL)
		return fail(q->c, ERR_NOT_FOUND, "there is no such file");
	reply_header(q, "ETag", a->etag);
	reply_header(q, "Cache-Control", FOR_EVER);
	reply_header(q, "Vary", "Accept-Encoding");
	if (have != NULL && strstr(have, a->etag) != NULL)
		return reply_bytes(q, 304, a->media_type, VIEW(""));
	if (a->gzip.n > 0 && accepts_gzip(accepted)) {
		reply_header(q, "Content-Encoding", "gzip");
		return reply_bytes(q, 200, a->media_type, a->gzip);
	}
	return reply_bytes(q, 200, a->media_type, a->plain);
}

const struct route web_routes[] = {
	{GET, "/health",       health, CAN_CONNECT, NOT_AUDITED},
	{GET, "/assets/:file", asset,  CAN_CONNECT, NOT_AUDITED},
	{0}
};
