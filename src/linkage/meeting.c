/* Which fields a record knows is a set, a bit each. Records are counted by it and by their source, where it has a name, and each two
 * such groups looked at once. */
#include "linkage/meeting.h"

#include "base/mem.h"
#include "linkage/overlap.h"
#include "linkage/threads.h"

#define SETS (1 << LINK_FIELDS)
#define SOURCES (1 << 16)
#define GROUPS (LINK_NAMED + 1)         /* of sources: those without a name first */

/* Records that know one set of fields, by group. */
struct knowing {
	uint32_t records[GROUPS];
};

struct meeting {
	const struct link_set *s;
	int threads;
	const bool *enough;             /* by set of fields: whether it is enough for a rule */
	struct knowing *known[THREADS_MOST];    /* by set of fields */
	uint32_t *unnamed[THREADS_MOST];        /* records that know enough, by a source without a name */
};

static uint32_t
fields_known(const struct link_set *s, const uint32_t *row)
{
	uint32_t known = 0;

	for (int i = 0; i < s->n_numbers; i++)
		known |= (uint32_t)(number_of(row, s->numbers[i].at) != 0) << s->numbers[i].field;
	for (int i = 0; i < s->n_names; i++)
		known |= (uint32_t)(row[s->at[s->put[i]]] != 0) << s->put[i];
	for (int i = 0; i < s->n_others; i++)
		known |= (uint32_t)((s->others[i].kind == LINK_SEX ? ROW_SEX(row) : row[s->others[i].at]) != 0) << s->others[i].field;
	return known;
}

static void
count_some(void *with, size_t from, size_t to)
{
	const struct meeting *k = with;

	for (size_t t = from; t < to; t++)
		for (size_t i = k->s->n * t / (size_t)k->threads; i < k->s->n * (t + 1) / (size_t)k->threads; i++) {
			const uint32_t *row = row_of(k->s, (uint32_t)i);
			uint32_t known = fields_known(k->s, row), source = ROW_SOURCE(row);

			k->known[t][known].records[k->s->named[source]]++;
			k->unnamed[t][source] += k->enough[known] && !k->s->named[source];
		}
}

static uint32_t
fields_wanted(const struct link_set *s, const struct link_rule *rule)
{
	uint32_t wanted = 0;

	for (int i = 0; i < rule->n; i++) {
		if (rule->part[i].part != LINK_LACKING)
			wanted |= 1u << rule->part[i].field;
		if (rule->part[i].part == LINK_EITHER && s->of_kind[LINK_FAMILY] >= 0)
			wanted |= 1u << s->of_kind[LINK_FAMILY];
	}
	return wanted;
}

/* By set: whether it is enough for a rule. */
static bool *
enough_find(struct mem *m, const struct link_set *s)
{
	bool *enough = mem_new_array(m, bool, SETS);

	for (int r = 0; r < s->model->n_rules + s->model->n_seen; r++) {
		uint32_t wanted = fields_wanted(s, &s->model->rule[r]);

		for (uint32_t known = 0; known < SETS; known++)
			enough[known] |= (known & wanted) == wanted;
	}
	return enough;
}

struct having {
	uint32_t known, records;
	int group;
};

/* Records that know the same of one group of sources. */
struct havings LIST(struct having);

static struct havings
groups_list(struct mem *m, const struct meeting *k)
{
	struct havings list = {0};

	for (uint32_t known = 0; known < SETS; known++)
		for (int g = 0; g < GROUPS; g++) {
			uint32_t records = 0;

			for (int t = 0; t < k->threads; t++)
				records += k->known[t][known].records[g];
			if (records && k->enough[known])
				*push(m, &list) = (struct having){known, records, g};
		}
	return list;
}

/* Of all pairs of records whose source has no name, the shares that are of one source, and of one that is declared. */
static void
within_share(const struct meeting *k, double *within, double *declared)
{
	double all = 0;

	*within = *declared = 0;
	for (size_t i = 0; i < SOURCES; i++) {
		double n = 0;

		for (int t = 0; t < k->threads; t++)
			n += k->unnamed[t][i];
		all += n;
		*within += n * (n - 1);
		*declared += k->s->declared[i] ? n * (n - 1) : 0;
	}
	*within = k->s->untold ? 0 : all > 1 ? *within / (all * (all - 1)) : 1;
	*declared = !k->s->untold && all > 1 ? *declared / (all * (all - 1)) : 0;
}

static bool
is_declared(const struct link_set *s, int group)
{
	for (int i = 0; i < s->n_called && i < LINK_NAMED; i++)
		if (s->named[s->called[i].source] == group)
			return s->declared[s->called[i].source] != 0;
	return false;
}

void
pairs_meeting(const struct link_set *s, int threads, struct pairs_met *out)
{
	struct mem *m = mem_new();
	struct meeting k = {.s = s, .threads = threads, .enough = enough_find(m, s)};
	double unnamed = 0, within, declared;
	struct havings list;

	for (int t = 0; t < threads; t++) {
		k.known[t] = mem_new_array(m, struct knowing, SETS);
		k.unnamed[t] = mem_new_array(m, uint32_t, SOURCES);
	}
	in_threads(threads, (size_t)threads, count_some, &k);
	list = groups_list(m, &k);
	*out = (struct pairs_met){0};
	for (size_t i = 0; i < list.n; i++)
		for (size_t j = 0; j <= i; j++) {
			const struct having *a = &list.item[i], *b = &list.item[j];
			double n = a->records, pairs = i == j ? n * (n - 1) / 2 : n * b->records;

			if (!k.enough[a->known & b->known])
				continue;
			out->all += pairs;
			if (!a->group || !b->group)
				*(a->group == b->group ? &unnamed : &out->overlap[OVERLAP_BETWEEN]) += pairs;
			else if (a->group != b->group || !is_declared(s, a->group))
				out->overlap[overlap_named(a->group - 1, b->group - 1)] += pairs;
		}
	within_share(&k, &within, &declared);
	out->overlap[OVERLAP_WITHIN] = unnamed * (within - declared);
	out->overlap[OVERLAP_BETWEEN] += unnamed * (1 - within);
	mem_free(m);
}
