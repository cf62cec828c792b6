/* The catalogue as a whole: the one in the program loads; faulty files each give the faults that are expected; overlays
 * replace; what a file leaves out is filled in. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "catalogue/check_queries.h"
#include "catalogue/condition.h"
#include "catalogue/document.h"
#include "catalogue/parts.h"

#define FAULTS "tests/data/catalogue_faults"

static struct ctx c;

static int
set_up(void **state)
{
	(void)state;
	c = (struct ctx){.mem = mem_new()};
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	mem_free(c.mem);
	return 0;
}

static const char *
file_text(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = mem_take(c.mem, 65536);

	if (!f)
		fail_msg("%s cannot be read", path);
	text[fread(text, 1, 65535, f)] = 0;
	fclose(f);
	return text;
}

/* ---- what is in the program ---------------------------------------------------------------------------------- */

static void
the_embedded_catalogue_is_in_order(void **state)
{
	struct faults faults = {0};
	struct catalogue *k;

	(void)state;
	assert_int_equal(catalogue_read(&c, NULL, &faults, &k), OK);
	assert_int_equal(check_queries(&c, k, &faults), OK);
	for (size_t i = 0; i < faults.n; i++)
		print_message("# %s\n", faults.item[i].sentence);
	assert_int_equal(faults.n, 0);
	if (catalogue_load(&c, NULL) != OK)
		fail_msg("%s", c.sentence);
	assert_non_null(catalogue_calendar(c.catalogue, "working"));
	assert_non_null(catalogue_calendar(c.catalogue, "school"));
	assert_true(c.catalogue->n_datasets > 40);
	assert_true(c.catalogue->n_indicators >= 24);
	for (size_t i = 0; i < c.catalogue->n_datasets; i++)
		assert_non_null(c.catalogue->dataset[i].agreement);
}

static bool
go_together(const char *one, const char *other)
{
	for (size_t i = 0; i < c.catalogue->n_nicknames; i++) {
		const struct nicknames *group = &c.catalogue->nicknames[i];
		int found = 0;

		for (size_t k = 0; k < group->n; k++)
			found += view_is(group->name[k], one) || view_is(group->name[k], other);
		if (found == 2)
			return true;
	}
	return false;
}

static void
nicknames_go_together(void **state)
{
	(void)state;
	if (catalogue_load(&c, NULL) != OK)
		fail_msg("%s", c.sentence);
	assert_true(c.catalogue->n_nicknames >= 150);
	assert_true(go_together("william", "billy"));
	assert_true(go_together("peggy", "margaret"));
	assert_true(go_together("muhammad", "mohammed"));
	assert_true(go_together("zosia", "zofia"));
	assert_true(go_together("ruairi", "rory"));
	assert_true(go_together("samuel", "sam") && go_together("samantha", "sam"));
	assert_false(go_together("samuel", "samantha"));
	assert_false(go_together("william", "margaret"));
}

/* ---- faults ------------------------------------------------------------------------------------------------- */

static void
every_fault_is_named(void **state)
{
	struct view expected = view_of(file_text(FAULTS "/expected.txt"));
	struct faults faults = {0};
	struct catalogue *k;
	size_t n = 0;

	(void)state;
	assert_int_equal(catalogue_read(&c, FAULTS, &faults, &k), OK);
	assert_int_equal(check_queries(&c, k, &faults), OK);
	while (expected.n) {
		struct view line = view_cut(&expected, '\n');
		const char *start = mem_format(c.mem, FAULTS "/" VIEW_FORMAT, VIEW_ARGS(line));
		if (view_starts(line, "#"))
			continue;
		if (n == faults.n)
			fail_msg("expected, not found: %s", start);
		if (strncmp(faults.item[n].sentence, start, strlen(start)) != 0)
			fail_msg("expected: %s\nfound: %s", start, faults.item[n].sentence);
		n++;
	}
	if (n < faults.n)
		fail_msg("not expected: %s", faults.item[n].sentence);
}

static void
loading_says_the_first_fault_and_how_many(void **state)
{
	(void)state;
	assert_int_equal(catalogue_load(&c, FAULTS), ERR_INPUT);
	assert_ptr_equal(strstr(c.sentence, FAULTS "/areas.yml line 2: `parent: E12000001` is no area"), c.sentence);
	assert_non_null(strstr(c.sentence, "more: `bairn catalogue check` lists them)"));
	assert_null(c.catalogue);
}

