/* Gathers a comparison. */
#include "measure/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "measure/measure_tables.h"
#include "measure/shown.h"
#include "measure/typed_beside.h"

static int
by_end(const void *a, const void *b)
{
	const struct period *x = a, *y = b;

	return x->to != y->to ? (x->to > y->to) - (x->to < y->to) : (x->from > y->from) - (x->from < y->from);
}

static bool
is_held(const struct compared_trend *t, struct period p)
{
	for (size_t i = 0; i < t->periods.n; i++)
		if (t->periods.item[i].from == p.from && t->periods.item[i].to == p.to)
			return true;
	return false;
}

static enum err
trend_gather(struct ctx *c, const struct rug_measure *x, const struct area_set *areas, struct compared_trend *out)
{
	out->series = mem_new_array(c->mem, struct published_figures, areas->n + 1);
	for (size_t a = 0; a < areas->n; a++) {
		TRY(published_series(c, &x->p, areas->item[a].code, &out->series[a]));
		TRY(typed_beside(c, &x->p, areas->item[a].code, NULL, &out->series[a]));
		for (size_t i = 0; i < out->series[a].n; i++) {
			const struct published_figure *f = &out->series[a].item[i];

			if (!isnan(f->value) && published_alike(f->period, x->period) && !is_held(out, f->period))
				*push(c->mem, &out->periods) = f->period;
		}
	}
	if (out->periods.n)
		qsort(out->periods.item, out->periods.n, sizeof *out->periods.item, by_end);
	return OK;
}

enum err
compared_of(struct ctx *c, const struct comparators *own, const struct area_set *areas, const struct published_list *measures,
    struct compared *out)
{
	*out = (struct compared){0};
	TRY(rug_of(c, own, areas, measures, &out->latest));
	out->trend = mem_new_array(c->mem, struct compared_trend, out->latest.measures.n + 1);
	for (size_t i = 0; i < out->latest.measures.n; i++)
		TRY(trend_gather(c, &out->latest.measures.item[i], &out->latest.areas, &out->trend[i]));
	return OK;
}

const struct published_figure *
compared_at(const struct compared_trend *t, size_t area, struct period p)
{
	for (size_t i = 0; i < t->series[area].n; i++)
		if (t->series[area].item[i].period.from == p.from && t->series[area].item[i].period.to == p.to)
			return &t->series[area].item[i];
	return NULL;
}

enum err
compared_default(struct ctx *c, const char *area, size_t most, struct published_list *out)
{
	const char *topic = NULL;

	for (size_t i = 0; i < c->catalogue->n_indicators && out->n < most; i++) {
		const struct indicator *k = &c->catalogue->indicator[i];
		struct published p;
		struct published_figures series = {0};

		if (!k->n_published || k->measure == MEASURE_COUNT || (topic && strcmp(topic, k->topic) == 0))
			continue;
		TRY(published_of_indicator(c, k, &p));
		TRY(published_series(c, &p, area, &series));
		if (!series.n)
			continue;
		topic = k->topic;
		*push(c->mem, out) = p;
	}
	return OK;
}

/* ---- as a table --------------------------------------------------------------------------------------------------- */

static void
put_figure(struct table *t, struct mem *m, const struct rug_measure *x, const struct area_named *area,
    const struct published_figure *f, double england, const char *kind, bool people)
{
	table_cell_text(t, x->p.title);
	table_cell_text(t, area->name);
	table_cell_text(t, area->code);
	table_cell_text(t, published_period_name(m, f->period));
	table_cell_text(t, day_iso(m, f->period.from));
	table_cell_text(t, day_iso(m, f->period.to));
	table_cell_real(t, f->value, x->p.decimals);
	table_cell_text(t, x->p.unit);
	table_cell_limits(t, m, f->lower95, f->upper95, x->p.decimals, people);
	table_cell_real(t, f->numerator, 0);
	table_cell_real(t, f->denominator, 0);
	table_cell_real(t, england, x->p.decimals);
	table_cell_text(t, strcmp(kind, "none") == 0 ? "" : kind);
	table_cell_text(t, f->note);
	table_cell_text(t, x->p.id);
}

static double
england_at(const struct compared *x, const struct compared_trend *t, struct period p)
{
	const struct published_figure *f = x->latest.england_first ? compared_at(t, 0, p) : NULL;

	return f ? f->value : NAN;
}

struct table *
compared_table(struct mem *m, const struct compared *x, bool people)
{
	static const struct table_column columns[] = {
		{"Measure", false}, {"Area", false}, {"Code", false}, {"Period", false}, {"From", false}, {"To", false},
		{"Value", true}, {"Unit", false}, {"95% interval", false}, {"Count", true}, {"Of", true}, {"England", true},
		{"Than England", false}, {"Note", false}, {"Id", false},
	};
	struct table *t = table_for(m, columns, sizeof columns / sizeof *columns, people);

	for (size_t i = 0; i < x->latest.measures.n; i++)
		for (size_t a = 0; a < x->latest.areas.n; a++)
			for (size_t k = 0; k < x->trend[i].series[a].n; k++) {
				const struct rug_measure *measure = &x->latest.measures.item[i];
				const struct published_figure *f = &x->trend[i].series[a].item[k];
				double england = england_at(x, &x->trend[i], f->period);
				bool judged = measure->comparable && (a > 0 || !x->latest.england_first);

				put_figure(t, m, measure, &x->latest.areas.item[a], f, england, judged ?
				    published_kind(&measure->p, published_against(f, england)) : "none", people);
			}
	return t;
}
