/* Where the period that is not over may end, and what a target needs.
 *
 * What comes together over a period (referrals, plans finished) is what has come so far and what is to come at the pace of as many
 * days before; how large a part of a period is to come is told by the same period a year before, where the files cover it, else by
 * its days. How things stand on a day (children looked after) goes on as it went in as many days before as are left. */
#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "catalogue/clock_sql.h"
#include "measure/load.h"
#include "measure/movement_load.h"
#include "measure/published.h"
#include "store/store.h"

#define FEWEST_TO_SCALE 10      /* fewer so far a year ago say nothing of how the year goes on */

static struct period
year_before(struct period p)
{
	return (struct period){day_add_months(p.from, -12), day_add_months(p.to + 1, -12) - 1};
}

/* How many of a list go into a share, or come into a rate. */
static double
cases(const struct moving *x, struct move_sum sum)
{
	return x->q.measure == MEASURE_PROPORTION ? sum.denominator : sum.numerator;
}

/* The pace: what was counted in a stretch of days, and how many times as much is to come until the period's end. */
struct pace {
	struct move_sum seen;
	double times;
	const char *words;
};

/* In as many days as a whole period has, up to the last that the files speak of; if no file covers those, in this period alone. */
static enum err
find_pace(struct moving *x, enum period_kind kind, const struct movement_ahead *a, struct pace *pace)
{
	struct period before = year_before(a->period), stretch = {a->as_at - (a->period.to - a->period.from), a->as_at};
	double left = a->period.to - a->as_at, whole_days = a->period.to - a->period.from + 1;
	struct counted_list seen, whole, so_far;
	double n;

	pace->words = "goes on as in as many days before as the whole period has";
	pace->times = left / whole_days;
	if (basis_supplies(&x->basis, DURING_PERIOD, stretch, x->first_row) != SUPPLY_WHOLE) {
		stretch.from = a->period.from;
		pace->times = left / (whole_days - left);
		pace->words = "goes on as on the days of the period that are over";
	}
	TRY(moving_counted(x, kind, stretch, &seen));
	pace->seen = moving_sum(&seen);
	if (stretch.from == a->period.from || basis_supplies(&x->basis, DURING_PERIOD, before, x->first_row) != SUPPLY_WHOLE)
		return OK;
	TRY(moving_counted(x, kind, before, &whole));
	TRY(moving_counted(x, kind, (struct period){before.from, before.from + (a->as_at - a->period.from)}, &so_far));
	n = cases(x, moving_sum(&whole));
	if (n < FEWEST_TO_SCALE)
		return OK;
	pace->times = fmax(0, n - cases(x, moving_sum(&so_far))) / n;
	pace->words = "goes on as in as many days before as the whole period has, with as large a part of it still to come as a year"
	    " before";
	return OK;
}

/* What a clock still waits for on the last day of the files. */
static enum err
read_open(struct moving *x, struct movement_ahead *a)
{
	struct rows *r = store_query(x->c, clock_open_sql(x->c->mem, x->c->catalogue, x->k->from_clock), MEASURE_QUERY_MS);

	a->open_due = a->overdue = 0;
	while (rows_next(r)) {
		int32_t since = col_day(r, 0), due = col_day(r, 1);

		if (since > a->as_at || due == DAY_NONE)
			continue;
		a->overdue += due < a->as_at ? 1 : 0;
		a->open_due += due >= a->as_at && due <= a->period.to ? 1 : 0;
	}
	return rows_end(r);
}

static double
value_at(const struct movement *out, double numerator, double denominator)
{
	return move_value(out->value, (struct move_sum){numerator, denominator}, out->per);
}

/* A share of what comes together: some more cases, of which some are hits. */
static enum err
share_ahead(struct moving *x, const struct pace *pace, struct movement *out)
{
	struct movement_ahead *a = &out->ahead;
	double hits = a->so_far.numerator, of = a->so_far.denominator, late = 0;
	struct move_range r;

	a->further = floor(pace->seen.denominator * pace->times + 0.5);
	if (x->k->from_clock) {
		TRY(read_open(x, a));
		late = fmin(a->overdue, a->further);
	}
	r = move_ahead_hits(pace->seen.numerator, pace->seen.denominator, a->further);
	r.upper = fmin(r.upper, a->further - late);
	r.lower = fmin(r.lower, r.upper);
	r.middle = fmin(fmax(r.middle, r.lower), r.upper);
	a->numerator = (struct move_range){hits + r.lower, hits + r.middle, hits + r.upper};
	a->lowest = value_at(out, hits, of + a->further);
	a->highest = value_at(out, hits + a->further - late, of + a->further);
	a->at_pace = (struct move_range){value_at(out, a->numerator.lower, of + a->further),
	    value_at(out, a->numerator.middle, of + a->further), value_at(out, a->numerator.upper, of + a->further)};
	return OK;
}

