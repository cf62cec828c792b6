/* Nearness of dates: see near_day.h. */
#include "linkage/near_day.h"

#include <stdbool.h>
#include <stdlib.h>

#define CLOSE 10

uint32_t
date_pack(int32_t day)
{
	return day == DAY_NONE ? 0 : date_of_parts(day_date(day));
}

/* DDMMYYYY, four bits a digit. */
static uint32_t
digits_of(uint32_t date)
{
	uint32_t day = DATE_DAY(date), month = DATE_MONTH(date), year = DATE_YEAR(date);

	return (day / 10) << 28 | (day % 10) << 24 | (month / 10) << 20 | (month % 10) << 16 | (year / 1000 % 10) << 12 |
	    (year / 100 % 10) << 8 | (year / 10 % 10) << 4 | year % 10;
}

/* One digit differs, or two neighbours are swapped. */
static bool
one_slip(uint32_t a, uint32_t b)
{
	uint32_t unlike = a ^ b, left, right;
	int low;

	low = __builtin_ctz(unlike) / 4 * 4;
	if (unlike >> low < 16)
		return true;
	if (low > 24 || unlike >> low > 255)
		return false;
	left = a >> low & 255;
	right = b >> low & 255;
	return left == (right >> 4 | (right & 15) << 4);
}

/* The two are in one year or in neighbouring ones. */
static bool
are_close(uint32_t a, uint32_t b)
{
	int32_t one = day_of((int)DATE_YEAR(a), (int)DATE_MONTH(a), (int)DATE_DAY(a));
	int32_t other = day_of((int)DATE_YEAR(b), (int)DATE_MONTH(b), (int)DATE_DAY(b));

	return abs(one - other) <= CLOSE;
}

enum day_near
day_near(uint32_t a, uint32_t b)
{
	uint32_t unlike = a ^ b;
	int years = (int)DATE_YEAR(a) - (int)DATE_YEAR(b);

	if (!a || !b)
		return DAY_OTHER;
	if (!unlike)
		return DAY_SAME;
	if (years == 0 && DATE_DAY(a) == DATE_MONTH(b) && DATE_MONTH(a) == DATE_DAY(b))
		return DAY_SWAPPED;
	if ((years == 0 || (unlike & 511) == 0) && one_slip(digits_of(a), digits_of(b)))
		return DAY_ONE_DIGIT;   /* not both in the year and before it: no year begins with a month's digit */
	if (unlike >> 5 == 0)
		return DAY_SAME_MONTH;
	if ((unlike & 511) == 0 && abs(years) == 1)
		return DAY_YEAR_OUT;
	if (abs(years) <= 1 && are_close(a, b))
		return DAY_CLOSE;
	return years == 0 ? DAY_SAME_YEAR : DAY_OTHER;
}
