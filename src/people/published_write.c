/* Published numbers into `observation`: new ones are inserted, those that say something else are revised in their place, those
 * that a newer file has revised are left alone. A number is one row; what it was before is in the publisher's earlier file.
 *
 * What the database has of a measure is loaded when the measure is first met, as digests, some tens of bytes a number. Where a
 * file has its measures one after the other, those that are done are forgotten, and memory stays flat. */
#include "people/published.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "catalogue/catalogue.h"
#include "people/intake_file.h"
#include "store/store.h"

#define KNOWN_MOST 30000            /* numbers after which measures that seem done are forgotten */

enum {
	OUT_VALUE, OUT_NOTE, OUT_BATCH, OUT_INDICATOR, OUT_AREA, OUT_FROM, OUT_TO, OUT_DIMENSION, OUT_CATEGORY, OUT_BASIS, OUT_NUMERATOR,
	OUT_DENOMINATOR, OUT_LOWER95, OUT_UPPER95, OUT_LOWER998, OUT_UPPER998
};
#define COLUMNS "value", "note", "batch", "indicator", "area", "period_from", "period_to", "dimension", "category", "basis"
static const char *const columns[] = {
	COLUMNS, "numerator", "denominator", "lower95", "upper95", "lower998", "upper998", NULL
};
static const char *const bare_columns[] = {COLUMNS, NULL};
static const char revise[] = "update observation set numerator = :numerator, denominator = :denominator, value = :value,"
    " lower95 = :lower95, upper95 = :upper95, lower998 = :lower998, upper998 = :upper998, note = :note, batch = :batch"
    " where indicator = :indicator and area = :area and period_from = :period_from and period_to = :period_to"
    " and dimension = :dimension and category = :category and basis = :basis";
static const char mark[] = "insert into published_mark (indicator, area, period_from, period_to, dimension, category,"
    " comparison, trend) values (:indicator, :area, :from, :to, :dimension, :category, :comparison, :trend)"
    " on conflict (indicator, area, period_from, period_to, dimension, category) do update set comparison = excluded.comparison,"
    " trend = excluded.trend where (published_mark.comparison is distinct from excluded.comparison"
    " or published_mark.trend is distinct from excluded.trend)";
static const char *const mark_parameters[] = {
	"indicator", "area", "from", "to", "dimension", "category", "comparison", "trend", NULL
};

struct known_numbers {
	struct mem *mem;                /* of `seen` alone */
	struct int_map *seen;           /* a number's key → its digest and two marks */
	struct text_map *name;          /* measures → place in `met` */
	struct LIST(struct measure_met *) met;
	struct text_map *held_name;     /* measures that the database has → place in `held` */
	struct measures_met held;
	int64_t rank;                   /* the batch that stands for this file: an earlier import of the same bytes */
	struct bulk *insert, *bare;     /* bare: of numbers that have neither counts nor limits, which are most */
	struct bulk *update, *marks;
	bool regretted;                 /* a measure that was forgotten came again: the file is in another order */
	int64_t revised, redated, rekeyed;
};

#define SEEN_NEWER 1                /* said by a newer file */
#define SEEN_HERE 2                 /* said by this one */
#define SEEN_MARKS 3

static uint64_t
number_key(uint64_t measure, uint64_t area, struct period p, struct view dimension, struct view category)
{
	const int32_t days[] = {p.from, p.until};
	uint64_t key = measure * 31 + area;

	key = hash_mix(key, days, sizeof days);
	if (category.n)
		key = hash_mix(hash_mix(key, dimension.at, dimension.n), category.at, category.n);
	return key & INT64_MAX;
}

static uint64_t
number_digest(const double value[7], struct view note)
{
	double v[7];

	for (int i = 0; i < 7; i++)
		v[i] = isnan(value[i]) ? -987654321.125 : value[i] + 0.0;       /* + 0.0: no minus nought */
	return hash_mix(hash_mix(2, v, sizeof v), note.at, note.n) & ~(uint64_t)SEEN_MARKS;
}

static const char *
measure_text(struct mem *m, struct rows *r, int column)
{
	return col_is_null(r, column) ? NULL : col_text(r, column, m);
}

/* The batch that this file's numbers rank with: its own or, for the same bytes again, the first one's. */
static enum err
rank_of_file(struct importing *m, int64_t *rank)
{
	struct rows *r = store_read_own(m->c, "select min(id), min(as_at) from batch where dataset = :dataset and sha256 = :sha256"
	    " and id <> :id");

	bind_text(r, "dataset", m->dataset->name);
	bind_text(r, "sha256", m->batch.sha256);
	bind_id(r, "id", m->batch.id);
	*rank = m->batch.id;
	if (rows_next(r) && !col_is_null(r, 0)) {
		*rank = col_id(r, 0);
		if (m->options->as_at == DAY_NONE)
			m->batch.as_at = col_day(r, 1);
	}
	return rows_end(r);
}

