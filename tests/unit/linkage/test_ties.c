/* Fields that hang together among strangers, from records of which it is known how they were drawn. */
#include "crowd.h"

#include "linkage/ties.h"

#define STRANGERS 3000

/* A name of one of two sexes; a suburb, and a postcode that is the suburb's; a number of one's own. */
static void
strangers_add(struct people *p, uint64_t seed, bool go_together)
{
	FIELDS(p, LINK_GIVEN, LINK_SEX, LINK_TEXT, LINK_POSTCODE, LINK_IDENTIFIER);
	part_add(rule_add(p), 4, LINK_WHOLE);
	part_add(rule_add(p), 2, LINK_WHOLE);
	for (int i = 0; i < STRANGERS; i++) {
		size_t sex = random_below(&seed, 2), place = random_below(&seed, 40), other_sex = random_below(&seed, 2),
		    other_place = random_below(&seed, 40);
		char suburb[24], postcode[16], number[16];

		snprintf(suburb, sizeof suburb, "%s%s", crowd_head[place % 20], crowd_tail[place / 20]);
		place = go_together ? place : other_place;
		snprintf(postcode, sizeof postcode, "%c%c%d %dAA", (int)('A' + place % 20), (int)('B' + place / 20), (int)(place % 9) + 1,
		    (int)(place * 7 % 9) + 1);
		snprintf(number, sizeof number, "N%07d", i * 7919 % 1000003);
		ADD(p, 0, crowd_given[sex][random_below(&seed, 20)], (go_together ? sex : other_sex) ? "F" : "M", suburb, postcode, number);
	}
}

/* Of two who share a given name both have its sex: twice as often as any two, where half are of each. Of two who share a suburb both
 * have its postcode: 40 times as often, less what a few pairs may be wrong. */
static void
test_what_goes_together(void **state)
{
	struct people *p = *state;
	const struct link_tie *sex, *postcode;

	strangers_add(p, 3, true);
	people_link(p);
	sex = &p->links.model.tie[1];
	postcode = &p->links.model.tie[p->links.model.tie[3].there ? 3 : 2];
	assert_true(sex->there && sex->with == 0);
	assert_near(sex->times[1][1], 2, 0.05);
	assert_true(sex->times[1][2] < 0.02);
	assert_true(postcode->there && (postcode->with == 2 || postcode->with == 3));
	assert_near(postcode->times[1][1], 40, 2);
	assert_false(p->links.model.tie[0].there || p->links.model.tie[4].there);
}

/* By what they say the sum of a field's chances is 1 again, whatever the other field's level. */
static void
test_chances_add_up(void **state)
{
	struct people *p = *state;

	strangers_add(p, 4, true);
	people_link(p);
	for (int f = 0; f < p->links.model.n_fields; f++)
		for (int at = 1; p->links.model.tie[f].there && at < link_field_levels(&p->links.model, p->links.model.tie[f].with); at++) {
			double sum = 0;

			for (int l = 1; l < link_field_levels(&p->links.model, f); l++)
				sum += p->links.model.chance[LINK_RANDOM][f][l] * p->links.model.tie[f].times[at][l];
			assert_near(sum, 1, 0.05);
		}
}

static void
test_what_does_not(void **state)
{
	struct people *p = *state;

	strangers_add(p, 5, false);
	people_link(p);
	for (int f = 0; f < p->links.model.n_fields; f++)
		assert_false(p->links.model.tie[f].there);
}

/* A file of pairs of one person's records each: what is the same in both fields at once is theirs, and hangs on nothing among strangers. */
static void
test_matches_are_no_tie(void **state)
{
	struct people *p = *state;
	uint64_t seed = 6;

	FIELDS(p, LINK_TEXT, LINK_IDENTIFIER, LINK_BORN);
	for (int i = 0; i < 300; i++) {
		struct somebody one = somebody_new(&seed, i);

		ADD(p, 0, one.name, one.number, one.born);
		ADD(p, 0, one.name, one.number, one.born);
	}
	people_link(p);
	assert_int_equal(p->links.n_clusters, 300);
	for (int f = 0; f < p->links.model.n_fields; f++)
		assert_false(p->links.model.tie[f].there);
}

/* That two share a sex who share a given name says nothing: the pair weighs what it weighs without the sex, within what is learned of
 * slips; that two do not says as much as ever. */
static void
test_it_counts_once(void **state)
{
	struct people *p = *state;
	struct link_explained x;

	strangers_add(p, 7, true);
	ADD(p, 1, "oliver", "M", "ashwell", "AB1 1AA", "N9999991");
	ADD(p, 1, "oliver", "M", "ashwell", "AB1 1AA", "N9999991");
	people_link(p);
	link_explain(p->set, &p->links.model, STRANGERS, STRANGERS + 1, &x);
	assert_int_equal(x.step[1 + 1].field, 1);
	assert_near(x.step[1 + 1].bits, log2(p->links.model.chance[LINK_MATCH][1][1]), 0.05);
}

