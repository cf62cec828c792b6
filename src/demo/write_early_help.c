/* Early help that partners lead, for families rather than children; and the voluntary sector's register of young
 * carers. */
#include <stdio.h>

#include "demo/write.h"

/* Families in 10,000, in the middle of deprivation, that start early help in a year. */
#define FAMILIES_PER_10K 330

static const char *const reasons[] = {"parenting", "emotional_health", "behaviour", "school_attendance",
    "domestic_abuse",
	"parental_mental_health", "housing", "money", "disability", "parental_substance_use", "young_carer",
	    "other"};

struct offer {
	const struct writing *out;
	struct rng r;
	int64_t family, episode;
	int32_t started, closed;
	const char *reason, *lead, *outcome;
	bool agreed;
	uint32_t named;             /* the children whose truth is told */
};

static void
child_write(struct offer *x, const struct person *p, int number)
{
	struct seen seen;
	char episode[24], family[24];
	static const char *const practitioner[] = {"J. Robson", "S. Khan", "L. Milburn", "T. Dodds", "A. Nowak",
	    "C. Bell"};

	person_see(x->out->w, p, EARLY_HELP, x->started, &seen);
	snprintf(episode, sizeof episode, "%lld", (long long)(p->id * 10 + x->episode));
	snprintf(family, sizeof family, "EF%lld", (long long)x->family);
	ROW(x->out->part, F_EARLY_HELP, 0, KEY(episode), KEY(seen.id), TEXT(family), TEXT(seen.family),
	    TEXT(seen.given), DAY(seen.born),
	    CODE(seen.sex), CODE(seen.ethnicity), TEXT(seen.postcode), TEXT(seen.upn), DAY(x->started),
	    DAY(x->closed), CODE(x->reason),
	    CODE(x->lead), TEXT(practitioner[x->family % 6]),
	    DAY(x->agreed ? workday_add(x->started, 15) : DAY_NONE), CODE(x->outcome));
	if (!(x->named & 1u << number))
		truth_put(x->out->part, EARLY_HELP, seen.id, p);
	x->named |= 1u << number;
}

/* Stepped up when a case of the child's opens while it goes on. */
static void
offer_end(struct offer *x, const struct household *h)
{
	static const int32_t days[11] = {14, 45, 70, 95, 120, 145, 175, 210, 260, 340, 700};
	int draw = (int)rng_below(&x->r, 100);

	x->closed = workday_at(x->started + rng_deciles(&x->r, days));
	x->outcome = draw < 66 ? "needs_met" : draw < 84 ? "disengaged" : draw < 93 ? "declined" : "moved_away";
	for (int i = 0; i < h->n_children; i++)
		for (size_t n = 0; n < h->child[i].life.cases.n; n++) {
			const struct cin *s = &h->child[i].life.cases.item[n];

			if (!s->nfa && s->referral > x->started && s->referral <= x->closed) {
				x->closed = s->referral;
				x->outcome = "stepped_up";
			}
		}
	if (!NEVER(h->left) && x->closed > h->left) {
		x->closed = h->left;
		x->outcome = "moved_away";
	}
	if (x->closed > LAST_DAY) {
		x->closed = DAY_NONE;
		x->outcome = "";
	}
}

static void
young_carer_write(const struct writing *out, const struct person *p)
{
	struct rng r = rng_stream(out->w->seed, STREAM_OTHER, (uint64_t)p->id + 7000000001u);
	static const char *const whom[] = {"parent", "sibling", "grandparent", "other"};
	static const char *const conditions[] = {"mental illness", "physical disability", "learning disability",
	    "substance misuse", "long illness"};
	int32_t since = workday_at(p->born + rng_between(&r, 2600, 5900)),
	    until = since + rng_between(&r, 200, 2200);
	struct seen social, seen;
	const struct stay *stay;
	char number[24];

	if (!rng_per_10k(&r, 90 + p->household->risk / 4) || since < HISTORY_BEGINS || since > LAST_DAY
	    || !person_here(p, since))
		return;
	if (until > day_add_months(p->born, 216))
		until = day_add_months(p->born, 216);
	person_see(out->w, p, EARLY_HELP, since, &seen);
	number_own(out->w, SOCIAL_CARE, p->id, social.id);
	stay = school_on(&p->life, since);
	snprintf(number, sizeof number, "YC%lld", (long long)p->id);
	ROW(out->part, F_YOUNG_CARERS, 0, KEY(number), TEXT(seen.upn),
	    TEXT(p->life.cases.n > 0 && p->id % 3 == 0 ? social.id : ""),
	    TEXT(seen.given), TEXT(seen.family), DAY(seen.born), CODE(seen.sex), TEXT(seen.postcode), DAY(since),
	    DAY(day_known(until)),
	    CODE(whom[rng_skewed(&r, 4)]), TEXT(conditions[rng_skewed(&r, 5)]), NUMBER(rng_between(&r, 3, 30)),
	    TEXT(stay == NULL ? "" : out->w->county->school[stay->school].code),
	    DAY(rng_per_10k(&r, 7400) ? day_known(workday_add(since, rng_between(&r, 5, 50))) : DAY_NONE), NIL, NIL);
	ROW(out->part, F_TRUTH, 0, CODE("voluntary"), TEXT(number), NUMBER(p->id));
}

void
write_early_help(const struct writing *out, const struct household *h)
{
	static const char *const leads[] = {"school", "health", "voluntary", "police", "housing"};
	static const int weights[] = {58, 22, 12, 3, 5, -1};
	struct offer now = {.out = out, .r = rng_stream(out->w->seed, STREAM_OTHER, (uint64_t)h->id + 6000000007u),
	    .family = h->id}, *x = &now;

	if (h->alone)
		return;
	for (int month = 0; month < N_YEARS * 12; month++) {
		int32_t from = day_add_months(HISTORY_BEGINS, month);

		if (!rng_per_million(&x->r, (int64_t)FAMILIES_PER_10K * 100 * h->risk / 1200) || x->episode > 8)
			continue;
		x->started = workday_at(from + rng_between(&x->r, 0, 27));
		x->reason = reasons[rng_skewed(&x->r, 12)];
		x->lead = leads[rng_weighted(&x->r, weights)];
		x->agreed = rng_per_10k(&x->r, 8200);
		if (x->started > LAST_DAY)
			continue;
		offer_end(x, h);
		for (int i = 0; i < h->n_children; i++)
			if (person_here(&h->child[i], x->started) && person_age(&h->child[i], x->started) < 18
			    && cin_on(&h->child[i].life, x->started) == NULL)
				child_write(x, &h->child[i], i);
		x->episode++;
		month += 5;
	}
	for (int i = 0; i < h->n_children; i++)
		young_carer_write(out, &h->child[i]);
}
