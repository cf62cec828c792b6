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

struct one {
	struct link_edge edge;
	uint64_t low, high;             /* the order numbers of its two rows … */
	uint64_t records;               /* … and whose they are, the lower first */
	uint64_t item;
};

static uint64_t
lower_first(uint64_t a, uint64_t b)
{
	return a < b ? a << 32 | b : b << 32 | a;
}

static struct one
one_of(const struct edges_by *by, const struct link_edge *e, uint64_t item)
{
	uint64_t x = by->order[e->left], y = by->order[e->right];

	return (struct one){*e, x < y ? x : y, x < y ? y : x, lower_first(by->record[e->left], by->record[e->right]), item};
}

static int
one_order(const void *one, const void *other)
{
	const struct one *a = one, *b = other;

	if (a->edge.weight != b->edge.weight)
		return a->edge.weight > b->edge.weight ? -1 : 1;
	if (a->low != b->low)
		return a->low < b->low ? -1 : 1;
	if (a->high != b->high)
		return a->high < b->high ? -1 : 1;
	return (a->records > b->records) - (a->records < b->records);
}

static void
ones_sort(struct one *one, size_t n)
{
	if (n > FEW) {
		qsort(one, n, sizeof *one, one_order);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct one next = one[i];
		size_t at = i;

		for (; at > 0 && one_order(&next, &one[at - 1]) < 0; at--)
			one[at] = one[at - 1];
		one[at] = next;
	}
}

/* Of few there is room in `few`. */
static struct one *
ones_of(struct mem *work, const struct edges_by *by, const struct link_edge *all, const uint64_t *item, size_t n, struct one few[FEW])
{
	struct one *one = n > FEW ? mem_new_array(work, struct one, n) : few;

	for (size_t i = 0; i < n; i++)
		one[i] = one_of(by, &all[item ? (uint32_t)item[i] : i], item ? item[i] : i);
	ones_sort(one, n);
	return one;
}

void
edges_some_sort(struct mem *work, const struct link_edge *all, const struct edges_by *by, uint64_t *item, size_t n)
{
	struct one few[FEW], *one;

	if (n < 2)
		return;
	one = ones_of(work, by, all, item, n, few);
	for (size_t i = 0; i < n; i++)
		item[i] = one[i].item;
	if (n > FEW)
		mem_reset(work);
}

static void
ties_settle(struct mem *work, const struct edges_by *by, struct link_edge *edge, size_t n)
{
	struct one few[FEW], *one = ones_of(work, by, edge, NULL, n, few);

	for (size_t i = 0; i < n; i++)
		edge[i] = one[i].edge;
	if (n > FEW)
		mem_reset(work);
}

/* ---- parts ------------------------------------------------------------------------------------------------------- */

/* A thread's part are the edges of a range of weights. */
struct sorting {
	const struct link_edge *all;
	size_t n;
	const struct edges_by *by;
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
	struct mem *m = mem_new();
	size_t kept = 0;

	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && edge[to].weight == edge[from].weight && item[to] >> 32 == item[from] >> 32; to++)
			continue;
		if (to - from > 1)
			ties_settle(m, k->by, edge + from, to - from);
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
edges_sort(struct mem *mem, const struct link_edge *all, size_t n, const struct edges_by *by, int threads, struct links *out)
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
