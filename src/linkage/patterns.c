/* See the header. */
#include "linkage/patterns.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "linkage/overlap.h"

#define OVERLAP_BITS 8

struct tally *
tallies_new(struct mem *m, int n)
{
	struct tally *out = mem_new_array(m, struct tally, n);

	for (int i = 0; i < n; i++) {
		out[i].mem = mem_new();
		out[i].met = int_map_new(out[i].mem, 1024);
	}
	return out;
}

void
tally_add(struct tally *t, uint64_t levels, int overlap)
{
	bool is_new;

	_Static_assert(4 * LINK_FIELDS + OVERLAP_BITS <= 64 && LINK_OVERLAPS < 1 << OVERLAP_BITS, "both in one number");
	/* The overlap from 1, so that none is the number by which the map knows an empty slot. */
	++*int_map_put(t->met, (int64_t)(levels << OVERLAP_BITS | (uint64_t)(overlap + 1)), &is_new);
}

static int
levels_order(const void *one, const void *other)
{
	const struct pattern *a = one, *b = other;

	if (a->levels != b->levels)
		return a->levels > b->levels ? 1 : -1;
	return a->overlap - b->overlap;
}

static struct pattern *
in_order(struct mem *m, const struct int_map *map, size_t *n)
{
	struct pattern *list = mem_new_array(m, struct pattern, int_map_count(map) + 1);
	int64_t levels, *count;
	size_t at = 0;

	*n = 0;
	while (int_map_next(map, &at, &levels, &count))
		list[(*n)++] = (struct pattern){(uint64_t)levels >> OVERLAP_BITS, (int)((uint64_t)levels & ((1 << OVERLAP_BITS) - 1)) - 1,
		    (uint64_t)*count};
	qsort(list, *n, sizeof *list, levels_order);
	return list;
}

struct pattern *
tallies_take(struct mem *m, struct tally *tally, int n, size_t *n_patterns)
{
	struct pattern *list;

	for (int i = 1; i < n; i++) {
		int64_t levels, *count;
		size_t at = 0;
		bool is_new;

		while (int_map_next(tally[i].met, &at, &levels, &count))
			*int_map_put(tally[0].met, levels, &is_new) += *count;
	}
	list = in_order(m, tally[0].met, n_patterns);
	for (int i = 0; i < n; i++)
		mem_free(tally[i].mem);
	return list;
}

struct pattern *
patterns_merge(struct mem *m, const struct pattern *pattern, size_t n, size_t *merged)
{
	struct pattern *list = mem_new_array(m, struct pattern, n + 1);

	*merged = 0;
	for (size_t i = 0; i < n; i++)
		if (*merged && list[*merged - 1].levels == pattern[i].levels)
			list[*merged - 1].count += pattern[i].count;
		else
			list[(*merged)++] = pattern[i];
	return list;
}

struct counting {
	const struct link_set *s;
	struct tally *tally;
};

static void
count_pattern(void *own, uint32_t a, uint32_t b, uint64_t levels)
{
	const struct counting *k = own;

	tally_add(k->tally, levels, overlap_of(k->s, row_of(k->s, a), row_of(k->s, b)));
}

struct pattern *
patterns_find(const struct training *t, struct mem *m, struct sample **sample, size_t *n)
{
	struct tally *tally = tallies_new(m, t->threads);
	struct counting *counting = mem_new_array(m, struct counting, t->threads);
	void **own = mem_new_array(m, void *, t->threads);

	for (int i = 0; i < t->threads; i++) {
		counting[i] = (struct counting){t->s, &tally[i]};
		own[i] = &counting[i];
	}
	sample_walk(t, sample, count_pattern, own);
	return tallies_take(m, tally, t->threads, n);
}
