/* Pages that say no: what happened, what was kept, what to do. */
#include <stddef.h>
#include <string.h>

#include "base/log.h"
#include "templates/partials.h"
#include "web/exchange.h"
#include "web/page.h"

static const struct refusal {
	unsigned status;
	const char *heading, *sentence, *advice;
} refusals[] = {
	{400, "The server did not understand the request", NULL,
	    "Check the address, or go back and try again. Nothing was changed."},
	{403, "You may not see this page", NULL,
	    "Your role does not include it. Ask whoever manages Bairn in your authority if it should."},
	{404, "Page not found", NULL, "If you typed the address, check that it is right. The scorecard links to every measure."},
	{405, "This address does not do that", "It can be read, or it takes a form, but not what was asked", NULL},
	{408, "The request took too long", "Nothing was changed", "Try again."},
	{413, "That is too large", "What was sent is larger than this server takes. Nothing was kept", NULL},
	{415, "This kind of form is not accepted", "Nothing was kept", NULL},
	{421, "This server answers this computer only", "It was reached by a name that is not this computer's",
	    "Use http://localhost or http://127.0.0.1 with its port."},
	{500, "Something went wrong", "The server could not finish this page. Nothing was changed",
	    "Try again. If it happens again, tell whoever looks after Bairn the time at which it happened."},
	{503, "Bairn cannot show this now",
	    "Every reading is written down before anything is shown, and that could not be done. Nothing was changed",
	    "Try again in a minute."},
};

#define FORM_ADVICE "Go back to the form, reload it and send it again. What you typed is still in your browser."

static const struct refusal *
refusal_of(unsigned status)
{
	const size_t n = sizeof refusals / sizeof *refusals;

	for (size_t i = 0; i < n; i++)
		if (refusals[i].status == status)
			return &refusals[i];
	return &refusals[n - 2];
}

void
exchange_refuse(struct exchange *x, unsigned status, const char *sentence)
{
	const struct refusal *r = refusal_of(status);
	struct page *p;

	fail_clear(&x->c);
	x->headers.n = 0;
	x->cached = x->has_token = false;
	p = page_begin(&x->q);
	p->title = r->heading;
	error_partial(p, r->heading, sentence ? sentence : r->sentence,
	    status == 403 && x->q.method == POST && !x->denied ? FORM_ADVICE : r->advice);
	if (page_send(&x->q, status) != OK)
		x->status = status;
}

/* What an error of a handler is to the browser. A 500's sentence stays here: it may name what only an operator may
 * know, and the log takes no free text. */
static const struct { enum err err; unsigned status; bool shown; const char *code; } answers[] = {
	{ERR_INPUT, 400, true, "input"},
	{ERR_USAGE, 400, true, "usage"},
	{ERR_SYSTEM, 500, false, "system"},
	{ERR_NOT_FOUND, 404, true, "not_found"},
	{ERR_DENIED, 403, false, "denied"},
};

/* Sentences are written to follow a colon on the command line; on a page they open a paragraph. */
static const char *
capitalised(struct mem *m, const char *sentence)
{
	char *copy = mem_copy(m, sentence, strlen(sentence));

	if (copy[0] >= 'a' && copy[0] <= 'z')
		copy[0] = (char)(copy[0] - 'a' + 'A');
	return copy;
}

void
exchange_failed(struct exchange *x, enum err e)
{
	const char *sentence = NULL;
	unsigned status = 500;

	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		if (answers[i].err != e)
			continue;
		status = answers[i].status;
		x->failure = answers[i].code;
		if (answers[i].shown && x->c.err != OK && x->c.sentence[0] != '\0')
			sentence = capitalised(x->c.mem, x->c.sentence);
	}
	x->denied = x->denied || e == ERR_DENIED;
	if (status == 500)
		LOG(LOG_ERROR, "page_failed", {"route", x->q.route ? x->q.route->path : "none", 0}, {0});
	exchange_refuse(x, status, sentence);
}
