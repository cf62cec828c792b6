/* What must hold of any population: the same people and the same edges whatever the order of rows, the number of threads
 * and a record that is nobody else's. */
#include "crowd.h"

#include "linkage/postcode.h"

/* What a run says, with rows named by their numbers: who each is first together with, and the edges. */
struct said {
	uint64_t *first;                /* by number: the lowest number in the cluster */
	struct said_edge { uint64_t one, other; float weight; } *edge;
	size_t n_edges, pairs, kept_apart, conflicts, two_numbers, n_clusters;
	uint64_t histogram[64];
};

static uint64_t
number_most(const struct crowd *c)
{
	uint64_t most = 0;

	for (size_t i = 0; i < c->n; i++)
		most = c->row[i].number > most ? c->row[i].number : most;
	return most;
}

static int
edge_order(const void *one, const void *other)
{
	const struct said_edge *a = one, *b = other;

	if (a->one != b->one)
		return a->one < b->one ? -1 : 1;
	return (a->other > b->other) - (a->other < b->other);
}

static struct said
said_of(const struct people *p, const struct crowd *c)
{
	const struct links *l = &p->links;
	struct said s = {.n_edges = l->n_edges, .pairs = l->pairs, .kept_apart = l->kept_apart, .conflicts = l->conflicts,
	    .two_numbers = l->two_numbers, .n_clusters = l->n_clusters};
	uint64_t *lowest = malloc((c->n + 1) * sizeof *lowest);

	memcpy(s.histogram, l->histogram, sizeof s.histogram);
	s.first = calloc(number_most(c) + 1, sizeof *s.first);
	s.edge = calloc(l->n_edges + 1, sizeof *s.edge);
	memset(lowest, 0xff, (c->n + 1) * sizeof *lowest);
	for (size_t i = 0; i < c->n; i++)
		if (c->row[i].number < lowest[l->cluster[i]])
			lowest[l->cluster[i]] = c->row[i].number;
	for (size_t i = 0; i < c->n; i++)
		s.first[c->row[i].number] = lowest[l->cluster[i]];
	for (size_t i = 0; i < l->n_edges; i++) {
		uint64_t x = c->row[l->edge[i].left].number, y = c->row[l->edge[i].right].number;

		s.edge[i] = (struct said_edge){x < y ? x : y, x < y ? y : x, l->edge[i].weight};
	}
	qsort(s.edge, s.n_edges, sizeof *s.edge, edge_order);
	free(lowest);
	return s;
}

static void
said_free(struct said *s)
{
	free(s->first);
	free(s->edge);
}

static void
assert_same_said(const struct said *a, const struct said *b, const struct crowd *c, uint64_t seed, const char *what)
{
	for (size_t i = 0; i < c->n; i++)
		if (a->first[c->row[i].number] != b->first[c->row[i].number])
			fail_msg("seed %d, %s: record %d is with others", (int)seed, what, (int)c->row[i].number);
	assert_int_equal(a->n_clusters, b->n_clusters);
	assert_int_equal(a->n_edges, b->n_edges);
	for (size_t i = 0; i < a->n_edges; i++)
		if (a->edge[i].one != b->edge[i].one || a->edge[i].other != b->edge[i].other || a->edge[i].weight != b->edge[i].weight)
			fail_msg("seed %d, %s: edge %zu is another", (int)seed, what, i);
	assert_int_equal(a->pairs, b->pairs);
	assert_int_equal(a->kept_apart, b->kept_apart);
	assert_int_equal(a->conflicts, b->conflicts);
	assert_int_equal(a->two_numbers, b->two_numbers);
	assert_memory_equal(a->histogram, b->histogram, sizeof a->histogram);
}

static struct crowd *
crowd_of(uint64_t seed)
{
	return crowd_new((struct wanted){.families = 60 + seed % 90, .twins = 0.1, .siblings = 0.5,
	    .slips = 0.03 + 0.03 * (double)(seed % 4), .missing = 0.15, .sources = 3 + (int)(seed % 4)}, seed);
}

static uint64_t *
order_of(const struct crowd *c)
{
	uint64_t *order = calloc(c->n + 1, sizeof *order);

	for (size_t i = 0; i < c->n; i++)
		order[i] = c->row[i].number;
	return order;
}

/* Somewhere within 12 km; one in eight is not known. */
static void
places_give(struct people *p, const struct crowd *c)
{
	link_set_postcodes(p->set);
	for (size_t i = 0; i < c->n; i++) {
		struct view v = view_of(c->row[i].value[C_POSTCODE]);
		uint32_t mixed = postcode_pack(v) * 2654435761u;

		if (mixed >> 29)
			link_set_place(p->set, v, 400000 + mixed / 12000 % 12000, 500000 + mixed % 12000);
	}
}

