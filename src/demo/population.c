/* Makes households one at a time, each from its own stream of chance, so that memory is flat whatever the
 * county's size. */
#include "demo/population.h"

#include <stdio.h>
#include <string.h>

/* Ethnic background by community (DfE codes; England's school census 2023/24 proportions within each). */
static const struct {
	const char *code[9];
	int weight[10];
} ethnicities[N_COMMUNITIES] = {
	[BRITISH] = {{"WBRI", "MWBC", "MWAS", "MOTH", "WIRI", "MWBA", "WIRT", "WROM", "REFU"},
	    {910, 22, 18, 15, 6, 11, 4, 5, 9, -1}},
	[SOUTH_ASIAN] = {{"APKN", "ABAN", "AIND", "AOTH", "CHNE"}, {42, 26, 20, 9, 3, -1}},
	[AFRICAN] = {{"BAFR", "BCRB", "BOTH", "OOTH"}, {72, 10, 8, 10, -1}},
	[EASTERN_EUROPEAN] = {{"WOTH", "WROM"}, {88, 12, -1}},
};

/* England's deprivation gradient in children's social care: rate of each decile beside the middle, in per cent (after
 * Bywaters and others 2020, whose steps are of this size). */
static const int risk_of_decile[11] = {0, 230, 180, 148, 122, 100, 82, 66, 52, 40, 30};

static int32_t
born_first(const struct world *w)
{
	return w->born_from != 0 ? w->born_from : FIRST_BIRTH;
}

static enum community
community_draw(struct rng *r, const struct area *a)
{
	static const int other[] = {0, 48, 22, 30, -1};

	return rng_per_10k(r, a->diverse_per_10k) ? (enum community)rng_weighted(r, other) : BRITISH;
}

static void
home_add(const struct world *w, struct household *h, struct rng *r, int area, int32_t since)
{
	struct home *home = &h->home[h->n_homes];

	if (h->n_homes > 0)
		home[-1].until = since - 1;
	*home = (struct home){.since = since, .until = DAY_NONE, .area = area};
	home->postcode = county_postcode(w->county, r, area);
	home->house = 1 + (int)rng_below(r, 120);
	home->uprn = 10000000000 + h->id * MAX_HOMES + h->n_homes;
	h->n_homes++;
}

/* Where a family moves to: mostly near, to a like neighbourhood. */
static int
area_next(const struct world *w, struct rng *r, int area)
{
	const struct county *k = w->county;

	for (int i = 0; i < 4; i++) {
		int to = rng_per_10k(r, 6500) ? area / AREAS_IN_LOCALITY * AREAS_IN_LOCALITY + (int)rng_below(r,
		    AREAS_IN_LOCALITY)
		    : rng_weighted(r, k->area_weight);
		int apart = k->area[to].decile - k->area[area].decile;

		if (apart >= -2 && apart <= 3)
			return to;
	}
	return area;
}

/* Homes from `from` on: about 8 families in 100 move in a year, more where homes are rented; one move in nine leaves
 * the county, and as many families come in. */
static void
homes_make(const struct world *w, struct household *h, struct rng *r, int32_t from)
{
	int area = rng_weighted(r, w->county->area_weight), decile = w->county->area[area].decile;
	int32_t day = from;

	home_add(w, h, r, area, from);
	while (h->n_homes < MAX_HOMES) {
		static const int32_t years10[11] = {2, 9, 20, 35, 55, 80, 115, 160, 230, 350, 700};

		day += 30 + rng_deciles(r, years10) * (decile + 6) * 4;
		if (day > LAST_DAY)
			return;
		if (rng_per_10k(r, 1100)) {
			h->left = day;
			return;
		}
		area = area_next(w, r, area);
		home_add(w, h, r, area, day);
	}
}

static const char *
given_draw(const struct world *w, struct rng *r, const struct person *p)
{
	return w->stock != NULL ? stock_given(w->stock, r, p->community, p->sex) : name_given(r, p->community, p->sex);
}

