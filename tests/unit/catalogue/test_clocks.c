/* The timeliness indicators that clocks make, over rows whose answers are worked out by hand. */
#include "database.h"
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "catalogue/clock_sql.h"
#include "store/store.h"

static struct ctx c;
static char folder[64];

/* Six clocks of our own, over kinds that only this test knows. */
static const struct { const char *name, *text; } clocks[] = {
	{ "t_seen", "starts: {event: t_asked}\nstops: {event: t_seen}\nwithin: 5 working days\n" },
	{ "t_done", "starts: {episode: t_work}\nstops: {episode: t_work}\nwithin: 10 days\n" },
	{ "t_treated", "starts: {event: t_referred}\nstops: {event: t_treated}\nwithin: 6 weeks\n" },
	{ "t_review", "starts: {episode: t_plan}\nstops: {event: t_review}\nwithin: 3 months\n" },
	{ "t_shut", "starts: {event: t_asked}\nstops: {event: t_told, where: \"outcome = 'never'\"}\ncloses: {event: t_told}\n"
	    "within: 1 week\n" },
	{ "t_law", "starts: {event: t_asked}\nstops: {event: t_told}\nwithin: 48 hours\nfrom: 2024-04-01\n" },
	{ "t_law.2020", "starts: {event: t_asked}\nstops: {event: t_told}\nwithin: 1 week\nuntil: 2024-03-31\n" },
};

static void
write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
write_clocks(void)
{
	char path[200];

	snprintf(path, sizeof path, "%s/clocks", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
		char text[600];
		snprintf(path, sizeof path, "%s/clocks/%s.yml", folder, clocks[i].name);
		snprintf(text, sizeof text, "clock: %.*s\ntitle: A clock\ntopic: care\nsource: This test\nforce: local\n%s",
		    (int)strcspn(clocks[i].name, "."), clocks[i].name, clocks[i].text);
		write_text(path, text);
	}
	snprintf(path, sizeof path, "%s/datasets", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof path, "%s/datasets/t_kinds.yml", folder);
	write_text(path, "dataset: t_kinds\ntitle: What this test writes\nabout: Any kind.\nagency: core\nrecognise: [KIND]\n"
	    "identity: {scheme: local_id, value: ID}\ncolumns: {ID: {as: local_id}, KIND: {as: what}}\n"
	    "writes: [{event: '{what}', key: []}]\ncontroller: x\n"
	    "agreement: {ref: x, purposes: [statistics], basis: consent, expires: 2030-01-01}\n");
}

/* Children 1 to 6; identities 1 and 2 are of one person. The batch of reviews covers 2024 onwards. */
static const char *const persons = "insert into person (id) values (701)";

static const char *const batches =
    "insert into batch (id, dataset, agency, file, sha256, as_at, covers_from, full_extract, rows_read, written,"
    " unchanged, rejected, withdrawn, at, by) values"
    " (901, 'a', 'health', 'a', '', '2025-01-01', null, 'no', 0, 0, 0, 0, 0, '', ''),"
    " (902, 'b', 'health', 'b', '', '2025-01-01', '2024-01-01', 'no', 0, 0, 0, 0, 0, '', '')";

static const char *const identities =
    "insert into identity (id, person, source, source_key, link_state, sealed) values (1, 701, 'a', 1, 'x', 'no'),"
    " (2, 701, 'b', 2, 'x', 'no'), (3, null, 'a', 3, 'x', 'no'), (4, null, 'a', 4, 'x', 'no'),"
    " (5, null, 'a', 5, 'x', 'no'), (6, null, 'a', 6, 'x', 'no')";

static int64_t next_id = 1000;

static int64_t
fact_new(void)
{
	struct rows *w = store_write(&c, "insert into fact (id) values (:id)");

	bind_id(w, "id", ++next_id);
	assert_int_equal(rows_end(w), OK);
	return next_id;
}

static int64_t
episode(int64_t identity, const char *kind, const char *since, const char *until)
{
	int64_t id = fact_new();
	struct rows *w = store_write(&c, "insert into episode_all (id, fact, identity, kind, domain, since, until, batch,"
	    " source_key, digest, recorded) values (:id, :id, :identity, :kind, 'core', :since, :until, 901, :id, 0, '')");

	bind_id(w, "id", id);
	bind_id(w, "identity", identity);
	bind_text(w, "kind", kind);
	bind_text(w, "since", since);
	bind_text(w, "until", until);
	assert_int_equal(rows_end(w), OK);
	return id;
}

static void
event(int64_t identity, const char *kind, const char *at, int64_t within, int64_t batch)
{
	int64_t id = fact_new();
	struct rows *w = store_write(&c, "insert into event_all (id, fact, identity, episode, kind, domain, at, batch,"
	    " source_key, digest, recorded) values (:id, :id, :identity, :episode, :kind, 'core', :at, :batch, :id, 0, '')");

	bind_id(w, "id", id);
	bind_id(w, "identity", identity);
	if (within)
		bind_id(w, "episode", within);
	else
		bind_null(w, "episode");
	bind_text(w, "kind", kind);
	bind_text(w, "at", at);
	bind_id(w, "batch", batch);
	assert_int_equal(rows_end(w), OK);
}

