/* Linking files: what columns are taken for, what is said of accuracy, how records are called. */
#include "folder.h"

#include <math.h>

#include "base/command.h"
#include "base/input.h"
#include "linkage/set.h"
#include "people/link_files.h"

static struct link_files
opened(const char *one, const char *other)
{
	const char *paths[] = {one, other, NULL};
	struct args args = {.operand = paths, .n = other ? 2 : 1};
	struct link_files files = {0};

	if (link_files_open(&c, &args, &files) != OK)
		fail_msg("%s", c.sentence);
	return files;
}

/* ---- what columns are taken for ----------------------------------------------------------------------------------- */

static void
guesses(const struct link_files *files, const char *truth, const char *told, struct link_plan *plan)
{
	char *text;
	size_t n;
	FILE *to = open_memstream(&text, &n);

	assert_int_equal(link_guess(&c, files, truth, to, plan), OK);
	assert_int_equal(fclose(to), 0);
	if (strcmp(strchr(text, '\n') + 1, told) != 0)
		fail_msg("told\n%sinstead of\n%s", strchr(text, '\n') + 1, told);
	free(text);
}

static void
names_of_columns_tell(void **state)
{
	struct link_files files = opened(write_file("a.csv", "rec_id, Forename,SURNAME,dob,Gender,Home postcode,Unique Pupil Number,"
	    "nhs,agency,answer,shoe size\n1,Ann,Lee,2010-02-01,F,NE1 4XF,A123456789012,4505577104,health,7,3\n"), NULL);
	struct link_plan p;

	(void)state;
	guesses(&files, "answer", "  rec_id: names the record\n  Forename: given_name\n  SURNAME: family_name\n  dob: date_of_birth\n"
	    "  Gender: sex\n  Home postcode: postcode\n  Unique Pupil Number: upn\n  nhs: nhs_number\n  agency: the source of the record\n"
	    "  answer: the truth, which linking does not see\n"
	    "  shoe size: not used, neither its name nor its values tell what it is\n", &p);
	assert_int_equal(p.model.n_fields, 7);
	assert_string_equal(p.columns[0].at[0], "Forename");
	assert_int_equal(p.model.field[6].kind, LINK_NHS_NUMBER);
	assert_string_equal(p.id.at[0], "rec_id");
	assert_string_equal(p.source.at[0], "agency");
	link_files_close(&files);
}

/* Whose a field is may stand before what it is, and words may be joined; a carer's name is not the child's, and a child's id no field. */
static void
names_of_columns_say_whose(void **state)
{
	struct link_files files = opened(write_file("a.csv", "Legal Forename,PupilSurname,DateOfBirth,Child's sex,Carer surname,"
	    "child_id,NHSNumber,School postcode\n"
	    "Ann,Lee,2010-02-01,F,Lee,7,4505577104,St Ann's\n"), NULL);
	struct link_plan p;

	(void)state;
	guesses(&files, NULL, "  Legal Forename: given_name\n  PupilSurname: family_name\n  DateOfBirth: date_of_birth\n  Child's sex: sex\n"
	    "  NHSNumber: nhs_number\n"
	    "  Carer surname: not used, neither its name nor its values tell what it is\n"
	    "  child_id: not used, neither its name nor its values tell what it is\n"
	    "  School postcode: not used, neither its name nor its values tell what it is\n", &p);
	link_files_close(&files);
}

