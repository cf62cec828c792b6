/* The file that linkage is tried on: as many records as were asked for, the same for the same seed, mixed, with as much wrong in
 * it as the settings say, and a truth that holds. */
#include "unit.h"

#include <math.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/day.h"
#include "base/hash.h"
#include "base/input.h"
#include "base/mem.h"
#include "demo/people.h"
#include "demo/stock.h"

#define RECORDS 60000

enum field { REC_ID, SOURCE, GIVEN, FAMILY, DOB, SEX, POSTCODE, UPN, NHS, TRUTH, N_FIELDS };
static const char *const sources[] = {"education", "health", "early_help", "social_care", "youth_justice"};
#define N_SOURCES 5

struct record {
	const char *field[N_FIELDS];
	int source;
	int64_t truth;
};

struct records {
	struct record *item;
	size_t n, cap;
	int64_t children, most_truth;
};

/* Shares of records, of those that have the field; pairs are records of one child. */
struct rates {
	double source[N_SOURCES], missing[N_SOURCES][N_FIELDS], differ[N_FIELDS], per_child;
	int64_t in_source[N_SOURCES], pairs;
};

struct made {
	struct mem *m;
	char dir[64];
	struct records r;
	int64_t children;           /* as people_file_write counted them */
};

static void
records_read(struct mem *m, const char *path, struct records *out)
{
	struct ctx c = {.mem = m};
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more;

	*out = (struct records){0};
	assert_int_equal(input_open(&c, path, &in), OK);
	csv = csv_new(&c, in, ',');
	assert_int_equal(csv_next(&c, csv, &row, &more), OK);
	assert_true(view_is(row.raw, PEOPLE_HEADER));
	while (csv_next(&c, csv, &row, &more) == OK && more) {
		struct record *r = push(m, out);

		assert_int_equal(row.n, N_FIELDS);
		for (int i = 0; i < N_FIELDS; i++)
			r->field[i] = mem_copy(m, row.field[i].at, row.field[i].n);
		while (r->source < N_SOURCES && strcmp(sources[r->source], r->field[SOURCE]) != 0)
			r->source++;
		assert_in_range(r->source, 0, N_SOURCES - 1);
		r->truth = atoll(r->field[TRUTH]);
		out->most_truth = r->truth > out->most_truth ? r->truth : out->most_truth;
	}
	input_close(in);
}

static int
by_truth(const void *a, const void *b)
{
	const struct record *x = *(const struct record *const *)a, *y = *(const struct record *const *)b;

	return x->truth < y->truth ? -1 : x->truth > y->truth ? 1 : strcmp(x->field[REC_ID], y->field[REC_ID]);
}

/* The records child by child, and how many children. */
static const struct record **
children_of(struct mem *m, struct records *r)
{
	const struct record **list = mem_new_array(m, const struct record *, r->n);

	for (size_t i = 0; i < r->n; i++)
		list[i] = &r->item[i];
	qsort(list, r->n, sizeof *list, by_truth);
	r->children = 0;
	for (size_t i = 0; i < r->n; i++)
		r->children += i == 0 || list[i]->truth != list[i - 1]->truth;
	return list;
}

static void
rates_of(struct mem *m, struct records *r, struct rates *out)
{
	const struct record **list = children_of(m, r);
	double both[N_FIELDS] = {0};

	*out = (struct rates){.per_child = (double)r->n / (double)r->children};
	for (size_t i = 0; i < r->n; i++) {
		const struct record *a = list[i];

		out->in_source[a->source]++;
		for (int f = 0; f < N_FIELDS; f++)
			out->missing[a->source][f] += a->field[f][0] == '\0';
		for (size_t j = i + 1; j < r->n && list[j]->truth == a->truth; j++) {
			out->pairs++;
			for (int f = 0; f < N_FIELDS; f++) {
				bool there = a->field[f][0] != '\0' && list[j]->field[f][0] != '\0';

				both[f] += there;
				out->differ[f] += there && strcmp(a->field[f], list[j]->field[f]) != 0;
			}
		}
	}
	for (int s = 0; s < N_SOURCES; s++) {
		out->source[s] = (double)out->in_source[s] / (double)r->n;
		for (int f = 0; f < N_FIELDS; f++)
			out->missing[s][f] /= (double)out->in_source[s];
	}
	for (int f = 0; f < N_FIELDS; f++)
		out->differ[f] /= both[f];
}

