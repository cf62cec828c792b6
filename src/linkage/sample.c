/* See the header. */
#include "linkage/sample.h"

#include <math.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/wide.h"
#include "linkage/threads.h"

#define AHEAD 12                        /* pairs whose records are asked for beforehand: they lie anywhere in memory */
#define PAIRS_FIRST ((size_t)1024)      /* there is room for */
#define PAIRS_MOST ((size_t)400000)     /* of a sample; where blocks are full of pairs it is one in 2, 4, 8 … of them */
#define HALVED_MOST 16

/* Records that share a number are chosen by their order numbers, one in the root of so many, that both are one in so many. But two that
 * say the same have the same order number, and are chosen together: of these pairs as many again are left out. */
static bool
is_one_in_so_many(const struct sample *s, uint32_t a, uint32_t b)
{
	const struct training *t = s->training;
	uint64_t order = ORDER_CONTENT(t->s, t->order[a]);
	int rule;

	if (s->every == 1 || order != ORDER_CONTENT(t->s, t->order[b]))
		return true;
	rule = rule_first(t->keying, row_of(t->s, a), row_of(t->s, b));
	return rule < 0 || !t->keying->rule[rule].numbers ||
	    (double)(hash_mix(4, &order, sizeof order) >> 33) < sqrt(1.0 / s->every) * (double)BLOCKS_ALL;
}

/* Whether a pair stays where one in 2^halved does. */
static bool
is_left(const struct sample *s, uint32_t a, uint32_t b)
{
	const uint64_t *order = s->training->order;
	uint64_t both[2] = {ORDER_CONTENT(s->training->s, order[a]), ORDER_CONTENT(s->training->s, order[b])};

	if (s->halved == 0)
		return true;
	if (both[0] > both[1]) {
		both[0] = ORDER_CONTENT(s->training->s, order[b]);
		both[1] = ORDER_CONTENT(s->training->s, order[a]);
	}
	return hash_mix(5, both, sizeof both) << (64 - s->halved) == 0;
}

static void
halve(struct sample *s, int halved)
{
	size_t n = 0;

	s->halved = halved;
	for (size_t i = 0; i < s->pairs.n; i++)
		if (is_left(s, s->pairs.item[i].a, s->pairs.item[i].b))
			s->pairs.item[n++] = s->pairs.item[i];
	s->pairs.n = n;
}

static void
keep_pair(void *own, uint32_t a, uint32_t b, uint64_t levels)
{
	struct sample *s = own;

	if (are_declared_two(s->training->s, a, b) || !is_one_in_so_many(s, a, b))
		return;
	while (s->pairs.n == PAIRS_MOST && s->halved < HALVED_MOST && is_left(s, a, b))
		halve(s, s->halved + 1);
	if (s->pairs.n == PAIRS_MOST || !is_left(s, a, b))
		return;
	if (s->pairs.n == s->pairs.cap) {
		s->pairs.cap += s->pairs.cap / 2 + PAIRS_FIRST;
		s->pairs.cap = s->pairs.cap < PAIRS_MOST ? s->pairs.cap : PAIRS_MOST;
		s->pairs.item = wide_grow(s->pairs.item, s->pairs.cap * sizeof *s->pairs.item);
	}
	s->pairs.item[s->pairs.n++] = (struct sampled){a, b, levels};
}

static size_t
pairs_in(struct sample **sample, int threads)
{
	size_t n = 0;

	for (int i = 0; i < threads; i++)
		n += sample[i]->pairs.n;
	return n;
}

/* Halved as often as all together want: how many threads there are does not show. Returns how often. */
static int
halve_all(struct sample **sample, int threads)
{
	int halved = 0;

	for (int i = 0; i < threads; i++)
		halved = sample[i]->halved > halved ? sample[i]->halved : halved;
	for (;; halved++) {
		for (int i = 0; i < threads; i++)
			halve(sample[i], halved);
		if (pairs_in(sample, threads) <= PAIRS_MOST || halved == HALVED_MOST)
			return halved;
	}
}

struct sample **
sample_take(const struct training *t, struct mem *m, uint32_t *every)
{
	struct sample **out = mem_new_array(m, struct sample *, t->threads);
	struct walk w = {.blocking = blocking_of(t->s, t->keying, t->order, t->block_most, *every),
	    .n_rules = t->s->model->n_rules + t->s->model->n_seen, .threads = t->threads,
	    .visit = keep_pair, .own = (void *const *)out, .cache = t->levels};

	for (int i = 0; i < t->threads; i++) {
		out[i] = mem_new_one(m, struct sample);
		*out[i] = (struct sample){.training = t, .every = *every};
	}
	pairs_walk(&w);
	*every <<= halve_all(out, t->threads);
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
