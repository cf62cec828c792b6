/* Civil dates: counting days, months and birthdays, and reading the forms in which files write a date. */
#include "base/day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"

#define FIRST_YEAR 1800
#define LAST_YEAR 2200

static const char *const month_names[] = {
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
	"December",
};

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_length(int year, int month)
{
	static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : length[month - 1];
}

/* Years are counted from 1 March, so that the leap day is the last of its year: the days before month m (March 0) are
 * then (153 m + 2) / 5. 719468 days lie between 1 March of year 0 and 1 January 1970. */
int32_t
day_of(int year, int month, int day)
{
	int y, m;

	if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1
	    || day > month_length(year, month))
		return DAY_NONE;
	y = month > 2 ? year : year - 1;
	m = month > 2 ? month - 3 : month + 9;
	return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

struct date
day_date(int32_t day)
{
	int64_t z, era, in_era, y, in_year, m;

	if (day == DAY_NONE)
		return (struct date){0};
	z = (int64_t)day + 719468;
	era = (z >= 0 ? z : z - 146096) / 146097;               /* four hundred years */
	in_era = z - era * 146097;
	y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	in_year = in_era - (365 * y + y / 4 - y / 100);
	m = (5 * in_year + 2) / 153;
	return (struct date){
		.year = (int)(y + era * 400 + (m >= 10)),
		.month = (int)(m < 10 ? m + 3 : m - 9),
		.day = (int)(in_year - (153 * m + 2) / 5 + 1),
	};
}

int
day_weekday(int32_t day)
{
	/* 1 January 1970 was a Thursday. */
	int w = (int)(((int64_t)day + 3) % 7);

	return w < 0 ? w + 7 : w;
}

/* British Summer Time runs from the last Sunday of March to the last Sunday of October, both at 01:00 GMT (the Summer
 * Time Order 2002). Reckoned here so that the answer does not hang on the machine's own zone. */
static int32_t
last_sunday(int year, int month)
{
	int32_t end = day_of(year, month, 31);

	return end - (day_weekday(end) + 1) % 7;
}

int32_t
day_in_london(int64_t unix_seconds)
{
	int64_t hours = unix_seconds / 3600;
	int32_t today = (int32_t)(hours / 24);
	int year = day_date(today).year;
	bool summer = hours >= last_sunday(year, 3) * INT64_C(24) + 1
	    && hours < last_sunday(year, 10) * INT64_C(24) + 1;

	return summer ? (int32_t)((hours + 1) / 24) : today;
}

int32_t
day_today(void)
{
	const char *set = getenv("BAIRN_TODAY");
	struct read_date r = day_read(view_of(set));

	return r.found == DATE_WHOLE ? r.day : day_in_london((int64_t)time(NULL));
}

/* Easter Sunday: the anonymous Gregorian computus (Nature, 20 April 1876; Meeus, Astronomical Algorithms, chapter 8). */
int32_t
day_easter_sunday(int year)
{
	int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
	int g = (8 * b + 13) / 25, h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 19 * l) / 433;
	int month = (h + l - 7 * m + 90) / 25;

	return day_of(year, month, (h + l - 7 * m + 33 * month + 19) % 32);
}

int32_t
day_add_months(int32_t day, int months)
{
	struct date d = day_date(day);
	int64_t count = (int64_t)d.year * 12 + d.month - 1 + months;
	int year, month, last;

	if (day == DAY_NONE || count < FIRST_YEAR * 12 || count >= (LAST_YEAR + 1) * 12)
		return DAY_NONE;
	year = (int)(count / 12);
	month = (int)(count % 12) + 1;
	last = month_length(year, month);
	return day_of(year, month, d.day < last ? d.day : last);
}

int32_t
day_month_start(int32_t day)
{
	return day == DAY_NONE ? DAY_NONE : day - day_date(day).day + 1;
}

int32_t
day_month_end(int32_t day)
{
	struct date d = day_date(day);

	return day == DAY_NONE ? DAY_NONE : day - d.day + month_length(d.year, d.month);
}

int
day_age(int32_t born, int32_t on)
{
	struct date b, o;

	if (born == DAY_NONE || on == DAY_NONE || on < born)
		return -1;
	b = day_date(born);
	o = day_date(on);
	return o.year - b.year - (o.month < b.month || (o.month == b.month && o.day < b.day));
}