static int64_t
make(const char *dir, int64_t records, uint64_t seed, int threads)
{
	struct ctx c = {.mem = mem_new()};
	struct people_summary sum;

	assert_int_equal(people_file_write(&c, dir, records, seed, threads, &sum), OK);
	assert_int_equal(sum.records, records);
	mem_free(c.mem);
	return sum.children;
}

static void
files_remove(struct mem *m, const char *dir)
{
	unlink(mem_format(m, "%s/people.csv", dir));
	unlink(mem_format(m, "%s/postcodes.csv", dir));
	assert_int_equal(rmdir(dir), 0);                /* nothing else was left there */
}

static int
file_make(void **state)
{
	struct made *x = calloc(1, sizeof *x);

	x->m = mem_new();
	snprintf(x->dir, sizeof x->dir, "/tmp/bairn-people-test-XXXXXX");
	assert_non_null(mkdtemp(x->dir));
	x->children = make(x->dir, RECORDS, 5, 2);
	records_read(x->m, mem_format(x->m, "%s/people.csv", x->dir), &x->r);
	*state = x;
	return 0;
}

static int
file_remove(void **state)
{
	struct made *x = *state;

	files_remove(x->m, x->dir);
	mem_free(x->m);
	free(x);
	return 0;
}

static char *
bytes_of(struct mem *m, const char *dir, int64_t records, uint64_t seed, int threads, size_t *n)
{
	char *text = mem_take(m, (size_t)records * 256), *path = mem_format(m, "%s/people.csv", dir);
	FILE *in;

	make(dir, records, seed, threads);
	in = fopen(path, "rb");
	assert_non_null(in);
	*n = fread(text, 1, (size_t)records * 256, in);
	fclose(in);
	return text;
}

/* Whatever the threads, and whether the rows go through one file or three on their way. */
static void
test_same_seed_same_bytes(void **state)
{
	struct made *x = *state;
	static const int64_t sizes[] = {1, 999, 170000};
	char *dir = mem_format(x->m, "%s-again", x->dir);

	for (int i = 0; i < 3; i++) {
		struct mem *m = mem_new();
		size_t n[3];
		char *one = bytes_of(m, dir, sizes[i], 3, 1, &n[0]), *four = bytes_of(m, dir, sizes[i], 3, 4, &n[1]);
		char *other = bytes_of(m, dir, sizes[i], 4, 2, &n[2]);

		assert_int_equal(n[0], n[1]);
		assert_memory_equal(one, four, n[0]);
		assert_true(n[2] != n[0] || memcmp(one, other, n[0]) != 0);
		mem_free(m);
	}
	files_remove(x->m, dir);
}

/* Every postcode of a record has one place, within the 100 by 200 km of Wearshire and the counties where families are. */
static void
test_postcodes_have_places(void **state)
{
	struct made *x = *state;
	struct ctx c = {.mem = x->m};
	struct text_map *places = text_map_new(x->m);
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more;
	int32_t n = 0;

	assert_int_equal(input_open(&c, mem_format(x->m, "%s/postcodes.csv", x->dir), &in), OK);
	csv = csv_new(&c, in, ',');
	assert_int_equal(csv_next(&c, csv, &row, &more), OK);
	assert_true(view_is(row.raw, "pcds,doterm,oseast1m,osnrth1m"));
	while (csv_next(&c, csv, &row, &more) == OK && more) {
		int64_t east, north;

		assert_true(view_int(row.field[2], &east) && view_int(row.field[3], &north));
		assert_in_range(east, 380000, 480000);
		assert_in_range(north, 400000, 600000);
		assert_int_equal(text_map_intern(places, row.field[0]), n++);
	}
	input_close(in);
	for (size_t i = 0; i < x->r.n; i++)
		if (x->r.item[i].field[POSTCODE][0])
			assert_true(text_map_find(places, view_of(x->r.item[i].field[POSTCODE])) >= 0);
}

/* Exactly as many, numbered in their order. */
static void
test_as_many_as_asked_for(void **state)
{
	struct made *x = *state;

	assert_int_equal(x->r.n, RECORDS);
	children_of(x->m, &x->r);
	assert_int_equal(x->children, x->r.children);
	for (size_t i = 0; i < x->r.n; i++)
		assert_int_equal(atoll(x->r.item[i].field[REC_ID]), i + 1);
}

