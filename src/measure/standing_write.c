/* Sums up how measures stand. One measure at a time: all its totals are read at once, each area's latest is found, and every
 * number of a period that is some area's latest is written, with its rank and the period's spread. */
#include "measure/standing.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/measure.h"
#include "store/store.h"

#define STANDING_FORM 1         /* of what is written here: a new one when its meaning changes */

/* ---- the stamp ---------------------------------------------------------------------------------------------------- */

static uint64_t
mix_text(uint64_t h, const char *text)
{
	return text ? hash_mix(h, text, strlen(text) + 1) : hash_mix(h, "\1", 1);
}

/* What of the catalogue the numbers hang on. */
static uint64_t
catalogue_mark(const struct catalogue *k)
{
	uint64_t h = STANDING_FORM;

	for (size_t i = 0; i < k->n_indicators; i++) {
		const struct indicator *x = &k->indicator[i];
		const double how[] = {(double)x->measure, x->per, (double)x->better, (double)x->main_period};

		h = hash_mix(mix_text(h, x->id), how, sizeof how);
		h = hash_mix(h, x->by_period, sizeof x->by_period);
		for (size_t s = 0; s < x->n_published; s++) {
			const struct counterpart *p = &x->published[s];

			h = mix_text(mix_text(mix_text(mix_text(h, p->value), p->numerator), p->denominator), p->less);
			h = hash_mix(hash_mix(h, &p->times, sizeof p->times), &p->of_counts, sizeof p->of_counts);
			for (size_t f = 0; f < p->n_filter; f++)
				h = mix_text(mix_text(h, p->filter[f]), p->is[f]);
		}
	}
	return h;
}

static enum err
newest_batch(struct ctx *c, const char *dataset, int64_t *newest)
{
	struct rows *r = store_read(c, "select max(id) from batch where dataset = :dataset");

	bind_text(r, "dataset", dataset);
	if (rows_next(r) && col_id(r, 0) > *newest)
		*newest = col_id(r, 0);
	return rows_end(r);
}

/* The newest import that can have changed published numbers or areas, the newest run, the newest typed figure, the authority, the
 * catalogue. */
static enum err
stamp_now(struct ctx *c, const char **out)
{
	const struct catalogue *k = c->catalogue;
	int64_t batch = 0, run = 0, typed = 0;
	const char *code, *name;
	struct rows *r;

	for (size_t i = 0; i < k->n_datasets; i++)
		if (k->dataset[i].publishes.source || !k->dataset[i].has_identity)
			TRY(newest_batch(c, k->dataset[i].name, &batch));
	r = store_read(c, "select max(id) from measure_run");
	if (rows_next(r))
		run = col_id(r, 0);
	TRY(rows_end(r));
	r = store_read(c, "select max(id) from typed_figure_all");
	if (rows_next(r))
		typed = col_id(r, 0);
	TRY(rows_end(r));
	TRY(authority_of(c, &code, &name));
	*out = mem_format(c->mem, "%lld %lld %lld %s %016llx", (long long)batch, (long long)run, (long long)typed, code,
	    (unsigned long long)catalogue_mark(k));
	return OK;
}

enum err
standing_is_current(struct ctx *c, bool *current)
{
	struct rows *r = store_read(c, "select value from setting where name = 'standing'");
	const char *held = NULL, *now;

	while (rows_next(r))
		held = col_text(r, 0, c->mem);
	TRY(rows_end(r));
	TRY(stamp_now(c, &now));
	*current = held && strcmp(held, now) == 0;
	return OK;
}

/* ---- published numbers -------------------------------------------------------------------------------------------- */

enum {
	OUT_AREA, OUT_MEASURE, OUT_FROM, OUT_TO, OUT_LATEST, OUT_SAID_OF, OUT_NUMERATOR, OUT_DENOMINATOR, OUT_VALUE, OUT_LOWER95,
	OUT_UPPER95, OUT_OFFICIAL, OUT_NOTE, OUT_RANK, OUT_BEFORE_FROM, OUT_BEFORE_TO, OUT_BEFORE_VALUE, OUT_TREND
};
static const char *const columns[] = {
	"area", "measure", "period_from", "period_to", "latest", "said_of", "numerator", "denominator", "value", "lower95", "upper95",
	"official_limits", "note", "rank", "before_from", "before_to", "before_value", "trend", NULL
};

