/* Which pairs meet: on small random sets exactly those that a plain loop over all pairs and rules finds, each once. The
 * loop knows how the few values here sound from the table, not from the code under test. Every pair that meets becomes an
 * edge, because the review threshold is next to nothing. */
#include "people.h"

enum { GIVEN, FAMILY, BORN, SEX, POSTCODE, UPN, TEXT, N_FIELDS };

/* What blocking sees in a value: 0 is none of it. */
struct value {
	const char *text;
	int whole, sound, initial;      /* names, text */
	int year, month, day_month;     /* dates */
	int district;                   /* postcodes */
};

#define WORD(text, whole, sound, initial) {text, whole, sound, initial, 0, 0, 0, 0}
#define DATE(text, whole, year, month, day_month) {text, whole, 0, 0, year, month, day_month, 0}
#define NONE {"", 0, 0, 0, 0, 0, 0, 0}

static const struct value names[] = {NONE, WORD("Stephen", 1, 1, 1), WORD("Steven", 2, 1, 1), WORD("Sharon", 3, 2, 1),
    WORD("Ann", 4, 3, 2), WORD("Anne", 5, 3, 2), WORD("Bob", 6, 4, 3), WORD("Baby", 0, 0, 0)};
static const struct value dates[] = {NONE, DATE("2010-03-04", 1, 1, 1, 1), DATE("2010-04-03", 2, 1, 2, 1),
    DATE("04/03/2011", 3, 2, 3, 1), DATE("2010-03-09", 4, 1, 1, 2), DATE("not known", 0, 0, 0, 0)};
static const struct value sexes[] = {NONE, DATE("M", 1, 0, 0, 0), DATE("F", 2, 0, 0, 0)};
static const struct value postcodes[] = {NONE, {"LS8 5QA", 1, 0, 0, 0, 0, 0, 1}, {"ls86qb", 2, 0, 0, 0, 0, 0, 1},
    {"NE1 4XB", 3, 0, 0, 0, 0, 0, 2}};
static const struct value numbers[] = {NONE, DATE("A123456789012", 1, 0, 0, 0), DATE("B123456789012", 1, 0, 0, 0),
    DATE("A123456789013", 2, 0, 0, 0), DATE("0000000000000", 0, 0, 0, 0)};
static const struct value texts[] = {NONE, WORD("12 Mill", 1, 1, 1), WORD("12 Mil", 2, 1, 1), WORD("7 Brook", 3, 2, 2)};

static const struct { enum link_kind kind; const struct value *value; size_t n; } fields[N_FIELDS] = {
	{LINK_GIVEN, names, COUNT(names)}, {LINK_FAMILY, names, COUNT(names)}, {LINK_BORN, dates, COUNT(dates)},
	{LINK_SEX, sexes, COUNT(sexes)}, {LINK_POSTCODE, postcodes, COUNT(postcodes)}, {LINK_UPN, numbers, COUNT(numbers)},
	{LINK_TEXT, texts, COUNT(texts)},
};

#define RECORDS_MOST 400

struct town {
	struct people *p;
	const struct value *value[RECORDS_MOST][N_FIELDS];
	size_t n;
	uint8_t met[RECORDS_MOST][RECORDS_MOST];
};

/* ---- the plain loop ---------------------------------------------------------------------------------------------- */

static int
part_of_value(const struct value *v, enum link_part part)
{
	return part == LINK_SOUND ? v->sound : part == LINK_INITIAL ? v->initial : part == LINK_YEAR ? v->year :
	    part == LINK_MONTH ? v->month : part == LINK_DAY_MONTH ? v->day_month : part == LINK_DISTRICT ? v->district : v->whole;
}

static bool
either_joins(const struct value *const *a, const struct value *const *b)
{
	int ag = a[GIVEN]->sound, af = a[FAMILY]->sound, bg = b[GIVEN]->sound, bf = b[FAMILY]->sound;

	return ag && af && bg && bf && ((ag == bg && af == bf) || (ag == bf && af == bg));
}

/* By a rule for those that lack fields one of the two must lack one of them. */
static bool
rule_finds(const struct link_rule *r, const struct value *const *a, const struct value *const *b)
{
	bool everybody = true, lacks = false;

	for (int i = 0; i < r->n; i++) {
		const struct value *x = a[r->part[i].field], *y = b[r->part[i].field];
		enum link_part part = (enum link_part)r->part[i].part;

		if (part == LINK_LACKING) {
			everybody = false;
			lacks = lacks || !x->whole || !y->whole;
		} else if (part == LINK_EITHER ? !either_joins(a, b) :
		    !part_of_value(x, part) || part_of_value(x, part) != part_of_value(y, part)) {
			return false;
		}
	}
	return everybody || lacks;
}