/* Reading. The text is cut into words: each run of digits or letters, and each separator, is one character of a
 * shape; the shape is looked up in the table below, which says what part each word plays. */
struct word {
	char kind;              /* n: one or two digits; y: four; c: eight; w: a month's name; z: zz; else a separator */
	int value;
};

#define WORDS 5

struct shape {
	const char *kinds;
	unsigned char year, month, day;         /* which word, counting from 0; NOT where there is none */
};

#define NOT 9

static const struct shape shapes[] = {
	{"n/n/y", 4, 2, 0}, {"y-n-n", 0, 2, 4}, {"n-n-y", 4, 2, 0}, {"n.n.y", 4, 2, 0}, {"y/n/n", 0, 2, 4},
	{"n-w-y", 4, 2, 0}, {"n w y", 4, 2, 0}, {"n/w/y", 4, 2, 0}, {"y-w-n", 0, 2, 4}, {"c", 0, 0, 0},
	{"z/z/y", 4, NOT, NOT}, {"z/n/y", 4, 2, NOT}, {"z-z-y", 4, NOT, NOT}, {"z-n-y", 4, 2, NOT},
	{"y-z-z", 0, NOT, NOT}, {"y-n-z", 0, 2, NOT}, {"y-n", 0, 2, NOT}, {"n/y", 2, 0, NOT}, {"w y", 2, 0, NOT},
	{"w-y", 2, 0, NOT}, {"y", 0, NOT, NOT},
};

static bool
is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

static bool
is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

/* 1 to 12 for a month's name, whole or its first three letters (or Sept), in either case; else 0. */
static int
month_named(struct view v)
{
	for (int m = 0; m < 12; m++) {
		struct view name = view_of(month_names[m]);
		struct view start = {name.at, 3};
		char few[4] = {0};

		memcpy(few, start.at, 3);
		if (view_is_fold(v, few) || view_is_fold(v, month_names[m]))
			return m + 1;
	}
	return view_is_fold(v, "Sept") ? 9 : 0;
}

static bool
word_read(struct view *v, struct word *w)
{
	size_t n = 0;

	w->value = 0;
	if (is_digit(v->at[0])) {
		for (; n < v->n && n < 9 && is_digit(v->at[n]); n++)
			w->value = w->value * 10 + (v->at[n] - '0');
		w->kind = n <= 2 ? 'n' : n == 4 ? 'y' : n == 8 ? 'c' : '?';
	} else if (is_letter(v->at[0])) {
		while (n < v->n && is_letter(v->at[n]))
			n++;
		w->value = month_named((struct view){v->at, n});
		w->kind = w->value > 0 ? 'w' : n == 2 && view_is_fold((struct view){v->at, n}, "zz") ? 'z' : '?';
	} else {
		n = 1;
		w->kind = v->at[0];
	}
	v->at += n;
	v->n -= n;
	return w->kind != '?';
}

/* Reads hh, mm or ss off the front: `least` to two digits below `limit`. */
static bool
two_digits(struct view *v, size_t least, int limit, int *out)
{
	size_t n = 0;

	for (*out = 0; n < 2 && n < v->n && is_digit(v->at[n]); n++)
		*out = *out * 10 + (v->at[n] - '0');
	v->at += n;
	v->n -= n;
	return n >= least && *out < limit;
}

static bool
skip(struct view *v, char ch)
{
	if (v->n == 0 || v->at[0] != ch)
		return false;
	v->at++;
	v->n--;
	return true;
}

/* hh:mm[:ss[.fff]] and then nothing, Z, or an offset such as +01:00 or +0100. */
static bool
time_read(struct view v, int *minute)
{
	int hour, min, other;

	if (!two_digits(&v, 1, 24, &hour) || !skip(&v, ':') || !two_digits(&v, 2, 60, &min))
		return false;
	if (skip(&v, ':')) {
		if (!two_digits(&v, 2, 61, &other))
			return false;
		if (skip(&v, '.') || skip(&v, ',')) {
			if (v.n == 0 || !is_digit(v.at[0]))
				return false;
			while (v.n > 0 && is_digit(v.at[0]))
				skip(&v, v.at[0]);
		}
	}
	*minute = hour * 60 + min;
	if (skip(&v, 'Z') || skip(&v, 'z'))
		return v.n == 0;
	if (skip(&v, '+') || skip(&v, '-')) {
		if (!two_digits(&v, 2, 15, &other))
			return false;
		if (v.n > 0 && (skip(&v, ':'), !two_digits(&v, 2, 60, &other)))
			return false;
	}
	return v.n == 0;
}

