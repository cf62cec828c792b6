/* Gathers what the clocks say. The share on time is the clock's indicator as it was measured; days and what is open come from the
 * records by the clock's own queries, and are hidden by the same rule. */
#include "measure/timeliness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "catalogue/clock_sql.h"
#include "catalogue/measure_words.h"
#include "measure/coverage.h"
#include "measure/load.h"
#include "measure/measure.h"
#include "measure/measure_tables.h"
#include "measure/published_beside.h"
#include "measure/suppress.h"
#include "store/store.h"

/* A count of something among so many, as the indicator's rule lets it be seen. */
static struct shown
count_shown(struct mem *m, const struct indicator *k, double count, double among)
{
	struct shown s = {.area = "", .dimension = DIMENSION_TOTAL, .category = "", .numerator = count, .denominator = among,
	    .value = among > 0 ? count / among * k->per : NAN, .lower95 = NAN, .upper95 = NAN};

	suppress(m, k, &s);
	return s;
}

/* ---- completed -------------------------------------------------------------------------------------------------------- */

static void
take_counts(struct mem *m, const struct indicator *k, struct timing *t)
{
	const struct shown *now = &t->standing.now;
	struct shown late = count_shown(m, k, now->denominator - now->numerator, now->denominator);

	t->on_time = t->late = NAN;
	t->hidden = t->standing.found && (now->suppressed || late.suppressed);
	if (!t->standing.found || t->hidden || isnan(now->value))
		return;
	t->on_time = now->numerator;
	t->late = late.numerator;
}

struct durations {
	double *item;
	size_t n, cap;
};

/* Of so few that their count is hidden there is no median either. */
static double
median_days(struct mem *m, const struct indicator *k, const struct durations *d)
{
	return d->n == 0 || count_shown(m, k, (double)d->n, (double)d->n).suppressed ? NAN : median_of(d->item, d->n);
}

static bool
holds(const struct shown *s, int32_t day)
{
	return s->area && day >= s->period.from && day <= s->period.to;
}

static enum err
read_durations(struct ctx *c, const struct indicator *k, struct timing *t)
{
	struct durations now = {0}, before = {0};
	struct rows *r = store_query(c, clock_times_sql(c->mem, c->catalogue, k->from_clock), MEASURE_QUERY_MS);

	while (rows_next(r)) {
		int32_t since = col_day(r, 0), at = col_day(r, 1);

		if (t->standing.found && holds(&t->standing.now, at))
			*push(c->mem, &now) = at - since;
		else if (holds(&t->standing.before, at))
			*push(c->mem, &before) = at - since;
	}
	t->median_days = median_days(c->mem, k, &now);
	t->median_before = median_days(c->mem, k, &before);
	return rows_end(r);
}

/* ---- open ---------------------------------------------------------------------------------------------------------------- */

static enum err
read_open(struct ctx *c, const struct indicator *k, const struct coverage *coverage, struct timing *t)
{
	struct basis basis;
	struct rows *r;
	double open = 0, overdue = 0;
	struct shown s;

	t->open = t->overdue = NAN;
	basis_of(c->mem, coverage, c->catalogue, k, &basis);
	t->as_at = basis.last;
	if (t->as_at == DAY_NONE)
		return OK;
	r = store_query(c, clock_open_sql(c->mem, c->catalogue, k->from_clock), MEASURE_QUERY_MS);
	while (rows_next(r)) {
		int32_t since = col_day(r, 0), due = col_day(r, 1);

		open += since <= t->as_at ? 1 : 0;
		overdue += since <= t->as_at && due != DAY_NONE && due < t->as_at ? 1 : 0;
	}
	TRY(rows_end(r));
	s = count_shown(c->mem, k, overdue, open);
	t->open_hidden = s.suppressed || count_shown(c->mem, k, open - overdue, open).suppressed;
	t->open = t->open_hidden ? NAN : s.denominator;
	t->overdue = t->open_hidden ? NAN : s.numerator;
	return OK;
}

/* ---- all of them --------------------------------------------------------------------------------------------------------- */

static int
by_topic_and_title(const void *a, const void *b)
{
	const struct timing *x = a, *y = b;
	int order = strcmp(topic_title(x->k->topic), topic_title(y->k->topic));

	return order ? order : strcmp(x->k->title, y->k->title);
}

