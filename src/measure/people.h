/* People as arrays: all that a measure may be broken down by, for every child at once, loaded once a run.
 *
 * Structures of arrays, one int32 a date: a hundred thousand children fit in a processor's cache. Nothing here knows
 * SQL; people_load.c fills it.
 */
#ifndef MEASURE_PEOPLE_H
#define MEASURE_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem;

/* What a child may be a member of on a day. The order is that of `membership_rules` in membership.c. */
enum membership {
	MEMBER_LOOKED_AFTER, MEMBER_CARE_LEAVER, MEMBER_PROTECTION_PLAN, MEMBER_IN_NEED, MEMBER_YOUNG_CARER,
	MEMBER_YOUTH_JUSTICE, MEMBER_HOME_EDUCATED, MEMBER_SEN_SUPPORT, MEMBER_EHC_PLAN, MEMBER_FREE_SCHOOL_MEALS,
	MEMBER_ENROLLED,                /* not shown: tells "no" from "not known" for school matters */
	MEMBER_COUNT
};

enum { SEX_FEMALE, SEX_MALE, SEX_NOT_KNOWN, SEX_COUNT };
enum { ETHNICITY_WHITE, ETHNICITY_MIXED, ETHNICITY_ASIAN, ETHNICITY_BLACK, ETHNICITY_OTHER, ETHNICITY_NOT_KNOWN,
	ETHNICITY_COUNT };

#define LSOA_NOT_KNOWN (-1)
#define LSOA_OUTSIDE (-2)               /* known, and not in this authority */

/* Intervals of one sort, of all people: those of person p are [at[p], at[p + 1]), by since. An end that is not known is
 * DAY_MAX; a start that is not known is DAY_MIN. `what` is a membership or a small area. */
struct intervals {
	uint32_t *at;
	int32_t *since, *until, *what;
};
#define DAY_MIN (INT32_MIN + 1)
#define DAY_MAX INT32_MAX

struct people {
	size_t n;
	int64_t first_identity;
	size_t n_identities;            /* ids from the first on, those of other rows among them */
	int32_t *of_identity;           /* [id - first_identity]: the person's number, -1 for no identity */
	int32_t *born;                  /* DAY_NONE: not known */
	uint8_t *sex, *ethnicity;
	struct intervals home;          /* what: number of a small area, or LSOA_OUTSIDE */
	struct intervals member;        /* what: enum membership */
};

/* The number of the person that an identity belongs to, or -1. */
int32_t people_of_identity(const struct people *p, int64_t identity);
/* The small area where a person lived on a day: the latest home begun by then, current ones before ended ones;
 * LSOA_NOT_KNOWN when none had begun. */
int32_t people_home(const struct people *p, int32_t person, int32_t day);
/* A bit for each membership held on a day: begun by that day, and not ended on or before it. */
uint32_t people_memberships(const struct people *p, int32_t person, int32_t day);

/* Building intervals: add in any order, then sort into people's order. */
struct interval_row {
	int32_t person, since, until, what;
	int32_t order;                  /* of rows that begin together, later ones come later */
	bool undated;                   /* since is only when it was first heard of; a person's first holds from always */
};
struct interval_rows {
	struct interval_row *item;
	size_t n, cap;
};
struct intervals intervals_sort(struct mem *m, const struct interval_rows *rows, size_t n_people);

#endif
