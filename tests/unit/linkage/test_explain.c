/* How a weight came about: by hand for one pair, and against the run's own edges for all. */
#include "crowd.h"

/* Rarity by hand: Ann is 2 of 8 given names, six others are one each. Two names are the same by chance once in
 * (2 * 2 + 6) / 64; Ann is rarer or commoner by log2((2 / 8) / (10 / 64)) = log2(1.6) among strangers. */
static void
test_by_hand(void **state)
{
	static const char *const other[] = {"Ben", "Carla", "Dmitri", "Edith", "Faisal", "Gwen"};
	struct people *p = *state;
	struct link_explained x;
	double weight = -10 + log2(0.9 / 0.01) - log2(1.6) + log2(0.1 / 0.99);

	FIELDS(p, LINK_GIVEN, LINK_SEX, LINK_POSTCODE);
	people_trained(p, 1024);
	ADD(p, 0, "Ann", "F", NULL);
	ADD(p, 0, "Ann", "M", "LS8 5QA");
	for (size_t i = 0; i < COUNT(other); i++)
		ADD(p, 0, other[i], "F", NULL);
	link_explain(p->set, &p->model, 0, 1, &x);
	assert_int_equal(x.n, 4);
	assert_int_equal(x.step[0].field, -1);
	assert_near(x.step[0].bits, -10, 1e-5);
	assert_int_equal(x.step[1].field, 0);
	assert_int_equal(x.step[1].level, 1);
	assert_near(x.step[1].bits, log2(90) - log2(1.6), 1e-4);
	assert_int_equal(x.step[2].level, 2);
	assert_near(x.step[2].bits, log2(0.1 / 0.99), 1e-4);
	assert_int_equal(x.step[3].level, 0);
	assert_near(x.step[3].bits, 0, 1e-9);
	assert_near(x.weight, weight, 1e-4);
	assert_near(x.probability, 1 / (1 + exp2(-weight)), 1e-6);
	assert_near(x.share[LINK_MATCH], x.probability, 1e-6);
	assert_near(x.share[LINK_RANDOM], 1 - x.probability, 1e-6);
	assert_near(x.share[LINK_TWIN] + x.share[LINK_SIBLING], 0, 1e-9);
}

/* Four classes by hand: 1 match, 2 of twins, 4 of siblings to 1,024; the number is the same for 1, 1/2, 1/8 and 1/512 of
 * each: 1 against 1 + 1/2 + 2. */
static void
test_four_classes(void **state)
{
	static const double pairs[LINK_CLASSES] = {1, 2, 4, 1024}, same[LINK_CLASSES] = {1, 0.5, 0.125, 1 / 512.0};
	struct people *p = *state;
	struct link_explained x;

	FIELDS(p, LINK_IDENTIFIER);
	people_trained(p, 1);
	for (int k = 0; k < LINK_CLASSES; k++) {
		p->model.pairs[k] = pairs[k];
		p->model.chance[k][0][1] = same[k];
	}
	ADD(p, 0, "N100");
	ADD(p, 0, "N100");
	link_explain(p->set, &p->model, 0, 1, &x);
	assert_near(x.step[0].bits, -log2(1030), 1e-5);
	assert_near(x.weight, -log2(3.5), 1e-5);
	assert_near(x.share[LINK_MATCH], 1 / 4.5, 1e-6);
	assert_near(x.share[LINK_TWIN], 1 / 4.5, 1e-6);
	assert_near(x.share[LINK_SIBLING], 0.5 / 4.5, 1e-6);
	assert_near(x.share[LINK_RANDOM], 2 / 4.5, 1e-6);
}

/* Of every edge of a run: its steps are its weight, its shares are one, both orders say the same, and so does weighing many. */
static void
test_edges(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new((struct wanted){.families = 150, .twins = 0.1, .siblings = 0.5, .slips = 0.05, .missing = 0.1,
	    .sources = 4}, 31);

	crowd_fields(p);
	crowd_add(p, c);
	people_link(p);
	assert_true(p->links.n_edges > 300);
	for (size_t i = 0; i < p->links.n_edges; i++) {
		const struct link_edge *e = &p->links.edge[i];
		struct link_decision pair = {e->right, e->left, i % 2 ? LINK_SAME : LINK_DIFFERENT};
		struct link_explained x, y;
		double steps = 0, shares = 0, weight;

		link_weights(p->set, &p->links.model, &pair, 1, &weight);
		link_explain(p->set, &p->links.model, e->left, e->right, &x);
		link_explain(p->set, &p->links.model, e->right, e->left, &y);
		for (int k = 0; k < x.n; k++)
			steps += x.step[k].bits;
		for (int k = 0; k < LINK_CLASSES; k++)
			shares += x.share[k];
		assert_int_equal(x.n, C_FIELDS + 1);
		assert_near(steps, x.weight, 1e-6);
		assert_near(x.weight, e->weight, 1e-3);
		assert_near(x.weight, weight, 1e-9);
		assert_near(shares, 1, 1e-9);
		assert_near(x.share[LINK_MATCH], x.probability, 1e-6);
		assert_near(x.probability, 1 / (1 + exp2(-x.weight)), 1e-9);
		assert_memory_equal(&x, &y, sizeof x);
	}
	crowd_free(c);
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_by_hand),
		PEOPLE_TEST(test_four_classes),
		PEOPLE_TEST(test_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
