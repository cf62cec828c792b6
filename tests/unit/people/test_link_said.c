/* What is kept of what a record says comes back as it was, and the number that settles ties is made of it. */
#include "unit.h"

#include "base/mem.h"
#include "people/link_said.h"

#define HIGH(order) ((order) >> 32)

static void
said_by(struct view trait[TRAITS], const char *given, const char *family, const char *number)
{
	for (int i = 0; i < TRAITS; i++)
		trait[i] = (struct view){0};
	trait[TRAIT_GIVEN] = view_of(given);
	trait[TRAIT_FAMILY] = view_of(family);
	trait[TRAIT_BORN] = view_of("2011-04-14");
	trait[TRAIT_UPN] = view_of(number);
}

static uint64_t
order_of(const char *given, const char *family, const char *number, const char *source, int64_t source_key)
{
	struct view trait[TRAITS];

	said_by(trait, given, family, number);
	return record_order(trait, view_of(source), source_key);
}

static void
test_order(void **state)
{
	uint64_t order = order_of("Ada", "Quarmby", "12345678", "health", 7);

	(void)state;
	assert_true(order_of("Ada", "Quarmby", "12345678", "health", 7) == order);
	/* another database: other secret forms of numbers and keys */
	assert_true(HIGH(order_of("Ada", "Quarmby", "87654321", "health", 99)) == HIGH(order));
	assert_true(order_of("Ada", "Quarmby", "87654321", "health", 99) != order);
	/* it says something else, or somebody else says it */
	assert_true(HIGH(order_of("AdaQ", "uarmby", "12345678", "health", 7)) != HIGH(order));
	assert_true(HIGH(order_of("Ada", "Quarmby", "", "health", 7)) != HIGH(order));
	assert_true(HIGH(order_of("Ada", "Quarmby", "12345678", "police", 7)) != HIGH(order));
}

static void
test_kept(void **state)
{
	struct mem *m = mem_new();
	struct view trait[TRAITS], back[TRAITS] = {0};
	static char name[1 << 16];

	(void)state;
	said_by(trait, "Ada", "", "12345678");
	said_unpack(said_pack(m, trait), back);
	for (int i = 0; i < TRAITS; i++)
		assert_true(view_same(trait[i], back[i]));
	assert_true(said_order(said_pack(m, trait), view_of("health"), 7) == record_order(trait, view_of("health"), 7));

	/* too long to be kept: told apart by its key alone, kept or not */
	memset(name, 'a', sizeof name - 1);
	trait[TRAIT_GIVEN] = view_of(name);
	assert_int_equal(said_pack(m, trait).n, 2 * TRAITS + (sizeof name - 1) + strlen("2011-04-1412345678"));
	trait[TRAIT_GIVEN].n++;
	assert_int_equal(said_pack(m, trait).n, 0);
	assert_true(said_order((struct view){0}, view_of("health"), 7) == record_order(trait, view_of("health"), 7));
	mem_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
