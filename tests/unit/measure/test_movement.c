/* Why a measure moved, worked out by hand for the small authority of town.h; and that what is hidden stays hidden. */
#include "town.h"

#include "measure/movement_load.h"
#include "stats/random.h"

#define ASSESSMENTS "child_and_family_assessment"
#define NEAR(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static struct movement
moved(struct town *t, const char *id, struct movement_ask ask)
{
	struct movement x;

	DO(movement_of(&t->c, catalogue_indicator(t->c.catalogue, id), &ask, &x));
	return x;
}

static const struct movement_group *
group_of(const struct movement *x, size_t cut, const char *name)
{
	for (size_t i = 0; i < x->cuts.item[cut].groups.n; i++)
		if (strcmp(x->cuts.item[cut].groups.item[i].name, name) == 0)
			return &x->cuts.item[cut].groups.item[i];
	fail_msg("no group %s", name);
	return NULL;
}

/* ANN is looked after at the end of both years, BOB of the first, DAN and EVE of the second: from two to three of 1,800. The rate
 * moves by 10,000 / 1,800 = 5.56: two joined and one left. EVE alone lives in South. */
static void
test_a_level(void **state)
{
	struct town *t = *state;
	const char *care = "{\"short_break\": \"no\"}";
	struct movement x;
	struct seen seen;

	town_episode(t, ANN, "care_row", "2023-06-01", NULL, care);
	town_episode(t, BOB, "care_row", "2023-06-01", "2024-06-01", care);
	town_episode(t, DAN, "care_row", "2024-06-01", NULL, care);
	town_episode(t, EVE, "care_row", "2024-06-01", NULL, care);
	town_measure(t, "care_rate");
	x = moved(t, "care_rate", (struct movement_ask){.target = 12, .all = true});
	assert_string_equal(x.when[0], "2023-24");
	assert_string_equal(x.when[1], "2024-25");
	seen = town_seen(t, "care_rate", "E99", YEAR_2024, "total", "");
	assert_true(seen.found && fabs(seen.value - x.side[1].value) < 1e-9 && fabs(seen.lower95 - x.side[1].lower95) < 1e-9);
	NEAR(x.change.value, 10000 / 1800.0);
	assert_false(movement_is_clear(&x));
	assert_true(x.split.of[MOVE_JOINED].ones == 2 && x.split.of[MOVE_LEFT].ones == 1 && x.split.of[MOVE_SAME].ones == 1);
	NEAR(x.population, 0);
	assert_true(x.cuts.n == 1);     /* nobody has a team */
	NEAR(group_of(&x, 0, "South")->effect.all, 10000 / 1800.0);
	NEAR(group_of(&x, 0, "North")->effect.all, 0);
	assert_true(x.target.lower && x.target.needed == 1);    /* two of 1,800 are 11.1 */
	assert_non_null(strstr(movement_target_words(t->c.mem, &x), "One fewer would have reached 12 per 10,000"));
	assert_null(x.ahead.why_not);
	assert_true(x.ahead.so_far.numerator == 3 && x.ahead.came == 0 && x.ahead.went == 0);
}

/* Earlier year: ANN late, BOB and CAT in time; later year: ANN, DAN and EVE in time, BOB late. From 2 of 3 to 3 of 4, 8.33 points.
 * The middle is 17/24. Joined (2 - 17/12) / 4, left -(1 - 17/24) / 3, rose (1 - 17/24) / 4 + (17/24) / 3, fell the rest. */
static void
add_assessments(struct town *t)
{
	town_episode(t, ANN, "assessment", "2023-05-01", "2023-12-01", NULL);
	town_episode(t, BOB, "assessment", "2023-11-01", "2023-11-20", NULL);
	town_episode(t, CAT, "assessment", "2023-11-01", "2023-11-20", NULL);
	town_episode(t, ANN, "assessment", "2024-10-01", "2024-10-20", NULL);
	town_episode(t, BOB, "assessment", "2024-05-01", "2024-12-01", NULL);
	town_episode(t, DAN, "assessment", "2024-10-01", "2024-10-20", NULL);
	town_episode(t, EVE, "assessment", "2024-10-01", "2024-10-20", NULL);
}

