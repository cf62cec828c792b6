/* One run: order, training, comparing, clustering. See the header. */
#include "linkage/engine.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "linkage/cluster.h"
#include "linkage/nickname.h"
#include "linkage/train.h"
#include "linkage/weigh.h"

#define BLOCK_MOST 1000
#define JOIN_DEFAULT 0.5
#define REVIEW_DEFAULT 0.05

/* What a thread gathers. */
struct gathering {
	const struct weigher *weigher;
	struct weigh_cache *cache;
	float least;
	struct mem *mem;
	struct { struct link_edge *item; size_t n, cap; } edges;
	uint64_t histogram[64];
};

static void
gather_pair(void *own, uint32_t a, uint32_t b, uint64_t levels)
{
	struct gathering *g = own;
	float weight = weigh(g->weigher, g->cache, a, b, levels, -32);
	int at = weight < -32 ? 0 : weight >= 31 ? 63 : (int)floorf(weight) + 32;

	g->histogram[at]++;
	if (weight >= g->least)
		*push(g->mem, &g->edges) = (struct link_edge){a, b, weight};
}

/* ---- sorting ----------------------------------------------------------------------------------------------------- */

struct sorted_edge {
	struct link_edge edge;
	uint64_t low, high;             /* the records' order numbers: ties are settled by them */
};

static int
edge_order(const void *one, const void *other)
{
	const struct sorted_edge *a = one, *b = other;

	if (a->edge.weight != b->edge.weight)
		return a->edge.weight > b->edge.weight ? -1 : 1;
	if (a->low != b->low)
		return a->low < b->low ? -1 : 1;
	if (a->high != b->high)
		return a->high < b->high ? -1 : 1;
	if (a->edge.left != b->edge.left)
		return a->edge.left < b->edge.left ? -1 : 1;
	return (a->edge.right > b->edge.right) - (a->edge.right < b->edge.right);
}

static void
edges_sort(struct mem *mem, const uint64_t *order, const struct gathering *g, int threads, struct links *out)
{
	struct mem *work = mem_new();
	struct sorted_edge *list;

	for (int t = 0; t < threads; t++)
		out->n_edges += g[t].edges.n;
	list = mem_new_array(work, struct sorted_edge, out->n_edges + 1);
	out->edge = mem_new_array(mem, struct link_edge, out->n_edges + 1);
	for (size_t t = 0, at = 0; t < (size_t)threads; t++)
		for (size_t i = 0; i < g[t].edges.n; i++) {
			struct link_edge e = g[t].edges.item[i];
			uint64_t x = order[e.left], y = order[e.right];

			list[at++] = (struct sorted_edge){e, x < y ? x : y, x < y ? y : x};
		}
	qsort(list, out->n_edges, sizeof *list, edge_order);
	for (size_t i = 0; i < out->n_edges; i++)
		out->edge[i] = list[i].edge;
	mem_free(work);
}

/* ---- the run ----------------------------------------------------------------------------------------------------- */

static float
bits_of(double probability)
{
	return (float)log2(probability / (1 - probability));
}

struct running {
	struct mem *mem, *work;
	struct link_set *s;
	struct link_options options;
	const uint64_t *order;
	struct level_cache **levels;
	struct links *out;
};

static void
compare_all(struct running *k, const struct weigher *weigher, float review)
{
	int threads = k->options.threads;
	struct gathering *g = mem_new_array(k->work, struct gathering, threads);
	void **own = mem_new_array(k->work, void *, threads);
	struct walk w = {.s = k->s, .order = k->order, .most = k->options.block_most, .threads = threads, .every = 1,
	    .visit = gather_pair, .own = own, .cache = k->levels, .told = k->out->rule};

	for (int t = 0; t < threads; t++) {
		g[t] = (struct gathering){.weigher = weigher, .cache = weigh_cache_new(k->work), .least = review, .mem = mem_new()};
		own[t] = &g[t];
	}
	pairs_walk(&w);
	edges_sort(k->mem, k->order, g, threads, k->out);
	for (int r = 0; r < k->s->model->n_rules; r++)
		k->out->pairs += k->out->rule[r].pairs;
	for (int t = 0; t < threads; t++) {
		for (int i = 0; i < 64; i++)
			k->out->histogram[i] += g[t].histogram[i];
		mem_free(g[t].mem);
	}
	k->out->seconds[0] = w.blocking_seconds;
}

static const uint64_t *
order_make(struct mem *m, const struct link_set *s)
{
	uint64_t *order = mem_new_array(m, uint64_t, s->n + 1);

	for (uint32_t i = 0; i < s->n; i++)
		order[i] = row_content(s, i);
	return order;
}

static void
begin(struct running *k)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (k->options.threads <= 0)
		k->options.threads = cores > 0 && cores <= 16 ? (int)cores : cores > 16 ? 16 : 1;
	if (k->options.threads > 64)
		k->options.threads = 64;
	if (k->options.block_most == 0)
		k->options.block_most = BLOCK_MOST;
	k->order = k->options.order ? k->options.order : order_make(k->work, k->s);
	k->levels = mem_new_array(k->work, struct level_cache *, k->options.threads);
	for (int t = 0; t < k->options.threads; t++)
		k->levels[t] = level_cache_new(k->work);
}

void
link_run(struct mem *mem, struct link_set *s, struct link_options options, struct links *out)
{
	struct running k = {.mem = mem, .work = mem_new(), .s = s, .options = options, .out = out};
	int64_t began = clock_ms(), at;
	const struct weigher *weigher;
	struct clustering clustering;

	*out = (struct links){.model = *s->model};
	begin(&k);
	at = clock_ms();
	if (!out->model.trained)
		train(&(struct training){s, k.order, options.seed, k.options.threads, k.options.block_most}, &out->model);
	out->seconds[1] = (double)(clock_ms() - at) / 1000;
	weigher = weigher_new(k.work, s, &out->model);
	at = clock_ms();
	compare_all(&k, weigher, bits_of(out->model.review > 0 ? out->model.review : REVIEW_DEFAULT));
	out->seconds[2] = (double)(clock_ms() - at) / 1000 - out->seconds[0];
	at = clock_ms();
	clustering = (struct clustering){s, weigher, k.order, &k.options, k.levels[0], weigh_cache_new(k.work),
	    bits_of(out->model.join > 0 ? out->model.join : JOIN_DEFAULT)};
	clusters_find(mem, &clustering, out);
	out->seconds[3] = (double)(clock_ms() - at) / 1000;
	out->seconds[4] = (double)(clock_ms() - began) / 1000;
	mem_free(k.work);
}

void
link_learn_names(struct link_set *s, struct link_options options)
{
	struct running k = {.work = mem_new(), .s = s, .options = options};

	begin(&k);
	nicknames_learn(&(struct training){s, k.order, options.seed, k.options.threads, k.options.block_most}, training_every(s));
	mem_free(k.work);
}
