/* The stage, queries of it of which another thread reads half, and jobs that another thread reads for. */
#include "scratch.h"

#include "base/text.h"

#define MANY 9000                       /* numbers staged: 3, 6, 9 … */
#define THING "select t.id, t.name, t.n, t.x, t.body from link_stage s join thing t on t.id = s.id order by t.id desc"

static const struct embedded *
schema_with_stage(struct mem *m)
{
	static const struct embedded files[] = {
		{"schema/0001_small.sql", (const unsigned char *)
		    "create table counter (name text primary key, next $id not null);\n"
		    "create table record_key (record $id primary key, wrapped $bytes);\n"
		    "create table thing (id $id primary key, name text, n $id, x double precision, body $bytes);\n"
		    "create table day (calendar text, day date, open text, n integer, primary key (calendar, day));\n"
		    "create table setting (name text primary key, value text);\n"
		    "create table link_stage (id $id primary key);\n", 0},
		{NULL, NULL, 0}
	};

	return sized(m, files);
}

/* Things of every number up to 3 * MANY, of which every seventh has no name, and a number and bytes of their own. */
static int
scratch_things(void **state)
{
	struct scratch *s;
	struct bulk *b;

	if (scratch_folder(state) != 0)
		return 1;
	s = *state;
	assert_ok(scratch_open(s, schema_with_stage(s->c.mem)));
	assert_ok(store_begin(&s->c));
	b = bulk_open(&s->c, "thing", (const char *const[]){"id", "name", "n", "x", "body", NULL});
	for (int64_t i = 1; i <= 3 * MANY; i++) {
		bulk_int(b, 0, i);
		if (i % 7)
			bulk_text(b, 1, view_of(mem_format(s->c.mem, "thing %lld", (long long)i)));
		bulk_int(b, 2, (1LL << 50) - i);
		bulk_real(b, 3, (double)i / 8);
		bulk_bytes(b, 4, (struct view){(const char *)&i, sizeof i});
		assert_ok(bulk_row(b));
	}
	assert_ok(bulk_close(b, NULL));
	assert_ok(store_commit(&s->c));
	return 0;
}
#define things_test(test) cmocka_unit_test_setup_teardown(test, scratch_things, scratch_end)

static void
stage_many(struct scratch *s)
{
	int64_t *id = mem_new_array(s->c.mem, int64_t, MANY);

	for (int64_t i = 0; i < MANY; i++)
		id[i] = 3 * (i + 1);
	assert_ok(store_stage(&s->c, id, MANY));
}

static void
begin_looking_up(struct scratch *s)
{
	assert_ok(store_begin(&s->c));
	assert_ok(store_look_up(&s->c, true));
	stage_many(s);
}

/* Whether two threads read here. */
static bool
halves(void)
{
	return !database_is_postgres() && sysconf(_SC_NPROCESSORS_ONLN) > 1;
}

static void
says_its_number(struct scratch *s, const struct rows *r, int64_t id)
{
	struct view body = col_bytes(r, 4);

	assert_int_equal(col_id(r, 0), id);
	assert_int_equal(col_is_null(r, 1), id % 7 == 0);
	if (id % 7)
		assert_string_equal(col_text(r, 1, s->c.mem), mem_format(s->c.mem, "thing %lld", (long long)id));
	assert_int_equal(col_int(r, 2), (1LL << 50) - id);
	assert_true(col_real(r, 3) == (double)id / 8);
	assert_int_equal(body.n, sizeof id);
	assert_memory_equal(body.at, &id, sizeof id);
}

/* ---- the numbers ------------------------------------------------------------------------------------------------- */

