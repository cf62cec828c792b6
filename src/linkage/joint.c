/* See the header. */
#include "linkage/joint.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/wide.h"
#include "linkage/chance.h"
#include "linkage/entries.h"
#include "linkage/level.h"
#include "linkage/meeting.h"
#include "linkage/threads.h"

#define PAIRS_FOREKNOWN 5000.0          /* of which it is known beforehand that names are independent: two records tell nothing */
#define PEOPLE_LEAST 2.0                /* of fewer people's worth of records nothing is concluded */

void
joint_note(struct link_set *s, uint32_t at, uint32_t what)
{
	uint32_t *row = s->row + (size_t)at * (size_t)s->width;

	row[0] = (row[0] & ROW_GIVEN_BITS) | what << ROW_JOINT_SHIFT;
}

struct counting {
	struct link_set *s;
	struct entries *entries;
	uint16_t *count;                /* by row, for those of a name are all over the rows */
	uint64_t same[THREADS_MOST];
};

static void
count_note(struct counting *k, uint64_t entry, uint16_t count)
{
	for (uint32_t i = 0; i < ENTRY_ROWS(entry); i++)
		k->count[ENTRY_ROW(entry) + i] = count;
}

/* Of a part of the full names. */
static void
count_some(void *with, size_t from, size_t to)
{
	struct counting *k = with;

	_Static_assert(ROW_JOINT_MOST <= UINT16_MAX, "a count is noted as it is");
	for (size_t part = from; part < to; part++) {
		size_t n;
		const uint64_t *entry = entries_sort(k->entries, part, &n);
		uint64_t same = 0;

		for (size_t begun = 0, end; begun < n; begun = end) {
			uint64_t rows = 0;

			for (end = begun; end < n && ENTRY_KEY(entry[end]) == ENTRY_KEY(entry[begun]); end++)
				rows += ENTRY_ROWS(entry[end]);
			for (size_t i = begun; i < end; i++)
				count_note(k, entry[i], rows < ROW_JOINT_MOST ? (uint16_t)rows : ROW_JOINT_MOST);
			same += rows * (rows - 1);
		}
		k->same[part] = same;
	}
}

static void
note_some(void *with, size_t from, size_t to)
{
	const struct counting *k = with;

	for (size_t i = from; i < to; i++)
		joint_note(k->s, (uint32_t)i, k->count[i]);
}

/* Of all pairs of records that have a name the share that has the same. */
static double
same_by_counts(const struct words *w, int as)
{
	double all = 0, same = 0;

	for (size_t i = 1; i < w->n; i++) {
		double n = w->item[i].count[as];

		all += n;
		same += n * (n - 1);
	}
	return all > 1 ? same / (all * (all - 1)) : 0;
}

void
joint_count(struct link_set *s, const struct keying *keying, int threads, struct joint *out)
{
	struct blocking all = {.s = s, .keying = keying, .chosen = BLOCKS_ALL};
	struct counting k = {.s = s};
	struct pairs_met met;
	double same = 0;

	pairs_meeting(s, threads, &met);
	*out = (struct joint){.records = 0.5 + sqrt(0.25 + 2 * met.all), .spread = words_spread(&s->names, 0),
	    .given = s->of_kind[LINK_GIVEN], .family = s->of_kind[LINK_FAMILY]};
	memcpy(out->may, met.overlap, sizeof out->may);
	if (out->given < 0 || out->family < 0)
		return;
	k.entries = entries_new(&all, threads, threads);
	entries_make(k.entries, RULE_FULL_NAME);
	k.count = wide_zeroed(s->n * sizeof *k.count);
	in_threads(threads, (size_t)threads, count_some, &k);
	in_threads(threads, s->n, note_some, &k);
	wide_free(k.count);
	out->known = (double)entries_keyed(k.entries);
	for (int t = 0; t < threads; t++)
		same += (double)k.same[t];
	out->same = out->known > 1 ? same / (out->known * (out->known - 1)) : 0;
	for (int as = 0; as < 2; as++)
		out->alone[as] = same_by_counts(&s->names, as);
	entries_free(k.entries);
}

/* Of two strangers that a name is the same; one that somebody fixed says nothing of how the two names hang together. */
static double
chance_counted(const struct joint *j, const struct link_model *m, int as)
{
	int f = as ? j->family : j->given;
	double all = j->records * (j->records - 1) / 2, same = j->alone[as];

	if (!m->fixed[LINK_RANDOM][f][LEVEL_SAME])
		return m->chance[LINK_RANDOM][f][LEVEL_SAME];
	for (int k = 0; k < LINK_RANDOM; k++)
		same -= m->pairs[k] / all * m->chance[k][f][LEVEL_SAME];
	return fmax(same, 1 / all) * j->spread;
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
	by_parts = chance_counted(j, m, 0) * chance_counted(j, m, 1);
	same = (same * all + by_parts * PAIRS_FOREKNOWN) / (all + PAIRS_FOREKNOWN);
	return same > by_parts ? same / by_parts : 1;
}

struct marking {
	const struct joint *j;
	struct link_set *s;
	double each;                    /* records of one person, about: what a full name has anyway */
	double factor;                  /* of all names … */
	uint32_t eighths;               /* … in eighths of a bit */
};

static uint32_t
eighths(const struct marking *k, uint32_t at)
{
	const struct joint *j = k->j;
	const uint32_t *row = row_of(k->s, at);
	uint32_t count = ROW_JOINT(row);
	double others = count - PEOPLE_LEAST * k->each, by_parts;

	if (!count)
		return 0;
	by_parts = j->spread * k->s->names.item[row[k->s->at[j->given]]].count[0] / j->known *
	    k->s->names.item[row[k->s->at[j->family]]].count[1];
	return others > k->factor * by_parts ? (uint32_t)(8 * log2(others / by_parts)) : k->eighths;
}

static void
mark_some(void *with, size_t from, size_t to)
{
	const struct marking *k = with;

	for (size_t i = from; i < to; i++)
		joint_note(k->s, (uint32_t)i, eighths(k, (uint32_t)i));
}

void
joint_mark(const struct joint *j, struct link_set *s, const struct link_model *trained, int threads)
{
	struct marking k = {j, s, 1 + 2 * trained->pairs[LINK_MATCH] / (j->records + 1), joint_factor(j, trained), 0};

	k.eighths = (uint32_t)(8 * log2(k.factor));
	in_threads(threads, s->n, mark_some, &k);
	s->marked = true;
}

float
joint_bits(const struct link_set *s, uint32_t at)
{
	return (float)ROW_JOINT(row_of(s, at)) / 8;
}
