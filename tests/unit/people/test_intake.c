/* What a file is, whose its rows are, and what becomes of those that cannot be taken. */
#include "desk.h"

#include "store/seal.h"

#define REVIEWS "CHILD,DOB,REVIEW,REVIEW_CODE\n"
#define HEADER "CHILD,SEX,DOB,ETHNIC\n"
#define REVIEWS_ARE(answer) ASK("select at, data->>'participation' from event where kind = 'care_review'" \
	" order by at", answer)

/* ---- what a file is ---------------------------------------------------------------------------------------------- */

static void
test_columns_any_order_and_case(void **state)
{
	struct desk *d = *state;
	struct imported *one = desk_take(d, "r.csv", "\xEF\xBB\xBF" "review_code, Child ,review\r\nPN1,7,01/05/2024\r\n");

	assert_string_equal(one->dataset, "ssda903_reviews");
	assert_int_equal(one->rows, 1);
	assert_null(one->sentence);
	REVIEWS_ARE("2024-05-01|PN1\n");
}

static void
test_not_recognised(void **state)
{
	struct desk *d = *state;
	struct imported *one = desk_refuse(d, "e.csv", "CHILD,DECOM,RNE,LS,CIN,PLAICE\n1,01/04/2024,S,C1,N1,U4\n");

	assert_null(one->dataset);
	SAYS(one->sentence, "nearest is ssda903_episodes");
	SAYS(one->sentence, "It lacks: PLACE");
	SAYS(one->sentence, "not known there: PLAICE");
	ASK_COUNT("select count(*) from batch", 0);
	one = desk_refuse(d, "x.csv", "apples,pears\n1,2\n");
	SAYS(one->sentence, "no data set of the catalogue has columns like these");
	one = desk_refuse(d, "x.xml", "<?xml version=\"1.0\"?><Root><Header/></Root>");
	SAYS(one->sentence, "XML of a kind that no data set");
}

/* What is wrong with XML is one sentence of its own, without the parser's. */
static void
test_broken_xml(void **state)
{
	static const struct { const char *end, *says; } cases[] = {
		{"", "is cut off at line 3, before its last element ends; fetch it whole and import it again"},
		{"<LAchil", "is cut off at line 3, before its last element ends; fetch it whole and import it again"},
		{"<!-- and so", "is cut off at line 3, before its last element ends; fetch it whole and import it again"},
		{"</Child></Children></Message>x", "line 3 is not well-formed XML: something stands after its end"},
		{"</Child></Children></Massage>", "line 3 is not well-formed XML: Opening and ending tag mismatch: Message line 1 and Massage"},
		{"&who;</Child></Children></Message>", "line 3 is not well-formed XML (libxml2's error 26)"},
	};
	struct desk *d = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct imported *one = desk_refuse(d, "cin.xml", mem_format(d->c.mem, "<Message><Header><CollectionDetails>"
		    "<Collection>CIN</Collection><Year>2024</Year><ReferenceDate>2024-03-31</ReferenceDate>\n"
		    "</CollectionDetails></Header>\n<Children><Child>%s", cases[i].end));
		const char *sentence = one->sentence, *after = strstr(sentence, "cin.xml ");

		assert_non_null(after);
		assert_string_equal(after + strlen("cin.xml "), cases[i].says);
	}
	ASK_COUNT("select count(*) from batch", 0);
}

static void
test_unknown_column_is_named(void **state)
{
	struct desk *d = *state;
	struct imported *one = desk_take(d, "r.csv", "CHILD,REVIEW,REVIEW_CODE,SHOE_SIZE\n7,01/05/2024,PN1,4\n");

	SAYS(one->sentence, "SHOE_SIZE");
	assert_int_equal(one->written, 2);      /* the review and the child's number */
}

/* Which of two columns of one name holds the child's number nobody can tell, so the file is refused whole. A column that
 * the data set does not keep may stand there twice. */
