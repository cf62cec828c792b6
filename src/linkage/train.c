/* Latent classes instead of independence: every compared pair is a match, of twins, of siblings, or of two others.
 *
 * What two others agree in by chance (u) comes from random pairs and, of the level "the same", from counts of values; the
 * number of pairs that may meet is known, so how many of them show a pattern is known too. Expectation-maximisation
 * finds the rest: how many matches, twins and siblings, and how each agree. Two names cannot be the same more often among
 * twins or siblings than by chance, and twins' dates agree as a child's own do: without these the classes would swap. Of
 * pairs that people decided about it is known what they are.
 */
#include "linkage/train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "linkage/chance.h"
#include "linkage/decided.h"
#include "linkage/nickname.h"
#include "linkage/overlap.h"
#include "linkage/patterns.h"
#include "linkage/placeholder.h"
#include "linkage/prior.h"
#include "linkage/ties.h"

#define ROUNDS 60
#define STILL 1e-6                      /* matches change by less than this share: learned */
#define DOUBTFUL 2                      /* pairs of each record that may pass for strangers' and are not */
#define TIES_LEARNED 2                  /* times: by what is known beforehand, lest ties pass for matches, and by what was learned */
#define OVERLAP_ROUNDS 3                /* after which no overlap moves by a hundredth */
#define LEFT_LEAST 1e-6                 /* for what is not fixed: nothing is impossible */
#define PAIRS_LEAST 1e-3                /* pairs of a class for each record, at least */
#define MIXED_UP 0.05                   /* share of twins and siblings whose numbers are mixed up, at most */
#define PATTERN_RECORDS 60000          /* records whose blocks give patterns enough */

struct em {
	struct link_model *m;
	const struct pattern *pattern, *by_sources;     /* of the sample: by levels alone; and of each two sources */
	size_t n, n_by_sources;
	const struct decided_pattern *decided;
	size_t n_decided;
	const struct chances *by_chance;
	double every;
	const struct joint *joint;
	int given, family;
	double both_same;               /* by how much likelier two strangers, or siblings, share both names than their parts' chances say */
	struct ties ties;
	bool families;                  /* there are given names and dates of birth: twins and siblings can be told */
	double weight[LINK_CLASSES][LINK_FIELDS][LINK_LEVELS], known[LINK_CLASSES][LINK_FIELDS];
};

/* ---- the beginning ----------------------------------------------------------------------------------------------- */

static bool
may_be(const struct em *e, int k)
{
	return e->families || k == LINK_MATCH;
}

/* How many pairs of a class there are, as far as can be said beforehand: of very few records, a part of all pairs. */
static double
pairs_expected(const struct em *e, int k)
{
	return prior_pairs((enum link_class)k) * fmin(e->by_chance->records, e->by_chance->may / 2);
}

static bool
any_fixed(const struct link_model *m, int k, int f)
{
	bool any = false;

	for (int l = 1; l < LINK_LEVELS; l++)
		any |= m->fixed[k][f][l];
	return any;
}

/* What is not fixed of a class's chances of a field shares what is left of 1. */
static void
rest_share(struct link_model *m, int k, int f)
{
	double *p = m->chance[k][f], given = 0, others = 0;
	int levels = link_field_levels(m, f);

	for (int l = 1; l < levels; l++)
		if (!link_level_is_tied(m, (enum link_class)k, f, l))
			*(m->fixed[k][f][l] ? &given : &others) += p[l];
	for (int l = 1; l < levels && others > 0; l++)
		if (!m->fixed[k][f][l])
			p[l] = p[l] * fmax(1 - given, LEFT_LEAST) / others;
}

/* From what is known beforehand; what is fixed stays. */
static void
begin(struct em *e)
{
	struct link_model *m = e->m;

	for (int k = 0; k < LINK_RANDOM; k++) {
		m->pairs[k] = may_be(e, k) ? pairs_expected(e, k) : 0;
		for (int f = 0; f < m->n_fields; f++) {
			const double *prior = prior_chance(m, f, (enum link_class)k);

			for (int l = 1; l < link_field_levels(m, f); l++)
				if (!m->fixed[k][f][l])
					m->chance[k][f][l] = prior[l];
			if (any_fixed(m, k, f))
				rest_share(m, k, f);
		}
	}
}

