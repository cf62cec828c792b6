/* Which fields a record knows is a set, a bit each. Records are counted by it, and each two sets looked at once. */
#include "linkage/meeting.h"

#include "base/mem.h"
#include "linkage/threads.h"

#define SETS (1 << LINK_FIELDS)

struct meeting {
	const struct link_set *s;
	int threads;
	uint32_t *known[THREADS_MOST];  /* records by set of fields */
};

static uint32_t
fields_known(const struct link_set *s, uint32_t at)
{
	uint32_t known = 0;

	for (int f = 0; f < s->model->n_fields; f++)
		known |= (uint32_t)(field_value(s, f, at) != 0) << f;
	return known;
}

static void
count_some(void *with, size_t from, size_t to)
{
	const struct meeting *k = with;

	for (size_t t = from; t < to; t++)
		for (size_t i = k->s->n * t / (size_t)k->threads; i < k->s->n * (t + 1) / (size_t)k->threads; i++)
			k->known[t][fields_known(k->s, (uint32_t)i)]++;
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
};

double
pairs_meeting(const struct link_set *s, int threads)
{
	struct mem *m = mem_new();
	struct meeting k = {.s = s, .threads = threads};
	const bool *enough = enough_find(m, s);
	struct { struct having *item; size_t n, cap; } sets = {0};
	double pairs = 0;

	for (int t = 0; t < threads; t++)
		k.known[t] = mem_new_array(m, uint32_t, SETS);
	in_threads(threads, (size_t)threads, count_some, &k);
	for (uint32_t known = 0; known < SETS; known++) {
		for (int t = 1; t < threads; t++)
			k.known[0][known] += k.known[t][known];
		if (k.known[0][known] && enough[known])
			*push(m, &sets) = (struct having){known, k.known[0][known]};
	}
	for (size_t i = 0; i < sets.n; i++) {
		double n = sets.item[i].records;

		pairs += n * (n - 1) / 2;
		for (size_t j = 0; j < i; j++)
			pairs += enough[sets.item[i].known & sets.item[j].known] ? n * sets.item[j].records : 0;
	}
	mem_free(m);
	return pairs;
}
