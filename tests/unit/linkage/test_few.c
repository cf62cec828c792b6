/* Few records, so that little can be learned from them: what is known beforehand of children's records must tell. */
#include "unit.h"

#include "base/mem.h"
#include "linkage/engine.h"
#include "linkage/prior.h"

enum field { GIVEN, FAMILY, BORN, SEX, POSTCODE, UPN, NHS, FIELDS };

struct bench {
	struct mem *mem;
	struct link_model model;
	struct link_set *set;
	struct links links;
	struct link_options options;
};

static void
set_new(struct bench *b)
{
	static const struct link_field fields[FIELDS] = {{"given name", LINK_GIVEN, false}, {"family name", LINK_FAMILY, false},
	    {"date of birth", LINK_BORN, false}, {"sex", LINK_SEX, false}, {"postcode", LINK_POSTCODE, false}, {"pupil number", LINK_BLIND, false},
	    {"NHS number", LINK_BLIND, true}};

	b->model = (struct link_model){.n_fields = FIELDS};
	for (int i = 0; i < FIELDS; i++)
		b->model.field[i] = fields[i];
	link_model_complete(&b->model);
	b->set = link_set_new(&b->model);
}

static int
bench_new(void **state)
{
	struct bench *b = calloc(1, sizeof *b);

	b->mem = mem_new();
	b->options = (struct link_options){.threads = 1, .seed = 1};
	set_new(b);
	*state = b;
	return 0;
}

static int
bench_end(void **state)
{
	struct bench *b = *state;

	link_set_free(b->set);
	mem_free(b->mem);
	free(b);
	return 0;
}

/* One record; a number of 0 is none. */
static uint32_t
record(struct bench *b, const char *given, const char *family, const char *born, const char *sex, const char *postcode,
    int64_t upn, int64_t nhs)
{
	struct view value[FIELDS] = {view_of(given), view_of(family), view_of(born), view_of(sex), view_of(postcode),
	    {(const char *)&upn, upn ? sizeof upn : 0}, {(const char *)&nhs, nhs ? sizeof nhs : 0}};

	link_set_add(b->set, 0, value);
	return (uint32_t)link_set_count(b->set) - 1;
}

static void
link_now(struct bench *b)
{
	link_run(b->mem, b->set, b->options, &b->links);
}

static bool
joined(const struct bench *b, uint32_t i, uint32_t k)
{
	return b->links.cluster[i] == b->links.cluster[k];
}

/* Children who have nothing to do with each other, so that there is an authority around the case in question. */
static void
others(struct bench *b)
{
	record(b, "Oliver", "Brown", "2011-02-03", "M", "WE3 3CC", 101, 0);
	record(b, "Priya", "Patel", "2009-09-19", "F", "WE4 4DD", 102, 0);
	record(b, "Noah", "Wójcik", "2014-12-30", "M", "WE5 5EE", 103, 0);
	record(b, "Freya", "Lindqvist", "2007-07-07", "F", "WE6 6FF", 104, 0);
}

/* What is known beforehand is whole: the chances of a field's levels are one, and no level lacks any; of placed postcodes neither. */
static void
test_prior(void **state)
{
	(void)state;
	for (int kind = 0; kind <= LINK_KINDS; kind++)
		for (int k = 0; k < LINK_CLASSES; k++) {
			struct link_model m = {.n_fields = 1, .placed = {kind == LINK_KINDS},
			    .field = {{"", kind == LINK_KINDS ? LINK_POSTCODE : (enum link_kind)kind}}};
			const double *p = prior_chance(&m, 0, (enum link_class)k);
			double sum = 0;

			for (int l = 1; l < link_field_levels(&m, 0); l++) {
				assert_true(p[l] > 0);
				sum += p[l];
			}
			assert_true(sum > 0.999999 && sum < 1.000001);
		}
}

static void
test_nothing(void **state)
{
	struct bench *b = *state;

	link_now(b);
	assert_int_equal(b->links.n_clusters, 0);
	record(b, "Ann", "Ash", "2010-05-01", "F", "WE1 1AA", 7, 0);
	link_now(b);
	assert_int_equal(b->links.n_clusters, 1);
	assert_true(b->links.model.trained);
}

/* Two records are all that there is: nothing can be learned of what two children agree in by chance. */
static void
test_two(void **state)
{
	struct bench *b = *state;

	record(b, "Ann", "Ash", "2010-05-01", "F", "WE1 1AA", 0, 0);
	record(b, "Ann", "Ash", "2010-05-01", "F", "WE1 1AA", 0, 0);
	link_now(b);
	assert_true(joined(b, 0, 1));
	link_set_free(b->set);
	set_new(b);
	record(b, "Ann", "Ash", "2010-05-01", "F", "WE1 1AA", 0, 0);
	record(b, "Ann", "Cole", "2013-09-14", "F", "WE7 7GG", 0, 0);
	link_now(b);
	assert_false(joined(b, 0, 1));
	/* one pair that looks somewhat like a match does not teach that a child has several days: 1 in 51 at most */
	link_set_free(b->set);
	set_new(b);
	record(b, "Ann", "Ash", "2010-05-01", "F", "WE1 1AA", 0, 0);
	record(b, "Ann", "Cole", "2013-09-14", "F", "WE1 1AA", 0, 0);
	link_now(b);
	assert_true(b->links.model.chance[LINK_MATCH][BORN][link_level_count(LINK_BORN) - 1] < 0.024);
}

