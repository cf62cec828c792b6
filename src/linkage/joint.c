/* See the header. */
#include "linkage/joint.h"

#include <math.h>

#include "base/hash.h"
#include "base/mem.h"
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

	*out = (struct joint){.count = int_map_new(m, 1024), .each = 1};
	for (uint32_t i = 0; i < s->n; i++)
		if ((key = full_name(s, i))) {
			++*int_map_put(out->count, key, &is_new);
			out->known++;
		}
	while (int_map_next(out->count, &at, &key, &count))
		same += (double)*count * (double)(*count - 1);
	out->same = out->known > 1 ? same / (out->known * (out->known - 1)) : 0;
}

static uint32_t
eighths(const struct joint *j, const struct link_set *s, uint32_t record)
{
	const uint32_t *row = row_of(s, record);
	int64_t key = full_name(s, record);
	const int64_t *count = key ? int_map_find(j->count, key) : NULL;
	double others = count ? (double)*count - PEOPLE_LEAST * j->each : 0, by_parts;

	if (others <= 0)
		return 0;
	by_parts = (double)s->names.item[row[s->at[s->of_kind[LINK_GIVEN]]]].count[0] / j->known *
	    s->names.item[row[s->at[s->of_kind[LINK_FAMILY]]]].count[1];
	return others > by_parts ? (uint32_t)(8 * log2(others / by_parts)) : 0;
}

static void
mark_some(void *with, size_t from, size_t to)
{
	struct { const struct joint *j; struct link_set *s; } *k = with;

	for (size_t i = from; i < to; i++) {
		uint32_t *row = k->s->row + i * (size_t)k->s->width;

		row[0] = (row[0] & ROW_GIVEN_BITS) | eighths(k->j, k->s, (uint32_t)i) << 18;
	}
}

void
joint_mark(const struct joint *j, struct link_set *s, int threads)
{
	struct { const struct joint *j; struct link_set *s; } k = {j, s};

	in_threads(threads, s->n, mark_some, &k);
	s->marked = true;
}

void
joint_learn(struct mem *m, struct link_set *s, const struct link_model *trained, int threads)
{
	struct joint j;

	joint_count(m, s, &j);
	j.each = s->n ? 1 + 2 * trained->pairs[LINK_MATCH] / (double)s->n : 1;
	joint_mark(&j, s, threads);
}

float
joint_bits(const struct link_set *s, uint32_t record)
{
	return (float)ROW_JOINT(row_of(s, record)) / 8;
}
