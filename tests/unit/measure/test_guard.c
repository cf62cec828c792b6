/* What the guard withholds: small tables worked out by hand, and many tables at random against somebody who solves for what is not
 * shown (attacker.h). */
#include <stdio.h>

#include "attacker.h"

#include "base/day.h"
#include "base/mem.h"
#include "measure/guard.h"
#include "measure/guard_typed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* ---- a place of four small areas in two wards, and three ethnic groups ------------------------------------------------------ */

enum { EVERYBODY, AREA_1, AREA_2, AREA_3, AREA_4, WARD_1, WARD_2, WHITE, ASIAN, BLACK, PLACES };
enum { FAMILY_ALL, FAMILY_AREA, FAMILY_WARD, FAMILY_ETHNICITY, FAMILIES };
#define QUARTERS 4
#define PERIODS (QUARTERS + 1)

static const int32_t family[PLACES] = {0, 1, 1, 1, 1, 2, 2, 3, 3, 3};
static const enum guard_shown always[FAMILIES] = {SHOWN_FOR_ALL, SHOWN_FOR_ALL, SHOWN_FOR_ALL, SHOWN_FOR_ALL};
static const enum guard_shown year_only[FAMILIES] = {SHOWN_FOR_ALL, SHOWN_FOR_MAIN, SHOWN_FOR_MAIN, SHOWN_FOR_MAIN};
static const enum guard_shown unless_small[FAMILIES] = {SHOWN_FOR_ALL, SHOWN_FOR_MAIN, SHOWN_UNLESS_SMALL, SHOWN_UNLESS_SMALL};
static const enum guard_shown *quarters_shown = always;
static const int32_t areas[] = {AREA_1, WARD_1, AREA_2, WARD_1, AREA_3, WARD_2, AREA_4, WARD_2};
static const int32_t groups[] = {WHITE, ASIAN, BLACK};
static const struct guard_group group[] = {{4, 2, areas}, {3, 1, groups}};
static const struct guard_places places = {
	.n = PLACES, .n_families = FAMILIES, .family = family, .shown = always, .group = group, .n_groups = 2,
};

struct sheet {
	double count[2][PLACES][PERIODS];       /* hits and others; a count has hits alone */
	bool withheld[PLACES][PERIODS], dropped[PLACES][PERIODS];      /* dropped: not known to be more than nought */
	bool untyped[PLACES][PERIODS];
};

static struct indicator
indicator_of(enum measure_kind measure)
{
	struct indicator k = {.id = "test", .measure = measure, .at = DURING_PERIOD, .small_numbers_under = 5,
	    .main_period = PERIOD_FINANCIAL_YEAR};

	k.by_period[PERIOD_FINANCIAL_YEAR] = k.by_period[PERIOD_QUARTER] = true;
	return k;
}

static struct period
period_at(size_t p)
{
	int32_t from = day_of(2024, 4, 1);

	if (p == QUARTERS)
		return (struct period){from, day_of(2025, 3, 31)};
	return (struct period){day_add_months(from, 3 * (int)p), day_add_months(from, 3 * (int)p + 3) - 1};
}

/* Whether the period's figures are there at all. */
static size_t
periods_from(bool year_alone)
{
	return year_alone ? QUARTERS : 0;
}

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

static void
year_put(struct sheet *s, const double counts[PLACES])
{
	memset(s, 0, sizeof *s);
	for (size_t at = 0; at < PLACES; at++)
		s->count[0][at][QUARTERS] = counts[at];
}

static void
expect(const struct sheet *s, size_t p, const char *withheld)
{
	char found[PLACES + 1] = {0};

	for (size_t at = 0; at < PLACES; at++)
		found[at] = s->withheld[at][p] ? 'c' : '.';
	assert_string_equal(found, withheld);
}

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

static uint64_t
draw(uint64_t *seed, uint64_t n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (*seed >> 33) % n;
}

/* Children one by one, so that every sum holds. */
static void
sheet_draw(struct sheet *s, uint64_t *seed, bool others)
{
	size_t children = 10 + draw(seed, 120);

	memset(s, 0, sizeof *s);
	for (size_t i = 0; i < children; i++) {
		int c = others && draw(seed, 3) ? 1 : 0;
		size_t p = draw(seed, QUARTERS), area = draw(seed, 4) * draw(seed, 2) + draw(seed, 2);
		size_t ethnicity = draw(seed, 8) == 0 ? 2 : draw(seed, 4) == 0;
		const int32_t at[] = {EVERYBODY, areas[2 * (area % 4)], areas[2 * (area % 4) + 1], groups[ethnicity]};

		for (size_t k = 0; k < 4; k++) {
			s->count[c][at[k]][p]++;
			s->count[c][at[k]][QUARTERS]++;
		}
	}
}

struct attempt {
	const struct sheet *s;
	int c;                          /* which count */
	double least;                   /* what a withheld one is known to be at least */
	int32_t unknown[PLACES][PERIODS];
	struct attack a;
};

