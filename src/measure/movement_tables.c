/* A change as a table: for the command line, CSV and XLSX. */
#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "measure/measure_tables.h"
#include "measure/movement.h"

static const struct table_column columns[] = {
	{"Breakdown", false}, {"Group", false}, {"Part", false}, {"Number", true}, {"Count before", true}, {"Of before", true},
	{"Value before", true}, {"Count after", true}, {"Of after", true}, {"Value after", true}, {"Change in count", true},
	{"Change in value", true}, {"95% interval", false}, {"Own part", true}, {"Weight part", true}, {"Note", false},
};

/* A row of which anything may be missing. */
struct line {
	const char *breakdown, *group, *part, *note;
	double number, before[3], after[3], count, value, lower, upper, own, mix;
};
static const struct line nothing = {"", "", "", "", NAN, {NAN, NAN, NAN}, {NAN, NAN, NAN}, NAN, NAN, NAN, NAN, NAN, NAN};

/* Nought, where sums leave a rounding's breadth of it, or what people see rounds to it. */
static double
settled(double x, int decimals, bool people)
{
	return fabs(x) < (people ? 0.5 * pow(10, -decimals) : 1e-9) ? 0 : x;
}

static void
put_line(struct mem *m, struct table *t, const struct movement *x, const struct line *l, bool people)
{
	int decimals = decimals_of(x->k);

	table_cell_text(t, l->breakdown);
	table_cell_text(t, l->group);
	table_cell_text(t, l->part);
	table_cell_real(t, l->number, 0);
	for (int i = 0; i < 3; i++)
		table_cell_real(t, l->before[i], i < 2 ? 0 : decimals);
	for (int i = 0; i < 3; i++)
		table_cell_real(t, l->after[i], i < 2 ? 0 : decimals);
	table_cell_real(t, l->count, 0);
	table_cell_real(t, settled(l->value, decimals + 1, people), decimals + 1);
	table_cell_limits(t, m, l->lower, l->upper, decimals, people);
	table_cell_real(t, settled(l->own, decimals + 1, people), decimals + 1);
	table_cell_real(t, settled(l->mix, decimals + 1, people), decimals + 1);
	table_cell_text(t, l->note ? l->note : "");
}

static void
put_sums(const struct movement *x, const struct move_sum sum[2], struct line *l)
{
	bool share = x->value == MOVE_SHARE;

	l->before[0] = sum[0].numerator;
	l->after[0] = sum[1].numerator;
	l->count = sum[1].numerator - sum[0].numerator;
	if (!share)
		return;
	l->before[1] = sum[0].denominator;
	l->after[1] = sum[1].denominator;
	l->before[2] = move_value(MOVE_SHARE, sum[0], x->per);
	l->after[2] = move_value(MOVE_SHARE, sum[1], x->per);
}

static void
whole_line(struct mem *m, struct table *t, const struct movement *x, bool people)
{
	const struct shown *s = x->side;
	struct line l = nothing;

	l.breakdown = "Total";
	l.part = mem_format(m, "%s to %s", x->when[0], x->when[1]);
	for (int i = 0; i < 2; i++) {
		double *to = i ? l.after : l.before;

		to[0] = s[i].numerator;
		to[1] = s[i].denominator;
		to[2] = s[i].value;
	}
	l.count = s[1].numerator - s[0].numerator;
	l.value = x->hidden ? NAN : x->change.value;
	l.lower = x->hidden ? NAN : x->change.lower;
	l.upper = x->hidden ? NAN : x->change.upper;
	l.note = x->hidden ? "small numbers" : isnan(x->change.lower) ? "" : movement_is_clear(x) ? "more than chance" : "may be chance";
	put_line(m, t, x, &l, people);
}

static void
split_lines(struct mem *m, struct table *t, const struct movement *x, const char *breakdown, const char *group,
    const struct move_split *split, bool people)
{
	for (int i = 0; i < MOVE_CLASSES; i++) {
		const struct move_part *part = &split->of[i];
		struct line l = nothing;

		if (part->ones <= 0)
			continue;
		l.breakdown = breakdown;
		l.group = group;
		l.part = movement_class_name(x, (enum move_class)i);
		l.number = part->ones;
		l.note = movement_class_words(x, (enum move_class)i);
		put_sums(x, part->sum, &l);
		l.value = x->k->measure == MEASURE_MEDIAN ? NAN : move_effect(x->value, x->whole, part->sum, x->per).all;
		put_line(m, t, x, &l, people);
	}
}

