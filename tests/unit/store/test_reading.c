/* Reading much at once: one reading inside another, answers that nobody reads to their end, a million rows in little memory,
 * limits of time. */
#include "scratch.h"

#include <sys/resource.h>

#include "base/clock.h"
#include "base/text.h"

#define COUNTED(n) "with recursive t (n) as (select 1 union all select n + 1 from t where n < " #n ") "
#define FOR_EVER "with recursive t (n) as (select 1 union all select n + 1 from t) "
#define TEN "xxxxx"
#define OUTER COUNTED(5000) "select n, 'row ' || n, case when n % 2 = 0 then 'even' end from t"

/* The row that the outer reading stands at: numbers, text and null. */
static void
stands_at(struct scratch *s, const struct rows *r, int64_t n)
{
	assert_int_equal(col_int(r, 0), n);
	assert_string_equal(col_text(r, 1, s->c.mem), mem_format(s->c.mem, "row %lld", (long long)n));
	assert_int_equal(col_is_null(r, 2), n % 2 == 1);
}

static void
the_outer_row_is_right_after_the_inner_ran(void **state)
{
	struct scratch *s = *state;
	struct rows *outer = store_read(&s->c, OUTER);
	int64_t n = 0;

	while (rows_next(outer)) {
		struct rows *inner;

		stands_at(s, outer, ++n);
		if (n % 7 != 1)
			continue;
		inner = store_read(&s->c, "select :n + 1, 'inner'");
		bind_int(inner, "n", n);
		assert_true(rows_next(inner));
		stands_at(s, outer, n);
		assert_int_equal(col_int(inner, 0), n + 1);
		assert_false(rows_next(inner));
		assert_ok(rows_end(inner));
		stands_at(s, outer, n);
	}
	assert_ok(rows_end(outer));
	assert_int_equal(n, 5000);
}

/* Three at once, each a step further in turn; one of them is given up on the way. */
static void
readings_go_on_side_by_side(void **state)
{
	struct scratch *s = *state;
	struct rows *r[3];
	int64_t n = 0;

	for (int i = 0; i < 3; i++)
		r[i] = store_read(&s->c, OUTER);
	while (rows_next(r[0])) {
		n++;
		for (int i = 1; i < 3; i++)
			if (i == 1 || n <= 2500) {
				assert_true(rows_next(r[i]));
				stands_at(s, r[i], n);
			}
		stands_at(s, r[0], n);
		if (n == 2500)
			assert_ok(rows_end(r[2]));
	}
	assert_ok(rows_end(r[0]));
	assert_false(rows_next(r[1]));
	assert_ok(rows_end(r[1]));
	assert_int_equal(n, 5000);
}

/* The write connection too, between its writes. */
static void
a_transaction_writes_while_it_reads(void **state)
{
	struct scratch *s = *state;
	struct rows *outer;
	int64_t n = 0;

	assert_ok(store_begin(&s->c));
	outer = store_read_own(&s->c, OUTER);
	while (rows_next(outer)) {
		struct rows *w;

		stands_at(s, outer, ++n);
		if (n % 10 != 0)
			continue;
		w = store_write(&s->c, "insert into thing (id, name) values (:id, :name)");
		bind_id(w, "id", n);
		bind_view(w, "name", col_view(outer, 1));
		assert_ok(rows_end(w));
		stands_at(s, outer, n);
	}
	assert_ok(rows_end(outer));
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select count(*) from thing where name = 'row ' || id"), 500);
}

/* ---- answers that are dropped ---------------------------------------------------------------------------------- */

/* After no row, some rows, more than are worth reading to their end: the next reading has the connection to itself, and
 * nobody waits for the rest. */
static void
an_answer_may_be_dropped(void **state)
{
	struct scratch *s = *state;
	static const int after[] = {0, 1, 3, 1000};
	int64_t began = clock_ms();

	for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
		struct rows *r = store_read(&s->c, FOR_EVER "select n from t");

		for (int k = 0; k < after[i]; k++)
			assert_true(rows_next(r));
		assert_ok(rows_end(r));
		assert_int_equal(number_of(&s->c, "select 7"), 7);
		r = store_read(&s->c, COUNTED(50) "select n from t");
		for (int k = 0; k < after[i] && k < 50; k++)
			assert_true(rows_next(r));
		assert_ok(rows_end(r));
		assert_int_equal(number_of(&s->c, "select 8"), 8);
	}
	assert_true(clock_ms() - began < 10000);
}