static enum err
flow_ahead(struct moving *x, enum period_kind kind, struct movement *out)
{
	struct movement_ahead *a = &out->ahead;
	struct counted_list so_far;
	struct move_range r;
	struct pace pace;

	TRY(moving_counted(x, kind, (struct period){a->period.from, a->as_at}, &so_far));
	a->so_far = moving_sum(&so_far);
	TRY(find_pace(x, kind, a, &pace));
	if (x->q.measure == MEASURE_RATE)
		a->so_far.denominator = moving_population(x, a->period);
	a->value = value_at(out, a->so_far.numerator, a->so_far.denominator);
	a->method = mem_format(x->c->mem, "The present pace: it %s; the range is the %s.", pace.words,
	    x->q.measure == MEASURE_PROPORTION ? "beta-binomial 95% prediction interval of the hits among those to come, with those"
	    " counted so far staying as they are" : "negative binomial 95% prediction interval of those to come");
	if (x->q.measure == MEASURE_PROPORTION)
		return share_ahead(x, &pace, out);
	r = move_ahead_events(pace.seen.numerator, 1, pace.times);
	a->numerator = (struct move_range){a->so_far.numerator + r.lower, a->so_far.numerator + r.middle,
	    a->so_far.numerator + r.upper};
	a->at_pace = (struct move_range){value_at(out, a->numerator.lower, a->so_far.denominator),
	    value_at(out, a->numerator.middle, a->so_far.denominator), value_at(out, a->numerator.upper, a->so_far.denominator)};
	return OK;
}

/* How things stand on the last day, and how they went in as many days before it as are left. */
static enum err
level_ahead(struct moving *x, enum period_kind kind, struct movement *out)
{
	struct movement_ahead *a = &out->ahead;
	struct period now = {a->period.from, a->as_at}, past = {a->period.from, a->as_at - (a->period.to - a->as_at)};
	struct counted_list side[2];
	struct move_split split = {0};
	const struct move_part *of = split.of;
	double of_all;

	past.from = past.to < past.from ? past.to : past.from;
	if (basis_supplies(&x->basis, AT_PERIOD_END, past, x->first_row) != SUPPLY_WHOLE) {
		a->why_not = mem_format(x->c->mem, "The files do not reach back as far as the %d days until its end reach forward.",
		    (int)(a->period.to - a->as_at));
		return OK;
	}
	TRY(moving_counted(x, kind, past, &side[0]));
	TRY(moving_counted(x, kind, now, &side[1]));
	moving_split(x, side, NULL, &split, NULL);
	a->came = of[MOVE_JOINED].sum[1].numerator + of[MOVE_ROSE].sum[1].numerator - of[MOVE_ROSE].sum[0].numerator;
	a->went = of[MOVE_LEFT].sum[0].numerator + of[MOVE_FELL].sum[0].numerator - of[MOVE_FELL].sum[1].numerator;
	a->so_far = moving_sum(&side[1]);
	if (x->q.measure == MEASURE_RATE)
		a->so_far.denominator = moving_population(x, now);
	of_all = a->so_far.denominator;
	a->value = value_at(out, a->so_far.numerator, of_all);
	a->numerator = move_ahead_level(a->so_far.numerator, a->came, a->went, out->value == MOVE_SHARE ? of_all : INFINITY);
	a->at_pace = (struct move_range){value_at(out, a->numerator.lower, of_all), value_at(out, a->numerator.middle, of_all),
	    value_at(out, a->numerator.upper, of_all)};
	a->method = mem_format(x->c->mem, "As many are taken to come and to go in the %d days that are left as in the %d days before,"
	    " and the range is the 95%% prediction interval of the difference of two Poisson numbers%s.",
	    (int)(a->period.to - a->as_at), (int)(a->period.to - a->as_at), out->value == MOVE_COUNT ? "" :
	    ", set against the denominator of that day");
	return OK;
}

/* Why nothing can be said of a measure's next end; NULL where something can. */
static const char *
not_foreseen(const struct moving *x, enum period_kind kind)
{
	if (x->q.measure == MEASURE_MEAN || x->q.measure == MEASURE_MEDIAN || x->q.measure == MEASURE_RATIO)
		return "A mean, a median or a ratio at the end does not follow from what is counted so far.";
	if (x->q.accumulates || (x->k->at == AT_PERIOD_END && !is_of_a_day(x->k)))
		return "What is added up for each child may still change for all of them until the end.";
	if (x->q.monthly)
		return "The mean of months that are yet to come does not follow from those that were counted.";
	return kind == PERIOD_THREE_YEARS ? "Three pooled years end with a year that has hardly begun." : NULL;
}

