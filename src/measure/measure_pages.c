/* The measure room's pages: the scorecard, and one measure with its trend and breakdowns. */
#include "measure/measure.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/breakdown.h"
#include "measure/compute.h"
#include "measure/measure_views.h"
#include "measure/shown.h"
#include "store/store.h"
#include "web/chart/chart.h"

/* GET /   */
static enum err
home_page(struct request *q)
{
	return reply_redirect(q, url_make(q->c->mem, "/scorecard"));
}

/* A whole number with its thousands marked, "c" where hidden, "" where there is none. */
static const char *
count_words(struct mem *m, const struct shown *s, double n)
{
	return s->suppressed && isnan(n) ? "c" : isnan(n) ? "" : text_count(m, (int64_t)(n + 0.5));
}

static const char *
value_words(struct mem *m, const struct indicator *k, const struct shown *s)
{
	return s->suppressed ? "c" : isnan(s->value) ? "" : text_number(m, s->value, decimals_of(k));
}

/* ---- the scorecard -------------------------------------------------------------------------------------------- */

static struct score_row
score_row(struct mem *m, const struct standing *s, const char *area)
{
	const struct indicator *k = s->indicator;

	return (struct score_row){
	    .title = k->title, .link = url_make(m, "/indicator/{}?area={}", k->id, area),
	    .value = s->found ? value_words(m, k, &s->now) : "", .unit = unit_words_of(m, k),
	    .range = s->found ? range_words(m, &s->now, decimals_of(k)) : "",
	    .count = s->found ? count_words(m, &s->now, s->now.numerator) : "",
	    .period = s->found ? when_words(m, k, &s->now) : "",
	    .before = s->before.area ? value_words(m, k, &s->before) : "",
	    .kind = s->kind, .words = strcmp(s->kind, "none") == 0 ? "" : s->kind,
	    .note = !s->found ? "not measured" : s->now.note ? s->now.note : "",
	};
}

static void
add_to_topic(struct mem *m, struct scorecard_view *v, const struct standing *s, const char *area)
{
	const char *topic = s->indicator->topic;
	struct score_topic *t = v->topics.n ? &v->topics.item[v->topics.n - 1] : NULL;

	if (!t || strcmp(t->id, topic) != 0) {
		t = push(m, &v->topics);
		t->id = topic;
		t->title = topic_title(topic);
	}
	*push(m, &t->rows) = score_row(m, s, area);
}

static const char *
scorecard_answer(struct mem *m, const struct standings *list)
{
	int64_t better = 0, worse = 0, silent = 0, n = (int64_t)list->n;

	for (size_t i = 0; i < list->n; i++) {
		better += strcmp(list->item[i].kind, "better") == 0;
		worse += strcmp(list->item[i].kind, "worse") == 0;
		silent += !list->item[i].found || (isnan(list->item[i].now.value) && !list->item[i].now.suppressed);
	}
	return mem_format(m, "%s: %s better than in the period before, %s worse, %s not supplied. The rest stayed alike or are"
	    " neither good nor bad.", text_many(m, n, "measure", NULL), better ? text_count(m, better) : "none",
	    worse ? text_count(m, worse) : "none", silent ? text_count(m, silent) : "none");
}

static enum err
read_choices(struct ctx *c, const char *authority, const char *name, const char *chosen, struct scorecard_view *v)
{
	struct rows *r = store_read(c, "select code, name from area where kind in ('locality', 'ward') order by kind, name");

	*push(c->mem, &v->areas) = (struct area_choice){name, authority, strcmp(authority, chosen) == 0};
	while (rows_next(r)) {
		const char *code = col_text(r, 0, c->mem);

		*push(c->mem, &v->areas) = (struct area_choice){col_text(r, 1, c->mem), code, strcmp(code, chosen) == 0};
	}
	return rows_end(r);
}

/* The area that the address asks for, or the whole authority. */
static enum err
asked_area(struct request *q, const char **authority, const char **authority_name, const char **code, const char **name)
{
	const char *asked = query_text(q, "area");

	TRY(authority_of(q->c, authority, authority_name));
	*code = *authority;
	*name = *authority_name;
	if (!asked || !*asked || strcmp(asked, *authority) == 0)
		return OK;
	*code = asked;
	return area_name_of(q->c, asked, name);
}

