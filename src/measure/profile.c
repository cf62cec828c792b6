/* Gathers a profile, and says in words what stands in it. */
#include "measure/profile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "catalogue/measure_words.h"
#include "measure/measure_tables.h"

#define QUARTERS 4

/* ---- the lines ---------------------------------------------------------------------------------------------------- */

/* Ours is shown beside the published one when it is of a later period, and where nothing is published. */
static bool
own_is_wanted(const struct standing *own, const struct published_standing *published)
{
	if (!own->found || (isnan(own->now.value) && !own->now.suppressed))
		return false;
	return !published->found || own->now.period.to > published->now.period.to;
}

static size_t
stage_place(const char *stage)
{
	size_t i = 0;

	while (life_stage_words[i] && (!stage || strcmp(life_stage_words[i], stage) != 0))
		i++;
	return i;
}

static int
by_stage_and_topic(const void *a, const void *b)
{
	const struct profile_line *x = a, *y = b;
	size_t sx = stage_place(x->stage), sy = stage_place(y->stage);
	size_t tx = topic_place(x->p.indicator->topic), ty = topic_place(y->p.indicator->topic);

	if (sx != sy)
		return sx < sy ? -1 : 1;
	if (tx != ty)
		return tx < ty ? -1 : 1;
	return x->p.indicator < y->p.indicator ? -1 : x->p.indicator > y->p.indicator;
}

static enum err
indicators_add(struct ctx *c, const struct comparators *with, struct profile *out)
{
	struct stands_list list = {0};

	TRY(standing_of_area(c, with, &list));
	for (size_t i = 0; i < list.n; i++) {
		const struct stands *s = &list.item[i];
		bool own = own_is_wanted(&s->own, &s->published);

		if (s->published.found || own)
			*push(c->mem, out) = (struct profile_line){.p = published_words(c->mem, s->indicator),
			    .stage = s->indicator->life_stage ? s->indicator->life_stage : "", .published = s->published, .own = s->own,
			    .own_shown = own};
	}
	if (out->n)
		qsort(out->item, out->n, sizeof *out->item, by_stage_and_topic);
	return OK;
}

static enum err
others_add(struct ctx *c, const struct comparators *with, const char *topic, struct profile *out)
{
	struct published_list list = {0};

	TRY(published_others(c, with->area, topic, &list));
	for (size_t i = 0; i < list.n; i++) {
		struct profile_line line = {.p = list.item[i]};

		TRY(published_standing_of(c, &line.p, with, &line.published));
		if (line.published.found)
			*push(c->mem, out) = line;
	}
	return OK;
}

enum err
profile_of(struct ctx *c, const struct comparators *with, struct profile_scope scope, struct profile *out)
{
	*out = (struct profile){.with = with};
	if (scope.indicators)
		TRY(indicators_add(c, with, out));
	return scope.others ? others_add(c, with, scope.topic, out) : OK;
}

size_t
profile_count(const struct profile *p, const char *kind)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->item[i].published.found && strcmp(p->item[i].published.kind, kind) == 0;
	return n;
}

bool
is_comparable(const struct published *p, const struct published_standing *s)
{
	if (p->indicator)
		return p->indicator->measure != MEASURE_COUNT;
	return isnan(s->england) || isnan(s->highest) || s->england <= s->highest;
}

size_t
profile_in_quarter(const struct profile *p, int way)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct published_standing *s = &p->item[i].published;
		enum polarity better = p->item[i].p.better;
		int quarter = s->found && is_comparable(&p->item[i].p, s) ? quarter_of(s->rank, s->n_authorities) : 0;

		n += better != POLARITY_NEITHER && quarter == ((better == POLARITY_HIGHER) == (way > 0) ? QUARTERS : 1);
	}
	return n;
}

/* ---- words -------------------------------------------------------------------------------------------------------- */

int
quarter_of(size_t rank, size_t n)
{
	int quarter;

	if (!rank || n < QUARTERS)
		return 0;
	quarter = QUARTERS + 1 - (int)ceil((double)(n - (rank - 1)) / ((double)n / QUARTERS));
	return quarter < 1 ? 1 : quarter;
}

const char *
quarter_words(enum polarity better, size_t rank, size_t n)
{
	static const char *const words[][QUARTERS + 1] = {
		[POLARITY_NEITHER] = {"", "lowest quarter", "second lowest quarter", "second highest quarter", "highest quarter"},
		[POLARITY_HIGHER] = {"", "worst quarter", "second worst quarter", "second best quarter", "best quarter"},
		[POLARITY_LOWER] = {"", "best quarter", "second best quarter", "second worst quarter", "worst quarter"},
	};

	return words[better][quarter_of(rank, n)];
}