static void
test_a_share(void **state)
{
	struct town *t = *state;
	struct movement x;

	add_assessments(t);
	town_measure(t, ASSESSMENTS);
	x = moved(t, ASSESSMENTS, (struct movement_ask){.target = 90, .all = true});
	assert_true(x.whole[0].numerator == 2 && x.whole[0].denominator == 3);
	assert_true(x.whole[1].numerator == 3 && x.whole[1].denominator == 4);
	NEAR(move_effect(x.value, x.whole, x.split.of[MOVE_JOINED].sum, x.per).all, 100 * (2 - 17 / 12.0) / 4);
	NEAR(move_effect(x.value, x.whole, x.split.of[MOVE_LEFT].sum, x.per).all, -100 * (1 - 17 / 24.0) / 3);
	NEAR(move_effect(x.value, x.whole, x.split.of[MOVE_ROSE].sum, x.per).all, 100 * ((1 - 17 / 24.0) / 4 + 17 / 72.0));
	assert_true(x.split.of[MOVE_FELL].ones == 1 && x.split.of[MOVE_SAME].ones == 0);
	NEAR(group_of(&x, 0, "North")->effect.all + group_of(&x, 0, "South")->effect.all, x.change.value);
	assert_true(x.target.needed == 1);
	assert_string_equal(movement_target_words(t->c.mem, &x),
	    "One more on time, of 4, would have reached 90% (the target asked for) in 2024-25.");
}

/* On 31 August 2025, with 212 days of 365 to go and four finished in the 365 days before, 4 x 212 / 365 = 2.3, so two more are
 * expected. GUS's, of 20 August, is due in time; FAY's, of January, is late already: at most one of the two can be in time. */
static void
test_the_end(void **state)
{
	struct town *t = *state;
	struct movement x;

	add_assessments(t);
	town_episode(t, GUS, "assessment", "2025-08-20", NULL, NULL);
	town_episode(t, FAY, "assessment", "2025-01-06", NULL, NULL);
	town_measure(t, ASSESSMENTS);
	x = moved(t, ASSESSMENTS, (struct movement_ask){.target = 50, .all = true});
	assert_null(x.ahead.why_not);
	assert_string_equal(x.ahead.when, "2025-26");
	assert_true(x.ahead.so_far.denominator == 0 && x.ahead.further == 2);
	assert_true(x.ahead.open_due == 1 && x.ahead.overdue == 1);
	assert_true(x.ahead.numerator.upper == 1);
	assert_true(x.ahead.highest == 50 && x.ahead.lowest == 0);
	assert_true(x.target.at_end == 1 && x.target.reachable);
	assert_string_equal(movement_end_words(t->c.mem, &x),
	    "One more on time, of about two still expected, reaches 50% by the end of 2025-26.");
	x = moved(t, ASSESSMENTS, (struct movement_ask){.target = 90, .all = true});
	assert_false(x.target.reachable);
	assert_non_null(strstr(movement_end_words(t->c.mem, &x), "can no longer reach 90%"));
}

/* Without a target of its own the measure aims at England's newest value, 70: three of four are beyond it, two of three are not. */
static void
test_england_is_the_target(void **state)
{
	struct town *t = *state;
	struct movement x;

	add_assessments(t);
	town_run(t, "insert into area (code, kind, name) values ('E92000001', 'country', 'England')");
	town_run(t, "update area set parent = 'E92000001' where code = 'E99'");
	town_run(t, "insert into published_measure (id, dataset, title, topic, unit, better) values ('lait.Continue_Assess_Comp',"
	    " 'published_lait', 'Assessments', 'x', '%', 'higher')");
	town_run(t, "insert into observation (indicator, area, period_from, period_to, dimension, category, value, basis) values"
	    " ('lait.Continue_Assess_Comp', 'E92000001', '2023-04-01', '2024-03-31', 'total', '', 70, 'published'),"
	    " ('lait.Continue_Assess_Comp', 'E99', '2023-04-01', '2024-03-31', 'total', '', 60, 'published')");
	town_measure(t, ASSESSMENTS);
	x = moved(t, ASSESSMENTS, (struct movement_ask){.target = NAN, .all = true});
	assert_true(x.target.target == 70 && x.target.needed == 0);
	assert_string_equal(movement_target_words(t->c.mem, &x), "The figure of 2024-25 reached 70% (England's value in 2023-24).");
	x = moved(t, ASSESSMENTS, (struct movement_ask){.period = "2024-25", .against = "2023-24", .target = 76, .all = true});
	assert_true(x.target.target == 76 && x.target.needed == 1);
}

