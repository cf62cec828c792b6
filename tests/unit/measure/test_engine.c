/* The engine's pure parts: periods, breakdowns, folding rows to children, figures. No database. */
#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "measure/figure.h"
#include "measure/period.h"
#include "measure/tally.h"

/* After ours: cmocka defines fail() as a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct mem *mem;

static int
start(void **state)
{
	(void)state;
	mem = mem_new();
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	mem_free(mem);
	return 0;
}

/* ---- periods ------------------------------------------------------------------------------------------------ */

static void
test_period_names(void **state)
{
	static const struct { enum period_kind kind; int year, month, day; const char *name; } cases[] = {
		{PERIOD_DAY, 2026, 3, 3, "3 March 2026"}, {PERIOD_MONTH, 2025, 3, 9, "March 2025"},
		{PERIOD_QUARTER, 2025, 3, 31, "January to March 2025"}, {PERIOD_CALENDAR_YEAR, 2024, 7, 1, "2024"},
		{PERIOD_FINANCIAL_YEAR, 2025, 3, 31, "2024-25"}, {PERIOD_FINANCIAL_YEAR, 2025, 4, 1, "2025-26"},
		{PERIOD_ACADEMIC_YEAR, 2025, 8, 31, "2024-25"}, {PERIOD_ROLLING_12_MONTHS, 2025, 5, 2, "year to May 2025"},
		{PERIOD_TERM, 2024, 10, 1, "autumn term 2024"}, {PERIOD_TERM, 2024, 3, 31, "spring term 2024"},
		{PERIOD_TERM, 2024, 4, 1, "summer term 2024"}, {PERIOD_TERM, 2025, 4, 20, "spring term 2025"},
		{PERIOD_THREE_YEARS, 2025, 3, 31, "2022-25, three years"},
		{PERIOD_WINTER, 2025, 1, 15, "December 2024 to February 2025"},
		{PERIOD_WINTER, 2024, 2, 29, "December 2023 to February 2024"},
		{PERIOD_WINTER, 2024, 3, 1, "December 2024 to February 2025"},        /* the next one */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct period p = period_holding(cases[i].kind, PERIOD_FINANCIAL_YEAR,
		    day_of(cases[i].year, cases[i].month, cases[i].day));

		assert_string_equal(period_name(mem, cases[i].kind, p), cases[i].name);
		assert_int_equal(period_kind_of(NULL, p), cases[i].kind);
	}
}

/* From 15 January 2023 to 30 June 2025: whole financial years 2023-24 and 2024-25; by their end 2022-23 too. The months
 * from February 2023 to June 2025 are 29. Twelve months that lie within end January 2024 to June 2025: 18 (the first whole
 * months are February 2023 to January 2024). One pooled stretch of three years would have to begin in 2022. */
static void
test_periods_between(void **state)
{
	int32_t first = day_of(2023, 1, 15), last = day_of(2025, 6, 30);
	struct periods p = periods_between(mem, PERIOD_FINANCIAL_YEAR, PERIOD_FINANCIAL_YEAR, first, last, false);

	(void)state;
	assert_int_equal(p.n, 2);
	assert_int_equal(p.item[0].from, day_of(2023, 4, 1));
	assert_int_equal(periods_between(mem, PERIOD_FINANCIAL_YEAR, PERIOD_FINANCIAL_YEAR, first, last, true).n, 3);
	assert_int_equal(periods_between(mem, PERIOD_MONTH, PERIOD_FINANCIAL_YEAR, first, last, false).n, 29);
	p = periods_between(mem, PERIOD_ROLLING_12_MONTHS, PERIOD_FINANCIAL_YEAR, first, last, false);
	assert_int_equal(p.n, 18);
	assert_int_equal(p.item[0].to, day_of(2024, 1, 31));
	assert_int_equal(periods_between(mem, PERIOD_THREE_YEARS, PERIOD_FINANCIAL_YEAR, first, last, false).n, 0);
	assert_int_equal(periods_between(mem, PERIOD_DAY, PERIOD_FINANCIAL_YEAR, first, last, true).n, 1);
	assert_int_equal(periods_between(mem, PERIOD_MONTH, PERIOD_FINANCIAL_YEAR, last, first, false).n, 0);
	/* the winters of 2023-24 and 2024-25; by its end that of 2022-23 too */
	p = periods_between(mem, PERIOD_WINTER, PERIOD_FINANCIAL_YEAR, first, last, false);
	assert_int_equal(p.n, 2);
	assert_int_equal(p.item[0].to, day_of(2024, 2, 29));
	assert_int_equal(periods_between(mem, PERIOD_WINTER, PERIOD_FINANCIAL_YEAR, first, last, true).n, 3);
}