static void
term(struct attempt *x, int32_t place, size_t p, double by)
{
	if (x->unknown[place][p] >= 0)
		x->a.coefficient[x->a.rows * x->a.n + (size_t)x->unknown[place][p]] += by;
	else
		x->a.right[x->a.rows] -= by * x->s->count[x->c][place][p];
}

/* All sums: of each level's places, of a ward's areas, of a year's quarters. */
static void
sums_put(struct attempt *x, bool year_alone)
{
	for (size_t p = periods_from(year_alone); p < PERIODS; p++) {
		for (int32_t f = 1; f < FAMILIES; f++, x->a.rows++)
			for (int32_t at = 0; at < PLACES; at++)
				if (at == 0 || family[at] == f)
					term(x, at, p, at == 0 ? 1 : -1);
		for (int32_t ward = WARD_1; ward <= WARD_2; ward++, x->a.rows++) {
			term(x, ward, p, 1);
			term(x, AREA_1 + 2 * (ward - WARD_1), p, -1);
			term(x, AREA_2 + 2 * (ward - WARD_1), p, -1);
		}
	}
	for (int32_t at = 0; at < PLACES && !year_alone; at++, x->a.rows++)
		for (size_t p = 0; p < PERIODS; p++)
			term(x, at, p, p == QUARTERS ? 1 : -1);
}

/* How many withheld small counts the attacker tells: knows to be small, or one of fewer than five values; or any count exactly. */
static size_t
told(const struct sheet *s, int c, double least, bool year_alone, bool typed)
{
	struct attempt x = {.s = s, .c = c, .least = least};
	size_t n = 0, found = 0;

	for (size_t at = 0; at < PLACES; at++)
		for (size_t p = 0; p < PERIODS; p++)
			x.unknown[at][p] = s->withheld[at][p] || s->dropped[at][p] ? (int32_t)n++ : -1;
	x.a = attack_new(n, 100);
	for (size_t at = 0; at < PLACES; at++)
		for (size_t p = 0; p < PERIODS; p++)
			if (x.unknown[at][p] >= 0)
				x.a.least[x.unknown[at][p]] = s->dropped[at][p] ? 0 : least;
	sums_put(&x, year_alone);
	assert_true(attack_begin(&x.a));
	for (size_t at = 0; at < PLACES; at++)
		for (size_t p = 0; p < PERIODS; p++)
			if (x.unknown[at][p] >= 0 && (typed || !(s->dropped[at][p] && p < QUARTERS))) {        /* a figure, not one that is on no page */
				double low = attack_limit(&x.a, (size_t)x.unknown[at][p], 1), truth = s->count[c][at][p];
				double high = attack_limit(&x.a, (size_t)x.unknown[at][p], -1);

				assert_true(low < truth + 1e-4 && high > truth - 1e-4);
				if (truth > 0 && truth < 5)
					found += high < 5 - 1e-4 || high - low < 4 - 1e-4;
				else if (truth > 0 && c == 0 && least > 0 && !(typed && s->dropped[at][p]))
					found += high - low < 1 - 1e-4;
			}
	attack_free(&x.a);
	return found;
}

/* Only what is small itself is withheld: as it was before there was a guard. */
static void
sheet_primary(struct sheet *s, enum measure_kind measure, bool year_alone)
{
	struct indicator k = indicator_of(measure);

	memset(s->withheld, 0, sizeof s->withheld);
	memset(s->dropped, 0, sizeof s->dropped);
	for (size_t p = periods_from(year_alone); p < PERIODS; p++)
		for (size_t at = 0; at < PLACES; at++)
			s->withheld[at][p] = guard_is_small(&k, s->count[0][at][p], s->count[0][at][p] + s->count[1][at][p]);
}

static size_t
told_of(const struct sheet *s, enum measure_kind measure, bool year_alone, bool typed)
{
	if (measure == MEASURE_COUNT)
		return told(s, 0, 1, year_alone, typed);
	return told(s, 0, 0, year_alone, typed) + told(s, 1, 0, year_alone, typed);
}

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

/* ---- typed figures ---------------------------------------------------------------------------------------------------------- */

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
		cmocka_unit_test(test_partner_is_the_next_smallest), cmocka_unit_test(test_nothing_to_withhold),
		cmocka_unit_test(test_two_small_ones_need_a_third), cmocka_unit_test(test_two_small_ones_guard_each_other),
		cmocka_unit_test(test_partner_within_the_ward), cmocka_unit_test(test_breakdown_of_few_is_dropped),
		cmocka_unit_test(test_breakdown_is_dropped_for_a_total), cmocka_unit_test(test_main_year_stays), cmocka_unit_test(test_complement),
		cmocka_unit_test(test_attack_on_years), cmocka_unit_test(test_attack_on_quarters_and_years),
		cmocka_unit_test(test_attack_on_proportions), cmocka_unit_test(test_attack_on_what_is_dropped), cmocka_unit_test(test_typed_by_hand),
		cmocka_unit_test(test_typed_quarters_by_hand), cmocka_unit_test(test_attack_on_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
