/* See the header. Sorted by weight, then those of one weight by the lower of their records' order numbers: few are alike in both. */
#include "linkage/edges.h"

#include <stdlib.h>
#include <string.h>

#include "base/wide.h"
#include "linkage/radix.h"
#include "linkage/threads.h"

#define FEW 16

/* A weight as a number that sorts the heaviest first. */
static uint32_t
heaviest_first(float weight)
{
	uint32_t bits;

	memcpy(&bits, &weight, sizeof bits);
	return bits & 0x80000000u ? bits : ~bits & 0x7fffffffu;
}

/* By how much order numbers are shifted to be of 32 bits. */
static int
shift_of(const uint64_t *order, size_t records)
{
	uint64_t all = 0;

	for (size_t i = 0; i < records; i++)
		all |= order[i];
	return all >> 32 ? 32 - __builtin_clzll(all) : 0;
}

/* ---- few --------------------------------------------------------------------------------------------------------- */

/* By the lower of the two rows' order numbers, the higher, then whose they are, the lower first. */
static void
tie_keys(const struct edges_by *by, const struct link_edge *e, uint64_t key[4])
{
	uint64_t left = by->order[e->left], right = by->order[e->right];
	uint32_t one = by->record[e->left], other = by->record[e->right];

	key[0] = left < right ? left : right;
	key[1] = left < right ? right : left;
	key[2] = one < other ? one : other;
	key[3] = one < other ? other : one;
}

static int
edge_order(const void *one, const void *other, void *with)
{
	const struct link_edge *a = one, *b = other;
	uint64_t x[4], y[4];

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	tie_keys(with, a, x);
	tie_keys(with, b, y);
	for (int i = 0; i < 4; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

struct ordering {
	const struct link_edge *all;
	struct edges_by *by;
};

static int
item_order(const void *one, const void *other, void *with)
{
	const struct ordering *k = with;

	return edge_order(&k->all[(uint32_t)*(const uint64_t *)one], &k->all[(uint32_t)*(const uint64_t *)other], k->by);
}

void
edges_some_sort(const struct link_edge *all, struct edges_by *by, uint64_t *item, size_t n)
{
	struct ordering k = {all, by};

	if (n > FEW) {
		qsort_r(item, n, sizeof *item, item_order, &k);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		uint64_t next = item[i];
		size_t at = i;

		for (; at > 0 && item_order(&next, &item[at - 1], &k) < 0; at--)
			item[at] = item[at - 1];
		item[at] = next;
	}
}

/* ---- parts ------------------------------------------------------------------------------------------------------- */

/* A thread's part are the edges of a range of weights. */
struct sorting {
	const struct link_edge *all;
	size_t n;
	struct edges_by *by;
	int shift;
	uint32_t *low;                  /* by edge: of the lower order number */
	struct link_edge *out;
	size_t parts, from[THREADS_MOST + 1], kept[THREADS_MOST];       /* where each part begins, and how many stay in it */
	uint32_t bucket[THREADS_MOST + 1];      /* its first bucket */
};
#define BUCKET_BITS 14

static uint32_t
bucket_of(const struct link_edge *e)
{
	return heaviest_first(e->weight) >> (32 - BUCKET_BITS);
}

/* Parts of about as many edges. */
static void
parts_make(struct sorting *k)
{
	size_t count[1 << BUCKET_BITS] = {0}, sum = 0, part = 0;

	for (size_t i = 0; i < k->n; i++)
		count[bucket_of(&k->all[i])]++;
	for (uint32_t b = 0; b < 1 << BUCKET_BITS; sum += count[b++])
		while (part < k->parts && sum >= k->n * part / k->parts) {
			k->from[part] = sum;
			k->bucket[part++] = b;
		}
	for (; part <= k->parts; part++) {
		k->from[part] = k->n;
		k->bucket[part] = 1 << BUCKET_BITS;
	}
}

/* The part's edges, each as its weight and its number. */
static void
part_take(struct sorting *k, size_t part, uint64_t *item)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct link_edge *e = &k->all[i];
		uint32_t bucket = bucket_of(e);
		uint64_t x, y;

		if (bucket < k->bucket[part] || bucket >= k->bucket[part + 1])
			continue;
		x = k->by->order[e->left];
		y = k->by->order[e->right];
		k->low[i] = (uint32_t)((x < y ? x : y) >> k->shift);
		*item++ = (uint64_t)heaviest_first(e->weight) << 32 | i;
	}
}

/* Puts `low` in the place of weights, and those of one weight in its order. */
static void
low_sort(const struct sorting *k, uint64_t *item, uint64_t *room, size_t n)
{
	for (size_t from = 0, to; from < n; from = to) {
		uint64_t weight = item[from] >> 32;

		for (to = from; to < n && item[to] >> 32 == weight; to++)
			item[to] = (uint64_t)k->low[(uint32_t)item[to]] << 32 | (uint32_t)item[to];
		radix_sort(item + from, room, to - from);
	}
}

/* Those alike in weight and in `low` in their order; of a pair that is there twice one. Returns how many there are then. */
static size_t
part_settle(const struct sorting *k, const uint64_t *item, struct link_edge *edge, size_t n)
{
	size_t kept = 0;

	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && edge[to].weight == edge[from].weight && item[to] >> 32 == item[from] >> 32; to++)
			continue;
		if (to - from > 1)
			qsort_r(edge + from, to - from, sizeof *edge, edge_order, k->by);
	}
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || edge[i].left != edge[kept - 1].left || edge[i].right != edge[kept - 1].right)
			edge[kept++] = edge[i];
	return kept;
}

static void
sort_some(void *with, size_t from, size_t to)
{
	struct sorting *k = with;

	for (size_t part = from; part < to; part++) {
		size_t n = k->from[part + 1] - k->from[part];
		uint64_t *item = wide_new(n * sizeof *item), *room = wide_new(n * sizeof *room);
		struct link_edge *edge = k->out + k->from[part];

		part_take(k, part, item);
		radix_sort(item, room, n);
		low_sort(k, item, room, n);
		wide_free(room);
		for (size_t i = 0; i < n; i++)
			edge[i] = k->all[(uint32_t)item[i]];
		k->kept[part] = part_settle(k, item, edge, n);
		wide_free(item);
	}
}

void
edges_sort(struct mem *mem, const struct link_edge *all, size_t n, struct edges_by *by, int threads, struct links *out)
{
	struct sorting k = {.all = all, .n = n, .by = by, .shift = shift_of(by->order, by->rows), .parts = (size_t)threads};

	k.low = wide_new(n * sizeof *k.low);
	k.out = mem_new_array(mem, struct link_edge, n + 1);
	parts_make(&k);
	in_threads(threads, k.parts, sort_some, &k);
	for (size_t part = 0; part < k.parts; part++) {
		memmove(k.out + out->n_edges, k.out + k.from[part], k.kept[part] * sizeof *k.out);
		out->n_edges += k.kept[part];
	}
	out->edge = k.out;
	wide_free(k.low);
}
