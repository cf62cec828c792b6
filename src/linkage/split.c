/* See the header. */
#include "linkage/split.h"

#include <stdlib.h>

#include "base/hash.h"

uint64_t
further_first(uint64_t further, int deep)
{
	return further >> FURTHER_BITS * (FURTHER_MOST - deep);
}

int
further_shared(uint64_t one, uint64_t other)
{
	int deep = FURTHER_MOST;

	while (further_first(one, deep) != further_first(other, deep))
		deep--;
	return deep;
}

int64_t
split_node(int rule, uint32_t key, uint64_t further, int deep)
{
	const uint64_t node[2] = {(uint64_t)rule << 32 | key >> 1, further_first(further, deep) << 3 | (uint64_t)deep};

	return (int64_t)(hash_mix(0, node, sizeof node) >> 1);
}

uint64_t
split_pairs(uint64_t rows, uint64_t meet)
{
	return meet ? meet * (rows - 1) - meet * (meet - 1) / 2 : 0;
}

bool
split_is_large(uint32_t most, uint64_t rows, uint64_t meet)
{
	return rows > most && split_pairs(rows, meet) > (uint64_t)most * (most - 1) / 2;
}

static int
row_order(const void *one, const void *other)
{
	const struct split_row *a = one, *b = other;

	if (a->further != b->further)
		return a->further < b->further ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return (a->who > b->who) - (a->who < b->who);
}

void
split_sort(struct split_row *row, size_t n)
{
	if (n)
		qsort(row, n, sizeof *row, row_order);
}

static bool
node_is_large(const struct splitting *k, const struct split_row *row, size_t n, int64_t node)
{
	uint64_t meet = 0;

	if (k->large) {
		const int64_t *known = int_map_find(k->large, node);

		return known && *known;
	}
	if (n <= k->most)
		return false;
	for (size_t i = 0; i < n; i++)
		meet += row[i].meets_all;
	return split_is_large(k->most, n, meet);
}

static void
split_deeper(const struct splitting *k, const struct split_row *row, size_t n, int deep)
{
	int64_t node = split_node(k->rule, k->key, row->further, deep);

	if (!node_is_large(k, row, n, node)) {
		k->part(k->with, row, n, deep, false);
		return;
	}
	if (k->too_large)
		k->too_large(k->with, node, deep);
	if (deep == FURTHER_MOST) {
		k->part(k->with, row, n, deep, true);
		return;
	}
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && further_shared(row[from].further, row[to].further) > deep; to++)
			continue;
		split_deeper(k, row + from, to - from, deep + 1);
	}
}

void
split_walk(const struct splitting *k, const struct split_row *row, size_t n)
{
	if (n)
		split_deeper(k, row, n, 0);
}

/* ---- chains ------------------------------------------------------------------------------------------------------ */

/* By the row's order number; of rows with one number, which say the same, by how many came before. */
static bool
ends_link(uint64_t order, uint64_t before)
{
	return hash_mix(before, &order, sizeof order) % LINK_EVERY == 0;
}

void
split_places(const struct split_row *row, size_t n, uint32_t *place)
{
	uint32_t links = 0;
	uint64_t before = 0;

	for (size_t i = 0; i < n; i++) {
		bool end;

		before = i && row[i].order == row[i - 1].order ? before + 1 : 0;
		end = ends_link(row[i].order, before);
		links += end;
		place[i] = 2 * links + end;
	}
}

bool
split_beside(uint32_t one, uint32_t other)
{
	uint32_t first = one < other ? one : other, last = one < other ? other : one;

	return first / 2 == last / 2 || (first / 2 + 1 == last / 2 && last % 2);
}

size_t
split_link(const uint32_t *place, size_t from, size_t n, size_t *next)
{
	*next = from + 1;
	while (*next < n && place[*next] / 2 == place[from] / 2)
		++*next;
	return *next < n && split_beside(place[from], place[*next]) ? *next + 1 : *next;
}

int64_t
split_place_key(int rule, uint64_t row)
{
	return (int64_t)(hash_mix((uint64_t)rule, &row, sizeof row) >> 1);
}
