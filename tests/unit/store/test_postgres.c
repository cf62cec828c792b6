/* An authority in a PostgreSQL schema: what its role may do and what it may not see, and how it is made. */
#include "server.h"

#include "base/text.h"
#include "store/writer.h"

#define REAL_SCHEMA ((struct store_options){.create = true, .migrate = true})

/* ---- history and audit ---------------------------------------------------------------------------------------- */

/* What the program's own connection is refused, each in a transaction of its own. test_history.c has the edits. */
static void
the_role_changes_no_structure(void **state)
{
	struct scratch *s = *state;
	static const struct { const char *sql, *words; } cases[] = {
		{"truncate note_all", "permission denied for table note_all"},
		{"drop table note_all", "must be owner of table note_all"},
		{"drop view note", "must be owner of view note"},
		{"alter table note_all add column more text", "must be owner of table note_all"},
		{"alter table audit rename to old_audit", "must be owner of table audit"},
		{"create table other (a text)", "permission denied for schema"},
		{"create function f() returns int language sql as 'select 1'", "permission denied for schema"},
		{"create or replace function number(v text) returns double precision language sql as 'select 0.0::float8'",
		    "permission denied for schema"},
		{"insert into schema_version values (99, 'x', 'x')", "permission denied for table schema_version"},
		{"delete from schema_version", "permission denied for table schema_version"},
		{"update store_key set wrapped = null", "permission denied for table store_key"},
		{"delete from store_key", "permission denied for table store_key"},
		{"delete from audit", "permission denied for table audit"},
		{"update audit set reason = 'x'", "permission denied for table audit"},
		{"truncate audit", "permission denied for table audit"},
		{"update audit_seal set audit = 0", "permission denied for table audit_seal"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_ok(store_begin(&s->c));
		assert_fails(store_run(&s->c, cases[i].sql), ERR_SYSTEM, cases[i].words);
		store_rollback(&s->c);
	}
	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "insert into note_all values (1, 10, 'x', '2024-01-01', null)");
	run_ok(&s->c, "insert into thing (id) values (1)");
	run_ok(&s->c, "delete from thing");
	assert_ok(store_commit(&s->c));
}

/* Of the whole schema, whatever tables it gains: history and audit only grow; no trigger, no reference to elsewhere, nothing
 * for everybody. Citus refuses what is looked for here. */
static void
the_real_schema_is_guarded(void **state)
{
	struct scratch *s = *state;
#define TABLES "from pg_class t where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'v')"
#define VERSIONS "exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'superseded' and t.relkind = 'r')"
#define MAY(right) "has_table_privilege(t.oid, '" right "')"

	assert_ok(store_open(&s->c, s->path, REAL_SCHEMA));
	assert_true(number_of(&s->c, "select count(*) " TABLES " and " VERSIONS) >= 8);
	assert_int_equal(number_of(&s->c, "select count(*) " TABLES " and " VERSIONS " and (" MAY("update") " or " MAY("delete")
	    ")"), 0);
	assert_int_equal(number_of(&s->c, "select count(*) from pg_attribute a, (select t.oid as table_id " TABLES " and " VERSIONS
	    " and " MAY("select") " and " MAY("insert") ") v where a.attrelid = v.table_id and a.attname = 'superseded'"
	    " and has_column_privilege(a.attrelid, a.attnum, 'update')"), number_of(&s->c, "select count(*) " TABLES " and "
	    VERSIONS));
	assert_int_equal(number_of(&s->c, "select count(*) from pg_attribute a, (select t.oid as table_id " TABLES " and " VERSIONS
	    ") v where a.attrelid = v.table_id and a.attnum > 0 and a.attname <> 'superseded' and not a.attisdropped"
	    " and has_column_privilege(a.attrelid, a.attnum, 'update')"), 0);
	assert_int_equal(number_of(&s->c, "select count(*) " TABLES " and t.relname in ('audit', 'audit_seal') and "
	    MAY("insert") " and not " MAY("update") " and not " MAY("delete")), 2);
	assert_int_equal(number_of(&s->c, "select count(*) " TABLES " and t.relname in ('schema_version', 'store_key') and "
	    MAY("select") " and not " MAY("insert, update, delete")), 2);
	assert_int_equal(number_of(&s->c, "select count(*) " TABLES " and " MAY("truncate, trigger, references")), 0);
	assert_int_equal(number_of(&s->c, "select count(*) " TABLES " and exists (select from aclexplode(t.relacl) x"
	    " where x.grantee = 0)"), 0);
	assert_int_equal(number_of(&s->c, "select count(*) " TABLES " and exists (select from pg_trigger g where g.tgrelid = t.oid"
	    " and not g.tgisinternal)"), 0);
	assert_int_equal(number_of(&s->c, "select count(*) from pg_constraint k join pg_class t on t.oid = k.confrelid"
	    " where k.connamespace = current_schema()::regnamespace and t.relnamespace <> k.connamespace"), 0);
	assert_true(number_of(&s->c, "select count(*) from pg_constraint where contype = 'f' and convalidated and"
	    " connamespace = current_schema()::regnamespace") > 20);
}

