/* One number over all that an indicator's figures are made of. */
#include "measure/inputs.h"

#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "store/seal.h"
#include "store/store.h"

#define METHOD 1                        /* raise it when the arithmetic changes: then everything is worked out anew */

struct supplier {
	const struct dataset *dataset;
	int64_t batch;                  /* its last file; 0: none */
};

struct inputs {
	struct supplier *supplier;      /* by the catalogue's order */
	size_t n;
	struct text_map *agency;
	struct { uint64_t *item; size_t n, cap; } people;       /* by the agency's number: everybody whom it knows */
	uint64_t shared;                /* the method, the catalogue and the areas */
	uint64_t all;                   /* files, linking runs and today */
	struct int_map *noted;          /* by the indicator's place in the catalogue: the number noted the last time */
};

static uint64_t
mix_int(uint64_t seed, int64_t n)
{
	return hash_mix(seed, &n, sizeof n);
}

static uint64_t
mix_text(uint64_t seed, const char *text)
{
	return text ? hash_mix(seed, text, strlen(text) + 1) : mix_int(seed, -1);
}

/* ---- areas ------------------------------------------------------------------------------------------------------ */

static uint64_t
areas_mix(uint64_t seed, const struct areas *a)
{
	seed = mix_text(seed, a->authority);
	for (int l = 0; l < LEVEL_COUNT; l++) {
		const struct level *level = &a->level[l];

		for (size_t i = 0; i < level->n; i++)
			seed = mix_text(seed, level->code[i]);
		if (level->of_lsoa)
			seed = hash_mix(seed, level->of_lsoa, a->n_lsoa * sizeof *level->of_lsoa);
	}
	seed = hash_mix(seed, a->quintile, a->n_lsoa);
	seed = hash_mix(seed, a->year, a->n_years * sizeof *a->year);
	return hash_mix(seed, a->population, a->n_years * (a->n_lsoa + 1) * POPULATION_AGES * 2 * sizeof *a->population);
}

/* ---- people ----------------------------------------------------------------------------------------------------- */

static uint64_t
intervals_mix(uint64_t seed, const struct intervals *list, size_t person)
{
	size_t from = list->at[person], n = list->at[person + 1] - from;

	seed = mix_int(seed, (int64_t)n);
	seed = hash_mix(seed, list->since + from, n * sizeof *list->since);
	seed = hash_mix(seed, list->until + from, n * sizeof *list->until);
	return hash_mix(seed, list->what + from, n * sizeof *list->what);
}

/* Each person's number, once: an identity adds whose it is. */
static uint64_t *
persons_mix(struct mem *m, const struct people *p)
{
	uint64_t *out = mem_new_array(m, uint64_t, p->n + 1);

	for (size_t i = 0; i < p->n; i++) {
		uint64_t mixed = mix_int(mix_int(p->sex[i], p->ethnicity[i]), p->born[i]);

		out[i] = intervals_mix(intervals_mix(mixed, &p->home, i), &p->member, i);
	}
	return out;
}

/* Sums, so that the order in which an engine gives its rows is without effect. */
static enum err
people_mix(struct ctx *c, struct mem *m, const struct people *people, struct inputs *out)
{
	struct mem *work = mem_new();
	uint64_t *person = persons_mix(work, people);
	struct rows *r = store_read(c, "select id, coalesce(person, id), source from identity");

	while (rows_next(r)) {
		int32_t number = people_of_identity(people, col_id(r, 0));
		size_t agency = (size_t)text_map_intern(out->agency, col_view(r, 2));

		if (agency == out->people.n)
			*push(m, &out->people) = 0;
		out->people.item[agency] += mix_int(mix_int(number < 0 ? 0 : person[number], col_id(r, 0)), col_id(r, 1));
	}
	mem_free(work);
	return rows_end(r);
}

/* ---- files ------------------------------------------------------------------------------------------------------ */

static enum err
suppliers_load(struct ctx *c, struct mem *m, struct inputs *out)
{
	const struct catalogue *k = c->catalogue;
	struct rows *r = store_read(c, "select dataset, max(id) from batch group by dataset");

	out->n = k->n_datasets;
	out->supplier = mem_new_array(m, struct supplier, out->n + 1);
	for (size_t i = 0; i < out->n; i++)
		out->supplier[i] = (struct supplier){&k->dataset[i], 0};
	while (rows_next(r))
		for (size_t i = 0; i < out->n; i++)
			if (view_is(col_view(r, 0), out->supplier[i].dataset->name))
				out->supplier[i].batch = col_id(r, 1);
	return rows_end(r);
}