/* GET /scorecard?area=   How are children doing? */
static enum err
scorecard_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct scorecard_view v = {0};
	struct standings list = {0};
	const char *authority, *authority_name, *code, *name;

	TRY(asked_area(q, &authority, &authority_name, &code, &name));
	TRY(standings_of(q->c, code, &list));
	for (size_t i = 0; i < list.n; i++) {
		v.measured |= list.item[i].found;
		add_to_topic(m, &v, &list.item[i], code);
	}
	TRY(read_choices(q->c, authority, authority_name, code, &v));
	v.heading = mem_format(m, "How are children in %s doing?", name);
	v.answer = v.measured ? scorecard_answer(m, &list) : "Nothing was measured here yet.";
	request_reads(q, mem_format(m, "scorecard %s", code));
	return reply_page(q, scorecard_template, &v);
}

/* ---- one measure ---------------------------------------------------------------------------------------------- */

struct points {
	size_t n;
	const char **label, **missing;
	double *value, *lower, *upper;
};

static struct points
points_new(struct mem *m, size_t n)
{
	return (struct points){
	    .label = mem_new_array(m, const char *, n + 1), .missing = mem_new_array(m, const char *, n + 1),
	    .value = mem_new_array(m, double, n + 1), .lower = mem_new_array(m, double, n + 1),
	    .upper = mem_new_array(m, double, n + 1),
	};
}

static void
points_add(struct points *p, const char *label, const struct shown *s)
{
	p->label[p->n] = label;
	p->missing[p->n] = s->suppressed ? "hidden: small numbers" : s->note ? s->note : "not known";
	p->value[p->n] = s->value;
	p->lower[p->n] = s->lower95;
	p->upper[p->n++] = s->upper95;
}

static struct figure_row
figure_row(struct mem *m, const struct indicator *k, const struct shown *s, const char *label)
{
	return (struct figure_row){
	    .label = label, .value = value_words(m, k, s), .range = range_words(m, s, decimals_of(k)),
	    .count = count_words(m, s, s->numerator), .of = count_words(m, s, s->denominator),
	    .note = s->note ? s->note : "",
	};
}

static void
fill_series(struct mem *m, const struct indicator *k, const struct shown_list *list, const char *name, const char *title,
    struct indicator_view *v)
{
	struct points p = points_new(m, list->n);

	v->series.id = "series";
	v->series.title = mem_format(m, "By %s", period_kind_name(k->main_period));
	for (size_t i = 0; i < list->n; i++) {
		const struct shown *s = &list->item[i];

		if (period_kind_of(k->by_period, s->period) != k->main_period)
			continue;
		points_add(&p, when_words(m, k, s), s);
		*push(m, &v->series.rows) = figure_row(m, k, s, p.label[p.n - 1]);
	}
	v->series.has_chart = p.n > 1;
	if (v->series.has_chart)
		v->series.chart = chart_trend(m, &(struct trend_chart){
		    .words = {.id = "trend", .title = title, .subtitle = mem_format(m, "%s %s", k->title, v->unit),
		    .source = k->source, .unit = strcmp(v->unit, "%") == 0 ? "%" : NULL, .decimals = decimals_of(k)},
		    .n = p.n, .label = p.label, .value = p.value, .lower = p.lower, .upper = p.upper, .name = name,
		    .target = k->target});
}

/* What a dimension's table is called, and whether its bars are drawn: from the dimension's name. */
static const struct section {
	const char *dimension, *title;
} sections[] = {
	{"deprivation", "By deprivation of the small area"}, {"age", "By age"}, {"sex", "By sex"}, {"ethnicity", "By ethnicity"},
	{"sen", "By special educational needs"}, {"free_school_meals", "By free school meals"},
};

