/* One measure: the answer in words, its trend, other areas, its breakdowns, what it measures and what its figures stand on. The
 * measure is an indicator that is computed here, one that England publishes, both, or a number by its publisher's name. */
#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/indicator_about.h"
#include "measure/indicator_areas.h"
#include "measure/indicator_cuts.h"
#include "measure/indicator_gradient.h"
#include "measure/indicator_map.h"
#include "measure/indicator_sections.h"
#include "measure/indicator_trend.h"
#include "measure/measure_pages.h"
#include "measure/measure_views.h"
#include "measure/typed_section.h"
#include "store/store.h"

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
	return mem_format(m, k->rows && k->at == AT_PERIOD_END ? "at the end of %s" : "in %s", when);
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

	if (!s->found && k->reported)
		return mem_format(m, "No extract holds this measure: its figures are typed, and there is none for %s yet.", name);
	if (!s->found && !k->rows)
		return "This is not measured here: no extract holds it, and no imported file publishes it of this area.";
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

/* What is published of the area, found once for the whole page. */
struct published_part {
	struct published measure;
	struct published_figures series;
	struct published_standing standing;
};

/* "117.0 per 10,000 in Darlington in 2024-25, as published. England: 67.0. Neighbours' median: 120.0." */
static const char *
published_sentence(const struct about_page *about, const struct published_standing *s)
{
	struct mem *m = about->c->mem;
	const char *text = mem_format(m, "%s in %s in %s, as published.", about_value_with_unit(about, s->now.value), about->name,
	    published_period_name(m, s->now.period));

	if (!isnan(s->england) && strcmp(about->area, about->with->england) != 0)
		text = mem_format(m, "%s England: %s.", text, about_value(about, s->england));
	if (!isnan(s->neighbours))
		text = mem_format(m, "%s Median of %s: %s.", text, text_many(m, (int64_t)s->n_neighbours, "statistical neighbour", NULL),
		    about_value(about, s->neighbours));
	return text;
}

static void
fill_answer(const struct about_page *about, const struct standing *now, const struct published_part *part,
    struct indicator_view *v)
{
	struct mem *m = about->c->mem;
	bool computed = about->k && now->found, published = about->p && part->standing.found;
	const char *kind = computed ? now->kind : published ? part->standing.kind : "none";

	v->kind = kind;
	v->words = strcmp(kind, "none") == 0 ? "" : mem_format(m, "%s %s", strcmp(kind, "similar") == 0 ? "similar to" :
	    mem_format(m, "%s than", kind), computed ? "the period before" : "England");
	if (computed || (about->k && !published))
		v->answer = indicator_answer(m, about->k, now, about->name);
	else
		v->answer = published ? published_sentence(about, &part->standing) : mem_format(m, "There is no figure for %s alone.",
		    about->name);
	v->second = computed && published ? published_sentence(about, &part->standing) : NULL;
}

static void
fill_links(const struct about_page *about, const struct asked_area *a, struct indicator_view *v)
{
	struct mem *m = about->c->mem;

	v->title = about->title;
	v->area = a->whole ? NULL : a->name;
	v->authority = a->authority_name;
	v->back = url_make(m, "/scorecard?area={}", a->code);
	v->back_words = v->area ? mem_format(m, "Scorecard of %s", v->area) : "Scorecard";
	v->whole = url_make(m, "/indicator/{}", about->id);
	v->download = url_make(m, "/indicator/{}.csv?area={}", about->id, a->code);
	v->workbook = url_make(m, "/indicator/{}.xlsx?area={}", about->id, a->code);
	if (about->k && about->k->rows && a->whole)
		v->move = url_make(m, "/indicator/{}/move", about->id);
}

static enum err
fill_breakdowns(const struct about_page *about, const struct standing *now, struct indicator_view *v)
{
	static const char *const others[] = {"age", "sex", "ethnicity", "sen", "free_school_meals"};
	static const char *const mapped[] = {"ward", "msoa"};   /* shown where there are boundaries to show them on */
	struct shown_list list = {0};
	bool known;

	TRY(shown_breakdowns(about->c, about->k, about->area, now->now.period, &list));
	gradient_section(about, &list, &v->tables);
	TRY(area_section(about, &list, "locality", &v->tables));
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		dimension_section(about, &list, others[i], &v->tables);
	group_sections(about, &list, &v->tables);
	v->without = without_population(about, &list);
	for (size_t i = 0; i < sizeof mapped / sizeof mapped[0]; i++) {
		TRY(boundaries_known(about->c, mapped[i], &known));
		if (known)
			TRY(area_section(about, &list, mapped[i], &v->tables));
	}
	return area_section(about, &list, "lsoa", &v->tables);
}

