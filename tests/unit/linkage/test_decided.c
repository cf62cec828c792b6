/* What training learns of pairs that people decided about, beside a truth that it does not see. */
#include "crowd.h"

#define DECIDED_MOST 400

static const struct wanted town = {.families = 700, .twins = 0.05, .siblings = 0.5, .slips = 0.08, .missing = 0.25, .sources = 3};

struct decided {
	struct link_decision item[DECIDED_MOST];
	size_t n;
};

static bool
is_true(const struct crowd *c, uint32_t a, uint32_t b)
{
	return c->row[a].child == c->row[b].child;
}

static void
decide(struct decided *d, uint32_t a, uint32_t b, bool same)
{
	d->item[d->n++] = (struct link_decision){a, b, same ? LINK_SAME : LINK_DIFFERENT};
}

/* Trains anew over the same records. */
static void
learn(struct people *p, const struct crowd *c, const struct decided *d)
{
	p->options.decision = d ? d->item : NULL;
	p->options.n_decisions = d ? d->n : 0;
	crowd_add(p, c);
	people_link(p);
}

/* Children whose family name changed: in one of ten the last record has another one, and neither home nor number. */
static struct crowd *
crowd_of_changed_names(void)
{
	struct crowd *c = crowd_new(town, 41);

	for (size_t i = 1; i < c->n; i++)
		if (c->row[i].child % 10 == 3 && c->row[i - 1].child == c->row[i].child && (i + 1 == c->n || c->row[i + 1].child != c->row[i].child)) {
			snprintf(c->row[i].value[C_FAMILY], sizeof c->row[i].value[0], "%s%s", crowd_tail[i % COUNT(crowd_tail)],
			    crowd_head[i % COUNT(crowd_head)]);
			c->row[i].value[C_POSTCODE][0] = c->row[i].value[C_UPN][0] = c->row[i].value[C_NHS][0] = '\0';
		}
	return c;
}

/* What people would be asked: pairs that are neither surely one child's nor surely not. `turned`: they are always wrong. */
static void
doubts_decide(const struct people *p, const struct crowd *c, bool turned, struct decided *d)
{
	d->n = 0;
	for (size_t i = 0; i < p->links.n_edges && d->n < DECIDED_MOST; i++) {
		const struct link_edge *e = &p->links.edge[i];

		if (e->weight < 4)
			decide(d, e->left, e->right, is_true(c, e->left, e->right) != turned);
	}
}

/* Of one child's pairs in which both have the field, how many are of the level. A child's records follow each other. */
static double
true_chance(struct people *p, const struct crowd *c, int field, int level)
{
	double of = 0, known = 0;

	for (uint32_t i = 0; i < c->n; i++)
		for (uint32_t k = i + 1; k < c->n && k < i + (uint32_t)town.sources; k++) {
			struct link_explained x;

			if (!is_true(c, i, k))
				continue;
			link_explain(p->set, &p->links.model, i, k, &x);
			known += x.step[1 + field].level > 0;
			of += x.step[1 + field].level == level;
		}
	return of / known;
}

#define CHANGED(model) ((model)->chance[LINK_MATCH][C_FAMILY][link_level_count(LINK_FAMILY) - 1])

/* Without decisions, changed family names are taken for other children: that one child's differ is learned as half as likely as it
 * is. People who know better bring it nearer to what it is; people who are always wrong, further away. */
static void
test_a_doubtful_level(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_of_changed_names();
	struct decided right, wrong;
	struct link_model before;
	double truth;

	crowd_fields(p);
	p->model.review = 0.01;
	learn(p, c, NULL);
	before = p->links.model;
	truth = true_chance(p, c, C_FAMILY, link_level_count(LINK_FAMILY) - 1);
	assert_true(CHANGED(&before) < truth / 2);
	doubts_decide(p, c, false, &right);
	doubts_decide(p, c, true, &wrong);
	assert_true(right.n > 300);
	learn(p, c, &right);
	assert_true(CHANGED(&p->links.model) > CHANGED(&before) * 1.15 && CHANGED(&p->links.model) < truth);
	assert_true(p->links.model.pairs[LINK_MATCH] > before.pairs[LINK_MATCH] + 10);
	assert_true(p->links.model.pairs[LINK_MATCH] < (double)c->true_pairs);
	learn(p, c, &wrong);
	assert_true(CHANGED(&p->links.model) < CHANGED(&before) * 0.9);
	crowd_free(c);
}

