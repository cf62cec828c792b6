/* Computes one indicator: its rows once, then every kind of period that its file names. */
#include "measure/compute.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/guard_store.h"
#include "measure/load.h"
#include "measure/measure.h"

const struct gap gaps[] = {
	{"free_school_meals", "Free school meals less others", "free_school_meals", {"yes", NULL}, "no"},
	{"sen", "SEN support or EHC plan less none", "sen", {"SEN support", "EHC plan"}, "none"},
	{"deprivation", "Most deprived fifth less least", "deprivation", {"1 (most deprived)", NULL}, "5 (least deprived)"},
	{"looked_after", "Looked after less others", "looked_after", {"yes", NULL}, "no"},
};
const size_t gap_count = sizeof gaps / sizeof gaps[0];

struct computing {
	struct ctx *c;
	const struct run *run;
	const struct indicator *k;
	struct result *out;
	struct question q;
	struct basis basis;
	struct kept_rows *kept;
	struct fact_rows rows;
	int32_t first_row;              /* the first day of any row */
	struct mem *work;
	double *people;                 /* of each cell, for the population year `people_year` */
	int people_year;
	enum period_kind year;          /* what three pooled years are years of */
};

static const struct figure nothing = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NULL};

static void
observe(struct computing *m, struct period p, int32_t cell, struct figure f)
{
	*push(m->out->mem, &m->out->observed) = (struct observed){p, cell, f, NULL};
}

/* Fills m->people with what a rate of the period is worked out from, and says which year it had to take. */
static const char *
find_people(struct computing *m, struct period p)
{
	bool at_end = m->q.at == AT_PERIOD_END && period_years(p) <= 1;         /* of pooled years the middle one */
	const struct areas *a = &m->run->areas;
	int year = areas_population_year(a, at_end, p.from, p.to);

	if (m->q.measure != MEASURE_RATE)
		return NULL;
	if (year != m->people_year)
		breakdown_population(m->run->breakdown, &m->q.population, year, m->people);
	m->people_year = year;
	if (year >= 0 && a->year[year] != areas_wanted_year(at_end, p.from, p.to))
		return mem_format(m->out->mem, "population of mid-%d", a->year[year]);
	return NULL;
}

/* Whether a cell's figure is worth keeping: the total always; areas and groups where there is somebody to count. */
static bool
is_worth(const struct computing *m, const struct dimension *d, int32_t cell, const struct figure *f, bool main_kind)
{
	bool named = d->base == BASE_AREA && (size_t)cell >= d->first + d->n - 2;

	if (cell == 0)
		return true;
	if (d->base == BASE_AREA && d->level != LEVEL_LOCALITY && !main_kind)
		return false;
	if (m->q.measure == MEASURE_RATE && !named && !isnan(f->denominator))
		return true;
	if (m->q.measure == MEASURE_RATE || m->q.measure == MEASURE_COUNT)
		return f->numerator > 0;
	return f->denominator > 0 || f->numerator > 0;
}

static struct figure
figure_of_cell(struct computing *m, const struct tally *t, size_t k, int32_t cell, struct period p)
{
	double people = m->q.measure == MEASURE_RATE ? m->people[cell] * period_years(p) : NAN;

	return figure_of(&m->run->limits, &m->q, &t->sum[k * t->n_cells + (size_t)cell], people);
}

/* The figure of some categories of a dimension taken together. */
static bool
figure_of_group(struct computing *m, const struct tally *t, size_t k, struct period p, const struct dimension *d,
    const char *const *category, size_t n, struct figure *out)
{
	struct cell_sum sum = {0};
	double people = 0;

	for (size_t i = 0; i < d->n; i++)
		for (size_t j = 0; j < n && category[j]; j++)
			if (strcmp(d->category[i], category[j]) == 0) {
				const struct cell_sum *s = &t->sum[k * t->n_cells + d->first + i];

				sum.numerator += s->numerator;
				sum.denominator += s->denominator;
				sum.sum += s->sum;
				sum.squares += s->squares;
				people += m->q.measure == MEASURE_RATE ? m->people[d->first + i] * period_years(p) : 0;
			}
	*out = figure_of(&m->run->limits, &m->q, &sum, people > 0 ? people : NAN);
	return !isnan(out->value);
}

static void
observe_gaps(struct computing *m, const struct tally *t, size_t k, struct period p)
{
	if (m->q.measure == MEASURE_COUNT || m->q.measure == MEASURE_MEDIAN || m->q.unit == UNIT_WORKER ||
	    m->q.unit == UNIT_ORG || m->q.unit == UNIT_PLACE)
		return;
	for (size_t i = 0; i < gap_count; i++) {
		const struct dimension *d = breakdown_dimension(m->run->breakdown, gaps[i].dimension);
		struct figure group, other;

		if (figure_of_group(m, t, k, p, d, gaps[i].group, 2, &group) &&
		    figure_of_group(m, t, k, p, d, &gaps[i].other, 1, &other))
			observe(m, p, CELL_GAP - (int32_t)i, figure_gap(&group, &other));
	}
}

