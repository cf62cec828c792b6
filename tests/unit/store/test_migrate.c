/* Schema files: applied in order and once, all or none; and what an older or a newer program says. */
#include "scratch.h"

#include <glob.h>

#include "base/text.h"

#define FILE_OF(path, sql) {path, (const unsigned char *)(sql), 0}

static const struct embedded first[] = {
	FILE_OF("schema/0001_one.sql", "create table one (id $id primary key, day date, \"date\" text); -- its date $nothing\n"
	    "create table x_all (id $id primary key, n integer, superseded text);"),
	{NULL, NULL, 0}
};
static const struct embedded second[] = {
	FILE_OF("schema/0002_two.sql", "create table two (a $json, b $bytes, c text not null default $now);"
	    "insert into two (a) values ('[\"date $id\"]');"
	    "alter table x_all add column more text; update x_all set more = 'filled';"),
	FILE_OF("schema/0001_one.sql", "create table one (id $id primary key); create table x_all (id $id, superseded text);"),
	{NULL, NULL, 0}
};
static const struct embedded broken_third[] = {
	FILE_OF("schema/0001_one.sql", ""),
	FILE_OF("schema/0002_two.sql", "create table two_b (a text);"),
	FILE_OF("schema/0003_three.sql", "create table three (a text); create table three (a text);"),
	{NULL, NULL, 0}
};
static const struct embedded without_second[] = {
	FILE_OF("schema/0001_one.sql", ""),
	FILE_OF("schema/0003_three.sql", "create table three (a text);"),
	{NULL, NULL, 0}
};
static const struct embedded all_three[] = {
	FILE_OF("schema/0003_three.sql", "create table three (a text);"),
	FILE_OF("schema/0001_one.sql", ""),
	FILE_OF("schema/0002_two.sql", "create table two (a text); insert into two (a) values ('late');"),
	{NULL, NULL, 0}
};
static const struct embedded late_and_unfit[] = {
	FILE_OF("schema/0001_one.sql", ""),
	FILE_OF("schema/0002_two.sql", "create table two_c (a text); alter table three rename column b to c;"),
	FILE_OF("schema/0003_three.sql", "create table three (a text);"),
	{NULL, NULL, 0}
};
static const struct embedded another_second[] = {
	FILE_OF("schema/0001_one.sql", ""),
	FILE_OF("schema/0002_other.sql", "create table other (a text);"),
	FILE_OF("schema/0003_three.sql", "create table three (a text);"),
	{NULL, NULL, 0}
};
static const struct embedded recent_apart[] = {
	FILE_OF("schema/0001_one.sql", ""),
	FILE_OF("schema/0002_two.sql", "create table kin (id $id primary key, person $id, recent integer not null default 0);"
	    "create index kin_person on kin ($recent person);"),
	{NULL, NULL, 0}
};
static const struct embedded unknown_word[] = {
	FILE_OF("schema/0001_one.sql", "create table one (id $uuid);"),
	{NULL, NULL, 0}
};

static enum err
open_with(struct scratch *s, const struct embedded *schema, bool migrate_it)
{
	store_close(&s->c);
	return store_open_with(&s->c, s->path, (struct store_options){.create = true, .migrate = migrate_it},
	    sized(s->c.mem, schema));
}

static const char *
type_of(struct scratch *s, const char *table, const char *column)
{
	struct rows *r = store_read(&s->c, IN_WORDS("select lower(type) from pragma_table_info(:t) where name = :c",
	    "select data_type from information_schema.columns where table_schema = current_schema() and table_name = :t"
	    " and column_name = :c"));
	const char *type = NULL;

	bind_text(r, "t", table);
	bind_text(r, "c", column);
	if (rows_next(r))
		type = col_text(r, 0, s->c.mem);
	assert_ok(rows_end(r));
	return type == NULL ? "no such column" : type;
}

#define GUARDED IN_WORDS("history is never edited", "permission denied for table x_all")

