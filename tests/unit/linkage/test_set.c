/* What a set takes as a value, and what as none: seen by how records agree. */
#include "people.h"

#include "base/day.h"
#include "linkage/set.h"

#define SAME "the same"
#define NOT_KNOWN "not known"

static void
test_names_fold(void **state)
{
	static const struct values v[] = {
		{LINK_GIVEN, "Zoë", "ZOE", SAME},
		{LINK_GIVEN, " Anne-Marie ", "anne  marie", SAME},
		{LINK_GIVEN, "Ann", "Ben", "different"},
		{LINK_FAMILY, "O'Neill", "ONEILL", SAME},
		{LINK_FAMILY, "Wiśniewska", "wisniewska", SAME},
		{LINK_FAMILY, "St. John", "St John", SAME},
	};

	(void)state;
	assert_levels(v, COUNT(v));
}

/* Each placeholder beside itself: two records that say it do not agree. */
static void
test_placeholders(void **state)
{
	static const char *const names[] = {"", "-", "?", "Baby", "BABY GIRL", "baby boy", "Not known", "UNKNOWN", "Unborn",
	    "n/a", "N A", "none", "Infant", "xxx", "TBC", "unnamed", "anonymous", "12345"};
	static const char *const numbers[] = {"", "0000000000", "9999999999", "000", "1111111111111", "A", "-", "   ",
	    "not known", "Unknown", "N/A", "none", "TBC"};
	static const char *const texts[] = {"", " - ", "Not known", "UNKNOWN", "n/a", "none", "tbc"};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		const struct values v[] = {{LINK_GIVEN, names[i], names[i], NOT_KNOWN}, {LINK_FAMILY, names[i], names[i], NOT_KNOWN}};

		assert_levels(v, 2);
	}
	for (size_t i = 0; i < COUNT(numbers); i++)
		for (int k = LINK_IDENTIFIER; k <= LINK_NHS_NUMBER; k++)
			assert_levels(&(struct values){(enum link_kind)k, numbers[i], numbers[i], NOT_KNOWN}, 1);
	for (size_t i = 0; i < COUNT(texts); i++)
		assert_levels(&(struct values){LINK_TEXT, texts[i], texts[i], NOT_KNOWN}, 1);
}

static void
test_sex(void **state)
{
	static const char *const male[] = {"M", "m", "Male", "MALE", " male ", "1"}, *const female[] = {"F", "f", "female", "2"};
	static const char *const neither[] = {"", "0", "9", "U", "X", "not known", "missing", "12", "not specified"};

	(void)state;
	for (size_t i = 0; i < COUNT(male); i++)
		for (size_t k = 0; k < COUNT(female); k++) {
			const struct values v[] = {{LINK_SEX, male[i], "M", SAME}, {LINK_SEX, female[k], "F", SAME},
			    {LINK_SEX, male[i], female[k], "different"}};

			assert_levels(v, COUNT(v));
		}
	for (size_t i = 0; i < COUNT(neither); i++) {
		const struct values v[] = {{LINK_SEX, neither[i], neither[i], NOT_KNOWN}, {LINK_SEX, neither[i], "M", NOT_KNOWN}};

		assert_levels(v, COUNT(v));
	}
}

/* The forms that base/day.h reads, each against the plain one; what is no whole date says nothing. */
static void
test_dates(void **state)
{
	static const char *const form[] = {"2010-03-04", "04/03/2010", "4/3/2010", "04-03-2010", "04.03.2010", "2010/03/04",
	    "20100304", "04-Mar-2010", "04 Mar 2010", "4 March 2010", "2010-Mar-04", "2010-03-04T10:20:30",
	    "04/03/2010 00:00", " 04/03/2010 "};
	static const char *const none[] = {"", "zz/03/2010", "2010", "2010-03", "31/02/2010", "04/03/10", "yesterday"};

	(void)state;
	for (size_t i = 0; i < COUNT(form); i++) {
		const struct values v[] = {{LINK_BORN, "2010-03-04", form[i], SAME}, {LINK_BORN, "1987-12-29", form[i], "different"}};

		assert_levels(v, COUNT(v));
	}
	for (size_t i = 0; i < COUNT(none); i++)
		assert_levels(&(struct values){LINK_BORN, none[i], none[i], NOT_KNOWN}, 1);
}

