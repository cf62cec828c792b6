/* Reads published numbers back: which they are, for whom, and how they stand. */
#include "measure/published.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/measure.h"
#include "measure/shown.h"
#include "store/store.h"

/* ---- which measure ------------------------------------------------------------------------------------------------ */

/* What the totals of a published measure are of: "category=Referrals; …". */
static enum err
base_of(struct ctx *c, const char *id, const char **base)
{
	struct rows *r = store_read(c, "select base from published_measure where id = :id");

	*base = NULL;
	bind_text(r, "id", id);
	while (rows_next(r))
		*base = col_text(r, 0, c->mem);
	return rows_end(r);
}

/* The cuts that choose a counterpart's rows, without those that its whole file has. */
static enum err
source_of(struct ctx *c, const struct counterpart *from, struct published_source *out)
{
	struct builder names = {.mem = c->mem}, words = {.mem = c->mem};
	const char *base = NULL;

	if (from->n_filter)
		TRY(base_of(c, from->value, &base));
	for (size_t i = 0; i < from->n_filter; i++) {
		const char *both = mem_format(c->mem, "; %s=%s;", from->filter[i], from->is[i]);

		if (base && strstr(mem_format(c->mem, "; %s;", base), both))
			continue;
		put_format(&names, "%s%s", names.n ? " | " : "", from->filter[i]);
		put_format(&words, "%s%s", words.n ? " | " : "", from->is[i]);
	}
	*out = (struct published_source){from->value, from->numerator, from->denominator,
	    names.n ? built_text(&names) : DIMENSION_TOTAL, names.n ? built_text(&words) : "", from->less, from->times,
	    from->of_counts};
	return OK;
}

struct published
published_words(struct mem *m, const struct indicator *k)
{
	return (struct published){.id = k->id, .title = k->title, .topic = topic_title(k->topic), .unit = unit_words_of(m, k),
	    .better = k->better, .decimals = decimals_of(k), .indicator = k};
}

enum err
published_of_indicator(struct ctx *c, const struct indicator *k, struct published *out)
{
	*out = published_words(c->mem, k);
	for (size_t i = 0; i < k->n_published && i < 3; i++)
		TRY(source_of(c, &k->published[i], &out->source[out->n_source++]));
	return OK;
}

static const char *
text_or_empty(const struct rows *r, int column, struct mem *m)
{
	return col_is_null(r, column) ? "" : col_text(r, column, m);
}

/* A row of published_measure: id, title, topic, unit, better. */
static void
of_row(struct mem *m, const struct rows *r, struct published *out)
{
	*out = (struct published){.id = col_text(r, 0, m), .title = col_is_null(r, 1) ? col_text(r, 0, m) : col_text(r, 1, m),
	    .topic = text_or_empty(r, 2, m), .unit = text_or_empty(r, 3, m), .decimals = 1,
	    .better = view_is(col_view(r, 4), "higher") ? POLARITY_HIGHER : view_is(col_view(r, 4), "lower") ? POLARITY_LOWER :
	    POLARITY_NEITHER};
	out->source[out->n_source++] = (struct published_source){.value = out->id, .dimension = DIMENSION_TOTAL, .category = ""};
}

enum err
published_find(struct ctx *c, const char *id, struct published *out)
{
	const struct indicator *k = catalogue_indicator(c->catalogue, id);
	struct rows *r;
	bool found = false;

	if (k && (k->n_published || k->reported))
		return published_of_indicator(c, k, out);
	r = store_read(c, "select id, title, topic, unit, better from published_measure where id = :id");
	bind_text(r, "id", id);
	while (rows_next(r)) {
		of_row(c->mem, r, out);
		found = true;
	}
	TRY(rows_end(r));
	return found ? OK : fail(c, ERR_NOT_FOUND, "There is no measure called %s", id);
}

static bool
is_named(const struct catalogue *k, const char *id)
{
	for (size_t i = 0; i < k->n_indicators; i++)
		for (size_t n = 0; n < k->indicator[i].n_published; n++)
			if (strcmp(k->indicator[i].published[n].value, id) == 0)
				return true;
	return false;
}

enum err
published_of_area(struct ctx *c, const char *area, struct published_list *out)
{
	for (size_t i = 0; i < c->catalogue->n_indicators; i++) {
		struct published p;
		struct published_figures series = {0};

		if (!c->catalogue->indicator[i].n_published)
			continue;
		TRY(published_of_indicator(c, &c->catalogue->indicator[i], &p));
		TRY(published_series(c, &p, area, &series));
		if (series.n)
			*push(c->mem, out) = p;
	}
	return published_others(c, area, NULL, out);
}

enum err
published_others(struct ctx *c, const char *area, const char *topic, struct published_list *out)
{
	struct rows *r = store_read(c, "select m.id, m.title, m.topic, m.unit, m.better from published_measure m where"
	    " (:topic = coalesce(m.topic, '') or :topic is null) and exists (select 1 from observation o where o.indicator = m.id"
	    " and o.area = :area and o.dimension = 'total' and o.basis = 'published')"
	    " order by case when m.topic is null then 1 else 0 end, m.topic, m.title, m.id");

	bind_text(r, "area", area);
	bind_text(r, "topic", topic);
	while (rows_next(r))
		if (!is_named(c->catalogue, col_text(r, 0, c->mem)))
			of_row(c->mem, r, push(c->mem, out));
	return rows_end(r);
}