/* What is known of every measure of the source: at once, because a read waits for all that was written before it. */
static enum err
measures_load(struct importing *m, struct known_numbers *k)
{
	struct rows *r = store_read_own(m->c, "select id, title, topic, unit, better, year, base from published_measure"
	    " where id like :source");

	bind_text(r, "source", mem_format(m->mem, "%s.%%", m->dataset->publishes.source));
	while (rows_next(r)) {
		struct measure_met *x = push(m->mem, &k->held);
		const char *year = measure_text(m->mem, r, 5);

		text_map_intern(k->held_name, col_view(r, 0));
		*x = (struct measure_met){.title = measure_text(m->mem, r, 1), .topic = measure_text(m->mem, r, 2),
		    .unit = measure_text(m->mem, r, 3), .better = measure_text(m->mem, r, 4), .base = measure_text(m->mem, r, 6),
		    .known_year = YEAR_UNKNOWN};
		for (int y = 0; year && y < YEAR_UNKNOWN; y++)
			if (!strcmp(year, published_year_words[y]))
				x->known_year = y;
	}
	return rows_end(r);
}

enum err
numbers_open(struct importing *m, struct known_numbers **out)
{
	struct known_numbers *k = mem_new_one(m->mem, struct known_numbers);

	*k = (struct known_numbers){.mem = mem_new(), .name = text_map_new(m->mem),
	    .held_name = text_map_new(m->mem)};
	*out = k;
	k->seen = int_map_new(k->mem, KNOWN_MOST);
	TRY(rank_of_file(m, &k->rank));
	TRY(measures_load(m, k));
	k->insert = bulk_open(m->c, "observation", columns);
	k->bare = bulk_open(m->c, "observation", bare_columns);
	k->update = bulk_statement(m->c, revise, columns);
	k->marks = bulk_statement(m->c, mark, mark_parameters);
	return OK;
}

/* ---- measures ----------------------------------------------------------------------------------------------------- */

/* The measures that stand for other totals than before have other keys now: what was known of them goes. */
enum err
measure_rebase(struct importing *m, struct known_numbers *k, struct measure_met *x, const char *base)
{
	struct rows *w;
	bool same = x->base && base && !strcmp(x->base, base);

	if (x->fresh || same || (!x->base && !base)) {
		x->base = base;
		return OK;
	}
	x->base = base;
	w = store_write(m->c, "delete from observation where indicator = :indicator and basis = 'published'");
	bind_text(w, "indicator", x->id);
	TRY(rows_end(w));
	k->rekeyed += store_changes(m->c) > 0;
	return OK;
}

void
measure_meet(struct importing *m, struct known_numbers *k, const char *id, struct measure_met **out, bool *is_new)
{
	size_t n = text_map_count(k->name);
	int32_t at = text_map_intern(k->name, view_of(id));

	*is_new = (size_t)at == n;
	if (*is_new) {
		struct measure_met *x = mem_new_one(m->mem, struct measure_met);
		int32_t held = text_map_find(k->held_name, view_of(id));

		*x = held >= 0 ? k->held.item[held] : (struct measure_met){.known_year = YEAR_UNKNOWN, .fresh = true};
		x->id = mem_copy(m->mem, id, strlen(id));
		x->year = YEAR_UNKNOWN;
		x->hash = hash_mix(3, id, strlen(id));
		*push(m->mem, &k->met) = x;
	}
	*out = k->met.item[at];
}

/* Loads the digests of what the database has of a measure. */
static enum err
numbers_load(struct importing *m, struct known_numbers *k, struct measure_met *x)
{
	struct rows *r;

	k->regretted = k->regretted || x->forgotten;
	x->loaded = true;
	if (x->fresh)
		return OK;
	r = store_read_own(m->c, "select o.area, o.period_from, o.period_to, o.dimension, o.category, o.note, o.value,"
	    " o.numerator, o.denominator, o.lower95, o.upper95, o.lower998, o.upper998, b.as_at, b.id from observation o"
	    " join batch b on b.id = o.batch where o.indicator = :indicator and o.basis = 'published'");
	bind_text(r, "indicator", x->id);
	while (rows_next(r)) {
		struct view area = col_view(r, 0);
		double value[7];
		uint64_t key, digest;
		bool is_new;

		for (int i = 0; i < 7; i++)
			value[i] = col_real(r, 6 + i);
		digest = number_digest(value, col_view(r, 5));
		key = number_key(x->hash, hash_mix(1, area.at, area.n), (struct period){col_day(r, 1), col_day(r, 2)},
		    col_view(r, 3), col_view(r, 4));
		if (col_id(r, 14) == m->batch.id)
			digest |= SEEN_HERE;
		else if (col_day(r, 13) > m->batch.as_at || (col_day(r, 13) == m->batch.as_at && col_id(r, 14) > k->rank))
			digest |= SEEN_NEWER;
		*int_map_put(k->seen, (int64_t)key, &is_new) = (int64_t)digest;
	}
	return rows_end(r);
}

