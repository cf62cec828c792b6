/* See the header. Two passes from the lower digit on, each keeping what the one before did, leave together what is alike in its
 * highest 22 bits: few of them, which are sorted where they stand. */
#include "linkage/radix.h"

#include <stdbool.h>
#include <string.h>

#define DIGIT 11
#define REST (64 - 2 * DIGIT)           /* what the two passes leave */
#define FEW 24

/* By `bits` bits from `shift` on, from one array to the other. */
static void
pass(const uint64_t *item, uint64_t *to, size_t n, int shift, int bits)
{
	size_t at[1 << DIGIT], sum = 0, mask = ((size_t)1 << bits) - 1;

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

void
radix_sort(uint64_t *item, uint64_t *work, size_t n)
{
	pass(item, work, n, REST, DIGIT);
	pass(work, item, n, REST + DIGIT, DIGIT);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && item[to] >> REST == item[from] >> REST; to++)
			continue;
		if (to - from <= FEW) {
			insert_each(item + from, to - from);
		} else if (!all_alike(item + from, to - from)) {
			pass(item + from, work, to - from, 32, REST - 32);
			memcpy(item + from, work, (to - from) * sizeof *item);
		}
	}
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