/* ---- numbers ------------------------------------------------------------------------------------------------------ */

#define FIGURES "select v.area, a.name, a.kind, v.period_from, v.period_to, v.dimension, v.category," \
	" coalesce(v.numerator, n.value), coalesce(v.denominator, d.value), v.value, v.lower95, v.upper95, v.lower998, v.upper998," \
	" v.note, l.value"
#define FIGURES_BARE "select v.area, a.name, a.kind, v.period_from, v.period_to, v.dimension, v.category, v.numerator," \
	" v.denominator, v.value, v.lower95, v.upper95, v.lower998, v.upper998, v.note"
#define COUNTS " left join observation n on n.indicator = :numerator and n.area = v.area and n.period_from = v.period_from" \
	" and n.period_to = v.period_to and n.dimension = v.dimension and n.category = v.category and n.basis = 'published'" \
	" left join observation d on d.indicator = :denominator and d.area = v.area and d.period_from = v.period_from" \
	" and d.period_to = v.period_to and d.dimension = v.dimension and d.category = v.category and d.basis = 'published'" \
	" left join observation l on l.indicator = :less and l.area = v.area and l.period_from = v.period_from" \
	" and l.period_to = v.period_to and l.dimension = v.dimension and l.category = v.category and l.basis = 'published'" \
	" where v.indicator = :value and v.basis = 'published'"
/* From the numbers to their areas, and the other way round where every area has one row. */
#define NUMBERS FIGURES " from observation v left join area a on a.code = v.area" COUNTS
#define NUMBERS_OF_AREAS FIGURES " from area a join observation v on v.area = a.code" COUNTS \
	" and a.kind in ('authority', 'region', 'part_of_region', 'country', 'joint')"

/* Limits from the counts, where the publisher gives none and it is known what they are of. */
static void
limits_make(const struct published *p, struct published_figure *f)
{
	const struct indicator *k = p->indicator;
	struct interval of95, of998;

	f->official_limits = !isnan(f->lower95);
	if (!k || f->official_limits || isnan(f->value) || (k->measure != MEASURE_RATE && k->measure != MEASURE_PROPORTION))
		return;
	if (k->measure == MEASURE_RATE) {
		double people = f->denominator * period_years(f->period);

		of95 = interval_rate(f->numerator, people, CONFIDENCE_95, k->per);
		of998 = interval_rate(f->numerator, people, CONFIDENCE_998, k->per);
	} else {
		of95 = interval_proportion(f->numerator, f->denominator, CONFIDENCE_95, k->per);
		of998 = interval_proportion(f->numerator, f->denominator, CONFIDENCE_998, k->per);
	}
	f->lower95 = of95.lower, f->upper95 = of95.upper;
	f->lower998 = of998.lower, f->upper998 = of998.upper;
}

/* Puts the publisher's number into the measure's terms: another unit, a gap, or the share that two counts make. */
static void
figure_settle(const struct published *p, const struct published_source *s, double less, struct published_figure *f)
{
	double *const of_value[] = {&f->value, &f->lower95, &f->upper95, &f->lower998, &f->upper998};
	double times = s->times > 0 ? s->times : 1;

	if (s->of_counts)
		f->value = f->denominator > 0 && p->indicator ? f->numerator / f->denominator * p->indicator->per : NAN;
	for (size_t i = 0; i < sizeof of_value / sizeof of_value[0]; i++)
		*of_value[i] *= times;
	if (!s->less)
		return;
	f->value -= less * times;
	f->numerator = f->denominator = f->lower95 = f->upper95 = f->lower998 = f->upper998 = NAN;
}

static void
figure_read(struct mem *m, const struct published *p, const struct published_source *s, const struct rows *r,
    struct published_figure *f)
{
	*f = (struct published_figure){
	    .area = col_text(r, 0, m), .area_name = col_text(r, 1, m), .area_kind = text_or_empty(r, 2, m),
	    .period = {col_day(r, 3), col_day(r, 4)}, .dimension = col_text(r, 5, m), .category = col_text(r, 6, m),
	    .numerator = col_real(r, 7), .denominator = col_real(r, 8), .value = col_real(r, 9), .lower95 = col_real(r, 10),
	    .upper95 = col_real(r, 11), .lower998 = col_real(r, 12), .upper998 = col_real(r, 13), .note = col_text(r, 14, m),
	};
	if (!f->area_name)
		f->area_name = f->area;
	figure_settle(p, s, s->less ? col_real(r, 15) : NAN, f);
	limits_make(p, f);
}

static void
source_bind(struct rows *r, const struct published_source *s)
{
	bind_text(r, "value", s->value);
	bind_text(r, "numerator", s->numerator);
	bind_text(r, "denominator", s->denominator);
	bind_text(r, "less", s->less);
}

