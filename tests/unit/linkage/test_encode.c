/* Values as keyed encodings: what is the same, what is not, what of the plain text is left, and what hostile text is taken for. */
#include "people.h"

#include "linkage/encode.h"
#include "linkage/level.h"
#include "linkage/set.h"

struct desk {
	struct mem *mem;
	struct encoder *encoder;        /* under the key 0, 1, 2 … 31 */
};

static struct encoder *
encoder_of(struct mem *m, unsigned char first)
{
	unsigned char key[ENCODE_KEY];

	for (size_t i = 0; i < sizeof key; i++)
		key[i] = (unsigned char)(first + i);
	return encoder_new(m, key);
}

static int
set_up(void **state)
{
	struct desk *d = calloc(1, sizeof *d);

	d->mem = mem_new();
	d->encoder = encoder_of(d->mem, 0);
	*state = d;
	return 0;
}

static int
tear_down(void **state)
{
	struct desk *d = *state;

	encoder_end(d->encoder);
	mem_free(d->mem);
	free(d);
	return 0;
}

static const char *
encoded(struct desk *d, enum link_kind kind, const char *value, int year)
{
	char code[CODE_TEXT_MOST];

	if (!encode(d->encoder, kind, view_of(value), year, code))
		return "nothing";
	return mem_format(d->mem, "%s", code);
}

static struct code
read_back(struct desk *d, enum link_kind kind, const char *value, int year)
{
	struct code code;

	assert_true(code_read(view_of(encoded(d, kind, value, year)), kind, &code));
	return code;
}

static struct view
bytes_of(const struct code *c)
{
	return (struct view){(const char *)c->at, c->n};
}

/* ---- what is encoded ---------------------------------------------------------------------------------------------- */

/* Worked out with Python's hashlib: BLAKE2b under subkeys by libsodium's key derivation, of the packed number to the base 37, and
 * of part, day, month and year. */
static void
test_by_other_means(void **state)
{
	assert_string_equal(encoded(*state, LINK_NHS_NUMBER, "450 557 7104", 0), "e1n:-QpR3A-5oMz3iRNC");
	assert_string_equal(encoded(*state, LINK_BORN, "12/03/2010", 0), "e1d:-QpR3PEd5udNPFO8w49LMFy1OOa-0Fsimuk");
}

/* What means the same is the same under one key; another key, year or kind gives another. */
static void
test_the_same(void **state)
{
	struct desk *d = *state;
	const char *zoe = encoded(d, LINK_GIVEN, "Zo\xc3\xab", 2010);
	struct code given, family;

	assert_string_equal(zoe, encoded(d, LINK_GIVEN, " ZOE ", 2010));
	assert_string_equal(encoded(d, LINK_BORN, "2010-03-12", 0), encoded(d, LINK_BORN, "12 March 2010", 2010));
	assert_string_equal(encoded(d, LINK_POSTCODE, "ls8 5qa", 0), encoded(d, LINK_POSTCODE, "LS85QA", 0));
	assert_string_equal(encoded(d, LINK_SEX, "F", 0), encoded(d, LINK_SEX, "female", 0));
	assert_string_not_equal(encoded(d, LINK_SEX, "F", 0), encoded(d, LINK_SEX, "M", 0));
	assert_string_equal(encoded(d, LINK_UPN, "A123456789012", 0), encoded(d, LINK_UPN, "B123456789012", 0));
	assert_string_not_equal(zoe, encoded(d, LINK_GIVEN, "Zoe", 2011));
	assert_string_not_equal(zoe, encoded(d, LINK_GIVEN, "Zoe", 0));
	given = read_back(d, LINK_GIVEN, "Lee", 2010);
	family = read_back(d, LINK_FAMILY, "Lee", 2010);        /* they may be swapped */
	assert_memory_equal(given.at, family.at, CODE_MOST);
	family = read_back(d, LINK_TEXT, "Lee", 2010);
	assert_memory_not_equal(given.at + CODE_YEAR, family.at + CODE_YEAR, CODE_SOUND);
	assert_memory_not_equal(given.at + CODE_YEAR + CODE_SOUND, family.at + CODE_YEAR + CODE_SOUND, CODE_FILTER);
	given = read_back(d, LINK_UPN, "4505577104", 0);
	family = read_back(d, LINK_NHS_NUMBER, "4505577104", 0);
	assert_memory_not_equal(given.at, family.at, 8);
}

