/* What is missing or contradicts itself in one agency's files: each fault opens, says what to correct, and closes by itself
 * when the next extract is right. Today is 1 January 2026. */
#include "desk.h"

#define PERSON "pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,pers_death_date,pers_upn_unknown\n"
#define CHILD_1 PERSON "1,H801200001001,Maya,Roe,F,WBRI,2012-05-14,,\n"
#define CIN "cine_referral_id,cine_person_id,cine_referral_date,cine_cin_primary_need_code,cine_referral_source_code," \
	"cine_referral_source_desc,cine_referral_nfa,cine_close_reason,cine_close_date,cine_referral_team,cine_referral_worker_id\n"
#define CIN_OPEN CIN "R1,1,2025-01-09,N1,2A,School,N,,,,\n"
#define PLANS "cppl_cp_plan_id,cppl_referral_id,cppl_icpc_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date," \
	"cppl_cp_plan_ola,cppl_cp_plan_initial_category,cppl_cp_plan_latest_category,cppl_previous_plans\n"
#define CARE "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n"
#define INVOLVED "invo_involvements_id,invo_person_id,invo_professional_id,invo_professional_role_id," \
	"invo_involvement_start_date,invo_involvement_end_date\n"
#define ADDRESS "addr_table_id,addr_person_id,addr_address_type,addr_address_start_date,addr_address_end_date," \
	"addr_address_postcode,addr_address_uprn\n"
#define POSTCODES "pcds,doterm,oseast1m,osnrth1m,oslaua,osward,lsoa21,msoa21,locality\n"
#define PUPILS "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,ethnicity,entrydate\n"
#define WAITS "referral_id,local_patient_id,nhs_number,family_name,given_name,date_of_birth,sex,postcode,service,priority," \
	"referral_received,first_assessment,treatment_started,discharged,discharge_reason\n"

struct file {
	const char *name, *text;
};
/* `given` are imported first; `right` is the next extract, which puts it right, and `others` closes what has nothing to do
 * with it. */
