/* Who is who in the database: people's ids, undo, sealed identities, values by the most trusted source. */
#include "desk.h"

#include "people/link.h"
#include "people/link_decision.h"

#define HEADER "CHILD,SEX,DOB,ETHNIC,UPN\n"
#define FEED "pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,pers_single_unique_id\n"
#define EARLY "episode_id,person_id,family_id,family_name,given_name,date_of_birth,sex,ethnicity,postcode,upn,started,closed," \
	"reason,lead_agency,lead_practitioner,plan_agreed,closure_outcome\n"
#define EARLY_ROW(id, family, given, born, sex, postcode, upn) \
	id "," id ",F1," family "," given "," born "," sex ",WBRI," postcode "," upn ",01/09/2024,,parenting,school,,,\n"
#define PUPILS "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"

/* Everything that linking writes, with ids. */
#define WRITTEN "select i.id, i.person, i.link_state, " WEIGHT_NOW ", p.given, p.family, p.born, p.sex, p.ethnicity," \
	" p.joined_into from identity i left join person p on p.id = i.person order by i.id"
#define ALL_PEOPLE "select id, given, family, born, sex, joined_into from person order by id"

/* The name that a person is shown by and who of which source they are, a line a person. */
static const char *
people_now(struct desk *d)
{
	struct rows *r = store_query(&d->c, "select p.id, p.given, p.family, p.born, p.sex, i.source from person p"
	    " join identity i on i.person = p.id where p.joined_into is null order by p.born, p.given, p.family,"
	    " (select min(k.source) from identity k where k.person = p.id), p.id, i.source", 0);
	struct builder b = {.mem = d->c.mem};
	int64_t person = 0;

	while (rows_next(r)) {
		if (col_id(r, 0) != person) {
			put_text(&b, person ? "\n" : "");
			for (int i = 1; i < 5; i++)
				put_format(&b, VIEW_FORMAT "|", VIEW_ARGS(col_view(r, i)));
		} else
			put_char(&b, '+');
		put(&b, col_view(r, 5));
		person = col_id(r, 0);
	}
	DO(rows_end(r));
	put_text(&b, "\n");
	return built_text(&b);
}

static struct link_summary
link_now(struct desk *d)
{
	struct link_summary s;

	desk_now++;
	DO(link_all(&d->c, false, &s));
	return s;
}

/* Maya and Joel by the case system, by school, and by early help, which spells and types otherwise. The case system knows Joel
 * by a short name, his mother's family name and a wrong day. */
static void
import_three(struct desk *d)
{
	desk_take(d, "person.csv", FEED
	    "1,H801200001001,Maya,Thirlwell,F,WBRI,2009-05-14,9434765919\n"
	    "2,,Jo,Roe,M,MWBC,2012-01-12,\n");
	desk_take(d, "2024_autumn_pupils.csv", PUPILS
	    "p1,900,2009-05-14,Thirlwell,Maia,H801200001001,F,2023-09-04\n"
	    "p2,900,2012-11-02,Thirlwell,Joel,H801200001002,M,2023-09-04\n");
	desk_take(d, "early_help.csv", EARLY
	    EARLY_ROW("E1", "THIRLWELL", "MAYA", "14/05/2009", "F", "WE1 1AB", "H801200001001")
	    EARLY_ROW("E2", "Thirlwell", "Joel", "02/11/2012", "M", "WE1 1AB", "h801200001002"));
}

/* Maya: all three by her number. Joel: school and early help by theirs; the case system has no number of his, and knows him
 * otherwise, so he is another for now. Social care's name comes first, education's date of birth before social care's. */
static void
test_three_sources(void **state)
{
	struct desk *d = *state;
	struct link_summary s;

	import_three(d);
	s = link_now(d);
	assert_int_equal(s.identities, 6);
	assert_int_equal(s.people, 3);
	assert_int_equal(s.joined, 3);
	assert_int_equal(s.new_people, 3);
	assert_int_equal(s.moved, 0);
	assert_string_equal(people_now(d), "Maya|Thirlwell|2009-05-14|F|early_help+education+social_care\n"
	    "Jo|Roe|2012-01-12|M|social_care\n"
	    "Joel|Thirlwell|2012-11-02|M|early_help+education\n");
	ASK_COUNT("select count(*) from identity where link_state <> 'linked'", 0);
}

