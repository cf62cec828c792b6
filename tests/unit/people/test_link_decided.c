/* What people decide about pairs of records, what waits for them, how a weight comes about, and which records a run may move. */
#include "desk.h"

#include "link_town.h"

#include "people/link_keep.h"
#include "people/link_waterfall.h"
#include "store/writer.h"

/* Called nearly the same, and born another year: too like to pass over, not like enough to join, by the record without another
 * number that tells her apart. */
static void
test_review(void **state)
{
	struct desk *d = *state;
	int64_t ann, care, other;
	struct link_summary s;

	import_town(d);
	s = link_now(d, false);
	ann = who(d, "early_help", "Ann", "2012-05-14");
	care = who(d, "social_care", "Ann", "2012-05-14");
	other = who(d, "social_care", "Anne", "2009-05-14");
	assert_true(s.full);
	assert_int_equal(person_of(d, ann), person_of(d, care));
	assert_int_not_equal(person_of(d, ann), person_of(d, other));
	assert_int_equal(s.awaiting, 1);
	ASK_COUNT("select count(*) from link_review where weight < 0 and weight > -4.25", 1);     /* under 0.5, over 0.05 */
	ASK_TEXT("select left_identity, right_identity from link_review", mem_format(d->c.mem, "%lld|%lld", (long long)ann,
	    (long long)other));
	ASK_COUNT("select awaiting from link_run", 1);
	/* the next run lists them anew, not twice; the first one undone, none waits, as before it */
	link_now(d, false);
	ASK_COUNT("select count(*) from link_review", 1);
	DO(link_undo(&d->c, s.run, &ann));
	ASK_COUNT("select count(*) from link_review", 0);
}

/* Ann and Anne with two records each: of the four pairs between them one is asked, and one answer settles all. */
static void
test_one_pair_of_two_people(void **state)
{
	struct desk *d = *state;
	struct link_summary s;
	int64_t ann, anne;

	import_town(d);
	desk_take(d, "more.csv", TOWN EARLY_ROW("E6", "Ash", "Anne", "14/05/2009", "F", "WE7 7GG", ""));
	s = link_now(d, true);
	ann = who(d, "early_help", "Ann", "2012-05-14");
	anne = who(d, "early_help", "Anne", "2009-05-14");
	assert_int_equal(person_of(d, ann), person_of(d, who(d, "social_care", "Ann", "2012-05-14")));
	assert_int_equal(person_of(d, anne), person_of(d, who(d, "social_care", "Anne", "2009-05-14")));
	assert_int_not_equal(person_of(d, ann), person_of(d, anne));
	assert_int_equal(s.awaiting, 1);
	decide(d, who(d, "social_care", "Anne", "2009-05-14"), who(d, "social_care", "Ann", "2012-05-14"), "different");
	s = link_now(d, false);
	assert_int_equal(s.run, 0);
	assert_int_equal(s.awaiting, 0);
}

static void
test_decided_same(void **state)
{
	struct desk *d = *state;
	struct link_summary s;
	int64_t ann, care, other;

	import_town(d);
	link_now(d, false);
	ann = who(d, "early_help", "Ann", "2012-05-14");
	care = who(d, "social_care", "Ann", "2012-05-14");
	other = who(d, "social_care", "Anne", "2009-05-14");
	decide(d, other, ann, "same");
	s = link_now(d, false);
	assert_false(s.full);
	assert_int_equal(s.merged, 1);
	assert_int_equal(s.split, 0);
	assert_int_equal(s.moved, 1);
	assert_int_equal(s.awaiting, 0);
	assert_int_equal(person_of(d, ann), person_of(d, other));
	assert_int_equal(person_of(d, ann), person_of(d, care));
	/* every later run holds to it, one that learns anew too */
	assert_int_equal(link_now(d, true).run, 0);
	assert_int_equal(person_of(d, ann), person_of(d, other));
	/* taken back, the evidence counts again */
	decide(d, ann, other, "unsure");
	s = link_now(d, false);
	assert_int_equal(s.split, 1);
	assert_int_equal(s.new_people, 1);
	assert_int_equal(s.awaiting, 1);
	assert_int_not_equal(person_of(d, ann), person_of(d, other));
	assert_int_equal(person_of(d, ann), person_of(d, care));
	/* and nothing that was ever decided is gone */
	ASK("select decided, case when superseded is null then 'stands' else 'stood' end from link_decision_all order by id",
	    "same|stood\nunsure|stands\n");
	/* of two people with two records each, one decision brings all four together */
	decide(d, who(d, "early_help", "Oliver", "2011-02-03"), who(d, "social_care", "Carl", "2013-03-15"), "same");
	s = link_now(d, false);
	assert_int_equal(s.merged, 1);
	assert_int_equal(s.moved, 2);
	ASK_COUNT("select max(n) from (select count(*) as n from identity group by person) k", 4);
}

