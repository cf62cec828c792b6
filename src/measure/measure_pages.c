/* The measure room's routes, its downloads, and what its pages share. The pages: scorecard_pages.c, indicator_pages.c. */
#include "measure/measure_pages.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "measure/measure.h"
#include "measure/measure_tables.h"
#include "measure/profile_pages.h"
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

/* The kinds of file that a table can be taken away as. */
static const struct download {
	const char *format, *suffix, *media_type;
} downloads[] = {
	{"csv", ".csv", "text/csv; charset=utf-8"},
	{"xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};
#define DOWNLOADS (sizeof downloads / sizeof downloads[0])

enum err
reply_table(struct request *q, const struct table *t, const char *name, const char *format)
{
	struct view text;
	size_t i = 0;

	while (i < DOWNLOADS && strcmp(downloads[i].format, format) != 0)
		i++;
	if (i == DOWNLOADS)
		return fail(q->c, ERR_NOT_FOUND, "Tables can be taken as CSV and XLSX, not as %s", format);
	TRY(table_text(q->c, t, format, &text));
	reply_download(q, mem_format(q->c->mem, "%s%s", name, downloads[i].suffix));
	return reply_bytes(q, 200, downloads[i].media_type, text);
}

static enum err
scorecard_download(struct request *q, const char *format)
{
	struct asked_area a;
	struct table *t;

	TRY(asked_area(q, &a));
	TRY(scorecard_table(q->c, a.code, false, &t));
	request_reads(q, mem_format(q->c->mem, "scorecard %s", a.code));
	return reply_table(q, t, mem_format(q->c->mem, "scorecard-%s", a.code), format);
}

/* GET /scorecard.csv?area=   what `bairn show scorecard --format csv` prints. */
static enum err
scorecard_csv(struct request *q)
{
	return scorecard_download(q, "csv");
}

/* GET /scorecard.xlsx?area=   the same as a workbook. */
static enum err
scorecard_xlsx(struct request *q)
{
	return scorecard_download(q, "xlsx");
}

static enum err
indicator_download(struct request *q, const char *id, const char *format)
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
	return reply_table(q, t, mem_format(q->c->mem, "%s-%s", id, a.code), format);
}

/* GET /indicator/:id   the page, or with .csv or .xlsx after the id what `bairn show indicator` prints for programs. */
static enum err
indicator_page_or_download(struct request *q)
{
	const char *id;
	size_t n;

	TRY(path_text(q, "id", &id));
	n = strlen(id);
	for (size_t i = 0; i < DOWNLOADS; i++) {
		size_t end = strlen(downloads[i].suffix);

		if (n > end && strcmp(id + n - end, downloads[i].suffix) == 0)
			return indicator_download(q, mem_copy(q->c->mem, id, n - end), downloads[i].format);
	}
	return indicator_page(q);
}

const struct route measure_routes[] = {
	{GET, "/", home_page, CAN_AGGREGATES, NOT_AUDITED},
	{GET, "/scorecard", scorecard_page, CAN_AGGREGATES, "read measures"},
	{GET, "/scorecard.csv", scorecard_csv, CAN_AGGREGATES, "read measures"},
	{GET, "/scorecard.xlsx", scorecard_xlsx, CAN_AGGREGATES, "read measures"},
	{GET, "/indicator/:id", indicator_page_or_download, CAN_AGGREGATES, "read measure"},
	{GET, "/indicator/:id/move", movement_page, CAN_AGGREGATES, "read measure"},
	{GET, "/indicator/:id/move.csv", movement_csv, CAN_AGGREGATES, "read measure"},
	{GET, "/indicator/:id/move.xlsx", movement_xlsx, CAN_AGGREGATES, "read measure"},
	{GET, "/profile", profile_page, CAN_AGGREGATES, "read measures"},
	{GET, "/profile.csv", profile_csv, CAN_AGGREGATES, "read measures"},
	{GET, "/profile.xlsx", profile_xlsx, CAN_AGGREGATES, "read measures"},
	{GET, "/rug", rug_page, CAN_AGGREGATES, "read measures"},
	{GET, "/rug.csv", rug_csv, CAN_AGGREGATES, "read measures"},
	{GET, "/rug.xlsx", rug_xlsx, CAN_AGGREGATES, "read measures"},
	{GET, "/compare", compare_page, CAN_AGGREGATES, "read measures"},
	{GET, "/compare.csv", compare_csv, CAN_AGGREGATES, "read measures"},
	{GET, "/compare.xlsx", compare_xlsx, CAN_AGGREGATES, "read measures"},
	{GET, "/inequality", inequality_page, CAN_AGGREGATES, "read measures"},
	{GET, "/inequality.csv", inequality_csv, CAN_AGGREGATES, "read measures"},
	{GET, "/inequality.xlsx", inequality_xlsx, CAN_AGGREGATES, "read measures"},
	{GET, "/timeliness", timeliness_page, CAN_AGGREGATES, "read measures"},
	{GET, "/timeliness.csv", timeliness_csv, CAN_AGGREGATES, "read measures"},
	{GET, "/timeliness.xlsx", timeliness_xlsx, CAN_AGGREGATES, "read measures"},
	{0}
};
