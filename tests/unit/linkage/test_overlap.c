/* How sources overlap: from files of which it is known who is in which. */
#include "crowd.h"

#include "linkage/keys.h"
#include "linkage/meeting.h"
#include "linkage/overlap.h"
#include "linkage/patterns.h"

#define EVERYBODY 1000
#define LOOKALIKES 100                  /* and as many like them */
#define PRIOR 50.0                      /* as linkage/overlap.c has it */

static const struct wanted town = {.families = 700, .siblings = 0.3, .slips = 0.03, .missing = 0.1, .sources = 3, .twins = 0.02};

/* Source 0 has everybody once, source 1 every second one once; all agree but for some slips. */
static void
two_files(struct people *p, uint64_t seed, const char *first, const char *second)
{
	FIELDS(p, LINK_TEXT, LINK_IDENTIFIER, LINK_BORN);
	for (int i = 0; i < EVERYBODY; i++) {
		struct somebody one = somebody_new(&seed, i);

		ADD(p, 0, one.name, one.number, one.born);
		if (i % 2 == 0)
			ADD(p, 1, happens(&seed, 0.05) ? "" : one.name, happens(&seed, 0.05) ? "" : one.number, one.born);
	}
	if (first) {
		link_set_call(p->set, 0, first);
		link_set_call(p->set, 1, second);
	}
}

/* Of 1,124,250 pairs 500 are one person's, all of them between the two, where there are 500,000. */
static void
overlaps_are(const struct link_overlap *o, int within, int between)
{
	double share = 500.0 / 1124250;

	assert_near(o->times[between] * (500000 * share + PRIOR) / (500 + PRIOR), 1, 0.02);
	assert_near(o->support[between], 500, 10);
	assert_near(o->times[within] * ((within == OVERLAP_WITHIN ? 624250 : 499500) * share + PRIOR) / PRIOR, 1, 0.02);
}

static void
test_two_sources(void **state)
{
	struct people *p = *state;
	const struct link_overlap *o = &p->links.model.overlap;

	two_files(p, 1, "school", "clinic");
	people_link(p);
	assert_int_equal(o->n, 2);
	assert_string_equal(o->source[0], "clinic");
	assert_string_equal(o->source[1], "school");
	overlaps_are(o, overlap_named(1, 1), overlap_named(0, 1));
	overlaps_are(o, OVERLAP_WITHIN, OVERLAP_BETWEEN);
}

/* One source has no other to overlap with: it need not be named. */
static void
test_one_source(void **state)
{
	struct people *p = *state;

	FIELDS(p, LINK_TEXT, LINK_IDENTIFIER);
	for (int i = 0; i < 10; i++)
		ADD(p, 0, "ash", i % 2 ? "N1000001" : "N2000002");
	link_set_call(p->set, 0, "school");
	people_link(p);
	assert_int_equal(p->links.model.overlap.n, 0);
	assert_near(p->links.model.overlap.times[OVERLAP_WITHIN], 1, 1e-12);
}

static void
test_without_names(void **state)
{
	struct people *p = *state;

	two_files(p, 1, NULL, NULL);
	people_link(p);
	assert_int_equal(p->links.model.overlap.n, 0);
	overlaps_are(&p->links.model.overlap, OVERLAP_WITHIN, OVERLAP_BETWEEN);
}

/* So many more in source 0 who look like another one of it, and are not. */
static void
lookalikes_add(struct people *p, uint64_t seed, int n)
{
	for (int i = 0; i < n; i++) {
		struct somebody one = somebody_new(&seed, i);

		ADD(p, 0, one.name, "", one.born);
	}
}

/* Where nobody is twice in either there are 600,000 pairs that may be one person's, and all of them are between the two: what any two are
 * beforehand is 500 of so many, by names or without; those who look like another in their source count for nothing. */
static void
test_declared(void **state)
{
	struct people *p = *state;

	for (int named = 0; named < 2; named++) {
		struct link_explained x;
		double all = 0;

		p->model.n_fields = 0;
		people_none(p);
		two_files(p, 2, named ? "school" : NULL, "clinic");
		lookalikes_add(p, 20, LOOKALIKES);
		lookalikes_add(p, 20, LOOKALIKES);
		assert_true(link_set_declare(p->set, 0) && link_set_declare(p->set, 1));
		people_link(p);
		for (int k = 0; k < LINK_CLASSES; k++)
			all += p->links.model.pairs[k];
		assert_near(all / 600000, 1, 0.01) ;      /* of few nobody knows enough to meet anybody */
		assert_near(p->links.model.pairs[LINK_MATCH], 500, 10);
		assert_near(p->links.model.overlap.times[named ? overlap_named(0, 1) : OVERLAP_BETWEEN], 1, 0.02);
		link_explain(p->set, &p->links.model, 0, 1, &x);
		assert_near(x.step[0].bits, log2(500.0 / 599500), 0.1);
	}
}

