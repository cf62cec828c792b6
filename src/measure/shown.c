/* Reads figures back, as suppress.c lets them be seen, and says how a figure stands to the one before. */
#include "measure/shown.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/breakdown.h"
#include "measure/compute.h"
#include "measure/measure.h"
#include "measure/suppress.h"
#include "stats/interval.h"
#include "store/store.h"

void
shown_read(struct ctx *c, const struct indicator *k, const struct rows *r, int from, struct shown *out)
{
	struct mem *m = c->mem;

	*out = (struct shown){
	    .area = col_text(r, from, m), .dimension = col_text(r, from + 1, m), .category = col_text(r, from + 2, m),
	    .period = {col_day(r, from + 3), col_day(r, from + 4)}, .numerator = col_real(r, from + 5),
	    .denominator = col_real(r, from + 6), .value = col_real(r, from + 7), .lower95 = col_real(r, from + 8),
	    .upper95 = col_real(r, from + 9), .note = col_text(r, from + 10, m),
	    .suppressed = !col_is_null(r, from + 11),
	};
	suppress(m, k, out);
}

const char *
basis_of_own(const struct indicator *k)
{
	return k->rows ? "computed" : BASIS_REPORTED;
}

enum err
shown_series(struct ctx *c, const struct indicator *k, const char *area, struct shown_list *out)
{
	struct rows *r = store_read(c, "select area, dimension, category, period_from, period_to, numerator, denominator,"
	    " value, lower95, upper95, note, withheld from observation where indicator = :indicator and area = :area"
	    " and dimension = 'total' and basis = :basis and coalesce(withheld, '') <> 'dropped' order by period_to, period_from");

	bind_text(r, "indicator", k->id);
	bind_text(r, "basis", basis_of_own(k));
	bind_text(r, "area", area);
	while (rows_next(r))
		shown_read(c, k, r, 0, push(c->mem, out));
	return rows_end(r);
}

/* Areas last; within a dimension its own order; within that the order that they came in. */
static int
by_dimension_and_place(const void *a, const void *b)
{
	const struct shown *x = a, *y = b;
	int order = strcmp(x->dimension, y->dimension);
	size_t i = category_place(x->dimension, x->category), j = category_place(y->dimension, y->category);

	if ((strcmp(x->dimension, DIMENSION_TOTAL) == 0) != (strcmp(y->dimension, DIMENSION_TOTAL) == 0))
		return strcmp(x->dimension, DIMENSION_TOTAL) == 0 ? 1 : -1;
	if (order)
		return order;
	if (i != j)
		return i < j ? -1 : 1;
	return strcmp(x->area, y->area);
}

enum err
shown_breakdowns(struct ctx *c, const struct indicator *k, const char *authority, struct period p, struct shown_list *out)
{
	struct rows *r = store_read(c, "select area, dimension, category, period_from, period_to, numerator, denominator,"
	    " value, lower95, upper95, note, withheld from observation where indicator = :indicator and period_from = :from"
	    " and period_to = :to and basis = :basis and (area <> :authority or dimension <> 'total')"
	    " and coalesce(withheld, '') <> 'dropped'");

	bind_text(r, "indicator", k->id);
	bind_text(r, "basis", basis_of_own(k));
	bind_text(r, "authority", authority);
	bind_day(r, "from", p.from);
	bind_day(r, "to", p.to);
	while (rows_next(r))
		shown_read(c, k, r, 0, push(c->mem, out));
	TRY(rows_end(r));
	suppress_gaps(k, out);
	if (out->n)
		qsort(out->item, out->n, sizeof out->item[0], by_dimension_and_place);
	return OK;
}

static const char *
kind_of_change(const struct indicator *k, const struct shown *now, const struct shown *before)
{
	static const char *const words[][3] = {
		[POLARITY_NEITHER] = {"lower", "similar", "higher"}, [POLARITY_HIGHER] = {"worse", "similar", "better"},
		[POLARITY_LOWER] = {"better", "similar", "worse"},
	};
	enum comparison way = interval_compare((struct interval){now->value, now->lower95, now->upper95},
	    (struct interval){before->value, before->lower95, before->upper95});

	return way == COMPARE_UNKNOWN ? "none" : words[k->better][way - COMPARE_LOWER];
}

/* A figure of half a year's files is no measure of the year: nothing is compared with it. */
static bool
part_supplied(const struct shown *s)
{
	return s->note && strcmp(s->note, NOTE_PART_SUPPLIED) == 0;
}

void
standing_judge(struct standing *s)
{
	s->kind = "none";
	if (s->before.area && part_supplied(&s->before))
		s->before = (struct shown){.area = s->before.area, .dimension = s->before.dimension,
		    .category = s->before.category, .period = s->before.period, .numerator = NAN, .denominator = NAN,
		    .value = NAN, .lower95 = NAN, .upper95 = NAN, .note = s->before.note};
	else if (s->found && s->before.area && !part_supplied(&s->now))
		s->kind = kind_of_change(s->indicator, &s->now, &s->before);
}

enum period_kind
shown_kind(const struct indicator *k, const struct shown_list *series)
{
	enum period_kind latest = k->main_period;

	for (size_t i = series->n; i-- > 0;) {
		enum period_kind kind = period_kind_of(k->by_period, series->item[i].period);

		if (kind == k->main_period)
			return kind;
		if (i == series->n - 1)
			latest = kind;
	}
	return latest;
}

