/* What the guard withholds: small tables worked out by hand, and many tables at random against somebody who solves for what is not
 * shown (guard_sheet.h). */
#include "guard_sheet.h"

static const enum guard_shown year_only[FAMILIES] = {SHOWN_FOR_ALL, SHOWN_FOR_MAIN, SHOWN_FOR_MAIN, SHOWN_FOR_MAIN};
static const enum guard_shown unless_small[FAMILIES] = {SHOWN_FOR_ALL, SHOWN_FOR_MAIN, SHOWN_UNLESS_SMALL, SHOWN_UNLESS_SMALL};
static const enum guard_shown *quarters_shown = always;

static void
sheet_guard(struct sheet *s, enum measure_kind measure, bool year_alone)
{
	struct indicator k = indicator_of(measure);
	struct guard_cell cell[PLACES * PERIODS];
	struct guard_places of = places;
	size_t n = 0;
	bool family_dropped[FAMILIES][PERIODS] = {0};
	struct mem *m = mem_new();

	for (size_t p = periods_from(year_alone); p < PERIODS; p++)
		for (int32_t at = 0; at < PLACES; at++)
			if (at == EVERYBODY || s->count[0][at][p] + s->count[1][at][p] > 0)
				cell[n++] = (struct guard_cell){at, period_at(p), s->count[0][at][p],
				    measure == MEASURE_COUNT ? NAN : s->count[0][at][p] + s->count[1][at][p], false, false};
	of.shown = year_alone ? year_only : quarters_shown;
	guard_cells(m, &of, &k, cell, n);
	memset(s->withheld, 0, sizeof s->withheld);
	n = 0;
	for (size_t p = periods_from(year_alone); p < PERIODS; p++)
		for (int32_t at = 0; at < PLACES; at++)
			if (at == EVERYBODY || s->count[0][at][p] + s->count[1][at][p] > 0)
				s->withheld[at][p] = cell[n].withheld, family_dropped[family[at]][p] |= cell[n++].dropped;
	for (size_t p = 0; p < PERIODS; p++)
		for (size_t at = 0; at < PLACES; at++)
			s->dropped[at][p] = family_dropped[family[at]][p] ||
			    (p < QUARTERS && of.shown[family[at]] == SHOWN_FOR_MAIN);      /* on no page, noughts neither */
	mem_free(m);
}

/* ---- by hand ---------------------------------------------------------------------------------------------------------------- */

/* 3 Asian children of 50 would be 50 - 40 - 7: the next smallest, 7, is withheld too. The four areas need nothing. */
static void
test_partner_is_the_next_smallest(void **state)
{
	struct sheet s;

	(void)state;
	year_put(&s, (const double[]){50, 10, 15, 12, 13, 25, 25, 40, 3, 7});
	sheet_guard(&s, MEASURE_COUNT, true);
	expect(&s, QUARTERS, "........cc");
}

/* Nothing is small: nothing is withheld. A nought is no small number, and is no use as a partner. */
static void
test_nothing_to_withhold(void **state)
{
	struct sheet s;

	(void)state;
	year_put(&s, (const double[]){50, 10, 15, 12, 13, 25, 25, 43, 0, 7});
	sheet_guard(&s, MEASURE_COUNT, true);
	expect(&s, QUARTERS, "..........");
}

/* 2 and 1 of 43 add up to 3: each would be known to be 1 or 2. The 40 goes too: then either may be 5 or more. */
static void
test_two_small_ones_need_a_third(void **state)
{
	struct sheet s;

	(void)state;
	year_put(&s, (const double[]){43, 10, 8, 12, 13, 18, 25, 40, 2, 1});
	sheet_guard(&s, MEASURE_COUNT, true);
	expect(&s, QUARTERS, ".......ccc");
}

/* 4 and 4: together 8, either may be 1 to 7. */
static void
test_two_small_ones_guard_each_other(void **state)
{
	struct sheet s;

	(void)state;
	year_put(&s, (const double[]){48, 12, 11, 12, 13, 23, 25, 40, 4, 4});
	sheet_guard(&s, MEASURE_COUNT, true);
	expect(&s, QUARTERS, "........cc");
}

/* Area 1 has 2. Area 2 of the same ward is 9, areas of the other ward are less, but then both wards would go with them. */
static void
test_partner_within_the_ward(void **state)
{
	struct sheet s;

	(void)state;
	year_put(&s, (const double[]){24, 2, 9, 6, 7, 11, 13, 10, 8, 6});
	sheet_guard(&s, MEASURE_COUNT, true);
	expect(&s, QUARTERS, ".cc.......");
}

/* 6 children: two, one, two and one in four areas could not be 5 while each has one at least, and so of the ethnic groups; so these are
 * dropped, and the total stays. Had the total 9, nothing would be dropped. Of 3 and 3 in two wards either may be 1 to 5. */
