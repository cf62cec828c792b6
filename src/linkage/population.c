/* See the header. */
#include "linkage/population.h"

#include "base/hash.h"
#include "base/mem.h"
#include "linkage/dates.h"
#include "linkage/joint.h"

/* The record's two names as one number; 0: one of them is not known. */
static int64_t
full_name(const struct link_set *s, uint32_t record)
{
	const uint32_t *row = row_of(s, record);
	uint32_t given = row[s->at[s->of_kind[LINK_GIVEN]]], family = row[s->at[s->of_kind[LINK_FAMILY]]];

	return given && family ? (int64_t)given << 32 | family : 0;
}

static bool
has_full_names(const struct link_set *s)
{
	return s->of_kind[LINK_GIVEN] >= 0 && s->of_kind[LINK_FAMILY] >= 0;
}

static void
full_names_take(struct mem *m, const struct link_set *s, struct link_population *out)
{
	struct mem *work = mem_new();
	struct int_map *met = int_map_new(work, 1024);
	uint32_t least = UINT32_MAX;
	bool is_new;

	for (uint32_t i = 0; i < s->n; i++)
		if (full_name(s, i) && ROW_JOINT(row_of(s, i)) < least)
			least = ROW_JOINT(row_of(s, i));
	out->eighths = least == UINT32_MAX ? 0 : least;
	for (uint32_t i = 0; i < s->n; i++) {
		int64_t name = full_name(s, i);

		if (!name || ROW_JOINT(row_of(s, i)) == least)
			continue;
		int_map_put(met, name, &is_new);
		if (is_new)
			*push(m, &out->full_names) = (struct link_full_name){letters_of(&s->names, (uint32_t)(name >> 32)),
			    letters_of(&s->names, (uint32_t)name), ROW_JOINT(row_of(s, i))};
	}
	mem_free(work);
}

void
population_take(struct mem *m, const struct link_set *s, struct link_population *out)
{
	*out = (struct link_population){.last_year = s->last_year};
	if (s->names.encoded)
		return;
	for (uint32_t i = 1; i < s->names.n; i++) {
		const uint32_t *count = s->names.item[i].count;

		for (int as = 0; as < POPULATION_NAMES; as++) {
			out->all[as] += count[as];
			out->squares[as] += (int64_t)count[as] * count[as];
		}
		if (count[POPULATION_GIVEN] > 1 || count[POPULATION_FAMILY] > 1)
			*push(m, &out->names) = (struct link_name){letters_of(&s->names, i), {count[0], count[1]}};
	}
	if (has_full_names(s) && s->marked)
		full_names_take(m, s, out);
}

static void
full_names_give(struct link_set *s, const struct link_population *p)
{
	struct mem *work = mem_new();
	struct int_map *kept = int_map_new(work, p->full_names.n + 1);
	bool is_new;

	for (size_t i = 0; i < p->full_names.n; i++) {
		const struct link_full_name *k = &p->full_names.item[i];
		int64_t given = word_find(&s->names, k->given), family = word_find(&s->names, k->family);

		if (given && family)
			*int_map_put(kept, given << 32 | family, &is_new) = k->eighths;
	}
	for (uint32_t i = 0; i < s->n; i++) {
		int64_t name = full_name(s, i);
		const int64_t *found = name ? int_map_find(kept, name) : NULL;

		joint_note(s, i, !name ? 0 : (uint32_t)(found ? *found : p->eighths));
	}
	mem_free(work);
}

/* Of names that no record has nothing is asked. */
void
population_give(struct link_set *s, const struct link_population *p)
{
	if (s->of_population)
		return;
	for (size_t i = 1; i < s->names.n; i++)
		s->names.item[i].count[0] = s->names.item[i].count[1] = 0;
	for (size_t i = 0; i < p->names.n; i++) {
		uint32_t word = word_find(&s->names, p->names.item[i].name);

		for (int as = 0; as < POPULATION_NAMES && word; as++)
			s->names.item[word].count[as] = (uint32_t)p->names.item[i].count[as];
	}
	for (int as = 0; as < POPULATION_NAMES; as++) {
		s->all[as] = (uint64_t)p->all[as];
		s->squares[as] = (uint64_t)p->squares[as];
	}
	if (has_full_names(s))
		full_names_give(s, p);
	dates_doubt_after(s, (uint32_t)p->last_year);
	s->marked = s->of_population = true;
}
