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

/* Numbers are the same, not their hashes alone: blind ones are others under another master key, and so are the chances that
 * two hashes are the same. */
static bool
rule_meets(const struct blocking *b, int rule, uint32_t one, uint32_t other)
{
	const struct keys *k = b->keys;
	int at = k->number_at[rule];

	return keys_meet(k->key[one * k->rules + (size_t)rule], k->key[other * k->rules + (size_t)rule]) &&
	    (at < 0 || number_of(row_of(b->s, one), at) == number_of(row_of(b->s, other), at));
}

bool
block_owns(const struct blocking *b, const struct splits *splits, int rule, uint32_t one, uint32_t other)
{
	if (!rule_meets(b, rule, one, other))
		return false;
	for (int i = 0; i < rule; i++) {
		const int64_t *deep;

		if (!rule_meets(b, i, one, other))
			continue;
		if (int_map_count(splits->deep) == 0)
			return false;
		deep = int_map_find(splits->deep, split_key(i, b->keys->key[one * b->keys->rules + (size_t)i]));
		if (!deep || split_joins(b, splits, i, (int)*deep, one, other))
			return false;
	}
	return true;
}

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

struct making {
	struct mem *mem;
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
	*push(k->mem, &k->out->at) = (struct block_at){from, to};
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
	struct mem *m = mem_new();
	struct split_entry *work = mem_new_array(m, struct split_entry, to - from);
	size_t n = to - from, met = 0, all = pairs_within(k->out->entry + from, n);
	bool chained = false;
	int deep = 0;

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
	mem_free(m);
}

/* Which part a key is in its high bits say; whether it is chosen, a hash of it. Not of numbers: see pair_is_chosen(). */
struct chosen *
entries_choose(struct mem *m, const struct blocking *b, uint32_t part, uint32_t parts)
{
	struct chosen *out = mem_new_array(m, struct chosen, b->keys->rules + 1);
	const uint32_t *key = b->keys->key;

	for (size_t i = 0; i < b->s->n; i++)
		for (size_t r = 0; r < b->keys->rules; r++, key++) {
			uint64_t of = *key;

			if (of && b->keys->number_at[r] < 0 && (of >> 1) * 0x9e3779b97f4a7c15ULL >> 33 < b->chosen &&
			    (of * parts >> 32) == part)
				*push(m, &out[r]) = of << 32 | i;
		}
	return out;
}

/* The records of this part's keys. */
static size_t
entries_take(const struct blocking *b, int rule, uint32_t part, uint32_t parts, uint64_t *entry)
{
	const uint32_t *key = b->keys->key + rule;
	size_t n = 0;

	for (size_t i = 0; i < b->s->n; i++, key += b->keys->rules) {
		uint64_t of = *key;

		if (of && (of * parts >> 32) == part)
			entry[n++] = of << 32 | i;
	}
	return n;
}

void
blocks_make(struct mem *m, const struct blocking *b, int rule, uint32_t part, uint32_t parts, const struct chosen *chosen,
    uint64_t *entry, uint64_t *work, struct blocks *out)
{
	struct making k = {.mem = m, .b = b, .rule = &b->s->model->rule[rule], .out = out};
	uint64_t most = (uint64_t)b->most * (b->most - 1) / 2;

	*out = (struct blocks){.entry = entry, .n = chosen ? chosen->n : entries_take(b, rule, part, parts, entry)};
	if (chosen && chosen->n)
		memcpy(entry, chosen->item, chosen->n * sizeof *entry);
	out->told.keyed = out->n;
	radix_sort(entry, work, out->n);
	for (size_t from = 0, to; from < out->n; from = to) {
		for (to = from + 1; to < out->n && entry[to] >> 33 == entry[from] >> 33; to++)
			continue;
		if (to - from > b->most && pairs_within(entry + from, to - from) > most)
			block_split(&k, from, to);
		else
			block_add(&k, from, to);
	}
}

bool
pair_is_chosen(const struct blocking *b, uint32_t one, uint32_t other)
{
	uint64_t both = b->order[one] + b->order[other];

	return hash_mix(3, &both, sizeof both) >> 33 < b->chosen;
}