/* The days that the words of a shape can mean. */
static void
shape_days(const struct shape *s, const struct word *w, struct read_date *r)
{
	int year = w[s->year].value;
	int first, last;

	if (w[0].kind == 'c') {
		r->day = r->last = day_of(year / 10000, year / 100 % 100, year % 100);
	} else if (s->day != NOT) {
		r->day = r->last = day_of(year, w[s->month].value, w[s->day].value);
	} else {
		first = s->month == NOT ? 1 : w[s->month].value;
		last = s->month == NOT ? 12 : first;
		r->day = day_of(year, first, 1);
		r->last = day_month_end(day_of(year, last, 1));
	}
}

struct read_date
day_read(struct view v)
{
	struct read_date r = {DATE_EMPTY, DAY_NONE, DAY_NONE, -1}, bad = {DATE_BAD, DAY_NONE, DAY_NONE, -1};
	struct word w[WORDS];
	char kinds[WORDS + 1] = {0};
	size_t n = 0, i;

	v = view_trim(v);
	if (v.n == 0)
		return r;
	while (n < WORDS && v.n > 0 && !(n == 1 && kinds[0] == 'c')) {
		if (!word_read(&v, &w[n]))
			return bad;
		kinds[n] = w[n].kind;
		n++;
	}
	for (i = 0; i < sizeof shapes / sizeof shapes[0] && strcmp(shapes[i].kinds, kinds) != 0; i++)
		;
	if (i == sizeof shapes / sizeof shapes[0])
		return bad;
	shape_days(&shapes[i], w, &r);
	if (r.day == DAY_NONE || r.last == DAY_NONE)
		return bad;
	if (v.n > 0) {
		if (!skip(&v, 'T') && !skip(&v, 't') && !skip(&v, ' '))
			return bad;
		while (skip(&v, ' '))
			;
		if (!time_read(v, &r.minute))
			return bad;
	}
	r.found = shapes[i].day == NOT ? DATE_PARTIAL : DATE_WHOLE;
	return r;
}

/* Two digits at `at`, or -1. */
static int
digit_pair(const char *at)
{
	unsigned tens = (unsigned)at[0] - '0', ones = (unsigned)at[1] - '0';

	return tens > 9 || ones > 9 ? -1 : (int)(tens * 10 + ones);
}

struct date
day_iso_parts(struct view v)
{
	int century, year, month, day;

	if (v.n != DAY_SIZE - 1 || v.at[4] != '-' || v.at[7] != '-')
		return (struct date){0};
	century = digit_pair(v.at);
	year = digit_pair(v.at + 2);
	month = digit_pair(v.at + 5);
	day = digit_pair(v.at + 8);
	if (century < 0 || year < 0 || month < 0 || day < 0)
		return (struct date){0};
	return (struct date){century * 100 + year, month, day};
}

int32_t
day_iso_read(struct view v)
{
	struct date d = day_iso_parts(v);

	return day_of(d.year, d.month, d.day);
}

void
day_print(int32_t day, char out[DAY_SIZE])
{
	struct date d = day_date(day);
	int part[] = {d.year, d.month, d.day};
	static const char pattern[] = "0000-11-22";

	out[0] = '\0';
	if (day == DAY_NONE || d.year < 0 || d.year > 9999)
		return;
	for (int i = DAY_SIZE - 2; i >= 0; i--) {
		int which = pattern[i] - '0';

		if (pattern[i] == '-') {
			out[i] = '-';
			continue;
		}
		out[i] = (char)('0' + part[which] % 10);
		part[which] /= 10;
	}
	out[DAY_SIZE - 1] = '\0';
}

const char *
day_iso(struct mem *m, int32_t day)
{
	char *out = mem_take(m, DAY_SIZE);

	day_print(day, out);
	return out;
}

const char *
day_words(struct mem *m, int32_t day)
{
	struct date d = day_date(day);

	if (day == DAY_NONE)
		return "not known";
	return mem_format(m, "%d %s %d", d.day, month_names[d.month - 1], d.year);
}
