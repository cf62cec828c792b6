/* The Mersenne Twister and normal deviates by inversion (M. J. Wichura 1988, algorithm AS 241, Applied Statistics 37,
 * 477-484), many at a time: first the uniform numbers of a block, then the middle of the normal distribution for all of
 * them in a loop that compilers put side by side, then again the few in the tails. */
#include "stats/random.h"

#include <math.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#define SHIFT 397
#define BLOCK 512
#define FINE 134217728.0                /* 2^27: what R multiplies the first of two uniform numbers by */

void
random_seed(struct random *r, uint32_t seed)
{
	for (int i = 0; i < 50; i++)
		seed = 69069 * seed + 1;
	seed = 69069 * seed + 1;        /* R draws a word for the place and then overwrites it */
	for (size_t i = 0; i < RANDOM_WORDS; i++) {
		seed = 69069 * seed + 1;
		r->word[i] = seed;
	}
	r->at = RANDOM_WORDS;
}

static uint32_t
twist(uint32_t high, uint32_t low)
{
	uint32_t y = (high & 0x80000000u) | (low & 0x7fffffffu);

	return y >> 1 ^ (-(low & 1) & 0x9908b0dfu);
}

/* A word as a number between 0 and 1; nought itself is moved in by half a step, as R moves it. (One cannot come out.) The
 * word is made signed and back because two signed ones are turned into doubles by one instruction. */
static inline double
tempered(uint32_t y)
{
	const double half_a_step = 2.328306437080797e-10 * 0.5;
	double u;

	y ^= y >> 11;
	y ^= y << 7 & 0x9d2c5680u;
	y ^= y << 15 & 0xefc60000u;
	y ^= y >> 18;
	u = ((double)(int32_t)(y ^ 0x80000000u) + 2147483648.0) * 2.3283064365386963e-10;
	return u > half_a_step ? u : half_a_step;
}

/* The loops of the twist are cut where their lengths are multiples of four, so that four words are twisted at a time. */
static void
refill(struct random *r)
{
	enum { AHEAD = RANDOM_WORDS - SHIFT, EVEN = AHEAD / 4 * 4 };
	uint32_t *w = r->word;

	for (size_t i = 0; i < EVEN; i++)
		w[i] = w[i + SHIFT] ^ twist(w[i], w[i + 1]);
	for (size_t i = EVEN; i < AHEAD; i++)
		w[i] = w[i + SHIFT] ^ twist(w[i], w[i + 1]);
	for (size_t i = AHEAD; i < RANDOM_WORDS - 1; i++)
		w[i] = w[i - AHEAD] ^ twist(w[i], w[i + 1]);
	w[RANDOM_WORDS - 1] = w[SHIFT - 1] ^ twist(w[RANDOM_WORDS - 1], w[0]);
	for (size_t i = 0; i < RANDOM_WORDS; i++)
		r->uniform[i] = tempered(w[i]);
	r->at = 0;
}

static inline double
uniform_next(struct random *r)
{
	if (r->at == RANDOM_WORDS)
		refill(r);
	return r->uniform[r->at++];
}

double
random_uniform(struct random *r)
{
	return uniform_next(r);
}

/* AS 241 for |q| <= 0.425, q being the probability less one half. */
static inline double
middle_normal(double q)
{
	double r = 0.180625 - q * q;
	double above = (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
	    + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
	    + 133.14166789178437745) * r + 3.387132872796366608);
	double below = (((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
	    + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
	    + 42.313330701600911252) * r + 1);

	return q * above / below;
}

void
random_normals(struct random *r, size_t n, double *out)
{
	double u[BLOCK], z[BLOCK];

	for (size_t done = 0; done < n; done += BLOCK) {
		size_t count = n - done < BLOCK ? n - done : BLOCK;

		for (size_t i = 0; i < count; i++) {
			double first = FINE * uniform_next(r);

			u[i] = ((int)first + uniform_next(r)) / FINE;
		}
		for (size_t i = count; i < BLOCK; i++)
			u[i] = 0.5;
		for (size_t i = 0; i < BLOCK; i++)      /* a fixed number of turns: what is beyond `count` goes nowhere */
			z[i] = middle_normal(u[i] - 0.5);
		for (size_t i = 0; i < count; i++)
			out[done + i] = fabs(u[i] - 0.5) <= 0.425 ? z[i] : qnorm(u[i], 0, 1, 1, 0);
	}
}
