/* Asking the arrays of areas and their populations. */
#include "measure/areas.h"

#include <stdlib.h>

#include "base/day.h"
#include "measure/people.h"

const char *const area_level_kind[LEVEL_COUNT] = {"lsoa", "msoa", "ward", "locality"};
const char *const area_level_title[LEVEL_COUNT] = {
	"small area (LSOA)", "neighbourhood (MSOA)", "ward", "locality",
};

double *
areas_population(const struct areas *a, size_t year, size_t lsoa, int age, int sex)
{
	return &a->population[((year * (a->n_lsoa + 1) + lsoa) * POPULATION_AGES + (size_t)age) * 2 + (size_t)sex];
}

/* The year whose 30 June is nearest to a day. */
static int
nearest_midyear(int32_t day)
{
	int year = day_date(day).year;
	int best = year;

	for (int y = year - 1; y <= year + 1; y++)
		if (abs(day_of(y, 6, 30) - day) < abs(day_of(best, 6, 30) - day))
			best = y;
	return best;
}

int
areas_wanted_year(bool at_end, int32_t from, int32_t to)
{
	int year = day_date(to).year;

	if (at_end)
		return to >= day_of(year, 6, 30) ? year : year - 1;
	return nearest_midyear(from + (to - from) / 2);
}

int
areas_population_year(const struct areas *a, bool at_end, int32_t from, int32_t to)
{
	int wanted = areas_wanted_year(at_end, from, to), best = -1;

	for (size_t i = 0; i < a->n_years; i++)
		if (best < 0 || abs(a->year[i] - wanted) < abs(a->year[best] - wanted))
			best = (int)i;
	return best;
}

bool
population_holds(const struct population_rule *rule, int age, int sex)
{
	if (!rule->given)
		return true;
	if (age < rule->age_from || age > rule->age_to)
		return false;
	return !rule->sex || sex == SEX_NOT_KNOWN || (rule->sex == 'F') == (sex == SEX_FEMALE);
}
