/* Tests of differences. See the header for each method's source. */
#include "stats/tests.h"

#include <math.h>
#include <stdlib.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#include "base/mem.h"

/* Two tables are equally improbable when their probabilities differ by no more than this part: rounding, that is. */
#define ALIKE (1 + 1e-7)

struct chi_squared
test_proportions(size_t groups, const double *x, const double *n)
{
	struct chi_squared out = {0, (double)groups - 1, NAN, INFINITY};
	double with = 0, all = 0;

	for (size_t i = 0; i < groups; i++) {
		with += x[i];
		all += n[i];
	}
	for (size_t i = 0; i < groups; i++) {
		double expected[] = {n[i] * (with / all), n[i] * (1 - with / all)}, seen[] = {x[i], n[i] - x[i]};

		for (int k = 0; k < 2; k++) {
			out.statistic += (seen[k] - expected[k]) * (seen[k] - expected[k]) / expected[k];
			out.least_expected = fmin(out.least_expected, expected[k]);
		}
	}
	if (groups < 2 || !(out.least_expected > 0) || isnan(out.statistic)) {
		out.statistic = NAN;
		return out;
	}
	out.p = pchisq(out.statistic, out.degrees, 0, 0);
	return out;
}

double
test_fisher(double x1, double n1, double x2, double n2)
{
	double with = x1 + x2, low = fmax(0, with - n2), high = fmin(n1, with), seen, sum = 0;

	if (!(x1 >= 0 && x1 <= n1 && x2 >= 0 && x2 <= n2) || floor(x1) != x1 || floor(n1) != n1 || floor(x2) != x2
	    || floor(n2) != n2)
		return NAN;
	seen = dhyper(x1, n1, n2, with, 0) * ALIKE;
	for (double x = low; x <= high; x++) {
		double p = dhyper(x, n1, n2, with, 0);

		if (p <= seen)
			sum += p;
	}
	return fmin(sum, 1);
}

struct placed {
	double p;
	size_t index;
};

static int
largest_first(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->p != y->p)
		return x->p > y->p ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

void
adjust_false_discovery(const double *p, size_t n, double *out, struct mem *scratch)
{
	struct placed *list = mem_new_array(scratch, struct placed, n + 1);
	size_t count = 0;
	double least = 1;

	for (size_t i = 0; i < n; i++) {
		out[i] = NAN;
		if (!isnan(p[i]))
			list[count++] = (struct placed){p[i], i};
	}
	qsort(list, count, sizeof *list, largest_first);
	for (size_t i = 0; i < count; i++) {
		least = fmin(least, (double)count / (double)(count - i) * list[i].p);
		out[list[i].index] = least;
	}
}
