/* The county itself: areas, postcodes, deprivation, schools, places, and how many people there are. */
#include <stdio.h>
#include <string.h>

#include "demo/write.h"

int32_t
year_first(int year)
{
	return day_of(2021 + year, 4, 1);
}

int32_t
year_last(int year)
{
	return day_of(2022 + year, 3, 31);
}

int
year_of(int32_t day)
{
	struct date d = day_date(day);
	int year = (d.month >= 4 ? d.year : d.year - 1) - 2021;

	return year < 0 ? -1 : year > N_YEARS ? N_YEARS : year;
}

int
academic_year_of(int32_t day)
{
	return school_year_of(day) - 2021;
}

#define AREA(code, kind, name, parent) ROW(out->part, F_AREAS, 0, KEY(code), CODE(kind), TEXT(name), TEXT(parent))

static void
areas_write(const struct writing *out)
{
	const char *msoa = "", *ward = "";

	AREA(COUNTY_CODE, "authority", COUNTY_NAME, "");
	for (int n = 0; n < N_OUTSIDE; n++)
		AREA(outsides[n].code, "authority", outsides[n].name, "");
	for (int n = 0; n < N_LOCALITIES; n++)
		AREA(localities[n].code, "locality", localities[n].name, COUNTY_CODE);
	for (int n = 0; n < N_AREAS; n++) {
		const struct area *a = &out->w->county->area[n];
		char name[48];

		snprintf(name, sizeof name, "%.*s", (int)sizeof "Wearshire 001" - 1, a->name);
		if (strcmp(msoa, a->msoa) != 0)
			AREA(a->msoa, "msoa", name, COUNTY_CODE);
		if (strcmp(ward, a->ward) != 0)
			AREA(a->ward, "ward", a->ward_name, COUNTY_CODE);
		AREA(a->code, "lsoa", a->name, localities[a->locality].code);
		msoa = a->msoa;
		ward = a->ward;
	}
}

static void
postcodes_write(const struct writing *out)
{
	const struct county *k = out->w->county;

	for (int i = 0; i < k->n_postcodes; i++) {
		const struct postcode *p = &k->postcode[i];
		const struct area *a = p->area < 0 ? NULL : &k->area[p->area];

		ROW(out->part, F_POSTCODES, 0, KEY(p->text), NIL, NUMBER(p->easting), NUMBER(p->northing),
		    CODE(a == NULL ? outsides[-1 - p->area].code : COUNTY_CODE), TEXT(a == NULL ? "" : a->ward),
		    TEXT(a == NULL ? "" : a->code), TEXT(a == NULL ? "" : a->msoa),
		    TEXT(a == NULL ? "" : localities[a->locality].code));
	}
}

static void
deprivation_write(const struct writing *out)
{
	for (int n = 0; n < N_AREAS; n++) {
		const struct area *a = &out->w->county->area[n];
		char score[16];
		int tenths = (11 - a->decile) * 55 + n % 40;

		snprintf(score, sizeof score, "%d.%d", tenths / 10, tenths % 10);
		ROW(out->part, F_DEPRIVATION, 0, KEY(a->code), TEXT(a->name), CODE(COUNTY_CODE), TEXT(COUNTY_NAME),
		    TEXT(score),
		    NUMBER((a->decile - 1) * 3284 + 1 + n * 41), NUMBER(a->decile),
		    NUMBER(a->decile + (n % 3 == 0 && a->decile < 10) - (n % 5 == 0 && a->decile > 1)));
	}
}

static const struct {
	const char *phase, *type;
} phase_words[N_PHASES] = {
	{"nursery", "Local authority nursery school"}, {"primary", "Community school"},
	    {"secondary", "Academy converter"},
	{"special", "Community special school"}, {"alternative_provision", "Pupil referral unit"},
	    {"sixteen_plus", "Further education"},
};

