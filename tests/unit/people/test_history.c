/* The one history rule: a change is a new version, an older extract never overrides a newer one, and what a full extract no
 * longer has is withdrawn, within what it covers and within reason. */
#include "desk.h"

#define MISSING "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
#define REVIEWS "CHILD,REVIEW,REVIEW_CODE\n"
#define REVIEWS_ARE(answer) ASK("select at, data->>'participation' from event where kind = 'care_review'" \
	" order by at, 2", answer)
#define VERSIONS(answer) ASK("select data->>'participation', recorded, superseded from event_all" \
	" where kind = 'care_review' order by recorded, id", answer)

static void
dated(struct desk *d, int year, int month, int day)
{
	d->options.as_at = day_of(year, month, day);
	d->options.covers_from = day_of(2024, 1, 1);
	d->options.covers_until = day_of(2024, 12, 31);
}

static void
test_same_file_twice(void **state)
{
	static const char text[] = REVIEWS "1,01/05/2024,PN1\n2,02/05/2024,PN2\n";
	struct desk *d = *state;
	const char *before;
	struct imported *one;

	desk_take(d, "r.csv", text);
	before = desk_counts(d);
	one = desk_take(d, "r.csv", text);
	assert_int_equal(one->written, 0);
	assert_int_equal(one->unchanged, 2);
	assert_string_equal(desk_counts(d), before);
	one = desk_take(d, "another name.csv", text);
	assert_int_equal(one->written, 0);
	assert_string_equal(desk_counts(d), before);
	/* with other bytes and the same rows it is another file, which changes no fact */
	one = desk_take(d, "r.csv", REVIEWS "2,2024-05-02,PN2\n1,2024-05-01,PN1\n");
	assert_int_equal(one->written, 0);
	ASK_COUNT("select count(*) from event_all", 2);
	ASK_COUNT("select count(*) from batch", 2);
}

/* A file with rejected rows alone, twice: they are rejected once. */
static void
test_rejects_twice(void **state)
{
	static const char text[] = REVIEWS "1,31/02/2024,PN1\n2,02/05/2024,PN2\n";
	struct desk *d = *state;
	const char *before;

	desk_refuse(d, "r.csv", text);
	before = desk_counts(d);
	desk_refuse(d, "r.csv", text);
	assert_string_equal(desk_counts(d), before);
	ASK_COUNT("select count(*) from fix where closed is null", 1);
}

/* Known on 1 January 2026 at 12:00:01 as PN1, from 12:00:02 as PN2. */
static void
test_newer_adds_a_version(void **state)
{
	struct desk *d = *state;
	struct imported *one;

	dated(d, 2024, 6, 1);
	desk_take(d, "r.csv", REVIEWS "1,01/05/2024,PN1\n");
	dated(d, 2024, 7, 1);
	one = desk_take(d, "r.csv", REVIEWS "1,01/05/2024,PN2\n");
	assert_int_equal(one->written, 1);
	assert_int_equal(one->withdrawn, 0);
	REVIEWS_ARE("2024-05-01|PN2\n");
	VERSIONS("PN1|2026-01-01T12:00:01Z|2026-01-01T12:00:02Z\nPN2|2026-01-01T12:00:02Z|\n");
	ASK_COUNT("select count(distinct fact) from event_all", 1);
	ASK("select data->>'participation' from event_all where recorded <= '2026-01-01T12:00:01Z' and"
	    " (superseded is null or superseded > '2026-01-01T12:00:01Z')", "PN1\n");
}