/* Truths are given in the order that children are made. Mixed well, the mean of any tenth of the file is the mean of all but for
 * chance (its standard error: the range's over the square roots of 12 and of the tenth), and few neighbours are one child's. */
static void
test_order_says_nothing(void **state)
{
	struct made *x = *state;
	double range = (double)x->r.most_truth, error = range / sqrt(12.0 * RECORDS / 10);
	int beside = 0;

	for (int tenth = 0; tenth < 10; tenth++) {
		double sum = 0;
		int education = 0;

		for (size_t i = 0; i < RECORDS / 10; i++) {
			const struct record *r = &x->r.item[(size_t)tenth * RECORDS / 10 + i];

			sum += (double)r->truth;
			education += r->source == 0;
		}
		assert_true(fabs(sum / (RECORDS / 10) - range / 2) < 5 * error + range / 50);
		assert_in_range(education, RECORDS / 10 * 29 / 100, RECORDS / 10 * 38 / 100);
	}
	for (size_t i = 1; i < RECORDS; i++)
		beside += x->r.item[i].truth == x->r.item[i - 1].truth;
	assert_in_range(beside, 0, 12);                 /* 60,000 × 1.5 ÷ 60,000 are expected */
}

/* Four standard errors round what the settings of noise.c say, in 10,000. */
static void
test_missing_as_often_as_set(void **state)
{
	struct made *x = *state;
	static const struct { int source, field, low, high; } set[] = {
		{0, GIVEN, 51, 51}, {0, FAMILY, 31, 31}, {0, DOB, 103, 103}, {0, SEX, 150, 150}, {0, POSTCODE, 311, 311},
		{1, GIVEN, 39, 39}, {1, FAMILY, 27, 27}, {1, DOB, 74, 74}, {1, SEX, 116, 116}, {1, POSTCODE, 281, 281},
		{2, GIVEN, 60, 60}, {2, FAMILY, 36, 36}, {2, DOB, 118, 118}, {2, SEX, 194, 194}, {2, POSTCODE, 336, 336},
		{3, GIVEN, 84, 84}, {3, FAMILY, 36, 36}, {3, DOB, 170, 170}, {3, SEX, 173, 173}, {3, POSTCODE, 602, 602},
		{4, GIVEN, 28, 28}, {4, FAMILY, 83, 83}, {4, DOB, 249, 249}, {4, SEX, 319, 319}, {4, POSTCODE, 928, 928},
		/* NHS numbers: what is left of those that the agency holds. */
		{0, NHS, 9850, 9850}, {1, NHS, 315, 315}, {2, NHS, 7000, 7000}, {3, NHS, 6000, 6000}, {4, NHS, 9500, 9500},
		/* UPNs: the same of those of school age; 15 to 16 of 19 years are, and those of youth justice all. */
		{0, UPN, 100, 900}, {1, UPN, 9700, 9800}, {2, UPN, 5600, 6200}, {3, UPN, 4000, 4700}, {4, UPN, 9250, 9250},
	};
	struct rates rates;

	rates_of(x->m, &x->r, &rates);
	for (size_t i = 0; i < sizeof set / sizeof *set; i++) {
		double low = set[i].low / 1e4, high = set[i].high / 1e4, got = rates.missing[set[i].source][set[i].field];
		double n = (double)rates.in_source[set[i].source];

		low -= 4 * sqrt(low * (1 - low) / n);
		high += 4 * sqrt(high * (1 - high) / n);
		if (got < low || got > high)
			fail_msg("%s lacks field %d in %.4f, not %.4f to %.4f", sources[set[i].source], set[i].field, got,
			    low, high);
	}
}

/* Of two records of a child, one or the other goes wrong. A sex: 24 in 10,000 each, so 48. A date of birth: 29 to 56 in 1,000,
 * most of them in education and health, so about 65 to 80 of pairs. An NHS number: one figure in ten to eighty in
 * 10,000, and twins. Names: what is mistyped, put otherwise (where there is another form), swapped, changed. */
