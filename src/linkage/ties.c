/* See the header. After Chow and Liu (1968): the strongest ties that make no circle, so that each pattern's chance is a product still. */
#include "linkage/ties.h"

#include <math.h>

#include "linkage/level.h"

#define PAIRS_LEAST 10.0                /* seen or expected: fewer say nothing about two levels */
#define APART 1.4                       /* times as many, or as few, as expected: less is let be */
#define CERTAIN 5.0                     /* standard deviations from what is expected */
#define PRIOR_TIED 20.0                 /* pairs of each level of the other field, of which it is known beforehand that nothing hangs on it */

void
ties_add(struct ties_seen *seen, int fields, uint64_t levels, double pairs)
{
	for (int f = 0; f < fields; f++)
		for (int g = f + 1; g < fields; g++)
			seen->pairs[f][g][level_at(levels, f)][level_at(levels, g)] += pairs;
}

/* Two fields' pairs in which both are known, with the sums over each one's levels. */
struct table {
	double doubtful;                /* pairs that may be no strangers' */
	double pairs[LINK_LEVELS][LINK_LEVELS], one[LINK_LEVELS], other[LINK_LEVELS], all;
};

static struct table
table_of(const struct ties_seen *seen, double doubtful, const struct link_model *m, int with, int field)
{
	struct table t = {.doubtful = m->field[with].kind == LINK_SEX || m->field[field].kind == LINK_SEX ? 0 : doubtful};

	for (int w = 1; w < LINK_LEVELS; w++)
		for (int l = 1; l < LINK_LEVELS; l++) {
			t.pairs[w][l] = with < field ? seen->pairs[with][field][w][l] : seen->pairs[field][with][l][w];
			t.one[w] += t.pairs[w][l];
			t.other[l] += t.pairs[w][l];
			t.all += t.pairs[w][l];
		}
	return t;
}

/* Likewise if nothing hung on anything. */
static double
expected(const struct table *t, int w, int l)
{
	return t->all > 0 ? t->one[w] * t->other[l] / t->all : 0;
}

/* Whether two levels go together surely more often, or less, than by chance. */
static bool
tells(const struct table *t, int w, int l)
{
	double seen = t->pairs[w][l], by_chance = expected(t, w, l), more = fmax(seen, by_chance), less = fmin(seen, by_chance);

	return more >= PAIRS_LEAST && more > less * APART && more - less > CERTAIN * sqrt(by_chance + 1) + t->doubtful;
}

/* How much all levels tell that do, in nats; 0: nothing. */
static double
strength(const struct table *t)
{
	double sum = 0;

	for (int w = 1; w < LINK_LEVELS; w++)
		for (int l = 1; l < LINK_LEVELS; l++)
			if (tells(t, w, l))
				sum += t->pairs[w][l] > 0 ? fabs(t->pairs[w][l] * log(t->pairs[w][l] / expected(t, w, l))) : expected(t, w, l);
	return sum;
}

/* Whether `field` hangs on `above`, or on what hangs on it. */
static bool
is_below(const struct link_model *m, int field, int above)
{
	for (; field != above; field = m->tie[field].with)
		if (!m->tie[field].there)
			return false;
	return true;
}

static void
tie_make(struct link_model *m, int field, int with, const struct table *t)
{
	struct link_tie *tie = &m->tie[field];

	*tie = (struct link_tie){.there = true, .with = (uint8_t)with};
	for (int w = 0; w < LINK_LEVELS; w++)
		for (int l = 0; l < LINK_LEVELS; l++) {
			double share = t->all > 0 ? t->other[l] / t->all : 0;

			tie->support[w][l] = t->pairs[w][l];
			tie->times[w][l] = w && l && tells(t, w, l) ? (t->pairs[w][l] + PRIOR_TIED * share) / (t->one[w] + PRIOR_TIED) / share : 1;
		}
}

