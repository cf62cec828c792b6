/* Text: views, numbers, builders, and UTF-8 against the table of the Unicode standard. */
#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "base/text.h"

static void
test_views(void **state)
{
	struct view rest = VIEW("a=b=c"), none = {NULL, 0};

	(void)state;
	assert_true(view_is(view_trim(VIEW(" \t\xc2\xa0 a b \r\n\xc2\xa0")), "a b"));
	assert_true(view_is(view_trim(VIEW("\xc2\xa0\xc2\xa0")), ""));
	assert_true(view_is(view_trim(none), ""));
	assert_true(view_is(none, ""));
	assert_false(view_is(VIEW("ab"), "abc"));
	assert_true(view_is_fold(VIEW("ChIlD"), "child"));
	assert_false(view_is_fold(VIEW("child"), "children"));
	assert_false(view_is_fold(VIEW("children"), "child"));
	assert_false(view_is_fold(VIEW("a["), "a{"));           /* letters only, not all that differ by one bit */
	assert_true(view_starts(VIEW("schema/x"), "schema/"));
	assert_false(view_starts(VIEW("sch"), "schema/"));
	assert_true(view_is(view_cut(&rest, '='), "a"));
	assert_true(view_is(rest, "b=c"));
	assert_true(view_is(view_cut(&rest, '='), "b"));
	assert_true(view_is(view_cut(&rest, '='), "c"));
	assert_int_equal(rest.n, 0);
	assert_int_equal(view_cut(&rest, '=').n, 0);
	assert_int_equal(view_of(NULL).n, 0);
}

static void
test_whole_numbers(void **state)
{
	int64_t n;

	(void)state;
	assert_true(view_int(VIEW(" 42 "), &n) && n == 42);
	assert_true(view_int(VIEW("-7"), &n) && n == -7);
	assert_true(view_int(VIEW("+007"), &n) && n == 7);
	assert_true(view_int(VIEW("9223372036854775807"), &n) && n == INT64_MAX);
	assert_true(view_int(VIEW("-9223372036854775808"), &n) && n == INT64_MIN);
	assert_false(view_int(VIEW("9223372036854775808"), &n));
	assert_false(view_int(VIEW("-9223372036854775809"), &n));
	assert_false(view_int(VIEW("99999999999999999999999"), &n));
	assert_false(view_int(VIEW(""), &n));
	assert_false(view_int(VIEW("-"), &n));
	assert_false(view_int(VIEW("1.0"), &n));
	assert_false(view_int(VIEW("0x10"), &n));
	assert_false(view_int(VIEW("1 2"), &n));
	assert_false(view_int(VIEW("1,000"), &n));
}

static void
test_real_numbers(void **state)
{
	static const char *const good[] = {
		"0", "-0", "1.5", "-1.5", ".5", "5.", "1e3", "1E-3", "+2.25", "0.1", "123456789012345.678", "1e308", "0.000001",
		"3.141592653589793", "2.2250738585072014e-308", "100000000000000000000000", "  7.25\t", "0.30000000000000004",
		"9007199254740993", "0000000000000000000001.5", "1234567.1234567",
	};
	static const char *const bad[] = {
		"", ".", "-", "e5", "1e", "1e+", "0x1p3", "inf", "nan", "1,5", "1.2.3", "1 2", "--1", "1e999", "1_000", "£5",
	};
	double x;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert_true(view_real(view_of(good[i]), &x));
		assert_memory_equal(&x, &(double){strtod(good[i], NULL)}, sizeof x);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (view_real(view_of(bad[i]), &x))
			fail_msg("\"%s\" was taken for a number", bad[i]);
}

