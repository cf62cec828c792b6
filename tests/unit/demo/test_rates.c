/* The county that the demonstration makes is like England's: rates of what happens to children, counted from the truth
 * itself before any agency writes it down.
 *
 * The bands are England's published figures (Department for Education, OHID, Ministry of Justice; the table names each),
 * widened for a county that is somewhat more deprived than the middle and for chance among 20,000 children. */
#include "unit.h"

#include "base/mem.h"
#include "demo/social.h"
#include "demo/write.h"

enum measure {
	CARE, CARE_FAR, CARE_OUTSIDE, CARE_MOVES, CARE_UASC, CARE_STARTS, PLANS, PLANS_AGAIN, NEED, REFERRALS,
	    REREFERRALS, ASSESSED,
	CONFERENCES, SECTION47, EHC, EHC_ON_TIME, SUPPORT, MEALS, ABSENCE, PERSISTENT, HOME_EDUCATED, LEAVERS_EET,
	    LEAVERS_HOME, BOYS,
	BRITISH_SHARE, SCHOOL, N_MEASURES
};

/* `per`: what 1 of the measure is multiplied by. */
static const struct {
	const char *name, *source;
	double per, low, high;
} bands[N_MEASURES] = {
	[CARE] = {"looked after, 31 March, per 10,000 under 18", "DfE 2024: 70; North East 111", 10000, 70, 112},
	[CARE_FAR] = {"placed more than 20 miles away, %", "DfE LAIT 2024: 17", 100, 11, 25},
	[CARE_OUTSIDE] = {"placed outside the authority, %", "DfE 2024: 45 with others' borders; 40 here", 100, 31,
	    49},
	[CARE_MOVES] = {"three or more placements in the year, %", "DfE LAIT 2024: 10", 100, 6, 15},
	[CARE_UASC] = {"of those looked after, came alone, %", "DfE 2024: 9", 100, 3, 13},
	[CARE_STARTS] = {"began to be looked after in a year, per 10,000", "DfE 2024: 28", 10000, 22, 42},
	[PLANS] = {"child protection plans, 31 March, per 10,000", "DfE 2024: 42; here 45 to 55", 10000, 38, 62},
	[PLANS_AGAIN] = {"plans begun that are a second or later one, %", "DfE 2024: 24.7", 100, 17, 31},
	[NEED] = {"in need, 31 March, per 10,000", "DfE 2024: 333", 10000, 310, 440},
	[REFERRALS] = {"referrals in a year, per 10,000", "DfE 2024: 518; here 550", 10000, 460, 640},
	[REREFERRALS] = {"referrals within a year of another, %", "DfE 2024: 22.4", 100, 17, 26},
	[ASSESSED] = {"assessments within 45 working days, %", "DfE 2024: 84", 100, 76, 88},
	[CONFERENCES] = {"conferences within 15 working days, %", "DfE 2024: 79", 100, 70, 86},
	[SECTION47] = {"section 47 enquiries in a year, per 10,000", "DfE 2024: 186", 10000, 140, 250},
	[EHC] = {"pupils with a plan, %", "DfE 2024: 4.8", 100, 3.6, 6.2},
	[EHC_ON_TIME] = {"plans within 20 weeks, %", "DfE 2023: 50", 100, 41, 60},
	[SUPPORT] = {"pupils with SEN support, %", "DfE 2024: 13.6", 100, 10, 17},
	[MEALS] = {"pupils with free meals, %", "DfE 2024: 24.6", 100, 19, 33},
	[ABSENCE] = {"sessions missed by habit, %", "DfE 2024: 7.1", 100, 6, 8.6},
	[PERSISTENT] = {"habit of a tenth or more missed, %", "DfE 2024: 20", 100, 15, 26},
	[HOME_EDUCATED] = {"taught at home at 5 to 15, %", "DfE 2024: 1.4", 100, 0.5, 2.4},
	[LEAVERS_EET] = {"care leavers in education, employment or training, %", "DfE 2024: 54", 100, 44, 66},
	[LEAVERS_HOME] = {"care leavers in suitable accommodation, %", "DfE 2024: 88", 100, 80, 95},
	[BOYS] = {"boys, %", "ONS mid-year 2024: 51.2", 100, 49.5, 53},
	[BRITISH_SHARE] = {"White British, %", "school census: North East 83", 100, 72, 88},
	[SCHOOL] = {"at a school that makes the census, at 5 to 15, %", "DfE 2024: 92", 100, 88, 97},
};

struct counts {
	int64_t hit[N_MEASURES], of[N_MEASURES];
};

static void
count(struct counts *n, enum measure m, bool of, bool hit)
{
	n->of[m] += of;
	n->hit[m] += of && hit;
}

static void
care_count(struct counts *n, const struct world *w, const struct person *p, int32_t day)
{
	const struct care *care = care_on(&p->life, day);
	int placements = 0;

	count(n, CARE, person_age(p, day) < 18 && person_age(p, day) >= 0 && person_here(p, day), care != NULL
	    && !care->short_break);
	for (size_t i = 0; i < p->life.cares.n; i++)
		n->hit[CARE_STARTS] += p->life.cares.item[i].since > day - 365 && p->life.cares.item[i].since <= day
		    && !p->life.cares.item[i].short_break;
	if (care == NULL || care->short_break)
		return;
	for (size_t i = 0; i < care->rows.n; i++) {
		const struct care_row *row = &care->rows.item[i];

		placements += (size_t)row->first_of_placement == i && row->since <= day
		    && (NEVER(row->until) || row->until > day - 365 || row->reason_change[0] == '\0');
		if (row->since <= day && (NEVER(row->until) || row->until > day)) {
			count(n, CARE_FAR, true, county_miles(w->county, row->home, row->postcode) >= 20);
			count(n, CARE_OUTSIDE, true, w->county->postcode[row->postcode].area < 0);
		}
	}
	count(n, CARE_MOVES, true, placements >= 3);
	count(n, CARE_UASC, true, care->alone);
}

