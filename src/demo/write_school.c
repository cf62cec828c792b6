/* The school census: every pupil, once a term, by the school; with sessions missed, suspensions, free meals,
 * needs, address. */
#include <stdio.h>
#include <string.h>

#include "demo/write.h"

struct census_row {
	const struct writing *out;
	const struct person *p;
	const struct stay *stay;
	const struct school *school;
	struct seen seen;
	int term;
	bool left;                  /* no longer on roll when the term's census was taken */
	char id[32], source[24];
	int order;
	struct rng r;
	int possible, authorised, unauthorised;     /* -1: none of this term */
};

static const char *
sen_provision(const struct person *p, int32_t day)
{
	if (ehc_on(&p->life, day))
		return "E";
	return !NEVER(p->life.sen_from) && p->life.sen_from <= day
	    && (NEVER(p->life.sen_until) || p->life.sen_until > day) ? "K" : "N";
}

static const char *
year_code(int year)
{
	static const char *const codes[] = {"N2", "R", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
	    "13", "14"};

	return year < -1 ? "N1" : year > 14 ? "X" : codes[year + 1];
}

static const char *
language(const struct person *p)
{
	static const char *const spoken[N_COMMUNITIES][4] = {{"ENG", "ENG", "ENG", "ENG"},
	    {"URD", "BNG", "ENG", "PNJ"},
	    {"ENG", "SOM", "FRN", "ENG"}, {"POL", "RMN", "POL", "LIT"}};

	return spoken[p->community][p->household->id % 4];
}

/* Sessions missed: the child's habit, a good or bad term, more in autumn and winter. */
static void
sessions_draw(struct census_row *x)
{
	static const int32_t term_factor[11] = {20, 48, 62, 73, 83, 92, 103, 116, 135, 165, 290};
	static const int winter[3] = {104, 108, 92};
	const struct term *t = &terms[x->term];
	int32_t from = x->stay->since > t->from ? x->stay->since : t->from;
	int32_t until = !NEVER(x->stay->until) && x->stay->until < t->until ? x->stay->until : t->until;
	int rate = x->p->life.absence * rng_deciles(&x->r, term_factor) / 100 * winter[(x->term + 2) % 3] / 100;
	int missed;

	x->possible = (int)((int64_t)t->sessions * (until - from + 1) / (t->until - t->from + 1)) / 2 * 2;
	if (x->possible < 2)
		x->possible = 2;
	missed = x->possible * (rate > 900 ? 900 : rate) / 1000;
	missed += (x->possible * (rate > 900 ? 900 : rate) % 1000) > (int)rng_below(&x->r, 1000);
	x->unauthorised = missed * (rate > 150 ? 52 : rate > 70 ? 34 : 18) / 100;
	x->authorised = missed - x->unauthorised;
}

#define CHILD_ROW(on, off, ...)                                                                                                 \
	ROW(x->out->part, x->left ? (off) : (on), x->term, KEY(x->id), KEY(x->school->code), KEY(child_id(x, (char[48]){0})),       \
	    NUMBER(++x->order), TEXT(x->source), __VA_ARGS__)

static const char *
child_id(const struct census_row *x, char out[48])
{
	snprintf(out, 48, "%s-%d", x->id, x->order);
	return out;
}

/* Reasons for a part of those who missed much: the rest of the rows would add size and nothing else. */
static void
reasons_write(struct census_row *x)
{
	static const char *const authorised[] = {"I", "M", "C", "E", "C1", "R"},
	    *const unauthorised[] = {"O", "G", "U"};
	int missed = x->authorised + x->unauthorised, ill;

	if (missed * 12 < x->possible)
		return;
	ill = x->authorised * rng_between(&x->r, 50, 90) / 100;
	if (ill > 0)
		CHILD_ROW(F_SESSIONS_ON, F_SESSIONS_OFF, NUMBER(ill), CODE("I"));
	if (x->authorised - ill > 0)
		CHILD_ROW(F_SESSIONS_ON, F_SESSIONS_OFF, NUMBER(x->authorised - ill),
		    CODE(authorised[1 + rng_skewed(&x->r, 5)]));
	if (x->unauthorised > 0)
		CHILD_ROW(F_SESSIONS_ON, F_SESSIONS_OFF, NUMBER(x->unauthorised),
		    CODE(unauthorised[rng_skewed(&x->r, 3)]));
}

