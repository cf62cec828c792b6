/* Splitting and owning. See the header. */
#include "linkage/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/wide.h"

#define CHAIN 32                        /* a part that nothing splits becomes a chain of links of so many records */

/* ---- large blocks ------------------------------------------------------------------------------------------------ */

struct splits {
	uint8_t *deep[LINK_RULES];      /* by row: how many further keys split its block, + CHAINED; 0: it was not split */
	int n_rules;
	bool of_rule[LINK_RULES];       /* some of the rule's were split */
	struct mem *mem;
	struct int_map *place;          /* by rule and record, of those in chains */
};

#define CHAINED 16                      /* some of the block's parts became chains */

struct splits *
splits_new(size_t rows, int n_rules)
{
	struct mem *m = mem_new();
	struct splits *p = mem_new_one(m, struct splits);

	*p = (struct splits){.n_rules = n_rules, .mem = m, .place = int_map_new(m, 64)};
	for (int r = 0; r < n_rules; r++)
		p->deep[r] = wide_zeroed(rows);
	return p;
}

void
splits_free(struct splits *p)
{
	for (int r = 0; r < p->n_rules; r++)
		wide_free(p->deep[r]);
	mem_free(p->mem);
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

	p->of_rule[rule] = p->of_rule[rule] || blocks->told.split;
	for (size_t i = 0; i < blocks->placed.n; i++)
		*int_map_put(p->place, place_key(rule, blocks->placed.item[i].row), &is_new) = blocks->placed.item[i].place;
}

enum split { SPLIT_TOGETHER, SPLIT_APART, SPLIT_CHAINED };

/* What became of two records that meet by an earlier rule: in one block still or again; apart; or in links of a chain. */
static enum split
split_of(const struct blocking *b, int rule, uint32_t one, uint32_t other)
{
	const struct link_rule *r = &b->s->model->rule[rule];
	int deep = b->splits->of_rule[rule] ? b->splits->deep[rule][one] : 0;

	if (!deep)
		return SPLIT_TOGETHER;
	if (further_key(b->s, r, one, deep % CHAINED) != further_key(b->s, r, other, deep % CHAINED))
		return SPLIT_APART;
	return deep < CHAINED ? SPLIT_TOGETHER : SPLIT_CHAINED;
}

/* Two records of a part that may be a chain: whether they share a link of it, or it is none. */
static bool
chain_joins(const struct splits *splits, int rule, uint32_t one, uint32_t other)
{
	const int64_t *x = int_map_find(splits->place, place_key(rule, one)), *y = int_map_find(splits->place, place_key(rule, other));

	if (!x || !y)
		return true;
	return *x < *y ? *x / (CHAIN - 1) == (*y - 1) / (CHAIN - 1) : *y / (CHAIN - 1) == (*x - 1) / (CHAIN - 1);
}

/* Whether a pair is that of an earlier rule, among those that are open to it. */
static bool
met_before(const struct blocking *b, uint32_t open, uint32_t one, uint32_t other)
{
	for (; open; open &= open - 1) {
		int rule = __builtin_ctz(open);
		enum split split = rule_meets(b->keying, rule, row_of(b->s, one), row_of(b->s, other)) ? split_of(b, rule, one, other) :
		    SPLIT_APART;

		if (split == SPLIT_TOGETHER || (split == SPLIT_CHAINED && chain_joins(b->splits, rule, one, other)))
			return true;
	}
	return false;
}

bool
block_owns(const struct blocking *b, int rule, uint32_t one, uint32_t other)
{
	const struct keying *k = b->keying;
	const uint32_t *x = row_of(b->s, one), *y = row_of(b->s, other);
	uint32_t open = rules_open(k, rule + 1, parts_shared(k, k->rule[rule].asked, x, y));

	return open >> rule && rule_meets(k, rule, x, y) && !met_before(b, open & ~(1u << rule), one, other);
}

