/* How right linking was about the pairs that people decided: what it said before, beside what they said. The weight is the one that
 * was shown to them; full runs learn from decisions, so a later one would know the answer. */
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
	int64_t unweighed;          /* decided since the last run, and did not wait before */
	double join;                /* probability from which linking joins */
};

/* Notes the weight by which a pair, left < right, waits for people, for a decision about it; none where it does not wait. In the open
 * write transaction. */
enum err weighed_note(struct ctx *c, int64_t left, int64_t right) MUST_USE;
/* Notes what the model says of each decided pair of which nothing was noted when it was decided. */
enum err weighed_keep(struct ctx *c, const struct roster *r, const struct link_model *trained, const struct decided_pairs *decided) MUST_USE;

/* Sums up what was noted. Sealed records are in no count, and what was called unsure neither. Lives in c->mem. */
enum err measured_find(struct ctx *c, struct measured *out) MUST_USE;

#endif