/* Febrl's postcodes are Australian, and its numbers are of its own making. */
static void
values_tell_where_names_do_not(void **state)
{
	struct link_files files = opened(write_file("a.csv", "id,first,first_name,postcode,born,soc_sec_id,day,where,blank_no,truth_id\n"
	    "1,Ann,Anne,4011,long ago,6988048,19081209,NE1 4XF,,1000001\n"
	    "2,Bob,Robert,4510,1930,7535316,19300213,SW1A 1AA,,1000002\n"), NULL);
	struct link_plan p;

	(void)state;
	guesses(&files, NULL, "  id: names the record\n  first: given_name\n"
	    "  first_name: not used, first is the given_name already\n"
	    "  postcode: text postcode, for its values are no British postcodes\n"
	    "  born: text date_of_birth, for most of its values are no dates\n"
	    "  truth_id: not used, it looks like an answer (--truth truth_id measures by it)\n"
	    "  soc_sec_id: identifier soc_sec_id, by its values\n"
	    "  day: not used, born is the date_of_birth already\n"
	    "  where: not used, postcode is the postcode already\n"
	    "  blank_no: not used, neither its name nor its values tell what it is\n", &p);
	link_files_close(&files);
	files = opened(write_file("b.csv", "given,d,p\nAnn,09/12/2008,ne14xf\nBob,not known,SW1A 1AA\n"), NULL);
	guesses(&files, NULL, "  given: given_name\n  d: date_of_birth, by its values\n  p: postcode, by its values\n", &p);
	assert_int_equal(p.model.field[1].kind, LINK_BORN);
	assert_string_equal(p.columns[2].at[0], "p");
	link_files_close(&files);
}

/* An id that comes again is none; two files call one field by two names. */
static void
files_differ(void **state)
{
	struct link_files files = opened(write_file("a.csv", "id,forename,town\n1,Ann,Hull\n1,Bob,York\n"), NULL);
	struct link_plan p;

	(void)state;
	guesses(&files, NULL, "  id: not used, an id that is missing or comes again names no record\n  forename: given_name\n"
	    "  town: text town\n", &p);
	link_files_close(&files);
	files = opened(write_file("a.csv", "id,forename\n1,Ann\n"), write_file("b.csv", "ID,first_name\n1,Ann\n"));
	guesses(&files, NULL, "  id: names the record\n  forename: given_name\n  first_name: given_name\n", &p);
	assert_int_equal(p.model.n_fields, 1);
	assert_int_equal(p.columns[0].n, 2);
	assert_int_equal(link_files_bind(&c, &files, &p, NULL), OK);
	assert_int_equal(files.item[1].id, 0);
	assert_int_equal(files.item[1].field[0], 1);
	link_files_close(&files);
}

/* ---- names of records --------------------------------------------------------------------------------------------- */

static void
called(const struct link_files *files, const struct link_records *r, size_t record, const char *name)
{
	struct builder b = {.mem = c.mem};

	link_record_name(files, r, record, &b);
	assert_string_equal(built_text(&b), name);
}

/* Forty rows, so that names lie in more than one page. */
static void
records_have_names(void **state)
{
	struct builder b = {.mem = c.mem};
	struct link_files files;
	struct link_plan p = {.name = "own", .model = {.field = {{"name", LINK_TEXT}}, .n_fields = 1}};
	struct link_records r = {0};
	const char *columns[] = {"name"}, *ids[] = {"id"};

	(void)state;
	put_text(&b, "id,name,who\n");
	for (int i = 1; i <= 40; i++)
		put_format(&b, "%s%d,%s,%s\n", i == 20 ? "" : "x", i, i % 2 ? "Ann" : "Unknown", i < 5 ? "one" : i < 7 ? "two" : "");
	files = opened(write_file("a.csv", built_text(&b)), write_file("b.csv", "name\nBob\n\"Cat\"\n"));
	p.columns[0] = (struct link_names){columns, 1};
	p.id = (struct link_names){ids, 1};
	assert_int_equal(link_files_bind(&c, &files, &p, "who"), OK);
	r.set = link_set_new(&p.model);
	assert_int_equal(link_files_read(&c, &files, &p, &r), OK);
	assert_int_equal(r.n, 42);
	assert_int_equal(link_set_count(r.set), 42);
	called(&files, &r, 0, "a.csv:x1");
	called(&files, &r, 15, "a.csv:x16");
	called(&files, &r, 16, "a.csv:x17");
	called(&files, &r, 19, "a.csv:20");
	called(&files, &r, 39, "a.csv:x40");
	called(&files, &r, 40, "b.csv:1");
	called(&files, &r, 41, "b.csv:2");
	assert_int_equal(r.source.n, 2);
	assert_string_equal(r.source.item[1].name, "b");
	assert_int_equal(r.source.item[0].records, 40);
	assert_int_equal(r.source.item[0].known[0], 20);        /* "Unknown" is not known */
	assert_int_equal(r.truth[0], r.truth[3]);
	assert_int_not_equal(r.truth[3], r.truth[4]);
	assert_int_equal(r.truth[6], LINK_TRUTH_UNKNOWN);
	assert_int_equal(r.truth[41], LINK_TRUTH_UNKNOWN);
	link_records_free(&r);
	link_files_close(&files);
}

