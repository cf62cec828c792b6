/* Looks for moves. Each is put together figure by figure and given up at the first that cannot take part (a known nought, or one
 * with nothing left to give) or when it withholds more than the best so far. All in a fixed order, so the same is found each time. */
#include "measure/guard_move.h"

#include <math.h>
#include <stdlib.h>

#include "base/day.h"
#include "base/mem.h"
#include "measure/compute.h"

#define SLACK 1e-9              /* a period's mean month is no whole number */
#define PARTS_MOST 1024
#define MEETS_MOST 18           /* how many other times are tried: months of a year and a half; there are hundreds */

/* ---- the table ---------------------------------------------------------------------------------------------------------- */

static int
by_day(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Whether a period's figure counts what happened at a time. How things stand on a day is said by every period that ends on it;
 * three pooled years are of three such days. */
static bool
period_holds(const struct guard_table *t, struct period p, struct guard_time s)
{
	if (!is_of_a_day(t->k))
		return p.from <= s.from && s.to <= p.to;
	if (p.to == s.to)
		return true;
	return period_years(p) > 1 && (day_add_months(p.to + 1, -12) == s.to + 1 || day_add_months(p.to + 1, -24) == s.to + 1);
}

static void
times_make(struct guard_table *t)
{
	int32_t *cut = mem_new_array(t->m, int32_t, 2 * t->n_periods + 1);
	size_t n = 0;

	for (size_t p = 0; p < t->n_periods; p++) {
		cut[n++] = t->period[p].from;
		cut[n++] = t->period[p].to + 1;
	}
	qsort(cut, n, sizeof *cut, by_day);
	t->time = mem_new_array(t->m, struct guard_time, n + 1);
	for (size_t i = 0; i + 1 < n; i++)
		if (cut[i] < cut[i + 1])
			t->time[t->n_times++] = (struct guard_time){cut[i], cut[i + 1] - 1};
	t->holds = mem_new_array(t->m, bool, t->n_periods * t->n_times + 1);
	for (size_t p = 0; p < t->n_periods; p++)
		for (size_t s = 0; s < t->n_times; s++)
			t->holds[p * t->n_times + s] = period_holds(t, t->period[p], t->time[s]);
}

static bool
is_held(const struct guard_table *t, size_t period, size_t time)
{
	return t->holds[period * t->n_times + time];
}

static bool
do_meet(const struct guard_table *t, size_t a, size_t b)
{
	for (size_t i = 0; i < t->held_by[a].n; i++)
		if (is_held(t, t->held_by[a].item[i], b))
			return true;
	return false;
}

static void
lists_make(struct guard_table *t)
{
	t->held_by = mem_new_array(t->m, struct guard_list, t->n_times + 1);
	t->meets = mem_new_array(t->m, struct guard_list, t->n_times + 1);
	for (size_t s = 0; s < t->n_times; s++) {
		struct guard_list *by = &t->held_by[s], *meets = &t->meets[s];

		by->item = mem_new_array(t->m, uint32_t, t->n_periods);
		for (size_t p = 0; p < t->n_periods; p++)
			if (is_held(t, p, s))
				by->item[by->n++] = (uint32_t)p;
		meets->item = mem_new_array(t->m, uint32_t, MEETS_MOST + 2);
		for (size_t away = 1; away < t->n_times && meets->n < MEETS_MOST; away++) {
			if (s >= away && do_meet(t, s, s - away))
				meets->item[meets->n++] = (uint32_t)(s - away);
			if (s + away < t->n_times && do_meet(t, s, s + away))
				meets->item[meets->n++] = (uint32_t)(s + away);
		}
	}
}

static bool
counted_alike(const struct guard_table *t, const struct guard_group *g, size_t period, size_t i, size_t j)
{
	for (size_t l = 0; l < g->n_levels; l++) {
		int32_t a = g->place[i * g->n_levels + l], b = g->place[j * g->n_levels + l];

		if (a != b && t->stored[(size_t)t->places->family[a] * t->n_periods + period])
			return false;
	}
	return true;
}

static const bool *
first_of(struct guard_table *t, const struct guard_group *g, size_t period)
{
	bool **at = &t->first[(size_t)(g - t->places->group) * t->n_periods + period];

	if (!*at) {
		*at = mem_new_array(t->m, bool, g->n_atoms);
		for (size_t i = 0; i < g->n_atoms; i++) {
			(*at)[i] = true;
			for (size_t j = 0; j < i && (*at)[i]; j++)
				(*at)[i] = !((*at)[j] && counted_alike(t, g, period, i, j));
		}
	}
	return *at;
}

static void
groups_find(struct guard_table *t)
{
	const struct guard_places *k = t->places;

	t->group_of = mem_new_array(t->m, int32_t, k->n_families);
	t->level_of = mem_new_array(t->m, int32_t, k->n_families);
	for (size_t f = 0; f < k->n_families; f++)
		t->group_of[f] = -1;
	for (size_t g = 0; g < k->n_groups; g++)
		for (size_t l = 0; k->group[g].n_atoms && l < k->group[g].n_levels; l++) {
			int32_t family = k->family[k->group[g].place[l]];

			t->group_of[family] = (int32_t)g;
			t->level_of[family] = (int32_t)l;
		}
}

/* Where everybody is nobody, no place holds anybody. */
static bool
is_nobody(const struct indicator *k, const struct guard_cell *all)
{
	bool by_numerator = k->measure == MEASURE_RATE || k->measure == MEASURE_COUNT;

	return (by_numerator ? all->numerator : all->denominator) <= 0;
}

void
guard_table_make(struct mem *m, const struct guard_places *places, const struct indicator *k, struct guard_cell *cell, size_t n,
    struct guard_table *out)
{
	struct guard_table *t = out;

	*t = (struct guard_table){.m = m, .places = places, .k = k, .cell = cell, .n = n};
	t->period = mem_new_array(m, struct period, n + 1);
	t->period_of = mem_new_array(m, int32_t, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (!t->n_periods || t->period[t->n_periods - 1].from != cell[i].period.from ||
		    t->period[t->n_periods - 1].to != cell[i].period.to)
			t->period[t->n_periods++] = cell[i].period;
		t->period_of[i] = (int32_t)t->n_periods - 1;
	}
	t->at = mem_new_array(m, int32_t, places->n * t->n_periods + 1);
	for (size_t i = 0; i < places->n * t->n_periods; i++)
		t->at[i] = -1;
	t->stored = mem_new_array(m, bool, places->n_families * t->n_periods + 1);
	t->opened = mem_new_array(m, bool, places->n_families * t->n_periods + 1);
	for (size_t i = 0; i < n; i++) {
		size_t p = (size_t)t->period_of[i];

		t->at[(size_t)cell[i].place * t->n_periods + p] = (int32_t)i;
		t->stored[(size_t)places->family[cell[i].place] * t->n_periods + p] = true;
		for (size_t f = 0; f < places->n_families && cell[i].place == 0 && is_nobody(k, &cell[i]); f++)
			t->stored[f * t->n_periods + p] = true;
	}
	for (int c = 0; c < 2; c++) {
		t->count[c] = mem_new_array(m, double, n + 1);
		t->change[c] = mem_new_array(m, double, n + 1);
	}
	times_make(t);
	lists_make(t);
	t->first = mem_new_array(m, bool *, places->n_groups * t->n_periods + 1);
	groups_find(t);
}

/* ---- one move ----------------------------------------------------------------------------------------------------------- */

struct part {
	int32_t cell;
	double by;
};
struct move {
	struct part part[PARTS_MOST];
	size_t n;
	size_t figures;                 /* that it withholds anew; a total counts for many */
	double size;                    /* of those */
};
struct search {
	struct guard_table *t;
	const struct guard_step *step, *best_step;
	int32_t v;
	double sign;
	struct move now, best;
	bool found;
};

static double
size_of(const struct guard_table *t, int32_t i)
{
	return t->count[0][i] + (t->count[1] ? t->count[1][i] : 0);
}

static bool
is_dearer(const struct search *s)
{
	if (s->now.figures != s->best.figures)
		return s->now.figures > s->best.figures;
	return s->now.size >= s->best.size;
}

static bool
is_free(const struct search *s)
{
	return s->found && s->best.figures == 0;
}

static bool
is_opened(const struct guard_table *t, int32_t place, size_t period)
{
	return t->opened[(size_t)t->places->family[place] * t->n_periods + period];
}

bool
guard_is_opened(const struct guard_table *t, size_t cell)
{
	return is_opened(t, t->cell[cell].place, (size_t)t->period_of[cell]);
}

/* Whether a figure can change by so many steps. */
static bool
can_change(const struct search *s, int32_t i, double by)
{
	const struct guard_table *t = s->t;
	double left = 0, change = 0;
	bool enough = size_of(t, i) > 0;

	for (int c = 0; c < 2 && t->count[c]; c++) {
		double change_here = by * s->step->change[c], left_here = t->count[c][i] + t->change[c][i] + change_here;

		if (change_here < 0 && left_here < -SLACK)
			return false;
		enough = enough && !(change_here < 0 && left_here < s->step->least[c] - SLACK);
		left += left_here;
		change += change_here;
	}
	enough = enough && !(change < 0 && left < s->step->least_sum - SLACK);
	return enough || guard_is_opened(t, (size_t)i);
}

/* A figure that is not there: nought, and known to be; or in a breakdown that is dropped, where it may be more; or nothing of that kind
 * is ever shown for the period. */
static bool
can_be_there(const struct search *s, int32_t place, size_t period, double by)
{
	const struct guard_table *t = s->t;

	return !t->stored[(size_t)t->places->family[place] * t->n_periods + period] ||
	    (is_opened(t, place, period) && by * s->step->change[0] >= 0 && by * s->step->change[1] >= 0);
}

/* Of a mean month: what a child in one month adds to a longer period's figure. */
static double
share_of(const struct search *s, size_t period)
{
	struct period own = s->t->cell[s->v].period, p = s->t->period[period];

	if (!s->t->k->monthly || !period_months(own) || !period_months(p))
		return 1;
	return (double)period_months(own) / period_months(p);
}

/* Adds a figure to the move; false: it cannot be part of it, and the move comes to nothing. */
static bool
move_add(struct search *s, int32_t place, size_t period, double sign)
{
	struct guard_table *t = s->t;
	int32_t i = t->at[(size_t)place * t->n_periods + period];
	double by = sign * s->sign * share_of(s, period);

	if (i < 0)
		return can_be_there(s, place, period, by);
	if (s->now.n == PARTS_MOST || !can_change(s, i, by))
		return false;
	if (t->spares_totals && place == 0 && !t->cell[i].withheld)
		return false;
	if (t->unknown && !t->unknown[i] && (s->step->change[0] + s->step->change[1] < 0 || s->step->change[0] + s->step->change[1] > 0))
		return false;
	s->now.part[s->now.n++] = (struct part){i, by};
	if (!t->cell[i].withheld && !is_opened(t, place, period)) {
		s->now.figures += t->cell[i].place ? 1 : t->weight[period];
		s->now.size += size_of(t, i);
	}
	return !(s->found && is_dearer(s));
}

static void
move_begin(struct search *s)
{
	s->now.n = s->now.figures = 0;
	s->now.size = 0;
}

static void
move_keep(struct search *s)
{
	s->best.n = s->now.n;
	s->best.figures = s->now.figures;
	s->best.size = s->now.size;
	for (size_t i = 0; i < s->now.n; i++)
		s->best.part[i] = s->now.part[i];
	s->best_step = s->step;
	s->found = true;
}

/* ---- within a group ----------------------------------------------------------------------------------------------------- */

#define NO_TIME SIZE_MAX

/* One more of atom `i` at time `at` and one less of `j`; but not in periods that hold `but` too. */
static bool
swap_add(struct search *s, const struct guard_group *g, size_t i, size_t j, size_t at, size_t but, double sign)
{
	const struct guard_list *by = &s->t->held_by[at];

	for (size_t k = 0; k < by->n; k++) {
		size_t p = by->item[k];

		if (but != NO_TIME && is_held(s->t, p, but))
			continue;
		for (size_t l = 0; l < g->n_levels; l++) {
			int32_t more = g->place[i * g->n_levels + l], less = g->place[j * g->n_levels + l];

			if (more != less && !(move_add(s, less, p, -sign) && move_add(s, more, p, sign)))
				return false;
		}
	}
	return true;
}

static void
swap_try(struct search *s, const struct guard_group *g, size_t i, size_t j, size_t at)
{
	move_begin(s);
	if (swap_add(s, g, i, j, at, NO_TIME, 1))
		move_keep(s);
}

/* Turning a swap back at a second time spares the periods that hold both. */
static void
rectangles_try(struct search *s, const struct guard_group *g, size_t i, size_t j, size_t at)
{
	const struct guard_table *t = s->t;
	size_t own = (size_t)t->period_of[s->v];

	for (size_t k = 0; k < t->meets[at].n && !is_free(s); k++) {
		size_t back = t->meets[at].item[k];

		if (is_held(t, own, back))
			continue;
		move_begin(s);
		if (swap_add(s, g, i, j, at, back, 1) && swap_add(s, g, i, j, back, at, -1))
			move_keep(s);
	}
}

static bool
lies_in(const struct guard_group *g, size_t atom, int32_t level, int32_t place)
{
	return g->place[atom * g->n_levels + (size_t)level] == place;
}

/* Whether an atom's places of the figure's own period can give, or take, one: what every move with it needs. */
static bool
atom_can(const struct search *s, const struct guard_group *g, size_t atom, double sign)
{
	const struct guard_table *t = s->t;

	for (size_t l = 0; l < g->n_levels; l++) {
		size_t period = (size_t)t->period_of[s->v];
		int32_t place = g->place[atom * g->n_levels + l], i = t->at[(size_t)place * t->n_periods + period];

		if (i < 0 ? !can_be_there(s, place, period, sign * s->sign) : size_of(t, i) <= 0 && !is_opened(t, place, period))
			return false;
		if (i >= 0 && l == (size_t)t->level_of[t->places->family[t->cell[s->v].place]] &&
		    !can_change(s, i, sign * s->sign))
			return false;
	}
	return true;
}

/* The first and last time of the figure's own period: those between them stand no better. */
static bool
is_edge(const struct search *s, size_t at)
{
	size_t own = (size_t)s->t->period_of[s->v];

	return is_held(s->t, own, at) && (at == 0 || !is_held(s->t, own, at - 1) || at + 1 == s->t->n_times ||
	    !is_held(s->t, own, at + 1));
}

/* Whether the figure's place is counted in other periods that hold the time too. */
static bool
is_nested(const struct search *s, size_t at)
{
	const struct guard_table *t = s->t;
	size_t family = (size_t)t->places->family[t->cell[s->v].place], n = 0;

	for (size_t k = 0; k < t->held_by[at].n; k++)
		n += t->stored[family * t->n_periods + t->held_by[at].item[k]];
	return n > 1;
}

enum way { SWAPS, RECTANGLES, ANY_SWAPS };

static void
times_try(struct search *s, const struct guard_group *g, size_t i, size_t j, enum way way)
{
	const struct guard_table *t = s->t;

	for (size_t at = 0; at < t->n_times && !is_free(s); at++) {
		if (!is_held(t, (size_t)t->period_of[s->v], at))
			continue;
		if (way == ANY_SWAPS || (way == SWAPS && is_edge(s, at)))
			swap_try(s, g, i, j, at);
		else if (way == RECTANGLES && is_edge(s, at) && is_nested(s, at))
			rectangles_try(s, g, i, j, at);
	}
}

/* Swaps between what lies in the figure's own place and what does not. */
static void
group_try(struct search *s, const struct guard_group *g, int32_t level)
{
	const struct guard_table *t = s->t;
	int32_t place = t->cell[s->v].place;
	const bool *first = first_of(s->t, g, (size_t)t->period_of[s->v]);

	for (int way = SWAPS; way <= RECTANGLES || (way == ANY_SWAPS && !s->found); way++)
		for (size_t i = 0; i < g->n_atoms; i++)
			for (size_t j = 0; first[i] && lies_in(g, i, level, place) && atom_can(s, g, i, 1) && j < g->n_atoms &&
			    !is_free(s); j++)
				if (first[j] && !lies_in(g, j, level, place) && atom_can(s, g, j, -1))
					times_try(s, g, i, j, (enum way)way);
}

/* ---- across all groups ---------------------------------------------------------------------------------------------------- */

/* A child with all that it belongs to: one more at `at`, one less at `from` (NO_TIME: it comes from nowhere). */
static bool
child_add(struct search *s, const int32_t *place, size_t n_places, size_t at, size_t from)
{
	const struct guard_list *more = &s->t->held_by[at];

	for (size_t k = 0; k < more->n; k++)
		for (size_t i = 0; i < n_places && !(from != NO_TIME && is_held(s->t, more->item[k], from)); i++)
			if (!move_add(s, place[i], more->item[k], 1))
				return false;
	for (size_t k = 0; from != NO_TIME && k < s->t->held_by[from].n; k++)
		for (size_t i = 0; i < n_places && !is_held(s->t, s->t->held_by[from].item[k], at); i++)
			if (!move_add(s, place[i], s->t->held_by[from].item[k], -1))
				return false;
	return true;
}

/* Adds the cheapest atom of a group. */
static bool
cheapest_add(struct search *s, const struct guard_group *g, int32_t level, int32_t place, size_t at, size_t from)
{
	struct { size_t n, figures; double size; } before = {s->now.n, s->now.figures, s->now.size}, best = {0};
	size_t chosen = SIZE_MAX;

	for (size_t i = 0; i < g->n_atoms; i++) {
		if (level >= 0 && !lies_in(g, i, level, place))
			continue;
		if (child_add(s, &g->place[i * g->n_levels], g->n_levels, at, from) && (chosen == SIZE_MAX ||
		    s->now.figures < best.figures || (s->now.figures == best.figures && s->now.size < best.size))) {
			chosen = i;
			best.figures = s->now.figures;
			best.size = s->now.size;
		}
		s->now.n = before.n;
		s->now.figures = before.figures;
		s->now.size = before.size;
		if (chosen != SIZE_MAX && best.figures == before.figures)
			break;
	}
	return chosen != SIZE_MAX && child_add(s, &g->place[chosen * g->n_levels], g->n_levels, at, from);
}

static void
shift_try(struct search *s, size_t at, size_t from)
{
	const struct guard_table *t = s->t;
	int32_t place = t->cell[s->v].place, family = t->places->family[place], everybody = 0;

	move_begin(s);
	if (!child_add(s, &everybody, 1, at, from))
		return;
	for (size_t g = 0; g < t->places->n_groups; g++) {
		bool own = t->group_of[family] == (int32_t)g;

		if (!cheapest_add(s, &t->places->group[g], own ? t->level_of[family] : -1, place, at, from))
			return;
	}
	move_keep(s);
}

static void
shifts_try(struct search *s)
{
	const struct guard_table *t = s->t;
	size_t own = (size_t)t->period_of[s->v];

	for (size_t at = 0; at < t->n_times && !is_free(s); at++) {
		if (!is_held(t, own, at))
			continue;
		for (size_t k = 0; k < t->meets[at].n && !is_free(s); k++)
			if (!is_held(t, own, t->meets[at].item[k]))
				shift_try(s, at, t->meets[at].item[k]);
		shift_try(s, at, NO_TIME);
	}
}

/* ---- chains --------------------------------------------------------------------------------------------------------------- */

static void
move_make(struct search *s)
{
	struct guard_table *t = s->t;

	for (size_t i = 0; i < s->best.n; i++) {
		struct part x = s->best.part[i];

		for (int c = 0; c < 2; c++)
			t->change[c][x.cell] += x.by * s->best_step->change[c];
		*push(t->m, &t->touched) = x.cell;
		if (!t->cell[x.cell].withheld)
			*push(t->m, &t->hid) = x.cell;
		t->cell[x.cell].withheld = true;
	}
}

/* The best move by any of the steps: within the group if there is one, else across all. */
static bool
move_find(struct search *s, struct guard_steps steps)
{
	const struct guard_table *t = s->t;
	int32_t family = t->places->family[t->cell[s->v].place], group = t->group_of[family];

	s->found = false;
	for (size_t i = 0; group >= 0 && i < steps.n && !is_free(s); i++) {
		s->step = steps.item[i];
		group_try(s, &t->places->group[group], t->level_of[family]);
	}
	for (size_t i = 0, n = s->found ? 0 : steps.n; i < n && !is_free(s); i++) {
		s->step = steps.item[i];
		shifts_try(s);
	}
	return s->found;
}

bool
guard_chain(struct guard_table *t, int32_t v, struct guard_steps steps, int sign, int n)
{
	struct search s = {.t = t, .v = v, .sign = sign};
	bool done = true;

	t->touched.n = t->hid.n = 0;
	for (int i = 0; i < n && done; i++) {
		done = move_find(&s, steps);
		if (done)
			move_make(&s);
	}
	for (size_t i = 0; i < t->touched.n; i++)
		t->change[0][t->touched.item[i]] = t->change[1][t->touched.item[i]] = 0;
	for (size_t i = 0; !done && i < t->hid.n; i++)
		t->cell[t->hid.item[i]].withheld = false;
	return done;
}
