/* The course of social care's cases: contact → referral → assessment → enquiry → conference → plan → closure, or care.
 *
 * Rates follow England's (Department for Education: Children in need 2024, per 10,000 children): referrals 518, of which 22 %
 * within a year of another; 82 % of assessments within 45 working days; section 47 enquiries 185; conferences 60, 78 % of them
 * within 15 working days; plans begun 52, 24 % of them a second or later one; on the day 42 with a plan, 333 in need. */
#include <string.h>

#include "demo/population.h"

#define PER(n) ((n) * 100)          /* per cent, as draws of 10,000 have it */

/* A household's chance of a first or new referral in a month, per million and before its own risk; and in the year after
 * a case has closed. */
#define REFERRAL_PER_MILLION 2750
#define REFERRAL_AGAIN_PER_10K 400

static const struct weighted_code {
	const char *code;
	int weight;
} sources[] = {{"1A", 5}, {"1B", 4}, {"1C", 2}, {"1D", 2}, {"2A", 17}, {"2B", 3}, {"3A", 4}, {"3B", 5}, {"3C", 2},
    {"3D", 3}, {"3E", 2},
	{"3F", 2}, {"4", 2}, {"5A", 5}, {"5B", 5}, {"5C", 3}, {"6", 28}, {"7", 4}, {"8", 4}, {"9", 2}, {"10", 1},
	    {0}},
    needs[] = {{"N1", 55}, {"N2", 8}, {"N3", 4}, {"N4", 9}, {"N5", 15}, {"N6", 4}, {"N7", 1}, {"N8", 3}, {"N9", 1},
    {0}},
    categories[] = {{"NEG", 49}, {"EMO", 37}, {"PHY", 7}, {"SAB", 4}, {"MUL", 3}, {0}},
    closures[] = {{"RC9", 55}, {"RC7", 22}, {"RC5", 8}, {"RC4", 5}, {"RC6", 4}, {"RC3", 2}, {"RC2", 1}, {0}},
    factors[] = {{"3B", 42}, {"4B", 34}, {"2B", 15}, {"1B", 15}, {"4A", 13}, {"3A", 12}, {"19B", 12}, {"18B", 13},
    {"1A", 6},
	{"2A", 5}, {"16A", 5}, {"20", 14}, {"19A", 4}, {"6A", 9}, {"5A", 10}, {"10A", 3}, {"11A", 2}, {"12A", 3},
	    {"14A", 2},
	{"17A", 2}, {"23A", 3}, {"24A", 4}, {"15A", 3}, {"9A", 1}, {"21", 2}, {0}};

static const char *
code_draw(struct rng *r, const struct weighted_code *list)
{
	uint32_t total = 0, at;

	for (int i = 0; list[i].code != NULL; i++)
		total += (uint32_t)list[i].weight;
	at = rng_below(r, total);
	while (at >= (uint32_t)list->weight)
		at -= (uint32_t)list++->weight;
	return list->code;
}

int32_t
workday_at(int32_t day)
{
	int weekday = day_weekday(day);

	return weekday < 5 ? day : day + 7 - weekday;
}

int32_t
workday_add(int32_t day, int n)
{
	int weekday;

	day = workday_at(day);
	weekday = day_weekday(day);
	return day + n / 5 * 7 + n % 5 + (weekday + n % 5 > 4 ? 2 : 0);
}

int32_t
day_known(int32_t day)
{
	return day > LAST_DAY ? DAY_NONE : day;
}

/* What a course of a case draws once for the household. */
struct course {
	struct rng *r;
	const struct world *w;
	struct household *h;
	struct mem *m;
	int64_t cases;
	uint32_t children;          /* who is in it */
};

static bool
child_can(const struct person *p, int32_t day)
{
	return person_here(p, day) && person_age(p, day) < 18 && care_on(&p->life, day) == NULL
	    && cin_on(&p->life, day) == NULL;
}

