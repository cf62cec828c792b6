/* How many pairs may meet at all: counted one by one beside the count by sets of fields; and what records say nothing by which anybody is
 * looked for leave as it is. */
#include "crowd.h"

#include "linkage/keys.h"
#include "linkage/meeting.h"

static const struct wanted few = {.families = 120, .siblings = 0.3, .slips = 0.05, .missing = 0.4, .sources = 4};
static const struct wanted town = {.families = 2000, .siblings = 0.3, .slips = 0.05, .missing = 0.05, .sources = 3};

static void
test_pairs_are_counted(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(few, 31);
	struct keying keying;
	size_t meet = 0, all = c->n * (c->n - 1) / 2;

	for (size_t i = 0; i < c->n; i += 3)
		c->row[i].value[C_GIVEN][0] = c->row[i].value[C_FAMILY][0] = '\0';
	crowd_fields(p);
	crowd_add(p, c);
	keying_make(p->set, &keying);
	for (uint32_t a = 0; a < c->n; a++)
		for (uint32_t b = 0; b < a; b++) {
			bool may = false;

			for (int r = 0; r < p->model.n_rules + p->model.n_seen; r++)
				may = may || (key_of(&keying, r, row_of(p->set, a)) && key_of(&keying, r, row_of(p->set, b)));
			meet += may;
		}
	assert_true(meet > all / 4 && meet < all - all / 20);
	for (int threads = 1; threads <= 3; threads++) {
		struct pairs_met met;

		pairs_meeting(p->set, threads, &met);
		assert_near(met.all, (double)meet, 0);
	}
	crowd_free(c);
}

/* Of what kind a field is that a rule asks, one of three records does not say, and one pair is left. */
static void
test_each_kind_is_known(void **state)
{
	static const struct { enum link_kind kind; const char *one, *other; } of[] = {
		{LINK_GIVEN, "Ann", "Ben"}, {LINK_FAMILY, "Smith", "Jones"}, {LINK_BORN, "2010-01-02", "2011-02-03"}, {LINK_SEX, "F", "M"},
		{LINK_POSTCODE, "NE1 1AA", "NE2 2BB"}, {LINK_TEXT, "Here", "There"}, {LINK_IDENTIFIER, "A12345", "B23456"},
	};
	struct people *p = *state;

	for (size_t i = 0; i < COUNT(of); i++) {
		struct pairs_met met;

		people_none(p);
		p->model = (struct link_model){.n_fields = 0};
		FIELDS(p, LINK_TEXT);
		part_add(rule_add(p), field_add(p, of[i].kind), LINK_WHOLE);
		ADD(p, 0, "all", of[i].one);
		ADD(p, 0, "all", of[i].other);
		ADD(p, 0, "all", NULL);
		pairs_meeting(p->set, 1, &met);
		if (met.all < 1 || met.all > 1)
			fail_msg("%s: %.0f pairs", link_kind_name(of[i].kind), met.all);
	}
}

/* Three times as many records of which nothing is known make nobody's pair less likely: its weight stays within a tenth of a bit, and
 * were they strangers of whom nothing is known it would fall by four, for there would be sixteen times as many pairs of strangers. */
static void
test_nobody_is_no_stranger(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 32);
	size_t edges;
	double weight;

	crowd_fields(p);
	crowd_add(p, c);
	people_link(p);
	edges = p->links.n_edges;
	weight = (double)p->links.edge[edges / 2].weight;
	crowd_add(p, c);
	for (size_t i = 0; i < 3 * c->n; i++)
		ADD(p, 0, NULL);
	people_link(p);
	assert_near((double)p->links.n_edges / (double)edges, 1, 0.01);
	assert_near((double)p->links.edge[edges / 2].weight, weight, 0.1);
	crowd_free(c);
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_pairs_are_counted),
		PEOPLE_TEST(test_each_kind_is_known),
		PEOPLE_TEST(test_nobody_is_no_stranger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
