/* Real extracts of public projects (no real children), where they are at hand: ../shared/data/extracts, or
 * $BAIRN_SHARED/data/extracts. The figures were counted in the files with awk and sqlite3 .import, as each test says. */
#include "desk.h"

/* The path of a folder of extracts, or NULL, having said why the test is passed over. */
static const char *
extracts(struct desk *d, const char *inside)
{
	const char *shared = getenv("BAIRN_SHARED");
	const char *path = mem_format(d->c.mem, "%s/data/extracts%s", shared ? shared : "../shared", inside);

	if (access(path, R_OK)) {
		printf("# skip: %s is not there\n", path);
		return NULL;
	}
	d->options.accept_removals = true;
	return path;
}

static const struct imported *
file_named(const struct desk *d, const char *name)
{
	for (size_t i = 0; i < d->manifest.n; i++)
		if (strstr(d->manifest.item[i].file, name))
			return &d->manifest.item[i];
	fail_msg("%s is not in the manifest", name);
	return NULL;
}

static int64_t
total_written(const struct desk *d)
{
	int64_t n = 0;

	for (size_t i = 0; i < d->manifest.n; i++) {
		n += d->manifest.item[i].written + d->manifest.item[i].withdrawn;
		assert_int_equal(d->manifest.item[i].err, OK);
	}
	return n;
}

#define PARTS_OF(kind) "select e.since, e.until, e.outcome, (select count(*) from episode p where p.parent = e.fact" \
	" and p.kind = 'placement'), e.data->>'short_break' from episode e where e.kind = '" kind "'" \
	" and e.identity in (select identity from episode where kind = 'care_row' and since = '2017-09-11'" \
	" intersect select identity from episode where kind = 'care_row' and since = '2018-10-02') order by e.since"

/* Child 296227 over three yearly files:
 *   2017: S C1 U5 11/09/2017 - 13/09/2017 X1; P C1 U4 13/09/2017 - (open)
 *   2018: P C1 U4 13/09/2017 - 02/10/2018 X1; L V3 U4 02/10/2018 - 01/11/2018 E17
 * One period of care to 1 November 2018; two placements (the change of legal status is no move); two legal statuses, of
 * which V3 is one of short breaks. */
static void
care_is(struct desk *d)
{
	ASK(PARTS_OF("care"), "2017-09-11|2018-11-01|E17|2|no\n");
	ASK("select since, until, data->>'placement_type' from episode where kind = 'placement' and parent in ("
	    "select fact from episode where kind = 'care' and since = '2017-09-11' and until = '2018-11-01' and outcome = 'E17')"
	    " order by since", "2017-09-11|2017-09-13|U5\n2017-09-13|2018-11-01|U4\n");
	ASK("select since, until, data->>'legal_status' from episode where kind = 'legal_status' and parent in ("
	    "select fact from episode where kind = 'care' and since = '2017-09-11' and until = '2018-11-01' and outcome = 'E17')"
	    " order by since", "2017-09-11|2018-10-02|C1\n2018-10-02|2018-11-01|V3\n");
	ASK("select since, data->>'short_break' from episode where kind = 'care_row' and identity in ("
	    "select identity from episode where kind = 'care_row' and since = '2018-10-02' and until = '2018-11-01'"
	    " and outcome = 'E17') order by since", "2017-09-11|no\n2017-09-13|no\n2018-10-02|yes\n");
}

/* awk: distinct CHILD over all files 820, of whom 819 in the header of 2017; header rows 819, 572, 362; distinct
 * CHILD, MISSING, MIS_START 5; OC2 rows 670 + 572 + 362, each with one health assessment; UASC rows 31 + 23 + 16; OC3 rows
 * 126 + 96 + 56. In 2017-reviews.csv 4 rows say another code of a child's same day than an earlier row. */
static void
test_ssda903(void **state)
{
	struct desk *d = *state;
	const char *path = extracts(d, "/ssda903");
	const char *before;

	if (!path)
		return;
	assert_int_equal(desk_import(d, path), ERR_INPUT);
	assert_int_equal(d->manifest.n, 24);
	total_written(d);
	assert_int_equal(file_named(d, "2017-header.csv")->rows, 819);
	assert_int_equal(file_named(d, "2017-reviews.csv")->rejected, 4);
	ASK_COUNT("select count(*) from identity where source = 'social_care' and id in (select identity from identity_detail)", 820);
	ASK_COUNT("select count(*) from episode where kind = 'missing'", 5);
	ASK_COUNT("select count(*) from event where kind = 'health_assessment'", 670 + 572 + 362);
	ASK_COUNT("select count(*) from event where kind = 'care_leaver'", 126 + 96 + 56);
	ASK_COUNT("select count(*) from episode where kind = 'uasc'", 31 + 23 + 16);
	care_is(d);
	/* what a run is made of has its history, but nothing is current twice */
	ASK_COUNT("select count(*) from (select fact from episode group by fact having count(*) > 1) twice", 0);
	/* the whole folder again: not a row more in any table */
	before = desk_counts(d);
	assert_int_equal(desk_import(d, path), ERR_INPUT);
	assert_int_equal(total_written(d), 0);
	assert_string_equal(desk_counts(d), before);
}