/* An area's latest, which may be of the area before it. */
struct latest {
	const char *area;
	struct published_standing standing;
};
struct summing {
	struct ctx *c;
	const struct published *p;
	struct published_figures all;           /* by area */
	struct LIST(struct latest) latest;
	const struct ground *ground;
	struct bulk *out;
};

/* A successor on the same ground, and the area before it; and the areas that have ended, whose last numbers are of periods
 * that concern nobody else: they are worked out when somebody asks. */
struct succession {
	const char *area, *successor;
};
struct ground {
	struct LIST(struct succession) succession;
	struct text_map *ended;
};

static enum err
ground_load(struct ctx *c, struct ground *out)
{
	struct rows *r = store_read(c, "select area, successor from area_successor where same_ground = 'yes'");

	while (rows_next(r))
		*push(c->mem, &out->succession) = (struct succession){col_text(r, 0, c->mem), col_text(r, 1, c->mem)};
	TRY(rows_end(r));
	out->ended = text_map_new(c->mem);
	r = store_read(c, "select code from area where until is not null");
	while (rows_next(r))
		text_map_intern(out->ended, col_view(r, 0));
	return rows_end(r);
}

/* Adds the rows of the areas that stood on the same ground before; whether there are any. */
static bool
predecessors_add(const struct summing *s, const char *area, struct published_figures *out)
{
	const struct ground *g = s->ground;
	size_t n = out->n;

	for (size_t i = 0; i < g->succession.n; i++)
		for (size_t k = 0; k < s->all.n && strcmp(g->succession.item[i].successor, area) == 0; k++)
			if (strcmp(s->all.item[k].area, g->succession.item[i].area) == 0)
				*push(s->c->mem, out) = s->all.item[k];
	return out->n > n;
}

/* The area's series: its own rows, which stand together, and those of the areas before it. */
static void
latest_of(struct summing *s, const char *area, size_t from, size_t to)
{
	struct published_figures series = {.item = &s->all.item[from], .n = to - from}, both = {0};
	struct latest one = {.area = area};

	if (text_map_find(s->ground->ended, view_of(area)) >= 0)
		return;
	if (predecessors_add(s, area, &both)) {
		for (size_t i = from; i < to; i++)
			*push(s->c->mem, &both) = s->all.item[i];
		published_sort(&both);
		series = both;
	}
	published_latest(s->c->mem, s->p, &series, &one.standing);
	if (one.standing.found)
		*push(s->c->mem, &s->latest) = one;
}

static bool
has_rows(const struct summing *s, const char *area)
{
	for (size_t i = 0; i < s->all.n; i++)
		if (strcmp(s->all.item[i].area, area) == 0)
			return true;
	return false;
}

/* Areas whose predecessors alone have numbers have a latest too. */
static void
latest_find(struct summing *s)
{
	const struct ground *g = s->ground;

	for (size_t from = 0, to; from < s->all.n; from = to) {
		for (to = from; to < s->all.n && strcmp(s->all.item[to].area, s->all.item[from].area) == 0;)
			to++;
		latest_of(s, s->all.item[from].area, from, to);
	}
	for (size_t i = 0; i < g->succession.n; i++)
		if (!has_rows(s, g->succession.item[i].successor))
			latest_of(s, g->succession.item[i].successor, 0, 0);
}

static const char *const trend_names[] = {
	[TREND_UNKNOWN] = NULL, [TREND_NO_CHANGE] = "no change", [TREND_UP] = "up", [TREND_DOWN] = "down",
	[TREND_UP_BETTER] = "up better", [TREND_UP_WORSE] = "up worse", [TREND_DOWN_BETTER] = "down better",
	[TREND_DOWN_WORSE] = "down worse",
};

