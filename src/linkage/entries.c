/* See the header. */
#include "linkage/entries.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/wide.h"
#include "linkage/radix.h"

#define SOUGHT_BITS 22
#define HEADS ((size_t)1 << RADIX_BITS)

/* A range's chosen entries by all rules: one walk over its records for all of them. */
struct choice {
	struct { uint64_t *item; size_t n, cap; } of[LINK_RULES];
};

/* Some rows that rules look at, as the set's `stands`: their keys by one of them, and the columns that those so far asked. */
struct few {
	uint32_t stands[KEYS_AT_ONCE], key[KEYS_AT_ONCE];
	size_t n;
	const uint32_t *column[COLUMNS_MOST];
	uint32_t own[COLUMNS_MOST][KEYS_AT_ONCE];
};

struct entries *
entries_new(const struct blocking *b, int threads, int parts)
{
	struct entries *e = wide_zeroed(sizeof *e);

	e->b = b;
	e->threads = threads;
	e->parts = parts;
	e->ranges = threads * ROWS_RANGES_EACH;
	e->taken = wide_new(b->s->n * sizeof *e->taken);
	e->dealt = wide_new(b->s->n * sizeof *e->dealt);
	for (int i = 0; i < e->ranges; i++)
		e->of[i].begun = wide_new(HEADS * sizeof *e->of[i].begun);
	for (int t = 0; t < threads; t++)
		e->few[t] = wide_new(sizeof *e->few[t]);
	e->met = wide_zeroed((b->s->n + 1) * sizeof *e->met);
	return e;
}

void
entries_free(struct entries *e)
{
	for (int i = 0; i < e->ranges && e->choice; i++)
		for (int r = 0; r < LINK_RULES; r++)
			wide_free(e->choice[i].of[r].item);
	wide_free(e->choice);
	for (int i = 0; i < e->ranges; i++)
		wide_free(e->of[i].begun);
	for (int t = 0; t < e->threads; t++)
		wide_free(e->few[t]);
	for (int c = 0; c < e->b->keying->n_columns; c++)
		wide_free(e->column[c]);
	wide_free(e->sought);
	wide_free(e->met);
	wide_free(e->taken);
	wide_free(e->dealt);
	wide_free(e);
}

/* A key's highest bits. Those who lack a field differ from whom they meet in the lowest alone. */
static size_t
head_of(uint64_t entry)
{
	return entry >> (64 - RADIX_BITS);
}

/* ---- rows and those that they stand for ------------------------------------------------------------------------------ */

/* By a rule that asks numbers each row stands for itself. */
static bool
stand_for_others(const struct entries *e, int rule)
{
	return e->b->s->stands && !e->b->keying->rule[rule].any_number;
}

static size_t
rows_of(const struct entries *e, int rule)
{
	return stand_for_others(e, rule) ? e->b->s->n_stands : e->b->s->n;
}

static size_t
range_begin(const struct entries *e, int rule, size_t range)
{
	return rows_of(e, rule) * range / (size_t)e->ranges;
}

/* `n` from `at` on, as the rule looks at them and all rules that do so. */
static void
few_begin(const struct entries *e, int rule, size_t at, size_t n, struct few *out)
{
	bool stand = stand_for_others(e, rule);

	out->n = n;
	for (size_t i = 0; i < n; i++)
		out->stands[i] = stand ? e->b->s->stands[at + i] : (uint32_t)(at + i);
	for (int c = 0; c < e->b->keying->n_columns; c++)
		out->column[c] = stand && e->column[c] ? e->column[c] + at : NULL;
}

/* Their keys by a rule. */
static void
few_key(const struct entries *e, int rule, struct few *few)
{
	const struct keyed_rule *r = &e->b->keying->rule[rule];
	const uint32_t *row[KEYS_AT_ONCE];
	bool found = false;

	for (int i = 0; i < r->n_asks; i++) {
		uint16_t c = r->asks[i];

		if (few->column[c])
			continue;
		for (size_t k = 0; !found && k < few->n; k++)
			row[k] = row_of(e->b->s, ENTRY_ROW(few->stands[k]));
		found = true;
		column_fill(e->b->keying, c, row, few->n, few->own[c]);
		few->column[c] = few->own[c];
	}
	keys_of(e->b->keying, rule, few->column, few->n, few->key);
}

