/* Similarity and distance of short texts, by one 64-bit word a letter of what stands where. */
#include "linkage/similar.h"

#include <stdint.h>
#include <string.h>

#define MOST 64                         /* bits of a word */
#define PREFIX 4
#define LETTERS 0x7ffffffu
#define LENGTH_SHIFT 28
#define NOT_TOLD (OUTLINE_NOT_TOLD.letters)
#define PREFIX_SCALE 0.1
#define PREFIX_FROM 0.7

static struct view
cut(struct view v)
{
	return v.n > MOST ? (struct view){v.at, MOST} : v;
}

static inline unsigned char
byte_at(struct view v, size_t i)
{
	return (unsigned char)v.at[i];
}

/* Bit i of place[x]: the i-th byte of `a` is x. Only the bytes of `a` and `b` are set, which are all that is asked for:
 * clearing all 256 words would take longer than the rest. */
static void
places(struct view a, struct view b, uint64_t place[256])
{
	for (size_t i = 0; i < b.n; i++)
		place[byte_at(b, i)] = 0;
	for (size_t i = 0; i < a.n; i++)
		place[byte_at(a, i)] = 0;
	for (size_t i = 0; i < a.n; i++)
		place[byte_at(a, i)] |= UINT64_C(1) << i;
}

/* The bits low … high, high cut to the word's. */
static uint64_t
bits(size_t low, size_t high)
{
	return (~UINT64_C(0) << low) & (~UINT64_C(0) >> (high < MOST ? MOST - 1 - high : 0));
}

/* Takes the lowest bit off and returns its place. */
static size_t
bit_next(uint64_t *set)
{
	size_t i = (size_t)__builtin_ctzll(*set);

	*set &= *set - 1;
	return i;
}

/* Jaro's similarity of two texts that are not empty. Matching the first free place, in order, gives the same pairs from
 * either side, for the windows move on together: so it is symmetric. */
static double
jaro(struct view a, struct view b)
{
	size_t longer = a.n > b.n ? a.n : b.n, reach = longer < 4 ? 0 : longer / 2 - 1, unlike = 0;
	uint64_t place[256], in_a = 0, in_b = 0;
	double m;

	places(a, b, place);
	for (size_t i = 0; i < b.n; i++) {
		uint64_t free = place[byte_at(b, i)] & bits(i > reach ? i - reach : 0, i + reach) & ~in_a;

		in_a |= free & -free;
		in_b |= (uint64_t)(free != 0) << i;
	}
	if (in_a == 0)
		return 0;
	m = __builtin_popcountll(in_a);
	while (in_a != 0)
		unlike += byte_at(a, bit_next(&in_a)) != byte_at(b, bit_next(&in_b));
	return (m / (double)a.n + m / (double)b.n + (m - (double)(unlike / 2)) / m) / 3;
}

double
jaro_winkler(struct view a, struct view b)
{
	size_t same = 0;
	double x;

	a = cut(a);
	b = cut(b);
	if (view_same(a, b))
		return 1;
	if (a.n == 0 || b.n == 0)
		return 0;
	x = jaro(a, b);
	if (x <= PREFIX_FROM)
		return x;
	while (same < PREFIX && same < a.n && same < b.n && a.at[same] == b.at[same])
		same++;
	return x + (double)same * PREFIX_SCALE * (1 - x);
}

struct outline
outline_of(struct view name)
{
	struct outline out = {0};

	if (name.n >= NOT_TOLD >> LENGTH_SHIFT || memchr(name.at, ' ', name.n))
		return OUTLINE_NOT_TOLD;
	for (size_t i = 0; i < name.n; i++) {
		unsigned char ch = byte_at(name, i);

		out.letters |= 1u << (ch >= 'a' && ch <= 'z' ? ch - 'a' : 26);
		out.first |= i < PREFIX ? (uint32_t)ch << 8 * i : 0;
	}
	out.letters |= (uint32_t)name.n << LENGTH_SHIFT;
	return out;
}

