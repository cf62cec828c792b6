/* From edges to clusters. The model here is made by hand, so that weights can be added up in the head: any two records are
 * one person's once in 1,024 (-10 bits); the same number says +24 bits, another -1; the same second number +18, another -1;
 * the same date +9, another -9. */
#include "people.h"

enum { NUMBER, SECOND, BORN };

static void
model_make(struct people *p)
{
	FIELDS(p, LINK_IDENTIFIER, LINK_IDENTIFIER, LINK_BORN);
	people_trained(p, 1024);
	chances_set(p, NUMBER, 0.5, exp2(-25));
	chances_set(p, SECOND, 0.5, exp2(-19));
	chances_set(p, BORN, 1 - exp2(-9), exp2(-9));
	part_add(rule_add(p), NUMBER, LINK_WHOLE);
	part_add(rule_add(p), SECOND, LINK_WHOLE);
	part_add(rule_add(p), BORN, LINK_WHOLE);
}

static void
assert_weight(const struct people *p, uint32_t a, uint32_t b, double bits)
{
	const struct link_edge *e = edge_of(p, a, b);

	assert_non_null(e);
	assert_near(e->weight, bits, 0.02);
}

/* The dates of the ends contradict each other: 8 bits for the weaker join, and -10 - 9, cut to -12, against it. */
static void
test_chain_is_cut(void **state)
{
	struct people *p = *state;

	model_make(p);
	ADD(p, 0, "N100", NULL, "2010-03-04");
	ADD(p, 0, "N100", "S200", NULL);
	ADD(p, 0, NULL, "S200", "1987-11-29");
	people_link(p);
	assert_weight(p, 0, 1, 14);
	assert_weight(p, 1, 2, 8);
	assert_true(joined(p, 0, 1));
	assert_false(joined(p, 1, 2));
	assert_int_equal(p->links.kept_apart, 1);
	assert_int_equal(p->links.conflicts, 0);
	assert_int_equal(p->links.n_clusters, 2);
	assert_near(p->links.weight[0], 14, 0.02);
	assert_near(p->links.weight[1], 14, 0.02);
	assert_near(p->links.weight[2], 0, 0);
}

/* They do not: -10 + 9 and 8 are for it. */
static void
test_chain_holds(void **state)
{
	struct people *p = *state;

	model_make(p);
	ADD(p, 0, "N100", NULL, "2010-03-04");
	ADD(p, 0, "N100", "S200", NULL);
	ADD(p, 0, NULL, "S200", "2010-03-04");
	people_link(p);
	assert_int_equal(p->links.n_clusters, 1);
	assert_int_equal(p->links.kept_apart, 0);
}

/* Ends of which nothing can be compared say nothing about each other, not even that few are one. */
static void
test_chain_of_ends_unlike_in_nothing(void **state)
{
	struct people *p = *state;

	model_make(p);
	ADD(p, 0, "N100", NULL, NULL);
	ADD(p, 0, "N100", "S200", NULL);
	ADD(p, 0, NULL, "S200", NULL);
	people_link(p);
	assert_int_equal(p->links.n_clusters, 1);
}

/* However heavy an edge is, it counts for 12 bits. Here one in 2,048 (-11 bits) is a match and a number says +25: the second
 * and third come together by 18 + 9 - 1 - 11 = 15; the first is for the second by 25 - 1 - 11 = 13, cut to 12, and against
 * the third by -1 - 1 - 11 = -13, cut to -12: no more for it than against. */
static void
test_one_pair_outvotes_nobody(void **state)
{
	struct people *p = *state;

	model_make(p);
	p->model.pairs[LINK_RANDOM] = 2048;
	chances_set(p, NUMBER, 0.5, exp2(-26));
	ADD(p, 0, "N100", "S999", NULL);
	ADD(p, 0, "N100", "S200", "2010-03-04");
	ADD(p, 0, "N377", "S200", "2010-03-04");
	people_link(p);
	assert_weight(p, 0, 1, 13);
	assert_weight(p, 1, 2, 15);
	assert_true(joined(p, 1, 2));
	assert_false(joined(p, 0, 1));
	assert_int_equal(p->links.kept_apart, 1);
}

