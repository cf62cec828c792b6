/* See the header. */
#include "people/link_write.h"

#include "base/hash.h"
#include "people/link_population.h"
#include "people/link_stage.h"
#include "store/store.h"

/* ---- who is whom ------------------------------------------------------------------------------------------------- */

struct vote {
	int64_t person;
	int32_t votes;
	uint32_t cluster;
};

/* Each cluster keeps the person that most of its identities have; each person goes to one cluster, the one with most of
 * their identities. Ties fall to the lower id, so the answer hangs on nothing but the data. */
static void
people_keep(struct clustered *k, const struct vote *vote, size_t n)
{
	struct mem *m = k->roster->mem;
	struct int_map *claimed = int_map_new(m, n + 1);        /* person → its best vote */
	int32_t *most = mem_new_array(m, int32_t, k->clusters + 1);

	for (size_t i = 0; i < n; i++) {
		bool is_new;
		int64_t *best = int_map_put(claimed, vote[i].person, &is_new);

		if (is_new || vote[i].votes > vote[*best].votes)
			*best = (int64_t)i;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t to = vote[i].cluster;

		if ((size_t)*int_map_find(claimed, vote[i].person) != i)
			continue;
		if (!k->person[to] || vote[i].votes > most[to] ||
		    (vote[i].votes == most[to] && vote[i].person < k->person[to])) {
			most[to] = vote[i].votes;
			k->person[to] = vote[i].person;
		}
	}
}

/* A sealed identity has no vote but where nobody else has one: who was known under an address stays there. */
static struct vote *
votes_count(const struct clustered *k, size_t *n)
{
	const struct roster *r = k->roster;
	struct vote *vote = mem_new_array(r->mem, struct vote, r->who.n + 1);
	struct int_map *place = int_map_new(r->mem, r->who.n + 1);

	*n = 0;
	for (size_t i = 0; i < r->who.n; i++) {
		int64_t person = r->who.item[i].person, *at;
		bool is_new;

		if (!person || !r->who.item[i].moves)
			continue;
		at = int_map_put(place, person * (int64_t)(k->clusters + 1) + k->cluster[i], &is_new);
		if (is_new) {
			*at = (int64_t)*n;
			vote[(*n)++] = (struct vote){person, 0, k->cluster[i]};
		}
		vote[*at].votes += r->who.item[i].record != LINK_NOBODY;
	}
	return vote;
}

/* What becomes of a person's identities. */
struct fate {
	int64_t first;              /* the person of the first of them now */
	bool parted, stays;
};

static void
fates_count(struct clustered *k)
{
	const struct roster *r = k->roster;
	struct int_map *at = int_map_new(r->mem, r->who.n + 1);
	struct fate *fate = mem_new_array(r->mem, struct fate, r->who.n + 1);

	for (size_t i = 0; i < r->who.n; i++) {
		int64_t before = r->who.item[i].person, after = k->person[k->cluster[i]], *place;
		bool is_new;

		if (!before || !r->who.item[i].moves || r->who.item[i].record == LINK_NOBODY)
			continue;
		k->out->moved += before != after;
		place = int_map_put(at, before, &is_new);
		if (is_new)
			*place = (int64_t)int_map_count(at) - 1;
		fate[*place].first = is_new ? after : fate[*place].first;
		fate[*place].parted = fate[*place].parted || fate[*place].first != after;
		fate[*place].stays = fate[*place].stays || before == after;
	}
	for (size_t i = 0; i < int_map_count(at); i++) {
		k->out->split += fate[i].parted;
		k->out->merged += !fate[i].stays;
	}
}

enum err
people_choose(struct ctx *c, struct clustered *k)
{
	struct mem *m = k->roster->mem;
	size_t n;
	struct vote *vote = votes_count(k, &n);

	k->person = mem_new_array(m, int64_t, k->clusters + 1);
	k->is_new = mem_new_array(m, bool, k->clusters + 1);
	people_keep(k, vote, n);
	for (size_t i = 0; i < k->clusters; i++)
		if (!k->person[i]) {
			TRY(ids_next(c, &k->ids, &k->person[i]));
			k->is_new[i] = true;
			k->out->new_people++;
		}
	fates_count(k);
	return OK;
}

static bool
goes_elsewhere(const struct clustered *k, size_t i)
{
	return k->roster->who.item[i].moves && k->roster->who.item[i].person != k->person[k->cluster[i]];
}

