/* Withholds what is small, then what would tell it: for every small count a chain of moves is looked for that makes it something
 * else without touching a figure that is shown, and what the chain needs is withheld. A chain is a proof: whoever reads all that is
 * shown cannot tell the figures from those after it. */
#include "measure/guard.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "measure/guard_move.h"

#define FEW_TIMES 3             /* of so many times the threshold no breakdown is dropped for being of few */

/* ---- what is small ---------------------------------------------------------------------------------------------------- */

static bool
is_small(const struct indicator *k, double n)
{
	return n > 0 && n < (double)k->small_numbers_under;
}

bool
guard_is_small(const struct indicator *k, double numerator, double denominator)
{
	switch (k->measure) {
	case MEASURE_RATE:
	case MEASURE_COUNT:
		return is_small(k, numerator);
	case MEASURE_MEAN:
	case MEASURE_MEDIAN:
		return is_small(k, denominator);
	case MEASURE_RATIO:
		return is_small(k, numerator) || is_small(k, denominator);
	case MEASURE_PROPORTION:
		break;
	}
	return is_small(k, numerator) || is_small(k, denominator) || is_small(k, denominator - numerator);
}

/* ---- counts that are to be protected ---------------------------------------------------------------------------------- */

/* One count alone: a withheld one is at least 1, for noughts are shown. */
static const struct guard_step of_one = {{1, 0}, {1, 0}, 1};
/* A proportion's hits and others, and a ratio's two counts: either may be nought, for the other may be what is small. */
static const struct guard_step hits_for_others = {{1, -1}, {0, 0}, 1}, others_for_hits = {{-1, 1}, {0, 0}, 1};
static const struct guard_step hits_alone = {{1, 0}, {0, 0}, 1}, others_alone = {{0, 1}, {0, 0}, 1};

static int
steps_of(double distance)
{
	return distance > 0 ? (int)ceil(distance - 1e-9) : 0;
}

/* The last resort, where sums do not hold to the child (one counted in two quarters is one in the year, and by the year's end lives
 * elsewhere): nothing of that time is shown. */
static void
withhold_all(struct guard_table *t, size_t v)
{
	struct period own = t->cell[v].period;

	for (size_t i = 0; i < t->n; i++)
		if (t->cell[i].period.from <= own.to && t->cell[i].period.to >= own.from)
			t->cell[i].withheld = t->cell[i].withheld || t->count[0][i] > 0 || (t->count[1] && t->count[1][i] > 0);
}

/* Lets the count be 1 to the threshold; where noughts about it forbid that, what it is and enough more. */
static bool
protect_by(struct guard_table *t, size_t i, struct guard_steps steps, double x)
{
	double under = (double)t->k->small_numbers_under;
	int32_t v = (int32_t)i;

	if (guard_chain(t, v, steps, 1, steps_of(under - x)) && guard_chain(t, v, steps, -1, steps_of(x - 1)))
		return true;
	return guard_chain(t, v, steps, 1, steps_of(under - 1));
}

/* The same without a total that is shown, if that can be; for that the whole breakdown may be dropped. */
static bool
protect_sparing(struct guard_table *t, size_t i, struct guard_steps steps, double x)
{
	int32_t family = t->places->family[t->cell[i].place];
	bool *opened = &t->opened[(size_t)family * t->n_periods + (size_t)t->period_of[i]], done;

	t->spares_totals = true;
	done = protect_by(t, i, steps, x);
	if (!done && !*opened && t->may_open[family]) {
		*opened = true;
		done = *opened = protect_by(t, i, steps, x);
	}
	t->spares_totals = false;
	return done;
}

static void
protect_singles(struct guard_table *t)
{
	const struct guard_steps steps = {{&of_one}, 1};

	for (size_t i = 0; i < t->n; i++)
		if (is_small(t->k, t->count[0][i]) && !protect_sparing(t, i, steps, t->count[0][i]) &&
		    !protect_by(t, i, steps, t->count[0][i]))
			withhold_all(t, i);
}

