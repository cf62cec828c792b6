/* Chance, the same on every machine: whole numbers only, so that no rounding of a processor or a mathematics library
 * can send two machines different ways.
 *
 * The generator is xoshiro256** (Blackman and Vigna 2018), seeded through splitmix64. Every household, and every agency's
 * view of a person, takes a stream of its own from (seed, purpose, number): what one writer draws never moves another. */
#ifndef DEMO_RNG_H
#define DEMO_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t s[4];
};

/* What a stream is for: the second number that seeds it. */
enum stream {
	STREAM_PLACE = 1, STREAM_HOUSEHOLD, STREAM_CASE, STREAM_CARE, STREAM_SCHOOL, STREAM_HEALTH, STREAM_SEND,
	STREAM_OTHER, STREAM_SEEN, STREAM_SPOIL, STREAM_WORKERS, STREAM_WRITE,
	STREAM_RECORD, STREAM_SHUFFLE,
};

struct rng rng_stream(uint64_t seed, enum stream purpose, uint64_t number);
uint64_t rng_next(struct rng *r);

/* A whole number from 0 up to and not including `n` (n > 0). */
uint32_t rng_below(struct rng *r, uint32_t n);
/* From `low` to `high`, both included. */
int32_t rng_between(struct rng *r, int32_t low, int32_t high);
/* True `n` times in 10,000 (what is above 10,000 counts as always). */
bool rng_per_10k(struct rng *r, int64_t n);
/* True `n` times in a million. */
bool rng_per_million(struct rng *r, int64_t n);

/* A draw from a distribution given by its deciles: 11 values from least to greatest, straight lines between. */
int32_t rng_deciles(struct rng *r, const int32_t decile[11]);

/* The number of a weight, drawn in proportion; the weights end with a negative one. */
int rng_weighted(struct rng *r, const int *weight);

/* A number below `n` where the first are the commonest, as names and offences are. */
uint32_t rng_skewed(struct rng *r, uint32_t n);

/* Scatters 0 … n-1 over themselves, so that numbers given in order do not look it. `n` at most 10^10. */
uint64_t rng_scatter(uint64_t i, uint64_t n);

#endif
