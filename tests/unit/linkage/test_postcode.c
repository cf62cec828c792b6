/* Postcodes: every shape packed and unpacked, what is near what, and slips, by hand. */
#include "unit.h"

#include "linkage/postcode.h"

static uint32_t
pack(const char *text)
{
	return postcode_pack(view_of(text));
}

static void
unpacks_as(const char *raw, const char *shown)
{
	char out[9];

	assert_int_equal(postcode_unpack(pack(raw), out), strlen(shown));
	assert_string_equal(out, shown);
}

static void
any_way_of_writing(void **state)
{
	(void)state;
	unpacks_as("LS8 5QA", "LS8 5QA");
	unpacks_as(" ls85qa ", "LS8 5QA");
	unpacks_as("l s 8\t5 q a\n", "LS8 5QA");
	unpacks_as("sw1a1aa", "SW1A 1AA");
	unpacks_as("M1 1AE", "M1 1AE");
	unpacks_as("B33 8TH", "B33 8TH");
	unpacks_as("W1A 0AX", "W1A 0AX");
	unpacks_as("DN55 1PT", "DN55 1PT");
	unpacks_as("CR2 6XH", "CR2 6XH");
}

static void
what_is_no_postcode(void **state)
{
	static const char *const wrong[] = {
		"", " ", "LS8", "LS8 5Q", "LS8 5QAA", "LS8 55A", "LS8 5Q5", "LS8 QQA", "8LS 5QA", "LSX 5QA", "L 5QA", "LS 5QA",
		"LSQ1 5QA", "L123 5QA", "LS1AB5QA", "LSA1 5QA", "LS12A 5QA", "LS8-5QA", "LS8 5Q\xc3", "@S8 5QA", "L[8 5QA", "LS8 5Q{",
		"L8: 5QA", "L8/ 5QA",
	};
	char out[9];

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (pack(wrong[i]) != 0)
			fail_msg("`%s` is a postcode", wrong[i]);
	assert_int_equal(postcode_unpack(0, out), 0);
	assert_string_equal(out, "");
	assert_int_equal(postcode_unpack(UINT32_MAX, out), 0);
	assert_string_equal(out, "");
}

/* Writes the area and then the district that have these numbers: an area of one letter or two, a district of a digit and
 * nothing, a digit or a letter. */
static void
outward_write(int area, int district, char out[8])
{
	static const char *const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", *const more = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t n = 0;

	out[n++] = alphabet[area % 26];
	if (area >= 26)
		out[n++] = alphabet[area / 26 - 1];
	out[n++] = (char)('0' + district % 10);
	if (district >= 10)
		out[n++] = more[district / 10 - 1];
	out[n] = '\0';
}

/* All 702 areas with all 370 districts and 10 sectors: each comes back as it was, and no two have one number. The unit, which
 * stands in bits of its own, changes with them, so that all 676 occur. */
static void
every_shape_comes_back(void **state)
{
	static uint8_t seen[1 << 22];
	unsigned unit = 0;
	size_t n = 0;

	(void)state;
	memset(seen, 0, sizeof seen);
	for (int area = 0; area < 702; area++)
		for (int district = 0; district < 370; district++)
			for (int sector = 0; sector < 10; sector++, n++) {
				char text[20], out[9], front[8];
				uint32_t packed;

				unit = (unit + 1) % 676;
				outward_write(area, district, front);
				snprintf(text, sizeof text, "%s %d%c%c", front, sector, 'A' + unit / 26, 'A' + unit % 26);
				packed = pack(text);
				if (packed == 0 || postcode_unpack(packed, out) != strlen(text) || strcmp(out, text) != 0)
					fail_msg("%s came back as %s", text, out);
				if (seen[packed >> 10]++)
					fail_msg("%s has the number of another", text);
				if ((packed & 1023) != unit)
					fail_msg("%s: the unit is not the last ten bits", text);
			}
	assert_int_equal(n, 2597400);
}

static void
nearness(void **state)
{
	uint32_t home = pack("LS8 5QA");

	(void)state;
	assert_int_equal(postcode_near(home, pack("ls85qa")), POSTCODE_SAME);
	assert_int_equal(postcode_near(home, pack("LS8 5ZZ")), POSTCODE_SECTOR);
	assert_int_equal(postcode_near(home, pack("LS8 4QA")), POSTCODE_DISTRICT);
	assert_int_equal(postcode_near(home, pack("LS9 5QA")), POSTCODE_AREA);
	assert_int_equal(postcode_near(home, pack("LS85 5QA")), POSTCODE_AREA);         /* 85 is another district than 8 */
	assert_int_equal(postcode_near(home, pack("L8 5QA")), POSTCODE_OTHER);
	assert_int_equal(postcode_near(pack("L8 5QA"), pack("LS8 5QA")), POSTCODE_OTHER);
	assert_int_equal(postcode_near(pack("SW1A 1AA"), pack("SW1 1AA")), POSTCODE_AREA);
	assert_int_equal(postcode_near(pack("ZZ9Z 9ZZ"), pack("ZZ9Z 0ZZ")), POSTCODE_DISTRICT);
	assert_int_equal(postcode_near(0, home), POSTCODE_OTHER);
	assert_int_equal(postcode_near(home, 0), POSTCODE_OTHER);
	assert_int_equal(postcode_near(0, 0), POSTCODE_OTHER);
}

static void
slips(void **state)
{
	static const struct { const char *a, *b; bool slip; } pairs[] = {
		{"LS8 5QA", "LS8 5QB", true}, {"LS8 5QA", "LS8 6QA", true}, {"LS8 5QA", "BS8 5QA", true}, {"LS8 5QA", "LS7 5QA", true},
		{"LS8 5QA", "LS8 5AQ", true}, {"LS8 5QA", "LS5 8QA", true}, {"LS8 5QA", "SL8 5QA", true},
		{"M11 1AA", "M1I 1AA", true}, {"S10 1AA", "SI0 1AA", true},
		{"LS8 5QA", "LS8 5QA", false}, {"LS8 5QA", "LS6 5QB", false}, {"LS8 5QA", "LS18 5QA", false},
		{"LS8 5QA", "L8 5QA", false}, {"LS8 5AB", "LS8 5BC", false}, {"LS8 5QA", "LS8 5BC", false}, {"LS8 5QA", "AS8 5QL", false}, {"LS8 5QA", "", false},
		{"", "", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (postcode_slip(pack(pairs[i].a), pack(pairs[i].b)) != pairs[i].slip ||
		    postcode_slip(pack(pairs[i].b), pack(pairs[i].a)) != pairs[i].slip)
			fail_msg("%s and %s", pairs[i].a, pairs[i].b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_way_of_writing), cmocka_unit_test(what_is_no_postcode), cmocka_unit_test(every_shape_comes_back),
		cmocka_unit_test(nearness), cmocka_unit_test(slips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