/* Who a referral is about: one child, drawn, and most of the brothers and sisters. */
static uint32_t
children_choose(struct course *k, int32_t day)
{
	uint32_t can = 0, chosen = 0;
	int n = 0, first;

	for (int i = 0; i < k->h->n_children; i++)
		if (child_can(&k->h->child[i], day)) {
			can |= 1u << i;
			n++;
		}
	if (n == 0)
		return 0;
	first = (int)rng_below(k->r, (uint32_t)n);
	for (int i = 0; i < k->h->n_children; i++)
		if (can & 1u << i && (first-- == 0 || rng_per_10k(k->r, PER(62))))
			chosen |= 1u << i;
	return chosen;
}

static void
assessment_draw(struct course *k, struct cin *s)
{
	static const int32_t workdays[11] = {4, 14, 22, 29, 34, 38, 41, 43, 45, 57, 105};

	s->assessed_from = workday_add(s->referral, rng_between(k->r, 0, 2));
	s->assessed = workday_add(s->referral, 2 + rng_deciles(k->r, workdays) * 98 / 100);
	s->n_factors = 1 + (int)rng_skewed(k->r, 4);
	for (int i = 0; i < s->n_factors; i++) {
		s->factors[i] = code_draw(k->r, factors);
		for (int j = 0; j < i; j++)
			if (s->factors[j] == s->factors[i])
				s->n_factors = i;
	}
}

/* The enquiry under section 47, the conference and the plan. True when a plan was made. */
static bool
protection_draw(struct course *k, struct cin *s, bool before)
{
	static const int32_t to_conference[11] = {4, 9, 11, 12, 13, 14, 14, 15, 16, 24, 48};
	static const int32_t plan_days[11] = {14, 80, 115, 180, 235, 295, 350, 415, 490, 610, 1150};

	if (!rng_per_10k(k->r, before ? PER(48) : PER(34)))
		return false;
	s->s47 = workday_add(s->referral, (int)rng_skewed(k->r, 22));
	s->icpc_due = workday_add(s->s47, 15);
	s->s47_until = workday_add(s->s47, rng_between(k->r, 4, 12));
	if (!rng_per_10k(k->r, before ? PER(56) : PER(36)))
		return false;
	s->icpc = workday_add(s->s47, rng_deciles(k->r, to_conference));
	if (!rng_per_10k(k->r, PER(87)))
		return false;
	s->cp_from = s->icpc;
	s->cp_until = workday_at(s->cp_from + rng_deciles(k->r, plan_days));
	s->category = s->category_latest = code_draw(k->r, categories);
	if (rng_per_10k(k->r, PER(9)))
		s->category_latest = code_draw(k->r, categories);
	return true;
}

static void
closure_draw(struct course *k, struct cin *s, bool plan)
{
	static const int32_t plan_days[11] = {14, 50, 85, 115, 145, 180, 220, 270, 340, 470, 950};
	int32_t ready = s->assessed > s->s47_until ? s->assessed : s->s47_until;

	if (plan) {
		if (rng_per_10k(k->r, PER(70))) {       /* stepped down to a child in need plan */
			s->plan_from = s->cp_until + 1;
			s->plan_until = workday_at(s->plan_from + rng_between(k->r, 40, 160));
		}
		s->closed = workday_at((NEVER(s->plan_until) ? s->cp_until : s->plan_until) + rng_between(k->r, 0,
		    20));
		s->closure = code_draw(k->r, closures);
	} else if (rng_per_10k(k->r, PER(53))) {
		s->closed = workday_add(ready, rng_between(k->r, 0, 9));
		s->closure = "RC8";
	} else {
		s->plan_from = workday_add(ready, rng_between(k->r, 0, 6));
		s->plan_until = workday_at(s->plan_from + rng_deciles(k->r, plan_days));
		s->closed = workday_at(s->plan_until + rng_between(k->r, 0, 14));
		s->closure = code_draw(k->r, closures);
	}
}

