/* Agencies that are declared to hold nobody twice: kept, refused, told, and gone by. */
#include "desk.h"

#include "link_town.h"

#include "people/link_declared.h"
#include "people/link_measured.h"
#include "people/link_waterfall.h"
#include "store/writer.h"

/* Early help has Freya twice, the second time with another house; social care once. Sealed, a record is nobody's any more. */
static void
import_freya_twice(struct desk *d)
{
	desk_take(d, "early_help.csv", TOWN EARLY_ROW("E6", "Lindqvist", "Freya", "07/07/2007", "F", "WE5 5EE", "H801200001004"));
	desk_take(d, "person.csv", FEED "1,,Ann,Ash,F,WBRI,2012-05-14,\n2,H801200001001,Oliver,Brown,M,WBRI,2011-02-03,\n"
	    "4,H801200001003,Carl,Cole,M,WBRI,2013-03-15,\n");
}

static void
declare(struct desk *d, const char *without, const char *with)
{
	struct source_list list;

	DO(declared_set(&d->c, without, with, &list));
}

static void
assert_declared(struct desk *d, const char *words)
{
	struct source_names names;

	DO(declared_load(&d->c, d->c.mem, &names));
	assert_string_equal(source_words(d->c.mem, &names), words);
}

static void
refused(struct desk *d, const char *without, const char *with, enum err wanted, const char *sentence)
{
	struct source_list list;

	assert_int_equal(declared_set(&d->c, without, with, &list), wanted);
	assert_string_equal(d->c.sentence, sentence);
	fail_clear(&d->c);
}

static void
test_kept(void **state)
{
	struct desk *d = *state;

	refused(d, "early_help", NULL, ERR_INPUT, "there is no source early_help: no record was imported yet");
	assert_declared(d, "");
	import_freya_twice(d);
	declare(d, "social_care, early_help", NULL);
	assert_declared(d, "early_help and social_care");
	refused(d, "schools", NULL, ERR_INPUT, "there is no source schools: records are of early_help and social_care (nothing was changed)");
	refused(d, NULL, "early_help,schools", ERR_INPUT, "there is no source schools: records are of early_help and social_care (nothing was"
	    " changed)");
	refused(d, "early_help", "social_care,early_help", ERR_USAGE, "the source early_help is named twice");
	refused(d, "early_help,,social_care", NULL, ERR_USAGE, "names of sources are wanted, such as health,education, and"
	    " \"early_help,,social_care\" lacks one");
	refused(d, NULL, "", ERR_USAGE, "names of sources are wanted, such as health,education, and \"\" lacks one");
	assert_declared(d, "early_help and social_care");
	declare(d, NULL, "early_help");
	assert_declared(d, "social_care");
	declare(d, "early_help", "social_care");
	assert_declared(d, "early_help");
	declare(d, NULL, "early_help");
	assert_declared(d, "");
	declare(d, NULL, "early_help");         /* it was not declared, and is not now */
	assert_declared(d, "");
}

static int64_t
freya(struct desk *d, const char *postcode)
{
	return desk_count(d, mem_format(d->c.mem, "select r.identity from residence r join place p on p.id = r.place where p.postcode = '%s'",
	    postcode));
}

