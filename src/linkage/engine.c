/* One run: order, training, comparing, clustering. See the header. */
#include "linkage/engine.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/wide.h"
#include "linkage/arrange.h"
#include "linkage/cluster.h"
#include "linkage/dates.h"
#include "linkage/edges.h"
#include "linkage/nickname.h"
#include "linkage/overlap.h"
#include "linkage/placeholder.h"
#include "linkage/threads.h"
#include "linkage/train.h"
#include "linkage/weigh.h"

#define BLOCK_MOST 100                  /* records in a block of up to 250,000 records */
#define BLOCK_LEAST 12                  /* of two million and more */
#define BLOCK_RECORDS ((size_t)25000000)
#define ORDERED_AHEAD 16                /* rows whose words are asked for beforehand */
#define EDGES_FIRST ((size_t)1024)      /* there is room for, of a thread's */
#define PAIRS_WAITING 8                 /* while what tells how rare their names are is asked for */

/* What a thread gathers. */
struct gathering {
	const struct weigher *weigher;
	struct weigh_cache *cache;
	float least;
	struct gathered { uint32_t a, b; uint64_t levels; } waiting[PAIRS_WAITING];
	size_t came;
	struct link_edge *edge;
	size_t n, cap;
	uint64_t histogram[64];
	char apart[THREAD_APART];
};

static void
pair_weigh(struct gathering *g, const struct gathered *pair)
{
	uint32_t a = pair->a, b = pair->b;
	float weight = weigh(g->weigher, g->cache, a, b, pair->levels, -32);
	float kept = weight < -32 ? -32 : weight > 31 ? 31 : weight;
	int whole = (int)kept;          /* towards nought: of those below it one less is meant */

	g->histogram[whole + 32 - ((float)whole > kept)]++;
	if (weight < g->least || are_declared_two(g->weigher->s, a, b))
		return;
	if (g->n == g->cap)
		g->edge = wide_grow(g->edge, (g->cap += g->cap / 2 + EDGES_FIRST) * sizeof *g->edge);
	g->edge[g->n++] = (struct link_edge){a, b, weight};
}

static void
gather_pair(void *own, uint32_t a, uint32_t b, uint64_t levels)
{
	struct gathering *g = own;
	struct gathered *slot = &g->waiting[g->came++ % PAIRS_WAITING];

	if (g->came > PAIRS_WAITING)
		pair_weigh(g, slot);
	*slot = (struct gathered){a, b, levels};
	weigh_fetch(g->weigher, g->cache, a, levels);
}

/* Those that still wait, in their order. */
static void
gather_end(struct gathering *g)
{
	size_t came = g->came;

	for (size_t i = came < PAIRS_WAITING ? 0 : came - PAIRS_WAITING; i < came; i++)
		pair_weigh(g, &g->waiting[i % PAIRS_WAITING]);
}

/* ---- comparing --------------------------------------------------------------------------------------------------- */

static float
bits_of(double probability)
{
	return (float)log2(probability / (1 - probability));
}

struct running {
	struct mem *mem, *work;
	struct link_set *s;
	struct link_options options;
	uint64_t *order;                /* by row */
	const uint32_t *record;         /* by row: whose it is */
	struct keying keying;
	struct joint joint;
	struct together together;
	struct level_cache **levels;
	struct links *out;
};

struct taking {
	struct gathering *g;
	size_t from[THREADS_MOST];
	struct link_edge *all;
};

static void
take_some(void *with, size_t from, size_t to)
{
	const struct taking *k = with;

	for (size_t t = from; t < to; t++) {
		if (k->g[t].n)
			memcpy(k->all + k->from[t], k->g[t].edge, k->g[t].n * sizeof *k->all);
		wide_free(k->g[t].edge);
	}
}

/* What the threads gathered. */
static void
edges_take(struct running *k, struct gathering *g)
{
	struct taking taking = {.g = g};
	size_t threads = (size_t)k->options.threads, n = 0;

	for (size_t t = 0; t < threads; n += g[t++].n)
		taking.from[t] = n;
	taking.all = k->options.in_order ? wide_new(n * sizeof *taking.all) : mem_new_array(k->mem, struct link_edge, n + 1);
	in_threads((int)threads, threads, take_some, &taking);
	if (k->options.in_order) {
		edges_sort(k->mem, taking.all, n, &(struct edges_by){k->order, k->record, k->s->n}, (int)threads, k->out);
		wide_free(taking.all);
		return;
	}
	k->out->edge = taking.all;
	k->out->n_edges = n;
}

