/* Linking the database's identities through linkage/, and writing what changes. */
#include "people/link.h"

#include "base/clock.h"
#include "base/mem.h"
#include "people/derive.h"
#include "people/link_before.h"
#include "people/link_keep.h"
#include "people/link_key.h"
#include "people/link_measured.h"
#include "people/link_population.h"
#include "people/link_review.h"
#include "people/link_some.h"
#include "people/link_stage.h"
#include "people/link_threshold.h"
#include "people/link_told.h"
#include "people/link_write.h"
#include "store/store.h"

struct run {
	struct linking of;
	struct clustered clustered;
	struct link_summary *out;
	struct mem *beside;         /* of what is read while people are written */
	struct moves moves;         /* of a run of some records, and what is derived of them */
	struct deriving *deriving;
	int64_t seen;               /* what is written from now on has higher numbers */
};

/* ---- all records ------------------------------------------------------------------------------------------------- */

static enum err
all_run(struct ctx *c, struct mem *mem, struct linking *k)
{
	struct roster *r = &k->roster;

	TRY(weights_settle(c));
	TRY(store_run(c, "update identity set recent = 0 where recent = 1"));
	TRY(roster_load(c, mem, r));
	TRY(thresholds_load(c, &r->model));
	k->everybody = (int64_t)r->who.n;
	k->identities = (int64_t)r->records;
	k->people = 0;
	TRY(decisions_load(c, r, &k->decided));
	TRY(roster_fill(c, r));
	link_run(mem, r->set, (struct link_options){.seed = ROSTER_SEED, .order = r->order, .in_order = true, .decision = k->decided.item,
	    .n_decisions = k->decided.n}, &k->links);
	for (size_t i = 0; i < r->who.n; i++)
		r->who.item[i].moves = true;
	return OK;
}

static enum err
all_keep(struct ctx *c, struct run *k)
{
	const struct linking *of = &k->of;
	struct told told = {.roster = &of->roster, .links = &of->links, .decided = &of->decided};

	for (int r = 0; r < of->links.model.n_rules; r++) {
		k->out->keys_split += (int64_t)of->links.rule[r].split;
		k->out->left_apart += (int64_t)of->links.rule[r].lost;
	}
	review_find(&told);
	TRY(told_keep(c, &told, k->out->run));
	TRY(model_keep(c, &of->links.model, of->roster.records));
	TRY(names_keep(c, &of->links));
	TRY(population_keep(c, of->roster.set, of->roster.records));
	TRY(left_apart_keep(c, k->out->keys_split, k->out->left_apart));
	return inputs_keep_all(c, &of->roster, &of->links, &of->decided);
}

/* ---- some records ------------------------------------------------------------------------------------------------ */

static enum err
some_keep(struct ctx *c, struct run *k)
{
	TRY(review_keep_some(c, &k->of, &k->clustered, k->out->run));
	TRY(sums_forget(c, &k->of.roster));
	TRY(key_search_keep(c, k->of.search));
	return inputs_keep_some(c, &k->of.roster, &k->of.links, &k->of.decided);
}

/* ---- either ------------------------------------------------------------------------------------------------------ */

/* The engine's clusters of what moves, then each sealed identity alone. */
static void
clusters_take(struct run *k)
{
	struct clustered *to = &k->clustered;
	const struct roster *r = &k->of.roster;
	const struct links *links = &k->of.links;
	uint32_t *number = mem_new_array(r->mem, uint32_t, links->n_clusters + 1);      /* too high by one; 0: not met yet */

	*to = (struct clustered){.roster = r, .out = k->out, .cluster = mem_new_array(r->mem, uint32_t, r->who.n + 1),
	    .weight = mem_new_array(r->mem, float, r->who.n + 1)};
	for (size_t i = 0; i < r->who.n; i++) {
		const struct identity_known *who = &r->who.item[i];

		if (!who->moves || who->record == LINK_NOBODY)
			continue;
		if (!number[links->cluster[who->record]])
			number[links->cluster[who->record]] = (uint32_t)++to->clusters;
		to->cluster[i] = number[links->cluster[who->record]] - 1;
		to->weight[i] = links->weight[who->record];
	}
	for (size_t i = 0; i < r->who.n; i++)
		if (r->who.item[i].moves && r->who.item[i].record == LINK_NOBODY)
			to->cluster[i] = (uint32_t)to->clusters++;
}

