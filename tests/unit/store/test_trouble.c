/* What the store says when it cannot go on: of addresses, files, disks, and of others who write. */
#include "scratch.h"

static void
add_thing(struct scratch *s, int64_t id, const char *name)
{
	struct rows *r = store_write(&s->c, "insert into thing (id, name) values (:id, :name)");

	bind_id(r, "id", id);
	bind_text(r, "name", name);
	assert_ok(rows_end(r));
}

static void
the_store_says_what_is_wrong_with_the_address(void **state)
{
	struct scratch *s = *state;
	const struct embedded *schema = sized(s->c.mem, small_schema);
	struct store_options must_exist = {.migrate = true};

	assert_fails(store_open_with(&s->c, s->path, must_exist, schema), ERR_INPUT,
	    IN_WORDS("there is no database", "there is no authority in"));
	assert_null(s->c.store);
	assert_fails(store_open_with(&s->c, "postgresql://x/y", must_exist, schema), ERR_USAGE, "must name the authority's schema");
	assert_fails(store_open_with(&s->c, "postgresql://x/y?schema=Public", must_exist, schema), ERR_USAGE, "schema");
	assert_fails(store_open_with(&s->c, "postgresql://x/y?schema=public", must_exist, schema), ERR_USAGE, "schema");
	assert_fails(store_open_with(&s->c, "postgresql:///y?host=/nowhere&schema=a", must_exist, schema), ERR_SYSTEM,
	    "the database server of a in the database y on /nowhere cannot be reached");
	assert_fails(store_open_with(&s->c, "postgresql://[x/y?schema=a", must_exist, schema), ERR_USAGE,
	    "the database's address cannot be read");
	assert_ok(scratch_open(s, schema));
}

static void
the_store_says_what_is_wrong_with_the_file(void **state)
{
	struct scratch *s = *state;
	const struct embedded *schema = sized(s->c.mem, small_schema);
	struct store_options must_exist = {.migrate = true};
	FILE *f;

	SQLITE_ONLY();
	assert_ok(scratch_open(s, schema));
	store_close(&s->c);
	f = fopen(s->path, "w");
	fprintf(f, "%01000d this is no database", 1);
	fclose(f);
	assert_fails(scratch_open(s, schema), ERR_SYSTEM, "is not a Bairn database");
	assert_null(s->c.store);
	f = fopen(s->path, "w");
	fclose(f);
	assert_fails(store_open_with(&s->c, s->path, must_exist, schema), ERR_SYSTEM, "is not a Bairn database");
	assert_fails(store_open_with(&s->c, "/nowhere/at/all.db", (struct store_options){.create = true}, schema),
	    ERR_SYSTEM, "cannot be made");
}

static void
reading_only(void **state)
{
	struct scratch *s = *state;
	const struct embedded *schema = sized(s->c.mem, small_schema);

	store_close(&s->c);
	assert_ok(store_open_with(&s->c, s->path, (struct store_options){.read_only = true}, schema));
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 0);
	assert_fails(store_begin(&s->c), ERR_SYSTEM, "reading only");
}

/* Pages full of rubbish: a read says so in one sentence, and does not crash. */
static void
a_damaged_file_is_called_damaged(void **state)
{
	struct scratch *s = *state;
	const struct embedded *schema = sized(s->c.mem, small_schema);
	char rubbish[8192];
	struct rows *r;
	FILE *f;

	SQLITE_ONLY();
	assert_ok(store_begin(&s->c));
	for (int i = 1; i < 3000; i++)
		add_thing(s, i, "a name that fills some room");
	assert_ok(store_commit(&s->c));
	store_close(&s->c);
	memset(rubbish, 0xa5, sizeof rubbish);
	f = fopen(s->path, "r+");
	fseek(f, 0, SEEK_END);
	for (long at = ftell(f) - 8 * 8192; at < ftell(f) - 8192; at += 8192) {
		fseek(f, at, SEEK_SET);
		fwrite(rubbish, 1, sizeof rubbish, f);
		fseek(f, 0, SEEK_END);
	}
	fclose(f);
	assert_ok(scratch_open(s, schema));
	r = store_read(&s->c, "select sum(length(name)) from thing");
	assert_false(rows_next(r));
	assert_fails(rows_end(r), ERR_SYSTEM, "is damaged; restore it from a backup");
}