/* Both engines have the same tables and columns (the audit lies apart in SQLite). */
static const char *
columns_of(struct ctx *c, const char *sql)
{
	struct rows *r = store_read(c, sql);
	struct builder b = {.mem = c->mem};

	while (rows_next(r))
		put_format(&b, VIEW_FORMAT "." VIEW_FORMAT "\n", VIEW_ARGS(col_view(r, 0)), VIEW_ARGS(col_view(r, 1)));
	if (rows_end(r) != OK)
		broken("%s", c->sentence);
	return built_text(&b);
}

static void
both_engines_have_the_same_columns(void **state)
{
	struct scratch *s = *state;
	struct ctx file = {.mem = s->c.mem};
	const char *here;

	assert_ok(store_open(&s->c, s->path, REAL_SCHEMA));
	here = columns_of(&s->c, "select table_name, column_name from information_schema.columns where table_schema ="
	    " current_schema() and table_name not in ('audit', 'audit_seal') order by table_name collate \"C\", ordinal_position");
	if (store_open(&file, mem_format(s->c.mem, "%s/other.db", s->folder), REAL_SCHEMA) != OK)
		broken("%s", file.sentence);
	assert_string_equal(here, columns_of(&file, "select m.name, p.name from sqlite_master m, pragma_table_info(m.name) p"
	    " where m.type in ('table', 'view') and m.name not like 'sqlite%' order by m.name, p.cid"));
	assert_true(strlen(here) > 5000);
	store_close(&file);
}

/* ---- two authorities of one database -------------------------------------------------------------------------- */

/* A second authority beside the first. */
static void
second_open(struct scratch *s, struct ctx *other)
{
	char address[200];

	*other = (struct ctx){.mem = s->c.mem};
	database_at(address, sizeof address, mem_format(s->c.mem, "%s/second.db", s->folder));
	if (store_open_with(other, address, REAL_SCHEMA, sized(s->c.mem, small_schema)) != OK)
		broken("%s", other->sentence);
}

static void
authorities_do_not_see_each_other(void **state)
{
	struct scratch *s = *state;
	const char *a = schema_of(&s->c), *as_b;
	static const char *const attempts[] = {
		"select count(*) from %s.thing", "insert into %s.thing (id) values (5)", "update %s.thing set n = 1",
		"delete from %s.thing", "select %s.number('1')", "select %s.look_anew()", "select %s.look_at('thing')", "create table %s.x (a text)",
		"select count(*) from %s.audit", "select wrapped from %s.store_key", "select next from %s.counter",
	};
	struct ctx other;

	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "insert into thing (id, name) values (1, 'a secret of the first')");
	assert_ok(store_commit(&s->c));
	second_open(s, &other);
	assert_int_equal(number_of(&other, "select count(*) from thing"), 0);
	as_b = mem_format(s->c.mem, "bairn_%s", schema_of(&other));
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
		assert_answer(as_b, mem_format(s->c.mem, attempts[i], a), mem_format(s->c.mem, "permission denied for schema %s", a));
	assert_answer(as_b, mem_format(s->c.mem, "select has_schema_privilege('%s', 'usage') or has_schema_privilege('%s',"
	    " 'create')", a, a), "f");
	assert_answer(as_b, "create table public.x (a text)", "permission denied for schema public");
	assert_answer(as_b, "create schema x", "permission denied for database bairn");
	/* And the first goes on as before. */
	assert_int_equal(number_of(&s->c, "select count(*) from thing"), 1);
	store_close(&other);
}