enum trend
standing_trend(struct view name)
{
	for (size_t i = 0; i < sizeof trend_names / sizeof *trend_names; i++)
		if (trend_names[i] && view_is(name, trend_names[i]))
			return (enum trend)i;
	return TREND_UNKNOWN;
}

static void
put_known(struct bulk *b, int column, double x)
{
	if (!isnan(x))
		bulk_real(b, column, x);
}

static enum err
number_put(const struct summing *s, const char *area, const struct published_figure *f, size_t rank,
    const struct latest *latest)
{
	struct bulk *b = s->out;

	bulk_text(b, OUT_AREA, view_of(area));
	bulk_text(b, OUT_MEASURE, view_of(s->p->id));
	bulk_day(b, OUT_FROM, f->period.from);
	bulk_day(b, OUT_TO, f->period.to);
	bulk_text(b, OUT_LATEST, view_of(latest ? "yes" : "no"));
	bulk_text(b, OUT_SAID_OF, view_of(f->area));
	put_known(b, OUT_NUMERATOR, f->numerator);
	put_known(b, OUT_DENOMINATOR, f->denominator);
	bulk_real(b, OUT_VALUE, f->value);
	put_known(b, OUT_LOWER95, f->lower95);
	put_known(b, OUT_UPPER95, f->upper95);
	bulk_text(b, OUT_OFFICIAL, view_of(f->official_limits ? "yes" : "no"));
	if (f->note)
		bulk_text(b, OUT_NOTE, view_of(f->note));
	bulk_int(b, OUT_RANK, (int64_t)rank);
	if (latest && latest->standing.before.area) {
		bulk_day(b, OUT_BEFORE_FROM, latest->standing.before.period.from);
		bulk_day(b, OUT_BEFORE_TO, latest->standing.before.period.to);
		bulk_real(b, OUT_BEFORE_VALUE, latest->standing.before.value);
	}
	if (latest && trend_names[latest->standing.trend])
		bulk_text(b, OUT_TREND, view_of(trend_names[latest->standing.trend]));
	return bulk_row(b);
}

static bool
is_in(const struct published_figure *f, struct period p)
{
	return f->period.from == p.from && f->period.to == p.to;
}

static enum err
spread_put(const struct summing *s, struct period p, const struct published_spread *spread)
{
	struct rows *w = store_write(s->c, "insert into standing_spread (measure, period_from, period_to, n, lowest, lower_quartile,"
	    " median, upper_quartile, highest) values (:measure, :from, :to, :n, :lowest, :lower, :median, :upper, :highest)");

	bind_text(w, "measure", s->p->id);
	bind_day(w, "from", p.from);
	bind_day(w, "to", p.to);
	bind_int(w, "n", (int64_t)spread->n);
	if (spread->n) {
		bind_real(w, "lowest", spread->lowest);
		bind_real(w, "lower", spread->lower_quartile);
		bind_real(w, "median", spread->median);
		bind_real(w, "upper", spread->upper_quartile);
		bind_real(w, "highest", spread->highest);
	}
	return rows_end(w);
}

/* All numbers of one period. An area whose latest is its predecessor's has that in its own name. */
static enum err
period_put(const struct summing *s, struct period p)
{
	struct published_figures in = {0};
	struct published_spread spread;
	struct text_map *written = text_map_new(s->c->mem);

	for (size_t i = 0; i < s->all.n; i++)
		if (is_in(&s->all.item[i], p) && !isnan(s->all.item[i].value))
			*push(s->c->mem, &in) = s->all.item[i];
	published_spread_of(s->c->mem, &in, &spread);
	TRY(spread_put(s, p, &spread));
	for (size_t i = 0; i < s->latest.n; i++) {
		const struct latest *l = &s->latest.item[i];

		if (!is_in(&l->standing.now, p))
			continue;
		text_map_intern(written, view_of(l->area));
		TRY(number_put(s, l->area, &l->standing.now, published_rank(&in, &l->standing.now), l));
	}
	for (size_t i = 0; i < in.n; i++)
		if (text_map_find(written, view_of(in.item[i].area)) < 0)
			TRY(number_put(s, in.item[i].area, &in.item[i], published_rank(&in, &in.item[i]), NULL));
	return OK;
}

