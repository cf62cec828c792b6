/* See the header. */
#include "people/link_told.h"

#include "base/hash.h"
#include "linkage/level.h"
#include "people/link_population.h"
#include "people/link_review.h"
#include "store/store.h"

#define OF_PERSON_MOST 24               /* of a person's records so many are compared with each other */

/* ---- pairs that wait --------------------------------------------------------------------------------------------- */

/* Of two people the heaviest pair stands for all, and a decision about one pair for all. */
void
review_find(struct told *t)
{
	const uint32_t *cluster = t->links->cluster;
	struct mem *m = t->roster->mem;
	struct int_map *met = int_map_new(m, t->decided->n + 1);
	bool is_new;

	for (size_t i = 0; i < t->decided->n; i++)
		if (t->decided->item[i].decided == LINK_DIFFERENT)
			int_map_put(met, pair_key(cluster[t->decided->item[i].left], cluster[t->decided->item[i].right]), &is_new);
	for (size_t i = 0; i < t->links->n_edges; i++) {
		const struct link_edge *e = &t->links->edge[i];

		if (cluster[e->left] == cluster[e->right])
			continue;
		int_map_put(met, pair_key(cluster[e->left], cluster[e->right]), &is_new);
		if (is_new)
			*push(m, &t->review) = *e;
	}
}

static enum err
review_keep(struct ctx *c, const struct told *t, int64_t run)
{
	struct bulk *b = review_rows(c);
	const struct roster *r = t->roster;
	enum err e = OK, closed;

	for (size_t i = 0; i < t->review.n && e == OK; i++) {
		const struct link_edge *edge = &t->review.item[i];
		int64_t left = r->who.item[r->of_record[edge->left]].id, right = r->who.item[r->of_record[edge->right]].id;

		e = review_row(b, left, right, (double)edge->weight, run);
	}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

/* ---- sums -------------------------------------------------------------------------------------------------------- */

static enum err
weights_keep(struct ctx *c, const struct links *links)
{
	struct bulk *b = bulk_open(c, "link_weight", (const char *const[]){"bits", "pairs", NULL});
	enum err e = OK, closed;

	for (int i = 0; i < 64 && e == OK; i++) {
		bulk_int(b, 0, i - 32);
		bulk_int(b, 1, (int64_t)links->histogram[i]);
		e = bulk_row(b);
	}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

/* One source's records and what of a field they have. */
struct agreement {
	int64_t records, known[TRAITS], compared[TRAITS], same[TRAITS];
};

static void
known_count(const struct roster *r, struct agreement *of)
{
	for (size_t i = 0; i < r->who.n; i++) {
		const struct identity_known *w = &r->who.item[i];

		if (w->record == LINK_NOBODY)
			continue;
		of[w->source].records++;
		for (int f = 0; f < TRAITS; f++)
			of[w->source].known[f] += w->trait[f].n > 0;
	}
}

/* A pair counts for both its sources, once where they are one. */
static void
pair_count(const struct told *t, struct level_cache *cache, struct agreement *of, uint32_t a, uint32_t b)
{
	const struct roster *r = t->roster;
	uint64_t levels = levels_of(r->set, cache, place_of(r->set, a), place_of(r->set, b));
	int32_t one = r->who.item[r->of_record[a]].source, other = r->who.item[r->of_record[b]].source;

	for (int f = 0; f < TRAITS; f++)
		if (level_at(levels, f) != LEVEL_UNKNOWN) {
			bool same = level_at(levels, f) == LEVEL_SAME;

			of[one].compared[f]++;
			of[one].same[f] += same;
			of[other].compared[f] += one != other;
			of[other].same[f] += same && one != other;
		}
}

static void
pairs_count(const struct told *t, struct agreement *of)
{
	const struct roster *r = t->roster;
	struct level_cache *cache = level_cache_new(r->mem);
	uint32_t *first = mem_new_array(r->mem, uint32_t, t->links->n_clusters + 1);
	uint32_t *next = mem_new_array(r->mem, uint32_t, r->records + 1);

	for (uint32_t i = 0; i < r->records; i++) {     /* chains, each number one too high: 0 ends one */
		uint32_t *head = &first[t->links->cluster[i]];
		int before = 0;

		for (uint32_t k = *head; k && before < OF_PERSON_MOST; k = next[k - 1], before++)
			pair_count(t, cache, of, i, k - 1);
		next[i] = *head;
		*head = i + 1;
	}
}

static enum err
fields_keep(struct ctx *c, const struct told *t)
{
	const struct roster *r = t->roster;
	size_t sources = text_map_count(r->source);
	struct agreement *of = mem_new_array(r->mem, struct agreement, sources + 1);
	struct bulk *b = bulk_open(c, "link_field", (const char *const[]){"source", "field", "place", "records", "known", "compared",
	    "same", NULL});
	enum err e = OK, closed;

	known_count(r, of);
	pairs_count(t, of);
	for (size_t s = 0; s < sources; s++)
		for (int f = 0; f < TRAITS && e == OK && of[s].records; f++) {
			bulk_text(b, 0, view_of(text_map_text(r->source, (int32_t)s)));
			bulk_text(b, 1, view_of(r->model.field[f].name));
			bulk_int(b, 2, f);
			bulk_int(b, 3, of[s].records);
			bulk_int(b, 4, of[s].known[f]);
			bulk_int(b, 5, of[s].compared[f]);
			bulk_int(b, 6, of[s].same[f]);
			e = bulk_row(b);
		}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

enum err
told_keep(struct ctx *c, const struct told *t, int64_t run)
{
	TRY(review_run(c, &run));
	TRY(store_run(c, "delete from link_review"));
	TRY(store_run(c, "delete from link_weight"));
	TRY(store_run(c, "delete from link_field"));
	TRY(review_keep(c, t, run));
	TRY(weights_keep(c, t->links));
	return fields_keep(c, t);
}

enum err
sums_forget(struct ctx *c, const struct roster *r)
{
	bool gone = false;

	for (size_t i = 0; i < r->who.n; i++)
		gone = gone || (r->who.item[i].record == LINK_NOBODY && r->who.item[i].kept);
	if (!gone)
		return OK;
	TRY(left_apart_forget(c));
	TRY(store_run(c, "delete from link_weight"));
	return store_run(c, "delete from link_field");
}
