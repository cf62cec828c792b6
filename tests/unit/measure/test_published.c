/* Published numbers read back: an indicator's own counterparts, an authority beside England, region and neighbours, and the
 * commands; then the real files where they are at hand (../shared/data/published, or $BAIRN_SHARED/data/published). */
#include "people/desk.h"

#include <math.h>

#include "measure/measure.h"
#include "measure/published.h"

#define COMPARED 3336
#define NEAR(a, b) assert_true(fabs((a) - (b)) < 1e-9)

/* What a command prints. */
static char *
printed_with(struct desk *d, const char *name, const char *operand, const char *area, const char *against)
{
	const struct command *k = measure_commands;
	const char *operands[] = {operand, NULL}, *values[8] = {area, against};
	struct args args = {.format = "csv", .operand = operands, .n = operand != NULL, .value = values};
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	while (strcmp(k->name, name) != 0)
		k++;
	args.rules = k->options;
	DO(k->run(&d->c, &args, out));
	fclose(out);
	return text;
}

static char *
printed(struct desk *d, const char *name, const char *operand, const char *area)
{
	return printed_with(d, name, operand, area, NULL);
}

#define CARE "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name," \
	"new_la_code,population_type,population_estimate,children_count,rate_per_10000\n"
#define ON_31_MARCH "Children looked after on 31 March each year"
#define STARTING "Children starting to be looked after each year"
#define NORTH_EAST "E92000001,England,E12000001,North East,"

/* Darlington 117 (of 250 among 21,400), its neighbours Durham 100, Stockton 140 and Hartlepool without a number: median 120. */
static void
england_in_2025(struct desk *d)
{
	desk_take(d, "cla_number_and_rate_per_10k_children.csv", CARE
	    "2025,Reporting year,National,E92000001,England,,,,,," ON_31_MARCH ",12183016,81770,67\n"
	    "2025,Reporting year,Regional," NORTH_EAST ",,," ON_31_MARCH ",530000,5880,111\n"
	    "2024,Reporting year,Local authority," NORTH_EAST "841,Darlington,E06000005," ON_31_MARCH ",21500,284,132\n"
	    "2025,Reporting year,Local authority," NORTH_EAST "841,Darlington,E06000005," ON_31_MARCH ",21400,250,117\n"
	    "2025,Reporting year,Local authority," NORTH_EAST "841,Darlington,E06000005," STARTING ",21400,100,47\n"
	    "2025,Reporting year,Local authority," NORTH_EAST "840,County Durham,E06000047," ON_31_MARCH ",99000,990,100\n"
	    "2025,Reporting year,Local authority," NORTH_EAST "805,Hartlepool,E06000001," ON_31_MARCH ",20000,c,c\n"
	    "2025,Reporting year,Local authority," NORTH_EAST "808,Stockton-on-Tees,E06000004," ON_31_MARCH ",43000,602,140\n");
	desk_take(d, "neighbours.csv", "old_la_code,la_name,SN_1,SN_2,SN_3,SN_4,SN_5,SN_6,SN_7,SN_8,SN_9,SN_10\n"
	    "841,Darlington,840,808,805,,,,,,,\n");
	desk_take(d, "lait.csv", "measure_code,measure,period,area,value,la_number,region\nLAC,Looked after,2023,Darlington,143,841,NA\n"
	    "LAC,,2025,Darlington,999,841,NA\nX_1,Something else,2025,Darlington,5,841,NA\nX_1,,2025,England,4,970,NA\n");
}

/* The counts give Byar's limits: 250 in 21,400 is 116.82, from 102.79 to 132.24 by hand (z 1.95996); published is 117. Of the
 * sources, the table with counts goes before the interactive tool, which fills the year that it lacks. */
