/* Who lives in Wearshire: households with their children, homes and moves, from April 2000's births to the last
 * day. */
#ifndef DEMO_POPULATION_H
#define DEMO_POPULATION_H

#include "base/day.h"
#include "demo/life.h"
#include "demo/names.h"
#include "demo/place.h"
#include "demo/stock.h"

#define FIRST_BIRTH 9312            /* 1 July 1995: whoever was 25 or younger when the history begins is known */
#define STOCK_BEGINS 15431          /* 1 April 2012: cases that were open when the history begins had begun by then */
#define HISTORY_BEGINS 18718        /* 1 April 2021 */
#define LAST_DAY 20543              /* 31 March 2026 */
#define TODAY_ISO "2026-04-15"
#define N_YEARS 5
#define MAX_CHILDREN 10
#define MAX_HOMES 24
#define IDS_IN_PART 14000           /* numbers kept for the people of one part */

struct world {
	uint64_t seed;
	int64_t children;
	const struct county *county;
	uint64_t ids;               /* how many numbers people may have */
	const struct stock *stock;  /* a country's names; NULL: Wearshire's */
	int32_t born_from;          /* whoever was born before is left out; 0: FIRST_BIRTH */
};

struct home {
	int32_t since, until;       /* until DAY_NONE: they live there still */
	int area, postcode, house;
	int64_t uprn;
};

struct person {
	int64_t id;
	struct household *household;
	int32_t born, died;
	int sex;                    /* 1 male, 2 female */
	const char *ethnicity;      /* the Department for Education's code */
	enum community community;
	const char *given, *middle;
	char family[NAME_SIZE];
	char former[NAME_SIZE];     /* the family name before `renamed`; "" when there was none */
	int32_t renamed;
	int32_t here_since, here_until;     /* lives in the county; until DAY_NONE: still */
	struct person *twin;
	struct life life;
};

struct household {
	int64_t id;
	enum community community;
	int32_t arrived, left;      /* DAY_NONE: always lived here, lives here still */
	bool alone;                 /* a child who sought asylum alone */
	int risk;                   /* beside the county's middle, in per cent: deprivation and its own luck */
	struct home home[MAX_HOMES];
	int n_homes;
	struct person child[MAX_CHILDREN];
	int n_children;
	struct person adult[2];     /* mother or first parent, then the other */
	int n_adults;
};

/* Makes household `id`, its people numbered from `first_person`. False when nobody of it ever counts. */
bool household_make(const struct world *w, int64_t id, int64_t first_person, struct household *h);

/* The home on a day (the first before they came, the last after they went); NULL never. */
const struct home *household_home(const struct household *h, int32_t day);
bool person_here(const struct person *p, int32_t day);              /* alive, born and living in the county */
int person_age(const struct person *p, int32_t day);
const char *person_family_on(const struct person *p, int32_t day);
const struct area *person_area(const struct world *w, const struct person *p, int32_t day);

#endif
