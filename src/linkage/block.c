/* Keys, sorting, splitting. See the header. */
#include "linkage/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "linkage/postcode.h"

#define SPLITS_DEEP 4                   /* further keys that a large block may be split by, one after the other */
#define CHAIN 32                        /* a part that nothing splits becomes a chain of links of so many records */

/* ---- keys -------------------------------------------------------------------------------------------------------- */

static uint64_t
mix(uint64_t seed, uint64_t n)
{
	uint64_t x = (seed * 0xd6e8feb86659fd93ULL ^ n) * 0x9e3779b97f4a7c15ULL;        /* of two alike it is not 0 */

	x = (x ^ x >> 29) * 0xbf58476d1ce4e5b9ULL;
	return x ^ x >> 32;
}

static uint64_t
date_part(int32_t day, enum link_part part)
{
	struct date d;

	if (day == DAY_NONE)
		return 0;
	if (part == LINK_WHOLE)
		return (uint64_t)(uint32_t)day + (1ULL << 33);
	d = day_date(day);
	if (part == LINK_YEAR)
		return (uint64_t)d.year;
	if (part == LINK_MONTH)
		return (uint64_t)(d.year * 12 + d.month);
	return (uint64_t)(d.day < d.month ? d.day * 40 + d.month : d.month * 40 + d.day);
}

static uint64_t
word_part(const struct word *w, enum link_part part)
{
	return part == LINK_SOUND ? (w->sound ? w->sound : w->hash) : part == LINK_INITIAL ? w->initial : (uint64_t)w->hash << 8 | w->n;
}

/* The sounds of both names, whichever comes first. */
static uint64_t
either_part(const struct link_set *s, const uint32_t *row)
{
	int g = s->of_kind[LINK_GIVEN], f = s->of_kind[LINK_FAMILY];
	uint32_t given = g < 0 ? 0 : row[s->at[g]], family = f < 0 ? 0 : row[s->at[f]];
	uint64_t a, b;

	if (!given || !family)
		return 0;
	a = word_part(&s->names.item[given], LINK_SOUND);
	b = word_part(&s->names.item[family], LINK_SOUND);
	return a < b ? mix(a, b) : mix(b, a);
}

/* A part of a record's key; 0 when it is not known. */
static uint64_t
part_of(const struct link_set *s, const uint32_t *row, int field, enum link_part part)
{
	uint32_t at = (uint32_t)s->at[field];

	if (part == LINK_EITHER)
		return either_part(s, row);
	switch (s->model->field[field].kind) {
	case LINK_GIVEN:
	case LINK_FAMILY:
	case LINK_TEXT:
		return row[at] ? word_part(&words_of(s, field)->item[row[at]], part) : 0;
	case LINK_BORN:
		return date_part((int32_t)row[at], part);
	case LINK_SEX:
		return ROW_SEX(row);
	case LINK_POSTCODE:
		return part == LINK_DISTRICT ? postcode_district(row[at]) : row[at];
	default:
		return number_of(row, (int)at);
	}
}

/* A record's key by a rule; 0: it has none. */
static uint64_t
key_of(const struct link_set *s, const struct link_rule *rule, uint32_t record)
{
	const uint32_t *row = row_of(s, record);
	uint64_t key = 1;

	for (int i = 0; i < rule->n; i++) {
		uint64_t part = rule->part[i].part == LINK_LACKING ? 1 :
		    part_of(s, row, rule->part[i].field, (enum link_part)rule->part[i].part);

		if (!part)
			return 0;
		key = mix(key, part);
	}
	return key | 1;
}

bool
block_lacks(const struct link_set *s, const struct link_rule *rule, uint32_t record)
{
	const uint32_t *row = row_of(s, record);
	bool every = true;

	for (int i = 0; i < rule->n; i++)
		if (rule->part[i].part == LINK_LACKING) {
			every = false;
			if (!part_of(s, row, rule->part[i].field, LINK_WHOLE))
				return true;
		}
	return every;
}

int
block_lacked(const struct link_rule *rule)
{
	int n = 0;

	for (int i = 0; i < rule->n; i++)
		n += rule->part[i].part == LINK_LACKING;
	return n;
}

