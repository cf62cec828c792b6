/* See the header. */
#include "linkage/pairs.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "base/mem.h"

#define GRAB 128                        /* blocks that a thread takes at a time */
#define THREADS_MOST 64

struct walking {
	const struct walk *w;
	const struct blocks *blocks;
	const struct splits *splits;
	int rule;
	atomic_size_t next;
};

struct worker {
	struct walking *k;
	void *own;
	struct level_cache *cache;
	size_t pairs;
};

static void
block_walk(struct worker *t, size_t from, size_t to)
{
	const struct walking *k = t->k;
	const struct link_set *s = k->w->s;
	const struct link_rule *rule = &s->model->rule[k->rule];
	bool certain = block_lacked(rule) < 2;        /* of several fields, one record may lack one and the other another */

	for (size_t i = from; i < to && block_lacks(s, rule, (uint32_t)k->blocks->entry[i]); i++)
		for (size_t j = i + 1; j < to; j++) {
			uint32_t a = (uint32_t)k->blocks->entry[i], b = (uint32_t)k->blocks->entry[j];

			if ((!certain && !block_joins(s, rule, row_of(s, a), row_of(s, b))) ||
			    block_is_anothers(s, k->splits, k->rule, a, b))
				continue;
			t->pairs++;
			k->w->visit(t->own, a < b ? a : b, a < b ? b : a, levels_of(s, t->cache, a, b));
		}
}

/* One block in so many, the same ones in every run. */
static bool
is_chosen(const struct walking *k, size_t from)
{
	uint64_t key = k->blocks->entry[from] >> 32;

	return k->w->every <= 1 || (key * 0x9e3779b97f4a7c15ULL >> 33) % k->w->every == 0;
}

static void *
work_thread(void *with)
{
	struct worker *t = with;
	struct walking *k = t->k;
	size_t at;

	while ((at = atomic_fetch_add(&k->next, GRAB)) < k->blocks->n_blocks)
		for (size_t i = at; i < at + GRAB && i < k->blocks->n_blocks; i++)
			if (is_chosen(k, k->blocks->from[i]))
				block_walk(t, k->blocks->from[i], k->blocks->to[i]);
	return NULL;
}

static size_t
rule_walk(struct walking *k)
{
	struct worker worker[THREADS_MOST];
	pthread_t thread[THREADS_MOST];
	int started = 1;
	size_t pairs = 0;

	for (int i = 0; i < k->w->threads; i++)
		worker[i] = (struct worker){k, k->w->own[i], k->w->cache[i], 0};
	while (started < k->w->threads && pthread_create(&thread[started], NULL, work_thread, &worker[started]) == 0)
		started++;
	work_thread(&worker[0]);
	for (int i = 1; i < started; i++)
		pthread_join(thread[i], NULL);
	for (int i = 0; i < started; i++)
		pairs += worker[i].pairs;
	return pairs;
}

void
pairs_walk(struct walk *w)
{
	struct mem *m = mem_new(), *kept = mem_new();
	struct splits *splits = splits_new(kept);

	for (int r = 0; r < w->s->model->n_rules; r++) {
		struct blocks blocks;
		struct walking k = {.w = w, .blocks = &blocks, .splits = splits, .rule = r};
		int64_t began = clock_ms();

		blocks_make(m, w->s, r, w->order, w->most, splits, &blocks);
		w->blocking_seconds += (double)(clock_ms() - began) / 1000;
		blocks.told.pairs = rule_walk(&k);
		if (w->told)
			w->told[r] = blocks.told;
		mem_reset(m);
	}
	mem_free(m);
	mem_free(kept);
}
