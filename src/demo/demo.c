/* Runs the demonstration: parts of some two thousand children each, made by as many threads as there are, appended to the files
 * in their order. A part's chance depends on its number alone, so the files do not depend on the threads; memory is one part's
 * rows for each thread. */
#include "demo/demo.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/wide.h"
#include "demo/crew.h"
#include "demo/write.h"

#define CHILDREN_IN_PART 2000
#define HOUSEHOLDS_IN_PART 6000         /* numbers kept for a part's households */

struct run {
	pthread_mutex_t lock;
	pthread_cond_t turn;
	const struct world *w;
	struct files *files;
	struct census *census;
	struct ctx *c;
	int64_t parts, next, appended;
	enum err err;
	struct demo_summary *summary;
};

static void (*const writers[])(const struct writing *, const struct household *) = {
	write_looked_after, write_cin, write_case_feed, write_school_census, write_send, write_health,
	    write_early_help, write_justice,
	write_after_school,
};

static void
people_count(const struct household *h, struct census *census, struct demo_summary *sum)
{
	for (int i = 0; i < h->n_children; i++) {
		const struct person *p = &h->child[i];

		sum->people++;
		for (int y = 0; y < POPULATION_YEARS; y++) {
			int32_t day = y == POPULATION_YEARS - 1 ? LAST_DAY : day_of(2021 + y, 6, 30);
			int age = person_age(p, day);

			if (age >= 0 && age < N_AGES && person_here(p, day))
				census->people[household_home(h, day)->area][y][age][p->sex - 1]++;
		}
	}
	sum->households++;
}

static int64_t
children_now(const struct household *h)
{
	int64_t n = 0;

	for (int i = 0; i < h->n_children; i++)
		n += person_here(&h->child[i], LAST_DAY) && person_age(&h->child[i], LAST_DAY) < 18;
	return n;
}

/* Makes households until the part has its children; one that would bring too many is not made. */
static void
part_make(const struct run *run, int64_t number, struct part *part, struct census *census, struct demo_summary *sum)
{
	const struct world *w = run->w;
	int64_t wanted = w->children - number * CHILDREN_IN_PART, first_person = number * IDS_IN_PART, household;
	struct household *h = wide_new(sizeof *h);
	struct mem *m = mem_new();
	struct writing out = {.w = w, .part = part, .census = census};

	wanted = wanted > CHILDREN_IN_PART ? CHILDREN_IN_PART : wanted;
	part->spoil = rng_stream(w->seed, STREAM_SPOIL, (uint64_t)number);
	for (household = 0; sum->children < wanted && household < HOUSEHOLDS_IN_PART; household++) {
		int64_t now;

		mem_reset(m);
		if (first_person + MAX_CHILDREN + 2 > (number + 1) * IDS_IN_PART)
			break;
		if (!household_make(w, number * HOUSEHOLDS_IN_PART + household, first_person, h))
			continue;
		now = children_now(h);
		if (sum->children + now > wanted)
			continue;
		first_person += h->n_children + h->n_adults;
		sum->children += now;
		people_count(h, census, sum);
		life_of_needs(w, h, m);
		life_of_cases(w, h, m);
		life_of_school(w, h, m);
		for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
			writers[i](&out, h);
	}
	mem_free(m);
	wide_free(h);
}

static void
census_add(struct census *to, const struct census *from)
{
	int32_t *a = &to->people[0][0][0][0];
	const int32_t *b = &from->people[0][0][0][0];

	for (size_t i = 0; i < sizeof *to / sizeof *a; i++)
		a[i] += b[i];
}

/* Waits for this part's turn and appends it. */
static void
part_append(struct run *run, int64_t number, struct part *part, const struct census *census,
    const struct demo_summary *sum)
{
	pthread_mutex_lock(&run->lock);
	while (run->appended < number)
		pthread_cond_wait(&run->turn, &run->lock);
	if (run->err == OK)
		run->err = files_append(run->c, run->files, part);
	census_add(run->census, census);
	run->summary->children += sum->children;
	run->summary->people += sum->people;
	run->summary->households += sum->households;
	run->appended++;
	pthread_cond_broadcast(&run->turn);
	pthread_mutex_unlock(&run->lock);
}

static void *
parts_work(void *arg)
{
	struct run *run = arg;
	struct part *part = part_new(run->files);
	struct census *census = wide_new(sizeof *census);

	for (;;) {
		struct demo_summary sum = {0};
		int64_t number;

		pthread_mutex_lock(&run->lock);
		number = run->next++;
		pthread_mutex_unlock(&run->lock);
		if (number >= run->parts)
			break;
		memset(census, 0, sizeof *census);
		part_make(run, number, part, census, &sum);
		part_append(run, number, part, census, &sum);
	}
	wide_free(census);
	part_free(part, run->files);
	return NULL;
}

static enum err
edges_write(struct run *run, void (*const write[])(const struct writing *), int n)
{
	struct part *part = part_new(run->files);
	struct writing out = {.w = run->w, .part = part, .census = run->census};
	enum err e;

	for (int i = 0; i < n; i++)
		write[i](&out);
	e = files_append(run->c, run->files, part);
	part_free(part, run->files);
	return e;
}

static void
summary_fill(struct run *run, FILE *list)
{
	struct demo_summary *sum = run->summary;

	sum->files = files_kept(run->files);
	sum->spoilt = files_spoilt(run->files);
	for (int i = 0; i < files_count(run->files); i++) {
		if (!files_rows(run->files, i))
			continue;
		sum->rows += files_rows(run->files, i);
		if (list != NULL)
			fprintf(list, "%10lld  %s\n", (long long)files_rows(run->files, i),
			    files_path(run->files, i));
	}
}

enum err
demo_write(struct ctx *c, const char *dir, int64_t children, uint64_t seed, int threads, FILE *list,
    struct demo_summary *out)
{
	static void (*const before[])(const struct writing *) = {write_reference, write_cin_open, write_staff};
	static void (*const after[])(const struct writing *) = {write_population, write_cin_close};
	struct world w = {.seed = seed, .children = children, .county = county_new(c->mem, seed, children)};
	struct run run = {.w = &w, .c = c, .summary = out, .census = mem_new_one(c->mem, struct census)};

	if (children < 1 || children > DEMO_MOST_CHILDREN)
		return fail(c, ERR_USAGE, "--children must be a number from 1 to %d", DEMO_MOST_CHILDREN);
	*out = (struct demo_summary){0};
	run.parts = (children + CHILDREN_IN_PART - 1) / CHILDREN_IN_PART;
	w.ids = (uint64_t)run.parts * IDS_IN_PART;
	pthread_mutex_init(&run.lock, NULL);
	pthread_cond_init(&run.turn, NULL);
	TRY(files_open(c, dir, &run.files));
	TRY(edges_write(&run, before, sizeof before / sizeof *before));
	crew_run(threads, parts_work, &run);
	TRY(run.err);
	TRY(edges_write(&run, after, sizeof after / sizeof *after));
	TRY(files_close(c, run.files));
	pthread_cond_destroy(&run.turn);
	pthread_mutex_destroy(&run.lock);
	summary_fill(&run, list);
	return OK;
}
