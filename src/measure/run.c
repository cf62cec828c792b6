/* A measure run: load once, compute the indicators on a few threads, write as results come.
 *
 * Each thread reads with its own connection; this one, which holds the write transaction, writes meanwhile. Either all
 * of the run's observations take their predecessors' places, or none.
 */
#include "measure/measure.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/compute.h"
#include "measure/guard_store.h"
#include "measure/inputs.h"
#include "measure/load.h"
#include "store/store.h"

#define YEARS_BACK 6

/* Work waiting and results ready, between the threads. */
struct pool {
	pthread_mutex_t lock;
	pthread_cond_t ready;
	const struct run *run;
	struct store *store;
	const struct indicator **work;
	size_t n_work, next;            /* next to be taken */
	struct result **done;           /* in the order they were finished */
	size_t n_done;
	size_t running;                 /* threads not yet finished */
	enum err err;
	char sentence[600];
};

/* The next piece of work: one indicator, and those after it that are worked out from the same rows. */
static size_t
pool_take(struct pool *p, const struct indicator *const **work)
{
	size_t n = 0;

	pthread_mutex_lock(&p->lock);
	*work = p->work + p->next;
	if (p->err == OK && p->next < p->n_work)
		do
			p->next++, n++;
		while (p->next < p->n_work && asks_the_same((*work)[0], p->work[p->next]));
	pthread_mutex_unlock(&p->lock);
	return n;
}

static void
pool_give(struct pool *p, const struct ctx *c, enum err e, struct result *r)
{
	pthread_mutex_lock(&p->lock);
	if (e != OK && p->err == OK) {
		p->err = e;
		memcpy(p->sentence, c->sentence, sizeof p->sentence);
	}
	p->done[p->n_done++] = r;
	pthread_cond_signal(&p->ready);
	pthread_mutex_unlock(&p->lock);
}