static void
test_older_never_overrides(void **state)
{
	struct desk *d = *state;
	struct imported *one;

	dated(d, 2024, 7, 1);
	desk_take(d, "r.csv", REVIEWS "1,01/05/2024,PN2\n");
	dated(d, 2024, 6, 1);
	one = desk_take(d, "r.csv", REVIEWS "1,01/05/2024,PN1\n2,05/05/2024,PN3\n3,05/05/2023,PN4\n");
	/* of a day that the newer one covers and has not: the newer one knew better; of a day that it does not cover: news */
	assert_int_equal(one->older, 2);
	assert_int_equal(one->withdrawn, 0);
	REVIEWS_ARE("2023-05-05|PN4\n2024-05-01|PN2\n");
	/* and the newer one again changes nothing */
	dated(d, 2024, 7, 1);
	one = desk_take(d, "r.csv", REVIEWS "1,01/05/2024,PN2\n");
	assert_int_equal(one->written, 0);
	REVIEWS_ARE("2023-05-05|PN4\n2024-05-01|PN2\n");
}

static void
test_withdrawal(void **state)
{
	struct desk *d = *state;
	struct imported *one;

	d->options.accept_removals = true;
	dated(d, 2024, 6, 1);
	desk_take(d, "r.csv", REVIEWS "1,01/05/2024,PN1\n1,31/12/2023,PN2\n1,01/01/2024,PN3\n1,01/01/2025,PN4\n");
	dated(d, 2024, 7, 1);
	one = desk_take(d, "r.csv", REVIEWS "2,01/06/2024,PN1\n");
	assert_int_equal(one->withdrawn, 2);
	/* those of 2023 and 2025 lie outside what it covers; no date was invented, no version follows */
	REVIEWS_ARE("2023-12-31|PN2\n2024-06-01|PN1\n2025-01-01|PN4\n");
	ASK("select at, superseded from event_all where superseded is not null order by at",
	    "2024-01-01|2026-01-01T12:00:02Z\n2024-05-01|2026-01-01T12:00:02Z\n");
	/* the child of withdrawn facts stays known, with the number that was sent */
	ASK_COUNT("select count(*) from identity", 2);
	ASK_COUNT("select count(*) from identifier", 2);
	/* withdrawn, and back: a fact again */
	dated(d, 2024, 8, 1);
	one = desk_take(d, "r.csv", REVIEWS "2,01/06/2024,PN1\n1,01/05/2024,PN1\n");
	assert_int_equal(one->written, 1);
	REVIEWS_ARE("2023-12-31|PN2\n2024-05-01|PN1\n2024-06-01|PN1\n2025-01-01|PN4\n");
	/* an older one that never had it does not withdraw it */
	dated(d, 2024, 7, 15);
	one = desk_take(d, "r.csv", REVIEWS "2,01/06/2024,PN1\n");
	assert_int_equal(one->withdrawn, 0);
	REVIEWS_ARE("2023-12-31|PN2\n2024-05-01|PN1\n2024-06-01|PN1\n2025-01-01|PN4\n");
}

/* Missing episodes overlap what is covered even where they begin before it; open ones do always. */
static void
test_withdrawal_by_overlap(void **state)
{
	struct desk *d = *state;

	d->options.accept_removals = true;
	dated(d, 2024, 6, 1);
	desk_take(d, "m.csv", MISSING "1,,M,30/12/2023,31/12/2023\n2,,M,30/12/2023,01/01/2024\n3,,M,01/01/2020,\n"
	    "4,,M,31/12/2024,02/01/2025\n5,,M,01/01/2025,02/01/2025\n6,,M,01/06/2024,\n");
	dated(d, 2024, 7, 1);
	desk_take(d, "m.csv", MISSING "6,,M,01/06/2024,\n");
	ASK("select since from episode where kind = 'missing' order by since", "2023-12-30\n2024-06-01\n2025-01-01\n");
}