static void
family_draw(const struct world *w, struct rng *r, enum community community, char out[NAME_SIZE])
{
	if (w->stock != NULL)
		stock_family(w->stock, r, community, out);
	else
		name_family(r, community, out);
}

static void
person_name(const struct world *w, struct person *p, struct rng *r, const char *family)
{
	p->given = given_draw(w, r, p);
	p->middle = rng_per_10k(r, 6500) ? given_draw(w, r, p) : "";
	name_for_sex(p->community, p->sex, family, p->family);
}

static void
adults_make(const struct world *w, struct household *h, struct rng *r, char shared[NAME_SIZE])
{
	char family[NAME_SIZE];

	h->n_adults = rng_per_10k(r, 7400) ? 2 : 1;
	family_draw(w, r, h->community, shared);
	for (int i = 0; i < h->n_adults; i++) {
		struct person *a = &h->adult[i];

		*a = (struct person){.household = h, .died = DAY_NONE, .here_until = DAY_NONE,
		    .renamed = DAY_NONE, .sex = i == 0 ? (rng_per_10k(r, 9300) ? 2 : 1)
		    : (rng_per_10k(r, 9700) ? 1 : 2),
		    .community = h->community};
		a->ethnicity = ethnicities[h->community].code[0];
		name_copy(family, shared);
		if (i == 0 && rng_per_10k(r, 3000))
			family_draw(w, r, h->community, family);
		person_name(w, a, r, family);
	}
}

/* One child born that day. A few die, most of them in their first year (England: 3.7 in 1,000 births, then 1 in
 * 10,000 a year). */
static struct person *
child_make(const struct world *w, struct household *h, struct rng *r, int64_t id, int32_t born, const char *family)
{
	struct person *p = &h->child[h->n_children++];

	*p = (struct person){.id = id, .household = h, .born = born, .died = DAY_NONE, .renamed = DAY_NONE,
	    .sex = rng_per_10k(r, 5125) ? 1 : 2, .community = h->community};
	p->ethnicity = ethnicities[h->community].code[rng_weighted(r, ethnicities[h->community].weight)];
	person_name(w, p, r, family);
	if (rng_per_10k(r, 37))
		p->died = born + (int32_t)rng_skewed(r, 365);
	else if (rng_per_10k(r, 25))
		p->died = born + rng_between(r, 366, 9000);
	if (p->died > LAST_DAY)
		p->died = DAY_NONE;
	return p;
}

static void
children_make(const struct world *w, struct household *h, struct rng *r, int64_t first_person, int32_t born, const char *family)
{
	static const int sizes[] = {0, 33, 43, 16, 6, 2, -1};
	static const int32_t months_between[11] = {11, 18, 22, 25, 29, 33, 39, 47, 60, 84, 140};
	int size = rng_weighted(r, sizes);

	for (int i = 0; i < size; i++) {
		bool twins = rng_per_10k(r, 155) && h->n_children + 2 < MAX_CHILDREN;
		struct person *first;

		if (i > 0)
			born += rng_deciles(r, months_between) * 30 + rng_between(r, 0, 29);
		if (born > LAST_DAY)
			return;
		first = born < born_first(w) ? NULL : child_make(w, h, r, first_person + h->n_children, born, family);
		if (first != NULL && twins) {
			struct person *second = child_make(w, h, r, first_person + h->n_children, born, family);

			first->twin = second;
			second->twin = first;
			second->ethnicity = first->ethnicity;
			while (strcmp(second->given, first->given) == 0)
				second->given = given_draw(w, r, second);
		}
	}
}

/* When parents part or marry, some children change their family name; brothers and sisters together. */
static void
names_change(const struct world *w, struct household *h, struct rng *r)
{
	char to[NAME_SIZE];
	int32_t day = rng_between(r, HISTORY_BEGINS - 1500, LAST_DAY);

	if (!rng_per_10k(r, 350))
		return;
	family_draw(w, r, h->community, to);
	for (int i = 0; i < h->n_children; i++) {
		struct person *p = &h->child[i];

		if (day < p->born + 400 || day > p->born + 6500)
			continue;
		memcpy(p->former, p->family, sizeof p->former);
		name_for_sex(p->community, p->sex, to, p->family);
		p->renamed = day;
	}
}

