/* What 16 and 17 year olds do, four times a year; and the register of children who are not in school.
 *
 * England, winter 2024: 3.4 % of 16 and 17 year olds not in education, employment or training, 1.5 % not known; about 93 % in
 * education or training. */
#include <stdio.h>
#include <string.h>

#include "demo/write.h"

static const struct path {
	const char *activity;
	int weight;
	bool works;                 /* neither education nor training */
} paths[] = {{"further_education", 480, false}, {"sixth_form_college", 110, false}, {"apprenticeship", 48, false},
	{"independent_provider", 36, false}, {"job_with_training", 14, true}, {"job_without_training", 12, true},
	{"supported_internship", 3, false}, {NULL, 0, false}};

static const char *const neet[] = {"neet_seeking", "neet_illness", "neet_not_ready", "neet_other", "neet_parent",
    "neet_carer"};

/* Over the two years a young person has one course, which may be broken off once. */
struct after {
	const char *first, *second;
	int32_t from, changed;
};

static const char *
activity_draw(struct rng *r, const struct person *p, bool sixth_form, int neet_per_10k)
{
	int draw = (int)rng_below(r, 703);

	if (rng_per_10k(r, neet_per_10k))
		return neet[rng_skewed(r, 6)];
	if (rng_per_10k(r, 150))
		return "not_known";
	if (sixth_form)
		return "school_sixth_form";
	if (p->life.private_school)
		return rng_per_10k(r, 8000) ? "school_sixth_form" : "further_education";
	for (const struct path *x = paths; x->activity != NULL; x++)
		if ((draw -= x->weight) < 0)
			return x->activity;
	return "further_education";
}

static struct after
after_draw(const struct person *p, struct rng *r, int september)
{
	struct after x = {.from = day_of(september, 9, 4)};
	bool care = ever_in_care(&p->life, x.from - 1500, x.from);
	int risk = p->household->risk > 300 ? 300 : p->household->risk;
	int per_10k = 130 + risk * 13 / 10 + (p->life.sen_type[0] != '\0' ? 220 : 0) + (care ? 2000
	    : 0) + (p->life.absence > 100 ? 400 : 0);
	const struct stay *stay = school_on(&p->life, x.from + 30);

	x.first = activity_draw(r, p, stay != NULL, per_10k - 120);
	x.second = activity_draw(r, p, false, per_10k + 1600);
	x.changed = rng_per_10k(r, 1500) ? x.from + rng_between(r, 60, 600) : DAY_NONE;
	return x;
}

static void
snapshot_write(const struct writing *out, const struct person *p, const struct after *x, int snapshot,
    int academic_age)
{
	int32_t day = snapshots[snapshot];
	bool changed = !NEVER(x->changed) && x->changed <= day;
	const struct stay *stay = school_on(&p->life, day);
	const char *activity = changed ? x->second : x->first, *send;
	struct seen seen;
	char id[16];

	person_see(out->w, p, EDUCATION, day, &seen);
	number_own(out->w, EDUCATION, p->id, id);
	send = ehc_on(&p->life, day) ? "ehc_plan" : p->life.sen_type[0] != '\0' ? "sen_support" : "none";
	ROW(out->part, F_DESTINATIONS, snapshot, ISO(day), KEY(id), TEXT(seen.uln), TEXT(seen.upn),
	    TEXT(seen.family), TEXT(seen.given),
	    ISO(seen.born), CODE(seen.sex), CODE(seen.ethnicity), TEXT(seen.postcode), NUMBER(academic_age),
	    CODE(activity),
	    ISO(changed ? x->changed : x->from),
	    TEXT(strcmp(activity, "school_sixth_form") == 0 && stay != NULL
	    ? out->w->county->school[stay->school].name : ""),
	    CODE(p->id % 19 == 0 ? "no_offer" : "offer_made"), TEXT(care_on(&p->life, day) != NULL ? "yes" : "no"),
	    TEXT(care_leaver(p, day) ? "yes" : "no"), CODE(send));
}

static void
destinations_write(const struct writing *out, const struct person *p)
{
	int september = school_year_of(p->born) + 17;       /* when year 12 begins */
	struct rng r = rng_stream(out->w->seed, STREAM_OTHER, (uint64_t)p->id + 9000000011u);
	struct after x = after_draw(p, &r, september);
	bool named = false;
	char id[16];

	for (int n = 0; n < N_SNAPSHOTS; n++) {
		int years = school_year_of(snapshots[n]) - september;

		if (years < 0 || years > 1 || !person_here(p, snapshots[n]))
			continue;
		snapshot_write(out, p, &x, n, 16 + years);
		named = true;
	}
	number_own(out->w, EDUCATION, p->id, id);
	if (named)
		truth_put(out->part, EDUCATION, id, p);
}

static void
home_education_write(const struct writing *out, const struct person *p)
{
	static const char *const reasons[] = {"not_given", "mental_health", "dissatisfied_school", "philosophical",
	    "lifestyle", "send",
	    "bullying", "other", "exclusion_risk", "religious"};
	struct rng r = rng_stream(out->w->seed, STREAM_OTHER, (uint64_t)p->id + 10000000019u);
	const char *kind = rng_per_10k(&r, 7800) ? "home_education" : rng_per_10k(&r, 6000) ? "missing_education"
	    : "awaiting_place";
	const struct stay *before;
	struct seen seen;
	char record[24];
	int32_t since = p->life.home_educated_from, until = p->life.home_educated_until;

	if (!p->life.home_educated)
		return;
	before = school_on(&p->life, since - 1);
	person_see(out->w, p, EDUCATION, NEVER(until) ? LAST_DAY : until, &seen);
	number_own(out->w, EDUCATION, p->id + 3, seen.id);
	snprintf(record, sizeof record, "HE%lld", (long long)p->id);
	ROW(out->part, F_HOME_EDUCATION, 0, KEY(record), KEY(record), TEXT(seen.upn), TEXT(seen.family),
	    TEXT(seen.given), DAY(seen.born),
	    CODE(seen.sex), CODE(seen.ethnicity), TEXT(seen.postcode), CODE(kind), CODE(reasons[rng_skewed(&r, 10)]),
	    DAY(since), DAY(until),
	    TEXT(before == NULL ? "" : out->w->county->school[before->school].code),
	    CODE(NEVER(until) ? "" : school_on(&p->life, until + 40) != NULL ? "returned_to_school"
	    : rng_per_10k(&r, 5000) ? "left_age"
	    : "other"), CODE(rng_per_10k(&r, 6200) ? "yes" : rng_per_10k(&r, 2200) ? "no" : "not_assessed"),
	    DAY((NEVER(until) ? LAST_DAY : until) - (int32_t)rng_below(&r, 200)));
	if (seen.upn[0] == '\0' || !in_school_census(p))
		truth_put(out->part, EDUCATION, seen.upn[0] != '\0' ? seen.upn : record, p);
}

void
write_after_school(const struct writing *out, const struct household *h)
{
	for (int i = 0; i < h->n_children; i++) {
		destinations_write(out, &h->child[i]);
		home_education_write(out, &h->child[i]);
	}
}
