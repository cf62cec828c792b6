/* Why a number moved, by hand: parts that add up, what a target needs, where a period may end. */
#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "stats/move.h"
#include "stats/random.h"

#define NEAR(a, b) assert_true(fabs((a) - (b)) < 1e-9)

/* Before: 60 of 100 (60 %), in North 20 of 40 (50 %), South 40 of 60. After: 84 of 120 (70 %), North 30 of 40 (75 %), South 54 of
 * 80 (67.5 %). The middle of the whole is 65 %. North: (30 - 26) / 120 - (20 - 26) / 100 = 9.333 points; South: (54 - 52) / 120 -
 * (40 - 39) / 100 = 0.667; together ten. North's own: (0.4 + 1/3) / 2 x 25 = 9.167. */
static void
test_shares(void **state)
{
	const struct move_sum whole[] = {{60, 100}, {84, 120}}, north[] = {{20, 40}, {30, 40}}, south[] = {{40, 60}, {54, 80}};
	struct move_effect n = move_effect(MOVE_SHARE, whole, north, 100), s = move_effect(MOVE_SHARE, whole, south, 100);

	(void)state;
	NEAR(n.all, 28 / 3.0);
	NEAR(s.all, 2 / 3.0);
	NEAR(n.own, 55 / 6.0);
	NEAR(n.mix, n.all - n.own);
	assert_true(move_population(MOVE_SHARE, whole, 100) == 0);
}

/* 100 of 10,000 and 90 of 12,000: from 100 to 75 per 10,000. Ten fewer: -10 x (1 + 1/1.2) / 2 = -9.1667; the population: 95 x
 * (1/1.2 - 1) = -15.8333; together -25. */
static void
test_rates(void **state)
{
	const struct move_sum whole[] = {{100, 10000}, {90, 12000}};
	struct move_effect e = move_effect(MOVE_RATE, whole, whole, 10000);

	(void)state;
	NEAR(e.all, -55 / 6.0);
	NEAR(move_population(MOVE_RATE, whole, 10000), -95 / 6.0);
	NEAR(move_effect(MOVE_COUNT, whole, whole, 1).all, -10);
}

static double
whole_number(struct random *r, double under)
{
	return floor(random_uniform(r) * under);
}

/* The property: of any children in any groups, what joined, left and changed adds up to the change of the count; what the parts
 * and the groups add adds up to the change of the value. */
static void
test_parts_add_up(void **state)
{
	struct random r;

	(void)state;
	random_seed(&r, 7);
	for (int round = 0; round < 300; round++) {
		struct move_split all = {0}, group[3] = {0};
		struct move_sum whole[2];
		double joined, left, rose, fell, effect = 0, by_group = 0, change;

		for (int child = 0; child < 40; child++) {
			const bool in[] = {whole_number(&r, 4) > 0 || child == 0, whole_number(&r, 4) > 0 || child == 0};
			const struct move_sum sum[] = {{whole_number(&r, 2), 1}, {whole_number(&r, 2), 1}};
			int at[] = {(int)whole_number(&r, 3), (int)whole_number(&r, 3)};

			move_add(&all, sum, in, in);
			for (int g = 0; g < 3; g++)
				move_add(&group[g], sum, (const bool[]){in[0] && at[0] == g, in[1] && at[1] == g}, in);
		}
		whole[0] = all.whole.sum[0];
		whole[1] = all.whole.sum[1];
		joined = all.of[MOVE_JOINED].sum[1].numerator;
		left = all.of[MOVE_LEFT].sum[0].numerator;
		rose = all.of[MOVE_ROSE].ones;
		fell = all.of[MOVE_FELL].ones;
		assert_true(whole[1].numerator - whole[0].numerator == joined - left + rose - fell);
		assert_true(whole[1].denominator - whole[0].denominator == all.of[MOVE_JOINED].ones - all.of[MOVE_LEFT].ones);
		assert_true(all.of[MOVE_MOVED_IN].ones == 0 && all.of[MOVE_MOVED_OUT].ones == 0);
		change = move_value(MOVE_SHARE, whole[1], 100) - move_value(MOVE_SHARE, whole[0], 100);
		for (int i = 0; i < MOVE_CLASSES; i++)
			effect += move_effect(MOVE_SHARE, whole, all.of[i].sum, 100).all;
		for (int g = 0; g < 3; g++)
			by_group += move_effect(MOVE_SHARE, whole, group[g].whole.sum, 100).all;
		NEAR(effect, change);
		NEAR(by_group, change);
		effect = move_population(MOVE_RATE, whole, 1000);
		for (int i = 0; i < MOVE_CLASSES; i++)
			effect += move_effect(MOVE_RATE, whole, all.of[i].sum, 1000).all;
		NEAR(effect, 10 * change);
	}
}