bool
block_joins(const struct link_set *s, const struct link_rule *rule, const uint32_t *a, const uint32_t *b)
{
	for (int i = 0; i < rule->n; i++) {
		enum link_part part = (enum link_part)rule->part[i].part;
		int field = rule->part[i].field;
		uint64_t x;

		if (part == LINK_LACKING) {
			if (part_of(s, a, field, LINK_WHOLE) && part_of(s, b, field, LINK_WHOLE))
				return false;
			continue;
		}
		x = part_of(s, a, field, part);
		if (!x || x != part_of(s, b, field, part))
			return false;
	}
	return true;
}

/* ---- large blocks ------------------------------------------------------------------------------------------------ */

/* A block too large: known by its rule and its key, with how many further keys split it and whether some of its parts are
 * chains. And where in a chain a record stands, by the rule and the record, of those that do. */
#define SPLIT_CHAINED 16
struct splits {
	struct mem *mem;
	struct int_map *deep, *place;
};

struct splits *
splits_new(struct mem *m)
{
	struct splits *p = mem_new_one(m, struct splits);

	*p = (struct splits){m, int_map_new(m, 64), int_map_new(m, 64)};
	return p;
}

static int64_t
split_key(int rule, uint64_t key)
{
	return (int64_t)(mix(key, (uint64_t)rule + 1) >> 1);
}

static int64_t
place_key(int rule, uint32_t record)
{
	return (int64_t)rule << 32 | record;
}

/* Whether a part of a field tells records apart that share the rule's key. Where they may differ is left alone: a date
 * that one lacks, the year beside a day and month, names in either order. */
static bool
is_finer(const struct link_set *s, const struct link_rule *rule, int field, enum link_part part)
{
	static const int fine[LINK_PART_COUNT] = {[LINK_INITIAL] = 1, [LINK_YEAR] = 1, [LINK_DISTRICT] = 1, [LINK_SOUND] = 2,
	    [LINK_MONTH] = 2, [LINK_WHOLE] = 3, [LINK_DAY_MONTH] = 4, [LINK_EITHER] = 4, [LINK_LACKING] = 4};

	for (int k = 0; k < rule->n; k++) {
		bool of_it = rule->part[k].field == field ||
		    (rule->part[k].part == LINK_EITHER && field == s->of_kind[LINK_FAMILY]);

		if (of_it && fine[part] <= fine[rule->part[k].part])
			return false;
	}
	return true;
}

/* What a large block is split by, one after the other: what its rule leaves open. */
static uint64_t
further_key(const struct link_set *s, const struct link_rule *rule, uint32_t record, int deep)
{
	static const struct { enum link_kind kind; enum link_part part; } further[] = {
		{LINK_BORN, LINK_YEAR}, {LINK_GIVEN, LINK_SOUND}, {LINK_POSTCODE, LINK_DISTRICT}, {LINK_FAMILY, LINK_SOUND},
		{LINK_BORN, LINK_WHOLE}, {LINK_POSTCODE, LINK_WHOLE}, {LINK_SEX, LINK_WHOLE},
	};
	const uint32_t *row = row_of(s, record);
	uint64_t key = 1;

	for (size_t i = 0; deep > 0 && i < sizeof further / sizeof further[0]; i++) {
		int field = s->of_kind[further[i].kind];
		if (field < 0 || !is_finer(s, rule, field, further[i].part))
			continue;
		key = mix(key, part_of(s, row, field, further[i].part));
		deep--;
	}
	return key;
}

/* Two records of a block that is split met: they share its further keys, and where parts are chains a link. */
static bool
split_joins(const struct link_set *s, const struct splits *splits, int rule, int64_t split, uint32_t a, uint32_t b)
{
	int deep = (int)(split & ~SPLIT_CHAINED);
	const struct link_rule *r = &s->model->rule[rule];
	const int64_t *one, *other;
	int64_t first, last;

	if (further_key(s, r, a, deep) != further_key(s, r, b, deep))
		return false;
	if (!(split & SPLIT_CHAINED))
		return true;
	one = int_map_find(splits->place, place_key(rule, a));
	other = int_map_find(splits->place, place_key(rule, b));
	if (!one || !other)
		return true;            /* of a part that needs no chain */
	first = *one < *other ? *one : *other;
	last = *one < *other ? *other : *one;
	return first / (CHAIN - 1) == (last - 1) / (CHAIN - 1);
}

