/* The shortest text of numbers: against the C library, which tries more digits until the number reads back. */
#include "unit.h"

#include <math.h>

#include "base/real.h"

static const char *
tried(double x)
{
	static char text[40];

	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, x);
		if (strtod(text, NULL) == x)
			break;
	}
	return text;
}

static void
assert_text(double x, const char *want)
{
	char text[REAL_SIZE];
	size_t n = real_text(x, text);

	assert_int_equal(n, strlen(text));
	if (strcmp(text, want) != 0)
		fail_msg("%.17g: %s, not %s", x, text, want);
}

static void
test_known_texts(void **state)
{
	(void)state;
	assert_text(0, "0");
	assert_text(-0.0, "0");
	assert_text(1, "1");
	assert_text(-250, "-250");
	assert_text(0.1, "0.1");
	assert_text(-1.5, "-1.5");
	assert_text(0.1 + 0.2, "0.30000000000000004");
	assert_text(5e-324, "4.94065645841247e-324");
	assert_text(1e-5, "1e-05");
	assert_text(0.0001, "0.0001");
	assert_text(123456789012345, "123456789012345");
	assert_text(1e15, "1e+15");
	assert_text(1e22, "1e+22");
	assert_text(9007199254740992, "9007199254740992");
	assert_text(NAN, "NaN");
	assert_text(INFINITY, "Inf");
	assert_text(-INFINITY, "-Inf");
}

/* xorshift (Marsaglia 2003): bits without pattern, the same every time. */
static uint64_t
next(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	return *x ^= *x << 17;
}

/* The same text, or one that reads back with fewer digits: at powers of two the gap below is half the one above, and a
 * shorter number that is not the nearest of its length may lie in the wider one. */
static void
assert_shortest(double x)
{
	const char *want = x == 0 ? "0" : tried(x);
	char text[REAL_SIZE];

	real_text(x, text);
	if (strcmp(text, want) != 0 && (strtod(text, NULL) != x || strlen(text) >= strlen(want)))
		fail_msg("%.17g: %s, not %s", x, text, want);
}

/* Numbers of every size, of few and of many digits, and the neighbours of powers of two, where the gaps change. */
static void
test_agrees_with_trying(void **state)
{
	uint64_t seed = 88172645463325252u;
	double x;

	(void)state;
	for (int i = 0; i < ROUNDS_OF(300000); i++) {
		uint64_t bits = next(&seed);

		if (i % 3 == 0) {
			memcpy(&x, &bits, sizeof x);
		} else if (i % 3 == 1) {
			x = (double)(bits % 100000000) / pow(10, (double)(next(&seed) % 12));
		} else {
			x = ldexp(1, (int)(bits % 160) - 110);
			x = bits & 0x10000 ? nextafter(x, 0) : bits & 0x20000 ? nextafter(x, INFINITY) : x;
		}
		if (isfinite(x))
			assert_shortest(x);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_known_texts),
	    cmocka_unit_test(test_agrees_with_trying),
	};

	return cmocka_run_group_tests_name("real", tests, NULL, NULL);
}
