/* What rows become: records inside records, fields that derive from others, places and how far apart they are, workers and
 * teams. */
#include "desk.h"

#include "store/seal.h"

/* ---- XML --------------------------------------------------------------------------------------------------------- */

#define CENSUS(body) "<?xml version='1.0'?>\n<Message><Header><CollectionDetails><Collection>CIN</Collection>" \
	"<ReferenceDate>2024-03-31</ReferenceDate></CollectionDetails></Header><Children>\n" body "</Children></Message>"
#define CHILD(id, details) "<Child><ChildIdentifiers><LAchildID>" id "</LAchildID><PersonBirthDate>2015-01-02" \
	"</PersonBirthDate></ChildIdentifiers>" details "</Child>\n"

/* A record below sees the record above: a plan hangs on its own child, a second child's on the second. */
static void
test_xml_records(void **state)
{
	struct desk *d = *state;
	struct imported *one = desk_take(d, "cin.xml", CENSUS(
	    CHILD("1", "<CINdetails><CINreferralDate>2023-05-01</CINreferralDate><ReferralSource>1A</ReferralSource>"
	    "<CINPlanDates><CINPlanStartDate>2023-06-01</CINPlanStartDate></CINPlanDates>"
	    "<CINPlanDates><CINPlanStartDate>2023-08-01</CINPlanStartDate></CINPlanDates></CINdetails>"
	    "<CINdetails><CINreferralDate>2023-09-01</CINreferralDate><ReferralNFA>1</ReferralNFA></CINdetails>")
	    CHILD("2", "<CINdetails><CINreferralDate>2023-07-01</CINreferralDate><ChildProtectionPlans><CPPstartDate>2023-07-20"
	    "</CPPstartDate><Reviews><CPPreviewDate>2023-10-01</CPPreviewDate></Reviews><Reviews><CPPreviewDate>2024-02-01"
	    "</CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails>")));

	assert_int_equal(one->rejected, 0);
	ASK_COUNT("select count(*) from identity", 2);
	ASK("select dense_rank() over (order by e.identity), e.kind, e.since from (select identity, kind, since from episode union all"
	    " select identity, kind, at from event) e order by 1, 2, 3",
	    "1|cin|2023-05-01\n1|cin_plan|2023-06-01\n1|cin_plan|2023-08-01\n1|referral|2023-05-01\n1|referral|2023-09-01\n"
	    "2|cin|2023-07-01\n2|cp_plan|2023-07-20\n2|cp_review|2023-10-01\n2|cp_review|2024-02-01\n2|referral|2023-07-01\n");
	ASK("select data->>'source', data->>'no_further_action' from event where kind = 'referral'"
	    " order by at", "1A|\n|\n|yes\n");
	ASK_TEXT("select covers_from, covers_until, as_at from batch", "2023-04-01|2024-03-31|2024-03-31");
}

/* A fault in the record above is said once, and the records below stand. Line numbers are the file's. */
static void
test_xml_rejects(void **state)
{
	struct desk *d = *state;
	struct imported *one = desk_refuse(d, "cin.xml", CENSUS(
	    CHILD("1", "\n<CINdetails><CINreferralDate>someday</CINreferralDate><CINPlanDates><CINPlanStartDate>2023-06-01"
	    "</CINPlanStartDate></CINPlanDates></CINdetails>")
	    CHILD("", "<CINdetails><CINreferralDate>2023-07-01</CINreferralDate></CINdetails>")));

	assert_int_equal(one->err, OK);
	ASK("select row_number, field, reason from reject order by row_number, reason",
	    "4|CINreferralDate|is not a date\n"
	    "5|ChildIdentifiers/LAchildID|is missing\n"
	    "5|ChildIdentifiers/LAchildID|is missing, so the row cannot be anybody's\n");
	ASK("select kind, since from episode", "cin_plan|2023-06-01\n");
	ASK_COUNT("select count(*) from identity", 1);
}

/* The census of 2023/24 says Sex where it said GenderCurrent; the one that says something is taken. */
static void
test_else(void **state)
{
	struct desk *d = *state;

#define WITH(id, what) "<Child><ChildIdentifiers><LAchildID>" id "</LAchildID><PersonBirthDate>2015-01-0" id \
	"</PersonBirthDate>" what "</ChildIdentifiers></Child>"
	desk_take(d, "cin.xml", CENSUS(WITH("1", "<GenderCurrent>1</GenderCurrent>") WITH("2", "<Sex>F</Sex>")
	    WITH("3", "<GenderCurrent>2</GenderCurrent><Sex>M</Sex>") WITH("4", "<GenderCurrent>9</GenderCurrent><Sex></Sex>")
	    WITH("5", "")));
	ASK("select born, sex from identity_detail order by born",
	    "2015-01-01|M\n2015-01-02|F\n2015-01-03|M\n2015-01-04|U\n2015-01-05|\n");
}

