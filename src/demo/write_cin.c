/* The children in need census: one XML message a year with every case that was open in it, as known at its end. */
#include "demo/social.h"
#include "demo/write.h"

struct message {
	const struct writing *out;
	const struct person *p;
	int year;
	int32_t from, until;
};

#define PUT(...) raw_put(x->out->part, F_CIN, x->year, __VA_ARGS__)

/* An element with a date in it; nothing where there is no such day, or it was yet to come. One in a thousand is
 * no date. */
static void
day_put(const struct message *x, const char *element, int32_t day)
{
	char iso[DAY_SIZE];

	if (NEVER(day) || day > x->until)
		return;
	day_print(day, iso);
	if (rng_per_10k(&x->out->part->spoil, 6)) {
		x->out->part->spoilt++;
		iso[5] = '1';
		iso[6] = '3';
	}
	PUT("<%s>%s</%s>", element, iso, element);
}

static void
code_put(const struct message *x, const char *element, const char *code)
{
	if (code[0] != '\0')
		PUT("<%s>%s</%s>", element, code, element);
}

static void
child_put(const struct message *x, const struct seen *seen)
{
	const struct person *p = x->p;
	bool sex_renamed = x->year >= 2;        /* GenderCurrent to 2022/23, Sex since */

	PUT("<Child><ChildIdentifiers><LAchildID>%s</LAchildID>", seen->id);
	if (seen->upn[0] != '\0')
		PUT("<UPN>%s</UPN>", seen->upn);
	else
		PUT("<UPNunknown>%s</UPNunknown>", person_age(p, x->until) < 5 ? "UN1" : "UN8");
	day_put(x, "PersonBirthDate", seen->born);
	day_put(x, "PersonDeathDate", p->died);
	if (sex_renamed)
		PUT("<Sex>%s</Sex>", seen->sex);
	else
		PUT("<GenderCurrent>%s</GenderCurrent>", seen->sex_number);
	PUT("</ChildIdentifiers><ChildCharacteristics><Ethnicity>%s</Ethnicity><Disabilities>", seen->ethnicity);
	if (p->life.disabled)
		PUT("<Disability>%s</Disability><Disability>%s</Disability>", p->id % 2 ? "LD" : "MOB", p->id % 3
		    ? "COMM" : "AUT");
	else
		PUT("<Disability>NONE</Disability>");
	PUT("</Disabilities></ChildCharacteristics>\n");
}

static void
assessment_put(const struct message *x, const struct cin *s)
{
	if (NEVER(s->assessed_from) || s->assessed_from > x->until)
		return;
	PUT("<Assessments>");
	day_put(x, "AssessmentActualStartDate", s->assessed_from);
	day_put(x, "AssessmentAuthorisationDate", s->assessed);
	if (!NEVER(s->assessed) && s->assessed <= x->until) {
		PUT("<FactorsIdentifiedAtAssessment>");
		for (int i = 0; i < s->n_factors; i++)
			PUT("<AssessmentFactors>%s</AssessmentFactors>", s->factors[i]);
		PUT("</FactorsIdentifiedAtAssessment>");
	}
	PUT("</Assessments>\n");
}

