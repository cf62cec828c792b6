/* Reads typed totals back as published figures are, with the note that says that they were typed. */
#include "measure/typed_beside.h"

#include <math.h>

#include "base/day.h"
#include "base/mem.h"
#include "measure/measure.h"
#include "measure/shown.h"
#include "store/store.h"

static void
row_take(struct ctx *c, const struct indicator *k, const struct rows *r, struct published_figures *out)
{
	const char *name = col_text(r, 0, c->mem), *kind = col_text(r, 1, c->mem);
	struct shown s;
	struct published_figure f;

	shown_read(c, k, r, 2, &s);
	f = (struct published_figure){.area = s.area, .area_name = name ? name : s.area, .area_kind = kind ? kind : "",
	    .period = s.period, .dimension = s.dimension, .category = s.category, .numerator = s.numerator,
	    .denominator = s.denominator, .value = s.value, .lower95 = s.lower95, .upper95 = s.upper95, .lower998 = NAN,
	    .upper998 = NAN, .typed = true, .note = s.note};
	published_take(c->mem, out, &f);
}

enum err
typed_beside(struct ctx *c, const struct published *p, const char *area, const struct period *period, struct published_figures *out)
{
	struct rows *r;

	if (!p->indicator || !p->indicator->reported)
		return OK;
	r = store_read(c, "select a.name, a.kind, o.area, o.dimension, o.category, o.period_from, o.period_to, o.numerator, o.denominator,"
	    " o.value, o.lower95, o.upper95, o.note, o.withheld from observation o left join area a on a.code = o.area where o.indicator = :indicator"
	    " and o.basis = 'reported' and o.dimension = 'total' and (o.area = :area or :area is null) and (o.period_from = :from"
	    " or :from is null) and (o.period_to = :to or :to is null)");
	bind_text(r, "indicator", p->indicator->id);
	bind_text(r, "area", area);
	bind_day(r, "from", period ? period->from : DAY_NONE);
	bind_day(r, "to", period ? period->to : DAY_NONE);
	while (rows_next(r))
		row_take(c, p->indicator, r, out);
	published_sort(out);
	return rows_end(r);
}
