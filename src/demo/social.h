/* What social care's files share: the worker of a child on a day, reviews and visits of a plan, a care leaver's year. Drawn
 * from streams of their own, so that the yearly returns and the nightly feed say the same. */
#ifndef DEMO_SOCIAL_H
#define DEMO_SOCIAL_H

#include "demo/noise.h"

#define MAX_DATES 160

/* Days of reviews, visits, …, in order. */
struct dates {
	int32_t day[MAX_DATES];
	int n;
};

void reviews_of_care(const struct world *w, const struct person *p, const struct care *care, struct dates *out);
void reviews_of_plan(const struct world *w, const struct person *p, const struct cin *s, struct dates *out);
/* Visits about every `gap` days. */
void visits_between(const struct world *w, int64_t number, int32_t from, int32_t until, int gap, struct dates *out);
const char *review_code(const struct person *p, int32_t day);

struct worker_spell {
	int worker;                 /* 0 … workers_count - 1 */
	int32_t since, until;
	const char *reason;         /* why this worker came */
};

int teams_count(void);
int workers_count(const struct world *w);
int worker_team(int worker);
/* The social workers of a case one after another; returns how many (at most `most`). */
int worker_spells(const struct world *w, const struct person *p, const struct cin *s, struct worker_spell *out,
    int most);

/* What a care leaver does and where in the year that ends on a day. */
struct leaver_year {
	const char *in_touch, *activity, *accommodation;
};
struct leaver_year leaver_year(const struct world *w, const struct person *p, int32_t on);

#endif
