/* Standardised rates: what a place's rate would be if its people were of the standard ages (direct), and how its events
 * compare with those that the standard's rates would bring among its people (indirect).
 *
 * Arrays hold one stratum (an age band, say) an entry. A count that is missing (NaN) is nought. */
#ifndef STATS_STANDARDISE_H
#define STATS_STANDARDISE_H

#include <stddef.h>

#include "stats/interval.h"

#define DIRECT_LEAST_COUNT 10           /* fewer events than this give no directly standardised rate */

struct direct {
	double count, population;       /* totals over the strata */
	double value;                   /* the rate, multiplied; NaN under DIRECT_LEAST_COUNT events */
	double spread;                  /* what a distance between counts is multiplied by to become one between rates */
};

/* x events among n people in each stratum, weighted by the standard population. */
struct direct direct_rate(size_t strata, const double *x, const double *n, const double *standard, double multiplier);

/* The same for events of which one person may have several (admissions, say): x[i] people had frequency[i] events each in
 * stratum band[i], whose population and standard population each of its rows repeats. `bands` is how many strata there
 * are, numbered from 0; band_seen is room for one char each. The variance sums x times the square of the frequency
 * (Public health technical guidance, Office for Health Improvement and Disparities: directly standardised rates). */
struct direct direct_rate_of_persons(size_t rows, const int *band, const double *frequency, const double *x, const double *n,
    const double *standard, int bands, char *band_seen, double multiplier);

/* Byar's limits of the count, moved to the rate (Dobson, Kuulasmaa, Eberle and Scherer 1991, Statistics in Medicine 10,
 * 457-462). NaN where there is no rate. */
struct interval direct_interval(const struct direct *d, double confidence);

struct indirect {
	double observed, expected;
	double reference_rate;          /* of the whole reference population, a person */
};

/* `x_ref` events among `n_ref` people of the reference population in each stratum. */
struct indirect indirect_counts(size_t strata, const double *x, const double *n, const double *x_ref, const double *n_ref);

/* Observed over expected, times `scale`: 1 or 100 for a ratio, the reference rate for a rate. Exact limits under ten events,
 * else Byar's (Breslow and Day 1987, Statistical Methods in Cancer Research II, 69). Nothing observed of nothing expected
 * is NaN, something of nothing is infinite. */
struct interval indirect_interval(const struct indirect *i, double confidence, double scale);

#endif