/* What a person called different stays so whatever the evidence, and is not asked again. */
static void
test_decided_different(void **state)
{
	struct desk *d = *state;
	struct link_summary s;
	int64_t ann, care, other, n;

	import_town(d);
	link_now(d, false);
	ann = who(d, "early_help", "Ann", "2012-05-14");
	care = who(d, "social_care", "Ann", "2012-05-14");
	other = who(d, "social_care", "Anne", "2009-05-14");
	decide(d, ann, care, "different");
	s = link_now(d, false);
	assert_int_equal(s.split, 1);
	assert_int_not_equal(person_of(d, ann), person_of(d, care));
	ASK_COUNT(mem_format(d->c.mem, "select count(*) from link_review where left_identity in (%lld, %lld) and right_identity"
	    " in (%lld, %lld)", (long long)ann, (long long)care, (long long)ann, (long long)care), 0);
	assert_int_equal(link_now(d, true).run, 0);
	/* undo goes back behind it; the decision stays, and the next run holds to it again */
	DO(link_undo(&d->c, s.run, &n));
	assert_int_equal(person_of(d, ann), person_of(d, care));
	ASK_COUNT("select count(*) from link_decision", 1);
	link_now(d, false);
	assert_int_not_equal(person_of(d, ann), person_of(d, care));
	(void)other;
	/* what was decided cannot be deleted nor rewritten */
	DO(store_begin(&d->c));
	assert_int_not_equal(store_run(&d->c, "delete from link_decision_all"), OK);
	store_rollback(&d->c);
	fail_clear(&d->c);
	DO(store_begin(&d->c));
	assert_int_not_equal(store_run(&d->c, "update link_decision_all set decided = 'same'"), OK);
	store_rollback(&d->c);
	fail_clear(&d->c);
}

/* The reason is sealed; who reads it asks for it. */
static void
test_reason(void **state)
{
	struct desk *d = *state;

	import_town(d);
	link_now(d, false);
	decide(d, who(d, "early_help", "Ann", "2012-05-14"), who(d, "social_care", "Anne", "2009-05-14"), "unsure");
	assert_null(strstr(desk_dump_bytes(d, "select why from link_decision"), "746865206D6F74686572"));       /* the mother */
	ASK_COUNT("select count(*) from link_decision where why is not null", 1);
}

/* One record of another person's does not move by itself: its data are what the last run knew. A full run moves it. */
static void
test_who_may_move(void **state)
{
	struct desk *d = *state;
	int64_t ann, care, carl, right;
	struct link_summary s;

	import_town(d);
	link_now(d, false);
	ann = who(d, "early_help", "Ann", "2012-05-14");
	care = who(d, "social_care", "Ann", "2012-05-14");
	carl = who(d, "early_help", "Carl", "2013-03-15");
	right = person_of(d, ann);
	desk_write(d, mem_format(d->c.mem, "update identity set person = %lld where id = %lld", (long long)person_of(d, carl),
	    (long long)care));
	s = link_now(d, false);
	assert_false(s.full);
	assert_int_equal(s.run, 0);
	assert_int_equal(person_of(d, care), person_of(d, carl));
	s = link_now(d, true);
	assert_true(s.full);
	assert_int_equal(s.moved, 1);
	assert_int_equal(person_of(d, care), right);
	/* the same again, and the record changes: now it may move */
	desk_write(d, mem_format(d->c.mem, "update identity set person = %lld where id = %lld", (long long)person_of(d, carl),
	    (long long)care));
	desk_take(d, "person2.csv", FEED "1,H801200001009,Ann,Ash,F,WBRI,2012-05-14,\n2,H801200001001,Oliver,Brown,M,WBRI,2011-02-03,\n"
	    "3,,Anne,Ash,F,WBRI,2009-05-14,\n4,H801200001003,Carl,Cole,M,WBRI,2013-03-15,\n");
	s = link_now(d, false);
	assert_false(s.full);
	assert_int_equal(s.moved, 1);
	assert_int_equal(person_of(d, care), right);
}

