/* Where the two engines part company without a word, and what holds on both.
 *
 * `trap` is what nobody may write: the engines give different answers for it, or one gives none.
 * `write` is what to write instead, or what may look doubtful but is alike; it gives `gives` on both.
 * tests/unit/store/test_differences.c runs both on the engine that the run is for; tests/unit/catalogue/test_sql_text.c
 * sees that the catalogue's reader refuses the one and takes the other.
 */
#ifndef TESTS_TRAPS_H
#define TESTS_TRAPS_H

#include <stdbool.h>

/* What the queries find. Leaves are texts, as intake writes them; `bare` and `truth` are what it never writes. */
#define TRAPS_TABLE                                                                                             \
	"create table leaf (id $id primary key, word text, n integer, x real, day date, data $json);\n"         \
	"insert into leaf values (1, 'apple', 7, 2.5, '2024-01-31', '{\"n\": \"10\", \"word\": \"apple\","      \
	" \"agreed\": \"yes\", \"late\": \"2024-03-01\", \"none\": null, \"empty\": \"\", \"bare\": 1.50,"      \
	" \"truth\": true, \"twice\": \"a\", \"twice\": \"b\", \"a\": {\"b\": \"in\"}}');\n"                    \
	"insert into leaf values (2, 'Banana', 2, 3.5, '2024-12-31', '{\"n\": \"9\", \"word\": \"Banana\"}');\n"\
	"insert into leaf values (3, '\xc3\x89" "clair', null, null, null, '{\"word\": \"\xc3\x89" "clair\"}');\n"
#define TRAPS_DAY "2024-02-01"          /* bound to :day as a day, to :text as a text */

struct trap {
	const char *trap, *sqlite, *postgres;   /* what each gives for it: rows with a space between, `error` for none */
	const char *write, *gives;
};

/* What no reader of SQL can see: intake writes leaves as texts only. */
static const struct trap traps_in_data[] = {
	{"select length(data->>'bare') from leaf where id = 1", "3", "4",
	    "select number(data->>'bare') from leaf where id = 1", "1.5"},
	{"select data->>'truth' from leaf where id = 1", "1", "true",
	    "select case when data->>'agreed' = 'yes' then 1 else 0 end from leaf where id = 1", "1"},
	{"select data->>'twice' from leaf where id = 1", "a", "b",
	    "select data->>'agreed' from leaf where id = 1", "yes"},
};

