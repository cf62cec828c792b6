/* The page of linking, over HTTP on either engine: what it says of an authority whose sums were put in by hand, that sealed records
 * are in none of it, that nobody is named, and that the reading is written down. */
#include "app.h"

/* Two agencies. Person 201 has three records and two pupil numbers, 202 has one record, 203 a sealed one alone; 204 has nine records
 * of one agency, which is more than one agency explains. Of the pairs that wait, one is of a sealed record. */
static const char linked[] =
	"insert into batch (id, dataset, agency, file, sha256, as_at, covers_from, covers_until, full_extract, rows_read, written,"
	" unchanged, rejected, withdrawn, at, by) values (900, 'early_help', 'early_help', 'a.csv', 'x', '2025-09-01',"
	" '2022-04-01', '2025-08-31', 'no', 0, 0, 0, 0, 0, '', '');"
	"insert into person (id, given, family) values (201, 'Wilhelmina', 'Thirlwell'), (202, 'Joel', 'Thirlwell'),"
	" (203, 'Secret', 'Thirlwell'), (204, 'Ann', 'Ash');"
	"insert into identity (id, person, source, source_key, link_state, sealed) values"
	" (101, 201, 'education', 1, 'linked', 'no'), (102, 201, 'early_help', 2, 'linked', 'no'),"
	" (103, 201, 'education', 3, 'linked', 'no'), (104, 202, 'education', 4, 'linked', 'no'),"
	" (105, 203, 'education', 5, 'linked', 'yes'), (111, 204, 'education', 11, 'linked', 'no'),"
	" (112, 204, 'education', 12, 'linked', 'no'), (113, 204, 'education', 13, 'linked', 'no'),"
	" (114, 204, 'education', 14, 'linked', 'no'), (115, 204, 'education', 15, 'linked', 'no'),"
	" (116, 204, 'education', 16, 'linked', 'no'), (117, 204, 'education', 17, 'linked', 'no'),"
	" (118, 204, 'education', 18, 'linked', 'no'), (119, 204, 'education', 19, 'linked', 'no');"
	"insert into identifier_all (id, fact, identity, scheme, blind, batch, source_key, digest, recorded) values"
	" (301, 301, 101, 'upn', 7001, 900, 1, 1, '2026-01-01'), (302, 302, 103, 'upn', 7002, 900, 2, 2, '2026-01-01'),"
	" (303, 303, 102, 'upn', 7001, 900, 3, 3, '2026-01-01'), (304, 304, 105, 'upn', 7003, 900, 4, 4, '2026-01-01');"
	"insert into link_run (id, at, model, identities, people, joined, awaiting, undone, full_run, new_people, moved, merged, split)"
	" values (800, '2026-03-03T10:11:12Z', 'weighed', 13, 3, 10, 2, null, 'yes', 3, 0, 0, 0),"
	" (700, '2026-03-02T10:11:12Z', 'exact', 12, 11, 1, 0, '2026-03-02T12:00:00Z', null, null, null, null, null);"
	"insert into link_review (left_identity, right_identity, weight, run) values (101, 104, -1.5, 800), (104, 105, -0.5, 800);"
	"insert into link_decision_all (id, left_identity, right_identity, decided, by, recorded, superseded) values"
	" (601, 101, 103, 'different', 'test', '2026-03-03', '2026-03-04'), (602, 101, 103, 'same', 'test', '2026-03-04', null),"
	" (603, 102, 104, 'unsure', 'test', '2026-03-04', null), (604, 104, 105, 'same', 'test', '2026-03-04', null);"
	"insert into link_weighed (left_identity, right_identity, weight) values (101, 103, 1), (102, 104, 2), (104, 105, 3);"
	"insert into link_weight (bits, pairs) values (-32, 5000), (-7, 30), (-6, 12), (-1, 2), (3, 9), (31, 4);"
	"insert into link_field (source, field, place, records, known, compared, same) values"
	" ('education', 'given name', 0, 12, 12, 40, 38), ('education', 'pupil number', 5, 12, 3, 0, 0),"
	" ('early_help', 'given name', 0, 1, 1, 2, 2), ('early_help', 'pupil number', 5, 1, 1, 2, 1)";

static void
put_links(void)
{
	change(linked);
}

static int
start(void **state)
{
	(void)state;
	return app_start("Wearshire", "E06999999", put_links);
}

#define NUMBER(text) "<td class=\"govuk-table__cell govuk-table__cell--numeric\">" text "</td>"

static void
the_page_says_how_sure_it_is(void **state)
{
	(void)state;
	need_program();
	says("/linkage", 200, "13 records of 2 agencies are 3 people now.\n1 pair of records waits for a person to decide.");
	says("/linkage", 200, "People have decided about 1 pair;");
	does_not_say("/linkage", "such as a family name with a date of birth");
	change("insert into link_population (name, number) values ('keys split', 1), ('pairs left apart', 1200)");
	says("/linkage", 200, "1 key, such as a family name with a date of birth, is shared by too many records to compare all with all: split by"
	    " what else these say, which left 1,200 pairs apart");
	change("delete from link_population");
	/* 30 and 12 pairs lie from -8 to -4 bits: in the middle, at -6, one in 65 is one child's */
	says("/linkage", 200, "\xe2\x88\x92" "8 to \xe2\x88\x92" "4</th>" NUMBER("1.5%") NUMBER("42"));
	says("/linkage", 200, "under \xe2\x88\x92" "28</th>" NUMBER("under 0.1%") NUMBER("5,000"));
	says("/linkage", 200, "28 and over</th>" NUMBER("over 99.9%") NUMBER("4"));
	says("/linkage", 200, "<svg");
	says("/scorecard", 200, "href=\"/linkage\"");
}