static void
test_postcodes_and_texts(void **state)
{
	static const struct values v[] = {
		{LINK_POSTCODE, "LS8 5QA", "ls85qa", SAME},
		{LINK_POSTCODE, "LS8 5QA", " L S8 5Q A ", SAME},
		{LINK_POSTCODE, "B1 2CD", "b12cd", SAME},
		{LINK_POSTCODE, "B1 2CD", "B1  2CD", SAME},                     /* what stands before the last three is a space */
		{LINK_POSTCODE, "B1 2CD", " B1 2CD", SAME},
		{LINK_POSTCODE, "EC1A 1BB", "E C1A1 BB", SAME},
		{LINK_POSTCODE, "B 1 2CD", "B1\t2CD", SAME},
		{LINK_POSTCODE, "B1 CCD", "B1 CCD", NOT_KNOWN},
		{LINK_POSTCODE, "EC1AA 1BB", "EC1AA 1BB", NOT_KNOWN},
		{LINK_POSTCODE, "not known", "not known", NOT_KNOWN},
		{LINK_POSTCODE, "LS8", "LS8", NOT_KNOWN},
		{LINK_TEXT, "12, High Street", "12 HIGH  street.", SAME},
		{LINK_TEXT, "0113 496 0000", "0113-496-0000", SAME},
		{LINK_TEXT, "12 High Street", "31 Brook Lane", "different"},
	};

	(void)state;
	assert_levels(v, COUNT(v));
}

static void
test_numbers(void **state)
{
	static const struct values v[] = {
		{LINK_NHS_NUMBER, "943 476 5919", "9434765919", SAME},
		{LINK_IDENTIFIER, "ab-12/34", "AB1234", SAME},
		{LINK_IDENTIFIER, "0012", "12", "different"},                   /* zeros in front are part of it */
		{LINK_IDENTIFIER, "ABCDEFGH1234567890", "abcdefgh1234567890", SAME},    /* longer than what is packed */
		{LINK_IDENTIFIER, "ABCDEFGH1234567890", "ABCDEFGH1234567891", "different"},
		{LINK_UPN, "A123456789012", "B123456789012", SAME},             /* the check letter says nothing */
		{LINK_UPN, "A123456789012", "123456789012", SAME},
		{LINK_UPN, "A987654321098", "J987654321098", SAME},             /* nor that one of the two is wrong */
		{LINK_NHS_NUMBER, "Z12345678901", "z12345678901", SAME},        /* of twelve, so late a letter fills the number's last bit */
		{LINK_NHS_NUMBER, "Z12345678901", "Z12345678902", "different and not both valid"},
		{LINK_IDENTIFIER, "A123456789012", "B123456789012", "different"},
	};

	(void)state;
	assert_levels(v, COUNT(v));
}

/* What is no date, and what programs write for none. */
static void
test_dates_that_nobody_has(void **state)
{
	static const char *const none[] = {"2010-02-30", "29/02/2011", "31/04/2010", "1900-01-01", "01/01/1900", "1899-12-31",
	    "1800-01-01", "9999-12-31", "0001-01-01", "00/00/0000"};

	(void)state;
	for (size_t i = 0; i < COUNT(none); i++)
		assert_levels(&(struct values){LINK_BORN, none[i], none[i], NOT_KNOWN}, 1);
	assert_levels(&(struct values){LINK_BORN, "1900-01-02", "1900-01-02", SAME}, 1);
}

/* 99 children of 2010 to 2018 (the last of them sets the year up to which 99 of 100 are), and one more: ten years after the last of
 * them is a date of birth, a year later is none. Of fewer records all are. */
static void
test_dates_in_the_future(void **state)
{
	static const struct { int children; const char *born, *level; } at[] = {
		{99, "2028-12-31", SAME}, {99, "2029-01-01", NOT_KNOWN}, {99, "2099-01-01", NOT_KNOWN}, {98, "2099-01-01", SAME},
	};
	struct people *p = *state;

	FIELDS(p, LINK_BORN);
	people_trained(p, 10);
	part_add(rule_add(p), 0, LINK_WHOLE);
	for (size_t i = 0; i < COUNT(at); i++) {
		people_none(p);
		for (int k = 0; k < at[i].children; k++) {
			char born[16];

			snprintf(born, sizeof born, "20%d-03-04", 10 + k % 9);
			ADD(p, 0, born);
		}
		ADD(p, 0, at[i].born);
		if (i % 2) {            /* both take them out, whichever comes first */
			people_link(p);
			assert_int_equal(p->links.rule[0].keyed, at[i].children + (strcmp(at[i].level, SAME) == 0));
		}
		assert_string_equal(link_level_name(LINK_BORN, level_between(p, 0, (uint32_t)at[i].children, (uint32_t)at[i].children)),
		    at[i].level);
	}
}

/* Records put many at a time are numbered, and their names counted, as one by one: new names in the middle of those that are
 * looked up together, and twice among them, names that say nothing, and none. */