/* ---- random towns and rules -------------------------------------------------------------------------------------- */

static void
town_make(struct town *t, size_t n, uint64_t *seed)
{
	t->n = n;
	for (size_t i = 0; i < n; i++)
		for (int f = 0; f < N_FIELDS; f++)
			t->value[i][f] = &fields[f].value[random_below(seed, fields[f].n)];
}

static void
rule_draw(struct people *p, uint64_t *seed)
{
	static const struct { int field; enum link_part part; } drawn[] = {
		{GIVEN, LINK_WHOLE}, {GIVEN, LINK_SOUND}, {GIVEN, LINK_INITIAL}, {GIVEN, LINK_EITHER}, {FAMILY, LINK_WHOLE},
		{FAMILY, LINK_SOUND}, {FAMILY, LINK_INITIAL}, {BORN, LINK_WHOLE}, {BORN, LINK_YEAR}, {BORN, LINK_MONTH},
		{BORN, LINK_DAY_MONTH}, {BORN, LINK_LACKING}, {SEX, LINK_WHOLE}, {POSTCODE, LINK_WHOLE}, {POSTCODE, LINK_DISTRICT},
		{POSTCODE, LINK_LACKING}, {UPN, LINK_WHOLE}, {TEXT, LINK_WHOLE}, {TEXT, LINK_SOUND}, {TEXT, LINK_INITIAL},
		{UPN, LINK_LACKING},
	};
	struct link_rule *r = rule_add(p);

	for (size_t parts = 1 + random_below(seed, 3); parts > 0; parts--) {
		size_t at = random_below(seed, COUNT(drawn));

		part_add(r, drawn[at].field, drawn[at].part);
	}
}

static struct town *
town_new(struct people *p)
{
	struct town *t = calloc(1, sizeof *t);

	t->p = p;
	for (int f = 0; f < N_FIELDS; f++)
		field_add(p, fields[f].kind);
	people_all_met(p);
	return t;
}

/* Counts how often each pair meets by the model's rules. */
static void
town_link(struct town *t)
{
	people_none(t->p);
	for (size_t i = 0; i < t->n; i++) {
		const char *text[LINK_FIELDS] = {0};

		for (int f = 0; f < N_FIELDS; f++)
			text[f] = t->value[i][f]->text;
		people_add(t->p, (int)i % 3, text);
	}
	memset(t->met, 0, sizeof t->met);
	people_link(t->p);
	for (size_t i = 0; i < t->p->links.n_edges; i++) {
		const struct link_edge *e = &t->p->links.edge[i];

		assert_true(e->left < e->right && e->right < t->n);
		t->met[e->left][e->right]++;
	}
}

/* The first rule that finds two records; -1: none. */
static int
first_rule(const struct town *t, size_t i, size_t k)
{
	for (int r = 0; r < t->p->model.n_rules; r++)
		if (rule_finds(&t->p->model.rule[r], t->value[i], t->value[k]))
			return r;
	return -1;
}

/* The pairs that the loop finds, by the first rule that finds each. */
static size_t
town_find(const struct town *t, uint8_t found[RECORDS_MOST][RECORDS_MOST], size_t by_rule[LINK_RULES])
{
	size_t all = 0;

	memset(by_rule, 0, LINK_RULES * sizeof *by_rule);
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = i + 1; k < t->n; k++) {
			int r = first_rule(t, i, k);

			found[i][k] = r >= 0;
			if (r >= 0) {
				by_rule[r]++;
				all++;
			}
		}
	return all;
}

static uint8_t found[RECORDS_MOST][RECORDS_MOST];

static void
test_pairs_that_meet(void **state)
{
	struct town *t = town_new(*state);
	size_t by_rule[LINK_RULES];

	for (uint64_t seed = 1; seed <= ROUNDS_OF(400); seed++) {
		uint64_t random = seed;
		size_t all, rules = 1 + random_below(&random, 6);

		people_none(t->p);
		t->p->model.n_rules = 0;
		memset(t->p->model.rule, 0, sizeof t->p->model.rule);
		while (rules-- > 0)
			rule_draw(t->p, &random);
		t->p->options.threads = 1 + (int)(seed % 3);
		town_make(t, random_below(&random, 60), &random);
		town_link(t);
		all = town_find(t, found, by_rule);
		for (size_t i = 0; i < t->n; i++)
			for (size_t k = i + 1; k < t->n; k++) {
				if (t->met[i][k] != found[i][k])
					fail_msg("seed %d: records %zu and %zu met %d times", (int)seed, i, k, t->met[i][k]);
				assert_int_equal(first_to_meet(t->p->set, (uint32_t)i, (uint32_t)k), first_rule(t, i, k));
				assert_int_equal(first_to_meet(t->p->set, (uint32_t)k, (uint32_t)i), first_rule(t, i, k));
			}
		assert_int_equal(t->p->links.pairs, all);
		for (int r = 0; r < t->p->model.n_rules; r++) {
			assert_int_equal(t->p->links.rule[r].pairs, by_rule[r]);
			assert_int_equal(t->p->links.rule[r].lost, 0);
			assert_int_equal(t->p->links.rule[r].split, 0);
		}
	}
	free(t);
}