/* Links the rows as they stand now; `ordered` gives the engine their numbers, `placed` their postcodes' places. */
static struct said
run(struct people *p, const struct crowd *c, bool ordered, int declared, bool placed)
{
	uint64_t *order = ordered ? order_of(c) : NULL;
	struct said s;

	crowd_add(p, c);
	if (placed)
		places_give(p, c);
	for (int source = 0; source < declared; source++)
		link_set_declare(p->set, source);
	p->options.order = order;
	people_link(p);
	p->options.order = NULL;
	s = said_of(p, c);
	free(order);
	return s;
}

static void
test_order_and_threads(void **state)
{
	static const int threads[] = {2, 5};
	struct people *p = *state;

	crowd_fields(p);
	for (uint64_t seed = 1; seed <= ROUNDS_OF(30); seed++) {
		struct crowd *c = crowd_of(seed);
		bool ordered = seed % 2, placed = seed % 4 > 1;
		int declared = (int)(seed % 3);
		struct said first, again;

		p->options.block_most = seed % 5 == 0 ? 6 : 0;
		p->options.threads = 1;
		first = run(p, c, ordered, declared, placed);
		for (size_t t = 0; t < COUNT(threads); t++) {
			p->options.threads = threads[t];
			p->options.in_order = t == 0;
			again = run(p, c, ordered, declared, placed);
			assert_same_said(&first, &again, c, seed, "threads");
			said_free(&again);
		}
		for (int shuffle = 0; shuffle < 2; shuffle++) {
			crowd_shuffle(c, seed * 100 + (uint64_t)shuffle);
			p->options.threads = 1 + shuffle;
			p->options.in_order = shuffle;
			again = run(p, c, ordered, declared, placed);
			assert_same_said(&first, &again, c, seed, "order");
			said_free(&again);
		}
		said_free(&first);
		crowd_free(c);
	}
}

/* Rows that are the same to the letter, of which a declared source has several: with numbers given, who is with whom does
 * not hang on the order of rows either. */
static void
test_order_of_like_rows(void **state)
{
	struct people *p = *state;

	crowd_fields(p);
	for (uint64_t seed = 1; seed <= ROUNDS_OF(20); seed++) {
		struct crowd *c = crowd_of(seed);
		struct said first, again;

		for (size_t i = 0; i + 3 < c->n; i += 4)
			for (size_t k = 1; k < 4; k++) {
				memcpy(c->row[i + k].value, c->row[i].value, sizeof c->row[i].value);
				c->row[i + k].source = (int)(k % 2);
			}
		first = run(p, c, true, 2, false);
		crowd_shuffle(c, seed);
		again = run(p, c, true, 2, false);
		assert_same_said(&first, &again, c, seed, "like rows");
		said_free(&first);
		said_free(&again);
		crowd_free(c);
	}
}

/* Children who are in eighty files each, with many slips: of clusters so large only some records are asked, the same ones
 * whatever the order of rows. */
static void
test_order_of_large_clusters(void **state)
{
	struct people *p = *state;

	crowd_fields(p);
	for (uint64_t seed = 1; seed <= ROUNDS_OF(6); seed++) {
		struct crowd *c = crowd_new((struct wanted){.families = 6, .twins = 0.5, .siblings = 0.5, .slips = 0.3, .missing = 0.4,
		    .sources = 80}, seed);
		bool ordered = seed % 2;
		struct said first = run(p, c, ordered, 0, false), again;

		for (uint64_t shuffle = 1; shuffle <= 3; shuffle++) {
			crowd_shuffle(c, seed * 10 + shuffle);
			again = run(p, c, ordered, 0, false);
			assert_same_said(&first, &again, c, seed, "large clusters");
			said_free(&again);
		}
		said_free(&first);
		crowd_free(c);
	}
}

/* A record that shares nothing with anybody: it is alone, and nobody else is elsewhere. */
static void
test_stranger(void **state)
{
	struct people *p = *state;

	crowd_fields(p);
	for (uint64_t seed = 1; seed <= ROUNDS_OF(30); seed++) {
		struct crowd *c = crowd_of(seed);
		struct said first = run(p, c, false, 0, false), again;
		struct crowd_row stranger = {.value = {"xquizzyk", "zzyvorqq", "1931-07-30", "", "ZE9 9ZZ", "", "9999900001"},
		    .source = 0, .child = UINT32_MAX, .family = UINT32_MAX, .number = 1};
		size_t n = c->n;

		c->row = realloc(c->row, (n + 1) * sizeof *c->row);
		c->row[c->n++] = stranger;
		again = run(p, c, false, 0, false);
		assert_int_equal(again.first[1], 1);
		for (size_t i = 0; i < n; i++)
			assert_true(again.first[c->row[i].number] == first.first[c->row[i].number]);
		assert_int_equal(again.n_clusters, first.n_clusters + 1);
		assert_int_equal(again.pairs, first.pairs);
		said_free(&first);
		said_free(&again);
		crowd_free(c);
	}
}

