/* The files of the demonstration: the same for the same seed whatever the number of threads, others for another; and what
 * different files say of the same child agrees. */
#include "unit.h"

#include <dirent.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "demo/demo.h"
#include "demo/files.h"
#include "demo/out.h"
#include "demo/population.h"
#include "demo/noise.h"

#define FOLDERS 3

struct county_files {
	struct mem *m;
	char dir[FOLDERS][64];
	struct demo_summary sum[FOLDERS];
};

/* 3,000 children (two parts) three times: with one thread, with three, and from another seed. */
static int
files_make(void **state)
{
	static const struct { uint64_t seed; int threads; } runs[FOLDERS] = {{11, 1}, {11, 3}, {12, 2}};
	struct county_files *f = calloc(1, sizeof *f);

	f->m = mem_new();
	for (int i = 0; i < FOLDERS; i++) {
		struct ctx c = {.mem = f->m};

		snprintf(f->dir[i], sizeof f->dir[i], "/tmp/bairn-demo-test-XXXXXX");
		assert_non_null(mkdtemp(f->dir[i]));
		assert_int_equal(demo_write(&c, f->dir[i], 3000, runs[i].seed, runs[i].threads, NULL, &f->sum[i]),
		    OK);
	}
	*state = f;
	return 0;
}

static void
folder_remove(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	char below[512];

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(below, sizeof below, "%s/%s", path, e->d_name);
		if (e->d_type == DT_DIR)
			folder_remove(below);
		else
			unlink(below);
	}
	if (d != NULL)
		closedir(d);
	rmdir(path);
}

static int
files_remove(void **state)
{
	struct county_files *f = *state;

	for (int i = 0; i < FOLDERS; i++)
		folder_remove(f->dir[i]);
	mem_free(f->m);
	free(f);
	return 0;
}

/* The whole of a file, NUL-terminated; empty for a file that would have had no row and so is not there. */
static char *
file_read(struct mem *m, const char *dir, const char *path, size_t *n)
{
	char name[256], *text;
	FILE *in;

	snprintf(name, sizeof name, "%s/%s", dir, path);
	in = fopen(name, "rb");
	*n = 0;
	if (in == NULL)
		return mem_copy(m, "", 0);
	fseek(in, 0, SEEK_END);
	*n = (size_t)ftell(in);
	rewind(in);
	text = mem_take(m, *n + 1);
	assert_int_equal(fread(text, 1, *n, in), *n);
	fclose(in);
	return text;
}

/* The n-th cell of a row; cells here hold no commas. */
static struct view
cell_of(const char *row, int n)
{
	struct view line = {row, strcspn(row, "\n")}, cell;

	do
		cell = view_cut(&line, ',');
	while (n-- > 0);
	return cell;
}

static char *
next_row(char *row)
{
	row += strcspn(row, "\n");
	return *row == '\n' && row[1] != '\0' ? row + 1 : NULL;
}

static void
each_path(void (*do_it)(struct county_files *, const char *, int *), struct county_files *f, int *counter)
{
	char path[256];

	for (int k = 0; k < n_file_kinds; k++) {
		const char *const once[] = {"", NULL};

		for (const char *const *p = file_kinds[k].period ? file_kinds[k].period : once; *p != NULL; p++) {
			int n = 0;

			for (const char *from = file_kinds[k].path; *from != '\0'; from++)
				n += *from == '%' ? sprintf(path + n, "%s", *p) : sprintf(path + n, "%c", *from);
			do_it(f, path, counter);
		}
	}
}

static void
same_compare(struct county_files *f, const char *path, int *different)
{
	size_t n[FOLDERS];
	char *text[FOLDERS];

	for (int i = 0; i < FOLDERS; i++)
		text[i] = file_read(f->m, f->dir[i], path, &n[i]);
	if (n[0] != n[1] || memcmp(text[0], text[1], n[0]) != 0)
		fail_msg("%s differs between one thread and three", path);
	*different += n[0] != n[2] || memcmp(text[0], text[2], n[0]) != 0;
}

static void
test_same_seed_same_bytes(void **state)
{
	struct county_files *f = *state;
	int different = 0;

	each_path(same_compare, f, &different);
	assert_int_equal(f->sum[0].rows, f->sum[1].rows);
	assert_true(different > f->sum[0].files * 8 / 10);
	assert_int_equal(f->sum[0].children, 3000);
	assert_int_equal(f->sum[2].children, 3000);
}

