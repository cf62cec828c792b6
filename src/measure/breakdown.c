/* Which cells a child belongs to on a day.
 *
 * "Not known" is a category of its own wherever a fact may be missing; it is never counted as a no. Deprivation is the
 * national fifth of the small area where the child lived; membership is that of the day.
 */
#include "measure/breakdown.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/text.h"

#define N_OF(array) (sizeof(array) / sizeof(array)[0])

static const char *const everybody[] = {""};
static const char *const sexes[SEX_COUNT] = {"female", "male", "not known"};
static const char *const ages[] = {
	"unborn", "under 1", "1 to 4", "5 to 9", "10 to 15", "16 and 17", "18 to 25", "26 and over", "not known",
};
enum { AGE_UNBORN, AGE_FIRST, AGE_OVER = 7, AGE_NOT_KNOWN };
static const int age_least[] = {0, 1, 5, 10, 16, 18, 26};       /* where each band from AGE_FIRST on begins */
static const char *const ethnicities[ETHNICITY_COUNT] = {"White", "Mixed", "Asian", "Black", "Other", "not known"};
static const char *const sen_words[] = {"none", "SEN support", "EHC plan", "not known"};
enum { SEN_NONE, SEN_SUPPORT, SEN_PLAN, SEN_NOT_KNOWN };
static const char *const yes_no[] = {"yes", "no", "not known"};
enum { WORD_YES, WORD_NO, WORD_NOT_KNOWN };
static const char *const quintiles[] = {
	"1 (most deprived)", "2", "3", "4", "5 (least deprived)", "not known",
};

static const struct plain {
	const char *name, *title;
	enum base_population base;
	const char *const *category;
	size_t n;
} plain_dimensions[] = {
	{"total", "Everybody", BASE_ALL, everybody, 1},
	{"sex", "Sex", BASE_SEX, sexes, N_OF(sexes)},
	{"age", "Age", BASE_AGE, ages, N_OF(ages)},
	{"ethnicity", "Ethnicity", BASE_NONE, ethnicities, N_OF(ethnicities)},
	{"sen", "Special educational needs", BASE_NONE, sen_words, N_OF(sen_words)},
	{"free_school_meals", "Free school meals", BASE_NONE, yes_no, 3},
	{"deprivation", "Deprivation, national fifths", BASE_QUINTILE, quintiles, N_OF(quintiles)},
	{"looked_after", "Looked after", BASE_NONE, yes_no, 2},
	{"care_leaver", "Care leaver", BASE_NONE, yes_no, 2},
	{"protection_plan", "On a child protection plan", BASE_NONE, yes_no, 2},
	{"in_need", "In need", BASE_NONE, yes_no, 2},
	{"young_carer", "Young carer", BASE_NONE, yes_no, 2},
	{"youth_justice", "Known to youth justice", BASE_NONE, yes_no, 2},
	{"home_educated", "Educated at home", BASE_NONE, yes_no, 2},
	{"sen_support", "SEN support", BASE_NONE, yes_no, 2},
	{"ehc_plan", "EHC plan", BASE_NONE, yes_no, 2},
};
enum { PLAIN_SEX = 1, PLAIN_AGE, PLAIN_ETHNICITY, PLAIN_SEN, PLAIN_MEALS, PLAIN_DEPRIVATION, PLAIN_MEMBERS,
	PLAIN_COUNT = N_OF(plain_dimensions) };

const char *
dimension_title(const char *name)
{
	for (size_t i = 0; i < PLAIN_COUNT; i++)
		if (strcmp(plain_dimensions[i].name, name) == 0)
			return plain_dimensions[i].title;
	for (size_t i = 0; i < LEVEL_COUNT; i++)
		if (strcmp(area_level_kind[i], name) == 0)
			return area_level_title[i];
	return NULL;
}