static void
agencies_are_summed_up(void **state)
{
	(void)state;
	need_program();
	says("/linkage", 200, ">Education</th>" NUMBER("12") NUMBER("100.0%") NUMBER("25.0%"));
	says("/linkage", 200, ">Education</th>" NUMBER("95.0%") NUMBER("no pair"));
	says("/linkage", 200, ">Early help</th>" NUMBER("100.0%") NUMBER("50.0%"));
}

/* One pair decided the same, which has one bit, so two to one; that of a sealed record and the one called unsure are left out. */
static void
what_people_decided_tells_how_right_it_was(void **state)
{
	(void)state;
	need_program();
	says("/linkage", 200, "How right was it about what people decided?");
	says("/linkage", 200, "called the same child\xe2\x80\x99s: 1 of 1 (100.0%, 95% interval 20.7 to 100.0)");
	says("/linkage", 200, "50% to 75%</th>" NUMBER("1") NUMBER("1") NUMBER("100.0%") NUMBER("20.7 to 100.0") NUMBER("66.7%"));
	says("/linkage", 200, "These pairs are no random sample");
}

/* Four to one is 0.8, and two bits. What one pair was decided as is measured at it: two to one is not joined. */
static void
thresholds_of_its_own(void **state)
{
	(void)state;
	need_program();
	says("/linkage", 200, "Pairs from 0 bits on (a probability of 50%) are joined");
	does_not_say("/linkage", "this authority");
	change("insert into setting (name, value) values ('link_join', '0.8'), ('link_review', '0.125')");
	says("/linkage", 200, "Pairs from 2 bits on (a probability of 80%) are joined, unless the rest of the records speak against it;"
	    " those below, from 12.5% on, wait for a person. These thresholds are this authority\xe2\x80\x99s own");
	says("/linkage", 200, "linking alone would join (from 80% on), people called the same child\xe2\x80\x99s: none, for there are none");
	change("delete from setting where name in ('link_join', 'link_review')");
}

/* Agencies are called as everywhere on pages. */
static void
agencies_without_duplicates(void **state)
{
	(void)state;
	need_program();
	does_not_say("/linkage", "hold nobody twice");
	change("insert into setting (name, value) values ('link_without_duplicates', 'early_help\neducation')");
	says("/linkage", 200, "as this authority declared that they hold nobody twice: Early help and Education. That holds from the first run");
	change("update setting set value = '' where name = 'link_without_duplicates'");
	does_not_say("/linkage", "hold nobody twice");
	change("delete from setting where name = 'link_without_duplicates'");
}

static void
who_looks_wrong_is_a_number(void **state)
{
	(void)state;
	need_program();
	says("/linkage", 200, "1 person has more records than their agencies explain");
	says("/linkage", 200, ">204</th>" NUMBER("9") NUMBER("1"));
	says("/linkage", 200, "1 time a person has two pupil numbers or NHS numbers");
	says("/linkage", 200, ">201</th><td class=\"govuk-table__cell\">Pupil numbers</td>" NUMBER("2"));
	says("/linkage", 200, ">700</th><td class=\"govuk-table__cell\">2 March 2026</td><td class=\"govuk-table__cell\">taken back</td>");
	says("/linkage", 200, NUMBER("not counted"));
}

static void
nobody_is_named_and_nothing_sealed_is_told(void **state)
{
	(void)state;
	need_program();
	does_not_say("/linkage", "Thirlwell");
	does_not_say("/linkage", "Wilhelmina");
	does_not_say("/linkage", "14 records");
	does_not_say("/linkage", ">203<");
	assert_int_equal(audited("read linkage", "linkage") > 0, 1);
	/* a record that was sealed after it was linked is in the sums of that run */
	says("/linkage", 200, "What does each agency know?");
	change("insert into link_population (name, number) values ('keys split', 1), ('pairs left apart', 1200)");
	says("/linkage", 200, "shared by too many records");
	change("insert into link_input (identity, digest) values (105, 1)");
	does_not_say("/linkage", "What does each agency know?");
	does_not_say("/linkage", "Compared pairs by weight");
	does_not_say("/linkage", "shared by too many records");
	says("/linkage", 200, "Who looks wrong?");
	change("delete from link_input");
	change("delete from link_population");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_says_how_sure_it_is),
		cmocka_unit_test(agencies_are_summed_up),
		cmocka_unit_test(what_people_decided_tells_how_right_it_was),
		cmocka_unit_test(thresholds_of_its_own),
		cmocka_unit_test(agencies_without_duplicates),
		cmocka_unit_test(who_looks_wrong_is_a_number),
		cmocka_unit_test(nobody_is_named_and_nothing_sealed_is_told),
	};

	return cmocka_run_group_tests(tests, start, app_stop);
}