static void
compare_all(struct running *k, const struct weigher *weigher, float review)
{
	int threads = k->options.threads;
	struct gathering *g = mem_new_array(k->work, struct gathering, threads);
	void **own = mem_new_array(k->work, void *, threads);
	struct walk w = {.blocking = blocking_of(k->s, &k->keying, k->order, k->options.block_most, 1), .n_rules = k->s->model->n_rules,
	    .threads = threads, .visit = gather_pair, .own = own, .cache = k->levels, .about = k->options.about, .told = k->out->rule};

	w.blocking.known = k->options.known;
	for (int t = 0; t < threads; t++) {
		g[t] = (struct gathering){.weigher = weigher, .cache = weigh_cache_new(k->work), .least = review};
		own[t] = &g[t];
	}
	pairs_walk(&w);
	for (int t = 0; t < threads; t++)
		gather_end(&g[t]);
	for (int r = 0; r < k->s->model->n_rules; r++)
		k->out->pairs += k->out->rule[r].pairs;
	for (int t = 0; t < threads; t++)
		for (int i = 0; i < 64; i++)
			k->out->histogram[i] += g[t].histogram[i];
	edges_take(k, g);
	k->out->seconds[0] = w.blocking_seconds;
}

struct ordering {
	const struct link_set *s;
	uint64_t *order;
};

static void
order_some(void *with, size_t from, size_t to)
{
	const struct ordering *k = with;

	for (size_t i = from; i < to; i++) {
		if (i + ORDERED_AHEAD < to)
			words_fetch(k->s, (uint32_t)i + ORDERED_AHEAD);
		k->order[i] = (row_content(k->s, (uint32_t)i) & ~ORDER_SOURCE) | k->s->tell[ROW_SOURCE(row_of(k->s, (uint32_t)i))];
	}
}

/* What settles ties, by row. */
static uint64_t *
order_make(struct link_set *s, const uint64_t *by_record, int threads)
{
	struct ordering k = {s, wide_new((s->n + 1) * sizeof *k.order)};

	s->apart = by_record ? ORDER_GIVEN : ORDER_SOURCE;
	if (!by_record)
		in_threads(threads, s->n, order_some, &k);
	for (uint32_t i = 0; by_record && i < s->n; i++)
		k.order[place_of(s, i)] = by_record[i];
	return k.order;
}

static const bool *
about_place(struct mem *m, const struct link_set *s, const bool *about)
{
	bool *out = about ? mem_new_array(m, bool, s->n + 1) : NULL;

	for (uint32_t i = 0; about && i < s->n; i++)
		out[place_of(s, i)] = about[i];
	return out;
}

/* Decisions about rows instead of records. */
static const struct link_decision *
decisions_place(struct mem *m, const struct link_set *s, const struct link_decision *decision, size_t n)
{
	struct link_decision *out = mem_new_array(m, struct link_decision, n + 1);

	for (size_t i = 0; i < n; i++)
		out[i] = (struct link_decision){place_of(s, decision[i].left), place_of(s, decision[i].right), decision[i].decided};
	return out;
}

struct renaming {
	const uint32_t *record;
	struct link_edge *edge;
};

/* Edges between records instead of rows. */
static void
rename_some(void *with, size_t from, size_t to)
{
	const struct renaming *k = with;

	for (size_t i = from; i < to; i++) {
		uint32_t a = k->record[k->edge[i].left], b = k->record[k->edge[i].right];

		k->edge[i].left = a < b ? a : b;
		k->edge[i].right = a < b ? b : a;
	}
}

/* ---- the run ----------------------------------------------------------------------------------------------------- */

/* Of many records more share a key by chance, and of a common key's only those that share more can be told from strangers. */
uint32_t
link_block_most(size_t records)
{
	size_t most = records ? BLOCK_RECORDS / records : BLOCK_MOST;

	return most > BLOCK_MOST ? BLOCK_MOST : most < BLOCK_LEAST ? BLOCK_LEAST : (uint32_t)most;
}