void
people_moves(const struct clustered *k, struct mem *mem, struct moves *out)
{
	*out = (struct moves){.mem = mem};
	for (size_t i = 0; i < k->roster->who.n; i++)
		if (goes_elsewhere(k, i))
			*push(mem, &out->move) = (struct move){k->roster->who.item[i].id, k->roster->who.item[i].person,
			    k->person[k->cluster[i]]};
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static enum err
people_insert(struct ctx *c, const struct clustered *k)
{
	struct bulk *b = bulk_open(c, "person", (const char *const[]){"id", NULL});
	enum err e = OK, closed;

	for (size_t i = 0; i < k->clusters && e == OK; i++)
		if (k->is_new[i]) {
			bulk_int(b, 0, k->person[i]);
			e = bulk_row(b);
		}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

typedef bool picking(const struct clustered *k, size_t i);
typedef enum err writing(const struct clustered *k, struct bulk *b, size_t i);

/* Writes a row of each that is picked; closes it. */
static enum err
identities_write(const struct clustered *k, picking *is_one, writing *write, struct bulk *b)
{
	enum err e = OK, closed;

	for (size_t i = 0; i < k->roster->who.n && e == OK; i++)
		if (is_one(k, i))
			e = write(k, b, i);
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

static enum err
change_write(const struct clustered *k, struct bulk *b, size_t i)
{
	const struct identity_known *w = &k->roster->who.item[i];

	bulk_int(b, 0, k->out->run);
	bulk_int(b, 1, w->id);
	if (w->person)
		bulk_int(b, 2, w->person);
	bulk_int(b, 3, k->person[k->cluster[i]]);
	bulk_text(b, 4, w->person ? VIEW("linked") : VIEW("unlinked"));
	if (w->person)
		bulk_real(b, 5, w->weight);
	return bulk_row(b);
}

static enum err
move_write(const struct clustered *k, struct bulk *b, size_t i)
{
	bulk_int(b, 0, k->person[k->cluster[i]]);
	bulk_real(b, 1, (double)k->weight[i]);
	bulk_int(b, 2, k->roster->who.item[i].id);
	return bulk_row(b);
}

static enum err
before_write(const struct clustered *k, struct bulk *b, size_t i)
{
	bulk_int(b, 0, k->out->run);
	bulk_int(b, 1, k->roster->who.item[i].id);
	bulk_real(b, 2, k->roster->who.item[i].weight);
	return bulk_row(b);
}

static enum err
weight_write(const struct clustered *k, struct bulk *b, size_t i)
{
	bulk_real(b, 0, (double)k->weight[i]);
	bulk_int(b, 1, k->roster->who.item[i].id);
	return bulk_row(b);
}

/* It stays, but its heaviest pair within its person is another. */
static bool
weighs_else(const struct clustered *k, size_t i)
{
	float before = (float)k->roster->who.item[i].weight;

	return k->roster->who.item[i].moves && !goes_elsewhere(k, i) && (before < k->weight[i] || before > k->weight[i]);
}

static bool
is_written(const struct clustered *k, size_t i)
{
	return goes_elsewhere(k, i) || weighs_else(k, i);
}

static const char *const weighing[] = {"weight", "identity", NULL};

/* Each by itself: of a full run, and of one in which nobody moves, which is no run, and leaves nothing to be undone. */
static enum err
weights_write(struct ctx *c, const struct clustered *k)
{
	return identities_write(k, weighs_else, weight_write, bulk_statement(c, k->out->full ?
	    "update identity set link_weight = :weight where id = :identity" : "insert into link_weight_now (weight, identity)"
	    " values (:weight, :identity) on conflict (identity) do update set weight = excluded.weight", weighing));
}

static enum err
all_move(struct ctx *c, const struct clustered *k)
{
	TRY(identities_write(k, goes_elsewhere, move_write, bulk_statement(c, "update identity set person = :person,"
	    " link_state = 'linked', link_weight = :weight where id = :id", (const char *const[]){"person", "weight", "id", NULL})));
	return weights_write(c, k);
}

/* Few of many: all in a few statements. */
static enum err
some_move(struct ctx *c, const struct clustered *k)
{
	struct id_list moved = {0};
	struct rows *w;

	for (size_t i = 0; i < k->roster->who.n; i++)
		if (goes_elsewhere(k, i))
			*push(k->roster->mem, &moved) = k->roster->who.item[i].id;
	TRY(stage_fill(c, &moved));
	w = store_write(c, "update identity set person = (select l.after from link_change l where l.run = :run and l.identity = identity.id),"
	    " link_state = 'linked', recent = 1 where " IN_STAGE("id"));
	bind_id(w, "run", k->out->run);
	TRY(rows_end(w));
	TRY(store_run(c, "delete from link_weight_now where " IN_STAGE("identity")));
	w = store_write(c, "delete from link_weight_now where identity in (select r.identity from link_reweighed r where r.run = :run)");
	bind_id(w, "run", k->out->run);
	TRY(rows_end(w));
	return identities_write(k, is_written, weight_write, bulk_open(c, "link_weight_now", weighing));
}

enum err
weights_settle(struct ctx *c)
{
	TRY(store_run(c, "update identity set link_weight = (select w.weight from link_weight_now w where w.identity = identity.id)"
	    " where id in (select w.identity from link_weight_now w)"));
	return store_run(c, "delete from link_weight_now");
}

enum err
people_forward(struct ctx *c, int64_t run)
{
	struct rows *w = store_write(c, "update person set joined_into = (select min(l.after) from link_change l"
	    " where l.run = :run and l.before = person.id) where joined_into is null"
	    " and id in (select l.before from link_change l where l.run = :run)"
	    " and not exists (select 1 from identity i where " OF_PERSON("i", "person.id") ")");

	bind_id(w, "run", run);
	TRY(rows_end(w));
	w = store_write(c, "update person set joined_into = null where joined_into is not null and id in (select l.after from"
	    " link_change l where l.run = :run union all select l.before from link_change l where l.run = :run and l.before is not null)"
	    " and exists (select 1 from identity i where " OF_PERSON("i", "person.id") ")");
	bind_id(w, "run", run);
	return rows_end(w);
}

static enum err
run_insert(struct ctx *c, const struct link_summary *s, const char *now)
{
	struct rows *w = store_write(c, "insert into link_run (id, at, model, identities, people, joined, awaiting, full_run,"
	    " new_people, moved, merged, split) values (:id, :at, 'weighed', 0, 0, 0, 0, :full, :new_people, :moved, :merged, :split)");

	bind_id(w, "id", s->run);
	bind_text(w, "at", now);
	bind_text(w, "full", s->full ? "yes" : "no");
	bind_int(w, "new_people", s->new_people);
	bind_int(w, "moved", s->moved);
	bind_int(w, "merged", s->merged);
	bind_int(w, "split", s->split);
	return rows_end(w);
}

/* Sealed ones too: of a run those that were before, its new ones, less those whom it left without a record. */
static enum err
everybody_count(struct ctx *c, const struct link_summary *s, int64_t before, int64_t *out)
{
	struct rows *r = before ? store_read_own(c, "select :before - count(distinct l.before) from link_change l where l.run = :run and"
	    " l.before is not null and not exists (select 1 from identity i where " OF_PERSON("i", "l.before") ")") :
	    store_read_own(c, "select count(distinct i.person) from identity i");

	if (before) {
		bind_int(r, "before", before + s->new_people);
		bind_id(r, "run", s->run);
	}
	*out = rows_next(r) ? col_int(r, 0) : 0;
	return rows_end(r);
}

/* By indices alone: of sealed identities, and of people whom they are, there are few. */
static enum err
open_count(struct ctx *c, struct link_summary *out, int64_t everybody)
{
	struct rows *r = store_read_own(c, "select (select count(distinct i.person) from identity i where i.sealed <> 'no' and not exists"
	    " (select 1 from identity k where " OF_PERSON("k", "i.person") " and k.sealed = 'no')), (select count(*) from link_review)");

	if (rows_next(r)) {
		out->people = everybody - col_int(r, 0);
		out->awaiting = col_int(r, 1);
		out->joined = out->identities - out->people;
	}
	return rows_end(r);
}

enum err
run_count(struct ctx *c, struct link_summary *out, int64_t before, int64_t identities)
{
	struct rows *w;
	int64_t everybody;

	TRY(everybody_count(c, out, before, &everybody));
	TRY(everybody_keep(c, everybody, identities));
	TRY(open_count(c, out, everybody));
	if (!out->run)
		return OK;
	w = store_write(c, "update link_run set identities = :identities, people = :people, joined = :joined, awaiting = :awaiting"
	    " where id = :id");
	bind_id(w, "id", out->run);
	bind_int(w, "identities", out->identities);
	bind_int(w, "people", out->people);
	bind_int(w, "joined", out->joined);
	bind_int(w, "awaiting", out->awaiting);
	return rows_end(w);
}

static bool
anything_moves(const struct clustered *k)
{
	for (size_t i = 0; i < k->roster->who.n; i++)
		if (goes_elsewhere(k, i))
			return true;
	return false;
}

enum err
people_write(struct ctx *c, struct clustered *k, const char *now)
{
	if (!anything_moves(k))
		return weights_write(c, k);
	TRY(ids_next(c, &k->ids, &k->out->run));
	TRY(run_insert(c, k->out, now));
	TRY(people_insert(c, k));
	TRY(identities_write(k, goes_elsewhere, change_write, bulk_open(c, "link_change", (const char *const[]){"run", "identity", "before",
	    "after", "before_state", "before_weight", NULL})));
	TRY(identities_write(k, weighs_else, before_write, bulk_open(c, "link_reweighed", (const char *const[]){"run", "identity",
	    "before_weight", NULL})));
	TRY(k->out->full ? all_move(c, k) : some_move(c, k));
	return people_forward(c, k->out->run);
}
