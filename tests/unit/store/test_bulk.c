/* Many rows at once, on either engine: into several tables that refer to each other, more than is held back, beside other
 * statements of the transaction, and what is said of a row that is refused. */
#include "scratch.h"

#include <math.h>
#include <sys/stat.h>

#include "base/day.h"
#include "base/text.h"

static const struct embedded family_schema[] = {
	{"schema/0001_family.sql", (const unsigned char *)
	    "create table counter (name text primary key, next $id not null);\n"
	    "create table record_key (record $id primary key, wrapped $bytes);\n"
	    "create table grown (id $id primary key, name text not null unique);\n"
	    "create table child (id $id primary key, grown $id not null references grown (id), elder $id references child (id),"
	    " born date, height real, shoes integer, note text, data $json, photo $bytes);\n"
	    "create table toy (id $id primary key, child $id not null references child (id), words text);\n", 0},
	{NULL, NULL, 0}
};
static const char *const grown_columns[] = {"id", "name", NULL};
static const char *const child_columns[] = {"id", "grown", "elder", "born", "height", "shoes", "note", "data", "photo", NULL};
static const char *const toy_columns[] = {"id", "child", "words", NULL};

static int
family_new(void **state)
{
	struct scratch *s;

	if (scratch_folder(state) != 0)
		return 1;
	s = *state;
	if (scratch_open(s, sized(s->c.mem, family_schema)) != OK) {
		print_error("%s\n", s->c.sentence);
		return 1;
	}
	assert_ok(store_begin(&s->c));
	return 0;
}
#define FAMILY_TEST(test) cmocka_unit_test_setup_teardown(test, family_new, scratch_end)

static void
put_grown(struct scratch *s, struct bulk *b, int64_t id)
{
	bulk_int(b, 0, id);
	bulk_text(b, 1, view_of(mem_format(s->c.mem, "grown %lld", (long long)id)));
	assert_ok(bulk_row(b));
}

static void
put_child(struct scratch *s, struct bulk *b, int64_t id, int64_t grown, int64_t elder)
{
	bulk_int(b, 0, id);
	bulk_int(b, 1, grown);
	if (elder != 0)
		bulk_int(b, 2, elder);
	assert_ok(bulk_row(b));
}

static void
put_toy(struct scratch *s, struct bulk *b, int64_t id, int64_t child, struct view words)
{
	bulk_int(b, 0, id);
	bulk_int(b, 1, child);
	bulk_text(b, 2, words);
	assert_ok(bulk_row(b));
}

/* A row refers to rows that were put before it; the tables were opened the other way round. */
static void
what_a_row_refers_to_is_there(void **state)
{
	struct scratch *s = *state;
	struct bulk *toys = bulk_open(&s->c, "toy", toy_columns), *children = bulk_open(&s->c, "child", child_columns),
	    *grown = bulk_open(&s->c, "grown", grown_columns);

	for (int i = 1; i <= 300; i++) {
		put_grown(s, grown, i);
		put_child(s, children, 1000 + i, i, i > 1 ? 999 + i : 0);
		put_toy(s, toys, 2000 + i, 1000 + i, VIEW("a ball"));
	}
	assert_ok(bulk_close(toys, NULL));
	assert_ok(bulk_close(grown, NULL));
	assert_ok(bulk_close(children, NULL));
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select count(*) from toy t join child c on c.id = t.child join grown g on g.id ="
	    " c.grown where t.id = c.id + 1000 and g.id = c.id - 1000"), 300);
	assert_int_equal(number_of(&s->c, "select count(*) from child where elder = id - 1"), 299);
}

/* What was committed lies in the file itself while the database is still open, not in the log alone. */
static void
folded_beside(struct scratch *s, int64_t bytes)
{
	struct stat st;

	if (s->c.store->engine != &sqlite_engine)
		return;
	sqlite_fold_finish(s->c.store->writing);
	assert_int_equal(stat(s->file, &st), 0);
	assert_true(st.st_size > bytes);
}

