/* Small tables for the tests of the guard: by hand and at random, and somebody who solves them for what is not shown (attacker.h). */
#ifndef TESTS_GUARD_SHEET_H
#define TESTS_GUARD_SHEET_H

#include <stdio.h>

#include "attacker.h"

#include "base/day.h"
#include "base/mem.h"
#include "measure/guard.h"

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

static inline struct indicator
indicator_of(enum measure_kind measure)
{
	struct indicator k = {.id = "test", .measure = measure, .at = DURING_PERIOD, .small_numbers_under = 5,
	    .main_period = PERIOD_FINANCIAL_YEAR};

	k.by_period[PERIOD_FINANCIAL_YEAR] = k.by_period[PERIOD_QUARTER] = true;
	return k;
}

static inline struct period
period_at(size_t p)
{
	int32_t from = day_of(2024, 4, 1);

	if (p == QUARTERS)
		return (struct period){from, day_of(2025, 3, 31)};
	return (struct period){day_add_months(from, 3 * (int)p), day_add_months(from, 3 * (int)p + 3) - 1};
}

/* Whether the period's figures are there at all. */
static inline size_t
periods_from(bool year_alone)
{
	return year_alone ? QUARTERS : 0;
}

/* ---- by hand ---------------------------------------------------------------------------------------------------------------- */

static inline void
year_put(struct sheet *s, const double counts[PLACES])
{
	memset(s, 0, sizeof *s);
	for (size_t at = 0; at < PLACES; at++)
		s->count[0][at][QUARTERS] = counts[at];
}

static inline void
expect(const struct sheet *s, size_t p, const char *withheld)
{
	char found[PLACES + 1] = {0};

	for (size_t at = 0; at < PLACES; at++)
		found[at] = s->withheld[at][p] ? 'c' : '.';
	assert_string_equal(found, withheld);
}

/* ---- at random -------------------------------------------------------------------------------------------------------------- */

static inline uint64_t
draw(uint64_t *seed, uint64_t n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (*seed >> 33) % n;
}

/* Children one by one, so that every sum holds. */
static inline void
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

static inline void
term(struct attempt *x, int32_t place, size_t p, double by)
{
	if (x->unknown[place][p] >= 0)
		x->a.coefficient[x->a.rows * x->a.n + (size_t)x->unknown[place][p]] += by;
	else
		x->a.right[x->a.rows] -= by * x->s->count[x->c][place][p];
}

/* All sums: of each level's places, of a ward's areas, of a year's quarters. */
static inline void
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
static inline size_t
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
static inline void
sheet_primary(struct sheet *s, enum measure_kind measure, bool year_alone)
{
	struct indicator k = indicator_of(measure);

	memset(s->withheld, 0, sizeof s->withheld);
	memset(s->dropped, 0, sizeof s->dropped);
	for (size_t p = periods_from(year_alone); p < PERIODS; p++)
		for (size_t at = 0; at < PLACES; at++)
			s->withheld[at][p] = guard_is_small(&k, s->count[0][at][p], s->count[0][at][p] + s->count[1][at][p]);
}

static inline size_t
told_of(const struct sheet *s, enum measure_kind measure, bool year_alone, bool typed)
{
	if (measure == MEASURE_COUNT)
		return told(s, 0, 1, year_alone, typed);
	return told(s, 0, 0, year_alone, typed) + told(s, 1, 0, year_alone, typed);
}

#endif
