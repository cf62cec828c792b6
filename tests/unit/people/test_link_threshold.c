/* Thresholds of an authority's own: kept, refused, told, and gone by. */
#include "desk.h"

#include "link_town.h"

#include <math.h>

#include "people/link_measured.h"
#include "people/link_threshold.h"
#include "people/link_waterfall.h"
#include "store/writer.h"

static void
assert_thresholds(struct desk *d, double join, double review)
{
	struct link_model m;

	DO(thresholds_load(&d->c, &m));
	assert_true(fabs(m.join - join) < 1e-12 && fabs(m.review - review) < 1e-12);
}

/* What is no pair of thresholds is refused, and the ones before stay. A third has no short decimal form: it is read back as it was. */
static void
test_kept(void **state)
{
	static const double bad[][2] = {{0, 0}, {1, 0.5}, {0.5, 0}, {0.4, 0.41}, {-0.1, -0.2}, {1.5, 0.1}, {0.5, NAN}, {NAN, 0.1}};
	struct desk *d = *state;

	assert_thresholds(d, 0.5, 0.05);
	assert_false(thresholds_are_own(0.5, 0.05));
	DO(thresholds_set(&d->c, 1 / 3.0, 1 / 3.0));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(thresholds_set(&d->c, bad[i][0], bad[i][1]), ERR_INPUT);
		fail_clear(&d->c);
	}
	assert_thresholds(d, 1 / 3.0, 1 / 3.0);
	assert_true(thresholds_are_own(1 / 3.0, 0.05) && thresholds_are_own(0.5, 0.01));
	DO(thresholds_set(&d->c, 0.5, 0.05));
	assert_thresholds(d, 0.5, 0.05);
}

static void
import_freia(struct desk *d)
{
	desk_take(d, "early_help.csv", TOWN);
	desk_take(d, "person.csv", FEED "1,,Ann,Ash,F,WBRI,2012-05-14,\n2,H801200001001,Oliver,Brown,M,WBRI,2011-02-03,\n"
	    "4,H801200001003,Carl,Cole,M,WBRI,2013-03-15,\n5,,Freia,Lindqvist,F,WBRI,2010-07-07,\n");
}

/* Freya and Freia are likelier one than two. From over their probability on to join they are two, who wait; from over it to review,
 * nobody is asked. Both kinds of run go by it, a full one after its model was made anew too. */
static void
test_gone_by(void **state)
{
	struct desk *d = *state;
	struct link_summary s;
	struct waterfall w;
	int64_t freya, freia;

	import_freia(d);
	s = link_now(d, true);
	freya = who(d, "early_help", "Freya", "2007-07-07");
	freia = who(d, "social_care", "Freia", "2010-07-07");
	assert_int_equal(person_of(d, freya), person_of(d, freia));
	assert_int_equal(s.awaiting, 0);
	assert_true(fabs(s.join - 0.5) < 1e-12 && fabs(s.review - 0.05) < 1e-12);
	DO(waterfall_make(&d->c, freya, freia, &w));
	assert_true(w.probability > 0.5 && w.probability < 0.85);
	DO(thresholds_set(&d->c, 0.9, 0.05));
	s = link_now(d, false);                 /* they have not changed, so they may not move */
	assert_int_equal(s.run, 0);
	assert_int_equal(person_of(d, freya), person_of(d, freia));
	s = link_now(d, true);
	assert_int_not_equal(person_of(d, freya), person_of(d, freia));
	assert_int_equal(s.split, 1);
	assert_int_equal(s.awaiting, 1);
	assert_true(fabs(s.join - 0.9) < 1e-12);
	DO(waterfall_make(&d->c, freya, freia, &w));
	assert_true(fabs(w.join - 0.9) < 1e-12 && fabs(w.review - 0.05) < 1e-12);
	DO(thresholds_set(&d->c, 0.9, 0.88));
	assert_int_equal(link_now(d, false).awaiting, 0);
	assert_int_equal(link_now(d, true).awaiting, 0);
	/* Ann with Ann, who have no number in common, are not that sure either; the others have one */
	DO(thresholds_set(&d->c, 0.99999, 0.05));
	link_now(d, true);
	ASK_COUNT("select count(distinct person) from identity", 7);
	DO(thresholds_set(&d->c, 0.5, 0.05));
	s = link_now(d, true);
	assert_int_equal(s.merged, 2);
	ASK_COUNT("select count(distinct person) from identity", 5);
}

