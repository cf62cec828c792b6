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

static void
keys_stay_what_they_are(void **state)
{
	struct people *p = *state;
	struct keying keying;

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
	keying_make(p->set, &keying);
	for (size_t r = 0; r < COUNT(asked); r++)
		for (uint32_t i = 0; i < COUNT(asked->key); i++)
			if (key_of(&keying, (int)r, row_of(p->set, i)) != asked[r].key[i])
				fail_msg("rule %zu, record %u: %#x, not %#x", r, i, key_of(&keying, (int)r, row_of(p->set, i)), asked[r].key[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keys_stay_what_they_are, people_new, people_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