static void
rows_given(const char *id, const char *expected)
{
	const struct indicator *k = catalogue_indicator(c.catalogue, id);
	struct builder b = {.mem = c.mem};
	struct rows *r;

	assert_non_null(k);
	assert_int_equal(k->measure, MEASURE_PROPORTION);
	assert_int_equal(k->at, DURING_PERIOD);
	assert_int_equal(k->unit, UNIT_ROW);
	r = store_query(&c, mem_format(c.mem, "select * from (%s) q order by 2, 1", k->rows), 0);
	while (rows_next(r))
		put_format(&b, "%d %s %d\n", (int)col_id(r, 0), col_text(r, 1, c.mem), (int)col_int(r, 2));
	if (rows_end(r) != OK)
		fail_msg("%s", c.sentence);
	assert_string_equal(built_text(&b), expected);
}

/* All columns of a clock's other queries, which are days. */
static void
days_given(const char *sql, int columns, const char *expected)
{
	struct builder b = {.mem = c.mem};
	struct rows *r = store_query(&c, mem_format(c.mem, "select * from (%s) q order by 1, 2", sql), 0);

	while (rows_next(r))
		for (int i = 0; i < columns; i++)
			put_format(&b, "%s%s", col_text(r, i, c.mem), i + 1 < columns ? " " : "\n");
	if (rows_end(r) != OK)
		fail_msg("%s", c.sentence);
	assert_string_equal(built_text(&b), expected);
}
#define TIMES(id, expected) days_given(clock_times_sql(c.mem, c.catalogue, id), 3, expected)
#define OPEN(id, expected) days_given(clock_open_sql(c.mem, c.catalogue, id), 2, expected)

/* Monday 4 March 2024 and five working days: Monday 11 March. */
static void
a_stop_belongs_to_the_first_start_since_the_last_stop(void **state)
{
	(void)state;
	assert_int_equal(store_begin(&c), OK);
	/* one person, two agencies: asked on 4 March by one, seen on 11 March by the other: in time to the day */
	event(1, "t_asked", "2024-03-04", 0, 901);
	event(2, "t_seen", "2024-03-11", 0, 901);
	/* asked twice before being seen: the first counts, so 12 March is late */
	event(3, "t_asked", "2024-03-04", 0, 901);
	event(3, "t_asked", "2024-03-08", 0, 901);
	event(3, "t_seen", "2024-03-12", 0, 901);
	/* asked again after that, seen in time; seen once more without being asked: nothing */
	event(3, "t_asked", "2024-04-02", 0, 901);
	event(3, "t_seen", "2024-04-03", 0, 901);
	event(3, "t_seen", "2024-05-03", 0, 901);
	/* asked and never seen: nothing; seen before being asked: nothing */
	event(4, "t_asked", "2024-03-04", 0, 901);
	event(5, "t_seen", "2024-03-01", 0, 901);
	event(5, "t_asked", "2024-03-04", 0, 901);
	/* Maundy Thursday 28 March 2024 and five working days over Easter: Monday 8 April */
	event(6, "t_asked", "2024-03-28", 0, 901);
	event(6, "t_seen", "2024-04-08", 0, 901);
	assert_int_equal(store_commit(&c), OK);
	rows_given("t_seen", "2 2024-03-11 1\n3 2024-03-12 0\n3 2024-04-03 1\n6 2024-04-08 1\n");
	/* begun, stopped, the last day in time; 2 April and five working days: 9 April */
	TIMES("t_seen", "2024-03-04 2024-03-11 2024-03-11\n2024-03-04 2024-03-12 2024-03-11\n2024-03-28 2024-04-08 2024-04-08\n"
	    "2024-04-02 2024-04-03 2024-04-09\n");
	OPEN("t_seen", "2024-03-04 2024-03-11\n2024-03-04 2024-03-11\n");       /* 4, and 5 who was seen before */
}

static void
an_episode_is_its_own_pair(void **state)
{
	(void)state;
	assert_int_equal(store_begin(&c), OK);
	episode(1, "t_work", "2024-01-01", "2024-01-11");
	episode(1, "t_work", "2024-01-05", "2024-01-16");
	episode(3, "t_work", "2024-01-01", NULL);
	assert_int_equal(store_commit(&c), OK);
	rows_given("t_done", "1 2024-01-11 1\n1 2024-01-16 0\n");
	TIMES("t_done", "2024-01-01 2024-01-11 2024-01-11\n2024-01-05 2024-01-16 2024-01-15\n");
	OPEN("t_done", "2024-01-01 2024-01-11\n");
}

