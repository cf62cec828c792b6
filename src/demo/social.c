/* Reviews, visits, workers and care leavers: see social.h. */
#include "demo/social.h"

#include <string.h>

static void
date_add(struct dates *out, int32_t day)
{
	if (out->n < MAX_DATES && day <= LAST_DAY)
		out->day[out->n++] = day;
}

static int32_t
end_of(int32_t until)
{
	return NEVER(until) ? LAST_DAY + 1 : until;
}

/* Within 20 working days, then three months, then every six: Care Planning Regulations 2010, regulation 33. */
void
reviews_of_care(const struct world *w, const struct person *p, const struct care *care, struct dates *out)
{
	struct rng r = rng_stream(w->seed, STREAM_WRITE, (uint64_t)p->id * 4096 + (uint64_t)(care->since % 4096));
	int32_t day = workday_add(care->since, rng_between(&r, 13, 20));

	out->n = 0;
	if (care->short_break)
		day = workday_at(care->since + 80);
	for (int n = 0; day < end_of(care->until); n++) {
		date_add(out, day);
		day = workday_at(day + (n == 0 ? rng_between(&r, 75, 91) : rng_between(&r, 150, 184)));
	}
}

/* Within three months of the first conference, then every six: Working Together 2023. */
void
reviews_of_plan(const struct world *w, const struct person *p, const struct cin *s, struct dates *out)
{
	struct rng r = rng_stream(w->seed, STREAM_WRITE, (uint64_t)p->id * 4096 + (uint64_t)(s->cp_from % 4096) + 7);
	int32_t day = workday_at(s->cp_from + rng_between(&r, 68, rng_per_10k(&r, 9100) ? 88 : 115));

	out->n = 0;
	while (day < end_of(s->cp_until)) {
		date_add(out, day);
		day = workday_at(day + rng_between(&r, 130, rng_per_10k(&r, 9300) ? 179 : 215));
	}
	if (!NEVER(s->cp_until) && s->cp_until > s->cp_from + 60)       /* a plan ends at a review */
		date_add(out, s->cp_until);
}

void
visits_between(const struct world *w, int64_t number, int32_t from, int32_t until, int gap, struct dates *out)
{
	struct rng r = rng_stream(w->seed, STREAM_WRITE, (uint64_t)number * 97 + 13);
	int32_t day = from > HISTORY_BEGINS ? from : HISTORY_BEGINS;

	out->n = 0;
	while ((day = workday_at(day + rng_between(&r, gap / 2, gap + gap / 3))) < end_of(until)
	    && out->n < MAX_DATES)
		date_add(out, day);
}

const char *
review_code(const struct person *p, int32_t day)
{
	static const char *const codes[] = {"PN1", "PN3", "PN5", "PN6", "PN7", "PN2"};

	return person_age(p, day) < 4 ? "PN0" : codes[(day + p->id) % 11 < 6 ? 0 : (day + p->id) % 11 - 5];
}

int
teams_count(void)
{
	return 14;
}

int
workers_count(const struct world *w)
{
	return 28 + (int)(w->children / 420);
}

int
worker_team(int worker)
{
	return worker % teams_count();
}

int
worker_spells(const struct world *w, const struct person *p, const struct cin *s, struct worker_spell *out, int most)
{
	struct rng r = rng_stream(w->seed, STREAM_WORKERS, (uint64_t)s->id);
	static const char *const reasons[] = {"LEFTRL", "MANAGE", "TSPROC", "ABSENC", "ORGRST", "OTHERS", "CHCHAN",
	    "PCCHAN"};
	static const int weights[] = {34, 22, 18, 9, 8, 6, 2, 1, -1};
	int32_t day = s->referral, end = end_of(s->closed);
	int n = 0;

	(void)p;
	while ((day < end || n == 0) && n < most) {
		int32_t until = day + rng_between(&r, 60, 900);
		int team = s->team % teams_count(), in_team = workers_count(w) / teams_count();

		out[n] = (struct worker_spell){.worker = team + teams_count() * (int)rng_below(&r,
		    (uint32_t)in_team), .since = day,
		    .until = until >= end ? s->closed : until, .reason = n == 0 ? "FCONTA"
		    : reasons[rng_weighted(&r, weights)]};
		day = until;
		n++;
	}
	if (n > 0 && out[n - 1].until > LAST_DAY)
		out[n - 1].until = DAY_NONE;
	return n;
}

/* England 2024: 93 in touch of 100 aged 19 to 21; 54 % in education, employment or training; 89 % in suitable
 * accommodation. */
struct leaver_year
leaver_year(const struct world *w, const struct person *p, int32_t on)
{
	struct rng r = rng_stream(w->seed, STREAM_OTHER, (uint64_t)p->id);
	static const char *const eet[] = {"F2", "F4", "F5", "P2", "F1", "P4", "P5"},
	    *const neet[] = {"G6", "G4", "G5"};
	static const int eet_weights[] = {36, 14, 18, 6, 9, 6, 5, -1}, neet_weights[] = {60, 28, 16, -1};
	static const int home_weights[] = {34, 16, 9, 10, 7, 6, 6, 3, 2, 2, 2, 2, 1, 0, -1};
	static const char *const suitable[] = {"U1", "D1", "K1", "B1", "Z1", "T1", "V1", "C1", "Y1", "E1", "S1",
	    "X1", "W1", "G1"};
	static const char *const unsuitable[] = {"U2", "D2", "K2", "B2", "Z2", "T2", "V2", "C2", "Y2", "E2", "S2",
	    "X2", "W2", "G2"};
	int lasting = (int)rng_below(&r, 10000), home;
	struct leaver_year x = {.in_touch = "YES"};

	r = rng_stream(w->seed, STREAM_OTHER, (uint64_t)p->id * 128 + (uint64_t)(day_date(on).year - 1990));
	if (rng_per_10k(&r, 620)) {
		static const char *const out_of_touch[] = {"NO", "REFU", "NREQ", "RHOM"};
		static const int weights[] = {48, 22, 22, 8, -1};

		x.in_touch = out_of_touch[rng_weighted(&r, weights)];
		x.activity = x.accommodation = "0";
		return x;
	}
	if (rng_per_10k(&r, 3500))
		lasting = (int)rng_below(&r, 10000);
	x.activity = lasting < 6650 ? eet[rng_weighted(&r, eet_weights)] : neet[rng_weighted(&r, neet_weights)];
	home = rng_weighted(&r, home_weights);
	x.accommodation = rng_per_10k(&r, lasting < 8500 ? 9650 : 8200) ? suitable[home] : unsuitable[home];
	return x;
}