/* A second run changes nothing, and keeps every id. */
static void
test_again(void **state)
{
	struct desk *d = *state;
	const char *before;
	struct link_summary s;

	import_three(d);
	link_now(d);
	before = desk_dump(d, WRITTEN);
	s = link_now(d);
	assert_int_equal(s.run, 0);
	assert_int_equal(s.new_people + s.moved, 0);
	assert_string_equal(desk_dump(d, WRITTEN), before);
	ASK_COUNT("select count(*) from link_run", 1);
	ASK_COUNT("select count(*) from person", 3);
}

/* The case system learns Joel's names, day and number: he joins the person whom two sources have, and his old address leads there. */
static void
test_joined_into(void **state)
{
	struct desk *d = *state;
	const char *alone, *pair;
	struct link_summary s;

	import_three(d);
	link_now(d);
#define JOEL_IN(source_) "select person from identity where source = '" source_ "' and id in (select identity from" \
	" identity_name where given like 'Jo%')"
	alone = desk_text(d, JOEL_IN("social_care"));
	pair = desk_text(d, JOEL_IN("education"));
	d->options.as_at = day_of(2026, 1, 1);
	d->options.accept_removals = true;
	desk_take(d, "person.csv", FEED "1,H801200001001,Maya,Thirlwell,F,WBRI,2009-05-14,9434765919\n"
	    "2,H801200001002,Joel,Thirlwell,M,MWBC,2012-11-02,\n");
	s = link_now(d);
	assert_int_equal(s.people, 2);
	assert_int_equal(s.moved, 1);
	assert_int_equal(s.new_people, 0);
	assert_string_equal(desk_text(d, JOEL_IN("social_care")), pair);
	assert_string_equal(desk_text(d, mem_format(d->c.mem, "select joined_into from person where id = %s", alone)), pair);
	ASK_COUNT("select count(*) from person", 3);
}

/* Undo puts back every identity and every person, and only the last run can be undone. */
static void
test_undo(void **state)
{
	struct desk *d = *state;
	const char *unlinked, *first, *people;
	struct link_summary one, two;
	int64_t n;

	import_three(d);
	unlinked = desk_dump(d, "select id, person, link_state, link_weight from identity order by id");
	one = link_now(d);
	desk_take(d, "more.csv", EARLY EARLY_ROW("E9", "Thirlwell", "Joel", "02/11/2012", "M", "", "H801200001002")
	    EARLY_ROW("E1", "THIRLWELL", "MAYA", "14/05/2009", "F", "WE1 1AB", "H801200001001")
	    EARLY_ROW("E2", "Thirlwell", "Joel", "02/11/2012", "M", "WE1 1AB", "h801200001002"));
	desk_take(d, "person2.csv", FEED "1,H801200001001,Maya,Thirlwell,F,WBRI,2009-05-14,9434765919\n"
	    "2,H801200001002,Joel,Thirlwell,M,MWBC,2012-11-02,\n");
	first = desk_dump(d, WRITTEN);
	people = desk_dump(d, ALL_PEOPLE);
	two = link_now(d);
	assert_true(two.run > one.run);
	assert_int_equal(link_undo(&d->c, one.run, &n), ERR_INPUT);
	SAYS(d->c.sentence, "only the last run can be undone");
	fail_clear(&d->c);
	DO(link_undo(&d->c, two.run, &n));
	assert_int_equal(n, 2);
	assert_string_equal(desk_dump(d, WRITTEN), first);
	assert_string_equal(desk_dump(d, ALL_PEOPLE), people);
	DO(link_undo(&d->c, one.run, &n));
	assert_string_equal(desk_dump(d, "select id, person, link_state, link_weight from identity where source_key in ("
	    "select source_key from identity order by id limit 6) order by id limit 6"), unlinked);
	ASK_COUNT("select count(*) from person", 0);
	assert_int_equal(link_undo(&d->c, one.run, &n), ERR_INPUT);
	SAYS(d->c.sentence, "no linking run is left to undo");
	fail_clear(&d->c);
	/* and what was undone can be done again */
	assert_int_equal(link_now(d).people, 2);
}