/* A new record joins whom it is, by the weights of the last full run, and leaves that run's model as it was. */
static void
test_new_record(void **state)
{
	struct desk *d = *state;
	const char *model;
	struct link_summary s;

	import_town(d);
	link_now(d, false);
	model = desk_dump(d, "select class, field, level, chance from link_chance order by class, field, level");
	desk_take(d, "more.csv", TOWN EARLY_ROW("E9", "Patel", "Priya", "19/09/2009", "F", "WE4 4DD", "H801200001002"));
	s = link_now(d, false);
	assert_false(s.full);
	assert_int_equal(s.new_people, 0);
	assert_int_equal(s.identities, 10);
	ASK_COUNT("select count(*) from identity where person = (select i.person from identity i join identity_name n on n.identity"
	    " = i.id where n.given = 'Priya' and i.source = 'early_help' order by i.id limit 1)", 2);
	assert_string_equal(desk_dump(d, "select class, field, level, chance from link_chance order by class, field, level"), model);
	/* pupil number and three names' fields, dates, sexes, postcodes: each level of each of the four classes */
	ASK_COUNT("select count(*) from link_chance", 4 * (7 + 5 + 8 + 2 + 6 + 4 * 2));
}

/* The steps add up to the weight; what one does not know says nothing. */
static void
test_explained(void **state)
{
	struct desk *d = *state;
	struct waterfall w;
	double sum = 0;
	int64_t ann, care;

	import_town(d);
	ann = who(d, "early_help", "Ann", "2012-05-14");
	care = who(d, "social_care", "Ann", "2012-05-14");
	assert_int_equal(waterfall_make(&d->c, ann, care, &w), ERR_INPUT);
	SAYS(d->c.sentence, "nothing was linked yet");
	fail_clear(&d->c);
	link_now(d, false);
	DO(waterfall_make(&d->c, ann, care, &w));
	assert_true(w.together);
	assert_null(w.decided);
	assert_int_equal(w.steps.n, 10);        /* the prior and nine fields */
	for (size_t i = 0; i < w.steps.n; i++)
		sum += w.steps.item[i].bits;
	assert_true(sum - w.weight < 1e-6 && w.weight - sum < 1e-6);
	assert_true(w.probability > 0.5 && w.probability < 1);
	assert_string_equal(w.steps.item[1].field, "given name");
	assert_string_equal(w.steps.item[1].level, "the same");
	assert_true(w.steps.item[1].bits > 0);
	assert_string_equal(w.steps.item[5].field, "postcode");
	assert_string_equal(w.steps.item[5].level, "not known");
	assert_true(w.steps.item[5].bits < 1e-6 && w.steps.item[5].bits > -1e-6);
	decide(d, ann, care, "different");
	DO(waterfall_make(&d->c, care, ann, &w));
	assert_string_equal(w.decided, "different");
}

/* A school says of Ann that she was called Brown before, as Oliver is: what is compared is the name that she has. */
static void
test_former_names(void **state)
{
	struct desk *d = *state;
	struct waterfall w;
	int64_t school;

	import_town(d);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate,formersurname\n"
	    "p1,900,2012-05-14,Ash,Ann,H801200002001,F,2023-09-04,Brown\n");
	ASK_COUNT("select count(*) from identity_name where kind = 'former' and family = 'Brown'", 1);
	link_now(d, false);
	school = who(d, "education", "Ann", "2012-05-14");
	DO(waterfall_make(&d->c, school, who(d, "early_help", "Ann", "2012-05-14"), &w));
	assert_string_equal(w.steps.item[2].level, "the same");
	DO(waterfall_make(&d->c, school, who(d, "early_help", "Oliver", "2011-02-03"), &w));
	assert_string_equal(w.steps.item[2].level, "different");
}