static void
protection_put(const struct message *x, const struct cin *s)
{
	struct dates reviews;
	char due[DAY_SIZE];

	if (!NEVER(s->s47) && s->s47 <= x->until) {
		PUT("<Section47>");
		day_put(x, "S47ActualStartDate", s->s47);
		if (!NEVER(s->icpc) && !NEVER(s->icpc_due)) {
			day_print(s->icpc_due, due);
			PUT("<InitialCPCtarget>%s</InitialCPCtarget>", due);
		}
		day_put(x, "DateOfInitialCPC", s->icpc);
		PUT("<ICPCnotRequired>%s</ICPCnotRequired></Section47>\n", NEVER(s->icpc) ? "true" : "false");
	}
	if (NEVER(s->cp_from) || s->cp_from > x->until)
		return;
	PUT("<ChildProtectionPlans>");
	day_put(x, "CPPstartDate", s->cp_from);
	day_put(x, "CPPendDate", s->cp_until);
	PUT("<InitialCategoryOfAbuse>%s</InitialCategoryOfAbuse><LatestCategoryOfAbuse>%s</LatestCategoryOfAbuse>"
	    "<NumberOfPreviousCPP>%d</NumberOfPreviousCPP>", s->category, s->category_latest, s->previous_cp);
	reviews_of_plan(x->out->w, x->p, s, &reviews);
	for (int i = 0; i < reviews.n; i++)
		if (reviews.day[i] <= x->until) {
			PUT("<Reviews>");
			day_put(x, "CPPreviewDate", reviews.day[i]);
			PUT("</Reviews>");
		}
	PUT("</ChildProtectionPlans>\n");
}

static void
case_put(const struct message *x, const struct cin *s)
{
	bool closed = !NEVER(s->closed) && s->closed <= x->until;

	PUT("<CINdetails>");
	day_put(x, "CINreferralDate", s->referral);
	code_put(x, "ReferralSource", s->source);
	code_put(x, "PrimaryNeedCode", s->nfa ? "" : s->need);
	day_put(x, "CINclosureDate", s->closed);
	code_put(x, "ReasonForClosure", closed ? s->closure : "");
	assessment_put(x, s);
	if (!NEVER(s->plan_from) && s->plan_from <= x->until) {
		PUT("<CINPlanDates>");
		day_put(x, "CINPlanStartDate", s->plan_from);
		day_put(x, "CINPlanEndDate", s->plan_until);
		PUT("</CINPlanDates>");
	}
	protection_put(x, s);
	PUT("<ReferralNFA>%s</ReferralNFA></CINdetails>\n", s->nfa ? "1" : "0");
}

static void
year_put(const struct writing *out, const struct person *p, int year)
{
	struct message now = {.out = out, .p = p, .year = year, .from = year_first(year), .until = year_last(year)},
	    *x = &now;
	struct seen seen;
	bool opened = false;

	for (size_t i = 0; i < p->life.cases.n; i++) {
		const struct cin *s = &p->life.cases.item[i];

		if (s->referral > x->until || (!NEVER(s->closed) && s->closed < x->from))
			continue;
		if (!opened) {
			person_see(out->w, p, SOCIAL_CARE, x->until, &seen);
			child_put(x, &seen);
		}
		opened = true;
		case_put(x, s);
	}
	if (opened) {
		PUT("</Child>\n");
		raw_row(out->part, F_CIN, year);
	}
}

void
write_cin(const struct writing *out, const struct household *h)
{
	for (int i = 0; i < h->n_children; i++)
		for (int year = 0; year < N_YEARS && h->child[i].life.cases.n > 0; year++)
			year_put(out, &h->child[i], year);
}

void
write_cin_open(const struct writing *out)
{
	for (int year = 0; year < N_YEARS; year++)
		raw_put(out->part, F_CIN, year,
		    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Message>\n<Header><CollectionDetails><Collection>CIN</Collection>"
		    "<Year>%d</Year><ReferenceDate>%d-03-31</ReferenceDate></CollectionDetails><Source><SourceLevel>L</SourceLevel>"
		    "<LEA>%s</LEA><SoftwareCode>Local Authority</SoftwareCode><Release>1</Release><SerialNo>001</SerialNo>"
		    "<DateTime>%d-06-12T10:00:00</DateTime></Source></Header>\n<Children>\n", 2022 + year,
		    2022 + year, COUNTY_DFE,
		    2022 + year);
}

void
write_cin_close(const struct writing *out)
{
	for (int year = 0; year < N_YEARS; year++)
		raw_put(out->part, F_CIN, year, "</Children>\n</Message>\n");
}
