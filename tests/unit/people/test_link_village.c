/* What few steps come to in a village of a dozen records, each of which a run of new records might get wrong. */
#include "desk.h"
#include "link_whole.h"

#define FEED "pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,pers_single_unique_id\n"
#define EARLY_ROW(id, family, given, born, sex, postcode, upn) \
	id "," id ",F1," family "," given "," born "," sex ",WBRI," postcode "," upn ",01/09/2024,,parenting,school,,,\n"
#define CASES "cine_referral_id,cine_person_id,cine_referral_date,cine_cin_primary_need_code,cine_referral_source_code," \
	"cine_referral_source_desc,cine_referral_nfa,cine_close_reason,cine_close_date,cine_referral_team,cine_referral_worker_id\n"
#define ANN EARLY_ROW("E1", "Ash", "Ann", "14/05/2012", "F", "WE1 1AA", "")
#define VILLAGE(first) EARLY first \
	EARLY_ROW("E2", "Brown", "Oliver", "03/02/2011", "M", "WE3 3CC", "H801200001001") \
	EARLY_ROW("E3", "Patel", "Priya", "19/09/2009", "F", "WE4 4DD", "H801200001002") \
	EARLY_ROW("E4", "Cole", "Carl", "15/03/2013", "M", "WE2 2BB", "H801200001003") \
	EARLY_ROW("E5", "Lindqvist", "Freya", "07/07/2007", "F", "WE6 6FF", "H801200001004")
#define OTHERS "2,H801200001001,Oliver,Brown,M,WBRI,2011-02-03,\n3,,Anne,Ash,F,WBRI,2009-05-14,\n" \
	"4,H801200001003,Carl,Cole,M,WBRI,2013-03-15,\n"

static void
village_import(struct desk *d)
{
	d->options.accept_removals = true;
	desk_take(d, "early_help.csv", VILLAGE(ANN));
	desk_take(d, "person.csv", FEED "1,,Ann,Ash,F,WBRI,2012-05-14,\n" OTHERS);
}

static void
village_link(struct desk *d, bool full)
{
	struct link_summary s;

	desk_now++;
	DO(link_all(&d->c, false, &s));
	assert_int_equal(s.full, full);
	assert_as_whole(d);
}

static int64_t
record_of(struct desk *d, const char *source, const char *given, const char *born)
{
	return desk_count(d, mem_format(d->c.mem, "select i.id from identity i join identity_name n on n.identity = i.id"
	    " join identity_detail t on t.identity = i.id where i.source = '%s' and n.given = '%s' and t.born = '%s'", source,
	    given, born));
}

#define TOGETHER(one, other) mem_format(d->c.mem, "select count(distinct person) from identity where id in (%lld, %lld)", \
	(long long)(one), (long long)(other))

/* Of Maya's two numbers the newer one counts, until another agency's record has the older one, too: then it is hers. */
static void
test_number_of_two(void **state)
{
	struct desk *d = *state;

	desk_take(d, "early_help.csv", VILLAGE(ANN)
	    "E8,P8,F1,Thirlwell,Maya,14/05/2009,F,WBRI,,H801200002001,01/09/2023,01/02/2024,parenting,school,,,\n"
	    "E9,P8,F1,Thirlwell,Maya,14/05/2009,F,WBRI,,H801200002002,01/09/2024,,parenting,school,,,\n");
	village_link(d, true);
	desk_take(d, "person.csv", FEED "9,H801200002001,Mary,Roe,F,WBRI,2009-05-14,\n");
	village_link(d, false);
	ASK_COUNT(TOGETHER(record_of(d, "early_help", "Maya", "2009-05-14"), record_of(d, "social_care", "Mary", "2009-05-14")), 1);
}

/* A newcomer who is another child has Oliver's number: his own record, whose person is as before, is to be put right as well. */
static void
test_number_of_another(void **state)
{
	struct desk *d = *state;

	village_import(d);
	village_link(d, true);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2005-05-14,Zimmer,Quentina,H801200001001,F,2023-09-04\n");
	village_link(d, false);
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 3);
}

/* So are both when she is, in all that she says, somebody who is there already. */
static void
test_number_of_another_of_one(void **state)
{
	struct desk *d = *state;

	village_import(d);
	village_link(d, true);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2012-05-14,Ash,Ann,H801200001001,F,2023-09-04\n");
	village_link(d, false);
	ASK_COUNT(TOGETHER(record_of(d, "early_help", "Ann", "2012-05-14"), record_of(d, "education", "Ann", "2012-05-14")), 1);
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 3);
}