static void
test_many_at_a_time(void **state)
{
	enum { RECORDS = 301, FIELDS = 5 };
	static const struct link_model model = {.field = {{"number", LINK_IDENTIFIER}, {"family", LINK_FAMILY}, {"born", LINK_BORN},
	    {"text", LINK_TEXT}, {"given", LINK_GIVEN}}, .n_fields = FIELDS};
	struct link_set *one = link_set_new(&model), *many = link_set_new(&model);
	struct view in_order[RECORDS * FIELDS];
	int field[LINK_FIELDS], n = link_set_order(many, field), source[RECORDS];
	char room[RECORDS][3][16];
	uint32_t first = link_set_room(many, RECORDS);

	(void)state;
	assert_int_equal(n, FIELDS);
	for (uint32_t i = 0; i < RECORDS; i++) {
		struct view value[FIELDS];

		snprintf(room[i][0], sizeof room[i][0], "A%u", i / 2);
		snprintf(room[i][1], sizeof room[i][1], "Name%c%c", 'a' + i / 2 % 26, 'a' + i / 70);
		snprintf(room[i][2], sizeof room[i][2], "200%u-01-0%u", i % 10, 1 + i % 9);
		value[0] = view_of(room[i][0]);
		value[1] = view_of(i % 5 ? room[i][1] : i % 3 ? "" : "Baby");
		value[2] = view_of(room[i][2]);
		value[3] = view_of(i % 7 ? room[i][1] : "None");
		value[4] = view_of(i % 4 ? room[i / 3][1] : "not known");
		link_set_add(one, 1, value);
		source[i] = 1;
		for (int k = 0; k < n; k++)
			in_order[i * (uint32_t)n + (uint32_t)k] = value[field[k]];
	}
	link_set_put_words(many, first, RECORDS, in_order);
	link_set_put_others(many, first, RECORDS, source, in_order);
	assert_int_equal(many->names.n, one->names.n);
	for (uint32_t i = 0; i < RECORDS; i++)
		assert_memory_equal(row_of(many, i), row_of(one, i), (size_t)one->width * sizeof(uint32_t));
	for (size_t i = 0; i < one->names.n; i++)
		assert_memory_equal(many->names.item[i].count, one->names.item[i].count, sizeof one->names.item[i].count);
	link_set_free(one);
	link_set_free(many);
}

/* A value is copied as far as needed: what it was read from may go. */
static void
test_values_are_copied(void **state)
{
	struct people *p = *state;
	char name[] = "Ann";

	FIELDS(p, LINK_GIVEN);
	people_trained(p, 10);
	ADD(p, 0, name);
	memcpy(name, "Ben", 3);
	ADD(p, 0, name);
	ADD(p, 0, "Ann");
	assert_int_equal(link_set_count(p->set), 3);
	assert_string_equal(link_level_name(LINK_GIVEN, level_between(p, 0, 0, 1)), "different");
	assert_string_equal(link_level_name(LINK_GIVEN, level_between(p, 0, 0, 2)), SAME);
	assert_true(link_set_held(p->set) > 3 * sizeof(uint32_t));
}

/* Every row keeps what it was given however far the set grows: ten thousand records, each its own again. */
static void
test_growth(void **state)
{
	struct people *p = *state;
	uint64_t seed = 7;

	FIELDS(p, LINK_GIVEN, LINK_TEXT, LINK_IDENTIFIER, LINK_BORN, LINK_SEX, LINK_POSTCODE);
	people_trained(p, 10);
	for (int copy = 0; copy < 2; copy++)
		for (int i = 0; i < 10000; i++) {
			char given[32], text[32], number[32], born[DAY_SIZE], postcode[16];

			snprintf(given, sizeof given, "%c%c%c%cx", 'a' + i % 10, 'a' + i / 10 % 10, 'a' + i / 100 % 10, 'a' + i / 1000);
			snprintf(text, sizeof text, "%d the street", i);
			snprintf(number, sizeof number, "X%07d", i);
			day_print(10000 + i, born);
			snprintf(postcode, sizeof postcode, "LS%d %d%c%c", 1 + i / 1000 % 10, i % 10, 'A' + i / 10 % 10, 'A' + i / 100 % 10);
			ADD(p, copy, given, text, number, born, i % 2 ? "M" : "F", postcode);
		}
	for (int round = 0; round < ROUNDS_OF(60); round++) {
		uint32_t i = (uint32_t)random_below(&seed, 10000), k = (uint32_t)random_below(&seed, 10000);

		for (int f = 0; f < p->model.n_fields; f++) {
			assert_int_equal(level_between(p, f, i, 10000 + i), 1);
			if (i % 10 != k % 10 && f != 4)
				assert_int_not_equal(level_between(p, f, i, 10000 + k), 1);
		}
	}
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_names_fold),
		PEOPLE_TEST(test_placeholders),
		PEOPLE_TEST(test_sex),
		PEOPLE_TEST(test_dates),
		PEOPLE_TEST(test_postcodes_and_texts),
		PEOPLE_TEST(test_numbers),
		PEOPLE_TEST(test_dates_that_nobody_has),
		PEOPLE_TEST(test_dates_in_the_future),
		PEOPLE_TEST(test_values_are_copied), cmocka_unit_test(test_many_at_a_time),
		PEOPLE_TEST(test_growth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
