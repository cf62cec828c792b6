/* Arenas: what is taken is zero, aligned and apart; a reset keeps little; lists grow without losing what they hold. */
#include "unit.h"

#include "base/mem.h"

static void
test_taken_memory_is_zero_aligned_and_apart(void **state)
{
	struct mem *m = mem_new();
	unsigned char *before = NULL;

	(void)state;
	for (size_t size = 0; size < 3000; size += 7) {
		unsigned char *p = mem_take(m, size);

		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		assert_ptr_not_equal(p, before);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, size);
		before = p;
	}
	mem_free(m);
}

static void
test_memory_is_zero_again_after_a_reset(void **state)
{
	struct mem *m = mem_new();

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t size = 1; size < 40000; size += 997) {
			unsigned char *p = mem_take(m, size);

			for (size_t i = 0; i < size; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xaa, size);
		}
		mem_reset(m);
	}
	mem_free(m);
}

static void
test_reset_gives_large_blocks_back(void **state)
{
	struct mem *m = mem_new();

	(void)state;
	mem_take(m, 100);
	for (int i = 0; i < 20; i++)
		memset(mem_take(m, 10000000), 1, 10000000);
	assert_true(mem_held(m) >= 200000000);
	mem_reset(m);
	assert_true(mem_held(m) <= 1024 * 1024);
	mem_free(m);
	mem_free(NULL);
}

static void
test_list_keeps_what_it_holds(void **state)
{
	struct mem *m = mem_new();
	struct LIST(int64_t) a = {0}, b = {0};

	(void)state;
	/* Two lists that grow by turns: the first grows in place at first, then cannot. */
	for (int64_t i = 0; i < 10000; i++) {
		int64_t *one = push(m, &a);

		assert_int_equal(*one, 0);
		*one = i;
		if (i > 100) {
			assert_int_equal(*push(m, &b), 0);
			b.item[b.n - 1] = -i;
		}
	}
	assert_int_equal(a.n, 10000);
	assert_int_equal(b.n, 9899);
	for (int64_t i = 0; i < 10000; i++)
		assert_int_equal(a.item[i], i);
	for (int64_t i = 0; i < 9899; i++)
		assert_int_equal(b.item[i], -(i + 101));
	mem_free(m);
}

static void
test_list_item_is_zero_after_reuse_of_its_place(void **state)
{
	struct mem *m = mem_new();
	struct LIST(int) a = {0};

	(void)state;
	for (int i = 0; i < 20; i++)
		*push(m, &a) = 7;
	a.n = 0;
	for (int i = 0; i < 20; i++)
		assert_int_equal(*push(m, &a), 0);
	mem_free(m);
}

static void
test_format_and_copy(void **state)
{
	struct mem *m = mem_new();
	char *longer = mem_format(m, "%0500d", 7);

	(void)state;
	assert_string_equal(mem_format(m, "%s-%d", "a", 3), "a-3");
	assert_int_equal(strlen(longer), 500);
	assert_int_equal(longer[499], '7');
	assert_string_equal(mem_copy(m, "abcdef", 3), "abc");
	assert_string_equal(mem_copy(m, NULL, 0), "");
	mem_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_taken_memory_is_zero_aligned_and_apart),
		cmocka_unit_test(test_memory_is_zero_again_after_a_reset),
		cmocka_unit_test(test_reset_gives_large_blocks_back),
		cmocka_unit_test(test_list_keeps_what_it_holds),
		cmocka_unit_test(test_list_item_is_zero_after_reuse_of_its_place),
		cmocka_unit_test(test_format_and_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
