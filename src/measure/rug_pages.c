/* The tartan rug's page. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "measure/measure_pages.h"
#include "measure/profile_pages.h"
#include "measure/rug.h"

#define PART_MOST 10            /* measures side by side */

struct rug_asked {
	struct asked_area area;
	struct comparators own;
	const char *with, *topic, *sort;        /* never NULL; topic "all" for every one */
	struct area_set areas;
	struct rug rug;
};

/* The topics of measures that have a published counterpart or may be typed, in the order in which topics are read. */
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
			if ((k->indicator[i].n_published || k->indicator[i].reported) && topic_place(topic) == place && !held)
				*push(c->mem, out) = (struct rug_option){topic, topic_title(topic), false};
		}
		if (!later)
			return;
	}
}

static enum err
rug_gather(struct ctx *c, struct rug_asked *asked)
{
	struct published_list measures = {0};

	TRY(rug_topic(c, strcmp(asked->topic, "all") == 0 ? NULL : asked->topic, &measures));
	return rug_of(c, &asked->own, &asked->areas, &measures, &asked->rug);
}

/* Where no topic is asked for, the first of which there is anything. */
static enum err
rug_gather_first(struct ctx *c, struct rug_asked *asked)
{
	struct rug_options topics = {0};

	topics_of(c, &topics);
	asked->topic = "all";
	for (size_t i = 0; i < topics.n && !asked->rug.measures.n; i++) {
		asked->topic = topics.item[i].value;
		TRY(rug_gather(c, asked));
	}
	return OK;
}

static enum err
rug_asked(struct request *q, struct rug_asked *out)
{
	const char *with = query_text(q, "with"), *topic = query_text(q, "topic"), *sort = query_text(q, "sort");

	*out = (struct rug_asked){.with = with && *with ? with : "neighbours", .sort = sort ? sort : "",
	    .topic = topic && *topic ? topic : NULL};
	TRY(asked_area(q, &out->area));
	TRY(comparators_of(q->c, out->area.code, &out->own));
	TRY(area_set_read(q->c, &out->own, out->with, &out->areas));
	TRY(out->topic ? rug_gather(q->c, out) : rug_gather_first(q->c, out));
	if (*out->sort && rug_place(&out->rug, out->sort) == out->rug.measures.n)
		return fail(q->c, ERR_NOT_FOUND, "The rug has no measure called %s to sort by", out->sort);
	if (*out->sort)
		rug_sort(q->c->mem, &out->rug, rug_place(&out->rug, out->sort));
	return OK;
}

/* ---- the page ----------------------------------------------------------------------------------------------------- */

static void
fill_heads(struct mem *m, const struct rug_asked *asked, size_t from, size_t to, struct rug_part *v)
{
	for (size_t i = from; i < to; i++) {
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
	    .value = mem_format(m, "%s%s%s", text_number(m, cell->figure.value, x->p.decimals), strcmp(x->p.unit, "%") == 0 ? "%" : "",
	    cell->figure.typed ? ", typed" : "")};
}

static void
fill_rows(struct mem *m, const struct rug_asked *asked, size_t from, size_t to, struct rug_part *v)
{
	const struct rug *rug = &asked->rug;

	for (size_t a = 0; a < rug->areas.n; a++) {
		struct rug_row *row = push(m, &v->rows);
		const struct area_named *area = &rug->areas.item[a];

		*row = (struct rug_row){.name = area->name, .link = url_make(m, "/profile?area={}", area->code),
		    .own = strcmp(area->code, asked->area.code) == 0};
		for (size_t i = from; i < to; i++)
			*push(m, &row->cells) = cell_view(m, &rug->measures.item[i], &rug->cell[i * rug->areas.n + a]);
	}
}

/* The measures in parts of much the same width, so that each is read and printed whole. */
static void
fill_parts(struct mem *m, const struct rug_asked *asked, struct rug_view *v)
{
	size_t n = asked->rug.measures.n, parts = (n + PART_MOST - 1) / PART_MOST;
	const char *topic = strcmp(asked->topic, "all") == 0 ? "All topics" : topic_title(asked->topic);

	for (size_t i = 0; i < parts; i++) {
		struct rug_part *part = push(m, &v->parts);
		size_t from = i * n / parts, to = (i + 1) * n / parts;

		*part = (struct rug_part){.id = mem_format(m, "rug%zu", i + 1), .caption = parts == 1 ?
		    mem_format(m, "%s: each area beside England", topic) : mem_format(m, "%s, measures %zu to %zu of %zu", topic, from + 1,
		    to, n)};
		fill_heads(m, asked, from, to, part);
		fill_rows(m, asked, from, to, part);
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
	if (!asked.rug.measures.n) {
		v.answer = "There is nothing to compare here.";
		v.empty = "Nothing published of these measures was imported. bairn import takes what England publishes.";
	}
	v.profile = url_make(m, "/profile?area={}", asked.area.code);
	v.download = url_make(m, "/rug.csv?area={}&with={}&topic={}&sort={}", asked.area.code, asked.with, asked.topic, asked.sort);
	v.spreadsheet = url_make(m, "/rug.xlsx?area={}&with={}&topic={}&sort={}", asked.area.code, asked.with, asked.topic, asked.sort);
	fill_options(q->c, &asked, &v);
	fill_parts(m, &asked, &v);
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
