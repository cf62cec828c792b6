/* The generator of the demonstration: see rng.h for why it knows whole numbers only. */
#include "demo/rng.h"

static uint64_t
splitmix64(uint64_t *x)
{
	uint64_t z = *x += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

struct rng
rng_stream(uint64_t seed, enum stream purpose, uint64_t number)
{
	uint64_t x = seed * 0xd1342543de82ef95u + (uint64_t)purpose;
	struct rng r;

	x = splitmix64(&x) + number;
	for (int i = 0; i < 4; i++)
		r.s[i] = splitmix64(&x);
	return r;
}

static uint64_t
rotate(uint64_t x, int k)
{
	return (x << k) | (x >> (64 - k));
}

uint64_t
rng_next(struct rng *r)
{
	uint64_t *s = r->s, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

uint32_t
rng_below(struct rng *r, uint32_t n)
{
	return (uint32_t)(((rng_next(r) >> 32) * n) >> 32);
}

int32_t
rng_between(struct rng *r, int32_t low, int32_t high)
{
	if (high <= low)
		return low;
	return low + (int32_t)rng_below(r, (uint32_t)(high - low + 1));
}

bool
rng_per_10k(struct rng *r, int64_t n)
{
	return (int64_t)rng_below(r, 10000) < n;
}

bool
rng_per_million(struct rng *r, int64_t n)
{
	return (int64_t)rng_below(r, 1000000) < n;
}

int32_t
rng_deciles(struct rng *r, const int32_t decile[11])
{
	uint32_t at = rng_below(r, 10000), i = at / 1000;
	int64_t step = (int64_t)decile[i + 1] - decile[i];

	return decile[i] + (int32_t)(step * (int64_t)(at % 1000) / 1000);
}

int
rng_weighted(struct rng *r, const int *weight)
{
	uint32_t total = 0, at;
	int i;

	for (i = 0; weight[i] >= 0; i++)
		total += (uint32_t)weight[i];
	at = rng_below(r, total);
	for (i = 0; at >= (uint32_t)weight[i]; i++)
		at -= (uint32_t)weight[i];
	return i;
}

uint32_t
rng_skewed(struct rng *r, uint32_t n)
{
	uint64_t a = rng_below(r, 1u << 16), b = rng_below(r, 1u << 16);

	return (uint32_t)((a * b * n) >> 32);
}

static uint64_t
common_divisor(uint64_t a, uint64_t b)
{
	while (b != 0) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

uint64_t
rng_scatter(uint64_t i, uint64_t n)
{
	uint64_t step = 618033989u % n;

	/* A step that shares no divisor with n visits every number once. */
	while (common_divisor(step, n) != 1)
		step++;
	return (i % n * step) % n;
}