size_t
category_place(const char *dimension, const char *category)
{
	for (size_t i = 0; i < PLAIN_COUNT; i++)
		for (size_t k = 0; strcmp(plain_dimensions[i].name, dimension) == 0 && k < plain_dimensions[i].n; k++)
			if (strcmp(plain_dimensions[i].category[k], category) == 0)
				return k;
	return SIZE_MAX;
}

bool
dimension_words(struct mem *m, const char *name, const char *const **out)
{
	for (size_t i = 0; i < PLAIN_COUNT; i++)
		if (strcmp(plain_dimensions[i].name, name) == 0) {
			const char **words = mem_new_array(m, const char *, plain_dimensions[i].n + 1);

			memcpy(words, plain_dimensions[i].category, plain_dimensions[i].n * sizeof *words);
			*out = words;
			return true;
		}
	return false;
}

const char *
dimension_names(struct mem *m)
{
	struct builder b = {.mem = m};

	for (size_t i = PLAIN_SEX; i < PLAIN_COUNT; i++)
		put_format(&b, "%s%s", i > PLAIN_SEX ? ", " : "", plain_dimensions[i].name);
	return built_text(&b);
}

static void
dimension_add(struct mem *m, struct breakdown *b, struct dimension d, const char *const *category, size_t n_known)
{
	d.first = b->n_cells;
	d.category = mem_new_array(m, const char *, d.n);
	for (size_t i = 0; i < d.n; i++)
		d.category[i] = i < n_known ? category[i] : i == n_known ? AREA_NOT_KNOWN : AREA_OUTSIDE;
	b->n_cells += d.n;
	b->dimension[b->n_dimensions++] = d;
}

struct breakdown *
breakdown_new(struct mem *m, const struct people *people, const struct areas *areas)
{
	struct breakdown *b = mem_new_one(m, struct breakdown);

	b->people = people;
	b->areas = areas;
	for (size_t i = 0; i < PLAIN_COUNT; i++) {
		const struct plain *p = &plain_dimensions[i];

		dimension_add(m, b, (struct dimension){p->name, p->title, p->base, -1, 0, p->n, NULL}, p->category, p->n);
	}
	for (int i = 0; i < LEVEL_COUNT; i++) {
		const struct level *l = &areas->level[i];

		dimension_add(m, b, (struct dimension){area_level_kind[i], area_level_title[i], BASE_AREA, i, 0, l->n + 2,
		    NULL}, l->code, l->n);
	}
	b->dimension_of = mem_new_array(m, int32_t, b->n_cells);
	for (size_t i = 0; i < b->n_dimensions; i++)
		for (size_t k = 0; k < b->dimension[i].n; k++)
			b->dimension_of[b->dimension[i].first + k] = (int32_t)i;
	return b;
}

const struct dimension *
breakdown_dimension(const struct breakdown *b, const char *name)
{
	for (size_t i = 0; i < b->n_dimensions; i++)
		if (strcmp(b->dimension[i].name, name) == 0)
			return &b->dimension[i];
	return NULL;
}

uint32_t
breakdown_membership(const char *dimension)
{
	if (strcmp(plain_dimensions[PLAIN_MEALS].name, dimension) == 0)
		return UINT32_C(1) << MEMBER_FREE_SCHOOL_MEALS;
	for (size_t i = PLAIN_MEMBERS; i < PLAIN_COUNT; i++)
		if (strcmp(plain_dimensions[i].name, dimension) == 0)
			return UINT32_C(1) << (MEMBER_LOOKED_AFTER + i - PLAIN_MEMBERS);
	return 0;
}

static void
put_in(const struct breakdown *b, struct place_in *out, size_t dimension, size_t category)
{
	out->cell[out->n++] = (int32_t)(b->dimension[dimension].first + category);
}

static size_t
age_band(int age)
{
	size_t band = N_OF(age_least) - 1;

	while (band > 0 && age < age_least[band])
		band--;
	return AGE_FIRST + band;
}