/* What is known of every child (told by the date of birth, for keys differ from database to database). */
#define BORN "(select max(d.born) from identity_detail d where d.identity = i.id)"
#define KNOWN_NOW "select " BORN ", e.kind, e.since, e.until, e.outcome, e.reason, e.data, p.kind, p.since from episode e" \
	" join identity i on i.id = e.identity left join episode p on p.fact = e.parent"
#define EVENTS_NOW "select " BORN ", e.kind, e.at, e.outcome, e.data from event e join identity i on i.id = e.identity"
#define DETAILS_NOW "select d.born, d.sex, d.ethnicity, d.data from identity_detail d join identity i on i.id = d.identity"

/* The leaf that is sealed looks otherwise each time. */
static void
drop_sealed(char *text)
{
	static const char leaf[] = "\"placement_postcode\":\"";
	char *at = text;

	while ((at = strstr(at, leaf)) != NULL) {
		char *end = strchr(at + sizeof leaf - 1, '"') + 1;

		memmove(at, end, strlen(end) + 1);
	}
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The rows of a query in the order of their own text. */
static const char *
dump_sorted(struct desk *d, const char *sql)
{
	char *text = mem_format(d->c.mem, "%s", desk_dump(d, sql)), *next = text;
	struct LIST(char *) lines = {0};
	struct builder b = {.mem = d->c.mem};

	drop_sealed(text);
	while (*next != '\0')
		*push(d->c.mem, &lines) = strsep(&next, "\n");
	qsort(lines.item, lines.n, sizeof *lines.item, by_text);
	for (size_t i = 0; i < lines.n; i++)
		put_format(&b, "%s\n", lines.item[i]);
	return built_text(&b);
}

static const char *
import_years(struct desk *d, const char *folder, const char *const year[3])
{
	static const char *const kinds[] = {"header", "episodes", "reviews", "uasc", "oc2", "oc3", "missing"};

	for (int y = 0; y < 3; y++)
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
			enum err e = desk_import(d, mem_format(d->c.mem, "%s/%s-%s.csv", folder, year[y], kinds[i]));

			if (e != OK && d->manifest.item[0].err != OK)
				fail_msg("%s", d->manifest.item[0].sentence);
		}
	return mem_format(d->c.mem, "%s\n%s\n%s", dump_sorted(d, KNOWN_NOW), dump_sorted(d, EVENTS_NOW),
	    dump_sorted(d, DETAILS_NOW));
}

/* Whatever order the years come in, the same is known in the end. Two orders are enough on a server, where this takes long. */
static void
test_ssda903_order(void **state)
{
	static const char *const order[][3] = {{"2017", "2018", "2019"}, {"2019", "2017", "2018"}, {"2018", "2017", "2019"},
	    {"2019", "2018", "2017"}};
	const size_t orders = database_is_postgres() ? 2 : 1 + ROUNDS_OF(3);
	struct desk *first = *state;
	const char *path = extracts(first, "/ssda903"), *known;

	if (!path)
		return;
	known = import_years(first, path, order[0]);
	care_is(first);
	for (size_t i = 1; i < orders; i++) {
		struct desk *d = desk_open(NULL);
		const char *then;

		d->options.accept_removals = true;
		then = import_years(d, path, order[i]);
		care_is(d);
		if (strcmp(known, then)) {
			size_t at = 0;

			while (known[at] == then[at])
				at++;
			while (at && known[at - 1] != '\n')
				at--;
			fail_msg("from %s on: %.*s but forwards %.*s", order[i][0], (int)strcspn(then + at, "\n"), then + at,
			    (int)strcspn(known + at, "\n"), known + at);
		}
		desk_close(d);
	}
}

/* A small census of children in need: two children by hand, see the file. Ten records; the first child's referral of 6 October
 * 2022 with an assessment that starts after it was authorised (kept as given), a plan, an enquiry and its conference, a
 * conference of its own, a protection plan with one review; the second child's, of 24 October 2024. */