static void
exclusion_write(struct census_row *x, bool permanent)
{
	static const char *const reasons[] = {"DB", "PP", "VA", "VP", "PA", "DA", "OW", "DM", "BU", "TH", "PH", "RA",
	    "SM", "MT", "LG", "DS", "OT"};
	const struct term *t = &terms[x->term];
	int32_t from = x->stay->since > t->from ? x->stay->since : t->from;
	int32_t until = !NEVER(x->stay->until) && x->stay->until < t->until ? x->stay->until : t->until;
	int32_t day = workday_at(rng_between(&x->r, from, until));
	const char *first = reasons[rng_skewed(&x->r, 17)], *second = rng_per_10k(&x->r, 2200)
	    ? reasons[rng_skewed(&x->r, 17)] : "";

	CHILD_ROW(F_EXCLUSIONS_ON, F_EXCLUSIONS_OFF, CENSUS(day > until ? until : day),
	    NUMBER(permanent ? NO_NUMBER : 1 + (int64_t)rng_skewed(&x->r, 10)), CODE(first),
	    CODE(strcmp(first, second) == 0 ? "" : second),
	    NIL, CODE(permanent ? "PERM" : "FIXD"), CODE(sen_provision(x->p, day)));
}

static void
exclusions_write(struct census_row *x)
{
	int year = year_group(x->p, terms[x->term].from), trouble = x->p->life.trouble;

	trouble = year < 1 || year > 11 ? 0 : year < 7 ? trouble / 9 : year == 7 ? trouble * 2 / 3 : trouble;
	for (int n = 0; n < 4; n++)
		if (rng_per_10k(&x->r, trouble * 10 / 3 / 2))
			exclusion_write(x, false);
	if (trouble > 0 && rng_per_10k(&x->r, trouble / 9))
		exclusion_write(x, true);
}

/* A period of free meals that touches the term; a leaver's ends with the last day at the school. */
static void
meals_write(struct census_row *x)
{
	const struct life *life = &x->p->life;
	const struct term *t = &terms[x->term];
	int32_t last = x->left ? x->stay->until : t->until, end = life->fsm_until;

	if (NEVER(life->fsm_from) || life->fsm_from > last || (!NEVER(end) && end < t->from))
		return;
	if (x->left && (NEVER(end) || end > last))
		end = last;
	CHILD_ROW(F_FSM_ON, F_FSM_OFF, CENSUS(life->fsm_from), CENSUS(NEVER(end) || end > t->until ? DAY_NONE : end),
	    CODE("ENG"));
}

static void
hangers_write(struct census_row *x)
{
	const struct life *life = &x->p->life;
	const struct term *t = &terms[x->term];
	const char *provision = sen_provision(x->p, t->until);
	char uprn[24];

	reasons_write(x);
	exclusions_write(x);
	if (provision[0] != 'N') {
		CHILD_ROW(F_NEEDS_ON, F_NEEDS_OFF, NUMBER(1), CODE(life->sen_type));
		if (life->sen_type2[0] != '\0')
			CHILD_ROW(F_NEEDS_ON, F_NEEDS_OFF, NUMBER(2), CODE(life->sen_type2));
	}
	snprintf(uprn, sizeof uprn, "%lld", (long long)x->seen.home->uprn);
	CHILD_ROW(F_ADDRESSES_ON, F_ADDRESSES_OFF, TEXT(x->p->id % 5 == 0 ? "" : uprn), TEXT(x->seen.postcode));
}

#define SESSIONS(of) NUMBER(x->of < 0 ? NO_NUMBER : x->of)

