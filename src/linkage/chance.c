/* See the header. */
#include "linkage/chance.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

#define RANDOM_PAIRS 200000
#define ALIKE_MOST 8                    /* records that say the same */
#define COUNTED_RECORDS 40000          /* whose values are counted */

struct place {
	uint64_t order;
	uint32_t record;
};

static int
place_order(const void *one, const void *other)
{
	const struct place *a = one, *b = other;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

/* Of records that say the same only so many: the hundredth that knows nothing says nothing about chance. */
static size_t
alike_few(struct place *place, size_t n)
{
	size_t kept = 0, alike = 0;

	for (size_t i = 0; i < n; i++) {
		alike = i && place[i].order == place[i - 1].order ? alike + 1 : 0;
		if (alike < ALIKE_MOST)
			place[kept++] = place[i];
	}
	return kept;
}

/* The records whose contents hash lowest, about `most` of them: a sample that is the same in every run. */
static struct place *
sample(const struct training *t, struct mem *m, size_t most, size_t *n)
{
	uint64_t below = t->s->n <= most ? UINT64_MAX : (uint64_t)((double)most / (double)t->s->n * 1.8e19);
	struct { struct place *item; size_t n, cap; } list = {0};

	for (uint32_t i = 0; i < t->s->n; i++) {
		uint64_t content = row_content(t->s, i), at = hash_mix(7, &content, sizeof content);

		if (at <= below)
			*push(m, &list) = (struct place){at, i};
	}
	if (list.n)
		qsort(list.item, list.n, sizeof *list.item, place_order);
	*n = alike_few(list.item, list.n);
	return list.item;
}

static uint64_t
next_random(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15ULL;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

struct counts {
	double level[LINK_FIELDS][LINK_LEVELS], known[LINK_FIELDS];
};

static void
count_pair(const struct link_set *s, struct level_cache *cache, uint32_t a, uint32_t b, struct counts *out)
{
	uint64_t levels = levels_of(s, cache, a, b);

	for (int f = 0; f < s->model->n_fields; f++) {
		out->level[f][level_at(levels, f)]++;
		out->known[f] += level_at(levels, f) != LEVEL_UNKNOWN;
	}
}

static void
random_pairs(const struct training *t, const struct place *place, size_t n, struct counts *out)
{
	struct level_cache *cache = t->levels[0];
	uint64_t state = t->seed;

	if (n * (n - 1) / 2 <= RANDOM_PAIRS) {
		for (size_t i = 0; i < n; i++)
			for (size_t j = i + 1; j < n; j++)
				count_pair(t->s, cache, place[i].record, place[j].record, out);
		return;
	}
	for (size_t i = 0; i < RANDOM_PAIRS; i++) {
		size_t a = next_random(&state) % n, b = next_random(&state) % (n - 1);

		count_pair(t->s, cache, place[a].record, place[b + (b >= a)].record, out);
	}
}

/* ---- the same, by counts ----------------------------------------------------------------------------------------- */

static uint64_t
value_of(const struct link_set *s, int field, uint32_t record)
{
	const uint32_t *row = row_of(s, record);
	int at = s->at[field];

	switch (s->model->field[field].kind) {
	case LINK_SEX:
		return ROW_SEX(row);
	case LINK_BORN:
		return row[at] == 0x80000000u ? 0 : (uint64_t)row[at] + (1ULL << 32);
	case LINK_GIVEN:
	case LINK_FAMILY:
	case LINK_TEXT:
	case LINK_POSTCODE:
		return row[at];
	default:
		return number_of(row, at);
	}
}

static int
number_order(const void *one, const void *other)
{
	const uint64_t *a = one, *b = other;

	return (*a > *b) - (*a < *b);
}

/* The share of all pairs of known values that are the same; -1: there is no pair. */
static double
same_share(const struct link_set *s, struct mem *m, int field, const struct place *place, size_t n, double *pairs)
{
	uint64_t *value = mem_new_array(m, uint64_t, n + 1);
	double same = 0;
	size_t have = 0;

	for (size_t i = 0; i < n; i++)
		if ((value[have] = value_of(s, field, place[i].record)))
			have++;
	qsort(value, have, sizeof *value, number_order);
	for (size_t i = 0, begun = 0; i < have; i++) {
		begun = value[i] == value[begun] ? begun : i;
		same += (double)(i - begun);
	}
	*pairs = have < 2 ? 0 : (double)have * (double)(have - 1) / 2;
	return have < 2 ? -1 : same / *pairs;
}

void
chances_find(const struct training *t, struct chances *out)
{
	struct mem *work = mem_new();
	struct counts counts = {0};
	double n = (double)t->s->n;
	size_t sampled;
	struct place *place = sample(t, work, COUNTED_RECORDS, &sampled);

	*out = (struct chances){.records = n, .pairs = n > 1 ? n * (n - 1) / 2 : 1};
	if (sampled > 1)
		random_pairs(t, place, sampled, &counts);
	for (int f = 0; f < t->s->model->n_fields; f++) {
		int levels = link_level_count(t->s->model->field[f].kind);
		double pairs, same = same_share(t->s, work, f, place, sampled, &pairs), sum = 0;

		for (int l = 1; l < levels; l++) {
			out->seen[f][l] = (counts.level[f][l] + 0.1) / (counts.known[f] + 0.1 * levels);
			out->least[f][l] = 0.5 / (counts.known[f] + 1);
			out->known[f][l] = l == LEVEL_SAME ? pairs : counts.known[f];
		}
		if (same >= 0)
			out->seen[f][LEVEL_SAME] = same;
		out->least[f][LEVEL_SAME] = 0.1 / (n + 1);
		for (int l = 1; l < levels; l++)
			sum += out->seen[f][l];
		for (int l = 1; l < levels; l++)
			out->seen[f][l] /= sum;
	}
	mem_free(work);
}
