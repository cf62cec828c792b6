/* How far apart postcodes are, by distances worked out by hand; and what is said where nobody knows it. */
#include "people.h"

#include "linkage/level.h"
#include "linkage/places.h"
#include "linkage/postcode.h"

static uint32_t
pack(const char *text)
{
	return postcode_pack(view_of(text));
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

/* 600 m east and 800 m north are 1,000 m. */
static void
test_apart(void **state)
{
	struct places p = {0};
	uint32_t a = pack("SR1 1AA"), b = pack("DH9 9ZZ"), c = pack("NE1 1AA");

	(void)state;
	assert_false(places_put(&p, a, 440000, 557000));
	assert_int_equal(places_apart(&p, a, b), -1);
	places_note(&p, a);
	places_note(&p, b);
	places_note(&p, a);
	places_note(&p, 0);
	assert_int_equal(p.n, 2);
	assert_true(places_put(&p, a, 440000, 557000));
	assert_int_equal(places_apart(&p, a, b), -1);
	assert_int_equal(places_apart(&p, b, a), -1);
	assert_true(places_put(&p, b, 440600, 557800));
	assert_false(places_put(&p, b, 400000, 500000));        /* the first counts */
	assert_false(places_put(&p, c, 440000, 557000));
	assert_int_equal(p.known, 2);
	assert_int_equal(places_apart(&p, a, b), 1000 * 1000);
	assert_int_equal(places_apart(&p, b, a), 1000 * 1000);
	assert_int_equal(places_apart(&p, a, c), -1);
	places_free(&p);
}

static void
test_no_place(void **state)
{
	static const int64_t wrong[][2] = {{0, 0}, {-1, 500000}, {500000, -1}, {700001, 0}, {0, 1300001}};
	struct places p = {0};
	uint32_t a = pack("SR1 1AA");

	(void)state;
	places_note(&p, a);
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(places_put(&p, a, wrong[i][0], wrong[i][1]));
	assert_int_equal(p.known, 0);
	assert_true(places_put(&p, a, 700000, 1300000));
	places_free(&p);
}

/* Many postcodes, each where its number says: none is taken for another, and from one end of Great Britain to the other is exact. */
static void
test_many(void **state)
{
	struct places p = {0};
	enum { MANY = 20000 };

	(void)state;
	for (uint32_t i = 1; i <= MANY; i++)
		places_note(&p, i * 7919);
	assert_int_equal(p.n, MANY);
	for (uint32_t i = 1; i <= MANY; i++)
		assert_true(places_put(&p, i * 7919, 20 * (int64_t)i, 60 * (int64_t)i));
	for (uint32_t i = 2; i <= MANY; i++)
		assert_int_equal(places_apart(&p, 7919, i * 7919), (int64_t)(i - 1) * (i - 1) * (400 + 3600));
	assert_int_equal(places_apart(&p, 7919, (MANY + 1) * 7919), -1);
	assert_true(places_held(&p) <= MANY * 8 * 3);
	places_free(&p);
}

/* ---- levels ------------------------------------------------------------------------------------------------------ */

struct placed {
	const char *one;
	int east, north;                /* 0: its place is not known */
	const char *other;
	int east2, north2;
	const char *level;
};

static struct link_set *
two(struct people *p, const struct placed *x)
{
	people_none(p);
	ADD(p, 0, x->one);
	ADD(p, 0, x->other);
	link_set_postcodes(p->set);
	if (x->east)
		assert_true(link_set_place(p->set, view_of(x->one), x->east, x->north));
	if (x->east2 && strcmp(x->one, x->other) != 0)
		assert_true(link_set_place(p->set, view_of(x->other), x->east2, x->north2));
	return p->set;
}

/* 1,200 and 1,600 m are 2,000; 3,000 and 4,000 m are 5,000. */
static void
test_levels(void **state)
{
	static const struct placed all[] = {
		{"SR1 1AA", 440000, 557000, "SR1 1AA", 440000, 557000, "the same"},
		{"SR1 1AA", 440000, 557000, "SR1 1AB", 440040, 557000, "one character differs"},
		{"SR1 1AA", 440000, 557000, "SR2 1AA", 440040, 557000, "one character differs"},
		{"SR1 1AA", 440000, 557000, "SR1 1ZZ", 490000, 557000, "the same sector"},
		{"SR1 1AA", 440000, 557000, "SR1 9ZZ", 441200, 558600, "two kilometres apart at most"},
		{"SR1 1AA", 440000, 557000, "SR1 9ZZ", 441200, 558620, "five kilometres apart at most"},
		{"SR1 1AA", 440000, 557000, "SR8 9ZZ", 441200, 558600, "two kilometres apart at most"},
		{"SR1 1AA", 440000, 557000, "DH1 9ZZ", 438800, 555400, "two kilometres apart at most"},
		{"SR1 1AA", 440000, 557000, "DH1 9ZZ", 443000, 553000, "five kilometres apart at most"},
		{"SR1 1AA", 440000, 557000, "DH1 9ZZ", 443000, 552980, "different"},
		{"SR1 1AA", 440000, 557000, "SR1 9ZZ", 443000, 552980, "the same district"},
		{"SR1 1AA", 440000, 557000, "SR8 9ZZ", 443000, 552980, "the same area"},
		{"SR1 1AA", 440000, 557000, "SR1 9ZZ", 0, 0, "the same district"},
		{"SR1 1AA", 0, 0, "SR8 9ZZ", 440000, 557000, "the same area"},
		{"SR1 1AA", 440000, 557000, "DH1 9ZZ", 0, 0, "different"},
		{"SR1 1AA", 440000, 557000, "", 0, 0, "not known"},
	};
	struct people *p = *state;
	int f = field_add(p, LINK_POSTCODE);

	people_trained(p, 1000);
	p->model.placed[f] = true;
	for (size_t i = 0; i < COUNT(all); i++) {
		two(p, &all[i]);
		assert_string_equal(link_field_level(&p->model, f, level_between(p, f, 0, 1)), all[i].level);
	}
	assert_int_equal(link_field_levels(&p->model, f), 9);
	assert_string_equal(link_field_level(&p->model, f, 9), "");
}

/* Northern Ireland's places are of another grid, where the same figures lie elsewhere. */
static void
test_irish(void **state)
{
	struct people *p = *state;

	field_add(p, LINK_POSTCODE);
	ADD(p, 0, "BT1 1AA");
	ADD(p, 0, "B1 1AA");
	ADD(p, 0, "BS1 1AA");
	assert_int_equal(link_set_postcodes(p->set), 3);
	assert_false(link_set_place(p->set, VIEW("BT1 1AA"), 333500, 374500));
	assert_true(link_set_place(p->set, VIEW("B1 1AA"), 406500, 286500));
	assert_true(link_set_place(p->set, VIEW("BS1 1AA"), 358500, 173500));
	assert_int_equal(link_set_placed(p->set), 2);
}

/* A model that was trained without places knows no such levels; places that are given all the same count for nothing. */
static void
test_trained_without(void **state)
{
	static const struct placed near = {"SR1 1AA", 440000, 557000, "DH1 9ZZ", 440000, 557000, "different"};
	struct people *p = *state;
	int f = field_add(p, LINK_POSTCODE);

	people_trained(p, 1000);
	two(p, &near);
	assert_string_equal(link_field_level(&p->model, f, level_between(p, f, 0, 1)), near.level);
	assert_int_equal(link_field_levels(&p->model, f), 7);
	people_link(p);
	assert_false(p->links.model.placed[f]);
}

/* An untrained one learns them, where a place is known, and of plain postcodes alone. */
static void
test_learns(void **state)
{
	struct people *p = *state;

	FIELDS(p, LINK_GIVEN, LINK_BORN, LINK_POSTCODE, LINK_POSTCODE);
	p->model.encoded[3] = true;
	for (int placed = 0; placed < 2; placed++) {
		people_none(p);
		ADD(p, 0, "ann", "2012-05-14", "SR1 1AA");
		ADD(p, 1, "ann", "2012-05-14", "DH1 9ZZ");
		assert_int_equal(link_set_postcodes(p->set), 2);
		assert_int_equal(link_set_place(p->set, VIEW("sr11aa"), placed ? 440000 : -1, 557000), placed);
		people_link(p);
		assert_int_equal(p->links.model.placed[2], placed);
		assert_false(p->links.model.placed[0] || p->links.model.placed[1] || p->links.model.placed[3]);
		assert_int_equal(p->links.model.chance[LINK_MATCH][2][7] > 0, placed);
	}
}

/* A chance that somebody fixed stays its level's, which has another number then. */
static void
test_fixed_chance(void **state)
{
	struct people *p = *state;
	int f = field_add(p, LINK_POSTCODE);

	p->model.fixed[LINK_MATCH][f][6] = p->model.fixed[LINK_RANDOM][f][6] = true;
	p->model.chance[LINK_MATCH][f][6] = 0.125;
	p->model.chance[LINK_RANDOM][f][6] = 0.25;
	assert_string_equal(link_field_level(&p->model, f, 6), "different");
	ADD(p, 0, "SR1 1AA");
	ADD(p, 1, "DH1 9ZZ");
	link_set_postcodes(p->set);
	assert_true(link_set_place(p->set, VIEW("SR1 1AA"), 440000, 557000));
	assert_true(link_set_place(p->set, VIEW("DH1 9ZZ"), 440000, 557000));
	people_link(p);
	for (int k = 0; k < LINK_CLASSES; k++)
		for (int l = 1; l < 9; l++)
			assert_int_equal(p->links.model.fixed[k][f][l], l == 8 && (k == LINK_MATCH || k == LINK_RANDOM));
	assert_string_equal(link_field_level(&p->links.model, f, 8), "different");
	assert_near(p->links.model.chance[LINK_MATCH][f][8], 0.125, 1e-12);
	assert_near(p->links.model.chance[LINK_RANDOM][f][8], 0.25, 1e-12);
}

/* Records that come later have postcodes, too. */
static void
test_later_records(void **state)
{
	struct people *p = *state;

	field_add(p, LINK_POSTCODE);
	ADD(p, 0, "SR1 1AA");
	ADD(p, 0, "nowhere");
	assert_int_equal(link_set_postcodes(p->set), 1);
	assert_false(link_set_place(p->set, VIEW("DH1 9ZZ"), 440000, 557000));
	people_link(p);
	ADD(p, 0, "DH1 9ZZ");
	ADD(p, 0, "SR1 1AA");
	assert_int_equal(link_set_postcodes(p->set), 2);
	assert_true(link_set_place(p->set, VIEW("DH1 9ZZ"), 440000, 557000));
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_no_place),
		cmocka_unit_test(test_many),
		PEOPLE_TEST(test_levels),
		PEOPLE_TEST(test_irish),
		PEOPLE_TEST(test_trained_without),
		PEOPLE_TEST(test_learns),
		PEOPLE_TEST(test_fixed_chance),
		PEOPLE_TEST(test_later_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