/* Nor does one contradiction: the last is for the first two by 8 bits each, against the third by -19, cut to -12. */
static void
test_one_pair_vetoes_nothing(void **state)
{
	struct people *p = *state;

	model_make(p);
	ADD(p, 0, "N100", "S200", NULL);
	ADD(p, 0, "N100", "S200", NULL);
	ADD(p, 0, "N100", NULL, "2010-03-04");
	ADD(p, 0, NULL, "S200", "1987-11-29");
	people_link(p);
	assert_weight(p, 0, 2, 14);
	assert_weight(p, 0, 3, 8);
	assert_int_equal(p->links.n_clusters, 1);
}

/* Of a large cluster 24 are asked: which, the order numbers say. Thirteen records and thirteen others are joined by 24 - 1 - 10
 * = 13 bits; the last is for each of the first thirteen by 21 - 10 = 11, against each other by -1 - 10 = -11. The first have
 * lower numbers and so stand in front: 13 * 11 - 11 * 11 are for it; the other way about they were against it. */
static void
test_asked_do_not_hang_on_rows(void **state)
{
	struct people *p = *state;
	uint64_t order[27];

	model_make(p);
	chances_set(p, SECOND, 0.5, exp2(-22));
	for (int turned = 0; turned < 2; turned++) {
		people_none(p);
		for (uint32_t i = 0; i < 26; i++) {
			bool first = (i < 13) != turned;

			ADD(p, 0, "N100", first ? "S200" : "S377", NULL);
			order[i] = (first ? 100 : 200) + i;
		}
		order[ADD(p, 0, NULL, "S200", NULL)] = 300;
		p->options.order = order;
		people_link(p);
		assert_weight(p, 0, 25, 13);
		assert_int_equal(p->links.n_clusters, 1);
	}
}

/* The threshold is a probability: 8 bits are 256 to 257. */
static void
test_threshold(void **state)
{
	static const struct { double join, review; size_t edges, clusters; } at[] = {
		{1 - 1 / 250.0, 0.05, 1, 1}, {1 - 1 / 264.0, 0.05, 1, 2}, {1 - 1 / 264.0, 1 - 1 / 264.0, 0, 2},
	};
	struct people *p = *state;

	model_make(p);
	for (size_t i = 0; i < COUNT(at); i++) {
		people_none(p);
		p->model.join = at[i].join;
		p->model.review = at[i].review;
		ADD(p, 0, NULL, "S200", NULL);
		ADD(p, 0, NULL, "S200", NULL);
		people_link(p);
		assert_int_equal(p->links.n_clusters, at[i].clusters);
		assert_int_equal(p->links.n_edges, at[i].edges);
	}
}

static void
decide(struct people *p, const struct link_decision *d, size_t n)
{
	p->options.decision = d;
	p->options.n_decisions = n;
	people_link(p);
}

static void
test_decisions(void **state)
{
	static const struct link_decision same = {0, 2, LINK_SAME}, different = {1, 0, LINK_DIFFERENT};
	struct people *p = *state;

	model_make(p);
	ADD(p, 0, "N100", "S200", "2010-03-04");
	ADD(p, 0, "N100", "S200", "2010-03-04");
	ADD(p, 0, "N700", "S900", "1987-11-29");
	people_link(p);
	assert_true(joined(p, 0, 1) && !joined(p, 0, 2));
	decide(p, &same, 1);
	assert_true(joined(p, 0, 2));
	decide(p, &different, 1);
	assert_false(joined(p, 0, 1));
	assert_int_equal(p->links.conflicts, 1);
	assert_int_equal(p->links.n_edges, 1);  /* the evidence is still there */
}

