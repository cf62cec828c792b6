/* The life table. See the header for its sources. */
#include "stats/life.h"

#include <math.h>
#include <stdbool.h>

#include "base/mem.h"
#include "stats/interval.h"

#define BORN 1e5                /* how many the table starts with */
#define FIRST_YEAR_LIVED 0.1    /* of the first year, by those who die in it; half of the band in all others */

/* One age band of the table. */
struct band {
	double years, lived;    /* its width; the part of it that those who die in it live, on average */
	double rate, dying;     /* deaths a person-year; the chance to die in it */
	double alive, gone;     /* alive at its start; who die in it */
	double later, variance; /* years lived in it and after it; the terms of the variance from it on */
};

static enum life_fault
life_check(size_t n, const double *population, const double *deaths)
{
	double people = 0;
	enum life_fault fault = LIFE_SOUND;

	for (size_t i = 0; i < n; i++) {
		people += population[i];
		if (!(deaths[i] >= 0))
			return LIFE_DEATHS_NEGATIVE;
		if (!(population[i] > 0))
			fault = LIFE_NO_POPULATION;
		else if (deaths[i] > population[i] && fault == LIFE_SOUND)
			fault = LIFE_DEATHS_EXCEED;
	}
	return fault == LIFE_SOUND && people <= LIFE_LEAST_POPULATION ? LIFE_TOO_SMALL : fault;
}

/* Down the table: who is alive at the start of each band and who dies in it. */
static void
bands_fill(size_t n, const double *age, const double *population, const double *deaths, struct band *b)
{
	double alive = BORN;

	for (size_t i = 0; i < n; i++) {
		bool last = i + 1 == n;
		double m = deaths[i] / population[i];

		b[i].rate = m;
		b[i].years = last ? 2 / m : age[i + 1] - age[i];
		b[i].lived = age[i] == 0 ? FIRST_YEAR_LIVED : 0.5;
		b[i].dying = last || deaths[i] > population[i] / b[i].years / b[i].lived ? 1
		    : m * b[i].years / (1 + m * b[i].years * (1 - b[i].lived));
		b[i].alive = alive;
		alive *= 1 - b[i].dying;
		b[i].gone = b[i].alive - alive;
	}
}

static double
years_left(const struct band *b)
{
	return b->alive == 0 ? 0 : b->later / b->alive;
}

/* Up the table: years lived from each age on, and the terms of their variance. */
static void
bands_sum(size_t n, const double *deaths, struct band *b)
{
	for (size_t i = n; i-- > 0;) {
		if (i + 1 == n) {
			b[i].later = b[i].alive / b[i].rate;
			b[i].variance = b[i].alive / 2 * (b[i].alive / 2) * 4 / (deaths[i] * b[i].rate * b[i].rate);
			continue;
		}
		double q = b[i].dying, after = (1 - b[i].lived) * b[i].years + years_left(&b[i + 1]);
		double spread = b[i].gone == 0 ? 0 : q * q * (1 - q) / deaths[i];

		b[i].later = b[i + 1].later + b[i].years * (b[i + 1].alive + b[i].lived * b[i].gone);
		b[i].variance = b[i + 1].variance + spread * b[i].alive * b[i].alive * after * after;
	}
}

enum life_fault
life_table(size_t n, const double *age, const double *population, const double *deaths, double *value, double *middle,
    double *error, struct mem *scratch)
{
	enum life_fault fault = life_check(n, population, deaths);
	struct band *b = mem_new_array(scratch, struct band, n + 1);
	double z = interval_deviate(CONFIDENCE_95);

	for (size_t i = 0; i < n; i++)
		value[i] = middle[i] = error[i] = NAN;
	if (fault != LIFE_SOUND)
		return fault;
	bands_fill(n, age, population, deaths, b);
	bands_sum(n, deaths, b);
	for (size_t i = 0; i < n; i++) {
		middle[i] = years_left(&b[i]);
		error[i] = sqrt(b[i].variance / (b[i].alive * b[i].alive));
		if (isfinite(middle[i]) && !(2 * z * error[i] > LIFE_WIDEST_INTERVAL))
			value[i] = middle[i];
	}
	return LIFE_SOUND;
}
