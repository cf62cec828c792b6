/* Children read one by one, on either engine: bench_readers DATABASE [SECONDS=3]
 *
 * One child's chronology (every episode and event of a person, newest first) by one reader, then by 64 at once while one
 * writer adds and takes back a row as fast as its commits allow. Prints readings a second; the writer's commits too.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"

#include "base/mem.h"
#include "store/store.h"

#define READERS 64

struct bench {
	struct store *store;
	int64_t *person;
	size_t n;
	_Atomic bool stop;
	_Atomic int64_t readings, rows, commits;
};

static int64_t
chronology(struct ctx *c, int64_t person)
{
	struct rows *r = store_read(c,
	    "select e.since as day, e.kind, e.until, e.outcome, e.data from episode e join identity i on i.id = e.identity"
	    " where i.recent in (0, 1) and i.person = :person union all"
	    " select e.at, e.kind, null, e.outcome, e.data from event e join identity i on i.id = e.identity"
	    " where i.recent in (0, 1) and i.person = :person order by day desc nulls last");
	int64_t n = 0;

	bind_id(r, "person", person);
	while (rows_next(r))
		n += col_view(r, 1).n > 0;
	check(c, rows_end(r));
	return n;
}

static void *
reader(void *with)
{
	struct bench *b = with;
	struct ctx c = {.mem = mem_new()};
	uint64_t at = (uint64_t)(uintptr_t)&c;

	while (!b->stop) {
		at = at * UINT64_C(6364136223846793005) + 1442695040888963407u;
		store_join(&c, b->store);
		b->rows += chronology(&c, b->person[(at >> 33) % b->n]);
		store_leave(&c);
		b->readings++;
		mem_reset(c.mem);
	}
	mem_free(c.mem);
	return NULL;
}

static void *
writer(void *with)
{
	struct bench *b = with;
	struct ctx c = {.mem = mem_new()};

	store_join(&c, b->store);
	while (!b->stop) {
		check(&c, store_begin(&c));
		check(&c, store_run(&c, "insert into setting (name, value) values ('bench', 'x')"));
		check(&c, store_run(&c, "delete from setting where name = 'bench'"));
		check(&c, store_commit(&c));
		b->commits++;
		mem_reset(c.mem);
	}
	store_leave(&c);
	mem_free(c.mem);
	return NULL;
}

static void
measure(struct bench *b, int readers, bool writes, double length, const char *what)
{
	const struct timespec time = {(time_t)length, (long)((length - (double)(time_t)length) * 1e9)};
	pthread_t thread[READERS + 1];
	int n = 0;
	double start = seconds(), took;

	b->stop = false;
	b->readings = b->rows = b->commits = 0;
	for (; n < readers; n++)
		pthread_create(&thread[n], NULL, reader, b);
	if (writes)
		pthread_create(&thread[n++], NULL, writer, b);
	nanosleep(&time, NULL);
	b->stop = true;
	for (int i = 0; i < n; i++)
		pthread_join(thread[i], NULL);
	took = seconds() - start;
	printf("%s %.0f %.0f %.1f\n", what, (double)b->readings / took, (double)b->commits / took,
	    b->readings > 0 ? (double)b->rows / (double)b->readings : 0);
}

int
main(int argc, char **argv)
{
	struct ctx c = {.mem = mem_new()};
	struct { int64_t *item; size_t n, cap; } people = {0};
	struct bench b = {0};
	double length = argc > 2 ? atof(argv[2]) : 3;
	struct rows *r;

	if (argc < 2) {
		fprintf(stderr, "usage: bench_readers DATABASE [SECONDS]\n");
		return 2;
	}
	check(&c, store_open(&c, argv[1], (struct store_options){0}));
	r = store_read(&c, "select id from person where joined_into is null order by id");
	while (rows_next(r))
		*push(c.mem, &people) = col_id(r, 0);
	check(&c, rows_end(r));
	b.store = c.store;
	b.person = people.item;
	b.n = people.n;
	if (b.n == 0) {
		fprintf(stderr, "bench_readers: nobody is in the database; link it first\n");
		return 1;
	}
	measure(&b, 1, false, length, "one");
	measure(&b, READERS, true, length, "many");
	store_close(&c);
	mem_free(c.mem);
	return 0;
}