/* Those among whom is counted may be known from another measure of the same children, unless their number is withheld itself, which it
 * is in every measure then. Where they may, by changing hits for others alone. Totals go last. */
static bool
protect_pair(struct guard_table *t, size_t i, int c, const bool *unknown)
{
	static const struct guard_steps for_others[] = {{{&hits_for_others}, 1}, {{&others_for_hits}, 1}};
	static const struct guard_steps any[] = {{{&hits_for_others, &hits_alone}, 2}, {{&others_for_hits, &others_alone}, 2}};
	double x = t->count[c][i];
	bool done, is_known = unknown && !unknown[i];

	t->unknown = unknown;
	done = protect_sparing(t, i, is_known ? for_others[c] : any[c], x);
	t->unknown = NULL;
	if (!done && !is_known)
		done = protect_sparing(t, i, any[c], x);
	if (!done && is_known)
		done = protect_by(t, i, for_others[c], x);
	return done || protect_by(t, i, any[c], x);
}

static void
protect_pairs(struct guard_table *t, const bool *unknown)
{
	for (size_t i = 0; i < t->n; i++)
		for (int c = 0; c < 2; c++)
			if (is_small(t->k, t->count[c][i]) && !protect_pair(t, i, c, unknown))
				withhold_all(t, i);
}

/* How many figures of groups a total is worth. Boards read totals, of years first and of the last one before all; of what is given month
 * by month there are others beside it. */
static void
totals_weigh(struct guard_table *t)
{
	static const uint32_t worth[PERIOD_COUNT] = {
		[PERIOD_DAY] = 5, [PERIOD_MONTH] = 8, [PERIOD_QUARTER] = 16, [PERIOD_TERM] = 16, [PERIOD_WINTER] = 16,
		[PERIOD_ROLLING_12_MONTHS] = 3, [PERIOD_THREE_YEARS] = 20, [PERIOD_CALENDAR_YEAR] = 40, [PERIOD_FINANCIAL_YEAR] = 40,
		[PERIOD_ACADEMIC_YEAR] = 40,
	};
	size_t latest = 0;

	t->weight = mem_new_array(t->m, uint32_t, t->n_periods + 1);
	for (size_t p = 0; p < t->n_periods; p++) {
		enum period_kind kind = period_kind_of(t->k->by_period, t->period[p]);

		t->weight[p] = worth[kind] + (kind == t->k->main_period ? 40 : 0) + (uint32_t)(10 * p / t->n_periods);
		latest = kind == t->k->main_period ? p : latest;
	}
	t->weight[latest] += 40;
}

/* ---- all of it ---------------------------------------------------------------------------------------------------------- */

