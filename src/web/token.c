/* The token of forms: a keyed hash of the visitor's cookie. Another site can make a browser send a form here, but not
 * read the token that must be in it. Until accounts give sessions the cookie only tells one browser from another. */
#include <sodium.h>
#include <string.h>

#include "web/exchange.h"

#define VISIT_COOKIE "bairn_visit"
#define VISIT_BYTES 16
#define VISIT_CHARS (2 * VISIT_BYTES)

static bool
is_visit(const char *text)
{
	return text != NULL && strlen(text) == VISIT_CHARS && strspn(text, "0123456789abcdef") == VISIT_CHARS;
}

static const char *
token_of(struct exchange *x, const char *visit)
{
	unsigned char mac[VISIT_BYTES];
	char *hex = mem_take(x->c.mem, VISIT_CHARS + 1);

	crypto_generichash(mac, sizeof mac, (const unsigned char *)visit, strlen(visit), x->server->token_key,
	    sizeof x->server->token_key);
	sodium_bin2hex(hex, VISIT_CHARS + 1, mac, sizeof mac);
	return hex;
}

const char *
request_token(struct request *q)
{
	struct exchange *x = q->exchange;
	unsigned char random[VISIT_BYTES];
	char hex[VISIT_CHARS + 1];

	x->has_token = true;
	if (x->visit == NULL)
		x->visit = request_cookie(q, VISIT_COOKIE);
	if (!is_visit(x->visit)) {
		randombytes_buf(random, sizeof random);
		sodium_bin2hex(hex, sizeof hex, random, sizeof random);
		x->visit = mem_copy(x->c.mem, hex, VISIT_CHARS);
		reply_header(q, "Set-Cookie",
		    mem_format(x->c.mem, VISIT_COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict", x->visit));
	}
	return token_of(x, x->visit);
}

/* Whether the form came from a page that this server gave to this browser. */
bool
token_holds(struct exchange *x)
{
	const char *visit = request_cookie(&x->q, VISIT_COOKIE);
	const char *sent = form_text(&x->q, "csrf");

	if (!is_visit(visit) || sent == NULL || strlen(sent) != VISIT_CHARS)
		return false;
	return sodium_memcmp(sent, token_of(x, visit), VISIT_CHARS) == 0;
}
