/* Linking the database's identities through linkage/, and writing what changes. */
#include "people/link.h"

#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/progress.h"
#include "linkage/linkage.h"
#include "people/derive.h"
#include "people/intake_batch.h"
#include "store/store.h"

struct whom {
	int64_t id, person;
	double weight;              /* NaN when not linked */
	bool sealed;
};

struct linking {
	struct ctx *c;
	struct mem *mem;
	struct int_map *by_id;      /* identity → its number */
	struct { struct whom *item; size_t n, cap; } whom;
	struct link_record *record;
	struct link_result result;
	int64_t *person;            /* for each cluster */
	struct int_map *is_new;     /* people that this run makes */
	struct ids ids;
	struct link_summary *out;
	const char *now;
};

static enum err
identities_load(struct linking *k)
{
	struct rows *r = store_read_own(k->c, "select id, person, link_weight, sealed from identity order by id");
	bool is_new;

	while (rows_next(r)) {
		*push(k->mem, &k->whom) = (struct whom){col_id(r, 0), col_id(r, 1), col_real(r, 2),
		    !view_is(col_view(r, 3), "no")};
		*int_map_put(k->by_id, col_id(r, 0), &is_new) = (int64_t)k->whom.n - 1;
	}
	TRY(rows_end(r));
	k->record = mem_new_array(k->mem, struct link_record, k->whom.n + 1);
	for (size_t i = 0; i < k->whom.n; i++)
		k->record[i] = (struct link_record){.id = k->whom.item[i].id, .born = DAY_NONE};
	return OK;
}

/* The record of a row's identity; NULL for a sealed one, whose names and numbers take no part. */
static struct link_record *
record_of(struct linking *k, int64_t identity)
{
	int64_t *at = int_map_find(k->by_id, identity);

	return at && !k->whom.item[*at].sealed ? &k->record[*at] : NULL;
}

static enum err
traits_load(struct linking *k)
{
	struct rows *r = store_read_own(k->c, "select identity, given, family from identity_name where kind = 'current'"
	    " order by id");
	struct link_record *to;

	while (rows_next(r))
		if ((to = record_of(k, col_id(r, 0)))) {
			to->given = view_of(view_copy(k->mem, col_view(r, 1)));
			to->family = view_of(view_copy(k->mem, col_view(r, 2)));
		}
	TRY(rows_end(r));
	r = store_read_own(k->c, "select identity, born, sex from identity_detail where born_last is null order by id");
	while (rows_next(r))
		if ((to = record_of(k, col_id(r, 0)))) {
			to->born = col_is_null(r, 1) ? to->born : col_day(r, 1);
			to->sex = col_is_null(r, 2) ? to->sex : col_view(r, 2).at[0];
		}
	TRY(rows_end(r));
	r = store_read_own(k->c, "select s.identity, p.postcode from residence s join place p on p.id = s.place"
	    " where p.postcode is not null order by s.since, s.id");
	while (rows_next(r))
		if ((to = record_of(k, col_id(r, 0))))
			to->postcode = view_of(view_copy(k->mem, col_view(r, 1)));
	return rows_end(r);
}

static enum err
identifiers_load(struct linking *k)
{
	struct rows *r = store_read_own(k->c, "select identity, scheme, blind from identifier where scheme not like 'row:%'"
	    " order by identity");
	struct text_map *scheme = text_map_new(k->mem);
	struct { struct link_identifier *item; size_t n, cap; } list = {0};
	struct link_record *to = NULL, *before = NULL;

	while (rows_next(r)) {
		to = record_of(k, col_id(r, 0));
		if (!to)
			continue;
		if (to != before)
			list.n = list.cap = 0;
		if (to != before)
			list.item = NULL;
		*push(k->mem, &list) = (struct link_identifier){text_map_intern(scheme, col_view(r, 1)), col_id(r, 2)};
		to->identifier = list.item;
		to->n_identifiers = list.n;
		before = to;
	}
	return rows_end(r);
}