static void
test_column_twice(void **state)
{
	struct desk *d = *state;
	struct imported *one = desk_refuse(d, "2023-header.csv", "CHILD,SEX,DOB,child ,ETHNIC\n1,1,01/01/2010,2,WBRI\n");

	assert_int_equal(one->err, ERR_INPUT);
	SAYS(one->sentence, "CHILD");
	SAYS(one->sentence, "twice");
	ASK_COUNT("select count(*) from identity", 0);
	desk_take(d, "2023-header.csv", "CHILD,SEX,x,DOB,x,ETHNIC\n1,1,,01/01/2010,,WBRI\n");
}

static void
test_as(void **state)
{
	struct desk *d = *state;
	const char *path = desk_file(d, "r.csv", "CHILD,REVIEW_CODE\n7,PN1\n");

	d->options.as = "ssda903_reviews";
	assert_int_equal(desk_import(d, path), ERR_INPUT);
	SAYS(d->manifest.item[0].sentence, "column REVIEW");
	d->options.as = "no_such";
	assert_int_equal(desk_import(d, path), ERR_USAGE);
	SAYS(d->c.sentence, "no such data set");
}

/* ---- rows that cannot be taken ----------------------------------------------------------------------------------- */

static void
test_rejects(void **state)
{
	struct desk *d = *state;
	struct imported *one = desk_refuse(d, "r.csv", REVIEWS
	    "1,,31/02/2024,PN1\n"                       /* line 2: no such day */
	    "2,,01/05/2024,PN99\n"                      /* 3: no such code */
	    ",,01/05/2024,PN1\n"                        /* 4: nobody's */
	    "3,,,PN1\n"                                 /* 5: no day */
	    "4,,01/05/2024\n"                           /* 6: ragged */
	    "5,,01/05/2024,PN1,extra\n"                 /* 7: ragged */
	    "6,,01/05/2024,PN1,\n"                      /* 8: nothing stands in the field too many: taken */
	    "7,,2024,XX\n"                              /* 9: two faults, one row */
	    "\"8\n8\",,01/05/2024,PN1\n"                /* 10 and 11: a line's end inside quotes */
	    "9,,02/05/2024,PN1\n9,,nonsense,PN1\n");    /* 12, 13 */

	assert_int_equal(one->err, OK);
	assert_int_equal(one->rows, 11);
	assert_int_equal(one->rejected, 8);
	ASK("select row_number, field, reason from reject order by row_number, field",
	    "2|REVIEW|is not a date\n"
	    "3|REVIEW_CODE|is not a code of How the child took part in the review\n"
	    "4|CHILD|is missing\n"
	    "5|REVIEW|is missing\n"
	    "6||3 fields where the heading has 4\n"
	    "7||5 fields where the heading has 4\n"
	    "9|REVIEW|is only part of a date\n"
	    "9|REVIEW_CODE|is not a code of How the child took part in the review\n"
	    "13|REVIEW|is not a date\n");
	ASK_COUNT("select count(*) from event", 3);
	ASK("select rows_read, rejected, written from batch", "11|8|6\n");
}

static void
test_raw_is_sealed(void **state)
{
	struct desk *d = *state;
	struct rows *r;
	struct view plain;
	char *sealed;
	size_t n;
	int64_t id, batch;

	desk_refuse(d, "r.csv", REVIEWS "4471,,31/02/2024,PN1\n");
	r = store_query(&d->c, "select id, batch, raw from reject", 0);
	assert_true(rows_next(r));
	id = col_id(r, 0);
	batch = col_id(r, 1);
	n = col_bytes(r, 2).n;
	sealed = mem_copy(d->c.mem, col_bytes(r, 2).at, n);
	DO(rows_end(r));
	assert_null(memmem(sealed, n, "4471", 4));
	DO(unseal_text(&d->c, batch, "reject", "raw", id, (struct view){sealed, n}, &plain));
	assert_true(view_is(view_trim(plain), "4471,,31/02/2024,PN1"));
}