static void
test_shared_number(void **state)
{
	struct bench *b = *state;
	uint32_t ann, anne, blank, another, health;

	others(b);
	ann = record(b, "Ann", "Ash", "2010-05-01", "F", "WE1 1AA", 7, 0);
	anne = record(b, "Anne", "Ash", "2010-05-01", "F", "WE9 9ZZ", 7, 0);            /* spelt otherwise, moved */
	blank = record(b, "", "", "", "", "", 7, 0);                                    /* nothing but the number */
	another = record(b, "Ann", "Cole", "2013-03-15", "F", "WE2 2BB", 8, 0);         /* a name in common */
	health = record(b, "", "", "", "", "", 0, 7);                                   /* the same number of another kind */
	link_now(b);
	assert_true(joined(b, ann, anne) && joined(b, ann, blank));
	assert_false(joined(b, ann, another));
	assert_false(joined(b, ann, health));
	assert_true(b->links.weight[ann] > 5);
	assert_true(b->links.weight[another] < 1e-6f);
}

/* The same names, day and sex; accents, apostrophes and case are no difference, and nor is the lack of a home. */
static void
test_name_born(void **state)
{
	struct bench *b = *state;
	uint32_t zoe, loud, moved, homeless, brother, nobody;

	others(b);
	zoe = record(b, "Zoë", "O'Neill-Smith", "2010-05-01", "F", "WE1 1AA", 0, 0);
	loud = record(b, "ZOE", "ONEILL SMITH", "01/05/2010", "F", "WE1 1AA", 0, 0);
	moved = record(b, "Zoe", "O'Neill Smith", "2010-05-01", "F", "WE2 2BB", 0, 0);
	homeless = record(b, "Zoe", "O'Neill-Smith", "2010-05-01", "", "", 0, 0);
	brother = record(b, "Adam", "O'Neill-Smith", "2012-11-02", "M", "WE1 1AA", 0, 0);
	nobody = record(b, "-", ".", "2010-05-01", "", "", 0, 0);       /* names of signs alone are none: a day is not enough */
	link_now(b);
	assert_true(joined(b, zoe, loud) && joined(b, zoe, moved) && joined(b, zoe, homeless));
	assert_false(joined(b, zoe, brother));
	assert_false(joined(b, zoe, nobody));
}

/* One home, one family name, one day, two given names, and a number that a school gave to both. */
static void
test_twins(void **state)
{
	struct bench *b = *state;
	uint32_t ann, ben, ann_health, ben_health;

	others(b);
	ann = record(b, "Ann", "Ash", "2010-05-01", "F", "WE1 1AA", 7, 0);
	ben = record(b, "Ben", "Ash", "2010-05-01", "M", "WE1 1AA", 7, 0);
	ann_health = record(b, "Ann", "Ash", "2010-05-01", "F", "WE1 1AA", 0, 70);
	ben_health = record(b, "Ben", "Ash", "2010-05-01", "M", "WE1 1AA", 0, 71);
	link_now(b);
	assert_true(joined(b, ann, ann_health) && joined(b, ben, ben_health));
	assert_false(joined(b, ann, ben));
}

/* A number typed for the wrong child, whose names, day, sex and home are others; a day that slipped is forgiven. A record that
 * says nothing but the number does not make one of the two children. */
static void
test_wrong_number(void **state)
{
	struct bench *b = *state;
	uint32_t ann, carl, slipped;

	others(b);
	ann = record(b, "Ann", "Ash", "2010-05-01", "F", "WE1 1AA", 7, 0);
	carl = record(b, "Carl", "Cole", "2013-03-15", "M", "WE2 2BB", 7, 0);
	slipped = record(b, "Ann", "Ash", "2010-01-05", "F", "WE1 1AA", 7, 0);
	record(b, "", "", "", "", "", 7, 0);
	link_now(b);
	assert_true(joined(b, ann, slipped));
	assert_false(joined(b, ann, carl));
}

/* Across sources: number to number to name and address. */
static void
test_chain(void **state)
{
	struct bench *b = *state;
	uint32_t school, care, health, gp;

	others(b);
	school = record(b, "Annabel", "Ash", "2010-05-01", "F", "WE1 1AA", 7, 0);
	care = record(b, "Annabel", "Ash", "2010-05-01", "F", "WE5 5EE", 7, 70);
	health = record(b, "Annabelle", "Ash", "2010-05-01", "F", "WE6 6FF", 0, 70);
	gp = record(b, "Annabelle", "Ash", "2010-05-01", "F", "WE6 6FF", 0, 0);
	link_now(b);
	assert_true(joined(b, school, care) && joined(b, care, health) && joined(b, health, gp));
}

/* ---- decisions --------------------------------------------------------------------------------------------------- */

static void
test_decisions(void **state)
{
	struct bench *b = *state;
	struct link_decision decision[2];
	uint32_t one, same, odd;

	others(b);
	one = record(b, "Ann", "Ash", "2010-05-01", "F", "WE1 1AA", 7, 0);
	same = record(b, "Ann", "Ash", "2010-05-01", "F", "WE1 1AA", 7, 0);
	odd = record(b, "Carl", "Cole", "2013-03-15", "M", "WE2 2BB", 8, 0);
	decision[0] = (struct link_decision){one, same, LINK_DIFFERENT};
	decision[1] = (struct link_decision){odd, one, LINK_SAME};
	b->options.decision = decision;
	b->options.n_decisions = 2;
	link_now(b);
	assert_false(joined(b, one, same));
	assert_true(joined(b, one, odd));
}

int
main(void)
{
#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, bench_new, bench_end)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_prior),
		BENCH_TEST(test_nothing),
		BENCH_TEST(test_two),
		BENCH_TEST(test_shared_number),
		BENCH_TEST(test_name_born),
		BENCH_TEST(test_twins),
		BENCH_TEST(test_wrong_number),
		BENCH_TEST(test_chain),
		BENCH_TEST(test_decisions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