/* ---- people ------------------------------------------------------------------------------------------------------ */

struct vote {
	int64_t person;
	int32_t cluster, votes;
};

/* Each cluster keeps the person that most of its identities have; each person goes to one cluster, the one with most of
 * their identities. Ties fall to the lower id, so the answer hangs on nothing but the data. */
static void
people_keep(struct linking *k, struct vote *vote, size_t n, int32_t *most)
{
	struct int_map *claimed = int_map_new(k->mem, n + 1);   /* person → its best vote */

	for (size_t i = 0; i < n; i++) {
		bool is_new;
		int64_t *best = int_map_put(claimed, vote[i].person, &is_new);

		if (is_new || vote[i].votes > vote[*best].votes)
			*best = (int64_t)i;
	}
	for (size_t i = 0; i < n; i++) {
		int32_t to = vote[i].cluster;

		if ((size_t)*int_map_find(claimed, vote[i].person) != i)
			continue;
		if (vote[i].votes > most[to] || (vote[i].votes == most[to] && vote[i].person < k->person[to])) {
			most[to] = vote[i].votes;
			k->person[to] = vote[i].person;
		}
	}
}

static enum err
people_choose(struct linking *k)
{
	size_t clusters = k->result.clusters, n = 0;
	struct vote *vote = mem_new_array(k->mem, struct vote, k->whom.n + 1);
	struct int_map *place = int_map_new(k->mem, k->whom.n + 1);
	bool is_new;

	k->person = mem_new_array(k->mem, int64_t, clusters + 1);
	for (size_t i = 0; i < k->whom.n; i++) {
		int64_t person = k->whom.item[i].person, pair = person * (int64_t)(clusters + 1) + k->result.cluster[i];
		int64_t *at;

		if (!person)
			continue;
		at = int_map_put(place, pair, &is_new);
		if (is_new) {
			*at = (int64_t)n;
			vote[n++] = (struct vote){person, k->result.cluster[i], 0};
		}
		vote[*at].votes++;
	}
	people_keep(k, vote, n, mem_new_array(k->mem, int32_t, clusters + 1));
	for (size_t i = 0; i < clusters; i++)
		if (!k->person[i]) {
			TRY(ids_next(k->c, &k->ids, &k->person[i]));
			k->out->new_people++;
		}
	return OK;
}

