/* Failures: the first cause is kept, and nothing in a sentence can do harm to a terminal. */
#include "unit.h"

#include "base/err.h"
#include "base/text.h"

static enum err
stops_at(struct ctx *c, enum err first, enum err second, int *steps)
{
	TRY(first == OK ? OK : fail(c, first, "first"));
	++*steps;
	TRY(second == OK ? OK : fail(c, second, "second"));
	++*steps;
	return OK;
}

static void
test_the_first_failure_is_kept(void **state)
{
	struct ctx c = {0};
	int steps = 0;

	(void)state;
	assert_int_equal(stops_at(&c, OK, OK, &steps), OK);
	assert_int_equal(steps, 2);
	assert_int_equal(stops_at(&c, ERR_INPUT, OK, &steps), ERR_INPUT);
	assert_int_equal(stops_at(&c, OK, ERR_SYSTEM, &steps), ERR_SYSTEM);
	assert_int_equal(c.err, ERR_INPUT);
	assert_string_equal(c.sentence, "first");
	fail_clear(&c);
	assert_int_equal(c.err, OK);
	assert_string_equal(c.sentence, "");
	assert_int_equal(stops_at(&c, OK, ERR_SYSTEM, &steps), ERR_SYSTEM);
	assert_string_equal(c.sentence, "second");
}

static void
test_a_sentence_is_tidy(void **state)
{
	struct ctx c = {0};
	char wide[1000];

	(void)state;
	fail(&c, ERR_INPUT, "a\033[2Jb\nc \xff d \xc2\x9b%s", "Zoë");
	assert_string_equal(c.sentence, "a [2Jb c ? d   Zoë");
	/* A sentence that is too long ends with a whole character, wherever the buffer ends. */
	for (size_t lead = 0; lead < 4; lead++) {
		memset(wide, 'x', lead);
		for (size_t i = lead; i + 4 < sizeof wide; i += 4)
			memcpy(wide + i, "😀", 5);
		fail_clear(&c);
		fail(&c, ERR_INPUT, "%s", wide);
		assert_true(utf8_valid(view_of(c.sentence)));
		assert_true(strlen(c.sentence) > sizeof c.sentence - 5);
		assert_null(strchr(c.sentence, '?'));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_first_failure_is_kept),
		cmocka_unit_test(test_a_sentence_is_tidy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
