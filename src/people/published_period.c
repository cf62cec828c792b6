/* Periods as publishers write them: 2025, 202425, 2024/25, 2024-25 (OT), 2014-16, 2013/14 - 15/16, 2024/25 Q3, and with what a
 * column of its own says of them: Week 37, March, Autumn term, Reporting year. */
#include "people/published.h"

#include <ctype.h>
#include <string.h>

#include "base/day.h"

#define YEARS_MOST 10               /* pooled */

/* Where a year begins: the month and, counted from the year that names it, how many years before. */
static const struct { int month, before; } begins[] = {
	[YEAR_FINANCIAL] = {4, 1}, [YEAR_ACADEMIC] = {9, 1}, [YEAR_CALENDAR] = {1, 0}, [YEAR_TO_JUNE] = {7, 1},
	[YEAR_TO_SEPTEMBER] = {10, 1}, [YEAR_JANUARY] = {1, 0}, [YEAR_UNKNOWN] = {4, 1},
};

static const char *const months[] = {
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
};

static const struct period none = {DAY_NONE, DAY_NONE};

/* The months from `month` of `year` on. */
static struct period
months_from(int year, int month, int n)
{
	int32_t from = day_of(year, month, 1);

	return from == DAY_NONE ? none : (struct period){from, day_add_months(from, n) - 1};
}

/* The years of that kind that end in `first` to `last`. */
static struct period
years_ending(enum published_year kind, int first, int last)
{
	if (kind == YEAR_JANUARY)
		return first == last ? months_from(first, 1, 1) : none;
	return months_from(first - begins[kind].before, begins[kind].month, 12 * (last - first + 1));
}

/* Takes a number of exactly `n` digits off the front. */
static bool
take_digits(struct view *v, size_t n, int *out)
{
	*out = 0;
	if (v->n < n || (v->n > n && isdigit((unsigned char)v->at[n])))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!isdigit((unsigned char)v->at[i]))
			return false;
		*out = *out * 10 + (v->at[i] - '0');
	}
	*v = (struct view){v->at + n, v->n - n};
	return true;
}

static bool
take(struct view *v, const char *text)
{
	size_t n = strlen(text);

	if (v->n < n || !view_is_fold((struct view){v->at, n}, text))
		return false;
	*v = (struct view){v->at + n, v->n - n};
	return true;
}

/* The two years of 202425, 2024/25 or 2024-25, or the one of 2025 (then *second is *first); *split tells which. */
static bool
take_years(struct view *v, int *first, int *second, bool *split)
{
	struct view at = *v;
	int six, end;

	*split = false;
	if (take_digits(&at, 6, &six)) {
		*first = six / 100;
		end = six % 100;
		*split = true;
	} else if (take_digits(&at, 4, first)) {
		struct view rest = at;

		end = *first % 100;
		*second = *first;
		if ((take(&rest, "/") || take(&rest, "-")) && (take_digits(&rest, 2, &end) || take_digits(&rest, 4, &end))) {
			end %= 100;
			*split = true;
			at = rest;
		}
	} else {
		return false;
	}
	*second = *first - *first % 100 + end + (end < *first % 100 ? 100 : 0);
	*v = at;
	return true;
}

/* ---- what a column of its own says ------------------------------------------------------------------------------ */

static struct period
iso_week(int year, int week)
{
	int32_t fourth = day_of(year, 1, 4), monday;

	if (fourth == DAY_NONE || week < 1 || week > 53)
		return none;
	monday = fourth - day_weekday(fourth) + 7 * (week - 1);
	return (struct period){monday, monday + 6};
}

/* Terms as the school census has them, and as measures have them (measure/period.c): to Christmas, to Easter, to August. */
static struct period
term_of(struct view name, int first, int second)
{
	int32_t easter = day_easter_sunday(second);

	if (take(&name, "autumn and spring"))
		return (struct period){day_of(first, 9, 1), easter};
	if (take(&name, "autumn"))
		return (struct period){day_of(first, 9, 1), day_of(first, 12, 31)};
	if (take(&name, "spring"))
		return (struct period){day_of(second, 1, 1), easter};
	if (take(&name, "summer"))
		return (struct period){easter + 1, day_of(second, 8, 31)};
	return none;
}

static struct period
month_of(struct view name, int year)
{
	name = view_trim(name);
	for (int i = 0; i < 12; i++)
		if (view_is_fold(name, months[i]) || (name.n == 3 && view_is_fold(name, (char[4]){months[i][0], months[i][1],
		    months[i][2], 0})))
			return months_from(year, i + 1, 1);
	return none;
}

/* The nth quarter or half of the year that begins in `first`. */
static struct period
part_of_year(enum published_year kind, int first, int nth, int length)
{
	struct date from = day_date(months_from(first, begins[kind].month, 1).from);
	int month = from.month - 1 + (nth - 1) * length;

	return nth < 1 || nth * length > 12 ? none : months_from(from.year + month / 12, month % 12 + 1, length);
}

