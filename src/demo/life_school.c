/* School, special educational needs and disability.
 *
 * England's levels (DfE, 2023/24): SEN support 13.6 % of pupils, plans 4.8 %; half of new plans within 20 weeks, a quarter of
 * requests refused; free meals 24.6 %, from under a tenth to half of a neighbourhood; 7.1 % of sessions missed, a fifth of
 * pupils missing a tenth or more; 9.3 suspensions and 0.13 permanent exclusions in 100 pupils; 1.4 % taught at home. */
#include <string.h>

#include "demo/population.h"

static const struct {
	const char *code;
	int support, plan;          /* how common among those with support, with a plan */
} sen_types[] = {{"SLCN", 30, 20}, {"SEMH", 22, 21}, {"MLD", 14, 8}, {"SPLD", 16, 4}, {"ASD", 9, 33}, {"SLD", 0, 7},
    {"PD", 2, 4},
	{"HI", 2, 2}, {"VI", 1, 1}, {"PMLD", 0, 3}, {"OTH", 4, 2}, {"MSI", 1, 1}, {NULL, 0, 0}};

static const char *
sen_type_draw(struct rng *r, bool plan)
{
	int draw = (int)rng_below(r, plan ? 106 : 101);

	for (int i = 0; sen_types[i].code != NULL; i++) {
		draw -= plan ? sen_types[i].plan : sen_types[i].support;
		if (draw < 0)
			return sen_types[i].code;
	}
	return "OTH";
}

/* One request, and what came of it. `granted`: a plan in the end. */
static void
ehc_draw(struct person *p, struct rng *r, struct mem *m, bool granted)
{
	static const int32_t born_to_request[11] = {700, 1050, 1300, 1500, 1800, 2150, 2600, 3200, 3900, 4600, 5700};
	static const int32_t weeks[11] = {12, 17, 19, 20, 21, 22, 25, 30, 36, 47, 75};
	static const int source_weights[] = {40, 4, 44, 5, 3, 2, 2, -1};
	struct ehc e = {.decision = DAY_NONE, .outcome = DAY_NONE, .issued = DAY_NONE, .ceased = DAY_NONE,
	    .decision_code = "A",
	    .outcome_code = "", .school = -1, .setting = ""};
	int32_t decided, issued, nineteen = p->born + 19 * 365 + (int32_t)rng_below(r, 1500);

	e.request = workday_at(p->born + rng_deciles(r, born_to_request));
	if (e.request > LAST_DAY || !person_here(p, e.request))
		return;
	e.source = 1 + rng_weighted(r, source_weights);
	decided = workday_at(e.request + rng_between(r, 25, 46));
	issued = workday_at(e.request + rng_deciles(r, weeks) * 7 - (int32_t)rng_below(r, 6));
	if (issued <= decided + 14)
		issued = decided + 21;
	e.exception = issued - e.request > 140 && rng_per_10k(r, 900);
	if (decided <= LAST_DAY) {
		e.decision = decided;
		e.decision_code = granted || rng_per_10k(r, 1300) ? "Y" : rng_per_10k(r, 9000) ? "N" : "W";
	}
	if (strcmp(e.decision_code, "Y") == 0) {
		e.outcome = day_known(issued - 7);
		e.outcome_code = NEVER(e.outcome) ? "A" : granted ? "Y" : "N";
	}
	if (granted && issued <= LAST_DAY) {
		e.issued = issued;
		if (nineteen <= LAST_DAY || !NEVER(p->here_until)) {
			e.ceased = nineteen;
			e.cease_reason = 1;
			if (!NEVER(p->here_until) && p->here_until < nineteen) {
				e.ceased = p->here_until;
				e.cease_reason = p->died == p->here_until ? 8 : 5;
			}
			if (e.ceased <= e.issued)
				e.ceased = e.issued + 1;
			e.ceased = day_known(e.ceased);
		}
	}
	*push(m, &p->life.ehc) = e;
}