/* Two that people told apart stay so through a third that is like both, whatever the order in which they are said. */
static void
test_decisions_through_a_third(void **state)
{
	static const struct link_decision apart = {0, 2, LINK_DIFFERENT};
	static const struct link_decision contrary[] = {{0, 1, LINK_SAME}, {1, 2, LINK_SAME}, {2, 0, LINK_DIFFERENT}};
	static const struct link_decision joining[] = {{3, 0, LINK_SAME}, {3, 2, LINK_SAME}};
	struct people *p = *state;

	model_make(p);
	for (int i = 0; i < 3; i++)
		ADD(p, 0, "N100", "S200", "2010-03-04");
	ADD(p, 0, "N700", NULL, "1987-11-29");
	decide(p, &apart, 1);
	assert_false(joined(p, 0, 2));
	assert_true(joined(p, 1, 0) || joined(p, 1, 2));
	assert_int_equal(p->links.n_clusters, 3);
	assert_true(p->links.conflicts > 0);
	decide(p, contrary, 3);
	assert_false(joined(p, 0, 2));
	assert_true(joined(p, 0, 1));
	assert_int_equal(p->links.n_clusters, 3);
	decide(p, joining, 2);
	assert_int_equal(p->links.n_clusters, 1);
}

/* Of a declared source one record at most: the heavier edge has it. */
static void
test_declared_sources(void **state)
{
	struct people *p = *state;

	model_make(p);
	link_set_declare(people_set(p), 1);
	ADD(p, 1, "N100", NULL, "2010-03-04");
	ADD(p, 0, "N100", "S200", "2010-03-04");
	ADD(p, 1, "N100", "S200", "2010-03-04");
	ADD(p, 0, "N100", "S200", "2010-03-04");
	people_link(p);
	assert_false(joined(p, 0, 2));
	assert_true(joined(p, 1, 2) && joined(p, 1, 3));
	assert_int_equal(p->links.n_clusters, 2);
	assert_true(p->links.conflicts > 0);
	assert_true(p->links.n_edges == 5);     /* of six pairs; the sixth is none */
	for (size_t i = 0; i < p->links.n_edges; i++)
		assert_false(p->links.edge[i].left == 0 && p->links.edge[i].right == 2);
}

/* A person's word holds against what a source declares. */
static void
test_decision_over_declared_source(void **state)
{
	static const struct link_decision same = {0, 1, LINK_SAME};
	struct people *p = *state;

	model_make(p);
	link_set_declare(people_set(p), 1);
	for (int i = 0; i < 3; i++)
		ADD(p, 1, "N100", "S200", "2010-03-04");
	decide(p, &same, 1);
	assert_true(joined(p, 0, 1));
	assert_false(joined(p, 0, 2));
}

/* ---- what must hold of any set ------------------------------------------------------------------------------------ */

static void
town_make(struct people *p, uint64_t *seed, int source[60], struct link_decision *decision, size_t decisions)
{
	static const char *const number[] = {NULL, NULL, "N100", "N205", "N399", "N471"};
	static const char *const second[] = {NULL, "S100", "S275", "S388"};
	static const char *const born[] = {NULL, "2010-03-04", "1987-11-29"};

	people_none(p);
	link_set_declare(people_set(p), 1);
	link_set_declare(p->set, 2);
	for (int i = 0; i < 60; i++) {
		source[i] = (int)random_below(seed, 5);
		ADD(p, source[i], number[random_below(seed, 6)], second[random_below(seed, 4)], born[random_below(seed, 3)]);
	}
	for (size_t i = 0; i < decisions; i++)
		decision[i] = (struct link_decision){(uint32_t)random_below(seed, 60), (uint32_t)random_below(seed, 60),
		    i % 2 ? LINK_SAME : LINK_DIFFERENT};
}

/* Nobody is in a cluster with whom a decision or a declared source forbids. */
static void
test_what_is_forbidden_never_is(void **state)
{
	struct people *p = *state;

	model_make(p);
	for (uint64_t seed = 1; seed <= ROUNDS_OF(300); seed++) {
		struct link_decision decision[12];
		uint64_t random = seed * 977;
		int source[60];

		town_make(p, &random, source, decision, 12);
		decide(p, decision, 12);
		for (size_t i = 0; i < 12; i++) {
			const struct link_decision *d = &decision[i];

			if (d->decided == LINK_DIFFERENT && d->left != d->right)
				assert_false(joined(p, d->left, d->right));
		}
		for (size_t i = 0; i < 12; i++)         /* what people join may hold two of a declared source */
			decision[i].decided = LINK_DIFFERENT;
		decide(p, decision, 12);
		for (uint32_t i = 0; i < 60; i++)
			for (uint32_t k = i + 1; k < 60; k++)
				if (source[i] == source[k] && (source[i] == 1 || source[i] == 2))
					assert_false(joined(p, i, k));
	}
}

