/* How right linking was about what people decided: counts and limits by hand, and which weights they rest on. */
#include "desk.h"

#include "link_town.h"

#include <math.h>

#include "people/link_measured.h"
#include "people/link_waterfall.h"

static void
weigh_as(struct desk *d, int64_t left, int64_t right, double probability)
{
	desk_write(d, mem_format(d->c.mem, "insert into link_weighed (left_identity, right_identity, weight) values (%lld, %lld, %.17g)"
	    " on conflict (left_identity, right_identity) do update set weight = excluded.weight",
	    (long long)(left < right ? left : right), (long long)(left < right ? right : left),
	    log2(probability / (1 - probability))));
}

static void
decide_as(struct desk *d, int64_t left, int64_t right, const char *decided, double probability)
{
	decide(d, left, right, decided);
	weigh_as(d, left, right, probability);
}

static void
assert_row(const struct measured_row *row, int64_t pairs, int64_t of_them, double expected, double lower, double upper)
{
	assert_int_equal(row->pairs, pairs);
	assert_int_equal(row->of_them, of_them);
	assert_true(fabs(row->expected - expected) < 1e-6 || (isnan(row->expected) && isnan(expected)));
	assert_true(fabs(row->share.value - 100.0 * (double)of_them / (double)pairs) < 1e-9);
	assert_true(fabs(row->share.lower - lower) < 1e-4 && fabs(row->share.upper - upper) < 1e-4);
}

/* Six pairs. Under a half: 0.06 different, 0.30 same, 0.40 different; over it: 0.60 same, 0.80 different, 0.80 same. So of three that
 * linking would join two are the same, and of three that are the same it would join two. Wilson's limits of 2 of 3 with z =
 * 1.959964: (2 + z²/2 ± z √(2/3 + z²/4)) / (3 + z²) = 20.76596 and 93.85081 per cent; of 1 of 2 9.45312 and 90.54688; of 1 of 1
 * 20.65493 and 100; of 0 of 1 0 and 79.34507. */
static void
test_by_hand(void **state)
{
	struct desk *d = *state;
	struct measured k;
	int64_t ann, oliver, carl, priya;

	import_town(d);
	DO(measured_find(&d->c, &k));
	assert_int_equal(k.pairs + k.unweighed + (int64_t)k.bands.n, 0);
	assert_true(isnan(k.precision.share.value) && isnan(k.recall.share.value));
	ann = who(d, "early_help", "Ann", "2012-05-14");
	oliver = who(d, "early_help", "Oliver", "2011-02-03");
	carl = who(d, "early_help", "Carl", "2013-03-15");
	priya = who(d, "early_help", "Priya", "2009-09-19");
	decide_as(d, ann, oliver, "different", 0.06);
	decide_as(d, carl, ann, "same", 0.30);
	decide_as(d, ann, priya, "different", 0.40);
	decide_as(d, oliver, carl, "same", 0.60);
	decide_as(d, oliver, priya, "different", 0.80);
	decide_as(d, carl, priya, "same", 0.80);
	DO(measured_find(&d->c, &k));
	assert_int_equal(k.pairs, 6);
	assert_int_equal(k.bands.n, 4);
	assert_string_equal(k.bands.item[0].name, "5% to 10%");
	assert_row(&k.bands.item[0], 1, 0, 6, 0, 79.34507);
	assert_string_equal(k.bands.item[1].name, "25% to 50%");
	assert_row(&k.bands.item[1], 2, 1, 35, 9.45312, 90.54688);
	assert_string_equal(k.bands.item[2].name, "50% to 75%");
	assert_row(&k.bands.item[2], 1, 1, 60, 20.65493, 100);
	assert_row(&k.bands.item[3], 2, 1, 80, 9.45312, 90.54688);
	assert_row(&k.precision, 3, 2, 100 * 2.2 / 3, 20.76596, 93.85081);
	assert_row(&k.recall, 3, 2, NAN, 20.76596, 93.85081);
	/* what is taken back counts no more, and what is sealed neither */
	decide(d, oliver, priya, "unsure");
	DO(measured_find(&d->c, &k));
	assert_int_equal(k.pairs, 5);
	assert_row(&k.precision, 2, 2, 70, 34.23802, 100);
	desk_write(d, mem_format(d->c.mem, "update identity set sealed = 'yes' where id = %lld", (long long)ann));
	DO(measured_find(&d->c, &k));
	assert_int_equal(k.pairs, 2);
	assert_int_equal(k.recall.pairs, 2);
}

#define NOTED "select left_identity, right_identity, weight from link_weighed order by left_identity, right_identity"

