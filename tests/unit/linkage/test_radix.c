/* Sorting by the high halves: as qsort does with places for what is alike, of few and many, of keys all over and of keys in a heap. */
#include "unit.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sorts_and_keeps_the_order_of_those_alike),
	    cmocka_unit_test(sorts_by_both_halves)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