static void
schools_write(const struct writing *out)
{
	const struct county *k = out->w->county;

	for (int i = 0; i < k->n_schools; i++) {
		const struct school *s = &k->school[i];
		char establishment[12];

		snprintf(establishment, sizeof establishment, "%s%04d", COUNTY_DFE, s->estab);
		ROW(out->part, F_SCHOOLS, 0, KEY(s->code), TEXT(s->code), TEXT(establishment), TEXT(s->name),
		    CODE(phase_words[s->phase].phase), TEXT(phase_words[s->phase].type),
		    TEXT(k->postcode[s->postcode].text),
		    DAY(day_of(1996 + i % 20, 9, 1)), NIL);
		if (s->phase == SPECIAL || s->phase == ALTERNATIVE)
			ROW(out->part, F_CAPACITY, 0, KEY(s->code), TEXT(s->name),
			    CODE(s->phase == SPECIAL ? "special_school" : "alternative_provision"),
			    ISO(HISTORY_BEGINS), NIL,
			    NUMBER(s->places), NUMBER(s->phase == SPECIAL ? 24500 : 19800));
	}
}

/* What the council and its partners have places for, beside schools. Places for each 10,000 children. */
static const struct {
	const char *organisation, *name, *kind;
	int per_10k, cost;
} capacities[] = {
	{"SC190001", "Bede Lodge", "childrens_home", 2, 214000},
	    {"SC190002", "Harbour View", "childrens_home", 2, 198000},
	{"SC190003", "Dale House", "childrens_home", 2, 231000},
	    {"WFOST", "Wearshire Fostering", "foster_homes", 48, 26500},
	{"SA190001", "Quayside Lettings", "supported_accommodation", 7, 62000},
	{"SA190002", "Northgate Young People", "supported_accommodation", 6, 58000},
	{"TT190001", "Speech and Language Therapy", "therapy_team", 90, 310},
	    {"TT190002", "CAMHS", "therapy_team", 60, 520},
	{"FH190001", "Wearmouth Family Hub", "family_hub", 55, 240},
	    {"FH190002", "Stanbury Family Hub", "family_hub", 40, 240},
	{"RP190001", "Park View Resourced Provision", "resourced_provision", 4, 14000},
	{"EY190001", "Meadowside Early Years", "early_years", 110, 6100}, {NULL, NULL, NULL, 0, 0},
};

static void
capacities_write(const struct writing *out)
{
	for (int i = 0; capacities[i].organisation != NULL; i++) {
		int places = (int)(out->w->children * capacities[i].per_10k / 10000);

		for (int year = 0; year < N_YEARS; year++)
			ROW(out->part, F_CAPACITY, 0, KEY(capacities[i].organisation), TEXT(capacities[i].name),
			    CODE(capacities[i].kind), ISO(year_first(year)),
			    ISO(year == N_YEARS - 1 ? DAY_NONE : year_last(year)),
			    NUMBER(places + 2 + (year * (i % 3 - 1)) / 2),
			    NUMBER(capacities[i].cost * (100 + 4 * year) / 100));
	}
}

void
write_reference(const struct writing *out)
{
	areas_write(out);
	postcodes_write(out);
	deprivation_write(out);
	schools_write(out);
	capacities_write(out);
	write_boundaries(out);
}

/* Mid-year counts, 30 June; for 2026, whose June is yet to come, the last day. Older people are no part of this
 * county. */
void
write_population(const struct writing *out)
{
	for (int a = 0; a < N_AREAS; a++)
		for (int y = 0; y < POPULATION_YEARS; y++)
			for (int age = 0; age < N_AGES; age++)
				for (int sex = 0; sex < 2; sex++)
					ROW(out->part, F_POPULATION, 0, KEY(out->w->county->area[a].code),
					    NUMBER(2021 + y), NUMBER(age),
					    CODE(sex == 0 ? "M" : "F"), NUMBER(out->census->people[a][y][age][sex]));
}
