/* Each thread sorts and walks parts of a rule's keys, one after the other until there are none left; after each rule all learn which
 * blocks were split. */
#include "linkage/pairs.h"

#include "base/clock.h"
#include "base/mem.h"
#include "linkage/entries.h"

#define AHEAD 16                        /* blocks whose rows are asked for beforehand */
#define NAMES_AHEAD 5                   /* … and, of rows that came, how their names sound */
#define FETCHED_MOST 12                 /* entries of each */

struct worker {
	const struct walk *w;
	int rule, number, likely;
	struct mem *mem;
	struct blocks blocks;           /* of its part */
	int64_t sorting_ms;
	char apart[THREAD_APART];
};

/* A rule's turn. */
struct turn {
	struct entries *entries;
	struct worker *worker;          /* by thread */
	struct blocks *blocks;          /* by part */
};

struct blocking
blocking_of(const struct link_set *s, const struct keying *keying, const uint64_t *order, uint32_t most, uint32_t every)
{
	return (struct blocking){.s = s, .keying = keying, .order = order, .most = most, .chosen = BLOCKS_ALL / every};
}

static void
pair_take(struct worker *t, uint32_t a, uint32_t b, uint64_t levels)
{
	t->blocks.told.pairs++;
	t->w->visit(t->w->own[t->number], a < b ? a : b, a < b ? b : a, levels);
}

static bool
is_about(const struct walk *w, uint32_t a, uint32_t b)
{
	return !w->about || w->about[a] || w->about[b];
}

static bool
any_is_about(const struct walk *w, uint64_t entry)
{
	for (uint32_t i = 0; i < ENTRY_ROWS(entry); i++)
		if (is_about(w, ENTRY_ROW(entry) + i, ENTRY_ROW(entry) + i))
			return true;
	return false;
}

/* All pairs of the rows of one entry and those of another, or of its own. */
static void
alike_walk(struct worker *t, uint64_t one, uint64_t other)
{
	const struct walk *w = t->w;
	const struct blocking *b = &w->blocking;
	uint32_t a = ENTRY_ROW(one), z = ENTRY_ROW(other);
	uint64_t shared, levels;
	enum owned owned;

	if (!any_is_about(w, one) && !any_is_about(w, other))
		return;
	owned = block_owns_alike(b, t->rule, a, z, &t->likely, &shared);
	if (owned == OWNED_NONE)
		return;
	levels = levels_of_others(b->s, w->cache[t->number], a, z);
	for (uint32_t i = a; i < a + ENTRY_ROWS(one); i++)
		for (uint32_t j = a == z ? i + 1 : z; j < z + ENTRY_ROWS(other); j++) {
			uint64_t numbers = levels_of_numbers(b->s, i, j);

			if (is_about(w, i, j) && (owned == OWNED_ASK ? block_owns(b, t->rule, i, j) :
			    block_owns_numbers(b, t->rule, i, j, shared, numbers)))
				pair_take(t, i, j, levels | numbers);
		}
}

static void
block_walk(struct worker *t, struct block_at at)
{
	const uint64_t *entry = t->blocks.entry;

	for (size_t i = at.from; i < at.to && ENTRY_MEETS_ALL(entry[i]); i++) {
		if (ENTRY_MEETS_ITSELF(entry[i]))
			alike_walk(t, entry[i], entry[i]);
		for (size_t j = i + 1; j < at.to; j++)
			alike_walk(t, entry[i], entry[j]);
	}
}

/* Of a block that was split each row stands for itself. */
static void
part_walk(struct worker *t, struct block_at at)
{
	const struct blocking *b = &t->w->blocking;
	const uint64_t *entry = t->blocks.apart.item;

	for (size_t i = at.from; i < at.to && ENTRY_MEETS_ALL(entry[i]); i++)
		for (size_t j = i + 1; j < at.to; j++) {
			uint32_t one = ENTRY_ROW(entry[i]), other = ENTRY_ROW(entry[j]);

			if (is_about(t->w, one, other) && block_owns(b, t->rule, one, other))
				pair_take(t, one, other, levels_of(b->s, t->w->cache[t->number], one, other));
		}
}