static const struct gap_case {
	const char *kind, *fix;         /* what the list says: agency, field, message */
	struct file given[4], right;
} cases[] = {
	{"no ethnicity", "social_care|ethnicity|the ethnicity is missing or not yet obtained: record it, or that it was refused\n",
	    {{"p.csv", PERSON "1,H801200001001,Maya,Roe,F,NOBT,2012-05-14,,\n2,H801200001002,Ann,Ash,F,WBRI,2012-05-14,,\n"
		"3,,Cy,Ash,M,,2012-05-14,,\n4,,Di,Ash,F,,1985-05-14,,\n"}, {"c.csv", CIN_OPEN "R2,2,2025-01-09,N1,2A,School,N,,,,\n"}},
	    {"p2.csv", PERSON "1,H801200001001,Maya,Roe,F,REFU,2012-05-14,,\n2,H801200001002,Ann,Ash,F,WBRI,2012-05-14,,\n"
		"3,,Cy,Ash,M,,2012-05-14,,\n4,,Di,Ash,F,,1985-05-14,,\n"}},
	/* 1 has UN1, which is for children below school age; 2 a good reason; 3 is 16; 4 is not open */
	{"no pupil number", "social_care|upn|a child of school age has no unique pupil number: add it, or the reason why there is none\n",
	    {{"p.csv", PERSON "1,UN1,Maya,Roe,F,WBRI,2012-05-14,,\n2,,Ann,Ash,F,WBRI,2012-05-14,,UN3\n"
		"3,,Cy,Ash,M,WBRI,2009-12-31,,\n4,,Di,Ash,F,WBRI,2012-05-14,,\n5,H801200001005,Ed,Ash,M,WBRI,2012-05-14,,\n"},
	    {"c.csv", CIN_OPEN "R2,2,2025-01-09,N1,2A,School,N,,,,\nR3,3,2025-01-09,N1,2A,School,N,,,,\n"}},
	    {"p2.csv", PERSON "1,H801200001001,Maya,Roe,F,WBRI,2012-05-14,,\n2,,Ann,Ash,F,WBRI,2012-05-14,,UN3\n"
		"3,,Cy,Ash,M,WBRI,2009-12-31,,\n4,,Di,Ash,F,WBRI,2012-05-14,,\n5,H801200001005,Ed,Ash,M,WBRI,2012-05-14,,\n"}},
	{"no pupil number", "education|upn|a child of school age has no unique pupil number: add it, or the reason why there is none\n",
	    {{"2025_autumn_pupils.csv", PUPILS "p1,900,2012-05-14,Okafor,Amara,H801200001001,F,BAFR,2023-09-04\n"
		"p2,900,2012-05-14,Okafor,Chidi,,M,BAFR,2023-09-04\n"}},
	    {"2025_autumn_pupils_again.csv", PUPILS "p1,900,2012-05-14,Okafor,Amara,H801200001001,F,BAFR,2023-09-04\n"
		"p2,900,2012-05-14,Okafor,Chidi,H801200001002,M,BAFR,2023-09-04\n"}},
	/* 1 has a reviewing officer alone; 2 an allocated worker */
	{"no worker", "social_care|worker|an open case has no allocated worker: allocate one, or close the case\n",
	    {{"c.csv", CIN_OPEN "R2,2,2025-01-09,N1,2A,School,N,,,,\n"},
	    {"i.csv", INVOLVED "I1,1,P1,independent_reviewing_officer,2025-01-01,\nI2,2,P2,allocated_social_worker,2025-01-01,\n"}},
	    {"i2.csv", INVOLVED "I1,1,P1,independent_reviewing_officer,2025-01-01,\nI2,2,P2,allocated_social_worker,2025-01-01,\n"
		"I3,1,P2,allocated_social_worker,2025-02-01,\n"}},
	{"no legal status", "social_care|legal_status|looked after without a legal status: record the order or agreement\n",
	    {{"2025-e.csv", CARE "1,01/05/2025,S,,N1,U4,,\n2,01/05/2025,S,C1,N1,U4,,\n"}},
	    {"2025-e2.csv", CARE "1,01/05/2025,S,C2,N1,U4,,\n2,01/05/2025,S,C1,N1,U4,,\n"}},
	{"no placement", "social_care|placement_type|looked after without a placement: record where the child lives\n",
	    {{"2025-e.csv", CARE "1,01/05/2025,S,C1,N1,,,\n2,01/05/2025,S,C1,N1,U4,,\n"}},
	    {"2025-e2.csv", CARE "1,01/05/2025,S,C1,N1,U6,,\n2,01/05/2025,S,C1,N1,U4,,\n"}},
	{"open after death", "social_care|until|is open although the child has died: close it: child in need\n",
	    {{"p.csv", PERSON "1,H801200001001,Maya,Roe,F,WBRI,2012-05-14,2025-12-01,\n"}, {"c.csv", CIN_OPEN}},
	    {"c2.csv", CIN "R1,1,2025-01-09,N1,2A,School,N,RC7,2025-12-01,,\n"}},
	{"open over age", "social_care|until|is open although the child is too old for it: close it: child protection plan\n",
	    {{"p.csv", PERSON "1,,Maya,Roe,F,WBRI,2007-05-14,,\n2,,Ann,Ash,F,WBRI,2008-05-14,,\n"},
	    {"k.csv", PLANS "P1,,,1,2024-09-04,,N,PHY,PHY,0\nP2,,,2,2024-09-04,,N,PHY,PHY,0\n"}},
	    {"k2.csv", PLANS "P1,,,1,2024-09-04,2025-05-13,N,PHY,PHY,0\nP2,,,2,2024-09-04,,N,PHY,PHY,0\n"}},
	{"ends before it begins", "social_care|until|ends before it begins: child protection plan\n",
	    {{"k.csv", PLANS "P1,,,1,2024-09-04,2024-09-03,N,PHY,PHY,0\n"}},
	    {"k2.csv", PLANS "P1,,,1,2024-09-04,2025-09-03,N,PHY,PHY,0\n"}},
	{"begins before birth", "education|since|begins before the child was born: enrolment\n",
	    {{"2025_autumn_pupils.csv", PUPILS "p1,900,2023-10-14,Okafor,Amara,H801200001001,F,BAFR,2023-09-04\n"}},
	    {"2025_autumn_pupils_again.csv", PUPILS "p1,900,2013-10-14,Okafor,Amara,H801200001001,F,BAFR,2023-09-04\n"}},
	/* 2's second plan begins on the day that the first ended */
	{"two at once", "social_care|since|begins before the one before it has ended: child protection plan\n",
	    {{"k.csv", PLANS "P1,,,1,2024-01-04,2024-09-03,N,PHY,PHY,0\nP2,,,1,2024-08-01,,N,PHY,PHY,1\n"
		"P3,,,2,2024-01-04,2024-09-03,N,PHY,PHY,0\nP4,,,2,2024-09-03,,N,PHY,PHY,1\n"}},
	    {"k2.csv", PLANS "P1,,,1,2024-01-04,2024-07-03,N,PHY,PHY,0\nP2,,,1,2024-08-01,,N,PHY,PHY,1\n"
		"P3,,,2,2024-01-04,2024-09-03,N,PHY,PHY,0\nP4,,,2,2024-09-03,,N,PHY,PHY,1\n"}},
	{"event outside what it belongs to",
	    "health|at|lies outside the dates of the health wait that it belongs to: health treated\n",
	    {{"w.csv", WAITS "R1,T1,,Hart,Evie,01/03/2020,F,,speech_and_language,routine,08/01/2024,12/02/2024,15/04/2023,,\n"}},
	    {"w2.csv", WAITS "R1,T1,,Hart,Evie,01/03/2020,F,,speech_and_language,routine,08/01/2024,12/02/2024,15/04/2024,,\n"}},
	/* 2 moved out of a place that is not known; that is over */
	{"postcode not known", "social_care|postcode|the postcode is not in the look-up: check it, or import a newer look-up\n",
	    {{"codes.csv", POSTCODES "WE1 1AB,,432150,551820,E06999999,E05000901,E01000901,E02000901,W06\n"},
	    {"a.csv", ADDRESS "A1,1,home,2020-01-01,,WE9 9XX,\nA2,2,home,2020-01-01,2021-01-01,WE9 9XY,\nA3,2,home,2021-01-01,,WE1 1AB,\n"}},
	    {"a2.csv", ADDRESS "A1,1,home,2020-01-01,,WE1 1AB,\nA2,2,home,2020-01-01,2021-01-01,WE9 9XY,\nA3,2,home,2021-01-01,,WE1 1AB,\n"}},
};