/* Numbers that change with anything that is recorded at all. */
static enum err
all_mix(struct ctx *c, uint64_t *mixed)
{
	struct rows *r = store_read(c, "select (select max(id) from batch), (select max(id) from link_run),"
	    " (select count(*) from link_run where undone is not null), (select count(*) from fix where closed is null)");

	*mixed = mix_int(0, day_today());
	if (rows_next(r))
		for (int i = 0; i < 4; i++)
			*mixed = mix_int(*mixed, col_is_null(r, i) ? 0 : col_id(r, i));
	return rows_end(r);
}

static enum err
noted_load(struct ctx *c, struct mem *m, struct inputs *out)
{
	struct rows *r = store_read(c, "select indicator, digest from measure_input");
	bool is_new;

	out->noted = int_map_new(m, 256);
	while (rows_next(r)) {
		const struct indicator *k = catalogue_indicator(c->catalogue, col_text(r, 0, m));

		if (k)
			*int_map_put(out->noted, k - c->catalogue->indicator, &is_new) = col_id(r, 1);
	}
	return rows_end(r);
}

enum err
inputs_load(struct ctx *c, struct mem *m, struct run *run)
{
	struct inputs *out = run->inputs = mem_new_one(m, struct inputs);

	*out = (struct inputs){.agency = text_map_new(m)};
	out->shared = areas_mix(mix_int(run->catalogue->digest, METHOD), &run->areas);
	TRY(people_mix(c, m, &run->people, out));
	TRY(suppliers_load(c, m, out));
	TRY(all_mix(c, &out->all));
	return noted_load(c, m, out);
}

/* ---- one indicator ---------------------------------------------------------------------------------------------- */

static bool
reads_from(const struct indicator *k, const struct supplier *s)
{
	bool found = !k->tables || !k->facts_alone;

	for (size_t i = 0; !found && k->tables[i]; i++)
		found = dataset_writes(s->dataset, k->tables[i]);
	return found;
}

static uint64_t
suppliers_mix(uint64_t seed, const struct inputs *in, const struct indicator *k)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct supplier *s = &in->supplier[i];
		int32_t agency = text_map_find(in->agency, view_of(s->dataset->agency ? s->dataset->agency : ""));

		if (!reads_from(k, s))
			continue;
		seed = mix_int(seed, s->batch);
		seed = mix_int(seed, agency < 0 ? 0 : (int64_t)in->people.item[agency]);
	}
	return k->tables && k->facts_alone ? seed : mix_int(seed, (int64_t)in->all);
}

/* Its periods; where it has none yet, the day that it is known until. */
static uint64_t
periods_mix(uint64_t seed, struct mem *m, const struct run *run, const struct indicator *k)
{
	struct basis basis;
	int32_t last;
	size_t n = 0;

	basis_of(m, &run->coverage, run->catalogue, k, &basis);
	last = basis.last == DAY_NONE ? run->last : indicator_last_day(run, k, &basis);
	for (int kind = 0; kind < PERIOD_COUNT; kind++) {
		struct periods p = {0};

		if (k->by_period[kind])
			p = indicator_periods(m, run, k, (enum period_kind)kind, last);
		for (size_t i = 0; i < p.n; i++, n++)
			seed = mix_int(mix_int(seed, p.item[i].from), p.item[i].to);
	}
	return n ? seed : mix_int(seed, last);
}

/* As it is stored: keyed, as all digests are. */
static int64_t
digest_of(struct ctx *c, const struct run *run, const struct indicator *k)
{
	struct mem *work = mem_new();
	uint64_t mixed = suppliers_mix(mix_text(run->inputs->shared, k->id), run->inputs, k);
	int64_t out;

	mixed = periods_mix(mixed, work, run, k);
	out = fingerprint(c->store, &(struct view){(const char *)&mixed, sizeof mixed}, 1);
	mem_free(work);
	return out;
}

bool
inputs_changed(struct ctx *c, const struct run *run, const struct indicator *k)
{
	const int64_t *noted = int_map_find(run->inputs->noted, k - run->catalogue->indicator);

	return !noted || *noted != digest_of(c, run, k);
}

enum err
inputs_note(struct ctx *c, const struct run *run, const struct indicator *k)
{
	struct rows *w = store_write(c, "insert into measure_input (indicator, digest) values (:indicator, :digest)"
	    " on conflict (indicator) do update set digest = excluded.digest");

	bind_text(w, "indicator", k->id);
	bind_id(w, "digest", digest_of(c, run, k));
	return rows_end(w);
}
