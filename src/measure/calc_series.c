/* Methods of `bairn calc` that say of each row where it stands in its group: quantiles, fifths, life tables, adjusted
 * probabilities, control charts; and the trend of a series. */
#include "measure/calc.h"

#include <string.h>

#include "stats/compare.h"
#include "stats/control.h"
#include "stats/life.h"
#include "stats/quantile.h"
#include "stats/tests.h"
#include "stats/trend.h"

/* Puts one number a row into an output column. */
static void
column_put(struct calc *k, const struct calc_group *g, size_t column, const double *number)
{
	for (size_t i = 0; i < g->n; i++)
		calc_cells(k, g, i)[column].number = number[i];
}

/* ---- quantiles and fifths ------------------------------------------------------------------------------------ */

enum { VALUE, N_QUANTILES, INVERT };
enum { FIFTH_POLARITY = 1 };

static const struct calc_column quantile_in[] = {
	[VALUE] = {"value", NULL, CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	[N_QUANTILES] = {"nquantiles", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED | CALC_POSITIVE | CALC_WHOLE, 10, NULL},
	[INVERT] = {"invert", NULL, CALC_FLAG, CALC_SETTING | CALC_FILLED, 1, NULL},
	{.name = NULL},
};
static const struct calc_column quintile_in[] = {
	[VALUE] = {"value", NULL, CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	[FIFTH_POLARITY] = {"polarity", NULL, CALC_CHOICE, CALC_SETTING | CALC_FILLED, JUDGE_NOT, calc_polarities},
	{.name = NULL},
};
static const char *const quantile_out[] = {"quantile", NULL};
static const char *const quintile_out[] = {"ntile", "outcome", NULL};

#define MOST_QUANTILES 1000000

static enum err
quantile_run(struct calc *k, const struct calc_group *g)
{
	double *out = mem_new_array(k->mem, double, g->n + 1), quantiles = k->number[N_QUANTILES][g->from];

	if (quantiles > MOST_QUANTILES)
		return calc_fail(k, g->from, N_QUANTILES, "more than a million");
	quantiles_of(k->number[VALUE] + g->from, g->n, (int)quantiles, k->number[INVERT][g->from] > 0, out, k->mem);
	column_put(k, g, 0, out);
	return OK;
}

static enum err
quintile_run(struct calc *k, const struct calc_group *g)
{
	static const char *const words[] = {
		[FIFTH_NOT_COMPARED] = "NotCompared", [FIFTH_LOWEST] = "Lowest", [FIFTH_LOW] = "Low",
		[FIFTH_MIDDLE] = "Middle", [FIFTH_HIGH] = "High", [FIFTH_HIGHEST] = "Highest", [FIFTH_WORST] = "Worst",
		[FIFTH_WORSE] = "Worse", [FIFTH_BETTER] = "Better", [FIFTH_BEST] = "Best",
	};
	const double *value = k->number[VALUE] + g->from;
	double *tile = mem_new_array(k->mem, double, g->n + 1);
	size_t known = 0;

	tiles_of(value, g->n, COMPARE_FIFTHS, tile, k->mem);
	column_put(k, g, 0, tile);
	for (size_t i = 0; i < g->n; i++)
		known += isnan(value[i]) ? 0 : 1;
	for (size_t i = 0; i < g->n; i++) {
		int fifth = known < COMPARE_FIFTHS || isnan(tile[i]) ? 0 : (int)tile[i];

		calc_cells(k, g, i)[1].word = words[compare_fifth(fifth, (enum judgement)k->number[FIFTH_POLARITY][g->from])];
	}
	return OK;
}

/* ---- life expectancy ----------------------------------------------------------------------------------------- */

enum { AGE, POPULATION, DEATHS };

static const struct calc_column life_in[] = {
	[AGE] = {"startage", NULL, CALC_FIRST, CALC_NEEDED | CALC_FILLED | CALC_SHOWN, NAN, NULL},
	[POPULATION] = {"population", "n", CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	[DEATHS] = {"deaths", "x", CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	{.name = NULL},
};
static const char *const life_out[] = {"value", CALC_LIMITS, "pops_used", "dths_used", NULL};

#define MOST_AGES 120

/* Where the bands start: from --ages, else under one, one to four, and by fives to ninety and over. */
static enum err
ages_read(struct calc *k, double *age, size_t *n)
{
	struct view rest = view_of(args_option(k->args, "--ages"));

	*n = 0;
	if (rest.n == 0) {
		age[(*n)++] = 0;
		age[(*n)++] = 1;
		for (int start = 5; start <= 90; start += 5)
			age[(*n)++] = start;
		return OK;
	}
	while (rest.n > 0 && *n < MOST_AGES) {
		struct view one = view_cut(&rest, ',');

		if (!view_real(one, &age[*n]) || (*n == 0 ? age[0] != 0 : age[*n] <= age[*n - 1]))
			return fail(k->c, ERR_USAGE, "--ages must ascend from 0; \"" VIEW_FORMAT "\" does not", VIEW_ARGS(one));
		++*n;
	}
	return rest.n > 0 ? fail(k->c, ERR_USAGE, "--ages: %d bands at most", MOST_AGES) : OK;
}

/* Which row of the group each band is, or -1; a row of no band, or a second one of a band, is an error. */
static enum err
bands_match(struct calc *k, const struct calc_group *g, const double *age, size_t n, int64_t *at)
{
	for (size_t b = 0; b < n; b++)
		at[b] = -1;
	for (size_t i = g->from; i < g->from + g->n; i++) {
		size_t b = 0;

		while (b < n && age[b] != k->number[AGE][i])
			b++;
		if (b == n)
			return calc_fail(k, i, AGE, "no age band starts at %.15g; --ages names others", k->number[AGE][i]);
		if (at[b] >= 0)
			return calc_fail(k, i, AGE, "the group has the age band that starts at %.15g twice", age[b]);
		at[b] = (int64_t)i;
	}
	return OK;
}

/* A row's figures, from the band on. */
static void
life_put(struct calc *k, struct calc_cell *cell, double value, double middle, double error)
{
	struct interval limits[CALC_LEVELS];

	for (int level = 0; level < k->levels; level++) {
		double reach = interval_deviate(k->level[level]) * error;

		limits[level] = (struct interval){value, middle - reach, middle + reach};
	}
	cell[0].number = value;
	calc_put_limits(k, &cell[1], limits);
}

static enum err
life_run(struct calc *k, const struct calc_group *g)
{
	double age[MOST_AGES], people[MOST_AGES], deaths[MOST_AGES], value[MOST_AGES], middle[MOST_AGES], error[MOST_AGES];
	int64_t at[MOST_AGES];
	size_t n, found = 0;
	double all = 0, died = 0;

	TRY(ages_read(k, age, &n));
	TRY(bands_match(k, g, age, n, at));
	for (size_t b = 0; b < n; b++) {
		people[b] = at[b] < 0 ? NAN : k->number[POPULATION][at[b]];
		deaths[b] = at[b] < 0 ? NAN : k->number[DEATHS][at[b]];
		found += at[b] >= 0;
		value[b] = middle[b] = error[b] = NAN;
	}
	if (found == n)         /* a group without all of its bands has no table */
		(void)life_table(n, age, people, deaths, value, middle, error, k->mem);
	for (size_t b = n; b-- > 0;) {
		struct calc_cell *cell;

		if (at[b] < 0)
			continue;
		cell = calc_cells(k, g, (size_t)at[b] - g->from);
		life_put(k, cell, value[b], middle[b], error[b]);
		cell[k->columns - 2].number = all += people[b];
		cell[k->columns - 1].number = died += deaths[b];
	}
	return OK;
}

/* ---- trend --------------------------------------------------------------------------------------------------- */

enum { KIND, TREND_POLARITY, PERIOD, TREND_VALUE, COUNT, DENOMINATOR, LOW, HIGH };

static const struct calc_word kinds[] = {
	{"proportion", TREND_PROPORTION}, {"cruderate", TREND_CRUDE_RATE}, {"rate", TREND_CRUDE_RATE},
	{"directlystandardisedrate", TREND_STANDARDISED_RATE}, {"dsr", TREND_STANDARDISED_RATE},
	{"count", TREND_OTHER}, {"other", TREND_OTHER}, {"indirectlystandardisedratio", TREND_OTHER},
	{"indirectlystandardisedrate", TREND_OTHER}, {"lifeexpectancy", TREND_OTHER}, {"ratio", TREND_OTHER},
	{"mean", TREND_OTHER}, {"median", TREND_OTHER}, {"slopeindexofinequality", TREND_OTHER}, {"score", TREND_OTHER},
	{"rateratio", TREND_OTHER}, {"excessrisk", TREND_OTHER}, {"gap", TREND_OTHER}, {"percentagepoint", TREND_OTHER},
	{NULL, 0},
};

static const struct calc_column trend_in[] = {
	[KIND] = {"value_type", NULL, CALC_CHOICE, CALC_NEEDED | CALC_SETTING | CALC_FILLED, NAN, kinds},
	[TREND_POLARITY] = {"polarity", NULL, CALC_CHOICE, CALC_SETTING | CALC_FILLED, JUDGE_NOT, calc_polarities},
	[PERIOD] = {"period", "year", CALC_FIRST, CALC_NEEDED | CALC_FILLED, NAN, NULL},
	[TREND_VALUE] = {"value", NULL, CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	[COUNT] = {"count", "x", CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	[DENOMINATOR] = {"denom", "n", CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	[LOW] = {"lo", "lowercl", CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	[HIGH] = {"hi", "uppercl", CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	{.name = NULL},
};
static const char *const trend_out[] = {"trend", "chi2", "slope", NULL};

static enum err
trend_run(struct calc *k, const struct calc_group *g)
{
	static const char *const words[] = {
		[TREND_UNKNOWN] = "CannotBeCalculated", [TREND_NO_CHANGE] = "NoChange", [TREND_UP] = "Increasing",
		[TREND_DOWN] = "Decreasing", [TREND_UP_BETTER] = "IncreasingAndGettingBetter",
		[TREND_UP_WORSE] = "IncreasingAndGettingWorse", [TREND_DOWN_BETTER] = "DecreasingAndGettingBetter",
		[TREND_DOWN_WORSE] = "DecreasingAndGettingWorse",
	};
	struct trend_point *point = mem_new_array(k->mem, struct trend_point, g->n + 1);
	struct calc_cell *cell = calc_cells(k, g, 0);
	struct trend_found found;

	for (size_t i = 0; i < g->n; i++) {
		size_t row = g->from + i;

		point[i] = (struct trend_point){
		    k->number[PERIOD][row], k->number[TREND_VALUE][row], k->number[COUNT][row], k->number[DENOMINATOR][row],
		    k->number[LOW][row], k->number[HIGH][row],
		};
	}
	found = trend_of(point, g->n, (enum trend_kind)k->number[KIND][g->from],
	    (enum judgement)k->number[TREND_POLARITY][g->from], k->mem);
	cell[0].word = words[found.trend];
	cell[1].number = found.chi_squared;
	cell[2].number = found.slope;
	return OK;
}

/* ---- many tests at once -------------------------------------------------------------------------------------- */

static const struct calc_column adjust_in[] = {
	{"p_value", "p", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},
	{.name = NULL},
};
static const char *const adjust_out[] = {"adjusted", NULL};

static enum err
adjust_run(struct calc *k, const struct calc_group *g)
{
	double *out = mem_new_array(k->mem, double, g->n + 1);

	for (size_t i = g->from; i < g->from + g->n; i++)
		if (k->number[0][i] > 1)
			return calc_fail(k, i, 0, "%.15g is no probability: it is more than 1", k->number[0][i]);
	adjust_false_discovery(k->number[0] + g->from, g->n, out, k->mem);
	column_put(k, g, 0, out);
	return OK;
}

/* ---- control charts ------------------------------------------------------------------------------------------ */

enum { X, N, MULTIPLIER };

static const struct calc_column individuals_in[] = {
	{"value", "x", CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	{.name = NULL},
};
static const struct calc_column proportions_in[] = {
	[X] = {"x", "numerator", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},
	[N] = {"n", "denominator", CALC_NUMBER, CALC_NEEDED | CALC_POSITIVE, NAN, NULL},
	[MULTIPLIER] = {"multiplier", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED, 100, NULL},
	{.name = NULL},
};
static const struct calc_column rates_in[] = {
	[X] = {"x", "numerator", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},
	[N] = {"n", "denominator", CALC_NUMBER, CALC_NEEDED | CALC_POSITIVE, NAN, NULL},
	[MULTIPLIER] = {"multiplier", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED, 10000, NULL},
	{.name = NULL},
};
static const char *const individuals_out[] = {"centre", "lower_limit", "upper_limit", "moving_range", "signs", NULL};
static const char *const counts_out[] = {"value", "centre", "lower_limit", "upper_limit", "signs", NULL};

/* "outside shift": the signs of a point, in words. */
static const char *
signs_words(struct mem *m, unsigned signs)
{
	static const struct {
		unsigned sign;
		const char *word;
	} words[] = {
		{CONTROL_OUTSIDE, "outside"}, {CONTROL_SHIFT, "shift"}, {CONTROL_TREND, "trend"},
		{CONTROL_TWO_OF_THREE, "two-of-three"},
	};
	struct builder b = {.mem = m};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (signs & words[i].sign) {
			put_text(&b, b.n > 0 ? " " : "");
			put_text(&b, words[i].word);
		}
	return built_text(&b);
}

/* `first` is the column of the centre. */
static void
control_put(struct calc *k, const struct calc_group *g, const struct control_point *point, size_t first)
{
	for (size_t i = 0; i < g->n; i++) {
		struct calc_cell *cell = calc_cells(k, g, i) + first;

		cell[0].number = point[i].centre;
		cell[1].number = point[i].lower;
		cell[2].number = point[i].upper;
		calc_cells(k, g, i)[k->columns - 1].word = signs_words(k->mem, point[i].signs);
	}
}

static enum err
individuals_run(struct calc *k, const struct calc_group *g)
{
	struct control_point *point = mem_new_array(k->mem, struct control_point, g->n + 1);

	control_individuals(k->number[0] + g->from, g->n, point);
	control_put(k, g, point, 0);
	for (size_t i = 0; i < g->n; i++)
		calc_cells(k, g, i)[3].number = point[i].moving_range;
	return OK;
}

static enum err
counts_run(struct calc *k, const struct calc_group *g, void (*chart)(const double *, const double *, size_t, double,
    struct control_point *))
{
	struct control_point *point = mem_new_array(k->mem, struct control_point, g->n + 1);

	chart(k->number[X] + g->from, k->number[N] + g->from, g->n, k->number[MULTIPLIER][g->from], point);
	control_put(k, g, point, 1);
	for (size_t i = 0; i < g->n; i++)
		calc_cells(k, g, i)[0].number = point[i].value;
	return OK;
}

static enum err
proportions_run(struct calc *k, const struct calc_group *g)
{
	for (size_t i = g->from; i < g->from + g->n; i++)
		if (k->number[X][i] > k->number[N][i])
			return calc_fail(k, i, X, "%.15g is more than n, which is %.15g", k->number[X][i], k->number[N][i]);
	return counts_run(k, g, control_proportions);
}

static enum err
rates_run(struct calc *k, const struct calc_group *g)
{
	return counts_run(k, g, control_rates);
}

const struct calc_method calc_series_methods[] = {
	{"quantile", CALC_ROW_OF_GROUP, quantile_in, quantile_out, quantile_run, NULL, 0, 1},
	{"compare_quintile", CALC_ROW_OF_GROUP, quintile_in, quintile_out, quintile_run, NULL, 0, 1},
	{"life_expectancy", CALC_ROW_OF_GROUP, life_in, life_out, life_run, NULL, 2, 1},
	{"trend", CALC_GROUP, trend_in, trend_out, trend_run, NULL, 0, 1},
	{"benjamini_hochberg", CALC_ROW_OF_GROUP, adjust_in, adjust_out, adjust_run, NULL, 0, 1},
	{"xmr_chart", CALC_ROW_OF_GROUP, individuals_in, individuals_out, individuals_run, NULL, 0, 1},
	{"p_chart", CALC_ROW_OF_GROUP, proportions_in, counts_out, proportions_run, NULL, 0, 1},
	{"u_chart", CALC_ROW_OF_GROUP, rates_in, counts_out, rates_run, NULL, 0, 1},
	{.name = NULL},
};
