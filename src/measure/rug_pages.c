/* The tartan rug's page. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "measure/measure_pages.h"
#include "measure/profile_pages.h"
#include "measure/rug.h"

struct rug_asked {
	struct asked_area area;
	struct comparators own;
	const char *with, *topic, *sort;        /* never NULL; topic "all" for every one */
	struct area_set areas;
	struct rug rug;
};

/* The topics of measures that have a published counterpart, in the order in which topics are read. */
static void
topics_of(struct ctx *c, struct rug_options *out)
{
	const struct catalogue *k = c->catalogue;

	for (size_t place = 0;; place++) {
		bool later = false;

		for (size_t i = 0; i < k->n_indicators; i++) {
			const char *topic = k->indicator[i].topic;
			bool held = false;

			later = later || topic_place(topic) > place;
			for (size_t o = 0; o < out->n && !held; o++)
				held = strcmp(out->item[o].value, topic) == 0;
			if (k->indicator[i].n_published && topic_place(topic) == place && !held)
				*push(c->mem, out) = (struct rug_option){topic, topic_title(topic), false};
		}
		if (!later)
			return;
	}
}

/* Of the topic asked for; else of the first in which something was published of these areas. */
static enum err
rug_of_topic(struct ctx *c, const char *asked, struct rug_asked *out)
{
	struct rug_options topics = {0};

	topics_of(c, &topics);
	for (size_t i = 0;; i++) {
		struct published_list measures = {0};

		out->topic = asked ? asked : i < topics.n ? topics.item[i].value : "all";
		out->rug = (struct rug){0};
		TRY(rug_topic(c, strcmp(out->topic, "all") == 0 ? NULL : out->topic, &measures));
		TRY(rug_of(c, &out->own, &out->areas, &measures, &out->rug));
		if (asked || out->rug.measures.n || i >= topics.n)
			return OK;
	}
}

static enum err
rug_asked(struct request *q, struct rug_asked *out)
{
	const char *with = query_text(q, "with"), *topic = query_text(q, "topic"), *sort = query_text(q, "sort");

	*out = (struct rug_asked){.with = with && *with ? with : "neighbours", .sort = sort ? sort : ""};
	TRY(asked_area(q, &out->area));
	TRY(comparators_of(q->c, out->area.code, &out->own));
	TRY(area_set_read(q->c, &out->own, out->with, &out->areas));
	TRY(rug_of_topic(q->c, topic && *topic ? topic : NULL, out));
	if (*out->sort && rug_place(&out->rug, out->sort) == out->rug.measures.n)
		return fail(q->c, ERR_NOT_FOUND, "The rug has no measure called %s to sort by", out->sort);
	if (*out->sort)
		rug_sort(q->c->mem, &out->rug, rug_place(&out->rug, out->sort));
	return OK;
}

/* ---- the page ----------------------------------------------------------------------------------------------------- */

static void
fill_heads(struct mem *m, const struct rug_asked *asked, struct rug_view *v)
{
	for (size_t i = 0; i < asked->rug.measures.n; i++) {
		const struct rug_measure *x = &asked->rug.measures.item[i];

		*push(m, &v->heads) = (struct rug_head){
		    .title = x->p.title, .unit = x->p.unit, .period = published_period_name(m, x->period),
		    .link = url_make(m, "/indicator/{}?area={}", x->p.id, asked->area.code),
		    .sort = url_make(m, "/rug?area={}&with={}&topic={}&sort={}", asked->area.code, asked->with, asked->topic, x->p.id),
		    .sorted = strcmp(asked->sort, x->p.id) == 0,
		};
	}
}

static struct rug_cell_view
cell_view(struct mem *m, const struct rug_measure *x, const struct rug_cell *cell)
{
	bool judged = strcmp(cell->kind, "none") != 0;

	if (isnan(cell->figure.value))
		return (struct rug_cell_view){.kind = "none", .words = "", .value = cell->figure.note ? cell->figure.note : "no figure"};
	return (struct rug_cell_view){.kind = cell->kind, .words = judged ? cell->kind : cell->quarter, .judged = judged,
	    .value = mem_format(m, "%s%s", text_number(m, cell->figure.value, x->p.decimals), strcmp(x->p.unit, "%") == 0 ? "%" : "")};
}

static void
fill_rows(struct mem *m, const struct rug_asked *asked, struct rug_view *v)
{
	const struct rug *rug = &asked->rug;

	for (size_t a = 0; a < rug->areas.n; a++) {
		struct rug_row *row = push(m, &v->rows);
		const struct area_named *area = &rug->areas.item[a];

		*row = (struct rug_row){.name = area->name, .link = url_make(m, "/profile?area={}", area->code),
		    .own = strcmp(area->code, asked->area.code) == 0};
		for (size_t i = 0; i < rug->measures.n; i++)
			*push(m, &row->cells) = cell_view(m, &rug->measures.item[i], &rug->cell[i * rug->areas.n + a]);
	}
}