/* Unicode 15.0, table 3-7: the borders of every row, and what lies just outside them. */
static void
test_utf8_at_the_borders(void **state)
{
	static const char *const good[] = {
		"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xe0\xbf\xbf", "\xe1\x80\x80", "\xec\xbf\xbf",
		"\xed\x80\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf0\xbf\xbf\xbf",
		"\xf1\x80\x80\x80", "\xf3\xbf\xbf\xbf", "\xf4\x80\x80\x80", "\xf4\x8f\xbf\xbf",
	};
	static const char *const bad[] = {
		"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x7f", "\xc2\xc0", "\xe0\x9f\xbf", "\xe0\x80\x80",
		"\xe1\x80", "\xe1\x80\x7f", "\xe1\x7f\x80", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x80\x80\x80",
		"\xf1\x80\x80", "\xf1\x80\x80\xc0", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xfe",
	};
	char text[128];

	(void)state;
	/* At every place of a longer text, so that the quick way through ASCII meets each. */
	for (size_t at = 0; at < 70; at++) {
		for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
			int n = snprintf(text, sizeof text, "%0*d%sxyz", (int)at + 1, 0, good[i]);

			assert_true(utf8_valid((struct view){text, (size_t)n}));
		}
		for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
			int n = snprintf(text, sizeof text, "%0*d%s", (int)at + 1, 0, bad[i]);

			assert_int_equal(utf8_valid_length((struct view){text, (size_t)n}), at + 1);
			n = snprintf(text, sizeof text, "%0*d%sxyz%040d", (int)at + 1, 0, bad[i], 0);
			assert_int_equal(utf8_valid_length((struct view){text, (size_t)n}), at + 1);
		}
	}
}

static void
test_every_character_there_and_back(void **state)
{
	char bytes[4];

	(void)state;
	for (uint32_t ch = 0; ch <= 0x10ffff; ch++) {
		struct view v = {bytes, utf8_put(ch, bytes)};
		uint32_t want = ch >= 0xd800 && ch <= 0xdfff ? 0xfffd : ch;

		if (!utf8_valid(v) || utf8_length(v) != 1 || utf8_next(&v) != want || v.n != 0)
			fail_msg("U+%04X does not come back", ch);
	}
	assert_int_equal(utf8_put(0x110000, bytes), 3);
}

static void
test_bad_bytes_become_replacement_characters(void **state)
{
	struct view v = VIEW("a\xff\xe2\x82" "b");
	struct mem *m = mem_new();

	(void)state;
	assert_string_equal(utf8_mended(m, v), "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" "b");
	assert_string_equal(utf8_mended(m, VIEW("Zoë")), "Zoë");
	assert_string_equal(utf8_mended(m, VIEW("")), "");
	mem_free(m);
	assert_int_equal(utf8_length(v), 5);
	assert_int_equal(utf8_next(&v), 'a');
	assert_int_equal(utf8_next(&v), 0xfffd);
	assert_int_equal(utf8_next(&v), 0xfffd);
	assert_int_equal(utf8_next(&v), 0xfffd);
	assert_int_equal(utf8_next(&v), 'b');
}

static void
test_builder(void **state)
{
	struct builder b = {.mem = mem_new()};

	(void)state;
	assert_string_equal(built_text(&b), "");
	put_text(&b, "one");
	put_char(&b, ' ');
	put_format(&b, "%d", 2);
	put(&b, VIEW(" three"));
	assert_string_equal(built_text(&b), "one 2 three");
	for (int i = 0; i < 1000; i++)
		put_format(&b, "%010d", i);
	assert_int_equal(built(&b).n, 11 + 10000);
	assert_string_equal(b.at + b.n - 10, "0000000999");
	put_format(&b, "%0500d", 1);
	assert_int_equal(b.n, 10511);
	assert_int_equal(strlen(b.at), 10511);
	mem_free(b.mem);
}

static void
test_reals_are_written_shortest(void **state)
{
	static const struct {
		double x;
		const char *text;
	} want[] = {{0.1, "0.1"}, {1.0 / 3, "0.3333333333333333"}, {100, "100"}, {1e20, "1e+20"}, {-2.5, "-2.5"},
	    {0.1 + 0.2, "0.30000000000000004"}, {12345678.9, "12345678.9"}};

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
		struct builder b = {.mem = mem_new()};

		put_real(&b, want[i].x);
		assert_string_equal(built_text(&b), want[i].text);
		mem_free(b.mem);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_views),
		cmocka_unit_test(test_whole_numbers),
		cmocka_unit_test(test_real_numbers),
		cmocka_unit_test(test_utf8_at_the_borders),
		cmocka_unit_test(test_every_character_there_and_back),
		cmocka_unit_test(test_bad_bytes_become_replacement_characters),
		cmocka_unit_test(test_builder),
		cmocka_unit_test(test_reals_are_written_shortest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
