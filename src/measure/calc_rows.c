/* Methods of `bairn calc` whose rows stand alone: proportions, rates, comparisons, two proportions side by side. */
#include "measure/calc.h"

#include "stats/compare.h"
#include "stats/tests.h"

#define PER_CENT 100
#define PER_TEN_THOUSAND 10000

/* Limits of one row at each level: at the level of its own column, when there is one. */
static double
row_level(const struct calc *k, int column, int level, size_t row)
{
	return k->has[column] ? k->number[column][row] : k->level[level];
}

/* ---- proportion, rate ---------------------------------------------------------------------------------------- */

enum { X, N, CONFIDENCE, MULTIPLIER };

static const struct calc_column proportion_in[] = {
	[X] = {"x", "numerator", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},
	[N] = {"n", "denominator", CALC_NUMBER, CALC_NEEDED | CALC_POSITIVE, NAN, NULL},
	[CONFIDENCE] = {"confidence", NULL, CALC_LEVEL, CALC_SETTING, NAN, NULL},
	[MULTIPLIER] = {"multiplier", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED, PER_CENT, NULL},
	{.name = NULL},
};

static const struct calc_column rate_in[] = {
	[X] = {"x", "numerator", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},
	[N] = {"n", "denominator", CALC_NUMBER, CALC_NEEDED | CALC_POSITIVE, NAN, NULL},
	[CONFIDENCE] = {"confidence", NULL, CALC_LEVEL, CALC_SETTING, NAN, NULL},
	[MULTIPLIER] = {"multiplier", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED, PER_TEN_THOUSAND, NULL},
	{.name = NULL},
};

static const char *const proportion_out[] = {"value", CALC_LIMITS, NULL};
static const char *const rate_out[] = {"value", CALC_LIMITS, "method", NULL};

static enum err
proportion_run(struct calc *k, const struct calc_group *g)
{
	const double *x = k->number[X], *n = k->number[N];

	for (size_t i = 0; i < g->n; i++) {
		struct calc_cell *cell = calc_cells(k, g, i);
		double multiplier = k->number[MULTIPLIER][i];
		struct interval limits[CALC_LEVELS] = {{NAN, NAN, NAN}};

		if (x[i] > n[i])
			return calc_fail(k, i, X, "%.15g is more than n, which is %.15g", x[i], n[i]);
		for (int level = 0; level < k->levels; level++) {
			const struct rate_limits *prepared = calc_prepared(k, row_level(k, CONFIDENCE, level, i));

			if (prepared != NULL)
				limits[level] = interval_proportion_at(x[i], n[i], prepared->deviate, multiplier);
		}
		cell[0].number = x[i] / n[i] * multiplier;
		calc_put_limits(k, &cell[1], limits);
	}
	return OK;
}

static enum err
rate_run(struct calc *k, const struct calc_group *g)
{
	const double *x = k->number[X], *n = k->number[N];

	for (size_t i = 0; i < g->n; i++) {
		struct calc_cell *cell = calc_cells(k, g, i);
		double multiplier = k->number[MULTIPLIER][i];
		struct interval limits[CALC_LEVELS] = {{NAN, NAN, NAN}};

		for (int level = 0; level < k->levels; level++) {
			const struct rate_limits *prepared = calc_prepared(k, row_level(k, CONFIDENCE, level, i));

			if (prepared != NULL)
				limits[level] = rate_limits_interval(prepared, x[i], n[i], multiplier);
		}
		cell[0].number = x[i] / n[i] * multiplier;
		calc_put_limits(k, &cell[1], limits);
		cell[k->columns - 1].word = isnan(x[i]) ? "" : x[i] < RATE_EXACT_BELOW ? "Exact" : "Byars";
	}
	return OK;
}

/* ---- comparison with a benchmark ----------------------------------------------------------------------------- */

const struct calc_word calc_polarities[] = {
	{"lowisgood", JUDGE_LOW_IS_GOOD}, {"low", JUDGE_LOW_IS_GOOD}, {"lower", JUDGE_LOW_IS_GOOD},
	{"highisgood", JUDGE_HIGH_IS_GOOD}, {"high", JUDGE_HIGH_IS_GOOD}, {"higher", JUDGE_HIGH_IS_GOOD},
	{"nojudgement", JUDGE_NOT}, {"none", JUDGE_NOT}, {"neither", JUDGE_NOT},
	{NULL, 0},
};

enum { LOWER, UPPER, BENCHMARK, POLARITY };

