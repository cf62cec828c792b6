/* The template run time: escaping, captures, and the layout around a page. */
#include "web/page.h"

#include <string.h>

#include "templates/partials.h"
#include "web/asset.h"
#include "web/exchange.h"
#include "web/judgement.h"
#include "web/layout.h"

#define READER "You are reading as an analyst, without access to children's records. " \
	"This server answers this computer only."

/* One escaping serves text and quoted attributes alike: the five characters that mean something in either. */
static const char *const entities[256] = {
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
};

void
page_view(struct page *p, struct view v)
{
	size_t from = 0;

	for (size_t i = 0; i < v.n; i++) {
		const char *entity = entities[(unsigned char)v.at[i]];

		if (entity == NULL)
			continue;
		put(&p->out, (struct view){v.at + from, i - from});
		put_text(&p->out, entity);
		from = i + 1;
	}
	if (v.n > from)
		put(&p->out, (struct view){v.at + from, v.n - from});
}

void
page_text(struct page *p, const char *text)
{
	page_view(p, view_of(text));
}

void
page_html(struct page *p, struct html h)
{
	put(&p->out, h.markup);
}

void
page_url(struct page *p, struct url u)
{
	page_text(p, u.at);
}

void
page_raw(struct page *p, const char *markup, size_t n)
{
	put(&p->out, (struct view){markup, n});
}

size_t
page_mark(const struct page *p)
{
	return p->out.n;
}

struct html
page_capture(struct page *p, size_t mark)
{
	struct view taken = {"", p->out.n - mark};

	if (taken.n == 0)
		return (struct html){taken};
	taken.at = mem_copy(p->mem, p->out.at + mark, taken.n);
	p->out.n = mark;
	p->out.at[mark] = '\0';
	return (struct html){taken};
}

const char *
judgement_shape(const char *kind)
{
	static const struct { const char *kind, *shape; } shapes[] = {
		{"better", "▲"}, {"similar", "●"}, {"worse", "▼"}, {"lower", "▽"}, {"higher", "△"},
	};

	for (size_t i = 0; kind != NULL && i < sizeof shapes / sizeof *shapes; i++)
		if (strcmp(kind, shapes[i].kind) == 0)
			return shapes[i].shape;
	return "";
}

struct page *
page_begin(struct request *q)
{
	struct page *p = mem_new_one(q->c->mem, struct page);

	p->mem = q->c->mem;
	p->out.mem = q->c->mem;
	p->q = q;
	q->exchange->page = p;
	return p;
}

static void
layout_items(const struct page *p, const struct site *site, struct layout_items *items)
{
	if (site->navigation == NULL)
		return;
	for (const struct nav_item *n = site->navigation; n->path != NULL; n++) {
		bool here = strcmp(n->path, p->q->path) == 0;
		bool above = p->section != NULL && strcmp(n->path, p->section) == 0;

		*push(p->mem, items) = (struct layout_item){
		    .at = {n->path}, .label = n->label, .current = here ? "page" : above ? "true" : NULL,
		};
	}
}

enum err
page_send(struct request *q, unsigned status)
{
	struct page *p = q->exchange->page;
	struct page *whole = page_begin(q);
	struct layout l = {
	    .title = p->title, .authority = q->site->authority, .reader = READER,
	    .style = asset_url(q->exchange->server->assets, "bairn.css"),
	    .icon = asset_url(q->exchange->server->assets, "bairn.svg"),
	};

	layout_items(p, q->site, &l.items);
	layout_partial(whole, &l, (struct html){built(&p->out)});
	return reply_bytes(q, status, "text/html; charset=utf-8", built(&whole->out));
}