/* What a full run learned of names is known afterwards, the catalogue's nicknames among it. */
static void
test_names_learned(void **state)
{
	struct links names = {.placeholder = (const char *[]){"ann"}, .n_placeholders = 1};
	struct desk *d = *state;
	struct waterfall w;
	int64_t ann, freya;

	import_town(d);
	link_now(d, false);
	ASK_COUNT("select count(*) from link_alias where (one = 'bill' and other = 'william') or (one = 'william' and other = 'bill')", 1);
	ann = who(d, "early_help", "Ann", "2012-05-14");
	freya = who(d, "early_help", "Freya", "2007-07-07");
	DO(waterfall_make(&d->c, ann, freya, &w));
	assert_string_equal(w.steps.item[1].level, "different");
	desk_write(d, "insert into link_alias (one, other) values ('ann', 'freya')");
	DO(waterfall_make(&d->c, ann, freya, &w));
	assert_string_equal(w.steps.item[1].level, "another form of the name");
	DO(store_begin(&d->c));
	DO(names_keep(&d->c, &names));
	DO(store_commit(&d->c));
	ASK_COUNT("select count(*) from link_placeholder where name = 'ann'", 1);
	ASK_COUNT("select count(*) from link_alias", 0);
	DO(waterfall_make(&d->c, ann, freya, &w));
	assert_string_equal(w.steps.item[1].level, "not known");
	/* a full run learns anew: that was not its own */
	link_now(d, true);
	ASK_COUNT("select count(*) from link_alias where one = 'ann' and other = 'freya'", 0);
	ASK_COUNT("select count(*) from link_placeholder", 0);
}

/* Of a sealed identity every answer is the one given of a number that nobody has. */
static void
test_sealed(void **state)
{
	struct desk *d = *state;
	const char *nobody;
	struct waterfall w;
	struct link_summary first, s;
	int64_t ann, care, n;

	import_town(d);
	first = link_now(d, false);
	ann = who(d, "early_help", "Ann", "2012-05-14");
	care = who(d, "social_care", "Ann", "2012-05-14");
	decide(d, ann, care, "same");
	desk_write(d, mem_format(d->c.mem, "update identity set sealed = 'yes' where id = %lld", (long long)care));
	s = link_now(d, false);
	assert_int_equal(s.identities, first.identities - 1);
	assert_int_equal(s.people, first.people);       /* Ann is still somebody; the sealed record is in no count */
	assert_int_not_equal(person_of(d, ann), person_of(d, care));
	ASK_COUNT(mem_format(d->c.mem, "select count(*) from identity where person = %lld", (long long)person_of(d, care)), 1);
	ASK_COUNT(mem_format(d->c.mem, "select count(*) from link_input where identity = %lld", (long long)care), 0);
	ASK_COUNT(mem_format(d->c.mem, "select count(*) from link_review where left_identity = %lld or right_identity = %lld",
	    (long long)care, (long long)care), 0);
	assert_int_equal(decision_make(&d->c, ann, 999, "same", NULL, "test"), ERR_INPUT);
	nobody = mem_format(d->c.mem, "%s", d->c.sentence);
	fail_clear(&d->c);
	assert_int_equal(decision_make(&d->c, ann, care, "same", NULL, "test"), ERR_INPUT);
	assert_string_equal(d->c.sentence, mem_format(d->c.mem, "there is no record with the number %lld to link", (long long)care));
	assert_string_equal(nobody, "there is no record with the number 999 to link");
	fail_clear(&d->c);
	assert_int_equal(waterfall_make(&d->c, ann, care, &w), ERR_INPUT);
	assert_string_equal(d->c.sentence, mem_format(d->c.mem, "there is no record with the number %lld to link", (long long)care));
	fail_clear(&d->c);
	/* to undo the run in which it left the others does not bring it back among them */
	DO(link_undo(&d->c, s.run, &n));
	assert_int_not_equal(person_of(d, ann), person_of(d, care));
}

