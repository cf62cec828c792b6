/* Collective clustering. A heavy pair joins two clusters only when the evidence of all pairs across them, each cut off so
 * that none outvotes the rest, is for it: so a chain of likenesses does not make one child of two. See the header. */
#include "linkage/cluster.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

#define CUT 12.0f                       /* bits that one pair may count for or against */
#define ASKED_MOST 24                   /* of a large cluster so many records are asked */
#define AHEAD 12                        /* edges whose records are asked for beforehand */
#define NOBODY UINT32_MAX
#define SEVERAL UINT64_MAX              /* numbers of one cluster: people said so, or it was there before */

struct growing {
	const struct clustering *k;
	struct standing {               /* of each record, side by side */
		uint32_t parent, next, last, size;
	} *of;
	bool *glued;                    /* by root: people said that some of it are one, whatever speaks against it. NULL: there are no decisions */
	uint64_t *sources;              /* by root: the declared sources that it holds, a bit each; NULL: none is declared */
	uint64_t *number;               /* by root: the valid NHS number that it holds; 0: none; SEVERAL. NULL: there is no such field */
	/* By root: a list of ends of decisions that two records are two people; NOBODY: none. NULL: there are no decisions. */
	uint32_t *ends;
	uint32_t *last_end;
	uint32_t *next_end;             /* by end: decision × 2, + 1 for the right record */
	struct links *out;
};

static uint32_t
root_of(struct growing *g, uint32_t i)
{
	while (g->of[i].parent != i) {
		g->of[i].parent = g->of[g->of[i].parent].parent;
		i = g->of[i].parent;
	}
	return i;
}

/* What a pair says, cut off; where nothing can be compared, nothing. */
static float
vote_of(const struct clustering *k, uint32_t a, uint32_t b)
{
	uint64_t levels = levels_of(k->s, k->levels, a, b);

	return levels == 0 ? 0 : fminf(fmaxf(weigh(k->weigher, k->weights, a, b, levels, -CUT), -CUT), CUT);
}

/* ---- what forbids ------------------------------------------------------------------------------------------------ */

/* Somebody said that a record of one and a record of the other are two people. */
static bool
said_apart(struct growing *g, uint32_t one, uint32_t other)
{
	for (uint32_t end = g->ends ? g->ends[one] : NOBODY; end != NOBODY && g->ends[other] != NOBODY; end = g->next_end[end]) {
		const struct link_decision *d = &g->k->options->decision[end / 2];

		if (root_of(g, end & 1 ? d->left : d->right) == other)
			return true;
	}
	return false;
}

/* Both hold a record of a source in which nobody is twice. */
static bool
source_twice(const struct growing *g, uint32_t one, uint32_t other)
{
	return g->sources && (g->sources[one] & g->sources[other]) != 0;
}

/* They hold different NHS numbers, both with the right check digit: nobody should have two. */
static bool
two_numbers(const struct growing *g, uint32_t one, uint32_t other)
{
	return g->number && g->number[one] && g->number[other] && g->number[one] != g->number[other] && g->number[one] != SEVERAL &&
	    g->number[other] != SEVERAL;
}

/* ---- what speaks for it ------------------------------------------------------------------------------------------ */

/* The larger of two clusters; of two as large, the one whose record's order number is lower, in every order of rows. */
static bool
is_larger(const struct growing *g, uint32_t one, uint32_t other)
{
	if (g->of[one].size != g->of[other].size)
		return g->of[one].size > g->of[other].size;
	return g->k->order[one] != g->k->order[other] ? g->k->order[one] < g->k->order[other] : one < other;
}

static bool
all_agree(const struct growing *g, uint32_t one, uint32_t other)
{
	uint32_t large = is_larger(g, one, other) ? one : other, small = large == one ? other : one;
	bool glued = g->glued && (g->glued[one] || g->glued[other]);
	float sum = 0;
	int asked = 0;

	if (g->of[large].size == 1)
		return true;
	for (uint32_t a = large; a != NOBODY && asked < ASKED_MOST; a = g->of[a].next, asked++) {
		int of_small = 0;

		for (uint32_t b = small; b != NOBODY && of_small < ASKED_MOST; b = g->of[b].next, of_small++)
			sum += fmaxf(vote_of(g->k, a, b), glued ? 0 : -CUT);
	}
	return sum > 0;
}

static void
ends_join(struct growing *g, uint32_t large, uint32_t small)
{
	if (!g->ends || g->ends[small] == NOBODY)
		return;
	if (g->ends[large] == NOBODY)
		g->ends[large] = g->ends[small];
	else
		g->next_end[g->last_end[large]] = g->ends[small];
	g->last_end[large] = g->last_end[small];
}