static const struct trap traps[] = {
	/* ---- leaves of JSON: numbers, truths, names ---- */
	{"select count(*) from leaf where data->>'n' > 9", "2", "error",
	    "select count(*) from leaf where number(data->>'n') > 9", "1"},
	{"select data->>'n' + 1 from leaf where id = 1", "11", "error",
	    "select number(data->>'n') + 1 from leaf where id = 1",
	    "11"},
	{"select sum(data->>'n') from leaf", "19", "error", "select sum(number(data->>'n')) from leaf", "19"},
	{"select count(*) from leaf where coalesce(data->>'n', 0) = '10'", "1", "error",
	    "select count(*) from leaf where coalesce(data->>'n', '0') = '10'", "1"},
	{"select data->>'a.b' from leaf where id = 1", "in", "null",
	    "select data->'a'->>'b' from leaf where id = 1", "in"},
	{"select data->>'$.word' from leaf where id = 1", "apple", "null",
	    "select data->>'word' from leaf where id = 1",
	    "apple"},

	/* ---- order and collation: bytes, whatever the database's language ---- */
	{"select lower('\xc3\x89')", "\xc3\x89", "\xc3\xa9", "select lower(word) from leaf where id = 2", "banana"},
	{"select count(*) from leaf where word = lower(:word)", "1", "0",
	    "select count(*) from leaf where word = :word", "1"},

	/* ---- like ---- */
	{"select count(*) from leaf where word like 'a\\p%'", "0", "1",
	    "select count(*) from leaf where word like 'ap%'", "1"},

	/* ---- dates ---- */
	{"select day + 1 from leaf where id = 1", "2025", "2024-02-01",
	    "select add_days(day, 1) from leaf where id = 1",
	    "2024-02-01"},
	{"select add_days(day, 1) - 1 from leaf where id = 1", "2023", "2024-01-31",
	    "select add_days(add_days(day, 1), -1) from leaf where id = 1", "2024-01-31"},
	{"select max(day) - min(day) from leaf", "0", "335",
	    "select days_between(min(day), max(day)) from leaf", "335"},
	{"select count(*) from leaf where day < '2024-2-1'", "2", "1",
	    "select count(*) from leaf where day < '2024-02-01'", "1"},
	{"select count(*) from leaf where day between '2024-01-01' and '2024-2-28'", "2", "1",
	    "select count(*) from leaf where day between '2024-01-01' and '2024-02-28'", "1"},
	{"select count(*) from leaf where day in ('20240131')", "0", "1",
	    "select count(*) from leaf where day in ('2024-01-31')", "1"},
	{"select count(*) from leaf where day > 'epoch'", "0", "2",
	    "select count(*) from leaf where day > '1970-01-01'", "2"},
	{"select count(*) from leaf where day = ''", "0", "error", "select count(*) from leaf where day is null", "1"},
	{"select count(*) from leaf where coalesce(day, '') = '2024-01-31'", "1", "error",
	    "select count(*) from leaf where coalesce(day, '9999-12-31') = '2024-01-31'", "1"},
	{"select count(*) from leaf where data->>'late' <= :day", "0", "error",
	    "select count(*) from leaf where days_between(data->>'late', :day) >= 0", "0"},
	{"select count(*) from leaf where day >= data->>'late'", "0", "error",
	    "select count(*) from leaf where days_between(data->>'late', day) >= 0", "0"},
	{"select substr(day, 1, 4) from leaf where id = 1", "2024", "error",
	    "select count(*) from leaf where day between '2024-01-01' and '2024-06-30'", "1"},
	{"select count(*) from leaf where :text is null or day <> :text", "2", "error",
	    "select count(*) from leaf where day <> :text or :text is null", "2"},
	{"select count(*) from leaf where day like '2024%'", "2", "error",
	    "select count(*) from leaf where day >= '2024-01-01' and day < '2025-01-01'", "2"},

	/* ---- nulls ---- */
	{"select id from leaf order by n", "3 2 1", "2 1 3", "select id from leaf order by n nulls last", "2 1 3"},
	{"select id from leaf order by n desc", "1 2 3", "3 1 2",
	    "select id from leaf order by n desc nulls last", "1 2 3"},
	{"select row_number() over (order by n) from leaf order by id", "3 2 1", "2 1 3",
	    "select row_number() over (order by n nulls last) from leaf order by id", "2 1 3"},
	{"select count(*) from leaf where n is 7", "1", "error",
	    "select count(*) from leaf where n is not distinct from 7", "1"},

	/* ---- numbers ---- */
	{"select sum(n) / 2 from leaf", "4", "4.5", "select 1.0 * sum(n) / nullif(2, 0) from leaf", "4.5"},
	{"select 1.0 * n / 0 from leaf where id = 1", "null", "error",
	    "select 1.0 * n / nullif(0, 0) from leaf where id = 1", "null"},
	{"select 7.5 % 2", "1", "1.5", "select x / 2.0 from leaf where id = 1", "1.25"},
	{"select count(*) from leaf where n * 0.1 = 0.7", "0", "1",
	    "select count(*) from leaf where n = 7 and -0.1 < 0.75 * n", "1"},
	{"select round(x) from leaf where id = 1", "3", "2", "select x from leaf where id = 1", "2.5"},
	{"select cast(x as integer) from leaf where id = 2", "3", "4", "select x from leaf where id = 2", "3.5"},
	{"select cast(word as integer) from leaf where id = 1", "0", "error",
	    "select number(word) from leaf where id = 1", "null"},
	{"select count(*) from leaf where number(data->>'n') = '10'", "0", "1",
	    "select count(*) from leaf where number(data->>'n') = 10", "1"},
	{"select count(*) from leaf where age_on(day, '2040-01-01') in ('14', '15')", "0", "2",
	    "select count(*) from leaf where age_on(day, '2040-01-01') in (14, 15)", "2"},
	{"select count(*) from leaf where '5' = 5", "0", "3", "select count(*) from leaf where 5 = 5", "3"},

	/* ---- texts ---- */
	{"select substr(word, -3) from leaf where id = 1", "ple", "apple",
	    "select substr(word, length(word) - 2) from leaf where id = 1", "ple"},
	{"select substr(word, 3, -2) from leaf where id = 1", "ap", "error",
	    "select substr(word, 1, 2) from leaf where id = 1", "ap"},
	{"select word || 1 + 2 from leaf where id = 1", "2", "apple3",
	    "select word || (1 + 2) from leaf where id = 1", "apple3"},
	{"select length('' || number('5'))", "3", "1", "select length('' || 5)", "1"},

	/* ---- truths ---- */
	{"select sum(n > 5) from leaf", "1", "error", "select sum(case when n > 5 then 1 else 0 end) from leaf", "1"},
	{"select count(*) from leaf where 'yes' = true", "0", "3",
	    "select count(*) from leaf where data->>'agreed' = 'yes'", "1"},

	/* ---- sets and names ---- */
	{"select 1 union select 2 intersect select 2 order by 1 nulls last", "2", "1 2",
	    "select id from leaf where id < 3 and n = 2", "2"},
	{"select max(n, 5) from leaf where id = 2", "5", "error",
	    "select case when n > 5 then n else 5 end from leaf where id = 2", "5"},
};