/* Thirty megabytes, each row referring to the one before: whatever is sent when, nothing refers to what is not there yet. */
static void
more_than_is_held_back(void **state)
{
	struct scratch *s = *state;
	struct bulk *toys = bulk_open(&s->c, "toy", toy_columns), *children = bulk_open(&s->c, "child", child_columns),
	    *grown = bulk_open(&s->c, "grown", grown_columns);
	char words[3000];

	memset(words, 'w', sizeof words);
	for (int i = 1; i <= 10000; i++) {
		if (i % 100 == 1)
			put_grown(s, grown, i / 100);
		put_child(s, children, 100000 + i, (i - 1) / 100, i > 1 ? 99999 + i : 0);
		put_toy(s, toys, 200000 + i, 100000 + i, (struct view){words, (size_t)(i % 3000)});
		put_toy(s, toys, 300000 + i, 100000 + i, (struct view){words, sizeof words});
	}
	assert_ok(store_commit(&s->c));         /* closes what is open */
	assert_int_equal(number_of(&s->c, "select count(*) from toy"), 20000);
	assert_int_equal(number_of(&s->c, "select count(*) from toy where id < 300000 and length(words) <> (id - 200000) % 3000"), 0);
	assert_int_equal(number_of(&s->c, "select count(*) from toy where id >= 300000 and length(words) = 3000"), 10000);
	folded_beside(s, 30000000);
	assert_int_equal(number_of(&s->c, "select count(*) from child where elder = id - 1"), 9999);
}

/* One row that is larger than any block on the way. */
static void
a_row_of_ten_megabytes(void **state)
{
	struct scratch *s = *state;
	struct bulk *b = bulk_open(&s->c, "record_key", (const char *const[]){"record", "wrapped", NULL});
	size_t n = 10 << 20;
	char *large = mem_take(s->c.mem, n);

	memset(large, 'l', n);
	bulk_int(b, 0, 1);
	bulk_bytes(b, 1, (struct view){large, n});
	assert_ok(bulk_row(b));
	assert_ok(bulk_close(b, NULL));
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select length(wrapped) from record_key"), 10 << 20);
}

/* ---- every kind into every kind --------------------------------------------------------------------------------- */

static void
values_find_their_columns(void **state)
{
	struct scratch *s = *state;
	struct bulk *grown = bulk_open(&s->c, "grown", grown_columns), *b = bulk_open(&s->c, "child", child_columns);
	struct rows *r;

	put_grown(s, grown, 1);
	bulk_int(b, 0, INT64_MAX);
	bulk_int(b, 1, 1);
	bulk_day(b, 3, day_of(1999, 12, 31));
	bulk_int(b, 4, 2);                      /* whole numbers into a real */
	bulk_text(b, 5, VIEW("-31"));           /* digits into a number */
	bulk_day(b, 6, day_of(2000, 2, 29));    /* a day into a text */
	bulk_text(b, 7, VIEW("{\"a\": 1.50}"));
	bulk_bytes(b, 8, (struct view){"\0\377\\x", 4});
	assert_ok(bulk_row(b));
	bulk_int(b, 0, INT64_MIN);
	bulk_int(b, 1, 1);
	bulk_text(b, 3, VIEW("2024-02-29"));    /* a date as text */
	bulk_real(b, 4, -0.1);
	bulk_int(b, 5, -5);
	bulk_text(b, 6, VIEW(""));
	bulk_text(b, 7, VIEW("[]"));
	bulk_bytes(b, 8, (struct view){"", 0});
	assert_ok(bulk_row(b));
	bulk_int(b, 0, 0);
	bulk_int(b, 1, 1);
	bulk_real(b, 4, (double)NAN);
	bulk_day(b, 3, DAY_NONE);
	bulk_text(b, 6, (struct view){0});
	assert_ok(bulk_row(b));
	assert_ok(store_commit(&s->c));

	r = store_read(&s->c, "select id, born, height, shoes, note, data, photo from child order by id desc");
	assert_true(rows_next(r));
	assert_true(col_id(r, 0) == INT64_MAX);
	assert_int_equal(col_day(r, 1), day_of(1999, 12, 31));
	assert_true(col_real(r, 2) == 2);
	assert_int_equal(col_int(r, 3), -31);
	assert_string_equal(col_text(r, 4, s->c.mem), "2000-02-29");
	assert_string_equal(col_text(r, 5, s->c.mem), "{\"a\": 1.50}");         /* as it was written */
	assert_int_equal(col_bytes(r, 6).n, 4);
	assert_memory_equal(col_bytes(r, 6).at, "\0\377\\x", 4);
	assert_true(rows_next(r));
	for (int i = 1; i < 7; i++)
		assert_true(col_is_null(r, i));
	assert_true(rows_next(r));
	assert_true(col_id(r, 0) == INT64_MIN);
	assert_int_equal(col_day(r, 1), day_of(2024, 2, 29));
	assert_true(col_real(r, 2) == -0.1);
	assert_int_equal(col_int(r, 3), -5);
	assert_false(col_is_null(r, 4));
	assert_int_equal(col_view(r, 4).n, 0);
	assert_false(col_is_null(r, 6));
	assert_int_equal(col_bytes(r, 6).n, 0);
	assert_false(rows_next(r));
	assert_ok(rows_end(r));
}

