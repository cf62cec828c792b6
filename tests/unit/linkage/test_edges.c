/* The order of edges: as one comparison of all that counts sorts them, for few and many weights, order numbers of any size, records
 * that share one, pairs that are there twice, and any number of threads. */
#include "unit.h"

#include "base/mem.h"
#include "linkage/edges.h"

#define MOST 20000
#define RECORDS 3000

static uint64_t order[RECORDS];
static uint32_t record[RECORDS];        /* whose each row is */

static uint64_t
random_next(uint64_t *seed)
{
	return (*seed = *seed * 6364136223846793005u + 1442695040888963407u) >> 16;
}

static uint64_t
lower(const struct link_edge *e, bool low)
{
	return (order[e->left] < order[e->right]) == low ? order[e->left] : order[e->right];
}

static uint32_t
whose(const struct link_edge *e, bool low)
{
	return (record[e->left] < record[e->right]) == low ? record[e->left] : record[e->right];
}

static int
edge_order(const void *one, const void *other)
{
	const struct link_edge *a = one, *b = other;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	for (int low = 1; low >= 0; low--)
		if (lower(a, low) != lower(b, low))
			return lower(a, low) < lower(b, low) ? -1 : 1;
	for (int low = 1; low >= 0; low--)
		if (whose(a, low) != whose(b, low))
			return whose(a, low) < whose(b, low) ? -1 : 1;
	return 0;
}

static void
sorts_as_one_comparison_does(void **state)
{
	static struct link_edge all[MOST], want[MOST];
	static const uint64_t numbers[] = {1, 40, 3000, UINT32_MAX, 1ull << 40, UINT64_MAX}, weights[] = {1, 3, 1000};
	uint64_t seed = 7;

	(void)state;
	for (uint32_t i = 0; i < RECORDS; i++)
		record[i] = i * 7 % RECORDS + i * 7 / RECORDS;
	for (int round = 0; round < 90; round++) {
		size_t n = random_next(&seed) % (round % 3 ? 100 : MOST), kept = 0;
		struct mem *m = mem_new();
		struct links out = {0};

		for (size_t i = 0; i < RECORDS; i++)
			order[i] = (random_next(&seed) << 30 ^ random_next(&seed)) % numbers[round % 6];
		for (size_t i = 0; i < n; i++) {
			uint32_t left = (uint32_t)(random_next(&seed) % (RECORDS - 1)), to = RECORDS - left - 1;

			all[i] = (struct link_edge){left, left + 1 + (uint32_t)random_next(&seed) % to,
			    (float)(random_next(&seed) % weights[round % 3]) / 7 - 5};
			if (i && random_next(&seed) % 5 == 0)
				all[i] = all[random_next(&seed) % i];
			want[i] = all[i];
		}
		qsort(want, n, sizeof *want, edge_order);
		for (size_t i = 0; i < n; i++)
			if (kept == 0 || edge_order(&want[kept - 1], &want[i]) != 0)
				want[kept++] = want[i];
		edges_sort(m, all, n, &(struct edges_by){order, record, RECORDS}, 1 + round % 7, &out);
		assert_int_equal(out.n_edges, kept);
		assert_memory_equal(out.edge, want, kept * sizeof *want);
		mem_free(m);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sorts_as_one_comparison_does)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
