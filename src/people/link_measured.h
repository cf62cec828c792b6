/* How right linking was about the pairs that people decided: what it would have said alone, beside what they said. */
#ifndef PEOPLE_LINK_MEASURED_H
#define PEOPLE_LINK_MEASURED_H

#include "people/link_decision.h"
#include "stats/interval.h"

/* Pairs that people called the same or different, and how many of them are what is asked. */
struct measured_row {
	const char *name;
	int64_t pairs, of_them;
	double expected;            /* per cent that should be, by what linking says; NaN where it says nothing */
	struct interval share;      /* per cent that are, with Wilson's 95 % limits; NaN of no pairs */
};
struct measured {
	struct { struct measured_row *item; size_t n, cap; } bands;    /* by probability, those with pairs: how many were called the same */
	struct measured_row precision;      /* of what linking alone would join, how many were called the same */
	struct measured_row recall;         /* of what was called the same, how many linking alone would join */
	int64_t pairs;              /* in all bands */
	int64_t unweighed;          /* decided since the last run */
	double join;                /* probability from which linking joins */
};

/* Notes what the model says of each decided pair, decisions left aside. A `full` run says it anew of all. */
enum err weighed_keep(struct ctx *c, const struct roster *r, const struct link_model *trained, const struct decided_pairs *decided,
    bool full) MUST_USE;

/* Sums up what was noted. Sealed records are in no count, and what was called unsure neither. Lives in c->mem. */
enum err measured_find(struct ctx *c, struct measured *out) MUST_USE;

#endif
