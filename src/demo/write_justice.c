/* Youth justice outcomes; what the police tell of missing children and of violence at home; MARAC and MAPPA.
 *
 * England 2023/24: 143 first-time entrants in 100,000 aged 10 to 17, nine of ten of them boys in cautions or referral orders. */
#include <stdio.h>
#include <string.h>

#include "demo/write.h"

#define NAMED TEXT(seen.family), TEXT(seen.given), DAY(seen.born), CODE(seen.sex)

/* Who offends at all, in a million a year of age 10 to 17 and in the middle of risk. */
#define FIRST_OFFENCE_PER_MILLION 920

static void
outcome_write(const struct writing *out, const struct person *p, struct rng *r, int32_t day, int number)
{
	static const char *const offences[] = {"violence", "drugs", "criminal_damage", "theft", "public_order",
	    "motoring", "weapons",
	    "vehicle", "robbery", "burglary", "sexual", "arson", "other"};
	static const char *const first[] = {"youth_caution", "youth_conditional_caution", "referral_order",
	    "youth_rehabilitation_order"};
	static const char *const later[] = {"referral_order", "youth_rehabilitation_order",
	    "detention_and_training_order", "reparation_order",
	    "section_250", "discharge", "fine"};
	static const int first_weights[] = {38, 27, 31, 4, -1}, later_weights[] = {36, 38, 10, 4, 2, 7, 3, -1};
	const char *outcome = number == 0 ? first[rng_weighted(r, first_weights)]
	    : later[rng_weighted(r, later_weights)];
	bool custody = strcmp(outcome, "detention_and_training_order") == 0 || strcmp(outcome, "section_250") == 0;
	struct seen seen;
	char id[24];

	person_see(out->w, p, YOUTH_JUSTICE, day, &seen);
	snprintf(id, sizeof id, "O%lld%d", (long long)p->id, number);
	ROW(out->part, F_YOUTH_JUSTICE, year_of(day), KEY(id), KEY(seen.id), NAMED, CODE(seen.ethnicity),
	    TEXT(seen.postcode),
	    DAY(day - rng_between(r, 20, 200)), CODE(offences[rng_skewed(r, 13)]),
	    NUMBER(2 + (int64_t)rng_skewed(r, custody ? 7 : 4)), DAY(day),
	    CODE(outcome), TEXT(number == 0 ? "yes" : "no"), NUMBER(custody ? rng_between(r, 4, 18) : NO_NUMBER));
	if (number == 0)
		truth_put(out->part, YOUTH_JUSTICE, seen.id, p);
}

static void
youth_justice_write(const struct writing *out, const struct person *p, struct rng *r)
{
	int boys = p->sex == 1 ? 168 : 32, risk = p->household->risk < 20 ? 20 : p->household->risk;
	int32_t day = day_add_months(p->born, 120) + rng_between(r, 0, 364);
	int number = 0;
	bool before = false;

	for (; day < day_add_months(p->born, 216) && day <= LAST_DAY; day += 365) {
		int age = person_age(p, day);
		int64_t chance = (int64_t)FIRST_OFFENCE_PER_MILLION * boys / 100 * (risk + 50) / 150 * (age - 9) / 4;
		int32_t at = workday_at(day + rng_between(r, 0, 364));

		if (p->life.trouble > 0)
			chance *= 5;
		if (ever_in_care(&p->life, p->born, day))
			chance *= 3;
		if (before)
			chance = 340000;
		if (!rng_per_million(r, chance) || !person_here(p, at) || at > LAST_DAY)
			continue;
		if (at >= HISTORY_BEGINS)
			outcome_write(out, p, r, at, number + (before && number == 0));
		number += at >= HISTORY_BEGINS;
		number += at >= HISTORY_BEGINS && before && number == 1;
		before = true;
	}
}