/* ---- folding ------------------------------------------------------------------------------------------------ */

#define PERSONS 4

/* Four girls born on 1 January 2015, in no known place, members of nothing. */
static struct breakdown *
four_girls(struct people *people, struct areas *areas)
{
	struct interval_rows none = {0};

	*areas = (struct areas){0};
	*people = (struct people){
	    .n = PERSONS, .born = mem_new_array(mem, int32_t, PERSONS), .sex = mem_new_array(mem, uint8_t, PERSONS),
	    .ethnicity = mem_new_array(mem, uint8_t, PERSONS),
	};
	for (size_t i = 0; i < PERSONS; i++)
		people->born[i] = day_of(2015, 1, 1);
	people->home = intervals_sort(mem, &none, PERSONS);
	people->member = intervals_sort(mem, &none, PERSONS);
	return breakdown_new(mem, people, areas);
}

static struct tally *
tally_of(struct question *q, const struct fact_rows *rows, struct period *p, size_t n)
{
	struct people people;
	struct areas areas;
	struct breakdown *b = four_girls(&people, &areas);
	struct periods periods = {.item = p, .n = n};
	struct tally *t = tally_rows(mem, b, q, rows, &periods);

	tally_medians(t);
	return t;
}

/* Waits in days: 3, 5 (one child, the later row speaks: 5), 10, 20: mean of 5, 10, 20 is 35 / 3, the median 10. A child
 * whose wait is not known is left out and counted as not known. */
static void
test_mean_and_median(void **state)
{
	int32_t key[] = {0, 0, 1, 2, 3}, since[5];
	double value[] = {3, 5, 10, 20, NAN};
	struct fact_rows rows = {.n = 5, .key = key, .person = key, .since = since, .value = value};
	struct question q = {.measure = MEASURE_MEAN, .at = DURING_PERIOD, .unit = UNIT_CHILD, .per = 1, .shift = 7};
	struct period year = {day_of(2024, 4, 1), day_of(2025, 3, 31)};
	struct figure_limits limits;
	struct tally *t;
	struct figure f;

	(void)state;
	figure_limits_make(&limits);
	for (int i = 0; i < 5; i++)
		since[i] = day_of(2024, 5, 1 + i);
	t = tally_of(&q, &rows, &year, 1);
	f = figure_of(&limits, &q, &t->sum[0], NAN);
	assert_true(fabs(f.value - 35.0 / 3) < 1e-9 && f.denominator == 3 && fabs(f.numerator - 35) < 1e-9);
	assert_true(f.lower95 < f.value && f.upper95 > f.value && t->not_known[0] == 1);
	q.measure = MEASURE_MEDIAN;
	t = tally_of(&q, &rows, &year, 1);
	f = figure_of(&limits, &q, &t->sum[0], NAN);
	assert_true(f.value == 10 && f.denominator == 3 && isnan(f.lower95));
}

/* Three pooled years add up single ones. Girl 0 is a member from May 2022 to May 2024, girl 1 from June 2024 on: at the ends
 * of 2022-23, 2023-24 and 2024-25 there is one each time, 3 in all. Of events one in each of two years counts twice, and
 * the median of what one year gives (2, 4) and the other (9) is 4. */
