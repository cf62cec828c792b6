/* Every level of every kind by a pair of values that is at it; levels are alike in both orders (people.h looks). */
#include "people.h"

static const struct values values[] = {
	{LINK_GIVEN, "Ann", "Ann", "the same"},
	{LINK_GIVEN, "Anne Marie", "Marie", "part of the other"},
	{LINK_GIVEN, "Katherine", "Kathrine", "nearly the same"},
	{LINK_GIVEN, "Olivia", "Oilvia", "nearly the same"},
	{LINK_GIVEN, "Niamh", "Neve", "alike"},                         /* they sound alike */
	{LINK_GIVEN, "Jon", "Joan", "nearly the same"},
	{LINK_GIVEN, "Ann", "William", "different"},
	{LINK_FAMILY, "Smith", "Smith", "the same"},
	{LINK_FAMILY, "Smith Jones", "Jones", "part of the other"},
	{LINK_FAMILY, "Johnson", "Johnston", "nearly the same"},
	{LINK_FAMILY, "Harris", "Harrison", "nearly the same"},
	{LINK_FAMILY, "Wright", "Rite", "alike"},
	{LINK_FAMILY, "Smith", "Okafor", "different"},
	{LINK_BORN, "2010-03-04", "2010-03-04", "the same"},
	{LINK_BORN, "2010-03-04", "2010-04-03", "day and month swapped"},
	{LINK_BORN, "2010-03-04", "2010-03-14", "one digit differs"},
	{LINK_BORN, "2010-03-12", "2010-03-21", "one digit differs"},   /* two neighbours swapped */
	{LINK_BORN, "2010-03-04", "2010-03-28", "the same month and year"},
	{LINK_BORN, "2009-03-04", "2010-03-04", "the year is one out"},
	{LINK_BORN, "2010-03-28", "2010-04-03", "ten days apart at most"},
	{LINK_BORN, "2010-03-04", "2010-09-28", "the same year"},
	{LINK_BORN, "2010-03-04", "1987-11-29", "different"},
	{LINK_SEX, "M", "M", "the same"},
	{LINK_SEX, "M", "F", "different"},
	{LINK_POSTCODE, "LS8 5QA", "LS8 5QA", "the same"},
	{LINK_POSTCODE, "LS8 5QA", "LS8 5QB", "one character differs"},
	{LINK_POSTCODE, "LS8 5QA", "LS8 5AQ", "one character differs"}, /* two neighbours swapped */
	{LINK_POSTCODE, "LS8 5QA", "LS8 5XB", "the same sector"},
	{LINK_POSTCODE, "LS8 5QA", "LS8 6XB", "the same district"},
	{LINK_POSTCODE, "LS8 5QA", "LS12 6XB", "the same area"},
	{LINK_POSTCODE, "LS8 5QA", "NE1 4XB", "different"},
	{LINK_IDENTIFIER, "AB1234", "AB1234", "the same"},
	{LINK_IDENTIFIER, "AB1234", "AB1294", "one character differs"},
	{LINK_IDENTIFIER, "AB1234", "AB1324", "one character differs"},
	{LINK_IDENTIFIER, "AB1234", "AB1432", "different"},             /* swapped, but no neighbours */
	{LINK_IDENTIFIER, "AB1234", "AB12345", "different"},            /* one more */
	{LINK_IDENTIFIER, "AB1234", "CD9876", "different"},
	{LINK_UPN, "A123456789012", "A123456789012", "the same"},
	{LINK_UPN, "A123456789012", "A123456789013", "one character differs"},
	{LINK_UPN, "A123456789012", "A987654321098", "different and not both valid"},
	{LINK_UPN, "H801200001001", "X801200001002", "one character differs and both valid"},   /* 53 is 7 of 23, 66 is 20 */
	{LINK_UPN, "H801200001001", "A801200001002", "one character differs"},                  /* and its check letter is wrong */
	{LINK_UPN, "H801200001001", "801200001002", "one character differs"},                   /* nobody knows */
	{LINK_UPN, "H801200001001", "A123456789012", "different"},
	{LINK_NHS_NUMBER, "9434765919", "9434765919", "the same"},
	{LINK_NHS_NUMBER, "9434765919", "9434765991", "one digit differs"},
	{LINK_NHS_NUMBER, "9434765919", "4010232137", "different"},     /* the checks of both are right */
	{LINK_NHS_NUMBER, "9434765919", "4010232173", "different and not both valid"},
	{LINK_TEXT, "12 High Street", "12 High Street", "the same"},
	{LINK_TEXT, "12 High Street", "High Street", "part of the other"},
	{LINK_TEXT, "12 High Street", "12 Hihg Street", "nearly the same"},
	{LINK_TEXT, "shiraz", "sharez", "alike"},
	{LINK_TEXT, "12 High Street", "Flat 7 Old Mill", "different"},
	{LINK_BLIND, "8 bytes.", "8 bytes.", "the same"},
	{LINK_BLIND, "8 bytes.", "8 bytes!", "different"},
};

static void
test_levels(void **state)
{
	(void)state;
	assert_levels(values, COUNT(values));
}

/* Nothing is passed over: every level has its pair above, but for the two of given names that want more than two values. */
static void
test_every_level_has_a_pair(void **state)
{
	(void)state;
	for (int k = 0; k < LINK_KINDS; k++) {
		assert_string_equal(link_level_name((enum link_kind)k, 0), "not known");
		assert_string_equal(link_level_name((enum link_kind)k, link_level_count((enum link_kind)k)), "");
		assert_string_equal(link_level_name((enum link_kind)k, -1), "");
		for (int l = 1; l < link_level_count((enum link_kind)k); l++) {
			const char *name = link_level_name((enum link_kind)k, l);
			bool has = k == LINK_GIVEN && (l == 2 || l == 3);

			for (size_t i = 0; i < COUNT(values); i++)
				has = has || ((int)values[i].kind == k && strcmp(values[i].level, name) == 0);
			if (!has)
				fail_msg("%s: no pair is at \"%s\"", link_kind_name((enum link_kind)k), name);
		}
	}
}