static void
test_breakdown_of_few_is_dropped(void **state)
{
	struct sheet s;

	(void)state;
	year_put(&s, (const double[]){6, 2, 1, 2, 1, 3, 3, 4, 1, 1});
	sheet_guard(&s, MEASURE_COUNT, true);
	assert_true(s.dropped[AREA_1][QUARTERS] && s.dropped[AREA_4][QUARTERS] && s.dropped[WHITE][QUARTERS]);
	assert_false(s.withheld[EVERYBODY][QUARTERS] || s.dropped[EVERYBODY][QUARTERS] || s.dropped[WARD_1][QUARTERS]);
	assert_true(s.withheld[WARD_1][QUARTERS] && s.withheld[WARD_2][QUARTERS]);
	year_put(&s, (const double[]){6, 6, 0, 0, 0, 6, 0, 0, 6, 0});     /* whatever it is: nothing is small here */
	sheet_guard(&s, MEASURE_COUNT, true);
	assert_true(s.dropped[AREA_1][QUARTERS] && s.dropped[WHITE][QUARTERS] && !s.withheld[WARD_1][QUARTERS]);
	year_put(&s, (const double[]){9, 9, 0, 0, 0, 9, 0, 0, 9, 0});
	sheet_guard(&s, MEASURE_COUNT, true);
	assert_false(s.dropped[AREA_1][QUARTERS] || s.dropped[WHITE][QUARTERS]);
}

/* 5 of 20: 1 of 1, 1 of 5, 1 of 1 and 2 of 13. In the first all 5 can only be when nobody is in the third, which could not be were it
 * known that somebody is: so the areas are dropped rather than the total. */
static void
test_breakdown_is_dropped_for_a_total(void **state)
{
	struct sheet s = {0};
	static const double hits[PLACES] = {5, 1, 1, 1, 2, 2, 3, 3, 2, 0}, others[PLACES] = {15, 0, 4, 0, 11, 4, 11, 7, 8, 0};

	(void)state;
	for (size_t at = 0; at < PLACES; at++) {
		s.count[0][at][QUARTERS] = hits[at];
		s.count[1][at][QUARTERS] = others[at];
	}
	sheet_guard(&s, MEASURE_PROPORTION, true);
	assert_true(s.dropped[AREA_1][QUARTERS] && s.dropped[AREA_4][QUARTERS]);
	assert_false(s.withheld[EVERYBODY][QUARTERS] || s.dropped[WARD_1][QUARTERS]);
}

/* Two percentages of the same 40 White, 3 Asian and 7 black children. Of the first, 2 White ones are hits, which hides the 40 there; but
 * the other measure shows the 40, so the 7 are hidden for the 3 Asian in both. */
static void
test_denominators_go_alike(void **state)
{
	static const double of[PLACES] = {50, 10, 15, 12, 13, 25, 25, 40, 3, 7};
	static const double hits[2][PLACES] = {{5, 5, 0, 0, 0, 5, 0, 2, 3, 0}, {20, 5, 5, 5, 5, 10, 10, 20, 0, 0}};

	(void)state;
	for (size_t measure = 0; measure < 2; measure++) {
		struct sheet s = {0};

		for (size_t at = 0; at < PLACES; at++) {
			s.count[0][at][QUARTERS] = hits[measure][at];
			s.count[1][at][QUARTERS] = of[at] - hits[measure][at];
		}
		sheet_guard(&s, MEASURE_PROPORTION, true);
		expect(&s, QUARTERS, measure ? "........cc" : ".......ccc");
	}
}

/* 1 Asian child in the first quarter and 4 in the third are 5 in the year, which is hidden too: nobody at all was there in the second, so
 * none of the 5 can have been. */
static void
test_nobody_comes_from_an_empty_quarter(void **state)
{
	static const double count[PLACES][PERIODS] = {
		{5, 0, 9, 4, 18}, {1, 0, 3, 1, 5}, {2, 0, 3, 2, 7}, {2, 0, 2, 0, 4}, {0, 0, 1, 1, 2}, {3, 0, 6, 3, 12}, {2, 0, 3, 1, 6},
		{3, 0, 3, 4, 10}, {1, 0, 4, 0, 5}, {1, 0, 2, 0, 3},
	};
	struct sheet s = {0};

	(void)state;
	memcpy(s.count[0], count, sizeof count);
	sheet_guard(&s, MEASURE_COUNT, false);
	assert_true(s.withheld[ASIAN][0] && s.withheld[ASIAN][2] && s.withheld[ASIAN][QUARTERS]);
	assert_int_equal(told_of(&s, MEASURE_COUNT, false, false), 0);
}

/* 3 in January to March. With a child of the spring after, the financial year, which is what boards read, would go with two figures in
 * all; with one of the summer before, both calendar years go, and it stays. */
