/* Health: the visits of the first years, weighing at school, and the waits of therapies.
 *
 * England: visits made 83 to 98 %, development at 2 to 2½ years as expected 80 % (OHID 2023/24); 47 % breast fed at 6 to 8 weeks,
 * 8 % of mothers smoking at delivery; overweight 22.1 % in reception, 35.8 % in year 6 (NCMP 2023/24). */
#include <stdio.h>
#include <string.h>

#include "demo/write.h"

struct patient {
	const struct writing *out;
	const struct person *p;
	const struct area *area;
	struct seen seen;
	struct rng r;
	int64_t rows;
};

static const char *
patient_row(struct patient *x, char out[24])
{
	snprintf(out, 24, "%lld%02lld", (long long)x->p->id, (long long)(x->rows++ % 100));
	return out;
}
#define PATIENT_ROW patient_row(x, (char[24]){0})
#define NAMED TEXT(x->seen.family), TEXT(x->seen.given), DAY(x->seen.born), CODE(x->seen.sex)

static void
patient_see(struct patient *x, int32_t day)
{
	person_see(x->out->w, x->p, HEALTH, day, &x->seen);
	x->area = person_area(x->out->w, x->p, day);
}

static const struct visit {
	const char *visit;
	int from, until;            /* days after birth */
	int made_per_10k;
} visits[] = {
	{"new_birth", 10, 15, 9750}, {"six_to_eight_weeks", 40, 62, 8600}, {"one_year", 320, 400, 8400},
	{"two_to_two_and_half_years", 735, 910, 8000}, {NULL, 0, 0, 0},
};

static void
visit_write(struct patient *x, const struct visit *v)
{
	int32_t day = workday_at(x->p->born + rng_between(&x->r, v->from, v->until));
	int poor = 11 - x->area->decile;
	bool made = rng_per_10k(&x->r, v->made_per_10k - poor * 40), two = v->from > 700, birth = v->from < 20,
	    weeks = v->from == 40;
	int fails = x->p->life.sen_type[0] != '\0' ? 3600 : 450 + poor * 105;
	const char *asq[5], *fed = rng_per_10k(&x->r, 3300 + x->area->decile * 160) ? "totally" : "not_at_all";
	bool expected = true, smokes = rng_per_10k(&x->r, 250 + poor * 120);

	for (int i = 0; i < 5; i++) {
		bool below = rng_per_10k(&x->r, i == 0 ? fails * 6 / 10 : fails / 6);

		asq[i] = !made || !two ? "" : below ? "below" : rng_per_10k(&x->r, 1300) ? "close" : "above";
		expected &= !below;
	}
	if (rng_per_10k(&x->r, 1500))
		fed = "partially";
	if (day < HISTORY_BEGINS || day > LAST_DAY || !person_here(x->p, day))
		return;
	patient_see(x, day);
	ROW(x->out->part, F_HEALTH_VISITS, year_of(day), KEY(PATIENT_ROW), KEY(x->seen.id), TEXT(x->seen.nhs), NAMED,
	    TEXT(x->seen.postcode),
	    CODE(v->visit), DAY(day), TEXT(x->p->id % 4 == 0 ? "clinic" : "home"),
	    CODE(made ? "completed" : rng_per_10k(&x->r, 7000) ? "not_brought" : "declined"), CODE(asq[0]),
	    CODE(asq[1]), CODE(asq[2]),
	    CODE(asq[3]), CODE(asq[4]), TEXT(made && two ? (expected ? "yes" : "no") : ""),
	    CODE(made && weeks ? fed : ""),
	    TEXT(made && birth ? (smokes ? "yes" : "no") : ""));
}

/* In 10,000: the categories of reception and year 6 in the middle of deprivation, and what each decile adds. */
static const struct {
	const char *school_year;
	int group, under, over, very, step;
} weighings[] = {{"reception", 0, 110, 1280, 960, 70}, {"year_6", 6, 170, 1420, 2220, 170}, {NULL, 0, 0, 0, 0, 0}};

static void
weighing_write(struct patient *x, int n)
{
	int september = school_year_of(x->p->born) + 5 + weighings[n].group, draw = (int)rng_below(&x->r, 10000),
	    age;
	int32_t day = workday_at(day_of(september, 10, 1) + rng_between(&x->r, 0, 260));
	const struct stay *stay = school_on(&x->p->life, day);
	const char *category = "healthy";
	int very, over, tenths, centimetres, score;
	char height[16], weight[16], points[16];

	if (day < day_of(2021, 9, 1) || day > LAST_DAY || !person_here(x->p, day) || stay == NULL
	    || rng_per_10k(&x->r, 600))
		return;
	patient_see(x, day);
	age = weighings[n].group;
	very = weighings[n].very + (5 - x->area->decile) * weighings[n].step;
	over = weighings[n].over + (5 - x->area->decile) * 20;
	score = 20 + (int)rng_below(&x->r, 640);
	if (draw < weighings[n].under) {
		category = "underweight";
		score = (int)rng_below(&x->r, 20);
	} else if (draw < weighings[n].under + very) {
		category = "very_overweight";
		score = 950 + (int)rng_below(&x->r, 50);
	} else if (draw < weighings[n].under + very + over) {
		category = "overweight";
		score = 850 + (int)rng_below(&x->r, 100);
	}
	centimetres = 1050 + age * 62 + rng_between(&x->r, -70, 70);
	tenths = 175 + age * 28 + (score - 400) * (4 + age) / 60 + rng_between(&x->r, -8, 8);
	snprintf(height, sizeof height, "%d.%d", centimetres / 10 % 1000, centimetres % 10);
	snprintf(weight, sizeof weight, "%d.%d", tenths / 10 % 1000, tenths % 10);
	snprintf(points, sizeof points, "0.%03d", score % 1000);
	ROW(x->out->part, F_NCMP, academic_year_of(day), KEY(PATIENT_ROW), TEXT(x->seen.nhs), NIL, NAMED,
	    CODE(x->seen.ethnicity),
	    TEXT(x->seen.postcode), TEXT(x->out->w->county->school[stay->school].code),
	    CODE(weighings[n].school_year), DAY(day),
	    TEXT(height), TEXT(weight), TEXT(points), CODE(category));
}