/* Names and dates that go together are a tie; encoded names, which can be the same within one year alone, are none, nor are given and family
 * names. */
static void
test_others_care(void **state)
{
	struct people *p = *state;
	struct link_model *m = &p->model;
	struct ties_seen *seen = mem_new_one(p->mem, struct ties_seen);

	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN);
	for (int f = 0; f < 3; f++)
		for (int g = f + 1; g < 3; g++) {
			seen->pairs[f][g][1][1] = seen->pairs[f][g][2][2] = 500;
			seen->pairs[f][g][1][2] = seen->pairs[f][g][2][1] = 20;
		}
	ties_learn(seen, 0, m);
	assert_true(m->tie[2].there && !m->tie[0].there);
	assert_true(m->tie[1].there && m->tie[1].with == 2);
	assert_near(m->tie[1].times[1][1], (500 + 20 * 0.5) / (520 + 20) / 0.5, 1e-9);
	assert_near(m->tie[1].times[1][2], (20 + 20 * 0.5) / (520 + 20) / 0.5, 1e-9);
	assert_near(m->tie[1].times[3][1], 1, 0);
	ties_learn(seen, 300, m);               /* 500 are 240 more than by chance: of one person, they may be */
	assert_false(m->tie[0].there || m->tie[1].there || m->tie[2].there);
	m->encoded[0] = m->encoded[1] = true;
	ties_learn(seen, 0, m);
	assert_false(m->tie[0].there || m->tie[1].there || m->tie[2].there);
}

/* A family's children have given names, and the sex that goes with them, as strangers have: that tie holds of them too. Where they live is
 * their family's: no other does. */
static void
test_families(void **state)
{
	struct people *p = *state;
	struct ties ties;
	struct tied both;

	FIELDS(p, LINK_GIVEN, LINK_SEX, LINK_TEXT, LINK_POSTCODE);
	link_tie_put(&p->model, 1, 1, 0, 1, 2, 12);
	link_tie_put(&p->model, 3, 1, 2, 1, 8, 12);
	ties_make(&p->model, log2, &ties);
	both = ties_sum(&ties, 0x1111);
	assert_near(both.strangers, 1 + 3, 1e-12);
	assert_near(both.families, 1, 1e-12);
	both = ties_sum(&ties, 0x1011);
	assert_near(both.strangers, 1, 1e-12);
}

/* Of few records many random pairs are brothers' and sisters', who share name and home: these stay families', and no field hangs on another but
 * the sex. */
static void
test_few_families(void **state)
{
	struct people *p = *state;

	for (uint64_t seed = 1; seed <= 5; seed++) {
		struct crowd *c = crowd_new((struct wanted){.families = 90, .siblings = 0.6, .twins = 0.1, .slips = 0.03, .missing = 0.1,
		    .sources = 3}, seed);
		double siblings = 0;

		p->model.n_fields = 0;
		p->model.n_rules = p->model.n_seen = 0;
		crowd_fields(p);
		crowd_add(p, c);
		people_link(p);
		for (size_t i = 0; i < c->n; i++)
			for (size_t j = 0; j < i; j++)
				siblings += c->row[i].family == c->row[j].family && c->row[i].child != c->row[j].child;
		siblings -= (double)c->twin_pairs;
		assert_true(p->links.model.pairs[LINK_SIBLING] > siblings / 2);      /* the others do not meet */
		for (int f = 0; f < p->links.model.n_fields; f++)
			if (p->links.model.tie[f].there && f != C_SEX)
				fail_msg("%s hangs on %s", p->links.model.field[f].name, p->links.model.field[p->links.model.tie[f].with].name);
		crowd_free(c);
	}
}

/* One field hangs on one other at most, and none on itself by way of another. */
static void
test_put(void **state)
{
	struct people *p = *state;
	struct link_model *m = &p->model;

	FIELDS(p, LINK_TEXT, LINK_SEX, LINK_POSTCODE);
	assert_true(link_tie_put(m, 1, 1, 0, 2, 1.5, 12));
	assert_true(link_tie_put(m, 1, 2, 0, 2, 0.5, 12));
	assert_true(link_tie_put(m, 2, 1, 1, 1, 3, 12));
	assert_false(link_tie_put(m, 2, 1, 0, 1, 3, 12));
	assert_false(link_tie_put(m, 0, 1, 2, 1, 3, 12));
	assert_true(link_tie_tells(m, 1, 1, 2) && link_tie_tells(m, 1, 2, 2) && link_tie_tells(m, 2, 1, 1));
	assert_false(link_tie_tells(m, 1, 1, 1) || link_tie_tells(m, 0, 1, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_goes_together, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_chances_add_up, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_what_does_not, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_matches_are_no_tie, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_it_counts_once, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_others_care, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_families, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_few_families, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_put, people_new, people_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