/* Two people are one in the next run and two again in the one after: the first address works again. */
static void
test_joined_and_parted(void **state)
{
	struct desk *d = *state;
	const char *before, *people;
	struct link_summary s;
	int64_t n;

	import_three(d);
	link_now(d);
	desk_take(d, "person2.csv", FEED "1,H801200001001,Maya,Thirlwell,F,WBRI,2009-05-14,9434765919\n"
	    "2,H801200001002,Joel,Thirlwell,M,MWBC,2012-11-02,\n");
	before = desk_dump(d, WRITTEN);
	people = desk_dump(d, ALL_PEOPLE);
	s = link_now(d);
	ASK_COUNT("select count(*) from person where joined_into is not null", 1);
	DO(link_undo(&d->c, s.run, &n));
	assert_string_equal(desk_dump(d, WRITTEN), before);
	assert_string_equal(desk_dump(d, ALL_PEOPLE), people);
}

/* A sealed identity is in nobody's cluster, whatever number it has, and lends nobody its name. */
static void
test_sealed(void **state)
{
	struct desk *d = *state;

	import_three(d);
	desk_write(d, "update identity set sealed = 'yes' where source = 'social_care' and id in (select identity from"
	    " identity_detail where born = '2009-05-14')");
	link_now(d);
	ASK_COUNT("select count(*) from person p join identity i on i.person = p.id join identity k on k.person = p.id"
	    " where i.sealed = 'yes' and k.sealed = 'no'", 0);
	ASK("select p.given from person p join identity i on i.person = p.id where i.source = 'education' and p.born ="
	    " '2009-05-14'", "Maia\n");
}

/* Twins whose numbers the case system mixed up stay two, and each is known by name, day and sex where there is no number. */
static void
test_twins(void **state)
{
	struct desk *d = *state;
	struct link_summary s;
	int64_t n;

	desk_take(d, "person.csv", FEED "1,H801200001001,Ann,Ash,F,WBRI,2012-05-14,\n2,H801200001001,Ben,Ash,M,WBRI,2012-05-14,\n");
	desk_take(d, "early_help.csv", EARLY EARLY_ROW("E1", "Ash", "Ann", "14/05/2012", "F", "WE1 1AB", "")
	    EARLY_ROW("E2", "Ash", "Ben", "14/05/2012", "M", "WE1 1AB", ""));
	s = link_now(d);
	assert_int_equal(s.people, 2);
	assert_string_equal(people_now(d), "Ann|Ash|2012-05-14|F|early_help+social_care\n"
	    "Ben|Ash|2012-05-14|M|early_help+social_care\n");
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 2);
	/* who is nobody is no other child */
	DO(link_undo(&d->c, s.run, &n));
	ASK_COUNT("select count(*) from fix where closed is null", 0);
	assert_int_equal(link_now(d).people, 2);
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 2);
	/* the right number comes: the fix closes by itself */
	d->options.accept_removals = true;
	desk_take(d, "person2.csv", FEED "1,H801200001001,Ann,Ash,F,WBRI,2012-05-14,\n2,H801200001002,Ben,Ash,M,WBRI,2012-05-14,\n");
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 0);
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children'", 4);
}

/* Disagreement is shown to the source that is less trusted, and closes when that source agrees. Health is asked first for a
 * date of birth, then education, then social care; who agrees on nothing is not a fault. */
static void
test_fixes_open_and_close(void **state)
{
	struct desk *d = *state;

	desk_take(d, "2024_autumn_pupils.csv", PUPILS "p1,900,2009-05-14,Thirlwell,Maya,H801200001001,F,2023-09-04\n");
	desk_take(d, "person.csv", FEED "1,H801200001001,Maya,Thirlwell,M,WBRI,2009-05-15,\n");
	link_now(d);
	assert_string_equal(people_now(d), "Maya|Thirlwell|2009-05-14|F|education+social_care\n");
	ASK("select kind, agency, field from fix where closed is null order by kind",
	    "dates of birth differ|social_care|born\nsexes differ|social_care|sex\n");
	desk_take(d, "person2.csv", FEED "1,H801200001001,Maya,Thirlwell,F,WBRI,2009-05-15,\n");
	ASK("select kind from fix where closed is null", "dates of birth differ\n");
	ASK("select kind, opened, closed from fix order by kind", "dates of birth differ|2026-01-01|\n"
	    "sexes differ|2026-01-01|2026-01-01\n");
	desk_take(d, "person3.csv", FEED "1,H801200001001,Maya,Thirlwell,F,WBRI,2009-05-14,\n");
	ASK_COUNT("select count(*) from fix where closed is null", 0);
	/* wrong again: a fault of its own, with its own days */
	desk_take(d, "person4.csv", FEED "1,H801200001001,Maya,Thirlwell,F,WBRI,2009-05-16,\n");
	ASK_COUNT("select count(*) from fix where kind = 'dates of birth differ'", 2);
}

