/* Typed figures among the rest: sorts out which of them add up, has the guard look after those, and withholds of the others all or
 * nothing. There are dozens of them, so everything is compared with everything. */
#include "measure/guard_typed.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "measure/compute.h"

#define SLACK 1e-6

struct sheet {
	struct mem *m;
	const struct guard_places *places;
	const struct indicator *k;
	struct typed_cell *cell;
	size_t n;
	bool *lacks;                    /* of each placed one: it has no counts, or its breakdown does not come to everybody */
	bool *tells;                    /* of each loose one: itself, or what is missing beside it, is a small number */
};

struct counts {
	double numerator, denominator;  /* 0: not counted by this kind of measure */
	bool known;
};

static int32_t
family_of(const struct sheet *s, size_t i)
{
	return s->places->family[s->cell[i].cell.place];
}

static struct counts
counts_of(const struct indicator *k, const struct guard_cell *x)
{
	bool numerator = k->measure != MEASURE_MEAN && k->measure != MEASURE_MEDIAN;
	bool denominator = k->measure != MEASURE_RATE && k->measure != MEASURE_COUNT;

	if (!guard_has_counts(k, x))
		return (struct counts){0};
	return (struct counts){numerator ? x->numerator : 0, denominator ? x->denominator : 0, true};
}

static bool
is_same_period(struct period a, struct period b)
{
	return a.from == b.from && a.to == b.to;
}

static bool
do_overlap(struct period a, struct period b)
{
	return a.from <= b.to && b.from <= a.to;
}

static bool
is_within(struct period a, struct period b)
{
	return a.from >= b.from && a.to <= b.to && !is_same_period(a, b);
}

static int32_t
days_of(struct period p)
{
	return p.to - p.from + 1;
}

/* ---- do breakdowns add up? ---------------------------------------------------------------------------------------------- */

/* A family's figures of a period, added up; not known where one has no counts, or none is there. */
static struct counts
family_sum(const struct sheet *s, int32_t family, struct period p)
{
	struct counts sum = {0};
	size_t taken = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct counts one;

		if (s->cell[i].of != TYPED_PLACED || family_of(s, i) != family || !is_same_period(s->cell[i].cell.period, p))
			continue;
		one = counts_of(s->k, &s->cell[i].cell);
		if (!one.known)
			return (struct counts){0};
		sum.numerator += one.numerator;
		sum.denominator += one.denominator;
		taken++;
	}
	sum.known = taken > 0;
	return sum;
}

/* Whether periods of a kind cover a longer one, each with all of a family's figures. */
static bool
is_tiled(const struct sheet *s, int32_t family, enum period_kind kind, struct period whole)
{
	int32_t days = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct period p = s->cell[i].cell.period;
		bool first = s->cell[i].of == TYPED_PLACED && family_of(s, i) == family && is_within(p, whole) && !s->lacks[i] &&
		    period_kind_of(s->k->by_period, p) == kind;

		for (size_t j = 0; j < i && first; j++)
			first = !(s->cell[j].of == TYPED_PLACED && family_of(s, j) == family && is_same_period(s->cell[j].cell.period, p));
		days += first ? days_of(p) : 0;
	}
	return days == days_of(whole);
}

/* Totals of one kind of period within a longer one, added up. */
static struct counts
tiles_sum(const struct sheet *s, enum period_kind kind, struct period whole)
{
	struct counts sum = {.known = true};

	for (size_t i = 0; i < s->n; i++)
		if (s->cell[i].of == TYPED_PLACED && s->cell[i].cell.place == 0 && is_within(s->cell[i].cell.period, whole) &&
		    period_kind_of(s->k->by_period, s->cell[i].cell.period) == kind) {
			sum.numerator += counts_of(s->k, &s->cell[i].cell).numerator;
			sum.denominator += counts_of(s->k, &s->cell[i].cell).denominator;
		}
	return sum;
}

