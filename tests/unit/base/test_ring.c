/* A ring: what is handed over is emptied once, in its order, by whoever should, and before who waits for it goes on. */
#include "unit.h"

#include <string.h>

#include "base/ring.h"

enum { SLOTS = 4, TURNS = 20000 };

struct emptied {
	size_t in[SLOTS];               /* what was filled in */
	size_t got[TURNS], n;
	pthread_t by;                   /* who emptied last */
	bool slow;
};

static void
empty(void *with, size_t slot)
{
	struct emptied *e = with;

	for (volatile int i = 0; e->slow && i < 3000; i++)
		continue;
	e->got[e->n++] = e->in[slot];
	e->by = pthread_self();
}

static void
fill(struct ring *r, struct emptied *e, size_t what, size_t most)
{
	e->in[ring_slot(r)] = what;
	ring_hand_over(r, most);
	assert_true(ring_waiting(r) <= most);
}

static void
assert_in_order(const struct emptied *e, size_t n)
{
	assert_int_equal(e->n, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(e->got[i], i);
}

static void
all_in_their_order(void **state)
{
	(void)state;
	for (int slow = 0; slow < 2; slow++) {
		static struct emptied e;
		struct ring r;

		memset(&e, 0, sizeof e);
		e.slow = slow;
		ring_start(&r, SLOTS, empty, &e);
		assert_false(r.alone);
		for (size_t i = 0; i < TURNS; i++)
			fill(&r, &e, i, i % 1000 == 999 ? 0 : i % SLOTS);
		ring_stop(&r);
		assert_in_order(&e, TURNS);
	}
}

/* Nobody is woken for what its owner would wait for anyway; while others wait there it takes its turn behind them. */
static void
who_would_wait_does_it(void **state)
{
	static struct emptied e;
	struct ring r;

	(void)state;
	e.slow = true;
	ring_start(&r, SLOTS, empty, &e);
	fill(&r, &e, 0, 0);
	assert_true(pthread_equal(e.by, pthread_self()));
	fill(&r, &e, 1, SLOTS - 1);
	ring_wait(&r, 0);
	assert_false(pthread_equal(e.by, pthread_self()));
	fill(&r, &e, 2, SLOTS - 1);
	fill(&r, &e, 3, 0);
	assert_in_order(&e, 4);
	ring_stop(&r);
}

static void
without_a_thread(void **state)
{
	static struct emptied e;
	struct ring r = {.slots = SLOTS, .empty = empty, .with = &e, .alone = true, .lock = PTHREAD_MUTEX_INITIALIZER,
	    .moved = PTHREAD_COND_INITIALIZER};

	(void)state;
	for (size_t i = 0; i < 10; i++)
		fill(&r, &e, i, SLOTS - 1);
	assert_in_order(&e, 10);
	ring_wait(&r, 0);
	ring_stop(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_in_their_order),
		cmocka_unit_test(who_would_wait_does_it),
		cmocka_unit_test(without_a_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