static void
test_duplicate_keys(void **state)
{
	struct desk *d = *state;
	struct imported *one = desk_refuse(d, "r.csv", REVIEWS
	    "1,,01/05/2024,PN1\n1,,01/05/2024,PN1\n1,,01/05/2024,PN2\n1,,1/5/2024, PN1\n");

	assert_int_equal(one->rejected, 1);
	REVIEWS_ARE("2024-05-01|PN1\n");
	ASK("select row_number, earlier_row, reason from reject",
	    "4|2|an earlier row says something else of the same thing; that row is kept\n");
}

/* A later file that is right settles what was rejected, and the list of things to fix closes by itself. */
static void
test_reject_is_settled(void **state)
{
	struct desk *d = *state;

	desk_refuse(d, "2023-reviews.csv", REVIEWS "1,,31/02/2024,PN1\n");
	ASK("select kind, agency, dataset, field, message, closed from fix",
	    "rejected row|social_care|ssda903_reviews|REVIEW|is not a date|\n");
	d->options.as_at = day_of(2024, 6, 1);
	desk_take(d, "2023-reviews.csv", REVIEWS "1,,28/02/2024,PN1\n");
	ASK_COUNT("select count(*) from reject where closed_by is null", 0);
	ASK_COUNT("select count(*) from fix where closed is null", 0);
	ASK_COUNT("select count(*) from fix", 1);
}

/* Two files of one return that is not a full extract, made on the same day: the second says nothing of the first one's
 * children, so it settles nothing of theirs. The first file put right, or a later return, does. */
static void
test_reject_is_not_settled_by_a_sibling(void **state)
{
	struct desk *d = *state;

	desk_refuse(d, "2023-header-north.csv", HEADER "1,1,31/02/2010,WBRI\n");
	desk_take(d, "2023-header-south.csv", HEADER "2,1,28/02/2010,WBRI\n");
	ASK_COUNT("select count(*) from reject where closed_by is null", 1);
	ASK_COUNT("select count(*) from fix where closed is null", 1);
	desk_take(d, "2023-header-north.csv", HEADER "1,1,28/02/2010,WBRI\n");
	ASK_COUNT("select count(*) from reject where closed_by is null", 0);
	ASK_COUNT("select count(*) from fix where closed is null", 0);
	desk_refuse(d, "2023-header-west.csv", HEADER "3,1,31/02/2010,WBRI\n");
	d->options.as_at = day_of(2024, 6, 1);
	desk_take(d, "2023-header-all.csv", HEADER "3,1,28/02/2010,WBRI\n");
	ASK_COUNT("select count(*) from reject where closed_by is null", 0);
}

/* ---- whose rows they are ----------------------------------------------------------------------------------------- */

#define PUPILS "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
#define SESSIONS "pupilonrolltableid,NativeId,termlysessiondetailsonrolltableid,sessions,attendancereason\n"

static void
test_missing_parent(void **state)
{
	struct desk *d = *state;
	struct imported *one = desk_refuse(d, "2024_autumn_sessions.csv", SESSIONS "p1,900,s1,2,I\n");

	assert_int_equal(one->err, ERR_INPUT);
	SAYS(one->sentence, "school_census_pupils");
	SAYS(one->sentence, "import that first");
	ASK_COUNT("select count(*) from batch", 0);
	ASK_COUNT("select count(*) from identity", 0);
}

