/* Areas as arrays: the small areas of the authority, what each lies in, how deprived it is, and who lives there. */
#ifndef MEASURE_AREAS_H
#define MEASURE_AREAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "catalogue/indicator.h"

struct mem;
struct text_map;

enum area_level { LEVEL_LSOA, LEVEL_MSOA, LEVEL_WARD, LEVEL_LOCALITY, LEVEL_COUNT };

#define POPULATION_AGES 26              /* ages 0 to 25; nobody older is a child of the partnership */
#define QUINTILE_NOT_KNOWN 5

struct level {
	size_t n;
	const char **code, **name;
	int32_t *of_lsoa;               /* the area of this level that a small area lies in, or -1 */
};

struct areas {
	const char *authority, *authority_name;
	size_t n_lsoa;
	struct text_map *lsoa;          /* code → number */
	struct level level[LEVEL_COUNT];
	uint8_t *quintile;              /* of each small area: 0 most deprived … 4 least, QUINTILE_NOT_KNOWN */
	int *year;                      /* the years that there is a population for, rising */
	size_t n_years;
	double *population;             /* [year][small area, and one more for people given for the whole][age][sex] */
};

extern const char *const area_level_kind[LEVEL_COUNT];         /* "lsoa", "msoa", … as `area.kind` says */
extern const char *const area_level_title[LEVEL_COUNT];        /* "small area", … */

double *areas_population(const struct areas *a, size_t year, size_t lsoa, int age, int sex);
/* The number of the year of mid-year estimates to use for a rate, or -1 where there are none. People on a day are set
 * against the last estimate (30 June) not after it, as DfE does for children looked after at 31 March; what happened
 * during a period against the estimate nearest to its middle. Where that year is missing, the nearest there is. */
int areas_population_year(const struct areas *a, bool at_end, int32_t from, int32_t to);
/* The year that was wanted. */
int areas_wanted_year(bool at_end, int32_t from, int32_t to);
/* Whether an age and sex belong to a population rule. */
bool population_holds(const struct population_rule *rule, int age, int sex);

#endif