/* Two waits at once: each treatment is measured against its own referral, not the other's. */
static void
marks_of_one_wait_pair_within_it(void **state)
{
	int64_t speech, camhs, left, waiting;

	(void)state;
	assert_int_equal(store_begin(&c), OK);
	speech = episode(3, "t_wait", "2024-01-01", NULL);
	camhs = episode(3, "t_wait", "2024-02-01", NULL);
	event(3, "t_referred", "2024-01-01", speech, 901);
	event(3, "t_referred", "2024-02-01", camhs, 901);
	event(3, "t_treated", "2024-03-01", camhs, 901);        /* 29 days: in time */
	event(3, "t_treated", "2024-03-08", speech, 901);       /* 67 days: late */
	event(4, "t_referred", "2024-01-01", 0, 901);
	event(4, "t_treated", "2024-02-12", 0, 901);            /* 42 days exactly: in time */
	left = episode(5, "t_wait", "2024-01-01", "2024-01-20");        /* a wait that ended untreated is no wait any more */
	event(5, "t_referred", "2024-01-01", left, 901);
	waiting = episode(6, "t_wait", "2024-02-01", NULL);             /* referred twice in one wait: it began with the first */
	event(6, "t_referred", "2024-02-01", waiting, 901);
	event(6, "t_referred", "2024-02-08", waiting, 901);
	assert_int_equal(store_commit(&c), OK);
	rows_given("t_treated", "4 2024-02-12 1\n3 2024-03-01 1\n3 2024-03-08 0\n");
	OPEN("t_treated", "2024-02-01 2024-03-14\n");
}

/* The file of reviews begins in 2024: a plan of 2022 had reviews that it does not hold. */
static void
a_start_before_the_stops_are_covered_is_left_out(void **state)
{
	(void)state;
	assert_int_equal(store_begin(&c), OK);
	episode(3, "t_plan", "2022-05-01", NULL);
	event(3, "t_review", "2024-02-01", 0, 902);
	episode(4, "t_plan", "2024-11-30", NULL);
	event(4, "t_review", "2025-02-28", 0, 902);             /* three months, clamped to the month's end: in time */
	event(4, "t_review", "2025-08-01", 0, 902);             /* the second review: no new start */
	assert_int_equal(store_commit(&c), OK);
	rows_given("t_review", "4 2025-02-28 1\n");
	OPEN("t_review", "");
	assert_int_equal(store_begin(&c), OK);
	episode(5, "t_plan", "2024-03-31", NULL);
	episode(6, "t_plan", "2024-03-31", "2024-04-30");       /* ended before a review was due */
	assert_int_equal(store_commit(&c), OK);
	OPEN("t_review", "2024-03-31 2024-06-30\n");
}

/* The week allowed until March 2024 became two days from April: what counts is the day of the start. */
static void
each_start_is_under_the_rule_of_its_day(void **state)
{
	(void)state;
	assert_int_equal(store_begin(&c), OK);
	event(3, "t_told", "2024-03-11", 0, 901);               /* asked 4 March (and 8): a week allowed: in time */
	event(3, "t_told", "2024-04-05", 0, 901);               /* asked 2 April: two days allowed: late */
	event(6, "t_told", "2024-04-05", 0, 901);               /* asked 28 March: a week, until 4 April: late */
	assert_int_equal(store_commit(&c), OK);
	rows_given("t_law", "3 2024-03-11 1\n3 2024-04-05 0\n6 2024-04-05 0\n");
	assert_int_equal(catalogue_clock(c.catalogue, "t_law")->within, 48);
	/* 1, 4 and 5 were never told; and what is told is closed, counted or not */
	OPEN("t_law", "2024-03-04 2024-03-11\n2024-03-04 2024-03-11\n2024-03-04 2024-03-11\n");
	OPEN("t_shut", "2024-03-04 2024-03-11\n2024-03-04 2024-03-11\n2024-03-04 2024-03-11\n");
}

static int
set_up(void **state)
{
	char address[200];

	(void)state;
	c = (struct ctx){.mem = mem_new()};
	snprintf(folder, sizeof folder, "/tmp/bairn-clocks-XXXXXX");
	assert_non_null(mkdtemp(folder));
	write_clocks();
	database_at(address, sizeof address, mem_format(c.mem, "%s/t.db", folder));
	if (catalogue_load(&c, folder) != OK
	    || store_open(&c, address, (struct store_options){.create = true, .migrate = true}) != OK)
		fail_msg("%s", c.sentence);
	if (store_set_calendars(&c, (const struct calendar *const *)c.catalogue->calendar, c.catalogue->n_calendars) != OK
	    || store_begin(&c) != OK || store_run(&c, persons) != OK || store_run(&c, batches) != OK
	    || store_run(&c, identities) != OK || store_commit(&c) != OK)
		fail_msg("%s", c.sentence);
	return 0;
}

static int
tear_down(void **state)
{
	char command[128];

	(void)state;
	store_close(&c);
	mem_free(c.mem);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stop_belongs_to_the_first_start_since_the_last_stop),
		cmocka_unit_test(an_episode_is_its_own_pair), cmocka_unit_test(marks_of_one_wait_pair_within_it),
		cmocka_unit_test(a_start_before_the_stops_are_covered_is_left_out),
		cmocka_unit_test(each_start_is_under_the_rule_of_its_day),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