static void
a_new_database_gets_all(void **state)
{
	struct scratch *s = *state;

	assert_ok(open_with(s, first, true));
	assert_string_equal(type_of(s, "one", "id"), IN_WORDS("integer", "bigint"));
	assert_string_equal(type_of(s, "one", "day"), IN_WORDS("text", "date"));        /* SQLite's "date" is a number */
	assert_string_equal(type_of(s, "one", "date"), "text");
	assert_int_equal(number_of(&s->c, "select max(version) from schema_version"), 1);
}

static void
an_older_database_is_brought_up(void **state)
{
	struct scratch *s = *state;

	assert_ok(open_with(s, first, true));
	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "insert into x_all (id, n) values (1, 1)");
	assert_ok(store_commit(&s->c));
	assert_fails(open_with(s, second, false), ERR_SYSTEM, "is of an older bairn");
	assert_ok(open_with(s, second, true));
	assert_int_equal(number_of(&s->c, "select count(*) from schema_version"), 2);
	assert_int_equal(number_of(&s->c, "select a->>0 = 'date $id' and length(c) = 20 from two"), 1);
	assert_string_equal(type_of(s, "two", "a"), IN_WORDS("text", "json"));
	assert_string_equal(type_of(s, "two", "b"), IN_WORDS("blob", "bytea"));
	/* A migration may fill a new column of a history table; afterwards the guards stand again, over that one too. */
	assert_int_equal(number_of(&s->c, "select count(*) from x_all where more = 'filled'"), 1);
	assert_ok(store_begin(&s->c));
	assert_fails(store_run(&s->c, "update x_all set more = 'x'"), ERR_SYSTEM, GUARDED);
	store_rollback(&s->c);
	assert_ok(open_with(s, second, true));
	assert_int_equal(number_of(&s->c, "select count(*) from schema_version"), 2);
}

static void
a_newer_database_is_refused(void **state)
{
	struct scratch *s = *state;

	assert_ok(open_with(s, second, true));
	assert_fails(open_with(s, first, true), ERR_SYSTEM,
	    "was written by a newer bairn (its schema is 2, this one knows 1); use the newer bairn");
}

static void
a_failing_migration_leaves_nothing(void **state)
{
	struct scratch *s = *state;

	assert_ok(open_with(s, first, true));
	assert_fails(open_with(s, broken_third, true), ERR_SYSTEM, "schema/0003_three.sql cannot be applied to");
	assert_ok(open_with(s, first, true));
	assert_string_equal(type_of(s, "two_b", "a"), "no such column");
	assert_string_equal(type_of(s, "three", "a"), "no such column");
	assert_int_equal(number_of(&s->c, "select max(version) from schema_version"), 1);
	/* The guards that were taken away for the migration are back with it. */
	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "insert into x_all (id, n) values (1, 1)");
	assert_fails(store_run(&s->c, "update x_all set n = 2"), ERR_SYSTEM, GUARDED);
	store_rollback(&s->c);
}

/* Work that was brought together later has the lower number: it is applied all the same, once; and what does not fit leaves nothing. */
static void
a_file_of_a_lower_number_is_applied(void **state)
{
	struct scratch *s = *state;

	assert_ok(open_with(s, first, true));
	assert_ok(open_with(s, without_second, true));
	assert_int_equal(number_of(&s->c, "select max(version) from schema_version"), 3);
	assert_fails(open_with(s, late_and_unfit, true), ERR_SYSTEM, "schema/0002_two.sql cannot be applied to");
	assert_fails(open_with(s, all_three, false), ERR_SYSTEM, "is of an older bairn (it lacks schema/0002_two.sql)");
	assert_ok(open_with(s, all_three, true));
	assert_string_equal(type_of(s, "two_c", "a"), "no such column");
	assert_int_equal(number_of(&s->c, "select count(*) from schema_version where version = 2"), 1);
	assert_ok(open_with(s, all_three, true));
	assert_int_equal(number_of(&s->c, "select count(*) from two where a = 'late'"), 1);
	assert_int_equal(number_of(&s->c, "select count(*) from schema_version"), 3);
}

