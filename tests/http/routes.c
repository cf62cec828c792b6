/* The handlers of the test server. */
#include "routes.h"

#include <math.h>
#include <string.h>

#include "web/chart/chart.h"
#include "web/http.h"
#include "web/server.h"

const struct nav_item test_navigation[] = {{"/pages", "Scorecard"}, {"/imports", "Imports"}, {0}};

#define HOSTILE "</a><script>alert(1)</script> \"'&"

static const char *const years[] = {"2019/20", "2020/21", "2021/22", "2022/23", "2023/24", "2024/25"};
static const double value[] = {58.1, 55.2, NAN, 52.0, 47.9, 45.2}, low[] = {53, 50, NAN, 47, 43.1, 40.5},
    high[] = {63, 60, NAN, 57, 52.8, 50.1}, england[] = {60.1, 59.9, 57.2, 50.3, 50.1, 49.4};
static const char *const areas[] = {"Aldermoor", "Bramley and Long Ditton", "Castle", "Dene", "Eastfield", "Fairhaven"};

static const char *const missing[] = {NULL, NULL, "suppressed", NULL, NULL, NULL};

static struct bars_chart
areas_chart(const char *id)
{
	return (struct bars_chart){
	    .words = {.id = id, .title = "Castle's rate is twice Bramley's", .subtitle = "Per 10,000 children, 2024/25",
	        .source = "Source: SSDA903", .decimals = 1},
	    .n = 6, .label = areas, .value = value, .lower = low, .upper = high,
	    .missing = missing,
	    .reference = 50.5, .reference_name = "Wearshire",
	};
}

static void
charts(struct mem *m, struct pages_view *v)
{
	static const double tenths[] = {110, 96, 81, 75, 66, 51, NAN, 40, 31, 28};
	struct bars_chart bars = areas_chart("bars"), dots = areas_chart("dots");

	v->trend = chart_trend(m, &(struct trend_chart){
	    .words = {.id = "trend", .title = "Fewer plans are on time than five years ago",
	        .subtitle = "New plans issued within 20 weeks, per cent", .source = "Source: SEN2", .unit = "%", .decimals = 1},
	    .n = 6, .label = years, .value = value, .lower = low, .upper = high, .name = "Wearshire", .target = 65,
	    .england = england,
	});
	v->bars = chart_bars(m, &bars);
	v->dots = chart_dots(m, &dots, 4);
	v->columns = chart_columns(m, &(struct columns_chart){
	    .words = {.id = "columns", .title = "The rate is four times as high in the most deprived tenth of areas",
	        .subtitle = "Per 10,000 children", .decimals = 0},
	    .n = 10, .value = tenths, .first_name = "Most deprived tenth", .last_name = "Least deprived tenth",
	});
}

static struct pages_view *
view_new(struct request *q)
{
	struct pages_view *v = mem_new_one(q->c->mem, struct pages_view);

	v->hostile = HOSTILE;
	v->to = url_make(q->c->mem, "/echo/{}?q={}", "a/b", HOSTILE);
	charts(q->c->mem, v);
	return v;
}

static enum err
pages(struct request *q)
{
	return reply_page(q, pages_template, view_new(q));
}

static enum err
small(struct request *q)
{
	return reply_bytes(q, 200, "text/plain; charset=utf-8", VIEW("small\n"));
}

static enum err
audit_fails(struct request *q)
{
	request_reads(q, "fails");
	return reply_bytes(q, 200, "text/plain", VIEW("secret of a child\n"));
}

static enum err
echo(struct request *q)
{
	const char *name, *more = query_text(q, "q");

	TRY(path_text(q, "name", &name));
	more = mem_format(q->c->mem, "name=%s q=%s\n", name, more ? more : "-");
	return reply_bytes(q, 200, "text/plain; charset=utf-8", view_of(more));
}

static enum err
by_id(struct request *q)
{
	int64_t id, page;

	TRY(path_id(q, "id", &id));
	TRY(query_int(q, "page", 1, 100, 1, &page));
	return reply_bytes(q, 200, "text/plain", view_of(mem_format(q->c->mem, "%lld %lld\n", (long long)id,
	    (long long)page)));
}