static struct html
section_chart(struct mem *m, const struct indicator *k, const struct indicator_view *v, const struct section *s,
    const struct points *p, double whole, const char *name)
{
	struct chart_words words = {
	    .id = s->dimension, .title = s->title, .subtitle = mem_format(m, "%s %s", k->title, v->unit),
	    .source = k->source, .unit = strcmp(v->unit, "%") == 0 ? "%" : NULL, .decimals = decimals_of(k),
	};

	if (strcmp(s->dimension, "deprivation") == 0 && p->n >= 5)
		return chart_columns(m, &(struct columns_chart){.words = words, .n = 5, .value = p->value, .lower = p->lower,
		    .upper = p->upper, .missing = p->missing, .first_name = "Most deprived fifth",
		    .last_name = "Least deprived fifth"});
	return chart_bars(m, &(struct bars_chart){.words = words, .n = p->n, .label = p->label, .value = p->value,
	    .lower = p->lower, .upper = p->upper, .missing = p->missing, .reference = whole, .reference_name = name});
}

static void
add_section(struct mem *m, const struct indicator *k, const struct shown_list *list, const struct section *s,
    double whole, const char *name, struct indicator_view *v)
{
	struct points p = points_new(m, list->n);
	struct figure_table t = {.id = mem_format(m, "table-%s", s->dimension), .title = s->title};

	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->item[i].dimension, s->dimension) == 0) {
			points_add(&p, list->item[i].category, &list->item[i]);
			*push(m, &t.rows) = figure_row(m, k, &list->item[i], list->item[i].category);
		}
	if (t.rows.n == 0)
		return;
	for (size_t i = 0; i < p.n; i++)
		t.has_chart |= !isnan(p.value[i]);
	if (t.has_chart)
		t.chart = section_chart(m, k, v, s, &p, whole, name);
	*push(m, &v->tables) = t;
}

/* Members of each group on the day, one row a group; and the gaps between groups. */
static void
add_groups(struct mem *m, const struct indicator *k, const struct shown_list *list, struct indicator_view *v)
{
	struct figure_table members = {.id = "table-groups", .title = "In particular groups, by membership on the day"};
	struct figure_table differences = {.id = "table-gaps", .title = "Gaps: the first group's figure less the second's"};

	for (size_t i = 0; i < list->n; i++) {
		const struct shown *s = &list->item[i];
		bool plain = false;

		for (size_t j = 0; j < sizeof sections / sizeof sections[0]; j++)
			plain |= strcmp(s->dimension, sections[j].dimension) == 0;
		if (!plain && strcmp(s->category, "yes") == 0)
			*push(m, &members.rows) = figure_row(m, k, s, dimension_title(s->dimension));
		for (size_t j = 0; j < gap_count && strcmp(s->dimension, DIMENSION_GAP) == 0; j++)
			if (strcmp(s->category, gaps[j].name) == 0)
				*push(m, &differences.rows) = figure_row(m, k, s, gaps[j].title);
	}
	if (members.rows.n)
		*push(m, &v->tables) = members;
	if (differences.rows.n)
		*push(m, &v->tables) = differences;
}

/* The areas of one kind within the authority: dots for few, a table with its fifth of deprivation for small areas. */
static enum err
add_areas(struct ctx *c, const struct indicator *k, const struct shown_list *list, const char *kind, const char *title,
    struct indicator_view *v)
{
	struct mem *m = c->mem;
	struct points p = points_new(m, list->n);
	struct figure_table t = {.id = mem_format(m, "table-%s", kind), .title = title};
	struct rows *r = store_read(c, "select a.code, a.name, max(d.decile) from area a"
	    " left join area_deprivation d on d.area = a.code where a.kind = :kind group by a.code, a.name order by 3, 2");

	bind_text(r, "kind", kind);
	while (rows_next(r)) {
		const char *code = col_text(r, 0, m), *name = col_text(r, 1, m);
		const char *label = col_is_null(r, 2) ? name :
		    mem_format(m, "%s (fifth %d)", name, (int)(col_int(r, 2) + 1) / 2);

		for (size_t i = 0; i < list->n; i++)
			if (strcmp(list->item[i].area, code) == 0) {
				points_add(&p, label, &list->item[i]);
				*push(m, &t.rows) = figure_row(m, k, &list->item[i], label);
				t.rows.item[t.rows.n - 1].link = url_make(m, "/scorecard?area={}", code);
			}
	}
	TRY(rows_end(r));
	if (t.rows.n == 0)
		return OK;
	t.has_chart = p.n <= 40;
	if (t.has_chart)
		t.chart = chart_dots(m, &(struct bars_chart){.words = {.id = kind, .title = title, .subtitle = mem_format(m,
		    "%s %s", k->title, v->unit), .source = k->source, .unit = strcmp(v->unit, "%") == 0 ? "%" : NULL,
		    .decimals = decimals_of(k)}, .n = p.n,
		    .label = p.label, .value = p.value, .lower = p.lower, .upper = p.upper, .missing = p.missing,
		    .reference = NAN}, CHART_NONE_HIGHLIGHTED);
	*push(m, &v->tables) = t;
	return OK;
}