/* An account that was given the one authority: it works there without owning it, and is refused the other. */
static void
an_account_has_the_authority_that_it_was_given(void **state)
{
	struct scratch *s = *state;
	const char *login = mem_format(s->c.mem, "login_%s", schema_of(&s->c)), *schema = schema_of(&s->c), *second, *server;
	struct store_options old = {0};
	struct ctx other;

	second_open(s, &other);
	second = mem_format(s->c.mem, "%s", schema_of(&other));
	store_close(&other);
	schema = mem_format(s->c.mem, "%s", schema);
	store_close(&s->c);
	setenv("BAIRN_KEY_FILE", mem_format(s->c.mem, "%s.key", s->file), 1);
	owner_runs(s, false, mem_format(s->c.mem, "create role \"%s\" login; grant \"bairn_%s\" to \"%s\"", login, schema, login));
	server = mem_format(s->c.mem, "postgresql://%s@%s", login, strchr(getenv("BAIRN_TEST_POSTGRES"), '@') + 1);
	assert_ok(store_open_with(&s->c, mem_format(s->c.mem, "%s&schema=%s", server, schema), old,
	    sized(s->c.mem, small_schema)));
	assert_ok(store_begin(&s->c));
	run_ok(&s->c, "insert into thing (id) values (1)");
	assert_ok(store_commit(&s->c));
	assert_ok(audit_write(&s->c, (struct audit_row){.act = "read", .allowed = true}));
	store_close(&s->c);
	setenv("BAIRN_KEY_FILE", mem_format(s->c.mem, "%s/second.db.key", s->folder), 1);
	assert_fails(store_open_with(&s->c, mem_format(s->c.mem, "%s&schema=%s", server, second), old,
	    sized(s->c.mem, small_schema)), ERR_SYSTEM, mem_format(s->c.mem, "the account %s may not work on %s", login, second));
	assert_null(s->c.store);
	assert_fails(store_open_with(&s->c, mem_format(s->c.mem, "%s&schema=%s_new", server, second), REAL_SCHEMA,
	    sized(s->c.mem, small_schema)), ERR_SYSTEM, "permission denied for database");
	owner_runs(s, false, mem_format(s->c.mem, "drop role \"%s\"", login));
}

/* ---- the planner -------------------------------------------------------------------------------------------------- */

#define PLANNED "select reltuples from pg_class where oid = 'thing'::regclass"

/* Nobody else sees these rows, and the table's file keeps those that were deleted: the planner would reckon with that. */
static void
the_planner_knows_what_the_transaction_left_in_a_table(void **state)
{
	struct scratch *s = *state;

	assert_ok(store_begin(&s->c));
	for (int n = 2000; n >= 2; n /= 1000) {
		struct bulk *b;

		run_ok(&s->c, "delete from thing");
		b = bulk_open(&s->c, "thing", (const char *const[]){"id", NULL});
		for (int i = 0; i < n; i++) {
			bulk_int(b, 0, i);
			assert_ok(bulk_row(b));
		}
		assert_ok(bulk_close(b, NULL));
		assert_ok(store_look_at(&s->c, "thing"));
		assert_int_equal(own_number_of(&s->c, PLANNED), n);
	}
	assert_fails(store_look_at(&s->c, "nothing"), ERR_SYSTEM, "nothing");
	store_rollback(&s->c);
	assert_fails(store_look_at(&s->c, "thing"), ERR_SYSTEM, "outside a transaction");
}

#define PAGE_COST "select 100 * current_setting('random_page_cost')::numeric"

static void
the_planner_knows_of_reads_here_and_there_until_the_transaction_ends(void **state)
{
	struct scratch *s = *state;

	for (int round = 0; round < 2; round++) {
		assert_ok(store_begin(&s->c));
		assert_int_equal(own_number_of(&s->c, PAGE_COST), 400);
		assert_ok(store_look_up(&s->c, true));
		assert_int_equal(own_number_of(&s->c, PAGE_COST), 110);
		assert_ok(store_look_up(&s->c, false));
		assert_int_equal(own_number_of(&s->c, PAGE_COST), 400);
		assert_ok(store_look_up(&s->c, true));
		if (round == 0)
			store_rollback(&s->c);
		else
			assert_ok(store_commit(&s->c));
	}
	assert_ok(store_begin(&s->c));
	assert_int_equal(own_number_of(&s->c, PAGE_COST), 400);
	store_rollback(&s->c);
}

