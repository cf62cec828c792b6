/* Chances that a model fixes, in every class: they stay as given, whatever the records say and whatever holds the classes apart, and
 * the others of their class and field share what is left of 1. */
#include "crowd.h"

static const struct wanted town = {.families = 1500, .twins = 0.05, .siblings = 0.5, .slips = 0.03, .missing = 0.08, .sources = 3};

static void
fix(struct people *p, enum link_class k, int field, int level, double chance)
{
	p->model.fixed[k][field][level] = true;
	p->model.chance[k][field][level] = chance;
}

static double
sum_of(const struct people *p, int k, int field)
{
	double sum = 0;

	for (int l = 1; l < link_field_levels(&p->links.model, field); l++)
		sum += p->links.model.chance[k][field][l];
	return sum;
}

/* All that is fixed is as it was given, all else a chance, and together they are 1 where anything was left. */
static void
assert_kept(const struct people *p)
{
	const struct link_model *m = &p->links.model;

	for (int k = 0; k < LINK_CLASSES; k++)
		for (int f = 0; f < m->n_fields; f++) {
			for (int l = 1; l < link_field_levels(m, f); l++) {
				assert_true(m->chance[k][f][l] >= 0 && m->chance[k][f][l] <= 1);
				assert_int_equal(m->fixed[k][f][l], p->model.fixed[k][f][l]);
				if (m->fixed[k][f][l] && m->chance[k][f][l] != p->model.chance[k][f][l])
					fail_msg("class %d field %d level %d: %g, not %g", k, f, l, m->chance[k][f][l], p->model.chance[k][f][l]);
			}
			assert_near(sum_of(p, k, f), 1, 1e-5);
		}
}

/* Every one of these lies where training would not leave it: names of families that are the same oftener than strangers', siblings born on
 * one day, twins not, numbers mixed up in one family of five, numbers mistyped in a third. */
static void
test_families(void **state)
{
	struct people *p = *state;
	const struct link_model *m = &p->links.model;
	struct crowd *c = crowd_new(town, 24);
	double over = 0.3;

	crowd_fields(p);
	fix(p, LINK_TWIN, C_GIVEN, 1, 0.2);
	fix(p, LINK_SIBLING, C_GIVEN, 7, 0.7);
	fix(p, LINK_TWIN, C_BORN, 1, 0.5);
	fix(p, LINK_SIBLING, C_BORN, 1, 0.01);
	fix(p, LINK_TWIN, C_UPN, 1, 0.2);
	fix(p, LINK_SIBLING, C_NHS, 3, 0.3);
	fix(p, LINK_TWIN, C_NHS, 4, 0.5);
	fix(p, LINK_SIBLING, C_UPN, 4, 0.25);
	crowd_add(p, c);
	people_link(p);
	assert_kept(p);
	for (int l = 1; l < 6; l++) {
		assert_true(m->chance[LINK_SIBLING][C_GIVEN][l] <= m->chance[LINK_RANDOM][C_GIVEN][l]);
		over -= m->chance[LINK_SIBLING][C_GIVEN][l];
	}
	assert_near(m->chance[LINK_SIBLING][C_GIVEN][6], over, 1e-9);   /* the last that is not fixed has what the others may not */
	for (int l = 2; l < link_level_count(LINK_BORN); l++)
		assert_near(m->chance[LINK_TWIN][C_BORN][l] * (1 - m->chance[LINK_MATCH][C_BORN][1]), m->chance[LINK_MATCH][C_BORN][l] * 0.5, 1e-9);
	assert_true(m->chance[LINK_TWIN][C_UPN][2] <= 0.05 && m->chance[LINK_SIBLING][C_UPN][1] <= 0.05);
	crowd_free(c);
}

/* Twins' dates go by what is fixed of one child's. */
static void
test_dates_of_one_child(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 25);

	crowd_fields(p);
	fix(p, LINK_MATCH, C_BORN, 8, 0.02);
	fix(p, LINK_TWIN, C_BORN, 7, 0.03);
	crowd_add(p, c);
	people_link(p);
	assert_kept(p);
	assert_near(p->links.model.chance[LINK_TWIN][C_BORN][8], 0.02 * 0.97 / (1 - p->links.model.chance[LINK_MATCH][C_BORN][7]), 1e-9);
	crowd_free(c);
}

/* Of strangers' chances of a field one is fixed: the others keep their proportions, and no other class or field is another than before
 * but for what hangs on it. */