enum err
movement_look_ahead(struct moving *x, enum period_kind kind, struct movement *out)
{
	struct movement_ahead *a = &out->ahead;
	struct shown s = {0};

	*a = (struct movement_ahead){.as_at = x->basis.last, .value = NAN, .further = NAN, .open_due = NAN, .overdue = NAN,
	    .came = NAN, .went = NAN, .highest = NAN, .lowest = NAN, .numerator = {NAN, NAN, NAN}, .at_pace = {NAN, NAN, NAN}};
	if (x->basis.n == 0 || a->as_at > run_last_day(&x->run, x->k))
		a->as_at = run_last_day(&x->run, x->k);
	a->why_not = a->as_at == DAY_NONE ? "No file was imported that speaks of it." : kind == PERIOD_DAY ?
	    "It is the figure of one day." : not_foreseen(x, kind);
	if (a->why_not)
		return OK;
	a->period = period_holding(kind, x->year, a->as_at);
	s.period = a->period;
	a->when = when_words(x->c->mem, x->k, &s);
	if (a->as_at >= a->period.to)
		a->why_not = mem_format(x->c->mem, "%s is over, and no file speaks of a later day.", a->when);
	else if (a->as_at < a->period.from)
		a->why_not = mem_format(x->c->mem, "No file speaks of %s yet.", a->when);
	if (a->why_not)
		return OK;
	return x->q.at == DURING_PERIOD ? flow_ahead(x, kind, out) : level_ahead(x, kind, out);
}

/* ---- targets -------------------------------------------------------------------------------------------------------------- */

static enum err
find_target(struct moving *x, double asked, struct movement_target *t)
{
	struct published p;
	struct published_figures series = {0};
	struct published_standing standing;
	struct comparators with;
	const char *code, *name;

	if (!isnan(asked) || !isnan(x->k->target)) {
		t->target = isnan(asked) ? x->k->target : asked;
		t->source = isnan(asked) ? "the measure's target" : "the target asked for";
		return OK;
	}
	if (x->k->better == POLARITY_NEITHER || !x->k->n_published)
		return OK;
	TRY(authority_of(x->c, &code, &name));
	TRY(comparators_of(x->c, code, &with));
	TRY(published_of_indicator(x->c, x->k, &p));
	if (!with.england)
		return OK;
	TRY(published_series(x->c, &p, with.england, &series));
	published_latest(x->c->mem, &p, &series, &standing);
	if (!standing.found)
		return OK;
	t->target = standing.now.value;
	t->source = mem_format(x->c->mem, "England's value in %s", published_period_name(x->c->mem, standing.now.period));
	return OK;
}

/* What the end of the period needs: of a share, hits among those still expected; of a rate, events; of a level, a change. */
static void
aim_at_end(const struct moving *x, struct movement *out)
{
	struct movement_target *t = &out->target;
	const struct movement_ahead *a = &out->ahead;
	bool flow = x->q.at == DURING_PERIOD;
	struct move_sum end = {a->so_far.numerator, a->so_far.denominator + (isnan(a->further) ? 0 : a->further)};
	double most = isnan(a->further) ? INFINITY : a->further - (isnan(a->overdue) ? 0 : fmin(a->overdue, a->further));

	if (a->why_not || isnan(move_value(out->value, end, out->per)))
		return;
	if (!t->lower || !flow) {
		t->at_end = move_needed(out->value, end, out->per, t->target, t->lower);
		t->reachable = t->at_end <= (flow ? most : INFINITY);
		return;
	}
	/* From above: how many more there may be. */
	t->reachable = move_value(out->value, end, out->per) <= t->target;
	for (t->at_end = 0; t->reachable && t->at_end < most; t->at_end++)
		if (move_needed(out->value, (struct move_sum){end.numerator + t->at_end + 1, end.denominator}, out->per, t->target,
		    true) > 0)
			break;
}

enum err
movement_aim(struct moving *x, double asked, struct movement *out)
{
	struct movement_target *t = &out->target;
	double value = out->side[1].value;

	TRY(find_target(x, asked, t));
	if (isnan(t->target) || isnan(value) || x->q.measure == MEASURE_MEDIAN || x->q.measure == MEASURE_MEAN) {
		t->target = NAN;
		return OK;
	}
	t->lower = x->k->better == POLARITY_LOWER || (x->k->better == POLARITY_NEITHER && t->target < value);
	t->needed = move_needed(out->value, out->whole[1], out->per, t->target, t->lower);
	aim_at_end(x, out);
	return OK;
}