bool
block_is_anothers(const struct link_set *s, const struct splits *splits, int rule, uint32_t a, uint32_t b)
{
	const uint32_t *x = row_of(s, a), *y = row_of(s, b);

	for (int i = 0; i < rule; i++) {
		const struct link_rule *r = &s->model->rule[i];
		const int64_t *deep;

		if (!block_joins(s, r, x, y))
			continue;
		if (int_map_count(splits->deep) == 0)
			return true;
		deep = int_map_find(splits->deep, split_key(i, key_of(s, r, a)));
		if (!deep || split_joins(s, splits, i, *deep, a, b))
			return true;
	}
	return false;
}

/* ---- sorting ----------------------------------------------------------------------------------------------------- */

/* By the high 32 bits, from the lowest digit on; what was in order stays so. */
static void
radix_sort(uint64_t *item, uint64_t *other, size_t n)
{
	for (int shift = 32; shift < 64; shift += 11) {
		size_t at[2048] = {0}, sum = 0;
		uint64_t *swap = item;

		for (size_t i = 0; i < n; i++)
			at[item[i] >> shift & 2047]++;
		for (size_t i = 0; i < 2048; i++) {
			size_t count = at[i];

			at[i] = sum;
			sum += count;
		}
		for (size_t i = 0; i < n; i++)
			other[at[item[i] >> shift & 2047]++] = item[i];
		item = other;
		other = swap;
	}
	memcpy(other, item, n * sizeof *item);  /* three digits: the result lies in the second array */
}

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

