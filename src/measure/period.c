/* Periods of every kind that the catalogue names.
 *
 * Financial years run from 1 April, academic years from 1 September. Terms are the school census's: autumn to
 * 31 December, spring from 1 January to Easter Sunday, summer from Easter Monday (DfE, school census business and
 * technical specification). December to February is what DfE's figures of work and learning after 16 are the average of.
 */
#include "measure/period.h"

#include <stdbool.h>

#include "base/day.h"
#include "base/mem.h"

static struct period
year_from_month(int32_t day, int month)
{
	struct date d = day_date(day);
	int year = d.month >= month ? d.year : d.year - 1;

	return (struct period){day_of(year, month, 1), day_of(year + 1, month, 1) - 1};
}

static struct period
day_itself(int32_t day)
{
	return (struct period){day, day};
}

static struct period
month_of(int32_t day)
{
	return (struct period){day_month_start(day), day_month_end(day)};
}

static struct period
quarter_of(int32_t day)
{
	struct date d = day_date(day);
	int32_t from = day_of(d.year, (d.month - 1) / 3 * 3 + 1, 1);

	return (struct period){from, day_add_months(from, 3) - 1};
}

static struct period
term_of(int32_t day)
{
	struct date d = day_date(day);
	int32_t easter = day_easter_sunday(d.year);

	if (day <= easter)
		return (struct period){day_of(d.year, 1, 1), easter};
	if (d.month < 9)
		return (struct period){easter + 1, day_of(d.year, 8, 31)};
	return (struct period){day_of(d.year, 9, 1), day_of(d.year, 12, 31)};
}

static struct period
calendar_year_of(int32_t day)
{
	return year_from_month(day, 1);
}

static struct period
financial_year_of(int32_t day)
{
	return year_from_month(day, 4);
}

static struct period
academic_year_of(int32_t day)
{
	return year_from_month(day, 9);
}

static struct period
twelve_months_to(int32_t day)
{
	int32_t to = day_month_end(day);

	return (struct period){day_month_start(day_add_months(day_month_start(to), -11)), to};
}

/* The one that holds the day, or the next. */
static struct period
winter_of(int32_t day)
{
	struct date d = day_date(day);
	int year = d.month < 3 ? d.year - 1 : d.year;

	return (struct period){day_of(year, 12, 1), day_of(year + 1, 3, 1) - 1};
}

static const struct kind {
	const char *name;
	struct period (*holding)(int32_t day);
} kinds[PERIOD_COUNT] = {
	[PERIOD_DAY] = {"day", day_itself},
	[PERIOD_MONTH] = {"month", month_of},
	[PERIOD_QUARTER] = {"quarter", quarter_of},
	[PERIOD_TERM] = {"term", term_of},
	[PERIOD_CALENDAR_YEAR] = {"calendar year", calendar_year_of},
	[PERIOD_FINANCIAL_YEAR] = {"financial year", financial_year_of},
	[PERIOD_ACADEMIC_YEAR] = {"academic year", academic_year_of},
	[PERIOD_ROLLING_12_MONTHS] = {"rolling 12 months", twelve_months_to},
	[PERIOD_THREE_YEARS] = {"three years", NULL},
	[PERIOD_WINTER] = {"december to february", winter_of},
};

const char *
period_kind_name(enum period_kind kind)
{
	return kinds[kind].name;
}

struct period
period_holding(enum period_kind kind, enum period_kind year, int32_t day)
{
	struct period p;

	if (kind != PERIOD_THREE_YEARS)
		return kinds[kind].holding(day);
	p = kinds[year].holding(day);
	return (struct period){day_add_months(p.from, -24), p.to};
}

/* The one after: the period that holds the day after a plain period's last; overlapping kinds step by month or year. */
static struct period
period_after(enum period_kind kind, enum period_kind year, struct period p)
{
	return period_holding(kind, year, p.to + 1);
}

struct periods
periods_between(struct mem *m, enum period_kind kind, enum period_kind year, int32_t first, int32_t last, bool by_end)
{
	struct periods found = {.kind = kind};
	struct LIST(struct period) list = {0};
	struct period p;

	if (first == DAY_NONE || last == DAY_NONE || first > last)
		return found;
	for (p = period_holding(kind, year, kind == PERIOD_DAY ? last : first); p.to <= last;
	    p = period_after(kind, year, p))
		if (by_end || p.from >= first)
			*push(m, &list) = p;
	found.item = list.item;
	found.n = list.n;
	return found;
}

int
period_months(struct period p)
{
	struct date from = day_date(p.from), after = day_date(p.to + 1);

	if (from.day != 1 || after.day != 1)
		return 0;
	return (after.year - from.year) * 12 + after.month - from.month;
}

enum period_kind
period_kind_of(const bool *by_period, struct period p)
{
	struct period term = term_of(p.to);

	int months = period_months(p), month = day_date(p.from).month;

	if (p.from == p.to)
		return PERIOD_DAY;
	if (term.from == p.from && term.to == p.to && !(by_period && by_period[PERIOD_QUARTER]))
		return PERIOD_TERM;
	if (months == 1)
		return PERIOD_MONTH;
	if (months == 3 && month % 3 == 1)
		return PERIOD_QUARTER;
	if (months == 3 && month == 12)
		return PERIOD_WINTER;
	if (months == 36)
		return PERIOD_THREE_YEARS;
	if (months != 12)
		return PERIOD_TERM;
	return month == 4 ? PERIOD_FINANCIAL_YEAR : month == 9 ? PERIOD_ACADEMIC_YEAR :
	    month == 1 ? PERIOD_CALENDAR_YEAR : PERIOD_ROLLING_12_MONTHS;
}

static const char *const month_names[] = {
	"", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
	"December",
};

static const char *
years_name(struct mem *m, struct period p)
{
	int from = day_date(p.from).year, to = day_date(p.to).year;

	return from == to ? mem_format(m, "%d", from) : mem_format(m, "%d-%02d", from, to % 100);
}

const char *
period_name(struct mem *m, enum period_kind kind, struct period p)
{
	struct date from = day_date(p.from), to = day_date(p.to);

	switch (kind) {
	case PERIOD_DAY:
		return day_words(m, p.to);
	case PERIOD_MONTH:
		return mem_format(m, "%s %d", month_names[to.month], to.year);
	case PERIOD_QUARTER:
		return mem_format(m, "%s to %s %d", month_names[from.month], month_names[to.month], to.year);
	case PERIOD_WINTER:
		return mem_format(m, "%s %d to %s %d", month_names[from.month], from.year, month_names[to.month], to.year);
	case PERIOD_TERM:
		return mem_format(m, "%s term %d", from.month == 9 ? "autumn" : from.month == 1 ? "spring" : "summer",
		    to.year);
	case PERIOD_ROLLING_12_MONTHS:
		return mem_format(m, "year to %s %d", month_names[to.month], to.year);
	case PERIOD_THREE_YEARS:
		return mem_format(m, "%s, three years", years_name(m, p));
	default:
		return years_name(m, p);
	}
}

double
period_years(struct period p)
{
	return period_months(p) == 36 ? 3 : 1;
}
