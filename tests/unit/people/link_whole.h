/* What a run over all records says by the kept model and frequencies, which a run of some must have said, too. */
#ifndef TESTS_LINK_WHOLE_H
#define TESTS_LINK_WHOLE_H

#include "desk.h"

#include "base/hash.h"
#include "people/derive.h"
#include "people/link.h"
#include "people/link_keep.h"
#include "people/link_key.h"
#include "people/link_population.h"
#include "people/link_threshold.h"
#include "people/link_told.h"

#define EARLY "episode_id,person_id,family_id,family_name,given_name,date_of_birth,sex,ethnicity,postcode,upn,started,closed," \
	"reason,lead_agency,lead_practitioner,plan_agreed,closure_outcome\n"

struct whole {
	struct mem *mem;
	struct roster roster;
	struct decided_pairs decided;
	struct links links;
	struct told told;
};

static inline void
whole_run(struct desk *d, struct whole *w)
{
	struct kept_population population;
	struct roster *r = &w->roster;
	bool known;

	*w = (struct whole){.mem = mem_new()};
	DO(roster_load(&d->c, w->mem, r));
	DO(model_load(&d->c, r, &known));
	DO(population_load(&d->c, w->mem, &population));
	assert_true(known && population.found);
	DO(thresholds_load(&d->c, &r->model));
	DO(decisions_load(&d->c, r, &w->decided));
	DO(roster_fill(&d->c, r));
	assert_int_equal(r->model.placed[TRAIT_POSTCODE], link_set_placed(r->set) > 0);
	population_give(r->set, &population.names);
	link_run(w->mem, r->set, (struct link_options){.threads = 1, .seed = ROSTER_SEED, .order = r->order, .in_order = true,
	    .decision = w->decided.item, .n_decisions = w->decided.n, .block_most = link_block_most((size_t)population.records)}, &w->links);
	w->told = (struct told){.roster = r, .links = &w->links, .decided = &w->decided};
	review_find(&w->told);
}

static inline void
whole_end(struct whole *w)
{
	roster_end(&w->roster);
	mem_free(w->mem);
}

/* One person for each cluster, and one cluster for each person. */
static inline void
assert_people(struct whole *w)
{
	struct int_map *person = int_map_new(w->mem, 64), *cluster = int_map_new(w->mem, 64);
	const struct roster *r = &w->roster;
	bool is_new;

	for (size_t i = 0; i < r->who.n; i++) {
		const struct identity_known *who = &r->who.item[i];
		int64_t of = who->record == LINK_NOBODY ? (int64_t)(r->who.n + i) : w->links.cluster[who->record], *at;

		assert_int_not_equal(who->person, 0);
		at = int_map_put(person, of, &is_new);
		*at = is_new ? who->person : *at;
		assert_int_equal(*at, who->person);
		at = int_map_put(cluster, who->person, &is_new);
		*at = is_new ? of : *at;
		assert_int_equal(*at, of);
	}
}

static inline void
assert_weights(const struct whole *w)
{
	for (size_t i = 0; i < w->roster.who.n; i++) {
		const struct identity_known *who = &w->roster.who.item[i];
		float kept = (float)who->weight, now = who->record == LINK_NOBODY ? 0 : w->links.weight[who->record];

		if (kept < now || kept > now)
			fail_msg("%lld: %g, not %g", (long long)who->id, (double)kept, (double)now);
	}
}

static inline void
assert_review(struct desk *d, struct whole *w)
{
	struct builder found = {.mem = w->mem};
	struct rows *r = store_query(&d->c, "select left_identity, right_identity, weight from link_review order by weight desc,"
	    " left_identity, right_identity", 0);
	size_t n = 0;

	while (rows_next(r)) {
		put_format(&found, "%lld %lld %.6f\n", (long long)col_id(r, 0), (long long)col_id(r, 1), col_real(r, 2));
		n++;
	}
	DO(rows_end(r));
	for (size_t i = 0; i < w->told.review.n; i++) {
		const struct link_edge *e = &w->told.review.item[i];
		int64_t left = w->roster.who.item[w->roster.of_record[e->left]].id, right = w->roster.who.item[w->roster.of_record[e->right]].id;
		const char *line = mem_format(w->mem, "%lld %lld %.6f\n", (long long)(left < right ? left : right),
		    (long long)(left < right ? right : left), (double)e->weight);

		if (!strstr(built_text(&found), line))
			fail_msg("lacks %s among\n%s", line, built_text(&found));
	}
	assert_int_equal(n, w->told.review.n);
}

/* What is kept is what a full run would keep: each record that is not sealed once, under its own keys. */
static inline void
assert_kept(struct desk *d, struct whole *w)
{
	const char *inputs, *keys, *said, *splits;

#define INPUTS "select identity, digest, component % 1099511627776 as component from link_input order by identity"
#define SAID "select said, keys from link_input order by identity"
#define KEYS "select key % 1099511627776 as key, further, identity from link_key order by 1, 2, 3"      /* later ones lie apart */
#define SPLITS "select node, deep from link_split order by 1"
	inputs = desk_dump(d, INPUTS);
	splits = desk_dump(d, SPLITS);
	keys = desk_dump(d, KEYS);
	said = desk_dump_bytes(d, SAID);
	DO(store_begin(&d->c));
	DO(inputs_keep_all(&d->c, &w->roster, &w->links, &w->decided));
	DO(store_commit(&d->c));
	assert_string_equal(desk_dump(d, INPUTS), inputs);
	assert_string_equal(desk_dump_bytes(d, SAID), said);
	assert_string_equal(desk_dump(d, KEYS), keys);
	assert_string_equal(desk_dump(d, SPLITS), splits);
}

/* What is derived of people is what is derived of all of them. */
static inline void
assert_derived(struct desk *d)
{
	const char *people, *fixes;

#define PEOPLE "select id, given, family, born, due, died, sex, gender, ethnicity from person order by id"
#define FIXES "select id, kind, agency, org, worker, identity, field, opened, closed from fix order by id"
	people = desk_dump(d, PEOPLE);
	fixes = desk_dump(d, FIXES);
	DO(store_begin(&d->c));
	DO(derive(&d->c, true));
	DO(store_commit(&d->c));
	assert_string_equal(desk_dump(d, PEOPLE), people);
	assert_string_equal(desk_dump(d, FIXES), fixes);
}

#define SEVERAL "select distinct k.blind, k.identity from identifier k join identity i on i.id = k.identity where i.sealed = 'no'" \
	" and k.scheme in ('upn', 'nhs_number', 'uln', 'la_child_id') and exists (select 1 from identifier o where o.identity = k.identity" \
	" and o.scheme = k.scheme and o.blind <> k.blind)"

/* Who has several numbers of one kind. */
static inline void
assert_several(struct desk *d)
{
	ASK_COUNT("select count(*) from (" SEVERAL ") k left join link_several s on s.number = k.blind and s.identity = k.identity"
	    " where s.number is null", 0);
	ASK_COUNT("select (select count(*) from link_several) - (select count(*) from (" SEVERAL ") k)", 0);
}

static inline void
assert_as_whole(struct desk *d)
{
	struct whole w;

	assert_derived(d);
	ASK_COUNT("select number - (select count(distinct person) from identity) from link_population where name = 'people'", 0);
	ASK_COUNT("select number - (select count(*) from identity) from link_population where name = 'identities'", 0);
	whole_run(d, &w);
	assert_people(&w);
	assert_weights(&w);
	assert_review(d, &w);
	assert_several(d);
	assert_kept(d, &w);
	whole_end(&w);
}

#endif