static void
test_standing(void **state)
{
	struct desk *d = *state;
	struct published p;
	struct published_figures series = {0};
	struct published_standing s;
	struct comparators with;

	england_in_2025(d);
	DO(published_find(&d->c, "care_rate", &p));
	DO(published_series(&d->c, &p, "E06000005", &series));
	assert_int_equal(series.n, 3);
	NEAR(series.item[0].value, 143);
	NEAR(series.item[1].value, 132);
	NEAR(series.item[2].value, 117);
	NEAR(series.item[2].numerator, 250);
	NEAR(series.item[2].denominator, 21400);
	assert_false(series.item[2].official_limits);
	assert_true(fabs(series.item[2].lower95 - 102.79) < 0.01 && fabs(series.item[2].upper95 - 132.24) < 0.01);
	DO(comparators_of(&d->c, "E06000005", &with));
	assert_string_equal(with.england, "E92000001");
	assert_string_equal(with.region, "E12000001");
	assert_int_equal(with.n_neighbours, 3);
	DO(published_standing_of(&d->c, &p, &with, &s));
	NEAR(s.england, 67);
	NEAR(s.region, 111);
	NEAR(s.neighbours, 120);
	assert_int_equal(s.n_neighbours, 2);
	NEAR(s.before.value, 132);
	NEAR(s.lowest, 100);
	NEAR(s.highest, 140);
	assert_int_equal(s.n_authorities, 3);
	assert_int_equal(s.rank, 2);
	assert_string_equal(s.kind, "higher");          /* neither better nor worse: the indicator says so */
	/* a borough of London lies in Inner London, which lies in the region */
	DO(comparators_of(&d->c, "E09000007", &with));
	assert_string_equal(with.region_name, "London");
	assert_int_equal(published_find(&d->c, "lait.NONE", &p), ERR_NOT_FOUND);
}

/* With published data alone the commands show an authority; what an indicator names is not there twice. */
static void
test_commands(void **state)
{
	struct desk *d = *state;
	char *text;

	england_in_2025(d);
	desk_write(d, "update setting set value = 'E06000005' where name = 'authority_code'");
	text = printed(d, "show profile", NULL, NULL);
	SAYS(text, "Children looked after,published,2024-25,250,21400,117,\"per 10,000\",102.");
	SAYS(text, ",67,111,120,100,108.5,128.5,140,2,3,,,higher,132,,care_rate");
	SAYS(text, "Something else,published,2024-25,,,5,,,,4,,,5,5,5,5,1,1,,,,,,lait.X_1");
	assert_null(strstr(text, "lait.LAC"));
	free(text);
	text = printed_with(d, "show profile", NULL, NULL, "E06000004, E06000001");
	SAYS(text, ",67,111,140,100,108.5,128.5,140,2,3,,,higher,132,,care_rate");
	free(text);
	text = printed(d, "show indicator", "lait.X_1", NULL);
	SAYS(text, "Published,Darlington,2024-25,2024-04-01,2025-03-31,5,");
	SAYS(text, "Published,England,2024-25,2024-04-01,2025-03-31,4,");
	free(text);
	text = printed(d, "show indicator", "care_rate", NULL);
	SAYS(text, "Published,Statistical neighbours,2024-25,2024-04-01,2025-03-31,120,,,,,median of 2");
	free(text);
	text = printed(d, "show indicator", "ees.cla_number_and_rate_per_10k_children.children_count", NULL);
	SAYS(text, "population_type," STARTING ",2024-25,2024-04-01,2025-03-31,100,");
	free(text);
	text = printed(d, "show profile", NULL, "E06000047");
	SAYS(text, "Children looked after,published,2024-25,990,99000,100,");
	free(text);
}

/* Worked out from what is published: a gap of two numbers, a share of two counts, a percentage as a rate for each 10,000. Darlington
 * 68.1 without free meals and 50.6 with: 17.5 points; England 72.5 and 51.3: 21.2. Neglect in 30 of 120 assessments: 25 %,
 * by Wilson from 18.1 to 33.4. Permanently excluded 0.14 %: 14 for each 10,000. */
