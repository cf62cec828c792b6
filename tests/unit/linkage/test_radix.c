/* Sorting by the high halves: as qsort does with places for what is alike, of few and many, of keys all over and of keys in a heap; and
 * what nobody shares. */
#include "unit.h"

#include <stdbool.h>

#include "linkage/radix.h"

#define MOST 40000

static uint64_t
random_next(uint64_t *seed)
{
	return (*seed = *seed * 6364136223846793005u + 1442695040888963407u) >> 16;
}

/* The low half is the place before, so that the order of those alike is seen. */
static int
whole_order(const void *one, const void *other)
{
	const uint64_t *a = one, *b = other;

	return (*a > *b) - (*a < *b);
}

static void
sorts_and_keeps_the_order_of_those_alike(void **state)
{
	static uint64_t item[MOST], work[MOST], sorted[MOST];
	static const uint64_t keys[] = {1, 2, 50, 3000, 1u << 20, 1ull << 32};
	uint64_t seed = 3;

	(void)state;
	for (int round = 0; round < ROUNDS_OF(120); round++) {
		size_t n = random_next(&seed) % (round % 3 ? 200 : MOST);
		uint64_t of = keys[round % 6], shift = of < 4000 && round % 2 ? 20 : 0, base = random_next(&seed) << 36 >> 36 << 8;

		for (size_t i = 0; i < n; i++)
			sorted[i] = item[i] = ((base + (random_next(&seed) % of << shift)) & 0xffffffff) << 32 | i;
		qsort(sorted, n, sizeof *sorted, whole_order);
		radix_sort(item, work, n);
		assert_memory_equal(item, sorted, n * sizeof *item);
	}
}

static void
sorts_by_both_halves(void **state)
{
	static uint64_t item[MOST], work[MOST], sorted[MOST];
	uint64_t seed = 5;

	(void)state;
	for (int round = 0; round < 60; round++) {
		size_t n = random_next(&seed) % (round % 3 ? 200 : MOST);
		uint64_t high = round % 4 ? 1u << round % 30 : 1, low = round % 5 ? 1u << (round * 7) % 32 : 1;

		for (size_t i = 0; i < n; i++)
			sorted[i] = item[i] = random_next(&seed) % high << 32 | random_next(&seed) % low;
		qsort(sorted, n, sizeof *sorted, whole_order);
		radix_sort_whole(item, work, n);
		assert_memory_equal(item, sorted, n * sizeof *item);
	}
}

#define STAYS (1ull << 31)              /* a bit of the low half, as an entry's that meets itself */

static bool
is_shared(const uint64_t *sorted, size_t n, size_t i)
{
	return (i && sorted[i - 1] >> 33 == sorted[i] >> 33) || (i + 1 < n && sorted[i + 1] >> 33 == sorted[i] >> 33);
}

/* All that have a fellow or that stay come, in their order; of the others less than half, where keys are all over. */
static void
leaves_out_what_nobody_shares(void **state)
{
	static uint64_t item[MOST], to[MOST], work[MOST];
	static const uint64_t keys[] = {1, 2, 50, 3000, 1u << 20, 0xffffffff};
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < ROUNDS_OF(120); round++) {
		size_t n = random_next(&seed) % (round % 5 ? 300 : MOST), left, at = 0, alone = 0;
		uint64_t of = keys[round % 6];

		for (size_t i = 0; i < n; i++)
			item[i] = i % 9 ? random_next(&seed) % of * (0xffffffff / of) << 32 | (random_next(&seed) % 16 ? 0 : STAYS) | i :
			    i ? item[i - 1] ^ 1ull << 32 ^ i : i;       /* the same but for the lowest bit of the key */
		qsort(item, n, sizeof *item, whole_order);
		for (size_t i = 0; i < n; i++)          /* those alike in another order than that of their low halves */
			work[i] = item[i] ^ 1;
		memcpy(item, work, sizeof item);
		left = radix_sort_shared(item, to, n, STAYS);
		radix_sort(work, item, n);
		for (size_t i = 0; i < n; i++) {
			bool must = is_shared(work, n, i) || (work[i] & STAYS);

			if (at < left && to[at] == work[i]) {
				alone += !must;
				at++;
			} else {
				assert_false(must);
			}
		}
		assert_int_equal(at, left);
		if (of > 1u << 20 && n > 1000)
			assert_in_range(alone, 0, n / 2);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sorts_and_keeps_the_order_of_those_alike),
	    cmocka_unit_test(sorts_by_both_halves), cmocka_unit_test(leaves_out_what_nobody_shares)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
