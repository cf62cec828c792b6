/* The nightly feed: people, families, addresses, workers and who works with whom, as the case system has them
 * tonight. */
#include <stdio.h>
#include <string.h>

#include "demo/feed.h"

static const char *const team_names[] = {"Contact and Referral", "Assessment North", "Assessment South",
    "Safeguarding Wearmouth",
	"Safeguarding Harbourside", "Safeguarding Stanbury", "Safeguarding Cresswood", "Safeguarding Hallgarth",
	    "Safeguarding Easedale",
	"Children Looked After East", "Children Looked After West", "Children with Disabilities", "Leaving Care",
	    "Edge of Care"};

const char *
feed_row_id(struct feed *f, char out[ID_SIZE])
{
	snprintf(out, ID_SIZE, "%lld%03lld", (long long)f->p->id, (long long)(f->rows++ % 1000));
	return out;
}

bool
feed_keeps(const struct cin *s)
{
	return NEVER(s->closed) || s->closed >= HISTORY_BEGINS;
}

void
worker_code(int worker, char out[12])
{
	snprintf(out, 12, "SW%04u", (unsigned)worker % 100000u);
}

void
team_code(int team, char out[8])
{
	snprintf(out, 8, "T%02d", (team % 14 + 14) % 14 + 1);
}

void
write_staff(const struct writing *out)
{
	char team[8], worker[12], registered[16], name[NAME_SIZE * 2 + 2], family[NAME_SIZE], phone[24], email[32];
	struct rng r = rng_stream(out->w->seed, STREAM_WORKERS, 1);

	ROW(out->part, F_CASE_DEPARTMENTS, 0, KEY("D1"), TEXT("Children's Social Care"), NIL, NIL);
	for (int t = 0; t < teams_count(); t++) {
		team_code(t, team);
		ROW(out->part, F_CASE_DEPARTMENTS, 0, KEY(team), TEXT(team_names[t]), TEXT("D1"),
		    TEXT("Children's Social Care"));
	}
	for (int i = 0; i < workers_count(out->w); i++) {
		enum community community = rng_per_10k(&r, 8800) ? BRITISH : rng_per_10k(&r, 5000) ? AFRICAN
		    : SOUTH_ASIAN;

		worker_code(i, worker);
		team_code(worker_team(i), team);
		name_family(&r, community, family);
		snprintf(name, sizeof name, "%s %s", name_given(&r, community, rng_per_10k(&r, 8200) ? 2 : 1),
		    family);
		snprintf(registered, sizeof registered, "SW%06d", 100000 + i * 37);
		snprintf(phone, sizeof phone, "01632 96%04d", i % 10000);       /* numbers kept for fiction */
		snprintf(email, sizeof email, "sw%04d@wearshire.example", i);
		ROW(out->part, F_CASE_PROFESSIONALS, 0, KEY(worker), TEXT(worker), TEXT(name), TEXT(registered),
		    CODE(i % 7 == 0 ? "Y" : "N"), TEXT(i % 9 == 0 ? "Team manager" : i % 5 == 0
		    ? "Advanced practitioner" : "Social worker"),
		    NIL, TEXT(team), TEXT(i % 6 == 0 ? "0.6" : "1.0"), TEXT(phone), TEXT(email));
	}
}

/* Known to social care, tonight or in the years of the history. */
static bool
known(const struct person *p)
{
	for (size_t i = 0; i < p->life.cases.n; i++)
		if (feed_keeps(&p->life.cases.item[i]))
			return true;
	return p->life.cares.n > 0 && person_age(p, LAST_DAY) < 25 && care_leaver(p, LAST_DAY);
}

static void
child_person(struct feed *f)
{
	const struct person *p = f->p;
	static const char *const language[N_COMMUNITIES] = {"ENG", "URD", "SOM", "POL"};
	bool send = p->life.sen_type[0] != '\0';

	FEED(F_CASE_PERSON, KEY(f->seen.id), TEXT(f->seen.upn), TEXT(f->seen.given), TEXT(f->seen.family),
	    CODE(f->seen.sex),
	    CODE(f->seen.ethnicity), ISO(f->seen.born), TEXT(f->seen.nhs), TEXT(send ? "Y" : "N"), ISO(p->died), NIL,
	    TEXT(p->id % 3 == 0 ? language[p->community] : "ENG"));
	if (send)
		FEED(F_CASE_SEND, KEY(ROW_ID), KEY(f->seen.id), TEXT(f->seen.upn), TEXT(f->seen.uln));
	truth_put(f->out->part, SOCIAL_CARE, f->seen.id, p);
}

static void
adults_person(struct feed *f, const struct household *h)
{
	for (int i = 0; i < h->n_adults; i++) {
		const struct person *a = &h->adult[i];
		char id[16];

		number_own(f->out->w, SOCIAL_CARE, a->id, id);
		FEED(F_CASE_PERSON, KEY(id), NIL, TEXT(a->given), TEXT(a->family), CODE(a->sex == 1 ? "M" : "F"),
		    CODE(a->ethnicity),
		    ISO(a->born), NIL, NIL, NIL, NIL, NIL);
		truth_put(f->out->part, SOCIAL_CARE, id, a);
	}
}

