/* Keys of records. Databases hold them from earlier versions: what they are for given records may not change. */
#include "people.h"

#include "linkage/set.h"

enum { GIVEN, FAMILY, BORN, POSTCODE, UPN, SEX };
#define PART(field, part) {(field), (part)}

static const struct asked {
	struct { int field; enum link_part part; } part[LINK_PARTS];
	int n;
	uint32_t key[4];                /* of the four records below */
} asked[] = {
	{{PART(GIVEN, LINK_SOUND), PART(BORN, LINK_WHOLE)}, 2, {0xd734b085, 0x3ff5aa2f, 0, 0}},
	{{PART(GIVEN, LINK_EITHER), PART(BORN, LINK_YEAR)}, 2, {0xbc72350b, 0xfb66d7c9, 0, 0}},
	{{PART(GIVEN, LINK_SOUND), PART(FAMILY, LINK_SOUND), PART(BORN, LINK_DAY_MONTH)}, 3, {0x43ffec65, 0x52127e0d, 0, 0}},
	{{PART(POSTCODE, LINK_WHOLE), PART(BORN, LINK_MONTH)}, 2, {0xe46b83df, 0x3eafa0f3, 0, 0}},
	{{PART(GIVEN, LINK_SOUND), PART(POSTCODE, LINK_WHOLE)}, 2, {0x42c4fadb, 0x95d3b579, 0xf150d6e5, 0}},
	{{PART(FAMILY, LINK_SOUND), PART(POSTCODE, LINK_DISTRICT), PART(GIVEN, LINK_INITIAL)}, 3, {0xfcca38d5, 0xbc16a05f, 0x3b5ac381, 0}},
	{{PART(FAMILY, LINK_WHOLE), PART(BORN, LINK_LACKING)}, 2, {0xd1bf8742, 0xfcccd6ac, 0x2441380d, 0x3f21ba80}},
	{{PART(UPN, LINK_WHOLE)}, 1, {0xf1982f85, 0, 0xf9df73e7, 0}},
	{{PART(FAMILY, LINK_WHOLE), PART(SEX, LINK_WHOLE)}, 2, {0x41da5789, 0x770d460f, 0, 0}},
	{{PART(BORN, LINK_DAY_MONTH)}, 1, {0x43edb309, 0x5226bbf1, 0, 0xf25a5ba3}},
};

/* Ten rules and four records. */
static void
records_add(struct people *p)
{
	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN, LINK_POSTCODE, LINK_UPN, LINK_SEX);
	for (size_t r = 0; r < COUNT(asked); r++) {
		struct link_rule *rule = rule_add(p);

		for (int i = 0; i < asked[r].n; i++)
			part_add(rule, asked[r].part[i].field, asked[r].part[i].part);
	}
	ADD(p, 0, "Catherine", "Smith-Jones", "2011-11-03", "DH1 5UL", "A801200001001", "F");
	ADD(p, 1, "Smith", "Cathryn", "1999-03-31", "TS18 1AB", NULL, "M");
	ADD(p, 2, "Li", "O'Neill", NULL, "DT1 1XJ", "B823200001002", NULL);
	ADD(p, 2, NULL, "Ng", "2016-12-12", NULL, NULL, NULL);
}

static void
assert_key(size_t rule, size_t record, uint32_t key)
{
	if (key != asked[rule].key[record])
		fail_msg("rule %zu, record %zu: %#x, not %#x", rule, record, key, asked[rule].key[record]);
}

static void
keys_stay_what_they_are(void **state)
{
	struct people *p = *state;
	struct keying keying;

	records_add(p);
	keying_make(p->set, &keying);
	for (size_t r = 0; r < COUNT(asked); r++)
		for (uint32_t i = 0; i < COUNT(asked->key); i++)
			assert_key(r, i, key_of(&keying, (int)r, row_of(p->set, i)));
}

/* Newer processors work out several at once, and what is left over one by one: all are the same keys. */
static void
keys_of_many_are_those_of_one(void **state)
{
	static uint32_t own[COLUMNS_MOST][KEYS_AT_ONCE], key[KEYS_AT_ONCE];
	static const size_t counts[] = {1, 3, 4, 7, 8, 9, 15, 16, 17, 33, 255, KEYS_AT_ONCE};
	struct people *p = *state;
	const uint32_t *row[KEYS_AT_ONCE], *column[COLUMNS_MOST];
	struct keying keying;

	records_add(p);
	keying_make(p->set, &keying);
	for (uint32_t i = 0; i < KEYS_AT_ONCE; i++)
		row[i] = row_of(p->set, i % COUNT(asked->key));
	for (size_t r = 0; r < COUNT(asked); r++)
		for (size_t k = 0; k < COUNT(counts); k++) {
			for (int c = 0; c < keying.n_columns; c++) {
				column_fill(&keying, c, row, counts[k], own[c]);
				column[c] = own[c];
			}
			keys_of(&keying, (int)r, column, counts[k], key);
			for (size_t i = 0; i < counts[k]; i++)
				assert_key(r, i % COUNT(asked->key), key[i]);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keys_stay_what_they_are, people_new, people_end),
		cmocka_unit_test_setup_teardown(keys_of_many_are_those_of_one, people_new, people_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
