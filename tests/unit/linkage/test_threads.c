/* Work that several threads share: each item once, whatever there is of it and of them. */
#include "unit.h"

#include <stdbool.h>
#include <stdint.h>

#include "linkage/threads.h"

#define MOST 2000
#define HANDS 7                         /* threads at most */

struct shared {
	size_t n;
	uint8_t done[MOST + 1];
	bool is_at_work[HANDS];         /* by thread */
	bool twice, beyond;
	uint32_t calls;
};

static void
range_done(void *with, size_t from, size_t to)
{
	struct shared *s = with;

	__atomic_fetch_add(&s->calls, 1, __ATOMIC_RELAXED);
	for (size_t i = from; i < to; i++)
		s->done[i]++;
}

/* What is a thread's own is nobody else's meanwhile. */
static void
item_done(void *with, size_t thread, size_t item)
{
	struct shared *s = with;

	if (thread >= HANDS || item >= s->n) {
		s->beyond = true;
		return;
	}
	if (__atomic_exchange_n(&s->is_at_work[thread], true, __ATOMIC_ACQUIRE))
		s->twice = true;
	s->done[item]++;
	__atomic_store_n(&s->is_at_work[thread], false, __ATOMIC_RELEASE);
}

static void
assert_each_once(const struct shared *s)
{
	for (size_t i = 0; i <= MOST; i++)
		assert_int_equal(s->done[i], i < s->n);
}

static void
each_once(void **state)
{
	static const size_t counts[] = {0, 1, 2, 3, 6, 7, 8, 100, 111, 113, MOST};

	(void)state;
	for (int threads = 0; threads <= HANDS; threads++)
		for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
			struct shared ranges = {.n = counts[k]}, items = {.n = counts[k]};

			in_threads(threads, counts[k], range_done, &ranges);
			assert_each_once(&ranges);
			in_turns(threads, counts[k], item_done, &items);
			assert_each_once(&items);
			assert_false(items.twice || items.beyond);
		}
}

/* Where there are as many as threads each is a range, for they may have something of their own; of more there are ranges enough for all. */
static void
one_each(void **state)
{
	(void)state;
	for (int threads = 1; threads <= HANDS; threads++) {
		struct shared few = {.n = (size_t)threads}, many = {.n = MOST};

		in_threads(threads, few.n, range_done, &few);
		assert_int_equal(few.calls, threads);
		in_threads(threads, many.n, range_done, &many);
		assert_in_range(many.calls, 2 * threads, MOST);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_once), cmocka_unit_test(one_each)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
