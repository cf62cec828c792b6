/* Exact linkage on small sets whose answer is plain, and what must hold of any set. */
#include "unit.h"

#include "base/day.h"
#include "base/mem.h"
#include "linkage/linkage.h"

struct bench {
	struct mem *mem;
	struct link_record record[64];
	struct link_identifier identifier[64][3];
	size_t n;
	struct link_result result;
};

static int
bench_new(void **state)
{
	struct bench *b = calloc(1, sizeof *b);

	b->mem = mem_new();
	*state = b;
	return 0;
}

static int
bench_end(void **state)
{
	struct bench *b = *state;

	mem_free(b->mem);
	free(b);
	return 0;
}

enum scheme { UPN = 1, NHS = 2, CASE = 3 };

/* One record; `born` as yyyymmdd, 0 not known; a number of 0 is none. */
static size_t
record(struct bench *b, const char *given, const char *family, int born, const char *postcode, enum scheme scheme,
    int64_t number)
{
	struct link_record *r = &b->record[b->n];

	*r = (struct link_record){.id = 100 + (int64_t)b->n, .given = view_of(given), .family = view_of(family),
	    .postcode = view_of(postcode), .born = born ? day_of(born / 10000, born / 100 % 100, born % 100) : DAY_NONE,
	    .identifier = b->identifier[b->n], .n_identifiers = number ? 1 : 0};
	b->identifier[b->n][0] = (struct link_identifier){(int32_t)scheme, number};
	return b->n++;
}

static void
number_too(struct bench *b, size_t i, enum scheme scheme, int64_t number)
{
	b->identifier[i][b->record[i].n_identifiers++] = (struct link_identifier){(int32_t)scheme, number};
}

static void
link_now(struct bench *b)
{
	link_exact(b->mem, b->record, b->n, &b->result);
}

static bool
joined(const struct bench *b, size_t i, size_t k)
{
	return b->result.cluster[i] == b->result.cluster[k];
}

static void
test_nothing(void **state)
{
	struct bench *b = *state;

	link_now(b);
	assert_int_equal(b->result.clusters, 0);
}

static void
test_shared_number(void **state)
{
	struct bench *b = *state;

	record(b, "Ann", "Ash", 20100501, "WE1 1AA", UPN, 7);
	record(b, "Anne", "Ash", 20100501, "WE9 9ZZ", UPN, 7);          /* spelt otherwise */
	record(b, "", "", 0, "", UPN, 7);                               /* nothing but the number */
	record(b, "Ann", "Ash", 20100501, "WE2 2BB", UPN, 8);           /* another number, another place */
	record(b, "", "", 0, "", NHS, 7);                               /* the same number of another kind */
	link_now(b);
	assert_true(joined(b, 0, 1) && joined(b, 0, 2));
	assert_false(joined(b, 0, 3));
	assert_false(joined(b, 0, 4));
	assert_int_equal(b->result.clusters, 3);
	assert_int_equal(b->result.reason[0], LINK_IDENTIFIER);
	assert_int_equal(b->result.reason[3], LINK_ALONE);
	assert_true(b->result.weight[3] < 1 && b->result.weight[0] > 10);
}

static void
test_name_born_postcode(void **state)
{
	struct bench *b = *state;

	record(b, "Ann", "O'Neill-Smith", 20100501, "WE1 1AA", UPN, 0);
	record(b, "ANN", "oneill smith", 20100501, "WE1 1AA", UPN, 0);
	record(b, "Ann", "O'Neill-Smith", 20100502, "WE1 1AA", UPN, 0); /* another day */
	record(b, "Ann", "O'Neill-Smith", 20100501, "WE1 1AB", UPN, 0); /* another place */
	record(b, "Ann", "O'Neill-Smith", 0, "WE1 1AA", UPN, 0);        /* no day: not enough */
	record(b, "Ann", "O'Neill-Smith", 20100501, "", UPN, 0);        /* no place: not enough */
	record(b, "Ann", "O'Neill-Smith", 20100501, "", UPN, 0);
	link_now(b);
	assert_true(joined(b, 0, 1));
	assert_int_equal(b->result.clusters, 6);
	assert_int_equal(b->result.reason[0], LINK_NAME_BORN_POSTCODE);
}

static void
test_accents(void **state)
{
	struct bench *b = *state;

	record(b, "Zoë", "Wiśniewska", 20100501, "WE1 1AA", UPN, 0);
	record(b, "zoë", "WIśNIEWSKA", 20100501, "WE1 1AA", UPN, 0);
	record(b, "Zoé", "Wiśniewska", 20100501, "WE1 1AA", UPN, 0);    /* another letter is another name, for now */
	record(b, "ł", "é", 20100501, "WE1 1AA", UPN, 0);               /* no ASCII letter at all */
	record(b, "é", "ł", 20100501, "WE1 1AA", UPN, 0);
	link_now(b);
	assert_true(joined(b, 0, 1));
	assert_false(joined(b, 0, 2));
	assert_false(joined(b, 3, 4));
}

/* Names of signs alone are no names: two such children are not one. */
static void
test_names_without_letters(void **state)
{
	struct bench *b = *state;

	record(b, "-", ".", 20100501, "WE1 1AA", UPN, 0);
	record(b, "?", "--", 20100501, "WE1 1AA", UPN, 0);
	link_now(b);
	assert_false(joined(b, 0, 1));
}