static void
pupil_write(struct census_row *x)
{
	const struct person *p = x->p;
	int32_t day = terms[x->term].until;
	bool preferred = p->id % 61 == 0, after_care = ever_in_care(&p->life, p->born, day)
	    && care_on(&p->life, day) == NULL;
	const char *former = p->renamed != DAY_NONE && p->renamed < day && p->id % 2 == 0 ? p->former : "";

	if (x->left)
		ROW(x->out->part, F_LEAVERS, x->term, KEY(x->id), KEY(x->school->code), CENSUS(x->seen.born),
		    TEXT(x->seen.family),
		    TEXT(x->seen.given), TEXT(x->seen.middle), NIL, TEXT(former), TEXT(x->seen.upn), NIL,
		    TEXT(x->seen.uln),
		    CODE(x->seen.sex), CODE(x->seen.ethnicity), CENSUS(x->stay->since), CENSUS(x->stay->until),
		    TEXT(x->source),
		    TEXT("False"), SESSIONS(possible), SESSIONS(authorised), SESSIONS(unauthorised), CODE("N"),
		    CODE(language(p)),
		    CODE(year_code(year_group(p, x->stay->until - 1))));
	else
		ROW(x->out->part, F_PUPILS, x->term, KEY(x->id), KEY(x->school->code), CENSUS(x->seen.born),
		    TEXT(x->seen.family),
		    TEXT(x->seen.given), TEXT(x->seen.middle), TEXT(preferred ? p->household->adult[0].family : ""),
		    TEXT(former),
		    TEXT(x->seen.upn), NIL, TEXT(x->seen.uln), CODE(x->seen.sex), CODE(x->seen.ethnicity),
		    CENSUS(x->stay->since),
		    TEXT(x->source), TEXT("False"), SESSIONS(possible), SESSIONS(authorised), SESSIONS(unauthorised),
		    CODE(p->id % 170 == 0 ? "Y" : "N"), CODE(language(p)), CODE("C"), CODE("N"),
		    CODE(after_care ? "R" : "N"),
		    CODE(sen_provision(p, day)), CODE(year_code(year_group(p, day))));
}

static void
stay_write(const struct writing *out, const struct person *p, int term, size_t number)
{
	struct census_row now = {.out = out, .p = p, .stay = &p->life.stays.item[number], .term = term}, *x = &now;
	const struct term *t = &terms[term];
	int32_t before = term == 0 ? t->from : terms[term - 1].until;

	/* Who left in the holidays before is in this census too, among those no longer on roll. */
	if (x->stay->since > t->until || (!NEVER(x->stay->until) && x->stay->until <= before))
		return;
	x->left = !NEVER(x->stay->until) && x->stay->until <= t->until;
	x->school = &out->w->county->school[x->stay->school];
	x->r = rng_stream(out->w->seed, STREAM_WRITE,
	    (uint64_t)p->id * 512 + (uint64_t)(term * 16) + number + 5000000029u);
	snprintf(x->id, sizeof x->id, "%c%d%lld%zu", x->left ? 'l' : 'p', term, (long long)p->id, number);
	snprintf(x->source, sizeof x->source, "s%d%s", term, x->school->code);
	person_see(out->w, p, EDUCATION, t->until, &x->seen);
	if (NEVER(x->stay->until) || x->stay->until > t->from) {
		sessions_draw(x);
		pupil_write(x);
		hangers_write(x);
	} else {
		x->possible = x->authorised = x->unauthorised = -1;
		pupil_write(x);
	}
	meals_write(x);
}

bool
in_school_census(const struct person *p)
{
	const struct stay *last = p->life.stays.n == 0 ? NULL : &p->life.stays.item[p->life.stays.n - 1];

	return last != NULL && (NEVER(last->until) || last->until >= terms[0].from);
}

void
write_school_census(const struct writing *out, const struct household *h)
{
	for (int i = 0; i < h->n_children; i++) {
		const struct person *p = &h->child[i];
		struct seen seen;

		for (int term = 0; term < N_TERMS; term++)
			for (size_t n = 0; n < p->life.stays.n; n++)
				stay_write(out, p, term, n);
		person_see(out->w, p, EDUCATION, LAST_DAY, &seen);
		if (in_school_census(p) && seen.upn[0] != '\0')
			truth_put(out->part, EDUCATION, seen.upn, p);
	}
}
