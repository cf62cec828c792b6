/* The writer thread and the audit: nothing lost, nothing out of order, one failure nobody else's. */
#include "scratch.h"

#include "store/writer.h"

#define THREADS 8
#define JOBS 1000

struct job {
	struct write_job job;
	int thread, number;             /* the number counts within its thread */
	bool fails, poisons;
	enum err result;
	_Atomic bool done;
};

/* Job n of a thread writes its row; every row says which rows of its thread it saw before it. */
static enum err
run(struct ctx *c, void *with)
{
	struct job *j = with;
	struct rows *r = store_write(c, "insert into thing (name, n, x) select :thread, :number,"
	    " (select count(*) from thing where name = :thread)");

	bind_text(r, "thread", mem_format(c->mem, "%d", j->thread));
	bind_int(r, "number", j->number);
	TRY(rows_end(r));
	if (j->poisons)                 /* breaks a rule that is looked at only when all commit */
		TRY(store_run(c, "insert into owner (thing) values (-1)"));
	if (j->fails)
		return fail(c, ERR_INPUT, "not this one");
	return OK;
}

static void
done(enum err e, void *with)
{
	struct job *j = with;

	j->result = e;
	atomic_store(&j->done, true);
}

struct feeder {
	struct store *store;
	struct job *jobs;
	size_t n;
};

static void *
feed(void *with)
{
	struct feeder *f = with;

	for (size_t i = 0; i < f->n; i++)
		writer_queue(f->store, &f->jobs[i].job);
	return NULL;
}

static void
a_thousand_jobs_from_eight_threads(void **state)
{
	struct scratch *s = *state;
	static struct job jobs[THREADS][JOBS / THREADS];
	struct feeder feeders[THREADS];
	pthread_t threads[THREADS];
	int failing = 0;

	assert_ok(writer_start(&s->c, s->c.store));
	for (int t = 0; t < THREADS; t++) {
		for (int i = 0; i < JOBS / THREADS; i++) {
			jobs[t][i] = (struct job){.job = {run, done, &jobs[t][i], NULL}, .thread = t, .number = i,
			    .fails = i % 10 == 7};
			failing += jobs[t][i].fails;
		}
		feeders[t] = (struct feeder){s->c.store, jobs[t], JOBS / THREADS};
		assert_int_equal(pthread_create(&threads[t], NULL, feed, &feeders[t]), 0);
	}
	for (int t = 0; t < THREADS; t++)
		pthread_join(threads[t], NULL);
	writer_stop(s->c.store);                /* finishes what is queued */
	for (int t = 0; t < THREADS; t++)
		for (int i = 0; i < JOBS / THREADS; i++) {
			assert_true(jobs[t][i].done);
			assert_int_equal(jobs[t][i].result, jobs[t][i].fails ? ERR_INPUT : OK);
		}
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), JOBS - failing);
	assert_int_equal(number_of(&s->c, "select count(*) from thing where n % 10 = 7"), 0);
	/* In order within a thread: before number n came n less the failing ones among them. */
	assert_int_equal(number_of(&s->c, "select count(*) from thing"
	    " where x <> n - n / 10 - (case when n % 10 > 7 then 1 else 0 end)"), 0);
}

static void
a_commit_that_fails_is_everybodys(void **state)
{
	struct scratch *s = *state;
	static struct job jobs[5];

	assert_ok(store_begin(&s->c));          /* so that all five wait and share one transaction */
	assert_ok(writer_start(&s->c, s->c.store));
	for (int i = 0; i < 5; i++) {
		jobs[i] = (struct job){.job = {run, done, &jobs[i], NULL}, .number = i, .poisons = i == 2};
		writer_queue(s->c.store, &jobs[i].job);
	}
	store_rollback(&s->c);
	writer_stop(s->c.store);
	assert_int_equal(jobs[2].result, ERR_SYSTEM);
	for (int i = 0; i < 5; i++) {
		assert_true(jobs[i].done);
		if (jobs[i].result == OK)
			continue;
		assert_int_equal(jobs[i].result, ERR_SYSTEM);
	}
	for (int i = 0; i < 5; i++)             /* whoever was told OK is in, whoever was not is not */
		assert_int_equal(number_of(&s->c, mem_format(s->c.mem, "select count(*) from thing where n = %d", i)),
		    jobs[i].result == OK);
	assert_int_equal(number_of(&s->c, "select count(*) from owner"), 0);
}

/* Ids drawn by a job that fails are not given again within the transaction, and the counter stands afterwards. */
static enum err
draw_and_fail(struct ctx *c, void *with)
{
	int64_t first;
	struct job *j = with;

	TRY(store_draw_ids(c, 5, &first));
	j->number = (int)first;
	return j->fails ? fail(c, ERR_INPUT, "no") : OK;
}

