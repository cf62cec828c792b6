/* Comparators, period by period. */
#include "measure/published_beside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static int
by_number(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double
median_of(double *value, size_t n)
{
	if (n == 0)
		return NAN;
	qsort(value, n, sizeof *value, by_number);
	return n % 2 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
}

static double
value_in(const struct published_figures *series, struct period p)
{
	for (size_t i = 0; i < series->n; i++)
		if (series->item[i].period.from == p.from && series->item[i].period.to == p.to)
			return series->item[i].value;
	return NAN;
}

static enum err
line_of(struct ctx *c, const struct published *p, const char *area, const char *self, const struct period *period, size_t n,
    double *out, bool *any)
{
	struct published_figures series = {0};

	if (area && strcmp(area, self) != 0)
		TRY(published_series(c, p, area, &series));
	for (size_t i = 0; i < n; i++) {
		out[i] = value_in(&series, period[i]);
		*any = *any || !isnan(out[i]);
	}
	return OK;
}

static enum err
medians(struct ctx *c, const struct published *p, const struct comparators *with, const struct period *period, size_t n,
    struct beside *out)
{
	struct published_figures *series = mem_new_array(c->mem, struct published_figures, with->n_neighbours + 1);
	double *value = mem_new_array(c->mem, double, with->n_neighbours + 1);

	for (size_t i = 0; i < with->n_neighbours; i++)
		TRY(published_series(c, p, with->neighbour[i], &series[i]));
	for (size_t k = 0; k < n; k++) {
		size_t known = 0;

		for (size_t i = 0; i < with->n_neighbours; i++) {
			value[known] = value_in(&series[i], period[k]);
			known += isnan(value[known]) ? 0 : 1;
		}
		out->neighbours[k] = median_of(value, known);
		out->n_neighbours[k] = known;
		out->any_neighbours = out->any_neighbours || known > 0;
	}
	return OK;
}

enum err
published_beside(struct ctx *c, const struct published *p, const struct comparators *with, const struct period *period,
    size_t n, struct beside *out)
{
	*out = (struct beside){
	    .england = mem_new_array(c->mem, double, n + 1), .region = mem_new_array(c->mem, double, n + 1),
	    .neighbours = mem_new_array(c->mem, double, n + 1), .n_neighbours = mem_new_array(c->mem, size_t, n + 1),
	};
	TRY(line_of(c, p, with->england, with->area, period, n, out->england, &out->any_england));
	TRY(line_of(c, p, with->region, with->area, period, n, out->region, &out->any_region));
	return medians(c, p, with, period, n, out);
}