/* The pairs that each rule lets meet where there is no other, together. */
static void
each_rule_alone(struct town *t, uint8_t any[RECORDS_MOST][RECORDS_MOST])
{
	struct link_model all = t->p->model;

	memset(any, 0, sizeof t->met);
	for (int r = 0; r < all.n_rules; r++) {
		t->p->model.n_rules = 1;
		t->p->model.rule[0] = all.rule[r];
		town_link(t);
		for (size_t i = 0; i < t->n; i++)
			for (size_t k = i + 1; k < t->n; k++)
				any[i][k] |= t->met[i][k];
	}
	t->p->model = all;
}

static uint8_t any[RECORDS_MOST][RECORDS_MOST];

/* Small blocks: what meets is some of it, each pair once, whatever rules share it; and as much as by each rule alone. */
static void
test_small_blocks(void **state)
{
	struct town *t = town_new(*state);
	size_t by_rule[LINK_RULES], splits = 0;

	for (uint64_t seed = 1; seed <= ROUNDS_OF(60); seed++) {
		uint64_t random = seed;
		size_t met = 0, all;

		people_none(t->p);
		t->p->model.n_rules = 0;
		memset(t->p->model.rule, 0, sizeof t->p->model.rule);
		for (size_t rules = 1 + seed % 5; rules > 0; rules--)
			rule_draw(t->p, &random);
		t->p->options.block_most = 3 + (uint32_t)random_below(&random, 40);
		town_make(t, RECORDS_MOST, &random);
		each_rule_alone(t, any);
		town_link(t);
		all = town_find(t, found, by_rule);
		for (size_t i = 0; i < t->n; i++)
			for (size_t k = i + 1; k < t->n; k++) {
				if (t->met[i][k] > found[i][k] || t->met[i][k] != any[i][k])
					fail_msg("seed %d: records %zu and %zu met %d times, by one rule alone %d, not %d at most",
					    (int)seed, i, k, t->met[i][k], any[i][k], found[i][k]);
				met += t->met[i][k];
			}
		assert_int_equal(t->p->links.pairs, met);
		for (int r = 0; r < t->p->model.n_rules; r++)
			splits += t->p->links.rule[r].split;
		if (t->p->model.n_rules == 1)
			assert_int_equal(t->p->links.rule[0].lost, all - met);
	}
	assert_true(splits > 60);
	free(t);
}

/* ---- blocks by hand ---------------------------------------------------------------------------------------------- */

/* Ninety records of one name, thirty of whom lack a date, in blocks of fifty at most: a block for those that lack the date
 * is not split by the date. 30 * 60 + 30 * 29 / 2 = 2235 pairs. */
static void
test_lacking_is_not_split_by_what_lacks(void **state)
{
	struct people *p = *state;
	struct link_rule *r = rule_add(p);

	FIELDS(p, LINK_FAMILY, LINK_BORN, LINK_SEX);
	part_add(r, 0, LINK_WHOLE);
	part_add(r, 1, LINK_LACKING);
	people_all_met(p);
	p->options.block_most = 50;
	for (int i = 0; i < 90; i++)
		ADD(p, 0, "Khan", i % 3 ? i % 2 ? "2010-03-04" : "2011-03-04" : NULL, i < 45 ? "M" : "F");
	people_link(p);
	assert_int_equal(p->links.rule[0].split, 1);
	/* by sex: two halves of fifteen that lack the date and thirty that have it */
	assert_int_equal(p->links.pairs, 2 * (15 * 30 + 15 * 14 / 2));
	assert_int_equal(p->links.rule[0].lost, 2235 - p->links.pairs);
}

/* One name a hundred times, every third without a date, and nothing to split by: both rules make chains, of which each owns
 * what it met. The first rule is for those that lack a date; `with` says which of the two there are. */
