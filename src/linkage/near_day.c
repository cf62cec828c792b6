/* Nearness of dates: see near_day.h. */
#include "linkage/near_day.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/day.h"

#define CLOSE 10

/* DDMMYYYY, four bits a digit. */
static uint32_t
digits_of(struct date d)
{
	uint32_t day = (uint32_t)d.day, month = (uint32_t)d.month, year = (uint32_t)d.year;

	return (day / 10) << 28 | (day % 10) << 24 | (month / 10) << 20 | (month % 10) << 16 | (year / 1000 % 10) << 12 |
	    (year / 100 % 10) << 8 | (year / 10 % 10) << 4 | year % 10;
}

/* One digit differs, or two neighbours are swapped. */
static bool
one_slip(uint32_t a, uint32_t b)
{
	uint32_t unlike = a ^ b, left, right;
	int low;

	if (unlike == 0)
		return false;           /* ten thousand years apart */
	low = __builtin_ctz(unlike) / 4 * 4;
	if (unlike >> low < 16)
		return true;
	if (low > 24 || unlike >> low > 255)
		return false;
	left = a >> low & 255;
	right = b >> low & 255;
	return left == (right >> 4 | (right & 15) << 4);
}

enum day_near
day_near(int32_t a, int32_t b)
{
	struct date one, other;
	bool same_year;

	if (a == DAY_NONE || b == DAY_NONE)
		return DAY_OTHER;
	if (a == b)
		return DAY_SAME;
	one = day_date(a);
	other = day_date(b);
	same_year = one.year == other.year;
	if (same_year && one.day == other.month && one.month == other.day)
		return DAY_SWAPPED;
	if (one_slip(digits_of(one), digits_of(other)))
		return DAY_ONE_DIGIT;
	if (same_year && one.month == other.month)
		return DAY_SAME_MONTH;
	if (one.day == other.day && one.month == other.month && abs(one.year - other.year) == 1)
		return DAY_YEAR_OUT;
	if (llabs((long long)a - b) <= CLOSE)
		return DAY_CLOSE;
	return same_year ? DAY_SAME_YEAR : DAY_OTHER;
}
