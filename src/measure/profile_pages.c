/* The profile: how an area stands on every measure, by life stage, in a spine and in the table that the spine pictures. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "measure/area_set.h"
#include "measure/measure.h"
#include "measure/measure_pages.h"
#include "measure/profile.h"
#include "measure/profile_pages.h"
#include "measure/profile_views.h"
#include "store/store.h"
#include "web/chart/chart.h"

/* ---- what is asked for -------------------------------------------------------------------------------------------- */

struct profile_asked {
	struct asked_area area;
	struct comparators with;
	const char *against, *topic;    /* as in the address; NULL */
	struct profile_scope scope;
};

static enum err
against_read(struct ctx *c, const char *word, struct comparators *with)
{
	struct area_set set = {0};

	TRY(area_set_read(c, with, word, &set));
	area_set_against(c->mem, &set, with);
	return OK;
}

static enum err
profile_asked(struct request *q, struct profile_asked *out)
{
	bool all = query_text(q, "all") && strcmp(query_text(q, "all"), "yes") == 0;

	*out = (struct profile_asked){.against = query_text(q, "against"), .topic = query_text(q, "others")};
	TRY(asked_area(q, &out->area));
	TRY(comparators_of(q->c, out->area.code, &out->with));
	if (out->against && *out->against)
		TRY(against_read(q->c, out->against, &out->with));
	out->scope = (struct profile_scope){.indicators = !out->topic || all, .others = out->topic || all,
	    .topic = all ? NULL : out->topic};
	return OK;
}

/* Areas within the authority have no published numbers: their figures are on the scorecard. */
static enum err
is_within(struct ctx *c, const char *area, bool *within)
{
	struct rows *r = store_read(c, "select 1 from area where code = :area and kind not in"
	    " ('authority', 'region', 'part_of_region', 'country', 'joint')");

	*within = false;
	bind_text(r, "area", area);
	while (rows_next(r))
		*within = true;
	return rows_end(r);
}

