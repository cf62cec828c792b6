/* The store's everyday calls: reads, writes, binds, columns, transactions, bulk, and how failures show. */
#include "scratch.h"

#include <math.h>

#include "base/day.h"
#include "base/text.h"

static void
add_thing(struct scratch *s, int64_t id, const char *name)
{
	struct rows *r = store_write(&s->c, "insert into thing (id, name) values (:id, :name)");

	bind_id(r, "id", id);
	bind_text(r, "name", name);
	assert_ok(rows_end(r));
}

static void
values_come_back_as_they_went_in(void **state)
{
	struct scratch *s = *state;
	struct rows *r;

	assert_ok(store_begin(&s->c));
	r = store_write(&s->c, "insert into thing values (:id, :name, :n, :x, :day, :body)");
	bind_id(r, "id", INT64_C(1) << 62);
	bind_text(r, "name", "Zoë 'x'");
	bind_int(r, "n", -7);
	bind_real(r, "x", 0.1);
	bind_day(r, "day", day_of(2024, 2, 29));
	bind_bytes(r, "body", "\0\1\2", 3);
	assert_ok(rows_end(r));
	assert_int_equal(store_changes(&s->c), 1);
	assert_ok(store_commit(&s->c));

	r = store_read(&s->c, "select id, name, n, x, day, body, day || '' as iso from thing where n < :n");
	bind_int(r, "n", 0);
	assert_true(rows_next(r));
	assert_true(col_id(r, 0) == INT64_C(1) << 62);
	assert_int_equal(col_view(r, 1).n, 8);
	assert_string_equal(col_text(r, 1, s->c.mem), "Zoë 'x'");
	assert_int_equal(col_int(r, 2), -7);
	assert_true(col_real(r, 3) == 0.1);
	assert_int_equal(col_day(r, 4), day_of(2024, 2, 29));
	assert_int_equal(col_bytes(r, 5).n, 3);
	assert_memory_equal(col_bytes(r, 5).at, "\0\1\2", 3);
	assert_string_equal(col_text(r, 6, s->c.mem), "2024-02-29");
	assert_int_equal(col_count(r), 7);
	assert_string_equal(col_name(r, 6), "iso");
	assert_false(rows_next(r));
	assert_ok(rows_end(r));
}

/* SQLite keeps a NUL inside a text; PostgreSQL cannot, and says so rather than cut the text off. */
static void
a_nul_in_a_text_is_kept_or_refused(void **state)
{
	struct scratch *s = *state;
	struct rows *r;

	assert_ok(store_begin(&s->c));
	r = store_write(&s->c, "insert into thing (id, name) values (1, :name)");
	bind_view(r, "name", (struct view){"Zo\0e", 4});
	if (database_is_postgres()) {
		assert_fails(rows_end(r), ERR_INPUT, "a text holds a character that the database cannot keep");
		store_rollback(&s->c);
		return;
	}
	assert_ok(rows_end(r));
	assert_ok(store_commit(&s->c));
	r = store_read(&s->c, "select name from thing");
	assert_true(rows_next(r));
	assert_int_equal(col_view(r, 0).n, 4);
	assert_memory_equal(col_view(r, 0).at, "Zo\0e", 4);
	assert_ok(rows_end(r));
}

static void
nulls_stay_nulls(void **state)
{
	struct scratch *s = *state;
	struct rows *r;

	assert_ok(store_begin(&s->c));
	r = store_write(&s->c, "insert into thing values (:id, :name, :n, :x, :day, :body)");
	bind_id(r, "id", 1);
	bind_text(r, "name", NULL);
	bind_null(r, "n");
	bind_real(r, "x", (double)NAN);
	bind_day(r, "day", DAY_NONE);
	bind_bytes(r, "body", NULL, 0);
	assert_ok(rows_end(r));
	assert_ok(store_commit(&s->c));

	r = store_read(&s->c, "select name, n, x, day, body from thing");
	assert_true(rows_next(r));
	for (int i = 0; i < 5; i++)
		assert_true(col_is_null(r, i));
	assert_null(col_text(r, 0, s->c.mem));
	assert_null(col_view(r, 0).at);
	assert_int_equal(col_id(r, 1), 0);
	assert_true(isnan(col_real(r, 2)));
	assert_int_equal(col_day(r, 3), DAY_NONE);
	assert_ok(rows_end(r));
}