/* What is weighed is what was learned of the two sources; of a source that the model does not name, what is learned of any two. */
static void
test_weights(void **state)
{
	struct people *p = *state;
	struct link_model trained;
	struct link_explained x, other;

	two_files(p, 3, "school", "clinic");
	people_link(p);
	trained = p->links.model;
	trained.overlap.times[OVERLAP_BETWEEN] *= 4;
	link_explain(p->set, &trained, 0, 1, &x);
	p->model = trained;
	people_none(p);
	p->model.n_fields = 0;
	two_files(p, 3, "hospital", "clinic");
	link_explain(p->set, &trained, 0, 1, &other);
	assert_near(other.weight - x.weight, 2, 0.01);
	assert_near(other.step[0].bits - x.step[0].bits, 2, 0.01);
}

/* Pairs that may be one person's, counted one by one. */
static void
test_pairs_are_counted(void **state)
{
	static const char *const name[] = {"a", "b", "c"};
	struct people *p = *state;
	struct crowd *c = crowd_new((struct wanted){.families = 120, .siblings = 0.3, .missing = 0.4, .sources = 3}, 8);
	double counted[LINK_OVERLAPS] = {0};
	struct keying keying;
	struct pairs_met met;

	for (size_t i = 0; i < c->n; i += 3)
		c->row[i].value[C_GIVEN][0] = c->row[i].value[C_FAMILY][0] = '\0';
	crowd_fields(p);
	crowd_add(p, c);
	for (int i = 0; i < 3; i++)
		link_set_call(p->set, i, name[i]);
	overlap_begin(p->set);
	link_set_declare(p->set, 1);
	keying_make(p->set, &keying);
	for (uint32_t a = 0; a < c->n; a++)
		for (uint32_t b = 0; b < a; b++) {
			bool may = c->row[a].source != 1 || c->row[b].source != 1, met_by = false;

			for (int r = 0; r < p->model.n_rules + p->model.n_seen; r++)
				met_by = met_by || (key_of(&keying, r, row_of(p->set, a)) && key_of(&keying, r, row_of(p->set, b)));
			counted[overlap_named(c->row[a].source, c->row[b].source)] += may && met_by;
		}
	pairs_meeting(p->set, 2, &met);
	for (int i = 0; i < LINK_OVERLAPS; i++)
		assert_near(met.overlap[i], counted[i], 0);
	crowd_free(c);
}

/* Rows in another order, and so sources with other numbers, of which two say the same in some: the same weights and clusters. */
static void
test_order(void **state)
{
	static const char *const name[] = {"school", "clinic", "police"};
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 9);
	uint64_t first[64];
	size_t clusters = 0;

	crowd_fields(p);
	for (int round = 0; round < 4; round++) {
		p->options.threads = 1 + round % 3;
		crowd_add(p, c);
		for (int i = 0; i < 3; i++)
			link_set_call(p->set, i, name[(i + round) % 3]);
		people_link(p);
		assert_int_equal(p->links.model.overlap.n, 3);
		if (round == 0) {
			memcpy(first, p->links.histogram, sizeof first);
			clusters = p->links.n_clusters;
		}
		assert_memory_equal(p->links.histogram, first, sizeof first);
		assert_int_equal(p->links.n_clusters, clusters);
		crowd_shuffle(c, (uint64_t)round + 77);
		for (size_t i = 0; i < c->n; i++)
			c->row[i].source = (c->row[i].source + 2) % 3;
	}
	crowd_free(c);
}

/* Hundreds who say the same, in more than a block holds: which of them meet is the same in every order of rows, for their sources tell
 * them apart. */