/* Everybody of a period: as typed; else as the quarters come to, or the breakdown that comes to most. */
static struct counts
everybody_of(const struct sheet *s, struct period p)
{
	struct counts most = family_sum(s, 0, p);

	for (int kind = 0; !most.known && kind < PERIOD_COUNT; kind++)
		if (is_tiled(s, 0, (enum period_kind)kind, p))
			return tiles_sum(s, (enum period_kind)kind, p);
	for (size_t f = 1; !most.known && f < s->places->n_families; f++) {
		struct counts sum = family_sum(s, (int32_t)f, p);

		if (sum.known && sum.numerator + sum.denominator > most.numerator + most.denominator)
			most = (struct counts){sum.numerator, sum.denominator, false};
	}
	most.known = true;
	return most;
}

/* Whether two families are made of the same atoms: wards and localities. */
static bool
are_kin(const struct sheet *s, int32_t a, int32_t b)
{
	for (size_t g = 0; g < s->places->n_groups; g++) {
		const struct guard_group *group = &s->places->group[g];
		bool has_a = false, has_b = false;

		for (size_t l = 0; group->n_atoms && l < group->n_levels; l++) {
			has_a = has_a || s->places->family[group->place[l]] == a;
			has_b = has_b || s->places->family[group->place[l]] == b;
		}
		if (has_a && has_b)
			return true;
	}
	return false;
}

/* Whether a kindred family is typed of the time too. */
static bool
has_kin(const struct sheet *s, size_t at)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->cell[i].of == TYPED_PLACED && family_of(s, i) != family_of(s, at) &&
		    do_overlap(s->cell[i].cell.period, s->cell[at].cell.period) && are_kin(s, family_of(s, i), family_of(s, at)))
			return true;
	return false;
}

static void
breakdown_check(struct sheet *s, size_t at)
{
	struct period p = s->cell[at].cell.period;
	struct counts all = everybody_of(s, p), sum = family_sum(s, family_of(s, at), p);
	double rest = all.numerator - sum.numerator, rest_of = all.denominator - sum.denominator;

	if (sum.known && fabs(rest) < SLACK && fabs(rest_of) < SLACK)
		return;
	s->lacks[at] = true;
	s->tells[at] = s->tells[at] || (sum.known && guard_is_small(s->k, rest, rest_of)) || has_kin(s, at);
}

/* ---- do periods? ---------------------------------------------------------------------------------------------------------- */

/* What a place's figures of such periods leave of the longer one's. */
static bool
is_small_rest(const struct sheet *s, int32_t place, enum period_kind kind, struct period whole)
{
	struct counts rest = {0};

	if (place == 0)
		rest = everybody_of(s, whole);
	for (size_t i = 0; place > 0 && i < s->n; i++)
		if (s->cell[i].of == TYPED_PLACED && s->cell[i].cell.place == place && is_same_period(s->cell[i].cell.period, whole))
			rest = counts_of(s->k, &s->cell[i].cell);
	for (size_t i = 0; i < s->n; i++)
		if (s->cell[i].of == TYPED_PLACED && s->cell[i].cell.place == place && is_within(s->cell[i].cell.period, whole) &&
		    period_kind_of(s->k->by_period, s->cell[i].cell.period) == kind) {
			struct counts one = counts_of(s->k, &s->cell[i].cell);

			rest.numerator -= one.numerator;
			rest.denominator -= one.denominator;
			rest.known = rest.known && one.known;
		}
	return rest.known && guard_is_small(s->k, rest.numerator, rest.denominator);
}

/* A quarter of a year that has not all its quarters may tell of those that it lacks; what lacks a group too, or has the year in other
 * areas, may tell in so many ways that it does. */
static void
period_check(struct sheet *s, size_t at, size_t longer)
{
	struct typed_cell *x = &s->cell[at];
	struct period whole = s->cell[longer].cell.period;
	enum period_kind kind = period_kind_of(s->k->by_period, x->cell.period);
	bool same, kin;

	if (s->cell[longer].of != TYPED_PLACED || !is_within(x->cell.period, whole))
		return;
	same = family_of(s, longer) == family_of(s, at);
	kin = !same && are_kin(s, family_of(s, longer), family_of(s, at));
	if (is_tiled(s, 0, kind, whole) && (!(same || kin) || is_tiled(s, family_of(s, at), kind, whole)))
		return;
	x->loose = true;
	if (days_of(whole) > days_of(x->reach))
		x->reach = whole;
	s->tells[at] = s->tells[at] || kin || (same && s->lacks[at]) || ((same || x->cell.place == 0) && is_small_rest(s, x->cell.place, kind, whole));
}

