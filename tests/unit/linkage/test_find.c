/* Looking one record up: the likeliest first, of those alone that it meets, by the weights of any pair. */
#include "people.h"

#include "linkage/find.h"

/* Ann Ash of 14 May 2012 is asked for. Ann Ash of that day is likelier than Anne, who is likelier than Ann Lindqvist, whose
 * names are not nearly hers; Ben meets her by nothing. */
static void
test_order(void **state)
{
	static const char *const other[] = {"Carla", "Dmitri", "Edith", "Faisal", "Gwen", "Hugo", "Ines", "Jakub", "Kofi", "Lotte"};
	const uint32_t ben = COUNT(other), lindqvist = ben + 1, anne = ben + 2, ann = ben + 3, asked = ben + 4;
	struct people *p = *state;
	struct link_likely *found;
	struct link_explained x;
	size_t n;

	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN);
	people_trained(p, 1024);
	for (size_t i = 0; i < COUNT(other); i++)       /* so that her names are rare */
		ADD(p, 0, other[i], other[(i + 1) % COUNT(other)], "2001-02-03");
	ADD(p, 0, "Ben", "Brown", "2009-01-02");
	ADD(p, 0, "Ann", "Lindqvist", "2012-05-14");
	ADD(p, 0, "Anne", "Ash", "2012-05-14");
	ADD(p, 0, "Ann", "Ash", "2012-05-14");
	ADD(p, 0, "Ann", "Ash", "2012-05-14");
	n = link_find(p->mem, p->set, &p->model, asked, 10, &found);
	assert_int_equal(n, 3);
	assert_int_equal(found[0].record, ann);
	assert_int_equal(found[1].record, anne);
	assert_int_equal(found[2].record, lindqvist);
	for (size_t i = 0; i < n; i++) {
		link_explain(p->set, &p->model, found[i].record, asked, &x);
		assert_near(found[i].weight, x.weight, 1e-6);
	}
	assert_int_equal(link_find(p->mem, p->set, &p->model, asked, 1, &found), 1);
	assert_int_equal(found[0].record, ann);
	assert_int_equal(link_find(p->mem, p->set, &p->model, ben, 10, &found), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_order, people_new, people_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