static enum err
measure_sum_up(struct ctx *c, const struct indicator *k, const struct ground *ground, struct bulk *out)
{
	struct published p;
	struct summing s = {.c = c, .p = &p, .ground = ground, .out = out};
	struct LIST(struct period) done = {0};

	TRY(published_of_indicator(c, k, &p));
	TRY(published_all(c, &p, &s.all));
	latest_find(&s);
	for (size_t i = 0; i < s.latest.n; i++) {
		struct period at = s.latest.item[i].standing.now.period;
		bool again = false;

		for (size_t n = 0; n < done.n && !again; n++)
			again = done.item[n].from == at.from && done.item[n].to == at.to;
		if (again)
			continue;
		*push(c->mem, &done) = at;
		TRY(period_put(&s, at));
	}
	return OK;
}

/* ---- computed figures --------------------------------------------------------------------------------------------- */

static enum err
computed_put(struct ctx *c, const struct indicator *k, const char *which, const struct shown *s)
{
	struct rows *w;

	if (!s->area)
		return OK;
	w = store_write(c, "insert into standing_computed (measure, which, area, period_from, period_to)"
	    " values (:measure, :which, :area, :from, :to)");
	bind_text(w, "measure", k->id);
	bind_text(w, "which", which);
	bind_text(w, "area", s->area);
	bind_day(w, "from", s->period.from);
	bind_day(w, "to", s->period.to);
	return rows_end(w);
}

static enum err
computed_sum_up(struct ctx *c, const struct indicator *k, const char *authority)
{
	struct standing s;

	TRY(standing_of(c, k, authority, &s));
	if (!s.found)
		return OK;
	TRY(computed_put(c, k, "now", &s.now));
	return computed_put(c, k, "before", &s.before);
}

/* ---- all of it ---------------------------------------------------------------------------------------------------- */

static enum err
stamp_put(struct ctx *c)
{
	const char *stamp;
	struct rows *w;

	TRY(stamp_now(c, &stamp));
	w = store_write(c, "insert into setting (name, value) values ('standing', :stamp)"
	    " on conflict (name) do update set value = excluded.value");
	bind_text(w, "stamp", stamp);
	return rows_end(w);
}

static enum err
all_sum_up(struct ctx *c, struct mem *scratch)
{
	struct mem *caller = c->mem;
	struct ground ground = {0};
	const char *authority, *name;
	struct bulk *out;
	enum err e = OK;

	TRY(store_run(c, "delete from standing"));
	TRY(store_run(c, "delete from standing_spread"));
	TRY(store_run(c, "delete from standing_computed"));
	TRY(ground_load(c, &ground));
	TRY(authority_of(c, &authority, &name));
	out = bulk_open(c, "standing", columns);
	for (size_t i = 0; i < c->catalogue->n_indicators && e == OK; i++) {
		const struct indicator *k = &c->catalogue->indicator[i];

		c->mem = scratch;
		e = k->n_published ? measure_sum_up(c, k, &ground, out) : OK;
		if (e == OK)
			e = computed_sum_up(c, k, authority);
		c->mem = caller;
		mem_reset(scratch);
	}
	TRY(e);
	TRY(bulk_close(out, NULL));
	return stamp_put(c);
}

enum err
standing_refresh(struct ctx *c)
{
	struct mem *scratch;
	bool current;
	enum err e;

	TRY(standing_is_current(c, &current));
	if (current)
		return OK;
	TRY(store_begin(c));
	scratch = mem_new();
	e = all_sum_up(c, scratch);
	mem_free(scratch);
	if (e == OK)
		return store_commit(c);
	store_rollback(c);
	return e;
}