static void
it_holds_what_was_staged_last(void **state)
{
	struct scratch *s = *state;
	const int64_t few[] = {-5, 7, 900, 1LL << 45};

	assert_ok(store_begin(&s->c));
	stage_many(s);
	assert_int_equal(own_number_of(&s->c, "select count(*) from link_stage"), MANY);
	assert_int_equal(own_number_of(&s->c, "select sum(id) from link_stage"), 3LL * MANY * (MANY + 1) / 2);
	assert_ok(store_stage(&s->c, few, 4));
	assert_int_equal(own_number_of(&s->c, "select count(*) from link_stage"), 4);
	assert_int_equal(own_number_of(&s->c, "select id from link_stage where id = 900"), 900);
	assert_int_equal(own_number_of(&s->c, "select count(*) from link_stage where id in (-5, 8, 35184372088832)"), 2);
	assert_int_equal(own_number_of(&s->c, "select min(id) from link_stage where id > 7"), 900);
	assert_int_equal(own_number_of(&s->c, "select id from link_stage order by id desc limit 1"), 1LL << 45);
	assert_int_equal(own_number_of(&s->c, "select count(*) from thing t where t.id in (select id from link_stage)"), 2);
	assert_int_equal(own_number_of(&s->c, "select count(*) from thing t where t.id not in (select id from link_stage)"), 3 * MANY - 2);
	assert_ok(store_stage(&s->c, NULL, 0));
	assert_int_equal(own_number_of(&s->c, "select count(*) from link_stage"), 0);
	store_rollback(&s->c);
}

static void
changes_go_by_it(void **state)
{
	struct scratch *s = *state;

	assert_ok(store_begin(&s->c));
	stage_many(s);
	run_ok(&s->c, "update thing set n = -1 where id in (select id from link_stage)");
	assert_int_equal(store_changes(&s->c), MANY);
	assert_ok(store_stage(&s->c, (const int64_t[]){3, 4}, 2));
	run_ok(&s->c, "delete from thing where id in (select id from link_stage)");
	assert_ok(store_commit(&s->c));
	assert_int_equal(number_of(&s->c, "select count(*) from thing where n = -1"), MANY - 1);
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 3 * MANY - 2);
}

static void
outside_a_transaction_there_is_none(void **state)
{
	struct scratch *s = *state;

	assert_fails(store_stage(&s->c, (const int64_t[]){1}, 1), ERR_SYSTEM, "outside a transaction");
}

/* ---- halves ------------------------------------------------------------------------------------------------------ */

/* Each half downwards, the lower numbers' first: so it is seen that there are two. */
static void
all_come_by_halves(struct scratch *s)
{
	struct rows *r = store_read_staged(&s->c, THING);
	int64_t n = 0;

	while (rows_next(r)) {
		says_its_number(s, r, 3 * (!halves() ? MANY - n : n < MANY / 2 ? MANY / 2 - n : MANY + MANY / 2 - n));
		n++;
	}
	assert_ok(rows_end(r));
	assert_int_equal(n, MANY);
	assert_int_equal(own_number_of(&s->c, "select count(*) from link_stage"), MANY);
}

static void
halves_come_one_after_the_other(void **state)
{
	struct scratch *s = *state;

	begin_looking_up(s);
	all_come_by_halves(s);
	store_rollback(&s->c);
}

/* Whoever changed something reads alone, and sees it. */
static void
what_was_changed_is_seen(void **state)
{
	struct scratch *s = *state;
	int64_t n = 0, changed = 0;
	struct rows *r;

	begin_looking_up(s);
	run_ok(&s->c, "update thing set name = 'changed' where id = 3 or id = 26997");
	r = store_read_staged(&s->c, THING);
	for (; rows_next(r); n++) {
		assert_int_equal(col_id(r, 0), 3 * (MANY - n));
		changed += view_is(col_view(r, 1), "changed");
	}
	assert_ok(rows_end(r));
	assert_int_equal(n, MANY);
	assert_int_equal(changed, 2);
	store_rollback(&s->c);
}

