/* Names and values from outside: every escape, every refusal. */
#include "unit.h"

#include "web/form.h"
#include "web/route.h"
#include "web/url.h"

static struct ctx c;

static int
start(void **state)
{
	(void)state;
	c = (struct ctx){.mem = mem_new()};
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	mem_free(c.mem);
	return 0;
}

static void
test_escapes(void **state)
{
	static const struct { const char *in, *out; } good[] = {
		{"", ""}, {"abc", "abc"}, {"a%20b", "a b"}, {"a+b", "a b"}, {"%2B", "+"}, {"%c3%a9", "é"}, {"%C3%A9", "é"},
		{"%0a%0D%09", "\n\r\t"}, {"%25", "%"}, {"%26%3d", "&="},
	};
	static const char *const bad[] = {"%", "a%", "%4", "%4g", "%g4", "%%", "%00", "a%00b", "%01", "%1f", "%7f", "%ff",
	    "%c0%80", "%ed%a0%80", "%f5%80%80%80", "%c3"};
	const char *out;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(percent_decode(c.mem, view_of(good[i].in), true, &out));
		assert_string_equal(out, good[i].out);
	}
	assert_true(percent_decode(c.mem, VIEW("a+b"), false, &out));
	assert_string_equal(out, "a+b");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(percent_decode(c.mem, view_of(bad[i]), true, &out));
	assert_false(percent_decode(c.mem, (struct view){"a\0b", 3}, true, &out));
}

static void
test_fields(void **state)
{
	struct params p;

	(void)state;
	assert_int_equal(params_read(&c, VIEW("a=1&b=&c&a=2&&d=x=y&=z"), &p), OK);
	assert_int_equal(p.n, 6);
	assert_string_equal(params_get(&p, "a"), "1");
	assert_string_equal(params_get(&p, "b"), "");
	assert_string_equal(params_get(&p, "c"), "");
	assert_string_equal(params_get(&p, "d"), "x=y");
	assert_string_equal(params_get(&p, ""), "z");
	assert_null(params_get(&p, "A"));
	assert_int_equal(params_read(&c, VIEW(""), &p), OK);
	assert_int_equal(p.n, 0);
}

static void
test_the_faulty_field_is_named(void **state)
{
	struct params p;
	struct builder many = {.mem = c.mem};

	(void)state;
	assert_int_equal(params_read(&c, VIEW("a=1&b=%zz"), &p), ERR_INPUT);
	assert_string_equal(c.sentence, "field 2 of what was sent is not properly encoded");
	fail_clear(&c);
	for (int i = 0; i < PARAMS_MOST; i++)
		put_text(&many, "a&");
	assert_int_equal(params_read(&c, built(&many), &p), OK);
	put_text(&many, "a");
	assert_int_equal(params_read(&c, built(&many), &p), ERR_INPUT);
	fail_clear(&c);
}

static void
test_addresses_are_encoded(void **state)
{
	(void)state;
	assert_string_equal(url_make(c.mem, "/a").at, "/a");
	assert_string_equal(url_make(c.mem, "/a/{}?b={}", "x/y", "é &").at, "/a/x%2Fy?b=%C3%A9%20%26");
	assert_string_equal(url_make(c.mem, "#{}", "x\"><script>").at, "#x%22%3E%3Cscript%3E");
	assert_string_equal(url_make(c.mem, "/a/{}/b", NULL).at, "/a//b");
	assert_string_equal(url_make(c.mem, "/a/{}{}", "-._~", "09azAZ").at, "/a/-._~09azAZ");
	assert_false(url_is((struct url){0}));
}

/* ---- routes ------------------------------------------------------------------------------------------------------ */

static enum err
handler(struct request *q)
{
	(void)q;
	return OK;
}

static const struct route table_a[] = {
	{GET,  "/",            handler, CAN_CONNECT, NOT_AUDITED},
	{GET,  "/a/:x",        handler, CAN_CONNECT, NOT_AUDITED},
	{GET,  "/a/:x/:y",     handler, CAN_CONNECT, NOT_AUDITED},
	{0}
};
static const struct route table_b[] = {
	{GET,  "/a/literal",   handler, CAN_CONNECT, NOT_AUDITED},
	{GET,  "/:any/b",      handler, CAN_CONNECT, NOT_AUDITED},
	{POST, "/a/:x",        handler, CAN_CONNECT, NOT_AUDITED},
	{0}
};
static const struct route *const tables[] = {table_a, table_b, NULL};

static const struct route *
find(enum method method, const char *target, struct params *params, unsigned *methods)
{
	struct path path;

	assert_int_equal(path_cut(&c, view_of(target), &path), OK);
	return route_find(c.mem, tables, method, &path, params, methods);
}

static void
test_routes_are_found(void **state)
{
	struct params p;
	unsigned methods;

	(void)state;
	assert_int_equal(routes_check(&c, tables), OK);
	assert_ptr_equal(find(GET, "/", &p, &methods), &table_a[0]);
	assert_ptr_equal(find(GET, "/a/7", &p, &methods), &table_a[1]);
	assert_string_equal(params_get(&p, "x"), "7");
	assert_int_equal(methods, (1u << GET) | (1u << POST));
	assert_ptr_equal(find(GET, "/a/7/e%2Ff", &p, &methods), &table_a[2]);
	assert_string_equal(params_get(&p, "y"), "e/f");
	assert_ptr_equal(find(GET, "/a/literal", &p, &methods), &table_b[0]);   /* a literal wins, wherever it stands */
	assert_ptr_equal(find(POST, "/a/literal", &p, &methods), &table_b[2]);
	assert_ptr_equal(find(GET, "/a/b", &p, &methods), &table_a[1]);         /* the earlier literal is the heavier */
	assert_ptr_equal(find(GET, "/z/b", &p, &methods), &table_b[1]);
	assert_null(find(GET, "/a", &p, &methods));
	assert_int_equal(methods, 0);
	assert_null(find(POST, "/", &p, &methods));
	assert_int_equal(methods, 1u << GET);
}

static void
test_paths_are_cut_strictly(void **state)
{
	static const char *const bad[] = {"", "a", "//", "//a", "/a//b", "/.", "/..", "/a/../b", "/%2e", "/%2E%2e/a", "/a\\b",
	    "/%5c", "/%0a", "/%09", "/%00", "/%", "/%ff", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"};
	struct path path;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(path_cut(&c, view_of(bad[i]), &path), ERR_INPUT);
		fail_clear(&c);
	}
	assert_int_equal(path_cut(&c, VIEW("/a/b%20c/"), &path), OK);
	assert_int_equal(path.n, 2);
	assert_string_equal(path.segment[1], "b c");
	assert_int_equal(path_cut(&c, VIEW("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16"), &path), OK);
	assert_int_equal(path.n, 16);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_the_faulty_field_is_named),
		cmocka_unit_test(test_addresses_are_encoded),
		cmocka_unit_test(test_routes_are_found),
		cmocka_unit_test(test_paths_are_cut_strictly),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