static int
by_period_and_place(const void *a, const void *b)
{
	const struct guard_cell *const *p = a, *const *q = b;
	const struct guard_cell *x = *p, *y = *q;

	if (x->period.to != y->period.to)
		return x->period.to < y->period.to ? -1 : 1;
	if (x->period.from != y->period.from)
		return x->period.from < y->period.from ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

static void
counts_put(struct guard_table *t, int c, double (*count)(const struct guard_cell *x))
{
	for (size_t i = 0; i < t->n; i++)
		t->count[c][i] = count(&t->cell[i]);
}

static double
numerator_of(const struct guard_cell *x)
{
	return x->numerator;
}

static double
denominator_of(const struct guard_cell *x)
{
	return x->denominator;
}

static double
others_of(const struct guard_cell *x)
{
	return x->denominator - x->numerator;
}

/* Those among whom is counted, as if the numerators were not there: what is withheld for their sake alone, which is returned. */
static const bool *
protect_among(struct guard_table *t)
{
	bool *among = mem_new_array(t->m, bool, t->n + 1), *before = mem_new_array(t->m, bool, t->n + 1);

	for (size_t i = 0; i < t->n; i++) {
		before[i] = t->cell[i].withheld;
		t->cell[i].withheld = is_small(t->k, t->count[0][i]);
	}
	protect_singles(t);
	for (size_t i = 0; i < t->n; i++) {
		among[i] = t->cell[i].withheld || guard_is_opened(t, i);
		t->cell[i].withheld = among[i] || before[i];
	}
	return among;
}

static void
protect(struct guard_table *t)
{
	double *second = t->count[1];
	const bool *unknown = NULL;

	t->count[1] = NULL;
	switch (t->k->measure) {
	case MEASURE_RATE:
	case MEASURE_COUNT:
		counts_put(t, 0, numerator_of);
		protect_singles(t);
		return;
	case MEASURE_MEAN:
	case MEASURE_MEDIAN:
		counts_put(t, 0, denominator_of);
		protect_singles(t);
		return;
	case MEASURE_PROPORTION:        /* of the denominators alone first: the same for every measure that has them */
		counts_put(t, 0, denominator_of);
		unknown = protect_among(t);
		break;
	case MEASURE_RATIO:
		break;
	}
	t->count[1] = second;
	counts_put(t, 0, numerator_of);
	counts_put(t, 1, t->k->measure == MEASURE_RATIO ? denominator_of : others_of);
	protect_pairs(t, unknown);
}

bool
guard_has_counts(const struct indicator *k, const struct guard_cell *x)
{
	bool numerator = k->measure != MEASURE_MEAN && k->measure != MEASURE_MEDIAN;
	bool denominator = k->measure != MEASURE_RATE && k->measure != MEASURE_COUNT;

	return x->place >= 0 && !(numerator && isnan(x->numerator)) && !(denominator && isnan(x->denominator));
}

/* The kind of period that breakdowns are shown for: as shown_kind() has it. */
static enum period_kind
kind_shown(const struct indicator *k, const struct guard_cell *cell, size_t n)
{
	const struct guard_cell *latest = NULL;

	for (size_t i = 0; i < n; i++) {
		if (cell[i].place == 0 && period_kind_of(k->by_period, cell[i].period) == k->main_period)
			return k->main_period;
		if (cell[i].place == 0 && (!latest || cell[i].period.to > latest->period.to ||
		    (cell[i].period.to == latest->period.to && cell[i].period.from > latest->period.from)))
			latest = &cell[i];
	}
	return latest ? period_kind_of(k->by_period, latest->period) : k->main_period;
}

/* What a figure counts: whom it is of, or among. */
static double
counted(const struct indicator *k, const struct guard_cell *x)
{
	return k->measure == MEASURE_RATE || k->measure == MEASURE_COUNT ? x->numerator : x->denominator;
}

/* A breakdown in one period. */
struct spread {
	bool open;                      /* some figure but a nought can be shown */
	double sum;
	size_t places;                  /* that there are, with and without figures */
};

/* Of so few the breakdown is dropped, whatever it is: where each of its places may hold somebody and none of them enough, withholding
 * figures hides nothing without the total. It hangs on the total and the number of places alone, which are known, so that it is dropped
 * tells nothing. */
static bool
are_few(const struct indicator *k, double all, const struct spread *s)
{
	double under = (double)k->small_numbers_under;

	return all < (double)s->places + under - 1 && all < FEW_TIMES * under;
}

/* Which families can be dropped for a period: where no other period's sums would tell it again. */
static const bool *
droppable(struct mem *m, const struct guard_places *places, const struct indicator *k, enum period_kind kind,
    struct guard_cell *const *cell, size_t n)
{
	bool apart = kind != PERIOD_ROLLING_12_MONTHS && kind != PERIOD_THREE_YEARS && !places->all_listed;
	bool *out = mem_new_array(m, bool, places->n_families + 1);

	for (size_t f = 1; f < places->n_families; f++)
		out[f] = apart;
	for (size_t i = 0; i < n; i++)
		if (period_kind_of(k->by_period, cell[i]->period) != kind)
			out[places->family[cell[i]->place]] = false;
	return out;
}

/* Drops breakdowns of few, and those of which nothing but noughts could be shown: of cells in order of period. But not where so many children are in so few places that dropping says how many are in each. Returns
 * how many are left. */
static size_t
sparse_drop(struct mem *m, const struct guard_places *places, const struct indicator *k, const bool *may_drop,
    struct guard_cell **cell, size_t n)
{
	struct spread *of = mem_new_array(m, struct spread, places->n_families);
	size_t left = 0, end;

	for (size_t i = 0; i < places->n; i++)
		of[places->family[i]].places++;
	for (size_t i = 0; i < n; i = end) {
		for (size_t f = 0; f < places->n_families; f++) {
			of[f].open = !may_drop[f];
			of[f].sum = 0;
		}
		for (end = i; end < n && cell[end]->period.to == cell[i]->period.to && cell[end]->period.from == cell[i]->period.from; end++) {
			struct spread *s = &of[places->family[cell[end]->place]];
			double here = counted(k, cell[end]);

			s->sum += here;
			s->open = s->open || (here > 0 && !cell[end]->withheld);
		}
		for (size_t c = i; c < end; c++) {
			int32_t family = places->family[cell[c]->place];
			const struct spread *s = &of[family];
			bool few = may_drop[family] && cell[i]->place == 0 && are_few(k, of[0].sum, s);

			if (few || !(s->open || s->sum > (double)s->places))
				cell[c]->withheld = cell[c]->dropped = true;
			else
				cell[left++] = cell[c];
		}
	}
	return left;
}

/* Marks what is small, and what no page shows. */
static size_t
first_marks(struct mem *m, const struct guard_places *places, const struct indicator *k, enum period_kind kind,
    struct guard_cell *cell, size_t n)
{
	bool *has_small = mem_new_array(m, bool, places->n_families * PERIOD_COUNT);
	size_t small = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < n; i++) {
			struct guard_cell *x = &cell[i];
			enum period_kind own = period_kind_of(k->by_period, x->period);
			size_t family = x->place < 0 ? 0 : (size_t)places->family[x->place];
			enum guard_shown rule = x->place < 0 ? SHOWN_FOR_MAIN : places->shown[family];
			bool *any_small = &has_small[family * PERIOD_COUNT + own];

			x->withheld = guard_is_small(k, x->numerator, x->denominator);
			small += pass && x->withheld;
			*any_small = *any_small || x->withheld;
			x->dropped = own != kind && rule == SHOWN_UNLESS_SMALL && *any_small;
			x->withheld = x->withheld || x->place < 0 || x->dropped || (own != kind && rule == SHOWN_FOR_MAIN);
		}
	return small;
}

