/* Taking a run back brings the list of pairs back that waited before it. */
#include "desk.h"

#include "link_town.h"

#include "people/link_threshold.h"

#define LISTED "select left_identity, right_identity, weight, run from link_review order by left_identity, right_identity"

struct asked {
	int64_t ann, other;         /* nearly the same: they wait until a decision joins them */
};

static struct asked
town_linked(struct desk *d, struct link_summary *s)
{
	import_town(d);
	*s = link_now(d, true);
	return (struct asked){who(d, "early_help", "Ann", "2012-05-14"), who(d, "social_care", "Anne", "2009-05-14")};
}

static void
undo(struct desk *d, int64_t run)
{
	int64_t n;

	DO(link_undo(&d->c, run, &n));
}

/* The list with its weights and the run that made it, over two runs that are taken back one after the other. */
static void
test_list_run_undo_list(void **state)
{
	struct desk *d = *state;
	struct link_summary first, second, third;
	struct asked k = town_linked(d, &first);
	const char *before = desk_dump(d, LISTED), *between;

	ASK_COUNT("select count(*) from link_review", 1);
	decide(d, k.ann, k.other, "same");
	second = link_now(d, false);
	between = desk_dump(d, LISTED);
	assert_string_equal(between, "");
	decide(d, k.ann, k.other, "unsure");
	third = link_now(d, true);
	ASK_COUNT("select count(*) from link_review", 1);
	assert_string_not_equal(desk_dump(d, LISTED), before);          /* another run's, by another model */
	undo(d, third.run);
	assert_string_equal(desk_dump(d, LISTED), between);
	undo(d, second.run);
	assert_string_equal(desk_dump(d, LISTED), before);
	undo(d, first.run);
	assert_string_equal(desk_dump(d, LISTED), "");
	ASK_COUNT("select count(*) from link_review_before", 0);
}

/* A run in which nothing moves makes the list anew too; what is put back is the list before the run that is taken back. */
static void
test_nothing_moved_between(void **state)
{
	struct desk *d = *state;
	struct link_summary s;
	const char *before;

	town_linked(d, &s);
	before = desk_dump(d, LISTED);
	decide(d, who(d, "early_help", "Oliver", "2011-02-03"), who(d, "social_care", "Carl", "2013-03-15"), "same");
	s = link_now(d, false);
	assert_true(s.run > 0);
	DO(thresholds_set(&d->c, 0.9, 0.9));
	assert_int_equal(link_now(d, false).run, 0);
	ASK_COUNT("select count(*) from link_review", 0);
	undo(d, s.run);
	assert_string_equal(desk_dump(d, LISTED), before);
}

/* A record that was sealed since is in no list that comes back. */
static void
test_sealed_since(void **state)
{
	struct desk *d = *state;
	struct link_summary s;
	struct asked k = town_linked(d, &s);

	decide(d, k.ann, k.other, "same");
	s = link_now(d, false);
	desk_write(d, mem_format(d->c.mem, "update identity set sealed = 'yes' where id = %lld", (long long)k.other));
	undo(d, s.run);
	ASK_COUNT("select count(*) from link_review", 0);
}

/* Of the last ten runs the lists are kept; of one before, the list stays empty. */
#define RUNS 12
static void
test_the_last_ten(void **state)
{
	struct desk *d = *state;
	struct link_summary s;
	struct asked k = town_linked(d, &s);
	const char *before[RUNS];
	int64_t run[RUNS];

	for (int i = 0; i < RUNS; i++) {
		before[i] = desk_dump(d, LISTED);
		decide(d, k.ann, k.other, i % 2 ? "unsure" : "same");
		run[i] = link_now(d, false).run;
		assert_true(run[i] > 0);
	}
	ASK_COUNT("select count(distinct before_run) from link_review_before", 5);      /* every other list is empty */
	for (int i = RUNS; i-- > 0;) {
		undo(d, run[i]);
		assert_string_equal(desk_dump(d, LISTED), i < RUNS - 10 ? "" : before[i]);
	}
	assert_string_not_equal(before[0], "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_list_run_undo_list),
		DESK_TEST(test_nothing_moved_between),
		DESK_TEST(test_sealed_since),
		DESK_TEST(test_the_last_ten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
