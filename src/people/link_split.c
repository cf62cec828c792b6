/* See the header. */
#include "people/link_split.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/wide.h"
#include "linkage/radix.h"
#include "store/store.h"

int64_t
key_number(int rule, uint32_t key)
{
	return (int64_t)rule << 32 | key;
}

/* Of one key. */
static int
further_order(const void *one, const void *other)
{
	const struct key_row *a = one, *b = other;

	if (a->further != b->further)
		return a->further < b->further ? -1 : 1;
	return (a->identity > b->identity) - (a->identity < b->identity);
}

/* By key; those alike in the order that they had. */
static void
keys_sort_roughly(struct key_row *row, size_t n)
{
	uint64_t *at = wide_new(n * sizeof *at), *work = wide_new(n * sizeof *work);
	struct key_row *sorted = wide_new(n * sizeof *sorted);

	for (size_t i = 0; i < n; i++)
		at[i] = (uint64_t)row[i].key << 32 | i;
	radix_sort(at, work, n);
	for (size_t i = 0; i < n; i++)
		at[i] = (uint64_t)row[(uint32_t)at[i]].key >> 32 << 32 | (uint32_t)at[i];
	radix_sort(at, work, n);
	for (size_t i = 0; i < n; i++)
		sorted[i] = row[(uint32_t)at[i]];
	memcpy(row, sorted, n * sizeof *row);
	wide_free(sorted);
	wide_free(work);
	wide_free(at);
}

void
keys_sort(struct key_rows *rows)
{
	size_t end;

	if (rows->n == 0)
		return;
	keys_sort_roughly(rows->item, rows->n);
	for (size_t from = 0; from < rows->n; from = end) {
		for (end = from + 1; end < rows->n && rows->item[end].key == rows->item[from].key;)
			end++;
		if (end > from + 1)
			qsort(rows->item + from, end - from, sizeof *rows->item, further_order);
	}
}

/* ---- kept with a record ------------------------------------------------------------------------------------------ */

#define KEY_BYTES 4
#define FURTHER_BYTES 6
_Static_assert(KEY_PACKED == 1 + KEY_BYTES + FURTHER_BYTES && FURTHER_MOST * FURTHER_BITS <= 8 * FURTHER_BYTES, "all fits in");

size_t
keys_pack(const struct stored_key *key, int rules, unsigned char out[LINK_RULES * KEY_PACKED])
{
	size_t n = 0;

	for (int r = 0; r < rules; r++) {
		if (!key[r].key)
			continue;
		out[n++] = (unsigned char)r;
		for (int i = 0; i < KEY_BYTES; i++)
			out[n++] = (unsigned char)(key[r].key >> 8 * i);
		for (int i = 0; i < FURTHER_BYTES; i++)
			out[n++] = (unsigned char)(key[r].further >> 8 * i);
	}
	return n;
}

static uint64_t
bytes_number(const unsigned char *at, int n)
{
	uint64_t number = 0;

	while (n-- > 0)
		number = number << 8 | at[n];
	return number;
}

void
keys_unpack(struct mem *m, struct view kept, int64_t identity, struct key_rows *out)
{
	const unsigned char *at = (const unsigned char *)kept.at;

	for (; kept.n >= KEY_PACKED; kept.n -= KEY_PACKED, at += KEY_PACKED)
		*push(m, out) = (struct key_row){.key = key_number(at[0], (uint32_t)bytes_number(at + 1, KEY_BYTES)),
		    .further = bytes_number(at + 1 + KEY_BYTES, FURTHER_BYTES), .identity = identity};
}

/* ---- splitting --------------------------------------------------------------------------------------------------- */

static void
node_take(void *with, int64_t node, int deep)
{
	struct key_split *to = with;

	*push(to->mem, &to->nodes) = (struct key_node){node, deep};
}

static void
part_take(void *with, const struct split_row *row, size_t n, int deep, bool chain)
{
	struct key_split *to = with;

	(void)deep;
	if (chain)
		split_places(row, n, to->place + (row - to->row));
}

void
key_split_make(struct mem *m, uint32_t most, const struct key_row *row, size_t n, struct key_split *out)
{
	*out = (struct key_split){.row = mem_new_array(m, struct split_row, n + 1), .place = mem_new_array(m, uint32_t, n + 1), .n = n,
	    .mem = m};
	if (n == 0)
		return;
	out->rule = (int)(row->key >> 32);
	out->key = (uint32_t)KEY_ROOT(row->key);
	for (size_t i = 0; i < n; i++)
		out->row[i] = (struct split_row){row[i].further, row[i].order, (uint64_t)row[i].identity, row[i].key & 1};
	split_sort(out->row, n);
	split_walk(&(struct splitting){.rule = out->rule, .key = out->key, .most = most, .too_large = node_take, .part = part_take,
	    .with = out}, out->row, n);
}

bool
key_split_has_chain(const struct key_split *of)
{
	for (size_t i = 0; i < of->nodes.n; i++)
		if (of->nodes.item[i].deep == FURTHER_MOST)
			return true;
	return false;
}

size_t
key_split_at(const struct key_split *of, uint64_t further, int deep, uint64_t order)
{
	size_t low = 0, high = of->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		uint64_t parts = further_first(of->row[mid].further, deep), wanted = further_first(further, deep);

		if (parts < wanted || (parts == wanted && of->row[mid].order < order))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void
key_split_ends(const struct key_split *of, size_t at, uint64_t end[2])
{
	const struct split_row *row = of->row;
	size_t i = at, j = at + 1;

	end[0] = end[1] = 0;
	while (i > 0 && row[i - 1].further == row[at].further && of->place[i - 1] % 2 == 0)
		i--;
	while (j < of->n && row[j].further == row[at].further && of->place[j] % 2 == 0)
		j++;
	if (i > 0 && row[i - 1].further == row[at].further)
		end[0] = row[i - 1].who;
	if (j < of->n && row[j].further == row[at].further)
		end[1] = row[j].who;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

struct bulk *
key_nodes_open(struct ctx *c)
{
	return bulk_open(c, "link_split", (const char *const[]){"node", "deep", NULL});
}

enum err
key_node_write(struct bulk *b, struct key_node node)
{
	bulk_int(b, 0, node.node);
	bulk_int(b, 1, node.deep);
	return bulk_row(b);
}

enum err
key_nodes_write(struct bulk *b, uint32_t most, const struct key_rows *rows)
{
	struct mem *mem = mem_new();
	enum err e = OK;

	for (size_t from = 0, to; from < rows->n && e == OK; from = to) {
		struct key_split split;

		for (to = from + 1; to < rows->n && KEY_ROOT(rows->item[to].key) == KEY_ROOT(rows->item[from].key); to++)
			continue;
		if (to - from <= most)
			continue;
		key_split_make(mem, most, rows->item + from, to - from, &split);
		for (size_t i = 0; i < split.nodes.n && e == OK; i++)
			e = key_node_write(b, split.nodes.item[i]);
		mem_reset(mem);
	}
	mem_free(mem);
	return e;
}
