/* The course of being looked after: legal status, placements, how it ends; being missing; what is owed after.
 *
 * England, 31 March 2024: 70 in 10,000 looked after (deprived authorities 90 to 130); 29 % placed by others' homes in
 * another authority up to 45 %, 17 % more than 20 miles away; 10 % with three or more placements in the year. */
#include <string.h>

#include "demo/population.h"

struct legal_change {
	int32_t day;
	const char *code;
};

struct placing {
	int32_t day;
	const char *place, *provider, *why;         /* why the one before it ended */
	int postcode, urn, carer;
};

struct care_course {
	struct rng *r;
	const struct world *w;
	struct person *p;
	struct care *care;
	struct legal_change legal[6];
	int n_legal;
	struct placing placing[60];
	int n_placing;
	int home;
};

/* How long care lasts, in days, by the age at which it began: under 1, 1 to 4, 5 to 11, 12 to 15, 16 and 17. */
static const int32_t care_days[5][11] = {
	{4, 150, 320, 420, 500, 580, 680, 850, 1300, 2900, 6500},
	    {3, 80, 230, 390, 540, 700, 950, 1500, 2400, 4000, 6400},
	{2, 40, 130, 300, 600, 1050, 1600, 2300, 3000, 3700, 4800},
	    {1, 30, 90, 200, 380, 600, 850, 1100, 1400, 1700, 2300},
	{2, 25, 60, 110, 170, 250, 330, 420, 520, 640, 760},
};

static int
age_band(int age)
{
	return age < 1 ? 0 : age < 5 ? 1 : age < 12 ? 2 : age < 16 ? 3 : 4;
}

/* Placement types by age band; the last row for those who came alone. */
static const char *const places[] = {"U1", "U4", "U6", "K2", "P1", "H5", "P2", "R5", "K1"};
static const int place_weights[6][10] = {
	{17, 2, 60, 0, 9, 0, 0, 12, 0, -1}, {20, 8, 58, 1, 12, 0, 0, 1, 0, -1}, {18, 24, 40, 8, 10, 0, 0, 0, 0, -1},
	{13, 23, 35, 23, 5, 0, 0, 0, 1, -1}, {8, 16, 22, 17, 3, 27, 7, 0, 0, -1}, {0, 0, 32, 1, 0, 58, 9, 0, 0, -1},
};

/* Who provides a placement, and in how many of 100 it is inside Wearshire. */
static const struct {
	const char *place, *provider;
	int weight, inside;
} provision[] = {
	{"U1", "PR1", 100, 68}, {"U4", "PR1", 62, 77}, {"U4", "PR4", 33, 36}, {"U4", "PR5", 5, 42},
	    {"U6", "PR1", 62, 77},
	{"U6", "PR4", 33, 36}, {"U6", "PR5", 5, 42}, {"K2", "PR1", 18, 96}, {"K2", "PR4", 82, 22},
	    {"P1", "PR0", 100, 92},
	{"H5", "PR4", 78, 68}, {"H5", "PR5", 22, 74}, {"P2", "PR1", 100, 88}, {"R5", "PR4", 100, 12},
	    {"K1", "PR2", 100, 0},
	{"A3", "PR1", 100, 40}, {NULL, NULL, 0, 0},
};

static void
placing_add(struct care_course *k, int32_t day, const char *place)
{
	struct placing *x = &k->placing[k->n_placing++];
	static const char *const why[] = {"CARPL", "STAND", "PLACE", "CREQB", "CREQO", "CHILD", "LAREQ", "OTHER"};
	static const int why_weights[] = {34, 8, 8, 16, 14, 6, 9, 5, -1};
	int at = 0, draw = (int)rng_below(k->r, 100);

	while (strcmp(provision[at].place, place) != 0)
		at++;
	while (draw >= provision[at].weight)
		draw -= provision[at++].weight;
	*x = (struct placing){.day = day, .place = place, .provider = provision[at].provider};
	x->why = why[rng_weighted(k->r, why_weights)];
	if (strcmp(place, "P1") == 0)
		x->postcode = k->home;
	else if (rng_per_10k(k->r, provision[at].inside * 100))
		x->postcode = county_postcode(k->w->county, k->r, rng_weighted(k->r, k->w->county->area_weight));
	else
		x->postcode = county_postcode_outside(k->w->county, k->r, rng_per_10k(k->r, 2900));
	x->urn = place[0] == 'P' ? 0 : place[0] == 'U' && provision[at].provider[2] == '1' ? 1900001
	    : 1900100 + x->postcode * 7 % 400;
	x->carer = x->postcode;
}