/* Whatever the server's own language: the tests' sorts as English does. */
static void
text_sorts_by_its_bytes(void **state)
{
	struct scratch *s = *state;
	struct builder b = {.mem = s->c.mem};
	struct rows *r;

	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "insert into thing (id, name) values (1, 'b'), (2, 'Z'), (3, 'é'), (4, 'B'), (5, 'a-c'), (6, 'ab'), (7, null)");
	assert_ok(store_commit(&s->c));
	r = store_read(&s->c, "select name from thing where name < 'zz' or name > 'zz' order by name");
	while (rows_next(r))
		put_format(&b, VIEW_FORMAT " ", VIEW_ARGS(col_view(r, 0)));
	assert_ok(rows_end(r));
	assert_string_equal(built_text(&b), "B Z a-c ab b é ");
	assert_int_equal(number_of(&s->c, "select id from thing where name = (select max(name) from thing)"), 3);
}

/* A bind that was made for one use of a kept statement must not show in the next. */
static void
binds_do_not_linger(void **state)
{
	struct scratch *s = *state;
	static const char sql[] = "select :n";
	struct rows *r = store_read(&s->c, sql);

	bind_int(r, "n", 5);
	assert_true(rows_next(r));
	assert_int_equal(col_int(r, 0), 5);
	assert_ok(rows_end(r));
	r = store_read(&s->c, sql);
	assert_true(rows_next(r));
	assert_true(col_is_null(r, 0));
	assert_ok(rows_end(r));
}

/* The same SQL inside its own loop: the inner one is a second statement. */
static void
a_statement_in_use_gets_a_second(void **state)
{
	struct scratch *s = *state;
	static const char sql[] = "select id from thing order by id";
	int seen = 0;
	struct rows *outer;

	assert_ok(store_begin(&s->c));
	for (int i = 1; i <= 3; i++)
		add_thing(s, i, "x");
	assert_ok(store_commit(&s->c));
	outer = store_read(&s->c, sql);
	for (int64_t want = 1; rows_next(outer); want++) {
		struct rows *inner = store_read(&s->c, sql);

		assert_int_equal(col_id(outer, 0), want);
		while (rows_next(inner))
			seen++;
		assert_ok(rows_end(inner));
	}
	assert_ok(rows_end(outer));
	assert_int_equal(seen, 9);
	assert_int_equal(s->c.conn->statements, 2);
}

static void
kept_statements_are_bounded(void **state)
{
	struct scratch *s = *state;

	for (int i = 0; i < 3 * STATEMENTS_MAX; i++)
		assert_int_equal(number_of(&s->c, mem_format(s->c.mem, "select %d", i)), i);
	assert_int_equal(s->c.conn->statements, STATEMENTS_MAX);
	assert_int_equal(number_of(&s->c, "select 7"), 7);
}

static void
errors_stick_to_their_cursor(void **state)
{
	struct scratch *s = *state;
	struct rows *r = store_read(&s->c, "select no_such_column from thing where n = :n");

	bind_int(r, "n", 1);
	assert_false(rows_next(r));
	assert_true(col_is_null(r, 0));
	assert_fails(rows_end(r), ERR_SYSTEM, "no_such_column");

	r = store_read(&s->c, "select 1");
	assert_false(bind_exists(r, "nobody"));
	bind_int(r, "nobody", 1);
	assert_false(rows_next(r));
	assert_fails(rows_end(r), ERR_SYSTEM, "no parameter :nobody");
	assert_int_equal(number_of(&s->c, "select 1"), 1);
}

#define TWICE IN_WORDS("UNIQUE constraint failed: thing.id", "duplicate key value violates unique constraint \"thing_pkey\"")