static void
presence_set(struct household *h)
{
	for (int i = 0; i < h->n_children; i++) {
		struct person *p = &h->child[i];

		p->here_since = h->arrived != DAY_NONE && h->arrived > p->born ? h->arrived : p->born;
		p->here_until = p->died;
		if (h->left != DAY_NONE && (p->died == DAY_NONE || h->left < p->died))
			p->here_until = h->left;
	}
}

/* A young person who comes alone and seeks asylum: England has some 7,500 looked after, 1 in 11 of all. */
static void
alone_make(const struct world *w, struct household *h, struct rng *r, int64_t first_person)
{
	static const int32_t age_months[11] = {150, 180, 188, 193, 196, 199, 202, 205, 208, 211, 214};
	char family[NAME_SIZE];

	h->alone = true;
	h->community = rng_per_10k(r, 6000) ? AFRICAN : SOUTH_ASIAN;
	h->arrived = rng_between(r, STOCK_BEGINS + 1400, LAST_DAY - 20);
	home_add(w, h, r, rng_weighted(r, w->county->area_weight), h->arrived);
	family_draw(w, r, h->community, family);
	child_make(w, h, r, first_person, h->arrived - rng_deciles(r, age_months) * 30, family);
	h->child[0].sex = rng_per_10k(r, 9500) ? 1 : 2;
	h->child[0].ethnicity = h->community == AFRICAN ? "BAFR" : "AOTH";
	h->child[0].given = given_draw(w, r, &h->child[0]);
	h->child[0].died = DAY_NONE;
}

bool
household_make(const struct world *w, int64_t id, int64_t first_person, struct household *h)
{
	struct rng r = rng_stream(w->seed, STREAM_HOUSEHOLD, (uint64_t)id);
	static const int32_t luck[11] = {5, 16, 28, 40, 54, 68, 86, 110, 150, 230, 520};
	char family[NAME_SIZE];
	int32_t born;

	*h = (struct household){.id = id, .arrived = DAY_NONE, .left = DAY_NONE, .risk = 100};
	if (rng_per_10k(&r, 20)) {
		alone_make(w, h, &r, first_person);
		presence_set(h);
		return h->child[0].born >= born_first(w);
	}
	born = rng_between(&r, born_first(w) - 3650, LAST_DAY);
	homes_make(w, h, &r, born - rng_between(&r, 0, 1200));
	if (rng_per_10k(&r, 900))
		h->arrived = rng_between(&r, born, LAST_DAY);
	h->community = community_draw(&r, &w->county->area[h->home[0].area]);
	adults_make(w, h, &r, family);
	children_make(w, h, &r, first_person, born, family);
	for (int i = 0; i < h->n_adults; i++) {
		h->adult[i].id = first_person + h->n_children + i;
		h->adult[i].born = born - rng_between(&r, 18 * 365, 36 * 365);
	}
	names_change(w, h, &r);
	presence_set(h);
	h->risk = risk_of_decile[w->county->area[h->home[0].area].decile] * rng_deciles(&r, luck) / 100;
	return h->n_children > 0 && (h->left == DAY_NONE || h->arrived == DAY_NONE || h->left > h->arrived + 60);
}

const struct home *
household_home(const struct household *h, int32_t day)
{
	for (int i = h->n_homes - 1; i > 0; i--)
		if (h->home[i].since <= day)
			return &h->home[i];
	return &h->home[0];
}

bool
person_here(const struct person *p, int32_t day)
{
	return p->here_since <= day && (p->here_until == DAY_NONE || p->here_until > day);
}

int
person_age(const struct person *p, int32_t day)
{
	return day_age(p->born, day);
}

const char *
person_family_on(const struct person *p, int32_t day)
{
	return p->renamed != DAY_NONE && day < p->renamed ? p->former : p->family;
}

const struct area *
person_area(const struct world *w, const struct person *p, int32_t day)
{
	return &w->county->area[household_home(p->household, day)->area];
}