static void
legal_add(struct care_course *k, int32_t day, const char *code)
{
	if (!NEVER(k->care->until) && day >= k->care->until)
		return;
	k->legal[k->n_legal++] = (struct legal_change){day, code};
}

static void
legal_draw(struct care_course *k)
{
	int32_t at = k->care->since;
	int path = (int)rng_below(k->r, 100);

	if (k->care->short_break || k->care->alone) {
		legal_add(k, at, k->care->short_break ? "V4" : "V2");
		return;
	}
	if (path < 34) {
		legal_add(k, at, "V2");
		if (!k->care->adopted && rng_per_10k(k->r, 4500))
			return;
		at += rng_between(k->r, 60, 260);
	} else if (path < 48) {
		legal_add(k, at, path < 42 ? "L1" : "L2");
		at += path < 42 ? rng_between(k->r, 1, 3) : rng_between(k->r, 5, 8);
	}
	legal_add(k, at, "C1");
	at += rng_between(k->r, 150, 300);
	legal_add(k, at, "C2");
	if (k->care->adopted)
		legal_add(k, k->care->placement_order, "E1");
}

static void
placings_draw(struct care_course *k)
{
	static const int32_t stay_days[11] = {2, 14, 45, 105, 200, 330, 500, 750, 1100, 1700, 4200};
	int32_t day = k->care->since, last = NEVER(k->care->until) ? LAST_DAY + 1 : k->care->until;
	int unsettled = rng_per_10k(k->r, 1300) ? 45 : 240;

	while (day < last && k->n_placing < 58) {
		int band = k->care->alone ? 5 : age_band(person_age(k->p, day));
		const char *place = places[rng_weighted(k->r, place_weights[band])];

		placing_add(k, day, k->care->short_break ? "U6" : place);
		if (k->care->short_break)
			return;
		day += 1 + rng_deciles(k->r, stay_days) * unsettled / 100;
		if (k->care->adopted && day >= k->care->placement_order) {
			day = k->care->placement_order + 40;
			if (day < last)
				placing_add(k, day, "A3");
			return;
		}
	}
}

/* How care ends, where it is not the 18th birthday, adoption or death. */
static const char *
ending_draw(struct care_course *k, int age)
{
	static const char *const code[] = {"E4A", "E4B", "E13", "E45", "E46", "E41", "E8", "E5", "E9"};
	static const int young[] = {46, 6, 6, 12, 22, 4, 4, 0, 0, -1}, old[] = {44, 3, 22, 3, 6, 1, 12, 5, 4, -1};

	return code[rng_weighted(k->r, age < 13 ? young : old)];
}

/* When and how it ends; returns the code for the reason ("" while it goes on). */
static const char *
end_draw(struct care_course *k)
{
	struct care *care = k->care;
	int age = person_age(k->p, care->since);
	int32_t grown = day_add_months(k->p->born, 18 * 12);
	static const char *const grown_up[] = {"E5", "E6", "E17", "E7", "E8"};
	static const int weight[] = {38, 16, 34, 9, 3, -1};
	const char *why = ending_draw(k, age);

	care->until = care->since + 1 + rng_deciles(k->r, care_days[age_band(age)]);
	if (care->short_break)
		care->until = care->since + rng_between(k->r, 200, 2500);
	care->adopted = age < 5 && !care->short_break && care->until - care->since > 480 && rng_per_10k(k->r, 3000);
	care->placement_order = DAY_NONE;
	if (care->adopted) {
		care->until = care->since + rng_between(k->r, 480, 1100);
		care->placement_order = care->since + rng_between(k->r, 260, 400);
		why = "E12";
	}
	if (care->until >= grown || care->alone) {
		care->until = grown;
		why = grown_up[rng_weighted(k->r, weight)];
	}
	if (!NEVER(k->p->died) && care->until > k->p->died) {
		care->until = k->p->died;
		why = "E2";
	}
	care->until = day_known(care->until);
	return NEVER(care->until) ? "" : why;
}