static void
test_wrong_as_often_as_set(void **state)
{
	struct made *x = *state;
	static const struct { int field; double low, high; } set[] = {
		{SEX, .0030, .0066}, {DOB, .060, .083}, {GIVEN, .10, .16}, {FAMILY, .09, .14}, {POSTCODE, .09, .16},
		{UPN, .010, .030}, {NHS, .002, .015},
	};
	struct rates rates;

	rates_of(x->m, &x->r, &rates);
	assert_true(rates.per_child > 2.0 && rates.per_child < 2.2);
	for (size_t i = 0; i < sizeof set / sizeof *set; i++)
		if (rates.differ[set[i].field] < set[i].low || rates.differ[set[i].field] > set[i].high)
			fail_msg("field %d differs in %.4f of pairs, not %.4f to %.4f", set[i].field,
			    rates.differ[set[i].field], set[i].low, set[i].high);
}

/* Of two records of one child hardly any agree in nothing; of three or more, all but one in seventy have a date of birth that half
 * of them say (two of three go wrong in 4 in 1,000). */
static void
test_one_truth_is_one_child(void **state)
{
	struct made *x = *state;
	const struct record **list = children_of(x->m, &x->r);
	int pairs = 0, strange = 0, threes = 0, torn = 0;

	for (size_t i = 0, until; i < RECORDS; i = until) {
		int most = 0, dated = 0;

		for (until = i; until < RECORDS && list[until]->truth == list[i]->truth; until++)
			dated += list[until]->field[DOB][0] != '\0';
		for (size_t a = i; a < until; a++) {
			int same = 0;

			for (size_t b = i; b < until; b++) {
				same += list[a]->field[DOB][0] != '\0' && strcmp(list[a]->field[DOB], list[b]->field[DOB]) == 0;
				if (b <= a)
					continue;
				bool agree = false;

				for (int f = GIVEN; f <= NHS; f++)
					agree |= f != SEX && list[a]->field[f][0] != '\0'
					    && strcmp(list[a]->field[f], list[b]->field[f]) == 0;
				pairs++;
				strange += !agree;
			}
			most = same > most ? same : most;
		}
		if (dated >= 3) {
			threes++;
			torn += most * 2 < dated;
		}
	}
	assert_true(pairs > RECORDS / 2);
	assert_in_range(strange, 0, pairs / 500);
	assert_true(threes > 5000);
	assert_in_range(torn, 0, threes / 70);
}

/* A number that two children share is a twin's: twins are numbered one after the other. A figure that is wrong fails the check,
 * so that it is nobody else's. */
static void
numbers_check(struct made *x, int field, int low, int high)
{
	struct text_map *seen = text_map_new(x->m);
	int64_t *whose = mem_new_array(x->m, int64_t, RECORDS);
	int shared = 0;

	for (size_t i = 0; i < RECORDS; i++) {
		const struct record *r = &x->r.item[i];
		size_t before = text_map_count(seen);
		int32_t at;

		if (r->field[field][0] == '\0')
			continue;
		at = text_map_intern(seen, view_of(r->field[field]));
		if (text_map_count(seen) > before) {
			whose[at] = r->truth;
		} else if (whose[at] != r->truth) {
			if (llabs(whose[at] - r->truth) != 1)
				fail_msg("%s is %lld's and %lld's", r->field[field], (long long)whose[at], (long long)r->truth);
			shared++;
		}
	}
	assert_in_range(shared, low, high);
}

static void
test_only_twins_share_numbers(void **state)
{
	numbers_check(*state, UPN, 1, 40);
	numbers_check(*state, NHS, 1, 40);
}

static int
by_count(const void *a, const void *b)
{
	return *(const int *)b - *(const int *)a;
}

/* By the octaves of stock.c, which add up to 10,030: the first British family name is 150 of them, the first 127 are 2,360, the
 * first 1,023 are 5,010. The standard error of a half of 300,000 is 0.001. */
