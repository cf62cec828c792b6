/* Rings: the guide's own point on the grid, which points stay, and text that comes back the same. */
#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "base/shape.h"

static struct ring
ring_of(struct mem *m, size_t n, const int32_t (*at)[2])
{
	struct ring r = {0};

	for (size_t i = 0; i < n; i++)
		*push(m, &r) = (struct point){at[i][0], at[i][1]};
	return r;
}
#define RING(...) ring_of(m, sizeof((const int32_t[][2]){__VA_ARGS__}) / sizeof(int32_t[2]), (const int32_t[][2]){__VA_ARGS__})

static const char *
text_of(struct mem *m, struct ring r)
{
	struct builder b = {.mem = m};
	struct shape s = {0};

	*push(m, &s) = r;
	put_shape(&b, &s);
	return built_text(&b);
}

/* Places whose two pairs of coordinates the Ordnance Survey publishes (OSTN15's test points); Helmert is good to 5 m. */
static void
test_grid_of_degrees(void **state)
{
	static const double known[][4] = {
		{-6.29977752, 49.92226394, 91492.146, 11318.804},       /* St Mary's */
		{1.7160373, 52.65800783, 651409.903, 313177.270},       /* Caister */
	};
	double east, north;

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		grid_of_degrees(known[i][0], known[i][1], &east, &north);
		assert_true(fabs(east - known[i][2]) < 5);
		assert_true(fabs(north - known[i][3]) < 5);
	}
	grid_of_degrees(-2, 49, &east, &north);         /* the true origin, on the other ellipsoid */
	assert_true(fabs(east - 400000) < 150 && fabs(north + 100000) < 150);
}

static void
test_area(void **state)
{
	struct mem *m = mem_new();
	struct ring square = RING({0, 0}, {10, 0}, {10, 10}, {0, 10}), back = RING({0, 0}, {0, 10}, {10, 10}, {10, 0});
	struct ring line = RING({0, 0}, {10, 10}, {20, 20});

	(void)state;
	assert_int_equal(ring_twice_area(&square), 200);
	assert_int_equal(ring_twice_area(&back), -200);
	assert_int_equal(ring_twice_area(&line), 0);
	mem_free(m);
}

/* A square of a kilometre: what leaves its edges by 19 m goes, by 21 m stays. */
static void
test_simplified(void **state)
{
	struct mem *m = mem_new();
	struct ring r = RING({0, 0}, {500, 19}, {1000, 0}, {1000, 1000}, {500, 1021}, {0, 1000}, {0, 500});
	struct ring small = RING({0, 0}, {8, 0}, {9, 4}, {8, 9}, {0, 8}), triangle = RING({0, 0}, {1, 0}, {0, 1});

	(void)state;
	r = ring_simplified(m, &r, 20);
	assert_string_equal(text_of(m, r), "0 0 1000 0 0 1000 -500 21 -500 -21");
	small = ring_simplified(m, &small, 20);
	assert_true(small.n >= RING_LEAST);             /* an islet stays one */
	assert_true(ring_twice_area(&small) != 0);
	triangle = ring_simplified(m, &triangle, 20);
	assert_string_equal(text_of(m, triangle), "0 0 1 0 -1 1");
	mem_free(m);
}

static void
test_text(void **state)
{
	static const char *const no[] = {"", "1 2 3 4", "1 2 3 4 5", "1 2 a 4 5 6", "9999999 0 9 0 9999999 0",
	    "99999999999999999999 0 1 0 0 1"};
	struct mem *m = mem_new();
	struct builder b = {.mem = m};
	struct shape s;
	const char *text = "440000 557000 12 -3 -5 900;440100 557100 20 0 0 20";

	(void)state;
	assert_true(shape_read(m, view_of(text), &s));
	assert_int_equal(s.n, 2);
	assert_int_equal(s.item[0].item[2].east, 440007);
	assert_int_equal(s.item[1].item[2].north, 557120);
	put_shape(&b, &s);
	assert_string_equal(built_text(&b), text);
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (shape_read(m, view_of(no[i]), &s))
			fail_msg("\"%s\" was read", no[i]);
	mem_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grid_of_degrees),
		cmocka_unit_test(test_area),
		cmocka_unit_test(test_simplified),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