/* Twins: one home, one family name, one day, two given names, and a number that a school gave to both. */
static void
test_twins(void **state)
{
	struct bench *b = *state;
	size_t ann, ben, ann_health, ben_health;

	ann = record(b, "Ann", "Ash", 20100501, "WE1 1AA", UPN, 7);
	ben = record(b, "Ben", "Ash", 20100501, "WE1 1AA", UPN, 7);
	ann_health = record(b, "Ann", "Ash", 20100501, "WE1 1AA", NHS, 0);
	ben_health = record(b, "Ben", "Ash", 20100501, "WE1 1AA", NHS, 0);
	link_now(b);
	assert_true(joined(b, ann, ann_health) && joined(b, ben, ben_health));
	assert_false(joined(b, ann, ben));
	assert_int_equal(b->result.refused, 1);
	assert_int_equal(b->result.clusters, 2);
}

/* A number typed for the wrong child: neither the name nor the day is the same. One of the two may be a slip. */
static void
test_wrong_number(void **state)
{
	struct bench *b = *state;

	record(b, "Ann", "Ash", 20100501, "", UPN, 7);
	record(b, "Carl", "Cole", 20130315, "", UPN, 7);
	record(b, "Ann", "Ash", 20100105, "", UPN, 7);          /* the day slipped */
	link_now(b);
	assert_true(joined(b, 0, 2));
	assert_false(joined(b, 0, 1));
	assert_false(joined(b, 1, 2));
	assert_true(b->result.refused >= 1);
}

/* One record that says little must not join two children who contradict each other. */
static void
test_no_bridge_between_children(void **state)
{
	struct bench *b = *state;

	record(b, "Ann", "Ash", 20100501, "WE1 1AA", UPN, 7);
	record(b, "", "", 0, "", UPN, 7);
	record(b, "Carl", "Cole", 20130315, "WE2 2BB", UPN, 7);
	link_now(b);
	assert_false(joined(b, 0, 2));
}

/* Across sources: number to number to address. */
static void
test_chain(void **state)
{
	struct bench *b = *state;
	size_t school = record(b, "Ann", "Ash", 20100501, "WE1 1AA", UPN, 7);
	size_t care = record(b, "Ann", "Ash", 20100501, "WE5 5EE", UPN, 7), health, gp;

	number_too(b, care, NHS, 70);
	health = record(b, "Annie", "Ash", 20100501, "WE6 6FF", NHS, 70);
	gp = record(b, "Annie", "Ash", 20100501, "WE6 6FF", CASE, 0);
	link_now(b);
	assert_true(joined(b, school, care) && joined(b, care, health) && joined(b, health, gp));
	assert_int_equal(b->result.clusters, 1);
}

/* ---- what must hold of any set ------------------------------------------------------------------------------------ */

static uint64_t
random_next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

static void
random_records(struct bench *b, uint64_t *seed)
{
	static const char *const given[] = {"Ann", "ann", "Ben", "Bea", "", "Zoë"}, *const family[] = {"Ash", "Cole", ""};
	static const int born[] = {20100501, 20100502, 20130315, 0};
	static const char *const postcode[] = {"WE1 1AA", "WE2 2BB", ""};

	b->n = 0;
	for (int i = 0; i < 24; i++) {
		size_t at = record(b, given[random_next(seed) % 6], family[random_next(seed) % 3], born[random_next(seed) % 4],
		    postcode[random_next(seed) % 3], UPN, (int64_t)(random_next(seed) % 9));

		if (random_next(seed) % 3 == 0)
			number_too(b, at, NHS, 1 + (int64_t)(random_next(seed) % 5));
		b->record[at].id = 100 + i;
	}
}

/* Which pairs are joined, by the records' ids. */
static void
pairs_of(const struct bench *b, const struct link_record *r, bool pair[32][32])
{
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < b->n; k++)
			pair[r[i].id - 100][r[k].id - 100] = joined(b, i, k);
}

/* The same answer whatever the order of the records. */
static void
test_order(void **state)
{
	struct bench *b = *state;
	uint64_t seed = 1;

	for (int round = 0; round < 300; round++) {
		bool first[32][32] = {{0}}, again[32][32] = {{0}};
		size_t refused;

		random_records(b, &seed);
		link_now(b);
		pairs_of(b, b->record, first);
		refused = b->result.refused;
		for (size_t i = b->n; i-- > 1;) {
			size_t k = random_next(&seed) % (i + 1);
			struct link_record one = b->record[i];

			b->record[i] = b->record[k];
			b->record[k] = one;
		}
		link_now(b);
		pairs_of(b, b->record, again);
		assert_memory_equal(first, again, sizeof first);
		assert_int_equal(b->result.refused, refused);
		mem_reset(b->mem);
	}
}

/* Clusters are numbered 0 … clusters - 1 without a gap, and nobody is joined without a reason. */
static void
test_shape(void **state)
{
	struct bench *b = *state;
	uint64_t seed = 99;

	for (int round = 0; round < 300; round++) {
		size_t size[64] = {0};

		random_records(b, &seed);
		link_now(b);
		for (size_t i = 0; i < b->n; i++) {
			assert_in_range(b->result.cluster[i], 0, b->result.clusters - 1);
			size[b->result.cluster[i]]++;
		}
		for (size_t i = 0; i < b->result.clusters; i++)
			assert_true(size[i] > 0);
		for (size_t i = 0; i < b->n; i++)
			assert_int_equal(size[b->result.cluster[i]] > 1, b->result.reason[i] != LINK_ALONE);
		mem_reset(b->mem);
	}
}

int
main(void)
{
#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, bench_new, bench_end)
	const struct CMUnitTest tests[] = {
		BENCH_TEST(test_nothing),
		BENCH_TEST(test_shared_number),
		BENCH_TEST(test_name_born_postcode),
		BENCH_TEST(test_accents),
		BENCH_TEST(test_names_without_letters),
		BENCH_TEST(test_twins),
		BENCH_TEST(test_wrong_number),
		BENCH_TEST(test_no_bridge_between_children),
		BENCH_TEST(test_chain),
		BENCH_TEST(test_order),
		BENCH_TEST(test_shape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