/* ---- beside other statements ------------------------------------------------------------------------------------ */

/* An update of each of many rows that went in just before, by two statements in turn, nulls among the values. */
static void
many_updates_after_many_rows(void **state)
{
	struct scratch *s = *state;
	struct bulk *grown = bulk_open(&s->c, "grown", grown_columns), *children = bulk_open(&s->c, "child", child_columns), *note, *born;
	int64_t rows;

	put_grown(s, grown, 1);
	for (int i = 0; i < 3000; i++)
		put_child(s, children, i, 1, 0);
	note = bulk_statement(&s->c, "update child set note = :note, shoes = :shoes where id = :id",
	    (const char *const[]){"note", "shoes", "id", NULL});
	born = bulk_statement(&s->c, "update child set born = :born where id = :id", (const char *const[]){"id", "born", NULL});
	for (int i = 0; i < 3000; i++) {
		bulk_text(note, 0, i % 3 ? view_of(mem_format(s->c.mem, "note %d", i)) : (struct view){0});
		if (i % 2)
			bulk_int(note, 1, i);
		bulk_int(note, 2, i);
		assert_ok(bulk_row(note));
		if (i % 5 == 0) {
			bulk_int(born, 0, i);
			bulk_day(born, 1, i % 10 ? DAY_NONE : i);
			assert_ok(bulk_row(born));
		}
	}
	assert_ok(bulk_close(note, &rows));
	assert_int_equal(rows, 3000);
	assert_ok(bulk_close(born, NULL));
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select count(*) from child where note = 'note ' || id and id % 3 <> 0"), 2000);
	assert_int_equal(number_of(&s->c, "select count(*) from child where note is null"), 1000);
	assert_int_equal(number_of(&s->c, "select count(*) from child where shoes = id and id % 2 = 1"), 1500);
	assert_int_equal(number_of(&s->c, "select count(*) from child where shoes is null"), 1500);
	assert_int_equal(number_of(&s->c, "select count(*) from child where born = add_days('1970-01-01', id)"), 300);
}

/* Rows of one table before and after an update of them all: statements keep their order. */
static void
reads_and_writes_between(void **state)
{
	struct scratch *s = *state;
	struct bulk *b = bulk_open(&s->c, "grown", grown_columns);
	struct rows *r;

	for (int i = 1; i <= 30; i++) {
		put_grown(s, b, i);
		if (i % 10 == 0)
			run_ok(&s->c, "update grown set name = name || '!' where id <= 10");
		r = store_read_own(&s->c, "select count(*), sum(length(name)) from grown where name like '%!'");
		assert_true(rows_next(r));
		assert_int_equal(col_int(r, 0), i < 10 ? 0 : 10);
		assert_ok(rows_end(r));
	}
	assert_ok(bulk_close(b, NULL));
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select count(*) from grown where name = 'grown ' || id || '!!!'"), 10);
	assert_int_equal(number_of(&s->c, "select count(*) from grown where name = 'grown ' || id"), 20);
}

/* What was put and not yet stored goes with the transaction. */
static void
a_rollback_leaves_nothing(void **state)
{
	struct scratch *s = *state;
	struct bulk *b = bulk_open(&s->c, "grown", grown_columns);

	for (int i = 1; i <= 100; i++)
		put_grown(s, b, i);
	store_rollback(&s->c);
	assert_ok(store_begin(&s->c));
	b = bulk_open(&s->c, "grown", grown_columns);
	put_grown(s, b, 7);
	assert_ok(bulk_close(b, NULL));
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select sum(id) from grown"), 7);
}

/* ---- rows that are refused --------------------------------------------------------------------------------------- */

static void
refuses(struct scratch *s, struct bulk *b, enum err e, const char *words)
{
	enum err put = bulk_row(b), closed = bulk_close(b, NULL);

	assert_int_equal(put == OK ? closed : put, e);
	assert_fails(e, e, words);
	assert_int_equal(store_commit(&s->c), e);       /* and so is the whole transaction */
	fail_clear(&s->c);
	assert_int_equal(number_of(&s->c, "select count(*) from grown"), 0);
	assert_int_equal(number_of(&s->c, "select count(*) from child"), 0);
	assert_ok(store_begin(&s->c));
}

