/* Lays out the county: see place.h. */
#include "demo/place.h"

#include <stdio.h>
#include <string.h>

/* A port that lost its yards, its suburbs, market towns and a dale: deprivation as such a county has it. */
const struct locality localities[N_LOCALITIES] = {
	{"WL01", "Wearmouth", 440000, 557000, "11121321213"},
	{"WL02", "Harbourside", 444000, 551000, "12312141325"},
	{"WL03", "Stanbury", 434000, 549000, "2435136452A"},
	{"WL04", "Cresswood", 428000, 556000, "34576857468"},
	{"WL05", "Hallgarth", 432000, 540000, "13624758596"},
	{"WL06", "Easedale", 418000, 545000, "768597A89A6"},
};

const struct outside outsides[N_OUTSIDE] = {
	{"E06999998", "Northmoor", "NM", 437000, 573000},
	{"E06999997", "Aldershaw", "AW", 447000, 533000},
	{"E06999996", "Westerfell", "WF", 405000, 554000},
	{"E06999995", "Great Marston", "GM", 388000, 470000},
	{"E06999994", "Kingsholme", "KH", 455000, 430000},
};

#define MOST_POSTCODES 17600            /* of one area: see postcode_here */

static const char *const ward_names[N_LOCALITIES][3] = {
	{"Quayside", "Roker Bank", "Southwick"}, {"Docklands", "Lighthouse", "Seaton Bay"},
	    {"Stanbury North", "Colliery Row", "Priory"},
	{"Cresswood Park", "Millfield", "Heather Hill"}, {"Hallgarth West", "Market Place", "Viaduct"},
	    {"Upper Ease", "Lower Ease", "Fellside"},
};

static void
area_lay(struct area *a, int n, struct rng *r)
{
	int locality = n / AREAS_IN_LOCALITY, within = n % AREAS_IN_LOCALITY;
	const struct locality *l = &localities[locality];
	int ward = within * 3 / AREAS_IN_LOCALITY, msoa = within * 2 / AREAS_IN_LOCALITY;
	char decile = l->decile[within];

	*a = (struct area){.locality = locality, .decile = decile == 'A' ? 10 : decile - '0'};
	snprintf(a->code, sizeof a->code, "E01999%03d", n + 1);
	snprintf(a->msoa, sizeof a->msoa, "E02999%03d", locality * 2 + msoa + 1);
	snprintf(a->ward, sizeof a->ward, "E05999%03d", locality * 3 + ward + 1);
	snprintf(a->name, sizeof a->name, "%s %03d%c", COUNTY_NAME, locality * 2 + msoa + 1,
	    'A' + within - (msoa * AREAS_IN_LOCALITY + 1) / 2);
	snprintf(a->ward_name, sizeof a->ward_name, "%s", ward_names[locality][ward]);
	a->weight = 80 + (int)rng_below(r, 50) + (11 - a->decile) * 3;
	a->easting = l->easting + ((within % 4) - 2) * 1400 + rng_between(r, -300, 300);
	a->northing = l->northing + ((within / 4) - 1) * 1600 + rng_between(r, -300, 300);
	a->diverse_per_10k = locality < 2 ? 1900 : locality < 5 ? 1050 : 500;
	a->diverse_per_10k += (5 - a->decile) * 60;
}

/* The last three characters: a figure and two letters (no C I K M O V: they read alike). */
static void
postcode_text(char out[10], const char *post_area, unsigned char district, unsigned char sector, int unit)
{
	static const char letter[] = "ABDEFGHJLNPQRSTUWXYZ";
	int scattered = unit * 147 % 400;

	snprintf(out, 10, "%.2s%u %u%c%c", post_area, district % 100u, sector % 10u, letter[scattered / 20],
	    letter[scattered % 20]);
}

/* The outward codes WE1 to WE17 have two sectors of 400 for each area. Where an area has more, WE18 to WE99, then WE0A to WE9Y
 * take a sector of 400 each. */
static void
postcode_here(char out[10], int area, int unit)
{
	static const char letter[] = "ABDEFGHJLNPQRSTUWXYZ";
	unsigned n = (unsigned)((unit / 400 - 2) * N_AREAS + area), district = 18 + n / 10;
	char text[10];

	if (unit < 800) {
		postcode_text(out, "WE", (unsigned char)(area / 4 + 1), (unsigned char)(area % 4 * 2 + unit / 400),
		    unit % 400);
		return;
	}
	postcode_text(text, "WE", (unsigned char)district, (unsigned char)(n % 10), unit % 400);
	if (district < 100)
		memcpy(out, text, sizeof text);
	else
		snprintf(out, 10, "WE%u%c%s", (district - 100) / 20 % 10, letter[(district - 100) % 20], strchr(text, ' '));
}

static void
postcodes_lay(struct mem *m, struct county *k, struct rng *r)
{
	k->first_outside = k->per_area * N_AREAS;
	k->n_postcodes = k->first_outside + k->per_outside * N_OUTSIDE;
	k->postcode = mem_new_array(m, struct postcode, k->n_postcodes);
	for (int i = 0; i < k->n_postcodes; i++) {
		struct postcode *p = &k->postcode[i];

		if (i < k->first_outside) {
			int area = i / k->per_area;

			p->area = area;
			postcode_here(p->text, area, i % k->per_area);
			p->easting = k->area[area].easting + rng_between(r, -700, 700);
			p->northing = k->area[area].northing + rng_between(r, -700, 700);
		} else {
			int n = (i - k->first_outside) / k->per_outside, unit = i % k->per_outside;

			p->area = -1 - n;
			postcode_text(p->text, outsides[n].post_area, (unsigned char)(unit % 5 + 1),
			    (unsigned char)(unit / 5 % 10),
			    unit * 7);
			p->easting = outsides[n].easting + rng_between(r, -5000, 5000);
			p->northing = outsides[n].northing + rng_between(r, -5000, 5000);
		}
	}
}

