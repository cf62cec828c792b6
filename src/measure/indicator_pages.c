/* One measure: the answer in words, its trend, its breakdowns, what it measures and what its figures stand on. */
#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/indicator_sections.h"
#include "measure/measure_pages.h"
#include "measure/measure_views.h"
#include "measure/sources.h"

/* "in 2025-26", "at the end of 2025-26", "on 31 March 2026", "from December 2025 to February 2026". */
static const char *
when_phrase(struct mem *m, const struct indicator *k, const struct shown *s)
{
	enum period_kind kind = period_kind_of(k->by_period, s->period);
	const char *when = when_words(m, k, s);

	if (kind == PERIOD_DAY)
		return mem_format(m, "on %s", when);
	if (kind == PERIOD_WINTER)
		return mem_format(m, "from %s", when);
	if (kind == PERIOD_TERM || kind == PERIOD_ROLLING_12_MONTHS)
		when = mem_format(m, "the %s", when);
	return mem_format(m, k->at == AT_PERIOD_END ? "at the end of %s" : "in %s", when);
}

static const char *
before_sentence(struct mem *m, const struct indicator *k, const struct standing *s)
{
	if (!s->before.area)
		return "";
	if (isnan(s->before.value))
		return s->before.suppressed || !s->before.note ? "" : mem_format(m, " There is nothing to compare with %s: %s.",
		    when_words(m, k, &s->before), s->before.note);
	return mem_format(m, " It was %s %s.", value_with_unit(m, k, s->before.value), when_phrase(m, k, &s->before));
}

static const char *
indicator_answer(struct mem *m, const struct indicator *k, const struct standing *s, const char *name)
{
	const char *when;

	if (!s->found && !k->rows)
		return "This is not measured here: no extract holds it.";
	if (!s->found)
		return mem_format(m, "There is no figure for %s yet.", name);
	when = when_phrase(m, k, &s->now);
	if (s->now.suppressed)
		return mem_format(m, "The figure for %s %s is hidden, because the numbers are small.", name, when);
	if (isnan(s->now.value))
		return mem_format(m, "There is no figure for %s %s: %s.", name, when, s->now.note ? s->now.note : "not known");
	return mem_format(m, "%s in %s %s.%s%s", value_with_unit(m, k, s->now.value), name, when,
	    s->now.note ? mem_format(m, " Note: %s.", s->now.note) : "", before_sentence(m, k, s));
}

static void
fill_words(struct mem *m, const struct indicator *k, const struct standing *s, const struct asked_area *a,
    struct indicator_view *v)
{
	bool compared = strcmp(s->kind, "none") != 0;

	v->title = k->title;
	v->unit_head = unit_head(m, k);
	v->answer = indicator_answer(m, k, s, a->name);
	v->about = k->about;
	v->source = k->source;
	v->caveat = k->caveat;
	v->kind = s->kind;
	v->words = !compared ? "" : mem_format(m, "%s the period before", strcmp(s->kind, "similar") == 0 ?
	    "similar to" : mem_format(m, "%s than", s->kind));
	v->measured = s->found;
	v->area = a->whole ? NULL : a->name;
	v->authority = a->authority_name;
	v->scorecard = url_make(m, "/scorecard?area={}", a->code);
	v->whole = url_make(m, "/indicator/{}", k->id);
	v->download = url_make(m, "/indicator/{}.csv?area={}", k->id, a->code);
	v->workbook = url_make(m, "/indicator/{}.xlsx?area={}", k->id, a->code);
	v->small_numbers = k->small_numbers_under < 2 ? NULL : mem_format(m, "c means hidden: counts of 1 to %d are not shown."
	    "%s Not supplied, not known and none are three different things; none is shown as 0.",
	    (int)k->small_numbers_under - 1, k->round_to < 2 ? "" : mem_format(m, " Other counts are rounded to the nearest %d,"
	    " as their owner asks, and the figures are worked out from the rounded counts.", (int)k->round_to));
}

static enum err
fill_sources(struct ctx *c, const struct indicator *k, struct indicator_view *v)
{
	struct mem *m = c->mem;
	struct sources list = {0};

	TRY(sources_of(c, k, &list));
	if (list.n)
		v->newest = mem_format(m, list.item[0].annual ? "The newest source is an annual return, as at %s." :
		    "The newest source is as at %s.", day_words(m, list.item[0].as_at));
	for (size_t i = 0; i < list.n && k->tables; i++)
		*push(m, &v->sources) = (struct source_row){
		    .title = list.item[i].title, .agency = text_of_code(m, list.item[i].agency),
		    .as_at = day_words(m, list.item[i].as_at), .kind = list.item[i].annual ? "Annual return" : "",
		    .link = url_make(m, "/imports/{}", mem_format(m, "%lld", (long long)list.item[i].batch)),
		};
	return OK;
}

static enum err
fill_breakdowns(const struct about_page *about, const struct standing *now, const char *authority,
    struct indicator_view *v)
{
	static const char *const others[] = {"age", "sex", "ethnicity", "sen", "free_school_meals"};
	struct shown_list list = {0};

	TRY(shown_breakdowns(about->c, about->k, authority, now->now.period, &list));
	dimension_section(about, &list, "deprivation", &v->tables);
	TRY(area_section(about, &list, "locality", &v->tables));
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		dimension_section(about, &list, others[i], &v->tables);
	group_sections(about, &list, &v->tables);
	v->without = without_population(about, &list);
	return area_section(about, &list, "lsoa", &v->tables);
}

static void
fill_contents(struct mem *m, struct indicator_view *v)
{
	for (size_t i = 0; i < v->tables.n; i++)
		*push(m, &v->contents) = (struct content_item){
		    v->tables.item[i].title, url_make(m, "#{}-section", v->tables.item[i].id),
		};
	*push(m, &v->contents) = (struct content_item){"What this measures", url_make(m, "#about-section")};
	if (v->sources.n)
		*push(m, &v->contents) = (struct content_item){"Where the figures come from", url_make(m, "#sources-section")};
}

/* GET /indicator/:id?area= */
enum err
indicator_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct indicator_view v = {0};
	struct about_page about = {.c = q->c};
	struct asked_area a;
	struct standing now;
	struct shown_list series = {0};
	const char *id;

	TRY(path_text(q, "id", &id));
	about.k = catalogue_indicator(q->c->catalogue, id);
	if (!about.k)
		return fail(q->c, ERR_NOT_FOUND, "There is no measure called %s", id);
	TRY(asked_area(q, &a));
	TRY(standing_of(q->c, about.k, a.code, &now));
	TRY(shown_series(q->c, about.k, a.code, &series));
	about.name = a.name;
	about.whole = now.found ? now.now.value : NAN;
	fill_words(m, about.k, &now, &a, &v);
	TRY(fill_sources(q->c, about.k, &v));
	if (now.found)
		series_section(&about, &series, push(m, &v.tables));
	if (now.found && a.whole)
		TRY(fill_breakdowns(&about, &now, a.authority, &v));
	fill_contents(m, &v);
	request_reads(q, mem_format(m, "indicator %s %s", about.k->id, a.code));
	return reply_page(q, indicator_template, &v);
}
