/* Connections to PostgreSQL that are lost: what was outside a transaction just works again, what was inside one is undone and
 * said in one sentence, and a commit whose answer did not come is told apart. */
#include "proxy.h"

#include "base/text.h"
#include "store/writer.h"

#define UNDONE "what was under way was undone; try again"

static void
add_thing(struct scratch *s, int64_t id)
{
	struct rows *r = store_write(&s->c, "insert into thing (id, name) values (:id, 'x')");

	bind_id(r, "id", id);
	assert_ok(rows_end(r));
}

static int64_t
things(struct scratch *s)
{
	return number_of(&s->c, "select count(*) from thing");
}

/* ---- the server ends a connection ------------------------------------------------------------------------------ */

/* With statements that were prepared before and such that were not; with a time limit and without. */
static void
an_idle_reader_reads_on(void **state)
{
	struct scratch *s = *state;
	struct rows *r;

	assert_int_equal(things(s), 0);
	for (int i = 0; i < 9; i++) {
		cut(s, s->c.conn);
		switch (i % 3) {
		case 0:
			assert_int_equal(things(s), 0);
			break;
		case 1:
			assert_int_equal(number_of(&s->c, mem_format(s->c.mem, "select %d", i)), i);
			break;
		case 2:
			r = store_query(&s->c, "select 42", 1000);
			assert_true(rows_next(r));
			assert_int_equal(col_int(r, 0), 42);
			assert_ok(rows_end(r));
		}
	}
}

/* What the server says of columns may be asked first. */
static void
an_idle_reader_describes_on(void **state)
{
	struct scratch *s = *state;
	struct rows *r;

	assert_int_equal(things(s), 0);
	cut(s, s->c.conn);
	r = store_read(&s->c, "select 1 as one, 2 as two");
	assert_int_equal(col_count(r), 2);
	assert_string_equal(col_name(r, 1), "two");
	assert_true(rows_next(r));
	assert_int_equal(col_int(r, 1), 2);
	assert_ok(rows_end(r));
}

static void
a_writer_between_transactions_writes_on(void **state)
{
	struct scratch *s = *state;

	for (int i = 1; i <= 5; i++) {
		assert_ok(store_begin(&s->c));
		add_thing(s, i);
		assert_ok(store_commit(&s->c));
		cut(s, s->c.store->writing);
	}
	assert_int_equal(things(s), 5);
}

/* One sentence, nothing half there, and the next transaction works. `how` is what the writer does next. */
static void
loses_its_transaction(struct scratch *s, int how)
{
	static const char *const columns[] = {"id", NULL};
	struct bulk *b = NULL;
	int64_t id;
	enum err e = OK;

	assert_ok(store_begin(&s->c));
	assert_ok(store_draw_ids(&s->c, 1, &id));
	add_thing(s, id);
	for (int i = 0; how == 5 && i < 1000; i++)      /* more than are kept */
		assert_int_equal(own_number_of(&s->c, mem_format(s->c.mem, "select %d", i)), i);
	if (how == 3) {
		b = bulk_open(&s->c, "thing", columns);
		bulk_int(b, 0, id + 1);
		assert_ok(bulk_row(b));
	}
	cut(s, s->c.store->writing);
	switch (how) {
	case 0:
		e = store_run(&s->c, "insert into thing (id) values (1000)");
		break;
	case 1:
		e = rows_end(store_read_own(&s->c, "select count(*) from thing"));
		e = e != OK ? e : store_run(&s->c, "delete from thing");
		break;
	case 2:
		e = store_commit(&s->c);
		break;
	case 3:
		e = bulk_close(b, NULL);
		break;
	case 4:
		b = bulk_open(&s->c, "thing", columns);
		bulk_int(b, 0, 1000);
		e = bulk_row(b);
		e = e != OK ? e : bulk_close(b, NULL);
		break;
	case 5:         /* seen first where an old statement makes room for another that is not run */
		(void)!rows_end(store_read_own(&s->c, "select 1000"));
		e = rows_end(store_write(&s->c, "delete from thing"));
		break;
	}
	assert_fails(e, ERR_SYSTEM, UNDONE);
	if (how != 2) {
		assert_int_equal(store_run(&s->c, "insert into thing (id) values (1001)"), ERR_SYSTEM);
		fail_clear(&s->c);
		assert_int_equal(store_commit(&s->c), ERR_SYSTEM);
		fail_clear(&s->c);
	}
	assert_int_equal(things(s), 0);
	assert_ok(store_begin(&s->c));
	add_thing(s, 1);
	assert_ok(store_commit(&s->c));
	assert_int_equal(things(s), 1);
	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "delete from thing");
	assert_ok(store_commit(&s->c));
}

static void
a_writer_in_a_transaction_loses_it(void **state)
{
	for (int how = 0; how < 6; how++)
		loses_its_transaction(*state, how);
}

