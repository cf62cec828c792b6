/* See the header. */
#include "linkage/chance.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "linkage/radix.h"
#include "linkage/threads.h"

#define RANDOM_PAIRS ((size_t)200000)
#define DRAWN_PARTS ((size_t)64)        /* that threads take one after the other */
#define AHEAD 16                        /* pairs, and records, that are asked for beforehand … */
#define NAMES_AHEAD 8                   /* … and, of rows that came, how their names sound */
#define ALIKE_MOST 8                    /* records that say the same */
#define COUNTED_RECORDS 40000          /* whose values are counted */

struct place {
	uint64_t order;
	uint32_t record;
};

static bool
is_before(const struct place *a, const struct place *b)
{
	return a->order != b->order ? a->order < b->order : a->record < b->record;
}

/* By the high halves of their orders first; hardly any are alike in these but those that stand in order already. */
static void
places_sort(struct mem *m, struct place *place, size_t n)
{
	uint64_t *item = mem_new_array(m, uint64_t, n + 1), *room = mem_new_array(m, uint64_t, n + 1);
	struct place *were = mem_new_array(m, struct place, n + 1);

	for (size_t i = 0; i < n; i++) {
		were[i] = place[i];
		item[i] = place[i].order >> 32 << 32 | i;
	}
	radix_sort(item, room, n);
	for (size_t i = 0; i < n; i++) {
		struct place one = were[(uint32_t)item[i]];
		size_t at = i;

		for (; at > 0 && is_before(&one, &place[at - 1]); at--)
			place[at] = place[at - 1];
		place[at] = one;
	}
}

/* Of records that say the same only so many: the hundredth that knows nothing says nothing about chance. Returns how many stay. */
static size_t
alike_few(struct place *place, size_t n)
{
	uint64_t last = 0;
	size_t kept = 0, alike = 0;

	for (size_t i = 0; i < n; i++) {
		alike = i && place[i].order == last ? alike + 1 : 0;
		last = place[i].order;
		if (alike < ALIKE_MOST)
			place[kept++] = place[i];
	}
	return kept;
}

struct sampling {
	const struct training *t;
	uint64_t below;                 /* hashes of contents up to this are taken */
	int threads;
	struct { struct mem *mem; struct place *item; size_t n, cap; } of[THREADS_MOST];
};

static void
sample_some(void *with, size_t from, size_t to)
{
	struct sampling *k = with;

	for (size_t t = from; t < to; t++)
		for (size_t i = k->t->s->n * t / (size_t)k->threads; i < k->t->s->n * (t + 1) / (size_t)k->threads; i++) {
			uint64_t content = ORDER_CONTENT(k->t->s, k->t->by_content ? k->t->order[i] : row_content(k->t->s, (uint32_t)i));
			uint64_t at = hash_mix(7, &content, sizeof content);

			if (at <= k->below)
				*push(k->of[t].mem, &k->of[t]) = (struct place){at, (uint32_t)i};
		}
}

/* The records whose contents hash lowest, about `most` of them: a sample that is the same in every run. Those that say the same lie side
 * by side, for they are taken together; `share` is how many records of all are taken. */
static const struct place *
sample(const struct training *t, struct mem *m, size_t most, size_t *n, double *share)
{
	struct sampling k = {.t = t, .threads = t->threads,
	    .below = t->s->n <= most ? UINT64_MAX : (uint64_t)((double)most / (double)t->s->n * 1.8e19)};
	struct { struct place *item; size_t n, cap; } list = {0};

	*share = fmin(1, (double)most / (double)t->s->n);
	for (int i = 0; i < t->threads; i++)
		k.of[i].mem = mem_new();
	in_threads(t->threads, (size_t)t->threads, sample_some, &k);
	for (int i = 0; i < t->threads; i++) {
		for (size_t p = 0; p < k.of[i].n; p++)
			*push(m, &list) = k.of[i].item[p];
		mem_free(k.of[i].mem);
	}
	places_sort(m, list.item, list.n);
	*n = alike_few(list.item, list.n);
	return list.item;
}

