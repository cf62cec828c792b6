/* The nightly feed: contacts, early help of the council's own, referrals, assessments, plans and visits in need
 * and protection. */
#include <stdio.h>
#include <string.h>

#include "demo/feed.h"

#define YES_NO(yes) TEXT((yes) ? "Y" : "N")

static void
contacts_write(struct feed *f, const struct cin *s)
{
	static const char *const outcomes[] = {"no_further_action", "advice", "early_help"};
	static const int weights[] = {46, 32, 22, -1};

	FEED(F_CASE_CONTACTS, KEY(ROW_ID), KEY(f->seen.id), ISO(s->contact), CODE(s->source), CODE("referral"));
	for (int n = (int)rng_skewed(&f->r, 5); n > 0; n--) {
		int32_t day = workday_at(s->referral - rng_between(&f->r, 5, 500));

		if (day >= HISTORY_BEGINS && day >= f->p->born)
			FEED(F_CASE_CONTACTS, KEY(ROW_ID), KEY(f->seen.id), ISO(day), CODE(s->source),
			    CODE(outcomes[rng_weighted(&f->r, weights)]));
	}
}

static const char *
assessment_outcome(const struct cin *s)
{
	if (NEVER(s->assessed))
		return "";
	if (!NEVER(s->care_from) && s->care_from < s->assessed + 60)
		return "looked_after";
	if (!NEVER(s->s47) && !NEVER(s->icpc))
		return "section_47";
	if (!NEVER(s->plan_from))
		return "cin_plan";
	return s->id % 3 == 0 ? "early_help" : "no_further_action";
}

static void
assessment_write(struct feed *f, const struct cin *s, const char *team)
{
	char factors[32] = "";

	if (NEVER(s->assessed_from))
		return;
	for (int i = 0; !NEVER(s->assessed) && i < s->n_factors; i++) {
		strcat(factors, i > 0 ? ";" : "");
		strcat(factors, s->factors[i]);
	}
	FEED(F_CASE_ASSESSMENTS, KEY(ROW_ID), KEY(f->seen.id), ISO(s->assessed_from),
	    YES_NO(rng_per_10k(&f->r, 9500)), ISO(s->assessed),
	    CODE(assessment_outcome(s)), TEXT(team), TEXT(factors));
}

static void
visits_write(struct feed *f, int kind, int64_t number, int32_t from, int32_t until, int gap)
{
	struct dates visits;

	visits_between(f->out->w, number, from, until, gap, &visits);
	for (int i = 0; i < visits.n; i++) {
		bool seen = rng_per_10k(&f->r, 9300), alone = seen && rng_per_10k(&f->r, 6500);

		if (kind == F_CASE_CARE_VISITS)
			FEED(kind, KEY(ROW_ID), KEY(f->seen.id), ISO(visits.day[i]), YES_NO(seen), YES_NO(alone),
			    YES_NO(alone));
		else
			FEED(kind, KEY(ROW_ID), NIL, KEY(f->seen.id), ISO(visits.day[i]), YES_NO(seen),
			    YES_NO(alone), YES_NO(alone));
	}
}

