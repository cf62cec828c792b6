/* How a published number stands: against England, the region, the statistical neighbours and all authorities. */
#include "measure/published.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "measure/published_beside.h"
#include "measure/recent_trend.h"
#include "measure/shown.h"
#include "stats/compare.h"
#include "store/store.h"

#define STEPS_MOST 8            /* no chain of areas is longer, and a loop ends */

/* ---- with whom ---------------------------------------------------------------------------------------------------- */

struct step {
	const char *name, *kind, *parent;
};

static enum err
area_step(struct ctx *c, const char *code, struct step *out)
{
	struct rows *r = store_read(c, "select name, kind, parent from area where code = :code");

	*out = (struct step){0};
	bind_text(r, "code", code);
	while (rows_next(r))
		*out = (struct step){col_text(r, 0, c->mem), col_text(r, 1, c->mem), col_text(r, 2, c->mem)};
	return rows_end(r);
}

/* The neighbours of the area's newest model. */
static enum err
neighbours_of(struct ctx *c, struct comparators *out)
{
	struct LIST(const char *) list = {0};
	struct rows *r = store_read(c, "select other from neighbour where area = :area and model = (select max(n.model) from neighbour n"
	    " where n.area = :area) order by rank, other");

	bind_text(r, "area", out->area);
	while (rows_next(r))
		*push(c->mem, &list) = col_text(r, 0, c->mem);
	out->neighbour = list.item;
	out->n_neighbours = list.n;
	return rows_end(r);
}

enum err
comparators_of(struct ctx *c, const char *area, struct comparators *out)
{
	struct step at;
	const char *code = area;

	*out = (struct comparators){.area = area};
	for (int i = 0; code && i < STEPS_MOST; i++) {
		TRY(area_step(c, code, &at));
		if (i == 0)
			out->name = at.name ? at.name : area;
		else if (at.kind && strcmp(at.kind, "region") == 0 && !out->region) {
			out->region = code;
			out->region_name = at.name;
		} else if (at.kind && strcmp(at.kind, "country") == 0)
			out->england = code;
		code = at.parent;
	}
	return neighbours_of(c, out);
}

/* ---- comparing ---------------------------------------------------------------------------------------------------- */

enum comparison
published_against(const struct published_figure *f, double benchmark)
{
	static const enum comparison ways[] = {
		[OUTCOME_NOT_COMPARED] = COMPARE_UNKNOWN, [OUTCOME_LOWER] = COMPARE_LOWER, [OUTCOME_SIMILAR] = COMPARE_SIMILAR,
		[OUTCOME_HIGHER] = COMPARE_HIGHER,
	};

	return ways[compare_benchmark(f->lower95, f->upper95, benchmark, JUDGE_NOT)];
}

