/* Methods of `bairn calc` that make one row of a group: sums, means and medians, standardised rates, a test. */
#include "measure/calc.h"

#include "base/hash.h"
#include "stats/quantile.h"
#include "stats/standardise.h"
#include "stats/tests.h"

#define PER_CENT 100
#define PER_TEN_THOUSAND 10000

/* The column's cells of a group. */
static const double *
cells_of(const struct calc *k, const struct calc_group *g, int column)
{
	return k->number[column] + g->from;
}

/* The sum; NaN when one is missing. Kept wide, so that long columns lose nothing. */
static double
sum_of(const double *x, size_t n)
{
	long double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return (double)sum;
}

/* ---- proportions and rates of summed counts ------------------------------------------------------------------ */

enum { X, N, MULTIPLIER };

static const struct calc_column proportion_in[] = {
	[X] = {"x", "numerator", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},
	[N] = {"n", "denominator", CALC_NUMBER, CALC_NEEDED | CALC_POSITIVE, NAN, NULL},
	[MULTIPLIER] = {"multiplier", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED, PER_CENT, NULL},
	{.name = NULL},
};
static const struct calc_column rate_in[] = {
	[X] = {"x", "numerator", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},
	[N] = {"n", "denominator", CALC_NUMBER, CALC_NEEDED | CALC_POSITIVE, NAN, NULL},
	[MULTIPLIER] = {"multiplier", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED, PER_TEN_THOUSAND, NULL},
	{.name = NULL},
};
static const char *const proportion_out[] = {"x", "n", "value", CALC_LIMITS, NULL};
static const char *const rate_out[] = {"x", "n", "value", CALC_LIMITS, "method", NULL};

static enum err
summed_run(struct calc *k, const struct calc_group *g, struct interval (*interval)(double, double, double, double))
{
	double x = sum_of(cells_of(k, g, X), g->n), n = sum_of(cells_of(k, g, N), g->n);
	double multiplier = *cells_of(k, g, MULTIPLIER);
	struct calc_cell *cell = calc_cells(k, g, 0);
	struct interval limits[CALC_LEVELS];

	for (int level = 0; level < k->levels; level++)
		limits[level] = interval(x, n, k->level[level], multiplier);
	cell[0].number = x;
	cell[1].number = n;
	cell[2].number = x / n * multiplier;
	calc_put_limits(k, &cell[3], limits);
	return OK;
}

static enum err
proportion_run(struct calc *k, const struct calc_group *g)
{
	for (size_t i = g->from; i < g->from + g->n; i++)
		if (k->number[X][i] > k->number[N][i])
			return calc_fail(k, i, X, "%.15g is more than n, which is %.15g", k->number[X][i], k->number[N][i]);
	return summed_run(k, g, interval_proportion);
}

static enum err
rate_run(struct calc *k, const struct calc_group *g)
{
	struct calc_cell *cell = calc_cells(k, g, 0);

	TRY(summed_run(k, g, interval_rate));
	cell[k->columns - 1].word = isnan(cell[0].number) ? "" : cell[0].number < RATE_EXACT_BELOW ? "Exact" : "Byars";
	return OK;
}

/* ---- means and medians --------------------------------------------------------------------------------------- */

static const struct calc_column value_in[] = {
	{"value", "x", CALC_NUMBER, CALC_NEEDED, NAN, NULL},
	{.name = NULL},
};
static const char *const mean_out[] = {"value_sum", "value_count", "stdev", "mean", CALC_LIMITS, NULL};
static const char *const median_out[] = {"value_count", "median", CALC_LIMITS, NULL};

static enum err
mean_run(struct calc *k, const struct calc_group *g)
{
	const double *x = cells_of(k, g, 0);
	struct calc_cell *cell = calc_cells(k, g, 0);
	double sum = sum_of(x, g->n), centre = sum / (double)g->n;
	long double off = 0, squares = 0;

	cell[0].number = sum;
	cell[1].number = (double)g->n;
	if (isnan(sum))         /* a missing value: neither the mean nor its limits are known */
		return OK;
	for (size_t i = 0; i < g->n; i++) {
		long double d = (long double)x[i] - centre;

		off += d;
		squares += d * d;
	}
	for (int level = 0; level < k->levels; level++) {
		struct interval mean = interval_mean((double)g->n, centre, (double)off, (double)squares, k->level[level]);

		cell[3].number = mean.value;
		cell[4 + 2 * level].number = calc_literal(mean.lower);
		cell[5 + 2 * level].number = calc_literal(mean.upper);
	}
	if (g->n > 1)
		cell[2].number = sqrt((double)squares / ((double)g->n - 1));
	return OK;
}

