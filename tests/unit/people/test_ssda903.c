/* The return of children looked after (SSDA903) as it was laid out over the years: small files of 2015/16, 2020/21, 2025/26
 * and, of the table that 2026/27 adds, one more (tests/data/ssda903). No row of them is at fault and no column unknown; what
 * each becomes was worked out by hand from the rows. */
#include "desk.h"

#define YEARS 4
static const struct { const char *name; size_t files; } years[YEARS] = {
	{"2015-16", 10}, {"2020-21", 10}, {"2025-26", 11}, {"2026-27", 1},
};

static void
year_import(struct desk *d, const char *year, size_t files)
{
	enum err e = desk_import(d, mem_format(d->c.mem, "tests/data/ssda903/%s", year));

	assert_int_equal(d->manifest.n, files);
	for (size_t i = 0; i < d->manifest.n; i++) {
		const struct imported *one = &d->manifest.item[i];
		const char *name = mem_format(d->c.mem, "ssda903_%s", strrchr(one->file, '/') + 1);

		if (one->err != OK || one->sentence)
			fail_msg("%s of %s: %s", name, year, one->sentence);
		assert_string_equal(mem_format(d->c.mem, "%s.csv", one->dataset), name);
		assert_int_equal(one->rejected, 0);
	}
	assert_int_equal(e, OK);
}

/* All years in turn, looked back on from May 2027. */
static int
all_years(void **state)
{
	struct desk *d = desk_open(NULL);

	setenv("BAIRN_TODAY", "2027-05-01", 1);
	d->options.accept_removals = true;
	for (size_t i = 0; i < YEARS; i++)
		year_import(d, years[i].name, years[i].files);
	*state = d;
	return 0;
}
#define YEARS_TEST(test) cmocka_unit_test_setup_teardown(test, all_years, desk_end)

/* 1 and 2 to 2020/21, letters in 2025/26: child 501 (born 14 February 2008) is 2 and then F, one and the same. */
static void
test_header(void **state)
{
	struct desk *d = *state;

	ASK("select born, sex, data->>'is_mother', data->>'mothers_child_born'"
	    " from identity_detail where sex <> 'M' order by born",
	    "1996-12-08|F|yes|2015-09-23\n"
	    "2001-02-02|F||\n"
	    "2008-02-14|F|no|\n"
	    "2009-04-06|U||\n"
	    "2010-10-30|F||\n"
	    "2018-05-05|F||\n"
	    "2023-09-01|F||\n");
	/* 502, 503, 509, 602; 505, 506, 511; 507, 513, 604 */
	ASK_COUNT("select count(*) from identity_detail where sex = 'M'", 10);
	/* no UN code is a pupil's number: 501, 502, 504, 601, 505 and 507 have one */
	ASK_COUNT("select count(*) from identifier where scheme = 'upn'", 6);
}

/* Care from its first row to its last: over three files and ten years for the first child, whose legal status changes once
 * and whose home three times. */