static const char *
indicator_answer(struct mem *m, const struct indicator *k, const struct standing *s, const char *name)
{
	const char *unit = unit_words_of(m, k), *value = value_words(m, k, &s->now);
	const char *joint = strcmp(unit, "%") == 0 || !*unit ? "" : " ";

	if (!s->found)
		return mem_format(m, "There is no figure for %s yet.", name);
	if (s->now.suppressed)
		return mem_format(m, "%s, %s: hidden, because the numbers are small.", name,
		    when_words(m, k, &s->now));
	if (isnan(s->now.value))
		return mem_format(m, "%s, %s: %s.", name, when_words(m, k, &s->now),
		    s->now.note ? s->now.note : "not known");
	if (!s->before.area || isnan(s->before.value))
		return mem_format(m, "%s, %s: %s%s%s.", name, when_words(m, k, &s->now), value, joint, unit);
	return mem_format(m, "%s, %s: %s%s%s. The period before: %s%s%s.", name, when_words(m, k, &s->now), value, joint,
	    unit, value_words(m, k, &s->before), joint, unit);
}

static void
fill_words(struct mem *m, const struct indicator *k, const struct standing *s, const char *name, struct indicator_view *v)
{
	v->title = k->title;
	v->unit = unit_words_of(m, k);
	v->answer = indicator_answer(m, k, s, name);
	v->about = k->about;
	v->source = k->source;
	v->caveat = k->caveat;
	v->kind = s->kind;
	v->words = strcmp(s->kind, "none") == 0 ? "" : mem_format(m, "%s%s the period before", s->kind,
	    strcmp(s->kind, "similar") == 0 ? " to" : " than");
	v->measured = s->found;
	v->small_numbers = mem_format(m, "Counts of 1 to %d are hidden and shown as c. A note says where something was not"
	    " supplied or not known; neither is counted as none.", (int)k->small_numbers_under - 1);
}

/* GET /indicator/:id?area=   one measure: trend, breakdowns, areas, definition. */
static enum err
indicator_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct indicator_view v = {0};
	const struct indicator *k;
	struct standing now;
	struct shown_list series = {0}, list = {0};
	const char *id, *authority, *authority_name, *code, *name;

	TRY(path_text(q, "id", &id));
	k = catalogue_indicator(q->c->catalogue, id);
	if (!k)
		return fail(q->c, ERR_NOT_FOUND, "There is no measure called %s", id);
	TRY(asked_area(q, &authority, &authority_name, &code, &name));
	TRY(standing_of(q->c, k, code, &now));
	TRY(shown_series(q->c, k, code, &series));
	fill_words(m, k, &now, name, &v);
	fill_series(m, k, &series, name, v.answer, &v);
	if (now.found && strcmp(code, authority) == 0) {
		TRY(shown_breakdowns(q->c, k, authority, now.now.period, &list));
		for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
			add_section(m, k, &list, &sections[i], now.now.value, name, &v);
		add_groups(m, k, &list, &v);
		TRY(add_areas(q->c, k, &list, "locality", "By locality", &v));
		TRY(add_areas(q->c, k, &list, "lsoa", "By small area, most deprived first", &v));
	}
	request_reads(q, mem_format(m, "indicator %s %s", k->id, code));
	return reply_page(q, indicator_template, &v);
}

const struct route measure_routes[] = {
	{GET, "/", home_page, CAN_AGGREGATES, NOT_AUDITED},
	{GET, "/scorecard", scorecard_page, CAN_AGGREGATES, "read measures"},
	{GET, "/indicator/:id", indicator_page, CAN_AGGREGATES, "read measure"},
	{0}
};
