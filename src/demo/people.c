/* Households in parts, made by as many threads as there are, their children's records thrown to be shuffled in the order of the
 * parts, so that the file does not depend on the threads. Memory is a part for each thread, the postcodes (24 bytes to some 8
 * children) and what the shuffle takes. */
#include "demo/people.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "base/wide.h"
#include "demo/crew.h"
#include "demo/noise.h"
#include "demo/shuffle.h"

#define HOUSEHOLDS_IN_PART 512
#define IDS_IN_HOUSEHOLDS 1100          /* numbers kept for a part's children: 670 on average, seldom above 740 */
#define CHILDREN_FROM 13604             /* 1 April 2007: at most 18 on the last day */
#define MOST_COPIES 4
#define ROW_MOST 256
#define DIVERSE_MORE 1700               /* England's children against Wearshire's, in 10,000: a quarter, not a tenth */

/* In 10,000: whether an agency knows a child of an age, and whether it has made one record more. Ages: below 4, 4, 5 to 9, from
 * 10. */
static const struct {
	enum agency agency;
	int known[4], again;
} holdings[] = {
	{EDUCATION,     {1350, 5700, 8200, 8200}, 230},
	{HEALTH,        {8850, 8850, 8850, 8850}, 250},
	{EARLY_HELP,    {2350, 2350, 2350, 2350}, 200},
	{SOCIAL_CARE,   {1300, 1300, 1300, 1300}, 2000},
	{YOUTH_JUSTICE, {0, 0, 0, 650}, 200},
};

struct run {
	pthread_mutex_t lock;
	pthread_cond_t turn;
	const struct world *w;
	struct shuffle *shuffle;
	struct progress progress;
	struct ctx *c;
	int64_t wanted, next, appended;         /* records; parts */
	enum err err;
	struct people_summary *summary;
};

static char *
text_put(char *at, const char *text)
{
	size_t n = strlen(text);

	memcpy(at, text, n);
	at[n] = ',';
	return at + n + 1;
}

static void
row_add(struct buffer *rows, const struct person *p, enum agency agency, const struct seen *seen)
{
	char born[DAY_SIZE], *at = buffer_room(rows, ROW_MOST);

	day_print(seen->born, born);
	at = text_put(at, agency_names[agency]);
	at = text_put(at, seen->given);
	at = text_put(at, seen->family);
	at = text_put(at, born);
	at = text_put(at, seen->sex);
	at = text_put(at, seen->postcode);
	at = text_put(at, seen->upn);
	at = text_put(at, seen->nhs);
	at = whole_number_write(at, p->id);
	*at++ = '\n';
	rows->n = (size_t)(at - rows->at);
	rows->rows++;
}

/* When the record was last looked at: mostly of late, while the child lived here, since the history begins. */
static int32_t
day_of_record(struct rng *r, const struct person *p)
{
	int32_t first = p->here_since > HISTORY_BEGINS ? p->here_since : HISTORY_BEGINS;
	int32_t last = NEVER(p->here_until) ? LAST_DAY : p->here_until;
	int32_t day = last - (int32_t)rng_skewed(r, 700);

	return day < first ? first : day;
}

static void
child_write(const struct world *w, const struct person *p, struct buffer *rows)
{
	struct rng r = rng_stream(w->seed, STREAM_RECORD, (uint64_t)p->id * 64 + 63);
	int age = person_age(p, LAST_DAY), group = age < 4 ? 0 : age == 4 ? 1 : age < 10 ? 2 : 3;

	for (size_t i = 0; i < sizeof holdings / sizeof *holdings; i++) {
		bool more = rng_per_10k(&r, holdings[i].known[group]);

		for (int copy = 0; more && copy < MOST_COPIES; copy++) {
			struct seen seen;

			person_record(w, p, holdings[i].agency, copy, day_of_record(&r, p), &seen);
			row_add(rows, p, holdings[i].agency, &seen);
			more = rng_per_10k(&r, holdings[i].again);
		}
	}
}

static void
part_make(const struct world *w, int64_t number, struct household *h, struct buffer *rows)
{
	int64_t first = number * IDS_IN_HOUSEHOLDS + 1, person = first;

	rows->n = 0;
	rows->rows = 0;
	for (int64_t i = 0; i < HOUSEHOLDS_IN_PART && person + MAX_CHILDREN <= first + IDS_IN_HOUSEHOLDS; i++) {
		if (!household_make(w, number * HOUSEHOLDS_IN_PART + i, person, h))
			continue;
		for (int j = 0; j < h->n_children; j++)
			if (NEVER(h->child[j].here_until) || h->child[j].here_until > HISTORY_BEGINS)
				child_write(w, &h->child[j], rows);
		person += h->n_children;
	}
}

/* Throws a part's rows, as many as are still wanted. A child's follow one another, and end alike. */
static enum err
rows_throw(struct run *run, const struct buffer *rows)
{
	struct people_summary *sum = run->summary;
	const char *row = rows->at, *before = "";

	for (int64_t i = 0; i < rows->rows && sum->records < run->wanted; i++) {
		size_t n = (size_t)((const char *)memchr(row, '\n', ROW_MOST) - row) + 1;
		const char *who = memrchr(row, ',', n);
		size_t k = (size_t)(row + n - who);

		TRY(shuffle_put(run->c, run->shuffle, row, n));
		sum->records++;
		sum->children += strncmp(before, who, k) != 0;
		before = who;
		row += n;
	}
	progress_show(&run->progress, (uint64_t)sum->records, (uint64_t)run->wanted, (uint64_t)sum->records);
	return OK;
}

