/* See the header. */
#include "linkage/joint.h"

#include <math.h>

#include "base/mem.h"
#include "linkage/chance.h"
#include "linkage/level.h"
#include "linkage/radix.h"
#include "linkage/threads.h"

#define PEOPLE_LEAST 3.0                /* of fewer people's worth of records nothing is concluded */

/* A full name as a number of 32 bits; 0: one of the two is not known. */
static uint32_t
full_name(const struct link_set *s, uint32_t record)
{
	const uint32_t *row = row_of(s, record);
	uint32_t given = row[s->at[s->of_kind[LINK_GIVEN]]], family = row[s->at[s->of_kind[LINK_FAMILY]]];
	uint64_t mixed;

	if (!given || !family)
		return 0;
	mixed = ((uint64_t)s->names.item[given].hash * 0x9e3779b97f4a7c15ULL + s->names.item[family].hash) * 0xbf58476d1ce4e5b9ULL;
	return (uint32_t)(mixed >> 32) | 1;
}

/* Records in the order of their full names. */
static size_t
by_full_name(struct mem *m, const struct link_set *s, uint64_t **out)
{
	uint64_t *entry = mem_new_array(m, uint64_t, s->n + 1);
	size_t n = 0;

	for (uint32_t i = 0; i < s->n; i++) {
		uint64_t name = full_name(s, i);

		if (name)
			entry[n++] = name << 32 | i;
	}
	radix_sort(entry, mem_new_array(m, uint64_t, n + 1), n);
	*out = entry;
	return n;
}

static void
note(struct link_set *s, uint32_t record, uint32_t what)
{
	uint32_t *row = s->row + (size_t)record * (size_t)s->width;

	row[0] = (row[0] & ROW_GIVEN_BITS) | what << ROW_JOINT_SHIFT;
}

void
joint_count(struct link_set *s, struct joint *out)
{
	struct mem *m = mem_new();
	uint64_t *entry;
	double same = 0;
	size_t n;

	*out = (struct joint){.records = (double)s->n, .spread = words_spread(&s->names, 0), .given = s->of_kind[LINK_GIVEN], .family = s->of_kind[LINK_FAMILY]};
	if (out->given >= 0 && out->family >= 0) {
		n = by_full_name(m, s, &entry);
		for (size_t from = 0, to; from < n; from = to) {
			for (to = from + 1; to < n && entry[to] >> 32 == entry[from] >> 32; to++)
				continue;
			for (size_t i = from; i < to; i++)
				note(s, (uint32_t)entry[i], to - from < ROW_JOINT_MOST ? (uint32_t)(to - from) : ROW_JOINT_MOST);
			same += (double)(to - from) * (double)(to - from - 1);
		}
		out->known = (double)n;
		out->same = n > 1 ? same / (out->known * (out->known - 1)) : 0;
	}
	mem_free(m);
}

double
joint_factor(const struct joint *j, const struct link_model *m)
{
	double same = j->same, by_parts, all = j->records * (j->records - 1) / 2;

	if (j->given < 0 || j->family < 0 || all < 1)
		return 1;
	for (int k = 0; k < LINK_RANDOM; k++)
		same -= m->pairs[k] / all * m->chance[k][j->given][LEVEL_SAME] * m->chance[k][j->family][LEVEL_SAME];
	same *= j->spread;
	by_parts = m->chance[LINK_RANDOM][j->given][LEVEL_SAME] * m->chance[LINK_RANDOM][j->family][LEVEL_SAME];
	return same > by_parts ? same / by_parts : 1;
}

struct marking {
	const struct joint *j;
	struct link_set *s;
	double each;                    /* records of one person, about: what a full name has anyway */
	double factor;                  /* of all names */
};

static uint32_t
eighths(const struct marking *k, uint32_t record)
{
	const struct joint *j = k->j;
	const uint32_t *row = row_of(k->s, record);
	uint32_t count = ROW_JOINT(row);
	double others = count - PEOPLE_LEAST * k->each, by_parts, factor = k->factor;

	if (!count)
		return 0;
	by_parts = j->spread * k->s->names.item[row[k->s->at[j->given]]].count[0] / j->known *
	    k->s->names.item[row[k->s->at[j->family]]].count[1];
	if (others > factor * by_parts)
		factor = others / by_parts;
	return (uint32_t)(8 * log2(factor));
}

static void
mark_some(void *with, size_t from, size_t to)
{
	const struct marking *k = with;

	for (size_t i = from; i < to; i++)
		note(k->s, (uint32_t)i, eighths(k, (uint32_t)i));
}

void
joint_mark(const struct joint *j, struct link_set *s, const struct link_model *trained, int threads)
{
	struct marking k = {j, s, 1 + 2 * trained->pairs[LINK_MATCH] / (j->records + 1), joint_factor(j, trained)};

	in_threads(threads, s->n, mark_some, &k);
	s->marked = true;
}

float
joint_bits(const struct link_set *s, uint32_t record)
{
	return (float)ROW_JOINT(row_of(s, record)) / 8;
}