/* A name that no other row of the next hundreds has, with quotes in every third; now and then one of a hundred thousand bytes, or of
 * three times as many. */
static void
put_name(struct builder *b, int i, const char *quote)
{
	int dots = i % 2500 != 1200 ? 0 : i % 5000 == 1200 ? 60000 : 20000;

	quote = i % 3 ? "" : quote;
	put_format(b, "%sName %c%c%c%s", quote, 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676, quote);
	for (int k = 0; k < dots; k++)
		put_format(b, ".%s..", quote);
	put_text(b, "end");
}

/* More rows than are put at a time, and some too long to be kept: each says what it says when it is put by itself. Two fields read
 * one column, whose quotes must be undone: so more bytes are kept of a row than it has. */
static void
rows_are_kept_until_they_are_put(void **state)
{
	enum { ROWS = 10000 };
	struct builder file = {.mem = c.mem};
	struct link_files files;
	struct link_plan p = {.name = "own", .model = {.field = {{"name", LINK_GIVEN}, {"text", LINK_TEXT}, {"born", LINK_BORN},
	    {"number", LINK_IDENTIFIER}}, .n_fields = 4}};
	struct link_records r = {0};
	const char *columns[] = {"name", "born", "number"};
	struct link_set *one;

	(void)state;
	put_text(&file, "name,number,born\n");
	one = link_set_new(&p.model);
	for (int i = 0; i < ROWS; i++) {
		struct builder name = {.mem = c.mem};
		char born[16], number[16];
		struct view value[4];

		snprintf(born, sizeof born, "20%02d-%02d-%02d", i % 20, 1 + i % 12, 1 + i % 28);
		snprintf(number, sizeof number, "AB%d", i * 7);
		put_char(&file, '"');
		put_name(&file, i, "\"\"");
		put_format(&file, "\",%s,%s\n", number, born);
		put_name(&name, i, "\"");
		value[0] = value[1] = built(&name);
		value[2] = view_of(born);
		value[3] = view_of(number);
		link_set_add(one, 0, value);
	}
	files = opened(write_file("a.csv", built_text(&file)), NULL);
	for (int f = 0; f < 4; f++)
		p.columns[f] = (struct link_names){&columns[f < 2 ? 0 : f - 1], 1};
	assert_int_equal(link_files_bind(&c, &files, &p, NULL), OK);
	r.set = link_set_new(&p.model);
	assert_int_equal(link_files_read(&c, &files, &p, &r), OK);
	assert_int_equal(link_set_count(r.set), ROWS);
	assert_int_equal(r.set->names.n, one->names.n);
	for (uint32_t i = 0; i < ROWS; i++) {
		assert_int_equal(row_content(r.set, i), row_content(one, i));
		assert_memory_equal(row_of(r.set, i), row_of(one, i), (size_t)one->width * sizeof(uint32_t));
	}
	link_set_free(one);
	link_records_free(&r);
	link_files_close(&files);
}

/* ---- accuracy ----------------------------------------------------------------------------------------------------- */

static float
weight_of(double p)
{
	return (float)log2(p / (1 - p));
}

/* Eight records of the people 1 1 1 2 2 3 4 and one nobody knows: true pairs 3 + 1 = 4. Linked from 0.5: (0,1) right, (3,4)
 * right, (4,5) wrong; (1,2) at 0.3 is right but not linked, (5,6) at 0.06 wrong, and (0,7) does not count. So two of three found
 * are right, of four: precision 2/3, recall 2/4, F1 4/7. Clusters 0 1 | 2 | 3 4 5 | 6 | 7: 1 + 3 pairs, two of them right, of four:
 * all three a half. From 0.3: three of four right, of four. From 0.9: one of one. */
