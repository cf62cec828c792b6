/* What may stand in a query: every rule refuses an example of what it is for, every trap of tests/unit/traps.h is refused,
 * and what is to be written instead is not. */
#include "unit.h"

#include "base/mem.h"
#include "catalogue/sql_rules.h"
#include "catalogue/sql_text.h"
#include "traps.h"

static struct ctx c;

static void
the_kinds_that_a_query_reads_are_found(void **state)
{
	const char **kinds = sql_kinds("select 1 from episode e -- kind = 'no'\nwhere e.kind in ('a', 'b') and x = 'kind'"
	    " union select 2 from event where KIND = 'c' /* kind = 'd' */ and kind = 'a'", c.mem);

	(void)state;
	assert_string_equal(kinds[0], "a");
	assert_string_equal(kinds[1], "b");
	assert_string_equal(kinds[2], "c");
	assert_null(kinds[3]);
	/* a second table that names none may read any */
	assert_null(sql_kinds("select 1 from episode a join episode b on a.x = b.x where a.kind = 'a'", c.mem));
	assert_null(sql_kinds("select 1 from event where kind like 'a%'", c.mem));
	assert_null(sql_kinds("select 1 from identity", c.mem)[0]);
}

static void
other_tables_are_seen(void **state)
{
	static const struct { const char *sql; bool alone; } cases[] = {
		{"select identity from episode where kind = 'a'", true},
		{"select a.identity from episode a join event as b on b.episode = a.fact, episode c where a.kind = 'a'", true},
		{"with mine as (select identity from event), yours as (select 1 from mine) select * from yours, mine m", true},
		{"select identity from (select identity from event) e left join episode p on p.identity = e.identity", true},
		{"select identity from episode a, team b where a.kind = 'a'", false},
		{"select identity from episode as a, team where a.kind = 'a'", false},
		{"select identity from (select 1 from event) e, fix", false},
		{"select identity from episode where exists (select 1 from identity i where i.id = identity)", false},
		{"select identity from episode join place on place.id = 1", false},
		{"select identity from fix", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (sql_reads_facts_alone(cases[i].sql, c.mem) != cases[i].alone)
			fail_msg("%s", cases[i].sql);
}

static void
words_of_one_engine_are_refused(void **state)
{
	static const struct { const char *sql, *word; int line; } cases[] = {
		{ "select 1", NULL, 0 }, { "with x as (select 1) select * from x", NULL, 0 },
		{ "select 'julianday' as a, \"x\", date from t -- strftime", NULL, 0 },
		{ "select 1\n,\nJulianDay(x)", "julianday", 2 }, { "select date (x)", "date(", 0 },
		{ "select a::int", "::", 0 }, { "select :from", NULL, 0 }, { "select 1; select 2", ";", 0 },
		{ "select total(x)", "total(", 0 }, { "select total from x", NULL, 0 }, { "delete from x", "delete", 0 },
		{ "select /* a\nb */ ifnull(a, b)", "ifnull", 1 }, { "", "", 0 }, { "select 'open", NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sql_fault f = sql_check(cases[i].sql, c.mem);
		if (!cases[i].word != !f.word || (f.word && strcmp(f.word, cases[i].word) != 0) || f.line != cases[i].line)
			fail_msg("%s: found %s on line %d", cases[i].sql, f.word ? f.word : "nothing", f.line);
	}
}

/* Part of a query that holds the word as the rule means it. */
static const char *
with_word(const char *word)
{
	int n = (int)strlen(word);

	if (n > 1 && word[n - 1] == '(')
		return mem_format(c.mem, "select %s x) from t", word);
	if (n > 1 && word[n - 1] == '*')
		return mem_format(c.mem, "select %.*sx(y) from t", n - 1, word);
	return mem_format(c.mem, "select x %s y from t", word);
}

static void
every_word_is_refused(void **state)
{
	(void)state;
	for (const struct sql_word *w = sql_words; w->word; w++) {
		struct sql_fault f = sql_check(with_word(w->word), c.mem), code = sql_check_code(with_word(w->word), c.mem);

		if (!f.word || strcmp(f.word, w->word) != 0 || !*f.because || !*f.instead)
			fail_msg("%s is taken for %s", with_word(w->word), f.word ? f.word : "portable");
		if (!code.word != (w->reach == SQL_CATALOGUE))
			fail_msg("in code, %s is %s", with_word(w->word), code.word ? "refused" : "let through");
	}
}

static void
every_shape_is_refused(void **state)
{
	(void)state;
	for (const struct sql_shape *s = sql_shapes; s->seen; s++) {
		const char *sql = mem_format(c.mem, "select x, %s", s->example);
		struct sql_fault f = s->says.reach == SQL_CATALOGUE ? sql_check(sql, c.mem) : sql_check_code(sql, c.mem);

		if (!f.word || strcmp(f.word, s->says.word) != 0 || !*f.because || !*f.instead)
			fail_msg("%s is taken for %s", sql, f.word ? f.word : "portable");
	}
}

static int
is_wrong(const char *sql, bool portable)
{
	struct sql_fault f = sql_check(sql, c.mem);

	if (!f.word == portable)
		return 0;
	print_error("%s: %s\n", sql, portable ? mem_format(c.mem, "`%s` %s", f.word, f.because) : "is let through");
	return 1;
}

static void
traps_are_refused_and_the_way_round_is_not(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(traps); i++)
		bad += is_wrong(traps[i].trap, false) + is_wrong(traps[i].write, true);
	for (size_t i = 0; i < COUNT(traps_in_data); i++)
		bad += is_wrong(traps_in_data[i].write, true);
	for (size_t i = 0; i < COUNT(alike); i++)
		bad += is_wrong(alike[i].write, true);
	assert_int_equal(bad, 0);
}

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

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_kinds_that_a_query_reads_are_found), TEST(other_tables_are_seen), TEST(words_of_one_engine_are_refused),
		TEST(every_word_is_refused),
		TEST(every_shape_is_refused), TEST(traps_are_refused_and_the_way_round_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