const char *
published_kind(const struct published *p, enum comparison way)
{
	static const char *const words[][3] = {
		[POLARITY_NEITHER] = {"lower", "similar", "higher"}, [POLARITY_HIGHER] = {"worse", "similar", "better"},
		[POLARITY_LOWER] = {"better", "similar", "worse"},
	};

	return way == COMPARE_UNKNOWN ? "none" : words[p->better][way - COMPARE_LOWER];
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* A quantile as R's default (type 7: Hyndman and Fan 1996) has it, of values in order. */
static double
quantile(const double *value, size_t n, double q)
{
	double at = q * (double)(n - 1);
	size_t below = (size_t)at;

	if (n == 0)
		return NAN;
	return below + 1 < n ? value[below] + (at - (double)below) * (value[below + 1] - value[below]) : value[n - 1];
}

static double
value_of(const struct published_figures *all, const char *area)
{
	for (size_t i = 0; area && i < all->n; i++)
		if (strcmp(all->item[i].area, area) == 0)
			return all->item[i].value;
	return NAN;
}

static void
stand_among_neighbours(struct mem *m, const struct published_figures *all, const struct comparators *with,
    struct published_standing *out)
{
	double *value = mem_new_array(m, double, with->n_neighbours + 1);

	for (size_t i = 0; i < with->n_neighbours; i++) {
		double x = value_of(all, with->neighbour[i]);

		if (!isnan(x))
			value[out->n_neighbours++] = x;
	}
	out->neighbours = median_of(value, out->n_neighbours);
}

static bool
is_authority(const struct published_figure *f)
{
	return strcmp(f->area_kind, "authority") == 0 && !isnan(f->value);
}

void
published_spread_of(struct mem *m, const struct published_figures *all, struct published_spread *out)
{
	double *value = mem_new_array(m, double, all->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (is_authority(&all->item[i]))
			value[n++] = all->item[i].value;
	if (n)
		qsort(value, n, sizeof *value, by_value);
	*out = (struct published_spread){.n = n, .lowest = quantile(value, n, 0), .lower_quartile = quantile(value, n, 0.25),
	    .median = quantile(value, n, 0.5), .upper_quartile = quantile(value, n, 0.75), .highest = quantile(value, n, 1)};
}

size_t
published_rank(const struct published_figures *all, const struct published_figure *f)
{
	size_t below = 0;
	bool among = false;

	for (size_t i = 0; i < all->n; i++) {
		if (!is_authority(&all->item[i]))
			continue;
		below += all->item[i].value < f->value;
		among = among || strcmp(all->item[i].area, f->area) == 0;
	}
	return among ? below + 1 : 0;
}

/* Periods of one length and kind, as 2023-24 and 2024-25 are. */
bool
published_alike(struct period a, struct period b)
{
	return period_kind_of(NULL, a) == period_kind_of(NULL, b) && abs((a.to - a.from) - (b.to - b.from)) < 3;
}

void
published_latest(struct mem *m, const struct published *p, const struct published_figures *series, struct published_standing *out)
{
	*out = (struct published_standing){.kind = "none", .england = NAN, .region = NAN, .neighbours = NAN, .lowest = NAN,
	    .lower_quartile = NAN, .median = NAN, .upper_quartile = NAN, .highest = NAN, .trend = TREND_UNKNOWN};
	for (size_t i = series->n; i-- > 0;) {
		const struct published_figure *f = &series->item[i];

		if (isnan(f->value))
			continue;
		if (out->found && published_alike(f->period, out->now.period)) {
			out->before = *f;
			break;
		}
		if (!out->found)
			out->now = *f;
		out->found = true;
	}
	if (out->found)
		out->trend = published_trend(m, p, series).trend;
}

void
published_judge(const struct published *p, const struct comparators *with, struct published_standing *out)
{
	if (with->england && strcmp(with->area, with->england) != 0)
		out->kind = published_kind(p, published_against(&out->now, out->england));
}

enum err
published_standing_of(struct ctx *c, const struct published *p, const struct comparators *with, struct published_standing *out)
{
	struct published_figures series = {0}, all = {0};
	struct published_spread spread;

	TRY(published_series(c, p, with->area, &series));
	published_latest(c->mem, p, &series, out);
	if (!out->found)
		return OK;
	TRY(published_of_period(c, p, out->now.period, &all));
	out->england = value_of(&all, with->england);
	out->region = value_of(&all, with->region);
	stand_among_neighbours(c->mem, &all, with, out);
	published_spread_of(c->mem, &all, &spread);
	out->n_authorities = spread.n;
	out->rank = published_rank(&all, &out->now);
	out->lowest = spread.lowest, out->highest = spread.highest, out->median = spread.median;
	out->lower_quartile = spread.lower_quartile, out->upper_quartile = spread.upper_quartile;
	published_judge(p, with, out);
	return OK;
}

const char *
published_period_name(struct mem *m, struct period p)
{
	struct date from = day_date(p.from), after = day_date(p.to + 1);
	int months = from.day == 1 && after.day == 1 ? (after.year - from.year) * 12 + after.month - from.month : 0;

	if (p.to - p.from == 6)
		return mem_format(m, "week to %s", day_words(m, p.to));
	if (months == 12 || months == 3 || months == 1 || p.from == p.to)
		return period_name(m, period_kind_of(NULL, p), p);
	if (months > 12 && months % 12 == 0)
		return mem_format(m, "%d-%02d", from.year, day_date(p.to).year % 100);
	if (period_kind_of(NULL, p) == PERIOD_TERM && p.from == period_holding(PERIOD_TERM, PERIOD_ACADEMIC_YEAR, p.to).from)
		return period_name(m, PERIOD_TERM, p);
	return mem_format(m, "%s to %s", day_words(m, p.from), day_words(m, p.to));
}
