/* How fast the store is, beside SQLite used bare: prints ratios, with what each measures.
 *
 * The same rows go into the same table twice: once through bulk_open (the store), once through a hand-written loop over
 * SQLite's own calls, with the same settings. Then what one row of a real history table costs, with and without its
 * foreign keys; and what sealing and blind indices cost.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#include "base/day.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/seal.h"
#include "store/store.h"

static void
run(struct ctx *c, const char *sql)
{
	check(c, store_run(c, sql));
}

static void
run_bare(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return;
	fprintf(stderr, "bench_store: %s: %s\n", sql, sqlite3_errmsg(db));
	exit(1);
}

/* ---- the same rows, twice ----------------------------------------------------------------------------------- */

static uint64_t
shuffled(int64_t i)
{
	uint64_t x = (uint64_t)i * UINT64_C(0x9e3779b97f4a7c15);

	return (x ^ (x >> 29)) & INT64_MAX;
}

#define TABLE(name) "create table " name " (id integer primary key, kind text, source_key integer, since text, data text)"

static const char *const kinds[] = {"referral", "assessment_started", "visit", "care_review"};
static const char data[] = "{\"source\":\"school\",\"outcome\":\"no further action\",\"factor\":\"3A\"}";

/* Through the store. Returns seconds, the commit included. */
static double
insert_through_store(struct ctx *c, const char *table, int64_t from, int64_t n)
{
	static const char *const columns[] = {"id", "kind", "source_key", "since", "data", NULL};
	double start = seconds();
	struct bulk *b;

	check(c, store_begin(c));
	b = bulk_open(c, table, columns);
	for (int64_t i = from; i < from + n; i++) {
		bulk_int(b, 0, i + 1);
		bulk_text(b, 1, view_of(kinds[i % 4]));
		bulk_int(b, 2, (int64_t)shuffled(i));
		bulk_day(b, 3, 18000 + (int32_t)(i % 2000));
		bulk_text(b, 4, VIEW(data));
		check(c, bulk_row(b));
	}
	check(c, bulk_close(b, NULL));
	check(c, store_commit(c));
	return seconds() - start;
}

/* The bare loop, as one would write it for this table alone. */
static double
insert_bare(sqlite3 *db, const char *table, int64_t from, int64_t n)
{
	double start = seconds();
	sqlite3_stmt *stmt;
	char sql[200], day[DAY_SIZE];

	run_bare(db, "begin immediate");
	snprintf(sql, sizeof sql, "insert into %s values (?,?,?,?,?)", table);
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		exit(1);
	for (int64_t i = from; i < from + n; i++) {
		sqlite3_bind_int64(stmt, 1, i + 1);
		sqlite3_bind_text(stmt, 2, kinds[i % 4], (int)strlen(kinds[i % 4]), SQLITE_STATIC);
		sqlite3_bind_int64(stmt, 3, (int64_t)shuffled(i));
		day_print(18000 + (int32_t)(i % 2000), day);
		sqlite3_bind_text(stmt, 4, day, 10, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 5, data, sizeof data - 1, SQLITE_STATIC);
		if (sqlite3_step(stmt) != SQLITE_DONE)
			exit(1);
		sqlite3_reset(stmt);
	}
	sqlite3_finalize(stmt);
	run_bare(db, "commit");
	return seconds() - start;
}

static sqlite3 *
open_bare(const char *path)
{
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		exit(1);
	run_bare(db, "pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full;"
	    " pragma cache_size = -196608;" TABLE("plain") ";" TABLE("indexed") ";"
	    "create index indexed_key on indexed (source_key); create index indexed_kind on indexed (kind)");
	return db;
}

/* The best of three, taking turns, for the machine has other things to do. The tables grow as they go. */
static void
compare(struct ctx *c, sqlite3 *db, const char *table, int64_t n)
{
	double bare = 1e9, ours = 1e9;

	for (int turn = 0; turn < 3; turn++) {
		double a = insert_bare(db, table, turn * n, n), b = insert_through_store(c, table, turn * n, n);

		bare = a < bare ? a : bare;
		ours = b < ours ? b : ours;
	}
	printf("%-8s %9.0f rows/s through the store, %9.0f bare: %.2f times bare's time\n", table, (double)n / ours,
	    (double)n / bare, ours / bare);
}

/* ---- history ------------------------------------------------------------------------------------------------ */

