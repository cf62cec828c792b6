/* Published numbers on their way in: each layout, each symbol, each kind of period, areas and their predecessors, revisions,
 * and files that are not what they seem. The figures are those of the texts here. */
#include "desk.h"

#include <math.h>

#include "people/published.h"

/* ---- periods and cells --------------------------------------------------------------------------------------------- */

/* Worked out by hand. The ISO week 37 of 2024 begins on Monday 9 September; Easter is on 20 April 2025. */
static void
test_periods(void **state)
{
	static const struct { const char *text, *kind; enum published_year year; const char *from, *until, *status; } is[] = {
		{"2025", "Reporting year", YEAR_FINANCIAL, "2024-04-01", "2025-03-31", NULL},
		{"2025", "Reporting year", YEAR_TO_SEPTEMBER, "2024-10-01", "2025-09-30", NULL},
		{"2024", "Reporting year", YEAR_TO_JUNE, "2023-07-01", "2024-06-30", NULL},
		{"202425", "Academic year", YEAR_FINANCIAL, "2024-09-01", "2025-08-31", NULL},
		{"202425", "Financial year", YEAR_ACADEMIC, "2024-04-01", "2025-03-31", NULL},
		{"199900", "Financial year", YEAR_ACADEMIC, "1999-04-01", "2000-03-31", NULL},
		{"2024", "Calendar year", YEAR_FINANCIAL, "2024-01-01", "2024-12-31", NULL},
		{"202425", "Financial year Q4", YEAR_FINANCIAL, "2025-01-01", "2025-03-31", NULL},
		{"2024", "Calendar year Q2", YEAR_FINANCIAL, "2024-04-01", "2024-06-30", NULL},
		{"202425", "Autumn term", YEAR_FINANCIAL, "2024-09-01", "2024-12-31", NULL},
		{"202425", "Spring term", YEAR_FINANCIAL, "2025-01-01", "2025-04-20", NULL},
		{"202425", "Autumn and spring term", YEAR_FINANCIAL, "2024-09-01", "2025-04-20", NULL},
		{"202425", "Summer term", YEAR_FINANCIAL, "2025-04-21", "2025-08-31", NULL},
		{"2024", "Week 37", YEAR_FINANCIAL, "2024-09-09", "2024-09-15", NULL},
		{"2025", "Week 1", YEAR_FINANCIAL, "2024-12-30", "2025-01-05", NULL},
		{"2024", "February", YEAR_FINANCIAL, "2024-02-01", "2024-02-29", NULL},
		{"2025", "", YEAR_FINANCIAL, "2024-04-01", "2025-03-31", NULL},
		{"2025", "", YEAR_ACADEMIC, "2024-09-01", "2025-08-31", NULL},
		{"2025", "", YEAR_CALENDAR, "2025-01-01", "2025-12-31", NULL},
		{"2025", "", YEAR_JANUARY, "2025-01-01", "2025-01-31", NULL},
		{"2023/24", "", YEAR_ACADEMIC, "2023-09-01", "2024-08-31", NULL},
		{"2023-24 (OT)", "", YEAR_FINANCIAL, "2023-04-01", "2024-03-31", "outturn"},
		{"2019 (Rev)", "", YEAR_ACADEMIC, "2018-09-01", "2019-08-31", "revised"},
		{"2020 (Final)", "", YEAR_ACADEMIC, "2019-09-01", "2020-08-31", "final"},
		{"2025 (prov)", "", YEAR_ACADEMIC, "2024-09-01", "2025-08-31", "provisional"},
		{"2014-16", "", YEAR_CALENDAR, "2014-01-01", "2016-12-31", NULL},
		{"2014 - 16", "", YEAR_FINANCIAL, "2014-01-01", "2016-12-31", NULL},
		{"2013/14-15/16", "", YEAR_FINANCIAL, "2013-04-01", "2016-03-31", NULL},
		{"2013/14 - 15/16", "", YEAR_FINANCIAL, "2013-04-01", "2016-03-31", NULL},
		{"2024/25 Q3", "", YEAR_FINANCIAL, "2024-10-01", "2024-12-31", NULL},
		{"2024 Q1", "", YEAR_FINANCIAL, "2024-01-01", "2024-03-31", NULL},
		{"2024 Mar", "", YEAR_FINANCIAL, "2024-03-01", "2024-03-31", NULL},
	};
	static const struct { const char *text, *kind; } none[] = {
		{"", ""}, {"0", ""}, {"24", ""}, {"2024/26", "Academic year"}, {"2024-", ""}, {"2024 Q5", ""}, {"2024", "Week 54"},
		{"202425", "Week 3"}, {"2024", "Autumn term"}, {"2024", "Blue moon"}, {"9999", ""}, {"2016-14", ""}, {"x", "Academic year"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof is / sizeof *is; i++) {
		struct period_read p = published_period(view_of(is[i].text), view_of(is[i].kind), is[i].year);
		char from[DAY_SIZE], until[DAY_SIZE];

		day_print(p.period.from, from);
		day_print(p.period.until, until);
		if (strcmp(from, is[i].from) || strcmp(until, is[i].until))
			fail_msg("%s %s is %s to %s", is[i].text, is[i].kind, from, until);
		assert_true(p.status == is[i].status || (p.status && is[i].status && !strcmp(p.status, is[i].status)));
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (published_period(view_of(none[i].text), view_of(none[i].kind), YEAR_FINANCIAL).period.from != DAY_NONE)
			fail_msg("%s %s is no period", none[i].text, none[i].kind);
}

static void
test_cells(void **state)
{
	static const struct { const char *text; enum cell cell; double value; const char *means; } is[] = {
		{"", CELL_EMPTY, NAN, NULL}, {"  ", CELL_EMPTY, NAN, NULL}, {"12", CELL_NUMBER, 12, NULL},
		{"-0.5", CELL_NUMBER, -0.5, NULL}, {"115.2166797", CELL_NUMBER, 115.2166797, NULL},
		{"7.0000000000000007E-2", CELL_NUMBER, 7.0000000000000007E-2, NULL}, {".5", CELL_NUMBER, 0.5, NULL},
		{"12345678901234567", CELL_NUMBER, 12345678901234567.0, NULL}, {"c", CELL_SYMBOL, NAN, "suppressed"},
		{"[c]", CELL_SYMBOL, NAN, "suppressed"}, {"x", CELL_SYMBOL, NAN, "not available"},
		{"z", CELL_SYMBOL, NAN, "not applicable"}, {":", CELL_SYMBOL, NAN, "not available"},
		{"-", CELL_SYMBOL, NAN, "not available"}, {"low", CELL_SYMBOL, NAN, "rounds to nought"},
		{"k", CELL_SYMBOL, NAN, "rounds to nought"}, {"u", CELL_SYMBOL, NAN, "unreliable"}, {"1,234", CELL_WORD, NAN, NULL},
		{"Female", CELL_WORD, NAN, NULL}, {"1-2", CELL_WORD, NAN, NULL}, {"inf", CELL_WORD, NAN, NULL}, {".", CELL_WORD, NAN, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof is / sizeof *is; i++) {
		double value;
		const char *symbol;

		if (cell_read(view_of(is[i].text), &value, &symbol) != is[i].cell)
			fail_msg("\"%s\" is something else", is[i].text);
		assert_true(isnan(is[i].value) ? isnan(value) : !(value < is[i].value || value > is[i].value));
		assert_true(symbol == is[i].means || (symbol && is[i].means && !strcmp(symbol, is[i].means)));
	}
}

/* Rows of a query, numbers in one form whatever the engine. */
static const char *
figures(struct desk *d, const char *sql)
{
	struct rows *r = store_query(&d->c, sql, 0);
	struct builder b = {.mem = d->c.mem};
	double x;

	while (rows_next(r))
		for (int i = 0, n = col_count(r); i < n; i++) {
			if (view_real(col_view(r, i), &x))
				put_format(&b, "%.10g", x);
			else
				put(&b, col_view(r, i));
			put_char(&b, i + 1 < n ? '|' : '\n');
		}
	DO(rows_end(r));
	return built_text(&b);
}
#define ASK_FIGURES(sql, text) assert_string_equal(figures(d, sql), text)

/* ---- wide files ------------------------------------------------------------------------------------------------------ */

#define WIDE "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code," \
	"new_la_code,la_name,"
#define ENGLAND(year) year ",Reporting year,National,E92000001,England,,,,,,"
#define DARLINGTON(year) year ",Reporting year,Local authority,E92000001,England,E12000001,North East,841,E06000005,Darlington,"
#define NUMBERS "select indicator, area, period_to, dimension, category, value, note from observation where basis = 'published'" \
	" order by indicator, area, period_to, dimension, category"

/* Each symbol is a note of its own; a word that all rows have cuts nothing; Total is no cut; words are joined by name. */
static void
test_wide(void **state)
{
	struct desk *d = *state;

	desk_take(d, "care_2013_to_2025.csv", WIDE "zone,about,sex,n_children,pt_late,sdq\n"
	    ENGLAND("2025") "in,Care,Total,81770,12.5,c\n"
	    "2025,Reporting year,Regional,E92000001,England,E12000001,North East,,,,in,Care,Total,6000,low,x\n"
	    DARLINGTON("2025") "in,Care,Total,250,,z\n"
	    DARLINGTON("2025") "out,Care,Female,100,[c],:\n"
	    DARLINGTON("2025") "Total,Care,Male,150,u,-\n"
	    "2025,Reporting year,School,E92000001,England,E12000001,North East,841,E06000005,Darlington,in,Care,Total,1,2,3\n"
	    "2025,Reporting year,Local authority,E92000001,England,z,z,z,z,Outside England,in,Care,Total,1,2,3\n");
	ASK_FIGURES(NUMBERS,
	    "ees.care.n_children|E06000005|2025-03-31|sex|Male|150|\n"
	    "ees.care.n_children|E06000005|2025-03-31|sex | zone|Female | out|100|\n"
	    "ees.care.n_children|E06000005|2025-03-31|zone|in|250|\n"
	    "ees.care.n_children|E12000001|2025-03-31|zone|in|6000|\n"
	    "ees.care.n_children|E92000001|2025-03-31|zone|in|81770|\n"
	    "ees.care.pt_late|E06000005|2025-03-31|sex|Male||unreliable\n"
	    "ees.care.pt_late|E06000005|2025-03-31|sex | zone|Female | out||suppressed\n"
	    "ees.care.pt_late|E12000001|2025-03-31|zone|in||rounds to nought\n"
	    "ees.care.pt_late|E92000001|2025-03-31|zone|in|12.5|\n"
	    "ees.care.sdq|E06000005|2025-03-31|sex|Male||not available\n"
	    "ees.care.sdq|E06000005|2025-03-31|sex | zone|Female | out||not available\n"
	    "ees.care.sdq|E06000005|2025-03-31|zone|in||not applicable\n"
	    "ees.care.sdq|E12000001|2025-03-31|zone|in||not available\n"
	    "ees.care.sdq|E92000001|2025-03-31|zone|in||suppressed\n");
	SAYS(d->manifest.item[0].sentence, "1 rows of levels that are no areas");
	SAYS(d->manifest.item[0].sentence, "1 rows of no area");
	ASK("select id, title, unit, year, base from published_measure where id like '%late'",
	    "ees.care.pt_late|Care: Pt late|%|financial year|about=Care\n");
}

/* The next edition revises what differs, an older one leaves the newer number alone, the same file changes nothing. */
static void
test_revision(void **state)
{
	static const char first[] = WIDE "n\n" ENGLAND("2024") "10\n" ENGLAND("2025") "11\n";
	struct desk *d = *state;
	const char *before;

	desk_take(d, "care_2013_to_2024.csv", first);
	desk_take(d, "care_2013_to_2025.csv", WIDE "n\n" ENGLAND("2024") "12\n" ENGLAND("2025") "11\n");
	SAYS(d->manifest.item[0].sentence, "1 numbers revised");
	assert_int_equal(d->manifest.item[0].unchanged, 1);
	ASK_FIGURES("select value from observation order by period_to", "12\n11\n");
	before = desk_counts(d);
	assert_int_equal(desk_take(d, "care_2013_to_2025.csv", WIDE "n\n" ENGLAND("2024") "12\n" ENGLAND("2025") "11\n")->written, 0);
	/* the first edition once more, under any name: it ranks where it came first */
	assert_int_equal(desk_take(d, "care.csv", first)->older, 1);
	assert_string_equal(desk_counts(d), before);
	d->options.as_at = day_of(2020, 1, 1);
	desk_take(d, "care.csv", WIDE "n\n" ENGLAND("2024") "9\n" ENGLAND("2023") "8\n");
	ASK_FIGURES("select value from observation order by period_to", "8\n12\n11\n");
}

/* A column that had one word gets a second: what were totals are a part now, and the old totals go. */
static void
test_cut_later(void **state)
{
	struct desk *d = *state;

	desk_take(d, "care.csv", WIDE "kind,n\n" ENGLAND("2024") "All care,10\n");
	ASK_FIGURES(NUMBERS, "ees.care.n|E92000001|2024-03-31|total||10|\n");
	desk_take(d, "care.csv", WIDE "kind,n\n" ENGLAND("2024") "All care,10\n" ENGLAND("2024") "Respite,3\n");
	ASK_FIGURES(NUMBERS, "ees.care.n|E92000001|2024-03-31|kind|All care|10|\nees.care.n|E92000001|2024-03-31|kind|Respite|3|\n");
	SAYS(d->manifest.item[0].sentence, "cut otherwise");
	/* and a slice of it keeps its cut */
	desk_take(d, "care.csv", WIDE "kind,n\n" ENGLAND("2024") "Respite,4\n");
	ASK_FIGURES(NUMBERS, "ees.care.n|E92000001|2024-03-31|kind|All care|10|\nees.care.n|E92000001|2024-03-31|kind|Respite|4|\n");
}

static void
test_wide_hostile(void **state)
{
	struct desk *d = *state;
	struct imported *f;

	f = desk_refuse(d, "a.csv", "time_period,time_identifier,geographic_level,n\n2024,Calendar year,National,3\n");
	SAYS(f->sentence, "the column country_code");
	f = desk_refuse(d, "b.csv", WIDE "country_code,n\n" ENGLAND("2024") "E92000001,3\n");
	SAYS(f->sentence, "is there twice");
	f = desk_refuse(d, "c.csv", WIDE "kind\n" ENGLAND("2024") "All\n");
	SAYS(f->sentence, "no column of numbers");
	f = desk_refuse(d, "d.csv", WIDE "n\n");
	assert_int_equal(f->err, ERR_INPUT);
	ASK_COUNT("select count(*) from observation", 0);
	ASK_COUNT("select count(*) from area", 0);
	/* rows that cannot be taken are kept with their reason, the rest goes in */
	f = desk_refuse(d, "e.csv", WIDE "n,m\n" ENGLAND("2024") "10,1\n" ENGLAND("2024") "11,1\n" ENGLAND("24") "3,1\n"
	    "2024,Reporting year,Local authority,E92000001,England,E12000001,North East,841,E0600005,Darlington,5,1\n"
	    "2024,Reporting year,Local authority,E92000001,England,E12000001,North East,999,,Atlantis,5,1\n"
	    "2024,Reporting year,National\n"
	    ENGLAND("2023") "many,2\n" ENGLAND("2022") "4,2\n");
	assert_int_equal(f->rejected, 6);
	ASK("select field, reason from reject order by row_number",
	    "n|an earlier row says another number of the same thing; that row is kept\ntime_period|is no period\n"
	    "new_la_code|is no code of an area\nold_la_code|is no area that is known by that number or name\n"
	    "|has fewer fields than the heading\nn|is neither a number nor a symbol that stands for one\n");
	ASK_FIGURES("select period_to, value from observation where indicator = 'ees.e.n' order by period_to",
	    "2022-03-31|4\n2024-03-31|10\n");
	/* and once more: a row that says what is known comes before the one that does not */
	f = desk_refuse(d, "e.csv", WIDE "n,m\n" ENGLAND("2024") "10,1\n" ENGLAND("2024") "11,1\n");
	assert_int_equal(f->rejected, 1);
	assert_int_equal(f->written, 0);
}

/* ---- areas ------------------------------------------------------------------------------------------------------------ */

#define LAIT "measure_code,measure,period,area,value,la_number,region\n"
#define AREAS_OF "select area, period_to, value from observation order by area, period_to"

/* A number is that of the authority that had it when the period ended; names find what has no number; Durham and County Durham
 * are one; a reorganised authority is not its successor. */
static void
test_areas(void **state)
{
	struct desk *d = *state;

	assert_int_equal(desk_import(d, desk_file(d, "lait.csv", LAIT
	    "A,Children,2023,Somerset,1,933,South West\n" "A,,2024,Somerset,2,933,South West\n"
	    "A,,2019,North Yorkshire,3,815,NA\n" "A,,2024,North Yorkshire,4,815,NA\n"
	    "A,,2018,Dorset (Pre LG),5,835,NA\n" "A,,2024,Dorset,6,838,NA\n" "A,,2024,Dorset (Pre LG),-,835,NA\n"
	    "A,,2024,\"Bournemouth, Christchurch and Poole\",7,839,NA\n" "A,,2018,Cumbria,8,909,NA\n" "A,,2024,Cumberland,9,942,NA\n"
	    "A,,2018,Northamptonshire,10,928,NA\n" "A,,2024,durham,11,,NA\n" "A,,2023,County Durham,12,840,NA\n"
	    "A,,2024,England,13,970,NA\n" "A,,2024,London (Inner),14,987,NA\n" "A,,2024,Atlantis,15,999,NA\n"
	    "A,,2017,Dorset,16,,NA\n")), ERR_INPUT);
	assert_int_equal(d->manifest.item[0].rejected, 1);
	ASK_FIGURES(AREAS_OF, "E06000047|2023-03-31|12\nE06000047|2024-03-31|11\nE06000058|2024-03-31|7\n"
	    "E06000059|2024-03-31|6\nE06000063|2024-03-31|9\nE06000065|2024-03-31|4\nE06000066|2024-03-31|2\n"
	    "E10000006|2018-03-31|8\nE10000009|2017-03-31|16\nE10000009|2018-03-31|5\nE10000009|2024-03-31|\nE10000021|2018-03-31|10\n"
	    "E10000023|2019-03-31|3\nE10000027|2023-03-31|1\nE13000001|2024-03-31|14\nE92000001|2024-03-31|13\n");
	ASK("select s.area, s.successor, s.same_ground from area_successor s where s.area in ('E10000027', 'E10000021')"
	    " order by s.area, s.successor", "E10000021|E06000061|no\nE10000021|E06000062|no\nE10000027|E06000066|yes\n");
	ASK("select name, since, until from area where code in ('E10000027', 'E06000066') order by code",
	    "Somerset|2023-04-01|\nSomerset (county, until 2023)||2023-03-31\n");
}

/* Codes: a former one is its area's, two together are an area of their own, one that nobody knew is made with its name, which is
 * then known; an area that the authority's own file named keeps its name. */
static void
test_codes(void **state)
{
	struct desk *d = *state;

	desk_take(d, "areas.csv", "code,kind,name,parent\nE06000005,authority,Our borough,\n");
	desk_take(d, "care.csv", WIDE "n\n"
	    "2024,Reporting year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,370,E08000016,Barnsley,1\n"
	    "2025,Reporting year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,370,E08000038,Barnsley,2\n"
	    "2021,Reporting year,Local authority,E92000001,England,E12000004,East Midlands,940 / 941,E06000061 / E06000062,North "
	    "Northamptonshire / West Northamptonshire,3\n"
	    "2030,Reporting year,Local authority,E92000001,England,E12000008,South East,999,E06000099,East Surrey,4\n" DARLINGTON("2025") "5\n");
	ASK_FIGURES(AREAS_OF, "E06000005|2025-03-31|5\nE06000061 / E06000062|2021-03-31|3\nE06000099|2030-03-31|4\nE08000038|2024-03-31|1\n"
	    "E08000038|2025-03-31|2\n");
	ASK("select kind, name, parent from area where code in ('E06000005', 'E06000061 / E06000062', 'E06000099') order by code",
	    "authority|Our borough|E12000001\njoint|North Northamptonshire / West Northamptonshire|E12000004\n"
	    "authority|East Surrey|E12000008\n");
	desk_take(d, "lait.csv", LAIT "A,Children,2030,East Surrey,6,,NA\n");
	ASK_FIGURES("select area, value from observation where indicator = 'lait.A'", "E06000099|6\n");
}

/* ---- long files -------------------------------------------------------------------------------------------------------- */

#define MEASURES "measure_code,topic,measure,polarity,unit,year_type,decimal_places\n"

/* The list of measures says what they are; numbers that were dated without it are taken out and come again with their file. */
static void
test_lait(void **state)
{
	static const char numbers[] = LAIT "A,Attainment,2024 (Rev),England,65.5,970,NA\nA,,2025 (prov),England,-,970,NA\nB,Care,2024,"
	    "England,7.0000000000000007E-2,970,NA\nB,,0,England,-,970,NA\n";
	struct desk *d = *state;

	desk_take(d, "lait.csv", numbers);
	SAYS(d->manifest.item[0].sentence, "1 rows without period and number passed over");
	ASK_FIGURES(NUMBERS, "lait.A|E92000001|2024-03-31|total||65.5|revised\nlait.A|E92000001|2025-03-31|total|||not available; provisional\n"
	    "lait.B|E92000001|2024-03-31|total||0.07|\n");
	desk_take(d, "lait_measures.csv", MEASURES "A,Schools,Attainment 8,High,Score,Academic Year,1\n"
	    "B,Care,Looked after,-,Rate,Financial Year,1\n");
	SAYS(d->manifest.item[0].sentence, "1 measures had been dated by another kind of year");
	ASK("select id, title, topic, unit, better, year from published_measure order by id",
	    "lait.A|Attainment 8|Schools|Score|higher|academic year\nlait.B|Looked after|Care|Rate|neither|financial year\n");
	desk_take(d, "lait.csv", numbers);
	ASK_FIGURES(NUMBERS, "lait.A|E92000001|2024-08-31|total||65.5|revised\nlait.A|E92000001|2025-08-31|total|||not available; provisional\n"
	    "lait.B|E92000001|2024-03-31|total||0.07|\n");
	assert_int_equal(desk_take(d, "lait_measures.csv", MEASURES "A,Schools,Attainment 8,High,Score,Academic Year,1\n"
	    "B,Care,Looked after,-,Rate,Financial Year,1\n")->written, 0);
	ASK_COUNT("select count(*) from observation", 3);
}

/* More numbers than are kept in mind: a measure that comes again after it was forgotten is known all the same. 70 measures of 20
 * areas in 24 years, then one number of the first that is another, one that is the same, one that is new. */
static void
test_forgetting(void **state)
{
	struct desk *d = *state;
	struct builder b = {.mem = d->c.mem};
	const char *again;

	put_text(&b, LAIT);
	for (int measure = 0; measure < 70; measure++)
		for (int area = 301; area <= 320; area++)
			for (int year = 2001; year <= 2024; year++)
				put_format(&b, "M%d,,%d,,%d,%d,NA\n", measure, year, measure + area + year, area);
	put_format(&b, "M0,,2002,,%d,301,NA\nM0,,2025,,7,301,NA\n", 301 + 2002);
	again = desk_file(d, "again.csv", built_text(&b));
	put_text(&b, "M0,,2001,,1,301,NA\n");
	assert_int_equal(desk_import(d, desk_file(d, "lait.csv", built_text(&b))), ERR_INPUT);
	assert_int_equal(d->manifest.item[0].written, 70 * 20 * 24 + 1);
	assert_int_equal(d->manifest.item[0].unchanged, 1);
	assert_int_equal(d->manifest.item[0].rejected, 1);
	ASK_FIGURES("select value from observation where indicator = 'lait.M0' and area = 'E09000002' and period_to in ('2001-03-31',"
	    " '2025-03-31') order by period_to", "2302\n7\n");
	assert_int_equal(desk_import(d, again), OK);
	assert_int_equal(d->manifest.item[0].written, 0);
	ASK_COUNT("select count(*) from observation", 70 * 20 * 24 + 1);
}

#define TIPS "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category," \
	"Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator," \
	"Value note,Recent Trend,Compared to England value or percentiles,Compared to percentiles,Time period Sortable,New data," \
	"Compared to goal,Time period range\n"
#define TIP(area, sex, age, type, category, value, low, high, note, compared)                                                      \
	"1,Injuries,,," area "," sex "," age "," type "," category ",2023/24," value "," low "," high ",,,10,100," note                 \
	",No significant change," compared ",Not compared,20230000,,,1y\n"

static void
test_fingertips(void **state)
{
	struct desk *d = *state;
	struct imported *f = desk_take(d, "tips.csv", TIPS
	    TIP("E92000001,England,England", "Persons", "<15 yrs", "", "", "100", "90", "110", "", "Not compared")
	    TIP("E92000001,England,England", "Persons", "<15 yrs", "", "", "100", "90", "110", "", "Similar")
	    TIP("E92000001,England,England", "Female", "<15 yrs", "Deprivation deciles", "Most deprived", "120", "115", "125", "", "Worse")
	    TIP("E92000001,England,England", "Persons", "0-4 yrs", "", "", "130", "120", "140", "", "Not compared")
	    TIP("E06000005,Darlington,UA", "Male", "<15 yrs", "", "", "", "-1", "-1", "Not presented", "Not compared"));

	assert_int_equal(f->written, 4);
	assert_int_equal(f->unchanged, 1);
	ASK_FIGURES("select area, dimension, category, numerator, denominator, value, lower95, upper95, note from observation"
	    " order by area, dimension, category",
	    "E06000005|sex|Male||||||not available: Not presented\n"
	    "E92000001|Deprivation deciles | sex|Most deprived | Female|10|100|120|115|125|\n"
	    "E92000001|age|0-4 yrs|10|100|130|120|140|\n"
	    "E92000001|total||10|100|100|90|110|\n");
	ASK("select comparison, trend from published_mark where category = 'Most deprived | Female'", "Worse|No significant change\n");
	ASK("select id, title, base from published_measure", "fingertips.1|Injuries|age=<15 yrs\n");
}

/* A later list of neighbours takes the place of the former, rank by rank. */
static void
test_neighbours(void **state)
{
	static const char head[] = "old_la_code,la_name,region_ind,region_name,SN_1,SN_1P,SN_2,SN_2P,SN_3,SN_3P,SN_4,SN_4P,SN_5,SN_5P,SN_6,"
	    "SN_6P,SN_7,SN_7P,SN_8,SN_8P,SN_9,SN_9P,SN_10,SN_10P\n";
	struct desk *d = *state;
	char text[2000];

	snprintf(text, sizeof text, "%s841,Darlington,1,North East,840,Close,808,Close,,,,,,,,,,,,,,,,\n", head);
	assert_int_equal(desk_take(d, "neighbours.csv", text)->written, 2);
	assert_int_equal(desk_take(d, "neighbours.csv", text)->written, 0);
	ASK("select area, other, rank from neighbour order by rank", "E06000005|E06000047|1\nE06000005|E06000004|2\n");
	snprintf(text, sizeof text, "%s841,Darlington,1,North East,933,Close,840,Close,,,,,,,,,,,,,,,,\n", head);
	desk_take(d, "neighbours.csv", text);
	ASK("select area, other, rank from neighbour order by rank", "E06000005|E06000066|1\nE06000005|E06000047|2\n");
	snprintf(text, sizeof text, "%s841,Darlington,1,North East,12,Close,840,Close,,,,,,,,,,,,,,,,\n", head);
	desk_refuse(d, "neighbours.csv", text);
	ASK("select field, reason from reject", "SN_1|is no area that is known by that number or name\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_periods), cmocka_unit_test(test_cells), DESK_TEST(test_wide), DESK_TEST(test_revision),
		DESK_TEST(test_cut_later), DESK_TEST(test_wide_hostile), DESK_TEST(test_areas), DESK_TEST(test_codes),
		DESK_TEST(test_lait), DESK_TEST(test_forgetting), DESK_TEST(test_fingertips), DESK_TEST(test_neighbours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