enum err
area_options_read(struct ctx *c, const char *chosen, struct area_options *out)
{
	struct rows *r = store_read(c, "select code, name from area where kind in ('authority', 'region', 'country') and until is null"
	    " order by case kind when 'country' then 1 when 'region' then 2 else 3 end, name, code");

	while (rows_next(r)) {
		const char *code = col_text(r, 0, c->mem);

		*push(c->mem, out) = (struct area_option){code, col_text(r, 1, c->mem), strcmp(code, chosen) == 0};
	}
	return rows_end(r);
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

static const char *
number_or_nothing(struct mem *m, double x, int decimals)
{
	return isnan(x) ? "" : text_number(m, x, decimals);
}

static const char *
range_or_nothing(struct mem *m, double lower, double upper, int decimals)
{
	return isnan(lower) || isnan(upper) ? "" : text_range(m, lower, upper, decimals);
}

static struct profile_row
published_row(struct mem *m, const struct profile_line *l, const char *area)
{
	const struct published_standing *s = &l->published;
	int d = l->p.decimals;

	return (struct profile_row){
	    .title = l->p.title, .note = s->now.note, .link = url_make(m, "/indicator/{}?area={}", l->p.id, area),
	    .period = published_period_name(m, s->now.period), .count = number_or_nothing(m, s->now.numerator, 0),
	    .value = number_or_nothing(m, s->now.value, d), .unit = l->p.unit,
	    .range = range_or_nothing(m, s->now.lower95, s->now.upper95, d), .england = number_or_nothing(m, s->england, d),
	    .region = number_or_nothing(m, s->region, d), .neighbours = number_or_nothing(m, s->neighbours, d),
	    .lowest = number_or_nothing(m, s->lowest, d), .highest = number_or_nothing(m, s->highest, d),
	    .quarter = line_quarter(l), .rank = s->rank && is_comparable(&l->p, s) ? mem_format(m, "%zu of %zu", s->rank, s->n_authorities) : "", .trend = trend_words(s->trend),
	    .before = s->trend == TREND_UNKNOWN && s->before.area ? mem_format(m, "was %s", text_number(m, s->before.value, d)) : "",
	    .kind = s->kind, .words = strcmp(s->kind, "none") == 0 ? "" : s->kind,
	};
}

static struct profile_row
own_row(struct mem *m, const struct profile_line *l, const char *area)
{
	const struct standing *s = &l->own;
	bool alone = !l->published.found;

	return (struct profile_row){
	    .own = !alone, .title = alone ? l->p.title : "Our own, of a later period", .note = alone && s->now.note ? s->now.note :
	    alone ? "our own figure" : s->now.note, .link = url_make(m, "/indicator/{}?area={}", l->p.id, area),
	    .period = when_words(m, s->indicator, &s->now), .count = count_words(m, &s->now, s->now.numerator),
	    .value = value_words(m, s->indicator, &s->now), .unit = s->now.suppressed ? "" : l->p.unit,
	    .range = range_words(m, &s->now, l->p.decimals), .england = "", .region = "", .neighbours = "", .lowest = "",
	    .highest = "", .quarter = "", .rank = "", .trend = "", .before = s->before.area && !isnan(s->before.value) ?
	    mem_format(m, "was %s", text_number(m, s->before.value, l->p.decimals)) : "", .kind = "none", .words = "",
	};
}

/* ---- the spine ---------------------------------------------------------------------------------------------------- */

static struct spine_row
spine_row(struct mem *m, const struct profile_line *l)
{
	static const int ways[] = {[POLARITY_NEITHER] = 0, [POLARITY_HIGHER] = 1, [POLARITY_LOWER] = -1};
	const struct published_standing *s = &l->published;
	const char *number = text_number(m, s->now.value, l->p.decimals), *unit = l->p.indicator ? l->p.unit : "";

	return (struct spine_row){
	    .label = l->p.title, .value_words = mem_format(m, strcmp(unit, "%") == 0 || !*unit ? "%s%s" : "%s %s", number, unit),
	    .kind = s->kind, .better = ways[l->p.better], .decimals = l->p.decimals, .value = s->now.value, .lower = s->now.lower95,
	    .upper = s->now.upper95, .england = s->england, .region = s->region, .neighbours = s->neighbours, .lowest = s->lowest,
	    .lower_quartile = s->lower_quartile, .median = s->median, .upper_quartile = s->upper_quartile, .highest = s->highest,
	};
}

static bool
is_pictured(const struct profile_line *l)
{
	return l->published.found && is_comparable(&l->p, &l->published);
}

/* What is sure comes first; where nothing can be tested, where the figures lie among the authorities. */
static const char *
stage_finding(struct mem *m, const struct profile *part)
{
	size_t better = profile_count(part, "better"), worse = profile_count(part, "worse"), n = 0;
	const char *figures;

	for (size_t i = 0; i < part->n; i++)
		n += is_pictured(&part->item[i]);
	figures = text_many(m, (int64_t)n, "figure", NULL);
	if (better || worse)
		return mem_format(m, "Of %s, %zu clearly better than England and %zu clearly worse", figures, better, worse);
	return mem_format(m, "Of %s, %zu in the best quarter of authorities and %zu in the worst", figures,
	    profile_in_quarter(part, 1), profile_in_quarter(part, -1));
}

static struct html
spine_of(struct mem *m, const struct profile *part, const char *id, const struct profile_asked *asked)
{
	const struct comparators *with = &asked->with;
	struct LIST(struct spine_row) rows = {0};
	struct spine_chart chart = {.words = {.id = mem_format(m, "%s-spine", id), .title = stage_finding(m, part)},
	    .name = asked->area.name, .region_name = with->region_name};

	if (with->n_neighbours)
		chart.neighbours_name = asked->against && *asked->against ? "the chosen areas" : "statistical neighbours";
	for (size_t i = 0; i < part->n; i++)
		if (is_pictured(&part->item[i]))
			*push(m, &rows) = spine_row(m, &part->item[i]);
	chart.row = rows.item;
	chart.n = rows.n;
	chart.words.subtitle = mem_format(m, "Each bar runs from one end of England’s authorities to the other; its dark part holds the"
	    " middle half. ▲ ● ▼ △ ▽ ○ %s%s%s%s%s. Filled: better, similar, worse; hollow: not judged.", asked->area.name,
	    chart.region_name ? "; ◇ " : "", chart.region_name ? chart.region_name : "", chart.neighbours_name ? "; □ median of " : "",
	    chart.neighbours_name ? chart.neighbours_name : "");
	return chart_spine(m, &chart);
}

/* ---- the page ----------------------------------------------------------------------------------------------------- */

static const char *
section_title(struct mem *m, const struct profile_line *l)
{
	return l->stage ? *l->stage ? text_of_code(m, l->stage) : "Other measures" : *l->p.topic ? l->p.topic : "Without a topic";
}

/* Lines that stand under one heading. */
static void
section_add(struct mem *m, struct profile_view *v, const struct profile *part, const struct profile_asked *asked)
{
	struct profile_section *s = push(m, &v->sections);
	bool any = false;

	*s = (struct profile_section){.id = mem_format(m, "stage%zu", v->sections.n), .title = section_title(m, &part->item[0])};
	for (size_t i = 0; i < part->n; i++) {
		const struct profile_line *l = &part->item[i];

		any = any || is_pictured(l);
		if (l->published.found)
			*push(m, &s->rows) = published_row(m, l, asked->area.code);
		if (l->own_shown)
			*push(m, &s->rows) = own_row(m, l, asked->area.code);
	}
	s->has_chart = any;
	if (any)
		s->chart = spine_of(m, part, s->id, asked);
}

/* "12 are better than England, 3 worse, 5 similar": what there is none of is left out. */
static void
put_judged(struct builder *b, const struct profile *p)
{
	static const struct { const char *kind, *words; } said[] = {
		{"better", "better"}, {"worse", "worse"}, {"similar", "similar"}, {"higher", "higher"}, {"lower", "lower"},
	};
	const char *before = "";

	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		size_t n = profile_count(p, said[i].kind);

		if (!n)
			continue;
		put_format(b, *before ? ", %zu %s" : "Beside England %zu %s %s", n, *before ? said[i].words : n == 1 ? "is" : "are",
		    said[i].words);
		before = ", ";
	}
	if (*before)
		put_text(b, ". ");
}

