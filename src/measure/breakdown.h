/* Breakdowns: every way that a measure is cut, as numbered cells. One pass over a measure's rows adds each into the
 * cells where it belongs; cell 0 is everybody. */
#ifndef MEASURE_BREAKDOWN_H
#define MEASURE_BREAKDOWN_H

#include <stddef.h>
#include <stdint.h>

#include "catalogue/indicator.h"
#include "measure/areas.h"
#include "measure/people.h"

/* What a rate may be worked out from within a breakdown. */
enum base_population { BASE_NONE, BASE_ALL, BASE_SEX, BASE_AGE, BASE_QUINTILE, BASE_AREA };

struct dimension {
	const char *name;               /* as stored: "sex"; the level's kind for areas */
	const char *title;              /* "sex", "small area (LSOA)" */
	enum base_population base;
	int level;                      /* an area's level, or -1 */
	size_t first, n;                /* its cells */
	const char **category;          /* as stored and shown; area codes for areas, whose last cells are named below */
};

#define DIMENSION_MAX 24

struct breakdown {
	struct dimension dimension[DIMENSION_MAX];
	size_t n_dimensions, n_cells;
	int32_t *dimension_of;          /* of each cell */
	const struct people *people;
	const struct areas *areas;
};

/* The cells that one child belongs to on one day, at most one a dimension; and the age, for populations. */
struct place_in {
	int32_t cell[DIMENSION_MAX];
	size_t n;
	int age, sex;                   /* age -1: not born yet or not known */
	bool age_known;
};

#define AREA_NOT_KNOWN "not known"
#define AREA_OUTSIDE "outside the authority"

struct breakdown *breakdown_new(struct mem *m, const struct people *people, const struct areas *areas);
/* person -1: everybody's cell alone. */
void breakdown_place(const struct breakdown *b, int32_t person, int32_t day, struct place_in *out);
const struct dimension *breakdown_dimension(const struct breakdown *b, const char *name);
/* The membership that a dimension of yes and no tells, as a mask for people_memberships(); 0 for any other. */
uint32_t breakdown_membership(const char *dimension);
/* The people of a year by cell, NaN where no population is known; `share` multiplies (3 for three pooled years).
 * `out` has n_cells places. */
void breakdown_population(const struct breakdown *b, const struct population_rule *rule, int year, double *out);

/* How a dimension's name and a category read on a page: "Sex", "Free school meals". NULL when not known. */
const char *dimension_title(const char *name);
/* Where a category stands among its dimension's; those that are not known come last. */
size_t category_place(const char *dimension, const char *category);
/* A dimension's categories, ending with NULL, in `m`; false when it is an area's level or none. */
bool dimension_words(struct mem *m, const char *name, const char *const **out);
/* The names of the dimensions that are no areas: "sex, age, …"; in `m`. */
const char *dimension_names(struct mem *m);

#endif
