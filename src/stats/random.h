/* Random numbers that anybody can draw again: R's default generator, so that a seed gives the figures that it gives there. */
#ifndef STATS_RANDOM_H
#define STATS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#define RANDOM_WORDS 624

/* The state of a Mersenne Twister (Matsumoto and Nishimura 1998, ACM Transactions on Modeling and Computer Simulation 8,
 * 3-30). Whoever draws owns one; nothing is shared. */
struct random {
	uint32_t word[RANDOM_WORDS];
	double uniform[RANDOM_WORDS];           /* what the words come to; those from `at` on are still to be given out */
	size_t at;
};

/* As R's set.seed(seed) leaves it. */
void random_seed(struct random *r, uint32_t seed);
/* Between 0 and 1, neither included: runif(1). */
double random_uniform(struct random *r);
/* `n` standard normal deviates by inversion, two uniform numbers each: rnorm(n). */
void random_normals(struct random *r, size_t n, double *out);

#endif