/* Cuts what the child did not stay for: grown up, moved away, died; and what is yet to come. */
static void
case_clip(struct cin *s, const struct person *p)
{
	int32_t grown = day_add_months(p->born, 18 * 12), end = grown;
	const char *why = "RC6";
	int32_t *ends[] = {&s->assessed, &s->s47_until, &s->plan_until, &s->cp_until, &s->closed};
	int32_t *starts[] = {&s->s47, &s->icpc_due, &s->icpc, &s->plan_from, &s->cp_from, &s->care_from,
	    &s->assessed_from};

	if (!NEVER(p->here_until) && p->here_until < end) {
		end = p->here_until;
		why = p->died == end ? "RC2" : "RC5";
	}
	if (s->closed > end) {
		s->closed = end;
		s->closure = why;
	}
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (*starts[i] >= end || (*starts[i] > LAST_DAY && starts[i] != &s->icpc_due))
			*starts[i] = DAY_NONE;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		*ends[i] = day_known(*ends[i] > end ? end : *ends[i]);
	if (NEVER(s->s47))
		s->s47_until = s->icpc_due = DAY_NONE;
	if (NEVER(s->plan_from))
		s->plan_until = DAY_NONE;
	if (NEVER(s->cp_from))
		s->cp_until = DAY_NONE;
	if (NEVER(s->assessed_from))
		s->assessed = DAY_NONE;
	if (NEVER(s->closed))
		s->closure = "";
}

static int
plans_before(const struct person *p)
{
	int n = 0;

	for (size_t i = 0; i < p->life.cases.n; i++)
		n += !NEVER(p->life.cases.item[i].cp_from);
	return n;
}

/* Gives the household's case to each child in it. Those who come into care keep theirs open while they are in
 * care. */
static void
case_share(struct course *k, const struct cin *shared)
{
	bool care_any = !NEVER(shared->care_from);

	for (int i = 0; i < k->h->n_children; i++) {
		struct person *p = &k->h->child[i];
		struct cin *s;

		if (!(k->children & 1u << i))
			continue;
		s = push(k->m, &p->life.cases);
		*s = *shared;
		s->id = k->h->id * 400 + k->cases * MAX_CHILDREN + i;
		if (!NEVER(s->cp_from))
			s->previous_cp = plans_before(p) - 1 + rng_per_10k(k->r, PER(5));
		if (s->previous_cp < 0)
			s->previous_cp = 0;
		if (care_any && !k->h->alone && !rng_per_10k(k->r, PER(78)))
			s->care_from = DAY_NONE;
		if (!NEVER(s->care_from)) {
			if (!NEVER(s->cp_until))
				s->cp_until = s->cp_until < s->care_from + 20 ? s->cp_until : s->care_from + 20;
			s->plan_from = s->plan_until = DAY_NONE;
			s->closed = s->care_from + 20000;
		}
		if (!NEVER(s->cp_from) && s->cp_until < s->cp_from)
			s->cp_until = s->cp_from;
		case_clip(s, p);
		if (!NEVER(s->care_from))
			life_of_care(k->w, p, k->m);
	}
	k->cases++;
}

static void
care_draw(struct course *k, struct cin *s, bool plan)
{
	if (plan && rng_per_10k(k->r, PER(36)))
		s->care_from = s->cp_from + rng_between(k->r, 0, s->cp_until - s->cp_from);
	else if (!plan && rng_per_10k(k->r, 560))
		s->care_from = s->referral + (int32_t)rng_skewed(k->r, 160);
}