static void
a_refused_row_says_why(void **state)
{
	struct scratch *s = *state;
	struct bulk *b;

	b = bulk_open(&s->c, "grown", grown_columns);           /* the same name twice */
	put_grown(s, b, 1);
	bulk_int(b, 0, 2);
	bulk_text(b, 1, VIEW("grown 1"));
	refuses(s, b, ERR_INPUT, IN_WORDS("the database refused a row: UNIQUE constraint failed: grown.name",
	    "the database refused a row: duplicate key value violates unique constraint \"grown_name_key\""));

	b = bulk_open(&s->c, "child", child_columns);           /* of nobody */
	bulk_int(b, 0, 1);
	bulk_int(b, 1, 99);
	refuses(s, b, ERR_INPUT, IN_WORDS("the database refused a row: FOREIGN KEY constraint failed",
	    "the database refused a row: insert or update on table \"child\" violates foreign key constraint"));

	b = bulk_open(&s->c, "grown", grown_columns);           /* no name */
	bulk_int(b, 0, 1);
	refuses(s, b, ERR_INPUT, IN_WORDS("the database refused a row: NOT NULL constraint failed: grown.name",
	    "the database refused a row: null value in column \"name\" of relation \"grown\" violates not-null constraint"));

	b = bulk_statement(&s->c, "insert into child (id, grown) values (:id, :grown)", (const char *const[]){"id", "grown", NULL});
	bulk_int(b, 0, 1);
	bulk_int(b, 1, 99);
	refuses(s, b, ERR_INPUT, "the database refused a row: ");
	store_rollback(&s->c);
}

/* PostgreSQL's columns have types, and its texts no NUL and no broken letters. */
static void
a_value_of_another_kind_is_refused(void **state)
{
	struct scratch *s = *state;
	static const struct { int column; struct view value; const char *words; } cases[] = {
		{3, {"31/02/2024", 10}, "a value does not fit where it was to go"},
		{3, {"2024-02-30", 10}, "a value does not fit where it was to go"},
		{4, {"tall", 4}, "a value does not fit where it was to go"},
		{5, {"4.5", 3}, "a value does not fit where it was to go"},
		{6, {"a\0b", 3}, "a text holds a character that the database cannot keep"},
		{6, {"\303(", 2}, "a text holds a character that the database cannot keep"},
		{7, {"{\"a\":", 5}, "a value does not fit where it was to go"},
	};

	POSTGRES_ONLY();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct bulk *grown = bulk_open(&s->c, "grown", grown_columns), *b = bulk_open(&s->c, "child", child_columns);

		put_grown(s, grown, 1);
		bulk_int(b, 0, 1);
		bulk_int(b, 1, 1);
		bulk_text(b, cases[i].column, cases[i].value);
		refuses(s, b, ERR_INPUT, cases[i].words);
	}
	store_rollback(&s->c);
}

/* Runs of every length up to 40 of one table's rows, of another's between them; every third value is null. */
static void
runs_of_rows_are_whole(void **state)
{
	struct scratch *s = *state;
	struct bulk *grown = bulk_open(&s->c, "grown", grown_columns), *toys = bulk_open(&s->c, "toy", toy_columns);
	struct bulk *children = bulk_open(&s->c, "child", child_columns);
	int64_t id = 0, run = 0;

	for (; run <= 40; run++) {
		put_grown(s, grown, run);
		put_child(s, children, run, run, 0);
		for (int64_t i = 0; i < run; i++, id++)
			put_toy(s, toys, id, run, id % 3 ? view_of(mem_format(s->c.mem, "toy %lld", (long long)id)) : (struct view){0});
	}
	assert_ok(bulk_close(toys, NULL));
	assert_ok(bulk_close(children, NULL));
	assert_ok(bulk_close(grown, NULL));
	assert_int_equal(own_number_of(&s->c, "select count(*) from toy"), id);
	assert_int_equal(own_number_of(&s->c, "select count(*) from toy where words = 'toy ' || id"), id - (id + 2) / 3);
	assert_int_equal(own_number_of(&s->c, "select count(*) from toy where words is null and id % 3 = 0"), (id + 2) / 3);
	assert_int_equal(own_number_of(&s->c, "select count(*) from (select child, count(*) as n from toy group by child) t"
	    " where t.n = t.child"), run - 1);
	store_rollback(&s->c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FAMILY_TEST(runs_of_rows_are_whole),
		FAMILY_TEST(what_a_row_refers_to_is_there),
		FAMILY_TEST(more_than_is_held_back),
		FAMILY_TEST(a_row_of_ten_megabytes),
		FAMILY_TEST(values_find_their_columns),
		FAMILY_TEST(many_updates_after_many_rows),
		FAMILY_TEST(reads_and_writes_between),
		FAMILY_TEST(a_rollback_leaves_nothing),
		FAMILY_TEST(a_refused_row_says_why),
		FAMILY_TEST(a_value_of_another_kind_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