static void
needs_draw(const struct world *w, struct person *p, struct rng *r, struct mem *m)
{
	const struct area *a = person_area(w, p, p->here_since);
	int boys = p->sex == 1 ? 140 : 60, poor = 130 - a->decile * 6;
	struct life *life = &p->life;

	life->sen_type = life->sen_type2 = "";
	life->sen_from = life->sen_until = DAY_NONE;
	life->disabled = rng_per_10k(r, 95);
	if (rng_per_10k(r, (life->disabled ? 8000 : 570) * boys / 100 * poor / 100)) {
		life->sen_type = sen_type_draw(r, true);
		ehc_draw(p, r, m, true);
	} else if (rng_per_10k(r, 420 * boys / 100)) {
		life->sen_type = sen_type_draw(r, true);
		ehc_draw(p, r, m, false);
	}
	if (life->sen_type[0] != '\0' || rng_per_10k(r, 1750 * (boys + 200) / 300 * poor / 100)) {
		static const int32_t days[11] = {1300, 1500, 1700, 1950, 2200, 2500, 2800, 3200, 3700, 4400, 5400};

		if (life->sen_type[0] == '\0')
			life->sen_type = sen_type_draw(r, false);
		life->sen_from = p->born + rng_deciles(r, days);
		if (life->ehc.n > 0)
			life->sen_from = life->ehc.item[0].request - rng_between(r, 100, 700);
		else if (rng_per_10k(r, 2500))
			life->sen_until = life->sen_from + rng_between(r, 400, 2500);
		if (rng_per_10k(r, 2200))
			life->sen_type2 = sen_type_draw(r, false);
		if (strcmp(life->sen_type, life->sen_type2) == 0)
			life->sen_type2 = "";
	}
}

void
life_of_needs(const struct world *w, struct household *h, struct mem *m)
{
	for (int i = 0; i < h->n_children; i++) {
		struct rng r = rng_stream(w->seed, STREAM_SEND, (uint64_t)h->child[i].id);

		needs_draw(w, &h->child[i], &r, m);
	}
}

int
school_year_of(int32_t day)
{
	struct date d = day_date(day);

	return d.month >= 9 ? d.year : d.year - 1;
}

int
year_group(const struct person *p, int32_t day)
{
	return school_year_of(day) - school_year_of(p->born) - 5;
}

const struct stay *
school_on(const struct life *life, int32_t day)
{
	for (size_t i = 0; i < life->stays.n; i++) {
		const struct stay *s = &life->stays.item[i];

		if (s->since <= day && (NEVER(s->until) || s->until > day))
			return s;
	}
	return NULL;
}

bool
ehc_on(const struct life *life, int32_t day)
{
	for (size_t i = 0; i < life->ehc.n; i++) {
		const struct ehc *e = &life->ehc.item[i];

		if (!NEVER(e->issued) && e->issued <= day && (NEVER(e->ceased) || e->ceased > day))
			return true;
	}
	return false;
}

static void
stay_add(struct person *p, struct mem *m, int school, int32_t since, int32_t until)
{
	int32_t end = until;

	if (since < p->here_since)
		since = p->here_since;
	if (p->life.home_educated && p->life.home_educated_from < end) {
		end = p->life.home_educated_from;
		if (!NEVER(p->life.home_educated_until) && p->life.home_educated_until < until - 60) {
			int32_t back = p->life.home_educated_until > since ? p->life.home_educated_until : since;

			if (end > since)
				*push(m, &p->life.stays) = (struct stay){school, since, end};
			since = back;
			end = until;
		}
	}
	if (!NEVER(p->here_until) && p->here_until < end)
		end = p->here_until;
	if (end <= since || since > LAST_DAY)
		return;
	*push(m, &p->life.stays) = (struct stay){school, since, day_known(end)};
}

/* The school years from `first` to `last` (September's year) in one phase: one school, or two when the family moves far or
 * the school did not suit. */
static void
phase_stay(const struct world *w, struct person *p, struct rng *r, struct mem *m, enum phase phase, int first,
    int last)
{
	const struct county *k = w->county;
	int32_t since = day_of(first, 9, 3), until = day_of(last + 1, 8, 31), change = DAY_NONE;
	const struct home *home = household_home(p->household, since);
	int school = county_school(k, r, phase, home->area), locality = k->area[home->area].locality;

	if (since > LAST_DAY)
		return;
	for (int i = 0; i < p->household->n_homes; i++) {
		const struct home *next = &p->household->home[i];

		if (NEVER(change) && next->since > since + 60 && next->since < until - 60
		    && k->area[next->area].locality != locality) {
			change = next->since + 10;
			home = next;
		}
	}
	if (NEVER(change) && rng_per_10k(r, 110 * (last - first + 1)))
		change = rng_between(r, since + 100, until - 60);
	if (NEVER(change)) {
		stay_add(p, m, school, since, until);
		return;
	}
	stay_add(p, m, school, since, change);
	stay_add(p, m, county_school(k, r, phase, home->area), change + rng_between(r, 0, 9), until);
}