static enum err
timing_of(struct ctx *c, const struct indicator *k, const struct coverage *coverage, const char *authority, struct timing *t)
{
	const struct clock *clock = catalogue_clock(c->catalogue, k->from_clock);
	struct shown_list series = {0};

	*t = (struct timing){.k = k, .within = mem_format(c->mem, "%d %s", clock->within, within_words[clock->unit]),
	    .force = clock->force, .as_at = DAY_NONE};
	TRY(standing_of(c, k, authority, &t->standing));
	TRY(shown_series(c, k, authority, &series));
	t->trend = shown_trend(c->mem, k, &series);
	take_counts(c->mem, k, t);
	TRY(read_durations(c, k, t));
	return read_open(c, k, coverage, t);
}

enum err
timeliness_of(struct ctx *c, struct timings *out)
{
	struct coverage coverage;
	const char *code, *name;

	*out = (struct timings){0};
	TRY(authority_of(c, &code, &name));
	TRY(coverage_load(c, c->mem, &coverage));
	for (size_t i = 0; i < c->catalogue->n_indicators; i++)
		if (c->catalogue->indicator[i].from_clock)
			TRY(timing_of(c, &c->catalogue->indicator[i], &coverage, code, push(c->mem, out)));
	if (out->n)
		qsort(out->item, out->n, sizeof out->item[0], by_topic_and_title);
	return OK;
}

/* ---- as a table ---------------------------------------------------------------------------------------------------------- */

static const struct table_column columns[] = {
	{"Topic", false}, {"Clock", false}, {"Within", false}, {"Force", false}, {"Period", false}, {"Per cent on time", true},
	{"95% interval", false}, {"On time", true}, {"Late", true}, {"Change", false}, {"Recent trend", false},
	{"Median days", true}, {"Median days before", true}, {"As at", false}, {"Still open", true}, {"Overdue", true},
	{"Note", false}, {"Id", false},
};

static void
cell_count(struct table *t, double n, bool hidden, bool people)
{
	if (people && hidden)
		table_cell_text(t, "c");
	else
		table_cell_real(t, n, 0);
}

static void
timing_row(struct ctx *c, struct table *t, const struct timing *x, bool people)
{
	const struct shown *now = &x->standing.now;
	bool found = x->standing.found;

	table_cell_text(t, topic_title(x->k->topic));
	table_cell_text(t, x->k->title);
	table_cell_text(t, x->within);
	table_cell_text(t, x->force);
	table_cell_text(t, found ? when_words(c->mem, x->k, now) : "");
	if (people)
		table_cell_text(t, x->hidden ? "c" : found ? number_words(c->mem, now, now->value, 1) : "");
	else
		table_cell_real(t, found && !x->hidden ? now->value : NAN, 1);
	if (people) {
		table_cell_text(t, found && !x->hidden ? range_words(c->mem, now, 1) : "");
	} else {
		table_cell_real(t, found && !x->hidden ? now->lower95 : NAN, 1);
		table_cell_real(t, found && !x->hidden ? now->upper95 : NAN, 1);
	}
	cell_count(t, x->on_time, x->hidden, people);
	cell_count(t, x->late, x->hidden, people);
	table_cell_text(t, standing_words(&x->standing));
	table_cell_text(t, x->trend.words);
	table_cell_real(t, x->median_days, 0);
	table_cell_real(t, x->median_before, 0);
	table_cell_text(t, x->as_at == DAY_NONE ? "" : day_iso(c->mem, x->as_at));
	cell_count(t, x->open, x->open_hidden, people);
	cell_count(t, x->overdue, x->open_hidden, people);
	table_cell_text(t, !found ? "not measured yet" : x->hidden ? "small numbers" : now->note);
	table_cell_text(t, x->k->id);
}

enum err
timeliness_table(struct ctx *c, bool people, struct table **out)
{
	struct timings list;

	*out = table_for(c->mem, columns, sizeof columns / sizeof columns[0], people);
	TRY(timeliness_of(c, &list));
	for (size_t i = 0; i < list.n; i++)
		timing_row(c, *out, &list.item[i], people);
	return OK;
}
