/* Linking the database's identities through linkage/, and writing what changes. */
#include "people/link.h"

#include "base/clock.h"
#include "base/hash.h"
#include "people/derive.h"
#include "people/link_before.h"
#include "people/link_decision.h"
#include "people/link_keep.h"
#include "people/link_load.h"
#include "people/link_measured.h"
#include "people/link_threshold.h"
#include "people/link_told.h"
#include "people/link_write.h"
#include "store/store.h"

struct linking {
	struct roster roster;
	bool *changed;              /* of each identity */
	struct decided_pairs decided;
	struct links links;
	struct clustered clustered;
	struct link_summary *out;
};

/* Whether all may move: there is no model to go by, or most of the records are new to it. */
static enum err
plan(struct ctx *c, struct linking *k)
{
	struct roster *r = &k->roster;
	bool known;
	size_t n;

	k->changed = mem_new_array(r->mem, bool, r->who.n + 1);
	TRY(changed_find(c, r, k->changed, &n));
	TRY(model_load(c, r, &known));
	k->out->full = k->out->full || !known || n * 2 > r->records;
	if (!k->out->full)
		return OK;
	roster_model(&r->model);
	for (size_t i = 0; i < r->who.n; i++)
		k->changed[i] = r->who.item[i].record != LINK_NOBODY;
	return OK;
}

/* Each person whose records may not move is a group of theirs. */
static uint32_t *
groups_make(const struct linking *k)
{
	const struct roster *r = &k->roster;
	uint32_t *group = mem_new_array(r->mem, uint32_t, r->records + 1);
	struct int_map *number = int_map_new(r->mem, r->who.n + 1);

	for (uint32_t i = 0; i < r->records; i++) {
		const struct identity_known *w = &r->who.item[r->of_record[i]];
		int64_t *at;
		bool is_new;

		if (k->changed[r->of_record[i]])
			continue;
		at = int_map_put(number, w->person, &is_new);
		if (is_new)
			*at = (int64_t)int_map_count(number);
		group[i] = (uint32_t)*at;
	}
	return group;
}

static void
engine_run(struct linking *k)
{
	struct roster *r = &k->roster;
	struct link_options options = {.seed = ROSTER_SEED, .order = r->order, .decision = k->decided.item, .n_decisions = k->decided.n,
	    .group = k->out->full ? NULL : groups_make(k)};
	link_run(r->mem, r->set, options, &k->links);
	k->out->kept_apart = (int64_t)(k->links.kept_apart + k->links.conflicts + k->links.two_numbers);
	k->out->identities = (int64_t)r->records;
	k->out->people = (int64_t)k->links.n_clusters;
	k->out->joined = k->out->identities - k->out->people;
	k->out->join = r->model.join;
	k->out->review = r->model.review;
}

/* The engine's clusters, then each sealed identity alone. */
static void
clusters_take(struct linking *k)
{
	struct clustered *to = &k->clustered;
	struct roster *r = &k->roster;

	*to = (struct clustered){.roster = r, .out = k->out, .clusters = k->links.n_clusters,
	    .cluster = mem_new_array(r->mem, uint32_t, r->who.n + 1), .weight = mem_new_array(r->mem, float, r->who.n + 1)};
	for (size_t i = 0; i < r->who.n; i++) {
		uint32_t record = r->who.item[i].record;

		to->cluster[i] = record == LINK_NOBODY ? (uint32_t)to->clusters++ : k->links.cluster[record];
		to->weight[i] = record == LINK_NOBODY ? 0 : k->links.weight[record];
	}
}

static enum err
link_in_transaction(struct ctx *c, struct linking *k, struct mem *mem)
{
	struct told told;

	TRY(roster_load(c, mem, &k->roster));
	TRY(plan(c, k));
	TRY(thresholds_load(c, &k->roster.model));
	TRY(decisions_load(c, &k->roster, &k->decided));
	TRY(roster_fill(c, &k->roster));
	engine_run(k);
	clusters_take(k);
	told = (struct told){.roster = &k->roster, .links = &k->links, .decided = &k->decided};
	k->out->awaiting = (int64_t)review_find(&told);
	TRY(people_choose(c, &k->clustered));
	TRY(people_write(c, &k->clustered, clock_stamp(mem)));
	TRY(review_keep_before(c, k->out->run));
	TRY(told_keep(c, &told, k->out->run));
	TRY(weighed_keep(c, &k->roster, &k->links.model, &k->decided));
	TRY(inputs_keep(c, &k->roster, k->changed));
	if (k->out->full) {
		TRY(model_keep(c, &k->links.model, k->roster.records));
		TRY(names_keep(c, &k->links));
	}
	return derive(c, true);
}

enum err
link_all(struct ctx *c, bool full, struct link_summary *out)
{
	struct mem *mem = mem_new();
	struct linking k = {.out = out};
	int64_t started = clock_ms();
	enum err e = store_begin(c);

	*out = (struct link_summary){.full = full};
	if (e == OK) {
		e = link_in_transaction(c, &k, mem);
		if (e == OK)
			e = store_commit(c);
		else
			store_rollback(c);
	}
	roster_end(&k.roster);
	mem_free(mem);
	out->seconds = (double)(clock_ms() - started) / 1000;
	return e;
}

/* A sealed identity stays where it is: it would go back among others. */
static enum err
undo_in_transaction(struct ctx *c, int64_t run, int64_t *identities)
{
	struct rows *r = store_read_own(c, "select max(id) from link_run where undone is null"), *w;
	int64_t last = rows_next(r) ? col_id(r, 0) : 0;

	TRY(rows_end(r));
	if (!last || last != run)
		return fail(c, ERR_INPUT, last ? "only the last run can be undone, and that is %lld" :
		    "no linking run is left to undo", (long long)last);
	w = store_write(c, "update identity set person = (select l.before from link_change l where l.run = :run"
	    " and l.identity = identity.id), link_state = (select l.before_state from link_change l where l.run = :run"
	    " and l.identity = identity.id), link_weight = (select l.before_weight from link_change l where l.run = :run"
	    " and l.identity = identity.id) where id in (select l.identity from link_change l where l.run = :run) and sealed = 'no'");
	bind_id(w, "run", run);
	TRY(rows_end(w));
	*identities = store_changes(c);
	w = store_write(c, "update link_run set undone = :now where id = :run");
	bind_text(w, "now", clock_stamp(c->mem));
	bind_id(w, "run", run);
	TRY(rows_end(w));
	TRY(people_forward(c, run));
	TRY(inputs_forget_run(c, run));
	TRY(review_put_back(c, run));
	return derive(c, true);
}

enum err
link_undo(struct ctx *c, int64_t run, int64_t *identities)
{
	enum err e;

	TRY(store_begin(c));
	e = undo_in_transaction(c, run, identities);
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	return store_commit(c);
}