static void
put_school(const struct breakdown *b, struct place_in *out, uint32_t held)
{
	bool enrolled = held >> MEMBER_ENROLLED & 1;

	put_in(b, out, PLAIN_SEN, held >> MEMBER_EHC_PLAN & 1 ? SEN_PLAN : held >> MEMBER_SEN_SUPPORT & 1 ? SEN_SUPPORT :
	    enrolled ? SEN_NONE : SEN_NOT_KNOWN);
	put_in(b, out, PLAIN_MEALS, held >> MEMBER_FREE_SCHOOL_MEALS & 1 ? WORD_YES : enrolled ? WORD_NO :
	    WORD_NOT_KNOWN);
}

static void
put_areas(const struct breakdown *b, struct place_in *out, int32_t lsoa)
{
	put_in(b, out, PLAIN_DEPRIVATION, lsoa >= 0 ? b->areas->quintile[lsoa] : QUINTILE_NOT_KNOWN);
	for (size_t i = 0; i < LEVEL_COUNT; i++) {
		const struct level *l = &b->areas->level[i];
		int32_t area = lsoa >= 0 ? l->of_lsoa[lsoa] : -1;

		put_in(b, out, PLAIN_COUNT + i, area >= 0 ? (size_t)area : l->n + (lsoa == LSOA_OUTSIDE));
	}
}

void
breakdown_place(const struct breakdown *b, int32_t person, int32_t day, struct place_in *out)
{
	const struct people *p = b->people;
	uint32_t held;

	*out = (struct place_in){.n = 1, .age = -1, .sex = SEX_NOT_KNOWN};
	if (person < 0)
		return;
	out->sex = p->sex[person];
	out->age = day_age(p->born[person], day);
	out->age_known = p->born[person] != DAY_NONE;
	held = people_memberships(p, person, day);
	put_in(b, out, PLAIN_SEX, p->sex[person]);
	put_in(b, out, PLAIN_AGE, !out->age_known ? AGE_NOT_KNOWN : out->age < 0 ? AGE_UNBORN : age_band(out->age));
	put_in(b, out, PLAIN_ETHNICITY, p->ethnicity[person]);
	put_school(b, out, held);
	put_areas(b, out, people_home(p, person, day));
	for (size_t i = MEMBER_LOOKED_AFTER; i <= MEMBER_EHC_PLAN; i++)
		put_in(b, out, PLAIN_MEMBERS + i, held >> i & 1 ? WORD_YES : WORD_NO);
}

/* ---- who there is to be counted against ----------------------------------------------------------------------- */

static void
add_people(const struct breakdown *b, size_t lsoa, int age, int sex, double n, double *out)
{
	const struct dimension *d = b->dimension;

	out[0] += n;
	out[d[PLAIN_SEX].first + (size_t)sex] += n;
	out[d[PLAIN_AGE].first + age_band(age)] += n;
	if (lsoa == b->areas->n_lsoa)
		return;
	out[d[PLAIN_DEPRIVATION].first + b->areas->quintile[lsoa]] += n;
	for (size_t i = 0; i < LEVEL_COUNT; i++)
		if (b->areas->level[i].of_lsoa[lsoa] >= 0)
			out[d[PLAIN_COUNT + i].first + (size_t)b->areas->level[i].of_lsoa[lsoa]] += n;
}

void
breakdown_population(const struct breakdown *b, const struct population_rule *rule, int year, double *out)
{
	for (size_t i = 0; i < b->n_cells; i++)
		out[i] = 0;
	if (year >= 0)
		for (size_t lsoa = 0; lsoa <= b->areas->n_lsoa; lsoa++)
			for (int age = 0; age < POPULATION_AGES; age++)
				for (int sex = 0; sex < 2; sex++)
					if (population_holds(rule, age, sex))
						add_people(b, lsoa, age, sex,
						    *areas_population(b->areas, (size_t)year, lsoa, age, sex), out);
	for (size_t i = 0; i < b->n_cells; i++)         /* nobody there, or nobody knows: no rate either way */
		if (!(out[i] > 0))
			out[i] = NAN;
}
