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
	uint32_t *group;                /* by root: the group it holds, 0 for none; NULL: there are none */
	bool *glued;                    /* by record: people said that it and another are one, whatever speaks against it */
	struct int_map *apart;          /* pairs that people said are two, and records that are in any */
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
said_apart(const struct growing *g, uint32_t one, uint32_t other)
{
	if (int_map_count(g->apart) == 0)
		return false;
	for (uint32_t a = one; a != NOBODY; a = g->next[a])
		for (uint32_t b = other; b != NOBODY; b = g->next[b])
			if (int_map_find(g->apart, pair_number(a, b)))
				return true;
	return false;
}

/* Both hold a record of a source in which nobody is twice. */
static bool
source_twice(const struct growing *g, uint32_t one, uint32_t other)
{
	const struct link_set *s = g->k->s;

	for (uint32_t a = one; a != NOBODY; a = g->next[a])
		for (uint32_t b = other; s->declared[ROW_SOURCE(row_of(s, a))] && b != NOBODY; b = g->next[b])
			if (ROW_SOURCE(row_of(s, a)) == ROW_SOURCE(row_of(s, b)))
				return true;
	return false;
}

static bool
two_groups(const struct growing *g, uint32_t one, uint32_t other)
{
	return g->group && g->group[one] && g->group[other];
}

/* ---- what speaks for it ------------------------------------------------------------------------------------------ */

static bool
all_agree(const struct growing *g, uint32_t one, uint32_t other, float weight)
{
	float sum = 0;
	int asked = 0;

	if (g->size[one] == 1 && g->size[other] == 1)
		return true;
	for (uint32_t a = one; a != NOBODY && asked < ASKED_MOST * ASKED_MOST; a = g->next[a]) {
		int of_this = 0;

		for (uint32_t b = other; b != NOBODY && of_this < ASKED_MOST; b = g->next[b], of_this++, asked++)
			sum += fminf(fmaxf(weight_of(g->k, a, b), g->glued[a] || g->glued[b] ? 0 : -CUT), CUT);
	}
	(void)weight;
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
	if (g->group && !g->group[large])
		g->group[large] = g->group[small];
}

static void
weight_raise(struct links *out, uint32_t record, float weight)
{
	if (weight > out->weight[record])
		out->weight[record] = weight;
}

static void
edge_take(struct growing *g, const struct link_edge *e)
{
	uint32_t one = root_of(g, e->left), other = root_of(g, e->right);

	if (one != other && (two_groups(g, one, other) || said_apart(g, one, other) || source_twice(g, one, other))) {
		g->out->conflicts++;
		return;
	}
	if (one != other && !all_agree(g, one, other, e->weight)) {
		g->out->kept_apart++;
		return;
	}
	if (one != other)
		join(g, one, other);
	weight_raise(g->out, e->left, e->weight);
	weight_raise(g->out, e->right, e->weight);
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

/* Each group is one cluster from the beginning. */
static void
groups_take(struct growing *g, struct mem *work)
{
	size_t n = g->k->s->n;
	uint32_t *first = mem_new_array(work, uint32_t, n + 2);

	g->group = mem_new_array(work, uint32_t, n + 1);
	memcpy(g->group, g->k->options->group, n * sizeof *g->group);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t group = g->k->options->group[i];

		if (group && first[group])
			join(g, root_of(g, first[group] - 1), i);
		else if (group)
			first[group] = i + 1;
	}
}

static void
decisions_take(struct growing *g)
{
	const struct link_options *o = g->k->options;
	bool is_new;

	for (size_t i = 0; i < o->n_decisions; i++)
		if (o->decision[i].decided == LINK_DIFFERENT)
			*int_map_put(g->apart, pair_number(o->decision[i].left, o->decision[i].right), &is_new) = 1;
	for (size_t i = 0; i < o->n_decisions; i++) {
		uint32_t one = root_of(g, o->decision[i].left), other = root_of(g, o->decision[i].right);

		if (o->decision[i].decided != LINK_SAME)
			continue;
		if (one != other && (two_groups(g, one, other) || said_apart(g, one, other))) {
			g->out->conflicts++;
			continue;
		}
		if (one != other)
			join(g, one, other);
		g->glued[o->decision[i].left] = g->glued[o->decision[i].right] = true;
		weight_raise(g->out, o->decision[i].left, CUT);
		weight_raise(g->out, o->decision[i].right, CUT);
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
	    .size = mem_new_array(work, uint32_t, n + 1), .apart = int_map_new(work, 16), .glued = mem_new_array(work, bool, n + 1)};

	out->cluster = mem_new_array(mem, uint32_t, n + 1);
	out->weight = mem_new_array(mem, float, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		g.parent[i] = g.last[i] = i;
		g.next[i] = NOBODY;
		g.size[i] = 1;
	}
	if (k->options->group)
		groups_take(&g, work);
	decisions_take(&g);
	for (size_t i = 0; i < out->n_edges && out->edge[i].weight >= k->join; i++)
		edge_take(&g, &out->edge[i]);
	clusters_number(&g, n);
	mem_free(work);
}