static void
test_order_of_the_same(void **state)
{
	struct people *p = *state;
	uint64_t seed = 11, first[64];
	int source[600];

	FIELDS(p, LINK_TEXT, LINK_BORN);
	part_add(rule_add(p), 0, LINK_WHOLE);
	people_all_met(p);
	link_overlap_put(&p->model, "s0", "s1");
	for (int i = OVERLAP_NAMED; i < overlap_named(2, 0); i++)
		p->model.overlap.times[i] = 1 << (2 * (i - OVERLAP_NAMED));
	for (size_t i = 0; i < COUNT(source); i++)
		source[i] = i > 200;
	for (int round = 0; round < 4; round++) {
		people_none(p);
		for (size_t i = 0; i < COUNT(source); i++)
			ADD(p, (source[i] + round) % 2, "not told", "2012-05-14");
		link_set_call(p->set, round % 2, "s0");
		link_set_call(p->set, (round + 1) % 2, "s1");
		people_link(p);
		if (round == 0)
			memcpy(first, p->links.histogram, sizeof first);
		assert_true(p->links.pairs < 600 * 599 / 2);
		assert_memory_equal(p->links.histogram, first, sizeof first);
		for (size_t i = COUNT(source); i-- > 1;) {
			size_t k = random_below(&seed, i + 1);
			int other = source[i];

			source[i] = source[k];
			source[k] = other;
		}
	}
}

/* Of more sources than there is room for none is named, and it is within one or between two. */
static void
test_many_sources(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 10);
	char name[LINK_NAMED + 1][8];

	crowd_fields(p);
	for (size_t i = 0; i < c->n; i++)
		c->row[i].source = (int)(i % (LINK_NAMED + 1));
	crowd_add(p, c);
	for (int i = 0; i <= LINK_NAMED; i++) {
		snprintf(name[i], sizeof name[i], "s%d", i);
		link_set_call(p->set, i, name[i]);
	}
	people_link(p);
	assert_int_equal(p->links.model.overlap.n, 0);
	assert_true(p->links.model.overlap.times[OVERLAP_WITHIN] > 0 && p->links.model.overlap.times[OVERLAP_BETWEEN] > 0);
	for (int i = 0; i < LINK_NAMED; i++)
		assert_true(link_overlap_put(&p->model, name[i], name[i]) == overlap_named(i, i));
	assert_int_equal(link_overlap_put(&p->model, name[0], name[LINK_NAMED]), -1);
	crowd_free(c);
}

/* Of 14 fields the last alone known, at its eighth level: the number that stands for it is that of no empty slot. */
static void
test_last_field_alone(void **state)
{
	struct mem *m = mem_new();
	struct tally *tally = tallies_new(m, 1);
	uint64_t levels = 8ULL << (4 * (LINK_FIELDS - 1));
	const struct pattern *pattern;
	size_t n;

	(void)state;
	tally_add(tally, levels, 0);
	tally_add(tally, levels, 0);
	tally_add(tally, levels, LINK_OVERLAPS - 1);
	pattern = tallies_take(m, tally, 1, &n);
	assert_int_equal(n, 2);
	assert_true(pattern[0].levels == levels && pattern[0].overlap == 0 && pattern[0].count == 2);
	assert_true(pattern[1].levels == levels && pattern[1].overlap == LINK_OVERLAPS - 1 && pattern[1].count == 1);
	mem_free(m);
}

/* Of more sources than can be told apart none is: it is as if no two records were of one. */
static void
test_too_many_sources(void **state)
{
	struct people *p = *state;
	struct pairs_met met;
	double may = 0;

	two_files(p, 12, "school", "clinic");
	link_set_call(p->set, LINK_SOURCES, "one more");
	people_link(p);
	assert_int_equal(p->links.model.overlap.n, 0);
	assert_near(p->links.model.overlap.times[OVERLAP_BETWEEN], 1, 1e-9);
	assert_near(p->links.model.overlap.support[OVERLAP_WITHIN], 0, 0);
	pairs_meeting(p->set, 1, &met);
	for (int i = 0; i < LINK_OVERLAPS; i++)
		may += met.overlap[i];
	assert_near(may, met.all, 0.5);
	assert_near(met.overlap[OVERLAP_BETWEEN], met.all, 0.5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_two_sources, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_one_source, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_without_names, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_declared, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_weights, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_pairs_are_counted, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_order, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_order_of_the_same, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_too_many_sources, people_new, people_end),
		cmocka_unit_test_setup_teardown(test_many_sources, people_new, people_end),
		cmocka_unit_test(test_last_field_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
