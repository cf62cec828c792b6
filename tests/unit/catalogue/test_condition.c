/* Conditions: a table of cases over one row, and the sentences for what cannot be read. */
#include "unit.h"

#include "base/mem.h"
#include "catalogue/condition.h"

/* RNE = S, AGE = 12, EMPTY = nothing, PADDED = " x ", QUOTE = it's, ZERO = 0 */
static const char *const names[] = { "RNE", "AGE", "EMPTY", "PADDED", "QUOTE", "A/B.c", "two words", NULL };
static const struct view values[] = {
	{"S", 1}, {"12", 2}, {"", 0}, {" x ", 3}, {"it's", 4}, {"deep", 4}, {"2024-03-31", 10},
};

static struct ctx c;

static int
set_up(void **state)
{
	(void)state;
	c = (struct ctx){.mem = mem_new()};
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	mem_free(c.mem);
	return 0;
}

static int
resolve(void *with, struct view name)
{
	(void)with;
	for (int i = 0; names[i]; i++)
		if (view_is(name, names[i]))
			return i;
	return -1;
}

static const struct { const char *text; bool holds; } cases[] = {
	{ "RNE = 'S'", true }, { "RNE = 'P'", false }, { "RNE != 'P'", true }, { "RNE <> 'S'", false },
	{ "RNE = 's'", false },                                 /* byte by byte */
	{ "RNE in ('S', 'P')", true }, { "RNE in ('P','T')", false }, { "RNE not in ('P', 'T')", true },
	{ "RNE not in ('S')", false }, { "RNE > 'R'", true }, { "RNE < 'SS'", true }, { "RNE >= 'S'", true },
	/* numbers compare as numbers where the operand is one */
	{ "AGE = 12", true }, { "AGE = 12.0", true }, { "AGE > 9", true }, { "AGE > '9'", false }, { "AGE <= 11.9", false },
	{ "AGE in (1, 12)", true }, { "AGE != 12", false }, { "AGE > -1", true }, { "RNE = 12", false },
	{ "RNE != 12", true }, { "RNE > 12", false },
	/* an empty field is null; a comparison with null is false, either way round */
	{ "EMPTY is null", true }, { "EMPTY is not null", false }, { "RNE is null", false }, { "RNE is not null", true },
	{ "EMPTY = ''", false }, { "EMPTY != 'S'", false }, { "EMPTY not in ('S')", false }, { "EMPTY < 5", false },
	{ "not EMPTY = 'S'", true }, { "not (EMPTY != 'S')", true },
	{ "PADDED = 'x'", true }, { "PADDED = ' x '", false }, { "QUOTE = 'it''s'", true }, { "A/B.c = 'deep'", true },
	{ "\"two words\" >= '2024-01-01'", true },
	/* and binds closer than or; not closer than both; words in any case */
	{ "RNE = 'P' and AGE = 12 or AGE = 12", true }, { "AGE = 12 or AGE = 12 and RNE = 'P'", true },
	{ "(AGE = 12 or AGE = 12) and RNE = 'P'", false }, { "not RNE = 'P' and AGE = 12", true },
	{ "not (RNE = 'P' or AGE = 12)", false }, { "not not RNE = 'S'", true }, { "RNE = 'S' AND NOT AGE IS NULL", true },
	{ "RNE = 'P' or RNE = 'T' or RNE = 'S'", true }, { "RNE = 'S' and AGE = 12 and EMPTY is null and RNE = 'T'", false },
	{ "(RNE = 'P' and AGE = 12) or (RNE = 'S' and (AGE = 1 or AGE = 12))", true },
	{ "not (RNE = 'S' and not (AGE = 12 and EMPTY is null))", true },
};

static void
holds_as_worked_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct condition *k;
		if (condition_parse(&c, "x", cases[i].text, resolve, NULL, &k) != OK)
			fail_msg("%s", c.sentence);
		if (condition_holds(k, values) != cases[i].holds)
			fail_msg("%s should be %s", cases[i].text, cases[i].holds ? "true" : "false");
	}
}

static const struct { const char *text, *sentence; } faults[] = {
	{ "", "x: the condition is empty" },
	{ "RNF = 'S'", "x: `RNF = 'S'` names `RNF`, which is no column or field here" },
	{ "RNE = S", "x: `RNE = S` should have a quoted text or a number where it has `S`" },
	{ "RNE = 'S", "x: `RNE = 'S` should have a quoted text or a number where it has `S`" },
	{ "RNE 'S'", "x: `RNE 'S'` should have a comparison, `in` or `is` where it has `S`" },
	{ "RNE in 'S'", "x: `RNE in 'S'` should have `(` after `in` where it has `S`" },
	{ "RNE in ('S'", "x: `RNE in ('S'` should have `,` or `)` where it has `the end`" },
	{ "RNE is", "x: `RNE is` should have `null` or `not null` after `is` where it has `the end`" },
	{ "RNE = 'S' AGE = 1", "x: `RNE = 'S' AGE = 1` should have `and`, `or` or its end where it has `AGE`" },
	{ "(RNE = 'S'", "x: `(RNE = 'S'` should have `)` where it has `the end`" },
	{ "RNE = 'S' and", "x: `RNE = 'S' and` should have a name where it has `the end`" },
	{ "RNE ~ 'S'", "x: `RNE ~ 'S'` should have a comparison, `in` or `is` where it has `~`" },
};

static void
says_what_is_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct condition *k;
		fail_clear(&c);
		assert_int_equal(condition_parse(&c, "x", faults[i].text, resolve, NULL, &k), ERR_INPUT);
		assert_string_equal(c.sentence, faults[i].sentence);
	}
}

static void
refuses_deep_nesting(void **state)
{
	char text[2001];
	struct condition *k;

	(void)state;
	memset(text, '(', 2000);
	text[2000] = 0;
	fail_clear(&c);
	assert_int_equal(condition_parse(&c, "x", text, resolve, NULL, &k), ERR_INPUT);
	assert_string_equal(c.sentence, "x: a condition may not nest deeper than 64 levels");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_as_worked_out), cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(refuses_deep_nesting),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