/* Weeks from referral to assessment, then to treatment, by service. */
static const struct service {
	const char *name;
	int per_10k, sen_per_10k;   /* children ever referred; those with the need that it serves */
	const char *need;
	int first_age, last_age;
	int32_t weeks[11], then[11];
} services[] = {
	{"speech_and_language", 620, 5600, "SLCN", 2, 9, {0, 1, 2, 3, 4, 5, 7, 10, 15, 23, 60},
	    {0, 1, 3, 4, 6, 8, 10, 13, 18, 26, 70}},
	{"social_communication", 210, 8200, "ASD", 2, 15, {2, 8, 14, 20, 28, 37, 48, 62, 80, 104, 170},
	    {1, 2, 4, 6, 9, 12, 16, 22, 30, 42, 80}},
	{"camhs", 900, 4200, "SEMH", 6, 17, {0, 1, 2, 3, 4, 5, 7, 10, 14, 22, 56},
	    {0, 1, 2, 4, 6, 8, 11, 15, 20, 30, 75}},
	{NULL, 0, 0, NULL, 0, 0, {0}, {0}},
};

static void
wait_write(struct patient *x, const struct service *s)
{
	static const char *const sources[] = {"school", "gp", "health_visitor", "parent", "social_care", "other"};
	bool urgent = rng_per_10k(&x->r, 900), accepted = rng_per_10k(&x->r, 8600), came = rng_per_10k(&x->r, 9300);
	int32_t referred = workday_at(x->p->born + rng_between(&x->r, s->first_age * 365, s->last_age * 365 + 300));
	int32_t seen, treated, done;
	const char *why;

	if (referred < HISTORY_BEGINS || referred > LAST_DAY || !person_here(x->p, referred))
		return;
	seen = workday_at(referred + rng_deciles(&x->r, s->weeks) * 7 / (urgent ? 4 : 1) + rng_between(&x->r, 0, 6));
	treated = workday_at(seen + rng_deciles(&x->r, s->then) * 7 / (urgent ? 3 : 1) + rng_between(&x->r, 0, 6));
	done = treated + rng_between(&x->r, 40, 420);
	why = rng_per_10k(&x->r, 8900) ? "treatment_complete" : "did_not_attend";
	if (!accepted || !came) {
		done = accepted ? seen + 20 : referred + rng_between(&x->r, 4, 21);
		why = accepted ? "did_not_attend" : "not_accepted";
		treated = DAY_NONE;
		seen = DAY_NONE;
	}
	if (!NEVER(x->p->here_until) && done > x->p->here_until) {
		done = x->p->here_until;
		why = "moved_away";
		treated = treated >= done ? DAY_NONE : treated;
		seen = seen >= done ? DAY_NONE : seen;
	}
	seen = NEVER(seen) ? seen : day_known(seen);
	treated = NEVER(treated) ? treated : day_known(treated);
	done = day_known(done);
	patient_see(x, NEVER(done) ? LAST_DAY : done);
	ROW(x->out->part, F_WAITS, 0, KEY(PATIENT_ROW), KEY(x->seen.id), TEXT(x->seen.nhs), NAMED,
	    TEXT(x->seen.postcode), CODE(s->name),
	    CODE(urgent ? "urgent" : "routine"), DAY(referred), DAY(seen), DAY(treated), DAY(done),
	    CODE(NEVER(done) ? "" : why),
	    CODE(sources[rng_skewed(&x->r, 6)]));
}

void
write_health(const struct writing *out, const struct household *h)
{
	for (int i = 0; i < h->n_children; i++) {
		struct patient now = {.out = out, .p = &h->child[i]}, *x = &now;

		if (h->alone)
			continue;
		x->r = rng_stream(out->w->seed, STREAM_HEALTH, (uint64_t)x->p->id);
		patient_see(x, x->p->here_since);
		for (const struct visit *v = visits; v->visit != NULL; v++)
			visit_write(x, v);
		for (int n = 0; weighings[n].school_year != NULL; n++)
			weighing_write(x, n);
		for (const struct service *s = services; s->name != NULL; s++)
			if (rng_per_10k(&x->r, strcmp(s->need, x->p->life.sen_type) == 0 ? s->sen_per_10k
			    : s->per_10k))
				wait_write(x, s);
		if (x->rows > 0)
			truth_put(out->part, HEALTH, x->seen.nhs[0] != '\0' ? x->seen.nhs : x->seen.id, x->p);
	}
}