static void
bulk_rows_are_changes(void **state)
{
	struct scratch *s = *state;
	const int64_t more = 3 * MANY + 30;
	struct bulk *b;
	struct rows *r;

	begin_looking_up(s);
	b = bulk_open(&s->c, "thing", (const char *const[]){"id", NULL});
	bulk_int(b, 0, more);
	assert_ok(bulk_row(b));
	assert_ok(bulk_close(b, NULL));
	r = store_read_staged(&s->c, "select max(t.id) from thing t where t.id > 3 or t.id in (select id from link_stage)");
	assert_true(rows_next(r));
	assert_int_equal(col_id(r, 0), more);
	assert_false(rows_next(r));
	assert_ok(rows_end(r));
	store_rollback(&s->c);
}

/* Given up at the first row, or left open when the transaction ends. */
static void
an_answer_may_be_dropped(void **state)
{
	struct scratch *s = *state;
	struct rows *r;

	begin_looking_up(s);
	for (int i = 0; i < 20; i++) {
		r = store_read_staged(&s->c, THING);
		assert_true(rows_next(r));
		assert_ok(rows_end(r));
		assert_int_equal(own_number_of(&s->c, "select count(*) from link_stage"), MANY);
	}
	r = store_read_staged(&s->c, THING);
	assert_true(rows_next(r));
	store_rollback(&s->c);
	begin_looking_up(s);
	assert_int_equal(own_number_of(&s->c, "select count(*) from link_stage"), MANY);
	store_rollback(&s->c);
}

/* Of the upper half alone: its rows do not come, and the sentence does. */
static void
a_failure_of_either_half_is_told(void **state)
{
	struct scratch *s = *state;
	struct rows *r;
	int64_t n = 0;

	begin_looking_up(s);
	r = store_read_staged(&s->c, "select t.id, days_between(case when t.id < 20000 then '2026-01-01' else 'no day' end, '2026-01-02')"
	    " from link_stage s join thing t on t.id = s.id");
	for (; rows_next(r); n++)
		assert_true(col_id(r, 0) < 20000);
	assert_int_equal(rows_end(r), IN_WORDS(ERR_SYSTEM, ERR_INPUT));
	assert_non_null(strstr(s->c.sentence, IN_WORDS("no date", "does not fit")));
	assert_int_equal(n, halves() ? MANY / 2 : n);
	fail_clear(&s->c);
	store_rollback(&s->c);
}

/* Where no other connection can be opened, this one reads both halves; the order tells that they are two. */
static void
who_cannot_have_another_connection_reads_alone(void **state)
{
	struct scratch *s = *state;
	const char *path;

	begin_looking_up(s);
	path = s->c.store->path;
	s->c.store->path = "/nowhere/at/all.db";
	all_come_by_halves(s);
	all_come_by_halves(s);
	assert_null(s->c.store->beside);
	s->c.store->path = path;
	store_rollback(&s->c);
}

/* Until the rows are ended nothing else is staged, and no second query is asked, which would see half of it. */
static void
one_query_at_a_time(void **state)
{
	struct scratch *s = *state;
	struct rows *r, *other;

	begin_looking_up(s);
	r = store_read_staged(&s->c, THING);
	assert_true(rows_next(r));
	if (halves()) {
		assert_fails(store_stage(&s->c, (const int64_t[]){1}, 1), ERR_SYSTEM, "while a query");
		fail_clear(&s->c);
		other = store_read_staged(&s->c, "select id from link_stage");
		assert_false(rows_next(other));
		assert_fails(rows_end(other), ERR_SYSTEM, "a second query");
		fail_clear(&s->c);
	}
	assert_ok(rows_end(r));
	assert_ok(store_stage(&s->c, (const int64_t[]){1}, 1));
	store_rollback(&s->c);
	assert_null(s->c.store->beside);
}