/* Lays legal changes and placements over each other: a row begins at every day on which either changes. */
static void
rows_lay(struct care_course *k, const char *ending, struct mem *m)
{
	int legal = -1, placing = -1, first_of_placement = 0;
	struct care *care = k->care;

	for (;;) {
		int32_t next_legal = legal + 1 < k->n_legal ? k->legal[legal + 1].day : DAY_NONE;
		int32_t next_placing = placing + 1 < k->n_placing ? k->placing[placing + 1].day : DAY_NONE;
		int32_t day = NEVER(next_legal) || (!NEVER(next_placing) && next_placing < next_legal) ? next_placing
		    : next_legal;
		bool first = care->rows.n == 0;
		struct care_row *row;

		if (NEVER(day) || day > LAST_DAY)
			break;
		if (!first) {
			row = &care->rows.item[care->rows.n - 1];
			row->until = day;
			row->reason_ceased = "X1";
			row->reason_change = day == next_placing ? k->placing[placing + 1].why : "";
		}
		legal += day == next_legal;
		placing += day == next_placing;
		first_of_placement = day == next_placing ? (int)care->rows.n : first_of_placement;
		row = push(m, &care->rows);
		*row = (struct care_row){.since = day, .until = care->until, .legal = k->legal[legal].code,
		    .place = k->placing[placing].place, .provider = k->placing[placing].provider,
		    .reason_change = "",
		    .reason_ceased = ending, .home = k->home, .postcode = k->placing[placing].postcode,
		    .urn = k->placing[placing].urn, .carer = k->placing[placing].carer,
		    .first_of_placement = first_of_placement,
		    .reason_new = first ? "S" : day != next_placing ? "L" : day == next_legal ? "B" : "P"};
	}
}

/* One looked-after child in nine goes missing in a year, some of them many times (DfE 2024). */
static void
missing_draw(struct care_course *k, struct mem *m)
{
	int32_t last = NEVER(k->care->until) ? LAST_DAY - 3 : k->care->until - 3;
	int habit = rng_per_10k(k->r, 2300) ? rng_between(k->r, 20, 240) : 0;
	int32_t day = k->care->since > HISTORY_BEGINS ? k->care->since : HISTORY_BEGINS;

	if (habit == 0 || k->care->short_break)
		return;
	while ((day += rng_between(k->r, 1, 2 * (260 - habit))) < last)
		if (person_age(k->p, day) >= 11)
			*push(m, &k->p->life.missing) = (struct missing){.since = day,
			    .until = day + (int32_t)rng_skewed(k->r, 5), .away = rng_per_10k(k->r, 1800),
			    .from_care = true};
}

void
life_of_care(const struct world *w, struct person *p, struct mem *m)
{
	struct rng r = rng_stream(w->seed, STREAM_CARE, (uint64_t)p->id * 64 + p->life.cares.n);
	struct cin *s = &p->life.cases.item[p->life.cases.n - 1];
	struct care_course k = {.r = &r, .w = w, .p = p};
	const char *ending;

	k.home = household_home(p->household, s->care_from)->postcode;
	k.care = push(m, &p->life.cares);
	*k.care = (struct care){.since = s->care_from, .need = s->need, .alone = p->household->alone, .short_break = s->disability};
	ending = end_draw(&k);
	if (k.care->until == k.care->since)
		k.care->until++;
	legal_draw(&k);
	placings_draw(&k);
	rows_lay(&k, ending, m);
	missing_draw(&k, m);
	s->closed = DAY_NONE;
	s->closure = "";
	if (!NEVER(k.care->until)) {
		int32_t after = day_known(k.care->until + rng_between(&r, 0, 90));
		int32_t grown = day_add_months(p->born, 18 * 12);

		s->closed = after > grown ? grown : after;
		if (s->closed < k.care->until)
			s->closed = k.care->until;
		s->closure = NEVER(s->closed) ? "" : k.care->adopted ? "RC1" : after >= grown ? "RC6" : "RC9";
		if (NEVER(after))
			s->closed = grown <= LAST_DAY ? grown : DAY_NONE;
	}
}

const struct care *
care_on(const struct life *life, int32_t day)
{
	for (size_t i = 0; i < life->cares.n; i++) {
		const struct care *care = &life->cares.item[i];

		if (care->since <= day && (NEVER(care->until) || care->until > day))
			return care;
	}
	return NULL;
}

bool
ever_in_care(const struct life *life, int32_t from, int32_t until)
{
	for (size_t i = 0; i < life->cares.n; i++) {
		const struct care *care = &life->cares.item[i];

		if (care->since <= until && (NEVER(care->until) || care->until >= from))
			return true;
	}
	return false;
}

bool
care_leaver(const struct person *p, int32_t on)
{
	int32_t fourteen = day_add_months(p->born, 14 * 12), sixteen = day_add_months(p->born, 16 * 12), days = 0;
	bool past_sixteen = false;

	for (size_t i = 0; i < p->life.cares.n; i++) {
		const struct care *care = &p->life.cares.item[i];
		int32_t from = care->since > fourteen ? care->since : fourteen;
		int32_t until = NEVER(care->until) || care->until > on ? on : care->until;

		if (care->short_break || until <= from)
			continue;
		days += until - from;
		past_sixteen |= until > sixteen;
	}
	return past_sixteen && days >= 91 && person_age(p, on) >= 16 && care_on(&p->life, on) == NULL;
}