const char *
line_quarter(const struct profile_line *l)
{
	return is_comparable(&l->p, &l->published) ? quarter_words(l->p.better, l->published.rank, l->published.n_authorities) : "";
}

const char *
trend_words(enum trend t)
{
	static const char *const words[] = {
		[TREND_UNKNOWN] = "", [TREND_NO_CHANGE] = "→ no clear change", [TREND_UP] = "↑ rising", [TREND_DOWN] = "↓ falling",
		[TREND_UP_BETTER] = "↑ rising, better", [TREND_UP_WORSE] = "↑ rising, worse",
		[TREND_DOWN_BETTER] = "↓ falling, better", [TREND_DOWN_WORSE] = "↓ falling, worse",
	};

	return words[t];
}

/* ---- as a table --------------------------------------------------------------------------------------------------- */

static const struct table_column columns[] = {
	{"Life stage", false}, {"Topic", false}, {"Measure", false}, {"Basis", false}, {"Period", false}, {"Count", true},
	{"Of", true}, {"Value", true}, {"Unit", false}, {"95% interval", false}, {"England", true}, {"Region", true},
	{"Neighbours", true}, {"Lowest", true}, {"Lower quartile", true}, {"Upper quartile", true}, {"Highest", true},
	{"Rank", true}, {"Ranked", true}, {"Quarter", false}, {"Trend", false}, {"Than England", false}, {"Before", true},
	{"Note", false}, {"Id", false},
};

static void
put_head(struct table *t, const struct profile_line *l, const char *basis)
{
	table_cell_text(t, l->stage ? l->stage : "");
	table_cell_text(t, l->p.topic);
	table_cell_text(t, l->p.title);
	table_cell_text(t, basis);
}

static void
put_published(struct table *t, struct mem *m, const struct profile_line *l, bool people)
{
	const struct published_standing *s = &l->published;
	const double others[] = {s->england, s->region, s->neighbours, s->lowest, s->lower_quartile, s->upper_quartile, s->highest};

	put_head(t, l, "published");
	table_cell_text(t, published_period_name(m, s->now.period));
	table_cell_real(t, s->now.numerator, 0);
	table_cell_real(t, s->now.denominator, 0);
	table_cell_real(t, s->now.value, l->p.decimals);
	table_cell_text(t, l->p.unit);
	table_cell_limits(t, m, s->now.lower95, s->now.upper95, l->p.decimals, people);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		table_cell_real(t, others[i], l->p.decimals);
	if (s->rank)
		table_cell_int(t, (int64_t)s->rank);
	else
		table_cell_text(t, "");
	table_cell_int(t, (int64_t)s->n_authorities);
	table_cell_text(t, line_quarter(l));
	table_cell_text(t, trend_words(s->trend));
	table_cell_text(t, strcmp(s->kind, "none") == 0 ? "" : s->kind);
	table_cell_real(t, s->before.area ? s->before.value : NAN, l->p.decimals);
	table_cell_text(t, s->now.note);
	table_cell_text(t, l->p.id);
}

static void
put_own(struct table *t, struct mem *m, const struct profile_line *l, bool people)
{
	const struct standing *s = &l->own;
	bool hidden = people && s->now.suppressed;

	put_head(t, l, basis_of_own(s->indicator));
	table_cell_text(t, when_words(m, s->indicator, &s->now));
	if (hidden)
		table_cell_text(t, "c");
	else
		table_cell_real(t, s->now.numerator, 0);
	table_cell_real(t, s->now.denominator, 0);
	if (hidden)
		table_cell_text(t, "c");
	else
		table_cell_real(t, s->now.value, l->p.decimals);
	table_cell_text(t, l->p.unit);
	table_cell_limits(t, m, s->now.lower95, s->now.upper95, l->p.decimals, people);
	for (int i = 0; i < 12; i++)            /* from England to than England: nothing is compared */
		table_cell_text(t, "");
	table_cell_real(t, s->before.area ? s->before.value : NAN, l->p.decimals);
	table_cell_text(t, s->now.note);
	table_cell_text(t, l->p.id);
}

struct table *
profile_table(struct mem *m, const struct profile *p, bool people)
{
	struct table *t = table_for(m, columns, sizeof columns / sizeof *columns, people);

	for (size_t i = 0; i < p->n; i++) {
		if (p->item[i].published.found)
			put_published(t, m, &p->item[i], people);
		if (p->item[i].own_shown)
			put_own(t, m, &p->item[i], people);
	}
	return t;
}