/* Forgets what is known of the measures so far when it is much: should one come again, it is loaded again, and nothing is
 * forgotten any more. */
static void
numbers_forget(struct known_numbers *k)
{
	if (k->regretted || int_map_count(k->seen) < KNOWN_MOST)
		return;
	mem_reset(k->mem);
	k->seen = int_map_new(k->mem, KNOWN_MOST);
	for (size_t i = 0; i < k->met.n; i++)
		if (k->met.item[i]->loaded) {
			k->met.item[i]->loaded = false;
			k->met.item[i]->forgotten = true;
			k->met.item[i]->fresh = false;
		}
}

/* ---- numbers ------------------------------------------------------------------------------------------------------ */

/* `value` in the order of number_digest(): the value, then counts and limits. */
static enum err
number_put(struct importing *m, struct bulk *b, const struct measure_met *x, const char *area, const struct number *n,
    const double value[7])
{
	bulk_real(b, OUT_VALUE, value[0]);
	for (int i = 1; i < 7; i++)
		if (!isnan(value[i]))
			bulk_real(b, OUT_NUMERATOR + i - 1, value[i]);
	if (n->note.n)
		bulk_text(b, OUT_NOTE, n->note);
	bulk_int(b, OUT_BATCH, m->batch.id);
	bulk_text(b, OUT_INDICATOR, view_of(x->id));
	bulk_text(b, OUT_AREA, view_of(area));
	bulk_text(b, OUT_FROM, (struct view){n->period->from, DAY_SIZE - 1});
	bulk_text(b, OUT_TO, (struct view){n->period->until, DAY_SIZE - 1});
	bulk_text(b, OUT_DIMENSION, view_of(n->dimension));
	bulk_text(b, OUT_CATEGORY, view_of(n->category));
	bulk_text(b, OUT_BASIS, VIEW("published"));
	return bulk_row(b);
}

static bool
is_bare(const double value[7])
{
	for (int i = 1; i < 7; i++)
		if (!isnan(value[i]))
			return false;
	return true;
}

static enum err
mark_put(struct bulk *b, const struct measure_met *x, const char *area, const struct number *n)
{
	bulk_text(b, 0, view_of(x->id));
	bulk_text(b, 1, view_of(area));
	bulk_day(b, 2, n->period->period.from);
	bulk_day(b, 3, n->period->period.until);
	bulk_text(b, 4, view_of(n->dimension));
	bulk_text(b, 5, view_of(n->category));
	if (n->comparison.n)
		bulk_text(b, 6, n->comparison);
	if (n->trend.n)
		bulk_text(b, 7, n->trend);
	return bulk_row(b);
}

enum err
number_write(struct importing *m, struct known_numbers *k, struct measure_met *x, const char *area, uint64_t area_hash,
    const struct number *n, const char **problem)
{
	const double value[] = {n->value, n->numerator, n->denominator, n->lower95, n->upper95, n->lower998, n->upper998};
	uint64_t digest = number_digest(value, n->note), held;
	int64_t *seen;
	bool is_new;

	*problem = NULL;
	if (!x->loaded) {
		numbers_forget(k);
		TRY(numbers_load(m, k, x));
	}
	seen = int_map_put(k->seen, (int64_t)number_key(x->hash, area_hash, n->period->period, view_of(n->dimension),
	    view_of(n->category)), &is_new);
	held = (uint64_t)*seen;
	if (!is_new && (held & ~(uint64_t)SEEN_MARKS) == digest) {
		m->count->unchanged++;
		*seen |= SEEN_HERE;
	} else if (!is_new && (held & SEEN_HERE)) {
		*problem = "an earlier row says another number of the same thing; that row is kept";
		return OK;
	} else if (!is_new && (held & SEEN_NEWER)) {
		m->count->older++;
		return OK;
	} else {
		m->count->written++;
		k->revised += !is_new;
		*seen = (int64_t)(digest | SEEN_HERE);
		TRY(number_put(m, !is_new ? k->update : is_bare(value) ? k->bare : k->insert, x, area, n, value));
	}
	return n->comparison.n || n->trend.n ? mark_put(k->marks, x, area, n) : OK;
}

/* ---- neighbours --------------------------------------------------------------------------------------------------- */

