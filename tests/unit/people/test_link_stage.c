/* The numbers that a run's next query is about. */
#include "desk.h"
#include "link_town.h"

#include "people/link_stage.h"

static int64_t
own_number(struct ctx *c, const char *sql)
{
	struct rows *r = store_read_own(c, sql);
	int64_t n = rows_next(r) ? col_int(r, 0) : -1;

	assert_int_equal(rows_end(r), OK);
	return n;
}

/* Each number once, and on PostgreSQL the planner takes the stage for as large as it is. */
static void
test_stage(void **state)
{
	struct desk *d = *state;
	struct ctx *c = &d->c;
	struct id_list many = {0}, few = {0};
	const char *size = database_is_postgres() ? "select reltuples from pg_class where oid = 'link_stage'::regclass" :
	    "select count(*) from link_stage";

	for (int i = 0; i < 3000; i++)
		*push(c->mem, &many) = 3000 - i / 2;
	for (int i = 0; i < 3; i++)
		*push(c->mem, &few) = 7 - i % 2;
	assert_int_equal(store_begin(c), OK);
	assert_int_equal(stage_fill(c, &many), OK);
	assert_int_equal(own_number(c, size), 1500);
	assert_int_equal(stage_fill(c, &few), OK);
	assert_int_equal(own_number(c, size), 2);
	store_rollback(c);
}

/* However common the planner takes keys to be: here each of twenty is a thousand records'. */
static void
test_keys_are_looked_up(void **state)
{
	struct desk *d = *state;
	struct ctx *c = &d->c;
	struct id_list keys = {0};
	struct bulk *b;
	struct rows *r;

	POSTGRES_ONLY();
	assert_int_equal(store_begin(c), OK);
	b = bulk_open(c, "link_key", (const char *const[]){"key", "further", "identity", NULL});
	for (int i = 0; i < 20000; i++) {
		for (int column = 0; column < 3; column++)
			bulk_int(b, column, column == 2 ? i : i % 20);
		assert_int_equal(bulk_row(b), OK);
	}
	assert_int_equal(bulk_close(b, NULL), OK);
	assert_int_equal(store_look_at(c, "link_key"), OK);
	for (int i = 0; i < 20; i++)
		*push(c->mem, &keys) = i;
	assert_int_equal(stage_fill(c, &keys), OK);
	r = store_read_own(c, "explain " STAGED_KEYS("0"));
	while (rows_next(r))
		assert_null(strstr(col_text(r, 0, c->mem), "Seq Scan on link_key"));
	assert_int_equal(rows_end(r), OK);
	assert_int_equal(own_number(c, "select count(*) from (" STAGED_KEYS("0") ") k"), 20000);
	assert_int_equal(own_number(c, "select count(*) from (" STAGED_KEYS("10") ") k"), 10000);
	store_rollback(c);
}

/* A plan's lines one after the other. */
static const char *
plan_of(struct desk *d, const char *sql)
{
	struct builder b = {.mem = d->c.mem};
	struct rows *r = store_read_own(&d->c, sql);

	while (rows_next(r))
		put_format(&b, "%s\n", col_text(r, 3, d->c.mem));
	assert_int_equal(rows_end(r), OK);
	return built_text(&b);
}

#define BY_INDEX "identity_person (recent=? AND person=?)"

/* Whatever is known of sizes, and whoever is recent. */
static void
test_records_of_people_are_looked_up(void **state)
{
	struct desk *d = *state;

	ONLY_WHERE(!database_is_postgres());
	assert_int_equal(store_begin(&d->c), OK);
	for (int i = 0; i < 2; i++) {
		assert_non_null(strstr(plan_of(d, "explain query plan select i.id from identity i where " OF_PERSON("i", "7")), BY_INDEX));
		assert_non_null(strstr(plan_of(d, "explain query plan select i.id from identity i where " OF_STAGED("i")), BY_INDEX));
		assert_int_equal(store_run(&d->c, "analyze"), OK);
	}
	store_rollback(&d->c);
}

/* References are looked up by the person alone: whoever deletes one would read all records through. */
static void
test_references_are_looked_up(void **state)
{
	struct desk *d = *state;
	struct builder b = {.mem = d->c.mem};

	ONLY_WHERE(!database_is_postgres());
	put_text(&b, EARLY);
	for (int i = 0; i < 6000; i++)
		put_format(&b, "E%d,E%d,F1,Ash,Ann,14/05/2012,F,WBRI,WE1 1AA,,01/09/2024,,parenting,school,,,\n", i, i);
	desk_take(d, "early_help.csv", built_text(&b));
	assert_int_equal(store_begin(&d->c), OK);
	assert_non_null(strstr(plan_of(d, "explain query plan select 1 from identity where person = 5"),
	    "SEARCH identity USING COVERING INDEX identity_person (ANY(recent) AND person=?)"));
	store_rollback(&d->c);
}

/* Whom a run of new records linked is recent until a run over all; a run that is taken back leaves nobody linked who was not. */
static void
test_recent(void **state)
{
	struct desk *d = *state;
	struct link_summary s;
	int64_t n;

	import_town(d);
	link_now(d, true);
	ASK_COUNT("select count(*) from identity where recent <> 0", 0);
	desk_take(d, "early_help2.csv", TOWN EARLY_ROW("E6", "Osei", "Kwame", "21/11/2010", "M", "WE5 5EE", "H801200001005"));
	s = link_now(d, false);
	assert_false(s.full);
	ASK_COUNT("select count(*) from identity where recent = 1", 1);
	ASK_COUNT("select count(*) from identity i join identity_name n on n.identity = i.id where i.recent = 1 and i.person is not null"
	    " and n.given = 'Kwame'", 1);
	DO(link_undo(&d->c, s.run, &n));
	ASK_COUNT("select count(*) from identity where person is null", 1);
	s = link_now(d, false);
	ASK_COUNT("select count(*) from identity where recent = 1 and person is not null", 1);
	link_now(d, true);
	ASK_COUNT("select count(*) from identity where recent <> 0", 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_stage),
		DESK_TEST(test_keys_are_looked_up),
		DESK_TEST(test_records_of_people_are_looked_up),
		DESK_TEST(test_references_are_looked_up),
		DESK_TEST(test_recent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
