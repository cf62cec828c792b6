/* Collective clustering. A heavy pair joins two clusters only when the evidence of all pairs across them, each cut off so
 * that none outvotes the rest, is for it: so a chain of likenesses does not make one child of two. See the header. */
#include "linkage/cluster.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/wide.h"
#include "linkage/component.h"
#include "linkage/edges.h"
#include "linkage/radix.h"
#include "linkage/threads.h"

#define CUT 12.0f                       /* bits that one pair may count for or against */
#define ASKED_MOST 24                   /* of a large cluster so many records are asked */
#define EDGES_MOST 32                   /* of a component so many edges are looked through for a pair's */
#define AHEAD 12                        /* edges whose records are asked for beforehand … */
#define STATED_AHEAD 24                 /* … and records whose clusters are told */
#define NOBODY UINT32_MAX
#define SEVERAL (NOBODY - 1)            /* numbers of one cluster: people said so */

/* Nothing that is done within a component hangs on another: each thread has its own components, and its own of these. */
struct growing {
	const struct clustering *k;
	struct level_cache *levels;
	struct weigh_cache *weights;
	const uint64_t *edge, *edge_end;        /* of the component that is being clustered: the numbers of its edges, in their order */
	struct standing {               /* of each record, side by side */
		uint32_t parent, next;
		uint32_t last, size, first;     /* by root: the end of the list, rows, the lowest record */
		float weight;           /* the heaviest edge within the cluster */
		uint32_t holder;        /* by root: a row with its valid NHS number; NOBODY: none; SEVERAL */
	} *of;
	bool *glued;                    /* by root: people said that some of it are one, whatever speaks against it. NULL: there are no decisions */
	uint64_t *sources;              /* by root: the declared sources that it holds, a bit each; NULL: none is declared */
	/* By root: a list of ends of decisions that two records are two people; NOBODY: none. NULL: there are no decisions. */
	uint32_t *ends;
	uint32_t *last_end;
	uint32_t *next_end;             /* by end: decision × 2, + 1 for the right record */
	struct links *out;
	size_t kept_apart, conflicts, two_numbers;
};

/* Few steps away, as the smaller of two goes under the larger. */
static uint32_t
root_of(const struct growing *g, uint32_t i)
{
	while (g->of[i].parent != i)
		i = g->of[i].parent;
	return i;
}

static const struct link_edge *
edge_of(const struct growing *g, const uint64_t *number)
{
	return &g->out->edge[(uint32_t)*number];
}

static float
cut_off(float weight)
{
	return fminf(fmaxf(weight, -CUT), CUT);
}

/* What a pair says, cut off; where nothing can be compared, nothing. Most that are asked for are among the edges. */
static float
vote_of(const struct growing *g, uint32_t a, uint32_t b)
{
	const struct clustering *k = g->k;
	uint64_t levels;

	for (const uint64_t *i = g->edge; i < g->edge_end && i < g->edge + EDGES_MOST; i++) {
		const struct link_edge *e = edge_of(g, i);

		if ((e->left == a && e->right == b) || (e->left == b && e->right == a))
			return cut_off(e->weight);
	}
	levels = levels_of(k->s, g->levels, a, b);
	return levels == 0 ? 0 : cut_off(weigh(k->weigher, g->weights, a, b, levels, -CUT));
}

/* ---- what forbids ------------------------------------------------------------------------------------------------ */

/* Somebody said that a record of one and a record of the other are two people. */
static bool
said_apart(const struct growing *g, uint32_t one, uint32_t other)
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

/* They hold different NHS numbers (or others of which nobody should have two), both with the right check digit. */
static bool
two_numbers(const struct growing *g, uint32_t one, uint32_t other)
{
	const struct link_set *s = g->k->s;
	uint32_t x = g->of[one].holder, y = g->of[other].holder;
	int at = s->one_each < 0 ? 0 : s->at[s->one_each];

	return x < SEVERAL && y < SEVERAL && number_of(row_of(s, x), at) != number_of(row_of(s, y), at);
}

/* ---- what speaks for it ------------------------------------------------------------------------------------------ */