/* From 5 % on Anne is like Ann, but not one with her: Ann's other record speaks against it as much. */
static void
test_the_rest_speaks(void **state)
{
	struct desk *d = *state;
	struct link_summary s;

	import_town(d);
	DO(thresholds_set(&d->c, 0.05, 0.05));
	s = link_now(d, true);
	assert_int_equal(s.awaiting, 1);
	assert_true(s.kept_apart > 0);
	ASK_COUNT("select count(*) from link_review where weight > -4.2", 1);
}

/* Precision and recall are at the threshold that holds. */
static void
test_measured(void **state)
{
	struct desk *d = *state;
	struct measured k;
	int64_t ann, other;

	import_town(d);
	link_now(d, false);
	ann = who(d, "early_help", "Ann", "2012-05-14");
	other = who(d, "social_care", "Anne", "2009-05-14");
	decide(d, ann, other, "same");
	link_now(d, false);
	DO(measured_find(&d->c, &k));
	assert_int_equal(k.recall.pairs, 1);
	assert_int_equal(k.recall.of_them, 0);
	DO(thresholds_set(&d->c, 0.05, 0.05));
	DO(measured_find(&d->c, &k));
	assert_int_equal(k.recall.of_them, 1);
	assert_int_equal(k.precision.pairs, 1);
}

/* What changes is said, and that it was set is on record. */
static void
test_command(void **state)
{
	struct desk *d = *state;
	struct audit_verdict before, after;
	const char *text, *pair[2];

	text = command(d, link_thresholds_command, link_thresholds_options, NULL, NULL, 0);
	SAYS(text, "to be joined,0.5,0,0.5\n");
	DO(audit_verify(&d->c, &before));
	text = command(d, link_thresholds_command, link_thresholds_options, "--join=0.8", NULL, 0);
	DO(audit_verify(&d->c, &after));
	assert_int_equal(after.rows, before.rows + 1);
	SAYS(text, "pairs are joined from 80% on and wait for a person from 5% on");
	SAYS(text, "Pairs from 50% up to 80% are joined no more");
	SAYS(text, "`bairn link --full` does for all");
	text = command(d, link_thresholds_command, link_thresholds_options, "--review=0.025", NULL, 0);
	SAYS(text, "Pairs from 2.5% up to 5% are no longer passed over");
	assert_null(strstr(text, "--full"));
	text = command(d, link_thresholds_command, link_thresholds_options, NULL, NULL, 0);
	SAYS(text, "to be joined,0.8,2.");
	printed(d, link_thresholds_command, link_thresholds_options, "--join=0.01", NULL, 0, "csv", ERR_INPUT);
	fail_clear(&d->c);
	printed(d, link_thresholds_command, link_thresholds_options, "--join=1", NULL, 0, "csv", ERR_USAGE);
	fail_clear(&d->c);
	import_town(d);
	SAYS(printed(d, link_command, link_options, NULL, NULL, 0, "table", OK),
	    "Thresholds of your own: joined from 80%, waiting for a person from 2.5%.");
	pair[0] = mem_format(d->c.mem, "%lld", (long long)who(d, "early_help", "Ann", "2012-05-14"));
	pair[1] = mem_format(d->c.mem, "%lld", (long long)who(d, "social_care", "Anne", "2009-05-14"));
	SAYS(printed(d, link_command, link_options, "--explain", pair, 2, "table", OK),
	    "By itself such a pair waits for a person: from 2.5% up to 80%.");
	command(d, link_thresholds_command, link_thresholds_options, "--join=0.05", NULL, 0);
	SAYS(printed(d, link_command, link_options, "--explain", pair, 2, "table", OK), "By itself such a pair is joined: from 5% on.");
	command(d, link_thresholds_command, link_thresholds_options, "--join=0.9", NULL, 0);
	command(d, link_thresholds_command, link_thresholds_options, "--review=0.9", NULL, 0);
	SAYS(printed(d, link_command, link_options, "--explain", pair, 2, "table", OK), "By itself such a pair is passed over");
	command(d, link_thresholds_command, link_thresholds_options, "--review=0.05", NULL, 0);
	command(d, link_thresholds_command, link_thresholds_options, "--join=0.5", NULL, 0);
	assert_null(strstr(printed(d, link_command, link_options, NULL, NULL, 0, "table", OK), "Thresholds of your own"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_kept),
		DESK_TEST(test_gone_by),
		DESK_TEST(test_the_rest_speaks),
		DESK_TEST(test_measured),
		DESK_TEST(test_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