/* Another year has another filter, as unlike as another name's: two of some 40 bits in 512, each twice with its complement. */
static void
test_salted(void **state)
{
	struct desk *d = *state;
	struct code a = read_back(d, LINK_GIVEN, "Zoe", 2010), b = read_back(d, LINK_GIVEN, "Zoe", 2011), c = read_back(d, LINK_GIVEN, "Zoe", 0);
	int apart[2] = {0, 0};

	for (size_t i = CODE_YEAR + CODE_SOUND; i < CODE_MOST; i++) {
		apart[0] += __builtin_popcount(a.at[i] ^ b.at[i]);
		apart[1] += __builtin_popcount(a.at[i] ^ c.at[i]);
	}
	assert_in_range(apart[0], 120, 160);                    /* 40 and 40 bits, of which 3 fall together */
	assert_in_range(apart[1], 120, 160);
	assert_memory_equal(a.at + CODE_YEAR, b.at + CODE_YEAR, CODE_SOUND);
	assert_memory_not_equal(a.at, b.at, CODE_YEAR);
}

static void
test_another_key(void **state)
{
	static const enum link_kind kinds[] = {LINK_GIVEN, LINK_BORN, LINK_POSTCODE, LINK_NHS_NUMBER};
	static const char *const values[] = {"Olivia", "2010-03-12", "LS8 5QA", "4505577104"};
	struct desk *d = *state, other = {d->mem, encoder_of(d->mem, 1)};

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct code a = read_back(d, kinds[i], values[i], 2010), b = read_back(&other, kinds[i], values[i], 2010);

		assert_memory_not_equal(a.mark, b.mark, CODE_MARK);
		assert_memory_not_equal(a.at, b.at, a.n);
		assert_true(code_names_near(bytes_of(&a), bytes_of(&b)) == CODE_OTHER || i > 0);
	}
	encoder_end(other.encoder);
}

/* Nothing is said by what is no value. */
static void
test_nothing(void **state)
{
	assert_string_equal(encoded(*state, LINK_GIVEN, "Baby", 2010), "nothing");
	assert_string_equal(encoded(*state, LINK_GIVEN, "...", 2010), "nothing");
	assert_string_equal(encoded(*state, LINK_TEXT, "", 2010), "nothing");
	assert_string_equal(encoded(*state, LINK_BORN, "long ago", 2010), "nothing");
	assert_string_equal(encoded(*state, LINK_SEX, "?", 2010), "nothing");
	assert_string_equal(encoded(*state, LINK_POSTCODE, "4011", 2010), "nothing");
	assert_string_equal(encoded(*state, LINK_NHS_NUMBER, "0000000000", 2010), "nothing");
	assert_int_equal(encode_year(VIEW("12/03/2010")), 2010);
	assert_int_equal(encode_year(VIEW("not known")), 0);
}

static int
weight_of(const struct code *c)
{
	int n = 0;

	for (size_t i = CODE_YEAR + CODE_SOUND; i < c->n; i++)
		n += __builtin_popcount(c->at[i]);
	return n;
}

/* Whatever is encoded, half of the bits are set; and a letter, sixty of them, foreign and broken ones all fit. */
static void
test_balanced(void **state)
{
	static const char *const names[] = {"a", "Olivia", "banana banana", "\xd0\x9e\xd0\xbb\xd1\x8f", "\xff\xfe",
	    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "____", "o'neill-smith van der berg"};
	static const enum link_kind kinds[] = {LINK_GIVEN, LINK_FAMILY, LINK_TEXT};

	for (size_t i = 0; i < COUNT(names); i++)
		for (size_t k = 0; k < COUNT(kinds); k++) {
			const char *code = encoded(*state, kinds[k], names[i], 1990 + (int)i);
			struct code back;

			if (strcmp(code, "nothing") == 0)
				continue;
			assert_true(code_read(view_of(code), kinds[k], &back));
			assert_int_equal(weight_of(&back), CODE_BITS);
			assert_int_equal(strlen(code), 4 + (4 + CODE_MOST) * 4 / 3 + 1);
		}
	assert_string_not_equal(encoded(*state, LINK_GIVEN, names[5], 2010), "nothing");
	assert_string_not_equal(encoded(*state, LINK_TEXT, names[7], 2010), "nothing");
}