static void
begin(struct running *k)
{
	k->options.threads = threads_for(k->options.threads);
	if (k->options.block_most == 0)
		k->options.block_most = link_block_most(k->s->n);
	dates_doubt(k->s);
	keying_make(k->s, &k->keying);
	k->record = rows_arrange(k->work, k->s, &k->keying, k->options.threads);
	k->order = order_make(k->s, k->options.order, k->options.threads);
	k->options.about = about_place(k->work, k->s, k->options.about);
	k->options.decision = decisions_place(k->work, k->s, k->options.decision, k->options.n_decisions);
	if (!k->s->of_population)
		joint_count(k->s, &k->keying, k->options.threads, &k->joint);
	k->levels = mem_new_array(k->work, struct level_cache *, k->options.threads);
	for (int t = 0; t < k->options.threads; t++)
		k->levels[t] = level_cache_new(k->work);
}

/* Trains the model, and says how many pairs will be kept. */
static void
learn(struct running *k)
{
	const struct link_options *o = &k->options;
	struct training t = {k->s, &k->keying, k->order, !o->order, o->seed, o->threads, k->levels, o->block_most, &k->joint, o->decision,
	    o->n_decisions, &k->together};
	bool was_trained = k->out->model.trained;

	if (!was_trained || o->expected) {
		double pairs = was_trained ? pairs_foretell(&t, &k->out->model) : train(&t, &k->out->model);

		if (o->expected)
			o->expected(o->with, pairs);
	}
	k->out->together = together_list(k->mem, &k->together, k->s->model->n_fields, &k->out->n_together);
}

void
link_run(struct mem *mem, struct link_set *s, struct link_options options, struct links *out)
{
	struct running k = {.mem = mem, .work = mem_new(), .s = s, .options = options, .out = out};
	int64_t began = clock_ms(), at;
	const struct weigher *weigher;
	struct clustering clustering;

	overlap_begin(s);
	*out = (struct links){.model = *s->model};
	begin(&k);
	at = clock_ms();
	learn(&k);
	out->seconds[1] = (double)(clock_ms() - at) / 1000;
	if (!s->of_population)
		joint_mark(&k.joint, s, &out->model, k.options.threads);
	weigher = weigher_new(k.work, s, &out->model);
	at = clock_ms();
	compare_all(&k, weigher, bits_of(out->model.review));
	out->seconds[2] = (double)(clock_ms() - at - llround(out->seconds[0] * 1000)) / 1000;
	at = clock_ms();
	clustering = (struct clustering){s, weigher, k.order, k.record, &k.options, k.levels, bits_of(out->model.join)};
	clusters_find(mem, &clustering, out);
	in_threads(k.options.threads, out->n_edges, rename_some, &(struct renaming){k.record, out->edge});
	if (!options.about) {
		out->placeholder = placeholders_list(mem, s, &out->n_placeholders);
		out->alias = nicknames_list(mem, s, &out->n_aliases);
	}
	out->seconds[3] = (double)(clock_ms() - at) / 1000;
	out->seconds[4] = (double)(clock_ms() - began) / 1000;
	wide_free(k.order);
	mem_free(k.work);
}

/* A row; each different word, a quarter more while there is made room for others; names that are encoded anew for each year, as many
 * as there are. */
static size_t
set_needs(const struct link_model *m, const struct link_expected *expected)
{
	const size_t slots = 16;
	size_t words = expected->words * (sizeof(struct word) + sizeof(struct heard) + slots) + expected->letters, filters = 0;

	for (int f = 0; f < m->n_fields; f++)
		filters += m->encoded[f] && (m->field[f].kind == LINK_GIVEN || m->field[f].kind == LINK_FAMILY ||
		    m->field[f].kind == LINK_TEXT) ? 150 : 0;
	return words + words / 4 + expected->records * (rows_wide(m) * sizeof(uint32_t) + filters);
}

/* A record's order number, its edges while they are sorted (its entries, which were before, take less), its cluster and weight. */
size_t
link_run_needs(const struct link_model *m, const struct link_expected *expected, int threads)
{
	const size_t fixed = (size_t)(threads > 0 ? threads : 2) * (2u << 20) + (16u << 20);
	double edges = 4 * sizeof(struct link_edge) * fmax(expected->pairs, 1);

	return fixed + (expected->held ? expected->held : set_needs(m, expected)) + (size_t)(edges * (double)expected->records) +
	    expected->records * (sizeof(uint64_t) + 8);
}

double
link_pairs_alike(double alike, size_t records)
{
	return alike <= link_block_most(records) ? alike / 2 : LINK_EVERY;
}
