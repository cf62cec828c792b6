/* Where a value stands among others: quantiles, and the median with its interval. */
#ifndef STATS_QUANTILE_H
#define STATS_QUANTILE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/interval.h"

struct mem;

/* The quantile, from 1 to `quantiles`, of each of n values; the lowest values are in 1, or in the last when `invert`. Equal
 * values share the quantile of the lowest rank among them (Public health technical guidance, Office for Health Improvement
 * and Disparities: assigning deprivation quintiles). NaN for a missing value, and for all when there are fewer values than
 * quantiles. Works in `scratch`. */
void quantiles_of(const double *value, size_t n, int quantiles, bool invert, double *out, struct mem *scratch);

/* The tile, from 1 to `tiles`, of each value by rank: tiles of equal size, the first of them one larger where that does not
 * come out even (SQL's ntile); equal values in the order given. NaN for a missing value. */
void tiles_of(const double *value, size_t n, int tiles, double *out, struct mem *scratch);

/* The median of n values with limits that are values of the sample (order statistics by the binomial distribution with one
 * half: Conover 1999, Practical Nonparametric Statistics, 143-148): the confidence is at least what is asked. Limits are
 * NaN where the sample is too small for them; all is NaN where a value is missing or there is none. */
struct interval interval_median(const double *value, size_t n, double confidence, struct mem *scratch);

#endif