static void
home_education_draw(struct person *p, struct rng *r, int reception)
{
	int needs = p->life.sen_type[0] != '\0' ? 3 : 1;
	int32_t from = day_of(reception, 9, 15) + (int32_t)(4300 - rng_skewed(r, 4200));

	if (!rng_per_10k(r, 560 * needs) || from < HISTORY_BEGINS || from > LAST_DAY || !person_here(p, from))
		return;
	p->life.home_educated = true;
	p->life.home_educated_from = from;
	p->life.home_educated_until = rng_per_10k(r, 4500) ? from + rng_between(r, 60, 900)
	    : day_of(reception + 12, 6, 26);
	if (!NEVER(p->here_until) && p->life.home_educated_until > p->here_until)
		p->life.home_educated_until = p->here_until;
	p->life.home_educated_until = day_known(p->life.home_educated_until);
}

static void
absence_draw(struct person *p, struct rng *r, const struct area *a)
{
	static const int32_t missed[11] = {4, 13, 21, 29, 36, 44, 53, 65, 86, 124, 420};
	int more = 100 + (p->life.sen_type[0] != '\0' ? 28 : 0) + (NEVER(p->life.fsm_from) ? -12
	    : 34) + (5 - a->decile);

	p->life.absence = rng_deciles(r, missed) * more / 100;
	if (rng_per_10k(r, (p->life.sen_type[0] != '\0' ? 900 : 330) * (NEVER(p->life.fsm_from) ? 7 : 17) / 10))
		p->life.trouble = rng_between(r, 300, 4200) * (p->sex == 1 ? 12 : 8) / 10;
}

static void
school_draw(const struct world *w, struct person *p, struct rng *r, struct mem *m)
{
	static const int fsm_of_decile[11] = {0, 4700, 4000, 3400, 2800, 2300, 1900, 1500, 1200, 900, 650};
	int reception = school_year_of(p->born) + 5;
	const struct area *a = person_area(w, p, LAST_DAY);
	bool special = false;
	int issued = 0;

	p->life.fsm_from = p->life.fsm_until = DAY_NONE;
	p->life.private_school = rng_per_10k(r, a->decile * 90);
	home_education_draw(p, r, reception);
	if (p->household->risk > 160 ? rng_per_10k(r, fsm_of_decile[a->decile] + 1500)
	    : rng_per_10k(r, fsm_of_decile[a->decile] - 300)) {
		p->life.fsm_from = day_of(reception, 9, 3) + (rng_per_10k(r, 6500) ? 0 : rng_between(r, 100, 3000));
		if (rng_per_10k(r, 800))
			p->life.fsm_until = p->life.fsm_from + rng_between(r, 300, 1500);
	}
	absence_draw(p, r, a);
	if (p->life.private_school && p->life.ehc.n == 0)
		return;
	if (p->life.ehc.n > 0 && !NEVER(p->life.ehc.item[0].issued) && rng_per_10k(r, 4000)) {
		special = true;
		issued = school_year_of(p->life.ehc.item[0].issued) + 1;
	}
	if (special && issued <= reception + 11) {
		int from = issued < reception ? reception : issued;

		if (from > reception)
			phase_stay(w, p, r, m, PRIMARY, reception, from - 1 < reception + 6 ? from - 1
			    : reception + 6);
		if (from > reception + 7)
			phase_stay(w, p, r, m, SECONDARY, reception + 7, from - 1);
		phase_stay(w, p, r, m, SPECIAL, from, reception + 12);
		return;
	}
	phase_stay(w, p, r, m, PRIMARY, rng_per_10k(r, 4200) ? reception - 1 : reception, reception + 6);
	phase_stay(w, p, r, m, SECONDARY, reception + 7, rng_per_10k(r, 3000) ? reception + 13 : reception + 11);
}

void
life_of_school(const struct world *w, struct household *h, struct mem *m)
{
	for (int i = 0; i < h->n_children; i++) {
		struct rng r = rng_stream(w->seed, STREAM_SCHOOL, (uint64_t)h->child[i].id);
		struct person *p = &h->child[i];

		school_draw(w, p, &r, m);
		for (size_t e = 0; e < p->life.ehc.n; e++) {
			struct ehc *ehc = &p->life.ehc.item[e];
			const struct stay *s = school_on(&p->life, ehc->issued > LAST_DAY - 200 ? LAST_DAY - 30
			    : ehc->issued + 200);

			ehc->school = s == NULL ? -1 : s->school;
			ehc->setting = s == NULL ? (person_age(p, LAST_DAY) >= 16 ? "COLL" : "INDS")
			    : w->county->school[s->school].phase == SPECIAL ? "SPEC" : rng_per_10k(&r, 1200) ? "RESP"
			    : "MAIN";
		}
	}
}