bool
link_tie_tells(const struct link_model *m, int f, int level, int at)
{
	double times = m->tie[f].times[at][level];

	return m->tie[f].there && at && level && level < link_field_levels(m, f) && at < link_field_levels(m, m->tie[f].with) &&
	    (times < 1 || times > 1);
}

bool
link_tie_put(struct link_model *m, int f, int level, int with, int at, double times, double support)
{
	struct link_tie *tie = &m->tie[f];

	if (tie->there ? tie->with != with : is_below(m, with, f))
		return false;
	for (int i = 0; i < LINK_LEVELS * LINK_LEVELS && !tie->there; i++)
		tie->times[i / LINK_LEVELS][i % LINK_LEVELS] = 1;
	tie->there = true;
	tie->with = (uint8_t)with;
	tie->times[at][level] = times;
	tie->support[at][level] = support;
	return true;
}

static bool
is_words(enum link_kind kind)
{
	return kind == LINK_GIVEN || kind == LINK_FAMILY || kind == LINK_TEXT;
}

/* Two names, which are joint.h's; and encoded words with a date, for they can be the same within one year alone (linkage/chance.h). */
static bool
are_others_care(const struct link_model *m, int f, int g)
{
	enum link_kind one = m->field[f].kind, other = m->field[g].kind;

	return (one == LINK_GIVEN && other == LINK_FAMILY) || (one == LINK_FAMILY && other == LINK_GIVEN) ||
	    (one == LINK_BORN && is_words(other) && m->encoded[g]) || (other == LINK_BORN && is_words(one) && m->encoded[f]);
}

void
ties_learn(const struct ties_seen *seen, double doubtful, struct link_model *m)
{
	double told[LINK_FIELDS][LINK_FIELDS] = {0};

	for (int f = 0; f < m->n_fields; f++) {
		m->tie[f].there = false;
		for (int g = 0; g < f; g++) {
			struct table t = table_of(seen, doubtful, m, g, f);

			told[g][f] = are_others_care(m, f, g) ? 0 : strength(&t);
		}
	}
	for (;;) {
		int with = 0, field = 0;
		struct table t;

		for (int g = 0; g < m->n_fields; g++)
			for (int f = 0; f < m->n_fields; f++)
				if (told[g][f] > told[with][field]) {
					with = g;
					field = f;
				}
		if (!(told[with][field] > 0))
			return;
		t = table_of(seen, doubtful, m, with, field);
		told[with][field] = 0;
		if (!m->tie[field].there && !is_below(m, with, field))
			tie_make(m, field, with, &t);
		else if (with < field)
			told[field][with] = strength(&t);      /* the other way round, then */
	}
}

void
ties_make(const struct link_model *m, double logarithm(double), struct ties *out)
{
	*out = (struct ties){0};
	for (int f = 0; f < m->n_fields; f++) {
		const struct link_tie *tie = &m->tie[f];
		enum link_kind one = m->field[f].kind, other = m->field[tie->with].kind;

		if (!tie->there)
			continue;
		out->item[out->n].field = (uint8_t)f;
		out->item[out->n].with = tie->with;
		out->item[out->n].families = (one == LINK_SEX && other == LINK_GIVEN) || (one == LINK_GIVEN && other == LINK_SEX);
		for (int w = 1; w < LINK_LEVELS; w++)
			for (int l = 1; l < LINK_LEVELS; l++)
				out->item[out->n].log[w][l] = logarithm(tie->times[w][l] > 0 ? tie->times[w][l] : 1e-12);
		out->n++;
	}
}

struct tied
ties_sum(const struct ties *t, uint64_t levels)
{
	struct tied sum = {0};

	for (int i = 0; i < t->n; i++) {
		double more = t->item[i].log[level_at(levels, t->item[i].with)][level_at(levels, t->item[i].field)];

		sum.strangers += more;
		sum.families += t->item[i].families ? more : 0;
	}
	return sum;
}