static void
missing_write(const struct writing *out, const struct person *p, struct rng *r, const struct missing *x, int number)
{
	static const char *const risks[] = {"medium", "low", "high", "no_apparent"};
	struct seen seen;
	char id[24], time[8];

	person_see(out->w, p, POLICE, x->since, &seen);
	snprintf(id, sizeof id, "M%lld%03d", (long long)p->id, number % 1000);
	snprintf(time, sizeof time, "%02u:%02u", (unsigned char)((18 + rng_below(r, 8)) % 24) % 24u,
	    (unsigned char)rng_below(r, 60) % 60u);
	ROW(out->part, F_POLICE_MISSING, year_of(x->since), KEY(id), KEY(seen.id), NAMED, TEXT(seen.postcode),
	    DAY(x->since), TEXT(time),
	    DAY(day_known(x->until)), CODE(x->from_care ? "care_placement" : rng_per_10k(r, 8600) ? "home"
	    : "school"),
	    CODE(risks[rng_skewed(r, 4)]), TEXT(rng_per_10k(r, 1700) ? "yes" : "no"));
}

static void
police_missing_write(const struct writing *out, const struct person *p, struct rng *r, bool *named)
{
	int number = 0;

	for (size_t i = 0; i < p->life.missing.n; i++)
		if (!p->life.missing.item[i].away && rng_per_10k(r, 9000))
			missing_write(out, p, r, &p->life.missing.item[i], number++);
	for (int year = 0; year < N_YEARS; year++) {
		struct missing x = {.since = year_first(year) + (int32_t)rng_below(r, 364)};
		int age = person_age(p, x.since);

		x.until = x.since + (int32_t)rng_skewed(r, 3);
		if (age >= 10 && age < 18 && person_here(p, x.since) && care_on(&p->life, x.since) == NULL
		    && rng_per_10k(r, 18 + p->household->risk / 3))
			missing_write(out, p, r, &x, number++);
	}
	*named |= number > 0;
}

struct incident {
	int32_t day;
	const char *risk;
	char id[24], time[8];
};

static void
marac_write(const struct writing *out, const struct person *p, const struct incident *x, struct rng *r, int month)
{
	static const char *const outcomes[] = {"safety_plan", "referral_to_children_services", "already_open",
	    "no_further_action"};
	int32_t meeting = day_add_months(HISTORY_BEGINS, month) + 9;
	bool council = p->life.cases.n > 0 && p->id % 5 != 0;
	struct seen seen;
	char social[16], child[24], reference[32];

	person_see(out->w, p, POLICE, meeting, &seen);
	number_own(out->w, SOCIAL_CARE, p->id, social);
	snprintf(child, sizeof child, "MC%lld", (long long)p->id);
	snprintf(reference, sizeof reference, "M%s", x->id);
	ROW(out->part, F_MARAC, month, KEY(reference), KEY(child), TEXT(council ? social : ""), TEXT(seen.given),
	    TEXT(seen.family),
	    DAY(seen.born), TEXT(seen.postcode), DAY(workday_at(meeting)), TEXT("police"), CODE("high"),
	    CODE(outcomes[rng_skewed(r, 4)]), CODE(p->id % 4 == 0 ? "Y" : "N"));
	if (!council)
		truth_put(out->part, POLICE, child, p);
}

static void
abuse_write(const struct writing *out, const struct household *h, struct rng *r, const struct incident *x,
    uint32_t *named)
{
	int month = (day_date(x->day + 20).year - 2021) * 12 + day_date(x->day + 20).month - 4;
	bool conference = strcmp(x->risk, "high") == 0 && month < N_MONTHS && rng_per_10k(r, 7000);

	for (int i = 0; i < h->n_children; i++) {
		const struct person *p = &h->child[i];
		const struct stay *stay = school_on(&p->life, x->day);
		struct seen seen;
		char id[40];

		if (!person_here(p, x->day) || person_age(p, x->day) >= 18 || care_on(&p->life, x->day) != NULL)
			continue;
		person_see(out->w, p, POLICE, x->day, &seen);
		snprintf(id, sizeof id, "%s-%d", x->id, i + 1);
		ROW(out->part, F_POLICE_ABUSE, year_of(x->day), KEY(id), KEY(x->id), KEY(seen.id), NAMED,
		    TEXT(seen.postcode), DAY(x->day),
		    TEXT(x->time), CODE(x->risk), TEXT(rng_per_10k(r, 6300) ? "yes" : "no"),
		    TEXT(rng_per_10k(r, 120) ? "yes" : "no"),
		    TEXT(stay == NULL ? "" : out->w->county->school[stay->school].code));
		*named |= 1u << i;
		if (conference)
			marac_write(out, p, x, r, month);
	}
}