enum owned
block_owns_alike(const struct blocking *b, int rule, uint32_t one, uint32_t other, uint64_t *shared)
{
	const struct keying *k = b->keying;
	const uint32_t *x = row_of(b->s, one), *y = row_of(b->s, other);
	uint64_t numbers = k->of_read[PART_NUMBER];
	enum owned owned = OWNED_UNLESS_NUMBERS;
	uint32_t open;

	*shared = parts_shared(k, k->rule[rule].asked & ~numbers, x, y);
	open = rules_open(k, rule + 1, *shared | numbers);
	if (!(open >> rule) || (!k->rule[rule].any_number && !rule_meets(k, rule, x, y)))
		return OWNED_NONE;
	for (open &= ~(1u << rule); open; open &= open - 1) {
		int i = __builtin_ctz(open);
		enum split split = SPLIT_APART;

		if (!k->rule[i].any_number && rule_meets(k, i, x, y))
			split = split_of(b, i, one, other);
		if (split == SPLIT_TOGETHER)
			return OWNED_NONE;
		if (split == SPLIT_CHAINED || (k->rule[i].any_number && b->splits->of_rule[i]))
			owned = OWNED_ASK;
	}
	return owned;
}

/* The numbers that two rows share, as their levels tell. */
static uint64_t
numbers_shared(const struct keying *k, uint64_t asked, uint64_t levels)
{
	uint64_t shared = 0;

	for (uint64_t left = asked & k->of_read[PART_NUMBER]; left; left &= left - 1)
		shared |= level_at(levels, k->part[__builtin_ctzll(left)].field) == LEVEL_SAME ? left & -left : 0;
	return shared;
}

bool
block_owns_numbers(const struct blocking *b, int rule, uint32_t one, uint32_t other, uint64_t shared, uint64_t levels)
{
	const struct keying *k = b->keying;
	const uint32_t *x = row_of(b->s, one), *y = row_of(b->s, other);
	uint64_t numbers = numbers_shared(k, k->rule[rule].asked, levels);
	uint32_t open;

	if (!numbers && !k->asks_otherwise && !k->rule[rule].any_number)
		return true;
	open = rules_open(k, rule + 1, shared | numbers);
	if (!(open >> rule) || (k->rule[rule].any_number && !rule_meets(k, rule, x, y)))
		return false;
	for (open &= ~(1u << rule) & k->any_number; open; open &= open - 1)
		if (rule_meets(k, __builtin_ctz(open), x, y))
			return false;
	return true;
}

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

struct making {
	struct mem *mem;
	struct mem *scratch;            /* of one block that is split; NULL before the first */
	const struct blocking *b;
	const struct link_rule *rule;
	uint8_t *deep;                  /* by row */
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
lacking_first(uint64_t *entry, size_t n)
{
	size_t lacking = 0;

	for (size_t i = 0; i < n; i++)
		if (ENTRY_MEETS_ALL(entry[i])) {
			uint64_t swap = entry[lacking];

			entry[lacking++] = entry[i];
			entry[i] = swap;
		}
	return lacking;
}

static size_t
rows_in(const uint64_t *entry, size_t n)
{
	size_t rows = 0;

	for (size_t i = 0; i < n; i++)
		rows += ENTRY_ROWS(entry[i]);
	return rows;
}

/* Whether there is a pair to look at. */
static bool
block_begin(struct making *k, uint64_t *entry, size_t n)
{
	struct link_rule_told *told = &k->out->told;
	size_t rows = rows_in(entry, n);

	if (rows < 2 || lacking_first(entry, n) == 0)
		return false;
	told->largest = rows > told->largest ? rows : told->largest;
	return n > 1 || ENTRY_MEETS_ITSELF(entry[0]);
}

static void
block_add(struct making *k, size_t from, size_t to)
{
	if (block_begin(k, k->out->entry + from, to - from))
		k->out->at[k->out->n_at++] = (struct block_at){(uint32_t)from, (uint32_t)to};
}

static void
part_add(struct making *k, size_t from, size_t to)
{
	if (block_begin(k, k->out->apart.item + from, to - from))
		*push(k->mem, &k->out->parts) = (struct block_at){(uint32_t)from, (uint32_t)to};
}

/* A block's pairs, as far as its rows may meet. */
static uint64_t
pairs_within(const uint64_t *entry, size_t n)
{
	uint64_t meet = 0, rows = rows_in(entry, n);

	for (size_t i = 0; i < n; i++)
		meet += ENTRY_MEETS_ALL(entry[i]) ? ENTRY_ROWS(entry[i]) : 0;
	return meet * (rows - 1) - (meet ? meet * (meet - 1) / 2 : 0);
}

/* Sorts the rows of a block by the first `deep` further keys; returns its largest part. */
static size_t
block_sort(struct making *k, uint64_t *entry, size_t n, int deep, struct split_entry *work)
{
	size_t largest = 0, begun = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t row = ENTRY_ROW(entry[i]);

		work[i] = (struct split_entry){further_key(k->b->s, k->rule, row, deep), k->b->order[row], entry[i]};
	}
	qsort(work, n, sizeof *work, split_order);
	for (size_t i = 0; i < n; i++) {
		entry[i] = work[i].entry;
		if (work[i].key != work[begun].key)
			begun = i;
		largest = i + 1 - begun > largest ? i + 1 - begun : largest;
	}
	return largest;
}