/* A decided pair takes the place of the pair that it was: what confirms what is sure, however often, changes nothing. */
static void
test_what_is_sure_already(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 42);
	struct decided d = {.n = 0};
	struct link_model before;

	crowd_fields(p);
	compare_all_seen(p);
	p->model.review = 1e-12;
	learn(p, c, NULL);
	before = p->links.model;
	for (size_t i = 0; i < p->links.n_edges && d.n < DECIDED_MOST; i++)
		if (p->links.edge[i].weight > 24 || p->links.edge[i].weight < -24)
			decide(&d, p->links.edge[i].left, p->links.edge[i].right, p->links.edge[i].weight > 0);
	assert_int_equal(d.n, DECIDED_MOST);
	learn(p, c, &d);
	for (int k = 0; k < LINK_CLASSES; k++) {
		assert_near(p->links.model.pairs[k], before.pairs[k], 0.01);
		for (int f = 0; f < C_FIELDS; f++)
			for (int l = 1; l < LINK_LEVELS; l++)
				assert_near(p->links.model.chance[k][f][l], before.chance[k][f][l], 1e-5);
	}
	crowd_free(c);
}

/* Five wrong ones among some thousand pairs: five are what a chance can move by, and once or twice as many by what follows; of
 * the people found hardly anybody is another. */
static void
test_a_handful_of_wrong_ones(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 43);
	struct decided d = {.n = 0};
	struct link_model before;
	struct found found, then;

	crowd_fields(p);
	learn(p, c, NULL);
	before = p->links.model;
	found = crowd_found(p, c);
	for (size_t i = 0; d.n < 5; i++)        /* the surest ones, called different */
		decide(&d, p->links.edge[i].left, p->links.edge[i].right, false);
	learn(p, c, &d);
	for (int f = 0; f < C_FIELDS; f++) {
		double known = 0;

		for (int l = 1; l < LINK_LEVELS; l++)
			known += before.support[LINK_MATCH][f][l];
		for (int l = 1; l < LINK_LEVELS; l++)
			assert_near(p->links.model.chance[LINK_MATCH][f][l], before.chance[LINK_MATCH][f][l], 10 / known);
	}
	assert_near(p->links.model.pairs[LINK_MATCH], before.pairs[LINK_MATCH], 15);
	p->model = p->links.model;              /* what it does to others: linked by it, without the decisions */
	learn(p, c, NULL);
	then = crowd_found(p, c);
	assert_near(then.right, found.right, 0.005 * found.right);
	assert_near(then.all - then.right, found.all - found.right, 0.005 * found.right);
	crowd_free(c);
}

static void
assert_same_model(const struct link_model *a, const struct link_model *b)
{
	assert_memory_equal(a->pairs, b->pairs, sizeof a->pairs);
	assert_memory_equal(a->chance, b->chance, sizeof a->chance);
	assert_memory_equal(a->support, b->support, sizeof a->support);
}

/* Neither the order of decisions nor which record of a pair comes first; nor that there could be some, where there are none. */
static void
test_order(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_of_changed_names();
	struct decided d, turned = {.n = 0};
	struct link_model none, some;

	crowd_fields(p);
	p->model.review = 0.01;
	learn(p, c, NULL);
	none = p->links.model;
	doubts_decide(p, c, false, &d);
	learn(p, c, &turned);
	assert_same_model(&p->links.model, &none);
	learn(p, c, &d);
	some = p->links.model;
	assert_true(memcmp(some.chance, none.chance, sizeof none.chance) != 0);
	while (turned.n < d.n) {
		const struct link_decision *of = &d.item[(turned.n * 7919 + 13) % d.n];     /* each once: 7919 is prime and no part of n */

		turned.item[turned.n++] = (struct link_decision){of->right, of->left, of->decided};
	}
	learn(p, c, &turned);
	assert_same_model(&p->links.model, &some);
	p->options.threads = 3;
	learn(p, c, &d);
	assert_same_model(&p->links.model, &some);
	crowd_free(c);
}

/* Pairs that no rule lets meet are no pattern's: they count for what they are, and nothing is taken from others. */
static void
test_pairs_that_do_not_meet(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 44);
	struct decided d = {.n = 0};
	struct link_model before;

	crowd_fields(p);
	learn(p, c, NULL);
	before = p->links.model;
	for (uint32_t i = 0; d.n < 100; i += 5)
		if (first_to_meet(p->set, i, i + 901) < 0)
			decide(&d, i, i + 901, false);
	learn(p, c, &d);
	assert_near(p->links.model.pairs[LINK_MATCH], before.pairs[LINK_MATCH], 0.01);
	for (size_t i = 0; i < d.n; i++)
		d.item[i].decided = LINK_SAME;
	learn(p, c, &d);
	assert_true(p->links.model.pairs[LINK_MATCH] > before.pairs[LINK_MATCH] + 90);
	crowd_free(c);
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_a_doubtful_level),
		PEOPLE_TEST(test_what_is_sure_already),
		PEOPLE_TEST(test_a_handful_of_wrong_ones),
		PEOPLE_TEST(test_order),
		PEOPLE_TEST(test_pairs_that_do_not_meet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