/* ---- one round --------------------------------------------------------------------------------------------------- */

/* What strangers agree in by chance: what random pairs do, without the matches and families among them. */
static void
strangers(struct em *e)
{
	struct link_model *m = e->m;
	double all = e->by_chance->pairs, others = 0;

	for (int k = 0; k < LINK_RANDOM; k++)
		others += m->pairs[k] / all;
	others = others < 0.9 ? others : 0.9;
	m->pairs[LINK_RANDOM] = fmax(e->by_chance->may - all * others, 1);
	for (int f = 0; f < m->n_fields; f++) {
		int levels = link_field_levels(m, f);
		const double *known = e->by_chance->known[f], *prior = prior_chance(m, f, LINK_RANDOM);
		double *u = m->chance[LINK_RANDOM][f];

		for (int l = 1; l < levels; l++) {
			double seen = e->by_chance->seen[f][l];

			m->support[LINK_RANDOM][f][l] = seen * known[l];
			if (m->fixed[LINK_RANDOM][f][l])
				continue;
			for (int k = 0; k < LINK_RANDOM; k++)
				seen -= m->pairs[k] / all * m->chance[k][f][l] * (l == LEVEL_SAME ? e->by_chance->spread[f] : 1);
			u[l] = fmax(seen / (1 - others), e->by_chance->least[f][l]);
			u[l] = (u[l] * known[l] + prior[l] * PRIOR_RANDOM) / (known[l] + PRIOR_RANDOM);
		}
		rest_share(m, LINK_RANDOM, f);
	}
}

/* The model's chances as natural logarithms. */
struct logs {
	double pairs[LINK_CLASSES], both_same;
	double of[LINK_CLASSES][LINK_FIELDS][16];
};

static void
logs_make(const struct em *e, struct logs *out)
{
	*out = (struct logs){.both_same = e->both_same > 1 ? log(e->both_same) : 0};
	for (int k = 0; k < LINK_CLASSES; k++) {
		out->pairs[k] = e->m->pairs[k] > 0 ? log(e->m->pairs[k]) : -1e6;
		for (int f = 0; f < e->m->n_fields; f++)
			for (int l = 1; l < LINK_LEVELS; l++)
				out->of[k][f][l] = log(fmax(e->m->chance[k][f][l], 1e-12));
	}
}

/* How probable each class is for a pattern. */
static void
responsible(const struct em *e, const struct logs *logs, uint64_t levels, double out[LINK_CLASSES])
{
	const struct tied tied = ties_sum(&e->ties, levels);
	double most = -1e9, sum = 0;

	for (int k = 0; k < LINK_CLASSES; k++) {
		out[k] = k == LINK_MATCH ? 0 : k == LINK_RANDOM ? tied.strangers : tied.families;
		out[k] += logs->pairs[k];
		for (int f = 0; f < e->m->n_fields; f++)
			out[k] += logs->of[k][f][level_at(levels, f)];
		if (k >= LINK_SIBLING && logs->both_same > 0 && level_at(levels, e->given) == LEVEL_SAME &&
		    level_at(levels, e->family) == LEVEL_SAME)
			out[k] += logs->both_same;
		most = out[k] > most ? out[k] : most;
	}
	for (int k = 0; k < LINK_CLASSES; k++)
		sum += out[k] = exp(out[k] - most);
	for (int k = 0; k < LINK_CLASSES; k++)
		out[k] /= sum;
}

/* So many pairs of each class have these levels. */
static void
part_add(struct em *e, uint64_t levels, const double part[LINK_CLASSES], double pairs[LINK_CLASSES])
{
	for (int k = 0; k < LINK_CLASSES; k++) {
		pairs[k] += part[k];
		for (int f = 0; f < e->m->n_fields; f++) {
			int l = level_at(levels, f);

			e->weight[k][f][l] += part[k];
			e->known[k][f] += l ? part[k] : 0;
		}
	}
}

