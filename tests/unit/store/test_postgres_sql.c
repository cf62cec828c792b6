/* Named parameters of our SQL as PostgreSQL's numbers. Needs no server. */
#include "unit.h"

#include "store/postgres_sql.h"

static const struct {
	const char *sql, *numbered, *names;     /* the names in order, each with a space behind it */
} cases[] = {
	{"select 1", "select 1", ""},
	{"", "", ""},
	{"select :a", "select $1", "a "},
	{"select :a, :b, :a, :c, :b", "select $1, $2, $1, $3, $2", "a b c "},
	{"select :a+:aa,:aaa", "select $1+$2,$3", "a aa aaa "},                 /* one is the other's beginning */
	{"select(:a)", "select($1)", "a "},
	{"select :A, :a", "select $1, $2", "A a "},                             /* case counts */
	{"select :_x1, :from_2", "select $1, $2", "_x1 from_2 "},
	{"select :a\n", "select $1\n", "a "},
	{"where x=:x", "where x=$1", "x "},
	/* texts */
	{"select ':a', :b", "select ':a', $1", "b "},
	{"select 'it''s :a', :b", "select 'it''s :a', $1", "b "},
	{"select '', :b", "select '', $1", "b "},
	{"select ''':a', :b", "select ''':a', $1", "b "},
	{"select '\":a', :b, '\"'", "select '\":a', $1, '\"'", "b "},
	{"select 'a--b', :b", "select 'a--b', $1", "b "},
	{"select 'a/*b', :b", "select 'a/*b', $1", "b "},
	{"select 'back\\', :b", "select 'back\\', $1", "b "},                    /* no escape in standard texts */
	{"select 'open :a", "select 'open :a", ""},
	/* names in quotes */
	{"select \":a\", :b", "select \":a\", $1", "b "},
	{"select \"x\"\":a\", :b", "select \"x\"\":a\", $1", "b "},
	{"select \"it's :a\", :b", "select \"it's :a\", $1", "b "},
	/* comments */
	{"select 1 -- :a\n, :b", "select 1 -- :a\n, $1", "b "},
	{"select 1 -- it's :a\n, :b", "select 1 -- it's :a\n, $1", "b "},
	{"select 1 -- :a", "select 1 -- :a", ""},
	{"select /* :a */ :b", "select /* :a */ $1", "b "},
	{"select /* it's :a */ :b", "select /* it's :a */ $1", "b "},
	{"select /* /* :a */ :c */ :b", "select /* /* :a */ :c */ $1", "b "},   /* PostgreSQL's nest */
	{"select /**/ :b", "select /**/ $1", "b "},
	{"select /*/ :a */ :b", "select /*/ :a */ $1", "b "},
	{"select /* :a", "select /* :a", ""},
	{"select 3 - :a, 4 / :b", "select 3 - $1, 4 / $2", "a b "},
	{"select 3 -:a", "select 3 -$1", "a "},
	/* casts, assignments and lone colons */
	{"select x::text, :a", "select x::text, $1", "a "},
	{"select :a::bigint", "select $1::bigint", "a "},
	{"select :a::text::date", "select $1::text::date", "a "},
	{"select f(n := :n)", "select f(n := $1)", "n "},
	{"select f(n:=:n)", "select f(n:=$1)", "n "},
	{"select x[1:2], :a", "select x[1:2], $1", "a "},
	{"select : a", "select : a", ""},
	{"select :", "select :", ""},
	{"select :1", "select :1", ""},
	/* a leaf of JSON compares by its bytes */
	{"select data->>':a', :b", "select data->>':a' collate \"C\", $1", "b "},
	{"select data ->>\n'a' = 'b', data->'c'", "select data ->>\n'a' collate \"C\" = 'b', data->'c'", ""},
	{"select '->>', '->>' || 'a'", "select '->>', '->>' || 'a'", ""},
	/* what is not ASCII goes through */
	{"select 'Zoë :a', :b, é:c", "select 'Zoë :a', $1, é$2", "b c "},
};

static void
every_case_holds(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mem *m = mem_new();
		struct parameters names = {0};
		const char *numbered = parameters_number(m, cases[i].sql, &names);
		struct builder b = {.mem = m};

		for (size_t k = 0; k < names.n; k++)
			put_format(&b, "%s ", names.item[k]);
		if (strcmp(numbered, cases[i].numbered) != 0 || strcmp(built_text(&b), cases[i].names) != 0) {
			print_error("%s: %s with %s, not %s with %s\n", cases[i].sql, numbered, built_text(&b), cases[i].numbered,
			    cases[i].names);
			bad++;
		}
		mem_free(m);
	}
	assert_int_equal(bad, 0);
}

/* A hundred names, each twice: the numbers stay those of the first time. */
static void
many_names_keep_their_numbers(void **state)
{
	struct mem *m = mem_new();
	struct builder sql = {.mem = m}, wanted = {.mem = m};
	struct parameters names = {0};

	(void)state;
	for (int i = 0; i < 200; i++) {
		put_format(&sql, ":p%d ", i % 100);
		put_format(&wanted, "$%d ", i % 100 + 1);
	}
	assert_string_equal(parameters_number(m, built_text(&sql), &names), built_text(&wanted));
	assert_int_equal(names.n, 100);
	assert_string_equal(names.item[99], "p99");
	mem_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_holds),
		cmocka_unit_test(many_names_keep_their_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