/* SQLite's transaction is still good afterwards; PostgreSQL's is lost, and whoever goes on is told. */
static void
a_refused_row_says_why(void **state)
{
	struct scratch *s = *state;
	struct rows *r;

	assert_ok(store_begin(&s->c));
	add_thing(s, 1, "x");
	r = store_write(&s->c, "insert into thing (id, name) values (:id, :name)");
	bind_id(r, "id", 1);
	assert_fails(rows_end(r), ERR_INPUT, TWICE);
	if (database_is_postgres()) {
		assert_fails(store_run(&s->c, "delete from thing"), ERR_SYSTEM, "undone by an earlier failure");
		assert_fails(store_commit(&s->c), ERR_SYSTEM, "undone by an earlier failure");
		assert_ok(store_begin(&s->c));
		add_thing(s, 1, "x");
	}
	add_thing(s, 2, "y");
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 2);
}

static void
readers_see_what_is_committed(void **state)
{
	struct scratch *s = *state;
	struct rows *r;

	assert_ok(store_begin(&s->c));
	add_thing(s, 1, "x");
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 0);
	r = store_read_own(&s->c, "select count(*) from thing");
	assert_true(rows_next(r));
	assert_int_equal(col_int(r, 0), 1);
	assert_ok(rows_end(r));
	store_rollback(&s->c);
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 0);
}

static void
writing_needs_a_transaction(void **state)
{
	struct scratch *s = *state;
	struct bulk *b;
	int64_t id;

	assert_fails(store_run(&s->c, "delete from thing"), ERR_SYSTEM, "outside a transaction");
	assert_fails(store_draw_ids(&s->c, 1, &id), ERR_SYSTEM, "outside a transaction");
	assert_fails(store_commit(&s->c), ERR_SYSTEM, "outside a transaction");
	b = bulk_open(&s->c, "thing", (const char *const[]){"id", NULL});
	bulk_int(b, 0, 1);
	bulk_text(b, 0, VIEW("x"));
	assert_int_equal(bulk_row(b), ERR_SYSTEM);
	assert_fails(bulk_close(b, NULL), ERR_SYSTEM, "outside a transaction");
	assert_ok(store_begin(&s->c));
	assert_fails(store_begin(&s->c), ERR_SYSTEM, "open already");
	store_rollback(&s->c);
}

/* Reading connections refuse to write, whatever the SQL. */
static void
a_read_cannot_write(void **state)
{
	struct scratch *s = *state;

	assert_fails(rows_end(store_read(&s->c, "insert into thing (id) values (1)")), ERR_SYSTEM, "may not be written");
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 0);
}

static void
a_context_that_leaves_is_rolled_back(void **state)
{
	struct scratch *s = *state;
	struct ctx other = {.mem = s->c.mem};

	store_join(&other, s->c.store);
	assert_ok(store_begin(&other));
	assert_int_equal(store_run(&other, "insert into thing (id) values (1)"), OK);
	store_leave(&other);
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 0);
	assert_ok(store_begin(&s->c));
	store_rollback(&s->c);
}

/* A statement runs at its first step, and by then it sees the bulk rows that were put after it was asked for. */
static void
a_statement_sees_what_came_before_it_ran(void **state)
{
	struct scratch *s = *state;
	struct rows *r;
	struct bulk *b;

	assert_ok(store_begin(&s->c));
	b = bulk_open(&s->c, "thing", (const char *const[]){"id", NULL});
	r = store_write(&s->c, "insert into setting (name, value) select 'things', count(*) || '' from thing");
	bulk_int(b, 0, 1);
	assert_ok(bulk_row(b));
	assert_ok(rows_end(r));
	assert_ok(bulk_close(b, NULL));
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select number(value) from setting where name = 'things'"), 1);
}

static void
ids_are_drawn_once(void **state)
{
	struct scratch *s = *state;
	int64_t a, b, d;

	assert_ok(store_begin(&s->c));
	assert_ok(store_draw_ids(&s->c, 10, &a));
	assert_ok(store_draw_ids(&s->c, 1, &b));
	assert_int_equal(a, 1);
	assert_int_equal(b, 11);
	assert_ok(store_commit(&s->c));
	assert_ok(store_begin(&s->c));
	assert_ok(store_draw_ids(&s->c, 100, &a));
	store_rollback(&s->c);          /* nothing was written with them, so they may come again */
	assert_ok(store_begin(&s->c));
	assert_ok(store_draw_ids(&s->c, 1, &d));
	assert_int_equal(d, 12);
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select next from counter where name = 'id'"), 13);
}