void
guard_cells(struct mem *m, const struct guard_places *places, const struct indicator *k, struct guard_cell *cell, size_t n)
{
	struct guard_cell **order = mem_new_array(m, struct guard_cell *, n + 1), *sorted;
	enum period_kind kind = kind_shown(k, cell, n);
	size_t small = first_marks(m, places, k, kind, cell, n), taken = 0;
	const bool *may_drop;
	struct guard_table t;

	for (size_t i = 0; i < n; i++) {
		bool shown = cell[i].place >= 0 && !cell[i].dropped && (places->shown[places->family[cell[i].place]] != SHOWN_FOR_MAIN ||
		    period_kind_of(k->by_period, cell[i].period) == kind);

		if (shown && guard_has_counts(k, &cell[i]))
			order[taken++] = &cell[i];
	}
	if (!taken)
		return;
	qsort(order, taken, sizeof *order, by_period_and_place);
	may_drop = droppable(m, places, k, kind, order, taken);
	taken = sparse_drop(m, places, k, may_drop, order, taken);
	sorted = mem_new_array(m, struct guard_cell, taken);
	for (size_t i = 0; i < taken; i++)
		sorted[i] = *order[i];
	if (taken && small) {
		guard_table_make(m, places, k, sorted, taken, &t);
		totals_weigh(&t);
		t.may_open = may_drop;
		protect(&t);
	}
	for (size_t i = 0; small && i < taken; i++) {
		order[i]->dropped = guard_is_opened(&t, i);
		order[i]->withheld = sorted[i].withheld || order[i]->dropped;
	}
}
