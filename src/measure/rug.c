/* Gathers a tartan rug, and puts it in order. */
#include "measure/rug.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "measure/measure_tables.h"
#include "measure/profile.h"
#include "measure/shown.h"
#include "measure/typed_beside.h"

/* The latest period in which the area has a number. */
static enum err
latest_period(struct ctx *c, const struct published *p, const char *area, struct period *out, bool *found)
{
	struct published_figures series = {0};

	*found = false;
	if (!area)
		return OK;
	TRY(published_series(c, p, area, &series));
	TRY(typed_beside(c, p, area, NULL, &series));
	for (size_t i = series.n; i-- > 0 && !*found;)
		if (!isnan(series.item[i].value)) {
			*out = series.item[i].period;
			*found = true;
		}
	return OK;
}

static const struct published_figure *
figure_of(const struct published_figures *all, const char *area)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->item[i].area, area) == 0)
			return &all->item[i];
	return NULL;
}

static struct rug_cell
cell_of(const struct rug_measure *x, const struct published_figures *all, const char *area, const char *england)
{
	static const struct published_figure none = {.numerator = NAN, .denominator = NAN, .value = NAN, .lower95 = NAN,
	    .upper95 = NAN, .lower998 = NAN, .upper998 = NAN};
	const struct published_figure *f = figure_of(all, area);
	struct rug_cell cell = {.figure = f ? *f : none, .kind = "none", .quarter = ""};

	if (!f || isnan(f->value) || !x->comparable)
		return cell;
	if (!england || strcmp(area, england) != 0)
		cell.kind = published_kind(&x->p, published_against(f, x->england));
	if (strcmp(cell.kind, "none") == 0)
		cell.quarter = quarter_words(x->p.better, published_rank(all, f), x->n_authorities);
	return cell;
}

/* One measure's column; nothing when no area has a number of the period. */
static enum err
measure_add(struct ctx *c, const struct comparators *own, const struct published *p, struct rug *out,
    struct rug_cell **columns, size_t *n)
{
	struct rug_measure x = {.p = *p, .england = NAN};
	struct published_figures all = {0};
	struct published_spread spread;
	struct published_standing s = {0};
	const struct published_figure *england;
	bool found;

	TRY(latest_period(c, &x.p, own->area, &x.period, &found));
	if (!found)
		TRY(latest_period(c, &x.p, own->england, &x.period, &found));
	if (!found)
		return OK;
	TRY(published_of_period(c, &x.p, x.period, &all));
	TRY(typed_beside(c, &x.p, NULL, &x.period, &all));
	england = own->england ? figure_of(&all, own->england) : NULL;
	x.england = england ? england->value : NAN;
	published_spread_of(c->mem, &all, &spread);
	s.england = x.england, s.highest = spread.highest;
	x.comparable = is_comparable(&x.p, &s);
	x.n_authorities = spread.n;
	*push(c->mem, &out->measures) = x;
	columns[*n] = mem_new_array(c->mem, struct rug_cell, out->areas.n + 1);
	for (size_t a = 0; a < out->areas.n; a++)
		columns[*n][a] = cell_of(&x, &all, out->areas.item[a].code, own->england);
	++*n;
	return OK;
}

static enum err
areas_add(struct ctx *c, const struct comparators *own, const struct area_set *areas, struct rug *out)
{
	const char *fixed[] = {own->england, own->region};

	for (size_t i = 0; i < 2; i++) {
		const char *name;

		if (!fixed[i] || strcmp(fixed[i], own->area) == 0)
			continue;
		TRY(area_name_of(c, fixed[i], &name));
		*push(c->mem, &out->areas) = (struct area_named){fixed[i], name};
	}
	out->n_fixed = out->areas.n;
	out->england_first = out->n_fixed && own->england && strcmp(out->areas.item[0].code, own->england) == 0;
	*push(c->mem, &out->areas) = (struct area_named){own->area, own->name};
	for (size_t i = 0; i < areas->n; i++)
		if (!area_set_has(&out->areas, areas->item[i].code))
			*push(c->mem, &out->areas) = areas->item[i];
	return OK;
}

enum err
rug_topic(struct ctx *c, const char *topic, struct published_list *out)
{
	for (size_t i = 0; i < c->catalogue->n_indicators; i++) {
		const struct indicator *k = &c->catalogue->indicator[i];

		if ((k->n_published || k->reported) && (!topic || strcmp(k->topic, topic) == 0))
			TRY(published_of_indicator(c, k, push(c->mem, out)));
	}
	return OK;
}