static void
bulk_inserts_rows(void **state)
{
	struct scratch *s = *state;
	static const char *const columns[] = {"id", "name", "n", "x", "day", "body", NULL};
	const int nine = 9;
	char name[40000];
	struct bulk *b, *again;
	struct rows *r;
	int64_t rows;

	memset(name, 'a', sizeof name);
	assert_ok(store_begin(&s->c));
	b = bulk_open(&s->c, "thing", columns);
	again = bulk_open(&s->c, "thing", columns);
	for (int i = 0; i < 1000; i++) {
		struct bulk *to = i % 2 == 0 ? b : again;

		bulk_int(to, 0, i);
		if (i % 3 == 0)
			bulk_text(to, 1, (struct view){name, (size_t)i * 40});
		bulk_real(to, 3, i / 4.0);
		bulk_day(to, 4, i % 5 == 0 ? DAY_NONE : i);
		bulk_bytes(to, 5, (struct view){(const char *)&i, sizeof i});
		assert_ok(bulk_row(to));
	}
	assert_ok(bulk_close(b, &rows));
	assert_int_equal(rows, 500);
	assert_ok(bulk_close(again, NULL));
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 1000);
	assert_int_equal(number_of(&s->c, "select count(*) from thing where name is null and id % 3 <> 0"), 666);
	assert_int_equal(number_of(&s->c, "select count(*) from thing where length(name) = 40 * id"), 334);
	assert_int_equal(number_of(&s->c, "select count(*) from thing where day is null"), 200);
	assert_int_equal(number_of(&s->c, "select count(*) from thing where x * 4 = id and n is null"), 1000);
	assert_int_equal(number_of(&s->c, "select count(*) from thing where day = '1970-01-02'"), 1);
	r = store_read(&s->c, "select body from thing where id = 9");
	assert_true(rows_next(r));
	assert_int_equal(col_bytes(r, 0).n, sizeof nine);
	assert_memory_equal(col_bytes(r, 0).at, &nine, sizeof nine);
	assert_ok(rows_end(r));
}

static void
a_failed_bulk_row_sticks(void **state)
{
	struct scratch *s = *state;
	struct bulk *b;
	int64_t rows;

	assert_ok(store_begin(&s->c));
	b = bulk_open(&s->c, "thing", (const char *const[]){"id", NULL});
	for (int i = 0; i < 2; i++)
		bulk_int(b, 0, 1), (void)!bulk_row(b);
	assert_fails(bulk_close(b, &rows), ERR_INPUT, TWICE);
	assert_int_equal(rows, 2);              /* handed over; the failure is the whole transaction's */
	assert_fails(store_run(&s->c, "delete from thing"), ERR_INPUT, TWICE);
	store_rollback(&s->c);
	fail_clear(&s->c);
	assert_ok(store_begin(&s->c));
	b = bulk_open(&s->c, "no_such_table", (const char *const[]){"id", NULL});
	bulk_int(b, 0, 1);
	assert_fails(bulk_row(b), ERR_SYSTEM, IN_WORDS("no such table", "relation \"no_such_table\" does not exist"));
	(void)bulk_open(&s->c, "thing", (const char *const[]){"id", NULL});     /* left open on purpose */
	store_rollback(&s->c);
	assert_fails(bulk_close(b, NULL), ERR_SYSTEM, "after its transaction");
}

/* The planner looks at sizes anew after many rows, but not where the transaction says that they stay. */
static void
sizes_that_stay_are_not_looked_at(void **state)
{
	struct scratch *s = *state;
	const char *looked = "select count(*) from sqlite_schema where name = 'sqlite_stat1'";

	SQLITE_ONLY();
	for (int stay = 1; stay >= 0; stay--) {
		assert_int_equal(store_begin(&s->c), OK);
		if (stay)
			store_sizes_stay(&s->c);
		s->c.store->written = STATISTICS_AFTER;
		assert_int_equal(store_commit(&s->c), OK);
		assert_int_equal(store_begin(&s->c), OK);
		assert_int_equal(own_number_of(&s->c, looked), !stay);
		store_rollback(&s->c);
	}
}

