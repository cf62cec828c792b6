/* Folding: names, identifiers and check letters, each answer written down by hand or taken from what a standard prints. */
#include "unit.h"

#include "linkage/fold.h"

static struct { const char *raw, *folded; } const names[] = {
	{"Ann", "ann"}, {"O'Neill-Smith", "oneill smith"}, {"O\xe2\x80\x99NEILL SMITH", "oneill smith"},     /* U+2019 */
	{"  St.\tJohn -  Smythe ", "st john smythe"}, {"Anne-Marie/Annie", "anne marie annie"},
	{"Smith, (formerly Jones)", "smith formerly jones"}, {"J.P.", "jp"}, {"Baby2", "baby"}, {"-", ""}, {"", ""}, {"?!", ""},
	{"Zoë", "zoe"}, {"Siân", "sian"}, {"Gruffŷdd", "gruffydd"}, {"Ẁyn", "wyn"}, {"Seán Ó Briain", "sean o briain"},
	{"Łukasz Wiśniewski", "lukasz wisniewski"}, {"Żółć", "zolc"}, {"İbrahim Yıldız", "ibrahim yildiz"},
	{"Ștefan Țepeș", "stefan tepes"}, {"Đorđević", "dordevic"}, {"Æthel Œuvre", "aethel oeuvre"}, {"Strauß", "strauss"},
	{"Þór Guðrún", "thor gudrun"}, {"Søren Ångström", "soren angstrom"}, {"Ĳsbrand", "ijsbrand"}, {"Ǆemal", "dzemal"},
	{"Əliyev", "eliyev"}, {"Ɗanladi Ƙwari", "danladi kwari"}, {"Nguyễn", "nguyen"}, {"Ọláìtán", "olaitan"},
	{"Jose\xcc\x81", "jose"},                               /* an accent of its own, U+0301 */
	{"Ann\xc2\xa0Lee", "ann lee"}, {"Ann\xe2\x80\x93Lee", "ann lee"}, {"Ann\xe2\x80\x8bLee", "annlee"},  /* space, dash, none */
	{"Ma\xca\xbb" "am\xca\xbf", "maam"},                    /* okina and ayn, U+02BB and U+02BF */
	{"\xef\xac\x81ona", "fiona"}, {"\xef\xbc\xa1nn", "ann"},        /* the ligature fi, U+FB01; a wide A, U+FF21 */
	{"Иван-Петр", "Иван Петр"}, {"محمد", "محمد"}, {"李 明", "李 明"}, {"٣ Ali", "ali"}, {"😀Ann", "ann"},
	{"Zo\xeb", "zoe"}, {"O\x92Neill", "oneill"}, {"\x8a" "imon", "simon"}, {"A\x96" "B", "a b"}, {"Ann\x81", "ann"},   /* 1252 */
	{"Ann\xef\xbf\xbd", "ann"}, {"\xd7", ""}, {"Ann\xc3", "anna"},  /* U+FFFD; ×; a character cut off is read as Ã */
};

static void
names_are_folded(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char out[100];
		size_t n = name_fold(view_of(names[i].raw), out, sizeof out);

		if (n != strlen(names[i].folded) || memcmp(out, names[i].folded, n) != 0)
			fail_msg("`%s` gives `%.*s`, not `%s`", names[i].raw, (int)n, out, names[i].folded);
	}
}

static void
folding_again_changes_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char out[100];

		assert_int_equal(name_fold(view_of(names[i].folded), out, sizeof out), strlen(names[i].folded));
		assert_memory_equal(out, names[i].folded, strlen(names[i].folded));
	}
}

/* Names of every length, all letters and with one sign that no letter is far from: it is dropped. Nothing is written behind the room. */
static void
letters_are_folded_wherever_they_stand(void **state)
{
	static const char beside[] = "@[`{\x7f";

	(void)state;
	for (int n = 0; n <= 40; n++)
		for (int at = 0; at <= n; at++)
			for (int k = 0; beside[k]; k++) {
				char name[40], folded[40], out[41];
				size_t letters = 0;

				for (int i = 0; i < n; i++) {
					name[i] = (char)(i == at ? beside[k] : i % 2 ? 'a' + i % 26 : 'Z' - i % 26);
					if (i != at)
						folded[letters++] = (char)(i % 2 ? 'a' + i % 26 : 'z' - i % 26);
				}
				memset(out, '#', sizeof out);
				assert_int_equal(name_fold((struct view){name, (size_t)n}, out, (size_t)n), letters);
				assert_memory_equal(out, folded, letters);
				assert_int_equal(out[n], '#');
			}
}

