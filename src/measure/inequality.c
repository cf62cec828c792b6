/* Gathers gaps and gradients from the figures as they are shown, so that what is hidden there is hidden here. */
#include "measure/inequality.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "measure/compute.h"
#include "measure/gradient.h"
#include "measure/measure.h"
#include "measure/measure_tables.h"

const char *
gap_change(double now, double lower, double upper, double before, double before_lower, double before_upper)
{
	if (!isfinite(lower) || !isfinite(upper) || !isfinite(before_lower) || !isfinite(before_upper))
		return "";
	if (lower <= before_upper && before_lower <= upper)
		return "similar";
	return fabs(now) > fabs(before) ? "wider" : "narrower";
}

static const struct shown *
gap_in(const struct shown_list *cuts, const char *name)
{
	for (size_t i = 0; i < cuts->n; i++)
		if (strcmp(cuts->item[i].dimension, DIMENSION_GAP) == 0 && strcmp(cuts->item[i].category, name) == 0)
			return isfinite(cuts->item[i].value) ? &cuts->item[i] : NULL;
	return NULL;
}

static void
add(struct mem *m, struct unequals *out, struct unequal row, const struct interval *now, const struct interval *before)
{
	row.gap = now->value;
	row.lower95 = now->lower;
	row.upper95 = now->upper;
	row.before = before ? before->value : NAN;
	row.clear = now->lower > 0 || now->upper < 0;
	row.change = !before ? "" :
	    gap_change(now->value, now->lower, now->upper, before->value, before->lower, before->upper);
	*push(m, out) = row;
}

/* All of the one group and none of the other: the measure is the group, and the gap says nothing. */
static bool
is_the_group(const struct indicator *k, const struct shown *gap)
{
	return k->measure == MEASURE_PROPORTION && fabs(gap->value) >= k->per;
}

static void
add_gaps(struct mem *m, struct unequals *out, struct unequal row, const struct shown_list *now, const struct shown_list *before)
{
	for (size_t i = 0; i < gap_count; i++) {
		const struct shown *a = gap_in(now, gaps[i].name), *b = gap_in(before, gaps[i].name);
		struct interval gap, was;

		if (!a || is_the_group(row.k, a))
			continue;
		gap = (struct interval){.value = a->value, .lower = a->lower95, .upper = a->upper95};
		if (b)
			was = (struct interval){.value = b->value, .lower = b->lower95, .upper = b->upper95};
		row.of = gaps[i].title;
		row.relative = NAN;
		add(m, out, row, &gap, b ? &was : NULL);
	}
}

static void
add_gradient(struct mem *m, struct unequals *out, struct unequal row, const struct shown_list *now,
    const struct shown_list *before)
{
	struct gradient g, was;

	gradient_of_shown(m, now, false, &g);
	if (!g.found)
		return;
	gradient_of_shown(m, before, false, &was);
	row.of = "Slope index, most less least deprived";
	row.gradient = true;
	row.relative = g.relative.value;
	add(m, out, row, &g.slope, was.found ? &was.slope : NULL);
}

static enum err
unequals_of(struct ctx *c, const struct indicator *k, const char *authority, struct unequals *out)
{
	struct shown_list now = {0}, before = {0};
	struct standing s;
	struct unequal row = {.k = k};

	TRY(standing_of(c, k, authority, &s));
	if (!s.found || !isfinite(s.now.value))
		return OK;
	TRY(shown_breakdowns(c, k, authority, s.now.period, &now));
	if (s.before.area)
		TRY(shown_breakdowns(c, k, authority, s.before.period, &before));
	row.period = s.now.period;
	row.whole = s.now.value;
	add_gaps(c->mem, out, row, &now, &before);
	add_gradient(c->mem, out, row, &now, &before);
	return OK;
}

/* A gap that may be chance stands after every one that is not. */
static int
widest_first(const void *a, const void *b)
{
	const struct unequal *x = a, *y = b;
	double p = x->whole > 0 ? fabs(x->gap) / x->whole : 0, q = y->whole > 0 ? fabs(y->gap) / y->whole : 0;

	if (x->clear != y->clear)
		return x->clear ? -1 : 1;
	if (p < q || p > q)
		return p > q ? -1 : 1;
	return strcmp(x->k->id, y->k->id) ? strcmp(x->k->id, y->k->id) : strcmp(x->of, y->of);
}

enum err
inequalities_of(struct ctx *c, struct unequals *out)
{
	const char *code, *name;

	*out = (struct unequals){0};
	TRY(authority_of(c, &code, &name));
	for (size_t i = 0; i < c->catalogue->n_indicators; i++)
		if (c->catalogue->indicator[i].rows || c->catalogue->indicator[i].reported)
			TRY(unequals_of(c, &c->catalogue->indicator[i], code, out));
	if (out->n)
		qsort(out->item, out->n, sizeof out->item[0], widest_first);
	return OK;
}

/* ---- as a table ---------------------------------------------------------------------------------------------------------- */

static const struct table_column columns[] = {
	{"Measure", false}, {"Gap", false}, {"Period", false}, {"Unit", false}, {"All", true}, {"Difference", true},
	{"95% interval", false}, {"Relative index", true}, {"Before", true}, {"Change", false}, {"Id", false},
};

enum err
inequality_table(struct ctx *c, bool people, struct table **out)
{
	struct unequals list;

	*out = table_for(c->mem, columns, sizeof columns / sizeof columns[0], people);
	TRY(inequalities_of(c, &list));
	for (size_t i = 0; i < list.n; i++) {
		const struct unequal *x = &list.item[i];
		const struct shown when = {.period = x->period};
		int decimals = decimals_of(x->k);

		table_cell_text(*out, x->k->title);
		table_cell_text(*out, x->of);
		table_cell_text(*out, when_words(c->mem, x->k, &when));
		table_cell_text(*out, unit_words_of(c->mem, x->k));
		table_cell_real(*out, x->whole, decimals);
		table_cell_real(*out, x->gap, decimals);
		table_cell_limits(*out, c->mem, x->lower95, x->upper95, decimals, people);
		table_cell_real(*out, x->relative, 2);
		table_cell_real(*out, x->before, decimals);
		table_cell_text(*out, x->change);
		table_cell_text(*out, x->k->id);
	}
	return OK;
}