static const char *
rug_answer(struct mem *m, const struct rug_asked *asked)
{
	const struct rug *rug = &asked->rug;
	size_t better = 0, worse = 0, best = 0, worst = 0, a = 0;

	while (a + 1 < rug->areas.n && strcmp(rug->areas.item[a].code, asked->area.code) != 0)
		a++;
	for (size_t i = 0; i < rug->measures.n; i++) {
		const struct rug_cell *cell = &rug->cell[i * rug->areas.n + a];

		better += strcmp(cell->kind, "better") == 0;
		worse += strcmp(cell->kind, "worse") == 0;
		best += strcmp(cell->quarter, "best quarter") == 0;
		worst += strcmp(cell->quarter, "worst quarter") == 0;
	}
	return mem_format(m, "Of %s, %s is clearly better than England on %zu and clearly worse on %zu.%s",
	    text_many(m, (int64_t)rug->measures.n, "measure", NULL), asked->area.name, better, worse, !best && !worst ? "" :
	    mem_format(m, " Of those that cannot be tested it is in the best quarter of authorities on %zu and in the worst on %zu.",
	    best, worst));
}

static void
fill_options(struct ctx *c, const struct rug_asked *asked, struct rug_view *v)
{
	struct mem *m = c->mem;
	bool named = false;

	topics_of(c, &v->topics);
	*push(m, &v->topics) = (struct rug_option){"all", "All topics", false};
	for (size_t i = 0; i < v->topics.n; i++)
		v->topics.item[i].chosen = strcmp(v->topics.item[i].value, asked->topic) == 0;
	*push(m, &v->with) = (struct rug_option){"neighbours", "Its statistical neighbours", false};
	if (asked->own.region_name)
		*push(m, &v->with) = (struct rug_option){"region", mem_format(m, "The authorities of %s", asked->own.region_name), false};
	*push(m, &v->with) = (struct rug_option){"all", "All authorities", false};
	for (size_t i = 0; i < v->with.n; i++) {
		v->with.item[i].chosen = strcmp(v->with.item[i].value, asked->with) == 0;
		named = named || v->with.item[i].chosen;
	}
	if (!named)
		*push(m, &v->with) = (struct rug_option){asked->with, "The chosen areas", true};
}

/* GET /rug?area=&with=neighbours|region|all|CODE,…&topic=&sort=   How do areas compare on every measure? */
enum err
rug_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct rug_asked asked;
	struct rug_view v = {0};

	TRY(rug_asked(q, &asked));
	v.heading = mem_format(m, "How do %s and others compare?", asked.area.name);
	v.answer = rug_answer(m, &asked);
	v.area = asked.area.code;
	v.sort = asked.sort;
	v.caption = mem_format(m, "%s: each area beside England", strcmp(asked.topic, "all") == 0 ? "All topics" : topic_title(asked.topic));
	if (!asked.rug.measures.n) {
		v.answer = "There is nothing to compare here.";
		v.empty = "Nothing published of these measures was imported. bairn import takes what England publishes.";
	}
	v.profile = url_make(m, "/profile?area={}", asked.area.code);
	v.download = url_make(m, "/rug.csv?area={}&with={}&topic={}&sort={}", asked.area.code, asked.with, asked.topic, asked.sort);
	v.spreadsheet = url_make(m, "/rug.xlsx?area={}&with={}&topic={}&sort={}", asked.area.code, asked.with, asked.topic, asked.sort);
	fill_options(q->c, &asked, &v);
	fill_heads(m, &asked, &v);
	fill_rows(m, &asked, &v);
	request_reads(q, mem_format(m, "rug %s", asked.area.code));
	return reply_page(q, rug_template, &v);
}

static enum err
rug_reply(struct request *q, const char *format)
{
	struct rug_asked asked;

	TRY(rug_asked(q, &asked));
	request_reads(q, mem_format(q->c->mem, "rug %s", asked.area.code));
	return reply_table(q, rug_table(q->c->mem, &asked.rug, false), mem_format(q->c->mem, "rug-%s", asked.area.code), format);
}

/* GET /rug.csv   what `bairn show rug --format csv` prints. */
enum err
rug_csv(struct request *q)
{
	return rug_reply(q, "csv");
}

/* GET /rug.xlsx   the same as a workbook. */
enum err
rug_xlsx(struct request *q)
{
	return rug_reply(q, "xlsx");
}