static enum err
link_in_transaction(struct ctx *c, struct run *k, struct mem *mem)
{
	bool done = false;

	TRY(store_draw_ids(c, 1, &k->seen));
	if (!k->out->full) {
		TRY(store_look_up(c, true));
		TRY(some_run(c, mem, &k->of, &done));
	}
	k->out->full = !done;
	if (done)
		store_sizes_stay(c);
	if (k->out->full) {
		TRY(store_look_up(c, false));
		roster_end(&k->of.roster);
		TRY(all_run(c, mem, &k->of));
	}
	k->out->kept_apart = (int64_t)(k->of.links.kept_apart + k->of.links.conflicts + k->of.links.two_numbers);
	k->out->identities = k->of.identities;
	k->out->join = k->of.roster.model.join;
	k->out->review = k->of.roster.model.review;
	k->out->declared = source_words(c->mem, &k->of.roster.declared);
	clusters_take(k);
	TRY(people_choose(c, &k->clustered));
	if (!k->out->full) {
		people_moves(&k->clustered, k->beside, &k->moves);
		TRY(derive_begin(c, &k->moves, &k->deriving));
	}
	TRY(people_write(c, &k->clustered, clock_stamp(mem)));
	TRY(review_keep_before(c, k->out->run));
	TRY(k->out->full ? all_keep(c, k) : some_keep(c, k));
	TRY(weighed_keep(c, &k->of.roster, &k->of.links.model, &k->of.decided));
	TRY(touched_settle(c));
	TRY(seen_keep(c, k->seen));
	TRY(run_count(c, k->out, k->of.people, k->of.everybody));
	return k->out->full ? derive(c, true) : derive_end(c, k->deriving);
}

enum err
link_all(struct ctx *c, bool full, struct link_summary *out)
{
	struct mem *mem = mem_new();
	struct run k = {.out = out, .beside = mem_new()};
	int64_t started = clock_ms();
	enum err e = store_begin(c);

	*out = (struct link_summary){.full = full, .declared = ""};
	if (e == OK) {
		e = link_in_transaction(c, &k, mem);
		if (e == OK)
			e = store_commit(c);
		else
			store_rollback(c);
	}
	roster_end(&k.of.roster);
	mem_free(k.beside);
	mem_free(mem);
	out->seconds = (double)(clock_ms() - started) / 1000;
	return e;
}

/* Whom the run made and who has no record again: nobody ever was they. */
static enum err
made_forget(struct ctx *c, int64_t run)
{
	struct rows *w = store_write(c, "delete from person where id in (select l.after from link_change l where l.run = :run)"
	    " and joined_into is null and not exists (select 1 from identity i where " OF_PERSON("i", "person.id") ")"
	    " and not exists (select 1 from person p where p.joined_into = person.id)"
	    " and not exists (select 1 from link_change l join link_run r on r.id = l.run where l.before = person.id"
	    " and r.undone is null)");

	bind_id(w, "run", run);
	return rows_end(w);
}

/* Who went back from whom the run gave them to. */
static enum err
moves_undone(struct ctx *c, int64_t run, struct moves *out)
{
	struct rows *r = store_read_own(c, "select l.identity, l.after, i.person from link_change l cross join identity i where l.run = :run"
	    " and i.id = l.identity and i.person is distinct from l.after");

	*out = (struct moves){.mem = c->mem};
	bind_id(r, "run", run);
	while (rows_next(r))
		*push(c->mem, &out->move) = (struct move){col_id(r, 0), col_id(r, 1), col_id(r, 2)};
	return rows_end(r);
}

/* A sealed identity stays where it is: it would go back among others. */
static enum err
undo_in_transaction(struct ctx *c, int64_t run, int64_t *identities)
{
	struct rows *r = store_read_own(c, "select max(id) from link_run where undone is null"), *w;
	struct deriving *deriving;
	struct moves moves;
	int64_t last = rows_next(r) ? col_id(r, 0) : 0;

	TRY(rows_end(r));
	if (!last || last != run)
		return fail(c, ERR_INPUT, last ? "only the last run can be undone, and that is %lld" :
		    "no linking run is left to undo", (long long)last);
	TRY(weights_settle(c));
	w = store_write(c, "update identity set person = (select l.before from link_change l where l.run = :run"
	    " and l.identity = identity.id), link_state = (select l.before_state from link_change l where l.run = :run"
	    " and l.identity = identity.id), link_weight = (select l.before_weight from link_change l where l.run = :run"
	    " and l.identity = identity.id) where id in (select l.identity from link_change l where l.run = :run) and sealed = 'no'");
	bind_id(w, "run", run);
	TRY(rows_end(w));
	*identities = store_changes(c);
	w = store_write(c, "update identity set link_weight = (select l.before_weight from link_reweighed l where l.run = :run"
	    " and l.identity = identity.id) where id in (select l.identity from link_reweighed l where l.run = :run) and sealed = 'no'");
	bind_id(w, "run", run);
	TRY(rows_end(w));
	w = store_write(c, "update link_run set undone = :now where id = :run");
	bind_text(w, "now", clock_stamp(c->mem));
	bind_id(w, "run", run);
	TRY(rows_end(w));
	TRY(people_forward(c, run));
	TRY(made_forget(c, run));
	TRY(everybody_forget(c));
	TRY(touched_add_run(c, run));
	TRY(review_touch_before(c, run));
	TRY(review_put_back(c, run));
	TRY(moves_undone(c, run, &moves));
	TRY(derive_begin(c, &moves, &deriving));
	return derive_end(c, deriving);
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
