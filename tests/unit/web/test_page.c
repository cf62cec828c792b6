/* What templates print through: escaping, captures, and numbers as a British reader writes them. */
#include "unit.h"
#include "memory.h"

#include <math.h>

#include "web/page.h"

static void
test_the_five_characters_are_escaped(void **state)
{
	struct page p = {.mem = m, .out = {.mem = m}};

	(void)state;
	out_text(&p, "<a href='x' title=\"y\">&amp;</a> é");
	assert_string_equal(built_text(&p.out),
	    "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;amp;&lt;/a&gt; é");
	p.out.n = 0;
	out_attr(&p, VIEW("\"&\""));
	assert_true(view_is(built(&p.out), "&quot;&amp;&quot;"));
	p.out.n = 0;
	out_text(&p, (const char *)NULL);
	out_text(&p, "");
	assert_int_equal(p.out.n, 0);
	out_url(&p, url_make(m, "/a?b={}&c={}", "1", "2"));
	assert_true(view_is(built(&p.out), "/a?b=1&amp;c=2"));
}

static void
test_markup_is_captured_and_put_back(void **state)
{
	struct page p = {.mem = m, .out = {.mem = m}};
	struct html nothing = page_capture(&p, page_mark(&p)), some;
	size_t mark;

	(void)state;
	assert_int_equal(nothing.markup.n, 0);
	page_raw(&p, "<p>", 3);
	mark = page_mark(&p);
	out_text(&p, "<b>");
	some = page_capture(&p, mark);
	assert_true(view_is(built(&p.out), "<p>"));
	out_text(&p, some);
	out_text(&p, nothing);
	assert_true(view_is(built(&p.out), "<p>&lt;b&gt;"));
}

static void
test_numbers(void **state)
{
	static const struct { int64_t n; const char *text; } counts[] = {
		{0, "0"}, {7, "7"}, {999, "999"}, {1000, "1,000"}, {12345, "12,345"}, {1234567, "1,234,567"},
		{-1000, "\u22121,000"}, {100000, "100,000"},
	};
	static const struct { double x; int decimals; const char *text; } numbers[] = {
		{0, 1, "0.0"}, {1234.56, 1, "1,234.6"}, {999.95, 0, "1,000"}, {-0.04, 1, "0.0"}, {-12.5, 1, "\u221212.5"},
		{1e6, 0, "1,000,000"}, {0.125, 3, "0.125"}, {NAN, 1, "not known"}, {INFINITY, 1, "not known"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		assert_string_equal(text_count(m, counts[i].n), counts[i].text);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		assert_string_equal(text_number(m, numbers[i].x, numbers[i].decimals), numbers[i].text);
	assert_string_equal(text_per_cent(m, 45.2, 1), "45.2%");
	assert_string_equal(text_per_cent(m, NAN, 1), "not known");
	assert_string_equal(text_range(m, 40.1, 1050.3, 1), "40.1 to 1,050.3");
	assert_string_equal(text_range(m, NAN, 1, 1), "not known");
	assert_string_equal(text_many(m, 1, "file", NULL), "1 file");
	assert_string_equal(text_many(m, 0, "file", NULL), "0 files");
	assert_string_equal(text_many(m, 1200, "child", "children"), "1,200 children");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_five_characters_are_escaped),
		cmocka_unit_test(test_markup_is_captured_and_put_back),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