/* Rows were read already, so the answer cannot be begun anew: the reader is told. */
static void
an_answer_under_way_is_not_whole(void **state)
{
	struct scratch *s = *state;
	struct rows *r = store_read(&s->c, "select n, repeat('x', 1000) from generate_series(1, 200000) n");
	int64_t n = 0;

	assert_true(rows_next(r));
	cut(s, s->c.conn);
	while (rows_next(r))
		n++;
	assert_true(n < 199999);
	assert_fails(rows_end(r), ERR_SYSTEM, UNDONE);
	assert_int_equal(things(s), 0);
}

static void
the_audit_goes_on(void **state)
{
	struct scratch *s = *state;
	struct audit_row row = {.account = 3, .act = "read child", .allowed = true};
	struct audit_verdict v;

	assert_ok(audit_write(&s->c, row));
	assert_answer(NULL, "select bool_and(pg_terminate_backend(pid, 10000)) from pg_stat_activity where application_name ="
	    " 'bairn'", "t");
	assert_ok(audit_write(&s->c, row));
	assert_answer(NULL, "select bool_and(pg_terminate_backend(pid, 10000)) from pg_stat_activity where application_name ="
	    " 'bairn'", "t");
	assert_ok(audit_verify(&s->c, &v));
	assert_int_equal(v.rows, 2);
	assert_int_equal(v.bad_row, 0);
}

/* ---- the commit ------------------------------------------------------------------------------------------------ */

/* Opens the store through a proxy and writes one row, up to the commit. */
static struct proxy *
up_to_the_commit(struct scratch *s, enum loss loss)
{
	struct proxy *x = proxy_start(s);

	assert_ok(store_open_with(&s->c, x->address, (struct store_options){.create = true}, sized(s->c.mem, small_schema)));
	assert_ok(store_begin(&s->c));
	add_thing(s, 1);
	atomic_store(&x->loss, loss);
	return x;
}

static void
ends_with(struct scratch *s, struct proxy *x, int64_t rows)
{
	assert_int_equal(atomic_load(&x->loss), LOSE_NOTHING);
	assert_int_equal(things(s), rows);
	assert_ok(store_begin(&s->c));
	add_thing(s, 2);
	assert_ok(store_commit(&s->c));
	assert_int_equal(things(s), rows + 1);
	store_close(&s->c);
	proxy_stop(x);
}

static void
a_commit_that_never_came_is_undone(void **state)
{
	struct scratch *s = *state;
	struct proxy *x = up_to_the_commit(s, LOSE_COMMIT);

	assert_fails(store_commit(&s->c), ERR_SYSTEM, UNDONE);
	ends_with(s, x, 0);
}

static void
a_commit_whose_answer_is_lost_is_known(void **state)
{
	struct scratch *s = *state;
	struct proxy *x = up_to_the_commit(s, LOSE_ANSWER);

	assert_ok(store_commit(&s->c));
	ends_with(s, x, 1);
}

/* The server is still at it when it is asked: it is asked again. */
static void
a_slow_commit_is_waited_for(void **state)
{
	struct scratch *s = *state;
	struct proxy *x = up_to_the_commit(s, LOSE_NOTHING);

	store_rollback(&s->c);
	owner_runs(s, false, "create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(0.6); return"
	    " null; end'; create constraint trigger slow after insert on thing deferrable initially deferred for each row"
	    " when (new.id = 1) execute function slow()");
	assert_ok(store_begin(&s->c));
	add_thing(s, 1);
	atomic_store(&x->loss, LOSE_LINE);
	assert_ok(store_commit(&s->c));
	ends_with(s, x, 1);
}

/* The server ends it instead. */
static void
a_commit_that_is_ended_is_undone(void **state)
{
	struct scratch *s = *state;

	assert_ok(store_begin(&s->c));
	store_rollback(&s->c);
	owner_runs(s, false, "create function last_word() returns trigger language plpgsql security definer as 'begin perform"
	    " pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5); return null; end'; create constraint trigger last_word"
	    " after insert on thing deferrable initially deferred for each row when (new.id = 1) execute function last_word()");
	assert_ok(store_begin(&s->c));
	add_thing(s, 1);
	assert_fails(store_commit(&s->c), ERR_SYSTEM, UNDONE);
	assert_int_equal(things(s), 0);
	assert_ok(store_begin(&s->c));
	add_thing(s, 2);
	assert_ok(store_commit(&s->c));
}

/* Nobody can tell when the server does not come back, and Bairn does not pretend to. */
static void
a_commit_that_took_the_server_along_is_not_known(void **state)
{
	struct scratch *s = *state;
	struct proxy *x = up_to_the_commit(s, LOSE_SERVER);

	assert_fails(store_commit(&s->c), ERR_SYSTEM, "whether the change was kept is not known; look before you do it again");
	proxy_set_away(x, false);
	ends_with(s, x, 1);
}

