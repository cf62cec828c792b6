/* The JSON writer: commas, nesting, escapes and numbers. */
#include "unit.h"

#include <math.h>

#include "base/json.h"
#include "base/mem.h"

static void
test_commas_and_nesting(void **state)
{
	struct builder b = {.mem = mem_new()};
	struct json j = {.out = &b};

	(void)state;
	json_object(&j);
	json_key(&j, "a");
	json_int(&j, 1);
	json_key(&j, "b");
	json_array(&j);
	json_bool(&j, true);
	json_bool(&j, false);
	json_null(&j);
	json_object(&j);
	json_end_object(&j);
	json_array(&j);
	json_end_array(&j);
	json_text(&j, VIEW("x"));
	json_end_array(&j);
	json_key(&j, "c");
	json_object(&j);
	json_key(&j, "d");
	json_real(&j, 0.5);
	json_end_object(&j);
	json_end_object(&j);
	assert_string_equal(built_text(&b), "{\"a\":1,\"b\":[true,false,null,{},[],\"x\"],\"c\":{\"d\":0.5}}");
	mem_free(b.mem);
}

static void
assert_text(struct view v, const char *want)
{
	struct builder b = {.mem = mem_new()};
	struct json j = {.out = &b};

	json_text(&j, v);
	assert_string_equal(built_text(&b), want);
	mem_free(b.mem);
}

static void
test_texts(void **state)
{
	(void)state;
	assert_text(VIEW(""), "\"\"");
	assert_text((struct view){NULL, 0}, "\"\"");
	assert_text(VIEW("Zoë \"quoted\" \\ /"), "\"Zoë \\\"quoted\\\" \\\\ /\"");
	assert_text(VIEW("\b\f\n\r\t\x01\x1f\x7f"), "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
	assert_text(VIEW("a\0b"), "\"a\\u0000b\"");
	assert_text(VIEW("a\xff" "b\xed\xa0\x80"), "\"a\xef\xbf\xbd" "b\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void
test_numbers(void **state)
{
	struct builder b = {.mem = mem_new()};
	struct json j = {.out = &b};

	(void)state;
	json_array(&j);
	json_int(&j, INT64_MIN);
	json_int(&j, INT64_MAX);
	json_real(&j, 0.1);
	json_real(&j, 1e300);
	json_real(&j, -12.0);
	json_real(&j, (double)NAN);
	json_real(&j, (double)INFINITY);
	json_end_array(&j);
	assert_string_equal(built_text(&b), "[-9223372036854775808,9223372036854775807,0.1,1e+300,-12,null,null]");
	mem_free(b.mem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commas_and_nesting),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