/* 32 of 40 are 80 %: 90 % are 36, so four more. 31 of 40: five. 36 of 40 is there. 101 % nobody reaches. Lower is better: 32 of 40
 * to 50 % are twelve fewer. 45 in 9,000 are 50 per 10,000; 40 per 10,000 are 36, nine fewer, 41 are 36.9, so also nine. */
static void
test_targets(void **state)
{
	(void)state;
	assert_true(move_needed(MOVE_SHARE, (struct move_sum){32, 40}, 100, 90, false) == 4);
	assert_true(move_needed(MOVE_SHARE, (struct move_sum){31, 40}, 100, 90, false) == 5);
	assert_true(move_needed(MOVE_SHARE, (struct move_sum){36, 40}, 100, 90, false) == 0);
	assert_true(isinf(move_needed(MOVE_SHARE, (struct move_sum){36, 40}, 100, 101, false)));
	assert_true(move_needed(MOVE_SHARE, (struct move_sum){32, 40}, 100, 50, true) == 12);
	assert_true(isinf(move_needed(MOVE_SHARE, (struct move_sum){32, 40}, 100, -1, true)));
	assert_true(move_needed(MOVE_RATE, (struct move_sum){45, 9000}, 10000, 40, true) == 9);
	assert_true(move_needed(MOVE_RATE, (struct move_sum){45, 9000}, 10000, 41, true) == 9);
	assert_true(move_needed(MOVE_COUNT, (struct move_sum){45, NAN}, 1, 47, false) == 2);
	assert_true(isnan(move_needed(MOVE_SHARE, (struct move_sum){0, 0}, 100, 90, false)));
}

/* 32 of 40: with forty more, all hits, 72 of 80 are 90 %; with 39, 71 of 79 are 89.9. To 50 % with none: 64, so 24 more. */
static void
test_next(void **state)
{
	(void)state;
	assert_true(move_needed_next((struct move_sum){32, 40}, 100, 90, false) == 40);
	assert_true(move_needed_next((struct move_sum){32, 40}, 100, 50, true) == 24);
	assert_true(move_needed_next((struct move_sum){36, 40}, 100, 90, false) == 0);
	assert_true(isinf(move_needed_next((struct move_sum){32, 40}, 100, 100, false)));
	assert_true(isinf(move_needed_next((struct move_sum){32, 40}, 100, 0, true)));
}

/* The negative binomial of size 20.5 and chance 1/2 has its tails beyond 9 and 34, the beta-binomial of 20 with 50.5 and 50.5 beyond
 * 5 and 15: probabilities summed up by another program, from log gamma functions. Of two cases after none, a = b = 1/2: 0, 1 and 2
 * have 3/8, 1/4 and 3/8. */
static void
test_ahead(void **state)
{
	struct move_range e = move_ahead_events(20, 6, 6), h = move_ahead_hits(0, 0, 2), l = move_ahead_level(100, 0, 0, INFINITY);

	(void)state;
	assert_true(e.lower == 9 && e.upper == 34 && e.middle == 20.5);
	assert_true(move_ahead_events(20, 6, 0).upper == 0);
	assert_true(isnan(move_ahead_events(20, 0, 6).lower));
	assert_true(h.lower == 0 && h.upper == 2 && h.middle == 1);
	h = move_ahead_hits(95, 100, 1);
	assert_true(h.lower == 0 && h.upper == 1);
	assert_true(move_ahead_hits(50, 100, 20).lower == 5 && move_ahead_hits(50, 100, 20).upper == 15);
	assert_true(l.middle == 100 && l.lower == 97 && l.upper == 103);       /* 1.96 x root 2 = 2.8 */
	l = move_ahead_level(3, 2, 9, 4);
	assert_true(l.lower == 0 && l.middle == 0 && l.upper == 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shares), cmocka_unit_test(test_rates), cmocka_unit_test(test_parts_add_up),
	    cmocka_unit_test(test_targets), cmocka_unit_test(test_next), cmocka_unit_test(test_ahead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
