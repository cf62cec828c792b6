/* The funnel plot's three parts in `bairn calc`: where each place stands, the points to draw, the lines round them. */
#include "measure/calc.h"

#include <string.h>

#include "stats/funnel.h"

/* What is plotted. Rates are known by events and rate: their denominators are worked back from the two, for a standardised
 * rate's is not its population. */
enum plotted { PROPORTION, RATIO, CRUDE, STANDARDISED, RATE, RATIO_COUNT, RATIO_ISR };

static const struct calc_word statistics[] = {
	{"proportion", PROPORTION}, {"ratio", RATIO}, {"rate", RATE}, {"crude", CRUDE}, {"dsr", STANDARDISED}, {NULL, 0},
};
static const struct calc_word rate_types[] = {
	{"crude", CRUDE}, {"dsr", STANDARDISED}, {"count", RATIO_COUNT}, {"isr", RATIO_ISR}, {NULL, 0},
};

#define DSR_LEAST_EVENTS 10

enum { TYPE, MULTIPLIER, YEARS, X, N, VALUE, STATISTIC, RATIO_TYPE };

#define FUNNEL_COLUMNS(type)                                                                                       \
	[STATISTIC] = {"statistic", NULL, CALC_CHOICE, CALC_NEEDED | CALC_SETTING | CALC_FILLED, NAN, statistics},  \
	[TYPE] = {type, "rate_type", CALC_CHOICE, CALC_SETTING, NAN, rate_types},                                  \
	[MULTIPLIER] = {"multiplier", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED | CALC_POSITIVE, NAN, NULL},   \
	[YEARS] = {"years_of_data", NULL, CALC_NUMBER, CALC_SETTING | CALC_POSITIVE, 1, NULL},                     \
	[X] = {"x", "numerator", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},                         \
	[N] = {"n", "denominator", CALC_NUMBER, CALC_POSITIVE, NAN, NULL},                                         \
	[VALUE] = {"rate", NULL, CALC_NUMBER, CALC_NOT_NEGATIVE, NAN, NULL},                                       \
	[RATIO_TYPE] = {"ratio_type", NULL, CALC_CHOICE, CALC_SETTING, NAN, rate_types},                           \
	{.name = NULL}

static const struct calc_column funnel_in[] = {FUNNEL_COLUMNS("subtype")};

static const struct calc_column points_in[] = {
	[TYPE] = {"rate_type", "subtype", CALC_CHOICE, CALC_NEEDED | CALC_SETTING | CALC_FILLED, NAN, rate_types},
	[MULTIPLIER] = {"multiplier", NULL, CALC_NUMBER, CALC_NEEDED | CALC_SETTING | CALC_FILLED | CALC_POSITIVE, NAN, NULL},
	[YEARS] = {"years_of_data", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED | CALC_POSITIVE, 1, NULL},
	[X] = {"x", "numerator", CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},
	[N] = {"n", "denominator", CALC_NUMBER, CALC_POSITIVE, NAN, NULL},
	[VALUE] = {"rate", NULL, CALC_NUMBER, CALC_NEEDED | CALC_NOT_NEGATIVE, NAN, NULL},
	{.name = NULL},
};

static const char *const significance_out[] = {"significance", NULL};
static const char *const points_out[] = {"rate_chart", "denominator_derived", NULL};
static const char *const limits_out[] = {
	"point", "axis", "lower_2s_limit", "upper_2s_limit", "lower_3s_limit", "upper_3s_limit", "baseline",
	"lower_2s_exp_events", "upper_2s_exp_events", "lower_3s_exp_events", "upper_3s_exp_events",
	"lower_2s_population_1_year", "upper_2s_population_1_year", "lower_3s_population_1_year",
	"upper_3s_population_1_year", NULL,
};

/* What the row's group plots: PROPORTION, RATIO (of either type), CRUDE or STANDARDISED. */
static enum err
plotted_of(struct calc *k, size_t row, enum plotted *out)
{
	double type = k->number[TYPE][row];

	*out = (enum plotted)k->number[STATISTIC][row];
	if (*out != RATE)
		return OK;
	if (isnan(type) || (type != CRUDE && type != STANDARDISED))
		return calc_fail(k, row, TYPE, "a rate must be crude or dsr");
	*out = (enum plotted)type;
	return OK;
}

