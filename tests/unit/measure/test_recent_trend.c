/* The recent trend: of series worked out by hand, and of every series of the real Fingertips file beside its official marker
 * (../shared/data/published, or $BAIRN_SHARED/data/published, where they are at hand). */
#include "people/desk.h"

#include <math.h>

#include "measure/measure.h"
#include "measure/recent_trend.h"

static struct published_figure
year_of(int from, int years, double value, double error)
{
	return (struct published_figure){.area = "A", .area_name = "A", .period = {day_of(from, 4, 1), day_of(from + years, 3, 31)},
	    .numerator = 100, .denominator = 1000, .value = value, .lower95 = value - 1.96 * error, .upper95 = value + 1.96 * error};
}

static struct recent_trend
trend_with(struct desk *d, const double *value, size_t n, int years, double error, enum polarity better)
{
	struct published p = {.id = "x", .better = better};
	struct published_figures series = {0};

	for (size_t i = 0; i < n; i++)
		*push(d->c.mem, &series) = year_of(2010 + (int)i, years, value[i], error);
	return published_trend(d->c.mem, &p, &series);
}

/* Five equal weights 1/e²: the squares of the years about their mean sum to 10, so the slope of 10 12 14 16 18 is 2 and its
 * chi-squared 2² × 10 / e²: 40 with an error of 1, 4.44 with 3; the limit is 9.55. */
static void
test_by_hand(void **state)
{
	static const double rising[] = {10, 12, 14, 16, 18}, falling[] = {99, 1, 18, 16, 14, 12, 10}, gap[] = {10, 12, NAN, 16, 18};
	struct desk *d = *state;
	struct recent_trend t = trend_with(d, rising, 5, 1, 1, POLARITY_LOWER);

	assert_int_equal(t.trend, TREND_UP_WORSE);
	assert_string_equal(t.kind, "worse");
	assert_string_equal(t.words, "going up, and getting worse");
	assert_int_equal(t.points, 5);
	assert_int_equal(trend_with(d, rising, 5, 1, 3, POLARITY_LOWER).trend, TREND_NO_CHANGE);
	assert_string_equal(trend_with(d, rising, 5, 1, 3, POLARITY_LOWER).words, "no clear change");
	/* the last five alone are looked at */
	assert_string_equal(trend_with(d, falling, 7, 1, 1, POLARITY_LOWER).words, "going down, and getting better");
	assert_string_equal(trend_with(d, falling, 7, 1, 1, POLARITY_NEITHER).words, "going down");
	assert_string_equal(trend_with(d, falling, 7, 1, 1, POLARITY_HIGHER).words, "going down, and getting worse");
	/* four are too few, and one that is missing is none */
	assert_int_equal(trend_with(d, rising, 4, 1, 1, POLARITY_LOWER).trend, TREND_UNKNOWN);
	assert_int_equal(trend_with(d, gap, 5, 1, 1, POLARITY_LOWER).trend, TREND_UNKNOWN);
	assert_string_equal(trend_with(d, gap, 5, 1, 1, POLARITY_LOWER).words, "");
}

/* Of periods of three years each, one year apart, every third is looked at: seven hold three, thirteen five. */
static void
test_overlapping(void **state)
{
	static const double rising[] = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22};
	struct desk *d = *state;

	assert_int_equal(trend_with(d, rising, 7, 3, 1, POLARITY_LOWER).points, 3);
	assert_int_equal(trend_with(d, rising, 7, 3, 1, POLARITY_LOWER).trend, TREND_UNKNOWN);
	assert_int_equal(trend_with(d, rising, 13, 3, 1, POLARITY_LOWER).points, 5);
	assert_int_equal(trend_with(d, rising, 13, 3, 1, POLARITY_LOWER).trend, TREND_UP_WORSE);
}

/* ---- the real file ---------------------------------------------------------------------------------------------------- */

static const char *
fingertips(struct desk *d)
{
	const char *folder = getenv("BAIRN_SHARED");
	const char *path = mem_format(d->c.mem, "%s/data/published/fingertips_90284.csv.gz", folder ? folder : "../shared");

	if (access(path, R_OK) == 0)
		return path;
	printf("# skip: %s is not there\n", path);
	return NULL;
}

struct marked {
	const char *area, *dimension, *category, *trend;
};
struct marked_list {
	struct marked *item;
	size_t n, cap;
};

/* Every series of the file, with the marker of its newest period; "" where it has none. */
static void
marked_series(struct desk *d, struct marked_list *out)
{
	struct rows *r = store_query(&d->c, "select o.area, o.dimension, o.category, max(coalesce(m.trend, '')) from observation o"
	    " left join published_mark m on m.indicator = o.indicator and m.area = o.area and m.period_from = o.period_from"
	    " and m.period_to = o.period_to and m.dimension = o.dimension and m.category = o.category"
	    " where o.indicator = 'fingertips.90284' group by o.area, o.dimension, o.category order by 1, 2, 3", 0);

	while (rows_next(r))
		*push(d->c.mem, out) = (struct marked){col_text(r, 0, d->c.mem), col_text(r, 1, d->c.mem), col_text(r, 2, d->c.mem),
		    col_text(r, 3, d->c.mem)};
	DO(rows_end(r));
}

/* What the official words say, and what they mean: the two directions are exchanged at source, for England falls from 93.6 in
 * 2019-20 to 72.7 in 2023-24 and is marked as increasing. */
static const struct {
	const char *official;
	enum trend found;
} meaning[] = {
	{"No significant change", TREND_NO_CHANGE}, {"Increasing and getting worse", TREND_DOWN_BETTER},
	{"Decreasing and getting better", TREND_UP_WORSE}, {"Cannot be calculated", TREND_UNKNOWN}, {"", TREND_UNKNOWN},
};
#define MEANINGS (sizeof meaning / sizeof meaning[0])

/* Every series of five points or more (285 of 304: counted with a script that shares no code with this) has the official
 * marker's answer to whether it changes, without exception; none has it that the file says cannot be calculated; and all 157
 * that change go the other way than the marker's words say. */
static void
test_fingertips_markers(void **state)
{
	struct desk *d = *state;
	const char *path = fingertips(d);
	struct marked_list all = {0};
	size_t seen[MEANINGS] = {0};

	if (!path)
		return;
	assert_int_equal(desk_import(d, path), OK);
	marked_series(d, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct marked *s = &all.item[i];
		struct published p = {.id = "fingertips.90284", .better = POLARITY_LOWER, .n_source = 1,
		    .source = {{.value = "fingertips.90284", .dimension = s->dimension, .category = s->category}}};
		struct published_figures series = {0};
		struct recent_trend t;
		size_t k = 0;

		DO(published_series(&d->c, &p, s->area, &series));
		t = published_trend(d->c.mem, &p, &series);
		while (k < MEANINGS && strcmp(meaning[k].official, s->trend) != 0)
			k++;
		if (k == MEANINGS || t.trend != meaning[k].found)
			fail_msg("%s %s %s, %zu points: \"%s\", officially \"%s\"", s->area, s->dimension, s->category, t.points, t.words,
			    s->trend);
		seen[k]++;
	}
	assert_int_equal(seen[0], 128);
	assert_int_equal(seen[1], 152);
	assert_int_equal(seen[2], 5);
	assert_int_equal(all.n, 304);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_by_hand), DESK_TEST(test_overlapping), DESK_TEST(test_fingertips_markers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
