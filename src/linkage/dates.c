/* See the header. */
#include "linkage/dates.h"

#include "linkage/near_day.h"

#define YEARS 2400                      /* base/day.h reads none after the year 2200 */
#define LATER 10                        /* years, for younger brothers and sisters, and children not yet born */
#define ONE_IN 100

/* The last year in which somebody may have been born. */
static uint32_t
last_year(const struct link_set *s, int at)
{
	uint32_t count[YEARS] = {0}, year = YEARS;
	size_t known = 0, later = 0;

	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t date = row_of(s, i)[at];

		count[DATE_YEAR(date)] += date != 0;
		known += date != 0;
	}
	while (year > 0 && (later + count[year - 1]) * ONE_IN <= known)
		later += count[--year];
	return year + LATER - 1;
}

void
dates_doubt(struct link_set *s)
{
	for (int f = 0; f < s->model->n_fields && !s->dated; f++) {
		uint32_t last;

		if (s->model->field[f].kind != LINK_BORN || s->model->encoded[f])
			continue;
		last = last_year(s, s->at[f]);
		for (uint32_t i = 0; i < s->n; i++) {
			uint32_t *date = s->row + (size_t)i * (size_t)s->width + s->at[f];

			if (DATE_YEAR(*date) > last)
				*date = 0;
		}
	}
	s->dated = true;
}
