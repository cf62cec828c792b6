/* See the header. */
#include "people/link_some.h"

#include "base/hash.h"
#include "linkage/component.h"
#include "linkage/keys.h"
#include "people/link_keep.h"
#include "people/link_since.h"
#include "people/link_stage.h"
#include "people/link_threshold.h"
#include "store/store.h"

#define THREADS_FROM 100000             /* records, of which few pairs are compared: starting threads for less takes longer than the work */

struct some {
	struct ctx *c;
	struct mem *mem;
	struct linking *to;
	struct kept_population population;
	struct int_map *taken;              /* components that are in the roster */
	struct int_map *people;             /* people all of whose records are */
	struct id_list components;          /* that are to be taken */
};

/* ---- what is new or has changed ---------------------------------------------------------------------------------- */

static void
component_want(struct some *k, int64_t component)
{
	bool is_new;

	int_map_put(k->taken, component, &is_new);
	if (is_new)
		*push(k->mem, &k->components) = component;
}

/* One that moves. A component that may lose a record, or of which one has changed, is asked about anew as a whole. */
static void
touch(struct some *k, struct identity_known *who)
{
	who->moves = true;
	who->touched = who->asked = who->record != LINK_NOBODY;
	if (who->kept)
		component_want(k, who->component);
}

/* Those from number `from` on that differ from what is kept of them; returns how many. */
static size_t
touched_find(struct some *k, size_t from, const struct int_map *decided)
{
	struct roster *r = &k->to->roster;
	size_t n = 0;

	for (size_t i = from; i < r->who.n; i++) {
		struct identity_known *who = &r->who.item[i];
		bool sealed = who->record == LINK_NOBODY;

		if (sealed ? !who->kept && who->person :
		    who->kept && who->person && who->kept_digest == who->digest && !int_map_find(decided, who->id))
			continue;
		touch(k, who);
		n++;
	}
	return n;
}

/* ---- taking in --------------------------------------------------------------------------------------------------- */

static enum err
roster_take(struct some *k, const struct id_list *list)
{
	struct int_map *nobody = int_map_new(k->mem, 1);
	size_t before = k->to->roster.who.n;

	TRY(roster_add_kept(k->c, &k->to->roster, list));
	TRY(roster_add(k->c, &k->to->roster, list));
	touched_find(k, before, nobody);        /* one that nothing is kept of: whatever happened to it */
	return OK;
}

/* The wanted components, whole; `asked`: all that they may be is asked about. */
static enum err
components_take(struct some *k, bool asked)
{
	struct roster *r = &k->to->roster;

	while (k->components.n) {
		struct id_list members = {0};
		struct int_map *these = int_map_new(k->mem, k->components.n);
		bool is_new;

		for (size_t i = 0; i < k->components.n; i++)
			int_map_put(these, k->components.item[i], &is_new);
		TRY(stage_ask(k->c, k->mem, &k->components, "select l.identity from link_input l where "
		    IN_STAGE("l.component") " union all select l.identity from link_input l where " IN_STAGE_LATER("l.component"), &members));
		k->components = (struct id_list){0};
		TRY(roster_take(k, &members));
		for (size_t i = 0; i < r->who.n; i++)
			if (r->who.item[i].kept && r->who.item[i].record != LINK_NOBODY && int_map_find(these, r->who.item[i].component)) {
				r->who.item[i].moves = true;
				r->who.item[i].asked = r->who.item[i].asked || asked;
			}
	}
	return OK;
}

/* Whose people's records may move has all of them here: a person that somebody else is, too, would be two. */
static enum err
people_take(struct some *k)
{
	struct roster *r = &k->to->roster;
	struct id_list people = {0}, members = {0};
	bool is_new;

	for (size_t i = 0; i < r->who.n; i++) {
		if (!r->who.item[i].moves || !r->who.item[i].person)
			continue;
		int_map_put(k->people, r->who.item[i].person, &is_new);
		if (is_new)
			*push(k->mem, &people) = r->who.item[i].person;
	}
	TRY(stage_ask(k->c, k->mem, &people, "select i.id from identity i where " OF_STAGED("i"), &members));
	TRY(roster_take(k, &members));
	for (size_t i = 0; i < members.n; i++) {
		struct identity_known *who = &r->who.item[*int_map_find(r->by_id, members.item[i])];

		if (!who->moves && who->kept && who->record != LINK_NOBODY)
			component_want(k, who->component);
		else
			who->moves = true;
	}
	return OK;
}

