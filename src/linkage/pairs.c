/* Each thread sorts and walks its own part of a rule's keys; after each rule all learn which blocks were split. */
#include "linkage/pairs.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "linkage/threads.h"

#define AHEAD 8                         /* blocks whose records are asked for beforehand */
#define FETCHED_MOST 8                  /* records of each */

struct worker {
	const struct walk *w;
	const struct splits *splits;
	int rule, number;
	struct mem *mem, *kept;
	struct chosen *chosen;          /* by rule; NULL: all */
	uint64_t *entry, *work;         /* room for every record; only what is used is ever touched */
	struct blocks blocks;
	int64_t sorting_ms;
};

struct blocking
blocking_of(const struct link_set *s, const struct keys *keys, const uint64_t *order, uint32_t most, uint32_t every)
{
	return (struct blocking){s, keys, order, most, every, (1ULL << 31) / every};
}

static void
block_walk(struct worker *t, struct block_at at, bool chosen_alone)
{
	const struct walk *w = t->w;
	const uint64_t *entry = t->blocks.entry;

	for (size_t i = at.from; i < at.to && (entry[i] >> 32 & 1); i++)
		for (size_t j = i + 1; j < at.to; j++) {
			uint32_t a = (uint32_t)entry[i], b = (uint32_t)entry[j];

			if (!block_owns(&w->blocking, t->splits, t->rule, a, b))
				continue;
			if (chosen_alone && !pair_is_chosen(&w->blocking, a, b))
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
	const struct blocking *b = &t->w->blocking;

	for (size_t i = at.from; i < at.to && i < at.from + FETCHED_MOST; i++) {
		uint32_t record = (uint32_t)t->blocks.entry[i];

		__builtin_prefetch(row_of(b->s, record));
		__builtin_prefetch(b->keys->key + record * b->keys->rules);
	}
}

static void
work_some(void *with, size_t from, size_t to)
{
	for (struct worker *t = (struct worker *)with + from; t < (struct worker *)with + to; t++) {
		int64_t began = clock_ms();
		const struct blocking *b = &t->w->blocking;
		bool some = b->every > 1, by_records = some && b->keys->number_at[t->rule] >= 0;

		if (some && !t->chosen)
			t->chosen = entries_choose(t->kept, b, (uint32_t)t->number, (uint32_t)t->w->threads);
		mem_reset(t->mem);
		blocks_make(t->mem, b, t->rule, (uint32_t)t->number, (uint32_t)t->w->threads,
		    some && !by_records ? &t->chosen[t->rule] : NULL, t->entry, t->work, &t->blocks);
		t->sorting_ms += clock_ms() - began;
		for (size_t i = 0; i < t->blocks.at.n; i++) {
			if (i + AHEAD < t->blocks.at.n)
				block_fetch(t, t->blocks.at.item[i + AHEAD]);
			block_walk(t, t->blocks.at.item[i], by_records);
		}
	}
}

static void
told_add(struct link_rule_told *to, const struct link_rule_told *one)
{
	to->keyed += one->keyed;
	to->pairs += one->pairs;
	to->largest = one->largest > to->largest ? one->largest : to->largest;
	to->split += one->split;
	to->lost += one->lost;
}

static void
rule_walk(struct walk *w, struct worker *worker, struct splits *splits, int rule)
{
	for (int i = 0; i < w->threads; i++)
		worker[i].rule = rule;
	in_threads(w->threads, (size_t)w->threads, work_some, worker);
	for (int i = 0; i < w->threads; i++) {
		splits_add(splits, rule, &worker[i].blocks);
		if (w->told)
			told_add(&w->told[rule], &worker[i].blocks.told);
	}
}

void
pairs_walk(struct walk *w)
{
	struct mem *m = mem_new();
	struct splits *splits = splits_new(m);
	struct worker *worker = mem_new_array(m, struct worker, w->threads);
	size_t room = w->blocking.s->n + 1;

	for (int i = 0; i < w->threads; i++) {
		worker[i] = (struct worker){.w = w, .splits = splits, .number = i, .mem = mem_new(), .kept = mem_new(),
		    .entry = malloc(room * sizeof(uint64_t)), .work = malloc(room * sizeof(uint64_t))};
		if (!worker[i].entry || !worker[i].work)
			abort();
	}
	for (int r = 0; r < w->blocking.s->model->n_rules; r++)
		rule_walk(w, worker, splits, r);
	w->blocking_seconds = 0;
	for (int i = 0; i < w->threads; i++) {
		double seconds = (double)worker[i].sorting_ms / 1000;

		w->blocking_seconds = seconds > w->blocking_seconds ? seconds : w->blocking_seconds;
		free(worker[i].entry);
		free(worker[i].work);
		mem_free(worker[i].mem);
		mem_free(worker[i].kept);
	}
	mem_free(m);
}