static void *
work_thread(void *with)
{
	struct pool *p = with;
	struct ctx c = {.mem = mem_new(), .catalogue = p->run->catalogue};
	struct kept_rows kept = {0};
	const struct indicator *const *work;
	enum err e = OK;

	store_join(&c, p->store);
	for (size_t n; e == OK && (n = pool_take(p, &work)) > 0;)
		for (size_t i = 0; i < n && e == OK; i++) {
			struct mem *own = mem_new();
			struct result *r = mem_new_one(own, struct result);

			r->mem = own;
			e = compute_indicator(&c, p->run, work[i], &kept, r);
			pool_give(p, &c, e, r);
		}
	mem_free(kept.mem);
	store_leave(&c);
	mem_free(c.mem);
	pthread_mutex_lock(&p->lock);
	p->running--;
	pthread_cond_signal(&p->ready);
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* ---- writing -------------------------------------------------------------------------------------------------- */

enum { OUT_INDICATOR, OUT_AREA, OUT_FROM, OUT_TO, OUT_DIMENSION, OUT_CATEGORY, OUT_NUMERATOR, OUT_DENOMINATOR, OUT_VALUE,
	OUT_LOWER95, OUT_UPPER95, OUT_LOWER998, OUT_UPPER998, OUT_BASIS, OUT_NOTE, OUT_WITHHELD };
static const char *const observation_columns[] = {
	"indicator", "area", "period_from", "period_to", "dimension", "category", "numerator", "denominator", "value",
	"lower95", "upper95", "lower998", "upper998", "basis", "note", "withheld", NULL,
};

static void
put_number(struct bulk *b, int column, double x)
{
	if (isfinite(x))
		bulk_real(b, column, x);
}

/* Where a cell's figure is stored: an area's under its own code, a group's under the authority's. */
static void
put_place(const struct run *run, struct bulk *b, int32_t cell)
{
	const struct breakdown *k = run->breakdown;
	const char *area = run->areas.authority ? run->areas.authority : "";
	const char *dimension = DIMENSION_TOTAL, *category = "";

	if (cell <= CELL_GAP) {
		dimension = DIMENSION_GAP;
		category = gaps[CELL_GAP - cell].name;
	} else {
		const struct dimension *d = &k->dimension[k->dimension_of[cell]];
		size_t i = (size_t)cell - d->first;

		if (d->base == BASE_AREA && i < d->n - 2)
			area = d->category[i];
		else if (cell > 0) {
			dimension = d->name;
			category = d->category[i];
		}
	}
	bulk_text(b, OUT_AREA, view_of(area));
	bulk_text(b, OUT_DIMENSION, view_of(dimension));
	bulk_text(b, OUT_CATEGORY, view_of(category));
}

static enum err
put_observed(const struct run *run, struct bulk *b, const struct indicator *k, const struct observed *o)
{
	const struct figure *f = &o->figure;
	const double numbers[] = {f->numerator, f->denominator, f->value, f->lower95, f->upper95, f->lower998, f->upper998};

	bulk_text(b, OUT_INDICATOR, view_of(k->id));
	put_place(run, b, o->cell);
	bulk_day(b, OUT_FROM, o->period.from);
	bulk_day(b, OUT_TO, o->period.to);
	for (int i = 0; i < 7; i++)
		put_number(b, OUT_NUMERATOR + i, numbers[i]);
	bulk_text(b, OUT_BASIS, VIEW("computed"));
	if (f->note)
		bulk_text(b, OUT_NOTE, view_of(f->note));
	if (o->withheld)
		bulk_text(b, OUT_WITHHELD, view_of(o->withheld));
	return bulk_row(b);
}

/* Takes away what the result takes the place of: all that was computed, or what ends in the days that were asked for. */
static enum err
clear_earlier(struct ctx *c, const struct run *run, const struct indicator *k)
{
	struct rows *w = store_write(c, "delete from observation where indicator = :indicator and basis = 'computed'"
	    " and (:all = 1 or period_to between :first and :last)");

	bind_text(w, "indicator", k->id);
	bind_int(w, "all", run->all_days);
	bind_day(w, "first", run->first);
	bind_day(w, "last", run_last_day(run, k));
	return rows_end(w);
}

static enum err
write_result(struct ctx *c, const struct run *run, struct bulk *b, const struct result *r, struct measured *out)
{
	TRY(clear_earlier(c, run, r->indicator));
	if (run->all_days)
		TRY(inputs_note(c, run, r->indicator));
	for (size_t i = 0; i < r->observed.n; i++)
		TRY(put_observed(run, b, r->indicator, &r->observed.item[i]));
	TRY(guard_note(c, r->indicator));
	out->indicators++;
	out->observations += r->observed.n;
	out->not_supplied += !r->supplied;
	return OK;
}

/* Writes results as they come, until every thread is done. */
static enum err
write_results(struct ctx *c, struct pool *p, struct bulk *b, struct measured *out)
{
	enum err e = OK;

	for (size_t written = 0;; written++) {
		struct result *r = NULL;

		pthread_mutex_lock(&p->lock);
		while (p->n_done == written && p->running > 0)
			pthread_cond_wait(&p->ready, &p->lock);
		if (p->n_done > written)
			r = p->done[written];
		if (e != OK)
			p->err = p->err == OK ? e : p->err;     /* no use in computing more */
		pthread_mutex_unlock(&p->lock);
		if (!r)
			return e;
		if (e == OK)
			e = write_result(c, p->run, b, r, out);
		mem_free(r->mem);
	}
}

/* ---- the run -------------------------------------------------------------------------------------------------- */

static int
by_rows(const void *a, const void *b)
{
	const struct indicator *const *x = a, *const *y = b;
	int order = strcmp((*x)->rows, (*y)->rows);

	return order ? order : strcmp((*x)->id, (*y)->id);
}

/* Those that are worked out from the same rows stand together. */
static const struct indicator **
chosen(struct ctx *c, const char *id, size_t *n)
{
	const struct indicator **list = mem_new_array(c->mem, const struct indicator *, c->catalogue->n_indicators + 1);

	*n = 0;
	for (size_t i = 0; i < c->catalogue->n_indicators; i++) {
		const struct indicator *k = &c->catalogue->indicator[i];

		if (k->rows && (!id || strcmp(id, k->id) == 0))
			list[(*n)++] = k;
	}
	if (*n)
		qsort(list, *n, sizeof *list, by_rows);
	return list;
}

enum err
run_load(struct ctx *c, struct measure_options options, struct run *run)
{
	run->catalogue = c->catalogue;
	figure_limits_make(&run->limits);
	TRY(coverage_load(c, c->mem, &run->coverage));
	TRY(areas_load(c, c->mem, &run->areas));
	TRY(people_load(c, c->mem, &run->areas, &run->people));
	run->breakdown = breakdown_new(c->mem, &run->people, &run->areas);
	run->places = guard_places_new(c->mem, run->breakdown);
	run->all_days = options.from == DAY_NONE && options.to == DAY_NONE;
	run->last = options.to != DAY_NONE ? options.to : run->coverage.last;
	if (run->last == DAY_NONE)
		run->last = day_today();
	run->last_of_lists = options.to != DAY_NONE ? options.to : day_today();
	run->first = options.from != DAY_NONE ? options.from : day_add_months(run->last + 1, -12 * YEARS_BACK);
	if (run->first > run->last)
		return fail(c, ERR_INPUT, "The first day is after the last");
	return OK;
}

/* Leaves out of the work what would come out as it did the last time. */
static void
leave_unchanged(struct ctx *c, const struct run *run, struct pool *p, struct measured *out)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_work; i++)
		if (inputs_changed(c, run, p->work[i]))
			p->work[n++] = p->work[i];
	out->unchanged = p->n_work - n;
	p->n_work = n;
}