/* What event rows refer to: n facts, n / 10 identities, one batch. */
static void
parents(struct ctx *c, int64_t n)
{
	struct bulk *facts, *identities;

	check(c, store_begin(c));
	run(c, "insert into batch values (1, 'd', 'a', 'f', 'x', '2024-01-01', null, null, 'no', 0, 0, 0, 0, 0, 'x', 'x')");
	facts = bulk_open(c, "fact", (const char *const[]){"id", NULL});
	identities = bulk_open(c, "identity", (const char *const[]){"id", "source", "source_key", "link_state", "sealed", NULL});
	for (int64_t i = 1; i <= n; i++) {
		bulk_int(facts, 0, i);
		check(c, bulk_row(facts));
		if (i > n / 10)
			continue;
		bulk_int(identities, 0, i);
		bulk_text(identities, 1, VIEW("bench"));
		bulk_int(identities, 2, (int64_t)shuffled(i));
		bulk_text(identities, 3, VIEW("new"));
		bulk_text(identities, 4, VIEW("no"));
		check(c, bulk_row(identities));
	}
	check(c, bulk_close(facts, NULL));
	check(c, bulk_close(identities, NULL));
	check(c, store_commit(c));
}

static double
events(struct ctx *c, int64_t from, int64_t n, int64_t facts)
{
	static const char *const columns[] = {"id", "fact", "identity", "kind", "domain", "at", "data", "batch", "source_key",
		"digest", "recorded", NULL};
	double start = seconds();
	struct bulk *b;

	check(c, store_begin(c));
	b = bulk_open(c, "event_all", columns);
	for (int64_t i = from; i < from + n; i++) {
		bulk_int(b, 0, i);
		bulk_int(b, 1, 1 + i % facts);
		bulk_int(b, 2, 1 + (int64_t)(shuffled(i) % (uint64_t)(facts / 10)));
		bulk_text(b, 3, view_of(kinds[i % 4]));
		bulk_text(b, 4, VIEW("social_care"));
		bulk_day(b, 5, 18000 + (int32_t)(i % 2000));
		bulk_text(b, 6, VIEW(data));
		bulk_int(b, 7, 1);
		bulk_int(b, 8, (int64_t)shuffled(i));
		bulk_int(b, 9, (int64_t)shuffled(i + 1));
		bulk_text(b, 10, VIEW("2026-03-22T10:00:00Z"));
		check(c, bulk_row(b));
	}
	check(c, bulk_close(b, NULL));
	check(c, store_commit(c));
	return seconds() - start;
}

static void
history(struct ctx *c, int64_t n)
{
	double one;

	parents(c, n);
	one = events(c, 1, n, n);
	printf("event_all %8.0f rows/s with its three indices, its references checked, its guards in place\n",
	    (double)n / one);
}

/* ---- keys --------------------------------------------------------------------------------------------------- */

static void
keys(struct ctx *c, int64_t n)
{
	struct view sealed, parts[2] = {VIEW("9434765919"), VIEW("2024-03-01")};
	double start, time;
	int64_t first, sum = 0;

	check(c, store_begin(c));
	check(c, store_draw_ids(c, n, &first));
	start = seconds();
	for (int64_t i = 0; i < n; i++) {
		check(c, seal_text(c, first + i / 2, "identifier_all", "value", i, VIEW("9434765919"), &sealed));
		if (i % 10000 == 0)
			mem_reset(c->mem);
	}
	time = seconds() - start;
	printf("seal     %9.0f texts/s, two for each new record\n", (double)n / time);
	start = seconds();
	check(c, store_commit(c));
	printf("         %9.2f s to commit their keys\n", seconds() - start);
	start = seconds();
	for (int64_t i = 0; i < n; i++)
		sum += blind(c->store, "fact event", parts, 2) & 1;
	time = seconds() - start;
	printf("blind    %9.0f values/s%s\n", (double)n / time, sum < 0 ? "!" : "");
}

int
main(int argc, char *argv[])
{
	int64_t n = argc > 1 ? atoll(argv[1]) : 1000000;
	struct ctx c = {.mem = mem_new()};
	char folder[] = "/tmp/bairn-bench-XXXXXX", path[64], bare[64], command[64];
	struct rusage used;
	sqlite3 *db;

	if (mkdtemp(folder) == NULL)
		return 3;
	snprintf(path, sizeof path, "%s/store.db", folder);
	snprintf(bare, sizeof bare, "%s/bare.db", folder);
	check(&c, store_open(&c, path, (struct store_options){.create = true, .migrate = true}));
	db = open_bare(bare);
	check(&c, store_begin(&c));
	run(&c, TABLE("plain"));
	run(&c, TABLE("indexed"));
	run(&c, "create index indexed_key on indexed (source_key)");
	run(&c, "create index indexed_kind on indexed (kind)");
	check(&c, store_commit(&c));
	compare(&c, db, "plain", n);
	compare(&c, db, "indexed", n);
	sqlite3_close(db);
	history(&c, n);
	keys(&c, n);
	store_close(&c);
	getrusage(RUSAGE_SELF, &used);
	printf("memory   %9ld KiB at most\n", used.ru_maxrss);
	mem_free(c.mem);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}