/* The denominator behind a row. NaN where there is none to be had: a standardised rate without events, a missing number. */
static enum err
denominator_of(struct calc *k, size_t row, enum plotted what, double *out)
{
	double x = k->number[X][row], n = k->number[N][row], rate = k->number[VALUE][row];

	*out = NAN;
	if (what == PROPORTION || what == RATIO) {
		*out = n;
		if (what == PROPORTION && x > n)
			return calc_fail(k, row, X, "%.15g is more than n, which is %.15g", x, n);
		return OK;
	}
	if (x == 0 && what == CRUDE) {
		*out = n;
		return isnan(n) ? calc_fail(k, row, N, "where there are no events the denominator must be given") : OK;
	}
	if (x > 0 && rate == 0)
		return calc_fail(k, row, VALUE, "the rate is 0, but there were %.15g events", x);
	if (x > 0)
		*out = k->number[MULTIPLIER][row] * x / rate;
	return OK;
}

static enum err
multiplier_check(struct calc *k, size_t row)
{
	return isnan(k->number[MULTIPLIER][row]) ? calc_fail(k, row, MULTIPLIER, "a rate needs its multiplier: give the column"
	    " or --multiplier") : OK;
}

/* ---- where each place stands --------------------------------------------------------------------------------- */

static const char *
place_word(enum funnel_place place)
{
	static const char *const words[] = {
		[FUNNEL_UNKNOWN] = "", [FUNNEL_WITHIN] = "Not significant", [FUNNEL_LOW_INNER] = "Low (0.025)",
		[FUNNEL_LOW_OUTER] = "Low (0.001)", [FUNNEL_HIGH_INNER] = "High (0.025)",
		[FUNNEL_HIGH_OUTER] = "High (0.001)",
	};

	return words[place];
}

/* All denominators of a group and its average: events over denominators, of the rows that have both. */
static enum err
group_read(struct calc *k, const struct calc_group *g, enum plotted *what, double *denominator, double *average)
{
	double events = 0, all = 0;

	TRY(plotted_of(k, g->from, what));
	if (*what == CRUDE || *what == STANDARDISED)
		TRY(multiplier_check(k, g->from));
	for (size_t i = 0; i < g->n; i++) {
		TRY(denominator_of(k, g->from + i, *what, &denominator[i]));
		if (isnan(denominator[i]) || isnan(k->number[X][g->from + i]))
			continue;
		events += k->number[X][g->from + i];
		all += denominator[i];
	}
	*average = events / all;
	return OK;
}

static enum err
significance_run(struct calc *k, const struct calc_group *g)
{
	double *denominator = mem_new_array(k->mem, double, g->n + 1), average;
	enum plotted what;

	TRY(group_read(k, g, &what, denominator, &average));
	for (size_t i = 0; i < g->n; i++) {
		double x = k->number[X][g->from + i];
		const char **word = &calc_cells(k, g, i)->word;

		if (what == STANDARDISED && x < DSR_LEAST_EVENTS)
			*word = "Not applicable for events less than 10 for dsrs";
		else if (what == PROPORTION)
			*word = place_word(funnel_proportion(x, denominator[i], average));
		else
			*word = place_word(funnel_count(x, denominator[i], what == RATIO ? 1 : average));
	}
	return OK;
}

/* ---- the points ---------------------------------------------------------------------------------------------- */

static enum err
points_run(struct calc *k, const struct calc_group *g)
{
	for (size_t i = 0; i < g->n; i++) {
		struct calc_cell *cell = calc_cells(k, g, i);
		enum plotted what = (enum plotted)k->number[TYPE][i];
		double denominator;

		if (what != CRUDE && what != STANDARDISED)
			return calc_fail(k, i, TYPE, "a rate must be crude or dsr");
		if (what == STANDARDISED && !(k->number[X][i] >= DSR_LEAST_EVENTS))
			continue;
		TRY(denominator_of(k, i, what, &denominator));
		cell[0].number = k->number[VALUE][i];
		cell[1].number = denominator / k->number[YEARS][i];
	}
	return OK;
}