/* The larger of two clusters; of two as large, the one whose record's order number is lower, in every order of rows. */
static bool
is_larger(const struct growing *g, uint32_t one, uint32_t other)
{
	if (g->of[one].size != g->of[other].size)
		return g->of[one].size > g->of[other].size;
	return g->k->order[one] != g->k->order[other] ? g->k->order[one] < g->k->order[other] :
	    g->k->record[one] < g->k->record[other];
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
			sum += fmaxf(vote_of(g, a, b), glued ? 0 : -CUT);
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
	if (g->of[small].first < g->of[large].first)
		g->of[large].first = g->of[small].first;
	if (g->sources)
		g->sources[large] |= g->sources[small];
	if (two_numbers(g, large, small))
		g->of[large].holder = SEVERAL;
	else if (g->of[large].holder == NOBODY || g->of[small].holder == SEVERAL)
		g->of[large].holder = g->of[small].holder;
	if (g->glued)
		g->glued[large] = g->glued[large] || g->glued[small];
	ends_join(g, large, small);
}

static void
weight_raise(struct growing *g, uint32_t record, float weight)
{
	if (weight > g->of[record].weight)
		g->of[record].weight = weight;
}

/* Also one that was refused before others joined the two. */
static void
edge_weigh(struct growing *g, const struct link_edge *e)
{
	if (root_of(g, e->left) != root_of(g, e->right))
		return;
	weight_raise(g, e->left, e->weight);
	weight_raise(g, e->right, e->weight);
}

static void
edge_take(struct growing *g, const struct link_edge *e)
{
	uint32_t one = root_of(g, e->left), other = root_of(g, e->right);

	if (one != other && (said_apart(g, one, other) || source_twice(g, one, other))) {
		g->conflicts++;
		return;
	}
	if (one != other && two_numbers(g, one, other)) {
		g->two_numbers++;
		return;
	}
	if (one != other && !all_agree(g, one, other)) {
		g->kept_apart++;
		return;
	}
	if (one != other)
		join(g, one, other);
}

/* ---- the beginning ----------------------------------------------------------------------------------------------- */

/* Each record stands alone. */
static void
stand_some(void *with, size_t from, size_t to)
{
	const struct growing *g = with;
	const struct link_set *s = g->k->s;
	int field = s->one_each;

	for (uint32_t i = (uint32_t)from; i < to; i++) {
		const uint32_t *row = row_of(s, i);
		bool valid = field >= 0 && number_is_valid(row, s->at[field]);

		g->of[i] = (struct standing){i, NOBODY, i, 1, g->k->record[i], 0, valid ? i : NOBODY};
	}
}

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
		weight_raise(g, o->decision[i].left, CUT);
		weight_raise(g, o->decision[i].right, CUT);
	}
}

/* ---- components -------------------------------------------------------------------------------------------------- */

/* Asks for what a coming edge needs: it lies anywhere in memory. */
static void
edge_fetch(const struct growing *g, const struct link_edge *e)
{
	const uint32_t end[] = {e->left, e->right};

	for (int i = 0; i < 2; i++) {
		wide_fetch(&g->of[end[i]]);
		wide_fetch(&g->k->order[end[i]]);
	}
}

/* The edges, from the heaviest down, of components one after the other. */
static void
components_grow(struct growing *g, uint64_t *from, const uint64_t *to)
{
	struct edges_by by = {g->k->order, g->k->record, g->k->s->n};

	for (; from < to; from += g->edge_end - g->edge) {
		g->edge = from;
		for (g->edge_end = from; g->edge_end < to && *g->edge_end >> 32 == *from >> 32; g->edge_end++) {
			if (to - g->edge_end > 2 * AHEAD)
				wide_fetch(edge_of(g, g->edge_end + 2 * AHEAD));
			if (to - g->edge_end > AHEAD)
				edge_fetch(g, edge_of(g, g->edge_end + AHEAD));
		}
		edges_some_sort(g->out->edge, &by, from, (size_t)(g->edge_end - from));
		for (const uint64_t *i = g->edge; i < g->edge_end; i++)
			edge_take(g, edge_of(g, i));
		for (const uint64_t *i = g->edge; i < g->edge_end; i++)
			edge_weigh(g, edge_of(g, i));
	}
}

/* The edges that are heavy enough to join, by components: each part has those of a range of them. */
struct parting {
	const struct clustering *k;
	const struct links *out;
	const uint32_t *component;
	size_t parts;
	struct part {
		uint64_t *edge;         /* the component, shifted by 32, and the edge's number */
		size_t n;
		struct growing g;
		char apart[THREAD_APART];
	} part[THREADS_MOST];
};