/* ---- all of it ------------------------------------------------------------------------------------------------------------ */

static void
loose_find(struct sheet *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct typed_cell *x = &s->cell[i];

		x->reach = x->cell.period;
		s->tells[i] = guard_is_small(s->k, x->cell.numerator, x->cell.denominator);
		s->lacks[i] = x->of == TYPED_PLACED && !guard_has_counts(s->k, &x->cell);
	}
	for (size_t i = 0; i < s->n; i++)
		if (s->cell[i].of == TYPED_PLACED && s->cell[i].cell.place > 0)
			breakdown_check(s, i);
	for (size_t i = 0; i < s->n; i++)
		s->cell[i].loose = s->lacks[i];
	for (size_t i = 0; i < s->n && !is_of_a_day(s->k) && !s->k->monthly; i++)
		for (size_t j = 0; s->cell[i].of == TYPED_PLACED && j < s->n; j++)
			period_check(s, i, j);
}

/* What adds up: the guard's own. */
static void
placed_guard(struct sheet *s)
{
	struct guard_cell *cell = mem_new_array(s->m, struct guard_cell, s->n + 1);
	struct guard_places places = *s->places;
	enum guard_shown *shown = mem_new_array(s->m, enum guard_shown, places.n_families + 1);
	size_t n = 0;

	for (size_t f = 0; f < places.n_families; f++)
		shown[f] = SHOWN_FOR_ALL;
	places.shown = shown;
	places.all_listed = true;
	for (size_t i = 0; i < s->n; i++)
		if (s->cell[i].of == TYPED_PLACED && !s->cell[i].loose)
			cell[n++] = s->cell[i].cell;
	guard_cells(s->m, &places, s->k, cell, n);
	n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->cell[i].of == TYPED_PLACED && !s->cell[i].loose)
			s->cell[i].cell.withheld = cell[n++].withheld;
}

/* Whether something that a loose figure may tell is to stay hidden. */
static bool
must_go(const struct sheet *s, size_t at, const struct guard_cell *other, size_t n_other)
{
	struct period own = s->cell[at].reach;

	for (size_t i = 0; i < s->n; i++) {
		const struct typed_cell *x = &s->cell[i];

		if (x->of == TYPED_PLACED && do_overlap(x->loose ? x->reach : x->cell.period, own) &&
		    (x->loose ? s->tells[i] : x->cell.withheld))
			return true;
	}
	for (size_t i = 0; i < n_other; i++)
		if (other[i].withheld && do_overlap(other[i].period, own))
			return true;
	return false;
}

static bool
outside_must_go(const struct sheet *s, size_t at)
{
	const struct guard_cell *own = &s->cell[at].cell;

	for (size_t i = 0; i < s->n; i++) {
		const struct typed_cell *x = &s->cell[i];

		if (do_overlap(x->cell.period, own->period) && ((x->of == TYPED_OUTSIDE && s->tells[i]) ||
		    (x->of == TYPED_PLACED && x->cell.place == own->place && x->cell.withheld)))
			return true;
	}
	return false;
}

void
guard_typed(struct mem *m, const struct guard_places *places, const struct indicator *k, struct typed_cell *cell, size_t n,
    bool is_computed, const struct guard_cell *other, size_t n_other)
{
	struct sheet s = {m, places, k, cell, n, mem_new_array(m, bool, n + 1), mem_new_array(m, bool, n + 1)};

	for (size_t i = 0; i < n; i++)
		cell[i].cell.withheld = cell[i].loose = false;
	loose_find(&s);
	for (size_t i = 0; i < n; i++)
		cell[i].loose = cell[i].loose || is_computed;
	placed_guard(&s);
	for (size_t i = 0; i < n; i++)
		if (cell[i].of == TYPED_WITHIN || (cell[i].of == TYPED_PLACED && cell[i].loose))
			cell[i].cell.withheld = cell[i].of == TYPED_WITHIN || must_go(&s, i, other, n_other);
	for (size_t i = 0; i < n; i++)
		if (cell[i].of == TYPED_OUTSIDE)
			cell[i].cell.withheld = outside_must_go(&s, i);
}