/* Of each source and field: how many have it, how many pairs within people have it both, and how many the same. */
static void
test_sums(void **state)
{
	struct desk *d = *state;

	import_town(d);
	desk_take(d, "person2.csv", FEED "1,,Ann,Ash,F,WBRI,2012-05-14,\n2,H801200001001,Oliver,Brown,M,WBRI,2011-02-03,\n"
	    "3,,Anne,Ash,F,WBRI,2009-05-14,\n4,H801200001003,Carl,Cole,M,WBRI,2013-03-15,\n"
	    "5,H801200001003,Carl,Cole,M,WBRI,2013-03-15,\n");
	link_now(d, false);
	/* Pairs within people: Ann with Ann, Oliver with Oliver; Carl, whom social care has twice, three pairs, of which one is
	 * social care's alone and two are both's. All but Ann's have the pupil number in both. */
	ASK("select source, field, records, known, compared, same from link_field where field in ('given name', 'postcode',"
	    " 'pupil number', 'council''s number') order by source, field",
	    "early_help|council's number|5|0|0|0\nearly_help|given name|5|5|4|4\nearly_help|postcode|5|5|0|0\n"
	    "early_help|pupil number|5|4|3|3\n"
	    "social_care|council's number|5|5|1|0\nsocial_care|given name|5|5|5|5\nsocial_care|postcode|5|0|0|0\n"
	    "social_care|pupil number|5|3|4|4\n");
	ASK_COUNT("select count(*) from link_weight", 64);
	ASK_COUNT("select sum(pairs) from link_weight", 7);     /* those five, and Anne with Ann of both */
}

/* ---- commands ---------------------------------------------------------------------------------------------------- */

static int64_t
audit_rows(struct desk *d)
{
	struct audit_verdict v;

	DO(audit_verify(&d->c, &v));
	return v.rows;
}

/* No name unless it is asked for, and then it is on record. */
static void
test_commands(void **state)
{
	struct desk *d = *state;
	const char *plain, *named, *number[3];
	int64_t rows;

	import_town(d);
	link_now(d, false);
	rows = audit_rows(d);
	plain = command(d, link_review_command, link_review_options, NULL, NULL, 0);
	SAYS(plain, "early_help");
	assert_null(strstr(plain, "Ash"));
	assert_int_equal(audit_rows(d), rows);
	named = command(d, link_review_command, link_review_options, "--names", NULL, 0);
	SAYS(named, "Ann Ash,2012-05-14");
	assert_int_equal(audit_rows(d), rows + 1);
	SAYS(named, "Anne Ash,2009-05-14");
	number[0] = mem_format(d->c.mem, "%lld", (long long)who(d, "early_help", "Ann", "2012-05-14"));
	number[1] = mem_format(d->c.mem, "%lld", (long long)who(d, "social_care", "Anne", "2009-05-14"));
	plain = command(d, link_command, link_options, "--explain", number, 2);
	SAYS(plain, "date of birth,different,-");
	assert_int_equal(audit_rows(d), rows + 2);
	number[2] = "unsure";
	command(d, link_decide_command, link_decide_options, "--why", number, 3);
	assert_int_equal(audit_rows(d), rows + 3);
	decide(d, who(d, "early_help", "Ann", "2012-05-14"), who(d, "social_care", "Anne", "2009-05-14"), "unsure");
	SAYS(command(d, link_review_command, link_review_options, NULL, NULL, 0), ",unsure");
	plain = command(d, link_decisions_command, link_decisions_options, NULL, NULL, 0);
	SAYS(plain, ",unsure,command line,");
	SAYS(plain, ",unsure,test,");
	assert_null(strstr(plain, "mother"));
	SAYS(command(d, link_decisions_command, link_decisions_options, "--why", NULL, 0), "the mother rang");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_review),
		DESK_TEST(test_one_pair_of_two_people),
		DESK_TEST(test_decided_same),
		DESK_TEST(test_decided_different),
		DESK_TEST(test_reason),
		DESK_TEST(test_who_may_move),
		DESK_TEST(test_new_record),
		DESK_TEST(test_explained),
		DESK_TEST(test_former_names),
		DESK_TEST(test_names_learned),
		DESK_TEST(test_sealed),
		DESK_TEST(test_sums),
		DESK_TEST(test_commands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
