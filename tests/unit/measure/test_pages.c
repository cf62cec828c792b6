/* The routes of the two rooms that have pages: none of them shows records, and each reading is audited. */
#include "measure/measure.h"
#include "people/people.h"
#include "web/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static void
test_no_page_shows_records(void **state)
{
	const struct route *const tables[] = {measure_routes, people_routes};
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (const struct route *r = tables[i]; r->method; r++, n++) {
			assert_true(r->capability == CAN_AGGREGATES || r->capability == CAN_IMPORTS);
			assert_int_equal(r->method, GET);
			assert_true(strcmp(r->path, "/") == 0 || r->audit[0] != '\0');
		}
	assert_true(n >= 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_page_shows_records)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
