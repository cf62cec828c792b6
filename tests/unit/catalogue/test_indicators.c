/* The indicators as files: how many there are, that each says what a reader needs, and that the published numbers which they
 * name exist where those are at hand (../shared/data/published, or $BAIRN_SHARED/data/published). */
#include "unit.h"

#include <dirent.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/input.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "catalogue/document.h"
#include "catalogue/measure_words.h"
#include "catalogue/published_name.h"

static struct ctx c;

#define DO(call) assert_int_equal(call, OK)

static int
set_up(void **state)
{
	(void)state;
	c = (struct ctx){.mem = mem_new()};
	return catalogue_load(&c, NULL) == OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	mem_free(c.mem);
	return 0;
}

/* ---- what each says -------------------------------------------------------------------------------------------- */

static void
there_are_enough(void **state)
{
	size_t files = 0, measured = 0, reported = 0;

	(void)state;
	for (size_t i = 0; i < c.catalogue->n_indicators; i++) {
		const struct indicator *k = &c.catalogue->indicator[i];

		files += !k->from_clock;
		measured += k->rows != NULL;
		reported += k->reported;
		if (!k->rows && !k->n_published && !k->reported)
			fail_msg("%s: its figures come from nowhere", k->id);
	}
	assert_true(files >= 110);
	assert_true(measured >= 110);
	assert_true(reported > 0);
}

/* Where the data themselves are measured there is no stage of life. */
static void
each_says_what_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < c.catalogue->n_indicators; i++) {
		const struct indicator *k = &c.catalogue->indicator[i];

		if (!k->title || !k->topic || !k->about || !k->source)
			fail_msg("%s lacks a title, a topic, what it is about or its source", k->id);
		if (!k->life_stage && strcmp(k->topic, "data_quality") != 0)
			fail_msg("%s lacks its life stage", k->id);
		if (k->measure == MEASURE_RATE && !k->population.given)
			fail_msg("%s is a rate of no population", k->id);
		for (size_t j = 0; j < i; j++)
			if (strcmp(k->title, c.catalogue->indicator[j].title) == 0)
				fail_msg("%s and %s have one title", k->id, c.catalogue->indicator[j].id);
	}
}

static void
every_life_stage_has_some(void **state)
{
	(void)state;
	for (size_t s = 0; life_stage_words[s]; s++) {
		size_t n = 0;

		for (size_t i = 0; i < c.catalogue->n_indicators; i++)
			n += c.catalogue->indicator[i].life_stage
			    && strcmp(c.catalogue->indicator[i].life_stage, life_stage_words[s]) == 0;
		if (n < 5)
			fail_msg("%s has %zu indicators", life_stage_words[s], n);
	}
}

/* Some that are known from elsewhere: whether high or low is good, of whom, in what. */
static void
some_are_as_published(void **state)
{
	static const struct {
		const char *id;
		enum polarity better;
		double per;
		int age_from, age_to;
		char sex;
		enum period_kind period;
	} known[] = {
		{"teenage_conceptions", POLARITY_LOWER, 1000, 15, 17, 'F', PERIOD_CALENDAR_YEAR},
		{"first_time_entrants", POLARITY_LOWER, 100000, 10, 17, 0, PERIOD_FINANCIAL_YEAR},
		{"care_rate", POLARITY_NEITHER, 10000, 0, 17, 0, PERIOD_FINANCIAL_YEAR},
		{"ehc_plans", POLARITY_NEITHER, 10000, 0, 25, 0, PERIOD_CALENDAR_YEAR},
		{"admissions_self_harm", POLARITY_LOWER, 100000, 10, 24, 0, PERIOD_FINANCIAL_YEAR},
		{"youth_custody", POLARITY_LOWER, 100000, 10, 17, 0, PERIOD_FINANCIAL_YEAR},
		{"neet", POLARITY_LOWER, 100, 0, 0, 0, PERIOD_WINTER},
		{"ehc_plan_issued", POLARITY_HIGHER, 100, 0, 0, 0, PERIOD_CALENDAR_YEAR},
		{"phonics", POLARITY_HIGHER, 100, 0, 0, 0, PERIOD_ACADEMIC_YEAR},
	};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		const struct indicator *k = catalogue_indicator(c.catalogue, known[i].id);

		if (!k)
			fail_msg("there is no %s", known[i].id);
		assert_int_equal(k->better, known[i].better);
		assert_true(k->per >= known[i].per && k->per <= known[i].per);
		assert_int_equal(k->population.age_from, known[i].age_from);
		assert_int_equal(k->population.age_to, known[i].age_to);
		assert_int_equal(k->population.sex, known[i].sex);
		assert_int_equal(k->main_period, known[i].period);
	}
}

static void
the_page_names_every_one(void **state)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	(void)state;
	document_indicators(c.catalogue, out);
	fclose(out);
	for (size_t i = 0; i < c.catalogue->n_indicators; i++)
		if (!strstr(text, mem_format(c.mem, "<br>`%s` | ", c.catalogue->indicator[i].id)))
			fail_msg("docs/indicators.md lacks %s", c.catalogue->indicator[i].id);
	free(text);
}

/* ---- published numbers ------------------------------------------------------------------------------------------- */

/* One file of the folder: its columns, and the words of each that has words. */
struct table_file {
	const char *name;               /* as an indicator names it */
	const char **column;
	size_t n_column;
	struct { const char **item; size_t n, cap; } word;      /* "column=word", each once */
};
static struct { struct table_file *item; size_t n, cap; } tables;