static void
test_pooled_years(void **state)
{
	int32_t key[] = {0, 1}, since[] = {day_of(2022, 5, 1), day_of(2024, 6, 1)}, until[] = {day_of(2024, 5, 1), DAY_MAX};
	struct fact_rows rows = {.n = 2, .key = key, .person = key, .since = since, .until = until};
	struct question q = {.measure = MEASURE_COUNT, .at = AT_PERIOD_END, .unit = UNIT_CHILD, .per = 1};
	struct period y[] = {{day_of(2022, 4, 1), day_of(2023, 3, 31)}, {day_of(2023, 4, 1), day_of(2024, 3, 31)},
	    {day_of(2024, 4, 1), day_of(2025, 3, 31)}, {day_of(2025, 4, 1), day_of(2026, 3, 31)}};
	struct period three[] = {{y[0].from, y[2].to}, {y[1].from, y[3].to}};
	struct periods single = {.item = y, .n = 4}, pooled = {.item = three, .n = 2};
	int32_t who[] = {0, 0, 1}, at[] = {day_of(2022, 5, 1), day_of(2023, 5, 1), day_of(2022, 6, 1)};
	double value[] = {2, 9, 4};
	struct tally *t = tally_pool(mem, tally_of(&q, &rows, y, 4), &single, &pooled);

	(void)state;
	assert_true(t->sum[0].numerator == 3 && t->sum[t->n_cells].numerator == 3);
	rows = (struct fact_rows){.n = 3, .key = who, .person = who, .since = at, .value = value};
	q.at = DURING_PERIOD;
	t = tally_pool(mem, tally_of(&q, &rows, y, 4), &single, &pooled);
	assert_true(t->sum[0].numerator == 3 && t->sum[t->n_cells].numerator == 1);
	q.measure = MEASURE_MEDIAN;
	t = tally_pool(mem, tally_of(&q, &rows, y, 4), &single, &pooled);
	tally_medians(t);
	assert_true(t->sum[0].denominator == 3 && t->sum[0].sum == 4);
}

/* Twelve months rolling: a girl seen in May 2024 and in December 2024 counts once in each stretch that holds either, with
 * what the later one said. Stretches ending April (none), May (first), December 2024 (later), November 2025 (later). */
static void
test_overlapping_periods(void **state)
{
	int32_t key[] = {0, 0}, since[] = {day_of(2024, 5, 1), day_of(2024, 12, 31)};
	float hit[] = {1, 0};
	struct fact_rows rows = {.n = 2, .key = key, .person = key, .since = since, .hit = hit};
	struct question q = {.measure = MEASURE_PROPORTION, .at = DURING_PERIOD, .unit = UNIT_CHILD, .per = 100};
	struct period p[] = {
	    {day_of(2023, 5, 1), day_of(2024, 4, 30)}, {day_of(2023, 6, 1), day_of(2024, 5, 31)},
	    {day_of(2024, 1, 1), day_of(2024, 12, 31)}, {day_of(2024, 12, 1), day_of(2025, 11, 30)},
	};
	struct tally *t = tally_of(&q, &rows, p, 4);
	const double hits[] = {0, 1, 0, 0}, children[] = {0, 1, 1, 1};

	(void)state;
	for (size_t k = 0; k < 4; k++) {
		assert_true(t->sum[k * t->n_cells].numerator == hits[k]);
		assert_true(t->sum[k * t->n_cells].denominator == children[k]);
	}
	q.unit = UNIT_ROW;
	t = tally_of(&q, &rows, p, 4);
	assert_true(t->sum[2 * t->n_cells].numerator == 1 && t->sum[2 * t->n_cells].denominator == 2);
}

/* A stretch that begins on the last day counts; one that ends on it does not; one with no beginning always did. */
static void
test_edges_of_a_day(void **state)
{
	int32_t end = day_of(2025, 3, 31);
	int32_t key[] = {0, 1, 2, 3}, since[] = {end, DAY_MIN, DAY_MIN, end + 1};
	int32_t until[] = {DAY_MAX, end, end + 1, DAY_MAX};
	struct fact_rows rows = {.n = 4, .key = key, .person = key, .since = since, .until = until};
	struct question q = {.measure = MEASURE_COUNT, .at = AT_PERIOD_END, .unit = UNIT_CHILD, .per = 1};
	struct period year = {day_of(2024, 4, 1), end};

	(void)state;
	assert_true(tally_of(&q, &rows, &year, 1)->sum[0].numerator == 2);
}