/* The name that sorts first hangs on the other; a row of it hangs on nothing. */
static void
test_folder_orders_parents_first(void **state)
{
	struct desk *d = *state;

	desk_file(d, "2024_autumn_a.csv", SESSIONS "p1,900,s1,2,I\np2,900,s2,1,I\np9,900,s3,1,I\n");
	desk_file(d, "2024_autumn_b.csv", PUPILS
	    "p1,900,2012-05-14,Okafor,Amara,H801200001001,F,2023-09-04\n"
	    "p2,900,2012-05-14,Okafor,Chidi,,M,2023-09-04\n");
	assert_int_equal(desk_import(d, d->files), ERR_INPUT);
	assert_int_equal(d->manifest.n, 2);
	assert_string_equal(d->manifest.item[0].dataset, "school_census_pupils");
	assert_int_equal(d->manifest.item[1].rejected, 1);
	ASK("select field, reason from reject", "pupilonrolltableid|names a row that the other file does not have\n");
	ASK("select n.given, e.at, e.data->>'sessions' from event e join identity_name n on"
	    " n.identity = e.identity where e.kind = 'absence_reason' order by n.given", "Amara|2024-09-02|2\nChidi|2024-09-02|1\n");
	/* Amara is known by her number, Chidi by his row; a row's id is kept blind only */
	ASK("select n.given, i.scheme, i.value is null from identifier i join identity_name n on n.identity = i.identity"
	    " order by 1, 2", "Amara|row:school_census_pupils|1\nAmara|upn|0\nChidi|row:school_census_pupils|1\n"
	    "Chidi|school_pupil_row|0\n");
}

/* ---- under which agreement --------------------------------------------------------------------------------------- */

