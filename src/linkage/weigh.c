/* See the header. */
#include "linkage/weigh.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "linkage/overlap.h"

#define CACHE_SLOTS (1 << 12)

struct weigh_cache {
	struct { uint64_t levels; float bits[LINK_CLASSES]; } slot[CACHE_SLOTS];
};

struct weigh_cache *
weigh_cache_new(struct mem *m)
{
	struct weigh_cache *c = mem_new_one(m, struct weigh_cache);

	for (size_t i = 0; i < CACHE_SLOTS; i++)
		c->slot[i].levels = UINT64_MAX;
	return c;
}

/* That two have the same rare name says more than that they have the same common one: by chance a name v is both's with
 * the square of its frequency f, where two names are the same with the sum of all squares, u; among matches with f. The
 * logarithm of f / u. */
static float *
rarities(struct mem *m, const struct link_set *s, const struct words *w, int as)
{
	float *out = mem_new_array(m, float, w->n + 1);
	bool of_population = s->of_population && w == &s->names;
	uint64_t all = of_population ? s->all[as] : 0, squares = of_population ? s->squares[as] : 0;

	for (size_t i = 1; i < w->n && !of_population; i++) {
		all += w->item[i].count[as];
		squares += (uint64_t)w->item[i].count[as] * w->item[i].count[as];
	}
	for (size_t i = 1; i < w->n && squares > 0; i++)
		out[i] = (float)log2((double)(w->item[i].count[as] > 1 ? w->item[i].count[as] : 1) * (double)all / (double)squares);
	return out;
}

struct weigher *
weigher_new(struct mem *m, const struct link_set *s, const struct link_model *model)
{
	struct weigher *w = mem_new_one(m, struct weigher);

	*w = (struct weigher){.s = s, .model = model, .given = s->of_kind[LINK_GIVEN], .family = s->of_kind[LINK_FAMILY]};
	for (int k = 0; k < LINK_CLASSES; k++) {
		w->prior[k] = model->pairs[k] > 0 ? (float)log2(model->pairs[k]) : -1000;
		for (int f = 0; f < model->n_fields; f++)
			for (int l = 1; l < link_field_levels(model, f); l++)
				w->bits[k][f][l] = (float)log2(model->chance[k][f][l] > 0 ? model->chance[k][f][l] : 1e-12);
	}
	ties_make(model, log2, &w->ties);
	for (int i = 0; i < LINK_OVERLAPS; i++)
		w->overlap[i] = (float)log2(overlap_times(&model->overlap, i));
	for (int f = 0; f < model->n_fields; f++) {
		enum link_kind kind = model->field[f].kind;

		if (kind != LINK_GIVEN && kind != LINK_FAMILY && kind != LINK_TEXT)
			continue;
		w->rarity[f] = rarities(m, s, words_of(s, f), kind == LINK_FAMILY);
		w->words[w->n_words++] = (uint8_t)f;
	}
	return w;
}

static void
sum_bits(const struct weigher *w, uint64_t levels, float out[LINK_CLASSES])
{
	const struct tied tied = ties_sum(&w->ties, levels);

	for (int k = 0; k < LINK_CLASSES; k++) {
		out[k] = w->prior[k] + (float)(k == LINK_MATCH ? 0 : k == LINK_RANDOM ? tied.strangers : tied.families);
		for (int f = 0; f < w->model->n_fields; f++)
			out[k] += w->bits[k][f][level_at(levels, f)];
	}
}

/* Rarity: a given name's for all that are two people, other fields' (which families share) for strangers alone. That families of one
 * name choose among the same given names holds of a family's own children too; twins are not called alike. */
static void
add_rarity(const struct weigher *w, uint32_t a, uint64_t levels, float out[LINK_CLASSES])
{
	const uint32_t *row = row_of(w->s, a);
	bool alike = true;              /* the names, both */
	float joint;

	for (int i = 0; i < w->n_words; i++) {
		int f = w->words[i];
		bool is_same = level_at(levels, f) == LEVEL_SAME;
		float rarity = w->rarity[f][is_same ? row[w->s->at[f]] : 0];    /* nobody's word has none */

		out[LINK_RANDOM] += rarity;
		if (f == w->given) {
			out[LINK_TWIN] += rarity;
			out[LINK_SIBLING] += rarity;
		}
		alike &= is_same | ((f != w->given) & (f != w->family));
	}
	joint = alike && w->given >= 0 && w->family >= 0 ? joint_bits(w->s, a) : 0;
	for (int k = LINK_SIBLING; k < LINK_CLASSES; k++)
		out[k] += joint;
}

static float
overlap_bits(const struct weigher *w, uint32_t a, uint32_t b)
{
	return w->overlap[overlap_of(w->s, row_of(w->s, a), row_of(w->s, b))];
}

void
weigh_classes(const struct weigher *w, uint32_t a, uint32_t b, uint64_t levels, float out[LINK_CLASSES])
{
	sum_bits(w, levels, out);
	add_rarity(w, a, levels, out);
	out[LINK_MATCH] += overlap_bits(w, a, b);
}

static float
higher(float a, float b)
{
	return a > b ? a : b;
}

static float
part_of_most(float below)
{
	return below < 0 ? exp2f(below) : 1;
}

/* log2(2^a + 2^b + 2^c). One that is 2^25 times the others' sum is all of it, as far as a float tells. */
static float
log_sum(float a, float b, float c)
{
	float more = a > b ? a : b, less = a > b ? b : a, most = c > more ? c : more, second = c > more ? more : c > less ? c : less;

	if (most - second > 26)
		return most;
	return most + log2f(part_of_most(a - most) + part_of_most(b - most) + part_of_most(c - most));
}

static size_t
cache_slot(uint64_t levels)
{
	return levels * 0x9e3779b97f4a7c15ULL >> 52;
}

void
weigh_fetch(const struct weigher *w, const struct weigh_cache *cache, uint32_t a, uint64_t levels)
{
	const uint32_t *row = row_of(w->s, a);

	wide_fetch(&cache->slot[cache_slot(levels)]);
	for (int i = 0; i < w->n_words; i++) {
		int f = w->words[i];

		wide_fetch(&w->rarity[f][level_at(levels, f) == LEVEL_SAME ? row[w->s->at[f]] : 0]);
	}
}

float
weigh(const struct weigher *w, struct weigh_cache *cache, uint32_t a, uint32_t b, uint64_t levels, float least)
{
	size_t at = cache_slot(levels);
	float bits[LINK_CLASSES];

	if (cache->slot[at].levels != levels) {
		cache->slot[at].levels = levels;
		sum_bits(w, levels, cache->slot[at].bits);
	}
	memcpy(bits, cache->slot[at].bits, sizeof bits);
	add_rarity(w, a, levels, bits);
	bits[LINK_MATCH] += overlap_bits(w, a, b);
	if (bits[LINK_MATCH] - higher(higher(bits[LINK_TWIN], bits[LINK_SIBLING]), bits[LINK_RANDOM]) < least)
		return least - 1;
	return bits[LINK_MATCH] - log_sum(bits[LINK_TWIN], bits[LINK_SIBLING], bits[LINK_RANDOM]);
}