/* Two pieces of work took one number: what is in the database is not what this program means, and nothing says what came of it. */
static void
another_schema_is_refused(void **state)
{
	struct scratch *s = *state;

	assert_ok(open_with(s, first, true));
	assert_ok(open_with(s, all_three, true));
	assert_fails(open_with(s, without_second, true), ERR_SYSTEM, "was written by another bairn (it has schema/0002_two.sql, this one"
	    " no file of that number); use the bairn that wrote it");
	assert_fails(open_with(s, another_second, true), ERR_SYSTEM, "(it has schema/0002_two.sql, this one schema/0002_other.sql)");
	assert_ok(open_with(s, all_three, true));
}

static size_t
files_like(struct scratch *s, const char *pattern)
{
	glob_t found;
	size_t n;

	if (glob(mem_format(s->c.mem, "%s/%s", s->folder, pattern), 0, NULL, &found) != 0)
		return 0;
	n = found.gl_pathc;
	globfree(&found);
	return n;
}

static void
a_database_that_cannot_be_made_is_not_there(void **state)
{
	struct scratch *s = *state;

	assert_fails(open_with(s, unknown_word, true), ERR_SYSTEM, "\"$uuid\" is none of");
	assert_int_equal(files_like(s, "t.db*"), 1);                    /* the key alone, which the next try uses */
	assert_int_equal(files_like(s, "t.db.key"), 1);
	assert_ok(open_with(s, first, true));
}

static void
a_strange_database_is_left_alone(void **state)
{
	struct scratch *s = *state;
	sqlite3 *db;

	SQLITE_ONLY();
	assert_ok(open_with(s, first, true));
	store_close(&s->c);
	unlink(s->path);
	assert_int_equal(sqlite3_open(s->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "create table recipe (a text)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_fails(open_with(s, first, true), ERR_SYSTEM, "is not a Bairn database");
}

static void
the_real_schema_loads(void **state)
{
	struct scratch *s = *state;

	assert_ok(store_open(&s->c, s->path, (struct store_options){.create = true, .migrate = true}));
	if (database_is_postgres())     /* which has checked it: test_postgres.c looks at what it made */
		return;
	assert_int_equal(number_of(&s->c, "select count(*) from sqlite_master where type = 'table' and name like '%\\_all'"
	    " escape '\\'") * 3, number_of(&s->c, "select count(*) from sqlite_master where type = 'trigger'"));
	assert_int_equal(number_of(&s->c, "select count(*) from pragma_foreign_key_check"), 0);
	assert_int_equal(number_of(&s->c, "select count(*) from sqlite_master m, pragma_table_info(m.name) p"
	    " where m.type = 'table' and lower(p.type) not in ('text', 'integer', 'real', 'blob')"
	    " and m.name not like 'sqlite%'"), 0);
}

/* Of an index that was just made, and of a table without rows, SQLite's planner knows what else it would learn from rows. */
static void
recent_rows_apart_are_no_hindrance(void **state)
{
	struct scratch *s = *state;
	struct rows *r;

	ONLY_WHERE(!database_is_postgres());
	assert_ok(open_with(s, first, true));
	assert_ok(open_with(s, recent_apart, true));
	r = store_read(&s->c, "explain query plan select 1 from kin where person = 5");
	assert_true(rows_next(r));
	assert_string_equal(col_text(r, 3, s->c.mem), "SEARCH kin USING COVERING INDEX kin_person (ANY(recent) AND person=?)");
	assert_ok(rows_end(r));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(a_new_database_gets_all),
		folder_test(an_older_database_is_brought_up),
		folder_test(a_newer_database_is_refused),
		folder_test(a_failing_migration_leaves_nothing),
		folder_test(a_file_of_a_lower_number_is_applied),
		folder_test(another_schema_is_refused),
		folder_test(a_database_that_cannot_be_made_is_not_there),
		folder_test(a_strange_database_is_left_alone),
		folder_test(recent_rows_apart_are_no_hindrance),
		folder_test(the_real_schema_loads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