static void
chains_link(struct people *p, int with, uint8_t met[100][100])
{
	people_none(p);
	p->model = (struct link_model){0};
	FIELDS(p, LINK_FAMILY, LINK_BORN);
	for (int r = 0; r < 2; r++)
		if (with >> r & 1) {
			struct link_rule *rule = rule_add(p);

			part_add(rule, 0, LINK_WHOLE);
			if (r == 0)
				part_add(rule, 1, LINK_LACKING);
		}
	people_all_met(p);
	p->options.block_most = 20;
	for (int i = 0; i < 100; i++)
		ADD(p, 0, "Khan", i % 3 ? "2010-03-04" : NULL);
	people_link(p);
	memset(met, 0, 10000);
	for (size_t i = 0; i < p->links.n_edges; i++)
		met[p->links.edge[i].left][p->links.edge[i].right]++;
}

static void
test_chains_own_their_pairs(void **state)
{
	struct people *p = *state;
	static uint8_t one[100][100], other[100][100], both[100][100];

	chains_link(p, 1, one);
	assert_int_equal(p->links.rule[0].split, 1);
	chains_link(p, 2, other);
	assert_int_equal(p->links.rule[0].split, 1);
	chains_link(p, 3, both);
	for (int i = 0; i < 100; i++)
		for (int k = 0; k < 100; k++)
			assert_int_equal(both[i][k], one[i][k] | other[i][k]);
}

/* Two records meet on every number of threads, also where a bound between two threads' parts of the keys falls between the key of
 * those that lack a field and the same of those that do not: the number's key is 1717986918, and the second fifth
 * of all keys ends at 2^32 * 2 / 5 = 1717986918.4. */
static void
test_bounds_between_threads(void **state)
{
	struct people *p = *state;
	struct link_rule *r = rule_add(p);

	FIELDS(p, LINK_IDENTIFIER, LINK_SEX);
	part_add(r, 0, LINK_WHOLE);
	part_add(r, 1, LINK_LACKING);
	people_all_met(p);
	ADD(p, 0, "32142097", "M");
	ADD(p, 0, "32142097", NULL);
	for (p->options.threads = 1; p->options.threads <= 10; p->options.threads++) {
		people_link(p);
		if (p->links.pairs != 1)
			fail_msg("on %d threads %zu pairs meet, not one", p->options.threads, p->links.pairs);
	}
}

/* What a rule is for is no key to split by: names in either order not by the given name, a day and month not by the year.
 * Ninety records in blocks of fifty at most, a fifth of them swapped, or of another year: both are split by sex alone. */
static void
test_split_by_what_is_left_open(void **state)
{
	for (int swapped = 0; swapped < 2; swapped++) {
		struct people *p = *state;
		struct link_rule *r;

		people_none(p);
		p->model = (struct link_model){0};
		r = rule_add(p);
		FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN, LINK_SEX);
		part_add(r, swapped ? 0 : 2, swapped ? LINK_EITHER : LINK_DAY_MONTH);
		if (!swapped) {
			part_add(r, 0, LINK_SOUND);
			part_add(r, 1, LINK_SOUND);
		}
		people_all_met(p);
		p->options.block_most = 50;
		for (int i = 0; i < 90; i++)
			ADD(p, 0, swapped && i % 5 == 0 ? "Hussain" : "Iqra", swapped && i % 5 == 0 ? "Iqra" : "Hussain",
			    !swapped && i % 5 == 0 ? "2010-03-04" : "2011-03-04", i < 45 ? "M" : "F");
		people_link(p);
		assert_int_equal(p->links.rule[0].split, 1);
		assert_int_equal(p->links.pairs, 2 * (45 * 44 / 2));
	}
}

/* Records that say the same meet by the first rule; by the second they share a block all the same, which is split where it is too large. */
static void
test_block_of_those_who_met(void **state)
{
	struct people *p = *state;

	for (int large = 0; large <= 1; large++) {
		people_none(p);
		p->model = (struct link_model){0};
		field_add(p, LINK_GIVEN);
		field_add(p, LINK_FAMILY);
		part_add(rule_add(p), 0, LINK_WHOLE);
		part_add(&p->model.rule[0], 1, LINK_WHOLE);
		part_add(rule_add(p), 1, LINK_WHOLE);
		people_all_met(p);
		p->options.block_most = large ? 3 : 50;
		for (int i = 0; i < 6; i++)
			ADD(p, i, "Ann", "Ash");
		ADD(p, 0, "Bea", "Birch");
		people_link(p);
		for (int r = 0; r < 2; r++) {
			assert_int_equal(p->links.rule[r].split, large);
			assert_int_equal(p->links.rule[r].keyed, 7);
		}
		if (!large) {
			assert_int_equal(p->links.rule[0].largest, 6);
			assert_int_equal(p->links.rule[1].largest, 6);
			assert_int_equal(p->links.rule[0].pairs, 15);
			assert_int_equal(p->links.rule[1].pairs, 0);
		}
	}
	people_none(p);
	ADD(p, 0, "Ann", "Ash");
	ADD(p, 0, "Bea", "Birch");
	people_link(p);
	assert_int_equal(p->links.rule[1].largest, 0);
}