/* Of 100 reviews 3 are gone: 3 %. */
static void
test_too_many_withdrawn(void **state)
{
	struct desk *d = *state;
	struct builder all = {.mem = d->c.mem}, less = {.mem = d->c.mem};
	struct imported *one;
	const char *before;

	put_text(&all, REVIEWS);
	put_text(&less, REVIEWS);
	for (int i = 0; i < 100; i++) {
		put_format(&all, "%d,01/05/2024,PN1\n", i);
		if (i >= 3)
			put_format(&less, "%d,01/05/2024,PN1\n", i);
	}
	put_text(&less, "200,01/05/2024,PN1\n");
	dated(d, 2024, 6, 1);
	desk_take(d, "r.csv", built_text(&all));
	before = desk_counts(d);
	dated(d, 2024, 7, 1);
	one = desk_refuse(d, "r.csv", built_text(&less));
	assert_int_equal(one->err, ERR_INPUT);
	SAYS(one->sentence, "would withdraw 3 of the 100 records");
	SAYS(one->sentence, "--accept-removals");
	assert_string_equal(desk_counts(d), before);
	/* what the refused file saw is forgotten: the next file is judged afresh */
	d->options.removal_limit = 0.03;
	one = desk_take(d, "r.csv", built_text(&less));
	assert_int_equal(one->withdrawn, 3);
	assert_int_equal(one->written, 2);
	ASK_COUNT("select count(*) from event", 98);
}

/* Ten known reviews are gone. A thousand new rows do not hide that: ten of ten is more than 2 %. */
static void
test_a_large_file_hides_no_loss(void **state)
{
	struct desk *d = *state;
	struct builder ten = {.mem = d->c.mem}, others = {.mem = d->c.mem};
	struct imported *one;

	put_text(&ten, REVIEWS);
	put_text(&others, REVIEWS);
	for (int i = 0; i < 10; i++)
		put_format(&ten, "%d,01/05/2024,PN1\n", i);
	for (int i = 0; i < 1000; i++)
		put_format(&others, "%d,01/05/2024,PN1\n", 100 + i);
	dated(d, 2024, 6, 1);
	desk_take(d, "r.csv", built_text(&ten));
	dated(d, 2024, 7, 1);
	one = desk_refuse(d, "r.csv", built_text(&others));
	SAYS(one->sentence, "would withdraw 10 of the 10 records");
	ASK_COUNT("select count(*) from event", 10);
}

/* Two known ones are gone, of a file of a thousand: strays of an earlier file. */
static void
test_strays_stop_no_large_file(void **state)
{
	struct desk *d = *state;
	struct builder others = {.mem = d->c.mem};
	struct imported *one;

	put_text(&others, REVIEWS);
	for (int i = 0; i < 1000; i++)
		put_format(&others, "%d,01/05/2024,PN1\n", 100 + i);
	dated(d, 2024, 6, 1);
	desk_take(d, "r.csv", REVIEWS "1,01/05/2024,PN1\n2,01/05/2024,PN1\n");
	dated(d, 2024, 7, 1);
	one = desk_take(d, "r.csv", built_text(&others));
	assert_int_equal(one->withdrawn, 2);
	ASK_COUNT("select count(*) from event", 1000);
}

/* A refused file and a good one of the same data set in one folder: the good one is not harmed by it. */
static void
test_refused_then_good(void **state)
{
	struct desk *d = *state;

	dated(d, 2024, 6, 1);
	desk_take(d, "a.csv", REVIEWS "1,01/05/2024,PN1\n2,01/05/2024,PN1\n");
	dated(d, 2024, 7, 1);
	remove(mem_format(d->c.mem, "%s/a.csv", d->files));
	desk_file(d, "b.csv", REVIEWS "1,01/05/2024,PN2\n");
	desk_file(d, "c.csv", REVIEWS "1,01/05/2024,PN3\n2,01/05/2024,PN1\n9,01/05/2024,PN1\n");
	assert_int_equal(desk_import(d, d->files), ERR_INPUT);
	assert_int_equal(d->manifest.n, 2);
	assert_int_equal(d->manifest.item[0].err, ERR_INPUT);
	assert_int_equal(d->manifest.item[1].err, OK);
	assert_int_equal(d->manifest.item[1].written, 3);
	VERSIONS("PN1|2026-01-01T12:00:01Z|2026-01-01T12:00:02Z\nPN1|2026-01-01T12:00:01Z|\nPN3|2026-01-01T12:00:02Z|\n"
	    "PN1|2026-01-01T12:00:02Z|\n");
	ASK_COUNT("select count(*) from event e where not exists (select 1 from fact f where f.id = e.fact)", 0);
	ASK_COUNT("select count(*) from event e where not exists (select 1 from identity i where i.id = e.identity)", 0);
}