/* A second process, as it were: another store on the same database. */
static void
another_writer_is_waited_for_then_named(void **state)
{
	struct scratch *s = *state;
	struct ctx other = {.mem = s->c.mem};

	assert_ok(store_open_with(&other, s->path, (struct store_options){0}, sized(s->c.mem, small_schema)));
	assert_ok(store_begin(&other));
	wait_no_longer_than(s->c.store->writing, 20);
	assert_fails(store_begin(&s->c), ERR_SYSTEM, "another bairn is writing to");
	store_rollback(&other);
	assert_ok(store_begin(&s->c));
	store_rollback(&s->c);
	store_close(&other);
}

struct waiting {
	struct ctx *c;
	_Atomic bool has_begun;
	enum err err;
};

static void *
write_one(void *with)
{
	struct waiting *w = with;

	w->err = store_begin(w->c);
	atomic_store(&w->has_begun, true);
	if (w->err == OK)
		w->err = store_run(w->c, "insert into thing (id, name) select 2, name from thing where id = 1");
	if (w->err == OK)
		w->err = store_commit(w->c);
	return NULL;
}

/* The same two: who waits gets the turn when the other commits, and sees what that wrote. */
static void
another_writer_is_followed(void **state)
{
	struct scratch *s = *state;
	struct ctx other = {.mem = mem_new()};
	struct waiting w = {.c = &other};
	pthread_t thread;

	assert_ok(store_open_with(&other, s->path, (struct store_options){0}, sized(s->c.mem, small_schema)));
	assert_ok(store_begin(&s->c));
	assert_int_equal(pthread_create(&thread, NULL, write_one, &w), 0);
	if (database_is_postgres())
		WAIT_UNTIL(number_of(&s->c, "select count(*) from pg_locks where locktype = 'advisory' and not granted") > 0);
	assert_false(atomic_load(&w.has_begun));
	add_thing(s, 1, "x");
	assert_ok(store_commit(&s->c));
	pthread_join(thread, NULL);
	if (w.err != OK)
		broken("%s", other.sentence);
	assert_int_equal(number_of(&s->c, "select count(*) from thing where name = 'x'"), 2);
	store_close(&other);
	mem_free(other.mem);
}

/* A full disk: SQLite undoes the transaction; what follows must not run on its own. */
static void
a_full_disk_undoes_the_transaction(void **state)
{
	struct scratch *s = *state;
	enum err e = OK;

	SQLITE_ONLY();
	assert_ok(store_begin(&s->c));
	add_thing(s, 1, "x");
	assert_ok(store_commit(&s->c));
	sqlite3_exec(s->c.store->writing->link, "pragma max_page_count = 40", NULL, NULL, NULL);
	assert_ok(store_begin(&s->c));
	for (int i = 2; e == OK && i < 100; i++) {
		struct rows *r = store_write(&s->c, "insert into thing (id, body) values (:id, zeroblob(20000))");

		bind_id(r, "id", i);
		e = rows_end(r);
	}
	assert_fails(e, ERR_SYSTEM, "the disk is full");
	if (sqlite3_get_autocommit(s->c.store->writing->link))
		assert_fails(store_run(&s->c, "insert into thing (id) values (500)"), ERR_SYSTEM, "undone");
	store_rollback(&s->c);
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(the_store_says_what_is_wrong_with_the_address),
		folder_test(the_store_says_what_is_wrong_with_the_file),
		scratch_test(reading_only),
		scratch_test(a_damaged_file_is_called_damaged),
		scratch_test(another_writer_is_waited_for_then_named),
		scratch_test(another_writer_is_followed),
		scratch_test(a_full_disk_undoes_the_transaction),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