/* The files begin on 1 June 2023, amid the first year: a change from what they cover in part is not called chance or more. */
static void
test_supplied_in_part(void **state)
{
	struct town *t = *state;
	struct movement x;

	town_run(t, "update batch set covers_from = '2023-06-01'");
	add_assessments(t);
	town_measure(t, ASSESSMENTS);
	x = moved(t, ASSESSMENTS, (struct movement_ask){.target = NAN, .all = true});
	assert_string_equal(x.in_part, "2023-24");
	assert_true(isnan(x.change.lower) && !movement_is_clear(&x));
	assert_non_null(strstr(movement_chance(t->c.mem, &x), "cover 2023-24 in part"));
}

/* Six in time in each year, all of the same children: shown. One of GUS more: the whole is shown, but that one child joined is not,
 * nor any locality, for South has one or two. */
static void
test_few_are_hidden(void **state)
{
	static const enum child who[] = {ANN, BOB, CAT, DAN, ANN, BOB};
	struct town *t = *state;
	struct movement x;

	for (int i = 0; i < 6; i++) {
		town_episode(t, who[i], "assessment", "2023-11-01", "2023-11-20", NULL);
		town_episode(t, who[i], "assessment", "2024-11-01", "2024-11-20", NULL);
	}
	town_episode(t, GUS, "assessment", "2024-11-01", "2024-11-20", NULL);
	town_measure(t, ASSESSMENTS);
	x = moved(t, ASSESSMENTS, (struct movement_ask){.target = NAN});
	assert_false(x.hidden);
	assert_true(x.side[0].numerator == 6 && x.side[1].numerator == 7);
	assert_true(x.split_hidden);
	assert_true(x.cuts.item[0].hidden && x.cuts.item[0].groups.n == 0);
	x = moved(t, ASSESSMENTS, (struct movement_ask){.target = NAN, .all = true});
	assert_true(!x.split_hidden && x.split.of[MOVE_JOINED].ones == 1);
}

/* Twelve of North and twelve of South are not few, a year later thirteen and twelve. What the measure's page withholds of a
 * locality, or of everybody, is not said here either. */
static void
test_withheld_elsewhere(void **state)
{
	struct town *t = *state;
	struct movement x;

	for (int i = 0; i < 25; i++) {
		if (i < 24)
			town_episode(t, i % 2 ? ANN : EVE, "assessment", "2023-11-01", "2023-11-20", NULL);
		town_episode(t, i % 2 ? EVE : ANN, "assessment", "2024-11-01", "2024-11-20", NULL);
	}
	town_measure(t, ASSESSMENTS);
	DO(store_begin(&t->c));
	town_run(t, "update observation set withheld = null");
	DO(store_commit(&t->c));
	x = moved(t, ASSESSMENTS, (struct movement_ask){.by = "locality", .target = NAN});
	assert_true(!x.hidden && x.cuts.n == 1 && !x.cuts.item[0].hidden);
	assert_int_equal(x.cuts.item[0].groups.n, 2);

	DO(store_begin(&t->c));
	town_run(t, "update observation set withheld = 'yes' where area = 'S' and dimension = 'total' and period_from = '2023-04-01'"
	    " and period_to = '2024-03-31'");
	DO(store_commit(&t->c));
	x = moved(t, ASSESSMENTS, (struct movement_ask){.by = "locality", .target = NAN});
	assert_true(!x.hidden && x.cuts.item[0].hidden && x.cuts.item[0].groups.n == 0);

	DO(store_begin(&t->c));
	town_run(t, "update observation set withheld = 'yes' where area = 'E99' and dimension = 'total' and period_from = '2024-04-01'"
	    " and period_to = '2025-03-31'");
	DO(store_commit(&t->c));
	x = moved(t, ASSESSMENTS, (struct movement_ask){.by = "locality", .target = NAN});
	assert_true(x.hidden && isnan(x.side[1].value));
	x = moved(t, ASSESSMENTS, (struct movement_ask){.by = "locality", .target = NAN, .all = true});
	assert_true(!x.hidden && x.side[1].numerator == 25 && !x.cuts.item[0].hidden);
}

