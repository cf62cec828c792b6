/* The yearly return of children looked after (SSDA903): all that was open on any day of the year, as known at its end.
 * What was not known yet, or was written down wrongly, is put right in the next year's. */
#include <stdio.h>
#include <string.h>

#include "demo/social.h"
#include "demo/write.h"

struct year_return {
	const struct writing *out;
	const struct person *p;
	struct seen seen;
	int year;
	int32_t from, until;
	struct rng r;
};

static bool
overlaps(int32_t since, int32_t until, int32_t from, int32_t last)
{
	return since <= last && (NEVER(until) || until >= from);
}

/* What had not happened by the year's end is not in its return. */
static int32_t
known_by(int32_t day, int32_t last)
{
	return NEVER(day) || day > last ? DAY_NONE : day;
}

#define RETURN_ROW(kind, ...) ROW(y->out->part, kind, y->year, KEY(y->seen.id), __VA_ARGS__)

/* One row in fifty carries a slip in a code or postcode when it is first returned. */
static void
episode_write(struct year_return *y, const struct care *care, const struct care_row *row)
{
	const struct county *k = y->out->w->county;
	bool first_return = row->since >= y->from, slip = first_return && rng_per_10k(&y->r, 200);
	int32_t until = known_by(row->until, y->until);
	char urn[12] = "";
	bool no_home = (row->since + y->p->id) % 41 == 0;

	if (row->urn > 0)
		snprintf(urn, sizeof urn, "%d", row->urn);
	RETURN_ROW(F_903_EPISODES, DAY(row->since), CODE(row->reason_new), CODE(row->legal), CODE(care->need),
	    CODE(row->place),
	    CODE(slip && rng_per_10k(&y->r, 5000) ? "PR5" : row->provider), DAY(until),
	    CODE(NEVER(until) ? "" : row->reason_ceased),
	    CODE(NEVER(until) ? "" : row->reason_change), TEXT(no_home ? "" : k->postcode[row->home].text),
	    TEXT(k->postcode[row->postcode].text), TEXT(slip ? "" : urn));
}

static void
care_write(struct year_return *y, const struct care *care)
{
	struct dates reviews;

	for (size_t i = 0; i < care->rows.n; i++)
		if (overlaps(care->rows.item[i].since, care->rows.item[i].until, y->from, y->until))
			episode_write(y, care, &care->rows.item[i]);
	reviews_of_care(y->out->w, y->p, care, &reviews);
	for (int i = 0; i < reviews.n; i++)
		if (reviews.day[i] >= y->from && reviews.day[i] <= y->until)
			RETURN_ROW(F_903_REVIEWS, DAY(y->seen.born), DAY(reviews.day[i]),
			    CODE(review_code(y->p, reviews.day[i])));
	if (care->alone)
		RETURN_ROW(F_903_UASC, CODE(y->seen.sex_number), DAY(y->seen.born),
		    DAY(known_by(day_add_months(y->p->born, 216), y->until)));
	if (!NEVER(care->placement_order) && care->adopted && care->placement_order <= y->until)
		RETURN_ROW(F_903_PLACED, DAY(y->seen.born), DAY(care->placement_order), NIL, NIL);
	if (care->adopted && !NEVER(care->until) && care->until >= y->from && care->until <= y->until) {
		static const char *const sex[] = {"MF", "MF", "MF", "FF", "F1", "MM"},
		    *const legal[] = {"L11", "L11", "L3", "L12", "L0", "L2"};
		int kind = (int)rng_below(&y->r, 6);

		RETURN_ROW(F_903_AD1, DAY(y->seen.born), DAY(care->placement_order - 20),
		    DAY(care->placement_order + 30),
		    CODE(rng_per_10k(&y->r, 1200) ? "1" : "0"), NUMBER(kind == 4 ? 1 : 2), CODE(sex[kind]),
		    CODE(legal[kind]));
	}
	if (care->since >= y->from && care->since <= y->until && !care->short_break) {
		int draw = (int)rng_below(&y->r, 100);
		char when[24] = "";

		if (draw < 8)
			{
			int wed = day_date(y->p->born).year + 2;

			if (draw < 3)
				snprintf(when, sizeof when, "zz/%02d/%04d", (draw + 3) % 13, wed % 10000);
			else
				snprintf(when, sizeof when, "zz/zz/%04d", wed % 10000);
		}
		RETURN_ROW(F_903_PERMANENCE, DAY(y->seen.born),
		    CODE(draw < 2 ? "P1" : draw < 6 ? "P2" : draw < 8 ? "P3" : "Z1"),
		    TEXT(draw < 8 ? COUNTY_DFE : ""), TEXT(when));
	}
}

static void
missing_write(struct year_return *y)
{
	for (size_t i = 0; i < y->p->life.missing.n; i++) {
		const struct missing *x = &y->p->life.missing.item[i];

		if (x->from_care && overlaps(x->since, x->until, y->from, y->until))
			RETURN_ROW(F_903_MISSING, DAY(y->seen.born), CODE(x->away ? "A" : "M"), DAY(x->since),
			    DAY(known_by(x->until, y->until)));
	}
}

