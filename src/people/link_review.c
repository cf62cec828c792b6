/* See the header. */
#include "people/link_review.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "people/link_said.h"
#include "people/link_stage.h"
#include "store/store.h"

struct waiting {
	int64_t left, right, person[2];
	double weight;
	uint64_t low, high;         /* the records' order numbers, which settle ties */
};

struct listing {
	struct mem *mem;
	const struct linking *of;
	const struct clustered *clustered;
	struct int_map *person;     /* people, numbered */
	struct int_map *met;        /* pairs of people that are settled or listed */
	struct { struct waiting *item; size_t n, cap; } pairs;
};

static void
waiting_add(struct listing *k, struct waiting pair, uint64_t one, uint64_t other)
{
	pair.low = one < other ? one : other;
	pair.high = one < other ? other : one;
	*push(k->mem, &k->pairs) = pair;
}

static bool
people_meet(struct listing *k, const int64_t person[2])
{
	int64_t number[2];
	bool is_new;

	for (int i = 0; i < 2; i++) {
		int64_t *at = int_map_put(k->person, person[i], &is_new);

		if (is_new)
			*at = (int64_t)int_map_count(k->person);
		number[i] = *at;
	}
	int_map_put(k->met, pair_key((uint32_t)number[0], (uint32_t)number[1]), &is_new);
	return is_new;
}

/* ---- what may be listed ------------------------------------------------------------------------------------------ */

#define OF_STAGE " (" IN_STAGE("left_identity") " or " IN_STAGE("right_identity") ")"

/* Pairs of the list before: not of records that were compared anew. */
static enum err
before_take(struct ctx *c, struct listing *k)
{
	const struct roster *r = &k->of->roster;
	struct rows *rows = store_read_own(c, "select v.left_identity, v.right_identity, v.weight, a.person, b.person, x.said, a.source,"
	    " a.source_key, y.said, b.source, b.source_key from link_review v join identity a on a.id = v.left_identity join identity b"
	    " on b.id = v.right_identity left join link_input x on x.identity = a.id left join link_input y on y.identity = b.id"
	    " where a.sealed = 'no' and b.sealed = 'no' and" OF_STAGE);

	while (rows_next(rows)) {
		const struct identity_known *left = roster_find(r, col_id(rows, 0)), *right = roster_find(r, col_id(rows, 1));

		if ((!left || !left->asked) && (!right || !right->asked))
			waiting_add(k, (struct waiting){.left = col_id(rows, 0), .right = col_id(rows, 1), .weight = col_real(rows, 2),
			    .person = {col_id(rows, 3), col_id(rows, 4)}}, said_order(col_bytes(rows, 5), col_view(rows, 6), col_id(rows, 7)),
			    said_order(col_bytes(rows, 8), col_view(rows, 9), col_id(rows, 10)));
	}
	return rows_end(rows);
}

static int64_t
person_now(const struct listing *k, size_t i)
{
	const struct identity_known *who = &k->of->roster.who.item[i];

	return who->moves ? k->clustered->person[k->clustered->cluster[i]] : who->person;
}

static void
edges_take(struct listing *k)
{
	const struct roster *r = &k->of->roster;
	const struct links *links = &k->of->links;

	for (size_t i = 0; i < links->n_edges; i++) {
		size_t one = r->of_record[links->edge[i].left], other = r->of_record[links->edge[i].right], swap = one;

		if (!r->who.item[one].asked && !r->who.item[other].asked)
			continue;
		if (r->who.item[one].id > r->who.item[other].id) {
			one = other;
			other = swap;
		}
		waiting_add(k, (struct waiting){.left = r->who.item[one].id, .right = r->who.item[other].id,
		    .weight = (double)links->edge[i].weight, .person = {person_now(k, one), person_now(k, other)}},
		    r->order[links->edge[i].left], r->order[links->edge[i].right]);
	}
}

/* People of whom a pair was called different are settled. */
static enum err
settled_take(struct ctx *c, struct listing *k)
{
	struct rows *rows = store_read_own(c, "select a.person, b.person from link_decision d join identity a on a.id = d.left_identity"
	    " join identity b on b.id = d.right_identity where d.decided = 'different' and a.sealed = 'no' and b.sealed = 'no'");

	while (rows_next(rows))
		people_meet(k, (int64_t[2]){col_id(rows, 0), col_id(rows, 1)});
	return rows_end(rows);
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static int
waiting_order(const void *one, const void *other)
{
	const struct waiting *a = one, *b = other;

	if (a->weight > b->weight || a->weight < b->weight)
		return a->weight > b->weight ? -1 : 1;
	if (a->low != b->low)
		return a->low < b->low ? -1 : 1;
	return (a->high > b->high) - (a->high < b->high);
}

struct bulk *
review_rows(struct ctx *c)
{
	return bulk_open(c, "link_review", (const char *const[]){"left_identity", "right_identity", "weight", "run", NULL});
}

enum err
review_row(struct bulk *b, int64_t one, int64_t other, double weight, int64_t run)
{
	bulk_int(b, 0, one < other ? one : other);
	bulk_int(b, 1, one < other ? other : one);
	bulk_real(b, 2, weight);
	if (run)
		bulk_int(b, 3, run);
	return bulk_row(b);
}

static enum err
waiting_write(struct ctx *c, struct listing *k, int64_t run)
{
	struct bulk *b = review_rows(c);
	enum err e = OK, closed;

	if (k->pairs.n)
		qsort(k->pairs.item, k->pairs.n, sizeof *k->pairs.item, waiting_order);
	for (size_t i = 0; i < k->pairs.n && e == OK; i++) {
		const struct waiting *pair = &k->pairs.item[i];

		if (pair->person[0] == pair->person[1] || !people_meet(k, pair->person))
			continue;
		e = review_row(b, pair->left, pair->right, pair->weight, run);
	}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

/* The threshold may have been raised since. */
static enum err
unlikely_drop(struct ctx *c, const struct link_model *m)
{
	struct rows *w = store_write(c, "delete from link_review where weight < :least");

	bind_real(w, "least", log2(m->review / (1 - m->review)));
	return rows_end(w);
}

enum err
review_keep_some(struct ctx *c, const struct linking *of, const struct clustered *clustered, int64_t run)
{
	struct mem *mem = of->roster.mem;
	struct listing k = {.mem = mem, .of = of, .clustered = clustered, .person = int_map_new(mem, 64), .met = int_map_new(mem, 64)};
	struct id_list moves = {0};

	for (size_t i = 0; i < of->roster.who.n; i++)
		if (of->roster.who.item[i].moves)
			*push(mem, &moves) = of->roster.who.item[i].id;
	TRY(unlikely_drop(c, &of->links.model));
	if (moves.n == 0)
		return OK;
	TRY(stage_fill(c, &moves));
	TRY(review_run(c, &run));
	TRY(before_take(c, &k));
	edges_take(&k);
	TRY(settled_take(c, &k));
	TRY(store_run(c, "delete from link_review where" OF_STAGE));
	return waiting_write(c, &k, run);
}

enum err
review_run(struct ctx *c, int64_t *run)
{
	struct rows *r;

	if (*run)
		return OK;
	r = store_read_own(c, "select max(id) from link_run where undone is null");
	*run = rows_next(r) ? col_id(r, 0) : 0;
	return rows_end(r);
}
