/* Collective clustering. A heavy pair joins two clusters only when the evidence of all pairs across them, each cut off so
 * that none outvotes the rest, is for it: so a chain of likenesses does not make one child of two. See the header. */
#include "linkage/cluster.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

#define CUT 12.0f                       /* bits that one pair may count for or against */
#define ASKED_MOST 24                   /* of a large cluster so many records are asked */
#define NOBODY UINT32_MAX

struct growing {
	const struct clustering *k;
	uint32_t *parent, *next, *last, *size;
	uint32_t *marked, *next_marked; /* each cluster's records that may forbid a join, their numbers + 1; 0 ends */
	struct int_map *apart;          /* pairs that people said are two */
	struct links *out;
};

static uint32_t
root_of(struct growing *g, uint32_t i)
{
	while (g->parent[i] != i) {
		g->parent[i] = g->parent[g->parent[i]];
		i = g->parent[i];
	}
	return i;
}

static int64_t
pair_number(uint32_t a, uint32_t b)
{
	return a < b ? (int64_t)a << 31 | b : (int64_t)b << 31 | a;
}

static float
weight_of(const struct clustering *k, uint32_t a, uint32_t b)
{
	return weigh(k->weigher, k->weights, a, b, levels_of(k->s, k->levels, a, b), -CUT);
}

/* ---- what forbids ------------------------------------------------------------------------------------------------ */

static bool
are_apart(const struct growing *g, uint32_t a, uint32_t b)
{
	const struct link_set *s = g->k->s;
	uint32_t of_a = ROW_SOURCE(row_of(s, a)), of_b = ROW_SOURCE(row_of(s, b));

	return (of_a == of_b && s->declared[of_a]) || int_map_find(g->apart, pair_number(a, b));
}

/* Both hold a record of a source in which nobody is twice, or people said that two of theirs are two. */
static bool
forbidden(const struct growing *g, uint32_t one, uint32_t other)
{
	for (uint32_t a = g->marked[one]; a; a = g->next_marked[a - 1])
		for (uint32_t b = g->marked[other]; b; b = g->next_marked[b - 1])
			if (are_apart(g, a - 1, b - 1))
				return true;
	return false;
}

static void
mark(struct growing *g, uint32_t record)
{
	if (g->marked[record])
		return;
	g->marked[record] = record + 1;
	g->next_marked[record] = 0;
}

static void
marks_join(struct growing *g, uint32_t large, uint32_t small)
{
	uint32_t *end = &g->marked[large];

	while (*end)
		end = &g->next_marked[*end - 1];
	*end = g->marked[small];
}

/* ---- what speaks for it ------------------------------------------------------------------------------------------ */

static bool
all_agree(const struct growing *g, uint32_t one, uint32_t other)
{
	float sum = 0;
	int of_one = 0;

	if (g->size[one] == 1 && g->size[other] == 1)
		return true;
	for (uint32_t a = one; a != NOBODY && of_one < ASKED_MOST; a = g->next[a], of_one++) {
		int of_other = 0;

		for (uint32_t b = other; b != NOBODY && of_other < ASKED_MOST; b = g->next[b], of_other++)
			sum += fminf(fmaxf(weight_of(g->k, a, b), -CUT), CUT);
	}
	return sum > 0;
}

static void
join(struct growing *g, uint32_t one, uint32_t other)
{
	uint32_t large = g->size[one] >= g->size[other] ? one : other, small = large == one ? other : one;

	g->parent[small] = large;
	g->size[large] += g->size[small];
	g->next[g->last[large]] = small;
	g->last[large] = g->last[small];
	marks_join(g, large, small);
}

static void
weight_raise(struct links *out, uint32_t record, float weight)
{
	if (weight > out->weight[record])
		out->weight[record] = weight;
}

/* Of two clusters of one size the first stays in front: which it is must not hang on the rows' order. */
static void
edge_take(struct growing *g, const struct link_edge *e)
{
	bool turned = g->k->order[e->left] > g->k->order[e->right];
	uint32_t one = root_of(g, turned ? e->right : e->left), other = root_of(g, turned ? e->left : e->right);

	if (one == other)
		return;
	if (forbidden(g, one, other))
		g->out->conflicts++;
	else if (!all_agree(g, one, other))
		g->out->kept_apart++;
	else
		join(g, one, other);
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

static void
decisions_take(struct growing *g)
{
	const struct link_options *o = g->k->options;
	bool is_new;

	for (size_t i = 0; i < o->n_decisions; i++)
		if (o->decision[i].decided == LINK_DIFFERENT) {
			*int_map_put(g->apart, pair_number(o->decision[i].left, o->decision[i].right), &is_new) = 1;
			mark(g, o->decision[i].left);
			mark(g, o->decision[i].right);
		}
	for (size_t i = 0; i < o->n_decisions; i++) {
		uint32_t one = root_of(g, o->decision[i].left), other = root_of(g, o->decision[i].right);

		if (o->decision[i].decided != LINK_SAME)
			continue;
		if (one != other && forbidden(g, one, other)) {
			g->out->conflicts++;
			continue;
		}
		if (one != other)
			join(g, one, other);
		weight_raise(g->out, o->decision[i].left, CUT);
		weight_raise(g->out, o->decision[i].right, CUT);
	}
}

/* Edges within clusters, among them such as were refused before others brought their ends together. */
static void
weights_raise(struct growing *g)
{
	struct links *out = g->out;

	for (size_t i = 0; i < out->n_edges && out->edge[i].weight >= g->k->join; i++) {
		const struct link_edge *e = &out->edge[i];

		if (out->cluster[e->left] != out->cluster[e->right])
			continue;
		weight_raise(out, e->left, e->weight);
		weight_raise(out, e->right, e->weight);
	}
}

static void
clusters_number(struct growing *g, size_t n)
{
	struct links *out = g->out;

	for (size_t i = 0; i < n; i++)
		out->cluster[i] = NOBODY;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t root = root_of(g, i);

		if (out->cluster[root] == NOBODY)
			out->cluster[root] = (uint32_t)out->n_clusters++;
		out->cluster[i] = out->cluster[root];
	}
}

void
clusters_find(struct mem *mem, const struct clustering *k, struct links *out)
{
	struct mem *work = mem_new();
	size_t n = k->s->n;
	struct growing g = {.k = k, .out = out, .parent = mem_new_array(work, uint32_t, n + 1),
	    .next = mem_new_array(work, uint32_t, n + 1), .last = mem_new_array(work, uint32_t, n + 1),
	    .size = mem_new_array(work, uint32_t, n + 1), .marked = mem_new_array(work, uint32_t, n + 1),
	    .next_marked = mem_new_array(work, uint32_t, n + 1), .apart = int_map_new(work, 16)};

	out->cluster = mem_new_array(mem, uint32_t, n + 1);
	out->weight = mem_new_array(mem, float, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		g.parent[i] = g.last[i] = i;
		g.next[i] = NOBODY;
		g.size[i] = 1;
		if (k->s->declared[ROW_SOURCE(row_of(k->s, i))])
			mark(&g, i);
	}
	decisions_take(&g);
	for (size_t i = 0; i < out->n_edges && out->edge[i].weight >= k->join; i++)
		edge_take(&g, &out->edge[i]);
	clusters_number(&g, n);
	weights_raise(&g);
	mem_free(work);
}
