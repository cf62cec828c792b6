/* Published numbers as tables. */
#include "measure/published_tables.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "measure/measure_tables.h"
#include "measure/published_beside.h"

#define INTERVAL {"95% interval", false}

/* The columns are those of an indicator's table. */
static const struct table_column columns[] = {
	{"Breakdown", false}, {"Category", false}, {"Period", false}, {"From", false}, {"To", false}, {"Value", true},
	INTERVAL, {"Count", true}, {"Of", true}, {"Note", false},
};

static void
put_figure(struct table *t, struct mem *m, const struct published *p, const struct published_figure *f, const char *breakdown,
    const char *category, bool people)
{
	table_cell_text(t, breakdown);
	table_cell_text(t, category);
	table_cell_text(t, published_period_name(m, f->period));
	table_cell_text(t, day_iso(m, f->period.from));
	table_cell_text(t, day_iso(m, f->period.to));
	table_cell_real(t, f->value, p->decimals);
	table_cell_limits(t, m, f->lower95, f->upper95, p->decimals, people);
	table_cell_real(t, f->numerator, 0);
	table_cell_real(t, f->denominator, 0);
	table_cell_text(t, f->note);
}

static enum err
put_series(struct ctx *c, struct table *t, const struct published *p, const char *area, bool people)
{
	struct published_figures series = {0};

	if (!area)
		return OK;
	TRY(published_series(c, p, area, &series));
	for (size_t i = 0; i < series.n; i++)
		put_figure(t, c->mem, p, &series.item[i], "Published", series.item[i].area_name, people);
	return OK;
}

/* The median of the neighbours in each period that the area has. */
static enum err
put_neighbours(struct ctx *c, struct table *t, const struct published *p, const struct comparators *with,
    const struct published_figures *own, bool people)
{
	struct period *period = mem_new_array(c->mem, struct period, own->n + 1);
	struct beside beside;

	for (size_t k = 0; k < own->n; k++)
		period[k] = own->item[k].period;
	TRY(published_beside(c, p, with, period, own->n, &beside));
	for (size_t k = 0; k < own->n; k++) {
		struct published_figure f = {.period = period[k], .numerator = NAN, .denominator = NAN, .lower95 = NAN,
		    .upper95 = NAN, .value = beside.neighbours[k]};

		if (!beside.n_neighbours[k])
			continue;
		f.note = mem_format(c->mem, "median of %zu", beside.n_neighbours[k]);
		put_figure(t, c->mem, p, &f, "Published", "Statistical neighbours", people);
	}
	return OK;
}

static enum err
put_all(struct ctx *c, struct table *t, const struct published *p, const char *area, bool people, bool *any)
{
	struct comparators with;
	struct published_figures own = {0};

	TRY(comparators_of(c, area, &with));
	TRY(published_series(c, p, area, &own));
	*any = own.n > 0;
	if (!own.n)
		return OK;
	for (size_t i = 0; i < own.n; i++)
		put_figure(t, c->mem, p, &own.item[i], "Published", own.item[i].area_name, people);
	if (with.england && strcmp(with.england, area) != 0)
		TRY(put_series(c, t, p, with.england, people));
	TRY(put_series(c, t, p, with.region, people));
	return put_neighbours(c, t, p, &with, &own, people);
}

enum err
published_rows(struct ctx *c, struct table *t, const char *id, const char *area, bool people)
{
	struct published p;
	bool any;

	TRY(published_find(c, id, &p));
	return put_all(c, t, &p, area, people, &any);
}

enum err
published_table(struct ctx *c, const struct published *p, const char *area, bool people, struct table **out)
{
	struct published_figures cuts = {0};
	bool any;

	*out = table_for(c->mem, columns, sizeof columns / sizeof *columns, people);
	TRY(put_all(c, *out, p, area, people, &any));
	if (!any)
		TRY(published_cuts(c, p, area, &cuts));
	for (size_t i = 0; i < cuts.n; i++)
		put_figure(*out, c->mem, p, &cuts.item[i], cuts.item[i].dimension, cuts.item[i].category, people);
	return OK;
}