/* One case of the household from its referral; the day on which the household may be referred anew. */
static int32_t
case_make(struct course *k, int32_t day)
{
	struct cin s = {.referral = workday_at(day), .contact = workday_at(day), .assessed_from = DAY_NONE,
	    .assessed = DAY_NONE,
	    .s47 = DAY_NONE, .s47_until = DAY_NONE, .icpc_due = DAY_NONE, .icpc = DAY_NONE, .plan_from = DAY_NONE,
	    .plan_until = DAY_NONE, .cp_from = DAY_NONE, .cp_until = DAY_NONE, .care_from = DAY_NONE, .category = "",
	    .category_latest = ""};
	bool before = false, plan;

	k->children = children_choose(k, s.referral);
	if (k->children == 0 || s.referral > LAST_DAY)
		return day + 30;
	for (int i = 0; i < k->h->n_children; i++)
		before |= plans_before(&k->h->child[i]) > 0;
	s.contact -= rng_between(k->r, 0, 1);
	s.source = code_draw(k->r, sources);
	s.need = code_draw(k->r, needs);
	s.team = (int)rng_below(k->r, 1000);
	if (k->h->alone) {
		s.source = "1D";
		s.need = "N8";
		assessment_draw(k, &s);
		s.closed = s.assessed;
		s.care_from = s.referral;
	} else if (rng_per_10k(k->r, PER(6))) {
		s.nfa = true;
		s.closed = s.referral;
		s.closure = "RC8";
	} else {
		assessment_draw(k, &s);
		plan = protection_draw(k, &s, before);
		closure_draw(k, &s, plan);
		care_draw(k, &s, plan);
	}
	case_share(k, &s);
	return s.closed;
}

/* A disabled child whose family is helped for years; some have short breaks, which count as care under V4. */
static void
case_of_disability(struct course *k, int i)
{
	struct person *p = &k->h->child[i];
	struct cin s = {.assessed_from = DAY_NONE, .s47 = DAY_NONE, .s47_until = DAY_NONE, .icpc_due = DAY_NONE,
	    .icpc = DAY_NONE,
	    .cp_from = DAY_NONE, .cp_until = DAY_NONE, .care_from = DAY_NONE, .category = "", .category_latest = "",
	    .source = "3B", .need = "N2", .disability = true};

	s.referral = s.contact = workday_at(p->here_since + rng_between(k->r, 200, 4000));
	if (s.referral < STOCK_BEGINS || s.referral > LAST_DAY || !child_can(p, s.referral))
		return;
	assessment_draw(k, &s);
	s.plan_from = s.assessed + 1;
	s.plan_until = s.closed = s.plan_from + rng_between(k->r, 400, 5000);
	s.closure = "RC9";
	if (rng_per_10k(k->r, PER(9)))
		s.care_from = s.assessed + rng_between(k->r, 30, 300);
	k->children = 1u << i;
	case_share(k, &s);
}

/* The year's shape: schools are closed in August and at Christmas, and tell nobody. Per cent of a middle month. */
static const int season[12] = {102, 104, 112, 92, 108, 107, 105, 74, 98, 108, 112, 78};

void
life_of_cases(const struct world *w, struct household *h, struct mem *m)
{
	struct rng r = rng_stream(w->seed, STREAM_CASE, (uint64_t)h->id);
	struct course k = {.r = &r, .w = w, .h = h, .m = m};
	int32_t closed = DAY_NONE, day = h->child[0].born - 100;

	if (h->alone) {
		case_make(&k, h->arrived);
		return;
	}
	for (int i = 0; i < h->n_children; i++)
		if (h->child[i].life.disabled)
			case_of_disability(&k, i);
	if (day < STOCK_BEGINS)
		day = STOCK_BEGINS;
	for (day = day_month_start(day); day <= LAST_DAY; day = day_add_months(day, 1)) {
		int month = day_date(day).month - 1;
		int64_t chance = (int64_t)REFERRAL_PER_MILLION * h->risk / 100;

		if (closed != DAY_NONE && day < closed + 365)
			chance += REFERRAL_AGAIN_PER_10K * 100;
		if (!rng_per_million(&r, chance * season[month] / 100) || (closed != DAY_NONE && day <= closed))
			continue;
		closed = case_make(&k, day + rng_between(&r, 0, 27));
		if (closed > LAST_DAY)
			return;
	}
}

const struct cin *
cin_on(const struct life *life, int32_t day)
{
	for (size_t i = 0; i < life->cases.n; i++) {
		const struct cin *s = &life->cases.item[i];

		if (s->referral <= day && (NEVER(s->closed) || s->closed > day))
			return s;
	}
	return NULL;
}