/* A population rule counts those of its ages on the day: aged 10 on 1 January 2025, 9 the day before. */
static void
test_age_on_the_day(void **state)
{
	int32_t key[] = {0, 1}, since[] = {day_of(2024, 12, 31), day_of(2025, 1, 1)};
	struct fact_rows rows = {.n = 2, .key = key, .person = key, .since = since};
	struct question q = {.measure = MEASURE_COUNT, .at = DURING_PERIOD, .unit = UNIT_CHILD, .per = 1,
	    .population = {.given = true, .age_from = 10, .age_to = 17}};
	struct period year = {day_of(2024, 4, 1), day_of(2025, 3, 31)};

	(void)state;
	assert_true(tally_of(&q, &rows, &year, 1)->sum[0].numerator == 1);
	q.population.sex = 'M';
	assert_true(tally_of(&q, &rows, &year, 1)->sum[0].numerator == 0);
}

/* Workers have no age, sex or home: only the total counts them. */
static void
test_workers(void **state)
{
	int32_t key[] = {0, 0, 1}, person[] = {-1, -1, -1}, since[3];
	struct fact_rows rows = {.n = 3, .key = key, .person = person, .since = since};
	struct question q = {.measure = MEASURE_COUNT, .at = DURING_PERIOD, .unit = UNIT_WORKER, .per = 1};
	struct period year = {day_of(2024, 4, 1), day_of(2025, 3, 31)};
	struct tally *t;
	double elsewhere = 0;

	(void)state;
	for (int i = 0; i < 3; i++)
		since[i] = day_of(2024, 6, 1);
	t = tally_of(&q, &rows, &year, 1);
	for (size_t i = 1; i < t->n_cells; i++)
		elsewhere += t->sum[i].numerator;
	assert_true(t->sum[0].numerator == 2 && elsewhere == 0);
}

/* ---- homes -------------------------------------------------------------------------------------------------- */

/* Moved from area 0 to area 1 on 1 June 2024; the first home is dated 2020, so before it nothing is known. An undated
 * first home holds from always. After the last home ended it is still the best that is known. */
static void
test_homes(void **state)
{
	struct interval_rows rows = {0};
	struct people p = {.n = 2};
	int32_t moved = day_of(2024, 6, 1), gone = day_of(2025, 1, 1);

	(void)state;
	*push(mem, &rows) = (struct interval_row){.person = 0, .since = moved, .until = gone, .what = 1, .order = 0};
	*push(mem, &rows) = (struct interval_row){.person = 0, .since = day_of(2020, 1, 1), .until = moved, .what = 0,
	    .order = 1};
	*push(mem, &rows) = (struct interval_row){.person = 1, .since = moved, .until = DAY_MAX, .what = 2, .undated = true};
	p.home = intervals_sort(mem, &rows, 2);
	assert_int_equal(people_home(&p, 0, day_of(2019, 12, 31)), LSOA_NOT_KNOWN);
	assert_int_equal(people_home(&p, 0, moved - 1), 0);
	assert_int_equal(people_home(&p, 0, moved), 1);
	assert_int_equal(people_home(&p, 0, gone), 1);
	assert_int_equal(people_home(&p, 1, day_of(2000, 1, 1)), 2);
}

/* Looked after at 31 March 2025 is set against mid-2024; the year 2024-25 too; the academic year's middle is nearer mid-2025,
 * and with no such estimate the nearest is taken. */
static void
test_population_years(void **state)
{
	int years[] = {2022, 2024};
	struct areas a = {.year = years, .n_years = 2};
	int32_t from = day_of(2024, 4, 1), to = day_of(2025, 3, 31);

	(void)state;
	assert_int_equal(areas_wanted_year(true, from, to), 2024);
	assert_int_equal(areas_wanted_year(true, from, day_of(2025, 6, 30)), 2025);
	assert_int_equal(areas_wanted_year(false, from, to), 2024);
	assert_int_equal(areas_wanted_year(false, day_of(2024, 9, 1), day_of(2025, 8, 31)), 2025);
	assert_int_equal(areas_population_year(&a, false, day_of(2024, 9, 1), day_of(2025, 8, 31)), 1);
	a.n_years = 0;
	assert_int_equal(areas_population_year(&a, true, from, to), -1);
}