/* Both kinds of run go by it. Who does not move stays as they are until a run of all; taken back, it is as it was. */
static void
test_gone_by(void **state)
{
	struct desk *d = *state;
	struct link_summary s;
	int64_t one, other;

	d->options.accept_removals = true;
	import_freya_twice(d);
	s = link_now(d, true);
	assert_string_equal(s.declared, "");
	one = freya(d, "WE6 6FF");
	other = freya(d, "WE5 5EE");
	assert_int_equal(person_of(d, one), person_of(d, other));
	declare(d, "early_help", NULL);
	s = link_now(d, false);                 /* they have not changed, so they may not move */
	assert_int_equal(s.run, 0);
	assert_int_equal(person_of(d, one), person_of(d, other));
	s = link_now(d, true);
	assert_string_equal(s.declared, "early_help");
	assert_int_equal(s.split, 1);
	assert_int_not_equal(person_of(d, one), person_of(d, other));
	assert_int_equal(s.awaiting, 0);
	ASK_COUNT("select count(*) from link_review", 0);
	/* of a run of what has changed */
	declare(d, NULL, "early_help");
	desk_take(d, "early_help2.csv", TOWN EARLY_ROW("E6", "Lindqvist", "Freya", "07/07/2007", "F", "WE7 7GG", "H801200001004"));
	s = link_now(d, false);
	assert_false(s.full);
	assert_int_equal(s.merged, 1);
	assert_int_equal(person_of(d, one), person_of(d, other));
	declare(d, "early_help", NULL);
	desk_take(d, "early_help3.csv", TOWN EARLY_ROW("E6", "Lindqvist", "Freya", "07/07/2007", "F", "WE8 8HH", "H801200001004"));
	s = link_now(d, false);
	assert_false(s.full);
	assert_int_equal(s.split, 1);
	assert_int_equal(s.awaiting, 0);
	assert_int_not_equal(person_of(d, one), person_of(d, other));
}

/* Somebody's word holds against what an agency says, before it was declared and after. */
static void
test_people_decide(void **state)
{
	struct desk *d = *state;
	struct waterfall w;
	struct measured k;
	int64_t one, other;

	import_freya_twice(d);
	declare(d, "early_help", NULL);
	link_now(d, true);
	one = freya(d, "WE6 6FF");
	other = freya(d, "WE5 5EE");
	assert_int_not_equal(person_of(d, one), person_of(d, other));
	DO(waterfall_make(&d->c, one, other, &w));
	assert_string_equal(w.declared, "early_help");
	assert_true(w.probability > w.join);
	DO(waterfall_make(&d->c, one, who(d, "social_care", "Ann", "2012-05-14"), &w));
	assert_null(w.declared);
	decide(d, one, other, "same");
	assert_false(link_now(d, false).full);
	assert_int_equal(person_of(d, one), person_of(d, other));
	link_now(d, true);
	assert_int_equal(person_of(d, one), person_of(d, other));
	DO(measured_find(&d->c, &k));           /* linking alone would not have joined them, sure as it was */
	assert_int_equal(k.pairs, 1);
	assert_int_equal(k.recall.pairs, 1);
	assert_int_equal(k.recall.of_them, 0);
	assert_int_equal(k.precision.pairs, 0);
	declare(d, NULL, "early_help");
	DO(measured_find(&d->c, &k));
	assert_int_equal(k.recall.of_them, 1);
	assert_int_equal(k.precision.pairs, 1);
	DO(waterfall_make(&d->c, one, other, &w));
	assert_null(w.declared);
	declare(d, "early_help", NULL);
	decide(d, one, other, "unsure");
	link_now(d, false);
	assert_int_not_equal(person_of(d, one), person_of(d, other));
}

/* So many sources, each with one record. */
static void
sources_make(struct desk *d, int n)
{
	struct bulk *b;

	DO(store_begin(&d->c));
	b = bulk_open(&d->c, "identity", (const char *const[]){"id", "source", "source_key", "link_state", "sealed", NULL});
	for (int i = 0; i < n; i++) {
		bulk_int(b, 0, 1000000 + i);
		bulk_text(b, 1, view_of(mem_format(d->c.mem, "s%d", i)));
		bulk_int(b, 2, 1000000 + i);
		bulk_text(b, 3, VIEW("new"));
		bulk_text(b, 4, VIEW("no"));
		DO(bulk_row(b));
	}
	DO(bulk_close(b, NULL));
	DO(store_commit(&d->c));
}

static const char *
numbered(struct desk *d, int n)
{
	struct builder b = {.mem = d->c.mem};

	for (int i = 0; i < n; i++)
		put_format(&b, "%ss%d", i ? "," : "", i);
	return built_text(&b);
}

static void
test_too_many(void **state)
{
	struct desk *d = *state;

	sources_make(d, 65);
	refused(d, numbered(d, 65), NULL, ERR_INPUT, "65 sources would be without duplicates, and linking heeds 64 at most (nothing was changed)");
	assert_declared(d, "");
	declare(d, numbered(d, 64), NULL);
	refused(d, "s64", NULL, ERR_INPUT, "65 sources would be without duplicates, and linking heeds 64 at most (nothing was changed)");
	declare(d, "s64", "s0");
	link_now(d, true);
}