static void
expect(struct em *e, double pairs[LINK_CLASSES])
{
	struct logs logs;

	memset(e->weight, 0, sizeof e->weight);
	memset(e->known, 0, sizeof e->known);
	memset(pairs, 0, LINK_CLASSES * sizeof *pairs);
	logs_make(e, &logs);
	for (size_t i = 0; i < e->n; i++) {
		double part[LINK_CLASSES];

		responsible(e, &logs, e->pattern[i].levels, part);
		for (int k = 0; k < LINK_CLASSES; k++)
			part[k] *= (double)e->pattern[i].count * e->every;
		part_add(e, e->pattern[i].levels, part, pairs);
	}
	for (size_t i = 0; i < e->n_decided; i++) {
		double share[LINK_CLASSES], part[LINK_CLASSES];

		responsible(e, &logs, e->decided[i].levels, share);
		decided_part(&e->decided[i], share, part);
		part_add(e, e->decided[i].levels, part, pairs);
	}
}

/* No likelier to be level `l` than `most`, where it is not fixed: what is over goes to the last level that is not. */
static void
clamp(struct link_model *m, int k, int f, int l, double most)
{
	double *p = m->chance[k][f];
	int last = link_field_levels(m, f) - 1;

	while (last > l && m->fixed[k][f][last])
		last--;
	if (last > l && !m->fixed[k][f][l] && p[l] > most) {
		p[last] += p[l] - most;
		p[l] = most;
	}
}

/* That a number was mistyped says nothing about a family: of two children's numbers that differ as many are as of strangers'. Where one of
 * the two chances is fixed, the other is what is left. */
static void
slips_tie(struct link_model *m, int f)
{
	const double *u = m->chance[LINK_RANDOM][f];
	int last = link_field_levels(m, f) - 1;

	for (int k = LINK_TWIN; k <= LINK_SIBLING && u[CHECKED_SLIP] + u[last] > 0; k++) {
		double *p = m->chance[k][f], both = p[CHECKED_SLIP] + p[last];

		if (m->fixed[k][f][CHECKED_SLIP] || m->fixed[k][f][last])
			continue;
		p[CHECKED_SLIP] = both * u[CHECKED_SLIP] / (u[CHECKED_SLIP] + u[last]);
		p[last] = both - p[CHECKED_SLIP];
	}
}

/* Twins' dates agree as one child's do, but for what is fixed of twins'. */
static void
dates_tie(struct link_model *m, int f)
{
	for (int l = 1; l < LINK_LEVELS; l++)
		if (!m->fixed[LINK_TWIN][f][l]) {
			m->chance[LINK_TWIN][f][l] = m->chance[LINK_MATCH][f][l];
			m->support[LINK_TWIN][f][l] = m->support[LINK_MATCH][f][l];
		}
	if (any_fixed(m, LINK_TWIN, f))
		rest_share(m, LINK_TWIN, f);
}

/* A family's children have names of their own and, but for twins, birthdays of their own. */
static void
families_clamp(struct link_model *m)
{
	for (int f = 0; f < m->n_fields; f++) {
		int levels = link_field_levels(m, f);
		const double *u = m->chance[LINK_RANDOM][f];

		for (int k = LINK_TWIN; k <= LINK_SIBLING; k++)
			for (int l = 1; l < levels - 1 && m->field[f].kind == LINK_GIVEN; l++)
				clamp(m, k, f, l, u[l]);
		for (int k = LINK_TWIN; k <= LINK_SIBLING && kind_is_number(m->field[f].kind); k++)
			for (int l = LEVEL_SAME; l <= NUMBER_NEAR && l < levels - 1; l++)
				clamp(m, k, f, l, MIXED_UP);
		if (kind_is_checked(m->field[f].kind))
			slips_tie(m, f);
		if (m->field[f].kind == LINK_BORN) {
			dates_tie(m, f);
			for (int l = 1; l < levels - 2; l++)
				clamp(m, LINK_SIBLING, f, l, u[l]);
		}
	}
}