/* Entities, CDATA and a second encoding come out as text. */
static void
test_xml_text(void **state)
{
	static const char latin[] = "<?xml version='1.0' encoding='ISO-8859-1'?><Message><Header><CollectionDetails><Collection>CIN"
	    "</Collection></CollectionDetails></Header><Children><Child><ChildIdentifiers><LAchildID> a&amp;b&#x63;<![CDATA[<d>]]>\xe9"
	    " </LAchildID></ChildIdentifiers></Child></Children></Message>";
	struct desk *d = *state;
	struct rows *r;
	struct view sealed, plain;
	int64_t id, identity;

	desk_take(d, "cin.xml", latin);
	r = store_query(&d->c, "select id, identity, value from identifier where scheme = 'la_child_id'", 0);
	assert_true(rows_next(r));
	id = col_id(r, 0);
	identity = col_id(r, 1);
	sealed = col_bytes(r, 2);
	sealed.at = mem_copy(d->c.mem, sealed.at, sealed.n);
	DO(rows_end(r));
	DO(unseal_text(&d->c, identity, "identifier_all", "value", id, sealed, &plain));
	assert_true(view_is(plain, "a&bc<d>\xc3\xa9"));
}

/* ---- places ------------------------------------------------------------------------------------------------------ */

#define POSTCODES "pcds,doterm,oseast1m,osnrth1m,oslaua,osward,lsoa11,msoa11,lsoa21,msoa21,locality\n"
#define EPISODES "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,HOME_POST,PL_POST,PL_DISTANCE,PL_LOCATION\n"
#define PLACED "select since, data->>'placement_miles', data->>'placement_inside' from episode" \
	" where kind = 'placement' order by since"

/* 16,093 m apart is ten miles; 4,828 m east and 6,437 m north are three and four miles, so five apart. */
static void
test_distance(void **state)
{
	struct desk *d = *state;

	desk_take(d, "postcodes.csv", POSTCODES
	    "WE1 1AB,,400000,500000,E06999999,W1,L0,M0,L1,M1,W06\n"
	    "we11ad,,416093,500000,E06999999,W1,L2,M2,,M1,W06\n"
	    "ZZ9 9ZZ,202006,404828,506437,E06000001,W9,L9,M9,L9,M9,\n"
	    "ZZ8 8ZZ,,,,E06000001,W9,L9,M9,L9,M9,\n");
	desk_take(d, "2024-e.csv", EPISODES
	    "1,01/05/2024,S,C2,N1,U4,02/05/2024,X1,we1 1ab,WE11AD,,\n"        /* ten miles, inside */
	    "1,02/05/2024,P,C2,N1,U4,03/05/2024,X1,WE1 1AB,ZZ99ZZ,,\n"        /* 3-4-5: five miles, outside */
	    "1,03/05/2024,P,C2,N1,U4,04/05/2024,X1,WE1 1AB,XX1 1XX,,\n"       /* not known */
	    "1,04/05/2024,P,C2,N1,U4,05/05/2024,X1,WE1 1AB,ZZ9 9ZZ,77.5,IN\n" /* the DfE has worked it out */
	    "1,05/05/2024,P,C2,N1,U4,06/05/2024,X1,,ZZ8 8ZZ,,\n"              /* a postcode without a grid reference */
	    "1,06/05/2024,P,C2,N1,U4,07/05/2024,X1,,WE1 1AB,,\n");            /* no home: inside is known all the same */
	ASK(PLACED, "2024-05-01|10|yes\n2024-05-02|5|no\n2024-05-03||\n2024-05-04|77.5|yes\n2024-05-05||\n"
	    "2024-05-06||yes\n");
}

/* A home takes its areas from the look-up, whether that comes before or after; of two editions the newer. */
static void
test_areas_of_places(void **state)
{
	static const char lookup[] = POSTCODES "WE1 1AB,,400000,500000,E06999999,W1,L0,M0,L1,M1,W06\n"
	    "WE1 1AD,,400001,500001,E06999999,W2,L2,M2,,,W07\n";
	static const char homes[] = "addr_table_id,addr_person_id,addr_address_type,addr_address_start_date,"
	    "addr_address_end_date,addr_address_postcode,addr_address_uprn,addr_withheld_from\n"
	    "A1,1,home,2009-05-14,2021-08-01,we11ab,,\nA2,1,home,2021-08-01,,WE1 1AD,100000000002,father\n"
	    "A3,2,home,2021-08-01,,WE1 1AD,100000000002,\nA4,2,home,2009-05-14,2021-08-01,XX1 1XX,,\n";
	static const char wanted[] = "2009-05-14|WE1 1AB|L1|M1|W1|W06|\n2009-05-14|XX1 1XX|||||\n"
	    "2021-08-01|WE1 1AD|L2|M2|W2|W07|\n2021-08-01|WE1 1AD|L2|M2|W2|W07|father\n";
	static const char asked[] = "select r.since, p.postcode, p.lsoa, p.msoa, p.ward, p.locality, r.withheld_from from residence r"
	    " join place p on p.id = r.place order by r.since, p.postcode, coalesce(r.withheld_from, '')";

	for (int first = 0; first < 2; first++) {
		struct desk *d = desk_open(NULL);

		desk_take(d, first ? "postcodes.csv" : "address.csv", first ? lookup : homes);
		desk_take(d, first ? "address.csv" : "postcodes.csv", first ? homes : lookup);
		ASK(asked, wanted);
		/* one place for two people of one house */
		ASK_COUNT("select count(*) from place", 3);
		desk_close(d);
	}
	(void)state;
}