/* Three of 1,800 are few: nothing is said of the change, nor of what would reach a target. */
static void
test_all_is_hidden(void **state)
{
	struct town *t = *state;
	struct movement x;

	add_assessments(t);
	town_measure(t, ASSESSMENTS);
	x = moved(t, ASSESSMENTS, (struct movement_ask){.target = 90});
	assert_true(x.hidden && x.split_hidden && x.cuts.n == 0);
	assert_true(isnan(x.side[0].value) && isnan(x.side[1].numerator) && isnan(x.target.needed));
	assert_null(movement_target_words(t->c.mem, &x));
	assert_non_null(strstr(movement_answer(t->c.mem, &x), "hidden"));
}

/* Of every measure that has two periods the parts, and the groups, add up to the change, and the figures are those that were
 * measured. */
static void
test_every_measure(void **state)
{
	static const char *const kinds[] = {"care_row", "assessment", "cin_plan", "cp_plan", "early_help", "missing", "enrolment"};
	struct town *t = *state;
	int seen = 0;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		for (int who = ANN; who <= HAL; who++) {
			town_episode(t, (enum child)who, kinds[i], who % 2 ? "2023-05-01" : "2024-06-10", who % 3 ? NULL : "2024-09-01", NULL);
			town_event(t, (enum child)who, "referral", who % 3 ? "2023-10-01" : "2024-10-01", NULL, NULL);
			town_event(t, (enum child)who, "referral", who % 2 ? "2024-02-01" : "2024-12-01", NULL, NULL);
		}
	town_measure(t, NULL);
	for (size_t i = 0; i < t->c.catalogue->n_indicators; i++) {
		const struct indicator *k = &t->c.catalogue->indicator[i];
		struct move_sum sum[2] = {{0, 0}, {0, 0}};
		double effect, by_group;
		struct movement x;

		if (!k->rows)
			continue;
		x = moved(t, k->id, (struct movement_ask){.target = NAN, .all = true});
		if (!x.when[0] || k->measure == MEASURE_MEDIAN || isnan(x.change.value))
			continue;
		seen++;
		effect = by_group = x.population;
		for (int class = 0; class < MOVE_CLASSES; class++) {
			for (int side = 0; side < 2; side++) {
				sum[side].numerator += x.split.of[class].sum[side].numerator;
				sum[side].denominator += x.split.of[class].sum[side].denominator;
			}
			effect += move_effect(x.value, x.whole, x.split.of[class].sum, x.per).all;
		}
		for (int side = 0; side < 2; side++) {
			NEAR(sum[side].numerator, x.side[side].numerator);
			assert_true(x.value != MOVE_SHARE || fabs(sum[side].denominator - x.side[side].denominator) < 1e-9);
		}
		NEAR(effect, x.change.value);
		for (size_t g = 0; x.cuts.n && g < x.cuts.item[0].groups.n; g++)
			by_group += x.cuts.item[0].groups.item[g].effect.all;
		assert_true(!x.cuts.n || fabs(by_group - x.change.value) < 1e-9);
	}
	print_message("%d measures\n", seen);
	assert_true(seen >= 10);
}

