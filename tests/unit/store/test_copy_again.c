/* Copies that are cut off, killed, run twice at once or whose source changes meanwhile: whole in the end, or not there. */
#include "scratch.h"
#include "copying.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define KILLS 10

static void
raw_run(const char *path, const char *sql)
{
	sqlite3 *db;
	char *why = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		broken("%s: %s", sql, why);
	sqlite3_close(db);
}

static size_t
kept_before(const struct copied *k, const char *table)
{
	size_t n = 0, kept = 0;

	while (n < k->table.n && strcmp(k->table.item[n].name, table) != 0)
		kept += k->table.item[n++].kept;
	assert_true(n < k->table.n && !k->table.item[n].kept);
	return kept == n ? n : 0;               /* all of them, or it does not count */
}

/* A row that TO must refuse stops the first run; what is whole by then is not copied again unless FROM changed there. */
static void
the_next_run_goes_on(void **state)
{
	struct scratch *s = *state;

	EACH_WAY(w) {
		const char *from = new_database(s, FILE_KIND), *to = new_database(s, ways[w][1]);
		struct copied k;

		if (ways[w][0] != FILE_KIND)
			continue;
		authority_make(s, from);
		raw_run(from, "insert into worker (id, org, source_key) values (1, 99, 1)");
		assert_fails(store_copy(&s->c, from, to, &k), ERR_INPUT, "the table worker was not copied: the database refused a row");
		assert_fails(store_open(&s->c, to, (struct store_options){.migrate = true, .create = true}), ERR_SYSTEM,
		    "was not finished; run the same bairn copy again");
		assert_fails(store_compare(&s->c, from, to, &k), ERR_SYSTEM, "was not finished");

		assert_fails(store_copy(&s->c, from, to, &k), ERR_INPUT, "the table worker was not copied");
		assert_true(kept_before(&k, "worker") > 20);

		/* An earlier table changes: it and all after it are copied again. */
		raw_run(from, "update setting set value = 'changed' where name = 'text 0'");
		raw_run(from, "delete from worker");
		k = copy_ok(s, from, to);
		assert_true(kept_before(&k, "setting") > 10);
		assert_same(s, from, to);
		raw_run(from, "update setting set value = '' where name = 'text 0'");
		open_at(s, to);
		assert_int_equal(number_of(&s->c, "select count(*) from setting where value = 'changed'"), 1);
		store_close(&s->c);
	}
}

/* Rows enough for a copy to take a while; `in_step` counts them, in the same transaction. */
static void
rows_add(struct ctx *c, int n)
{
	static const char *const columns[] = {"id", "kind", "name", "source_key", NULL};
	struct bulk *b;
	int64_t first;

	if (store_begin(c) != OK || store_draw_ids(c, n, &first) != OK)
		broken("%s", c->sentence);
	b = bulk_open(c, "org", columns);
	for (int64_t id = first; id < first + n; id++) {
		bulk_int(b, 0, id);
		bulk_text(b, 1, VIEW("school"));
		bulk_text(b, 2, VIEW("a school with a name of some length"));
		bulk_int(b, 3, id);
		if (bulk_row(b) != OK)
			broken("%s", c->sentence);
	}
	if (bulk_close(b, NULL) != OK)
		broken("%s", c->sentence);
	run_ok(c, "delete from setting where name = 'in_step'");
	run_ok(c, "insert into setting (name, value) select 'in_step', max(id) from org");
	if (store_commit(c) != OK)
		broken("%s", c->sentence);
}

static pid_t
copy_apart(const char *from, const char *to)
{
	pid_t child = fork();

	if (child == 0) {
		struct ctx c = {.mem = mem_new()};
		struct copied k;

		_exit(store_copy(&c, from, to, &k) == OK ? 0 : 1);
	}
	assert_true(child > 0);
	return child;
}

static int
status_of(pid_t child)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? -1 : WEXITSTATUS(status);
}

static void
wait_microseconds(long n)
{
	const struct timespec time = {n / 1000000, n % 1000000 * 1000};

	nanosleep(&time, NULL);
}

/* Whoever opens TO meets nothing, a refusal, or (when the copy was quicker than the kill) the whole. */
static bool
is_whole(struct scratch *s, const char *to)
{
	enum err e = store_open(&s->c, to, (struct store_options){0});

	if (e == OK) {
		store_close(&s->c);
		return true;
	}
	if (strstr(s->c.sentence, "was not finished") == NULL && strstr(s->c.sentence, "there is no") == NULL)
		broken("%s", s->c.sentence);
	fail_clear(&s->c);
	return false;
}