static void
test_cin(void **state)
{
	struct desk *d = *state;
	const char *path = extracts(d, "/cin");

	if (!path)
		return;
	assert_int_equal(desk_import(d, path), OK);
	assert_int_equal(d->manifest.item[0].rows, 10);
	ASK_COUNT("select count(*) from identity", 2);
	ASK("select kind, since, until, parent from episode order by kind, since",
	    "assessment|2023-12-25|2024-01-27|\n"
	    "assessment|2028-04-28|2020-09-19|\n"
	    "cin|2022-10-06|2023-02-27|\n"
	    "cin|2024-10-24|2024-10-29|\n"
	    "cin_plan|2023-01-24|2023-01-26|\n"
	    "cp_plan|2022-02-17|2023-03-14|\n"
	    "section_47|2022-06-02|2022-06-17|\n");
	ASK("select kind, at from event order by kind, at", "cp_review|2023-02-15\ninitial_conference|2022-06-17\n"
	    "initial_conference|2022-12-06\nreferral|2022-10-06\nreferral|2024-10-24\n");
	ASK("select data->>'factors' from episode where kind = 'assessment' and since = '2028-04-28'", "1C,RB,6B\n");
	ASK("select born, sex, ethnicity, data->>'disabilities' from identity_detail order by born",
	    "2015-03-27|M|WBRI|HAND,HEAR\n2023-09-25|M|WBRI|NONE\n");
	ASK("select covers_from, covers_until, as_at, full_extract from batch", "2023-04-01|2024-03-31|2024-03-31|yes\n");
	/* the assessment that ends before it begins is on the list of things to fix at source */
	ASK("select kind, field from fix where closed is null", "ends before it begins|until\n");
	assert_int_equal(desk_import(d, path), OK);
	assert_int_equal(total_written(d), 0);
}

/* sqlite3 .import: distinct upn over both rolls 9,091; distinct upn, school and entry day 9,396; senprovision K, A or P 952 +
 * 464 + 462, E or S 907 + 873; distinct pupil, start and country of meals 25,053 of 25,358 rows, of which 219 give another
 * end (25,272 with the end); sessions without a number 365 on roll and 14 off; sessions possible given 8,984 + 306. */
static void
test_school_census(void **state)
{
	struct desk *d = *state;
	const char *path = extracts(d, "/school_census"), *before;

	if (!path)
		return;
	assert_int_equal(desk_import(d, path), ERR_INPUT);
	assert_int_equal(d->manifest.n, 10);
	total_written(d);
	assert_int_equal(file_named(d, "pupilonroll.csv")->rows, 9088);
	assert_int_equal(file_named(d, "pupilonroll.csv")->rejected, 0);
	assert_int_equal(file_named(d, "fsmperiodsonroll.csv")->rejected, 25272 - 25053);
	assert_int_equal(file_named(d, "termlysessiondetailsonroll.csv")->rejected, 365);
	assert_int_equal(file_named(d, "termlysessiondetailsoffroll.csv")->rejected, 14);
	ASK_COUNT("select count(*) from identity", 9091);
	ASK_COUNT("select count(*) from episode where kind = 'enrolment'", 9396);
	ASK_COUNT("select count(*) from episode where kind = 'enrolment' and until is not null", 308);
	ASK_COUNT("select count(*) from episode where kind = 'sen_support'", 952 + 464 + 462);
	ASK_COUNT("select count(*) from episode where kind = 'school_ehc_plan'", 907 + 873);
	ASK_COUNT("select count(*) from episode where kind = 'free_school_meals'", 25053);
	ASK_COUNT("select count(*) from event where kind = 'attendance'", 8984 + 306);
	ASK_COUNT("select count(*) from event where kind = 'absence_reason'", 39588 + 1314);
	ASK_COUNT("select count(*) from reject where field = 'sessions' and reason = 'is missing' and batch in (select id from"
	    " batch where file = '2024_autumn_termlysessiondetailsonroll.csv')", 365);
	/* a term and the holiday after it */
	ASK("select covers_from, covers_until from batch where dataset = 'school_census_pupils'",
	    "2024-09-02|2025-01-05\n");
	if (database_is_postgres())
		return;                         /* a hundred thousand rows once more; the other extracts came twice */
	before = desk_counts(d);
	assert_int_equal(desk_import(d, path), ERR_INPUT);
	assert_int_equal(total_written(d), 0);
	assert_string_equal(desk_counts(d), before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_ssda903),
		DESK_TEST(test_ssda903_order),
		DESK_TEST(test_cin),
		DESK_TEST(test_school_census),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