static void
test_worked_out(void **state)
{
	struct desk *d = *state;
	struct published p;
	struct published_figures gap = {0}, england = {0}, neglect = {0}, excluded = {0};

	desk_take(d, "lait.csv", "measure_code,measure,period,area,value,la_number,region\n"
	    "FSP_Gooddev_FSM,With,2025,Darlington,50.6,841,NA\nFSP_Gooddev_FSM,,2025,England,51.3,970,NA\n"
	    "FSP_Gooddev_FSM_Other,Without,2025,Darlington,68.1,841,NA\nFSP_Gooddev_FSM_Other,,2025,England,72.5,970,NA\n"
	    "FSP_Gooddev_FSM_Other,,2024,Darlington,67,841,NA\nTotPermEx,Excluded,2025,Darlington,0.14,841,NA\n");
	desk_take(d, "c3_factors_identified_at_end_of_assessment_2018_to_2025.csv", "time_period,time_identifier,geographic_level,"
	    "country_code,country_name,region_code,region_name,old_la_code,la_name,new_la_code,category,"
	    "Episodes_with_assessment_factor,Neglect\n"
	    "2025,Reporting year,Local authority," NORTH_EAST "841,Darlington,E06000005,Factors,120,30\n"
	    "2024,Reporting year,Local authority," NORTH_EAST "841,Darlington,E06000005,Factors,110,c\n");
	DO(published_find(&d->c, "free_meals_gap_at_5", &p));
	DO(published_series(&d->c, &p, "E06000005", &gap));
	assert_int_equal(gap.n, 2);
	assert_true(isnan(gap.item[0].value));          /* of 2024 one of the two is missing */
	NEAR(gap.item[1].value, 17.5);
	assert_true(isnan(gap.item[1].lower95) && isnan(gap.item[1].numerator));
	DO(published_series(&d->c, &p, "E92000001", &england));
	NEAR(england.item[england.n - 1].value, 21.2);
	DO(published_find(&d->c, "factor_neglect", &p));
	DO(published_series(&d->c, &p, "E06000005", &neglect));
	assert_int_equal(neglect.n, 2);
	assert_true(isnan(neglect.item[0].value));
	NEAR(neglect.item[1].value, 25);
	NEAR(neglect.item[1].numerator, 30);
	NEAR(neglect.item[1].denominator, 120);
	assert_true(fabs(neglect.item[1].lower95 - 18.1) < 0.05 && fabs(neglect.item[1].upper95 - 33.4) < 0.05);
	DO(published_find(&d->c, "permanent_exclusions", &p));
	DO(published_series(&d->c, &p, "E06000005", &excluded));
	NEAR(excluded.item[0].value, 14);
}

/* What the county had before its area became a unitary authority's is shown, under its own name; a split one's is not. */
static void
test_predecessors(void **state)
{
	struct desk *d = *state;
	struct published p;
	struct published_figures somerset = {0}, dorset = {0};

	desk_take(d, "lait.csv", "measure_code,measure,period,area,value,la_number,region\nA,Looked after,2023,Somerset,1,933,NA\n"
	    "A,,2024,Somerset,2,933,NA\nA,,2019,Dorset (Pre LG),3,835,NA\nA,,2024,Dorset,4,838,NA\n");
	DO(published_find(&d->c, "lait.A", &p));
	DO(published_series(&d->c, &p, "E06000066", &somerset));
	assert_int_equal(somerset.n, 2);
	assert_string_equal(somerset.item[0].area, "E10000027");
	SAYS(somerset.item[0].area_name, "until 2023");
	assert_string_equal(somerset.item[1].area, "E06000066");
	DO(published_series(&d->c, &p, "E06000059", &dorset));
	assert_int_equal(dorset.n, 1);
	NEAR(dorset.item[0].value, 4);
}

static void
test_period_names(void **state)
{
	static const struct { struct { int y, m, d; } from, to; const char *name; } is[] = {
		{{2024, 4, 1}, {2025, 3, 31}, "2024-25"}, {{2023, 10, 1}, {2024, 9, 30}, "year to September 2024"},
		{{2014, 1, 1}, {2016, 12, 31}, "2014-16"}, {{2024, 1, 1}, {2024, 1, 31}, "January 2024"},
		{{2024, 9, 9}, {2024, 9, 15}, "week to 15 September 2024"}, {{2024, 9, 1}, {2024, 12, 31}, "autumn term 2024"},
		{{2024, 9, 1}, {2025, 4, 20}, "1 September 2024 to 20 April 2025"}, {{2024, 1, 1}, {2024, 12, 31}, "2024"},
	};
	struct desk *d = *state;

	for (size_t i = 0; i < sizeof is / sizeof *is; i++)
		assert_string_equal(published_period_name(d->c.mem, (struct period){day_of(is[i].from.y, is[i].from.m, is[i].from.d),
		    day_of(is[i].to.y, is[i].to.m, is[i].to.d)}), is[i].name);
}

