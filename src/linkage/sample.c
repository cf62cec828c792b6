/* See the header. */
#include "linkage/sample.h"

#include <pthread.h>

#include "base/mem.h"

#define THREADS_MOST 64

static void
keep_pair(void *own, uint32_t a, uint32_t b, uint64_t levels)
{
	struct sample *s = own;

	(void)levels;
	*push(s->mem, &s->pairs) = (struct sampled){a, b};
}

struct sample **
sample_take(const struct training *t, struct mem *m, uint32_t every)
{
	struct sample **out = mem_new_array(m, struct sample *, t->threads);
	struct walk w = {.blocking = blocking_of(t->s, t->keys, t->order, t->block_most, every), .threads = t->threads,
	    .visit = keep_pair, .own = (void *const *)out, .cache = t->levels};

	for (int i = 0; i < t->threads; i++) {
		out[i] = mem_new_one(m, struct sample);
		out[i]->mem = mem_new();
	}
	pairs_walk(&w);
	return out;
}

void
sample_free(const struct training *t, struct sample **sample)
{
	for (int i = 0; i < t->threads; i++)
		mem_free(sample[i]->mem);
}

struct visiting {
	const struct link_set *s;
	const struct sample *sample;
	struct level_cache *levels;
	pair_visit *visit;
	void *own;
};

static void *
visit_thread(void *with)
{
	const struct visiting *k = with;

	for (size_t i = 0; i < k->sample->pairs.n; i++) {
		struct sampled p = k->sample->pairs.item[i];

		k->visit(k->own, p.a, p.b, levels_of(k->s, k->levels, p.a, p.b));
	}
	return NULL;
}

void
sample_walk(const struct training *t, struct sample **sample, pair_visit *visit, void *const *own)
{
	struct visiting k[THREADS_MOST];
	pthread_t thread[THREADS_MOST];
	bool started[THREADS_MOST] = {false};

	for (int i = 0; i < t->threads; i++) {
		k[i] = (struct visiting){t->s, sample[i], t->levels[i], visit, own[i]};
		started[i] = i > 0 && pthread_create(&thread[i], NULL, visit_thread, &k[i]) == 0;
	}
	for (int i = 0; i < t->threads; i++)
		if (!started[i])
			visit_thread(&k[i]);
	for (int i = 0; i < t->threads; i++)
		if (started[i])
			pthread_join(thread[i], NULL);
}