/* Asks for the rows of a coming block, where `entry` are those among which it is; or, when they came, for how their names sound. */
static void
block_fetch(const struct worker *t, const uint64_t *entry, struct block_at at)
{
	for (size_t i = at.from; i < at.to && i < at.from + FETCHED_MOST; i++) {
		rows_fetch(t->w->blocking.s, ENTRY_ROW(entry[i]), ENTRY_ROWS(entry[i]));
		splits_fetch(t->w->blocking.splits, ENTRY_ROW(entry[i]));
	}
}

static void
names_of_block_fetch(const struct worker *t, const uint64_t *entry, struct block_at at)
{
	for (size_t i = at.from; i < at.to && i < at.from + FETCHED_MOST; i++)
		names_fetch(t->w->blocking.s, ENTRY_ROW(entry[i]));
}

static void
blocks_walk(struct worker *t, const uint64_t *entry, const struct block_at *at, size_t n, void (*walk)(struct worker *, struct block_at))
{
	for (size_t i = 0; i < n; i++) {
		if (i + AHEAD < n)
			block_fetch(t, entry, at[i + AHEAD]);
		if (i + NAMES_AHEAD < n)
			names_of_block_fetch(t, entry, at[i + NAMES_AHEAD]);
		walk(t, at[i]);
	}
}

static void
part_work(void *with, size_t thread, size_t part)
{
	const struct turn *turn = with;
	struct entries *e = turn->entries;
	struct worker *t = &turn->worker[thread];
	struct blocks *blocks = &t->blocks;
	int64_t began = clock_ms();
	size_t n;
	uint64_t *entry = entries_sort_shared(e, part, &n);

	blocks_make(t->mem, &t->w->blocking, t->rule, entry, e->dealt + e->from[part], n, blocks);
	t->sorting_ms += clock_ms() - began;
	blocks_walk(t, blocks->entry, blocks->at, blocks->n_at, block_walk);
	blocks_walk(t, blocks->apart.item, blocks->parts.item, blocks->parts.n, part_walk);
	turn->blocks[part] = *blocks;
}

static void
told_add(struct link_rule_told *to, const struct link_rule_told *one)
{
	to->pairs += one->pairs;
	to->largest = one->largest > to->largest ? one->largest : to->largest;
	to->split += one->split;
	to->lost += one->lost;
}

/* Returns how long making the entries took. */
static int64_t
rule_walk(struct walk *w, struct turn *turn, int rule)
{
	struct entries *entries = turn->entries;
	int64_t began = clock_ms(), made;

	entries_make(entries, rule);
	made = clock_ms() - began;
	for (int i = 0; i < w->threads; i++) {
		turn->worker[i].rule = rule;
		mem_reset(turn->worker[i].mem);
	}
	in_turns(w->threads, (size_t)entries->parts, part_work, turn);
	if (w->told)
		w->told[rule] = (struct link_rule_told){.keyed = entries_keyed(entries),
		    .largest = entries_widest(entries) > 1 ? entries_widest(entries) : 0};
	splits_add(w->blocking.splits, rule, turn->blocks, (size_t)entries->parts);
	for (int i = 0; i < entries->parts; i++) {
		entries_unmet(entries, &turn->blocks[i]);
		if (w->told)
			told_add(&w->told[rule], &turn->blocks[i].told);
	}
	return made;
}

void
pairs_walk(struct walk *w)
{
	struct mem *m = mem_new();
	int parts = w->threads * KEYS_PARTS_EACH;
	struct worker *worker = mem_new_array(m, struct worker, w->threads);
	struct turn turn = {entries_new(&w->blocking, w->threads, parts), worker, mem_new_array(m, struct blocks, parts)};
	int64_t making = 0, sorting = 0;

	w->blocking.splits = splits_new(w->blocking.s->n, w->n_rules);
	for (int i = 0; i < w->threads; i++)
		worker[i] = (struct worker){.w = w, .number = i, .mem = mem_new()};
	entries_columns(turn.entries, w->n_rules);
	for (int r = 0; r < w->n_rules; r++)
		making += rule_walk(w, &turn, r);
	for (int i = 0; i < w->threads; i++) {
		sorting = worker[i].sorting_ms > sorting ? worker[i].sorting_ms : sorting;
		mem_free(worker[i].mem);
	}
	w->blocking_seconds = (double)(making + sorting) / 1000;
	entries_free(turn.entries);
	splits_free(w->blocking.splits);
	mem_free(m);
}