/* The i-th number of a sequence (Steele, Lea and Flood 2014): each part can begin where it likes. */
static uint64_t
random_at(uint64_t seed, size_t i)
{
	uint64_t x = seed + (i + 1) * 0x9e3779b97f4a7c15ULL;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

struct drawing {
	const struct training *t;
	const struct place *place;
	size_t n;
	struct tally *tally;            /* one a thread */
};

/* Two records that are not the same. */
struct drawn {
	uint32_t a, b;
};

static struct drawn
pair_draw(const struct drawing *k, size_t i)
{
	size_t a = random_at(k->t->seed, 2 * i) % k->n, b = random_at(k->t->seed, 2 * i + 1) % (k->n - 1);

	return (struct drawn){k->place[a].record, k->place[b + (b >= a)].record};
}

static void
draw_some(const struct drawing *k, size_t thread, size_t from, size_t to)
{
	struct drawn drawn[AHEAD];

	for (size_t i = from; i < to + AHEAD; i++) {
		struct drawn *at = &drawn[i % AHEAD];

		if (i >= from + AHEAD)
			tally_add(&k->tally[thread], levels_of(k->t->s, k->t->levels[thread], at->a, at->b), 0);
		if (i >= from + NAMES_AHEAD && i < to + NAMES_AHEAD) {
			names_fetch(k->t->s, drawn[(i - NAMES_AHEAD) % AHEAD].a);
			names_fetch(k->t->s, drawn[(i - NAMES_AHEAD) % AHEAD].b);
		}
		if (i >= to)
			continue;
		*at = pair_draw(k, i);
		row_fetch(k->t->s, at->a);
		row_fetch(k->t->s, at->b);
	}
}

static void
draw(void *with, size_t thread, size_t part)
{
	draw_some(with, thread, RANDOM_PAIRS * part / DRAWN_PARTS, RANDOM_PAIRS * (part + 1) / DRAWN_PARTS);
}

/* So many pairs at random; of few records, all. */
static void
random_pairs(const struct training *t, struct mem *m, const struct place *place, size_t n, struct chances *out)
{
	struct drawing k = {t, place, n, tallies_new(m, t->threads)};

	if (n * (n - 1) / 2 <= RANDOM_PAIRS)
		for (size_t i = 0; i < n; i++)
			for (size_t j = i + 1; j < n; j++)
				tally_add(&k.tally[0], levels_of(t->s, t->levels[0], place[i].record, place[j].record), 0);
	else
		in_turns(t->threads, DRAWN_PARTS, draw, &k);
	out->pattern = tallies_take(m, k.tally, t->threads, &out->n_patterns);
}

/* ---- the same, by counts ----------------------------------------------------------------------------------------- */

struct sharing {
	const struct link_set *s;
	const struct place *place;
	size_t n;
	double share;                   /* of all records, those that are here */
	double same[LINK_FIELDS], pairs[LINK_FIELDS];   /* of pairs of known values, the share that is the same; -1: no pair */
};

/* How many pairs the i-th record is too many in that have the same value: where one of two records that say the same is here, both are,
 * and of others `share` of the second ones. */
static double
taken_together(const struct sharing *k, const uint64_t *value, size_t i)
{
	double over = 0;

	for (size_t j = i; j-- > 0 && k->place[j].order == k->place[i].order;)
		over += value[i] && value[j] == value[i] ? 1 - k->share : 0;
	return over;
}

static void
same_share(void *with, size_t from, size_t to)
{
	struct sharing *k = with;
	struct mem *m = mem_new();
	uint64_t *value = mem_new_array(m, uint64_t, k->n + 1), *room = mem_new_array(m, uint64_t, k->n + 1);

	for (int field = (int)from; field < (int)to; field++) {
		double same = 0;
		size_t have = 0;

		for (size_t i = 0; i < k->n; i++) {
			if (i + AHEAD < k->n)
				row_fetch(k->s, k->place[i + AHEAD].record);
			value[i] = field_value(k->s, field, k->place[i].record);
			same -= taken_together(k, value, i);
		}
		for (size_t i = 0; i < k->n; i++)
			if (value[i])
				value[have++] = value[i];
		radix_sort_whole(value, room, have);
		for (size_t i = 0, begun = 0; i < have; i++) {
			begun = value[i] == value[begun] ? begun : i;
			same += (double)(i - begun);
		}
		k->pairs[field] = have < 2 ? 0 : (double)have * (double)(have - 1) / 2;
		k->same[field] = have < 2 ? -1 : same / k->pairs[field];
	}
	mem_free(m);
}

double
words_spread(const struct words *w, int as)
{
	double all = 0, squares = 0, *of_year;
	struct mem *m;

	if (!w->encoded)
		return 1;
	m = mem_new();
	of_year = mem_new_array(m, double, 1 << 16);
	for (size_t i = 1; i < w->n; i++) {
		uint16_t year;

		memcpy(&year, letters_of(w, (uint32_t)i).at, sizeof year);
		of_year[year] += w->item[i].count[as];
		all += w->item[i].count[as];
	}
	for (size_t i = 0; i < 1 << 16; i++)
		squares += of_year[i] * of_year[i];
	mem_free(m);
	return squares > 0 ? all * all / squares : 1;
}

/* Encoded names of two years of birth cannot be the same, and those of one year are as often as plain ones: what is learned
 * of filters is learned of pairs of one year. */
static void
spread_out(const struct link_set *s, int field, struct chances *out)
{
	enum link_kind kind = s->model->field[field].kind;

	out->spread[field] = 1;
	if (!s->model->encoded[field] || (kind != LINK_GIVEN && kind != LINK_FAMILY && kind != LINK_TEXT))
		return;
	out->spread[field] = words_spread(words_of(s, field), kind == LINK_FAMILY);
	out->seen[field][LEVEL_SAME] *= out->spread[field];
	out->seen[field][kind == LINK_GIVEN ? GIVEN_NEAR : FAMILY_NEAR] *= out->spread[field];
}

static void
field_chances(const struct link_set *s, const struct sharing *shares, int f, struct chances *out)
{
	int levels = link_field_levels(s->model, f);
	double level[LINK_LEVELS] = {0}, known = 0, sum = 0;

	for (size_t i = 0; i < out->n_patterns; i++)
		level[level_at(out->pattern[i].levels, f)] += (double)out->pattern[i].count;
	for (int l = 1; l < levels; l++)
		known += level[l];
	for (int l = 1; l < levels; l++) {
		out->seen[f][l] = (level[l] + 0.1) / (known + 0.1 * levels);
		out->least[f][l] = 0.5 / (known + 1);
		out->known[f][l] = l == LEVEL_SAME ? shares->pairs[f] : known;
	}
	if (shares->same[f] >= 0)
		out->seen[f][LEVEL_SAME] = shares->same[f];
	out->least[f][LEVEL_SAME] = 0.1 / (out->records + 1);
	spread_out(s, f, out);
	for (int l = 1; l < levels; l++)
		sum += out->seen[f][l];
	for (int l = 1; l < levels; l++)
		out->seen[f][l] /= sum;
}

void
chances_find(const struct training *t, struct mem *m, struct chances *out)
{
	struct mem *work = mem_new();
	struct sharing shares = {.s = t->s};
	double n = t->joint->records;

	shares.place = sample(t, work, COUNTED_RECORDS, &shares.n, &shares.share);
	*out = (struct chances){.records = n, .pairs = n > 1 ? n * (n - 1) / 2 : 1};
	for (int i = 0; i < LINK_OVERLAPS; i++)
		out->may += t->joint->may[i];
	if (shares.n > 1)
		random_pairs(t, m, shares.place, shares.n, out);
	in_threads(t->threads, (size_t)t->s->model->n_fields, same_share, &shares);
	for (int f = 0; f < t->s->model->n_fields; f++)
		field_chances(t->s, &shares, f, out);
	mem_free(work);
}
