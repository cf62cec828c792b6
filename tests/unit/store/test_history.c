/* The one history rule, kept by the database itself: rows are added, `superseded` is set once, nothing else changes. */
#include "scratch.h"

static void
add_versions(struct scratch *s)
{
	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "insert into note_all values (1, 10, 'first', '2024-01-01', null), (2, 11, 'other', '2024-01-01', null)");
	assert_ok(store_commit(&s->c));
	assert_ok(store_begin(&s->c));
}

static void
a_version_is_superseded(void **state)
{
	struct scratch *s = *state;

	add_versions(s);
	run_ok(&s->c, "update note_all set superseded = '2024-02-01' where id = 1");
	assert_int_equal(store_changes(&s->c), 1);
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select count(*) from note"), 1);
	assert_int_equal(number_of(&s->c, "select superseded = '2024-02-01' from note_all where id = 1"), 1);
}

/* PostgreSQL guards history by privileges, which know columns and not how often. */
static void
a_version_is_superseded_once(void **state)
{
	struct scratch *s = *state;

	SQLITE_ONLY();
	add_versions(s);
	run_ok(&s->c, "update note_all set superseded = '2024-02-01' where id = 1");
	assert_fails(store_run(&s->c, "update note_all set superseded = '2024-03-01' where id = 1"), ERR_SYSTEM,
	    "a version is superseded once: note_all");
	assert_fails(store_run(&s->c, "update note_all set superseded = null where id = 1"), ERR_SYSTEM, "once");
	assert_fails(store_run(&s->c, "update note_all set superseded = null where id = 2"), ERR_SYSTEM, "once");
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select superseded = '2024-02-01' from note_all where id = 1"), 1);
}

/* Each in a transaction of its own, for PostgreSQL's is lost with the first that is refused. */
static void
refused(struct scratch *s, const char *edit, const char *words)
{
	assert_ok(store_begin(&s->c));
	assert_fails(store_run(&s->c, edit), ERR_SYSTEM, words);
	store_rollback(&s->c);
}

static void
nothing_else_changes(void **state)
{
	struct scratch *s = *state;
	static const char *const edits[] = {
		"update note_all set words = 'x' where id = 1",
		"update note_all set words = words where id = 1",
		"update note_all set id = 5 where id = 1",
		"update note_all set recorded = '2020-01-01'",
		"update note_all set superseded = '2024-02-01', words = 'x' where id = 1",
		"delete from note_all where id = 1",
		"delete from note_all",
		"insert into note_all values (1, 10, 'x', '2024-01-01', null) on conflict (id) do update set words = 'x'",
	};
	static const char *const of_sqlite[] = {
		"insert or replace into note_all values (1, 10, 'x', '2024-01-01', null)",
		"replace into note_all values (1, 10, 'x', '2024-01-01', null)",
	};

	add_versions(s);
	store_rollback(&s->c);
	for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++)
		refused(s, edits[i], IN_WORDS("history is never ", "the database refused a change: permission denied for table note_all"));
	for (size_t i = 0; i < sizeof of_sqlite / sizeof of_sqlite[0] && !database_is_postgres(); i++)
		refused(s, of_sqlite[i], "history is never ");
	assert_int_equal(number_of(&s->c, "select count(*) from note where words in ('first', 'other')"), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(a_version_is_superseded),
		scratch_test(a_version_is_superseded_once),
		scratch_test(nothing_else_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
