/* Why a measure moved, over HTTP on either engine: what the page and its files say of a small authority that was measured, that
 * small numbers stay hidden, that a wrong address is refused in words, and that each reading is written down. */
#include "app.h"
#include "sheet.h"

#define MOVE "/indicator/care_rate/move"

/* Of twenty-six children, born on 1 June 2022, 12 are looked after at the end of both years, 6 of the first alone and 8 of the second alone; 2 are
 * looked after in 2022-23. Of each age 0 to 17 and sex 100 people live in the one small area. */
static const char figures[] =
	"create table n (i integer); create table days (a date, b date, c date);"
	"insert into days values ('2022-06-01', '2023-06-01', '2024-06-01');"
	"insert into n with recursive c(i) as (select 1 union all select i + 1 from c where i < 26) select i from c;"
	"insert into area (code, kind, name, parent) values ('E06999999', 'authority', 'Wearshire', null),"
	" ('E01000001', 'lsoa', 'Quay', 'E06999999') on conflict (code) do nothing;"
	"insert into population (area, year, age, sex, n) select 'E01000001', 2023, i - 1, s.sex, 100 from n,"
	" (select 'F' as sex union all select 'M') s where i <= 18;"
	"insert into population (area, year, age, sex, n) select area, 2024, age, sex, n from population where year = 2023;"
	"insert into batch (id, dataset, agency, file, sha256, as_at, covers_from, covers_until, full_extract, rows_read, written,"
	" unchanged, rejected, withdrawn, at, by) values (900, 'ssda903_episodes', 'social_care', 'a.csv', 'x', '2025-09-01',"
	" '2022-04-01', '2025-08-31', 'no', 0, 0, 0, 0, 0, '', '');"
	"insert into person (id, born, sex) select 200 + i, d.a, 'F' from n, days d;"
	"insert into identity (id, person, source, source_key, link_state, sealed)"
	" select 100 + i, 200 + i, 'social_care', 100 + i, 'sure', 'no' from n;"
	"insert into fact (id) select 1000 + i from n;"
	"insert into episode_all (id, fact, identity, kind, domain, since, until, data, batch, source_key, digest, recorded)"
	" select 1000 + i, 1000 + i, 100 + i, 'care_row', 'social_care',"
	" case when i <= 2 then d.a when i <= 18 then d.b else d.c end,"
	" case when i between 13 and 18 then d.c end, '{}', 900, 1000 + i, 0, '2025-09-01' from n, days d;"
	"drop table n; drop table days";

static void
put_figures(void)
{
	const char *const measure[] = {app.program, "measure", "--indicator", "care_rate", "--db", app.db, NULL};

	change(figures);
	assert_int_equal(run(measure), 0);
}

static int
start(void **state)
{
	(void)state;
	return app_start("Wearshire", "E06999999", put_figures);
}

/* From 18 to 20 of 3,600: 50.0 to 55.6 per 10,000. Eight joined and six left: 8 and 6 of 3,600 are 22.2 and 16.7. */
static void
the_page_takes_the_change_apart(void **state)
{
	(void)state;
	need_program();
	says(MOVE, 200, "It rose from 50.0 per 10,000 at the end of 2023-24 to 55.6 per 10,000 at the end of 2024-25.");
	says(MOVE, 200, "That may be chance.");
	says(MOVE, 200, "Joined<span class=\"note\">there in the later period alone</span></th>\n"
	    "<td class=\"govuk-table__cell govuk-table__cell--numeric\">+22.2</td>");
	says(MOVE, 200, ">\xe2\x88\x92" "16.7</td>");
	says(MOVE, 200, "Where 2025-26 may end");
	says(MOVE "?target=50", 200, "Two fewer would have reached 50 per 10,000 (the target asked for) at the end of 2024-25.");
	says("/indicator/care_rate", 200, "href=\"/indicator/care_rate/move\"");
}

/* Two children a year earlier are few, and so are the sixteen that joined them told by nothing. */
static void
small_numbers_stay_hidden(void **state)
{
	struct answer a;

	(void)state;
	need_program();
	says(MOVE "?period=2023-24", 200, "is hidden, because the numbers are small");
	a = page(MOVE ".csv?period=2023-24", 200);
	assert_null(strstr(a.body, "Joined"));
	assert_null(strstr(a.body, ",16,"));
	assert_null(strstr(a.body, ",2,"));
	answer_free(&a);
}

static void
files_hold_the_same(void **state)
{
	struct answer csv, book;
	struct sheet s;

	(void)state;
	need_program();
	csv = page(MOVE ".csv?target=50", 200);
	assert_non_null(strstr(csv.body, "Total,,Joined,8,0,,,8,,,8,22.2"));
	assert_non_null(strstr(csv.body, "Total,,Left,6,6,,,0,,,-6,-16.6"));
	assert_non_null(strstr(csv.body, "Target,2024-25,the target asked for,2,"));
	book = page(MOVE ".xlsx?target=50", 200);
	assert_non_null(strstr(answer_header(&book, "Content-Disposition"), "care_rate-move.xlsx\""));
	s = sheet_read(book.body, book.n);
	assert_non_null(strstr(s.cells, "t:Joined|8|0|||8|||8|22.2"));
	assert_non_null(strstr(s.cells, "t:the target asked for|2|"));
	sheet_free(&s);
	answer_free(&csv);
	answer_free(&book);
}

static void
a_wrong_address_is_refused(void **state)
{
	(void)state;
	need_program();
	says("/indicator/nothing/move", 404, "no indicator called nothing");
	says(MOVE "?period=2031-32", 400, "has no period called 2031-32");
	says(MOVE "?target=many", 400, "target must be a number");
	says(MOVE "?by=shoe_size", 400, "no breakdown called shoe_size");
	says("/indicator/attainment_8/move", 400, "not worked out from rows here");
	says(MOVE "?period=&against=&by=&target=", 200, "It rose from");
}

static void
each_reading_is_written_down(void **state)
{
	static const char *const targets[] = {MOVE, MOVE ".csv", MOVE ".xlsx"};

	(void)state;
	need_program();
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		int before = audited("read measure", "indicator care_rate move");

		answer_free(&(struct answer[]){page(targets[i], 200)}[0]);
		assert_int_equal(audited("read measure", "indicator care_rate move"), before + 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_takes_the_change_apart),
		cmocka_unit_test(small_numbers_stay_hidden),
		cmocka_unit_test(files_hold_the_same),
		cmocka_unit_test(a_wrong_address_is_refused),
		cmocka_unit_test(each_reading_is_written_down),
	};

	return cmocka_run_group_tests(tests, start, app_stop);
}