static void
accuracy_is_counted(void **state)
{
	static const uint32_t truth[] = {1, 1, 1, 2, 2, 3, 4, LINK_TRUTH_UNKNOWN};
	uint32_t cluster[] = {0, 0, 1, 2, 2, 2, 3, 4};
	struct link_edge edge[] = {
		{0, 1, weight_of(0.96)}, {0, 7, weight_of(0.9)}, {3, 4, weight_of(0.82)}, {4, 5, weight_of(0.55)}, {1, 2, weight_of(0.31)},
		{5, 6, weight_of(0.06)},
	};
	struct links l = {.edge = edge, .n_edges = 6, .cluster = cluster, .n_clusters = 5};
	struct link_accuracy a;
	size_t joined, review;

	(void)state;
	link_accuracy_of(c.mem, truth, 8, &l, &a);
	assert_int_equal(a.known, 7);
	assert_int_equal(a.pairs.all, 4);
	assert_int_equal(a.pairs.found, 3);
	assert_int_equal(a.pairs.right, 2);
	assert_true(fabs(link_precision(a.pairs) - 2.0 / 3) < 1e-12);
	assert_true(fabs(link_recall(a.pairs) - 0.5) < 1e-12);
	assert_true(fabs(link_f1(a.pairs) - 4.0 / 7) < 1e-12);
	assert_int_equal(a.clusters.all, 4);
	assert_int_equal(a.clusters.found, 4);
	assert_int_equal(a.clusters.right, 2);
	assert_int_equal(a.n_at, 13);
	assert_true(a.at[3].probability == 0.9);
	assert_int_equal(a.at[3].score.found, 1);
	assert_int_equal(a.at[9].score.found, 4);
	assert_int_equal(a.at[9].score.right, 3);
	assert_int_equal(a.n_bands, 12);
	assert_int_equal(a.band[0].pairs, 1);                   /* 0.05 to 0.1 */
	assert_int_equal(a.band[0].right, 0);
	assert_int_equal(a.band[10].pairs, 1);                  /* 0.95 to 0.99 */
	assert_int_equal(a.band[10].right, 1);
	assert_true(fabs(a.band[10].sum - 0.96) < 1e-6);
	link_count_pairs(&l, &joined, &review);
	assert_int_equal(joined, 4);
	assert_int_equal(review, 2);
}

/* Three records of one person and two of another; those of one name meet: of the pairs 0 1, 0 2, 1 2 and 3 4 the first and the last.
 * The record whose truth is not known has their name too, and does not count. */
static void
meetings_are_counted(void **state)
{
	static const uint32_t truth[] = {5, 5, 5, 2, 2, LINK_TRUTH_UNKNOWN};
	static const char *const names[] = {"Ann", "Ann", "Bob", "Zoe", "Zoe", "Ann"};
	struct link_model model = {.field = {{"name", LINK_TEXT}}, .n_fields = 1, .rule = {{.part = {{0, LINK_WHOLE}}, .n = 1}}, .n_rules = 1};
	struct link_set *set = link_set_new(&model);
	struct link_accuracy a = {.pairs = {.all = 4}};

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		struct view value[LINK_FIELDS] = {view_of(names[i])};

		link_set_add(set, 0, value);
	}
	link_accuracy_meet(c.mem, set, truth, 6, &a);
	assert_int_equal(a.asked, 4);
	assert_int_equal(a.met, 2);
	link_set_free(set);
}

/* Nobody is known, nothing is found: no number rather than a wrong one. */
static void
nothing_is_no_number(void **state)
{
	static const uint32_t truth[] = {LINK_TRUTH_UNKNOWN};
	uint32_t cluster[] = {0};
	struct links l = {.cluster = cluster, .n_clusters = 1};
	struct link_accuracy a;

	(void)state;
	link_accuracy_of(c.mem, truth, 1, &l, &a);
	assert_true(isnan(link_precision(a.pairs)) && isnan(link_recall(a.pairs)) && isnan(link_f1(a.pairs)));
	link_accuracy_of(c.mem, truth, 0, &l, &a);
	assert_true(isnan(link_f1(a.clusters)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(names_of_columns_tell, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(names_of_columns_say_whose, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(values_tell_where_names_do_not, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(files_differ, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(records_have_names, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(rows_are_kept_until_they_are_put, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(accuracy_is_counted, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(meetings_are_counted, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(nothing_is_no_number, folder_make, folder_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