static enum err
people_insert(struct linking *k)
{
	struct bulk *b = bulk_open(k->c, "person", (const char *const[]){"id", NULL});
	struct int_map *had = int_map_new(k->mem, k->whom.n + 1);
	enum err e = OK;
	bool is_new;

	for (size_t i = 0; i < k->whom.n; i++)
		int_map_put(had, k->whom.item[i].person, &is_new);
	for (size_t i = 0; i < k->result.clusters && e == OK; i++)
		if (!int_map_find(had, k->person[i])) {
			bulk_int(b, 0, k->person[i]);
			e = bulk_row(b);
		}
	return bulk_close(b, NULL) != OK || e != OK ? k->c->err : OK;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static enum err
identity_move(struct linking *k, struct bulk *changes, struct bulk *moves, size_t i, int64_t to)
{
	const struct whom *w = &k->whom.item[i];

	bulk_int(changes, 0, k->out->run);
	bulk_int(changes, 1, w->id);
	if (w->person)
		bulk_int(changes, 2, w->person);
	bulk_int(changes, 3, to);
	bulk_text(changes, 4, w->person ? VIEW("linked") : VIEW("unlinked"));
	if (w->person)
		bulk_real(changes, 5, w->weight);
	TRY(bulk_row(changes));
	bulk_int(moves, 0, to);
	bulk_real(moves, 1, (double)k->result.weight[i]);
	bulk_int(moves, 2, w->id);
	return bulk_row(moves);
}

static enum err
identities_move(struct linking *k)
{
	static const char *const columns[] = {"run", "identity", "before", "after", "before_state", "before_weight",
	    NULL};
	struct bulk *changes = bulk_open(k->c, "link_change", columns);
	struct bulk *moves = bulk_statement(k->c, "update identity set person = :person, link_state = 'linked',"
	    " link_weight = :weight where id = :id", (const char *const[]){"person", "weight", "id", NULL});
	enum err e = OK, closed;

	for (size_t i = 0; i < k->whom.n && e == OK; i++) {
		int64_t to = k->person[k->result.cluster[i]];

		if (k->whom.item[i].person == to)
			continue;
		if (k->whom.item[i].person)
			k->out->moved++;
		e = identity_move(k, changes, moves, i, to);
	}
	closed = bulk_close(changes, NULL);
	e = e ? e : closed;
	closed = bulk_close(moves, NULL);
	return e ? e : closed;
}

/* People whom nobody is any more keep their old addresses working; people who are somebody again drop theirs. */
static enum err
people_forward(struct ctx *c, int64_t run)
{
	struct rows *w = store_write(c, "update person set joined_into = (select min(l.after) from link_change l"
	    " where l.run = :run and l.before = person.id) where joined_into is null"
	    " and id in (select l.before from link_change l where l.run = :run)"
	    " and not exists (select 1 from identity i where i.person = person.id)");

	bind_id(w, "run", run);
	TRY(rows_end(w));
	return store_run(c, "update person set joined_into = null where joined_into is not null"
	    " and exists (select 1 from identity i where i.person = person.id)");
}

static enum err
run_insert(struct linking *k)
{
	struct rows *w = store_write(k->c, "insert into link_run (id, at, model, identities, people, joined, awaiting)"
	    " values (:id, :at, 'exact', :identities, :people, :joined, 0)");

	bind_id(w, "id", k->out->run);
	bind_text(w, "at", k->now);
	bind_int(w, "identities", k->out->identities);
	bind_int(w, "people", k->out->people);
	bind_int(w, "joined", k->out->joined);
	return rows_end(w);
}

static bool
anything_moves(const struct linking *k)
{
	for (size_t i = 0; i < k->whom.n; i++)
		if (k->whom.item[i].person != k->person[k->result.cluster[i]])
			return true;
	return false;
}

static enum err
link_in_transaction(struct linking *k)
{
	TRY(identities_load(k));
	TRY(traits_load(k));
	TRY(identifiers_load(k));
	link_exact(k->mem, k->record, k->whom.n, &k->result);
	k->out->identities = (int64_t)k->whom.n;
	k->out->people = (int64_t)k->result.clusters;
	k->out->joined = k->out->identities - k->out->people;
	k->out->refused = (int64_t)k->result.refused;
	TRY(people_choose(k));
	if (anything_moves(k)) {
		TRY(ids_next(k->c, &k->ids, &k->out->run));
		TRY(run_insert(k));
		TRY(people_insert(k));
		TRY(identities_move(k));
		TRY(people_forward(k->c, k->out->run));
	}
	return derive(k->c, true);
}

enum err
link_all(struct ctx *c, struct link_summary *out)
{
	struct mem *mem = mem_new();
	struct linking k = {.c = c, .mem = mem, .by_id = int_map_new(mem, 4096), .out = out, .now = clock_stamp(mem)};
	int64_t started = clock_ms();
	enum err e = store_begin(c);

	*out = (struct link_summary){0};
	if (e == OK) {
		e = link_in_transaction(&k);
		if (e == OK)
			e = store_commit(c);
		else
			store_rollback(c);
	}
	mem_free(mem);
	out->seconds = (double)(clock_ms() - started) / 1000;
	return e;
}

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
	    " and l.identity = identity.id) where id in (select l.identity from link_change l where l.run = :run)");
	bind_id(w, "run", run);
	TRY(rows_end(w));
	*identities = store_changes(c);
	w = store_write(c, "update link_run set undone = :now where id = :run");
	bind_text(w, "now", clock_stamp(c->mem));
	bind_id(w, "run", run);
	TRY(rows_end(w));
	TRY(people_forward(c, run));
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