/* A part that no key splits: links of a chain, each beginning with the last row of the one before. */
static size_t
block_chain(struct making *k, size_t from, size_t to)
{
	uint64_t *entry = k->out->apart.item;
	size_t met = 0;

	lacking_first(entry + from, to - from);         /* of the whole, so that no link changes its order */
	for (size_t i = from; i < to; i++)
		*push(k->mem, &k->out->placed) = (struct placed){ENTRY_ROW(entry[i]), (uint32_t)(i - from)};
	for (size_t at = from; at + 1 < to; at += CHAIN - 1) {
		size_t end = at + CHAIN < to ? at + CHAIN : to;

		met += pairs_within(entry + at, end - at);
		part_add(k, at, end);
	}
	return met;
}

/* Each of a block's rows by itself, at the end of those that were put apart; returns where they begin. */
static size_t
put_apart(struct making *k, size_t from, size_t to)
{
	size_t begin = k->out->apart.n;

	for (size_t i = from; i < to; i++) {
		uint64_t entry = k->out->entry[i];

		for (uint32_t row = 0; row < ENTRY_ROWS(entry); row++)
			*push(k->mem, &k->out->apart) = ENTRY(ENTRY_KEY(entry), 0, ENTRY_ROW(entry) + row);
	}
	return begin;
}

/* Splits a block by as few further keys as make its parts small; parts that stay large become chains. */
static void
block_split(struct making *k, size_t from, size_t to, uint64_t all)
{
	size_t first = put_apart(k, from, to), n = k->out->apart.n - first, met = 0;
	struct split_entry *work;
	bool chained = false;
	int deep = 0;

	if (k->scratch)
		mem_reset(k->scratch);
	else
		k->scratch = mem_new();
	work = mem_new_array(k->scratch, struct split_entry, n);
	while (block_sort(k, k->out->apart.item + first, n, ++deep, work) > k->b->most && deep < FURTHER_MOST)
		continue;
	for (size_t begun = 0, end; begun < n; begun = end) {
		for (end = begun + 1; end < n && work[end].key == work[begun].key; end++)
			continue;
		if (end - begun > k->b->most) {
			met += block_chain(k, first + begun, first + end);
			chained = true;
			continue;
		}
		met += pairs_within(k->out->apart.item + first + begun, end - begun);
		part_add(k, first + begun, first + end);
	}
	k->out->told.split++;
	k->out->told.lost += all - met;
	for (size_t i = first; i < first + n; i++)
		k->deep[ENTRY_ROW(k->out->apart.item[i])] = (uint8_t)(deep + (chained ? CHAINED : 0));
}

void
blocks_make(struct mem *m, const struct blocking *b, int rule, uint64_t *entry, uint64_t *work, size_t n, struct blocks *out)
{
	struct making k = {.mem = m, .b = b, .rule = &b->s->model->rule[rule], .deep = b->splits->deep[rule], .out = out};
	uint64_t most = (uint64_t)b->most * (b->most - 1) / 2;

	*out = (struct blocks){.entry = entry, .n = n, .at = (struct block_at *)work};
	_Static_assert(sizeof *out->at <= sizeof *work, "a block has one entry at least");
	for (size_t from = 0, to; from < n; from = to) {
		uint64_t pairs;

		for (to = from + 1; to < n && entry[to] >> 33 == entry[from] >> 33; to++)
			continue;
		pairs = rows_in(entry + from, to - from) > b->most ? pairs_within(entry + from, to - from) : 0;
		if (pairs > most)
			block_split(&k, from, to, pairs);
		else
			block_add(&k, from, to);
	}
	mem_free(k.scratch);
}