/* Snapshots of three months. The first girl is a hit in two of them, the second in one, the third in none; the fourth was seen
 * in January alone and is not known. Of the mean month: hits (2 + 1) / 3 = 1 of (3 + 3 + 3) / 3 = 3 girls, a third of one not
 * known. January by itself: its own rows. */
static void
test_mean_month(void **state)
{
	int32_t key[] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3}, since[10];
	float hit[] = {1, 1, 0, 0, 1, 0, 0, 0, 0, NAN};
	struct fact_rows rows = {.n = 10, .key = key, .person = key, .since = since, .hit = hit};
	struct question q = {.measure = MEASURE_PROPORTION, .at = DURING_PERIOD, .unit = UNIT_ROW, .per = 100, .monthly = true};
	struct period periods[] = {{day_of(2024, 12, 1), day_of(2025, 2, 28)}, {day_of(2025, 1, 1), day_of(2025, 1, 31)}};
	struct tally *t;

	(void)state;
	for (size_t i = 0; i < 9; i++)
		since[i] = i % 3 == 0 ? day_of(2024, 12, 1) : day_of(2025, i % 3 == 1 ? 1 : 2, 1);
	since[9] = day_of(2025, 1, 1);
	t = tally_of(&q, &rows, &periods[0], 1);
	assert_true(fabs(t->sum[0].numerator - 1) < 1e-12 && fabs(t->sum[0].denominator - 3) < 1e-12);
	assert_true(fabs(t->not_known[0] - 1.0 / 3) < 1e-12);
	t = tally_of(&q, &rows, &periods[1], 1);
	assert_true(fabs(t->sum[0].numerator - 2) < 1e-12 && fabs(t->sum[0].denominator - 3) < 1e-12);
}

/* Suspended once or more: of two girls the one with two suspensions, though she has three rows of attendance besides. Where
 * numerators are divided, hers are two of three. */
static void
test_once_or_more(void **state)
{
	int32_t key[] = {0, 0, 0, 0, 0, 1}, since[6];
	double numerator[] = {1, 0, 1, 0, 0, 0}, denominator[] = {0, 1, 0, 1, 1, 1};
	struct fact_rows rows = {.n = 6, .key = key, .person = key, .since = since, .numerator = numerator,
	    .denominator = denominator};
	struct question q = {.measure = MEASURE_PROPORTION, .at = DURING_PERIOD, .unit = UNIT_CHILD, .per = 100,
	    .accumulates = true, .least = 1};
	struct period year = {day_of(2024, 9, 1), day_of(2025, 8, 31)};
	struct tally *t;

	(void)state;
	for (size_t i = 0; i < 6; i++)
		since[i] = day_of(2024, 9, 2);
	t = tally_of(&q, &rows, &year, 1);
	assert_true(t->sum[0].numerator > 0.5 && t->sum[0].numerator < 1.5 && t->sum[0].denominator > 1.5);
	q.shares = true;
	q.least = 0.5;
	t = tally_of(&q, &rows, &year, 1);
	assert_true(t->sum[0].numerator > 0.5 && t->sum[0].numerator < 1.5 && t->sum[0].denominator > 1.5);
	q.least = 0.7;
	t = tally_of(&q, &rows, &year, 1);
	assert_true(t->sum[0].numerator < 0.5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_period_names), cmocka_unit_test(test_periods_between),
	    cmocka_unit_test(test_mean_and_median), cmocka_unit_test(test_overlapping_periods),
	    cmocka_unit_test(test_pooled_years), cmocka_unit_test(test_mean_month), cmocka_unit_test(test_once_or_more),
	    cmocka_unit_test(test_edges_of_a_day), cmocka_unit_test(test_age_on_the_day), cmocka_unit_test(test_workers),
	    cmocka_unit_test(test_homes), cmocka_unit_test(test_population_years),
	};

	return cmocka_run_group_tests_name("engine", tests, start, stop);
}
