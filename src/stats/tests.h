/* Tests: could a difference be chance? */
#ifndef STATS_TESTS_H
#define STATS_TESTS_H

#include <stddef.h>

struct mem;

struct chi_squared {
	double statistic, degrees, p;
	double least_expected;          /* the smallest count expected in any cell: under 5 the test is rough */
};

/* Are the proportions x[i] of n[i] alike? Pearson's chi-squared without correction for continuity (Pearson 1900, Philosophical
 * Magazine 50, 157-175) of the table of those with and those without. NaN where a row or a column sums to nought. */
struct chi_squared test_proportions(size_t groups, const double *x, const double *n);

/* The probability, if x1 of n1 and x2 of n2 were drawn from one population, of a table as improbable as this or more so: two-
 * sided, by the hypergeometric distribution (Fisher 1922, Journal of the Royal Statistical Society 85, 87-94). Whole numbers;
 * NaN else. */
double test_fisher(double x1, double n1, double x2, double n2);

/* Probabilities adjusted so that calling those under q significant lets a share q of them be chance (Benjamini and Hochberg
 * 1995, Journal of the Royal Statistical Society B 57, 289-300). NaN stays NaN and does not count. */
void adjust_false_discovery(const double *p, size_t n, double *out, struct mem *scratch);

#endif