static void
parameters_are_refused(void **state)
{
	struct scratch *s = *state;
	struct rows *r;

	begin_looking_up(s);
	r = store_read_staged(&s->c, "select s.id from link_stage s where s.id > :least");
	bind_int(r, "least", 3);
	if (halves())
		assert_fails(rows_end(r), ERR_SYSTEM, "no parameters");
	else
		assert_ok(rows_end(r));
	store_rollback(&s->c);
}

/* ---- a job beside ------------------------------------------------------------------------------------------------ */

/* What a job is told, and what it found. */
struct errand {
	pthread_t caller;
	const char *sql;
	const int64_t *id;
	size_t n;
	bool elsewhere;             /* on a thread of its own */
	int64_t found;
};

static enum err
errand_run(struct ctx *c, void *with)
{
	struct errand *k = with;
	struct rows *r;

	k->elsewhere = !pthread_equal(pthread_self(), k->caller);
	TRY(store_stage(c, k->id, k->n));
	r = store_read_staged(c, k->sql);
	k->found = rows_next(r) ? col_int(r, 0) : -1;
	return rows_end(r);
}

#define COUNT_THEM "select count(*) from link_stage s join thing t on t.id = s.id and t.n > 0"

static struct errand
errand_of(const char *sql, const int64_t *id, size_t n)
{
	return (struct errand){.caller = pthread_self(), .sql = sql, .id = id, .n = n, .found = -2};
}

/* It sees neither what the caller stages nor what it writes meanwhile, nor does the caller what it stages. */
static void
a_job_reads_while_the_caller_writes(void **state)
{
	struct scratch *s = *state;
	const int64_t three[] = {1, 2, 20000};
	struct errand k = errand_of(COUNT_THEM, three, 3);

	begin_looking_up(s);
	assert_ok(store_beside(&s->c, errand_run, &k));
	if (halves())
		assert_int_equal(own_number_of(&s->c, "select count(*) from link_stage"), MANY);
	run_ok(&s->c, "update thing set n = -1 where id = 2 or id = 30");
	stage_many(s);
	assert_int_equal(own_number_of(&s->c, COUNT_THEM), MANY - 1);
	assert_ok(store_beside_end(&s->c));
	assert_int_equal(k.elsewhere, halves());
	assert_int_equal(k.found, 3);
	assert_int_equal(own_number_of(&s->c, COUNT_THEM), MANY - 1);
	assert_ok(store_commit(&s->c));
}

/* A job that is done at once reads each query whole, in its order, though the caller's would be read by halves. */
static void
a_job_done_at_once_reads_whole(void **state)
{
	struct scratch *s = *state;
	int64_t *id = mem_new_array(s->c.mem, int64_t, MANY);
	struct errand k = errand_of("select t.id from link_stage s join thing t on t.id = s.id order by t.id desc", id, MANY);
	const char *path;

	for (int64_t i = 0; i < MANY; i++)
		id[i] = 3 * (i + 1);
	begin_looking_up(s);
	path = s->c.store->path;
	s->c.store->path = "/nowhere/at/all.db";
	assert_ok(store_beside(&s->c, errand_run, &k));
	assert_int_equal(k.found, 3 * MANY);
	all_come_by_halves(s);
	s->c.store->path = path;
	store_rollback(&s->c);
}

/* Of one who has changed something, or does not look up, or can have no other connection, the job is done at once; it sees what was changed. */
static void
else_it_is_done_at_once(void **state)
{
	struct scratch *s = *state;
	const int64_t three[] = {1, 2, 20000};
	struct errand k = errand_of(COUNT_THEM, three, 3);
	const char *path;

	assert_ok(store_begin(&s->c));
	assert_ok(store_beside(&s->c, errand_run, &k));
	assert_int_equal(k.found, 3);
	assert_false(k.elsewhere);
	assert_ok(store_look_up(&s->c, true));
	path = s->c.store->path;
	s->c.store->path = "/nowhere/at/all.db";
	k.found = -2;
	assert_ok(store_beside(&s->c, errand_run, &k));
	s->c.store->path = path;
	assert_int_equal(k.found, 3);
	assert_false(k.elsewhere);
	run_ok(&s->c, "update thing set n = -1 where id = 2");
	assert_ok(store_beside(&s->c, errand_run, &k));
	assert_int_equal(k.found, 2);
	assert_false(k.elsewhere);
	assert_ok(store_beside_end(&s->c));
	store_rollback(&s->c);
	assert_fails(store_beside(&s->c, errand_run, &k), ERR_SYSTEM, "outside a transaction");
}