static void
a_missing_overlay_is_an_error(void **state)
{
	(void)state;
	assert_int_equal(catalogue_load(&c, "tests/data/no_such_folder"), ERR_INPUT);
	assert_string_equal(c.sentence, "catalogue folder tests/data/no_such_folder: No such file or directory");
}

/* ---- overlays ----------------------------------------------------------------------------------------------- */

static const char *const small_dataset =
    "dataset: small\n"
    "title: Small\n"
    "about: A data set of its own.\n"
    "agency: voluntary\n"
    "recognise: [ID, SEEN]\n"
    "identity: {scheme: local_id, value: ID}\n"
    "columns:\n"
    "  ID: {as: local_id, required: yes}\n"
    "  SEEN: {as: at, type: date}\n"
    "  WHO: {as: who}\n"
    "  RESULT: {as: outcome}\n"
    "  secret: {sealed: yes}\n"
    "  JUNK: {ignore: yes}\n"
    "  seen_by: {from: WHO, map: {'': nobody, '*': somebody}}\n"
    "writes:\n"
    "  - {event: seen, key: [ID, SEEN], when: \"WHO != 'x'\"}\n"
    "  - {event: told, key: [], set: {at: '=covers_until', outcome: who}, fields: []}\n"
    "  - {episode: spell, key: [local_id, at], fields: [who]}\n"
    "  - {run: whole, of: spell, starts: \"who = 'S'\"}\n"
    "controller: a-charity\n"
    "agreement: {ref: ISA-99, purposes: [statistics, research], basis: consent, expires: 2030-03-31}\n";

static const char *
overlay_with(const char *name, const char *text)
{
	char *dir = mem_format(c.mem, "/tmp/bairn-overlay-XXXXXX");
	FILE *f;

	assert_non_null(mkdtemp(dir));
	assert_int_equal(mkdir(mem_format(c.mem, "%s/datasets", dir), 0700), 0);
	f = fopen(mem_format(c.mem, "%s/datasets/%s.yml", dir, name), "wb");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return dir;
}

static void
overlay_remove(const char *dir, const char *name)
{
	unlink(mem_format(c.mem, "%s/datasets/%s.yml", dir, name));
	rmdir(mem_format(c.mem, "%s/datasets", dir));
	rmdir(dir);
}

static void
what_a_file_leaves_out_is_filled_in(void **state)
{
	const char *dir = overlay_with("small", small_dataset);
	enum err e = catalogue_load(&c, dir);
	const struct dataset *d;
	const struct write *w;

	(void)state;
	overlay_remove(dir, "small");
	if (e != OK)
		fail_msg("%s", c.sentence);
	d = catalogue_dataset(c.catalogue, "small");
	assert_non_null(d);
	assert_string_equal(d->domain, "voluntary");
	assert_int_equal(d->round_to, 1);
	assert_int_equal(d->identity.field, 0);
	assert_int_equal(d->record[0].n_field, 7);
	assert_string_equal(d->record[0].field[4].as, "secret");
	assert_null(d->record[0].field[6].column);
	assert_int_equal(d->record[0].field[6].from_field, 2);
	/* seen: `at` and `outcome` fill columns; who, secret and seen_by are kept; the identity and JUNK are not */
	w = &d->record[0].write[0];
	assert_int_equal(w->n_key, 2);
	assert_int_equal(w->n_set, 2);
	assert_string_equal(w->set[0].column, "at");
	assert_int_equal(w->set[0].field, 1);
	assert_string_equal(w->set[1].column, "outcome");
	assert_int_equal(w->n_field, 3);
	assert_int_equal(w->field[0], 2);
	assert_int_equal(w->field[1], 4);
	assert_int_equal(w->field[2], 6);
	assert_non_null(w->when);
	/* told: one a child, a constant day, nothing kept */
	w = &d->record[0].write[1];
	assert_int_equal(w->n_key, 0);
	assert_int_equal(w->set[0].field, -1);
	assert_string_equal(w->set[0].constant, "covers_until");
	assert_int_equal(w->set[1].field, 2);
	assert_int_equal(w->n_field, 0);
	/* whole: keeps what its spells keep */
	w = &d->record[0].write[3];
	assert_int_equal(w->target, TARGET_RUN);
	assert_int_equal(w->n_field, 1);
	assert_int_equal(w->field[0], 2);
	assert_non_null(w->starts);
	assert_int_equal(w->n_set, d->record[0].write[2].n_set);
}