/* ---- the real files --------------------------------------------------------------------------------------------------- */

static const char *
shared(struct desk *d, const char *name)
{
	const char *folder = getenv("BAIRN_SHARED");
	const char *path = mem_format(d->c.mem, "%s/data/published/%s", folder ? folder : "../shared", name);

	if (access(path, R_OK)) {
		printf("# skip: %s is not there\n", path);
		return NULL;
	}
	return path;
}

#define SAME_COLUMN "select o.area, o.value, o.lower95, o.upper95, e.value, m.comparison from observation o" \
	" join published_mark m on m.indicator = o.indicator and m.area = o.area and m.period_from = o.period_from" \
	" and m.period_to = o.period_to and m.dimension = o.dimension and m.category = o.category" \
	" join observation e on e.indicator = o.indicator and e.area = 'E92000001' and e.period_from = o.period_from" \
	" and e.period_to = o.period_to and e.basis = 'published'" \
	" and ((o.category like '%Female' and e.dimension = 'sex' and e.category = 'Female')" \
	" or (o.category like '%Male' and e.dimension = 'sex' and e.category = 'Male')" \
	" or (o.category not like '%ale' and e.dimension = 'total'))" \
	" where o.indicator = 'fingertips.90284' and o.basis = 'published' and m.comparison <> 'Not compared'"

/* The official column, row for row: areas, and England's deprivation tenths, each against England's value of the same period,
 * sex and age. (awk: 3,298 different rows are compared, and 38 of England's own that are marked similar to themselves.) */
static void
test_fingertips_column(void **state)
{
	struct desk *d = *state;
	const char *path = shared(d, "fingertips_90284.csv.gz");
	struct published p = {.better = POLARITY_LOWER};
	int64_t compared = 0;
	struct rows *r;

	if (!path)
		return;
	assert_int_equal(desk_import(d, path), OK);
	assert_int_equal(d->manifest.item[0].written, 3511);
	r = store_query(&d->c, SAME_COLUMN, 0);
	while (rows_next(r)) {
		struct published_figure f = {.value = col_real(r, 1), .lower95 = col_real(r, 2), .upper95 = col_real(r, 3)};
		const char *kind = published_kind(&p, published_against(&f, col_real(r, 4))), *official = col_text(r, 5, d->c.mem);

		if (strcasecmp(kind, official) != 0)
			fail_msg("%s %g (%g to %g) is %s, not %s", col_text(r, 0, d->c.mem), f.value, f.lower95, f.upper95, kind,
			    official);
		compared++;
	}
	DO(rows_end(r));
	assert_int_equal(compared, COMPARED);
}

static bool
four_figures(double a, double b)
{
	char x[32], y[32];

	snprintf(x, sizeof x, "%.4g", a);
	snprintf(y, sizeof y, "%.4g", b);
	return !strcmp(x, y);
}

/* Byar's limits of England's own counts, in all and of each sex, are the official ones to four figures. Those of areas and of
 * England's deprivation tenths are rounded to 5, while the official limits come from what they were before: they lie between
 * the limits of counts two and a half lower and higher (and their own last digit). */
static void
test_fingertips_limits(void **state)
{
	struct desk *d = *state;
	const char *path = shared(d, "fingertips_90284.csv.gz");
	int64_t exact = 0, rounded = 0;
	struct rows *r;

	if (!path)
		return;
	assert_int_equal(desk_import(d, path), OK);
	r = store_query(&d->c, "select numerator, denominator, lower95, upper95, area, dimension, category, period_to from observation"
	    " where value is not null", 0);
	while (rows_next(r)) {
		double n = col_real(r, 0), of = col_real(r, 1), lower = col_real(r, 2), upper = col_real(r, 3);
		struct interval own = interval_rate(n, of, CONFIDENCE_95, 10000), low = interval_rate(n - 2.5, of, CONFIDENCE_95, 10000),
		    high = interval_rate(n + 2.5, of, CONFIDENCE_95, 10000);
		bool whole = view_is(col_view(r, 4), "E92000001") && (view_is(col_view(r, 5), "total") || view_is(col_view(r, 5), "sex"));

		exact += whole;
		rounded += !whole;
		if (whole ? four_figures(own.lower, lower) && four_figures(own.upper, upper) :
		    low.lower <= lower + 1e-4 && lower <= high.lower + 1e-4 && low.upper <= upper + 1e-4 && upper <= high.upper + 1e-4)
			continue;
		fail_msg("%s %s %s to %s: %g of %g gives %.7g to %.7g, officially %.7g to %.7g", col_text(r, 4, d->c.mem),
		    col_text(r, 5, d->c.mem), col_text(r, 6, d->c.mem), col_text(r, 7, d->c.mem), n, of, own.lower, own.upper, lower,
		    upper);
	}
	DO(rows_end(r));
	assert_int_equal(exact, 38);
	assert_true(rounded > 3000);
}

