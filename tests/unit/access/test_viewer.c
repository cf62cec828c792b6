/* Who may what, before accounts exist: figures and imports, never a child's record. */
#include "unit.h"

#include "access/viewer.h"

static void
test_the_local_viewer_reads_figures_and_no_records(void **state)
{
	const struct viewer *v = viewer_local();

	(void)state;
	assert_true(may(v, CAN_CONNECT));
	assert_true(may(v, CAN_AGGREGATES));
	assert_true(may_aggregate(v));
	assert_true(may(v, CAN_IMPORTS));
	assert_false(may(v, CAN_RECORDS));
	assert_false(may_records(v));
	assert_false(may(v, CAN_MANAGE));
}

static void
test_nobody_may_what_is_not_named(void **state)
{
	const struct viewer all = {.capabilities = UINT32_MAX}, none = {0};

	(void)state;
	assert_false(may(&all, CAN_NONE));
	assert_false(may(&all, CAPABILITY_COUNT));
	assert_false(may(&all, (enum capability)64));
	assert_false(may(NULL, CAN_CONNECT));
	for (int n = 0; n < CAPABILITY_COUNT; n++) {
		assert_false(may(&none, (enum capability)n));
		assert_non_null(capability_name((enum capability)n));
	}
	assert_string_equal(capability_name((enum capability)64), "nothing");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_local_viewer_reads_figures_and_no_records),
		cmocka_unit_test(test_nobody_may_what_is_not_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
