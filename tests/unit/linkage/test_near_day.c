/* Nearness of dates, by hand, and against a reference that compares what a person would have typed. */
#include "unit.h"

#include "base/day.h"
#include "linkage/near_day.h"

static int32_t
day(int ymd)
{
	return day_of(ymd / 10000, ymd / 100 % 100, ymd % 100);
}

static enum day_near
near_of(int32_t a, int32_t b)
{
	return day_near(date_pack(a), date_pack(b));
}

static const struct { int a, b; enum day_near near; } pairs[] = {
	{20100501, 20100501, DAY_SAME},
	{20100312, 20101203, DAY_SWAPPED}, {20100102, 20100201, DAY_SWAPPED},
	{20100501, 20100508, DAY_ONE_DIGIT}, {20100501, 20100511, DAY_ONE_DIGIT}, {20100501, 20100601, DAY_ONE_DIGIT},
	{20100501, 20110501, DAY_ONE_DIGIT}, {20100501, 20000501, DAY_ONE_DIGIT}, {20100501, 19100501, DAY_OTHER},
	{20100512, 20100521, DAY_ONE_DIGIT},    /* 12 and 21 */
	{20100501, 20010501, DAY_ONE_DIGIT},    /* 2010 and 2001 */
	{20101001, 20100110, DAY_SWAPPED},      /* 1 October and 10 January */
	{20100113, 20101103, DAY_SAME_YEAR},    /* 1301 and 0311: three digits */
	{20100910, 20100109, DAY_SAME_YEAR},    /* 1009 and 0901: three digits */
	{20100120, 20101002, DAY_SAME_YEAR},    /* 2001 and 0210 */
	{20101110, 20100111, DAY_ONE_DIGIT},    /* 1011 and 1101: the neighbours in the middle */
	{20100509, 20100520, DAY_SAME_MONTH}, {20100508, 20100512, DAY_SAME_MONTH},
	{20090501, 20100501, DAY_YEAR_OUT}, {19991231, 20001231, DAY_YEAR_OUT},
	{20100528, 20100603, DAY_CLOSE}, {20091228, 20100107, DAY_CLOSE}, {20091228, 20100108, DAY_OTHER},
	{20100228, 20100310, DAY_CLOSE}, {20100228, 20100311, DAY_SAME_YEAR}, {20100101, 20101231, DAY_SAME_YEAR},
	{20100501, 20150719, DAY_OTHER}, {20081215, 20100314, DAY_OTHER},
};

static void
by_hand(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		enum day_near near = near_of(day(pairs[i].a), day(pairs[i].b));

		if (near != pairs[i].near || near != near_of(day(pairs[i].b), day(pairs[i].a)))
			fail_msg("%d and %d: %d", pairs[i].a, pairs[i].b, (int)near);
	}
}

static void
no_day_is_near_nothing(void **state)
{
	(void)state;
	assert_int_equal(near_of(DAY_NONE, 0), DAY_OTHER);
	assert_int_equal(near_of(0, DAY_NONE), DAY_OTHER);
	assert_int_equal(near_of(DAY_NONE, DAY_NONE), DAY_OTHER);
	assert_int_equal(near_of(day(18000101), day(22001231)), DAY_OTHER);      /* as far apart as dates go */
}

/* ---- a reference ---------------------------------------------------------------------------------------------------- */

/* DDMMYYYY as typed. */
static void
typed(int32_t d, char out[9])
{
	char iso[DAY_SIZE];

	day_print(d, iso);
	memcpy(out, iso + 8, 2);
	memcpy(out + 2, iso + 5, 2);
	memcpy(out + 4, iso, 4);
	out[8] = '\0';
}

static bool
one_slip(const char *a, const char *b)
{
	for (int i = 0; i < 8; i++) {
		char c[9];

		memcpy(c, a, 9);
		c[i] = b[i];
		if (strcmp(c, b) == 0)
			return true;
		memcpy(c, a, 9);
		if (i < 7) {
			c[i] = a[i + 1];
			c[i + 1] = a[i];
		}
		if (strcmp(c, b) == 0)
			return true;
	}
	return false;
}

static enum day_near
plain_near(int32_t a, int32_t b)
{
	char x[9], y[9];
	bool year, month, in_month;

	typed(a, x);
	typed(b, y);
	year = strcmp(x + 4, y + 4) == 0;
	month = memcmp(x + 2, y + 2, 2) == 0;
	in_month = memcmp(x, y, 2) == 0;
	if (a == b)
		return DAY_SAME;
	if (year && memcmp(x, y + 2, 2) == 0 && memcmp(x + 2, y, 2) == 0)
		return DAY_SWAPPED;
	if (one_slip(x, y))
		return DAY_ONE_DIGIT;
	if (year && month)
		return DAY_SAME_MONTH;
	if (month && in_month && abs(atoi(x + 4) - atoi(y + 4)) == 1)
		return DAY_YEAR_OUT;
	if (abs(a - b) <= 10)
		return DAY_CLOSE;
	return year ? DAY_SAME_YEAR : DAY_OTHER;
}

/* Days of fifteen years against days near and far, until every answer was given often. */
static void
as_typed(void **state)
{
	size_t given[DAY_OTHER + 1] = {0};
	int32_t first = day(20000101), last = day(20141231);
	uint64_t seed = 5;

	(void)state;
	for (int i = 0; i < ROUNDS_OF(400000); i++) {
		uint64_t r = (seed = seed * 6364136223846793005u + 1442695040888963407u) >> 20;
		int32_t a = first + (int32_t)(r % (uint64_t)(last - first)), b = a;
		enum day_near near;

		r = (seed = seed * 6364136223846793005u + 1442695040888963407u) >> 20;
		if (i % 4 == 0)
			b = first + (int32_t)(r % (uint64_t)(last - first));
		else if (i % 4 == 1)
			b = a + (int32_t)(r % 41) - 20;
		else if (i % 4 == 2)
			b = day_add_months(a, (int)(r % 61) - 30);
		else if (day_date(a).day <= 12)
			b = day_of(day_date(a).year, day_date(a).day, day_date(a).month);
		near = near_of(a, b);
		if (near != plain_near(a, b) || near != near_of(b, a))
			fail_msg("%d and %d: %d", (int)a, (int)b, (int)near);
		given[near]++;
	}
	for (size_t i = 0; i <= DAY_OTHER; i++)
		assert_true(given[i] > ROUNDS_OF(200));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand), cmocka_unit_test(no_day_is_near_nothing), cmocka_unit_test(as_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