/* ---- any message ----------------------------------------------------------------------------------------------- */

/* From opening to closing; what it fails with is kept in the context. */
static enum err
opens_and_writes(struct scratch *s, const struct proxy *x)
{
	static const char *const columns[] = {"id", NULL};
	struct bulk *b;
	struct rows *r;

	TRY(store_open_with(&s->c, x->address, (struct store_options){.create = true}, sized(s->c.mem, small_schema)));
	TRY(rows_end(store_query(&s->c, "select count(*) from thing", 1000)));
	TRY(store_begin(&s->c));
	r = store_write(&s->c, "insert into thing (id, name) values (:id, 'x')");
	bind_id(r, "id", 1);
	TRY(rows_end(r));
	b = bulk_open(&s->c, "thing", columns);
	bulk_int(b, 0, 2);
	TRY(bulk_row(b));
	TRY(bulk_close(b, NULL));
	TRY(store_run(&s->c, "update thing set name = 'y' where id = 2"));
	return store_commit(&s->c);
}

/* As it is before: the table is there and empty. */
static void
empties(struct scratch *s, const struct proxy *x)
{
	assert_ok(store_open_with(&s->c, x->address, (struct store_options){.create = true}, sized(s->c.mem, small_schema)));
	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "delete from thing");
	assert_ok(store_commit(&s->c));
	store_close(&s->c);
}

static bool
is_clear(const char *sentence)
{
	return strstr(sentence, UNDONE) || strstr(sentence, "cannot be reached") || strstr(sentence, "is not known");
}

/* Each message in turn is the last of its line, with a word of the server's before and without. */
static void
any_message_may_be_the_last(void **state)
{
	struct scratch *s = *state;
	struct proxy *x = proxy_start(s);
	int failed = 0;
	bool whole = false;
	enum err e;

	for (int i = 0; !whole; i++) {
		empties(s, x);
		atomic_store(&x->last_word, i % 2);
		atomic_store(&x->cut_at, i / 2 + 1);
		e = opens_and_writes(s, x);
		whole = atomic_exchange(&x->cut_at, 0) > 0;
		if (e != OK && !is_clear(s->c.sentence))
			broken("message %d: %s", i / 2 + 1, s->c.sentence);
		failed += e != OK;
		fail_clear(&s->c);
		store_rollback(&s->c);
		if (s->c.store)
			store_close(&s->c);
	}
	assert_true(failed > 20);
	proxy_stop(x);
}

/* ---- the server goes away and comes back ------------------------------------------------------------------------ */

static void
the_server_goes_away_and_comes_back(void **state)
{
	struct scratch *s = *state;
	struct proxy *x = proxy_start(s);
	const struct embedded *schema = sized(s->c.mem, small_schema);
	static const char away[] = "cannot be reached";
	struct rows *r;

	proxy_set_away(x, true);
	assert_fails(store_open_with(&s->c, x->address, (struct store_options){.create = true}, schema), ERR_SYSTEM, away);
	assert_null(s->c.store);
	proxy_set_away(x, false);
	assert_ok(store_open_with(&s->c, x->address, (struct store_options){.create = true}, schema));
	assert_ok(audit_write(&s->c, (struct audit_row){.act = "read", .allowed = true}));
	for (int i = 0; i < 3; i++) {
		assert_int_equal(things(s), i);
		proxy_set_away(x, true);
		r = store_read(&s->c, "select count(*) from thing");
		assert_false(rows_next(r));
		assert_fails(rows_end(r), ERR_SYSTEM, away);
		assert_fails(store_begin(&s->c), ERR_SYSTEM, away);
		assert_fails(audit_write(&s->c, (struct audit_row){.act = "read", .allowed = true}), ERR_SYSTEM, away);
		proxy_set_away(x, false);
		assert_ok(store_begin(&s->c));
		add_thing(s, i + 1);
		assert_ok(store_commit(&s->c));
		assert_ok(audit_write(&s->c, (struct audit_row){.act = "read", .allowed = true}));
	}
	store_close(&s->c);
	proxy_stop(x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(an_idle_reader_reads_on),
		scratch_test(an_idle_reader_describes_on),
		scratch_test(a_writer_between_transactions_writes_on),
		scratch_test(a_writer_in_a_transaction_loses_it),
		scratch_test(an_answer_under_way_is_not_whole),
		scratch_test(the_audit_goes_on),
		folder_test(a_commit_that_never_came_is_undone),
		folder_test(a_commit_whose_answer_is_lost_is_known),
		folder_test(a_slow_commit_is_waited_for),
		scratch_test(a_commit_that_is_ended_is_undone),
		folder_test(a_commit_that_took_the_server_along_is_not_known),
		folder_test(any_message_may_be_the_last),
		folder_test(the_server_goes_away_and_comes_back),
	};

	return database_is_postgres() ? cmocka_run_group_tests(tests, NULL, NULL) : no_server();
}
