/* Quantiles, tiles and the median, from one sorted list. See the header for each method's source. */
#include "stats/quantile.h"

#include <math.h>
#include <stdlib.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#include "base/mem.h"

struct ranked {
	double value;
	size_t index;           /* where it stood */
};

static int
ranked_order(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* The values that are there, lowest first; *count of them. */
static struct ranked *
ranked_of(const double *value, size_t n, size_t *count, struct mem *scratch)
{
	struct ranked *list = mem_new_array(scratch, struct ranked, n + 1);

	*count = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(value[i]))
			list[(*count)++] = (struct ranked){value[i], i};
	qsort(list, *count, sizeof *list, ranked_order);
	return list;
}

void
quantiles_of(const double *value, size_t n, int quantiles, bool invert, double *out, struct mem *scratch)
{
	double *turned = mem_new_array(scratch, double, n + 1);
	double most = -INFINITY;
	struct ranked *list;
	size_t count;

	for (size_t i = 0; i < n; i++) {
		out[i] = NAN;
		if (value[i] > most)
			most = value[i];
	}
	for (size_t i = 0; i < n; i++)
		turned[i] = invert ? most - value[i] : value[i];
	list = ranked_of(turned, n, &count, scratch);
	if (count < (size_t)quantiles)
		return;
	for (size_t i = 0, rank = 0; i < count; i++) {
		double quantile;

		if (i == 0 || list[i].value != list[i - 1].value)
			rank = i;
		quantile = quantiles + 1 - ceil((double)(count - rank) / ((double)count / quantiles));
		out[list[i].index] = quantile < 1 ? 1 : quantile;
	}
}

void
tiles_of(const double *value, size_t n, int tiles, double *out, struct mem *scratch)
{
	size_t count, at = 0;
	struct ranked *list = ranked_of(value, n, &count, scratch);

	for (size_t i = 0; i < n; i++)
		out[i] = NAN;
	for (size_t tile = 0; tile < (size_t)tiles; tile++) {
		size_t size = count / (size_t)tiles + (tile < count % (size_t)tiles);

		for (size_t end = at + size; at < end; at++)
			out[list[at].index] = (double)(tile + 1);
	}
}

struct interval
interval_median(const double *value, size_t n, double confidence, struct mem *scratch)
{
	size_t count, rank;
	struct ranked *list = ranked_of(value, n, &count, scratch);
	struct interval median = {NAN, NAN, NAN};

	if (count < n || n == 0)
		return median;
	median.value = n % 2 ? list[n / 2].value : (list[n / 2 - 1].value + list[n / 2].value) / 2;
	/* The most values that may lie below the lower limit: fewer than this happen by chance too seldom. */
	rank = (size_t)qbinom((1 - confidence) / 2, (double)n, 0.5, 1, 0);
	if (rank >= 1) {
		median.lower = list[rank - 1].value;
		median.upper = list[n - rank].value;
	}
	return median;
}