static void
cases_count(struct counts *n, const struct person *p, int32_t day)
{
	bool plan = false, child = person_age(p, day) < 18 && person_age(p, day) >= 0 && person_here(p, day);

	for (size_t i = 0; i < p->life.cases.n; i++) {
		const struct cin *s = &p->life.cases.item[i];
		bool this_year = s->referral > day - 365 && s->referral <= day, again = false;

		plan |= !NEVER(s->cp_from) && s->cp_from <= day && (NEVER(s->cp_until) || s->cp_until > day);
		n->hit[REFERRALS] += this_year;
		n->hit[SECTION47] += !NEVER(s->s47) && s->s47 > day - 365 && s->s47 <= day;
		for (size_t j = 0; j < i; j++)
			again |= p->life.cases.item[j].referral >= s->referral - 365
			    && p->life.cases.item[j].referral < s->referral;
		count(n, REREFERRALS, this_year, again);
		count(n, ASSESSED, !NEVER(s->assessed) && s->assessed > day - 365 && s->assessed <= day,
		    s->assessed <= workday_add(s->referral, 45));
		count(n, CONFERENCES, !NEVER(s->icpc) && s->icpc > day - 365 && s->icpc <= day,
		    s->icpc <= s->icpc_due);
		count(n, PLANS_AGAIN, !NEVER(s->cp_from) && s->cp_from > day - 365 && s->cp_from <= day,
		    s->previous_cp > 0);
	}
	count(n, PLANS, child, plan);
	count(n, NEED, child, cin_on(&p->life, day) != NULL);
	n->of[REFERRALS] += child;
	n->of[SECTION47] += child;
	n->of[CARE_STARTS] += child;
}

static void
school_count(struct counts *n, const struct person *p, int32_t day)
{
	int year = year_group(p, day);
	bool pupil = school_on(&p->life, day - 10) != NULL, here = person_here(p, day) && year >= 0 && year <= 10;

	count(n, SCHOOL, here, pupil);
	count(n, EHC, pupil, ehc_on(&p->life, day));
	count(n, SUPPORT, pupil, !ehc_on(&p->life, day) && !NEVER(p->life.sen_from) && p->life.sen_from <= day
	    && (NEVER(p->life.sen_until) || p->life.sen_until > day));
	count(n, MEALS, pupil, !NEVER(p->life.fsm_from) && p->life.fsm_from <= day
	    && (NEVER(p->life.fsm_until) || p->life.fsm_until > day));
	n->of[ABSENCE] += pupil ? 1000 : 0;
	n->hit[ABSENCE] += pupil ? p->life.absence : 0;
	count(n, PERSISTENT, pupil, p->life.absence >= 100);
	count(n, HOME_EDUCATED, here, p->life.home_educated && p->life.home_educated_from <= day
	    && (NEVER(p->life.home_educated_until) || p->life.home_educated_until > day));
	for (size_t i = 0; i < p->life.ehc.n; i++) {
		const struct ehc *e = &p->life.ehc.item[i];

		count(n, EHC_ON_TIME, !NEVER(e->issued) && e->issued > day - 365 && e->issued <= day
		    && !e->exception,
		    e->issued <= e->request + 140);
	}
}

static void
person_count(struct counts *n, const struct world *w, const struct person *p, int32_t day)
{
	int age = person_age(p, day);

	care_count(n, w, p, day);
	cases_count(n, p, day);
	school_count(n, p, day);
	count(n, BOYS, age < 18, p->sex == 1);
	count(n, BRITISH_SHARE, age < 18, strcmp(p->ethnicity, "WBRI") == 0);
	if (age >= 17 && age <= 21 && p->life.cares.n > 0 && care_leaver(p, day)) {
		struct leaver_year x = leaver_year(w, p, day);

		count(n, LEAVERS_EET, true, x.activity[0] == 'F' || x.activity[0] == 'P');
		count(n, LEAVERS_HOME, true, x.accommodation[1] == '1');
	}
}

static void
county_count(struct counts *n, uint64_t seed, int64_t households)
{
	struct mem *m = mem_new(), *one = mem_new();
	struct world w = {.seed = seed, .children = 20000, .county = county_new(m, seed, 20000), .ids = 1000000};
	struct household *h = malloc(sizeof *h);

	for (int64_t i = 0; i < households; i++) {
		mem_reset(one);
		if (!household_make(&w, i, i * 14, h))
			continue;
		life_of_needs(&w, h, one);
		life_of_cases(&w, h, one);
		life_of_school(&w, h, one);
		for (int j = 0; j < h->n_children; j++)
			for (int year = 2; year < N_YEARS; year++)
				person_count(n, &w, &h->child[j], year_last(year));
	}
	free(h);
	mem_free(one);
	mem_free(m);
}

static void
test_rates_are_like_englands(void **state)
{
	struct counts n = {0};
	int wrong = 0;

	(void)state;
	county_count(&n, 7, 18000);
	for (int i = 0; i < N_MEASURES; i++) {
		double rate = n.of[i] == 0 ? 0 : bands[i].per * (double)n.hit[i] / (double)n.of[i];
		bool in = rate >= bands[i].low && rate <= bands[i].high;

		if (!in || getenv("BAIRN_SHOW_RATES") != NULL)
			print_message("# %-55s %8.1f  [%g, %g]  %s%s\n", bands[i].name, rate, bands[i].low,
			    bands[i].high, bands[i].source,
			    in ? "" : "  <- outside");
		wrong += !in;
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rates_are_like_englands)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
