/* What is to be put right at source: who can, and that it closes by itself. */
#include "desk.h"

#include "people/link.h"
#include "people/people.h"

#define HEADER "CHILD,SEX,DOB,ETHNIC\n"
#define REVIEWS "CHILD,DOB,REVIEW,REVIEW_CODE\n"
#define PUPILS "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
#define SESSIONS "pupilonrolltableid,NativeId,termlysessiondetailsonrolltableid,sessions,attendancereason\n"
#define INVOLVED "invo_involvements_id,invo_person_id,invo_professional_id,invo_professional_role_id," \
	"invo_involvement_start_date,invo_involvement_end_date\n"

/* Two teams of one worker each: P1 is a social worker of Assessment, P2 a reviewing officer of Reviewing. */
static void
take_workers(struct desk *d)
{
	desk_take(d, "departments.csv", "dept_team_id,dept_team_name,dept_team_parent_id\nT1,Assessment,\nT2,Reviewing,\n");
	desk_take(d, "professionals.csv", "prof_professional_id,prof_professional_name,prof_professional_job_title,"
	    "prof_professional_department\nP1,Ada Bell,Social worker,T1\nP2,Cy Dunn,Reviewing officer,T2\n");
}

#define FIXES "select f.kind, f.field, o.name, w.role, case when f.identity is null then 'nobody' else 'a child' end" \
	" from fix f left join worker w on w.id = f.worker left join org o on o.id = f.org where f.closed is null" \
	" order by f.kind, f.field, o.name nulls last"

/* Child 1 has a lead and a later other worker, child 2 a worker who does not lead, child 3 had a lead who left, child 4
 * nobody; nobody knows child 9. The rejected row of each finds whom its child has, and makes nobody. */
static void
test_who_can_put_a_rejected_row_right(void **state)
{
	struct desk *d = *state;

	take_workers(d);
	desk_take(d, "involvements.csv", INVOLVED
	    "I1,1,P1,allocated_social_worker,2025-01-01,\nI2,1,P2,independent_reviewing_officer,2025-06-01,\nI3,2,P2,independent_reviewing_officer,2025-01-01,\n"
	    "I4,3,P1,allocated_social_worker,2024-01-01,2025-01-01\n");
	desk_take(d, "2023-header.csv", HEADER "4,1,01/01/2010,WBRI\n");
	desk_refuse(d, "2023-reviews.csv", REVIEWS "1,,31/02/2024,PN1\n2,,01/05/2024,XX\n3,,32/05/2024,PN1\n4,,33/05/2024,PN1\n"
	    "9,,34/05/2024,PN1\n,,01/05/2024,PN1\n7,,01/05/2024\n");
	ASK_COUNT("select count(*) from identity", 4);
	ASK("select j.row_number, w.role, o.name from reject j join identity i on i.source_key = j.identity_key"
	    " join fix f on f.identity = i.id left join worker w on w.id = f.worker left join org o on o.id = f.org"
	    " where f.closed is null order by j.row_number",
	    "2|Social worker|Assessment\n3|Reviewing officer|Reviewing\n4||\n5||\n");
	ASK_COUNT("select count(*) from fix where closed is null and identity is null", 3);
	ASK_COUNT("select count(*) from fix where closed is null and identity is null and worker is not null", 0);
}

/* The child of a rejected row may come by a later file, and get a worker later still: the fault goes to whoever can put it
 * right now, and stays the one fault that it was. */
static void
test_a_fix_follows_its_child(void **state)
{
	struct desk *d = *state;

	desk_refuse(d, "2023-header.csv", HEADER "1,7,01/01/2010,WBRI\n");
	ASK(FIXES, "rejected row|SEX|||nobody\n");
	setenv("BAIRN_TODAY", "2026-01-02", 1);
	desk_take(d, "2023-reviews.csv", REVIEWS "1,,01/05/2024,PN1\n");
	ASK(FIXES, "rejected row|SEX|||a child\n");
	take_workers(d);
	desk_take(d, "involvements.csv", INVOLVED "I1,1,P1,allocated_social_worker,2025-01-01,\n");
	ASK(FIXES, "rejected row|SEX|Assessment|Social worker|a child\n");
	d->options.accept_removals = true;
	desk_take(d, "involvements2.csv", INVOLVED "I1,1,P1,allocated_social_worker,2025-01-01,2025-12-31\nI2,1,P2,allocated_social_worker,2026-01-01,\n");
	ASK(FIXES, "rejected row|SEX|Reviewing|Reviewing officer|a child\n");
	ASK("select opened, closed from fix where kind = 'rejected row'", "2026-01-01|\n");
	d->options.as_at = day_of(2024, 6, 1);
	desk_take(d, "2023-header.csv", HEADER "1,1,01/01/2010,WBRI\n");
	ASK_COUNT("select count(*) from fix where closed is null", 0);
}

/* Schools name no worker: a rejected row goes to the school that it names; one that hangs on another row is its pupil's. A
 * school that no file has brought is not made for it. */