static void
test_what_is_asked(void **state)
{
	struct town *t = *state;
	const struct indicator *k = catalogue_indicator(t->c.catalogue, ASSESSMENTS);
	const struct movement_ask wrong[] = {
		{.period = "2031-32", .target = NAN}, {.period = "2023-24", .against = "2024-25", .target = NAN},
		{.against = "November 2023", .target = NAN}, {.by = "shoe_size", .target = NAN}, {.by = "lsoa", .target = NAN},
	};
	struct movement x;

	add_assessments(t);
	town_measure(t, ASSESSMENTS);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		assert_int_equal(movement_of(&t->c, k, &wrong[i], &x), ERR_INPUT);
		fail_clear(&t->c);
	}
	k = catalogue_indicator(t->c.catalogue, "attainment_8");
	assert_int_equal(movement_of(&t->c, k, &(struct movement_ask){.target = NAN}, &x), ERR_INPUT);
	fail_clear(&t->c);
	x = moved(t, ASSESSMENTS, (struct movement_ask){.period = "november 2023", .target = NAN, .all = true});
	assert_true(x.when[1] && !x.when[0] && x.whole[1].denominator == 2);
}

/* Where the owner rounds, the whole is shown rounded and nothing from which its counts would follow. */
static void
test_rounded_stays_rounded(void **state)
{
	struct town *t = *state;
	struct indicator k = *catalogue_indicator(t->c.catalogue, "care_rate");
	struct movement x = {.k = &k, .value = MOVE_RATE, .per = 10000, .when = {"before", "after"}, .population = 3,
	    .whole = {{103, 1800}, {112, 1900}}, .ahead = {.so_far = {104, 1900}, .open_due = NAN, .overdue = NAN, .came = NAN,
	    .went = NAN}, .target = {.target = 500, .needed = 17, .at_end = 9}};

	k.round_to = 5;
	k.small_numbers_under = 8;
	for (int side = 0; side < 2; side++)
		x.side[side] = (struct shown){.dimension = "total", .category = "", .numerator = x.whole[side].numerator,
		    .denominator = x.whole[side].denominator, .value = 572};
	push(t->c.mem, &x.cuts)->name = "g";
	movement_hide(t->c.mem, &x);
	assert_true(!x.hidden && x.side[0].numerator == 105 && x.side[1].numerator == 110);
	assert_true(x.split_hidden && x.cuts.n == 0 && isnan(x.population));
	assert_true(x.ahead.why_not && isnan(x.target.needed) && isnan(x.target.at_end));
}

/* Rows of nobody that is known are each their own; the rows of one child are one. */
static void
test_nobody_is_not_one(void **state)
{
	struct counted before[] = {{0, -1, -1, 0, 1, 1}, {0, -1, -1, 0, 0, 1}, {0, 7, 7, 0, 1, 1}, {0, 7, 7, 0, 1, 1}};
	struct counted after[] = {{0, -1, -1, 0, 1, 1}, {0, 7, 7, 0, 1, 1}, {0, 9, 9, 0, 0, 1}};
	const struct counted_list side[] = {{before, 4, 4}, {after, 3, 3}};
	struct moving x = {0};
	struct move_split split = {0};

	(void)state;
	moving_split(&x, side, NULL, &split, NULL);
	assert_true(split.of[MOVE_LEFT].ones == 2 && split.of[MOVE_JOINED].ones == 2);
	assert_true(split.of[MOVE_FELL].ones == 1 && split.of[MOVE_FELL].sum[0].numerator == 2);
	assert_true(split.whole.ones == 5);
}

