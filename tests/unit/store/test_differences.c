/* What the two engines do differently without a word (tests/unit/traps.h), on the engine that this run is for. */
#include "scratch.h"

#include "base/day.h"
#include "base/text.h"
#include "traps.h"

static const struct embedded leaf_schema[] = {
	{"schema/0001_leaf.sql", (const unsigned char *)
	    "create table counter (name text primary key, next $id not null);\n"
	    "create table record_key (record $id primary key, wrapped $bytes);\n"
	    "create table day (calendar text, day date, open text, n integer, primary key (calendar, day));\n"
	    "create table setting (name text primary key, value text);\n"
	    TRAPS_TABLE, 0},
	{NULL, NULL, 0}
};

static int
leaves(void **state)
{
	struct scratch *s;

	if (scratch_folder(state) != 0)
		return 1;
	s = *state;
	if (scratch_open(s, sized(s->c.mem, leaf_schema)) == OK)
		return 0;
	print_error("%s\n", s->c.sentence);
	return 1;
}

/* A number in one form, whichever engine writes it: 3.0 and 3 are one. */
static void
put_cell(struct builder *b, const struct rows *r, int column)
{
	struct view v = col_view(r, column);
	int64_t n;
	double x;

	if (col_is_null(r, column))
		put_text(b, "null");
	else if (view_int(v, &n) || !view_real(v, &x))
		put(b, v);
	else
		put_real(b, x);
}

static const char *
answer(struct scratch *s, const char *sql)
{
	struct rows *r = store_query(&s->c, sql, 5000);
	struct builder b = {.mem = s->c.mem};
	int at = 0;

	if (bind_exists(r, "day"))
		bind_day(r, "day", day_iso_read(VIEW(TRAPS_DAY)));
	if (bind_exists(r, "text"))
		bind_text(r, "text", TRAPS_DAY);
	if (bind_exists(r, "word"))
		bind_text(r, "word", "\xc3\x89" "clair");
	while (rows_next(r))
		for (int i = 0; i < col_count(r); i++) {
			put_text(&b, i > 0 ? "|" : at++ > 0 ? " " : "");
			put_cell(&b, r, i);
		}
	if (rows_end(r) == OK)
		return built_text(&b);
	fail_clear(&s->c);
	return "error";
}

static int
differs(struct scratch *s, const char *sql, const char *expected)
{
	const char *got = answer(s, sql);

	if (strcmp(got, expected) == 0)
		return 0;
	print_error("%s: %s, not %s\n", sql, got, expected);
	return 1;
}

static void
what_looks_doubtful_is_alike(void **state)
{
	int bad = 0;

	for (size_t i = 0; i < COUNT(alike); i++)
		bad += differs(*state, alike[i].write, alike[i].gives);
	assert_int_equal(bad, 0);
}

/* The trap does on this engine what the table says, so that the difference is seen; what to write instead is alike. */
static int
falls(struct scratch *s, const struct trap *t)
{
	assert_string_not_equal(t->sqlite, t->postgres);
	return differs(s, t->trap, database_is_postgres() ? t->postgres : t->sqlite) + differs(s, t->write, t->gives);
}

static void
traps_are_real_and_there_is_a_way_round(void **state)
{
	int bad = 0;

	for (size_t i = 0; i < COUNT(traps); i++)
		bad += falls(*state, &traps[i]);
	for (size_t i = 0; i < COUNT(traps_in_data); i++)
		bad += falls(*state, &traps_in_data[i]);
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_looks_doubtful_is_alike, leaves, scratch_end),
		cmocka_unit_test_setup_teardown(traps_are_real_and_there_is_a_way_round, leaves, scratch_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
