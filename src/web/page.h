/* Pages: the run time that compiled templates (tools/tmpl.c) write through, and the layout around them.
 *
 * A template is a C function `void x_template(struct page *p, const struct x_view *v)`. What it prints is escaped by
 * where it stands, and the type of what is printed decides at compile time whether it may stand there:
 *
 *     in text        const char *, struct view (escaped), struct html (as it is)
 *     in attributes  const char *, struct view (escaped)
 *     in href, src,  struct url
 *     action
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include <stdint.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/text.h"
#include "web/form.h"
#include "web/http.h"
#include "web/url.h"

/* Markup that is already safe: made by partials, captures and charts alone. */
struct html {
	struct view markup;
};

struct page {
	struct builder out;
	struct mem *mem;
	struct request *q;              /* NULL when rendered outside a request (tests) */
	const char *title;              /* {title …}: the browser's title, before " – Bairn" */
	const char *section;            /* {section …}: the path of the navigation item that is current */
};

/* Replies with a template: reply_page(q, scorecard_template, &view). The call is checked against the template's own
 * view type. */
#define reply_page(q, template, view) ((template)(page_begin(q), (view)), page_send((q), 200))
#define reply_page_status(q, status, template, view) ((template)(page_begin(q), (view)), page_send((q), (status)))
struct page *page_begin(struct request *q);
enum err page_send(struct request *q, unsigned status) MUST_USE;

/* ---- what templates call ------------------------------------------------------------------------------------- */

#define out_text(p, x) _Generic((x), \
	char *: page_text, const char *: page_text, struct view: page_view, struct html: page_html)((p), (x))
#define out_attr(p, x) _Generic((x), \
	char *: page_text, const char *: page_text, struct view: page_view)((p), (x))
#define out_url(p, x) _Generic((x), struct url: page_url)((p), (x))

void page_text(struct page *p, const char *text);       /* escaped for text and for quoted attributes; NULL is empty */
void page_view(struct page *p, struct view v);
void page_html(struct page *p, struct html h);
void page_url(struct page *p, struct url u);
void page_raw(struct page *p, const char *markup, size_t n);    /* the template's own literal markup */
size_t page_mark(const struct page *p);
struct html page_capture(struct page *p, size_t mark);          /* takes back what was printed since the mark */

/* ---- formats: British, in the arena -------------------------------------------------------------------------- */

const char *text_count(struct mem *m, int64_t n);                       /* 12,345 */
const char *text_number(struct mem *m, double x, int decimals);         /* 1,234.5; "not known" for NaN */
const char *text_per_cent(struct mem *m, double x, int decimals);       /* 45.2% (x is already per cent) */
const char *text_range(struct mem *m, double lower, double upper, int decimals);    /* 40.1 to 50.3 */
/* "1 file", "3 files": count with its noun; `many` NULL adds an s. */
const char *text_many(struct mem *m, int64_t n, const char *one, const char *many);
const char *text_of_code(struct mem *m, const char *code);               /* social_care: "Social care" */
/* printf, for the rest; the result is still escaped where it is printed. */
#define text_format mem_format

#endif