/* Tells what came since the last time; appends those that are asked about. */
static void
search_fill(struct some *k, struct id_list *asked)
{
	struct roster *r = &k->to->roster;
	struct key_search *search = k->to->search;
	struct keying keying;

	keying_make(r->set, &keying);
	for (size_t i = 0; i < r->who.n; i++) {
		struct identity_known *who = &r->who.item[i];

		if (who->kept && (who->touched || who->record == LINK_NOBODY))
			key_search_leave(search, who->id);
		if (who->asked && !who->searched) {
			if (who->touched)
				key_search_come(search, &keying, who->record, who->id, r->order[who->record]);
			key_search_add(search, &keying, who->record, who->id, r->order[who->record]);
			who->searched = true;
			*push(k->mem, asked) = who->id;
		} else if (who->moves && !who->asked && who->record != LINK_NOBODY) {
			key_search_compare(search, &keying, who->record);
		}
	}
}

/* Their components are asked about as a whole, as one that has lost a record is. *any: some of that was not. */
static enum err
parted_take(struct some *k, const struct id_list *parted, bool *any)
{
	struct roster *r = &k->to->roster;
	struct int_map *components = int_map_new(k->mem, parted->n + 1);
	bool is_new;

	*any = false;
	TRY(roster_take(k, parted));
	for (size_t i = 0; i < parted->n; i++) {
		const struct identity_known *who = &r->who.item[*int_map_find(r->by_id, parted->item[i])];

		if (who->touched)
			continue;
		int_map_put(components, who->component, &is_new);
		component_want(k, who->component);
	}
	TRY(components_take(k, false));
	for (size_t i = 0; i < r->who.n; i++) {
		struct identity_known *who = &r->who.item[i];

		if (who->moves && who->kept && !who->asked && who->record != LINK_NOBODY && int_map_find(components, who->component))
			who->asked = *any = true;
	}
	return OK;
}

/* Who shares a key with those that are asked about, and with whom somebody decided about them. *again: more are asked about now. */
static enum err
neighbours_take(struct some *k, bool *again)
{
	struct roster *r = &k->to->roster;
	struct id_list asked = {0}, found = {0}, parted = {0};

	TRY(roster_fill(k->c, r));
	population_give(r->set, &k->population.names);
	search_fill(k, &asked);
	TRY(key_search_ask(k->c, k->to->search, &found, &parted));
	TRY(stage_ask(k->c, k->mem, &asked, "select d.right_identity from link_decision d where " IN_STAGE("d.left_identity")
	    " union all select d.left_identity from link_decision d where " IN_STAGE("d.right_identity"), &found));
	TRY(roster_take(k, &found));
	return parted_take(k, &parted, again);
}

/* ---- comparing --------------------------------------------------------------------------------------------------- */

/* By record: what moves. Of two others nothing is asked. */
static const bool *
moving(const struct roster *r)
{
	bool *out = mem_new_array(r->mem, bool, r->records + 1);

	for (size_t i = 0; i < r->who.n; i++)
		if (r->who.item[i].record != LINK_NOBODY)
			out[r->who.item[i].record] = r->who.item[i].moves;
	return out;
}

static enum err
compare(struct some *k)
{
	struct linking *to = k->to;
	struct roster *r = &to->roster;

	TRY(roster_fill(k->c, r));
	TRY(decisions_load(k->c, r, &to->decided));
	population_give(r->set, &k->population.names);
	link_run(k->mem, r->set, (struct link_options){.threads = r->records < THREADS_FROM ? 1 : 0, .seed = ROSTER_SEED, .order = r->order,
	    .in_order = true, .decision = to->decided.item, .n_decisions = to->decided.n, .about = moving(r), .known = key_search_known(to->search)}, &to->links);
	return OK;
}

static void
tie(struct some *k, uint32_t one, uint32_t other)
{
	const struct roster *r = &k->to->roster;
	const struct identity_known *left = &r->who.item[r->of_record[one]], *right = &r->who.item[r->of_record[other]];

	if (left->moves != right->moves)
		component_want(k, left->moves ? right->component : left->component);
}