static int
length_of(struct outline a)
{
	return (int)(a.letters >> LENGTH_SHIFT);
}

static bool
are_told(struct outline a, struct outline b)
{
	return (a.letters != NOT_TOLD) & (b.letters != NOT_TOLD);
}

/* How many of their first letters agree, or more. */
static int
prefix_most(struct outline a, struct outline b)
{
	return a.first == b.first ? PREFIX : __builtin_ctz(a.first ^ b.first) / 8;
}

/* A letter that the other has not finds no match, and each stands at least once. */
double
jaro_winkler_most(struct outline a, struct outline b)
{
	int of_a = length_of(a) - __builtin_popcount(a.letters & ~b.letters & LETTERS);
	int of_b = length_of(b) - __builtin_popcount(b.letters & ~a.letters & LETTERS), matches = of_a < of_b ? of_a : of_b;
	double x;

	if (!are_told(a, b))
		return 1;
	if (matches <= 0)
		return 0;
	x = ((double)matches / length_of(a) + (double)matches / length_of(b) + 1) / 3;
	return x > PREFIX_FROM ? x + prefix_most(a, b) * PREFIX_SCALE * (1 - x) : x;
}

bool
may_be_one_edit(struct outline a, struct outline b)
{
	int longer = length_of(a) - length_of(b);

	return !are_told(a, b) || (__builtin_popcount((a.letters ^ b.letters) & LETTERS) <= 2 && longer >= -1 && longer <= 1);
}

/* One column of the table of distances after another, its differences from row to row held as bits: `up` where the distance
 * grows by one, `down` where it shrinks; `diagonal` where it is that of the row before in the column before (Hyyrö, A
 * bit-vector algorithm for computing Levenshtein and Damerau edit distances, Nordic Journal of Computing 10, 2003). */
int
edits(struct view a, struct view b)
{
	uint64_t place[256], up = ~UINT64_C(0), down = 0, diagonal = 0, before = 0, last;
	int distance;

	a = cut(a);
	b = cut(b);
	if (a.n == 0 || b.n == 0)
		return (int)(a.n + b.n);
	places(a, b, place);
	last = UINT64_C(1) << (a.n - 1);
	distance = (int)a.n;
	for (size_t i = 0; i < b.n; i++) {
		uint64_t here = place[byte_at(b, i)], swapped = ((~diagonal & here) << 1) & before, right, left;

		diagonal = (((here & up) + up) ^ up) | here | down | swapped;
		right = down | ~(diagonal | up);
		left = diagonal & up;
		distance += (right & last) != 0;
		distance -= (left & last) != 0;
		right = right << 1 | 1;
		up = left << 1 | ~(diagonal | right);
		down = right & diagonal;
		before = here;
	}
	return distance;
}

/* Cuts the next word off `rest`; empty when there is none left. */
static struct view
word_next(struct view *rest)
{
	struct view word = {NULL, 0};

	while (rest->n > 0 && word.n == 0)
		word = view_cut(rest, ' ');
	return word;
}

static bool
has_word(struct view name, struct view word)
{
	struct view other;

	while ((other = word_next(&name)).n > 0)
		if (view_same(other, word))
			return true;
	return false;
}

static bool
all_among(struct view few, struct view many)
{
	struct view word;
	size_t words = 0;

	for (; (word = word_next(&few)).n > 0; words++)
		if (!has_word(many, word))
			return false;
	return words > 0;
}

bool
tokens_within(struct view a, struct view b)
{
	if (a.n == 0 || b.n == 0 || view_same(a, b))
		return false;
	/* One word each: not equal, so neither is within the other. Most names are such. */
	if (memchr(a.at, ' ', a.n) == NULL && memchr(b.at, ' ', b.n) == NULL)
		return false;
	return all_among(a, b) || all_among(b, a);
}
