/* The measure room's routes, its downloads, and what its pages share. The pages: scorecard_pages.c, indicator_pages.c. */
#include "measure/measure_pages.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "measure/measure.h"
#include "measure/measure_tables.h"
#include "measure/published_tables.h"
#include "web/page.h"

enum err
asked_area(struct request *q, struct asked_area *out)
{
	const char *asked = query_text(q, "area");

	TRY(authority_of(q->c, &out->authority, &out->authority_name));
	out->code = out->authority;
	out->name = out->authority_name;
	out->whole = !asked || !*asked || strcmp(asked, out->authority) == 0;
	if (out->whole)
		return OK;
	out->code = asked;
	return area_name_of(q->c, asked, &out->name);
}

const char *
count_words(struct mem *m, const struct shown *s, double n)
{
	return s->suppressed && isnan(n) ? "c" : isnan(n) ? "" : text_count(m, (int64_t)(n + 0.5));
}

const char *
value_words(struct mem *m, const struct indicator *k, const struct shown *s)
{
	return s->suppressed ? "c" : isnan(s->value) ? "" : text_number(m, s->value, decimals_of(k));
}

const char *
value_with_unit(struct mem *m, const struct indicator *k, double value)
{
	const char *unit = unit_words_of(m, k), *number = text_number(m, value, decimals_of(k));

	return mem_format(m, strcmp(unit, "%") == 0 || !*unit ? "%s%s" : "%s %s", number, unit);
}

/* GET /   */
static enum err
home_page(struct request *q)
{
	return reply_redirect(q, url_make(q->c->mem, "/scorecard"));
}

static enum err
reply_csv(struct request *q, const struct table *t, const char *name)
{
	struct view text;

	TRY(table_text(q->c, t, "csv", &text));
	reply_download(q, mem_format(q->c->mem, "%s.csv", name));
	return reply_bytes(q, 200, "text/csv; charset=utf-8", text);
}

/* GET /scorecard.csv?area=   what `bairn show scorecard --format csv` prints. */
static enum err
scorecard_download(struct request *q)
{
	struct asked_area a;
	struct table *t;

	TRY(asked_area(q, &a));
	TRY(scorecard_table(q->c, a.code, false, &t));
	request_reads(q, mem_format(q->c->mem, "scorecard %s", a.code));
	return reply_csv(q, t, mem_format(q->c->mem, "scorecard-%s", a.code));
}

static enum err
indicator_download(struct request *q, const char *id)
{
	const struct indicator *k = catalogue_indicator(q->c->catalogue, id);
	struct published p;
	struct asked_area a;
	struct table *t;

	if (!k)
		TRY(published_find(q->c, id, &p));
	TRY(asked_area(q, &a));
	if (k)
		TRY(indicator_table(q->c, k, a.code, a.whole, false, &t));
	else
		TRY(published_table(q->c, &p, a.code, false, &t));
	request_reads(q, mem_format(q->c->mem, "indicator %s %s", id, a.code));
	return reply_csv(q, t, mem_format(q->c->mem, "%s-%s", id, a.code));
}

/* GET /indicator/:id   the page, or with .csv after the id what `bairn show indicator --format csv` prints. */
static enum err
indicator_page_or_download(struct request *q)
{
	const char *id;
	size_t n;

	TRY(path_text(q, "id", &id));
	n = strlen(id);
	if (n > 4 && strcmp(id + n - 4, ".csv") == 0)
		return indicator_download(q, mem_copy(q->c->mem, id, n - 4));
	return indicator_page(q);
}

const struct route measure_routes[] = {
	{GET, "/", home_page, CAN_AGGREGATES, NOT_AUDITED},
	{GET, "/scorecard", scorecard_page, CAN_AGGREGATES, "read measures"},
	{GET, "/scorecard.csv", scorecard_download, CAN_AGGREGATES, "read measures"},
	{GET, "/indicator/:id", indicator_page_or_download, CAN_AGGREGATES, "read measure"},
	{0}
};