static void
killed_at_any_moment(void **state)
{
	struct scratch *s = *state;
	unsigned seed = 20260329;

	EACH_WAY(w) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);
		int64_t started;
		long takes;
		int killed = 0;

		authority_make(s, from);
		open_at(s, from);
		rows_add(&s->c, 10000);
		store_close(&s->c);
		started = clock_ms();
		copy_ok(s, from, to);
		takes = (long)(clock_ms() - started) * 1000;
		to = new_database(s, ways[w][1]);
		for (int i = 0; i < KILLS; i++) {
			pid_t child = copy_apart(from, to);

			seed = seed * 1103515245u + 12345u;
			wait_microseconds((long)((seed >> 8) % (unsigned)takes));
			kill(child, SIGKILL);
			if (status_of(child) == -1)
				killed++;
			else                            /* the machine was busier when it was timed */
				takes -= takes / 4;
			if (is_whole(s, to) && i + 1 < KILLS)
				to = new_database(s, ways[w][1]);
		}
		assert_true(killed >= KILLS / 2);
		if (!is_whole(s, to))
			copy_ok(s, from, to);
		open_at(s, to);
		assert_int_equal(number_of(&s->c, "select count(*) from org"), 10000);
		store_close(&s->c);
		authority_is_there(s, to);
	}
}

/* A trigger writes another run's word into the mark, as that run would when it takes the copy up. */
static void
a_run_stops_when_another_goes_on(void **state)
{
	struct scratch *s = *state;
	const char *from = new_database(s, FILE_KIND), *to = new_database(s, FILE_KIND);
	struct copied k;

	authority_make(s, from);
	raw_run(from, "insert into worker (id, org, source_key) values (1, 99, 1)");
	assert_fails(store_copy(&s->c, from, to, &k), ERR_INPUT, "the table worker was not copied");
	raw_run(from, "delete from worker");
	raw_run(to, "create trigger another after insert on event_all begin"
	    " update copying set checksum = 'another' where name = ''; end");
	assert_fails(store_copy(&s->c, from, to, &k), ERR_SYSTEM, "another bairn copy goes on with");
	assert_false(is_whole(s, to));
	raw_run(to, "drop trigger another");
	copy_ok(s, from, to);
	authority_is_there(s, to);
}

/* Two at once: whichever goes on, TO ends whole and the other says so. */
static void
two_copies_at_once(void **state)
{
	struct scratch *s = *state;

	EACH_WAY(w) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);
		pid_t one, other;
		int first, second;

		authority_make(s, from);
		open_at(s, from);
		rows_add(&s->c, 10000);
		store_close(&s->c);
		one = copy_apart(from, to);
		while (is_whole(s, to) == false && access(key_of(s, to), F_OK) != 0)
			wait_microseconds(1000);
		other = copy_apart(from, to);
		first = status_of(one);
		second = status_of(other);
		if (first != 0 && second != 0)
			copy_ok(s, from, to);           /* each may have stood in the other's way at its start */
		authority_is_there(s, to);
		open_at(s, to);
		assert_int_equal(number_of(&s->c, "select count(*) from org"), 10000);
		store_close(&s->c);
	}
}

/* Somebody goes on writing to FROM: what arrives is one state of it. */
static void
one_state_is_copied(void **state)
{
	struct scratch *s = *state;

	EACH_WAY(w) {
		const char *from = new_database(s, ways[w][0]), *to = new_database(s, ways[w][1]);
		pid_t child;
		int status, more = 0;

		authority_make(s, from);
		open_at(s, from);
		rows_add(&s->c, 10000);
		store_close(&s->c);
		child = copy_apart(from, to);
		open_at(s, from);
		while (waitpid(child, &status, WNOHANG) == 0) {
			rows_add(&s->c, 10);
			more++;
		}
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		assert_true(more > 0);
		store_close(&s->c);
		open_at(s, to);
		assert_int_equal(number_of(&s->c, "select count(*) from org o join setting s on s.name = 'in_step'"
		    " where number(s.value) = (select max(id) from org)"), number_of(&s->c, "select count(*) from org"));
		assert_int_equal(number_of(&s->c, "select count(*) from org") % 10, 0);
		assert_true(number_of(&s->c, "select count(*) from org") >= 10000);
		store_close(&s->c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		copy_test(the_next_run_goes_on),
		copy_test(killed_at_any_moment),
		copy_test(a_run_stops_when_another_goes_on),
		copy_test(two_copies_at_once),
		copy_test(one_state_is_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