/* ---- how they are compared ---------------------------------------------------------------------------------------- */

static enum code_near
near(struct desk *d, const char *a, int year, const char *b, int other_year)
{
	struct code x = read_back(d, LINK_FAMILY, a, year), y = read_back(d, LINK_FAMILY, b, other_year);
	enum code_near out = code_names_near(bytes_of(&x), bytes_of(&y));

	assert_int_equal(out, code_names_near(bytes_of(&y), bytes_of(&x)));
	return out;
}

/* A letter changed is four of the pairs of letters, 40 bits at most of 512; another name has a hundred others. */
static void
test_names(void **state)
{
	assert_int_equal(near(*state, "Johnson", 2010, "Johnsen", 2010), CODE_NEAR);
	assert_int_equal(near(*state, "Robertson", 2010, "Robetson", 2010), CODE_NEAR);
	assert_int_equal(near(*state, "Phillips", 2010, "Filips", 2010), CODE_LIKE);    /* by its sound */
	assert_int_equal(near(*state, "Johnson", 2010, "Williams", 2010), CODE_OTHER);
	assert_int_equal(near(*state, "Johnson", 2010, "Johnson", 2011), CODE_SOUNDS);
	assert_int_equal(near(*state, "Johnson", 2010, "Johnson", 0), CODE_SOUNDS);
	assert_int_equal(near(*state, "Johnson", 2010, "Williams", 2011), CODE_OTHER);
}

static const char *
date_level(struct desk *d, const char *a, const char *b)
{
	static struct link_model m = {.field = {{"born", LINK_BORN}}, .n_fields = 1, .encoded = {true}};
	struct code x = read_back(d, LINK_BORN, a, 0), y = read_back(d, LINK_BORN, b, 0);

	return link_field_level(&m, 0, code_date_level(bytes_of(&x), bytes_of(&y)));
}

static void
test_dates(void **state)
{
	assert_string_equal(date_level(*state, "2010-03-12", "2010-03-12"), "the same");
	assert_string_equal(date_level(*state, "2010-03-12", "2010-12-03"), "day and month swapped");
	assert_string_equal(date_level(*state, "2010-03-12", "2010-03-15"), "the same month and year");
	assert_string_equal(date_level(*state, "2010-03-12", "2011-03-12"), "one part differs");
	assert_string_equal(date_level(*state, "2010-03-12", "2010-07-12"), "one part differs");
	assert_string_equal(date_level(*state, "2010-03-12", "2010-07-20"), "the same year");
	assert_string_equal(date_level(*state, "2010-03-12", "2011-12-03"), "different");
}

static const char *
postcode_level(struct desk *d, const char *b)
{
	struct code x = read_back(d, LINK_POSTCODE, "LS8 5QA", 0), y = read_back(d, LINK_POSTCODE, b, 0);

	return link_level_name(LINK_POSTCODE, code_postcode_level(bytes_of(&x), bytes_of(&y)));
}

static void
test_postcodes(void **state)
{
	assert_string_equal(postcode_level(*state, "LS8 5QA"), "the same");
	assert_string_equal(postcode_level(*state, "LS8 5QB"), "the same sector");
	assert_string_equal(postcode_level(*state, "LS8 4QA"), "the same district");
	assert_string_equal(postcode_level(*state, "LS9 5QA"), "different");
}

/* ---- hostile text ------------------------------------------------------------------------------------------------- */