static bool
holds(const struct table_file *f, const char *both)
{
	for (size_t i = 0; i < f->word.n; i++)
		if (strcmp(f->word.item[i], both) == 0)
			return true;
	return false;
}

static const char *
folder(void)
{
	const char *shared = getenv("BAIRN_SHARED");

	return mem_format(c.mem, "%s/data/published", shared ? shared : "../shared");
}

static const char *
text_at(struct view v)
{
	return mem_format(c.mem, VIEW_FORMAT, VIEW_ARGS(v));
}

/* Words of the columns that any indicator asks of; a table has thousands of others. */
static bool
is_asked_for(const char *column)
{
	for (size_t i = 0; i < c.catalogue->n_indicators; i++)
		for (size_t p = 0; p < c.catalogue->indicator[i].n_published; p++)
			for (size_t f = 0; f < c.catalogue->indicator[i].published[p].n_filter; f++)
				if (strcmp(c.catalogue->indicator[i].published[p].filter[f], column) == 0)
					return true;
	return strcmp(column, "measure_code") == 0;
}

static void
read_table(const char *path, const char *name)
{
	struct table_file *f = push(c.mem, &tables);
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more, *asked;

	*f = (struct table_file){.name = published_file_name(c.mem, view_of(name))};
	DO(input_open(&c, path, &in));
	csv = csv_new(&c, in, ',');
	DO(csv_next(&c, csv, &row, &more));
	f->column = mem_new_array(c.mem, const char *, row.n + 1);
	asked = mem_new_array(c.mem, bool, row.n + 1);
	for (f->n_column = 0; f->n_column < row.n; f->n_column++) {
		f->column[f->n_column] = text_at(row.field[f->n_column]);
		asked[f->n_column] = is_asked_for(f->column[f->n_column]);
	}
	/* the tool's numbers themselves are many: its list of measures says enough */
	for (bool skip = strcmp(f->name, "lait.csv") == 0 || strcmp(f->name, "lait") == 0; !skip && more;) {
		DO(csv_next(&c, csv, &row, &more));
		for (size_t i = 0; more && i < row.n && i < f->n_column; i++) {
			const char *both = asked[i] ? mem_format(c.mem, "%s=" VIEW_FORMAT, f->column[i], VIEW_ARGS(row.field[i])) : NULL;

			if (both && !holds(f, both))
				*push(c.mem, &f->word) = both;
		}
	}
	input_close(in);
}

static void
read_tables(void)
{
	DIR *d = opendir(folder());

	for (struct dirent *entry; d && (entry = readdir(d));)
		if (strstr(entry->d_name, ".csv"))
			read_table(mem_format(c.mem, "%s/%s", folder(), entry->d_name), entry->d_name);
	if (d)
		closedir(d);
}

static const struct table_file *
table_named(const char *name, size_t n)
{
	for (size_t i = 0; i < tables.n; i++)
		if (strncmp(tables.item[i].name, name, n) == 0 && tables.item[i].name[n] == '\0')
			return &tables.item[i];
	return NULL;
}

/* "ees.FILE.COLUMN" */
static void
column_exists(const char *id, const char *measure)
{
	const char *file = measure + 4, *column = strrchr(measure, '.') + 1;
	const struct table_file *f = table_named(file, (size_t)(column - 1 - file));

	if (!f)
		fail_msg("%s names %s, whose file is not there", id, measure);
	for (size_t i = 0; i < f->n_column; i++)
		if (strcmp(f->column[i], column) == 0)
			return;
	fail_msg("%s names %s, a column that the file lacks", id, measure);
}

static void
counterpart_exists(const char *id, const struct counterpart *p)
{
	const char *named[] = {p->value, p->numerator, p->denominator, p->less};

	for (size_t i = 0; i < 4; i++)
		if (named[i] && strncmp(named[i], "lait.", 5) == 0) {
			const struct table_file *list = table_named("lait_measures", 13);

			assert_non_null(list);
			if (!holds(list, mem_format(c.mem, "measure_code=%s", named[i] + 5)))
				fail_msg("%s names %s, which the tool's list of measures lacks", id, named[i]);
		} else if (named[i] && strncmp(named[i], "ees.", 4) == 0)
			column_exists(id, named[i]);
	for (size_t i = 0; i < p->n_filter; i++) {
		const char *file = p->value + 4;
		const struct table_file *f = table_named(file, (size_t)(strrchr(p->value, '.') - file));

		if (!holds(f, mem_format(c.mem, "%s=%s", p->filter[i], p->is[i])))
			fail_msg("%s asks for %s `%s`, which %s lacks", id, p->filter[i], p->is[i], f->name);
	}
}

static void
every_published_number_exists(void **state)
{
	size_t n = 0;

	(void)state;
	if (access(folder(), R_OK) != 0) {
		print_message("# the published data are not at hand\n");
		skip();
	}
	read_tables();
	assert_true(tables.n > 10);
	for (size_t i = 0; i < c.catalogue->n_indicators; i++)
		for (size_t p = 0; p < c.catalogue->indicator[i].n_published; p++, n++)
			counterpart_exists(c.catalogue->indicator[i].id, &c.catalogue->indicator[i].published[p]);
	print_message("# %zu published numbers are named\n", n);
	assert_true(n >= 110);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_are_enough), cmocka_unit_test(each_says_what_it_is),
		cmocka_unit_test(every_life_stage_has_some), cmocka_unit_test(some_are_as_published),
		cmocka_unit_test(the_page_names_every_one), cmocka_unit_test(every_published_number_exists),
	};

	return cmocka_run_group_tests_name("indicators", tests, set_up, tear_down);
}