/* The entry of the i-th of them. Who stands alone has nobody to meet: for these the byte behind all rows is asked, which nobody sets. */
static inline uint64_t
entry_make(const struct entries *e, const struct few *few, size_t i)
{
	uint32_t stands = few->stands[i];
	size_t at = stands >> ROW_BITS ? ENTRY_ROW(stands) : e->b->s->n;
	bool meets_itself = (stands >> ROW_BITS != 0) & (few->key[i] & 1) & !e->met[at];

	if (meets_itself)
		e->met[ENTRY_ROW(stands)] = true;
	return ENTRY(few->key[i], meets_itself, stands);
}

/* `begun` counts at first. */
static void
taken_begin(struct taken *of, const uint64_t *item)
{
	of->item = item;
	of->n = of->keyed = of->widest = 0;
	memset(of->begun, 0, HEADS * sizeof *of->begun);
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

static void
columns_some(void *with, size_t from, size_t to)
{
	const struct entries *e = with;
	const uint32_t *row[KEYS_AT_ONCE];

	for (size_t at = from, n; at < to; at += n) {
		n = to - at < KEYS_AT_ONCE ? to - at : KEYS_AT_ONCE;
		for (size_t i = 0; i < n; i++)
			row[i] = row_of(e->b->s, ENTRY_ROW(e->b->s->stands[at + i]));
		for (int c = 0; c < e->b->keying->n_columns; c++)
			if (e->column[c])
				column_fill(e->b->keying, c, row, n, e->column[c] + at);
	}
}

void
entries_columns(struct entries *e, int n_rules)
{
	const struct link_set *s = e->b->s;

	for (int rule = 0; rule < n_rules; rule++) {
		const struct keyed_rule *r = &e->b->keying->rule[rule];

		for (int i = 0; i < r->n_asks && stand_for_others(e, rule); i++)
			if (!e->column[r->asks[i]])
				e->column[r->asks[i]] = wide_new(s->n_stands * sizeof **e->column);
	}
	in_threads(e->threads, s->n_stands, columns_some, e);
}

void
entries_unmet(struct entries *e, const struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->placed.n; i++)
		e->met[blocks->placed.item[i].row] = false;
}

/* ---- chosen ones ------------------------------------------------------------------------------------------------- */

/* Of keys one in so many by their hashes. */
static inline bool
key_is_chosen(const struct entries *e, uint64_t key)
{
	return (key >> 1) * 0x9e3779b97f4a7c15ULL >> 33 < e->b->chosen;
}

/* Of numbers, of which blind ones are others under another master key, so many records that as many pairs are left: those below. */
static inline bool
row_is_chosen(const struct entries *e, uint32_t row, uint64_t below)
{
	uint64_t order = ORDER_CONTENT(e->b->s, e->b->order[row]);

	return hash_mix(3, &order, sizeof order) >> 33 < below;
}

/* Room for KEYS_AT_ONCE more. */
static uint64_t *
chosen_room(struct choice *to, int rule)
{
	if (to->of[rule].cap < to->of[rule].n + KEYS_AT_ONCE)
		to->of[rule].item = wide_grow(to->of[rule].item, (to->of[rule].cap += to->of[rule].cap / 2 + KEYS_AT_ONCE) *
		    sizeof *to->of[rule].item);
	return to->of[rule].item;
}