static void
ids_survive_a_failing_job(void **state)
{
	struct scratch *s = *state;
	static struct job jobs[2];

	assert_ok(store_begin(&s->c));
	assert_ok(writer_start(&s->c, s->c.store));
	for (int i = 0; i < 2; i++) {
		jobs[i] = (struct job){.job = {draw_and_fail, done, &jobs[i], NULL}, .fails = i == 0};
		writer_queue(s->c.store, &jobs[i].job);
	}
	store_rollback(&s->c);
	writer_stop(s->c.store);
	assert_int_equal(jobs[0].result, ERR_INPUT);
	assert_int_equal(jobs[1].result, OK);
	assert_int_equal(number_of(&s->c, "select next from counter"), jobs[1].number + 5);
}

/* ---- the audit ---------------------------------------------------------------------------------------------- */

static void
count_ok(enum err e, void *with)
{
	if (e == OK)
		atomic_fetch_add((_Atomic int *)with, 1);
}

static sqlite3 *
open_audit(struct scratch *s)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(mem_format(s->c.mem, "%s.audit", s->path), &db), SQLITE_OK);
	return db;
}

static void
tamper(struct scratch *s, const char *sql)
{
	sqlite3 *db = open_audit(s);
	char *why = NULL;

	sqlite3_exec(db, "drop trigger audit_guards_1; drop trigger audit_guards_2; drop trigger audit_guards_4", NULL,
	    NULL, NULL);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		broken("%s", why);
	sqlite3_close(db);
}

static void
audit_rows_are_durable_and_chained(void **state)
{
	struct scratch *s = *state;
	struct audit_row row = {.account = 3, .identity = 77, .act = "read child", .object = "plan 5", .allowed = true};
	_Atomic int good = 0;
	struct audit_verdict v;
	sqlite3 *db;

	assert_ok(audit_write(&s->c, row));
	db = open_audit(s);             /* already there for somebody else */
	assert_int_equal(sqlite3_exec(db, "select 1 / (select count(*) from audit where identity = 77)", NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "delete from audit", NULL, NULL, NULL), SQLITE_CONSTRAINT);
	assert_int_equal(sqlite3_exec(db, "update audit set account = 4", NULL, NULL, NULL), SQLITE_CONSTRAINT);
	sqlite3_close(db);
	assert_ok(writer_start(&s->c, s->c.store));
	for (int i = 0; i < 500; i++)
		audit_queue(s->c.store, row, count_ok, &good);
	writer_stop(s->c.store);
	row.allowed = false;
	row.reason = "not of the team";
	audit_queue(s->c.store, row, count_ok, &good);
	assert_int_equal(good, 501);
	assert_ok(audit_verify(&s->c, &v));
	assert_int_equal(v.rows, 502);
	assert_int_equal(v.bad_row, 0);
	assert_int_equal(v.bad_seal, 0);
	store_close(&s->c);             /* seals the last one */
	assert_ok(scratch_open(s, sized(s->c.mem, small_schema)));
	assert_ok(audit_verify(&s->c, &v));
	assert_in_range(v.seals, 2, 4);
	assert_int_equal(v.bad_row, 0);
	assert_int_equal(v.bad_seal, 0);
}

static void
tampering_shows(void **state)
{
	struct scratch *s = *state;
	struct audit_row row = {.account = 3, .act = "read child", .allowed = true};
	struct audit_verdict v;
	static const struct {
		const char *sql;
		int64_t bad_row, bad_seal;
	} cases[] = {
		{"update audit set account = 4 where id = 2", 2, 0},
		{"update audit set account = 3 where id = 2", 0, 0},
		{"update audit set reason = '' where id = 3", 3, 0},            /* null and empty are not the same */
		{"update audit set reason = null where id = 3", 0, 0},
		{"delete from audit where id = 4", 4, 1},
		{"update audit set mac = (select mac from audit where id = 1) where id = 2", 2, 1},
	};

	for (int i = 0; i < 4; i++)
		assert_ok(audit_write(&s->c, row));
	store_close(&s->c);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		tamper(s, cases[i].sql);
		assert_ok(scratch_open(s, sized(s->c.mem, small_schema)));
		assert_ok(audit_verify(&s->c, &v));
		assert_int_equal(v.bad_row, cases[i].bad_row);
		assert_int_equal(v.bad_seal, cases[i].bad_seal);
		store_close(&s->c);
	}
}

/* While somebody imports, an audit row is written at once. */
static void
an_import_does_not_hold_up_the_audit(void **state)
{
	struct scratch *s = *state;
	_Atomic int good = 0;
	struct audit_row row = {.act = "read child", .allowed = true};

	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "insert into thing (id) values (1)");
	assert_ok(audit_write(&s->c, row));
	audit_queue(s->c.store, row, count_ok, &good);
	assert_int_equal(good, 1);
	store_rollback(&s->c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(a_thousand_jobs_from_eight_threads),
		scratch_test(a_commit_that_fails_is_everybodys),
		scratch_test(ids_survive_a_failing_job),
		scratch_test(audit_rows_are_durable_and_chained),
		scratch_test(tampering_shows),
		scratch_test(an_import_does_not_hold_up_the_audit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