static void
protection_write(struct feed *f, const struct cin *s, const char *team, const char *worker)
{
	struct dates reviews;

	if (!NEVER(s->s47))
		FEED(F_CASE_S47, KEY(ROW_ID), KEY(f->seen.id), ISO(s->s47), ISO(s->s47_until),
		    YES_NO(NEVER(s->icpc)), TEXT(team),
		    TEXT(worker), ISO(s->s47), ISO(NEVER(s->icpc) ? DAY_NONE : s->icpc_due), ISO(s->icpc),
		    YES_NO(NEVER(s->icpc)));
	if (!NEVER(s->icpc))
		FEED(F_CASE_CONFERENCES, KEY(ROW_ID), KEY(f->seen.id), ISO(s->icpc_due), ISO(s->icpc),
		    YES_NO(!NEVER(s->cp_from)),
		    TEXT(team), TEXT(worker));
	if (NEVER(s->cp_from))
		return;
	FEED(F_CASE_CP_PLANS, KEY(ROW_ID), KEY(f->seen.id), ISO(s->cp_from), ISO(s->cp_until), TEXT("N"),
	    CODE(s->category),
	    CODE(s->category_latest), NUMBER(s->previous_cp));
	reviews_of_plan(f->out->w, f->p, s, &reviews);
	for (int i = 0; i < reviews.n; i++)
		FEED(F_CASE_CP_REVIEWS, KEY(ROW_ID), KEY(f->seen.id), NIL,
		    ISO(i == 0 ? s->cp_from + 91 : reviews.day[i - 1] + 183),
		    ISO(reviews.day[i]), YES_NO(NEVER(s->cp_until) || i + 1 < reviews.n),
		    CODE(review_code(f->p, reviews.day[i])));
	visits_write(f, F_CASE_CP_VISITS, s->id * 4, s->cp_from, s->cp_until, 17);
}

static void
case_write(struct feed *f, const struct cin *s)
{
	struct worker_spell first;
	char team[8], worker[12];

	worker_spells(f->out->w, f->p, s, &first, 1);
	worker_code(first.worker, worker);
	team_code(s->disability ? 11 : s->team, team);
	FEED(F_CASE_CIN, KEY(ROW_ID), KEY(f->seen.id), ISO(s->referral), CODE(s->nfa ? "" : s->need),
	    CODE(s->source), YES_NO(s->nfa),
	    CODE(s->closure), ISO(s->closed), TEXT(team), TEXT(worker));
	contacts_write(f, s);
	assessment_write(f, s, team);
	protection_write(f, s, team, worker);
	if (!NEVER(s->plan_from)) {
		FEED(F_CASE_CIN_PLANS, KEY(ROW_ID), KEY(f->seen.id), ISO(s->plan_from), ISO(s->plan_until),
		    TEXT(team));
		visits_write(f, F_CASE_CIN_VISITS, s->id * 4 + 1, s->plan_from, s->plan_until, 40);
	}
}

/* Early help that the council leads itself, after a case has closed. That of partners is in a file of its own. */
static void
early_help_write(struct feed *f)
{
	static const char *const reasons[] = {"parenting", "behaviour", "school_attendance", "emotional_health",
	    "domestic_abuse", "money"};

	for (size_t i = 0; i < f->p->life.cases.n; i++) {
		const struct cin *s = &f->p->life.cases.item[i];
		int32_t since, until;

		if (NEVER(s->closed) || !NEVER(s->care_from) || s->closed < HISTORY_BEGINS
		    || !rng_per_10k(&f->r, 2400)
		    || person_age(f->p, s->closed) > 16)
			continue;
		since = workday_at(s->closed + rng_between(&f->r, 1, 20));
		until = since + rng_between(&f->r, 60, 260);
		if (since <= LAST_DAY)
			FEED(F_CASE_EARLY_HELP, KEY(ROW_ID), KEY(f->seen.id), ISO(since), ISO(day_known(until)),
			    TEXT(reasons[rng_skewed(&f->r, 6)]),
			    CODE(until > LAST_DAY ? "" : rng_per_10k(&f->r, 7000) ? "needs_met" : "disengaged"),
			    TEXT("council"));
	}
}

void
feed_cases(struct feed *f)
{
	for (size_t i = 0; i < f->p->life.cases.n; i++)
		if (feed_keeps(&f->p->life.cases.item[i]))
			case_write(f, &f->p->life.cases.item[i]);
	early_help_write(f);
	for (size_t i = 0; i < f->p->life.cares.n; i++) {
		const struct care *care = &f->p->life.cares.item[i];

		if (!care->short_break && (NEVER(care->until) || care->until >= HISTORY_BEGINS))
			visits_write(f, F_CASE_CARE_VISITS, f->p->id * 64 + (int64_t)i, care->since, care->until,
			    42);
	}
}