/* Decisions for joining hold all, where none is against them. */
static void
test_what_is_said_to_be_one_is(void **state)
{
	struct people *p = *state;

	model_make(p);
	for (uint64_t seed = 1; seed <= ROUNDS_OF(100); seed++) {
		struct link_decision decision[12];
		uint64_t random = seed * 31;
		int source[60];

		town_make(p, &random, source, decision, 12);
		people_none(p);
		for (int i = 0; i < 60; i++)
			ADD(p, i, i % 3 ? "N100" : NULL, i % 4 ? NULL : "S300", i % 2 ? "2010-03-04" : "1987-11-29");
		for (size_t i = 0; i < 12; i++)
			decision[i].decided = LINK_SAME;
		decide(p, decision, 12);
		for (size_t i = 0; i < 12; i++)
			assert_true(joined(p, decision[i].left, decision[i].right));
	}
}

/* Edges go down, clusters are numbered by their first records, a record's weight is its heaviest edge within. */
static void
test_shape(void **state)
{
	struct people *p = *state;

	model_make(p);
	for (uint64_t seed = 1; seed <= ROUNDS_OF(200); seed++) {
		float heaviest[60] = {0};
		uint64_t random = seed, pairs = 0;
		uint32_t next = 0;
		int source[60];

		town_make(p, &random, source, NULL, 0);
		decide(p, NULL, 0);
		for (size_t i = 0; i < p->links.n_edges; i++) {
			const struct link_edge *e = &p->links.edge[i];

			assert_true(e->left < e->right && (i == 0 || p->links.edge[i - 1].weight >= e->weight));
			if (e->weight < 0 || !joined(p, e->left, e->right))
				continue;
			heaviest[e->left] = fmaxf(heaviest[e->left], e->weight);
			heaviest[e->right] = fmaxf(heaviest[e->right], e->weight);
		}
		for (uint32_t i = 0; i < 60; i++) {
			assert_near(p->links.weight[i], heaviest[i], 0);
			assert_true(p->links.cluster[i] <= next);
			next += p->links.cluster[i] == next;
		}
		assert_int_equal(next, p->links.n_clusters);
		for (int i = 0; i < 64; i++)
			pairs += p->links.histogram[i];
		assert_int_equal(pairs, p->links.pairs);
	}
}

/* 50,000 records of one person in a declared source, in another and in none, with a decision: in seconds as well. */
static void
test_large_clusters_stay_quick(void **state)
{
	static const struct link_decision apart = {0, 49999, LINK_DIFFERENT};
	struct people *p = *state;
	uint32_t of_declared[50000] = {0};

	model_make(p);
	link_set_declare(people_set(p), 1);
	for (int i = 0; i < 50000; i++)
		ADD(p, i % 100 == 0, "N100", "S200", "2010-03-04");
	decide(p, &apart, 1);
	assert_false(joined(p, 0, 49999));
	for (uint32_t i = 0; i < 50000; i += 100)
		assert_int_equal(of_declared[p->links.cluster[i]]++, 0);
}

/* One number more says +24 bits of -10, and other NHS numbers -3.3, so all of these were one child's but for two that are valid. */
#define FIRST_NHS "9434765919"          /* checked: 308 and 99 are multiples of 11 */
#define OTHER_NHS "4010232137"
#define MISTYPED_NHS "4010232173"       /* 103 is none */

static void
numbers_make(struct people *p, const char *one, const char *other, const char *third)
{
	p->model = (struct link_model){0};
	people_none(p);
	FIELDS(p, LINK_IDENTIFIER, LINK_NHS_NUMBER);
	people_trained(p, 1024);
	chances_set(p, 0, 0.5, exp2(-25));
	ADD(p, 0, "N100", one);
	ADD(p, 0, "N100", other);
	if (third)
		ADD(p, 0, "N100", third);
}

