/* What happens to a child: social care's cases and care, school, special educational needs. The truth that all agencies'
 * files are written from, so that they agree. */
#ifndef DEMO_LIFE_H
#define DEMO_LIFE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

struct world;
struct household;
struct person;

/* One child's part in a case: a referral and all that followed until social care closed it. Days are DAY_NONE for what did
 * not happen, or has not yet. */
struct cin {
	int64_t id;                         /* of the case in the case system */
	int32_t contact, referral, closed;
	const char *source, *need,
	    *closure;        /* CIN census codes: referral source, primary need, reason for closure */
	bool nfa;                           /* no further action */
	int32_t assessed_from, assessed;    /* the assessment: started, authorised */
	const char *factors[4];
	int n_factors;
	int32_t s47, s47_until, icpc_due, icpc;
	int32_t plan_from, plan_until;      /* child in need plan */
	int32_t cp_from, cp_until;          /* child protection plan */
	const char *category, *category_latest;
	int previous_cp;
	int32_t care_from;                  /* began to be looked after in this case */
	bool disability;                    /* the disabled children's team's: open for long */
	int team;
};

/* One row of the looked-after return: from one change of legal status or placement to the next. */
struct care_row {
	int32_t since, until;
	const char *reason_new, *legal, *place, *provider, *reason_change, *reason_ceased;
	int home, postcode;                 /* numbers of postcodes */
	int urn, carer;                     /* of the children's home or agency; the carer's number in the case system */
	int first_of_placement;             /* row number, within this care, of the placement's first */
};

struct care {
	int32_t since, until;
	const char *need;
	bool alone, short_break, adopted;
	int32_t placement_order;            /* placed for adoption decided */
	struct LIST(struct care_row) rows;
};

/* Missing from a placement or from home. */
struct missing {
	int32_t since, until;
	bool away, from_care;
};

struct stay {                               /* at a school */
	int school;
	int32_t since, until;
};

struct ehc {                                /* a request for an education, health and care needs assessment */
	int32_t request, decision, outcome, issued, ceased;
	int source, cease_reason;
	const char *decision_code, *outcome_code;   /* Y N W A */
	bool exception;
	const char *setting;
	int school;                         /* -1: not a school of ours */
};

struct life {
	struct LIST(struct cin) cases;
	struct LIST(struct care) cares;
	struct LIST(struct missing) missing;
	struct LIST(struct stay) stays;
	struct LIST(struct ehc) ehc;
	const char *sen_type, *sen_type2;   /* the main need; "" none */
	int32_t sen_from, sen_until;        /* SEN support */
	int32_t fsm_from, fsm_until;
	int absence;                        /* sessions missed in 1,000, over the years */
	int trouble;                        /* suspensions expected in 1,000 pupil years */
	bool disabled, home_educated, private_school;
	int32_t home_educated_from, home_educated_until;
};

#define NEVER(day) ((day) == DAY_NONE)

/* A day n working days after (Monday to Friday), and the next working day at or after. */
int32_t workday_add(int32_t day, int n);
int32_t workday_at(int32_t day);
/* DAY_NONE for what is yet to come. */
int32_t day_known(int32_t day);

void life_of_needs(const struct world *w, struct household *h,
    struct mem *m);      /* disability, first: others depend on it */
void life_of_cases(const struct world *w, struct household *h, struct mem *m);
void life_of_care(const struct world *w, struct person *p, struct mem *m);
void life_of_school(const struct world *w, struct household *h, struct mem *m);

/* The case, or care, that is open on a day; NULL for none. */
const struct cin *cin_on(const struct life *life, int32_t day);
const struct care *care_on(const struct life *life, int32_t day);
bool ever_in_care(const struct life *life, int32_t from, int32_t until);
/* Was looked after for 13 weeks after 14, and past 16: the council owes a care leaver's duties. */
bool care_leaver(const struct person *p, int32_t on);

/* The September in which the school year of a day began; the year group (0 reception, 1 … 13; less before). */
int school_year_of(int32_t day);
int year_group(const struct person *p, int32_t day);
const struct stay *school_on(const struct life *life, int32_t day);
bool ehc_on(const struct life *life, int32_t day);

#endif