/* ---- nothing outside ------------------------------------------------------------------------------------------ */

/* Every object of every other schema, with its rights, and what is said of databases and roles' settings, in one word. Toast
 * tables lie in a schema of PostgreSQL's own. */
static const char *
all_else(struct scratch *s, const char *schema)
{
	return admin_asks(s, NULL, mem_format(s->c.mem,
	    "select count(*) || ' ' || md5(string_agg(line, ',' order by line)) from ("
	    " select 'c ' || n.nspname || '.' || t.relname || coalesce(t.relacl::text, '') as line from pg_class t"
	    " join pg_namespace n on n.oid = t.relnamespace where n.nspname not in ('%s', 'pg_toast')"
	    " union all select 'p ' || n.nspname || '.' || f.oid::regprocedure || coalesce(f.proacl::text, '') from pg_proc f"
	    " join pg_namespace n on n.oid = f.pronamespace where n.nspname <> '%s'"
	    " union all select 't ' || n.nspname || '.' || t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace"
	    " where n.nspname not in ('%s', 'pg_toast')"
	    " union all select 'n ' || nspname || coalesce(nspacl::text, '') from pg_namespace where nspname <> '%s'"
	    " union all select 'd ' || datname || coalesce(datacl::text, '') from pg_database"
	    " union all select 's ' || setconfig::text from pg_db_role_setting"
	    " union all select 'a ' || defaclacl::text from pg_default_acl union all select 'l ' || oid from pg_largeobject_metadata"
	    " union all select 'e ' || extname from pg_extension union all select 'r ' || rolname from pg_roles"
	    " where rolname <> 'bairn_%s') x", schema, schema, schema, schema, schema));
}

static void
nothing_is_written_outside_the_schema(void **state)
{
	struct scratch *s = *state;
	const char *schema = strrchr(s->path, '=') + 1, *before = all_else(s, schema);
	struct bulk *b;

	assert_ok(store_open(&s->c, s->path, REAL_SCHEMA));
	assert_ok(store_begin(&s->c));
	b = bulk_open(&s->c, "setting", (const char *const[]){"name", "value", NULL});
	bulk_text(b, 0, VIEW("x"));
	bulk_text(b, 1, VIEW("y"));
	assert_ok(bulk_row(b));
	assert_ok(bulk_close(b, NULL));
	s->c.store->written = STATISTICS_AFTER;         /* so that the planner looks anew, as the owner */
	assert_ok(store_commit(&s->c));
	assert_ok(audit_write(&s->c, (struct audit_row){.act = "read", .allowed = true}));
	store_close(&s->c);
	assert_answer(NULL, mem_format(s->c.mem, "select count(*) > 0 from pg_stats where schemaname = '%s'", schema), "t");
	assert_string_equal(all_else(s, schema), before);
	/* Nor was it before: whatever Bairn does on this server, it is the first to use it. */
	assert_answer(NULL, "select (select count(*) from pg_class where relnamespace = 'public'::regnamespace or (oid >= 16384"
	    " and relnamespace = 'pg_catalog'::regnamespace)) + (select count(*) from pg_proc where pronamespace ="
	    " 'public'::regnamespace or (oid >= 16384 and pronamespace = 'pg_catalog'::regnamespace))", "0");
}

/* ---- making and bringing up ----------------------------------------------------------------------------------- */