enum err
neighbour_write(struct importing *m, const char *area, const char *other, int64_t rank)
{
	struct rows *w = store_write(m->c, "delete from neighbour where area = :area and model = :model and rank = :rank"
	    " and other <> :other");

	bind_text(w, "area", area);
	bind_text(w, "model", m->dataset->publishes.source);
	bind_int(w, "rank", rank);
	bind_text(w, "other", other);
	TRY(rows_end(w));
	w = store_write(m->c, "insert into neighbour (area, other, rank, model) values (:area, :other, :rank, :model)"
	    " on conflict (area, model, other) do update set rank = excluded.rank where (neighbour.rank <> excluded.rank)");
	bind_text(w, "area", area);
	bind_text(w, "model", m->dataset->publishes.source);
	bind_int(w, "rank", rank);
	bind_text(w, "other", other);
	TRY(rows_end(w));
	if (store_changes(m->c) > 0)
		m->count->written++;
	else
		m->count->unchanged++;
	return OK;
}

/* ---- the end ------------------------------------------------------------------------------------------------------ */

static enum err
measure_write(struct importing *m, const struct measure_met *x)
{
	/* A file of numbers fills what is not known; a file that tells of measures knows best. */
	struct rows *w = store_write(m->c, x->told ?
	    "insert into published_measure (id, dataset, title, topic, unit, better, year, base, batch) values (:id, :dataset, :title,"
	    " :topic, :unit, :better, :year, :base, :batch) on conflict (id) do update set title = excluded.title,"
	    " topic = excluded.topic, unit = excluded.unit, better = excluded.better, year = excluded.year,"
	    " base = excluded.base where (published_measure.title is distinct from excluded.title"
	    " or published_measure.topic is distinct from excluded.topic or published_measure.unit is distinct from excluded.unit"
	    " or published_measure.better is distinct from excluded.better or published_measure.year is distinct from excluded.year)" :
	    "insert into published_measure (id, dataset, title, topic, unit, better, year, base, batch) values (:id, :dataset, :title,"
	    " :topic, :unit, :better, :year, :base, :batch) on conflict (id) do update set"
	    " title = coalesce(published_measure.title, excluded.title), topic = coalesce(published_measure.topic, excluded.topic),"
	    " unit = coalesce(published_measure.unit, excluded.unit), better = coalesce(published_measure.better, excluded.better),"
	    " year = coalesce(published_measure.year, excluded.year), base = excluded.base");

	bind_text(w, "id", x->id);
	bind_text(w, "dataset", m->dataset->name);
	bind_text(w, "title", x->title);
	bind_text(w, "topic", x->topic);
	bind_text(w, "unit", x->unit);
	bind_text(w, "better", x->better);
	bind_text(w, "year", x->year == YEAR_UNKNOWN ? NULL : published_year_words[x->year]);
	bind_text(w, "base", x->base);
	bind_id(w, "batch", m->batch.id);
	TRY(rows_end(w));
	if (x->told && store_changes(m->c) > 0)
		m->count->written++;
	else if (x->told)
		m->count->unchanged++;
	return OK;
}

/* Numbers that were dated before their year was known stand in the wrong one: they go, and come again with their file. */
static enum err
measure_redate(struct importing *m, struct known_numbers *k, const struct measure_met *x)
{
	struct rows *w;
	int32_t dated = x->known_year == YEAR_UNKNOWN ? (int32_t)m->dataset->publishes.year : x->known_year;

	if (!x->told || x->fresh || dated == (int32_t)x->year)
		return OK;
	w = store_write(m->c, "delete from observation where indicator = :indicator and basis = 'published'");
	bind_text(w, "indicator", x->id);
	TRY(rows_end(w));
	if (store_changes(m->c) > 0)
		k->redated++;
	return OK;
}

enum err
numbers_close(struct importing *m, struct known_numbers *k, const char **note)
{
	struct bulk *const all[] = {k->insert, k->bare, k->update, k->marks};
	enum err first = OK;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		enum err e = all[i] ? bulk_close(all[i], NULL) : OK;

		first = first ? first : e;
	}
	for (size_t i = 0; i < k->met.n && first == OK; i++) {
		first = measure_redate(m, k, k->met.item[i]);
		if (first == OK)
			first = measure_write(m, k->met.item[i]);
	}
	*note = NULL;
	if (k->redated)
		*note = mem_format(m->options->mem, "the numbers of %lld measures had been dated by another kind of year and were taken"
		    " out: import their file again", (long long)k->redated);
	else if (k->rekeyed)
		*note = mem_format(m->options->mem, "the numbers of %lld measures are cut otherwise than in the file before and took"
		    " their place", (long long)k->rekeyed);
	else if (k->revised)
		*note = mem_format(m->options->mem, "%lld numbers revised", (long long)k->revised);
	mem_free(k->mem);
	return first;
}