static void
part_take(const struct parting *p, size_t number, struct part *to)
{
	const struct link_edge *edge = p->out->edge;
	size_t cap = 0;
	uint64_t *room;

	for (size_t i = 0; i < p->out->n_edges; i++) {
		uint64_t component;

		if (i + AHEAD < p->out->n_edges)
			wide_fetch(&p->component[edge[i + AHEAD].left]);
		if (edge[i].weight < p->k->join)
			continue;
		component = p->component[edge[i].left];
		if (component * p->parts / p->k->s->n != number)
			continue;
		if (to->n == cap)
			to->edge = wide_grow(to->edge, (cap += p->out->n_edges / p->parts / 8 + 1024) * sizeof *to->edge);
		to->edge[to->n++] = component << 32 | i;
	}
	room = wide_new(to->n * sizeof *room);
	radix_sort(to->edge, room, to->n);
	wide_free(room);
}

static void
take_some(void *with, size_t from, size_t to)
{
	struct parting *p = with;

	for (size_t i = from; i < to; i++)
		part_take(p, i, &p->part[i]);
}

static void
edges_part(struct parting *p)
{
	const struct link_options *o = p->k->options;
	struct mem *work = mem_new();

	p->parts = o->n_decisions ? 1 : (size_t)o->threads;     /* decisions may name records of two components */
	p->component = components_find(work, p->out, p->k->s->n, o->decision, o->n_decisions);
	in_threads((int)p->parts, p->parts, take_some, p);
	mem_free(work);
}

static void
grow_some(void *with, size_t from, size_t to)
{
	struct parting *p = with;

	for (size_t i = from; i < to; i++)
		components_grow(&p->part[i].g, p->part[i].edge, p->part[i].edge + p->part[i].n);
}

/* Each component in its turn. */
static void
clusters_grow(struct mem *work, struct growing *g, struct parting *p)
{
	for (size_t i = 0; i < p->parts; i++) {
		p->part[i].g = *g;
		p->part[i].g.levels = g->k->levels[i];
		p->part[i].g.weights = weigh_cache_new(work);
	}
	in_threads((int)p->parts, p->parts, grow_some, p);
	for (size_t i = 0; i < p->parts; i++) {
		g->out->kept_apart += p->part[i].g.kept_apart;
		g->out->conflicts += p->part[i].g.conflicts;
		g->out->two_numbers += p->part[i].g.two_numbers;
		wide_free(p->part[i].edge);
	}
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

/* Each record's cluster by its lowest record, and its weight. */
static void
state_some(void *with, size_t from, size_t to)
{
	const struct growing *g = with;

	for (size_t record = from; record < to; record++) {
		uint32_t at = place_of(g->k->s, (uint32_t)record);

		if (record + STATED_AHEAD < to)
			wide_fetch(&g->of[place_of(g->k->s, (uint32_t)record + STATED_AHEAD)]);
		g->out->cluster[record] = g->of[root_of(g, at)].first;
		g->out->weight[record] = g->of[at].weight;
	}
}

static void
clusters_number(struct links *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out->cluster[i] = out->cluster[i] == i ? (uint32_t)out->n_clusters++ : out->cluster[out->cluster[i]];
}

void
clusters_find(struct mem *mem, const struct clustering *k, struct links *out)
{
	struct mem *work = mem_new();
	struct parting parting = {.k = k, .out = out};
	size_t n = k->s->n;
	struct growing g = {.k = k, .out = out};

	edges_part(&parting);
	g.of = wide_new((n + 1) * sizeof *g.of);
	in_threads(k->options->threads, n, stand_some, &g);
	sources_take(&g, work, n);
	decisions_take(&g, work, n);
	clusters_grow(work, &g, &parting);
	for (size_t i = 0; i < out->n_edges; i++)
		if (out->edge[i].weight < k->join)
			edge_weigh(&g, &out->edge[i]);
	out->cluster = mem_new_array(mem, uint32_t, n + 1);
	out->weight = mem_new_array(mem, float, n + 1);
	in_threads(k->options->threads, n, state_some, &g);
	clusters_number(out, n);
	wide_free(g.of);
	mem_free(work);
}