static void
test_the_organisation_that_the_row_names(void **state)
{
	struct desk *d = *state;

	desk_take(d, "schools.csv", "NativeId,URN,EstablishmentName\n900,100900,Hill School\n901,100901,Dale School\n");
	desk_refuse(d, "2024_autumn_pupils.csv", PUPILS
	    "p1,900,2012-05-14,Okafor,Amara,H801200001001,F,2023-09-04\n"
	    "p2,901,2012-15-14,Okafor,Chidi,,M,2023-09-04\np3,902,,Roe,Maya,,F,2023-09-04\n");
	desk_refuse(d, "2024_autumn_sessions.csv", SESSIONS "p1,900,s1,x,I\np9,901,s2,1,I\n");
	ASK(FIXES, "rejected row|dob|Dale School||nobody\nrejected row|dob|||nobody\n"
	    "rejected row|pupilonrolltableid|Dale School||nobody\nrejected row|sessions|Hill School||a child\n");
	ASK_COUNT("select count(*) from org", 2);
	/* a school that another agency's file names cannot put that file right */
	desk_refuse(d, "ncmp.csv", "pupil_id,nhs_number,upn,family_name,given_name,date_of_birth,sex,ethnicity,postcode,"
	    "school_urn,school_year,measured,height_cm,weight_kg,bmi_p_score,bmi_category\n"
	    "N1,,,Hart,Evie,01/03/2020,F,WBRI,WE1 1AB,900,reception,14/11/2024,107.2,18.1,0.62,healthy\n"
	    "N2,,,Hart,Eva,01/03/2020,F,WBRI,WE1 1AB,900,reception,14/11/2024,107.2,18.1,0.62,sturdy\n");
	ASK("select field, org from fix where agency = 'health' and field is not null", "bmi_category|\n");
}

/* What is wrong with a child's own details has the same rule. */
static void
test_other_faults_have_the_same_rule(void **state)
{
	struct desk *d = *state;

	take_workers(d);
	desk_take(d, "involvements.csv", INVOLVED "I1,1,P2,independent_reviewing_officer,2025-01-01,\n");
	desk_take(d, "person.csv", "pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,"
	    "pers_single_unique_id\n1,,Maya,Roe,F,WBRI,,\n");
	ASK("select f.kind, o.name, w.role from fix f left join worker w on w.id = f.worker left join org o on o.id = f.org"
	    " where f.kind = 'no date of birth'", "no date of birth|Reviewing|Reviewing officer\n");
}

/* What `bairn fixes` prints as CSV, asked for one thing. */
static const char *
listed(struct desk *d, const char *option, const char *value)
{
	const struct command *k = people_commands;
	const char *values[8] = {NULL};
	struct args args = {.format = "csv", .value = values};
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	const char *copy;

	while (strcmp(k->name, "fixes") != 0)
		k++;
	args.rules = k->options;
	for (size_t i = 0; k->options[i].name; i++)
		if (option && strcmp(k->options[i].name, option) == 0)
			values[i] = value;
	DO(k->run(&d->c, &args, out));
	fclose(out);
	copy = mem_copy(d->c.mem, text, n);
	free(text);
	return copy;
}

static int
lines(const char *text)
{
	int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n - 1;           /* less the heading */
}

/* Three faults: one of a worker of Assessment, one of one of Reviewing, one that names nobody. */
static void
test_the_list_is_chosen_from(void **state)
{
	struct desk *d = *state;
	const char *all;

	take_workers(d);
	desk_take(d, "involvements.csv", INVOLVED "I1,1,P1,allocated_social_worker,2025-01-01,\n"
	    "I2,2,P2,independent_reviewing_officer,2025-01-01,\n");
	desk_refuse(d, "2023-reviews.csv", REVIEWS "1,,31/02/2024,PN1\n2,,01/05/2024,XX\n,,01/05/2024,PN1\n");
	all = listed(d, NULL, NULL);
	assert_int_equal(lines(all), 3);
	SAYS(all, "social_care,Assessment,Social worker,");
	SAYS(all, "social_care,,,,,is missing,ssda903_reviews,CHILD,");
	assert_int_equal(lines(listed(d, "--agency", "social_care")), 3);
	assert_int_equal(lines(listed(d, "--agency", "health")), 0);
	assert_int_equal(lines(listed(d, "--team", "reviewing")), 1);
	SAYS(listed(d, "--team", "none"), "is missing");
	assert_int_equal(lines(listed(d, "--team", "none")), 1);
	assert_int_equal(lines(listed(d, "--worker", "none")), 1);
	assert_int_equal(lines(listed(d, "--worker", desk_text(d, "select id from worker where role = 'Social worker'"))), 1);
}

/* A link on the day of the import leaves the faults of records as the import found them; one of a later day looks again: by
 * then the worker has left. */
static void
test_links_look_at_records_once_a_day(void **state)
{
	struct desk *d = *state;
	struct link_summary linked;

	take_workers(d);
	desk_take(d, "involvements.csv", INVOLVED "I1,1,P1,allocated_social_worker,2025-01-01,2026-01-10\n");
	desk_refuse(d, "2023-reviews.csv", REVIEWS "1,,31/02/2024,PN1\n");
	ASK(FIXES, "rejected row|REVIEW|Assessment|Social worker|a child\n");
	DO(link_all(&d->c, false, &linked));
	ASK(FIXES, "rejected row|REVIEW|Assessment|Social worker|a child\n");
	ASK_TEXT("select value from setting where name = 'fixes_of'", desk_text(d, "select '2026-01-01 ' || max(id) from batch"));
	setenv("BAIRN_TODAY", "2026-01-11", 1);
	DO(link_all(&d->c, false, &linked));
	ASK(FIXES, "rejected row|REVIEW|||a child\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_who_can_put_a_rejected_row_right),
		DESK_TEST(test_a_fix_follows_its_child),
		DESK_TEST(test_the_organisation_that_the_row_names),
		DESK_TEST(test_other_faults_have_the_same_rule),
		DESK_TEST(test_the_list_is_chosen_from),
		DESK_TEST(test_links_look_at_records_once_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