/* 300,000 records of one field, no two alike, by two rules of it. */
static void
all_different(struct people *p, enum link_kind kind)
{
	people_none(p);
	p->model = (struct link_model){0};
	field_add(p, kind);
	part_add(rule_add(p), 0, LINK_WHOLE);
	part_add(rule_add(p), 0, LINK_WHOLE);
	people_all_met(p);
	for (int i = 0; i < 300000; i++) {
		char text[16];

		snprintf(text, sizeof text, "N%07d", i);
		ADD(p, 0, text);
	}
	people_link(p);
	assert_int_equal(p->links.rule[1].pairs, 0);
	assert_int_equal(p->links.n_clusters, 300000);
	assert_int_equal(p->links.rule[0].keyed, 300000);
}

/* Texts meet by hashes of 32 bits: 300,000^2 / 2 / 2^32 = 10 pairs of them by chance, as a Poisson number: not 45; and by a
 * second rule of the same field none again. Of numbers none: they are looked at themselves. */
static void
test_few_pairs_by_chance(void **state)
{
	struct people *p = *state;

	all_different(p, LINK_TEXT);
	assert_in_range(p->links.pairs, 1, 45);
	all_different(p, LINK_IDENTIFIER);
	assert_int_equal(p->links.pairs, 0);
}

#define MANY ROUNDS_OF(100000)

/* The fields and the rules that they suggest. */
static void
all_kinds(struct people *p)
{
	for (int f = 0; f < N_FIELDS; f++)
		field_add(p, fields[f].kind);
	link_model_complete(&p->model);
	people_trained(p, 1e6);
}

/* One record a hundred thousand times: no two pairs more than a chain needs, and one cluster. */
static void
test_one_record_many_times(void **state)
{
	struct people *p = *state;

	all_kinds(p);
	p->options.threads = 2;
	for (int i = 0; i < MANY; i++)
		ADD(p, i % 5, "Ann", "Ash", "2010-03-04", "F", "LS8 5QA", "A123456789012", "12 Mill");
	people_link(p);
	assert_int_equal(p->links.n_clusters, 1);
	assert_true(p->links.pairs >= MANY - 1 && p->links.pairs < 20 * MANY);
	for (size_t i = 1; i < p->links.n_edges; i++)
		assert_false(p->links.edge[i - 1].left == p->links.edge[i].left &&
		    p->links.edge[i - 1].right == p->links.edge[i].right);
	assert_in_range(p->links.rule[0].largest, 33, 320);     /* of 6,250 links, of 16 on average, one in e^20 is longer than that */
	assert_int_equal(p->links.rule[0].split, 1);
}

/* "Not known" a hundred thousand times, in every field and spelling: nothing to meet by. */
static void
test_nothing_known_many_times(void **state)
{
	static const char *const none[] = {"not known", "NOT KNOWN", "Unknown", "n/a", "", "none"};
	struct people *p = *state;

	all_kinds(p);
	for (int i = 0; i < MANY; i++) {
		const char *say = none[i % 6];

		ADD(p, i % 5, say, say, say, say, say, say, say);
	}
	people_link(p);
	assert_int_equal(p->links.pairs, 0);
	assert_int_equal(p->links.n_edges, 0);
	assert_int_equal(p->links.n_clusters, MANY);
	for (int r = 0; r < p->model.n_rules; r++)
		assert_int_equal(p->links.rule[r].keyed, 0);
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_pairs_that_meet),
		PEOPLE_TEST(test_small_blocks),
		PEOPLE_TEST(test_lacking_is_not_split_by_what_lacks),
		PEOPLE_TEST(test_chains_own_their_pairs),
		PEOPLE_TEST(test_bounds_between_threads),
		PEOPLE_TEST(test_split_by_what_is_left_open),
		PEOPLE_TEST(test_block_of_those_who_met),
		PEOPLE_TEST(test_few_pairs_by_chance),
		PEOPLE_TEST(test_one_record_many_times),
		PEOPLE_TEST(test_nothing_known_many_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