static void
test_episodes(void **state)
{
	struct desk *d = *state;

	ASK("select since, until, outcome, data->>'short_break' from episode where kind = 'care' order by since",
	    "2013-01-14|2015-11-20|E43|no\n"
	    "2015-04-22|2016-03-14|E12|no\n"
	    "2015-05-11|||no\n"
	    "2015-07-07|2016-02-19|E6|no\n"
	    "2015-08-03|2015-08-05|E4A|yes\n"
	    "2019-06-15|2020-10-30|E45|no\n"
	    "2020-09-21|2021-03-16|E17|no\n"
	    "2025-05-12|||no\n"
	    "2025-10-01|||no\n");
	ASK("select p.since, p.until, p.data->>'placement_type', p.data->>'placement_provider',"
	    " p.data->>'provider_urn' from episode p join episode c on c.fact = p.parent where p.kind = 'placement'"
	    " and (c.since = '2015-05-11' or c.since > '2020-01-01') order by c.since, p.since",
	    "2015-05-11|2015-09-02|U6|PR1|SC900001\n"
	    "2015-09-02|2020-12-08|U4|PR4|SC900002\n"
	    "2020-12-08|2025-08-04|R5|PR3|\n"
	    "2025-08-04||K3|PR4|2700001\n"
	    "2020-09-21|2021-01-11|H5|PR4|\n"
	    "2021-01-11|2021-03-16|P2|PR4|\n"
	    "2025-05-12|2025-06-09|Z12||\n"
	    "2025-06-09||K2|PR4|2700002\n"
	    "2025-10-01||K3|PR5|2700003\n");
	ASK("select since, until, data->>'legal_status' from episode where kind = 'legal_status' and parent ="
	    " (select fact from episode where kind = 'care' and since = '2015-05-11') order by since",
	    "2015-05-11|2015-09-02|V2\n2015-09-02||C1\n");
	ASK("select since, data->>'reason_place_change' from episode where kind = 'care_row'"
	    " and data->>'reason_place_change' is not null order by since",
	    "2015-05-11|CARPL\n2015-09-02|CUSTOD\n2020-09-21|PLACE\n2020-12-08|CARPL\n2025-05-12|CARPL\n");
}

/* Training and work are F3 and P3 to 2020/21, F4 to P5 since: in employment, education or training either way. */
static void
test_care_leavers(void **state)
{
	struct desk *d = *state;

	ASK("select at, data->>'in_touch', data->>'activity', data->>'accommodation',"
	    " data->>'activity_eet', data->>'accommodation_suitable' from event"
	    " where kind = 'care_leaver' order by at, 3",
	    "2016-03-31|REFU|0|0|not known|not known\n"
	    "2016-03-31|YES|F3|D1|yes|yes\n"
	    "2021-03-31|YES|P3|U1|yes|yes\n"
	    "2026-03-31|YES|P4|Z1|yes|yes\n");
}

static void
test_health_and_reviews(void **state)
{
	struct desk *d = *state;

	ASK("select at, data->>'score', data->>'reason' from event where kind = 'sdq' order by 1, 3",
	    "2016-03-31||SDQ1\n2016-03-31||SDQ2\n2021-03-31|18|\n2026-03-31||SDQ5\n");
	ASK("select at, outcome, data->>'intervention_received', data->>'intervention_offered'"
	    " from event where kind = 'substance_misuse' and outcome = 'yes'", "2021-03-31|yes|no|yes\n");
	ASK("select at, outcome from event where kind = 'dental_check' order by at, outcome",
	    "2016-03-31|no\n2016-03-31|yes\n2021-03-31|no\n2026-03-31|yes\n");
	ASK("select at, data->>'participation' from event where kind = 'care_review' order by at",
	    "2015-06-05|PN1\n2015-12-01|PN3\n2020-06-19|PN6\n2025-07-07|PN2\n");
}

/* zz/11/2012 is known to the month: the first day of it. Who has no earlier permanence has no such event. */
static void
test_the_other_tables(void **state)
{
	struct desk *d = *state;

	ASK("select since, until from episode where kind = 'uasc' order by since",
	    "2015-04-01|2016-02-19\n2020-04-01|2021-03-16\n2025-04-01|2027-04-06\n");
	ASK("select at, data->>'decided', data->>'adopters', data->>'adopter_sex',"
	    " data->>'adopter_legal_status', data->>'foster_carer' from event where kind = 'adoption'"
	    " order by at", "2015-06-02|2015-03-10|2|MF|L11|yes\n2020-06-17|2019-10-01|1|F1|L0|no\n"
	    "2025-05-30|2024-11-11|2|FF|L12|no\n");
	ASK("select since, until, outcome from episode where kind = 'placed_for_adoption' order by since",
	    "2015-03-10||\n2020-05-14|2020-11-26|RD2\n2025-09-03||\n");
	ASK("select at, outcome, data->>'authority' from event where kind = 'previous_permanence' order by at",
	    "2012-11-01|P3|999\n2019-04-09|P2|WAL\n");
	ASK("select since, until, data->>'missing_kind' from episode where kind = 'missing' order by since",
	    "2015-10-18|2015-10-19|missing\n2015-12-20|2015-12-22|away\n2020-10-02|2020-10-04|away\n"
	    "2025-05-15|2025-05-16|missing\n");
	ASK("select since, until, reason, data->>'worker_number' from episode where kind = 'social_worker'"
	    " order by since", "2024-04-01|2025-06-30|FCONTA|SW700001\n2025-06-30||TSPROC|SW700002\n");
	ASK("select since, until from episode where kind = 'deprivation_of_liberty' order by since",
	    "2026-04-20|2026-10-01\n2027-02-12|\n");
}