/* Of the 38, the value too, and Byar's 99.8 % limits where the file has some (from 2012-13 on). */
static void
test_fingertips_outer_limits(void **state)
{
	struct desk *d = *state;
	const char *path = shared(d, "fingertips_90284.csv.gz");
	int64_t values = 0, limits = 0;
	struct rows *r;

	if (!path)
		return;
	assert_int_equal(desk_import(d, path), OK);
	r = store_query(&d->c, "select numerator, denominator, value, lower998, upper998, period_to from observation"
	    " where value is not null and area = 'E92000001' and dimension in ('total', 'sex')", 0);
	while (rows_next(r)) {
		struct interval own = interval_rate(col_real(r, 0), col_real(r, 1), CONFIDENCE_998, 10000);
		bool has_limits = !isnan(col_real(r, 3));

		values++;
		limits += has_limits;
		if (!four_figures(own.value, col_real(r, 2)) || (has_limits && (!four_figures(own.lower, col_real(r, 3)) ||
		    !four_figures(own.upper, col_real(r, 4)))))
			fail_msg("%s: %.7g (%.7g to %.7g), officially %.7g (%.7g to %.7g)", col_text(r, 5, d->c.mem), own.value, own.lower,
			    own.upper, col_real(r, 2), col_real(r, 3), col_real(r, 4));
	}
	DO(rows_end(r));
	assert_int_equal(values, 38);
	assert_int_equal(limits, 36);
}

/* Counted with awk in the files: 629,757 rows of 434 measures, 167 of them without period and number; 167 areas. Darlington's 117
 * looked after for each 10,000 in 2025 is in the tool and, as 266 of 22,771, in the table. */
static void
test_real_numbers(void **state)
{
	struct desk *d = *state;
	const char *measures = shared(d, "lait_measures.csv"), *lait = shared(d, "lait.csv.gz");
	const char *care = shared(d, "cla_number_and_rate_per_10k_children.csv.gz");
	struct published p;
	struct published_figures tool = {0}, table = {0};

	if (!measures || !lait || !care)
		return;
	assert_int_equal(desk_import(d, measures), OK);
	assert_int_equal(desk_import(d, lait), OK);
	assert_int_equal(d->manifest.item[0].rows, 629757);
	assert_int_equal(d->manifest.item[0].written, 629757 - 167);
	assert_int_equal(desk_import(d, lait), OK);
	assert_int_equal(d->manifest.item[0].written, 0);
	assert_int_equal(desk_import(d, care), OK);
	ASK_COUNT("select count(*) from (select distinct indicator from observation where indicator like 'lait.%') m", 434);
	DO(published_find(&d->c, "lait.LAC", &p));
	DO(published_series(&d->c, &p, "E06000005", &tool));
	DO(published_find(&d->c, "care_rate", &p));
	DO(published_series(&d->c, &p, "E06000005", &table));
	assert_int_equal(tool.n, 10);
	NEAR(tool.item[9].value, 117);
	NEAR(table.item[table.n - 1].value, 117);
	assert_int_equal(table.item[table.n - 1].period.to, tool.item[9].period.to);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_standing), DESK_TEST(test_commands), DESK_TEST(test_worked_out),
		DESK_TEST(test_predecessors), DESK_TEST(test_period_names), DESK_TEST(test_fingertips_column),
		DESK_TEST(test_fingertips_limits), DESK_TEST(test_real_numbers),
		DESK_TEST(test_fingertips_outer_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