/* In a transaction of its own; whether it could not even be begun. */
static enum err
job_that_fails(struct scratch *s, struct errand *k)
{
	static const int64_t three[] = {1, 2, 20000};

	*k = errand_of("select days_between('no day', '2026-01-02') from link_stage", three, 3);
	begin_looking_up(s);
	return store_beside(&s->c, errand_run, k);
}

static void
a_jobs_failure_is_told(void **state)
{
	struct scratch *s = *state;
	struct errand k;
	enum err e = job_that_fails(s, &k);

	e = e ? e : store_beside_end(&s->c);
	assert_int_equal(e, IN_WORDS(ERR_SYSTEM, ERR_INPUT));
	assert_non_null(strstr(s->c.sentence, IN_WORDS("no date", "does not fit")));
	fail_clear(&s->c);
	store_rollback(&s->c);
}

/* A transaction that ends before its job was waited for waits for it: what the job was told is the caller's again. */
static void
a_transactions_end_waits_for_its_job(void **state)
{
	struct scratch *s = *state;
	int64_t *id = mem_new_array(s->c.mem, int64_t, MANY);
	struct errand k = errand_of(COUNT_THEM, id, MANY);

	for (int64_t i = 0; i < MANY; i++)
		id[i] = 3 * (i + 1);
	for (int i = 0; i < 20; i++) {
		begin_looking_up(s);
		k.found = -2;
		assert_ok(store_beside(&s->c, errand_run, &k));
		if (halves())
			assert_fails(store_beside(&s->c, errand_run, &k), ERR_SYSTEM, "a second job");
		fail_clear(&s->c);
		if (i % 2)
			store_rollback(&s->c);
		else
			assert_ok(store_commit(&s->c));
		assert_int_equal(k.found, MANY);
		assert_null(s->c.store->beside);
		assert_ok(store_beside_end(&s->c));
	}
}

/* … and what it waited for must have gone well: nothing is kept where the job failed. */
static void
a_failed_job_takes_its_transaction_with_it(void **state)
{
	struct scratch *s = *state;
	struct errand k;
	enum err e = job_that_fails(s, &k);

	if (halves()) {
		assert_ok(e);
		run_ok(&s->c, "update thing set n = -7 where id = 2");
		assert_fails(store_commit(&s->c), ERR_SYSTEM, "no date");
	} else {
		store_rollback(&s->c);
	}
	fail_clear(&s->c);
	assert_int_equal(number_of(&s->c, "select count(*) from thing where n = -7"), 0);
	assert_ok(store_begin(&s->c));
	store_rollback(&s->c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		things_test(it_holds_what_was_staged_last),
		things_test(changes_go_by_it),
		things_test(outside_a_transaction_there_is_none),
		things_test(halves_come_one_after_the_other),
		things_test(what_was_changed_is_seen),
		things_test(bulk_rows_are_changes),
		things_test(an_answer_may_be_dropped),
		things_test(a_failure_of_either_half_is_told),
		things_test(who_cannot_have_another_connection_reads_alone),
		things_test(one_query_at_a_time),
		things_test(parameters_are_refused),
		things_test(a_job_reads_while_the_caller_writes),
		things_test(a_job_done_at_once_reads_whole),
		things_test(else_it_is_done_at_once),
		things_test(a_jobs_failure_is_told),
		things_test(a_transactions_end_waits_for_its_job),
		things_test(a_failed_job_takes_its_transaction_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