static void
choose_few(struct entries *e, struct choice *to, int rule, struct few *few)
{
	uint64_t below = (uint64_t)(sqrt((double)e->b->chosen / (double)BLOCKS_ALL) * (double)BLOCKS_ALL);
	bool numbers = e->b->keying->rule[rule].numbers;
	uint64_t *item = chosen_room(to, rule);
	size_t n = to->of[rule].n;

	few_key(e, rule, few);
	for (size_t i = 0; i < few->n; i++) {
		item[n] = entry_make(e, few, i);
		n += (few->key[i] != 0) & (numbers ? row_is_chosen(e, ENTRY_ROW(item[n]), below) : key_is_chosen(e, few->key[i]));
	}
	to->of[rule].n = n;
}

/* Of a range's rows by all rules that ask numbers, or by all others: few rows at a time, which are quick to look at again. */
static void
choose_rows(struct entries *e, struct few *few, size_t range, bool numbers)
{
	int n_rules = e->b->s->model->n_rules + e->b->s->model->n_seen, first = 0;

	while (first < n_rules && e->b->keying->rule[first].any_number != numbers)
		first++;
	if (first == n_rules)
		return;
	for (size_t at = range_begin(e, first, range), end = range_begin(e, first, range + 1), n; at < end; at += n) {
		n = end - at < KEYS_AT_ONCE ? end - at : KEYS_AT_ONCE;
		few_begin(e, first, at, n, few);
		for (int r = first; r < n_rules; r++)
			if (e->b->keying->rule[r].any_number == numbers)
				choose_few(e, &e->choice[range], r, few);
	}
}

static void
choose_range(void *with, size_t thread, size_t range)
{
	struct entries *e = with;

	choose_rows(e, e->few[thread], range, true);
	choose_rows(e, e->few[thread], range, false);
}

static void
choose(struct entries *e)
{
	e->choice = wide_zeroed((size_t)e->ranges * sizeof *e->choice);
	in_turns(e->threads, (size_t)e->ranges, choose_range, e);
}