static const char *
profile_answer(struct mem *m, const struct profile *p, const char *name)
{
	size_t best = profile_in_quarter(p, 1), worst = profile_in_quarter(p, -1), untested = profile_count(p, "none"), n = 0;
	struct builder b = {.mem = m};

	for (size_t i = 0; i < p->n; i++)
		n += p->item[i].published.found;
	if (!n)
		return "Nothing published is here to compare with: these are our own figures.";
	put_format(&b, "%s of %s %s published. ", text_many(m, (int64_t)n, "measure", NULL), name, n == 1 ? "is" : "are");
	put_judged(&b, p);
	if (untested)
		put_format(&b, "%zu %s no interval to judge by. ", untested, untested == 1 ? "has" : "have");
	if (best || worst)
		put_format(&b, "Among all authorities %zu %s in the best quarter and %zu in the worst.", best, best == 1 ? "lies" : "lie",
		    worst);
	return built_text(&b);
}

static enum err
other_topics_read(struct ctx *c, const char *area, struct profile_view *v)
{
	struct rows *r = store_read(c, "select distinct coalesce(topic, '') from published_measure order by coalesce(topic, '')");

	while (rows_next(r)) {
		const char *topic = col_text(r, 0, c->mem);

		*push(c->mem, &v->others) = (struct other_topic){*topic ? topic : "Without a topic",
		    url_make(c->mem, "/profile?area={}&others={}", area, topic)};
	}
	return rows_end(r);
}