/* Several extracts in one run of one folder are taken oldest first. */
static void
test_folder_oldest_first(void **state)
{
	struct desk *d = *state;

	d->options.accept_removals = true;
	desk_file(d, "a_2024-07-01.csv", REVIEWS "1,01/05/2024,PN2\n");
	desk_file(d, "b_2024-06-01.csv", REVIEWS "1,01/05/2024,PN1\n");
	assert_int_equal(desk_import(d, d->files), OK);
	SAYS(d->manifest.item[0].file, "b_2024-06-01.csv");
	VERSIONS("PN1|2026-01-01T12:00:01Z|2026-01-01T12:00:01Z\nPN2|2026-01-01T12:00:01Z|\n");
}

/* ---- two data sets that speak of one fact ------------------------------------------------------------------------ */

#define FEED "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,clae_cla_primary_need_code," \
	"clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_legal_status,clae_placement_type\n"
#define RETURN "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n"
#define CARE(answer) ASK("select e.kind, e.since, e.until, e.data->>'placement_type', b.dataset from episode e" \
	" join batch b on b.id = e.batch order by e.kind, e.since", answer)

/* The nightly feed beats the annual return of the same day; a newer extract beats both. One period of care out of both. */
static void
test_feed_and_return(void **state)
{
	static const char feed[] = FEED "a,1,2024-05-01,S,N1,2024-06-01,X1,C2,U6\nb,1,2024-06-01,P,N1,,,C2,U4\n";
	static const char annual[] = RETURN "1,01/05/2024,S,C2,N1,K2,01/06/2024,X1\n";
	static const char wanted[] =
	    "care|2024-05-01|||case_care_episodes\n"
	    "care_row|2024-05-01|2024-06-01|U6|case_care_episodes\n"
	    "care_row|2024-06-01||U4|case_care_episodes\n"
	    "legal_status|2024-05-01|||case_care_episodes\n"
	    "placement|2024-05-01|2024-06-01|U6|case_care_episodes\n"
	    "placement|2024-06-01||U4|case_care_episodes\n";
	struct desk *d = *state;
	struct imported *one;

	d->options.as_at = day_of(2025, 3, 31);
	desk_take(d, "feed.csv", feed);
	one = desk_take(d, "2024-return.csv", annual);
	assert_int_equal(one->older, 1);
	CARE(wanted);
	/* the return is not the feed: what it lacks, it does not withdraw */
	ASK_COUNT("select count(*) from identity", 1);
	d->options.as_at = day_of(2025, 4, 30);
	desk_take(d, "2024-return.csv", annual);
	ASK("select data->>'placement_type' from episode where kind = 'care_row' order by since", "K2\nU4\n");
	d->options.as_at = day_of(2025, 5, 1);
	desk_take(d, "feed.csv", feed);
	ASK("select data->>'placement_type' from episode where kind = 'care_row' order by since", "U6\nU4\n");
	ASK("select kind, since, until from episode where kind in ('care', 'placement') order by kind, since",
	    "care|2024-05-01|\nplacement|2024-05-01|2024-06-01\nplacement|2024-06-01|\n");
}

/* The same two the other way round. */
static void
test_return_and_feed(void **state)
{
	struct desk *d = *state;

	d->options.as_at = day_of(2025, 3, 31);
	desk_take(d, "2024-return.csv", RETURN "1,01/05/2024,S,C2,N1,K2,01/06/2024,X1\n");
	desk_take(d, "feed.csv", FEED "a,1,2024-05-01,S,N1,2024-06-01,X1,C2,U6\nb,1,2024-06-01,P,N1,,,C2,U4\n");
	CARE("care|2024-05-01|||case_care_episodes\n"
	    "care_row|2024-05-01|2024-06-01|U6|case_care_episodes\n"
	    "care_row|2024-06-01||U4|case_care_episodes\n"
	    "legal_status|2024-05-01|||case_care_episodes\n"
	    "placement|2024-05-01|2024-06-01|U6|case_care_episodes\n"
	    "placement|2024-06-01||U4|case_care_episodes\n");
}

