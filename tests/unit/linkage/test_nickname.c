/* Names that stand for each other are learned from the records; what else two children share is not. */
#include "people.h"

enum { GIVEN, FAMILY, BORN, SEX, UPN };

#define FORM "another form of the name"

static const char *const family[] = {"ash", "brook", "carter", "dunmore", "eastwood", "falkirk", "greene", "holt", "ingram",
    "jarvis", "kendal", "lomax", "marsden", "norton", "oakley", "pember"};
static const char *const given[] = {"oliver", "george", "noah", "arthur", "leo", "oscar", "harry", "jack", "henry", "thomas",
    "finley", "isaac", "lucas", "jacob", "ethan", "samuel", "dylan", "reuben", "yusuf", "hugo"};

static void
model_make(struct people *p)
{
	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN, LINK_SEX, LINK_UPN);
	link_model_complete(&p->model);
}

/* One child's record; children of different `child` share nothing but perhaps the family name. */
static void
child_add(struct people *p, const char *name, int child, bool upn)
{
	char born[16], number[16];

	snprintf(born, sizeof born, "20%02d-%02d-%02d", child % 17, 1 + child % 12, 1 + child % 27);
	snprintf(number, sizeof number, "A%06d%06d", child * 7919 % 1000000, child * 104729 % 1000000);
	ADD(p, 0, name, family[child % 16], born, "M", upn ? number : NULL);
}

/* Three hundred children of common names in two files each, so that names have frequencies. */
static void
others_add(struct people *p)
{
	for (int i = 0; i < 300; i++) {
		child_add(p, given[i % 20], 1000 + i, true);
		child_add(p, given[i % 20], 1000 + i, true);
	}
}

static const char *
name_level(struct people *p, const char *one, const char *other)
{
	uint32_t a = ADD(p, 0, one), b = ADD(p, 0, other);

	return link_level_name(LINK_GIVEN, level_between(p, GIVEN, a, b));
}

/* In twelve children one file says Sandy, the other Alexander: by the number, or by name and date alone. */
static void
learned_from(struct people *p, bool upn, int children)
{
	others_add(p);
	for (int i = 0; i < children; i++) {
		child_add(p, "Sandy", i, upn);
		child_add(p, "Alexander", i, upn);
	}
	people_link(p);
}

static void
test_learned(void **state)
{
	struct people *p = *state;

	model_make(p);
	for (int upn = 0; upn < 2; upn++) {
		people_none(p);
		learned_from(p, upn, 12);
		assert_string_equal(name_level(p, "Alexander", "Sandy"), FORM);
		assert_string_equal(name_level(p, "Sandy", "Oliver"), "different");
		assert_true(joined(p, 600, 601));
		people_none(p);
		learned_from(p, upn, 2);        /* two families are chance */
		assert_string_not_equal(name_level(p, "Alexander", "Sandy"), FORM);
	}
}

/* One child's ten records meet 25 times, which is one family. */
static void
test_one_family_is_one(void **state)
{
	struct people *p = *state;

	model_make(p);
	others_add(p);
	for (int i = 0; i < 10; i++)
		child_add(p, i % 2 ? "Sandy" : "Alexander", 1, true);
	people_link(p);
	assert_string_not_equal(name_level(p, "Alexander", "Sandy"), FORM);
}

/* 150 pairs of twins with two names drawn at random of twenty: no two of the names are taken for one. */
static void
test_twins_teach_nothing(void **state)
{
	struct people *p = *state;
	uint64_t seed = 5;

	model_make(p);
	others_add(p);
	for (int i = 0; i < 150; i++) {
		size_t a = random_below(&seed, 20), b = random_below(&seed, 19);

		child_add(p, given[a], i, false);
		child_add(p, given[b + (b >= a)], i, false);
	}
	people_link(p);
	for (size_t a = 0; a < 20; a++)
		for (size_t b = a + 1; b < 20; b++)
			if (strcmp(name_level(p, given[a], given[b]), FORM) == 0)
				fail_msg("%s is no form of %s", given[a], given[b]);
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_learned),
		PEOPLE_TEST(test_one_family_is_one),
		PEOPLE_TEST(test_twins_teach_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