/* Whether a year of birth is wrong says nothing about a name: that encoded names sound the same where the years keep them from
 * being the same is as likely, of one child's records, as that they are the same where they can be; so it is of twins' families. */
static void
sounds_tie(struct link_model *m)
{
	for (int f = 0; f < m->n_fields; f++)
		for (int k = LINK_MATCH; k <= LINK_TWIN && m->encoded[f]; k++)
			for (int l = 1; l < LINK_LEVELS; l++)
				if (link_level_is_tied(m, (enum link_class)k, f, l) && !m->fixed[k][f][l])
					m->chance[k][f][l] = m->chance[k][f][LEVEL_SAME];
}

/* How many pairs there are of a class. Where hardly any is found there may still come some. */
static double
pairs_learned(const struct em *e, int k, double found)
{
	double n = e->by_chance->records;

	return fmax((found * n + pairs_expected(e, k) * PRIOR_RECORDS) / (n + PRIOR_RECORDS), PAIRS_LEAST * n);
}

/* Of few pairs, what is known beforehand counts for more. */
static void
maximise(struct em *e, const double pairs[LINK_CLASSES])
{
	struct link_model *m = e->m;

	for (int k = 0; k < LINK_RANDOM; k++) {
		m->pairs[k] = may_be(e, k) ? pairs_learned(e, k, pairs[k]) : 0;
		for (int f = 0; f < m->n_fields; f++) {
			const double *prior = prior_chance(m, f, (enum link_class)k);

			for (int l = 1; l < link_field_levels(m, f); l++)
				if (!m->fixed[k][f][l])
					m->chance[k][f][l] = (e->weight[k][f][l] + prior[l] * PRIOR_PAIRS) / (e->known[k][f] + PRIOR_PAIRS);
			if (any_fixed(m, k, f))
				rest_share(m, k, f);
		}
	}
	memcpy(m->support, e->weight, sizeof m->support[0] * LINK_RANDOM);
	sounds_tie(m);
	strangers(e);
	families_clamp(m);
	e->both_same = joint_factor(e->joint, m);
}

/* What hangs together among strangers, as those of the random pairs tell that are such. */
static void
strangers_tie(struct em *e)
{
	struct logs logs;
	struct mem *m = mem_new();
	struct ties_seen *seen = mem_new_one(m, struct ties_seen);
	double pairs = 0;

	logs_make(e, &logs);
	for (size_t i = 0; i < e->by_chance->n_patterns; i++) {
		const struct pattern *p = &e->by_chance->pattern[i];
		double share[LINK_CLASSES];

		responsible(e, &logs, p->levels, share);
		ties_add(seen, e->m->n_fields, p->levels, share[LINK_RANDOM] * (double)p->count);
		pairs += (double)p->count;
	}
	ties_learn(seen, DOUBTFUL * pairs * e->by_chance->records / e->by_chance->pairs, e->m);
	ties_make(e->m, log, &e->ties);
	mem_free(m);
}

/* How sources overlap, by the pairs of theirs that are one person's, where each is as likely to be one as their overlap says. */
static void
sources_overlap(struct em *e)
{
	struct logs logs;
	struct link_overlap *o = &e->m->overlap;

	logs_make(e, &logs);
	for (int round = 0; round < OVERLAP_ROUNDS; round++) {
		double found[LINK_OVERLAPS] = {0};

		for (size_t i = 0; i < e->n_by_sources; i++) {
			const struct pattern *p = &e->by_sources[i];
			double share[LINK_CLASSES], match;

			responsible(e, &logs, p->levels, share);
			match = share[LINK_MATCH] * overlap_times(o, p->overlap);
			found[p->overlap] += match / (match + 1 - share[LINK_MATCH]) * (double)p->count * e->every;
		}
		overlap_settle(o, e->joint->may, found);
	}
}