static const struct { const char *name; enum published_year kind; } year_names[] = {
	{"academic year", YEAR_ACADEMIC}, {"financial year", YEAR_FINANCIAL}, {"tax year", YEAR_FINANCIAL},
	{"calendar year", YEAR_CALENDAR}, {"reporting year", YEAR_UNKNOWN},
};

/* "Q3", "quarter 3", "half 1", "part 2" after the year's kind. */
static struct period
year_part(struct view rest, enum published_year kind, int first)
{
	int nth, length = 0;

	rest = view_trim(rest);
	if (take(&rest, "q") && (take_digits(&rest, 1, &nth) || (take(&rest, "uarter ") && take_digits(&rest, 1, &nth))))
		length = 3;
	else if ((take(&rest, "half ") || take(&rest, "part ")) && take_digits(&rest, 1, &nth))
		length = 6;
	return length ? part_of_year(kind, first, nth, length) : none;
}

static struct period
period_of_kind(struct view kind, enum published_year year, int first, int second, bool split)
{
	int week;

	if (take(&kind, "week ") && (take_digits(&kind, 2, &week) || take_digits(&kind, 1, &week)))
		return split ? none : iso_week(first, week);
	for (size_t i = 0; i < sizeof year_names / sizeof *year_names; i++) {
		enum published_year own = year_names[i].kind == YEAR_UNKNOWN ? year : year_names[i].kind;

		if (!take(&kind, year_names[i].name))
			continue;
		if (kind.n)
			return year_part(kind, own, split || own == YEAR_CALENDAR ? first : first - begins[own].before);
		return split && second != first + 1 ? none : years_ending(own, second, second);
	}
	if (!split && month_of(kind, first).from != DAY_NONE)
		return month_of(kind, first);
	return split && second == first + 1 ? term_of(kind, first, second) : none;
}

/* ---- what the text itself says ---------------------------------------------------------------------------------- */

static const struct { const char *mark, *status; } statuses[] = {
	{"(ot)", "outturn"}, {"(rev)", "revised"}, {"(final)", "final"}, {"(prov)", "provisional"}, {"(p)", "provisional"},
	{"(r)", "revised"},
};

static const char *
take_status(struct view *v)
{
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
		size_t n = strlen(statuses[i].mark);

		if (v->n > n && view_is_fold((struct view){v->at + v->n - n, n}, statuses[i].mark)) {
			*v = view_trim((struct view){v->at, v->n - n});
			return statuses[i].status;
		}
	}
	return NULL;
}

/* "-15/16", " - 15/16" or " - 16" after the first year: the last year of several pooled. */
static bool
take_last_year(struct view *v, bool split, int first, int *last)
{
	struct view at = view_trim(*v);
	int from = 0, to;

	if (!take(&at, "-"))
		return false;
	at = view_trim(at);
	if (split && !((take_digits(&at, 2, &from) || take_digits(&at, 4, &from)) && (take(&at, "/") || take(&at, "-"))))
		return false;
	if (!take_digits(&at, 2, &to) && !take_digits(&at, 4, &to))
		return false;
	*last = first - first % 100 + to % 100;
	if (*last < first)
		*last += 100;
	*v = at;
	return true;
}

static struct period
period_of_text(struct view v, enum published_year year)
{
	int first, second, last;
	bool split;
	struct period p;

	if (!take_years(&v, &first, &second, &split))
		return none;
	if (!v.n) {
		if (split && second == first + 1 && (year == YEAR_CALENDAR || year == YEAR_JANUARY))
			year = YEAR_FINANCIAL;          /* 2024/25 is no calendar year */
		if (split && second != first + 1)       /* 2014-16: three years */
			return second <= first || second - first > YEARS_MOST ? none : year == YEAR_CALENDAR || year == YEAR_JANUARY ?
			    years_ending(YEAR_CALENDAR, first, second) : years_ending(year, first + 1, second);
		return years_ending(year, second, second);
	}
	if (take_last_year(&v, split, first, &last) && !v.n)
		return last <= first || last - first > YEARS_MOST ? none :
		    split ? years_ending(year == YEAR_CALENDAR ? YEAR_FINANCIAL : year, second, last) :
		    years_ending(YEAR_CALENDAR, first, last);
	p = year_part(v, split ? year : YEAR_CALENDAR, first);
	return p.from != DAY_NONE || split ? p : month_of(v, first);
}

struct period_read
published_period(struct view text, struct view kind, enum published_year year)
{
	struct period_read out = {.period = none};
	int first, second;
	bool split;

	text = view_trim(text);
	kind = view_trim(kind);
	out.status = take_status(&text);
	if (kind.n && take_years(&text, &first, &second, &split))
		out.period = text.n ? none : period_of_kind(kind, year, first, second, split);
	else
		out.period = period_of_text(text, year);
	if (out.period.from == DAY_NONE || out.period.until == DAY_NONE)
		out.period = none;
	day_print(out.period.from, out.from);
	day_print(out.period.until, out.until);
	return out;
}