/* Every length of buffer gives a beginning of the whole, never half of a character, a ligature or a word's space. */
static void
a_short_buffer_cuts_at_a_character(void **state)
{
	static const size_t written[] = {0, 1, 1, 3, 3, 3, 6, 7};       /* of "a", "ss", a space with "И", "u" */
	struct view name = view_of("Aß Иu");
	char out[8];

	(void)state;
	for (size_t cap = 0; cap < 8; cap++) {
		memset(out, '#', sizeof out);
		assert_int_equal(name_fold(name, out, cap), written[cap]);
		assert_memory_equal(out, "ass Иu", written[cap]);
		assert_int_equal(out[written[cap]], '#');
	}
}

static void
identifiers_are_folded(void **state)
{
	char out[20];

	(void)state;
	assert_int_equal(identifier_fold(view_of(" b801-2000 05001\n"), out, sizeof out), 13);
	assert_memory_equal(out, "B801200005001", 13);
	assert_int_equal(identifier_fold(view_of("943 476 5919"), out, sizeof out), 10);
	assert_memory_equal(out, "9434765919", 10);
	assert_int_equal(identifier_fold(view_of("\xc3\x89z/9"), out, sizeof out), 2);
	assert_memory_equal(out, "Z9", 2);
	assert_int_equal(identifier_fold(view_of("abc"), out, 2), 2);
	assert_int_equal(identifier_fold(view_of(""), out, sizeof out), 0);
}

/* 8·2 + 1·4 + 2·5 + 5·10 + 1·13 = 93 = 4·23 + 1: B. Temporary: the last letter counts as its place in the alphabet without I,
 * O and S; C is 2: 93 - 1·13 + 2·13 = 106 = 4·23 + 14: Q. */
static void
pupil_numbers_have_a_check_letter(void **state)
{
	(void)state;
	assert_true(upn_valid(VIEW("B801200005001")));
	assert_false(upn_valid(VIEW("A801200005001")));
	assert_true(upn_valid(VIEW("Q80120000500C")));
	assert_false(upn_valid(VIEW("P80120000500C")));
	assert_false(upn_valid(VIEW("Q80120000500I")));
	assert_false(upn_valid(VIEW("C8012000050C1")));         /* 16 + 4 + 10 + 50 + 2·12 + 13 = 5·23 + 2, but a letter stands last */
	assert_false(upn_valid(VIEW("B80120000500")));
	assert_false(upn_valid(VIEW("B8012000050011")));
	assert_false(upn_valid(VIEW("b801200005001")));
	assert_false(upn_valid(VIEW("B80120000500\0")));
	assert_false(upn_valid(VIEW("")));
}

/* 401 023 2137 is the NHS Data Dictionary's own example: 4·10 + 1·8 + 2·6 + 3·5 + 2·4 + 1·3 + 3·2 = 92, 4 over 8·11, so 7. */
static void
nhs_numbers_have_a_check_digit(void **state)
{
	(void)state;
	assert_true(nhs_number_valid(VIEW("4010232137")));
	assert_true(nhs_number_valid(VIEW("9434765919")));
	assert_false(nhs_number_valid(VIEW("9434765918")));
	assert_false(nhs_number_valid(VIEW("4010232173")));     /* swapped */
	assert_true(nhs_number_valid(VIEW("1000000001")));      /* 1·10; 1 lacks to 11 */
	assert_false(nhs_number_valid(VIEW("1000000010")));     /* 1·10 + 1·2 is 1 over 11: 10 lacks, which is no digit */
	assert_false(nhs_number_valid(VIEW("0000000000")));
	assert_false(nhs_number_valid(VIEW("6666666666")));
	assert_false(nhs_number_valid(VIEW("401023213")));
	assert_false(nhs_number_valid(VIEW("401023213A")));
	assert_false(nhs_number_valid(VIEW("")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_folded), cmocka_unit_test(folding_again_changes_nothing),
		cmocka_unit_test(letters_are_folded_wherever_they_stand), cmocka_unit_test(a_short_buffer_cuts_at_a_character),
		cmocka_unit_test(identifiers_are_folded),
		cmocka_unit_test(pupil_numbers_have_a_check_letter), cmocka_unit_test(nhs_numbers_have_a_check_digit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
