/* Working-day arithmetic over counts made once: see the header for what "between" and "add" mean. */
#include "base/calendar.h"

#include "base/day.h"
#include "base/mem.h"

struct calendar *
calendar_new(struct mem *m, const char *name, int32_t first, int32_t last, const int32_t *closed, size_t n_closed)
{
	struct calendar *k = mem_new_one(m, struct calendar);
	size_t days = last < first ? 0 : (size_t)((int64_t)last - first + 1);
	unsigned char *shut = mem_new_array(m, unsigned char, days);

	k->name = name;
	k->first = first;
	k->last = last;
	k->n = mem_new_array(m, int32_t, days);
	k->open = mem_new_array(m, int32_t, days);
	for (size_t i = 0; i < n_closed; i++)
		if (closed[i] >= first && closed[i] <= last)
			shut[closed[i] - first] = 1;
	for (size_t i = 0; i < days; i++) {
		int32_t day = first + (int32_t)i;

		if (day_weekday(day) < 5 && !shut[i])
			k->open[k->open_count++] = day;
		k->n[i] = k->open_count;
	}
	return k;
}

static bool
knows(const struct calendar *k, int32_t day)
{
	return day != DAY_NONE && day >= k->first && day <= k->last;
}

bool
calendar_is_open(const struct calendar *k, int32_t day)
{
	return knows(k, day) && k->n[day - k->first] > (day == k->first ? 0 : k->n[day - k->first - 1]);
}

int32_t
calendar_between(const struct calendar *k, int32_t a, int32_t b)
{
	return knows(k, a) && knows(k, b) ? k->n[b - k->first] - k->n[a - k->first] : INT32_MIN;
}

int32_t
calendar_add(const struct calendar *k, int32_t day, int32_t n)
{
	int64_t at;

	if (!knows(k, day) || n < 0)
		return DAY_NONE;
	if (n == 0)
		return day;
	at = (int64_t)k->n[day - k->first] + n - 1;
	return at < k->open_count ? k->open[at] : DAY_NONE;
}