static const char *
total_note(struct computing *m, const struct tally *t, size_t k, enum supply supply, const char *population)
{
	if (supply == SUPPLY_PART)
		return NOTE_PART_SUPPLIED;
	if (t->not_known[k] > 0)
		return mem_format(m->out->mem, "%.0f not known and left out", t->not_known[k]);
	return population;
}

static void
observe_period(struct computing *m, const struct tally *t, size_t k, struct period p, enum supply supply)
{
	const struct breakdown *b = m->run->breakdown;
	const char *population = find_people(m, p);
	bool main_kind = period_kind_of(m->k->by_period, p) == m->k->main_period;

	for (size_t cell = 0; cell < b->n_cells; cell++) {
		const struct dimension *d = &b->dimension[b->dimension_of[cell]];
		struct figure f = figure_of_cell(m, t, k, (int32_t)cell, p);

		if (!is_worth(m, d, (int32_t)cell, &f, main_kind))
			continue;
		if (cell == 0 && !f.note)
			f.note = total_note(m, t, k, supply, population);
		else if (d->level >= 0 && !f.note && supply == SUPPLY_PART)
			f.note = NOTE_PART_SUPPLIED;
		observe(m, p, (int32_t)cell, f);
	}
	observe_gaps(m, t, k, p);
}

/* A period that another kind of the same indicator gives already: twelve rolling months that are a whole year. */
static bool
is_given_already(const struct computing *m, enum period_kind kind, struct period p)
{
	enum period_kind really = period_kind_of(m->k->by_period, p);

	return really != kind && really < PERIOD_COUNT && m->k->by_period[really];
}

static void
observe_not_supplied(struct computing *m, struct period p)
{
	struct figure f = nothing;

	f.note = NOTE_NOT_SUPPLIED;
	observe(m, p, 0, f);
}

/* Puts one kind's tally into observations. Before the first period that is supplied nothing is said at all. */
static void
observe_kind(struct computing *m, const struct tally *t, const struct periods *periods, bool *begun)
{
	for (size_t k = 0; k < periods->n; k++) {
		struct period p = periods->item[k];
		enum supply supply = basis_supplies(&m->basis, periods->kind == PERIOD_THREE_YEARS ? DURING_PERIOD : m->q.at, p,
		    m->first_row);

		if (is_given_already(m, periods->kind, p))
			continue;
		if (supply == SUPPLY_NONE && !*begun)
			continue;
		*begun = true;
		if (supply == SUPPLY_NONE)
			observe_not_supplied(m, p);
		else
			observe_period(m, t, k, p, supply);
	}
}

/* A query that must be asked of each period by itself. */
static enum err
tally_windows(struct computing *m, const struct periods *periods)
{
	bool begun = false;

	for (size_t k = 0; k < periods->n; k++) {
		struct periods one = {.kind = periods->kind, .item = &periods->item[k], .n = 1};
		struct tally *t;
		int32_t earliest;

		if (basis_supplies(&m->basis, m->q.at, periods->item[k], m->first_row) != SUPPLY_NONE)
			TRY(fact_rows_load(m->c, m->work, m->k, &m->run->people, &periods->item[k], &m->rows, &earliest));
		else
			m->rows = (struct fact_rows){0};
		fact_rows_for(m->work, m->k, &m->rows);
		if (m->basis.n == 0 && m->rows.n == 0 && !begun)        /* as basis_supplies says of the days before a list */
			continue;
		t = tally_rows(m->work, m->run->breakdown, &m->q, &m->rows, &one);
		tally_medians(t);
		observe_kind(m, t, &one, &begun);
	}
	m->out->supplied |= begun;
	return OK;
}

/* Three pooled years are added up from single ones: a rate of them at the year's end is of three such days. */
static void
tally_kind(struct computing *m, const struct periods *periods)
{
	struct periods single = *periods;
	struct tally *t;
	bool begun = false;

	if (periods->kind == PERIOD_THREE_YEARS && periods->n)
		single = periods_between(m->work, m->year, m->year, periods->item[0].from, periods->item[periods->n - 1].to, false);
	t = tally_rows(m->work, m->run->breakdown, &m->q, &m->rows, &single);
	if (periods->kind == PERIOD_THREE_YEARS)
		t = tally_pool(m->work, t, &single, periods);

	tally_medians(t);
	observe_kind(m, t, periods, &begun);
	m->out->supplied |= begun;
}

