/* Splitting and owning. See the header. */
#include "linkage/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "linkage/radix.h"

#define CHAIN 32                        /* a part that nothing splits becomes a chain of links of so many records */

/* ---- large blocks ------------------------------------------------------------------------------------------------ */

struct splits {
	struct int_map *deep;           /* by rule and key; + CHAINED */
	struct int_map *place;          /* by rule and record, of those in chains */
	bool of_rule[LINK_RULES];       /* some of the rule's were split */
};

#define CHAINED 16

struct splits *
splits_new(struct mem *m)
{
	struct splits *p = mem_new_one(m, struct splits);

	p->deep = int_map_new(m, 64);
	p->place = int_map_new(m, 64);
	return p;
}

static int64_t
split_key(int rule, uint32_t key)
{
	return (int64_t)rule << 32 | (key & ~1u);
}

static int64_t
place_key(int rule, uint32_t record)
{
	return (int64_t)rule << 32 | record;
}

void
splits_add(struct splits *p, int rule, const struct blocks *blocks)
{
	bool is_new;

	p->of_rule[rule] = p->of_rule[rule] || blocks->split.n;
	for (size_t i = 0; i < blocks->split.n; i++) {
		const struct split *of = &blocks->split.item[i];

		*int_map_put(p->deep, split_key(rule, of->key), &is_new) = of->deep + (of->chained ? CHAINED : 0);
	}
	for (size_t i = 0; i < blocks->placed.n; i++)
		*int_map_put(p->place, place_key(rule, blocks->placed.item[i].record), &is_new) = blocks->placed.item[i].place;
}

/* Two records of a block that was split met: they share its further keys, and where their part is a chain a link of it. */
static bool
split_joins(const struct blocking *b, const struct splits *splits, int rule, int deep, uint32_t one, uint32_t other)
{
	const struct link_rule *r = &b->s->model->rule[rule];
	const int64_t *x, *y;

	if (further_key(b->s, r, one, deep % CHAINED) != further_key(b->s, r, other, deep % CHAINED))
		return false;
	if (deep < CHAINED)
		return true;
	x = int_map_find(splits->place, place_key(rule, one));
	y = int_map_find(splits->place, place_key(rule, other));
	if (!x || !y)
		return true;            /* of a part that is no chain */
	return *x < *y ? *x / (CHAIN - 1) == (*y - 1) / (CHAIN - 1) : *y / (CHAIN - 1) == (*x - 1) / (CHAIN - 1);
}

bool
block_owns(const struct blocking *b, const struct splits *splits, int rule, uint32_t one, uint32_t other)
{
	const uint32_t *x = row_of(b->s, one), *y = row_of(b->s, other);
	uint64_t in_common = parts_in_common(b->keying, x, y);

	if (!rule_meets(b->keying, rule, x, y, in_common))
		return false;
	for (int i = 0; i < rule; i++) {
		const int64_t *deep;

		if (!rule_meets(b->keying, i, x, y, in_common))
			continue;
		if (!splits->of_rule[i])
			return false;
		deep = int_map_find(splits->deep, split_key(i, key_of(b->keying, i, x)));
		if (!deep || split_joins(b, splits, i, (int)*deep, one, other))
			return false;
	}
	return true;
}

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

struct making {
	struct mem *mem;
	struct mem *scratch;            /* of one block that is split; NULL before the first */
	const struct blocking *b;
	const struct link_rule *rule;
	struct blocks *out;
};

struct split_entry {
	uint64_t key, order;
	uint64_t entry;
};

static int
split_order(const void *one, const void *other)
{
	const struct split_entry *a = one, *b = other;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return (a->entry > b->entry) - (a->entry < b->entry);
}

/* Those that may meet all others first: by a rule for records that lack a field, they alone do. */
static size_t
lacking_first(struct making *k, size_t from, size_t to)
{
	uint64_t *entry = k->out->entry;
	size_t lacking = from;

	for (size_t i = from; i < to; i++)
		if (entry[i] >> 32 & 1) {
			uint64_t swap = entry[lacking];

			entry[lacking++] = entry[i];
			entry[i] = swap;
		}
	return lacking;
}