/* Wants the components that what moves is tied to. */
static void
ties_find(struct some *k)
{
	const struct links *links = &k->to->links;
	const struct decided_pairs *decided = &k->to->decided;
	float join = link_join_bits(&links->model);

	for (size_t i = 0; i < links->n_edges && links->edge[i].weight >= join; i++)
		tie(k, links->edge[i].left, links->edge[i].right);
	for (size_t i = 0; i < decided->n; i++)
		if (decided->item[i].decided == LINK_SAME)
			tie(k, decided->item[i].left, decided->item[i].right);
}

/* People of before of whom two are made now: what else the records of each may be is asked about, for the list of pairs that wait
 * has one pair of two people. */
static bool
parted_ask(struct some *k)
{
	struct roster *r = &k->to->roster;
	struct int_map *cluster = int_map_new(k->mem, 1024), *parted = int_map_new(k->mem, 64);
	bool is_new, any = false;

	for (size_t i = 0; i < r->who.n; i++) {
		const struct identity_known *who = &r->who.item[i];
		int64_t *at;

		if (!who->moves || !who->person || who->record == LINK_NOBODY)
			continue;
		at = int_map_put(cluster, who->person, &is_new);
		if (is_new)
			*at = k->to->links.cluster[who->record];
		else if (*at != k->to->links.cluster[who->record])
			int_map_put(parted, who->person, &is_new);
	}
	for (size_t i = 0; i < r->who.n; i++) {
		struct identity_known *who = &r->who.item[i];

		if (who->moves && who->record != LINK_NOBODY && !who->asked && int_map_find(parted, who->person))
			who->asked = any = true;
	}
	return any;
}

/* Until whatever is tied to what moves moves with it, and every pair that tells of it is there. */
static enum err
run_on(struct some *k)
{
	bool again = true;

	TRY(components_take(k, true));
	while (again) {
		do {
			TRY(people_take(k));
			again = k->components.n > 0;
			TRY(components_take(k, false));
		} while (again);
		TRY(neighbours_take(k, &again));
		if (again)
			continue;
		TRY(compare(k));
		ties_find(k);
		again = k->components.n > 0 || parted_ask(k);
		TRY(components_take(k, false));
	}
	return OK;
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

/* Who came since the last run is nobody's yet, and nobody else is; `before`: how many there were then, 0 where nobody knows. */
static enum err
records_count(struct ctx *c, int64_t before, struct linking *out)
{
	struct rows *r = store_read_own(c, before ? "select (select count(*) from identity i where i.person is null), (select count(*)"
	    " from identity i where i.sealed <> 'no')" : "select (select count(*) from identity), (select count(*) from identity i"
	    " where i.sealed <> 'no')");

	if (rows_next(r)) {
		out->everybody = before + col_int(r, 0);
		out->identities = out->everybody - col_int(r, 1);
	}
	return rows_end(r);
}

static struct int_map *
ids_map(struct mem *mem, const struct id_list *list)
{
	struct int_map *map = int_map_new(mem, list->n + 1);
	bool is_new;

	for (size_t i = 0; i < list->n; i++)
		int_map_put(map, list->item[i], &is_new);
	return map;
}

enum err
some_run(struct ctx *c, struct mem *mem, struct linking *out, bool *done)
{
	struct some k = {.c = c, .mem = mem, .to = out, .taken = int_map_new(mem, 1024), .people = int_map_new(mem, 1024)};
	struct id_list since, decided;
	bool known;

	*done = false;
	roster_begin(mem, &out->roster);
	TRY(model_load(c, &out->roster, &known));
	TRY(thresholds_load(c, &out->roster.model));
	TRY(population_load(c, mem, &k.population));
	TRY(records_count(c, k.population.identities, out));
	out->people = k.population.people;
	if (!known || !k.population.found || !k.population.seen || out->identities > 2 * k.population.records)
		return OK;
	TRY(since_find(c, mem, k.population.seen, &since, &decided));
	TRY(roster_add(c, &out->roster, &since));
	if (touched_find(&k, 0, ids_map(mem, &decided)) * 2 > (size_t)out->identities)
		return OK;
	*done = true;
	out->search = key_search_new(mem, link_block_most((size_t)k.population.records));
	TRY(key_search_load(c, out->search));
	return run_on(&k);
}