/* What a newcomer brought is gone when the run that took him in is undone: the values that were his, and what was to be put right. */
static void
test_undone(void **state)
{
	struct desk *d = *state;
	int64_t n;

	d->options.accept_removals = true;
	desk_take(d, "person.csv", FEED "1,,Ann,Ash,F,WBRI,2012-05-14,\n2,H801200001001,Oliver,Brown,M,WBRI,2011-02-03,\n"
	    "3,H801200001002,Priya,Patel,F,,,\n4,H801200001003,Carl,Cole,M,WBRI,2013-03-15,\n5,H801200001004,Freya,Lindqvist,F,WBRI,2007-07-07,\n");
	village_link(d, true);
	desk_take(d, "early_help.csv", EARLY EARLY_ROW("E3", "Patel", "Priya", "19/09/2009", "M", "WE4 4DD", "H801200001002"));
	village_link(d, false);
	ASK_COUNT("select count(*) from identity i where " WEIGHT_NOW " > 0", 2);
	ASK_COUNT("select count(*) from person where given = 'Priya' and born is not null", 1);
	ASK_COUNT("select count(*) from fix where kind = 'sexes differ' and agency = 'early_help' and closed is null", 1);
	DO(link_undo(&d->c, desk_count(d, "select max(id) from link_run"), &n));
	ASK_COUNT("select count(*) from identity i where " WEIGHT_NOW " > 0", 0);
	ASK_COUNT("select count(*) from person where given = 'Priya' and born is not null", 0);
	ASK_COUNT("select count(*) from fix where kind = 'sexes differ' and closed is null", 0);
	assert_derived(d);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2005-05-14,Zimmer,Quentina,H801200001001,F,2023-09-04\np2,900,2012-05-15,Ash,Ann,,F,2023-09-04\n");
	village_link(d, false);
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 2);
	ASK_COUNT("select count(*) from fix where kind = 'dates of birth differ' and closed is null", 1);
	DO(link_undo(&d->c, desk_count(d, "select max(id) from link_run"), &n));
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 0);
	ASK_COUNT("select count(*) from fix where kind = 'dates of birth differ' and closed is null", 0);
	assert_derived(d);
}

/* A newcomer says nothing new of Ann, who died: what is open of them is to be put right all the same. */
static void
test_of_one_who_died(void **state)
{
	struct desk *d = *state;

	d->options.accept_removals = true;
	desk_take(d, "early_help.csv", VILLAGE(ANN));
	desk_take(d, "person.csv", "pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,pers_death_date\n"
	    "1,,Ann,Ash,F,WBRI,2012-05-14,2025-06-01\n2,H801200001001,Oliver,Brown,M,WBRI,2011-02-03,\n");
	village_link(d, true);
	desk_take(d, "2025_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2012-05-14,Ash,Ann,,F,2023-09-04\n");
	ASK_COUNT("select count(*) from fix where kind = 'open after death' and agency = 'education'", 0);
	village_link(d, false);
	ASK_COUNT(TOGETHER(record_of(d, "early_help", "Ann", "2012-05-14"), record_of(d, "education", "Ann", "2012-05-14")), 1);
	ASK_COUNT("select count(*) from fix where kind = 'open after death' and agency = 'education'", 1);
}

/* Who died by the word of the agency that has the open case is at fault there whoever they are: linked, and taken back, and nobody's. */
static void
test_of_one_who_died_undone(void **state)
{
	struct desk *d = *state;
	int64_t n;

	d->options.accept_removals = true;
	desk_take(d, "early_help.csv", VILLAGE(ANN));
	village_link(d, true);
	desk_take(d, "person.csv", "pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,pers_death_date\n"
	    "1,,Ann,Ash,F,WBRI,2012-05-14,2025-06-01\n");
	desk_take(d, "c.csv", CASES "R1,1,2025-01-09,N1,2A,School,N,,,,\n");
	ASK_COUNT("select count(*) from fix where kind = 'open after death' and closed is null", 1);
	village_link(d, false);
	DO(link_undo(&d->c, desk_count(d, "select max(id) from link_run"), &n));
	ASK_COUNT("select count(*) from fix where kind = 'open after death' and closed is null", 1);
	ASK_COUNT("select count(*) from fix where kind = 'open after death' and agency = 'social_care'", 1);
	assert_derived(d);
}

/* A record that came after the run, and is nobody's, is the third with a number that two children have; when one of these is nobody again
 * there is no fault, and when the run is done again there is. */
static void
test_of_a_third_with_one_number(void **state)
{
	struct desk *d = *state;
	const char *open = "select count(*) from fix where kind = 'one number, two children' and closed is null";
	int64_t n;

	village_import(d);
	desk_take(d, "person.csv", FEED "1,H801200001009,Carl,Cole,M,WBRI,2013-03-15,\n");
	village_link(d, true);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2005-05-14,Zimmer,Quentina,H801200001009,F,2023-09-04\n");
	village_link(d, false);
	ASK_COUNT(open, 2);
	desk_take(d, "early_help2.csv", EARLY EARLY_ROW("E99", "Yates", "Wilfred", "19/09/2001", "M", "WE4 4DD", "H801200001009"));
	ASK_COUNT(open, 3);
	DO(link_undo(&d->c, desk_count(d, "select max(id) from link_run"), &n));
	ASK_COUNT(open, 0);
	assert_derived(d);
}