/* A folder with the data set of reviews, in which one text is another. */
static const char *
overlay(struct desk *first, const char *from, const char *to)
{
	const struct embedded *e = embedded_catalogue;
	char *folder = mem_format(first->c.mem, "%s/datasets", first->files), *text, *at;
	const char *name = "datasets/ssda903_reviews.yml";
	FILE *f;

	while (e->path && !strstr(e->path, name))
		e++;
	assert_non_null(e->path);
	assert_int_equal(mkdir(folder, 0700), 0);
	text = mem_copy(first->c.mem, (const char *)e->bytes, e->n);
	at = strstr(text, from);
	assert_non_null(at);
	f = fopen(mem_format(first->c.mem, "%s/%s", first->files, name), "wb");
	assert_non_null(f);
	fprintf(f, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	fclose(f);
	return first->files;
}

static void
test_expired_agreement(void **state)
{
	struct desk *d = desk_open(overlay(*state, "expires: 2030-03-31", "expires: 2025-12-31"));
	struct imported *one = desk_refuse(d, "r.csv", REVIEWS "1,,01/05/2024,PN1\n");

	SAYS(one->sentence, "ISA-01");
	SAYS(one->sentence, "expired on 31 December 2025");
	ASK_COUNT("select count(*) from batch", 0);
	/* good to its last day */
	setenv("BAIRN_TODAY", "2025-12-31", 1);
	desk_take(d, "r.csv", REVIEWS "1,,01/05/2024,PN1\n");
	desk_close(d);
}

/* Nobody answers for it: such a catalogue is not even read. */
static void
test_no_controller(void **state)
{
	struct desk *d = *state;
	struct ctx c = {.mem = mem_new()};

	assert_int_equal(catalogue_load(&c, overlay(d, "controller: wearshire-council", "")), ERR_INPUT);
	SAYS(c.sentence, "ssda903_reviews.yml line 1: the data set lacks the key `controller`");
	mem_free(c.mem);
}

/* An authority's own catalogue folder with a controllers.yml of this text. */
static struct desk *
desk_with_controllers(struct desk *first, const char *text)
{
	FILE *f = fopen(mem_format(first->c.mem, "%s/controllers.yml", first->files), "wb");
	struct desk *d;

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	d = desk_open(first->files);
	desk_write(d, "update setting set value = 'E06000005' where name = 'authority_code'");
	return d;
}

/* The agreements that come with Bairn are the fictional county's: anywhere else a file comes in with a plain warning, until the
 * authority says its own; then what it does not name is refused. Open data have no agreement to name. */
static void
test_an_authoritys_own_controllers(void **state)
{
	struct desk *first = *state, *d;
	struct imported *one = desk_take(first, "r.csv", REVIEWS "1,,01/05/2024,PN1\n");

	assert_false(one->placeholder);
	assert_null(one->sentence);
	desk_write(first, "update setting set value = 'E06000005' where name = 'authority_code'");
	one = desk_take(first, "r2.csv", "CHILD,REVIEW,REVIEW_CODE,SHOE_SIZE\n2,01/05/2024,PN1,4\n");
	assert_true(one->placeholder);
	SAYS(one->sentence, "the sharing agreement ISA-01 is a placeholder; columns not known");
	one = desk_take(first, "schools.csv", "NativeId,URN,EstablishmentName\n900,100900,Hill School\n");
	assert_false(one->placeholder);

	d = desk_with_controllers(first, "controllers:\n"
	    "  social_care: {controller: northshire-council, ref: NS-7, expires: 2027-03-31}\n");
	one = desk_take(d, "r.csv", REVIEWS "1,,01/05/2024,PN1\n");
	assert_false(one->placeholder);
	assert_string_equal(catalogue_dataset(d->c.catalogue, "ssda903_reviews")->controller, "northshire-council");
	one = desk_refuse(d, "2024_autumn_pupils.csv", PUPILS "p1,900,2012-05-14,Okafor,Amara,H801200001001,F,2023-09-04\n");
	assert_int_equal(one->err, ERR_INPUT);
	SAYS(one->sentence, "controllers.yml names no controller and sharing agreement for education");
	desk_take(d, "schools.csv", "NativeId,URN,EstablishmentName\n900,100900,Hill School\n");
	setenv("BAIRN_TODAY", "2027-04-01", 1);
	one = desk_refuse(d, "r2.csv", REVIEWS "2,,01/05/2024,PN1\n");
	SAYS(one->sentence, "the sharing agreement NS-7");
	SAYS(one->sentence, "expired on 31 March 2027");
	SAYS(one->sentence, "controllers.yml");
	desk_close(d);
}

/* ---- which days it covers ---------------------------------------------------------------------------------------- */

static void
test_days(void **state)
{
	static const struct { const char *name, *days; } names[] = {
		{"2017-reviews.csv", "2018-03-31|2017-04-01|2018-03-31"},
		{"reviews_2021-22.csv", "2022-03-31|2021-04-01|2022-03-31"},
		{"reviews_2021_22.csv", "2022-03-31|2021-04-01|2022-03-31"},
		{"reviews_2024-11-03.csv", "2024-11-03|2024-04-01|2024-11-03"},     /* made before the year was over */
		{"reviews_2025-02-03.csv", "2025-02-03|2024-04-01|2025-02-03"},     /* the year that holds the day, not 2025-26 */
		{"2025-reviews.csv", "2026-01-01|2025-04-01|2026-01-01"},   /* the same: today */
		{"reviews.csv", "2026-01-01||"},                            /* says nothing: withdraws nothing */
	};
	struct desk *d = *state;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		desk_take(d, names[i].name, mem_format(d->c.mem, REVIEWS "%d,,01/05/2012,PN1\n", (int)i));
		assert_string_equal(desk_text(d, "select as_at, covers_from, covers_until from batch order by id desc limit 1"),
		    names[i].days);
	}
	d->options.as_at = day_of(2024, 6, 1);
	d->options.covers_from = day_of(2024, 1, 1);
	d->options.covers_until = day_of(2024, 5, 31);
	desk_take(d, "2017-reviews-again.csv", REVIEWS "77,,01/05/2012,PN1\n");
	ASK_TEXT("select as_at, covers_from, covers_until from batch order by id desc limit 1", "2024-06-01|2024-01-01|2024-05-31");
}

/* Heights measured until 15 April say nothing of May; what a month's snapshot or a term's census says holds to its end. What is
 * dated by the end of a period keeps that day, so that the year's later return finds it again. */
