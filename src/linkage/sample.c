/* See the header. */
#include "linkage/sample.h"

#include <math.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/wide.h"
#include "linkage/threads.h"

#define AHEAD 12                        /* pairs whose records are asked for beforehand: they lie anywhere in memory */
#define PAIRS_FIRST ((size_t)1024)      /* there is room for */

/* Records that share a number are chosen by their order numbers, one in the root of so many, that both are one in so many. But two that
 * say the same have the same order number, and are chosen together: of these pairs as many again are left out. */
static bool
is_one_in_so_many(const struct sample *s, uint32_t a, uint32_t b)
{
	const struct training *t = s->training;
	int rule;

	if (s->every == 1 || t->order[a] != t->order[b])
		return true;
	rule = rule_first(t->keying, row_of(t->s, a), row_of(t->s, b));
	return rule < 0 || !t->keying->rule[rule].numbers ||
	    (double)(hash_mix(4, &t->order[a], sizeof t->order[a]) >> 33) < sqrt(1.0 / s->every) * (double)BLOCKS_ALL;
}

static void
keep_pair(void *own, uint32_t a, uint32_t b, uint64_t levels)
{
	struct sample *s = own;

	if (!is_one_in_so_many(s, a, b))
		return;
	if (s->pairs.n == s->pairs.cap)
		s->pairs.item = wide_grow(s->pairs.item, (s->pairs.cap += s->pairs.cap / 2 + PAIRS_FIRST) * sizeof *s->pairs.item);
	s->pairs.item[s->pairs.n++] = (struct sampled){a, b, levels};
}

struct sample **
sample_take(const struct training *t, struct mem *m, uint32_t every)
{
	struct sample **out = mem_new_array(m, struct sample *, t->threads);
	struct walk w = {.blocking = blocking_of(t->s, t->keying, t->order, t->block_most, every),
	    .n_rules = t->s->model->n_rules + t->s->model->n_seen, .threads = t->threads,
	    .visit = keep_pair, .own = (void *const *)out, .cache = t->levels};

	for (int i = 0; i < t->threads; i++) {
		out[i] = mem_new_one(m, struct sample);
		*out[i] = (struct sample){.training = t, .every = every};
	}
	pairs_walk(&w);
	return out;
}

void
sample_free(const struct training *t, struct sample **sample)
{
	for (int i = 0; i < t->threads; i++)
		wide_free(sample[i]->pairs.item);
}

struct comparing {
	const struct training *t;
	struct sample **sample;
	int given, least;
};

static void
compare_some(void *with, size_t from, size_t to)
{
	const struct comparing *k = with;
	const struct link_set *s = k->t->s;

	for (size_t i = from; i < to; i++) {
		struct sampled *pair = k->sample[i]->pairs.item;

		for (size_t p = 0, n = k->sample[i]->pairs.n; p < n; p++) {
			if (p + AHEAD < n && level_at(pair[p + AHEAD].levels, k->given) >= k->least) {
				row_fetch(s, pair[p + AHEAD].a);
				row_fetch(s, pair[p + AHEAD].b);
			}
			if (level_at(pair[p].levels, k->given) >= k->least)
				pair[p].levels = levels_of(s, k->t->levels[i], pair[p].a, pair[p].b);
		}
	}
}

void
sample_compare(const struct training *t, struct sample **sample, int least)
{
	struct comparing k = {t, sample, t->s->of_kind[LINK_GIVEN], least};

	in_threads(t->threads, (size_t)t->threads, compare_some, &k);
}

struct visiting {
	struct sample **sample;
	pair_visit *visit;
	void *const *own;
};

static void
visit_some(void *with, size_t from, size_t to)
{
	const struct visiting *k = with;

	for (size_t i = from; i < to; i++)
		for (size_t p = 0; p < k->sample[i]->pairs.n; p++) {
			const struct sampled *pair = &k->sample[i]->pairs.item[p];

			k->visit(k->own[i], pair->a, pair->b, pair->levels);
		}
}

void
sample_walk(const struct training *t, struct sample **sample, pair_visit *visit, void *const *own)
{
	struct visiting k = {sample, visit, own};

	in_threads(t->threads, (size_t)t->threads, visit_some, &k);
}