static void
cut_lines(struct mem *m, struct table *t, const struct movement *x, const struct movement_cut *cut, bool people)
{
	for (size_t i = 0; i < cut->groups.n; i++) {
		const struct movement_group *g = &cut->groups.item[i];
		struct line l = nothing;

		l.breakdown = cut->title;
		l.group = g->name;
		l.part = "All";
		put_sums(x, g->split.whole.sum, &l);
		l.value = g->effect.all;
		l.own = x->value == MOVE_SHARE && !g->folded ? g->effect.own : NAN;
		l.mix = x->value == MOVE_SHARE && !g->folded ? g->effect.mix : NAN;
		put_line(m, t, x, &l, people);
		if (!cut->parts_hidden)
			split_lines(m, t, x, cut->title, g->name, &g->split, people);
	}
}

static void
population_line(struct mem *m, struct table *t, const struct movement *x, bool people)
{
	struct line l = nothing;

	l.breakdown = "Total";
	l.part = "Population";
	l.value = x->population;
	l.note = "because there are more or fewer people";
	put_line(m, t, x, &l, people);
}

static void
ahead_lines(struct mem *m, struct table *t, const struct movement *x, bool people)
{
	const struct movement_ahead *a = &x->ahead;
	const struct { const char *part; double numerator, value; } ends[] = {
		{mem_format(m, "So far, %s", a->as_at == DAY_NONE ? "" : day_iso(m, a->as_at)), a->so_far.numerator, a->value},
		{"At the present pace", a->numerator.middle, a->at_pace.middle},
		{"At the present pace, lower", a->numerator.lower, a->at_pace.lower},
		{"At the present pace, upper", a->numerator.upper, a->at_pace.upper}, {"None of those to come", NAN, a->lowest},
		{"All of those to come", NAN, a->highest},
	};

	for (size_t i = 0; !a->why_not && i < sizeof ends / sizeof ends[0]; i++) {
		struct line l = nothing;

		if (isnan(ends[i].value))
			continue;
		l.breakdown = "End";
		l.group = a->when;
		l.part = ends[i].part;
		l.after[0] = ends[i].numerator;
		l.after[1] = a->so_far.denominator + (i > 0 && !isnan(a->further) ? a->further : 0);
		l.after[1] = x->value == MOVE_COUNT ? NAN : l.after[1];
		l.after[2] = ends[i].value;
		l.note = i ? "" : a->method;
		put_line(m, t, x, &l, people);
	}
}

static void
target_lines(struct mem *m, struct table *t, const struct movement *x, bool people)
{
	const struct movement_target *to = &x->target;
	const struct { double n; const char *group, *words; } lines[] = {
		{to->needed, x->when[1], movement_target_words(m, x)},
		{to->reachable ? to->at_end : NAN, x->ahead.when ? x->ahead.when : "", movement_end_words(m, x)},
	};

	for (size_t i = 0; !isnan(to->target) && i < 2; i++) {
		struct line l = nothing;

		if (!lines[i].words)
			continue;
		l.breakdown = "Target";
		l.group = lines[i].group;
		l.part = to->source;
		l.number = isinf(lines[i].n) ? NAN : lines[i].n;
		l.after[2] = to->target;
		l.note = lines[i].words;
		put_line(m, t, x, &l, people);
	}
}

enum err
movement_table(struct ctx *c, const struct movement *x, bool people, struct table **out)
{
	struct mem *m = c->mem;
	struct table *t = table_for(m, columns, sizeof columns / sizeof columns[0], people);

	*out = t;
	if (x->when[0])
		whole_line(m, t, x, people);
	if (x->when[0] && !x->split_hidden)
		split_lines(m, t, x, "Total", "", &x->split, people);
	if (x->when[0] && x->value == MOVE_RATE && !isnan(x->population))
		population_line(m, t, x, people);
	for (size_t i = 0; x->when[0] && i < x->cuts.n; i++)
		cut_lines(m, t, x, &x->cuts.item[i], people);
	ahead_lines(m, t, x, people);
	target_lines(m, t, x, people);
	return OK;
}
