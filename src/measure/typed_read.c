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

	*out = NULL;
	if (col_is_null(r, column))
		return OK;
	TRY(unseal_text(c, id, "typed_figure_all", name, id, col_bytes(r, column), &plain));
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
	    " order by indicator, period_to desc, period_from, area, dimension, category, id");
	enum err e = OK, end;

	bind_text(r, "indicator", indicator);
	bind_text(r, "area", area);
	bind_int(r, "history", history);
	while (e == OK && rows_next(r))
		e = row_take(c, r, push(c->mem, out));
	end = rows_end(r);
	return e != OK ? e : end;
}

void
typed_shown(struct mem *m, const struct figure_limits *limits, const struct typed *t, struct shown *out)
{
	struct figure f;

	*out = (struct shown){.area = t->area, .dimension = t->dimension, .category = t->category, .period = t->period,
	    .numerator = NAN, .denominator = NAN, .value = NAN, .lower95 = NAN, .upper95 = NAN};
	if (!t->k || t->withdrawn)
		return;
	f = typed_figure_of(limits, t->k, t);
	out->numerator = f.numerator;
	out->denominator = f.denominator;
	out->value = f.value;
	out->lower95 = f.lower95;
	out->upper95 = f.upper95;
	suppress(m, t->k, out);
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
