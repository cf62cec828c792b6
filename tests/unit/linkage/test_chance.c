/* What strangers share by chance, where the records that came would have it be nothing or far too much. */
#include "people.h"

#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)

/* The i-th number of its own, and a place of 40. */
static void
child_add(struct people *p, int i, bool mistyped)
{
	char number[16], place[16];

	snprintf(number, sizeof number, "%c%08d", mistyped ? '9' : 'A' + i % 26, (int)((uint64_t)i * 7919317 % 99999989));
	snprintf(place, sizeof place, "%c%d%c", 'A' + i % 20, i % 40 * 7919, 'A' + i % 20);
	ADD(p, mistyped, number, place);
}

#define CHILDREN 1500

/* Each in two files, one in twenty of the second ones mistyped. */
static void
children_add(struct people *p)
{
	FIELDS(p, LINK_IDENTIFIER, LINK_TEXT);
	for (int i = 0; i < CHILDREN; i++) {
		child_add(p, i, false);
		child_add(p, i, i % 20 == 0);
	}
}

/* 1,500 children have a number of their own each, in two files, one in twenty of the second ones mistyped: no two strangers share one.
 * That is no proof that none ever do: one in ten may share it with somebody. */
static void
test_chance_is_never_nothing(void **state)
{
	struct people *p = *state;

	children_add(p);
	people_link(p);
	assert_near(p->links.model.chance[LINK_RANDOM][0][1] * (2 * CHILDREN + 1) / 0.1, 1, 0.1);
}

/* A thousand records more that all say what a form comes with tell nothing of what strangers share by chance: 74 others of 2,998 have a
 * child's place. */
static void
test_many_that_say_the_same(void **state)
{
	struct people *p = *state;

	children_add(p);
	for (int i = 0; i < 1000; i++)
		ADD(p, 0, "Q00000000", "Nowhere");
	people_link(p);
	assert_near(p->links.model.chance[LINK_RANDOM][1][1] / (74.0 / 2998), 1, 0.15);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_chance_is_never_nothing),
		PEOPLE_TEST(test_many_that_say_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
