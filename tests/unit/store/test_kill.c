/* kill -9 at any moment: what was committed is whole, what was not is not there, and a file is sound. PostgreSQL's server
 * lives on and must clear up after the client that died. */
#include "scratch.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "base/text.h"
#include "store/writer.h"

#define ROUNDS 40
#define ROWS 3000               /* a transaction's */

/* Makes the database if need be, then commits one block of rows after another until it is killed. Each commit is told. */
static void
write_until_killed(const char *path, int tell)
{
	struct ctx c = {.mem = mem_new()};
	struct store_options options = {.create = true, .migrate = true};

	if (store_open_with(&c, path, options, sized(c.mem, small_schema)) != OK)
		_exit(9);
	for (;;) {
		static const char *const columns[] = {"id", "name", "n", NULL};
		struct bulk *b;
		int64_t first;

		if (store_begin(&c) != OK || store_draw_ids(&c, ROWS, &first) != OK)
			_exit(9);
		b = bulk_open(&c, "thing", columns);
		for (int64_t i = 0; i < ROWS; i++) {
			bulk_int(b, 0, first + i);
			bulk_text(b, 1, VIEW("something that takes up some room in the page"));
			bulk_int(b, 2, first);
			if (bulk_row(b) != OK)
				_exit(9);
		}
		if (bulk_close(b, NULL) != OK || store_commit(&c) != OK || write(tell, "", 1) != 1)
			_exit(9);
		mem_reset(c.mem);
	}
}

static void
wait_microseconds(long n)
{
	const struct timespec time = {n / 1000000, n % 1000000 * 1000};

	nanosleep(&time, NULL);
}

static int64_t
check_after(struct scratch *s, int round)
{
	int64_t rows;

	if (store_open_with(&s->c, s->path, (struct store_options){0}, sized(s->c.mem, small_schema)) != OK) {
		if (strstr(s->c.sentence, "there is no ") == NULL)
			broken("round %d: %s", round, s->c.sentence);
		fail_clear(&s->c);
		return 0;               /* killed before there was one: nothing half made under its name */
	}
	assert_ok(store_begin(&s->c));  /* waits until PostgreSQL has seen that its client is gone */
	store_rollback(&s->c);
	if (!database_is_postgres())
		assert_int_equal(number_of(&s->c, "select integrity_check = 'ok' from pragma_integrity_check"), 1);
	rows = number_of(&s->c, "select count(*) from thing");
	assert_int_equal(rows % ROWS, 0);
	assert_int_equal(number_of(&s->c, mem_format(s->c.mem,
	    "select count(*) from (select n from thing group by n having count(*) <> %d) odd", ROWS)), 0);
	assert_int_equal(number_of(&s->c, "select coalesce(max(id), 0) + 1 from thing"),
	    number_of(&s->c, "select coalesce(max(next), 1) from counter"));
	store_close(&s->c);
	return rows;
}

static void
all_of_it_or_none(void **state)
{
	struct scratch *s = *state;
	int64_t before = 0, rows;
	unsigned seed = 20260322;
	int grew = 0, told[2];
	char byte;

	for (int round = 0; round < ROUNDS; round++) {
		pid_t child;
		int status;

		assert_int_equal(pipe(told), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0)
			write_until_killed(s->path, told[1]);
		close(told[1]);
		seed = seed * 1103515245u + 12345u;
		if (round % 2 == 1)                     /* after a commit; else at any moment from the start */
			assert_int_equal(read(told[0], &byte, 1), 1);
		wait_microseconds((seed >> 8) % 40000);
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		close(told[0]);
		assert_true(WIFSIGNALED(status));
		rows = check_after(s, round);
		assert_true(rows >= before);            /* nothing that was committed is lost */
		grew += rows > before;
		before = rows;
	}
	assert_true(grew >= ROUNDS / 2);
}

/* ---- the audit --------------------------------------------------------------------------------------------------- */

#define AUDITED_ROUNDS 24

static void
change_until_killed(const char *path, int tell)
{
	struct ctx c = {.mem = mem_new()};

	if (store_open_with(&c, path, (struct store_options){0}, sized(c.mem, small_schema)) != OK)
		_exit(9);
	for (;;) {
		struct rows *w;
		int64_t id;

		if (store_begin(&c) != OK || store_draw_ids(&c, 1, &id) != OK)
			_exit(9);
		w = store_write(&c, "insert into thing (id) values (:id)");
		bind_id(w, "id", id);
		if (rows_end(w) != OK || store_commit_audited(&c, (struct audit_row){.act = "change", .allowed = true}) != OK ||
		    write(tell, "", 1) != 1)
			_exit(9);
		mem_reset(c.mem);
	}
}

/* Whenever it is killed: each change has its row, and of all rows no more lack their change than there were kills. */
static void
no_change_without_its_audit_row(void **state)
{
	struct scratch *s = *state;
	struct audit_verdict v;
	unsigned seed = 20261126;
	int64_t changes = 0;

	store_close(&s->c);
	for (int round = 1; round <= AUDITED_ROUNDS; round++) {
		int told[2], status;
		pid_t child;
		char byte;

		assert_int_equal(pipe(told), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0)
			change_until_killed(s->path, told[1]);
		close(told[1]);
		assert_int_equal(read(told[0], &byte, 1), 1);
		seed = seed * 1103515245u + 12345u;
		wait_microseconds((seed >> 8) % 20000);
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		close(told[0]);
		assert_true(WIFSIGNALED(status));
		assert_ok(scratch_open(s, sized(s->c.mem, small_schema)));
		assert_ok(store_begin(&s->c));  /* waits until PostgreSQL has seen that its client is gone */
		store_rollback(&s->c);
		changes = number_of(&s->c, "select count(*) from thing");
		assert_ok(audit_verify(&s->c, &v));
		assert_in_range(v.rows, changes, changes + round);
		assert_int_equal(v.bad_row, 0);
		store_close(&s->c);
	}
	assert_true(changes >= AUDITED_ROUNDS);
	assert_ok(scratch_open(s, sized(s->c.mem, small_schema)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(all_of_it_or_none),
		scratch_test(no_change_without_its_audit_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