/* A pair that waits is noted as it waits, when it is decided; one that does not, by the next run, as `link --explain` weighs it
 * before. Neither what is decided nor what full runs learn from it changes what was noted. */
static void
test_weighed(void **state)
{
	struct desk *d = *state;
	int64_t ann, care, other;
	const char *noted;
	struct measured k;
	struct waterfall w;

	import_town(d);
	link_now(d, false);
	ann = who(d, "early_help", "Ann", "2012-05-14");
	care = who(d, "social_care", "Ann", "2012-05-14");
	other = who(d, "social_care", "Anne", "2009-05-14");
	noted = desk_dump(d, "select left_identity, right_identity, weight from link_review");
	decide(d, other, ann, "same");
	assert_string_equal(desk_dump(d, NOTED), noted);
	DO(measured_find(&d->c, &k));
	assert_int_equal(k.recall.pairs, 1);
	assert_int_equal(k.recall.of_them, 0);
	assert_int_equal(k.unweighed, 0);
	DO(waterfall_make(&d->c, ann, care, &w));
	assert_true(w.probability > 0.5);
	decide(d, ann, care, "different");
	DO(measured_find(&d->c, &k));
	assert_int_equal(k.unweighed, 1);
	link_now(d, false);
	ASK_COUNT("select count(*) from link_weighed", 2);
	ASK_COUNT(mem_format(d->c.mem, "select count(*) from link_weighed where right_identity = %lld and weight between %.6f and %.6f",
	    (long long)care, w.weight - 1e-3, w.weight + 1e-3), 1);
	DO(measured_find(&d->c, &k));
	assert_int_equal(k.unweighed, 0);
	assert_int_equal(k.precision.pairs, 1);
	assert_int_equal(k.precision.of_them, 0);
	noted = desk_dump(d, NOTED);
	link_now(d, true);
	decide(d, ann, other, "unsure");
	link_now(d, true);
	decide(d, ann, other, "different");
	link_now(d, true);
	assert_string_equal(desk_dump(d, NOTED), noted);
	/* a sealed record's is noted no more */
	desk_write(d, mem_format(d->c.mem, "update identity set sealed = 'yes' where id = %lld", (long long)care));
	DO(measured_find(&d->c, &k));
	assert_int_equal(k.pairs, 1);
	link_now(d, false);
	ASK_COUNT("select count(*) from link_weighed", 1);
}

#define LEARNED "select class, field, level, chance from link_chance order by class, field, level"

/* A full run learns from decisions, and from nothing that was taken back; a run of new records learns nothing. */
static void
test_learned(void **state)
{
	struct desk *d = *state;
	const char *before, *with;
	int64_t ann, other;

	import_town(d);
	link_now(d, true);
	before = desk_dump(d, LEARNED);
	ann = who(d, "early_help", "Ann", "2012-05-14");
	other = who(d, "social_care", "Anne", "2009-05-14");
	decide(d, ann, other, "same");
	link_now(d, false);
	assert_string_equal(desk_dump(d, LEARNED), before);
	link_now(d, true);
	with = desk_dump(d, LEARNED);
	assert_string_not_equal(with, before);
	decide(d, ann, other, "unsure");
	link_now(d, true);
	assert_string_equal(desk_dump(d, LEARNED), before);
}

static void
test_command(void **state)
{
	struct desk *d = *state;
	const char *text;
	int64_t ann, other;

	import_town(d);
	text = printed(d, link_measured_command, NULL, NULL, NULL, 0, "table", OK);
	SAYS(text, "No decision about a pair can be counted yet");
	ann = who(d, "early_help", "Ann", "2012-05-14");
	other = who(d, "social_care", "Anne", "2009-05-14");
	decide(d, ann, other, "same");
	SAYS(printed(d, link_measured_command, NULL, NULL, NULL, 0, "table", OK), "1 decided since the last run did not wait and is counted after the next");
	weigh_as(d, ann, other, 0.25);
	text = printed(d, link_measured_command, NULL, NULL, NULL, 0, "table", OK);
	SAYS(text, "no random sample");
	text = command(d, link_measured_command, NULL, NULL, NULL, 0);
	SAYS(text, "What,Pairs,Of them,Per cent,From,To,Expected");
	SAYS(text, "of probability 25% to 50%\",1,1,100,20.6549314377");
	SAYS(text, "it would join\",1,0,0,0,79.345068562");
	assert_null(strstr(text, "Ash"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_by_hand),
		DESK_TEST(test_weighed),
		DESK_TEST(test_learned),
		DESK_TEST(test_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