/* Every row of a CSV file has its header's cells, and there is no file without rows. */
static void
shape_check(struct county_files *f, const char *path, int *empty)
{
	size_t n, columns = 1;
	char *text = file_read(f->m, f->dir[0], path, &n), *row = text;
	bool quoted = false;

	*empty += n == 0;
	if (strstr(path, ".csv") == NULL || n == 0)
		return;
	if (next_row(text) == NULL)
		fail_msg("%s has a header alone", path);
	for (const char *at = text; *at != '\n'; at++)
		columns += *at == ',';
	while ((row = next_row(row)) != NULL) {
		size_t cells = 1;

		for (const char *at = row; *at != '\n' && *at != '\0'; at++) {
			quoted ^= *at == '"';
			cells += *at == ',' && !quoted;
		}
		if (cells != columns)
			fail_msg("%s: %zu cells where the header has %zu", path, cells, columns);
	}
}

static void
test_rows_have_their_columns(void **state)
{
	struct county_files *f = *state;
	int empty = 0;

	each_path(shape_check, f, &empty);
	assert_true(empty < f->sum[0].files / 6);       /* small monthly files may be */
}

/* Every looked-after row of the last return is in the nightly feed, by its keys: child, day, reason. */
static void
test_return_and_feed_agree(void **state)
{
	struct county_files *f = *state;
	size_t n;
	char *feed = file_read(f->m, f->dir[0], "case_system/cla_episodes.csv", &n), key[128];
	char *row = file_read(f->m, f->dir[0], "ssda903/2025/2025-episodes.csv", &n);
	struct text_map *keys = text_map_new(f->m);
	int rows = 0, missing = 0;

	while ((feed = next_row(feed)) != NULL) {
		struct view child = cell_of(feed, 1), day = cell_of(feed, 2), why = cell_of(feed, 3);

		snprintf(key, sizeof key, VIEW_FORMAT "|" VIEW_FORMAT "|" VIEW_FORMAT, VIEW_ARGS(child),
		    VIEW_ARGS(day), VIEW_ARGS(why));
		text_map_intern(keys, view_of(key));
	}
	while ((row = next_row(row)) != NULL) {
		struct view child = cell_of(row, 0), day = cell_of(row, 1), why = cell_of(row, 2);

		/* 31/12/2025 there is 2025-12-31 here. */
		snprintf(key, sizeof key, VIEW_FORMAT "|%.4s-%.2s-%.2s|" VIEW_FORMAT, VIEW_ARGS(child), day.at + 6,
		    day.at + 3, day.at,
		    VIEW_ARGS(why));
		missing += text_map_find(keys, view_of(key)) < 0;
		rows++;
	}
	assert_true(rows > 20);
	assert_true(missing <= 1 + rows / 100);         /* but for rows spoilt on purpose */
}

/* The population file of 2026 holds as many people under 18 as were asked for. */
static void
test_population_is_the_children(void **state)
{
	struct county_files *f = *state;
	size_t n;
	char *row = file_read(f->m, f->dir[0], "reference/population.csv", &n);
	int64_t children = 0, rows = 0;

	while ((row = next_row(row)) != NULL) {
		int64_t year = 0, age = 0, people = 0;

		assert_true(view_int(cell_of(row, 1), &year) && view_int(cell_of(row, 2), &age)
		    && view_int(cell_of(row, 4), &people));
		if (year == 2026 && age < 18)
			children += people;
		rows++;
	}
	assert_int_equal(children, 3000);
	assert_int_equal(rows, 66 * 6 * 26 * 2);
}

/* Days that are written as numbers in the headers are the days that their comments name. */
/* The outlines of the areas fill the county's own, whose area twice is 1,511,250,000 square metres: no gaps, none twice. */
static void
test_areas_fill_the_county(void **state)
{
	struct county_files *f = *state;
	char path[128], line[4096];
	int64_t total = 0;
	int areas = 0;
	FILE *file;

	snprintf(path, sizeof path, "%s/reference/boundaries.geojson", f->dir[0]);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		char *at = strstr(line, "[[[");
		long east, north, first_east = 0, first_north = 0, before_east = 0, before_north = 0;
		int n = 0;

		for (at = at ? at + 2 : NULL; at && sscanf(at, "[%ld,%ld]", &east, &north) == 2; at = strchr(at + 1, '['), n++) {
			first_east = n ? first_east : east;
			first_north = n ? first_north : north;
			total += (before_east - first_east) * (north - first_north) - (east - first_east) * (before_north - first_north);
			before_east = east;
			before_north = north;
		}
		areas += n > 3;
		assert_true(n == 0 || (before_east == first_east && before_north == first_north));
	}
	fclose(file);
	assert_int_equal(areas, 66);
	assert_true(llabs(total - 1511250000) < 1511250000 / 10000);
}