/* Two whom somebody called the same, and who share nothing, are together again when the one that was sealed is opened. */
static void
test_opened(void **state)
{
	struct desk *d = *state;
	int64_t ann, freya;

	village_import(d);
	village_link(d, true);
	ann = record_of(d, "early_help", "Ann", "2012-05-14");
	freya = record_of(d, "early_help", "Freya", "2007-07-07");
	DO(decision_make(&d->c, ann, freya, "same", NULL, "test"));
	village_link(d, false);
	ASK_COUNT(TOGETHER(ann, freya), 1);
	desk_write(d, mem_format(d->c.mem, "update identity set sealed = 'yes' where id = %lld", (long long)freya));
	ASK_COUNT("select count(*) from link_weight", 64);
	village_link(d, false);
	ASK_COUNT(TOGETHER(ann, freya), 2);
	ASK_COUNT("select count(*) from link_weight", 0);
	ASK_COUNT("select count(*) from link_field", 0);
	ASK_COUNT(mem_format(d->c.mem, "select count(*) from link_key where identity = %lld", (long long)freya), 0);
	desk_write(d, "update identity set sealed = 'no' where sealed = 'yes'");
	village_link(d, false);
	ASK_COUNT(TOGETHER(ann, freya), 1);
}

/* Of two people one pair waits. When the record that it shows is no longer like the other, the next likely pair of them does. */
static void
test_next_pair_waits(void **state)
{
	struct desk *d = *state;
	int64_t early, care, listed;

	village_import(d);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2009-05-14,Ash,Anne,H801200003001,F,2023-09-04\n");
	village_link(d, true);
	early = record_of(d, "early_help", "Ann", "2012-05-14");
	care = record_of(d, "social_care", "Ann", "2012-05-14");
	DO(decision_make(&d->c, early, care, "same", NULL, "test"));
	village_link(d, false);
	ASK_COUNT("select count(*) from link_review", 1);
	listed = desk_count(d, mem_format(d->c.mem, "select case when left_identity in (%lld, %lld) then left_identity else"
	    " right_identity end from link_review", (long long)early, (long long)care));
	if (listed == care)
		desk_take(d, "person2.csv", FEED "1,,Quentin,Zimmer,M,WBRI,2001-01-01,\n" OTHERS);
	else
		desk_take(d, "early_help2.csv", VILLAGE(EARLY_ROW("E1", "Zimmer", "Quentin", "01/01/2001", "M", "", "")));
	village_link(d, false);
	ASK_COUNT("select count(*) from link_review", 1);
	ASK_COUNT(mem_format(d->c.mem, "select count(*) from link_review where left_identity = %lld or right_identity = %lld",
	    (long long)listed, (long long)listed), 0);
}

/* A newcomer with Ann's pupil number is nearer to one of her records, and speaks against the other: the two that were one person wait
 * as a pair of two, which no list had before. */
static void
test_parted(void **state)
{
	struct desk *d = *state;
	int64_t early, care;

	d->options.accept_removals = true;
	desk_take(d, "early_help.csv", VILLAGE(EARLY_ROW("E1", "Ash", "Ann", "14/05/2012", "F", "WE1 1AA", "H801200003001")));
	desk_take(d, "person.csv", FEED "1,,Ann,Roe,F,WBRI,2012-05-14,\n" OTHERS);
	village_link(d, true);
	early = record_of(d, "early_help", "Ann", "2012-05-14");
	care = record_of(d, "social_care", "Ann", "2012-05-14");
	ASK_COUNT(TOGETHER(early, care), 1);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2009-05-14,Ash,Ann,H801200003001,F,2023-09-04\n");
	village_link(d, false);
	ASK_COUNT(TOGETHER(early, care), 2);
	ASK_COUNT(mem_format(d->c.mem, "select count(*) from link_review where left_identity in (%lld, %lld) and right_identity in"
	    " (%lld, %lld)", (long long)early, (long long)care, (long long)early, (long long)care), 1);
}

/* A newcomer with the number of two other children is at fault as they are, and stays so when the run is undone that took her in. */
static void
test_undone_with_a_number_of_two(void **state)
{
	struct desk *d = *state;
	int64_t n;

	d->options.accept_removals = true;
	desk_take(d, "early_help.csv", VILLAGE(ANN) EARLY_ROW("E8", "Moss", "Petra", "01/02/2006", "F", "WE9 9JJ", "H801200001003"));
	village_link(d, true);
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 2);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2008-05-14,Zimmer,Quentina,H801200001003,F,2023-09-04\n");
	village_link(d, false);
	DO(link_undo(&d->c, desk_count(d, "select max(id) from link_run"), &n));
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 3);
	assert_derived(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_number_of_two),
		DESK_TEST(test_number_of_another),
		DESK_TEST(test_number_of_another_of_one),
		DESK_TEST(test_undone),
		DESK_TEST(test_undone_with_a_number_of_two),
		DESK_TEST(test_of_one_who_died),
		DESK_TEST(test_of_one_who_died_undone),
		DESK_TEST(test_of_a_third_with_one_number),
		DESK_TEST(test_opened),
		DESK_TEST(test_next_pair_waits),
		DESK_TEST(test_parted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