static void
test_days_of_a_file_made_within_its_period(void **state)
{
	static const struct { const char *name, *text, *days; } files[] = {
		{"ncmp_2025-04-15.csv", "pupil_id,nhs_number,upn,family_name,given_name,date_of_birth,sex,ethnicity,postcode,"
		    "school_urn,school_year,measured,height_cm,weight_kg,bmi_p_score,bmi_category\n"
		    "N1,,,Hart,Evie,01/03/2020,F,WBRI,WE1 1AB,900,reception,14/11/2024,107.2,18.1,0.62,healthy\n",
		    "2025-04-15|2024-09-01|2025-04-15"},
		{"destinations_2025-01-15.csv", "snapshot,young_person_id,uln,upn,family_name,given_name,date_of_birth,sex,"
		    "ethnicity,postcode,academic_age,activity,activity_start,establishment,september_guarantee,looked_after,care_leaver,"
		    "send_support\n15/01/2025,Z1,,,Hart,Ed,09/09/2007,M,APKN,WE1 1AD,17,neet_seeking,,,,no,no,no\n",
		    "2025-01-15|2025-01-01|2025-01-31"},
		{"2024_autumn_2024-10-03.csv", PUPILS "p1,900,2012-05-14,Okafor,Amara,H801200001001,F,2023-09-04\n",
		    "2024-10-03|2024-09-02|2025-01-05"},
	};
	struct desk *d = *state;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		desk_take(d, files[i].name, files[i].text);
		assert_string_equal(desk_text(d, "select as_at, covers_from, covers_until from batch order by id desc limit 1"),
		    files[i].days);
	}
	desk_take(d, "oc3_2024-11-03.csv", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n7,01/05/2005,YES,F2,U1\n");
	ASK("select e.at, b.covers_until from event e join batch b on b.id = e.batch where e.kind = 'care_leaver'",
	    "2025-03-31|2024-11-03\n");
}

/* The commonest year of an episode's dates: two of three rows start and end in 2022-23. */
static void
test_days_by_rows(void **state)
{
	struct desk *d = *state;

	desk_take(d, "e.csv", "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n1,01/02/2020,S,C1,N1,U4,,\n"
	    "2,01/05/2022,S,C1,N1,U4,01/06/2022,E8\n3,01/07/2022,S,C1,N1,U4,01/04/2023,E8\n");
	ASK("select as_at, covers_from, covers_until, full_extract from batch", "2023-03-31|2022-04-01|2023-03-31|yes\n");
}

/* ---- the examples ------------------------------------------------------------------------------------------------ */

/* Each data set's example holds exactly one row at fault; the folder goes in whole, so parents come first. */
static void
test_examples(void **state)
{
	struct desk *d = *state;
	const char *folder = "tests/data/examples";

	if (access(folder, R_OK))
		fail_msg("run from the top of the source tree: %s is not there", folder);
	assert_int_equal(desk_import(d, folder), ERR_INPUT);
	assert_int_equal(d->manifest.n, d->c.catalogue->n_datasets);
	for (size_t i = 0; i < d->manifest.n; i++) {
		const struct imported *one = &d->manifest.item[i];
		const char *name = strrchr(one->file, '/') + 1;

		if (one->err != OK)
			fail_msg("%s: %s", name, one->sentence);
		if (strncmp(name, one->dataset, strlen(one->dataset)) || name[strlen(one->dataset)] != '.')
			fail_msg("%s was taken for %s", name, one->dataset);
		if (one->rejected != 1)
			fail_msg("%s: %lld rows rejected, not one", name, (long long)one->rejected);
		if (!one->written)
			fail_msg("%s wrote nothing", name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_columns_any_order_and_case),
		DESK_TEST(test_not_recognised),
		DESK_TEST(test_unknown_column_is_named), DESK_TEST(test_broken_xml),
		DESK_TEST(test_as), DESK_TEST(test_column_twice),
		DESK_TEST(test_rejects),
		DESK_TEST(test_raw_is_sealed),
		DESK_TEST(test_duplicate_keys),
		DESK_TEST(test_reject_is_settled), DESK_TEST(test_reject_is_not_settled_by_a_sibling),
		DESK_TEST(test_missing_parent),
		DESK_TEST(test_folder_orders_parents_first),
		DESK_TEST(test_expired_agreement),
		DESK_TEST(test_no_controller), DESK_TEST(test_an_authoritys_own_controllers),
		DESK_TEST(test_days),
		DESK_TEST(test_days_by_rows), DESK_TEST(test_days_of_a_file_made_within_its_period),
		DESK_TEST(test_examples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