static void
test_too_many_to_tell_apart(void **state)
{
	struct desk *d = *state;
	struct link_summary s;

	sources_make(d, 65536);
	declare(d, "s7", NULL);
	desk_write(d, "insert into identity (id, source, source_key, link_state, sealed) values (999, 'one more', 999, 'new', 'no')");
	assert_int_equal(link_all(&d->c, true, &s), ERR_INPUT);
	assert_string_equal(d->c.sentence, "the records are of 65537 sources: where one is said to be without duplicates, 65536 at most can be"
	    " told apart");
	fail_clear(&d->c);
	refused(d, "s8", NULL, ERR_INPUT, "the records are of 65537 sources: where one is without duplicates, 65536 at most can be told apart"
	    " (nothing was changed)");
	declare(d, NULL, "s7");
	DO(link_all(&d->c, true, &s));
}

static void
test_command(void **state)
{
	struct desk *d = *state;
	struct audit_verdict before, after;
	const char *text, *pair[2];

#define SOURCES(option) command(d, link_sources_command, link_sources_options, option, NULL, 0)
	import_freya_twice(d);
	assert_string_equal(SOURCES(NULL), "Source,Records,People with several,Without duplicates\nearly_help,6,0,no\nsocial_care,3,0,no\n");
	link_now(d, true);
	assert_string_equal(SOURCES(NULL), "Source,Records,People with several,Without duplicates\nearly_help,6,1,no\nsocial_care,3,0,no\n");
	DO(audit_verify(&d->c, &before));
	text = SOURCES("--without-duplicates=early_help,social_care");
	DO(audit_verify(&d->c, &after));
	assert_int_equal(after.rows, before.rows + 1);
	SAYS(text, "From the next run on, no two records of early_help and social_care are joined, or wait for a person");
	SAYS(text, "1 person has more than one record of early_help now.\n");
	assert_null(strstr(text, "record of social_care"));
	SAYS(text, "`bairn link --full` does for all");
	assert_string_equal(SOURCES(NULL), "Source,Records,People with several,Without duplicates\nearly_help,6,1,yes\nsocial_care,3,0,yes\n");
	text = printed(d, link_command, link_options, "--full", NULL, 0, "table", OK);
	SAYS(text, "Without duplicates, as was declared: early_help and social_care.\n");
	pair[0] = mem_format(d->c.mem, "%lld", (long long)freya(d, "WE6 6FF"));
	pair[1] = mem_format(d->c.mem, "%lld", (long long)freya(d, "WE5 5EE"));
	text = printed(d, link_command, link_options, "--explain", pair, 2, "table", OK);
	SAYS(text, "Such a pair is neither joined nor asked about: both are records of early_help, which holds nobody twice.\nThey are not one");
	assert_null(strstr(text, "By itself"));
	text = SOURCES("--with-duplicates=early_help,social_care");
	SAYS(text, "From the next run on, records of early_help and social_care may be one person's.\n");
	SAYS(printed(d, link_command, link_options, "--explain", pair, 2, "table", OK), "By itself such a pair is joined: from 50% on.\n");
	assert_null(strstr(printed(d, link_command, link_options, "--full", NULL, 0, "table", OK), "Without duplicates"));
	printed(d, link_sources_command, link_sources_options, "--without-duplicates=", NULL, 0, "csv", ERR_USAGE);
	fail_clear(&d->c);
	/* a source all of whose records are sealed is none */
	desk_write(d, "update identity set sealed = 'yes' where source = 'social_care'");
	assert_string_equal(SOURCES(NULL), "Source,Records,People with several,Without duplicates\nearly_help,6,1,no\n");
	refused(d, "social_care", NULL, ERR_INPUT, "there is no source social_care: records are of early_help (nothing was changed)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_kept),
		DESK_TEST(test_gone_by),
		DESK_TEST(test_people_decide),
		DESK_TEST(test_too_many),
		DESK_TEST(test_too_many_to_tell_apart),
		DESK_TEST(test_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