enum err
standing_of(struct ctx *c, const struct indicator *k, const char *area, struct standing *out)
{
	struct shown_list list = {0};
	enum period_kind kind;

	*out = (struct standing){.indicator = k, .kind = "none"};
	TRY(shown_series(c, k, area, &list));
	kind = shown_kind(k, &list);
	for (size_t i = list.n; i-- > 0;) {
		const struct shown *s = &list.item[i];

		if (period_kind_of(k->by_period, s->period) != kind)
			continue;
		if (out->found && (!isnan(out->now.value) || out->now.suppressed)) {
			out->before = *s;
			break;
		}
		if (!out->found || !isnan(s->value) || s->suppressed)
			out->now = *s;          /* the latest one that says something, else the latest */
		out->found = true;
	}
	standing_judge(out);
	return OK;
}

/* The order in which topics are read: a child's safety first. Topics that an authority adds come after, by name. */
static const struct { const char *topic, *title; } topics[] = {
	{"protection", "Help and protection"}, {"care", "Children in care and care leavers"}, {"early_help", "Early help"},
	{"send", "Special educational needs and disabilities"}, {"education", "Education"}, {"health", "Health"},
	{"youth_justice", "Youth justice"}, {"post_16", "After 16"}, {"family", "Families"},
	{"voice", "What children and parents say"}, {"workforce", "Workforce"}, {"data_quality", "The data themselves"},
};
#define TOPICS (sizeof topics / sizeof topics[0])

size_t
topic_place(const char *topic)
{
	size_t i = 0;

	while (i < TOPICS && strcmp(topics[i].topic, topic) != 0)
		i++;
	return i;
}

const char *
topic_title(const char *topic)
{
	size_t i = topic_place(topic);

	return i < TOPICS ? topics[i].title : topic;
}

enum err
standings_of(struct ctx *c, const char *area, struct standings *out)
{
	for (size_t topic = 0; topic <= TOPICS; topic++)
		for (size_t i = 0; i < c->catalogue->n_indicators; i++) {
			const struct indicator *k = &c->catalogue->indicator[i];

			if (topic_place(k->topic) == topic)
				TRY(standing_of(c, k, area, push(c->mem, out)));
		}
	return OK;
}

enum err
authority_of(struct ctx *c, const char **code, const char **name)
{
	struct rows *r = store_read(c, "select name, value from setting where name in"
	    " ('authority_code', 'authority_name') union all select 'area', min(code) from area where kind = 'authority'"
	    " having count(*) = 1 union all select 'area_name', min(name) from area where kind = 'authority' having count(*) = 1");
	const char *area = NULL, *area_name = NULL;

	*code = *name = NULL;
	while (rows_next(r)) {
		const char *value = col_text(r, 1, c->mem);

		if (view_is(col_view(r, 0), "authority_code"))
			*code = value;
		else if (view_is(col_view(r, 0), "authority_name"))
			*name = value;
		else if (view_is(col_view(r, 0), "area"))
			area = value;
		else
			area_name = value;
	}
	*code = *code ? *code : area ? area : "";
	*name = *name ? *name : area_name ? area_name : "the authority";
	return rows_end(r);
}

enum err
area_name_of(struct ctx *c, const char *code, const char **name)
{
	struct rows *r = store_read(c, "select name from area where code = :code");
	enum err e;

	*name = NULL;
	bind_text(r, "code", code);
	while (rows_next(r))
		*name = col_text(r, 0, c->mem);
	e = rows_end(r);
	if (e == OK && !*name)
		return fail(c, ERR_NOT_FOUND, "No area has the code %s", code);
	return e;
}

/* ---- words -------------------------------------------------------------------------------------------------- */

const char *
unit_words_of(struct mem *m, const struct indicator *k)
{
	if (k->measure == MEASURE_PROPORTION || (k->measure == MEASURE_RATIO && k->per >= 100 && k->per <= 100))
		return "%";
	if (k->measure != MEASURE_RATE && k->measure != MEASURE_RATIO)
		return "";
	return k->per >= 1000 ? mem_format(m, "per %.0f,%03.0f", floor(k->per / 1000), fmod(k->per, 1000)) :
	    mem_format(m, "per %.0f", k->per);
}

int
decimals_of(const struct indicator *k)
{
	return k->measure == MEASURE_COUNT ? 0 : 1;
}

const char *
number_words(struct mem *m, const struct shown *s, double x, int decimals)
{
	if (s->suppressed)
		return "c";
	return isnan(x) ? "" : mem_format(m, "%.*f", decimals, x);
}

const char *
range_words(struct mem *m, const struct shown *s, int decimals)
{
	if (s->suppressed || isnan(s->lower95) || isnan(s->upper95))
		return "";
	return mem_format(m, "%.*f to %.*f", decimals, s->lower95, decimals, s->upper95);
}

const char *
standing_words(const struct standing *s)
{
	static const struct { const char *kind, *words; } table[] = {
		{"better", "▲ better"}, {"similar", "● similar"}, {"worse", "▼ worse"}, {"lower", "lower"},
		{"higher", "higher"},
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (strcmp(s->kind, table[i].kind) == 0)
			return table[i].words;
	return "";
}

const char *
when_words(struct mem *m, const struct indicator *k, const struct shown *s)
{
	return period_name(m, period_kind_of(k->by_period, s->period), s->period);
}