/* ---- runs -------------------------------------------------------------------------------------------------------- */

/* Restarts: S again on the day the care before ended is care anew; L is no move; B is both; a gap starts all anew. */
static void
test_runs(void **state)
{
	struct desk *d = *state;

	desk_take(d, "2024-e.csv", RETURN
	    "1,01/04/2024,S,C2,N1,U4,01/05/2024,X1\n"
	    "1,01/05/2024,L,E1,N1,U4,01/06/2024,X1\n"
	    "1,01/06/2024,P,E1,N1,U6,01/07/2024,E8\n"
	    "1,01/07/2024,S,C2,N1,U4,01/08/2024,X1\n"
	    "1,01/08/2024,B,E1,N1,U5,01/09/2024,E8\n"
	    "1,02/09/2024,P,E1,N1,K2,,\n");
	ASK("select e.kind, e.since, e.until, e.outcome, p.since from episode e left join episode p on p.fact = e.parent"
	    " where e.kind <> 'care_row' order by e.kind, e.since",
	    "care|2024-04-01|2024-07-01|E8|\n"
	    "care|2024-07-01|2024-09-01|E8|\n"
	    "care|2024-09-02|||\n"
	    "legal_status|2024-04-01|2024-05-01|X1|2024-04-01\n"
	    "legal_status|2024-05-01|2024-07-01|E8|2024-04-01\n"
	    "legal_status|2024-07-01|2024-08-01|X1|2024-07-01\n"
	    "legal_status|2024-08-01|2024-09-01|E8|2024-07-01\n"
	    "legal_status|2024-09-02|||2024-09-02\n"
	    "placement|2024-04-01|2024-06-01|X1|2024-04-01\n"
	    "placement|2024-06-01|2024-07-01|E8|2024-04-01\n"
	    "placement|2024-07-01|2024-08-01|X1|2024-07-01\n"
	    "placement|2024-08-01|2024-09-01|E8|2024-07-01\n"
	    "placement|2024-09-02|||2024-09-02\n");
}

/* The first row of a care is withdrawn: the care begins later, and the care that began before is gone. */
static void
test_runs_withdrawn(void **state)
{
	struct desk *d = *state;

	d->options.accept_removals = true;
	desk_take(d, "2024-e.csv", RETURN "1,01/05/2024,S,C2,N1,U4,01/06/2024,X1\n1,01/06/2024,P,C2,N1,U6,,\n"
	    "2,01/05/2024,S,C2,N1,U4,,\n");
	desk_take(d, "2025-e.csv", RETURN "1,01/06/2025,S,C2,N1,U6,,\n");
	/* only what overlaps 2025-26 is withdrawn: the open rows */
	ASK("select kind, since, until from episode order by kind, since", "care|2024-05-01|2024-06-01\ncare|2025-06-01|\n"
	    "care_row|2024-05-01|2024-06-01\ncare_row|2025-06-01|\nlegal_status|2024-05-01|2024-06-01\n"
	    "legal_status|2025-06-01|\nplacement|2024-05-01|2024-06-01\nplacement|2025-06-01|\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_same_file_twice),
		DESK_TEST(test_rejects_twice),
		DESK_TEST(test_newer_adds_a_version),
		DESK_TEST(test_older_never_overrides),
		DESK_TEST(test_withdrawal),
		DESK_TEST(test_withdrawal_by_overlap),
		DESK_TEST(test_too_many_withdrawn),
		DESK_TEST(test_a_large_file_hides_no_loss),
		DESK_TEST(test_strays_stop_no_large_file),
		DESK_TEST(test_refused_then_good),
		DESK_TEST(test_folder_oldest_first),
		DESK_TEST(test_feed_and_return),
		DESK_TEST(test_return_and_feed),
		DESK_TEST(test_runs),
		DESK_TEST(test_runs_withdrawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