static const struct calc_column compare_in[] = {
	[LOWER] = {"lowercl", "lower", CALC_NUMBER, CALC_NEEDED | CALC_INFINITE, NAN, NULL},
	[UPPER] = {"uppercl", "upper", CALC_NUMBER, CALC_NEEDED | CALC_INFINITE, NAN, NULL},
	[BENCHMARK] = {"benchmark", NULL, CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	[POLARITY] = {"polarity", NULL, CALC_CHOICE, CALC_SETTING | CALC_FILLED, JUDGE_NOT, calc_polarities},
	{.name = NULL},
};
static const char *const compare_out[] = {"outcome", NULL};

static enum err
compare_run(struct calc *k, const struct calc_group *g)
{
	static const char *const words[] = {
		[OUTCOME_NOT_COMPARED] = "NotCompared", [OUTCOME_SIMILAR] = "Similar", [OUTCOME_LOWER] = "Lower",
		[OUTCOME_HIGHER] = "Higher", [OUTCOME_BETTER] = "Better", [OUTCOME_WORSE] = "Worse",
	};

	for (size_t i = 0; i < g->n; i++)
		calc_cells(k, g, i)->word = words[compare_benchmark(k->number[LOWER][i], k->number[UPPER][i],
		    k->number[BENCHMARK][i], (enum judgement)k->number[POLARITY][i])];
	return OK;
}

/* ---- two proportions ----------------------------------------------------------------------------------------- */

enum { X1, N1, X2, N2, PAIR_CONFIDENCE, PAIR_MULTIPLIER };

static const struct calc_column pair_in[] = {
	[X1] = {"x1", NULL, CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},
	[N1] = {"n1", NULL, CALC_NUMBER, CALC_NEEDED | CALC_POSITIVE, NAN, NULL},
	[X2] = {"x2", NULL, CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},
	[N2] = {"n2", NULL, CALC_NUMBER, CALC_NEEDED | CALC_POSITIVE, NAN, NULL},
	[PAIR_CONFIDENCE] = {"confidence", NULL, CALC_LEVEL, CALC_SETTING, NAN, NULL},
	[PAIR_MULTIPLIER] = {"multiplier", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED, PER_CENT, NULL},
	{.name = NULL},
};
static const char *const fisher_out[] = {"odds_ratio", "p_value", NULL};

/* More counted than there are? */
static enum err
pair_check(struct calc *k, size_t row)
{
	for (int side = 0; side < 2; side++) {
		double x = k->number[side == 0 ? X1 : X2][row], n = k->number[side == 0 ? N1 : N2][row];

		if (x > n)
			return calc_fail(k, row, side == 0 ? X1 : X2, "%.15g is more than %s, which is %.15g", x,
			    side == 0 ? "n1" : "n2", n);
	}
	return OK;
}

/* `combine` of the two proportions' intervals; a ratio is not multiplied. */
static enum err
pair_run(struct calc *k, const struct calc_group *g, struct interval (*combine)(struct interval, struct interval), bool scaled)
{
	for (size_t i = 0; i < g->n; i++) {
		struct calc_cell *cell = calc_cells(k, g, i);
		struct interval limits[CALC_LEVELS] = {{NAN, NAN, NAN}, {NAN, NAN, NAN}};
		double multiplier = scaled ? k->number[PAIR_MULTIPLIER][i] : 1;

		TRY(pair_check(k, i));
		for (int level = 0; level < k->levels; level++) {
			double confidence = row_level(k, PAIR_CONFIDENCE, level, i);

			limits[level] = combine(
			    interval_proportion(k->number[X1][i], k->number[N1][i], confidence, multiplier),
			    interval_proportion(k->number[X2][i], k->number[N2][i], confidence, multiplier));
		}
		cell[0].number = limits[0].value;
		calc_put_limits(k, &cell[1], limits);
	}
	return OK;
}

static enum err
difference_run(struct calc *k, const struct calc_group *g)
{
	return pair_run(k, g, interval_difference, true);
}

static enum err
ratio_run(struct calc *k, const struct calc_group *g)
{
	return pair_run(k, g, interval_ratio, false);
}

static enum err
fisher_run(struct calc *k, const struct calc_group *g)
{
	for (size_t i = 0; i < g->n; i++) {
		struct calc_cell *cell = calc_cells(k, g, i);
		double x1 = k->number[X1][i], n1 = k->number[N1][i], x2 = k->number[X2][i], n2 = k->number[N2][i];

		TRY(pair_check(k, i));
		cell[0].number = calc_literal(x1 * (n2 - x2) / (x2 * (n1 - x1)));
		if (isnan(x1) || isnan(n1) || isnan(x2) || isnan(n2)) {
			cell[0].number = NAN;
			continue;
		}
		cell[1].number = test_fisher(x1, n1, x2, n2);
		if (isnan(cell[1].number))
			return calc_fail(k, i, X1, "the exact test counts whole numbers alone");
	}
	return OK;
}

const struct calc_method calc_row_methods[] = {
	{"proportion", CALC_EACH_ROW, proportion_in, proportion_out, proportion_run, NULL, 1, 1},
	{"rate", CALC_EACH_ROW, rate_in, rate_out, rate_run, NULL, 1, 1},
	{"compare_ci", CALC_EACH_ROW, compare_in, compare_out, compare_run, NULL, 0, 1},
	{"difference", CALC_EACH_ROW, pair_in, proportion_out, difference_run, NULL, 1, 1},
	{"ratio", CALC_EACH_ROW, pair_in, proportion_out, ratio_run, NULL, 1, 1},
	{"fisher", CALC_EACH_ROW, pair_in, fisher_out, fisher_run, NULL, 0, 1},
	{.name = NULL},
};