/* Waits for this part's turn; false when there is nothing more to do. */
static bool
part_append(struct run *run, int64_t number, const struct buffer *rows)
{
	bool more;

	pthread_mutex_lock(&run->lock);
	while (run->appended < number)
		pthread_cond_wait(&run->turn, &run->lock);
	if (run->err == OK && run->summary->records < run->wanted)
		run->err = rows_throw(run, rows);
	more = run->err == OK && run->summary->records < run->wanted;
	run->appended++;
	pthread_cond_broadcast(&run->turn);
	pthread_mutex_unlock(&run->lock);
	return more;
}

static void *
parts_work(void *arg)
{
	struct run *run = arg;
	struct household *h = wide_new(sizeof *h);
	struct buffer rows = {0};
	int64_t number;

	do {
		pthread_mutex_lock(&run->lock);
		number = run->next++;
		pthread_mutex_unlock(&run->lock);
		part_make(run->w, number, h, &rows);
	} while (part_append(run, number, &rows));
	wide_free(rows.at);
	wide_free(h);
	return NULL;
}

static enum err
parts_run(struct run *run, int threads)
{
	pthread_mutex_init(&run->lock, NULL);
	pthread_cond_init(&run->turn, NULL);
	progress_start(&run->progress, "people");
	crew_run(threads, parts_work, run);
	progress_end(&run->progress);
	pthread_cond_destroy(&run->turn);
	pthread_mutex_destroy(&run->lock);
	return run->err;
}

static enum err
file_write(struct run *run, const char *path, int threads)
{
	FILE *file = fopen(path, "wb");
	enum err e = OK;

	if (file == NULL)
		return fail(run->c, ERR_SYSTEM, "cannot write %s: %s", path, strerror(errno));
	setvbuf(file, mem_take(run->c->mem, 1 << 20), _IOFBF, 1 << 20);
	if (fputs(PEOPLE_HEADER "\n", file) == EOF)
		e = fail(run->c, ERR_SYSTEM, "cannot write %s: %s", path, strerror(errno));
	if (e == OK)
		e = parts_run(run, threads);
	progress_start(&run->progress, "shuffling");
	if (e == OK)
		e = shuffle_write(run->c, run->shuffle, file, &run->progress);
	progress_end(&run->progress);
	if (fclose(file) != 0 && e == OK)
		e = fail(run->c, ERR_SYSTEM, "cannot write %s: %s", path, strerror(errno));
	return e;
}

/* Where the postcodes are, with the names of the ONS Postcode Directory. */
static enum err
places_write(struct ctx *c, const struct county *k, const char *path)
{
	FILE *file = fopen(path, "wb");
	bool whole;

	if (file == NULL)
		return fail(c, ERR_SYSTEM, "cannot write %s: %s", path, strerror(errno));
	fputs("pcds,doterm,oseast1m,osnrth1m\n", file);
	for (int i = 0; i < k->n_postcodes; i++)
		fprintf(file, "%s,,%d,%d\n", k->postcode[i].text, k->postcode[i].easting, k->postcode[i].northing);
	whole = !ferror(file);
	if (fclose(file) != 0 || !whole)
		return fail(c, ERR_SYSTEM, "cannot write %s: %s", path, strerror(errno));
	return OK;
}

/* The country: Wearshire's neighbourhoods with more postcodes, more people of other heritages, and a country's names. */
static void
world_lay(struct ctx *c, int64_t records, uint64_t seed, struct world *w)
{
	/* Wearshire has 15 children to a postcode, England some 8 to one that is in use. */
	struct county *county = county_new(c->mem, seed, records);

	for (int a = 0; a < N_AREAS; a++)
		county->area[a].diverse_per_10k += DIVERSE_MORE;
	*w = (struct world){.seed = seed, .children = records, .county = county, .stock = stock_new(c->mem),
	    .born_from = CHILDREN_FROM};
	/* No fewer numbers than people: parts have some 1,250 records on average. */
	w->ids = (uint64_t)(records / 1000 + 8) * IDS_IN_HOUSEHOLDS;
}

enum err
people_file_write(struct ctx *c, const char *dir, int64_t records, uint64_t seed, int threads, struct people_summary *out)
{
	struct world w;
	struct run run = {.w = &w, .c = c, .wanted = records, .summary = out};
	char *path = mem_format(c->mem, "%s/people.csv", dir);
	enum err e;

	*out = (struct people_summary){0};
	if (records < 1 || records > PEOPLE_MOST)
		return fail(c, ERR_USAGE, "--people must be a number from 1 to %d", PEOPLE_MOST);
	TRY(folders_make(c, path));
	world_lay(c, records, seed, &w);
	e = shuffle_open(c, dir, records, seed, &run.shuffle);
	if (e == OK)
		e = file_write(&run, path, threads);
	shuffle_close(run.shuffle);
	return e ? e : places_write(c, w.county, mem_format(c->mem, "%s/postcodes.csv", dir));
}