/* ---- the lines ----------------------------------------------------------------------------------------------- */

/* A ratio's limits are shown as they are less one (of counts) or as per cent of the standard. */
static double
ratio_shown(enum plotted type, double limit)
{
	return type == RATIO_COUNT ? limit - 1 : limit * 100;
}

static void
line_put(struct calc_cell *cell, int point, const struct funnel *f, const struct funnel_line *l,
    enum plotted ratio_type)
{
	const double limit[] = {l->lower_2s, l->upper_2s, l->lower_3s, l->upper_3s};
	int sizes = f->kind == FUNNEL_RATIO ? 7 : 11;

	cell[0].number = point + 1;
	cell[1].number = l->axis;
	for (int i = 0; i < 4; i++) {
		cell[2 + i].number = f->kind == FUNNEL_RATIO ? ratio_shown(ratio_type, limit[i]) : limit[i];
		if (f->kind != FUNNEL_PROPORTION)
			cell[sizes + i].number = l->size[i];
	}
	if (f->kind != FUNNEL_RATIO)
		cell[6].number = f->average * f->multiplier;
}

/* The type of a ratio: from its own column, or from the one that serves rates too. */
static enum err
ratio_type_of(struct calc *k, size_t row, enum plotted *type)
{
	double own = k->number[RATIO_TYPE][row], shared = k->number[TYPE][row];
	double given = isnan(own) ? shared : own;

	*type = RATIO_COUNT;
	if (isnan(given) || (given != RATIO_COUNT && given != RATIO_ISR))
		return calc_fail(k, row, RATIO_TYPE, "a ratio must be of type count or isr");
	*type = (enum plotted)given;
	return OK;
}

static enum err
limits_run(struct calc *k, const struct calc_group *g)
{
	static const enum funnel_kind kinds[] = {
		[PROPORTION] = FUNNEL_PROPORTION, [RATIO] = FUNNEL_RATIO, [CRUDE] = FUNNEL_RATE, [STANDARDISED] = FUNNEL_RATE,
	};
	double *denominator = mem_new_array(k->mem, double, g->n + 1);
	struct funnel f = {.least = INFINITY, .most = -INFINITY, .years = k->number[YEARS][g->from],
	    .multiplier = k->number[MULTIPLIER][g->from]};
	struct funnel_line line[FUNNEL_POINTS];
	enum plotted what, ratio_type = RATIO_COUNT;

	TRY(group_read(k, g, &what, denominator, &f.average));
	if (what == RATIO)
		TRY(ratio_type_of(k, g->from, &ratio_type));
	f.kind = kinds[what];
	if (isnan(f.multiplier))
		f.multiplier = 100;
	if (isnan(f.years))
		f.years = 1;
	for (size_t i = 0; i < g->n; i++) {
		f.least = fmin(f.least, denominator[i]);
		f.most = fmax(f.most, denominator[i]);
	}
	if (!isfinite(f.average) || !isfinite(f.most))
		return calc_fail(k, g->from, X, "the group has no row from which an average could be made");
	if (f.kind == FUNNEL_RATE && f.average == 0)
		return calc_fail(k, g->from, X, "the group has no events at all: a rate of nought has no funnel");
	funnel_lines(&f, line);
	for (int i = 0; i < FUNNEL_POINTS; i++)
		line_put(calc_cells(k, g, (size_t)i), i, &f, &line[i], ratio_type);
	return OK;
}

const struct calc_method calc_funnel_methods[] = {
	{"funnel_significance", CALC_ROW_OF_GROUP, funnel_in, significance_out, significance_run, NULL, 0, 1},
	{"funnel_points", CALC_EACH_ROW, points_in, points_out, points_run, NULL, 0, 1},
	{"funnel_limits", CALC_TABLE, funnel_in, limits_out, limits_run, NULL, 0, FUNNEL_POINTS},
	{.name = NULL},
};
