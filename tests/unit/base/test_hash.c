/* Hash tables: what was put is found, what was not is not, through every growth; and the hash spreads. */
#include "unit.h"

#include "base/hash.h"
#include "base/mem.h"

static void
test_int_map(void **state)
{
	struct mem *m = mem_new();
	struct int_map *map = int_map_new(m, 0);
	int64_t key, *value, sum = 0;
	size_t at = 0, seen = 0;
	bool is_new;

	(void)state;
	assert_null(int_map_find(map, 0));
	/* Keys in a run, and keys that share their low bits. */
	for (int64_t i = 0; i < 50000; i++) {
		value = int_map_put(map, i % 2 ? i : i << 32, &is_new);
		assert_true(is_new);
		assert_int_equal(*value, 0);
		*value = i;
	}
	assert_int_equal(int_map_count(map), 50000);
	for (int64_t i = 0; i < 50000; i++) {
		assert_int_equal(*int_map_find(map, i % 2 ? i : i << 32), i);
		assert_int_equal(*int_map_put(map, i % 2 ? i : i << 32, &is_new), i);
		assert_false(is_new);
		if (i > 0)
			assert_null(int_map_find(map, i % 2 ? i << 32 : i));
	}
	assert_null(int_map_find(map, -1));
	assert_null(int_map_find(map, INT64_MAX));
	while (int_map_next(map, &at, &key, &value)) {
		seen++;
		sum += *value;
		assert_int_equal(key, *value % 2 ? *value : *value << 32);
	}
	assert_int_equal(seen, 50000);
	assert_int_equal(sum, INT64_C(50000) * 49999 / 2);
	mem_free(m);
}

static void
test_int_map_does_not_grow_when_it_was_told(void **state)
{
	struct mem *m = mem_new();
	struct int_map *map = int_map_new(m, 10000);
	size_t held = mem_held(m);
	bool is_new;

	(void)state;
	for (int64_t i = 0; i < 10000; i++)
		int_map_put(map, i * 1000003, &is_new);
	assert_int_equal(mem_held(m), held);
	mem_free(m);
}

static void
test_text_map(void **state)
{
	struct mem *m = mem_new();
	struct text_map *map = text_map_new(m);
	char text[32];

	(void)state;
	assert_int_equal(text_map_find(map, VIEW("a")), -1);
	assert_int_equal(text_map_find(map, VIEW("")), -1);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 20000; i++) {
			int n = snprintf(text, sizeof text, "name %d", i);

			assert_int_equal(text_map_intern(map, (struct view){text, (size_t)n}), i);
		}
	assert_int_equal(text_map_count(map), 20000);
	assert_string_equal(text_map_text(map, 12345), "name 12345");
	assert_int_equal(text_map_find(map, VIEW("name 19999")), 19999);
	assert_int_equal(text_map_find(map, VIEW("name 20000")), -1);
	assert_int_equal(text_map_intern(map, (struct view){NULL, 0}), 20000);
	assert_int_equal(text_map_find(map, VIEW("")), 20000);
	assert_int_equal(text_map_intern(map, VIEW("a\0b")), 20001);
	assert_int_equal(text_map_find(map, VIEW("a\0c")), -1);
	mem_free(m);
}

/* Texts of one changed bit, of every length: no two hashes alike, and the low bits fill their buckets evenly. */
static void
test_the_hash_spreads(void **state)
{
	struct mem *m = mem_new();
	struct int_map *seen = int_map_new(m, 10000);
	unsigned char text[40] = {0};
	int bucket[64] = {0}, count = 0;
	bool is_new;

	(void)state;
	for (size_t n = 0; n <= sizeof text; n++)
		for (size_t bit = 0; bit <= n * 8; bit++) {
			uint64_t h;

			if (bit > 0)
				text[(bit - 1) / 8] ^= (unsigned char)(1 << (bit - 1) % 8);
			h = hash_mix(7, text, n);
			int_map_put(seen, (int64_t)(h >> 1), &is_new);
			assert_true(is_new);
			bucket[h & 63]++;
			count++;
			if (bit > 0)
				text[(bit - 1) / 8] ^= (unsigned char)(1 << (bit - 1) % 8);
		}
	for (int i = 0; i < 64; i++)
		assert_in_range(bucket[i], count / 64 * 6 / 10, count / 64 * 14 / 10);
	assert_true(hash_mix(1, "abc", 3) != hash_mix(2, "abc", 3));
	assert_true(hash_mix(hash_mix(0, "ab", 2), "c", 1) != hash_mix(hash_mix(0, "a", 1), "bc", 2));
	mem_free(m);
}

/* The hash is of the bytes alone: not of where they stand, nor of what stands around them. */
static void
test_the_hash_is_of_the_bytes(void **state)
{
	unsigned char text[64], other[64];

	(void)state;
	for (size_t n = 0; n <= 40; n++)
		for (size_t at = 0; at < 16; at++) {
			memset(text, 0xff, sizeof text);
			memset(other, 0, sizeof other);
			for (size_t i = 0; i < n; i++)
				text[i] = other[at + i] = (unsigned char)(i * 37 + 1);
			assert_true(hash_mix(3, text, n) == hash_mix(3, other + at, n));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_int_map),
		cmocka_unit_test(test_int_map_does_not_grow_when_it_was_told),
		cmocka_unit_test(test_text_map),
		cmocka_unit_test(test_the_hash_spreads),
		cmocka_unit_test(test_the_hash_is_of_the_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