static void
police_abuse_write(const struct writing *out, const struct household *h, struct rng *r, uint32_t *named)
{
	static const char *const risks[] = {"standard", "medium", "high"};
	static const int weights[] = {62, 27, 11, -1};
	bool habit = rng_per_10k(r, h->risk > 100 ? 1600 : 700);
	int number = 0;

	for (int quarter = 0; quarter < N_YEARS * 4; quarter++) {
		int32_t from = day_add_months(HISTORY_BEGINS, quarter * 3);
		struct incident x = {.day = from + rng_between(r, 0, 88)};

		if (!rng_per_10k(r, (habit ? 700 : 12) * (h->risk > 300 ? 300 : h->risk) / 100))
			continue;
		x.risk = risks[rng_weighted(r, weights)];
		snprintf(x.id, sizeof x.id, "DA%lld%02d", (long long)h->id, number++ % 100);
		snprintf(x.time, sizeof x.time, "%02u:%02u", (17 + rng_below(r, 9)) % 24u, rng_below(r, 60) % 60u);
		if (x.day <= LAST_DAY)
			abuse_write(out, h, r, &x, named);
	}
}

static void
mappa_write(const struct writing *out, const struct person *p, struct rng *r)
{
	int32_t since = rng_between(r, HISTORY_BEGINS, LAST_DAY), until = since + rng_between(r, 90, 900);
	struct seen seen;
	char reference[24], child[24], category[4], social[16];

	if (!rng_per_million(r, 900 * (int64_t)p->household->risk / 100) || person_age(p, since) < 1
	    || person_age(p, since) > 17
	    || !person_here(p, since))
		return;
	person_see(out->w, p, POLICE, since, &seen);
	number_own(out->w, SOCIAL_CARE, p->id, social);
	snprintf(reference, sizeof reference, "MP%lld", (long long)p->household->id);
	snprintf(child, sizeof child, "MA%lld", (long long)p->id);
	snprintf(category, sizeof category, "%u", 1 + rng_skewed(r, 3) % 4u);
	ROW(out->part, F_MAPPA, 0, KEY(reference), KEY(child), TEXT(p->life.cases.n > 0 ? social : ""),
	    TEXT(seen.given), TEXT(seen.family),
	    DAY(seen.born), TEXT(seen.postcode), CODE("child_at_risk"), CODE(category),
	    NUMBER(1 + (int64_t)rng_skewed(r, 3)), DAY(since),
	    DAY(day_known(until)), TEXT("probation"));
	if (p->life.cases.n == 0)
		truth_put(out->part, POLICE, child, p);
}

void
write_justice(const struct writing *out, const struct household *h)
{
	struct rng r = rng_stream(out->w->seed, STREAM_OTHER, (uint64_t)h->id + 8000000011u);
	uint32_t named = 0;

	if (!h->alone)
		police_abuse_write(out, h, &r, &named);
	for (int i = 0; i < h->n_children; i++) {
		const struct person *p = &h->child[i];
		bool also = named & 1u << i;
		char id[16];

		youth_justice_write(out, p, &r);
		police_missing_write(out, p, &r, &also);
		mappa_write(out, p, &r);
		number_own(out->w, POLICE, p->id, id);
		if (also)
			truth_put(out->part, POLICE, id, p);
	}
}