static void
block_add(struct making *k, size_t from, size_t to)
{
	struct link_rule_told *told = &k->out->told;

	if (to - from < 2 || lacking_first(k, from, to) == from)
		return;
	k->out->at[k->out->n_at++] = (struct block_at){from, to};
	told->largest = to - from > told->largest ? to - from : told->largest;
}

/* Sorts [from, to) by the first `deep` further keys; returns its largest part. */
static size_t
block_sort(struct making *k, size_t from, size_t to, int deep, struct split_entry *work)
{
	size_t largest = 0, begun = 0, n = to - from;

	for (size_t i = 0; i < n; i++) {
		uint32_t record = (uint32_t)k->out->entry[from + i];

		work[i] = (struct split_entry){further_key(k->b->s, k->rule, record, deep), k->b->order[record], k->out->entry[from + i]};
	}
	qsort(work, n, sizeof *work, split_order);
	for (size_t i = 0; i < n; i++) {
		k->out->entry[from + i] = work[i].entry;
		if (work[i].key != work[begun].key)
			begun = i;
		largest = i + 1 - begun > largest ? i + 1 - begun : largest;
	}
	return largest;
}

/* A block's pairs, as far as its records may meet. */
static uint64_t
pairs_within(const uint64_t *entry, size_t n)
{
	uint64_t meet = 0;

	for (size_t i = 0; i < n; i++)
		meet += entry[i] >> 32 & 1;
	return meet * (n - 1) - (meet ? meet * (meet - 1) / 2 : 0);
}

/* A part that no key splits: links of a chain, each beginning with the last record of the one before. */
static size_t
block_chain(struct making *k, size_t from, size_t to)
{
	size_t met = 0;

	lacking_first(k, from, to);     /* of the whole, so that no link changes its order */
	for (size_t i = from; i < to; i++)
		*push(k->mem, &k->out->placed) = (struct placed){(uint32_t)k->out->entry[i], (uint32_t)(i - from)};
	for (size_t at = from; at + 1 < to; at += CHAIN - 1) {
		size_t end = at + CHAIN < to ? at + CHAIN : to;

		met += pairs_within(k->out->entry + at, end - at);
		block_add(k, at, end);
	}
	return met;
}

/* Splits a block by as few further keys as make its parts small; parts that stay large become chains. */
static void
block_split(struct making *k, size_t from, size_t to)
{
	struct split_entry *work;
	size_t n = to - from, met = 0, all = pairs_within(k->out->entry + from, n);
	bool chained = false;
	int deep = 0;

	if (k->scratch)
		mem_reset(k->scratch);
	else
		k->scratch = mem_new();
	work = mem_new_array(k->scratch, struct split_entry, n);
	while (block_sort(k, from, to, ++deep, work) > k->b->most && deep < FURTHER_MOST)
		continue;
	for (size_t begun = 0, end; begun < n; begun = end) {
		for (end = begun + 1; end < n && work[end].key == work[begun].key; end++)
			continue;
		if (end - begun > k->b->most) {
			met += block_chain(k, from + begun, from + end);
			chained = true;
			continue;
		}
		met += pairs_within(k->out->entry + from + begun, end - begun);
		block_add(k, from + begun, from + end);
	}
	k->out->told.split++;
	k->out->told.lost += all - met;
	*push(k->mem, &k->out->split) = (struct split){(uint32_t)(k->out->entry[from] >> 32), deep, chained};
}

void
blocks_make(struct mem *m, const struct blocking *b, int rule, uint64_t *entry, uint64_t *work, size_t n, struct blocks *out)
{
	struct making k = {.mem = m, .b = b, .rule = &b->s->model->rule[rule], .out = out};
	uint64_t most = (uint64_t)b->most * (b->most - 1) / 2;

	*out = (struct blocks){.entry = entry, .n = n, .at = (struct block_at *)work};
	_Static_assert(sizeof *out->at <= 2 * sizeof *work, "a block is of two entries at least");
	radix_sort(entry, work, n);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && entry[to] >> 33 == entry[from] >> 33; to++)
			continue;
		if (to - from > b->most && pairs_within(entry + from, to - from) > most)
			block_split(&k, from, to);
		else
			block_add(&k, from, to);
	}
	mem_free(k.scratch);
}