struct making {
	struct mem *mem;
	const struct link_set *s;
	int number;                     /* the rule's */
	const struct link_rule *rule;
	const uint64_t *order;
	uint32_t most;
	struct splits *splits;
	struct blocks *out;
	struct { size_t *item; size_t n, cap; } from, to;
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

/* Those that lack the field stand first: they alone meet others. */
static size_t
lacking_first(struct making *k, size_t from, size_t to)
{
	uint64_t *entry = k->out->entry;
	size_t lacking = from;

	for (size_t i = from; i < to; i++)
		if (block_lacks(k->s, k->rule, (uint32_t)entry[i])) {
			uint64_t swap = entry[lacking];

			entry[lacking++] = entry[i];
			entry[i] = swap;
		}
	return lacking;
}

/* The pairs of so many records of whom so many meet all others. */
static size_t
pairs_among(size_t n, size_t lacking)
{
	return n < 2 ? 0 : n * (n - 1) / 2 - (n - lacking < 2 ? 0 : (n - lacking) * (n - lacking - 1) / 2);
}

/* Returns the pairs that meet. */
static size_t
block_add(struct making *k, size_t from, size_t to)
{
	struct link_rule_told *told = &k->out->told;
	size_t lacking;

	if (to - from < 2 || (lacking = lacking_first(k, from, to)) == from)
		return 0;
	*push(k->mem, &k->from) = from;
	*push(k->mem, &k->to) = to;
	told->largest = to - from > told->largest ? to - from : told->largest;
	return pairs_among(to - from, lacking - from);
}

/* Sorts [from, to) by the first `deep` further keys; returns its largest part. */
static size_t
block_sort(struct making *k, size_t from, size_t to, int deep, struct split_entry *work)
{
	size_t largest = 0, begun = 0, n = to - from;

	for (size_t i = 0; i < n; i++) {
		uint32_t record = (uint32_t)k->out->entry[from + i];

		work[i] = (struct split_entry){further_key(k->s, k->rule, record, deep), k->order[record], k->out->entry[from + i]};
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

/* A part that no key splits: links of a chain, each beginning with the last record of the one before. */
static size_t
block_chain(struct making *k, size_t from, size_t to)
{
	size_t met = 0;
	bool is_new;

	lacking_first(k, from, to);     /* of the whole, so that no link changes its order */
	for (size_t i = from; i < to; i++)
		*int_map_put(k->splits->place, place_key(k->number, (uint32_t)k->out->entry[i]), &is_new) = (int64_t)(i - from);
	for (size_t at = from; at + 1 < to; at += CHAIN - 1) {
		size_t end = at + CHAIN < to ? at + CHAIN : to;

		met += block_add(k, at, end);
	}
	return met;
}

/* Splits a block by as few further keys as make its parts small; parts that stay large become chains. */
static void
block_split(struct making *k, uint64_t key, size_t from, size_t to)
{
	struct mem *m = mem_new();
	struct split_entry *work = mem_new_array(m, struct split_entry, to - from);
	size_t n = to - from, lacking = lacking_first(k, from, to) - from, met = 0;
	bool is_new, chained = false;
	int deep = 0;

	while (block_sort(k, from, to, ++deep, work) > k->most && deep < SPLITS_DEEP)
		continue;
	for (size_t begun = 0, end; begun < n; begun = end) {
		for (end = begun + 1; end < n && work[end].key == work[begun].key; end++)
			continue;
		met += end - begun > k->most ? block_chain(k, from + begun, from + end) : block_add(k, from + begun, from + end);
		chained = chained || end - begun > k->most;
	}
	k->out->told.split++;
	k->out->told.lost += pairs_among(n, lacking) - met;
	*int_map_put(k->splits->deep, split_key(k->number, key), &is_new) = deep | (chained ? SPLIT_CHAINED : 0);
	mem_free(m);
}

static void
block_take(struct making *k, uint64_t key, size_t from, size_t to)
{
	if (to - from > k->most)
		block_split(k, key, from, to);
	else
		block_add(k, from, to);
}

/* Records whose keys' high halves are the same, which of very many are not always the same keys. */
static void
half_take(struct making *k, size_t from, size_t to)
{
	uint64_t *entry = k->out->entry, key = key_of(k->s, k->rule, (uint32_t)entry[from]);
	struct split_entry *work;
	struct mem *m;
	size_t like = from + 1, n = to - from;

	while (like < to && key_of(k->s, k->rule, (uint32_t)entry[like]) == key)
		like++;
	if (like == to) {
		block_take(k, key, from, to);
		return;
	}
	m = mem_new();
	work = mem_new_array(m, struct split_entry, n);
	for (size_t i = 0; i < n; i++)
		work[i] = (struct split_entry){key_of(k->s, k->rule, (uint32_t)entry[from + i]), 0, entry[from + i]};
	qsort(work, n, sizeof *work, split_order);
	for (size_t i = 0; i < n; i++)
		entry[from + i] = work[i].entry;
	for (size_t begun = 0, end; begun < n; begun = end) {
		for (end = begun + 1; end < n && work[end].key == work[begun].key; end++)
			continue;
		block_take(k, work[begun].key, from + begun, from + end);
	}
	mem_free(m);
}

static void
entries_make(struct making *k)
{
	struct blocks *b = k->out;

	b->entry = mem_new_array(k->mem, uint64_t, k->s->n + 1);
	for (size_t i = 0; i < k->s->n; i++) {
		uint64_t key = key_of(k->s, k->rule, (uint32_t)i);

		if (key)
			b->entry[b->n++] = (key >> 32) << 32 | i;
	}
	b->told.keyed = b->n;
}

void
blocks_make(struct mem *m, const struct link_set *s, int rule, const uint64_t *order, uint32_t most, struct splits *splits,
    struct blocks *out)
{
	struct making k = {.mem = m, .s = s, .number = rule, .rule = &s->model->rule[rule], .order = order, .most = most,
	    .splits = splits, .out = out};
	struct mem *work = mem_new();

	*out = (struct blocks){0};
	entries_make(&k);
	radix_sort(out->entry, mem_new_array(work, uint64_t, out->n + 1), out->n);
	mem_free(work);
	for (size_t from = 0, to; from < out->n; from = to) {
		for (to = from + 1; to < out->n && out->entry[to] >> 32 == out->entry[from] >> 32; to++)
			continue;
		if (to - from > 1)
			half_take(&k, from, to);
	}
	out->from = k.from.item;
	out->to = k.to.item;
	out->n_blocks = k.from.n;
}