static int
threads_for(int asked, size_t work)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t n = asked > 0 ? (size_t)asked : cores < 1 ? 1 : cores > 4 ? 4 : (size_t)cores;

	return (int)(n < work ? n : work);
}

static enum err
compute_and_write(struct ctx *c, struct pool *p, int threads, struct measured *out)
{
	struct bulk *b = bulk_open(c, "observation", observation_columns);
	pthread_t thread[8];
	int started = 0;
	enum err e, closed;

	p->running = (size_t)(threads > 8 ? 8 : threads);
	for (size_t n = p->running; n > 0; n--)
		if (pthread_create(&thread[started], NULL, work_thread, p) == 0)
			started++;
		else {
			pthread_mutex_lock(&p->lock);
			p->running--;
			pthread_mutex_unlock(&p->lock);
		}
	if (started == 0 && p->n_work > 0) {    /* the machine gives none: here, and what comes of it is written afterwards */
		p->running = 1;
		(void)work_thread(p);
	}
	e = write_results(c, p, b, out);
	for (int i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	if (p->err != OK && e == OK)
		e = fail(c, p->err, "%s", p->sentence);
	closed = bulk_close(b, NULL);
	return e != OK ? e : closed;
}

static enum err
write_run(struct ctx *c, const struct measured *out)
{
	struct rows *w;
	int64_t id;
	time_t now = time(NULL);
	struct tm utc;
	char at[32];

	TRY(store_draw_ids(c, 1, &id));
	gmtime_r(&now, &utc);
	strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", &utc);
	w = store_write(c, "insert into measure_run (id, at, indicators, observations)"
	    " values (:id, :at, :indicators, :observations)");
	bind_id(w, "id", id);
	bind_text(w, "at", at);
	bind_int(w, "indicators", (int64_t)out->indicators);
	bind_int(w, "observations", (int64_t)out->observations);
	return rows_end(w);
}

/* What was typed stands beside what is computed and lies in areas, and either may be new. */
static enum err
typed_guard(struct ctx *c, const struct run *run)
{
	struct rows *r = store_read_own(c, "select distinct indicator from typed_figure_all");
	struct LIST(const struct indicator *) typed = {0};

	while (rows_next(r)) {
		const struct indicator *k = catalogue_indicator(c->catalogue, col_text(r, 0, c->mem));

		if (k)
			*push(c->mem, &typed) = k;
	}
	TRY(rows_end(r));
	for (size_t i = 0; i < typed.n; i++)
		TRY(guard_typed_stored(c, run->breakdown, run->places, typed.item[i]));
	return OK;
}

enum err
measure_run(struct ctx *c, struct measure_options options, struct measured *out)
{
	struct run run = {0};
	struct pool p = {.lock = PTHREAD_MUTEX_INITIALIZER, .ready = PTHREAD_COND_INITIALIZER, .run = &run,
	    .store = c->store};
	enum err e;

	*out = (struct measured){0};
	p.work = chosen(c, options.indicator, &p.n_work);
	if (options.indicator && p.n_work == 0 && catalogue_indicator(c->catalogue, options.indicator))
		return fail(c, ERR_INPUT, "%s is not measured here: it is published or reported, and its file has no `rows`",
		    options.indicator);
	if (options.indicator && p.n_work == 0)
		return fail(c, ERR_INPUT, "The catalogue computes no indicator called %s", options.indicator);
	TRY(run_load(c, options, &run));
	TRY(inputs_load(c, c->mem, &run));
	if (run.all_days && !options.indicator && !options.anew)
		leave_unchanged(c, &run, &p, out);
	out->first = run.first;
	out->last = run.last;
	p.done = mem_new_array(c->mem, struct result *, p.n_work + 1);
	TRY(store_begin(c));
	e = compute_and_write(c, &p, threads_for(options.threads, p.n_work), out);
	for (size_t i = 0; e == OK && !run.all_days && i < p.n_work; i++)       /* new figures beside earlier ones */
		e = guard_stored(c, run.breakdown, run.places, p.work[i]);
	if (e == OK)
		e = typed_guard(c, &run);
	if (e == OK)
		e = write_run(c, out);
	if (e == OK)
		return store_commit(c);
	store_rollback(c);
	return e;
}
