/* Reads typed figures back: every version with its words, and its numbers as they may be shown. */
#include "measure/typed.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "measure/breakdown.h"
#include "measure/figure.h"
#include "measure/load.h"
#include "measure/measure.h"
#include "measure/suppress.h"
#include "measure/typed_observe.h"
#include "store/seal.h"
#include "store/store.h"

static enum err
unsealed(struct ctx *c, const struct rows *r, int column, const char *name, int64_t id, const char **out)
{
	struct view plain;
	enum err e;

	*out = NULL;
	if (col_is_null(r, column))
		return OK;
	e = unseal_text(c, id, "typed_figure_all", name, id, col_bytes(r, column), &plain);
	if (e == ERR_NOT_FOUND) {               /* destroyed: the figure stays */
		fail_clear(c);
		return OK;
	}
	TRY(e);
	*out = view_copy(c->mem, plain);
	return OK;
}

static enum err
row_take(struct ctx *c, const struct rows *r, struct typed *t)
{
	struct mem *m = c->mem;

	*t = (struct typed){.id = col_id(r, 0), .indicator = col_text(r, 1, m), .area = col_text(r, 2, m),
	    .period = {col_day(r, 3), col_day(r, 4)}, .dimension = col_text(r, 5, m), .category = col_text(r, 6, m),
	    .numerator = col_real(r, 7), .denominator = col_real(r, 8), .value = col_real(r, 9), .source = col_text(r, 10, m),
	    .revises = col_id(r, 11), .withdrawn = view_is(col_view(r, 12), "yes"), .recorded = col_text(r, 13, m),
	    .stands = col_is_null(r, 14) && !view_is(col_view(r, 12), "yes")};
	t->k = catalogue_indicator(c->catalogue, t->indicator);
	TRY(unsealed(c, r, 15, "evidence", t->id, &t->evidence));
	TRY(unsealed(c, r, 16, "author", t->id, &t->author));
	return unsealed(c, r, 17, "reason", t->id, &t->reason);
}

enum err
typed_read(struct ctx *c, const char *indicator, const char *area, bool history, struct typed_list *out)
{
	struct rows *r = store_read(c, "select id, indicator, area, period_from, period_to, dimension, category, numerator, denominator,"
	    " value, source, revises, withdrawn, recorded, superseded, evidence, author, reason from typed_figure_all"
	    " where (indicator = :indicator or :indicator is null) and (area = :area or :area is null)"
	    " and (:history = 1 or (superseded is null and withdrawn = 'no'))"
	    " order by indicator, period_to desc, period_from, area, case when dimension = 'total' then 0 else 1 end, dimension,"
	    " category, id");
	enum err e = OK, end;

	bind_text(r, "indicator", indicator);
	bind_text(r, "area", area);
	bind_int(r, "history", history);
	while (e == OK && rows_next(r))
		e = row_take(c, r, push(c->mem, out));
	end = rows_end(r);
	return e != OK ? e : end;
}

/* ---- what may be shown ---------------------------------------------------------------------------------------- */

bool
typed_is_same(const struct typed *a, const struct typed *b)
{
	return strcmp(a->indicator, b->indicator) == 0 && strcmp(a->area, b->area) == 0 && a->period.from == b->period.from &&
	    a->period.to == b->period.to && strcmp(a->dimension, b->dimension) == 0 && strcmp(a->category, b->category) == 0;
}

/* By its own numbers alone. */
static struct shown
own_shown(struct mem *m, const struct figure_limits *limits, const struct typed *t)
{
	struct shown s = {.area = t->area, .dimension = t->dimension, .category = t->category, .period = t->period, .numerator = NAN,
	    .denominator = NAN, .value = NAN, .lower95 = NAN, .upper95 = NAN};
	struct figure f;

	if (!t->k || t->withdrawn)
		return s;
	f = typed_figure_of(limits, t->k, t);
	s.numerator = f.numerator;
	s.denominator = f.denominator;
	s.value = f.value;
	s.lower95 = f.lower95;
	s.upper95 = f.upper95;
	suppress(m, t->k, &s);
	return s;
}

static void
hide(struct shown *s)
{
	s->suppressed = true;
	s->numerator = s->denominator = s->value = s->lower95 = s->upper95 = NAN;
}

/* Every version of a measure's figures, and whether it is hidden. */
struct version {
	struct typed of;
	bool withheld;                  /* as the figure stands */
	bool hidden;                    /* for that, or because the version itself is small */
};
struct versions {
	const struct indicator *k;
	struct LIST(struct version) list;
};

static enum err
versions_read(struct ctx *c, const struct figure_limits *limits, const struct indicator *k, struct versions *out)
{
	struct mem *m = c->mem;
	struct rows *r;

	if (out->k == k)
		return OK;
	*out = (struct versions){.k = k};
	r = store_read(c, "select f.area, f.dimension, f.category, f.period_from, f.period_to, f.numerator, f.denominator, f.value, o.withheld"
	    " from typed_figure_all f left join observation o on o.indicator = f.indicator and o.area = f.area and o.dimension = f.dimension"
	    " and o.category = f.category and o.period_from = f.period_from and o.period_to = f.period_to and o.basis = 'reported'"
	    " where f.indicator = :indicator and f.withdrawn = 'no'");
	bind_text(r, "indicator", k->id);
	while (rows_next(r)) {
		struct version *v = push(m, &out->list);

		v->of = (struct typed){.k = k, .indicator = k->id, .area = col_text(r, 0, m), .dimension = col_text(r, 1, m),
		    .category = col_text(r, 2, m), .period = {col_day(r, 3), col_day(r, 4)}, .numerator = col_real(r, 5),
		    .denominator = col_real(r, 6), .value = col_real(r, 7)};
		v->withheld = !col_is_null(r, 8);
		v->hidden = v->withheld || own_shown(m, limits, &v->of).suppressed;
	}
	return rows_end(r);
}

/* A version that stands is hidden with its figure. An earlier one stood beside other earlier ones, which nobody guards together: it is
 * shown only where nothing of its time is hidden, or ever was. */
static bool
is_hidden(const struct versions *versions, const struct typed *t)
{
	for (size_t i = 0; i < versions->list.n; i++) {
		const struct version *v = &versions->list.item[i];
		if (t->stands ? v->withheld && typed_is_same(&v->of, t) :
		    v->hidden && v->of.period.from <= t->period.to && v->of.period.to >= t->period.from)
			return true;
	}
	return false;
}

enum err
typed_shown(struct ctx *c, const struct typed_list *list, struct shown **out)
{
	struct figure_limits *limits = mem_new_one(c->mem, struct figure_limits);
	struct versions versions = {0};

	*out = mem_new_array(c->mem, struct shown, list->n + 1);
	figure_limits_make(limits);
	for (size_t i = 0; i < list->n; i++) {
		const struct typed *t = &list->item[i];

		(*out)[i] = own_shown(c->mem, limits, t);
		if (!t->k || t->withdrawn)
			continue;
		TRY(versions_read(c, limits, t->k, &versions));
		if (is_hidden(&versions, t))
			hide(&(*out)[i]);
	}
	return OK;
}

const char *
typed_name(struct mem *m, const struct typed *t, const char *authority)
{
	const char *title = dimension_title(t->dimension);
	const char *when = period_name(m, period_kind_of(t->k ? t->k->by_period : NULL, t->period), t->period);

	if (strcmp(t->dimension, DIMENSION_TOTAL) != 0)
		when = mem_format(m, "%s, %s: %s", when, title ? title : t->dimension, t->category);
	return authority && strcmp(t->area, authority) != 0 ? mem_format(m, "%s, %s", when, t->area) : when;
}
