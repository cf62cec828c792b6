/* See the header. */
#include "linkage/joint.h"

#include <math.h>

#include "base/hash.h"
#include "base/mem.h"
#include "linkage/level.h"
#include "linkage/threads.h"

#define PEOPLE_LEAST 3.0                /* of fewer people's worth of records nothing is concluded */

static int64_t
full_name(const struct link_set *s, uint32_t record)
{
	int given = s->of_kind[LINK_GIVEN], family = s->of_kind[LINK_FAMILY];
	const uint32_t *row = row_of(s, record);

	if (given < 0 || family < 0 || !row[s->at[given]] || !row[s->at[family]])
		return 0;
	return (int64_t)((uint64_t)row[s->at[given]] << 31 ^ row[s->at[family]]);
}

void
joint_count(struct mem *m, const struct link_set *s, struct joint *out)
{
	int64_t key, *count;
	size_t at = 0;
	double same = 0;
	bool is_new;

	*out = (struct joint){.count = int_map_new(m, 1024), .records = (double)s->n, .given = s->of_kind[LINK_GIVEN],
	    .family = s->of_kind[LINK_FAMILY]};
	for (uint32_t i = 0; i < s->n; i++)
		if ((key = full_name(s, i))) {
			++*int_map_put(out->count, key, &is_new);
			out->known++;
		}
	while (int_map_next(out->count, &at, &key, &count))
		same += (double)*count * (double)(*count - 1);
	out->same = out->known > 1 ? same / (out->known * (out->known - 1)) : 0;
}

double
joint_factor(const struct joint *j, const struct link_model *m)
{
	double same = j->same, by_parts, all = j->records * (j->records - 1) / 2;

	if (j->given < 0 || j->family < 0 || all < 1)
		return 1;
	for (int k = 0; k < LINK_RANDOM; k++)
		same -= m->pairs[k] / all * m->chance[k][j->given][LEVEL_SAME] * m->chance[k][j->family][LEVEL_SAME];
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
	int64_t key = full_name(k->s, record);
	const int64_t *count = key ? int_map_find(j->count, key) : NULL;
	double others, by_parts, factor = k->factor;

	if (!count)
		return 0;
	others = (double)*count - PEOPLE_LEAST * k->each;
	by_parts = (double)k->s->names.item[row[k->s->at[j->given]]].count[0] / j->known *
	    k->s->names.item[row[k->s->at[j->family]]].count[1];
	if (others > factor * by_parts)
		factor = others / by_parts;
	return (uint32_t)(8 * log2(factor));
}

static void
mark_some(void *with, size_t from, size_t to)
{
	const struct marking *k = with;

	for (size_t i = from; i < to; i++) {
		uint32_t *row = k->s->row + i * (size_t)k->s->width;

		row[0] = (row[0] & ROW_GIVEN_BITS) | eighths(k, (uint32_t)i) << 18;
	}
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