#define SIX "1,H801200001001,Maya,Thirlwell,F,WBRI,2009-05-15,\n2,H801200001002,Lena,Ash,F,WBRI,2010-01-05,\n" \
	"3,,Omar,Birch,M,WBRI,2011-02-05,\n4,,Ines,Cole,F,WBRI,2012-03-06,\n5,,Hal,Dunn,M,WBRI,2013-04-07,\n6,,Una,Eade,F,WBRI,2014-05-08,\n"

/* Two children with one number, of whom neither was anybody before the run. */
static void
test_one_number_comes_twice(void **state)
{
	struct desk *d = *state;

	desk_take(d, "person.csv", FEED SIX);
	link_now(d);
	desk_take(d, "person2.csv", FEED SIX "7,H801200001003,Ann,Ash,F,WBRI,2012-05-14,\n8,H801200001003,Ben,Ash,M,WBRI,2012-05-14,\n");
	assert_false(link_now(d).full);
	ASK_COUNT("select count(*) from person", 8);
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 2);
}

static void
part(struct desk *d, const char *given)
{
	const char *pair = mem_format(d->c.mem, "select min(identity), max(identity) from identity_name where given = '%s'", given);
	long long left = 0, right = 0;

	assert_int_equal(sscanf(desk_text(d, pair), "%lld|%lld", &left, &right), 2);
	DO(decision_make(&d->c, left, right, "different", NULL, "test"));
}

/* Whoever of two goes away, nobody contradicts the one who stays any more. Maya's school came first, Lena's came after the case system: so of one
 * person the record that is at fault stays, and of the other it goes. */
static void
test_fixes_close_when_people_part(void **state)
{
	struct desk *d = *state;
	const char *open = "select count(*) from fix where kind = 'dates of birth differ' and closed is null";
	struct link_summary s;
	int64_t n;

	desk_take(d, "2023_autumn_pupils.csv", PUPILS "p1,900,2009-05-14,Thirlwell,Maya,H801200001001,F,2023-09-04\n");
	desk_take(d, "person.csv", FEED SIX);
	desk_take(d, "2024_autumn_pupils.csv", PUPILS "p1,900,2009-05-14,Thirlwell,Maya,H801200001001,F,2023-09-04\n"
	    "p2,901,2010-01-06,Ash,Lena,H801200001002,F,2023-09-04\n");
	assert_int_equal(link_now(d).people, 6);
	ASK_COUNT(open, 2);
	part(d, "Maya");
	part(d, "Lena");
	s = link_now(d);
	assert_false(s.full);
	assert_int_equal(s.people, 8);
	ASK_COUNT(open, 0);
	ASK("select count(*) from person where born in ('2009-05-15', '2010-01-05')", "2\n");
	DO(link_undo(&d->c, s.run, &n));
	ASK_COUNT(open, 2);
	ASK("select count(*) from person where born in ('2009-05-15', '2010-01-05')", "0\n");
}

/* Within one agency the newest word counts; a source that says nothing takes nothing away. */
static void
test_newest_within_a_source(void **state)
{
	struct desk *d = *state;

	desk_take(d, "2023-header.csv", HEADER "1,2,14/05/2009,WIRI,\n");
	desk_take(d, "person.csv", FEED "1,,Maya,Thirlwell,F,WBRI,2009-05-14,\n");
	link_now(d);
	ASK("select given, born, sex, ethnicity from person", "Maya|2009-05-14|F|WBRI\n");
	desk_take(d, "person2.csv", FEED "1,,Maya,Thirlwell-Roe,F,,2009-05-14,\n");
	ASK("select family, ethnicity from person", "Thirlwell-Roe|WIRI\n");
}

/* The same people come out in whatever order the files came in. */
static void
test_file_order(void **state)
{
	static const char *const names[] = {"person.csv", "2024_autumn_pupils.csv", "early_help.csv"};
	static const int order[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}};
	struct desk *d = *state;
	const char *first;

	import_three(d);
	link_now(d);
	first = people_now(d);
	for (int o = 1; o < 3; o++) {
		struct desk *other = desk_open(NULL);

		for (int i = 0; i < 3; i++)
			assert_int_equal(desk_import(other, mem_format(d->c.mem, "%s/%s", d->files, names[order[o][i]])), OK);
		link_now(other);
		assert_string_equal(people_now(other), first);
		desk_close(other);
	}
}