static enum err
median_run(struct calc *k, const struct calc_group *g)
{
	struct calc_cell *cell = calc_cells(k, g, 0);
	struct interval limits[CALC_LEVELS] = {{NAN, NAN, NAN}};

	for (int level = 0; level < k->levels; level++)
		limits[level] = interval_median(cells_of(k, g, 0), g->n, k->level[level], k->mem);
	cell[0].number = (double)g->n;
	cell[1].number = limits[0].value;
	calc_put_limits(k, &cell[2], limits);
	return OK;
}

/* ---- directly standardised rates ----------------------------------------------------------------------------- */

enum { DIRECT_X, DIRECT_N, STANDARD, DIRECT_MULTIPLIER, BAND, FREQUENCY };

#define DIRECT_COLUMNS                                                                                             \
	[DIRECT_X] = {"x", "numerator", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},                  \
	[DIRECT_N] = {"n", "denominator", CALC_NUMBER, CALC_NEEDED | CALC_FILLED | CALC_POSITIVE, NAN, NULL},      \
	[STANDARD] = {"stdpop", NULL, CALC_NUMBER, CALC_NEEDED | CALC_FILLED | CALC_NOT_NEGATIVE, NAN, NULL},      \
	[DIRECT_MULTIPLIER] = {"multiplier", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED | CALC_POSITIVE,        \
	    PER_TEN_THOUSAND, NULL}

static const struct calc_column direct_in[] = {
	DIRECT_COLUMNS,
	{.name = NULL},
};
static const struct calc_column persons_in[] = {
	DIRECT_COLUMNS,
	[BAND] = {"ageband", "stratum", CALC_TEXT, CALC_NEEDED | CALC_FILLED, NAN, NULL},
	[FREQUENCY] = {"eventfreq", NULL, CALC_NUMBER, CALC_NEEDED | CALC_FILLED | CALC_NOT_NEGATIVE, NAN, NULL},
	{.name = NULL},
};
static const char *const direct_out[] = {"total_count", "total_pop", "value", CALC_LIMITS, NULL};

static void
direct_put(struct calc *k, const struct calc_group *g, const struct direct *d)
{
	struct calc_cell *cell = calc_cells(k, g, 0);
	struct interval limits[CALC_LEVELS];

	for (int level = 0; level < k->levels; level++)
		limits[level] = direct_interval(d, k->level[level]);
	cell[0].number = d->count;
	cell[1].number = d->population;
	cell[2].number = d->value;
	calc_put_limits(k, &cell[3], limits);
}

static enum err
direct_run(struct calc *k, const struct calc_group *g)
{
	struct direct d = direct_rate(g->n, cells_of(k, g, DIRECT_X), cells_of(k, g, DIRECT_N), cells_of(k, g, STANDARD),
	    *cells_of(k, g, DIRECT_MULTIPLIER));

	direct_put(k, g, &d);
	return OK;
}

/* The age bands of a group numbered from 0; rows of one band must tell of the same people. */
static enum err
bands_number(struct calc *k, const struct calc_group *g, int *band, int *bands)
{
	struct int_map *first = int_map_new(k->mem, g->n);      /* the row on which each band was met first */

	*bands = 0;
	for (size_t i = 0; i < g->n; i++) {
		size_t row = g->from + i, before;
		bool is_new;
		int64_t *met = int_map_put(first, (int64_t)k->number[BAND][row], &is_new);

		if (is_new) {
			*met = (int64_t)i;
			band[i] = (*bands)++;
			continue;
		}
		band[i] = band[*met];
		before = g->from + (size_t)*met;
		if (k->number[DIRECT_N][row] != k->number[DIRECT_N][before])
			return calc_fail(k, row, DIRECT_N, "the same age band has another population in line %lld",
			    (long long)k->line[before]);
		if (k->number[STANDARD][row] != k->number[STANDARD][before])
			return calc_fail(k, row, STANDARD, "the same age band has another standard population in line %lld",
			    (long long)k->line[before]);
	}
	return OK;
}

static enum err
persons_run(struct calc *k, const struct calc_group *g)
{
	int *band = mem_new_array(k->mem, int, g->n + 1), bands;
	struct direct d;

	TRY(bands_number(k, g, band, &bands));
	d = direct_rate_of_persons(g->n, band, cells_of(k, g, FREQUENCY), cells_of(k, g, DIRECT_X), cells_of(k, g, DIRECT_N),
	    cells_of(k, g, STANDARD), bands, mem_take(k->mem, (size_t)bands + 1), *cells_of(k, g, DIRECT_MULTIPLIER));
	direct_put(k, g, &d);
	return OK;
}

/* ---- indirectly standardised rates and ratios ---------------------------------------------------------------- */