/* The case's workers for as long as the child was looked after. */
static void
workers_write(struct year_return *y, const struct cin *s, const struct care *care)
{
	struct worker_spell spell[40];
	int n = worker_spells(y->out->w, y->p, s, spell, 40);

	for (int j = 0; j < n; j++) {
		int32_t since = spell[j].since > care->since ? spell[j].since : care->since, until = spell[j].until;
		char worker[12];

		if (!NEVER(care->until) && (NEVER(until) || until > care->until))
			until = care->until;
		if ((!NEVER(until) && until <= since) || !overlaps(since, until, y->from, y->until))
			continue;
		snprintf(worker, sizeof worker, "SW%04u", (unsigned)spell[j].worker % 100000u);
		RETURN_ROW(F_903_WORKER, DAY(y->seen.born), TEXT(worker), DAY(since), DAY(known_by(until, y->until)),
		    CODE(spell[j].reason));
	}
}

#define FLAG(per_10k) CODE(rng_per_10k(&y->r, (per_10k)) ? "1" : "0")

/* Health and offending of those looked after for a year or more (England 2024: health assessments 89 %, dental checks 79 %,
 * immunisations 81 %, convicted 2 %, substance misuse 3 %). */
static void
health_write(struct year_return *y, const struct care *care)
{
	int age = person_age(y->p, y->until), score;
	bool small = age < 5, scored = age >= 4 && age <= 16 && rng_per_10k(&y->r, 7700);
	bool misuse = age >= 11 && rng_per_10k(&y->r, 480), received = misuse && rng_per_10k(&y->r, 4600);
	static const int32_t scores[11] = {0, 4, 7, 9, 11, 14, 16, 19, 22, 25, 38};

	if (care->short_break || care->since > y->from || !overlaps(care->since, care->until, y->until + 1,
	    y->until))
		return;
	score = rng_deciles(&y->r, scores);
	RETURN_ROW(F_903_OC2, DAY(y->seen.born), NUMBER(scored ? score : NO_NUMBER),
	    CODE(scored || age < 4 || age > 16 ? "" : (y->p->id & 3) == 0 ? "SDQ1" : "SDQ5"),
	    FLAG(age >= 10 ? 290 : 0),
	    CODE(small ? (rng_per_10k(&y->r, 8900) ? "1" : "0") : ""), FLAG(8150), FLAG(7900), FLAG(8900),
	    CODE(misuse ? "1" : "0"),
	    CODE(misuse ? (received ? "1" : "0") : ""), CODE(misuse && !received ? "1" : ""));
}

static void
header_write(struct year_return *y)
{
	int age = person_age(y->p, y->until);
	bool mother = y->p->sex == 2 && age >= 15 && (y->p->id * 7 + age) % 23 == 0;
	const char *unknown = age < 5 ? "UN1" : y->p->household->alone ? "UN3" : "UN4";

	RETURN_ROW(F_903_HEADER, CODE(y->seen.sex_number), DAY(y->seen.born), CODE(y->seen.ethnicity),
	    TEXT(y->seen.upn[0] != '\0' ? y->seen.upn : unknown), TEXT(y->p->sex == 2 ? (mother ? "1" : "0") : ""),
	    DAY(mother ? y->until - 200 - (int32_t)(y->p->id % 300) : DAY_NONE));
}

static void
year_write(const struct writing *out, const struct person *p, int year)
{
	struct year_return now = {.out = out, .p = p, .year = year, .from = year_first(year),
	    .until = year_last(year)}, *y = &now;
	bool in_care = ever_in_care(&p->life, y->from, y->until), leaver;
	int age = person_age(p, y->until);

	leaver = age >= 17 && age <= 21 && care_leaver(p, y->until) && NEVER(p->died);
	if (!in_care && !leaver)
		return;
	y->r = rng_stream(out->w->seed, STREAM_WRITE, (uint64_t)p->id * 8 + (uint64_t)year + 1000000007);
	person_see(out->w, p, SOCIAL_CARE, y->until, &y->seen);
	header_write(y);
	for (size_t i = 0; in_care && i < p->life.cares.n; i++)
		if (overlaps(p->life.cares.item[i].since, p->life.cares.item[i].until, y->from, y->until)) {
			care_write(y, &p->life.cares.item[i]);
			health_write(y, &p->life.cares.item[i]);
		}
	if (in_care) {
		missing_write(y);
		for (size_t i = 0; i < p->life.cases.n; i++)
			if (!NEVER(p->life.cases.item[i].care_from))
				for (size_t j = 0; j < p->life.cares.n; j++)
					if (p->life.cares.item[j].since == p->life.cases.item[i].care_from)
						workers_write(y, &p->life.cases.item[i], &p->life.cares.item[j]);
	}
	if (leaver) {
		struct leaver_year x = leaver_year(out->w, p, y->until);

		RETURN_ROW(F_903_OC3, DAY(y->seen.born), CODE(x.in_touch), CODE(x.activity), CODE(x.accommodation));
	}
}

void
write_looked_after(const struct writing *out, const struct household *h)
{
	for (int i = 0; i < h->n_children; i++)
		for (int year = 0; year < N_YEARS && h->child[i].life.cares.n > 0; year++)
			year_write(out, &h->child[i], year);
}
