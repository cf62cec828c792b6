/* The engine's one pass. See the header.
 *
 * Rows arrive sorted by key and date. For each key (a child) its rows name, for every period they touch, the row that
 * speaks for it there: the latest. So a child with two open placements, or three reviews in a year, counts once, with
 * what was last true. `unit: row` counts every row instead. A ratio adds numerators up; with `unit: child` a child's
 * denominator counts once a period (the largest), with `unit: row` denominators add up too.
 */
#include "measure/tally.h"

#include <math.h>
#include <stdlib.h>

#include "base/day.h"
#include "base/mem.h"

/* What one key has gathered for one period. */
struct claim {
	int32_t row;                    /* the row that speaks, or -1 */
	double numerator, denominator;
};

struct pass {
	struct mem *mem;
	const struct breakdown *b;
	const struct question *q;
	const struct fact_rows *rows;
	const struct periods *periods;
	struct tally *t;
	struct claim *claim;            /* one a period, cleared after each key */
	struct place_in place;          /* of `placed_person` on `placed_day` */
	int32_t placed_person, placed_day;
	struct counted_list *each;      /* NULL: cells are wanted */
};

/* The first period whose last day is on or after `day`. */
static size_t
period_ending_from(const struct periods *p, int32_t day)
{
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->item[middle].to < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether row `i` belongs to period `k`, given that the period ends on or after the row's first day. */
static bool
touches(const struct pass *s, size_t i, size_t k)
{
	const struct fact_rows *r = s->rows;

	if (s->q->at == DURING_PERIOD)
		return s->periods->item[k].from <= r->since[i];
	return !r->until || r->until[i] > s->periods->item[k].to;
}

/* The day on which a row's child is looked at: a measure at the period's end on that day, else the row's own. */
static int32_t
day_of_row(const struct pass *s, size_t i, size_t k)
{
	return s->q->at == AT_PERIOD_END ? s->periods->item[k].to : s->rows->since[i];
}

static bool
in_population(const struct pass *s)
{
	const struct place_in *p = &s->place;

	if (!s->q->population.given || !p->age_known)
		return true;
	if (p->age < 0)                 /* not born yet: a plan for an unborn child belongs to the youngest */
		return s->q->population.age_from == 0;
	return population_holds(&s->q->population, p->age, p->sex);
}

static void
find_place(struct pass *s, int32_t person, int32_t day)
{
	if (s->placed_person == person && s->placed_day == day)
		return;
	breakdown_place(s->b, person, day, &s->place);
	s->placed_person = person;
	s->placed_day = day;
}

/* Whether row `i` is of somebody whom the measure is about, on the day that it is looked at. */
static bool
is_among(struct pass *s, size_t i, size_t k)
{
	int32_t person = s->rows->person[i];

	return s->q->among == 0 ||
	    (person >= 0 && people_memberships(s->b->people, person, day_of_row(s, i, k)) & s->q->among);
}

static void
add_to_cells(struct pass *s, size_t k, struct cell_sum add)
{
	struct cell_sum *cells = &s->t->sum[k * s->t->n_cells];

	for (size_t i = 0; i < s->place.n; i++) {
		struct cell_sum *cell = &cells[s->place.cell[i]];

		cell->numerator += add.numerator;
		cell->denominator += add.denominator;
		cell->sum += add.sum;
		cell->squares += add.squares;
	}
}

/* One more that is counted, in the list or in its cells. */
static void
add_one(struct pass *s, size_t k, size_t i, struct cell_sum add)
{
	if (s->each)
		*push(s->mem, s->each) = (struct counted){(int32_t)k, s->rows->key[i], s->rows->person[i], day_of_row(s, i, k),
		    add.numerator, add.denominator};
	else
		add_to_cells(s, k, add);
}

static void
add_value(struct pass *s, size_t k, size_t row)
{
	double value = s->rows->value[row], from_shift = value - s->q->shift;

	if (s->each) {
		add_one(s, k, row, (struct cell_sum){value, 1, 0, 0});
		return;
	}
	add_to_cells(s, k, (struct cell_sum){0, 1, from_shift, from_shift * from_shift});
	if (s->q->measure != MEASURE_MEDIAN)
		return;
	for (size_t i = 0; i < s->place.n; i++)
		*push(s->mem, &s->t->values) = (struct cell_value){(int32_t)k, s->place.cell[i], (float)value};
}

/* One child, or row, counted in one period. `claim` holds what was gathered for a ratio or a fold. */
static void
count_one(struct pass *s, size_t k, size_t i, const struct claim *claim)
{
	const struct fact_rows *r = s->rows;
	const struct question *q = s->q;
	double hit = r->hit ? (double)r->hit[i] : 1;

	find_place(s, r->person[i], day_of_row(s, i, k));
	if (!in_population(s))
		return;
	if (q->shares && !(claim->denominator > 0))
		return;                 /* no share of nothing: a pupil who could attend no session */
	if (q->accumulates) {
		double share = q->shares ? claim->numerator / claim->denominator : claim->numerator;

		hit = share >= q->least - 1e-9;
	}
	if (q->measure == MEASURE_RATIO)
		add_one(s, k, i, (struct cell_sum){claim->numerator, claim->denominator, 0, 0});
	else if (q->measure == MEASURE_MEAN || q->measure == MEASURE_MEDIAN) {
		if (!r->value || isnan(r->value[i]))
			s->t->not_known[k]++;
		else
			add_value(s, k, i);
	} else if (isnan(hit))
		s->t->not_known[k]++;
	else
		add_one(s, k, i, (struct cell_sum){hit, q->measure == MEASURE_PROPORTION ? 1 : 0, 0, 0});
}

static double
or_zero(const double *column, size_t i)
{
	return column && !isnan(column[i]) ? column[i] : 0;
}

/* Row `i` makes its claim on period `k`. */
static void
claim_period(struct pass *s, size_t i, size_t k)
{
	const struct fact_rows *r = s->rows;
	double numerator = or_zero(r->numerator, i), denominator = or_zero(r->denominator, i);

	if (s->q->unit == UNIT_ROW && !s->q->accumulates) {
		count_one(s, k, i, &(struct claim){0, numerator, denominator});
		return;
	}
	s->claim[k].row = (int32_t)i;
	s->claim[k].numerator += numerator;
	if (s->q->accumulates)
		s->claim[k].denominator += denominator;
	else if (denominator > s->claim[k].denominator)
		s->claim[k].denominator = denominator;
}

/* All rows [from, to) of one key. */
static void
count_key(struct pass *s, size_t from, size_t to)
{
	const struct periods *p = s->periods;
	size_t low = p->n, high = 0;

	for (size_t i = from; i < to; i++)
		for (size_t k = period_ending_from(p, s->rows->since[i]); k < p->n && touches(s, i, k); k++) {
			if (!is_among(s, i, k))
				continue;
			claim_period(s, i, k);
			low = k < low ? k : low;
			high = k + 1 > high ? k + 1 : high;
		}
	for (size_t k = low; k < high; k++) {
		if (s->claim[k].row >= 0)
			count_one(s, k, (size_t)s->claim[k].row, &s->claim[k]);
		s->claim[k] = (struct claim){.row = -1};
	}
}

/* The mean of a period's months, so that a child seen in each of them is one child. */
static void
average_months(struct tally *t, const struct periods *periods)
{
	for (size_t k = 0; k < t->n_periods; k++) {
		int months = period_months(periods->item[k]);

		for (size_t i = 0; months > 1 && i < t->n_cells; i++) {
			struct cell_sum *cell = &t->sum[k * t->n_cells + i];

			cell->numerator /= months;
			cell->denominator /= months;
		}
		t->not_known[k] /= months > 1 ? months : 1;
	}
}

/* Every key's rows, in one pass. */
static void
count_all(struct pass *s)
{
	const struct fact_rows *rows = s->rows;
	size_t end;

	s->placed_person = -2;
	s->claim = mem_new_array(s->mem, struct claim, s->periods->n + 1);
	for (size_t k = 0; k < s->periods->n; k++)
		s->claim[k].row = -1;
	for (size_t i = 0; i < rows->n; i = end) {
		for (end = i + 1; end < rows->n && rows->key[end] == rows->key[i]; end++)
			continue;
		count_key(s, i, end);
	}
}

struct tally *
tally_rows(struct mem *m, const struct breakdown *b, const struct question *q, const struct fact_rows *rows,
    const struct periods *periods)
{
	struct tally *t = mem_new_one(m, struct tally);
	struct pass s = {.mem = m, .b = b, .q = q, .rows = rows, .periods = periods, .t = t};

	t->n_periods = periods->n;
	t->n_cells = b->n_cells;
	t->sum = mem_new_array(m, struct cell_sum, periods->n * b->n_cells + 1);
	t->not_known = mem_new_array(m, double, periods->n + 1);
	count_all(&s);
	if (q->monthly)
		average_months(t, periods);
	return t;
}

struct counted_list
tally_each(struct mem *m, const struct breakdown *b, const struct question *q, const struct fact_rows *rows,
    const struct periods *periods)
{
	struct counted_list each = {0};
	struct tally t = {.not_known = mem_new_array(m, double, periods->n + 1)};
	struct pass s = {.mem = m, .b = b, .q = q, .rows = rows, .periods = periods, .t = &t, .each = &each};

	count_all(&s);
	for (size_t i = 0; q->monthly && i < each.n; i++) {
		int months = period_months(periods->item[each.item[i].period]);

		each.item[i].numerator /= months > 1 ? months : 1;
		each.item[i].denominator /= months > 1 ? months : 1;
	}
	return each;
}

static bool
lies_within(struct period inner, struct period outer)
{
	return inner.from >= outer.from && inner.to <= outer.to;
}

struct tally *
tally_pool(struct mem *m, const struct tally *of_single, const struct periods *single, const struct periods *pooled)
{
	struct tally *t = mem_new_one(m, struct tally);
	size_t cells = of_single->n_cells;

	t->n_periods = pooled->n;
	t->n_cells = cells;
	t->sum = mem_new_array(m, struct cell_sum, pooled->n * cells + 1);
	t->not_known = mem_new_array(m, double, pooled->n + 1);
	for (size_t k = 0; k < pooled->n; k++)
		for (size_t y = 0; y < single->n; y++) {
			if (!lies_within(single->item[y], pooled->item[k]))
				continue;
			t->not_known[k] += of_single->not_known[y];
			for (size_t i = 0; i < cells; i++) {
				const struct cell_sum *add = &of_single->sum[y * cells + i];
				struct cell_sum *to = &t->sum[k * cells + i];

				to->numerator += add->numerator;
				to->denominator += add->denominator;
				to->sum += add->sum;
				to->squares += add->squares;
			}
			for (size_t i = 0; i < of_single->values.n; i++)
				if (of_single->values.item[i].period == (int32_t)y)
					*push(m, &t->values) = (struct cell_value){(int32_t)k, of_single->values.item[i].cell,
					    of_single->values.item[i].value};
		}
	return t;
}

static int
by_period_cell_value(const void *a, const void *b)
{
	const struct cell_value *x = a, *y = b;

	if (x->period != y->period)
		return x->period < y->period ? -1 : 1;
	if (x->cell != y->cell)
		return x->cell < y->cell ? -1 : 1;
	return x->value < y->value ? -1 : x->value > y->value;
}

void
tally_medians(struct tally *t)
{
	struct cell_value *v = t->values.item;
	size_t end;

	if (t->values.n)
		qsort(v, t->values.n, sizeof v[0], by_period_cell_value);
	for (size_t i = 0; i < t->values.n; i = end) {
		size_t n;

		for (end = i + 1; end < t->values.n && v[end].period == v[i].period && v[end].cell == v[i].cell; end++)
			continue;
		n = end - i;
		t->sum[(size_t)v[i].period * t->n_cells + (size_t)v[i].cell].sum =
		    ((double)v[i + (n - 1) / 2].value + (double)v[i + n / 2].value) / 2;
	}
}