/* Snapshots of three months: a child in each of them is one child in the quarter's mean month. */
static void
test_mean_months(void **state)
{
	struct mem *m = mem_new();
	int32_t key[] = {4, 4, 4}, person[] = {-1, -1, -1};
	int32_t since[] = {day_of(2025, 1, 31), day_of(2025, 2, 28), day_of(2025, 3, 31)};
	float hit[] = {1, 1, 0};
	const struct fact_rows rows = {.n = 3, .key = key, .person = person, .since = since, .hit = hit};
	const struct question q = {.measure = MEASURE_PROPORTION, .at = DURING_PERIOD, .unit = UNIT_ROW, .monthly = true, .per = 100};
	struct period quarter = {day_of(2025, 1, 1), day_of(2025, 3, 31)};
	const struct periods periods = {.kind = PERIOD_QUARTER, .item = &quarter, .n = 1};
	const struct breakdown b = {.n_cells = 1};
	struct counted_list each = tally_each(m, &b, &q, &rows, &periods);
	struct move_sum sum = moving_sum(&each);

	(void)state;
	assert_true(each.n == 3);
	NEAR(sum.numerator, 2 / 3.0);
	NEAR(sum.denominator, 1);
	NEAR(tally_rows(m, &b, &q, &rows, &periods)->sum[0].numerator, sum.numerator);
	mem_free(m);
}

/* Whatever the groups are, none that is shown is small, those added up are two or more, and all add up to what they did. */
static void
test_no_subtraction(void **state)
{
	static const char *const names[] = {"a", "b", "c", "d", "e"};
	struct town *t = *state;
	const struct indicator *k = catalogue_indicator(t->c.catalogue, ASSESSMENTS);
	struct random r;
	int shown = 0;

	random_seed(&r, 3);
	for (int round = 0; round < 500; round++) {
		struct movement x = {.k = k, .value = MOVE_SHARE, .per = 100, .when = {"before", "after"}, .ahead = {.why_not = ""}};
		struct movement_cut *cut = push(t->c.mem, &x.cuts);
		double after = 0;

		*cut = (struct movement_cut){.name = "g"};
		for (int g = 0; g < 5; g++) {
			struct movement_group group = {.name = names[g]};

			for (int side = 0; side < 2; side++) {
				struct move_sum *sum = &group.split.whole.sum[side];

				sum->numerator = floor(random_uniform(&r) * 12);
				sum->denominator = sum->numerator + floor(random_uniform(&r) * 12);
				x.whole[side].numerator += sum->numerator;
				x.whole[side].denominator += sum->denominator;
			}
			group.split.whole.ones = group.split.whole.sum[0].denominator;
			after += group.split.whole.sum[1].numerator;
			*push(t->c.mem, &cut->groups) = group;
		}
		for (int side = 0; side < 2; side++)
			x.side[side] = (struct shown){.dimension = "total", .category = "", .numerator = x.whole[side].numerator,
			    .denominator = x.whole[side].denominator, .value = 50};
		movement_hide(t->c.mem, &x);
		assert_true(!x.hidden || x.cuts.n == 0);
		if (x.hidden)
			continue;
		shown++;
		for (size_t i = 0; i < cut->groups.n; i++) {
			const struct movement_group *g = &cut->groups.item[i];

			for (int side = 0; side < 2; side++) {
				double n = g->split.whole.sum[side].numerator, late = g->split.whole.sum[side].denominator - n;

				assert_true((n <= 0 || n >= 5) && (late <= 0 || late >= 5));
			}
			assert_true(g->folded != 1);
			after -= g->split.whole.sum[1].numerator;
		}
		assert_true(cut->hidden || fabs(after) < 1e-9);
	}
	assert_true(shown > 400);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TOWN_TEST(test_a_level), TOWN_TEST(test_a_share), TOWN_TEST(test_the_end), TOWN_TEST(test_england_is_the_target), TOWN_TEST(test_supplied_in_part), TOWN_TEST(test_few_are_hidden),
	    TOWN_TEST(test_withheld_elsewhere), TOWN_TEST(test_all_is_hidden), TOWN_TEST(test_every_measure), TOWN_TEST(test_what_is_asked), TOWN_TEST(test_no_subtraction), TOWN_TEST(test_rounded_stays_rounded),
	    cmocka_unit_test(test_nobody_is_not_one), cmocka_unit_test(test_mean_months),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