/* ---- teams and workers ------------------------------------------------------------------------------------------- */

#define TEAMS "dept_team_id,dept_team_name,dept_team_parent_id\n"
#define WORKERS "prof_professional_id,prof_professional_name,prof_professional_job_title,prof_professional_department," \
	"prof_professional_phone,prof_professional_email\n"
#define INVOLVED "invo_involvements_id,invo_person_id,invo_professional_id,invo_professional_role_id,invo_involvement_start_date," \
	"invo_involvement_end_date\n"
#define EVERY_WORKER "select id, org, role, name, phone, source_key from worker order by id"

/* Rows that say nothing new are not rewritten, though what is sealed never looks the same twice. */
static void
test_workers(void **state)
{
	struct desk *d = *state;
	const char *before;
	struct imported *one;

	d->options.accept_removals = true;
	desk_take(d, "departments.csv", TEAMS "T1,Children's services,\nT2,Assessment,T1\n");
	one = desk_take(d, "professionals.csv", WORKERS "W1,Asha Fell,Social worker,T2,01632 960101,a@x.example\n"
	    "W2,Tom Harker,Manager,T9,,\n");
	assert_int_equal(one->written, 2);
	before = desk_dump_bytes(d, EVERY_WORKER);
	one = desk_take(d, "professionals.csv", WORKERS "W2,Tom Harker,Manager,T9,,\nW1,Asha Fell,Social worker,T2,01632 960101,"
	    "a@x.example\n");
	assert_int_equal(one->written, 0);
	assert_int_equal(one->unchanged, 2);
	assert_string_equal(desk_dump_bytes(d, EVERY_WORKER), before);
	one = desk_take(d, "professionals.csv", WORKERS "W1,Asha Fell,Team manager,T2,01632 960101,a@x.example\n"
	    "W2,Tom Harker,Manager,T9,,\n");
	assert_int_equal(one->written, 1);
	ASK("select w.role, o.name, p.name from worker w join org o on o.id = w.org left join org p on p.id = o.parent order by"
	    " w.role", "Manager|T9|\nTeam manager|Assessment|Children's services\n");
	assert_null(strstr(desk_dump_bytes(d, "select name from worker"), "41736861"));        /* "Asha" */
	/* a team met before it is known gets its name when it comes */
	desk_take(d, "departments2.csv", TEAMS "T1,Children's services,\nT2,Assessment,T1\nT9,Leaving care,T1\n");
	ASK_COUNT("select count(*) from org", 3);
	ASK_TEXT("select o.name from worker w join org o on o.id = w.org where w.role = 'Manager'", "Leaving care");
}

/* ---- ties -------------------------------------------------------------------------------------------------------- */

/* A tie to somebody of whom nothing else is known makes them; the other end is the same identity when they come. */
static void
test_ties(void **state)
{
	struct desk *d = *state;

	desk_take(d, "family.csv", "fami_table_id,fami_family_id,fami_person_id,fami_related_person_id,fami_relationship,"
	    "fami_parental_responsibility,fami_carer,fami_start_date,fami_end_date\n"
	    "F1,700,1,9,mother,Y,Y,2009-05-14,\nF2,700,2,9,mother,Y,N,2012-11-02,\nF3,700,1,2,half_sibling,N,N,2012-11-02,\n");
	ASK_COUNT("select count(*) from identity", 3);
	ASK("select kind, parental_responsibility, carer, since from tie order by since, kind",
	    "mother|yes|yes|2009-05-14\nhalf_sibling|no|no|2012-11-02\nmother|yes|no|2012-11-02\n");
	ASK_COUNT("select count(distinct other) from tie where kind = 'mother'", 1);
	ASK_COUNT("select count(*) from tie t join tie u on u.other = t.identity", 1);  /* the half sibling's mother */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_xml_records),
		DESK_TEST(test_xml_rejects),
		DESK_TEST(test_else),
		DESK_TEST(test_xml_text),
		DESK_TEST(test_distance),
		DESK_TEST(test_areas_of_places),
		DESK_TEST(test_workers),
		DESK_TEST(test_ties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
