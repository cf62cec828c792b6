/* Each thread sorts and walks its own part of a rule's keys; after each rule all learn which blocks were split. */
#include "linkage/pairs.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "linkage/entries.h"

#define AHEAD 24                        /* blocks whose records are asked for beforehand */
#define FETCHED_MOST 8                  /* records of each */

struct worker {
	const struct walk *w;
	const struct splits *splits;
	struct entries *entries;
	int rule, number;
	struct mem *mem;
	struct blocks blocks;
	int64_t sorting_ms;
};

struct blocking
blocking_of(const struct link_set *s, const struct keying *keying, const uint64_t *order, uint32_t most, uint32_t every)
{
	return (struct blocking){s, keying, order, most, BLOCKS_ALL / every};
}

static void
block_walk(struct worker *t, struct block_at at)
{
	const struct walk *w = t->w;
	const uint64_t *entry = t->blocks.entry;

	for (size_t i = at.from; i < at.to && (entry[i] >> 32 & 1); i++)
		for (size_t j = i + 1; j < at.to; j++) {
			uint32_t a = (uint32_t)entry[i], b = (uint32_t)entry[j];

			if (!block_owns(&w->blocking, t->splits, t->rule, a, b))
				continue;
			t->blocks.told.pairs++;
			w->visit(w->own[t->number], a < b ? a : b, a < b ? b : a,
			    levels_of(w->blocking.s, w->cache[t->number], a, b));
		}
}

/* Asks for a coming block's records: they lie anywhere in memory, and waiting for them is most of the work. */
static void
block_fetch(const struct worker *t, struct block_at at)
{
	const struct link_set *s = t->w->blocking.s;

	for (size_t i = at.from; i < at.to && i < at.from + FETCHED_MOST; i++) {
		const uint32_t *row = row_of(s, (uint32_t)t->blocks.entry[i]);

		__builtin_prefetch(row);
		__builtin_prefetch(row + s->width - 1);
	}
}

static void
work_some(void *with, size_t from, size_t to)
{
	for (struct worker *t = (struct worker *)with + from; t < (struct worker *)with + to; t++) {
		int64_t began = clock_ms();
		const struct entries *e = t->entries;
		size_t first = e->from[t->number], n = e->from[t->number + 1] - first;

		mem_reset(t->mem);
		blocks_make(t->mem, &t->w->blocking, t->rule, e->dealt + first, e->taken + first, n, &t->blocks);
		t->sorting_ms += clock_ms() - began;
		for (size_t i = 0; i < t->blocks.n_at; i++) {
			if (i + AHEAD < t->blocks.n_at)
				block_fetch(t, t->blocks.at[i + AHEAD]);
			block_walk(t, t->blocks.at[i]);
		}
	}
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
rule_walk(struct walk *w, struct entries *entries, struct worker *worker, struct splits *splits, int rule)
{
	int64_t began = clock_ms(), made;

	entries_make(entries, rule);
	made = clock_ms() - began;
	for (int i = 0; i < w->threads; i++)
		worker[i].rule = rule;
	in_threads(w->threads, (size_t)w->threads, work_some, worker);
	if (w->told)
		w->told[rule].keyed = entries_keyed(entries);
	for (int i = 0; i < w->threads; i++) {
		splits_add(splits, rule, &worker[i].blocks);
		if (w->told)
			told_add(&w->told[rule], &worker[i].blocks.told);
	}
	return made;
}

void
pairs_walk(struct walk *w)
{
	struct mem *m = mem_new();
	struct splits *splits = splits_new(m);
	struct worker *worker = mem_new_array(m, struct worker, w->threads);
	struct entries *entries = entries_new(&w->blocking, w->threads);
	int64_t making = 0, sorting = 0;

	for (int i = 0; i < w->threads; i++)
		worker[i] = (struct worker){.w = w, .splits = splits, .entries = entries, .number = i, .mem = mem_new()};
	for (int r = 0; r < w->blocking.s->model->n_rules; r++)
		making += rule_walk(w, entries, worker, splits, r);
	for (int i = 0; i < w->threads; i++) {
		sorting = worker[i].sorting_ms > sorting ? worker[i].sorting_ms : sorting;
		mem_free(worker[i].mem);
	}
	w->blocking_seconds = (double)(making + sorting) / 1000;
	entries_free(entries);
	mem_free(m);
}