/* A later run with the model and the names that an earlier one learned says the same of the same records; one more of the
 * same set too. */
static void
test_learned_model_again(void **state)
{
	struct people *p = *state;
	struct link_model untrained;
	size_t learned = 0;

	crowd_fields(p);
	untrained = p->model;
	for (uint64_t seed = 1; seed <= ROUNDS_OF(10); seed++) {
		struct crowd *c = crowd_of(seed);
		struct said first, again;
		struct mem *m = mem_new();
		struct link_alias *alias;

		p->model = untrained;
		p->n_aliases = 0;
		first = run(p, c, false, 0, false);
		people_link(p);
		again = said_of(p, c);
		assert_same_said(&first, &again, c, seed, "learned twice");
		said_free(&again);
		p->model = p->links.model;
		alias = mem_new_array(m, struct link_alias, p->links.n_aliases);
		for (size_t i = 0; i < p->links.n_aliases; i++)
			alias[i] = (struct link_alias){mem_format(m, "%s", p->links.alias[i].one),
			    mem_format(m, "%s", p->links.alias[i].other)};
		p->alias = alias;
		p->n_aliases = p->links.n_aliases;
		learned += p->n_aliases;
		again = run(p, c, false, 0, false);
		assert_same_said(&first, &again, c, seed, "learned model");
		said_free(&again);
		people_link(p);
		again = said_of(p, c);
		assert_same_said(&first, &again, c, seed, "once more");
		mem_free(m);
		said_free(&first);
		said_free(&again);
		crowd_free(c);
	}
	assert_true(learned > 0);
}

/* Who is who, well enough that the other tests are about something: the clusters of ten such populations together. */
static void
test_finds_who_is_who(void **state)
{
	struct people *p = *state;
	double right = 0, all = 0, truth = 0;

	crowd_fields(p);
	for (uint64_t seed = 1; seed <= ROUNDS_OF(10); seed++) {
		struct crowd *c = crowd_of(seed);
		struct found f;

		crowd_add(p, c);
		people_link(p);
		f = crowd_found(p, c);
		right += f.right;
		all += f.all;
		truth += (double)c->true_pairs;
		crowd_free(c);
	}
	assert_true(right > 0.97 * truth && right > 0.985 * all);
}

/* A run moves rows; records that come after it, and what is asked of records then, are none the wiser. */
static void
test_records_after_a_run(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_of(11);
	struct link_model trained;
	struct link_edge *edge;
	double weight;
	size_t n;

	crowd_fields(p);
	crowd_add(p, c);
	people_link(p);
	trained = p->links.model;
	edge = calloc(n = p->links.n_edges, sizeof *edge);
	memcpy(edge, p->links.edge, n * sizeof *edge);
	ADD(p, 0, "zebedee", "nobody", "1999-01-01");
	assert_int_equal(link_set_count(p->set), c->n + 1);
	for (size_t i = 0; i < n; i += 7) {
		link_weights(p->set, &trained, &(struct link_decision){edge[i].left, edge[i].right, LINK_SAME}, 1, &weight);
		assert_near(weight, edge[i].weight, 0.1);
	}
	people_link(p);
	assert_true(crowd_found(p, c).right > 0.95 * (double)c->true_pairs);
	free(edge);
	crowd_free(c);
}

/* Pairs that families alone share teach, and are not compared, unless of two whose names begin alike; of encodings, which tell no
 * initial, all are. */
static void
test_families_teach(void **state)
{
	struct people *p = *state;
	struct link_model written;

	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_POSTCODE);
	ADD(p, 0, "ann", "ashwell", "LS8 5QA");
	ADD(p, 0, "ben", "ashwell", "LS8 5QA");
	ADD(p, 0, "bertram", "ashwell", "LS8 5QA");
	people_link(p);
	assert_int_equal(p->links.pairs, 1);
	assert_int_equal(p->links.model.n_seen, 1);
	/* as a saved model is read, which has these rules written out; and one that has others */
	written = p->links.model;
	written.n_seen = 0;
	link_model_complete(&written);
	assert_int_equal(written.n_seen, 1);
	written.n_seen = 0;
	written.n_rules--;
	link_model_complete(&written);
	assert_int_equal(written.n_seen, 0);
	assert_int_equal(written.n_rules, p->links.model.n_rules - 1);
	people_none(p);
	p->model.encoded[0] = true;
	link_model_complete(&p->model);
	assert_int_equal(p->model.n_seen, 0);
	assert_int_equal(p->model.rule[p->model.n_rules - 1].n, 2);
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_order_and_threads),
		PEOPLE_TEST(test_order_of_like_rows),
		PEOPLE_TEST(test_order_of_large_clusters),
		PEOPLE_TEST(test_stranger),
		PEOPLE_TEST(test_learned_model_again),
		PEOPLE_TEST(test_finds_who_is_who),
		PEOPLE_TEST(test_records_after_a_run),
		PEOPLE_TEST(test_families_teach),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