/* What England publishes: the area's series, other areas of its newest period, breakdowns. */
static enum err
fill_published(const struct about_page *about, const struct published_part *part, bool alone, struct indicator_view *v)
{
	struct areas_of_period areas;

	if (part->series.n)
		TRY(published_section(about, &part->series, alone, push(about->c->mem, &v->tables)));
	if (part->standing.found) {
		TRY(areas_of_period(about, part->standing.now.period, &areas));
		ranked_sections(about, &areas, &v->tables);
		funnel_section(about, &areas, &v->tables);
	}
	TRY(published_gradient_section(about, &v->tables));
	return cut_sections(about, &v->tables);
}

static void
fill_contents(struct mem *m, struct indicator_view *v)
{
	for (size_t i = 0; i < v->tables.n; i++)
		*push(m, &v->contents) = (struct content_item){
		    v->tables.item[i].title, url_make(m, "#{}-section", v->tables.item[i].id),
		};
	if (v->may_be_typed)
		*push(m, &v->contents) = (struct content_item){"Typed figures", url_make(m, "#typed-section")};
	*push(m, &v->contents) = (struct content_item){"What this measures", url_make(m, "#about-section")};
	if (v->sources.n)
		*push(m, &v->contents) = (struct content_item){"Where the figures come from", url_make(m, "#sources-section")};
	if (v->coverage.n)
		*push(m, &v->contents) = (struct content_item){"Which days the files speak of", url_make(m, "#coverage-section")};
}

/* The indicator, the published measure, or both; ERR_NOT_FOUND when the name is neither. */
static enum err
find_measure(struct ctx *c, const char *id, struct about_page *about, struct published *published)
{
	enum err e;

	*about = (struct about_page){.c = c, .id = id, .k = catalogue_indicator(c->catalogue, id), .whole = NAN};
	e = published_find(c, id, published);
	if (e == OK && (published->n_source || !about->k))
		about->p = published;
	else if (e != OK && (e != ERR_NOT_FOUND || !about->k))
		return e;
	fail_clear(c);
	about->title = about->k ? about->k->title : about->p->title;
	return OK;
}

/* The data set of the most trusted of its sources that was imported. */
static enum err
publisher_of(struct about_page *about)
{
	for (size_t i = about->p->n_source; i-- > 0;) {
		struct rows *r = store_read(about->c, "select dataset from published_measure where id = :id");

		bind_text(r, "id", about->p->source[i].value);
		while (rows_next(r)) {
			const struct dataset *d = catalogue_dataset(about->c->catalogue, col_text(r, 0, about->c->mem));

			about->publisher = d ? d->title : about->publisher;
		}
		TRY(rows_end(r));
	}
	return OK;
}

static enum err
fill_sections(struct about_page *about, const struct asked_area *a, struct published_part *part, struct indicator_view *v)
{
	struct ctx *c = about->c;
	struct standing now = {.kind = "none"};
	struct shown_list series = {0};

	if (about->k) {
		TRY(standing_of(c, about->k, a->code, &now));
		TRY(shown_series(c, about->k, a->code, &series));
		about->whole = now.found ? now.now.value : NAN;
	}
	if (about->p) {
		TRY(published_series(c, about->p, a->code, &part->series));
		TRY(published_standing_of(c, about->p, about->with, &part->standing));
	}
	fill_answer(about, &now, part, v);
	if (now.found)
		TRY(series_section(about, &series, push(c->mem, &v->tables)));
	if (now.found && a->whole)
		TRY(fill_breakdowns(about, &now, v));
	return about->p ? fill_published(about, part, !now.found, v) : OK;
}

/* GET /indicator/:id?area= */
enum err
indicator_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct indicator_view v = {0};
	struct about_page about;
	struct published_part part = {0};
	struct comparators with;
	struct asked_area a;
	const char *id;

	TRY(path_text(q, "id", &id));
	TRY(find_measure(q->c, id, &about, &part.measure));
	TRY(asked_area(q, &a));
	TRY(comparators_of(q->c, a.code, &with));
	about.with = &with;
	about.area = a.code;
	about.name = a.name;
	if (about.p)
		TRY(publisher_of(&about));
	fill_links(&about, &a, &v);
	TRY(fill_sections(&about, &a, &part, &v));
	TRY(typed_section(&about, a.whole, &v));
	TRY(fill_about(&about, &v));
	v.measured = v.tables.n > 0;
	fill_contents(m, &v);
	request_reads(q, mem_format(m, "indicator %s %s", about.id, a.code));
	return reply_page(q, indicator_template, &v);
}