#define TIE(other, relation, parental, carer, since)                                                                            \
	FEED(F_CASE_FAMILY, KEY(ROW_ID), KEY(family), KEY(f->seen.id), TEXT(other), CODE(relation), TEXT(parental), TEXT(carer),  \
	    ISO(since), NIL)

static void
family_write(struct feed *f, const struct household *h, const bool *is_known)
{
	char family[24], id[16];

	snprintf(family, sizeof family, "F%lld", (long long)(h->id + 10000));
	for (int i = 0; i < h->n_adults; i++) {
		const struct person *a = &h->adult[i];
		bool step = i == 1 && strcmp(a->family, f->p->family) != 0 && a->id % 4 == 0;

		number_own(f->out->w, SOCIAL_CARE, a->id, id);
		TIE(id, step ? "step_parent" : a->sex == 2 ? "mother" : "father", step ? "N" : "Y",
		    care_on(&f->p->life, LAST_DAY) == NULL ? "Y" : "N", f->p->born);
	}
	for (int i = 0; i < h->n_children; i++) {
		const struct person *other = &h->child[i];

		if (other == f->p || !is_known[i])
			continue;
		number_own(f->out->w, SOCIAL_CARE, other->id, id);
		TIE(id, "sibling", "N", "N", other->born > f->p->born ? other->born : f->p->born);
	}
	if (h->n_adults == 0)
		FEED(F_CASE_FAMILY, KEY(ROW_ID), KEY(family), KEY(f->seen.id), NIL, NIL, NIL, NIL, NIL, NIL);
}

static void
addresses_write(struct feed *f, const struct household *h)
{
	char uprn[24];

	for (int i = 0; i < h->n_homes; i++) {
		const struct home *home = &h->home[i];

		if (home->since > f->seen.home->since || (!NEVER(home->until) && home->until < f->p->born))
			continue;
		snprintf(uprn, sizeof uprn, "%lld", (long long)home->uprn);
		FEED(F_CASE_ADDRESS, KEY(ROW_ID), KEY(f->seen.id), CODE("home"),
		    ISO(home->since < f->p->born ? f->p->born : home->since),
		    ISO(home->since == f->seen.home->since ? DAY_NONE : home->until),
		    TEXT(f->out->w->county->postcode[home->postcode].text),
		    TEXT(rng_per_10k(&f->r, 7000) ? uprn : ""));
	}
}

static void
involvements_write(struct feed *f)
{
	struct worker_spell spell[40];
	char worker[12];

	for (size_t i = 0; i < f->p->life.cases.n; i++) {
		const struct cin *s = &f->p->life.cases.item[i];
		int n = feed_keeps(s) && !s->nfa ? worker_spells(f->out->w, f->p, s, spell, 40) : 0;

		for (int j = 0; j < n; j++) {
			worker_code(spell[j].worker, worker);
			FEED(F_CASE_INVOLVEMENTS, KEY(ROW_ID), KEY(f->seen.id), KEY(worker),
			    CODE("allocated_social_worker"),
			    ISO(spell[j].since), ISO(spell[j].until), TEXT(spell[j].reason), TEXT("Y"));
		}
		if (n > 0 && !NEVER(s->cp_from)) {
			worker_code((int)(s->id % workers_count(f->out->w)), worker);
			FEED(F_CASE_INVOLVEMENTS, KEY(ROW_ID), KEY(f->seen.id), KEY(worker),
			    CODE("conference_chair"), ISO(s->cp_from),
			    ISO(s->cp_until), NIL, TEXT("N"));
		}
	}
	for (size_t i = 0; i < f->p->life.cares.n; i++) {
		const struct care *care = &f->p->life.cares.item[i];

		worker_code((int)((f->p->id + care->since) % workers_count(f->out->w)), worker);
		if (NEVER(care->until) || care->until >= HISTORY_BEGINS)
			FEED(F_CASE_INVOLVEMENTS, KEY(ROW_ID), KEY(f->seen.id), KEY(worker),
			    CODE("independent_reviewing_officer"),
			    ISO(care->since), ISO(care->until), NIL, TEXT("N"));
	}
}

void
write_case_feed(const struct writing *out, const struct household *h)
{
	bool is_known[MAX_CHILDREN], any = false;
	struct feed now = {.out = out}, *f = &now;

	for (int i = 0; i < h->n_children; i++)
		any |= is_known[i] = known(&h->child[i]);
	if (!any)
		return;
	adults_person(f, h);
	for (int i = 0; i < h->n_children; i++) {
		if (!is_known[i])
			continue;
		f->p = &h->child[i];
		f->rows = 0;
		f->r = rng_stream(out->w->seed, STREAM_WRITE, (uint64_t)f->p->id + 3000000019u);
		person_see(out->w, f->p, SOCIAL_CARE, LAST_DAY, &f->seen);
		child_person(f);
		family_write(f, h, is_known);
		addresses_write(f, h);
		involvements_write(f);
		feed_cases(f);
		feed_care(f);
	}
}