static void
test_main_year_stays(void **state)
{
	struct indicator k = indicator_of(MEASURE_COUNT);
	struct guard_cell cell[] = {
		{0, {day_of(2024, 4, 1), day_of(2025, 3, 31)}, 60, NAN, false, false},
		{0, {day_of(2024, 1, 1), day_of(2024, 12, 31)}, 80, NAN, false, false},
		{0, {day_of(2025, 1, 1), day_of(2025, 12, 31)}, 80, NAN, false, false},
		{0, {day_of(2024, 10, 1), day_of(2024, 12, 31)}, 30, NAN, false, false},
		{0, {day_of(2025, 1, 1), day_of(2025, 3, 31)}, 3, NAN, false, false},
		{0, {day_of(2025, 4, 1), day_of(2025, 6, 30)}, 6, NAN, false, false},
	};
	struct mem *m = mem_new();

	(void)state;
	k.by_period[PERIOD_CALENDAR_YEAR] = true;
	guard_cells(m, &places, &k, cell, sizeof cell / sizeof cell[0]);
	for (size_t i = 0; i < sizeof cell / sizeof cell[0]; i++)
		assert_int_equal(cell[i].withheld, i == 1 || i == 2 || i == 4);
	mem_free(m);
}

/* 20 children of whom 3 are not on time are as telling as 3 who are. */
static void
test_complement(void **state)
{
	const struct indicator k = indicator_of(MEASURE_PROPORTION), mean = indicator_of(MEASURE_MEAN);

	(void)state;
	assert_true(guard_is_small(&k, 17, 20));
	assert_true(guard_is_small(&k, 3, 20));
	assert_true(guard_is_small(&k, 0, 4));
	assert_false(guard_is_small(&k, 20, 20));
	assert_false(guard_is_small(&k, 0, 20));
	assert_false(guard_is_small(&k, 15, 20));
	assert_false(guard_is_small(&mean, 3, 20));
	assert_true(guard_is_small(&mean, 100, 4));
}

/* ---- at random -------------------------------------------------------------------------------------------------------------- */

static void
attack_many(enum measure_kind measure, bool year_alone, size_t tables)
{
	size_t without = 0, with = 0, withheld = 0, small = 0;
	uint64_t seed = 2026;

	for (size_t i = 0; i < tables; i++) {
		struct sheet s;

		sheet_draw(&s, &seed, measure == MEASURE_PROPORTION);
		sheet_primary(&s, measure, year_alone);
		for (size_t k = 0; k < sizeof s.withheld; k++)
			small += ((const bool *)s.withheld)[k];
		without += told_of(&s, measure, year_alone, false);
		sheet_guard(&s, measure, year_alone);
		for (size_t k = 0; k < sizeof s.withheld; k++)
			withheld += ((const bool *)s.withheld)[k];
		with += told_of(&s, measure, year_alone, false);
	}
	print_message("%zu tables: %zu small figures, %zu withheld; told without the guard %zu, with it %zu\n", tables, small,
	    withheld, without, with);
	assert_true(without > tables / 10);
	assert_int_equal(with, 0);
}

static void
test_attack_on_years(void **state)
{
	(void)state;
	attack_many(MEASURE_COUNT, true, 400);
}

static void
test_attack_on_quarters_and_years(void **state)
{
	(void)state;
	attack_many(MEASURE_COUNT, false, 150);
}

static void
test_attack_on_proportions(void **state)
{
	(void)state;
	attack_many(MEASURE_PROPORTION, true, 300);
	attack_many(MEASURE_PROPORTION, false, 100);
}

/* As a run has it: small areas by year alone, wards and ethnic groups by quarter where none is small. */
static void
test_attack_on_what_is_dropped(void **state)
{
	(void)state;
	quarters_shown = unless_small;
	attack_many(MEASURE_COUNT, false, 150);
	attack_many(MEASURE_PROPORTION, false, 100);
	quarters_shown = always;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_partner_is_the_next_smallest), cmocka_unit_test(test_nothing_to_withhold),
		cmocka_unit_test(test_two_small_ones_need_a_third), cmocka_unit_test(test_two_small_ones_guard_each_other),
		cmocka_unit_test(test_partner_within_the_ward), cmocka_unit_test(test_breakdown_of_few_is_dropped),
		cmocka_unit_test(test_breakdown_is_dropped_for_a_total), cmocka_unit_test(test_main_year_stays),
		cmocka_unit_test(test_denominators_go_alike), cmocka_unit_test(test_nobody_comes_from_an_empty_quarter),
		cmocka_unit_test(test_complement),
		cmocka_unit_test(test_attack_on_years), cmocka_unit_test(test_attack_on_quarters_and_years),
		cmocka_unit_test(test_attack_on_proportions), cmocka_unit_test(test_attack_on_what_is_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