static void
a_schema_that_cannot_be_filled_is_not_there(void **state)
{
	struct scratch *s = *state;
	const char *schema = strrchr(s->path, '=') + 1;
	const struct embedded bad[] = {small_schema[0], {"schema/0002_bad.sql", (const unsigned char *)"create tabel x ();", 0},
	    {NULL, NULL, 0}};

	assert_fails(scratch_open(s, sized(s->c.mem, bad)), ERR_SYSTEM, "schema/0002_bad.sql cannot be applied to");
	assert_answer(NULL, mem_format(s->c.mem, "select count(*) from pg_namespace where nspname = '%s'", schema), "0");
	assert_answer(NULL, mem_format(s->c.mem, "select count(*) from pg_roles where rolname = 'bairn_%s'", schema), "0");
	assert_ok(scratch_open(s, sized(s->c.mem, small_schema)));
}

/* An administrator may make the schema beforehand. What is not empty is left alone. */
static void
a_schema_that_is_there_must_be_empty(void **state)
{
	struct scratch *s = *state;
	const struct embedded *schema = sized(s->c.mem, small_schema);
	const char *name = strrchr(s->path, '=') + 1;

	owner_runs(s, false, mem_format(s->c.mem, "create schema \"%s\" create table recipe (a text)", name));
	assert_fails(store_open_with(&s->c, s->path, (struct store_options){.migrate = true}, schema), ERR_INPUT,
	    "there is no authority in");
	assert_fails(scratch_open(s, schema), ERR_INPUT, "is not empty");
	assert_answer(NULL, mem_format(s->c.mem, "select count(*) from pg_class where relnamespace = '%s'::regnamespace", name),
	    "1");
	owner_runs(s, false, "drop table recipe");
	assert_ok(scratch_open(s, schema));
}

struct opening {
	struct ctx c;
	const char *path;
	const struct embedded *schema;
	enum err err;
};

static void *
open_it(void *with)
{
	struct opening *o = with;

	o->err = store_open_with(&o->c, o->path, REAL_SCHEMA, o->schema);
	return NULL;
}

/* Whoever comes second finds what the first has made. */
static void
two_may_make_it_at_once(void **state)
{
	struct scratch *s = *state;
	struct opening o[4];
	pthread_t thread[4];

	for (int i = 0; i < 4; i++) {
		o[i] = (struct opening){.c = {.mem = mem_new()}, .path = s->path};
		o[i].schema = sized(o[i].c.mem, small_schema);
		assert_int_equal(pthread_create(&thread[i], NULL, open_it, &o[i]), 0);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	for (int i = 0; i < 4; i++) {
		if (o[i].err != OK)
			broken("%d: %s", i, o[i].c.sentence);
		assert_int_equal(number_of(&o[i].c, "select count(*) from schema_version"), 1);
		store_close(&o[i].c);
		mem_free(o[i].c.mem);
	}
}

static void
a_database_of_another_encoding_is_refused(void **state)
{
	struct scratch *s = *state;
	const char *name = mem_format(s->c.mem, "latin_%s", strrchr(s->path, '=') + 1);

	assert_null(admin_asks(s, NULL, mem_format(s->c.mem, "create database \"%s\" template template0 encoding latin1"
	    " locale_provider libc locale 'C'", name)));
	assert_fails(store_open_with(&s->c, mem_format(s->c.mem, "postgresql://bairn@/%s%s&schema=a", name,
	    strchr(getenv("BAIRN_TEST_POSTGRES"), '?')), REAL_SCHEMA, sized(s->c.mem, small_schema)), ERR_INPUT,
	    "keeps text as LATIN1; Bairn needs one made with encoding UTF8");
	assert_null(admin_asks(s, NULL, mem_format(s->c.mem, "drop database \"%s\"", name)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(the_role_changes_no_structure),
		folder_test(the_real_schema_is_guarded),
		folder_test(both_engines_have_the_same_columns),
		scratch_test(authorities_do_not_see_each_other),
		scratch_test(an_account_has_the_authority_that_it_was_given),
		scratch_test(the_planner_knows_what_the_transaction_left_in_a_table),
		scratch_test(the_planner_knows_of_reads_here_and_there_until_the_transaction_ends),
		folder_test(nothing_is_written_outside_the_schema),
		folder_test(a_schema_that_cannot_be_filled_is_not_there),
		folder_test(a_schema_that_is_there_must_be_empty),
		folder_test(two_may_make_it_at_once),
		folder_test(a_database_of_another_encoding_is_refused),
	};

	return database_is_postgres() ? cmocka_run_group_tests(tests, NULL, NULL) : no_server();
}
