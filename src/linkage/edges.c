/* See the header. Sorted by weight, then those of one weight by the lower of their records' order numbers: few are alike in both. */
#include "linkage/edges.h"

#include <stdlib.h>
#include <string.h>

#include "base/wide.h"
#include "linkage/radix.h"
#include "linkage/threads.h"

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

/* ---- ties -------------------------------------------------------------------------------------------------------- */

struct tie {
	uint64_t low, high;             /* the order numbers of the two rows … */
	uint64_t records;               /* … and whose they are, the lower first */
	struct link_edge edge;
};

static int
tie_order(const void *one, const void *other)
{
	const struct tie *a = one, *b = other;

	if (a->low != b->low)
		return a->low < b->low ? -1 : 1;
	if (a->high != b->high)
		return a->high < b->high ? -1 : 1;
	return (a->records > b->records) - (a->records < b->records);
}

static uint64_t
lower_first(uint64_t a, uint64_t b)
{
	return a < b ? a << 32 | b : b << 32 | a;
}

static void
ties_settle(struct mem *m, const uint64_t *order, const uint32_t *record, struct link_edge *edge, size_t n)
{
	struct tie *tie = mem_new_array(m, struct tie, n);

	for (size_t i = 0; i < n; i++) {
		uint32_t a = edge[i].left, b = edge[i].right;
		uint64_t x = order[a], y = order[b];

		tie[i] = (struct tie){x < y ? x : y, x < y ? y : x, lower_first(record[a], record[b]), edge[i]};
	}
	qsort(tie, n, sizeof *tie, tie_order);
	for (size_t i = 0; i < n; i++)
		edge[i] = tie[i].edge;
	mem_reset(m);
}

/* ---- parts ------------------------------------------------------------------------------------------------------- */

/* A thread's part are the edges of a range of weights. */
struct sorting {
	const struct link_edge *all;
	size_t n;
	const uint64_t *order;
	const uint32_t *record;
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
		x = k->order[e->left];
		y = k->order[e->right];
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
	struct mem *m = mem_new();
	size_t kept = 0;

	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && edge[to].weight == edge[from].weight && item[to] >> 32 == item[from] >> 32; to++)
			continue;
		if (to - from > 1)
			ties_settle(m, k->order, k->record, edge + from, to - from);
	}
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || edge[i].left != edge[kept - 1].left || edge[i].right != edge[kept - 1].right)
			edge[kept++] = edge[i];
	mem_free(m);
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
edges_sort(struct mem *mem, const struct link_edge *all, size_t n, const uint64_t *order, const uint32_t *record, size_t records,
    int threads, struct links *out)
{
	struct sorting k = {.all = all, .n = n, .order = order, .record = record, .shift = shift_of(order, records), .parts = (size_t)threads};

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
