/* The functions that portable SQL may call on either engine (docs/sql.md), registered with SQLite.
 *
 * Dates come and go as YYYY-MM-DD. A null argument gives null, an empty text counts as null, and a text that is no date
 * is an error, as it would be for the other engine's date type.
 */
#include "store/sqlite.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/day.h"
#include "base/text.h"
#include "store/internal.h"

#define METRES_IN_MILE 1609.344

/* Reads a date argument; false when the function's result is settled (null or an error). */
static bool
take_day(sqlite3_context *x, sqlite3_value *v, int32_t *day)
{
	struct view text;

	if (sqlite3_value_type(v) == SQLITE_NULL)
		return false;
	text.at = (const char *)sqlite3_value_text(v);
	text.n = (size_t)sqlite3_value_bytes(v);
	if (text.at == NULL || text.n == 0)
		return false;
	*day = day_iso_read(text);
	if (*day == DAY_NONE)
		sqlite3_result_error(x, "a date function was given a text that is no date (YYYY-MM-DD)", -1);
	return *day != DAY_NONE;
}

static bool
take_int(sqlite3_value *v, int64_t *n)
{
	*n = sqlite3_value_int64(v);
	return sqlite3_value_type(v) != SQLITE_NULL;
}

static void
give_day(sqlite3_context *x, int32_t day)
{
	char iso[DAY_SIZE];

	if (day == DAY_NONE)
		return;
	day_print(day, iso);
	sqlite3_result_text(x, iso, DAY_SIZE - 1, SQLITE_TRANSIENT);
}

/* days_between(a, b): days from a to b, negative when b is before a. */
static void
days_between(sqlite3_context *x, int n, sqlite3_value **v)
{
	int32_t a, b;

	(void)n;
	if (take_day(x, v[0], &a) && take_day(x, v[1], &b))
		sqlite3_result_int(x, b - a);
}

/* Beyond the years that dates may have there is no date: null. */
static int32_t
day_within(int64_t day)
{
	return day < day_of(1800, 1, 1) || day > day_of(2200, 12, 31) ? DAY_NONE : (int32_t)day;
}

static void
add_days(sqlite3_context *x, int n, sqlite3_value **v)
{
	int32_t day;
	int64_t days;

	(void)n;
	if (take_day(x, v[0], &day) && take_int(v[1], &days) && days > -200000 && days < 200000)
		give_day(x, day_within(day + days));
}

/* add_months(day, n): clamped to the month's end. */
static void
add_months(sqlite3_context *x, int n, sqlite3_value **v)
{
	int32_t day;
	int64_t months;

	(void)n;
	if (take_day(x, v[0], &day) && take_int(v[1], &months) && months >= -4800 && months <= 4800)
		give_day(x, day_add_months(day, (int)months));
}

static const struct calendar *
take_calendar(sqlite3_context *x, sqlite3_value *v)
{
	const struct store *store = sqlite3_user_data(x);
	const char *name = (const char *)sqlite3_value_text(v);

	for (size_t i = 0; name != NULL && i < store->n_calendars; i++)
		if (strcmp(store->calendars[i]->name, name) == 0)
			return store->calendars[i];
	if (name != NULL)
		sqlite3_result_error(x, "there is no such calendar", -1);
	return NULL;
}

/* open_days_between(calendar, a, b): open days after a up to and including b; null outside the calendar. */
static void
open_days_between(sqlite3_context *x, int n, sqlite3_value **v)
{
	const struct calendar *k = take_calendar(x, v[0]);
	int32_t a, b, open;

	(void)n;
	if (k == NULL || !take_day(x, v[1], &a) || !take_day(x, v[2], &b))
		return;
	open = calendar_between(k, a, b);
	if (open != INT32_MIN)
		sqlite3_result_int(x, open);
}

/* add_open_days(calendar, day, n): the day n open days after `day`; null outside the calendar or for a negative n. */
static void
add_open_days(sqlite3_context *x, int n, sqlite3_value **v)
{
	const struct calendar *k = take_calendar(x, v[0]);
	int32_t day;
	int64_t days;

	(void)n;
	if (k != NULL && take_day(x, v[1], &day) && take_int(v[2], &days) && days >= 0 && days <= INT32_MAX)
		give_day(x, calendar_add(k, day, (int32_t)days));
}

/* age_on(born, day): completed years; null before birth. */
static void
age_on(sqlite3_context *x, int n, sqlite3_value **v)
{
	int32_t born, day;
	int age;

	(void)n;
	if (!take_day(x, v[0], &born) || !take_day(x, v[1], &day))
		return;
	age = day_age(born, day);
	if (age >= 0)
		sqlite3_result_int(x, age);
}

/* Longer numbers, and exponents of three digits, are no numbers in either engine: PostgreSQL could not hold them all. */
static bool
is_moderate(struct view v)
{
	size_t digits = 0;

	if (utf8_length(v) > 100)
		return false;
	v = view_trim(v);
	while (digits < v.n && v.at[v.n - 1 - digits] >= '0' && v.at[v.n - 1 - digits] <= '9')
		digits++;
	return digits <= 2 || (memchr(v.at, 'e', v.n) == NULL && memchr(v.at, 'E', v.n) == NULL);
}

/* number(text): the number that a text holds, or null. */
static void
number(sqlite3_context *x, int n, sqlite3_value **v)
{
	double value;
	struct view text;

	(void)n;
	if (sqlite3_value_type(v[0]) == SQLITE_INTEGER || sqlite3_value_type(v[0]) == SQLITE_FLOAT) {
		sqlite3_result_double(x, sqlite3_value_double(v[0]));
		return;
	}
	text.at = (const char *)sqlite3_value_text(v[0]);
	text.n = (size_t)sqlite3_value_bytes(v[0]);
	if (text.at != NULL && is_moderate(text) && view_real(text, &value))
		sqlite3_result_double(x, value);
}

/* miles_between(e1, n1, e2, n2): the straight line between two points of the National Grid (metres), in miles. */
static void
miles_between(sqlite3_context *x, int n, sqlite3_value **v)
{
	double east, north;

	for (int i = 0; i < n; i++)
		if (sqlite3_value_type(v[i]) == SQLITE_NULL)
			return;
	east = sqlite3_value_double(v[2]) - sqlite3_value_double(v[0]);
	north = sqlite3_value_double(v[3]) - sqlite3_value_double(v[1]);
	sqlite3_result_double(x, sqrt(east * east + north * north) / METRES_IN_MILE);   /* to the last bit as PostgreSQL's */
}

static const struct {
	const char *name;
	int arguments;
	void (*run)(sqlite3_context *x, int n, sqlite3_value **v);
} functions[] = {
	{"days_between", 2, days_between},
	{"add_days", 2, add_days},
	{"add_months", 2, add_months},
	{"open_days_between", 3, open_days_between},
	{"add_open_days", 3, add_open_days},
	{"age_on", 2, age_on},
	{"number", 1, number},
	{"miles_between", 4, miles_between},
};

enum err
functions_register(struct ctx *c, struct conn *conn)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

	for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
		int rc = sqlite3_create_function_v2(conn->link, functions[i].name, functions[i].arguments, flags,
		    conn->store, functions[i].run, NULL, NULL, NULL);

		if (rc != SQLITE_OK)
			return sqlite_fail(c, conn, rc);
	}
	return OK;
}
