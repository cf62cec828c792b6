/* The county of Wearshire: small areas, postcodes, schools, and the counties round it where some children are placed.
 * It is on no map; its codes (E06999999, DfE 999, E01999…, WE postcodes) are given to no real place. */
#ifndef DEMO_PLACE_H
#define DEMO_PLACE_H

#include "base/mem.h"
#include "demo/rng.h"

#define COUNTY_CODE "E06999999"
#define COUNTY_DFE "999"
#define COUNTY_NAME "Wearshire"
#define N_LOCALITIES 6
#define AREAS_IN_LOCALITY 11
#define N_AREAS (N_LOCALITIES * AREAS_IN_LOCALITY)
#define N_OUTSIDE 5

struct area {
	char code[10], msoa[10], ward[10];
	char name[40], ward_name[40];
	int locality;
	int decile;                 /* of deprivation in England, 1 the most deprived */
	int weight;                 /* how many households, beside the others' */
	int easting, northing;
	int diverse_per_10k;        /* households that are not of British heritage */
};

struct locality {
	const char *code, *name;
	int easting, northing;
	const char *decile;         /* one figure an area; A stands for 10 */
};
extern const struct locality localities[N_LOCALITIES];

/* Another authority, at its distance from the middle of Wearshire. */
struct outside {
	const char *code, *name, *post_area;
	int easting, northing;
};
extern const struct outside outsides[N_OUTSIDE];

struct postcode {
	char text[10];
	int easting, northing;
	int area;                   /* number of the small area; -1 - n in the n-th authority outside */
};

enum phase { NURSERY, PRIMARY, SECONDARY, SPECIAL, ALTERNATIVE, COLLEGE, N_PHASES };

struct school {
	int urn, estab;             /* DfE's unique reference; the four figures after the authority's */
	char code[12];              /* the URN as text: every agency names a school by it */
	char name[64];
	enum phase phase;
	int area, postcode;
	int places;
};

struct county {
	struct area area[N_AREAS];
	int area_weight[N_AREAS + 1];           /* for rng_weighted */
	struct postcode *postcode;
	int n_postcodes, per_area;              /* the postcodes of area a are a * per_area … */
	int first_outside, per_outside;         /* then those of the authorities outside */
	struct school *school;
	int n_schools;
	int *near[N_PHASES][N_AREAS];           /* numbers of the schools that an area's children go to */
	int n_near[N_PHASES][N_AREAS];
};

/* Lays the county out for so many children. Lives in m. */
struct county *county_new(struct mem *m, uint64_t seed, int64_t children);
int county_postcode(const struct county *k, struct rng *r, int area);
int county_postcode_outside(const struct county *k, struct rng *r, bool far);
int county_school(const struct county *k, struct rng *r, enum phase phase, int area);
int county_miles(const struct county *k, int postcode, int other);

#endif
