/* Blind numbers say equal or not and nothing else: under another master key all are others, and everything comes out the same. */
#include "people.h"

#include "base/day.h"

#define CHILDREN 40000                  /* two records each: more than training looks at whole */

/* Two records of each child, a sixth of the second ones with a slip in the given name; every fifth child shares its number with
 * the next. A number is any one-to-one image of the child's. */
static void
children_add(struct people *p, uint32_t key)
{
	people_none(p);
	for (uint32_t i = 0; i < CHILDREN; i++)
		for (int record = 0; record < 2; record++) {
			char given[16], family[16], born[DAY_SIZE], number[9];
			uint32_t child = i % 5 ? i : i + 1;

			snprintf(given, sizeof given, "%c%c%c%s", 'a' + (char)(i % 23), 'a' + (char)(i / 23 % 19), 'a' + (char)(i / 437 % 17),
			    record && i % 6 == 0 ? "x" : "");
			snprintf(family, sizeof family, "%c%c%c%c", 'b' + (char)(i % 13), 'a' + (char)(i / 7 % 21), 'a' + (char)(i / 147 % 23),
			    'a' + (char)(i % 3));
			day_print(14000 + (int32_t)(i * 7 % 6000), born);
			snprintf(number, sizeof number, "%08x", (child + 1) * key);
			ADD(p, record, given, family, born, number);
		}
	people_link(p);
}

static void
test_another_master_key(void **state)
{
	struct people *p = *state;
	struct link_edge *first;
	struct link_model model;
	size_t n, clusters;

	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN, LINK_BLIND);
	p->options.threads = 2;
	children_add(p, 0x9e3779b1u);
	n = p->links.n_edges;
	clusters = p->links.n_clusters;
	model = p->links.model;
	first = malloc(n * sizeof *first);
	memcpy(first, p->links.edge, n * sizeof *first);
	assert_in_range(n, CHILDREN / 2, 2 * CHILDREN);
	children_add(p, 0x85ebca77u);
	assert_int_equal(p->links.n_clusters, clusters);
	assert_int_equal(p->links.n_edges, n);
	for (size_t i = 0; i < n; i++)
		if (memcmp(&first[i], &p->links.edge[i], sizeof *first) != 0)
			fail_msg("edge %zu: %u and %u, %f; then %u and %u, %f", i, first[i].left, first[i].right, first[i].weight,
			    p->links.edge[i].left, p->links.edge[i].right, p->links.edge[i].weight);
	assert_memory_equal(model.chance, p->links.model.chance, sizeof model.chance);
	free(first);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_another_master_key, people_new, people_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