void
published_take(struct mem *m, struct published_figures *out, const struct published_figure *f)
{
	for (size_t i = 0; i < out->n; i++) {
		struct published_figure *held = &out->item[i];

		if (held->period.from != f->period.from || held->period.to != f->period.to || strcmp(held->area, f->area) != 0)
			continue;
		if (isnan(held->value) && !isnan(f->value))
			*held = *f;
		return;
	}
	*push(m, out) = *f;
}

static int
by_period(const void *a, const void *b)
{
	const struct published_figure *x = a, *y = b;

	if (x->period.to != y->period.to)
		return x->period.to < y->period.to ? -1 : 1;
	if (x->period.from != y->period.from)
		return x->period.from < y->period.from ? -1 : 1;
	return strcmp(x->area, y->area);
}

static enum err
figures_gather(struct ctx *c, const struct published *p, const struct published_source *s, struct rows *r,
    struct published_figures *out)
{
	while (rows_next(r)) {
		struct published_figure f;

		figure_read(c->mem, p, s, r, &f);
		published_take(c->mem, out, &f);
	}
	return rows_end(r);
}

void
published_sort(struct published_figures *out)
{
	if (out->n)
		qsort(out->item, out->n, sizeof out->item[0], by_period);
}

enum err
published_series(struct ctx *c, const struct published *p, const char *area, struct published_figures *out)
{
	for (size_t i = 0; i < p->n_source; i++) {
		struct rows *r = store_read(c, NUMBERS " and (v.area = :area or v.area in (select s.area from area_successor s"
		    " where s.successor = :area and s.same_ground = 'yes')) and v.dimension = :dimension and v.category = :category");

		source_bind(r, &p->source[i]);
		bind_text(r, "area", area);
		bind_text(r, "dimension", p->source[i].dimension);
		bind_text(r, "category", p->source[i].category);
		TRY(figures_gather(c, p, &p->source[i], r, out));
	}
	published_sort(out);
	return OK;
}

/* By area and period; of one of these an earlier source, which came first, before a later one. */
static int
by_area_and_period(const void *a, const void *b)
{
	const struct published_figure *x = *(const struct published_figure *const *)a, *y = *(const struct published_figure *const *)b;
	int order = strcmp(x->area, y->area);

	if (order)
		return order;
	order = by_period(x, y);
	return order ? order : (x > y) - (x < y);
}

static bool
is_same_cell(const struct published_figure *a, const struct published_figure *b)
{
	return a->period.from == b->period.from && a->period.to == b->period.to && strcmp(a->area, b->area) == 0;
}

enum err
published_all(struct ctx *c, const struct published *p, struct published_figures *out)
{
	struct published_figures all = {0};
	const struct published_figure **sorted;

	for (size_t i = 0; i < p->n_source; i++) {
		const struct published_source *own = &p->source[i];
		bool others = own->numerator || own->denominator || own->less;          /* most have none: a third of the time */
		struct rows *r = store_read(c, others ? NUMBERS " and v.dimension = :dimension and v.category = :category" :
		    FIGURES_BARE " from observation v left join area a on a.code = v.area where v.indicator = :value"
		    " and v.basis = 'published' and v.dimension = :dimension and v.category = :category");

		if (others)
			source_bind(r, own);
		else
			bind_text(r, "value", own->value);
		bind_text(r, "dimension", own->dimension);
		bind_text(r, "category", own->category);
		while (rows_next(r))
			figure_read(c->mem, p, own, r, push(c->mem, &all));
		TRY(rows_end(r));
	}
	sorted = mem_new_array(c->mem, const struct published_figure *, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		sorted[i] = &all.item[i];
	if (all.n)
		qsort(sorted, all.n, sizeof *sorted, by_area_and_period);
	for (size_t i = 0; i < all.n; i++)
		if (!out->n || !is_same_cell(&out->item[out->n - 1], sorted[i]))
			*push(c->mem, out) = *sorted[i];
		else if (isnan(out->item[out->n - 1].value) && !isnan(sorted[i]->value))
			out->item[out->n - 1] = *sorted[i];
	return OK;
}

enum err
published_of_period(struct ctx *c, const struct published *p, struct period period, struct published_figures *out)
{
	for (size_t i = 0; i < p->n_source; i++) {
		struct rows *r = store_read(c, NUMBERS_OF_AREAS " and v.period_to = :to and v.period_from = :from"
		    " and v.dimension = :dimension and v.category = :category");

		source_bind(r, &p->source[i]);
		bind_day(r, "from", period.from);
		bind_day(r, "to", period.to);
		bind_text(r, "dimension", p->source[i].dimension);
		bind_text(r, "category", p->source[i].category);
		TRY(figures_gather(c, p, &p->source[i], r, out));
	}
	published_sort(out);
	return OK;
}

enum err
published_cuts(struct ctx *c, const struct published *p, const char *area, struct published_figures *out)
{
	struct rows *r = store_read(c, NUMBERS " and v.area = :area order by v.dimension, v.category, v.period_to, v.period_from");

	source_bind(r, &p->source[0]);
	bind_text(r, "area", area);
	while (rows_next(r))
		figure_read(c->mem, p, &p->source[0], r, push(c->mem, out));
	return rows_end(r);
}
