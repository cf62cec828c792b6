/* Typed figures as observations: intervals from the counts, and gaps between the groups of the authority. */
#include "measure/typed_observe.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "measure/compute.h"
#include "measure/guard_store.h"
#include "measure/load.h"
#include "measure/measure.h"
#include "store/store.h"

struct figure
typed_figure_of(const struct figure_limits *limits, const struct indicator *k, const struct typed *t)
{
	struct question q;
	struct cell_sum sum = {.numerator = t->numerator, .denominator = t->denominator};
	struct figure f;

	if (isnan(t->numerator))
		return (struct figure){.numerator = k->measure == MEASURE_COUNT ? t->value : NAN, .denominator = t->denominator,
		    .value = t->value, .lower95 = NAN, .upper95 = NAN, .lower998 = NAN, .upper998 = NAN};
	question_of(k, &q);
	f = figure_of(limits, &q, &sum, t->denominator);
	return f;
}

/* ---- writing -------------------------------------------------------------------------------------------------- */

enum { OUT_INDICATOR, OUT_AREA, OUT_FROM, OUT_TO, OUT_DIMENSION, OUT_CATEGORY, OUT_NUMERATOR, OUT_BASIS = OUT_NUMERATOR + 7, OUT_NOTE };
static const char *const columns[] = {
	"indicator", "area", "period_from", "period_to", "dimension", "category", "numerator", "denominator", "value", "lower95",
	"upper95", "lower998", "upper998", "basis", "note", NULL,
};

struct observing {
	const struct indicator *k;
	struct figure_limits limits;
	struct typed_list list;
	struct bulk *out;
	struct mem *mem;
};

static enum err
observation_put(const struct observing *o, const struct typed *at, const char *dimension, const char *category,
    const struct figure *f, const char *note)
{
	const double numbers[] = {f->numerator, f->denominator, f->value, f->lower95, f->upper95, f->lower998, f->upper998};
	struct bulk *b = o->out;

	bulk_text(b, OUT_INDICATOR, view_of(o->k->id));
	bulk_text(b, OUT_AREA, view_of(at->area));
	bulk_day(b, OUT_FROM, at->period.from);
	bulk_day(b, OUT_TO, at->period.to);
	bulk_text(b, OUT_DIMENSION, view_of(dimension));
	bulk_text(b, OUT_CATEGORY, view_of(category));
	for (int i = 0; i < 7; i++)
		if (isfinite(numbers[i]))
			bulk_real(b, OUT_NUMERATOR + i, numbers[i]);
	bulk_text(b, OUT_BASIS, VIEW(BASIS_REPORTED));
	if (note)
		bulk_text(b, OUT_NOTE, view_of(note));
	return bulk_row(b);
}

/* ---- gaps ----------------------------------------------------------------------------------------------------- */

static const struct typed *
group_typed(const struct observing *o, const struct typed *at, const char *dimension, const char *category)
{
	for (size_t i = 0; i < o->list.n; i++) {
		const struct typed *t = &o->list.item[i];

		if (strcmp(t->area, at->area) == 0 && t->period.from == at->period.from && t->period.to == at->period.to &&
		    strcmp(t->dimension, dimension) == 0 && strcmp(t->category, category) == 0)
			return t;
	}
	return NULL;
}

/* One side of a gap: a group, or two added up; false unless all of it was typed. */
static bool
side_figure(const struct observing *o, const struct typed *at, const char *dimension, const char *const *category, size_t n,
    struct figure *out)
{
	struct typed sum = {.numerator = 0, .denominator = 0, .value = NAN};
	size_t taken = 0;

	for (size_t i = 0; i < n && category[i]; i++, taken++) {
		const struct typed *t = group_typed(o, at, dimension, category[i]);

		if (!t)
			return false;
		sum.numerator += t->numerator;
		sum.denominator += t->denominator;
		sum.value = t->value;
	}
	if (isnan(sum.numerator) && taken > 1)
		return false;
	*out = typed_figure_of(&o->limits, o->k, &sum);
	return isfinite(out->value);
}

/* The gaps of the period, once: with the group that it is set against. */
static enum err
gaps_put(const struct observing *o, const struct typed *t)
{
	for (size_t i = 0; i < gap_count; i++) {
		struct figure group, other, gap;

		if (strcmp(gaps[i].dimension, t->dimension) != 0 || strcmp(gaps[i].other, t->category) != 0 ||
		    !side_figure(o, t, t->dimension, gaps[i].group, 2, &group) || !side_figure(o, t, t->dimension, &gaps[i].other, 1, &other))
			continue;
		gap = figure_gap(&group, &other);
		TRY(observation_put(o, t, DIMENSION_GAP, gaps[i].name, &gap, NULL));
	}
	return OK;
}

/* ---- the whole ------------------------------------------------------------------------------------------------ */

static enum err
standing_load(struct ctx *c, struct observing *o)
{
	struct rows *r = store_read_own(c, "select area, period_from, period_to, dimension, category, numerator, denominator, value,"
	    " source from typed_figure where indicator = :indicator");

	bind_text(r, "indicator", o->k->id);
	while (rows_next(r))
		*push(o->mem, &o->list) = (struct typed){.indicator = o->k->id, .k = o->k, .area = col_text(r, 0, o->mem),
		    .period = {col_day(r, 1), col_day(r, 2)}, .dimension = col_text(r, 3, o->mem), .category = col_text(r, 4, o->mem),
		    .numerator = col_real(r, 5), .denominator = col_real(r, 6), .value = col_real(r, 7),
		    .source = col_text(r, 8, o->mem), .stands = true};
	return rows_end(r);
}

static enum err
all_put(const struct observing *o)
{
	bool has_gaps = o->k->measure != MEASURE_COUNT && o->k->measure != MEASURE_MEDIAN;

	for (size_t i = 0; i < o->list.n; i++) {
		const struct typed *t = &o->list.item[i];
		struct figure f = typed_figure_of(&o->limits, o->k, t);

		TRY(observation_put(o, t, t->dimension, t->category, &f, mem_format(o->mem, "typed, from %s", t->source)));
		if (has_gaps)
			TRY(gaps_put(o, t));
	}
	return OK;
}

enum err
typed_observe(struct ctx *c, const struct indicator *k)
{
	struct observing o = {.k = k, .mem = c->mem};
	struct breakdown *b;
	const struct guard_places *places;
	struct rows *w;
	enum err e, closed;

	figure_limits_make(&o.limits);
	TRY(standing_load(c, &o));
	w = store_write(c, "delete from observation where indicator = :indicator and basis = 'reported'");
	bind_text(w, "indicator", k->id);
	TRY(rows_end(w));
	o.out = bulk_open(c, "observation", columns);
	e = all_put(&o);
	closed = bulk_close(o.out, NULL);
	TRY(e != OK ? e : closed);
	TRY(guard_places_load(c, &b, &places));
	return guard_typed_stored(c, b, places, k);
}
