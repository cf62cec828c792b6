/* Given names that stand for the lack of one are learned from the records; real names, short forms and shared numbers are not. */
#include "people.h"

enum { GIVEN, FAMILY };

static const char *const family[] = {"ash", "brook", "carter", "dunmore", "eastwood", "falkirk", "greene", "holt", "ingram",
    "jarvis", "kendal", "lomax", "marsden", "norton", "oakley", "pember"};
static const char *const given[] = {"oliver", "george", "noah", "arthur", "leo", "oscar", "harry", "jack", "henry", "thomas",
    "finley", "isaac", "lucas", "jacob", "ethan", "samuel", "dylan", "reuben", "yusuf", "hugo"};

struct record {
	const char *name;
	int source;
	int child;                      /* children share nothing but perhaps the family name */
	bool default_number;            /* the one that a program writes where there is none, as if it were a number */
};

struct town {
	struct record record[1200];
	size_t n;
};

static void
town_add(struct town *t, const char *name, int child)
{
	t->record[t->n] = (struct record){name, (int)t->n % 2, child, false};
	t->n++;
}

/* Three hundred children of common names, in two files each. */
static struct town
town_new(void)
{
	struct town t = {0};

	for (int i = 0; i < 300; i++) {
		town_add(&t, given[i % 20], 1000 + i);
		town_add(&t, given[i % 20], 1000 + i);
	}
	return t;
}

/* So many more, of whom one file says what is no name and the other what they are called, one name of so many. */
static void
babies_add(struct town *t, const char *none, int babies, int names)
{
	for (int i = 0; i < babies; i++) {
		town_add(t, none, i);
		town_add(t, given[i % names], i);
	}
}

static void
town_link(struct people *p, const struct town *t)
{
	people_none(p);
	if (p->model.n_fields == 0)
		FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN, LINK_UPN);
	for (size_t i = 0; i < t->n; i++) {
		const struct record *r = &t->record[i];
		char born[16], number[16];

		snprintf(born, sizeof born, "20%02d-%02d-%02d", r->child % 17, 1 + r->child % 12, 1 + r->child % 27);
		snprintf(number, sizeof number, "A%06d%06d", (r->child + 1) * 7919 % 1000000, (r->child + 1) * 104729 % 1000000);
		ADD(p, r->source, r->name, family[r->child % 16], born, r->default_number ? "A123456123456" : number);
	}
	people_link(p);
}

/* In families of twelve and more, and of eight names and more, it is no name, and says nothing. */
static void
test_learned(void **state)
{
	static const struct { int babies, names; bool learned; } at[] = {
		{12, 8, true}, {40, 20, true}, {11, 11, false}, {40, 7, false}, {40, 1, false},
	};
	struct people *p = *state;

	for (size_t i = 0; i < COUNT(at); i++) {
		struct town t = town_new();

		babies_add(&t, "Bebe", at[i].babies, at[i].names);
		town_link(p, &t);
		if (p->links.n_placeholders != at[i].learned)
			fail_msg("%d babies of %d names: %zu", at[i].babies, at[i].names, p->links.n_placeholders);
		assert_string_equal(link_level_name(LINK_GIVEN, level_between(p, GIVEN, 600, 602)), at[i].learned ? "not known" :
		    "the same");
		assert_string_equal(link_level_name(LINK_GIVEN, level_between(p, GIVEN, 0, 1)), "the same");
		if (at[i].learned) {
			assert_string_equal(p->links.placeholder[0], "bebe");
			assert_int_equal(p->links.n_aliases, 0);        /* nor is it a form of a name */
			for (uint32_t k = 0; k < (uint32_t)at[i].babies; k++)
				assert_true(joined(p, 600 + 2 * k, 601 + 2 * k));
		}
	}
}

/* A short form has one name mostly: of forty in twenty families Alexander. */
static void
test_short_forms(void **state)
{
	struct people *p = *state;
	struct town t = town_new();

	for (int i = 0; i < 40; i++) {
		town_add(&t, "Sandy", i);
		town_add(&t, i % 2 ? "Alexander" : given[i / 2], i);
	}
	town_link(p, &t);
	assert_int_equal(p->links.n_placeholders, 0);
}

