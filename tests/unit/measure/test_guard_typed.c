/* What the guard withholds of figures that somebody typed: by hand, and many tables of which some was not typed, at random, against
 * somebody who solves for what is not shown (guard_sheet.h). */
#include "guard_sheet.h"

#include "measure/guard_typed.h"

/* Somebody types some of the figures: breakdowns without a group, years without a quarter, groups without everybody. */
static void
sheet_type(struct sheet *s, uint64_t *seed, enum measure_kind measure)
{
	for (size_t p = 0; p < PERIODS; p++)
		for (int32_t f = 0; f < FAMILIES; f++) {
			bool typed = draw(seed, 4) > 0, whole = draw(seed, 2) > 0;

			for (size_t at = 0; at < PLACES; at++)
				if (family[at] == f)
					s->untyped[at][p] = !typed || (f > 0 && !whole && draw(seed, 3) == 0) ||
					    (measure == MEASURE_PROPORTION && s->count[0][at][p] + s->count[1][at][p] <= 0);
		}
}

static void
sheet_guard_typed(struct sheet *s, enum measure_kind measure)
{
	struct indicator k = indicator_of(measure);
	struct typed_cell cell[PLACES * PERIODS];
	size_t n = 0;
	struct mem *m = mem_new();

	for (size_t p = 0; p < PERIODS; p++)
		for (int32_t at = 0; at < PLACES; at++)
			if (!s->untyped[at][p])
				cell[n++] = (struct typed_cell){.cell = {at, period_at(p), s->count[0][at][p],
				    measure == MEASURE_COUNT ? NAN : s->count[0][at][p] + s->count[1][at][p], false, false}};
	guard_typed(m, &places, &k, cell, n, false, NULL, 0);
	n = 0;
	for (size_t p = 0; p < PERIODS; p++)
		for (int32_t at = 0; at < PLACES; at++) {
			s->dropped[at][p] = s->untyped[at][p] || (cell[n].cell.withheld && cell[n].loose);
			s->withheld[at][p] = !s->untyped[at][p] && cell[n].cell.withheld;
			n += !s->untyped[at][p];
		}
	mem_free(m);
}

static void
attack_typed(enum measure_kind measure, size_t tables)
{
	size_t without = 0, with = 0, withheld = 0, small = 0, typed = 0;
	uint64_t seed = 1066;

	for (size_t i = 0; i < tables; i++) {
		struct sheet s;

		sheet_draw(&s, &seed, measure == MEASURE_PROPORTION);
		sheet_type(&s, &seed, measure);
		sheet_primary(&s, measure, false);
		memcpy(s.dropped, s.untyped, sizeof s.dropped);
		for (size_t k = 0; k < sizeof s.withheld; k++) {
			typed += !((const bool *)s.untyped)[k];
			small += ((const bool *)s.withheld)[k] && !((const bool *)s.untyped)[k];
		}
		without += told_of(&s, measure, false, true);
		sheet_guard_typed(&s, measure);
		for (size_t k = 0; k < sizeof s.withheld; k++)
			withheld += ((const bool *)s.withheld)[k];
		with += told_of(&s, measure, false, true);
	}
	print_message("%zu tables: %zu typed figures, %zu small, %zu withheld; told without the guard %zu, with it %zu\n", tables, typed,
	    small, withheld, without, with);
	assert_true(without > tables / 10);
	assert_true(withheld < typed);
	assert_int_equal(with, 0);
}

static void
sheet_type_all(struct sheet *s)
{
	memset(s->untyped, 1, sizeof s->untyped);
	for (size_t at = 0; at < PLACES; at++)
		s->untyped[at][QUARTERS] = false;
}

/* Of a year of which everything was typed the guard withholds what it withholds of a computed one. Where the white ones were not typed,
 * 3 Asian and 7 black tell nothing of each other, but how many are white is no small number: 3 alone is small, and the breakdown goes.
 * Where it is the black ones, 50 - 40 - 7 would tell of 3 whom nobody typed; and of a rest of 12 nothing is small, so all is shown. */
static void
test_typed_by_hand(void **state)
{
	struct sheet s;

	(void)state;
	year_put(&s, (const double[]){50, 10, 15, 12, 13, 25, 25, 40, 3, 7});
	sheet_type_all(&s);
	sheet_guard_typed(&s, MEASURE_COUNT);
	expect(&s, QUARTERS, "........cc");
	s.untyped[WHITE][QUARTERS] = true;
	sheet_guard_typed(&s, MEASURE_COUNT);
	expect(&s, QUARTERS, "........cc");
	year_put(&s, (const double[]){50, 10, 15, 12, 13, 25, 25, 40, 7, 3});
	sheet_type_all(&s);
	s.untyped[BLACK][QUARTERS] = true;
	sheet_guard_typed(&s, MEASURE_COUNT);
	expect(&s, QUARTERS, ".......cc.");
	year_put(&s, (const double[]){50, 10, 15, 12, 13, 25, 25, 30, 8, 12});
	sheet_type_all(&s);
	s.untyped[BLACK][QUARTERS] = true;
	sheet_guard_typed(&s, MEASURE_COUNT);
	expect(&s, QUARTERS, "..........");
}

/* 30 in the year, and 10, 9 and 8 in three of its quarters: 3 in the fourth, which nobody typed. The year stays. */
static void
test_typed_quarters_by_hand(void **state)
{
	struct sheet s = {.count = {{{10, 9, 8, 3, 30}}}};

	(void)state;
	memset(s.untyped, 1, sizeof s.untyped);
	for (size_t p = 0; p < PERIODS; p++)
		s.untyped[EVERYBODY][p] = p == 3;
	sheet_guard_typed(&s, MEASURE_COUNT);
	for (size_t p = 0; p < 3; p++)
		assert_true(s.withheld[EVERYBODY][p]);
	assert_false(s.withheld[EVERYBODY][QUARTERS]);
	s.count[0][EVERYBODY][3] = 6;
	s.count[0][EVERYBODY][QUARTERS] = 33;
	sheet_guard_typed(&s, MEASURE_COUNT);
	for (size_t p = 0; p < PERIODS; p++)
		assert_false(s.withheld[EVERYBODY][p]);
}

static void
test_attack_on_typed(void **state)
{
	(void)state;
	attack_typed(MEASURE_COUNT, 200);
	attack_typed(MEASURE_PROPORTION, 150);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_typed_by_hand), cmocka_unit_test(test_typed_quarters_by_hand), cmocka_unit_test(test_attack_on_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