/* What may look doubtful and is alike. */
static const struct { const char *write, *gives; } alike[] = {
	/* ---- leaves of JSON: numbers, truths, names ---- */
	{"select data->>'none', data->>'missing', data->>'empty' from leaf where id = 1", "null|null|"},
	{"select count(*) from leaf where data->>'n' = '10'", "1"},

	/* ---- order and collation: bytes, whatever the database's language ---- */
	{"select word from leaf order by word nulls last", "Banana apple \xc3\x89" "clair"},
	{"select data->>'word' from leaf order by data->>'word' nulls last", "Banana apple \xc3\x89" "clair"},
	{"select min(data->>'word'), max(data ->> 'word') from leaf", "Banana|\xc3\x89" "clair"},
	{"select count(*) from leaf where data->>'word' < 'a'", "1"},
	{"select lower(word), lower(data->>'word') from leaf where id = 3", "\xc3\x89" "clair|\xc3\x89" "clair"},
	{"select upper(coalesce(data->>'word', '')) from leaf where id = 2", "BANANA"},
	{"select count(distinct data->>'word') from leaf", "3"},

	/* ---- like ---- */
	{"select count(*) from leaf where word like 'b%' or data->>'word' like 'b%'", "0"},
	{"select count(*) from leaf where word like 'B%'", "1"},
	{"select count(*) from leaf where lower(word) like 'b_nana'", "1"},
	{"select count(*) from leaf where word like '_clair'", "1"},
	{"select count(*) from leaf where word like 'a!%e' escape '!'", "0"},

	/* ---- dates ---- */
	{"select count(*) from leaf where day <= :day", "1"},
	{"select count(*) from leaf where day <= :text", "1"},
	{"select :day", "2024-02-01"},
	{"select add_months(:day, 1), add_months(:text, 1)", "2024-03-01|2024-03-01"},
	{"select days_between(day, :text), days_between(:day, day) from leaf where id = 1", "1|-1"},
	{"select min(day), max(coalesce(day, '9999-12-31')) from leaf", "2024-01-31|9999-12-31"},
	{"select count(*) from leaf where day <= :missing", "0"},

	/* ---- nulls ---- */
	{"select nullif('', ''), coalesce('', 'x'), number(''), add_days('', 1)", "null||null|null"},
	{"select count(*) from leaf where word = '' or word = 'apple '", "0"},
	{"select word || null from leaf where id = 1", "null"},
	{"select count(*) from leaf where n not in (7, null)", "0"},
	{"select count(*), count(n), count(distinct n), sum(n), avg(n), max(n) from leaf", "3|2|2|9|4.5|7"},
	{"select sum(n), count(*) from leaf where id > 3", "null|0"},
	{"select count(*) filter (where n > 5) from leaf", "1"},

	/* ---- numbers ---- */
	{"select count(*) from leaf where n = '7'", "1"},
	{"select 9007199254740993, 9007199254740993 + 1", "9007199254740993|9007199254740994"},
	{"select number('1e400'), number('1e-400'), number('\xd9\xa3'), number('5\xc2\xa0')", "null|null|null|5"},

	/* ---- texts ---- */
	{"select substr(word, 0, 3), length(word), trim('  a ') from leaf where id = 3", "\xc3\x89" "c|6|a"},

	/* ---- truths ---- */
	{"select n > 5, n < 5 from leaf where id = 1", "1|0"},

	/* ---- sets and names ---- */
	{"with leaf as (select 5 as n) select n from leaf", "5"},
	{"with a as (with a as (select 1 as n) select n + 1 as n from a) select n from a", "2"},
	{"with recursive k (n) as (select 1 union all select n + 1 from k where n < 3) select sum(n) from k", "6"},
	{"select -id as id from leaf order by id", "-3 -2 -1"},
	{"select case when n > 5 then 'much' else 'little' end as n, count(*) from leaf group by case when n > 5 then"
	    " 'much' else 'little' end order by 2 nulls last", "much|1 little|2"},
};

#define COUNT(table) (sizeof (table) / sizeof *(table))

#endif
