/* What the catalogue knows of published numbers: the names of files without their years, and the areas of England. */
#include "unit.h"

#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "catalogue/published_name.h"

static void
test_file_names(void **state)
{
	static const struct { const char *path, *name; } is[] = {
		{"b1_children_in_need_2013_to_2025.csv.gz", "b1_children_in_need"},
		{"/data/2024/lait.csv.gz", "lait"}, {"ks4_la.csv", "ks4_la"}, {"absence_2016-17.CSV", "absence"},
		{"absence_201617.csv", "absence"}, {"cla number (1).csv", "cla number"}, {"care-2025-11-20.csv", "care"},
		{"pupils_under_18.csv", "pupils_under_18"}, {"2024.csv", "2024"}, {"a", "a"}, {"year_to_2024", "year"}, {".csv", ".csv"},
	};
	struct mem *m = mem_new();

	(void)state;
	for (size_t i = 0; i < sizeof is / sizeof *is; i++)
		assert_string_equal(published_file_name(m, view_of(is[i].path)), is[i].name);
	mem_free(m);
}

static const struct known_area *
area(const struct catalogue *k, const char *code)
{
	for (size_t i = 0; i < k->n_areas; i++)
		if (!strcmp(k->area[i].code, code))
			return &k->area[i];
	fail_msg("%s is not there", code);
	return NULL;
}

/* 153 authorities answer for children's services in England today (Department for Education, 2025); each lies in a region, and no
 * two hold one number at a time. */
static void
test_areas(void **state)
{
	struct ctx c = {.mem = mem_new()};
	const struct catalogue *k;
	size_t now = 0, regions = 0;

	(void)state;
	assert_int_equal(catalogue_load(&c, NULL), OK);
	k = c.catalogue;
	for (size_t i = 0; i < k->n_areas; i++) {
		const struct known_area *a = &k->area[i];

		regions += !strcmp(a->kind, "region");
		if (strcmp(a->kind, "authority") != 0)
			continue;
		now += a->until == DAY_NONE;
		assert_non_null(a->number);
		assert_true(!strncmp(a->parent, "E12", 3) || !strncmp(a->parent, "E13", 3));
		for (size_t j = 0; j < i; j++) {
			const struct known_area *b = &k->area[j];

			if (b->number && !strcmp(a->number, b->number) && (a->until == DAY_NONE || b->since == DAY_NONE ||
			    a->until >= b->since) && (b->until == DAY_NONE || a->since == DAY_NONE || b->until >= a->since))
				fail_msg("%s and %s have the number %s", a->name, b->name, a->number);
		}
	}
	assert_int_equal(now, 153);
	assert_int_equal(regions, 9);
	assert_string_equal(area(k, "E06000047")->also[0], "Durham");
	assert_string_equal(area(k, "E06000004")->number, "808");
	assert_int_equal(area(k, "E10000021")->n_became, 2);
	assert_int_equal(area(k, "E10000021")->until, day_of(2021, 3, 31));
	mem_free(c.mem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_file_names), cmocka_unit_test(test_areas)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