/* A transaction that looks up here and there has little memory, sees what it wrote itself, and has its own memory again when it ends or says so. */
static void
a_transaction_reads_into_little_memory(void **state)
{
	struct scratch *s = *state;
	static const char room[] = "pragma cache_size";

	SQLITE_ONLY();
	for (int end = 0; end < 2; end++) {
		assert_int_equal(store_begin(&s->c), OK);
		assert_int_equal(own_number_of(&s->c, room), -196608);
		assert_int_equal(store_look_up(&s->c, true), OK);
		assert_int_equal(own_number_of(&s->c, room), -32768);
		assert_int_equal(store_look_up(&s->c, false), OK);
		assert_int_equal(own_number_of(&s->c, room), -196608);
		assert_int_equal(store_look_up(&s->c, true), OK);
		assert_int_equal(store_run(&s->c, "insert into thing (id, n) values (7, 1)"), OK);
		assert_int_equal(own_number_of(&s->c, "select count(*) from thing"), 1);
		if (end)
			assert_int_equal(store_commit(&s->c), OK);
		else
			store_rollback(&s->c);
	}
	assert_int_equal(store_begin(&s->c), OK);
	assert_int_equal(own_number_of(&s->c, room), -196608);
	assert_int_equal(own_number_of(&s->c, "select count(*) from thing"), 1);
	store_rollback(&s->c);
}

static void
catalogue_sql_is_one_select(void **state)
{
	struct scratch *s = *state;
	static const char *const bad[] = {
		"delete from thing", "select 1; select 2", "", " -- nothing\n", "begin", "pragma user_version",
		"/* x */ pragma page_count", "attach 'x' as y", "with t as (select 1) insert into thing select 1,2,3,4,5,6",
		"selec 1", "select nothing from nowhere", "explain select 1",
	};
	struct rows *r = store_query(&s->c, "-- the answer\nselect 42; -- and no more\n", 1000);

	assert_true(rows_next(r));
	assert_int_equal(col_int(r, 0), 42);
	assert_ok(rows_end(r));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		r = store_query(&s->c, bad[i], 1000);
		assert_false(rows_next(r));
		assert_fails(rows_end(r), ERR_INPUT, "the query ");
	}
}

static void
catalogue_sql_is_stopped_in_time(void **state)
{
	struct scratch *s = *state;
	static const char forever[] =
	    "with recursive t (n) as (select 1 union all select n + 1 from t) select count(*) from t";
	struct rows *r = store_query(&s->c, forever, 30);

	assert_false(rows_next(r));
	assert_fails(rows_end(r), ERR_INPUT, "took too long");
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(values_come_back_as_they_went_in),
		scratch_test(a_nul_in_a_text_is_kept_or_refused),
		scratch_test(nulls_stay_nulls),
		scratch_test(text_sorts_by_its_bytes),
		scratch_test(binds_do_not_linger),
		scratch_test(a_statement_in_use_gets_a_second),
		scratch_test(kept_statements_are_bounded),
		scratch_test(errors_stick_to_their_cursor),
		scratch_test(a_refused_row_says_why),
		scratch_test(readers_see_what_is_committed),
		scratch_test(writing_needs_a_transaction),
		scratch_test(a_read_cannot_write),
		scratch_test(a_context_that_leaves_is_rolled_back),
		scratch_test(a_statement_sees_what_came_before_it_ran),
		scratch_test(ids_are_drawn_once),
		scratch_test(bulk_inserts_rows),
		scratch_test(a_failed_bulk_row_sticks),
		scratch_test(sizes_that_stay_are_not_looked_at),
		scratch_test(a_transaction_reads_into_little_memory),
		scratch_test(catalogue_sql_is_one_select),
		scratch_test(catalogue_sql_is_stopped_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