/* How many schools of each phase, for so many children: places for them all, as an authority has them. */
static const struct {
	enum phase phase;
	int children_each, least, places, first_estab;
	const char *ending;
} school_plan[N_PHASES] = {
	{NURSERY, 12000, 1, 90, 1000, "Nursery School"},
	{PRIMARY, 680, 8, 285, 2000, "Primary School"},
	{SECONDARY, 3800, 3, 1050, 4000, "Academy"},
	{SPECIAL, 9500, 1, 150, 7000, "School"},
	{ALTERNATIVE, 50000, 1, 90, 1100, "Pupil Referral Unit"},
	{COLLEGE, 40000, 1, 1800, 8000, "College"},
};

static void
school_lay(struct county *k, struct school *s, int plan, int n, struct rng *r)
{
	static const char *const given[] = {"St Aidan's", "St Hild's", "Bede", "Oakfield", "Riverside", "Hilltop",
	    "Park View", "St Cuthbert's",
	    "Castle", "Meadowside", "Northgate", "Southmoor", "Westfield", "Eastburn", "Lambton", "Ravensworth",
	    "Holy Trinity",
	    "Sacred Heart", "Brackenwood", "Larkspur", "The Links", "Fellgate", "Beacon", "Harelaw", "Whinfield",
	    "Grange"};
	int area = (n * 37 + plan * 11) % N_AREAS, round = n / 26;
	const char *ward = k->area[area].ward_name;

	*s = (struct school){.phase = school_plan[plan].phase, .area = area, .estab = school_plan[plan].first_estab + n};
	s->urn = 199000 + plan * 10000 + n;
	snprintf(s->code, sizeof s->code, "%d", s->urn);
	snprintf(s->name, sizeof s->name, "%s%s%s %s", given[(n * 7 + plan * 3) % 26], round ? " " : "", round ? ward
	    : "",
	    school_plan[plan].ending);
	s->postcode = county_postcode(k, r, area);
	s->places = school_plan[plan].places * rng_between(r, 80, 120) / 100;
}

/* The schools of a phase that an area's children go to: those in the area and, so that there is a choice, the
 * nearest. */
static void
schools_near(struct mem *m, struct county *k, enum phase phase, int area)
{
	int want = phase == PRIMARY ? 4 : 3, *list = mem_new_array(m, int, want), n = 0;
	int64_t far[4] = {0};

	for (int i = 0; i < k->n_schools; i++) {
		int64_t e = k->area[k->school[i].area].easting - k->area[area].easting;
		int64_t north = k->area[k->school[i].area].northing - k->area[area].northing,
		    d = e * e + north * north;
		int at = n;

		if (k->school[i].phase != phase)
			continue;
		while (at > 0 && far[at - 1] > d)
			at--;
		if (at == want)
			continue;
		n = n < want ? n + 1 : n;
		for (int j = n - 1; j > at; j--) {
			list[j] = list[j - 1];
			far[j] = far[j - 1];
		}
		list[at] = i;
		far[at] = d;
	}
	k->near[phase][area] = list;
	k->n_near[phase][area] = n;
}

struct county *
county_new(struct mem *m, uint64_t seed, int64_t children)
{
	struct county *k = mem_new_one(m, struct county);
	struct rng r = rng_stream(seed, STREAM_PLACE, 0);
	int count[N_PHASES], n = 0;

	for (int a = 0; a < N_AREAS; a++) {
		area_lay(&k->area[a], a, &r);
		k->area_weight[a] = k->area[a].weight;
	}
	k->area_weight[N_AREAS] = -1;
	k->per_area = (int)(children / N_AREAS / 15);
	k->per_area = k->per_area < 20 ? 20 : k->per_area > MOST_POSTCODES ? MOST_POSTCODES : k->per_area;
	k->per_outside = 50;
	postcodes_lay(m, k, &r);
	for (int p = 0; p < N_PHASES; p++) {
		count[p] = (int)(children / school_plan[p].children_each);
		count[p] = count[p] < school_plan[p].least ? school_plan[p].least : count[p] > 990 ? 990 : count[p];
		k->n_schools += count[p];
	}
	k->school = mem_new_array(m, struct school, k->n_schools);
	for (int p = 0; p < N_PHASES; p++)
		for (int i = 0; i < count[p]; i++)
			school_lay(k, &k->school[n++], p, i, &r);
	for (int p = 0; p < N_PHASES; p++)
		for (int a = 0; a < N_AREAS; a++)
			schools_near(m, k, (enum phase)p, a);
	return k;
}

int
county_postcode(const struct county *k, struct rng *r, int area)
{
	return area * k->per_area + (int)rng_below(r, (uint32_t)k->per_area);
}

int
county_postcode_outside(const struct county *k, struct rng *r, bool far)
{
	int n = far ? 3 + (int)rng_below(r, 2) : (int)rng_below(r, 3);

	return k->first_outside + n * k->per_outside + (int)rng_below(r, (uint32_t)k->per_outside);
}

int
county_school(const struct county *k, struct rng *r, enum phase phase, int area)
{
	int n = k->n_near[phase][area];

	return k->near[phase][area][rng_skewed(r, (uint32_t)n)];
}

int
county_miles(const struct county *k, int postcode, int other)
{
	const struct postcode *a = &k->postcode[postcode], *b = &k->postcode[other];
	int64_t e = a->easting - b->easting, n = a->northing - b->northing, square = e * e + n * n, miles = 0;

	/* Metres into whole miles without a square root: the distances asked for are short. */
	while ((miles + 1) * (miles + 1) * 2589988 <= square)
		miles++;
	return (int)miles;
}