static void
test_strangers(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 26);
	struct link_model before;
	const double *was, *is;

	crowd_fields(p);
	crowd_add(p, c);
	people_link(p);
	before = p->links.model;
	was = before.chance[LINK_RANDOM][C_POSTCODE];
	fix(p, LINK_RANDOM, C_POSTCODE, 5, 0.25);
	crowd_add(p, c);
	people_link(p);
	is = p->links.model.chance[LINK_RANDOM][C_POSTCODE];
	assert_kept(p);
	assert_true(was[5] > 0.9);
	for (int l = 2; l < 5; l++)
		assert_near(is[l] / is[6], was[l] / was[6], 0.001 * was[l] / was[6]);
	assert_near(p->links.model.chance[LINK_MATCH][C_POSTCODE][1], before.chance[LINK_MATCH][C_POSTCODE][1], 0.01);
	assert_near(p->links.model.chance[LINK_RANDOM][C_FAMILY][1] / before.chance[LINK_RANDOM][C_FAMILY][1], 1, 0.01);
	crowd_free(c);
}

/* Nought, all that there is, and all of a field: what is not fixed is not impossible, and nothing is divided by nought. */
static void
test_ends(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 27);
	const struct link_model *m = &p->links.model;

	crowd_fields(p);
	fix(p, LINK_MATCH, C_POSTCODE, 2, 0);
	fix(p, LINK_SIBLING, C_FAMILY, 1, 1);
	fix(p, LINK_RANDOM, C_GIVEN, 1, 0);
	fix(p, LINK_RANDOM, C_NHS, 3, 0);
	fix(p, LINK_RANDOM, C_NHS, 4, 0);
	for (int l = 1; l <= 2; l++)
		for (int k = 0; k < LINK_CLASSES; k++)
			fix(p, (enum link_class)k, C_SEX, l, 0.5);
	crowd_add(p, c);
	people_link(p);
	assert_kept(p);
	assert_near(m->chance[LINK_SIBLING][C_FAMILY][5], 1e-6, 1e-6);
	assert_true(m->chance[LINK_SIBLING][C_FAMILY][5] > 0);
	for (int k = 0; k < LINK_RANDOM; k++)
		assert_true(isfinite(m->pairs[k]) && m->pairs[k] > 0);
	for (size_t i = 0; i < p->links.n_edges; i++)
		assert_true(isfinite(p->links.edge[i].weight));
	assert_true(p->links.n_edges > 1000);
	crowd_free(c);
}

/* Four peoples have 80 family names and 16 given names of their own, so a full name is four times as common as its parts say. */
static void
names_add(struct people *p)
{
	uint64_t seed = 31;

	people_none(p);
	for (int child = 0; child < 4000; child++) {
		size_t people = random_below(&seed, 4), name = people * 80 + random_below(&seed, 80), home = random_below(&seed, 30000);
		const char *given = crowd_given[people / 2][people % 2 * 16 + random_below(&seed, 16)];
		char family[24], postcode[16];

		snprintf(family, sizeof family, "%s%s", crowd_head[name % 20], crowd_tail[name / 20]);
		snprintf(postcode, sizeof postcode, "LS%zu %zu%cD", 1 + home % 90, home / 90 % 10, "ABDEFGHJLNPQRSTUWXYZABDEFGHJLNPQRST"[home / 900]);
		ADD(p, 0, given, family, postcode);
		ADD(p, 1, given, family, postcode);
	}
}

/* Two strangers' weight who share both names, and the area: the first such pair's. */
static double
weight_of_namesakes(const struct people *p)
{
	for (size_t i = 0; i < p->links.n_edges; i++) {
		const struct link_edge *e = &p->links.edge[i];

		if (e->left / 2 != e->right / 2 && level_between(p, 0, e->left, e->right) == 1 &&
		    level_between(p, 1, e->left, e->right) == 1 && level_between(p, 2, e->left, e->right) == 5)
			return (double)e->weight;
	}
	fail_msg("no two people have one name");
	return 0;
}

/* That strangers' given names are the same four times as often as they are takes two bits from who shares both names, too: how the names
 * hang together is another matter. */
static void
test_full_names(void **state)
{
	struct people *p = *state;
	struct link_model before;
	double weight;

	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_POSTCODE);
	part_add(rule_add(p), 1, LINK_WHOLE);
	part_add(rule_add(p), 2, LINK_WHOLE);
	p->model.review = 1e-12;
	names_add(p);
	people_link(p);
	before = p->links.model;
	weight = weight_of_namesakes(p);
	for (int f = 0; f < 3; f++)
		for (int l = 1; l < link_level_count(p->model.field[f].kind); l++)
			fix(p, LINK_MATCH, f, l, before.chance[LINK_MATCH][f][l]);
	fix(p, LINK_RANDOM, 0, 1, 4 * before.chance[LINK_RANDOM][0][1]);
	names_add(p);
	people_link(p);
	assert_near(weight_of_namesakes(p) - weight, -2 + log2(p->links.model.pairs[LINK_MATCH] / before.pairs[LINK_MATCH]), 0.05);
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_families),
		PEOPLE_TEST(test_dates_of_one_child),
		PEOPLE_TEST(test_strangers),
		PEOPLE_TEST(test_ends),
		PEOPLE_TEST(test_full_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
