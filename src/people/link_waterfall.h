/* How the weight of two records came about, field by field. */
#ifndef PEOPLE_LINK_WATERFALL_H
#define PEOPLE_LINK_WATERFALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct waterfall_step {
	const char *field, *level, *why;
	double bits;
};
struct waterfall {
	struct { struct waterfall_step *item; size_t n, cap; } steps;  /* their bits add up to the weight */
	double weight, probability;
	double twin, sibling, other;        /* how probable each of these is instead */
	const char *decided;                /* what a person decided about the two; NULL: nothing */
	double join, review;                /* probabilities from which a pair is joined, and waits for a person */
	const char *declared;               /* the source of both, which is without duplicates; NULL: they are of none */
	bool together;                      /* they are one person now */
};

/* By the model of the last full run. Says of a sealed identity what it says of one that is not there. Lives in c->mem. */
enum err waterfall_make(struct ctx *c, int64_t left, int64_t right, struct waterfall *out) MUST_USE;

#endif
