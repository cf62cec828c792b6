/* The page of gaps between children, and its downloads. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "measure/inequality.h"
#include "measure/inequality_views.h"
#include "measure/measure_pages.h"

static struct unequal_row
row_of(struct mem *m, const struct unequal *x)
{
	const struct shown when = {.period = x->period};
	int decimals = decimals_of(x->k);

	return (struct unequal_row){
	    .title = x->k->title, .of = x->of, .period = when_words(m, x->k, &when), .unit = unit_words_of(m, x->k),
	    .whole = text_number(m, x->whole, decimals), .gap = text_number(m, x->gap, decimals),
	    .range = isfinite(x->lower95) ? text_range(m, x->lower95, x->upper95, decimals) : "",
	    .relative = isfinite(x->relative) ? text_number(m, x->relative, 2) : "",
	    .before = isfinite(x->before) ? text_number(m, x->before, decimals) : "", .change = x->change,
	    .link = url_make(m, "/indicator/{}", x->k->id),
	};
}

static const char *
answer_of(struct mem *m, const struct unequals *list, size_t clear)
{
	size_t wider = 0, narrower = 0;

	if (!list->n)
		return "No measure here has figures for groups that could be compared.";
	for (size_t i = 0; i < list->n; i++) {
		wider += strcmp(list->item[i].change, "wider") == 0;
		narrower += strcmp(list->item[i].change, "narrower") == 0;
	}
	return mem_format(m, "Of %s between groups, %zu %s clear. Since the period before %zu became clearly"
	    " wider and %zu clearly narrower.", text_many(m, (int64_t)list->n, "difference", NULL), clear,
	    clear == 1 ? "is" : "are", wider, narrower);
}

/* GET /inequality   Which children fare differently? */
enum err
inequality_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct inequality_view v = {.download = url_make(m, "/inequality.csv"), .workbook = url_make(m, "/inequality.xlsx")};
	struct unequals list;

	TRY(inequalities_of(q->c, &list));
	for (size_t i = 0; i < list.n; i++)
		*push(m, list.item[i].clear ? &v.clear : &v.chance) = row_of(m, &list.item[i]);
	v.answer = answer_of(m, &list, v.clear.n);
	request_reads(q, "inequality");
	return reply_page(q, inequality_template, &v);
}

static enum err
download(struct request *q, const char *format)
{
	struct table *t;

	TRY(inequality_table(q->c, false, &t));
	request_reads(q, "inequality");
	return reply_table(q, t, "inequality", format);
}

/* GET /inequality.csv   what `bairn show inequality` prints for programs. */
enum err
inequality_csv(struct request *q)
{
	return download(q, "csv");
}

/* GET /inequality.xlsx   the same as a workbook. */
enum err
inequality_xlsx(struct request *q)
{
	return download(q, "xlsx");
}