static void
test_days(void **state)
{
	(void)state;
	assert_int_equal(FIRST_BIRTH, day_of(1995, 7, 1));
	assert_int_equal(STOCK_BEGINS, day_of(2012, 4, 1));
	assert_int_equal(HISTORY_BEGINS, day_of(2021, 4, 1));
	assert_int_equal(LAST_DAY, day_of(2026, 3, 31));
	assert_int_equal(terms[0].from, day_of(2024, 4, 8));
	assert_int_equal(terms[N_TERMS - 1].until, day_of(2026, 3, 27));
	assert_int_equal(snapshots[0], day_of(2021, 6, 30));
	assert_int_equal(snapshots[N_SNAPSHOTS - 1], day_of(2026, 2, 28));
	/* Thursday 2 May 2024 and three working days is Tuesday 7; a Saturday moves to Monday. */
	assert_int_equal(workday_add(day_of(2024, 5, 2), 3), day_of(2024, 5, 7));
	assert_int_equal(workday_at(day_of(2024, 5, 4)), day_of(2024, 5, 6));
}

/* Check digits by hand. UPN A999…: weights 2 to 13, remainder by 23. NHS number: weights 10 to 2, complement by
 * 11. */
static void
test_numbers_have_check_digits(void **state)
{
	struct world w = {.ids = 14000};
	static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";

	(void)state;
	for (int64_t id = 0; id < 3000; id++) {
		struct person p = {.id = id, .born = day_of(2012, 5, 6)};
		char upn[14], nhs[11];
		int sum = 0;

		number_upn(&w, &p, upn);
		assert_int_equal(strlen(upn), 13);
		for (int i = 1; i < 13; i++)
			sum += (upn[i] - '0') * (i + 1);
		assert_int_equal(upn[0], letters[sum % 23]);
		assert_memory_equal(upn + 1, "999", 3);
		number_nhs(&w, &p, nhs);
		assert_int_equal(nhs[0], '9');
		sum = 0;
		for (int i = 0; i < 10; i++)
			sum += (nhs[i] - '0') * (10 - i == 1 ? 1 : 10 - i);
		assert_int_equal(sum % 11, 0);
	}
}

/* Agencies spell some names otherwise and slip in some dates of birth, each always in the same way. Shares as linkage studies
 * of English records find them: about one name in ten differs between two agencies, one date of birth in a hundred. */
static void
test_agencies_differ_and_are_constant(void **state)
{
	struct county_files *f = *state;
	struct world w = {.seed = 5, .children = 3000, .county = county_new(f->m, 5, 3000), .ids = 1000000};
	struct household *h = malloc(sizeof *h);
	int people = 0, names = 0, births = 0, postcodes = 0;

	for (int64_t i = 0; i < 4000; i++) {
		if (!household_make(&w, i, i * 14, h))
			continue;
		for (int j = 0; j < h->n_children; j++) {
			struct seen school, social, again;

			person_see(&w, &h->child[j], EDUCATION, LAST_DAY, &school);
			person_see(&w, &h->child[j], SOCIAL_CARE, LAST_DAY, &social);
			person_see(&w, &h->child[j], SOCIAL_CARE, LAST_DAY, &again);
			assert_string_equal(social.given, again.given);
			assert_string_equal(social.family, again.family);
			assert_int_equal(social.born, again.born);
			assert_string_equal(social.upn, again.upn);
			people++;
			names += strcmp(school.given, social.given) != 0
			    || strcmp(school.family, social.family) != 0;
			births += school.born != social.born;
			postcodes += strcmp(school.postcode, social.postcode) != 0;
		}
	}
	free(h);
	assert_true(people > 5000);
	assert_in_range(names * 1000 / people, 60, 190);
	assert_in_range(births * 1000 / people, 3, 16);
	assert_in_range(postcodes * 1000 / people, 10, 120);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_seed_same_bytes), cmocka_unit_test(test_rows_have_their_columns),
		cmocka_unit_test(test_return_and_feed_agree), cmocka_unit_test(test_population_is_the_children),
		cmocka_unit_test(test_areas_fill_the_county),
		cmocka_unit_test(test_agencies_differ_and_are_constant), cmocka_unit_test(test_days),
		    cmocka_unit_test(test_numbers_have_check_digits),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, files_make, files_remove);
}
