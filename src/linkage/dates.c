/* See the header. */
#include "linkage/dates.h"

#include "linkage/near_day.h"

#define YEARS 2400                      /* base/day.h reads none after the year 2200 */
#define LATER 10                        /* years, for younger brothers and sisters, and children not yet born */
#define ONE_IN 100

/* The last year in which somebody may have been born; and of those that were noted. */
static uint32_t
last_year(const struct link_set *s, int at, uint32_t *noted)
{
	uint32_t count[YEARS] = {0}, year = YEARS;
	size_t known = 0, later = 0;

	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t date = row_of(s, i)[at];

		count[DATE_YEAR(date)] += date != 0;
		known += date != 0;
	}
	for (*noted = YEARS - 1; *noted > 0 && !count[*noted]; --*noted)
		continue;
	while (year > 0 && (later + count[year - 1]) * ONE_IN <= known)
		later += count[--year];
	return year + LATER - 1;
}

static void
take_out(struct link_set *s, int field, uint32_t last)
{
	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t *date = s->row + (size_t)i * (size_t)s->width + s->at[field];

		if (DATE_YEAR(*date) > last)
			*date = 0;
	}
}

static void
each_doubt(struct link_set *s, const uint32_t *last)
{
	for (int f = 0; f < s->model->n_fields; f++) {
		uint32_t noted = UINT32_MAX;

		if (s->model->field[f].kind != LINK_BORN || s->model->encoded[f])
			continue;
		s->last_year = last ? *last : last_year(s, s->at[f], &noted);
		if (noted > s->last_year)
			take_out(s, f, s->last_year);
	}
	s->dated = true;
}

void
dates_doubt(struct link_set *s)
{
	if (!s->dated)
		each_doubt(s, NULL);
}

void
dates_doubt_after(struct link_set *s, uint32_t last_year)
{
	each_doubt(s, &last_year);
}