/* One value missing, or both: the level is "not known", and the weight is the prior's alone. */
static void
test_missing_says_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		const struct values v[] = {{values[i].kind, values[i].one, "", "not known"},
		    {values[i].kind, "", values[i].one, "not known"}, {values[i].kind, "", "", "not known"}};

		assert_levels(v, COUNT(v));
	}
	for (int k = 0; k < LINK_KINDS; k++) {
		void *other;
		struct people *p;
		struct link_explained x;

		people_new(&other);
		p = other;
		field_add(p, (enum link_kind)k);
		people_trained(p, 1024);
		ADD(p, 0, values[0].one);
		ADD(p, 0, NULL);
		link_explain(p->set, &p->model, 0, 1, &x);
		assert_near(x.weight, -10, 1e-6);        /* 1 of 1024 */
		assert_near(x.step[1].bits, 0, 1e-9);
		people_end(&other);
	}
}

enum { GIVEN, FAMILY };

static const char *
given_level(const struct people *p, uint32_t a, uint32_t b)
{
	return link_level_name(LINK_GIVEN, level_between(p, GIVEN, a, b));
}

/* Swapped names: the given name says so and the family name nothing. One of the two may be misspelt, not both. */
static void
test_swapped_names(void **state)
{
	struct people *p = *state;

	FIELDS(p, LINK_GIVEN, LINK_FAMILY);
	people_trained(p, 10);
	ADD(p, 0, "Iqra", "Hussain");
	ADD(p, 0, "Hussain", "Iqra");
	ADD(p, 0, "Hussein", "Iqra");
	ADD(p, 0, "Hussein", "Ikra");
	ADD(p, 0, "Iqra", "Hussein");
	ADD(p, 0, "Hussain", NULL);
	ADD(p, 0, "Hussain", "Begum");
	ADD(p, 0, "James", "James");
	assert_string_equal(given_level(p, 0, 1), "swapped with the family name");
	assert_int_equal(level_between(p, FAMILY, 0, 1), 0);
	assert_string_equal(given_level(p, 0, 2), "swapped with the family name");
	assert_string_equal(given_level(p, 0, 3), "different");
	assert_string_equal(given_level(p, 0, 4), "the same");
	assert_string_equal(given_level(p, 0, 5), "different");
	assert_string_equal(given_level(p, 0, 6), "different");
	assert_string_equal(link_level_name(LINK_FAMILY, level_between(p, FAMILY, 0, 6)), "different");
	assert_string_equal(given_level(p, 7, 7), "the same");
}

/* Names that a table says stand for each other; the table holds either way about, and for no third name. */
static void
test_nicknames_given(void **state)
{
	struct people *p = *state;

	FIELDS(p, LINK_GIVEN, LINK_FAMILY);
	people_trained(p, 10);
	link_set_nickname(people_set(p), VIEW("bill"), VIEW("william"));
	link_set_nickname(p->set, VIEW("bill"), VIEW(""));
	link_set_nickname(p->set, VIEW("kit"), VIEW("kit"));
	ADD(p, 0, "William", "Ash");
	ADD(p, 0, "BILL", "Ash");
	ADD(p, 0, "Will", "Ash");
	ADD(p, 0, "Kit", "Ash");
	ADD(p, 0, "Kit", "Bill");
	ADD(p, 0, "Kat", "William");
	assert_string_equal(given_level(p, 0, 1), "another form of the name");
	assert_string_not_equal(given_level(p, 1, 2), "another form of the name");
	assert_string_equal(given_level(p, 3, 4), "the same");
	assert_string_equal(link_level_name(LINK_FAMILY, level_between(p, FAMILY, 4, 5)), "different");
}

/* A model with one of the two names only has nothing to swap with. */
static void
test_one_name_alone(void **state)
{
	struct people *p = *state;

	FIELDS(p, LINK_FAMILY, LINK_SEX);
	people_trained(p, 10);
	ADD(p, 0, "Iqra", "F");
	ADD(p, 0, "Hussain", "F");
	assert_string_equal(link_level_name(LINK_FAMILY, level_between(p, 0, 0, 1)), "different");
	assert_int_equal(level_between(p, 1, 0, 1), 1);
}

/* Each field has its own four bits: fourteen at once, of which every other agrees. */
static void
test_all_fields_at_once(void **state)
{
	struct people *p = *state;
	const char *one[LINK_FIELDS], *other[LINK_FIELDS];

	for (int f = 0; f < LINK_FIELDS; f++) {
		field_add(p, f % 3 == 0 ? LINK_TEXT : LINK_IDENTIFIER);
		one[f] = "abcd1234";
		other[f] = f % 2 ? "abcd1234" : "zqyx9876";
	}
	people_trained(p, 10);
	people_add(p, 0, one);
	people_add(p, 0, other);
	for (int f = 0; f < LINK_FIELDS; f++)
		assert_int_equal(level_between(p, f, 0, 1), f % 2 ? 1 : link_level_count(p->model.field[f].kind) - 1);
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_every_level_has_a_pair),
		cmocka_unit_test(test_missing_says_nothing),
		PEOPLE_TEST(test_swapped_names),
		PEOPLE_TEST(test_nicknames_given),
		PEOPLE_TEST(test_one_name_alone),
		PEOPLE_TEST(test_all_fields_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