static void
an_overlay_replaces_a_file(void **state)
{
	const char *dir = overlay_with("ssda903_header", "dataset: ssda903_header\ntitle: Ours\n");
	struct faults faults = {0};
	struct catalogue *k;

	(void)state;
	assert_int_equal(catalogue_read(&c, dir, &faults, &k), OK);
	overlay_remove(dir, "ssda903_header");
	assert_string_equal(catalogue_dataset(k, "ssda903_header")->title, "Ours");
	assert_true(faults.n > 0);
}

/* ---- nested records ------------------------------------------------------------------------------------------ */

static const char *const nested_dataset =
    "dataset: nested\ntitle: Nested\nabout: Records in records.\nagency: social_care\nformat: xml\nroot: Message\n"
    "recognise: [Header/Collection=TEST]\n"
    "identity: {scheme: la_child_id, value: Ids/ID}\n"
    "covers: {period: financial year, by: [Header/ReferenceDate]}\n"
    "records:\n"
    "  - path: Children/Child\n"
    "    columns: {Ids/ID: {as: la_child_id, required: yes}, Sex: {as: sex}}\n"
    "    writes:\n"
    "      - {details: child}\n"
    "  - path: Children/Child/Need\n"
    "    columns: {Referred: {as: since, type: date}, Closed: {as: until, type: date}}\n"
    "    writes:\n"
    "      - {episode: cin, key: [since]}\n"
    "  - path: Children/Child/Need/Plans/Plan\n"
    "    columns: {Start: {as: started, type: date}, Kind: {as: plan_kind}}\n"
    "    writes:\n"
    "      - {event: plan, parent: cin, parent_key: [since], key: [since, Start], set: {at: started}}\n"
    "controller: a-council\n"
    "agreement: {ref: ISA-99, purposes: [statistics], basis: public_task, expires: 2030-03-31}\n";

static void
a_record_sees_the_fields_above_it(void **state)
{
	const char *dir = overlay_with("nested", nested_dataset);
	enum err e = catalogue_load(&c, dir);
	const struct dataset *d;
	const struct record *plan;

	(void)state;
	overlay_remove(dir, "nested");
	if (e != OK)
		fail_msg("%s", c.sentence);
	d = catalogue_dataset(c.catalogue, "nested");
	assert_string_equal(d->recognise[0], "Message");
	assert_string_equal(d->recognise[1], "Header/Collection=TEST");
	assert_string_equal(d->covers_path, "Header/ReferenceDate");
	plan = &d->record[2];
	assert_int_equal(plan->parent, 1);
	assert_int_equal(d->record[1].parent, 0);
	assert_int_equal(plan->n_own, 2);
	assert_int_equal(plan->n_field, 6);
	/* own, then the need's, then the child's */
	assert_int_equal(plan->field[0].inherited_record, -1);
	assert_string_equal(plan->field[2].as, "since");
	assert_int_equal(plan->field[2].inherited_record, 1);
	assert_int_equal(plan->field[2].inherited_field, 0);
	assert_string_equal(plan->field[4].as, "la_child_id");
	assert_int_equal(plan->field[4].inherited_record, 0);
	assert_int_equal(plan->write[0].parent_key[0], 2);
	assert_int_equal(plan->write[0].key[1], 0);
	/* only its own fields are kept by default, and not the one that `set` uses */
	assert_int_equal(plan->write[0].n_field, 1);
	assert_int_equal(plan->write[0].field[0], 1);
}

/* ---- codes, documentation, SQL ------------------------------------------------------------------------------- */

static void
codes_are_found(void **state)
{
	const struct code_list *list;

	(void)state;
	assert_int_equal(catalogue_load(&c, NULL), OK);
	for (size_t i = 0; i < c.catalogue->n_lists; i++) {
		list = &c.catalogue->list[i];
		for (size_t j = 0; j < list->n; j++)
			assert_string_equal(code_label(list, view_of(list->code[j].code)), list->code[j].label);
		assert_null(code_label(list, VIEW("no such code")));
		assert_null(code_label(list, VIEW("")));
	}
	list = catalogue_list(c.catalogue, "legal_status");
	assert_non_null(code_label(list, VIEW("C1")));
	assert_null(code_label(list, VIEW("c1")));
}

