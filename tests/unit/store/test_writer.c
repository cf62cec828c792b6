/* The writer thread and the audit: nothing lost, nothing out of order, one failure nobody else's. */
#include "scratch.h"

#include <sys/stat.h>

#include "base/text.h"
#include "store/seal.h"
#include "store/writer.h"

#define THREADS 8
#define JOBS 1000

struct job {
	struct write_job job;
	int thread, number;             /* the number counts within its thread */
	bool fails, poisons;
	const char *const *trouble;     /* SQL of which the last goes wrong, at the first run only; NULL-terminated */
	int runs;
	enum err result;
	_Atomic bool done;
};

/* Job n of a thread writes its row; every row says which rows of its thread it saw before it. */
static enum err
run(struct ctx *c, void *with)
{
	struct job *j = with;
	struct rows *r;
	int64_t id;

	TRY(store_draw_ids(c, 1, &id));
	r = store_write(c, "insert into thing (id, name, n, x) select :id, :thread, :number,"
	    " (select count(*) from thing where name = :thread)");
	bind_id(r, "id", id);
	bind_text(r, "thread", mem_format(c->mem, "%d", j->thread));
	bind_int(r, "number", j->number);
	TRY(rows_end(r));
	if (j->poisons)                 /* breaks a rule that is looked at only when all commit */
		TRY(store_run(c, "insert into owner (id, thing) values (1, -1)"));
	if (j->fails)
		return fail(c, ERR_INPUT, "not this one");
	if (j->runs++ == 0)
		for (size_t i = 0; j->trouble != NULL && j->trouble[i] != NULL; i++)
			TRY(store_run(c, j->trouble[i]));
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

/* Another's change that gets in the way, a connection that is cut: the batch runs again, and nobody hears of it. What is the
 * job's own fault is not tried again. */
static void
what_came_from_outside_is_tried_again(void **state)
{
	static const struct { const char *sql[3]; int runs; enum err result; } troubles[] = {
		{{"do $$ begin raise exception 'one of two' using errcode = '40001'; end $$"}, 2, OK},
		{{"do $$ begin raise exception 'one waits for the other' using errcode = '40P01'; end $$"}, 2, OK},
		{{"reset role", "select pg_terminate_backend(pg_backend_pid())"}, 2, OK},
		{{"do $$ begin raise exception 'a fault' using errcode = '23514'; end $$"}, 1, ERR_INPUT},
	};
	struct scratch *s = *state;
	static struct job jobs[4][3];

	if (!database_is_postgres()) {
		print_message("# skip: SQLite has one writer and no connection to lose\n");
		skip();
	}
	for (size_t k = 0; k < 4; k++) {
		assert_ok(store_begin(&s->c));          /* so that all three wait and share one transaction */
		assert_ok(writer_start(&s->c, s->c.store));
		for (int i = 0; i < 3; i++) {
			jobs[k][i] = (struct job){.job = {run, done, &jobs[k][i], NULL}, .thread = (int)k, .number = i,
			    .trouble = i == 1 ? troubles[k].sql : NULL};
			writer_queue(s->c.store, &jobs[k][i].job);
		}
		store_rollback(&s->c);
		writer_stop(s->c.store);
		assert_int_equal(jobs[k][1].result, troubles[k].result);
		assert_int_equal(jobs[k][1].runs, troubles[k].runs);
		assert_int_equal(jobs[k][0].result, OK);
		assert_int_equal(jobs[k][2].result, OK);
	}
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 3 + 3 + 3 + 2);
	assert_int_equal(number_of(&s->c, "select count(distinct id) from thing"), 11);
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

/* ---- confidential text in jobs ------------------------------------------------------------------------------ */

struct sealing {
	struct job job;
	int64_t record;
	char sealed[64];
	size_t n;
};

static enum err
seal_word(struct ctx *c, void *with)
{
	struct sealing *j = with;
	struct view sealed;

	TRY(seal_text(c, j->record, "thing", "body", j->job.number, VIEW("a word"), &sealed));
	memcpy(j->sealed, sealed.at, sealed.n);
	j->n = sealed.n;
	return j->job.fails ? fail(c, ERR_INPUT, "not this one") : OK;
}

static void
sealing_done(enum err e, void *with)
{
	done(e, &((struct sealing *)with)->job);
}

static enum err
nothing(struct ctx *c, void *with)
{
	(void)c, (void)with;
	return OK;
}

static int64_t
turns_asked_for(struct store *store)
{
	int64_t n;

	pthread_mutex_lock(&store->lock);
	n = (int64_t)store->turn_next;
	pthread_mutex_unlock(&store->lock);
	return n;
}

/* Runs the jobs in one batch: the turn is ours until the writer, busy with another job, has them all in its queue. */
static void
one_batch(struct scratch *s, struct sealing *jobs, int n)
{
	static struct job first;
	int64_t turns;

	assert_ok(store_begin(&s->c));
	turns = turns_asked_for(s->c.store);
	assert_ok(writer_start(&s->c, s->c.store));
	first = (struct job){.job = {nothing, done, &first, NULL}};
	writer_queue(s->c.store, &first.job);
	WAIT_UNTIL(turns_asked_for(s->c.store) > turns);
	for (int i = 0; i < n; i++) {
		jobs[i].job.job = (struct write_job){seal_word, sealing_done, &jobs[i], NULL};
		jobs[i].job.number = i;
		writer_queue(s->c.store, &jobs[i].job.job);
	}
	store_rollback(&s->c);
	writer_stop(s->c.store);
	for (int i = 0; i < n; i++)
		assert_int_equal(jobs[i].job.result, jobs[i].job.fails ? ERR_INPUT : OK);
}

static void
opens(struct scratch *s, const struct sealing *j)
{
	struct view plain;

	assert_ok(unseal_text(&s->c, j->record, "thing", "body", j->job.number, (struct view){j->sealed, j->n}, &plain));
	assert_true(view_is(plain, "a word"));
}

/* Each makes its record's key: the second's is stored too. */
static void
two_jobs_make_keys(void **state)
{
	struct scratch *s = *state;
	static struct sealing jobs[] = {{.record = 7}, {.record = 8}, {.record = 7}, {.record = 8}};

	one_batch(s, jobs, 4);
	for (int i = 0; i < 4; i++)
		opens(s, &jobs[i]);
	assert_int_equal(number_of(&s->c, "select count(*) from record_key"), 2);
}

/* The first one's key goes with it: the next makes another. */
static void
a_key_goes_with_the_job_that_made_it(void **state)
{
	struct scratch *s = *state;
	static struct sealing jobs[] = {{.record = 7, .job = {.fails = true}}, {.record = 7}, {.record = 8}, {.record = 7}};

	one_batch(s, jobs, 4);
	for (int i = 1; i < 4; i++)
		opens(s, &jobs[i]);
	assert_int_equal(number_of(&s->c, "select count(*) from record_key"), 2);
}

/* ---- the audit ---------------------------------------------------------------------------------------------- */

static void
count_ok(enum err e, void *with)
{
	if (e == OK)
		atomic_fetch_add((_Atomic int *)with, 1);
}

/* SQLite's guards stand in the owner's way too, and he can take them away. */
static void
tamper(struct scratch *s, const char *sql)
{
	if (!database_is_postgres())
		owner_runs(s, true, "drop trigger if exists audit_guards_1; drop trigger if exists audit_guards_2;"
		    " drop trigger if exists audit_guards_4");
	owner_runs(s, true, sql);
}

/* The audit's own connection, as the program has it: what it may not do. */
static void
the_audit_refuses(struct scratch *s, const char *sql, const char *sqlite_says)
{
	struct conn *conn;

	assert_ok(conn_open(&s->c, s->c.store, CONN_AUDITS, &conn));
	assert_fails(conn_run(&s->c, conn, sql), ERR_SYSTEM, IN_WORDS(sqlite_says, "permission denied for table audit"));
	conn_close(conn);
}

/* How often somebody else finds the identity in the audit. */
static int64_t
audited(struct scratch *s, int64_t identity)
{
	struct conn *conn;
	struct rows *r;
	int64_t n;

	assert_ok(conn_open(&s->c, s->c.store, CONN_AUDITS, &conn));
	r = rows_open(&s->c, conn, "select count(*) from audit where identity = :identity", false);
	bind_id(r, "identity", identity);
	n = rows_next(r) ? col_int(r, 0) : -1;
	assert_ok(rows_end(r));
	conn_close(conn);
	return n;
}

static void
audit_rows_are_durable_and_chained(void **state)
{
	struct scratch *s = *state;
	struct audit_row row = {.account = 3, .identity = 77, .act = "read child", .object = "plan 5", .allowed = true};
	_Atomic int good = 0;
	struct audit_verdict v;

	assert_ok(audit_write(&s->c, row));
	assert_int_equal(audited(s, 77), 1);    /* already there for somebody else */
	the_audit_refuses(s, "delete from audit", "the audit is never deleted");
	the_audit_refuses(s, "update audit set account = 4", "the audit is never edited");
	assert_int_equal(audited(s, 77), 1);
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
	the_audit_refuses(s, "delete from audit_seal", "the audit is never deleted");
	the_audit_refuses(s, "update audit_seal set audit = 4", "the audit is never edited");
	assert_int_equal(v.bad_row, 0);
	assert_int_equal(v.bad_seal, 0);
}

static enum err
owner_of(struct scratch *s, int64_t thing)
{
	struct rows *w;

	assert_ok(store_begin(&s->c));
	w = store_write(&s->c, "insert into owner (id, thing) values (:thing, :thing)");
	bind_id(w, "thing", thing);
	assert_ok(rows_end(w));
	return store_commit_audited(&s->c, (struct audit_row){.identity = thing, .act = "change", .allowed = true});
}

/* A change is kept with its audit row; where the commit fails, a second row says so; where the row cannot be written, nothing is
 * changed. */
static void
a_change_and_its_audit_row(void **state)
{
	struct scratch *s = *state;
	struct stat st;
	char audit[128];

	assert_ok(store_begin(&s->c));
	assert_ok(store_run(&s->c, "insert into thing (id) values (7), (8)"));
	assert_ok(store_commit(&s->c));
	assert_ok(owner_of(s, 7));
	assert_int_equal(audited(s, 7), 1);
	assert_int_equal(number_of(&s->c, "select count(*) from owner"), 1);
	assert_int_not_equal(owner_of(s, 9), OK);       /* refers to nothing, which shows when it is committed */
	fail_clear(&s->c);
	assert_int_equal(audited(s, 9), 2);
	assert_int_equal(number_of(&s->c, "select count(*) from owner"), 1);
	if (database_is_postgres())
		return;
	store_close(&s->c);
	snprintf(audit, sizeof audit, "%s.audit", s->file);
	assert_int_equal(stat(audit, &st), 0);
	assert_int_equal(truncate(audit, st.st_size / 2), 0);
	assert_ok(scratch_open(s, sized(s->c.mem, small_schema)));
	assert_int_not_equal(owner_of(s, 8), OK);
	fail_clear(&s->c);
	assert_int_equal(number_of(&s->c, "select count(*) from owner"), 1);
	assert_ok(store_begin(&s->c));                  /* and nothing is left open */
	store_rollback(&s->c);
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
		scratch_test(what_came_from_outside_is_tried_again),
		scratch_test(a_commit_that_fails_is_everybodys),
		scratch_test(ids_survive_a_failing_job),
		scratch_test(two_jobs_make_keys),
		scratch_test(a_key_goes_with_the_job_that_made_it),
		scratch_test(audit_rows_are_durable_and_chained),
		scratch_test(a_change_and_its_audit_row),
		scratch_test(tampering_shows),
		scratch_test(an_import_does_not_hold_up_the_audit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
