/* See the header. A pass by the highest bits leaves runs, which are sorted where they stand: small ones are quick to reach. */
#include "linkage/radix.h"

#include <stdbool.h>
#include <string.h>

#define KEY_BITS 32
#define REST_BITS (KEY_BITS - RADIX_BITS)
#define FEW 24
#define SEEN_BITS_MOST 13
_Static_assert(RADIX_BITS + SEEN_BITS_MOST < KEY_BITS, "keys that differ in the lowest bit alone are taken for one");

/* By `bits` bits from `shift` on, from one array to the other. */
static void
pass(const uint64_t *item, uint64_t *to, size_t n, int shift, int bits)
{
	size_t at[1 << RADIX_BITS], sum = 0, mask = ((size_t)1 << bits) - 1;

	memset(at, 0, (mask + 1) * sizeof *at);
	for (size_t i = 0; i < n; i++)
		at[item[i] >> shift & mask]++;
	for (size_t i = 0; i <= mask; i++) {
		size_t count = at[i];

		at[i] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[at[item[i] >> shift & mask]++] = item[i];
}

static void
insert_each(uint64_t *item, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint64_t one = item[i];
		size_t at = i;

		for (; at > 0 && item[at - 1] >> 32 > one >> 32; at--)
			item[at] = item[at - 1];
		item[at] = one;
	}
}

static bool
all_alike(const uint64_t *item, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (item[i] >> 32 != item[0] >> 32)
			return false;
	return true;
}

/* Where the next begin that are not alike from bit `shift` on. */
static size_t
run_end(const uint64_t *item, size_t from, size_t n, int shift)
{
	size_t to = from + 1;

	while (to < n && item[to] >> shift == item[from] >> shift)
		to++;
	return to;
}

/* Items that are alike above their lowest bits, where they stand. */
static void
rest_sort(uint64_t *item, uint64_t *work, size_t n)
{
	if (n <= FEW) {
		insert_each(item, n);
	} else if (!all_alike(item, n)) {
		pass(item, work, n, 32, RADIX_BITS);
		pass(work, item, n, 32 + RADIX_BITS, REST_BITS - RADIX_BITS);
	}
}

/* Items that are alike in their highest bits: by as many of the next as leave few together, then by the rest. */
static void
run_sort(uint64_t *item, uint64_t *to, size_t n)
{
	int bits = 3, shift;

	if (n <= FEW) {
		memcpy(to, item, n * sizeof *to);
		insert_each(to, n);
		return;
	}
	while (bits < RADIX_BITS && (size_t)1 << bits < n)
		bits++;
	shift = 64 - RADIX_BITS - bits;
	pass(item, to, n, shift, bits);
	for (size_t from = 0, end; from < n; from = end) {
		end = run_end(to, from, n, shift);
		rest_sort(to + from, item + from, end - from);
	}
}

void
radix_sort_runs(uint64_t *item, uint64_t *to, size_t n)
{
	for (size_t from = 0, end; from < n; from = end) {
		end = run_end(item, from, n, 64 - RADIX_BITS);
		run_sort(item + from, to + from, end - from);
	}
}

/* Leaves those that others are alike with above bit 32, or that have a bit of `stay`, and some that only seem so. Items are alike in their
 * highest bits. Returns how many. */
static size_t
shared_keep(uint64_t *item, size_t n, uint64_t stay)
{
	uint8_t seen[(size_t)1 << SEEN_BITS_MOST];      /* by the next bits: a bit for each item, and none is lost */
	size_t left = 0, mask;
	int bits = 3, shift;

	while (bits < SEEN_BITS_MOST && (size_t)1 << bits < 2 * n)
		bits++;
	shift = 64 - RADIX_BITS - bits;
	mask = ((size_t)1 << bits) - 1;
	memset(seen, 0, mask + 1);
	for (size_t i = 0; i < n; i++) {
		uint8_t *of = &seen[item[i] >> shift & mask];

		*of = (uint8_t)(*of << 1 | 1 | ((item[i] & stay) != 0) << 1);
	}
	for (size_t i = 0; i < n; i++) {
		uint64_t one = item[i];

		item[left] = one;
		left += seen[one >> shift & mask] > 1;
	}
	return left;
}

size_t
radix_sort_shared(uint64_t *item, uint64_t *to, size_t n, uint64_t stay)
{
	size_t left = 0;

	for (size_t from = 0, end; from < n; from = end) {
		size_t shared;

		end = run_end(item, from, n, 64 - RADIX_BITS);
		shared = shared_keep(item + from, end - from, stay);
		run_sort(item + from, to + left, shared);
		left += shared;
	}
	return left;
}

void
radix_sort(uint64_t *item, uint64_t *work, size_t n)
{
	if (n <= FEW) {
		insert_each(item, n);
		return;
	}
	pass(item, work, n, 64 - RADIX_BITS, RADIX_BITS);
	radix_sort_runs(work, item, n);
}

static void
halves_swap(uint64_t *item, size_t n)
{
	for (size_t i = 0; i < n; i++)
		item[i] = item[i] << 32 | item[i] >> 32;
}

void
radix_sort_whole(uint64_t *item, uint64_t *work, size_t n)
{
	halves_swap(item, n);
	radix_sort(item, work, n);
	halves_swap(item, n);
	radix_sort(item, work, n);
}
