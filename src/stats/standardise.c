/* Standardised rates. See the header for each method's source. */
#include "stats/standardise.h"

#include <math.h>
#include <string.h>

static double
or_nought(double x)
{
	return isnan(x) ? 0 : x;
}

/* From the sums over the strata: of standard times rate, of the variance's terms, and of the standard. */
static struct direct
direct_of(double count, double population, double weighted, double squares, double standard, double multiplier)
{
	struct direct d = {count, population, NAN, NAN};

	if (count < DIRECT_LEAST_COUNT)
		return d;
	d.value = weighted / standard * multiplier;
	d.spread = sqrt(1 / (standard * standard) * squares / count) * multiplier;
	return d;
}

struct direct
direct_rate(size_t strata, const double *x, const double *n, const double *standard, double multiplier)
{
	double count = 0, population = 0, weighted = 0, squares = 0, total = 0;

	for (size_t i = 0; i < strata; i++) {
		double events = or_nought(x[i]), weight = standard[i] / n[i];

		count += events;
		population += n[i];
		weighted += events * weight;
		squares += events * weight * weight;
		total += standard[i];
	}
	return direct_of(count, population, weighted, squares, total, multiplier);
}

struct direct
direct_rate_of_persons(size_t rows, const int *band, const double *frequency, const double *x, const double *n,
    const double *standard, int bands, char *band_seen, double multiplier)
{
	double count = 0, population = 0, weighted = 0, squares = 0, total = 0;

	memset(band_seen, 0, (size_t)bands);
	for (size_t i = 0; i < rows; i++) {
		double events = or_nought(x[i]) * frequency[i], weight = standard[i] / n[i];

		count += events;
		weighted += events * weight;
		squares += events * frequency[i] * weight * weight;
		if (band_seen[band[i]])
			continue;
		band_seen[band[i]] = 1;
		population += n[i];
		total += standard[i];
	}
	return direct_of(count, population, weighted, squares, total, multiplier);
}

struct interval
direct_interval(const struct direct *d, double confidence)
{
	struct interval count = {NAN, NAN, NAN};

	if (d->count >= DIRECT_LEAST_COUNT)
		count = interval_count(d->count, confidence);
	return (struct interval){
	    d->value,
	    d->value + d->spread * (count.lower - d->count),
	    d->value + d->spread * (count.upper - d->count),
	};
}

struct indirect
indirect_counts(size_t strata, const double *x, const double *n, const double *x_ref, const double *n_ref)
{
	struct indirect out = {0};
	double events = 0, people = 0;

	for (size_t i = 0; i < strata; i++) {
		out.observed += or_nought(x[i]);
		out.expected += or_nought(x_ref[i]) / n_ref[i] * or_nought(n[i]);
		events += or_nought(x_ref[i]);
		people += n_ref[i];
	}
	out.reference_rate = events / people;
	return out;
}

struct interval
indirect_interval(const struct indirect *i, double confidence, double scale)
{
	struct interval count = interval_count(i->observed, confidence);

	return (struct interval){
	    i->observed / i->expected * scale, count.lower / i->expected * scale, count.upper / i->expected * scale,
	};
}