static void
the_documentation_names_every_data_set(void **state)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	(void)state;
	assert_int_equal(catalogue_load(&c, NULL), OK);
	document_datasets(c.mem, c.catalogue, out);
	fclose(out);
	for (size_t i = 0; i < c.catalogue->n_datasets; i++)
		assert_non_null(strstr(text, mem_format(c.mem, "<a id=\"%s\"></a>\n### %s\n", c.catalogue->dataset[i].name,
		    c.catalogue->dataset[i].title)));
	free(text);
}

/* What health owns hides counts under 8 and rounds to 5, so do measures made of it; social care's rule is under 5. */
static void
an_owners_small_number_rule_travels(void **state)
{
	const struct indicator *health, *care;

	(void)state;
	assert_int_equal(catalogue_load(&c, NULL), OK);
	health = catalogue_indicator(c.catalogue, "development_at_two");
	care = catalogue_indicator(c.catalogue, "care_rate");
	assert_int_equal(health->small_numbers_under, 8);
	assert_int_equal(health->round_to, 5);
	assert_int_equal(care->small_numbers_under, 5);
	assert_int_equal(care->round_to, 1);
}

/* A measure's own rule may be stricter than its owners', never laxer; where no owner has a say it holds as it is. A measure
 * whose query may read anything has every owner's rule. */
static void
a_measures_own_rule_only_tightens(void **state)
{
	static const struct { const char *id, *rule, *rows; int under, round_to; } cases[] = {
		{"lax", "under: 2", "select identity, at from event where kind = 'health_review'", 8, 5},
		{"laxer", "under: 20, round_to: 2", "select identity, at from event where kind = 'health_review'", 20, 5},
		{"strict", "under: 6, round_to: 10", "select identity, since as at from episode where kind = 'care'", 6, 10},
		{"lists", "under: 2", "select org, since as at from capacity", 2, 1},
		{"births", "under: 2", "select identity, born as at from identity_detail", 8, 5},
		{"any", "under: 2", "select identity, at from event", 8, 5},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[600], dir[] = "/tmp/bairn-rules-XXXXXX", path[100];
		const struct indicator *k;
		FILE *f;

		assert_non_null(mkdtemp(dir));
		snprintf(path, sizeof path, "%s/indicators", dir);
		assert_int_equal(mkdir(path, 0700), 0);
		snprintf(path, sizeof path, "%s/indicators/%s.yml", dir, cases[i].id);
		snprintf(text, sizeof text, "indicator: %s\ntitle: T\ntopic: care\nmeasure: count\nat: during period\nbetter: neither\n"
		    "unit: %s\nperiods: [month]\nsmall_numbers: {%s}\nrows: |\n  %s\n", cases[i].id,
		    strstr(cases[i].rows, "org") ? "org" : "child", cases[i].rule, cases[i].rows);
		f = fopen(path, "w");
		assert_non_null(f);
		fputs(text, f);
		fclose(f);
		if (catalogue_load(&c, dir) != OK)
			fail_msg("%s", c.sentence);
		k = catalogue_indicator(c.catalogue, cases[i].id);
		if (k->small_numbers_under != cases[i].under || k->round_to != cases[i].round_to)
			fail_msg("%s: under %d, to %d", k->id, (int)k->small_numbers_under, (int)k->round_to);
		unlink(path);
		snprintf(path, sizeof path, "%s/indicators", dir);
		rmdir(path);
		rmdir(dir);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_embedded_catalogue_is_in_order), TEST(nicknames_go_together), TEST(every_fault_is_named),
		TEST(loading_says_the_first_fault_and_how_many), TEST(a_missing_overlay_is_an_error),
		TEST(what_a_file_leaves_out_is_filled_in), TEST(an_overlay_replaces_a_file),
		TEST(a_record_sees_the_fields_above_it), TEST(codes_are_found),
		TEST(the_documentation_names_every_data_set), TEST(an_owners_small_number_rule_travels),
		TEST(a_measures_own_rule_only_tightens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