static void
test_hostile(void **state)
{
	static const char *const none[] = {"", "e1", "e1n", "e1n:", "e1x:-QpR3A-5oMz3iRNC", "e2n:-QpR3A-5oMz3iRNC", "E1n:-QpR3A-5oMz3iRNC",
	    "e1n:-QpR3A-5oMz3iRN", "e1n:-QpR3A-5oMz3iRNCA", "e1n:-QpR3A-5oMz3iRNC=", "e1n:+QpR3A/5oMz3iRNC", "e1n:-QpR3A-5oMz3 iRNC",
	    "e1u:-QpR3A-5oMz3iRNC", "e1g:-QpR3A-5oMz3iRNC", "e1n:\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"};
	char *whole = mem_format(((struct desk *)*state)->mem, "%s", encoded(*state, LINK_FAMILY, "Lee", 2010));
	size_t n = strlen(whole);
	struct code c;

	assert_true(code_read(VIEW("e1n:-QpR3A-5oMz3iRNC"), LINK_NHS_NUMBER, &c));
	for (size_t i = 0; i < COUNT(none); i++)
		if (code_read(view_of(none[i]), LINK_NHS_NUMBER, &c))
			fail_msg("%s was read", none[i]);
	assert_false(code_read(VIEW("e1s:-QpR3AM"), LINK_SEX, &c));     /* a third sex */
	assert_true(code_read(VIEW("e1s:-QpR3AI"), LINK_SEX, &c));
	assert_int_equal(code_kind(VIEW("elsie")), LINK_KINDS);
	assert_int_equal(code_kind(VIEW("e1u:")), LINK_KINDS);
	for (size_t i = 0; i < n; i++)
		assert_false(code_read((struct view){whole, i}, LINK_FAMILY, &c));
	assert_true(code_read((struct view){whole, n}, LINK_FAMILY, &c));
	whole[n - 1]++;                         /* 137 bytes leave two bits of the last letter, which are nought */
	assert_false(code_read((struct view){whole, n}, LINK_FAMILY, &c));
}

/* What an engine is given for encodings and is none is not known; nothing of it is compared. */
static void
test_engine_takes_none(void **state)
{
	struct link_model m = {.field = {{"given", LINK_GIVEN}, {"born", LINK_BORN}, {"sex", LINK_SEX}, {"postcode", LINK_POSTCODE},
	    {"upn", LINK_UPN}, {"town", LINK_TEXT}}, .n_fields = 6, .encoded = {true, true, true, true, true, true}};
	struct view plain[LINK_FIELDS] = {VIEW("Ann"), VIEW("2010-03-12"), VIEW("F"), VIEW("LS8 5QA"), VIEW("A123456789012"), VIEW("Hull")};
	struct link_set *s = link_set_new(&m);
	struct desk *d = *state;
	struct links links;

	link_set_nickname(s, VIEW("ann"), VIEW("nan"));
	link_set_add(s, 0, plain);
	link_set_add(s, 1, plain);
	assert_int_equal(first_to_meet(s, 0, 1), -1);
	for (int f = 0; f < m.n_fields; f++)
		plain[f] = view_of(encoded(d, m.field[f].kind, view_copy(d->mem, plain[f]), 2010));
	link_set_add(s, 0, plain);
	link_set_add(s, 1, plain);
	assert_int_equal(first_to_meet(s, 2, 3), 0);
	link_run(d->mem, s, (struct link_options){.threads = 1, .seed = 1}, &links);
	assert_int_equal(links.n_aliases, 0);
	link_set_free(s);
}

/* What a record says is one number whatever came before it, though encodings are numbered as they come. */
static void
test_order_is_nothing(void **state)
{
	struct link_model m = {.field = {{"given", LINK_GIVEN}, {"born", LINK_BORN}, {"postcode", LINK_POSTCODE}, {"town", LINK_TEXT}},
	    .n_fields = 4, .encoded = {true, true, true, true}};
	static const char *const plain[2][4] = {{"Ann", "2010-03-12", "LS8 5QA", "Hull"}, {"Bob", "2011-04-13", "LS9 4AA", "York"}};
	struct link_set *forth = link_set_new(&m), *back = link_set_new(&m);

	for (int i = 0; i < 2; i++)
		for (int side = 0; side < 2; side++) {
			struct view value[LINK_FIELDS];

			for (int f = 0; f < 4; f++)
				value[f] = view_of(encoded(*state, m.field[f].kind, plain[side ? 1 - i : i][f], 2010));
			link_set_add(side ? back : forth, 0, value);
		}
	assert_true(row_content(forth, 0) == row_content(back, 1));
	assert_true(row_content(forth, 1) == row_content(back, 0));
	assert_true(row_content(forth, 0) != row_content(forth, 1));
	link_set_free(forth);
	link_set_free(back);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_by_other_means, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_the_same, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_salted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_another_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_balanced, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_dates, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_postcodes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_hostile, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_engine_takes_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_order_is_nothing, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