enum { INDIRECT_X, INDIRECT_N, X_REF, N_REF, SCALE };

#define INDIRECT_COLUMNS                                                                                           \
	[INDIRECT_X] = {"x", "numerator", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},                \
	[INDIRECT_N] = {"n", "denominator", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},              \
	[X_REF] = {"x_ref", NULL, CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},                        \
	[N_REF] = {"n_ref", NULL, CALC_NUMBER, CALC_NEEDED | CALC_FILLED | CALC_POSITIVE, NAN, NULL}

static const struct calc_column israte_in[] = {
	INDIRECT_COLUMNS,
	[SCALE] = {"multiplier", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED, PER_TEN_THOUSAND, NULL},
	{.name = NULL},
};
static const struct calc_column isratio_in[] = {
	INDIRECT_COLUMNS,
	[SCALE] = {"refvalue", "multiplier", CALC_NUMBER, CALC_SETTING | CALC_FILLED, 1, NULL},
	{.name = NULL},
};
static const char *const israte_out[] = {"observed", "expected", "ref_rate", "value", CALC_LIMITS, NULL};
static const char *const isratio_out[] = {"observed", "expected", "value", CALC_LIMITS, NULL};

static enum err
indirect_run(struct calc *k, const struct calc_group *g, bool rate)
{
	struct indirect counts = indirect_counts(g->n, cells_of(k, g, INDIRECT_X), cells_of(k, g, INDIRECT_N),
	    cells_of(k, g, X_REF), cells_of(k, g, N_REF));
	double scale = *cells_of(k, g, SCALE) * (rate ? counts.reference_rate : 1);
	struct calc_cell *cell = calc_cells(k, g, 0);
	struct interval limits = {NAN, NAN, NAN};

	cell[0].number = counts.observed;
	cell[1].number = counts.expected;
	if (rate)
		(++cell)[1].number = scale;
	for (int level = 0; level < k->levels; level++) {
		limits = indirect_interval(&counts, k->level[level], scale);
		cell[3 + 2 * level].number = limits.lower;
		cell[4 + 2 * level].number = limits.upper;
		if (!(counts.expected > 0)) {   /* nothing was expected: not defined, rather than not known */
			cell[3 + 2 * level].number = calc_literal(limits.lower);
			cell[4 + 2 * level].number = calc_literal(limits.upper);
		}
	}
	cell[2].number = calc_literal(limits.value);
	return OK;
}

static enum err
israte_run(struct calc *k, const struct calc_group *g)
{
	return indirect_run(k, g, true);
}

static enum err
isratio_run(struct calc *k, const struct calc_group *g)
{
	return indirect_run(k, g, false);
}

/* ---- chi-squared --------------------------------------------------------------------------------------------- */

static const char *const chi_squared_out[] = {"chi_squared", "degrees", "p_value", "least_expected", NULL};

static enum err
chi_squared_run(struct calc *k, const struct calc_group *g)
{
	struct chi_squared test;
	struct calc_cell *cell = calc_cells(k, g, 0);

	for (size_t i = g->from; i < g->from + g->n; i++)
		if (k->number[X][i] > k->number[N][i])
			return calc_fail(k, i, X, "%.15g is more than n, which is %.15g", k->number[X][i], k->number[N][i]);
	test = test_proportions(g->n, cells_of(k, g, X), cells_of(k, g, N));
	cell[0].number = test.statistic;
	cell[1].number = test.degrees;
	cell[2].number = test.p;
	cell[3].number = isinf(test.least_expected) ? NAN : test.least_expected;
	return OK;
}

const struct calc_method calc_group_methods[] = {
	{"proportion_grouped", CALC_GROUP, proportion_in, proportion_out, proportion_run, NULL, 2, 1},
	{"rate_grouped", CALC_GROUP, rate_in, rate_out, rate_run, NULL, 2, 1},
	{"mean", CALC_GROUP, value_in, mean_out, mean_run, NULL, 2, 1},
	{"median", CALC_GROUP, value_in, median_out, median_run, NULL, 2, 1},
	{"dsr", CALC_GROUP, direct_in, direct_out, direct_run, NULL, 2, 1},
	{"dsr_nonindependent", CALC_GROUP, persons_in, direct_out, persons_run, NULL, 2, 1},
	{"israte", CALC_GROUP, israte_in, israte_out, israte_run, NULL, 2, 1},
	{"isratio", CALC_GROUP, isratio_in, isratio_out, isratio_run, NULL, 2, 1},
	{"chi_squared", CALC_GROUP, proportion_in, chi_squared_out, chi_squared_run, NULL, 0, 1},
	{.name = NULL},
};