static void
join(struct growing *g, uint32_t one, uint32_t other)
{
	uint32_t large = is_larger(g, one, other) ? one : other, small = large == one ? other : one;

	g->of[small].parent = large;
	g->of[large].size += g->of[small].size;
	g->of[g->of[large].last].next = small;
	g->of[large].last = g->of[small].last;
	if (g->sources)
		g->sources[large] |= g->sources[small];
	if (g->number && two_numbers(g, large, small))
		g->number[large] = SEVERAL;
	else if (g->number && g->number[large] < g->number[small])      /* which is none, or there are several */
		g->number[large] = g->number[small];
	if (g->glued)
		g->glued[large] = g->glued[large] || g->glued[small];
	ends_join(g, large, small);
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

	if (one != other && (said_apart(g, one, other) || source_twice(g, one, other))) {
		g->out->conflicts++;
		return;
	}
	if (one != other && two_numbers(g, one, other)) {
		g->out->two_numbers++;
		return;
	}
	if (one != other && !all_agree(g, one, other)) {
		g->out->kept_apart++;
		return;
	}
	if (one != other)
		join(g, one, other);
}

/* Each record's heaviest edge within its cluster, also one that was refused before others joined the two. */
static void
weights_find(struct growing *g)
{
	struct links *out = g->out;

	for (size_t i = 0; i < out->n_edges; i++) {
		const struct link_edge *e = &out->edge[i];

		if (out->cluster[e->left] == out->cluster[e->right]) {
			weight_raise(out, e->left, e->weight);
			weight_raise(out, e->right, e->weight);
		}
	}
}

/* Asks for what a coming edge needs: it lies anywhere in memory. */
static void
edge_fetch(const struct growing *g, const struct link_edge *e)
{
	__builtin_prefetch(&g->of[e->left]);
	__builtin_prefetch(&g->of[e->right]);
	__builtin_prefetch(row_of(g->k->s, e->left));
	__builtin_prefetch(row_of(g->k->s, e->right));
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

static void
sources_take(struct growing *g, struct mem *m, size_t n)
{
	const struct link_set *s = g->k->s;

	if (s->n_declared == 0)
		return;
	g->sources = mem_new_array(m, uint64_t, n + 1);
	for (uint32_t i = 0; i < n; i++)
		g->sources[i] = s->declared[ROW_SOURCE(row_of(s, i))];
}

static void
numbers_take(struct growing *g, struct mem *m, size_t n)
{
	const struct link_set *s = g->k->s;
	int field = s->of_kind[LINK_NHS_NUMBER];

	if (field < 0)
		return;
	g->number = mem_new_array(m, uint64_t, n + 1);
	for (uint32_t i = 0; i < n; i++)
		if (number_is_valid(row_of(s, i), s->at[field]))
			g->number[i] = number_of(row_of(s, i), s->at[field]);
}

static void
end_add(struct growing *g, uint32_t record, uint32_t end)
{
	g->next_end[end] = NOBODY;
	if (g->ends[record] == NOBODY)
		g->ends[record] = end;
	else
		g->next_end[g->last_end[record]] = end;
	g->last_end[record] = end;
}

/* First those apart, so that no two decisions join what a third keeps apart. */
static void
decisions_take(struct growing *g, struct mem *m, size_t n)
{
	const struct link_options *o = g->k->options;

	if (o->n_decisions == 0)
		return;
	g->glued = mem_new_array(m, bool, n + 1);
	g->ends = mem_new_array(m, uint32_t, n + 1);
	g->last_end = mem_new_array(m, uint32_t, n + 1);
	g->next_end = mem_new_array(m, uint32_t, 2 * o->n_decisions + 1);
	for (size_t i = 0; i < n; i++)
		g->ends[i] = NOBODY;
	for (uint32_t i = 0; i < o->n_decisions; i++)
		if (o->decision[i].decided == LINK_DIFFERENT) {
			end_add(g, o->decision[i].left, 2 * i);
			end_add(g, o->decision[i].right, 2 * i + 1);
		}
	for (size_t i = 0; i < o->n_decisions; i++) {
		uint32_t one = root_of(g, o->decision[i].left), other = root_of(g, o->decision[i].right);

		if (o->decision[i].decided != LINK_SAME)
			continue;
		if (one != other && said_apart(g, one, other)) {
			g->out->conflicts++;
			continue;
		}
		if (one != other)
			join(g, one, other);
		g->glued[root_of(g, one)] = true;
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
	struct growing g = {.k = k, .out = out, .of = mem_new_array(work, struct standing, n + 1)};

	out->cluster = mem_new_array(mem, uint32_t, n + 1);
	out->weight = mem_new_array(mem, float, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		g.of[i] = (struct standing){.parent = i, .next = NOBODY, .last = i, .size = 1};
	}
	sources_take(&g, work, n);
	numbers_take(&g, work, n);
	decisions_take(&g, work, n);
	for (size_t i = 0; i < out->n_edges && out->edge[i].weight >= k->join; i++) {
		if (i + AHEAD < out->n_edges)
			edge_fetch(&g, &out->edge[i + AHEAD]);
		edge_take(&g, &out->edge[i]);
	}
	clusters_number(&g, n);
	weights_find(&g);
	mem_free(work);
}