enum err
rug_of(struct ctx *c, const struct comparators *own, const struct area_set *areas, const struct published_list *measures,
    struct rug *out)
{
	struct rug_cell **columns = mem_new_array(c->mem, struct rug_cell *, measures->n + 1);
	size_t n = 0;

	*out = (struct rug){0};
	TRY(areas_add(c, own, areas, out));
	for (size_t i = 0; i < measures->n; i++)
		TRY(measure_add(c, own, &measures->item[i], out, columns, &n));
	out->cell = mem_new_array(c->mem, struct rug_cell, n * out->areas.n + 1);
	for (size_t i = 0; i < n; i++)
		memcpy(&out->cell[i * out->areas.n], columns[i], out->areas.n * sizeof **columns);
	return OK;
}

size_t
rug_place(const struct rug *rug, const char *id)
{
	size_t i = 0;

	while (i < rug->measures.n && strcmp(rug->measures.item[i].p.id, id) != 0)
		i++;
	return i;
}

struct sorted_area {
	double value;                   /* the more the earlier; NaN last */
	size_t at;
};

static int
by_sorted_value(const void *a, const void *b)
{
	const struct sorted_area *x = a, *y = b;

	if (isnan(x->value) != isnan(y->value))
		return isnan(x->value) ? 1 : -1;
	if (!isnan(x->value) && (x->value < y->value || x->value > y->value))
		return x->value > y->value ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

void
rug_sort(struct mem *m, struct rug *rug, size_t measure)
{
	size_t n = rug->areas.n, fixed = rug->n_fixed;
	struct sorted_area *order = mem_new_array(m, struct sorted_area, n + 1);
	struct area_named *areas = mem_new_array(m, struct area_named, n + 1);
	struct rug_cell *cells = mem_new_array(m, struct rug_cell, rug->measures.n * n + 1);
	int way = rug->measures.item[measure].p.better == POLARITY_LOWER ? -1 : 1;

	for (size_t a = 0; a < n; a++)
		order[a] = (struct sorted_area){way * rug->cell[measure * n + a].figure.value, a};
	if (n > fixed)
		qsort(order + fixed, n - fixed, sizeof *order, by_sorted_value);
	for (size_t a = 0; a < n; a++) {
		areas[a] = rug->areas.item[order[a].at];
		for (size_t i = 0; i < rug->measures.n; i++)
			cells[i * n + a] = rug->cell[i * n + order[a].at];
	}
	rug->areas.item = areas;
	rug->cell = cells;
}

struct table *
rug_table(struct mem *m, const struct rug *rug, bool people)
{
	static const struct table_column columns[] = {
		{"Measure", false}, {"Period", false}, {"Area", false}, {"Code", false}, {"Than England", false}, {"Value", true},
		{"Unit", false}, {"95% interval", false}, {"Count", true}, {"Of", true}, {"England", true}, {"Quarter", false},
		{"Note", false}, {"Id", false},
	};
	struct table *t = table_for(m, columns, sizeof columns / sizeof *columns, people);

	for (size_t i = 0; i < rug->measures.n; i++)
		for (size_t a = 0; a < rug->areas.n; a++) {
			const struct rug_measure *x = &rug->measures.item[i];
			const struct rug_cell *cell = &rug->cell[i * rug->areas.n + a];

			table_cell_text(t, x->p.title);
			table_cell_text(t, published_period_name(m, x->period));
			table_cell_text(t, rug->areas.item[a].name);
			table_cell_text(t, rug->areas.item[a].code);
			table_cell_text(t, strcmp(cell->kind, "none") == 0 ? "" : cell->kind);
			table_cell_real(t, cell->figure.value, x->p.decimals);
			table_cell_text(t, x->p.unit);
			table_cell_limits(t, m, cell->figure.lower95, cell->figure.upper95, x->p.decimals, people);
			table_cell_real(t, cell->figure.numerator, 0);
			table_cell_real(t, cell->figure.denominator, 0);
			table_cell_real(t, x->england, x->p.decimals);
			table_cell_text(t, cell->quarter);
			table_cell_text(t, cell->figure.note);
			table_cell_text(t, x->p.id);
		}
	return t;
}