/* Where two files that share a number disagree in a fifth of all names, what is one of them says little. */
static void
test_wrong_numbers(void **state)
{
	struct people *p = *state;
	struct town t = town_new();

	for (size_t i = 0; i < t.n; i += 10)
		t.record[i].name = given[(i / 10 + 7) % 20];
	babies_add(&t, "Bebe", 40, 20);
	town_link(p, &t);
	assert_int_equal(p->links.n_placeholders, 0);
}

/* Two of them, in the order of their letters; each is left out where the other is judged. */
static void
test_two_placeholders(void **state)
{
	struct people *p = *state;
	struct town t = town_new();

	babies_add(&t, "Twin One", 30, 15);
	for (int i = 0; i < 30; i++) {
		town_add(&t, "Bebe", 200 + i);
		town_add(&t, given[i % 19], 200 + i);
	}
	town_link(p, &t);
	assert_int_equal(p->links.n_placeholders, 2);
	assert_string_equal(p->links.placeholder[0], "bebe");
	assert_string_equal(p->links.placeholder[1], "twin one");
}

/* One baby's forty records meet twenty names, which is one family; eleven babies' pairs of records are eleven. */
static void
test_one_family_is_one(void **state)
{
	struct people *p = *state;
	struct town t = town_new();

	for (int i = 0; i < 40; i++)
		town_add(&t, i % 2 ? "Bebe" : given[i / 2], 7);
	town_link(p, &t);
	assert_int_equal(p->links.n_placeholders, 0);
	t = town_new();
	for (int twice = 0; twice < 2; twice++)
		babies_add(&t, "Bebe", 11, 11);
	town_link(p, &t);
	assert_int_equal(p->links.n_placeholders, 0);
}

/* A number that is nobody's, in a tenth of the records: all names meet all others by it, and all are names. */
static void
test_default_number(void **state)
{
	struct people *p = *state;
	struct town t = town_new();

	for (size_t i = 0; i < t.n; i += 10)
		t.record[i].default_number = true;
	for (int i = 0; i < 40; i++) {
		town_add(&t, given[i % 20], i);
		t.record[t.n - 1].default_number = true;
	}
	town_link(p, &t);
	assert_int_equal(p->links.n_placeholders, 0);
}

/* The same whatever the order of the records and the number of threads, and when it is given to a set beforehand. */
static void
test_order_threads_and_given(void **state)
{
	struct people *p = *state;
	uint64_t seed = 3;
	struct town t = town_new();
	struct links first, given_before;

	babies_add(&t, "Bebe", 40, 20);
	town_link(p, &t);
	first = p->links;
	for (int round = 0; round < 4; round++) {
		for (size_t i = t.n - 1; i > 0; i--) {
			size_t k = random_below(&seed, i + 1);
			struct record other = t.record[i];

			t.record[i] = t.record[k];
			t.record[k] = other;
		}
		p->options.threads = 1 + round % 3;
		town_link(p, &t);
		assert_int_equal(p->links.n_placeholders, 1);
		assert_int_equal(p->links.n_clusters, first.n_clusters);
		assert_int_equal(p->links.pairs, first.pairs);
		assert_memory_equal(p->links.histogram, first.histogram, sizeof first.histogram);
	}
	p->model = p->links.model;
	p->placeholder = "bebe";
	town_link(p, &t);
	given_before = p->links;
	assert_int_equal(given_before.n_placeholders, 1);
	assert_int_equal(given_before.pairs, first.pairs);
	assert_memory_equal(given_before.histogram, first.histogram, sizeof first.histogram);
}

/* It may be a family's name all the same. */
static void
test_given_names_alone(void **state)
{
	struct people *p = *state;
	uint32_t a, b;

	FIELDS(p, LINK_GIVEN, LINK_FAMILY);
	people_trained(p, 1000);
	p->placeholder = "bebe";
	a = ADD(p, 0, "BEBE", "Bebe");
	b = ADD(p, 0, "Bebe", "Bebe");
	assert_string_equal(link_level_name(LINK_GIVEN, level_between(p, GIVEN, a, b)), "not known");
	assert_string_equal(link_level_name(LINK_FAMILY, level_between(p, FAMILY, a, b)), "the same");
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_learned),
		PEOPLE_TEST(test_short_forms),
		PEOPLE_TEST(test_wrong_numbers),
		PEOPLE_TEST(test_two_placeholders),
		PEOPLE_TEST(test_one_family_is_one),
		PEOPLE_TEST(test_default_number),
		PEOPLE_TEST(test_order_threads_and_given),
		PEOPLE_TEST(test_given_names_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