/* Of two numbers the one counts that another agency knows, be it the older one: early help has both, and writes names otherwise. */
static void
test_two_numbers(void **state)
{
	static const char *const known[] = {"H801200001001", "H801200001002"};

	for (int i = 0; i < 2; i++) {
		struct desk *d = desk_open(NULL);

		(void)state;
		desk_take(d, "early_help.csv", EARLY
		    "E1,P1,F1,Thirlwell,Maya,14/05/2009,F,WBRI,,H801200001001,01/09/2023,01/02/2024,parenting,school,,,\n"
		    "E2,P1,F1,Thirlwell,Maya,14/05/2009,F,WBRI,,H801200001002,01/09/2024,,parenting,school,,,\n");
		ASK_COUNT("select count(*) from identifier where scheme = 'upn'", 2);
		desk_take(d, "2024_autumn_pupils.csv", mem_format(d->c.mem, PUPILS "p1,900,2009-05-14,Roe,Mary,%s,F,2023-09-04\n",
		    known[i]));
		assert_int_equal(link_now(d).people, 1);
		desk_close(d);
	}
}

/* Nobody has two NHS numbers: whatever else they share, two with right check digits are two children, and one of them may be mistyped. The
 * second one comes alone, or both at once. */
static void
test_two_nhs_numbers(void **state)
{
	static const char *const other[] = {"9434765870", "9434765871"};

	for (int i = 0; i < 4; i++) {
		struct desk *d = desk_open(NULL);
		const char *first = FEED "1,H801200001001,Maya,Thirlwell,F,WBRI,2009-05-14,9434765919\n3,,Ann,Ash,F,WBRI,2012-05-14,\n"
		    "4,,Carl,Cole,M,WBRI,2013-03-15,\n5,,Oliver,Brown,M,WBRI,2011-02-03,\n";
		struct link_summary s;

		(void)state;
		desk_take(d, "person.csv", first);
		if (i / 2)
			assert_int_equal(link_now(d).people, 4);
		desk_take(d, "person2.csv", mem_format(d->c.mem, "%s2,H801200001001,Maya,Thirlwell,F,WBRI,2009-05-14,%s\n", first,
		    other[i % 2]));
		ASK("select distinct scheme, checked from identifier where scheme in ('upn', 'nhs_number', 'social_care_id') order by 1, 2",
		    i % 2 ? "nhs_number|no\nnhs_number|yes\nupn|yes\n" : "nhs_number|yes\nupn|yes\n");
		s = link_now(d);
		assert_int_equal(s.full, !(i / 2));
		assert_int_equal(s.people, i % 2 ? 4 : 5);
		desk_close(d);
	}
}

/* Linked after two files and the third, each agency's records join those that are there; a full run then says what one run over all says. */
static void
test_in_steps(void **state)
{
	static const char *const names[] = {"2024_autumn_pupils.csv", "early_help.csv", "person.csv"};
	struct desk *d = *state, *other = desk_open(NULL);
	struct link_summary s;
	const char *at_once;

	import_three(d);
	link_now(d);
	at_once = people_now(d);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(desk_import(other, mem_format(d->c.mem, "%s/%s", d->files, names[i])), OK);
		if (i)
			s = link_now(other);
	}
	assert_false(s.full);           /* two of six are new, so the others kept their people */
	assert_int_equal(s.moved, 0);
	assert_string_equal(people_now(other), at_once);
	desk_now++;
	assert_int_equal(link_all(&other->c, true, &s), OK);
	assert_int_equal(s.run, 0);
	assert_string_equal(people_now(other), at_once);
	desk_close(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_three_sources),
		DESK_TEST(test_again),
		DESK_TEST(test_joined_into),
		DESK_TEST(test_undo),
		DESK_TEST(test_joined_and_parted),
		DESK_TEST(test_sealed),
		DESK_TEST(test_twins),
		DESK_TEST(test_fixes_open_and_close),
		DESK_TEST(test_fixes_close_when_people_part),
		DESK_TEST(test_one_number_comes_twice),
		DESK_TEST(test_newest_within_a_source),
		DESK_TEST(test_file_order),
		DESK_TEST(test_two_numbers),
		cmocka_unit_test(test_two_nhs_numbers),
		DESK_TEST(test_in_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