static void
fill_words(struct mem *m, const struct profile_asked *asked, const struct profile *profile, struct profile_view *v)
{
	const char *area = asked->area.code;

	v->whole = !asked->topic;
	v->heading = v->whole ? mem_format(m, "How does %s compare?", asked->area.name) : mem_format(m, "%s in %s",
	    *asked->topic ? asked->topic : "Other published numbers", asked->area.name);
	v->answer = profile_answer(m, profile, asked->area.name);
	v->rule = mem_format(m, "The figures are those that England publishes, because they are compared with others’ that are published by"
	    " the same hand. %s Where nothing is published, our own figure stands alone.", asked->area.whole ? "Our own figure, from the"
	    " extracts or typed, stands below one when it is of a later period; it is compared with nothing." : "");
	v->region = asked->with.region_name;
	v->neighbours = !asked->with.n_neighbours ? NULL : asked->against && *asked->against ? "Chosen areas" : "Neighbours";
	v->back = url_make(m, "/profile?area={}", area);
	v->download = v->whole ? url_make(m, "/profile.csv?area={}&against={}", area, asked->against) :
	    url_make(m, "/profile.csv?area={}&others={}", area, asked->topic);
	v->spreadsheet = v->whole ? url_make(m, "/profile.xlsx?area={}&against={}", area, asked->against) :
	    url_make(m, "/profile.xlsx?area={}&others={}", area, asked->topic);
	v->rug = url_make(m, "/rug?area={}", area);
	v->compare = url_make(m, "/compare?of={}", area);
	v->download_all = url_make(m, "/profile.csv?area={}&all=yes", area);
	if (!profile->n)
		v->empty = "Nothing published of this area is here, and nothing was measured. Import what England publishes with"
		    " bairn import, or extracts and then bairn measure.";
	if (!profile->n)
		v->answer = mem_format(m, "There are no figures of %s yet.", asked->area.name);
}

/* GET /profile?area=&against=CODE,…&others=TOPIC   How does the area compare? */
enum err
profile_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct profile_asked asked;
	struct profile profile;
	struct profile_view v = {0};
	bool within;

	TRY(profile_asked(q, &asked));
	TRY(is_within(q->c, asked.area.code, &within));
	if (within)
		return reply_redirect(q, url_make(m, "/scorecard?area={}", asked.area.code));
	TRY(profile_of(q->c, &asked.with, asked.scope, &profile));
	fill_words(m, &asked, &profile, &v);
	for (size_t from = 0, to; from < profile.n; from = to) {
		struct profile part = {.with = profile.with, .item = &profile.item[from]};

		for (to = from; to < profile.n && strcmp(section_title(m, &profile.item[to]), section_title(m, part.item)) == 0; to++)
			part.n++;
		section_add(m, &v, &part, &asked);
	}
	TRY(area_options_read(q->c, asked.area.code, &v.areas));
	if (v.whole)
		TRY(other_topics_read(q->c, asked.area.code, &v));
	request_reads(q, mem_format(m, "profile %s", asked.area.code));
	return reply_page(q, profile_template, &v);
}

static enum err
profile_reply(struct request *q, const char *format)
{
	struct profile_asked asked;
	struct profile profile;

	TRY(profile_asked(q, &asked));
	TRY(profile_of(q->c, &asked.with, asked.scope, &profile));
	request_reads(q, mem_format(q->c->mem, "profile %s", asked.area.code));
	return reply_table(q, profile_table(q->c->mem, &profile, false), mem_format(q->c->mem, "profile-%s", asked.area.code), format);
}

/* GET /profile.csv   what `bairn show profile --format csv` prints: the page's rows or, with all=yes, every published number. */
enum err
profile_csv(struct request *q)
{
	return profile_reply(q, "csv");
}

/* GET /profile.xlsx   the same as a workbook. */
enum err
profile_xlsx(struct request *q)
{
	return profile_reply(q, "xlsx");
}
