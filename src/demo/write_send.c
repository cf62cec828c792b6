/* SEN2: requests, assessments and plans of a calendar year, one set of files each. */
#include <stdio.h>
#include <string.h>

#include "demo/write.h"

struct sen2 {
	const struct writing *out;
	const struct person *p;
	const struct ehc *e;
	int year;                   /* 0: 2021 */
	int32_t from, until;
	char request[32];
	struct seen seen;
};

#define SEN2(kind, ...) ROW(x->out->part, kind, x->year, KEY(x->seen.id), __VA_ARGS__)

static void
modules_write(struct sen2 *x, bool requested, bool assessed, bool planned)
{
	const struct ehc *e = x->e;
	bool decided = !NEVER(e->decision) && e->decision <= x->until, told = !NEVER(e->outcome)
	    && e->outcome <= x->until;
	bool ceased = !NEVER(e->ceased) && e->ceased <= x->until;
	const char *urn = e->school >= 0 ? x->out->w->county->school[e->school].code : "";
	char own[40], reason[16], place[40];

	if (requested)
		SEN2(F_SEN2_REQUESTS, KEY(x->request), ISO(e->request), TEXT("N"), NUMBER(e->source),
		    ISO(decided ? e->decision : DAY_NONE),
		    CODE(decided ? e->decision_code : "A"), TEXT("N"), TEXT("N"));
	snprintf(own, sizeof own, "A%s", x->request);
	if (assessed)
		SEN2(F_SEN2_ASSESSMENTS, KEY(x->request), KEY(own), ISO(e->decision),
		    CODE(told ? e->outcome_code : "A"),
		    ISO(told ? e->outcome : DAY_NONE), TEXT("N"), TEXT("N"), TEXT(e->exception ? "Y" : "N"));
	if (!planned)
		return;
	snprintf(reason, sizeof reason, "%d", e->cease_reason);
	snprintf(own, sizeof own, "P%s", x->request);
	SEN2(F_SEN2_PLANS, KEY(x->request), KEY(own), ISO(e->request), TEXT(e->exception ? "Y" : "N"),
	    ISO(e->issued),
	    ISO(ceased ? e->ceased : DAY_NONE), CODE(ceased ? reason : ""), CODE(x->p->life.sen_type), TEXT(urn),
	    CODE(e->setting),
	    TEXT(x->p->id % 60 == 0 ? "Y" : "N"), TEXT(x->p->id % 17 == 0 ? "Y" : "N"),
	    TEXT(x->p->id % 14 == 0 ? "Y" : "N"));
	snprintf(place, sizeof place, "V%s", x->request);
	if (!ceased)
		SEN2(F_SEN2_ACTIVE, KEY(x->request), KEY(place), NIL, TEXT(urn), CODE(e->setting), TEXT("N"),
		    ISO(e->issued), NIL,
		    ISO(e->issued + 380 > x->until ? DAY_NONE : x->until - (int32_t)(x->p->id % 380)),
		    CODE(e->issued + 380 > x->until ? "" : x->p->id % 9 == 0 ? "A" : "M"));
}

static void
person_write(struct sen2 *x)
{
	SEN2(F_SEN2_PERSONS, TEXT(x->seen.family), TEXT(x->seen.given), ISO(x->seen.born), CODE(x->seen.sex),
	    CODE(x->seen.ethnicity),
	    TEXT(x->seen.postcode), TEXT(x->seen.upn), TEXT(x->seen.uln), CODE(x->seen.upn[0] == '\0' ? "UN1" : ""));
}

static void
request_write(const struct writing *out, const struct person *p, size_t number, int year, bool *named)
{
	struct sen2 now = {.out = out, .p = p, .e = &p->life.ehc.item[number], .year = year,
	    .from = day_of(2021 + year, 1, 1),
	    .until = day_of(2021 + year, 12, 31)}, *x = &now;
	const struct ehc *e = x->e;
	bool requested = e->request <= x->until && (e->request >= x->from || NEVER(e->decision)
	    || e->decision >= x->from);
	bool assessed = !NEVER(e->decision) && strcmp(e->decision_code, "Y") == 0 && e->decision <= x->until
	    && (NEVER(e->outcome) || e->outcome >= x->from);
	bool planned = !NEVER(e->issued) && e->issued <= x->until && (NEVER(e->ceased) || e->ceased >= x->from);
	struct seen latest;

	if (!requested && !assessed && !planned)
		return;
	person_see(out->w, p, SEND, x->until, &x->seen);
	/* The pupil number is the key of the file's people: one that a person has, or has not, whatever the year. */
	person_see(out->w, p, SEND, LAST_DAY, &latest);
	memcpy(x->seen.upn, latest.upn, sizeof latest.upn);
	snprintf(x->request, sizeof x->request, "R%lld%zu", (long long)p->id, number);
	if (!*named)
		person_write(x);
	*named = true;
	modules_write(x, requested, assessed, planned);
}

void
write_send(const struct writing *out, const struct household *h)
{
	for (int i = 0; i < h->n_children; i++) {
		const struct person *p = &h->child[i];
		struct seen seen;

		if (p->life.ehc.n == 0)
			continue;
		for (int year = 0; year < N_SEN2_YEARS; year++) {
			bool named = false;

			for (size_t n = 0; n < p->life.ehc.n; n++)
				request_write(out, p, n, year, &named);
		}
		person_see(out->w, p, SEND, LAST_DAY, &seen);
		truth_put(out->part, SEND, seen.upn[0] != '\0' ? seen.upn : seen.id, p);
	}
}