/* A row of 2014/15, before URN and the reason for a change of placement, with that time's fostering codes. */
static void
test_before_2015(void **state)
{
	struct desk *d = *state;
	struct imported *one = desk_take(d, "2014-15-episodes.csv", "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,"
	    "HOME_POST,PL_POST\n"
	    "701,09/09/2014,S,V2,N5,Q1,PR1,03/11/2014,X1,ZZ1 1AA,ZZ1 1AB\n"
	    "701,03/11/2014,P,V2,N5,Q2,PR4,06/02/2015,X1,ZZ1 1AA,ZZ1 1AC\n"
	    "701,06/02/2015,T,V2,N5,M3,,27/02/2015,E4A,ZZ1 1AA,\n");

	assert_string_equal(one->dataset, "ssda903_episodes");
	assert_null(one->sentence);
	assert_int_equal(one->rejected, 0);
	ASK("select since, until, data->>'placement_type' from episode where kind = 'placement' order by since",
	    "2014-09-09|2014-11-03|Q1\n2014-11-03|2015-02-06|Q2\n2015-02-06|2015-02-27|M3\n");
}

/* Some exports add what the Department works out. Its 999.9 miles say that the distance is not known. */
static void
test_worked_out_by_the_department(void **state)
{
	struct desk *d = *state;
	struct imported *one = desk_take(d, "2021-episodes.csv", "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,PL_LA,PL_LOCATION,"
	    "PL_DISTANCE\n"
	    "801,05/05/2021,S,C1,N1,K2,,,E06000999,OUT,23.4\n"
	    "802,06/06/2021,S,V2,N8,K2,,,CON,IN,999.9\n");

	assert_null(one->sentence);
	ASK("select since, data->>'placement_miles', data->>'placement_inside' from episode"
	    " where kind = 'care_row' order by since", "2021-05-05|23.4|no\n2021-06-06||yes\n");
}

/* What was a code in no year is none. */
static void
test_codes_of_no_year(void **state)
{
	struct desk *d = *state;

	assert_int_equal(desk_refuse(d, "2025-permanence.csv", "CHILD,PREV_PERM,LA_PERM,DATE_PERM\n1,P0,,\n2,P4,,\n")->rejected, 1);
	assert_int_equal(desk_refuse(d, "2025-worker.csv", "CHILD,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n1,SW1,01/05/2025,,LEFT\n"
	    "2,SW1,01/05/2025,,LEFTRL\n")->rejected, 1);
	assert_int_equal(desk_refuse(d, "2025-episodes.csv", "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n1,01/05/2025,S,C1,N1,Z15,,\n"
	    "2,01/05/2025,S,C1,N1,Z14,,\n")->rejected, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		YEARS_TEST(test_header),
		YEARS_TEST(test_episodes),
		YEARS_TEST(test_care_leavers),
		YEARS_TEST(test_health_and_reviews),
		YEARS_TEST(test_the_other_tables),
		DESK_TEST(test_before_2015),
		DESK_TEST(test_worked_out_by_the_department),
		DESK_TEST(test_codes_of_no_year),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