static enum err
fails_as(struct request *q)
{
	static const struct { const char *name; enum err e; } kinds[] = {
		{"input", ERR_INPUT}, {"system", ERR_SYSTEM}, {"not_found", ERR_NOT_FOUND}, {"denied", ERR_DENIED},
	};
	const char *kind;

	TRY(path_text(q, "kind", &kind));
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, kind) == 0)
			return fail(q->c, kinds[i].e, "The <b>sentence</b> of %s", kind);
	return OK;                      /* and no reply: a defect, which the server must answer as one */
}

static enum err
big(struct request *q)
{
	const size_t n = 4 * 1024 * 1024;
	char *body = mem_take(q->c->mem, n);

	memset(body, 'x', n);
	return reply_bytes(q, 200, "text/csv", (struct view){body, n});
}

static enum err
form(struct request *q)
{
	struct pages_view *v = view_new(q);
	struct form_errors *errors = mem_new_one(q->c->mem, struct form_errors);
	const char *name = form_text(q, "name");

	if (name == NULL || *name == '\0')
		form_wrong(q->c->mem, errors, "name", "Enter the name of the area");
	v->errors = errors;
	v->sent = errors->n == 0;
	if (name != NULL)
		v->hostile = name;
	return reply_page_status(q, errors->n ? 400 : 200, pages_template, v);
}

struct change {
	const char *to;
	char kept[32];
};

static enum err
change_run(struct ctx *c, void *with)
{
	struct change *change = with;

	if (strcmp(change->to, "bad") == 0)
		return fail(c, ERR_INPUT, "The database refuses bad");
	memcpy(change->kept, "kept", 5);
	return OK;
}

static enum err
change_then(struct request *q, enum err e, void *with)
{
	struct change *change = with;

	if (e != OK)
		return e;
	return reply_bytes(q, 200, "text/plain", view_of(mem_format(q->c->mem, "%s %s\n", change->kept, change->to)));
}

static enum err
change(struct request *q)
{
	struct change *w = mem_new_one(q->c->mem, struct change);

	w->to = form_text(q, "to");
	if (w->to == NULL)
		return fail(q->c, ERR_INPUT, "Say what to change it to");
	return request_write(q, change_run, change_then, w);
}

static enum err
token(struct request *q)
{
	return reply_bytes(q, 200, "text/plain", view_of(mem_format(q->c->mem, "%s\n", request_token(q))));
}

static enum err
moved(struct request *q)
{
	reply_header(q, "X-Split", "a\r\nX-Injected: yes");
	return reply_redirect(q, url_make(q->c->mem, "/echo/{}", "a b\r\nX: y"));
}

static enum err
kept_file(struct request *q)
{
	reply_download(q, "../etc/pass\"wd.csv");
	return reply_bytes(q, 200, "text/csv", VIEW("a,b\n"));
}

const struct route test_routes[] = {
	{GET,  "/",             moved,       CAN_CONNECT,    NOT_AUDITED},
	{GET,  "/pages",        pages,       CAN_AGGREGATES, "read pages"},
	{GET,  "/pages-quiet",  pages,       CAN_AGGREGATES, NOT_AUDITED},
	{GET,  "/small",        small,       CAN_CONNECT,    NOT_AUDITED},
	{GET,  "/audited",      small,       CAN_AGGREGATES, "read small"},
	{GET,  "/audit-fails",  audit_fails, CAN_AGGREGATES, "read failing"},
	{GET,  "/child/:id",    small,       CAN_RECORDS,    "read child"},
	{GET,  "/echo/:name",   echo,        CAN_CONNECT,    NOT_AUDITED},
	{GET,  "/echo/literal", small,       CAN_CONNECT,    NOT_AUDITED},
	{GET,  "/id/:id",       by_id,       CAN_CONNECT,    NOT_AUDITED},
	{GET,  "/fails/:kind",  fails_as,    CAN_CONNECT,    NOT_AUDITED},
	{GET,  "/big",          big,         CAN_CONNECT,    NOT_AUDITED},
	{POST, "/form",         form,        CAN_CONNECT,    NOT_AUDITED},
	{GET,  "/form",         pages,       CAN_CONNECT,    NOT_AUDITED},
	{POST, "/change",       change,      CAN_CONNECT,    NOT_AUDITED},
	{POST, "/change-audited", change,    CAN_CONNECT,    "change"},
	{GET,  "/token",        token,       CAN_CONNECT,    NOT_AUDITED},
	{GET,  "/file",         kept_file,   CAN_CONNECT,    NOT_AUDITED},
	{0}
};
