/* Making derived values again. */
#include "people/derive.h"

#include "base/hash.h"
#include "people/fix.h"
#include "people/link_stage.h"
#include "people/survivorship.h"
#include "store/store.h"

enum err
derive(struct ctx *c, bool linked)
{
	struct fix_summary fixes;

	TRY(people_refresh(c));
	return fixes_refresh(c, linked, &fixes);
}

/* ---- of those who move ------------------------------------------------------------------------------------------- */

struct deriving {
	const struct moves *moves;
	bool all;                   /* of everybody, at the end */
	struct int_map *whose;      /* identity → person afterwards, 0 nobody: of all identities of the people whom it is about */
	struct values *values;
	struct id_list at_fault;    /* people, and identities of nobody, whose values may be, or may be no more */
	struct id_list sharing;     /* the same, of whom one has a number that another has, or had */
};

/* A person or, of an identity that is nobody's, that. */
static int64_t
moved_to(const struct move *m)
{
	return m->after ? m->after : m->identity;
}

/* All identities of the people from whom and to whom some move, as they are when these have moved. */
static enum err
whose_read(struct ctx *c, struct deriving *d)
{
	const struct moves *k = d->moves;
	struct id_list people = {0};
	struct rows *r;
	bool is_new;

	for (size_t i = 0; i < k->move.n; i++) {
		if (k->move.item[i].before)
			*push(k->mem, &people) = k->move.item[i].before;
		if (k->move.item[i].after)
			*push(k->mem, &people) = k->move.item[i].after;
	}
	d->whose = int_map_new(k->mem, 2 * people.n);
	TRY(stage_fill(c, &people));
	r = store_read_staged(c, "select i.id, i.person from identity i where " OF_STAGED("i"));
	while (rows_next(r))
		*int_map_put(d->whose, col_id(r, 0), &is_new) = col_id(r, 1);
	for (size_t i = 0; i < k->move.n; i++)
		*int_map_put(d->whose, k->move.item[i].identity, &is_new) = k->move.item[i].after;
	return rows_end(r);
}

/* Whose values may be at fault now; and of who is no more so there are none but who loses an identity, and whom they lose it to. */
static void
at_fault_find(struct deriving *d)
{
	const struct moves *k = d->moves;

	for (size_t i = 0; i < k->move.n; i++) {
		const struct move *m = &k->move.item[i];

		if (m->before)
			*push(k->mem, &d->at_fault) = m->before;
		if (m->before || !m->after)
			*push(k->mem, &d->at_fault) = moved_to(m);
	}
	values_at_fault(d->values, k->mem, &d->at_fault);
}

/* Of the numbers of identities that move: both people of whom one has what the other has, too, or had. */
static enum err
sharing_read(struct ctx *c, struct deriving *d)
{
	const struct moves *k = d->moves;
	struct int_map *by_id = int_map_new(k->mem, k->move.n + 1);
	struct id_list moved = {0};
	struct rows *r;
	bool is_new;

	for (size_t i = 0; i < k->move.n; i++) {
		*int_map_put(by_id, k->move.item[i].identity, &is_new) = (int64_t)i;
		*push(k->mem, &moved) = k->move.item[i].identity;
	}
	TRY(stage_fill(c, &moved));
	r = store_read_staged(c, "select a.identity, j.id, j.person from identifier a cross join identifier b cross join identity j where "
	    IN_STAGE("a.identity") " and b.blind = a.blind and b.identity <> a.identity and j.id = b.identity");
	while (rows_next(r)) {
		const struct move *m = &k->move.item[*int_map_find(by_id, col_id(r, 0))];
		const int64_t *known = int_map_find(d->whose, col_id(r, 1));
		int64_t other = known ? *known : col_id(r, 2);

		if (other && other == m->after && !m->before)
			continue;
		*push(k->mem, &d->sharing) = moved_to(m);
		*push(k->mem, &d->sharing) = other ? other : col_id(r, 1);
	}
	return rows_end(r);
}

static enum err
moves_read(struct ctx *c, void *with)
{
	struct deriving *d = with;

	TRY(whose_read(c, d));
	TRY(values_read(c, d->moves->mem, d->whose, &d->values));
	at_fault_find(d);
	return sharing_read(c, d);
}

enum err
derive_begin(struct ctx *c, const struct moves *moves, struct deriving **out)
{
	struct deriving *d = *out = mem_new_one(moves->mem, struct deriving);
	bool current;

	d->moves = moves;
	TRY(fixes_are_current(c, &current));
	d->all = !current;
	return d->all ? OK : store_beside(c, moves_read, d);
}

static enum err
fixes_of(struct ctx *c, struct id_list *people, enum fault_of of)
{
	if (people->n == 0)
		return OK;
	TRY(stage_fill(c, people));
	return fixes_refresh_staged(c, of);
}

enum err
derive_end(struct ctx *c, struct deriving *d)
{
	if (d->all)
		return derive(c, true);
	TRY(store_beside_end(c));
	TRY(values_write(c, d->values));
	TRY(fixes_of(c, &d->at_fault, OF_VALUES));
	return fixes_of(c, &d->sharing, OF_NUMBERS);
}

/* ---- of everybody ------------------------------------------------------------------------------------------------ */

static enum err
anybody_linked(struct ctx *c, bool *yes)
{
	struct rows *r = store_read_own(c, "select 1 from person limit 1");

	*yes = rows_next(r);
	return rows_end(r);
}

enum err
derive_now(struct ctx *c)
{
	bool linked = false;
	enum err e;

	TRY(store_begin(c));
	e = anybody_linked(c, &linked);
	if (e == OK)
		e = derive(c, linked);
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	return store_commit(c);
}