static void
test_two_numbers(void **state)
{
	struct people *p = *state;

	numbers_make(p, FIRST_NHS, OTHER_NHS, NULL);
	people_link(p);
	assert_false(joined(p, 0, 1));
	assert_int_equal(p->links.two_numbers, 1);
	assert_int_equal(p->links.conflicts + p->links.kept_apart, 0);
	assert_int_equal(p->links.n_edges, 1);  /* the evidence is still there */
	numbers_make(p, FIRST_NHS, MISTYPED_NHS, NULL);
	people_link(p);
	assert_true(joined(p, 0, 1));
	assert_int_equal(p->links.two_numbers, 0);
	numbers_make(p, FIRST_NHS, "", OTHER_NHS);
	people_link(p);
	assert_false(joined(p, 0, 2));
	assert_int_equal(p->links.n_clusters, 2);
}

/* A child of whom people say that two numbers are theirs has them. */
static void
test_two_numbers_that_are_known(void **state)
{
	static const struct link_decision same = {0, 1, LINK_SAME};
	struct people *p = *state;

	numbers_make(p, FIRST_NHS, OTHER_NHS, OTHER_NHS);
	decide(p, &same, 1);
	assert_int_equal(p->links.n_clusters, 1);
	assert_int_equal(p->links.two_numbers, 0);
	decide(p, NULL, 0);
	assert_int_equal(p->links.n_clusters, 2);
}

/* Chains that are cut, thousands of them, so that bounds between threads fall within some: whose weaker edge would join two records
 * if it were taken before the stronger. */
static void
test_bounds_between_threads(void **state)
{
	struct people *p = *state;
	const uint32_t chains = 4001;

	model_make(p);
	for (uint32_t i = 0; i < chains; i++) {
		char number[16], second[16], born[16], unlike[16];

		snprintf(number, sizeof number, "N%05u", i);
		snprintf(second, sizeof second, "S%05u", i);
		snprintf(born, sizeof born, "%04u-%02u-%02u", 1950 + i / 300, 1 + i / 25 % 12, 1 + i % 25);
		snprintf(unlike, sizeof unlike, "%04u-%02u-%02u", 1990 + i / 300, 1 + i / 25 % 12, 1 + i % 25);
		ADD(p, 0, number, NULL, born);
		ADD(p, 0, number, second, NULL);
		ADD(p, 0, NULL, second, unlike);
	}
	for (p->options.threads = 1; p->options.threads <= 7; p->options.threads++) {
		people_link(p);
		assert_int_equal(p->links.kept_apart, chains);
		for (uint32_t i = 0; i < chains; i++)
			if (!joined(p, 3 * i, 3 * i + 1) || joined(p, 3 * i + 1, 3 * i + 2))
				fail_msg("on %d threads chain %u is cut elsewhere", p->options.threads, i);
	}
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_chain_is_cut),
		PEOPLE_TEST(test_chain_holds),
		PEOPLE_TEST(test_chain_of_ends_unlike_in_nothing),
		PEOPLE_TEST(test_asked_do_not_hang_on_rows),
		PEOPLE_TEST(test_one_pair_outvotes_nobody),
		PEOPLE_TEST(test_one_pair_vetoes_nothing),
		PEOPLE_TEST(test_threshold),
		PEOPLE_TEST(test_decisions),
		PEOPLE_TEST(test_decisions_through_a_third),
		PEOPLE_TEST(test_declared_sources),
		PEOPLE_TEST(test_decision_over_declared_source),
		PEOPLE_TEST(test_what_is_forbidden_never_is),
		PEOPLE_TEST(test_what_is_said_to_be_one_is),
		PEOPLE_TEST(test_two_numbers),
		PEOPLE_TEST(test_two_numbers_that_are_known),
		PEOPLE_TEST(test_bounds_between_threads),
		PEOPLE_TEST(test_shape),
		PEOPLE_TEST(test_large_clusters_stay_quick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