static void
take(struct desk *d, const struct file *f)
{
	if (desk_import(d, desk_file(d, f->name, f->text)) != OK)
		fail_msg("%s: %s", f->name, d->manifest.item[0].sentence ? d->manifest.item[0].sentence : "has rejected rows");
}

static const char *
open_fixes(struct desk *d, const char *kind)
{
	return desk_dump(d, mem_format(d->c.mem, "select agency, field, message from fix where kind = '%s' and closed is null",
	    kind));
}

static void
test_each_opens_and_closes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct gap_case *k = &cases[i];
		struct desk *d = desk_open(NULL);

		d->options.accept_removals = true;
		for (size_t f = 0; f < 4 && k->given[f].name; f++)
			take(d, &k->given[f]);
		if (strcmp(open_fixes(d, k->kind), k->fix) != 0)
			fail_msg("%s (%zu): %s", k->kind, i, open_fixes(d, k->kind));
		take(d, &k->right);
		if (*open_fixes(d, k->kind))
			fail_msg("%s (%zu) does not close: %s", k->kind, i, open_fixes(d, k->kind));
		desk_close(d);
	}
}

/* A child whose records are whole has nothing to be put right. */
static void
test_nothing_is_wrong(void **state)
{
	struct desk *d = *state;

	desk_take(d, "p.csv", CHILD_1);
	desk_take(d, "c.csv", CIN_OPEN);
	desk_take(d, "e.csv", CARE "1,01/05/2025,S,C1,N1,U4,01/07/2025,X1\n1,01/07/2025,P,C1,N1,U6,,\n");
	desk_take(d, "i.csv", INVOLVED "I1,1,P1,allocated_social_worker,2025-01-01,\n");
	desk_take(d, "a.csv", ADDRESS "A1,1,home,2020-01-01,,WE9 9XX,\n");     /* no look-up: nothing to find it in */
	ASK("select kind, message from fix", "");
}

/* An annual return says how things stood on its last day: a child who has come of age since then is not its fault. */
static void
test_an_old_return_is_not_at_fault(void **state)
{
	struct desk *d = *state;

	desk_take(d, "2019-header.csv", "CHILD,SEX,DOB,ETHNIC,UPN\n1,1,01/06/2003,WBRI,UN4\n");
	desk_take(d, "2019-episodes.csv", CARE "1,01/05/2019,S,C1,N1,U4,,\n");
	ASK("select kind, message from fix", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_opens_and_closes),
		DESK_TEST(test_nothing_is_wrong),
		DESK_TEST(test_an_old_return_is_not_at_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