int32_t
run_last_day(const struct run *run, const struct indicator *k)
{
	return k->tables && k->tables[0] ? run->last : run->last_of_lists;
}

/* What a row's key is made of: a child's rows and rows of children have the same. */
static bool
counts_people(const struct indicator *k)
{
	return k->unit == UNIT_CHILD || k->unit == UNIT_ROW;
}

bool
asks_the_same(const struct indicator *a, const struct indicator *b)
{
	bool same_keys = a->unit == b->unit || (counts_people(a) && counts_people(b));

	return a == b || (!a->window && !b->window && same_keys && a->at == b->at && strcmp(a->rows, b->rows) == 0);
}

static enum err
rows_of(struct computing *m)
{
	struct kept_rows *kept = m->kept;

	if (!kept->of || !asks_the_same(kept->of, m->k)) {
		mem_free(kept->mem);
		*kept = (struct kept_rows){.mem = mem_new()};
		TRY(fact_rows_load(m->c, kept->mem, m->k, &m->run->people, NULL, &kept->rows, &kept->first_row));
		kept->of = m->k;
	}
	m->rows = kept->rows;
	fact_rows_for(m->work, m->k, &m->rows);
	m->first_row = kept->first_row;
	return OK;
}

enum period_kind
indicator_year(const struct indicator *k)
{
	return k->by_period[PERIOD_ACADEMIC_YEAR] ? PERIOD_ACADEMIC_YEAR :
	    k->by_period[PERIOD_CALENDAR_YEAR] ? PERIOD_CALENDAR_YEAR : PERIOD_FINANCIAL_YEAR;
}

struct periods
indicator_periods(struct mem *m, const struct run *run, const struct indicator *k, enum period_kind kind, int32_t last)
{
	return periods_between(m, kind, indicator_year(k), run->first, last, k->at == AT_PERIOD_END && kind != PERIOD_THREE_YEARS);
}

int32_t
indicator_last_day(const struct run *run, const struct indicator *k, const struct basis *basis)
{
	int32_t last = run_last_day(run, k);

	return basis->n > 0 && basis->last < last ? basis->last : last;
}

static enum err
compute_kind(struct computing *m, enum period_kind kind, int32_t last)
{
	struct periods p = indicator_periods(m->work, m->run, m->k, kind, last);

	if (m->k->window)
		return tally_windows(m, &p);
	tally_kind(m, &p);
	return OK;
}

bool
is_of_a_day(const struct indicator *k)
{
	return k->at == AT_PERIOD_END && !k->accumulate && !(k->window && strstr(k->rows, ":from"));
}

static enum err
compute_supplied(struct computing *m)
{
	int32_t last = indicator_last_day(m->run, m->k, &m->basis);

	m->first_row = DAY_NONE;
	if (!m->k->window)
		TRY(rows_of(m));
	m->q.shift = 0;
	for (size_t i = 0; m->rows.value && i < m->rows.n && m->q.shift == 0; i++)
		m->q.shift = isnan(m->rows.value[i]) ? 0 : m->rows.value[i];
	for (int kind = 0; kind < PERIOD_COUNT; kind++)
		if (m->k->by_period[kind])
			TRY(compute_kind(m, (enum period_kind)kind, last));
	/* No period has ended since the first file: what is known of the last day is more than nothing. */
	if (m->out->observed.n == 0 && is_of_a_day(m->k))
		TRY(compute_kind(m, PERIOD_DAY, last));
	return OK;
}

/* Nothing was ever imported for it: the latest period of its main kind says so. */
static void
observe_never(struct computing *m)
{
	struct periods p = periods_between(m->work, m->k->main_period, m->year, m->run->first, m->run->last,
	    m->k->at == AT_PERIOD_END);

	if (p.n)
		observe_not_supplied(m, p.item[p.n - 1]);
}

enum err
compute_indicator(struct ctx *c, const struct run *run, const struct indicator *k, struct kept_rows *kept,
    struct result *out)
{
	struct computing m = {.c = c, .run = run, .k = k, .out = out, .kept = kept, .people_year = -2, .work = mem_new()};
	enum err e = OK;

	out->indicator = k;
	question_of(k, &m.q);
	m.q.among = k->among ? breakdown_membership(k->among) : 0;
	basis_of(m.work, &run->coverage, run->catalogue, k, &m.basis);
	m.people = mem_new_array(m.work, double, run->breakdown->n_cells);
	m.year = indicator_year(k);
	if (m.basis.last != DAY_NONE)
		e = compute_supplied(&m);
	if (e == OK && out->observed.n == 0)
		observe_never(&m);
	if (e == OK && run->all_days)
		guard_observed(m.work, run, out);
	mem_free(m.work);
	return e;
}