static void
chosen_take(struct entries *e)
{
	if (!e->choice)
		choose(e);
	for (int range = 0; range < e->ranges; range++) {
		struct taken *of = &e->of[range];

		taken_begin(of, e->choice[range].of[e->rule].item);
		of->keyed = of->n = e->choice[range].of[e->rule].n;
		for (size_t i = 0; i < of->n; i++)
			of->begun[head_of(of->item[i])]++;
	}
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

static uint32_t
sought_hash(uint64_t key)
{
	return (uint32_t)((key >> 1) * 0x9e3779b97f4a7c15ULL >> (64 - SOUGHT_BITS));
}

/* Those of the rule's turn from `at` on, with their keys; returns how many. */
static size_t
few_next(const struct entries *e, size_t at, size_t end, struct few *few)
{
	size_t n = end - at < KEYS_AT_ONCE ? end - at : KEYS_AT_ONCE;

	few_begin(e, e->rule, at, n, few);
	few_key(e, e->rule, few);
	return n;
}

/* By a rule for records that lack a field others meet those alone: of most keys there is nobody to meet. */
static void
seek_range(void *with, size_t thread, size_t range)
{
	struct entries *e = with;
	struct few *few = e->few[thread];

	for (size_t at = range_begin(e, e->rule, range), end = range_begin(e, e->rule, range + 1), n; at < end; at += n) {
		n = few_next(e, at, end, few);
		for (size_t i = 0; i < n; i++)
			if (few->key[i] & 1)
				__atomic_fetch_or(&e->sought[sought_hash(few->key[i]) / 32], 1U << sought_hash(few->key[i]) % 32, __ATOMIC_RELAXED);
	}
}

static void
seek(struct entries *e)
{
	wide_free(e->sought);
	e->sought = NULL;
	if (e->b->keying->rule[e->rule].n_lacking == 0)
		return;
	e->sought = wide_zeroed((1U << SOUGHT_BITS) / 32 * sizeof *e->sought);
	in_turns(e->threads, (size_t)e->ranges, seek_range, e);
}

static bool
is_sought(const struct entries *e, uint32_t key)
{
	return !e->sought || (e->sought[sought_hash(key) / 32] >> sought_hash(key) % 32 & 1);
}

/* Whether there is a key, and whether it is sought, is as likely as not: so no branch asks. */
static void
take_few(struct entries *e, struct taken *to, uint64_t *item, const struct few *few)
{
	size_t n = to->n, keyed = to->keyed, widest = to->widest;

	for (size_t i = 0; i < few->n; i++) {
		uint64_t entry = entry_make(e, few, i);
		bool has_key = few->key[i] != 0, is_taken = has_key & is_sought(e, few->key[i]);
		size_t rows = has_key ? ENTRY_ROWS(entry) : 0, meet = ENTRY_MEETS_ALL(entry) && rows <= e->b->most ? rows : 0;

		keyed += rows;
		widest = meet > widest ? meet : widest;
		item[n] = entry;
		n += is_taken;
		to->begun[head_of(entry)] += is_taken;
	}
	to->n = n;
	to->keyed = keyed;
	to->widest = widest;
}

static void
take_range(void *with, size_t thread, size_t range)
{
	struct entries *e = with;
	uint64_t *item = e->taken + range_begin(e, e->rule, range);

	taken_begin(&e->of[range], item);
	for (size_t at = range_begin(e, e->rule, range), end = range_begin(e, e->rule, range + 1); at < end; at += KEYS_AT_ONCE) {
		few_next(e, at, end, e->few[thread]);
		take_few(e, &e->of[range], item, e->few[thread]);
	}
}

/* From how many of a head each range has, where they are dealt to; and parts of as many. */
static void
parts_find(struct entries *e)
{
	size_t all = 0, sum = 0, part = 0;

	for (int range = 0; range < e->ranges; range++)
		all += e->of[range].n;
	for (size_t head = 0; head < HEADS; head++) {
		while (part < (size_t)e->parts && sum >= all * part / (size_t)e->parts)
			e->from[part++] = sum;
		for (int range = 0; range < e->ranges; range++) {
			size_t n = e->of[range].begun[head];

			e->of[range].begun[head] = sum;
			sum += n;
		}
	}
	while (part <= (size_t)e->parts)
		e->from[part++] = sum;
}

static void
deal_some(void *with, size_t from, size_t to)
{
	struct entries *e = with;

	for (size_t range = from; range < to; range++) {
		const struct taken *of = &e->of[range];

		for (size_t i = 0; i < of->n; i++)
			e->dealt[of->begun[head_of(of->item[i])]++] = of->item[i];
	}
}

void
entries_make(struct entries *e, int rule)
{
	e->rule = rule;
	if (e->b->chosen < BLOCKS_ALL) {
		chosen_take(e);
	} else {
		seek(e);
		in_turns(e->threads, (size_t)e->ranges, take_range, e);
	}
	parts_find(e);
	in_threads(e->threads, (size_t)e->ranges, deal_some, e);
}

uint64_t *
entries_sort(struct entries *e, size_t part, size_t *n)
{
	*n = e->from[part + 1] - e->from[part];
	radix_sort_runs(e->dealt + e->from[part], e->taken + e->from[part], *n);
	return e->taken + e->from[part];
}

uint64_t *
entries_sort_shared(struct entries *e, size_t part, size_t *n)
{
	size_t all = e->from[part + 1] - e->from[part];
	uint64_t *to = e->taken + e->from[part];

	if (e->b->known || e->b->most < ROWS_ALIKE)     /* rows that say the same may be too many by themselves */
		return entries_sort(e, part, n);
	*n = radix_sort_shared(e->dealt + e->from[part], to, all, ENTRY(0, true, 0));
	return to;
}

size_t
entries_widest(const struct entries *e)
{
	size_t widest = 0;

	if (e->b->known)
		return 0;
	for (int range = 0; range < e->ranges; range++)
		widest = e->of[range].widest > widest ? e->of[range].widest : widest;
	return widest;
}

size_t
entries_keyed(const struct entries *e)
{
	size_t keyed = 0;

	for (int range = 0; range < e->ranges; range++)
		keyed += e->of[range].keyed;
	return keyed;
}