/* A context that leaves with readings open gives the connection back clean. */
static void
who_leaves_drops_what_is_open(void **state)
{
	struct scratch *s = *state;
	struct ctx other = {.mem = s->c.mem};

	for (int i = 0; i < 3; i++) {
		store_join(&other, s->c.store);
		assert_true(rows_next(store_read(&other, OUTER)));
		assert_int_equal(number_of(&other, "select 7"), 7);
		(void)store_read(&other, OUTER);
		assert_true(rows_next(store_read(&other, FOR_EVER "select n from t")));
		store_leave(&other);
	}
	assert_int_equal(s->c.store->readers, 1);
	assert_int_equal(number_of(&s->c, "select 8"), 8);
}

/* ---- much ------------------------------------------------------------------------------------------------------- */

static long
peak_kb(void)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	return used.ru_maxrss;
}

static int64_t
read_all(struct scratch *s, const char *sql)
{
	struct rows *r = store_read(&s->c, sql);
	int64_t n = 0, sum = 0;

	while (rows_next(r)) {
		n += col_int(r, 0) == n + 1;
		sum += (int64_t)col_view(r, 1).n;
		if (n == 1)
			assert_string_equal(col_name(r, 0), "n");
	}
	assert_ok(rows_end(r));
	assert_int_equal(sum, n * 100);
	return n;
}

/* A hundred megabytes of rows; the reader's memory grows by a few at most, though it asks for a column's name meanwhile. */
static void
a_million_rows_take_little_memory(void **state)
{
	struct scratch *s = *state;
	long before;

	assert_int_equal(read_all(s, COUNTED(1000) "select n, replace('" TEN TEN "', 'x', '0123456789') from t"), 1000);
	before = peak_kb();
	assert_int_equal(read_all(s, COUNTED(1000000) "select n, replace('" TEN TEN "', 'x', '0123456789') from t"), 1000000);
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__       /* which keep what is freed */
	if (peak_kb() - before > 6 * 1024)
		broken("%ld kB more", peak_kb() - before);
#else
	(void)before;
#endif
}

/* ---- time ------------------------------------------------------------------------------------------------------- */

static void
a_limit_stops_rows_too(void **state)
{
	struct scratch *s = *state;
	struct rows *r = store_query(&s->c, FOR_EVER "select n from t", 100);
	int64_t n = 0, began = clock_ms();

	while (rows_next(r))
		n++;
	assert_true(n > 0);
	assert_fails(rows_end(r), ERR_INPUT, "took too long");
	assert_true(clock_ms() - began < 10000);
}

/* Nor does it go over to what comes next, be that the same statement. */
static void
a_limit_ends_with_its_query(void **state)
{
	struct scratch *s = *state;
	static const char long_one[] = COUNTED(1000000) "select count(*) from t";
	struct rows *r = store_query(&s->c, long_one, 1);

	assert_false(rows_next(r));
	assert_fails(rows_end(r), ERR_INPUT, "took too long");
	assert_int_equal(number_of(&s->c, long_one), 1000000);
	for (int limit_ms = 0; limit_ms <= 60000; limit_ms += 60000) {
		r = store_query(&s->c, long_one, limit_ms);
		assert_true(rows_next(r));
		assert_int_equal(col_int(r, 0), 1000000);
		assert_ok(rows_end(r));
	}
}

/* Two at once: the sooner end counts for both, as long as both are there. */
static void
limits_of_two_queries(void **state)
{
	struct scratch *s = *state;
	struct rows *outer = store_query(&s->c, OUTER, 60000), *inner;
	int64_t began = clock_ms();

	assert_true(rows_next(outer));
	inner = store_query(&s->c, FOR_EVER "select count(*) from t", 30);
	assert_false(rows_next(inner));
	assert_fails(rows_end(inner), ERR_INPUT, "took too long");
	assert_true(clock_ms() - began < 10000);
	stands_at(s, outer, 1);
	(void)!rows_end(outer);
	assert_int_equal(number_of(&s->c, "select 7"), 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(the_outer_row_is_right_after_the_inner_ran),
		scratch_test(readings_go_on_side_by_side),
		scratch_test(a_transaction_writes_while_it_reads),
		scratch_test(an_answer_may_be_dropped),
		scratch_test(who_leaves_drops_what_is_open),
		scratch_test(a_million_rows_take_little_memory),
		scratch_test(a_limit_stops_rows_too),
		scratch_test(a_limit_ends_with_its_query),
		scratch_test(limits_of_two_queries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