/* How fields of one child's records differ at once. */
static void
together_count(const struct em *e, struct together *out)
{
	struct logs logs;

	logs_make(e, &logs);
	for (size_t i = 0; i < e->n; i++) {
		double share[LINK_CLASSES];

		responsible(e, &logs, e->pattern[i].levels, share);
		together_add(out, e->m->n_fields, e->pattern[i].levels, share[LINK_MATCH] * (double)e->pattern[i].count * e->every);
	}
}

/* Those that the model gives the probability it asks of pairs that are kept. */
static double
pairs_kept(const struct em *e)
{
	struct logs logs;
	double kept = 0;

	logs_make(e, &logs);
	for (size_t i = 0; i < e->n; i++) {
		double share[LINK_CLASSES];

		responsible(e, &logs, e->pattern[i].levels, share);
		kept += share[LINK_MATCH] >= e->m->review ? (double)e->pattern[i].count * e->every : 0;
	}
	return kept;
}

/* ---- training ---------------------------------------------------------------------------------------------------- */

static uint32_t
one_in_so_many(const struct training *t)
{
	return (uint32_t)(t->s->n / PATTERN_RECORDS) + 1;
}

static struct em
em_of(const struct training *t, struct link_model *model)
{
	return (struct em){.m = model, .joint = t->joint,
	    .given = t->s->of_kind[LINK_GIVEN], .family = t->s->of_kind[LINK_FAMILY],
	    .families = t->s->of_kind[LINK_GIVEN] >= 0 && t->s->of_kind[LINK_BORN] >= 0};
}

double
pairs_foretell(const struct training *t, struct link_model *trained)
{
	struct mem *m = mem_new();
	struct em e = em_of(t, trained);
	uint32_t every = one_in_so_many(t);
	struct sample **sample = sample_take(t, m, &every);
	double kept;

	e.every = every;
	e.by_sources = patterns_find(t, m, sample, &e.n_by_sources);
	e.pattern = patterns_merge(m, e.by_sources, e.n_by_sources, &e.n);
	sample_free(t, sample);
	e.both_same = joint_factor(e.joint, trained);
	ties_make(trained, log, &e.ties);
	kept = pairs_kept(&e);
	mem_free(m);
	return kept;
}

static void
settle(struct em *e)
{
	double before = 0, pairs[LINK_CLASSES];

	for (int round = 0; round < ROUNDS; round++) {
		expect(e, pairs);
		maximise(e, pairs);
		if (fabs(pairs[LINK_MATCH] - before) < STILL * before)
			break;
		before = pairs[LINK_MATCH];
	}
}

double
train(const struct training *t, struct link_model *model)
{
	struct mem *m = mem_new();
	struct chances *by_chance = mem_new_one(m, struct chances);
	uint32_t every = one_in_so_many(t);
	struct em e = em_of(t, model);
	struct sample **sample;
	double kept;

	e.by_chance = by_chance;
	sample = sample_take(t, m, &every);
	e.every = every;
	if (placeholders_learn(t, sample))
		joint_count(t->s, t->keying, t->threads, t->joint);
	nicknames_learn(t, sample);
	chances_find(t, m, by_chance);
	e.by_sources = patterns_find(t, m, sample, &e.n_by_sources);
	e.pattern = patterns_merge(m, e.by_sources, e.n_by_sources, &e.n);
	e.decided = decided_find(t, m, e.pattern, e.n, every, &e.n_decided);
	sample_free(t, sample);
	begin(&e);
	sounds_tie(model);
	strangers(&e);
	families_clamp(model);
	e.both_same = joint_factor(e.joint, model);
	for (int times = 0; times < TIES_LEARNED; times++) {
		strangers_tie(&e);
		settle(&e);
	}
	sources_overlap(&e);
	together_count(&e, t->together);
	model->trained = true;
	kept = pairs_kept(&e);
	mem_free(m);
	return kept;
}