static void
test_names_as_frequent_as_England(void **state)
{
	struct made *x = *state;
	const struct stock *s = stock_new(x->m);
	struct rng r = rng_stream(1, STREAM_HOUSEHOLD, 1);
	struct text_map *names = text_map_new(x->m);
	int *count = mem_new_array(x->m, int, 40000), drawn = 0, sum = 0, smiths;

	assert_in_range(stock_families(s, BRITISH), 32000, 32767);
	while (drawn < 300000) {
		char name[NAME_SIZE];

		stock_family(s, &r, BRITISH, name);
		if (strchr(name, '-') != NULL)
			continue;
		assert_null(strpbrk(name, ",\"\n"));
		count[text_map_intern(names, view_of(name))]++;
		drawn++;
	}
	smiths = count[text_map_find(names, view_of("Smith"))];
	assert_true(fabs(smiths / 3e5 - 150 / 10030.0) < 0.001);
	qsort(count, 40000, sizeof *count, by_count);
	assert_int_equal(count[0], smiths);
	for (int i = 0; i < 1023; i++) {
		sum += count[i];
		if (i == 126)
			assert_true(fabs(sum / 3e5 - 2360 / 10030.0) < 0.004);
	}
	assert_true(fabs(sum / 3e5 - 5010 / 10030.0) < 0.02);  /* the luckiest of 2,000 are counted first */
	assert_true(text_map_count(names) > 25000);
}

/* Every family name of the file that is not slipped in is one of the stock: some 8,000 of 60,000 records are different. */
static void
test_file_has_many_names(void **state)
{
	struct made *x = *state;
	struct text_map *names = text_map_new(x->m);
	int smiths = 0;

	for (size_t i = 0; i < RECORDS; i++) {
		text_map_intern(names, view_of(x->r.item[i].field[FAMILY]));
		smiths += strcmp(x->r.item[i].field[FAMILY], "Smith") == 0;
	}
	assert_in_range(text_map_count(names), 6000, 14000);
	assert_in_range(smiths, RECORDS * 7 / 1000, RECORDS * 14 / 1000);
}

/* Beside the file that the rates were taken after: within so much, field by field. Not the same, and not meant to be. */
static void
test_like_the_reference_file(void **state)
{
	struct made *x = *state;
	const char *shared = getenv("BAIRN_SHARED");
	char *path = mem_format(x->m, "%s/vectors/linkage/children_50k.csv.gz", shared ? shared : "../shared");
	struct records other;
	struct rates mine, theirs;

	if (access(path, R_OK) != 0) {
		print_message("# skipped: %s is not there\n", path);
		skip();
	}
	records_read(x->m, path, &other);
	rates_of(x->m, &x->r, &mine);
	rates_of(x->m, &other, &theirs);
	assert_true(fabs(mine.per_child - theirs.per_child) < 0.08);
	for (int s = 0; s < N_SOURCES; s++) {
		assert_true(fabs(mine.source[s] - theirs.source[s]) < 0.02);
		for (int f = GIVEN; f < TRUTH; f++)
			if (fabs(mine.missing[s][f] - theirs.missing[s][f]) > 0.035)
				fail_msg("%s lacks field %d in %.4f, there %.4f", sources[s], f, mine.missing[s][f],
				    theirs.missing[s][f]);
	}
	for (int f = GIVEN; f < TRUTH; f++)
		if (fabs(mine.differ[f] - theirs.differ[f]) > 0.035)
			fail_msg("field %d differs in %.4f of pairs, there %.4f", f, mine.differ[f], theirs.differ[f]);
}

static void
test_refused(void **state)
{
	struct made *x = *state;
	static const int64_t wrong[] = {0, PEOPLE_MOST + 1};

	for (int i = 0; i < 2; i++) {
		struct ctx c = {.mem = x->m};
		struct people_summary sum;
		const char *dir = mem_format(x->m, "%s/none", x->dir);

		assert_int_equal(people_file_write(&c, dir, wrong[i], 1, 1, &sum), ERR_USAGE);
		assert_int_not_equal(access(dir, F_OK), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_seed_same_bytes), cmocka_unit_test(test_as_many_as_asked_for),
		cmocka_unit_test(test_order_says_nothing), cmocka_unit_test(test_missing_as_often_as_set),
		cmocka_unit_test(test_wrong_as_often_as_set), cmocka_unit_test(test_one_truth_is_one_child),
		cmocka_unit_test(test_only_twins_share_numbers), cmocka_unit_test(test_names_as_frequent_as_England),
		cmocka_unit_test(test_file_has_many_names), cmocka_unit_test(test_like_the_reference_file),
		cmocka_unit_test(test_postcodes_have_places), cmocka_unit_test(test_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, file_make, file_remove);
}
