/* Which figures of one indicator are withheld, so that no small number can be worked out from those that are shown.
 *
 * The one place that decides it (docs/small_numbers.md). It is told every figure of the indicator, of every period and breakdown,
 * and answers for all of them together: a figure is withheld because it is small itself (the data owners' rule) or because it
 * would tell another. What is withheld once is withheld on every page and in every file. Pure: arrays in, flags out, the same
 * on every run and engine. */
#ifndef MEASURE_GUARD_H
#define MEASURE_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "catalogue/indicator.h"
#include "measure/period.h"

struct mem;

/* A way to divide everybody: atoms (small areas, sexes), each of which lies in one place of every level (small area, ward,
 * fifth of deprivation). The figures of a level's places add up to the total's. */
struct guard_group {
	size_t n_atoms, n_levels;
	const int32_t *place;           /* [atom][level] */
};
/* Whether a family is shown for the main kind of period alone, for each other kind too of which none of its figures is small, or for
 * all. */
enum guard_shown { SHOWN_FOR_MAIN, SHOWN_UNLESS_SMALL, SHOWN_FOR_ALL };

/* Places are whatever figures are of, numbered; 0 is everybody. Those of one level are a family. */
struct guard_places {
	size_t n, n_families;
	const int32_t *family;          /* of each place; the total's is 0 */
	const enum guard_shown *shown;  /* of each family: for which kinds of period */
	const struct guard_group *group;
	size_t n_groups;
	bool all_listed;                /* which figures there are is known, shown or not: no breakdown is dropped */
};

struct guard_cell {
	int32_t place;
	struct period period;
	double numerator, denominator;  /* as computed, unrounded; NaN: none. A rate's denominator is published elsewhere */
	bool withheld;                  /* out */
	bool dropped;                   /* out: not even that there is such a figure may be known */
};

/* Whether a figure is small itself under the indicator's rule: a count, its complement or whom it is counted among is more
 * than 0 and under the threshold. */
bool guard_is_small(const struct indicator *k, double numerator, double denominator);

/* Whether a figure has a place and the counts that its kind of measure is made of; what has not is in no sum. */
bool guard_has_counts(const struct indicator *k, const struct guard_cell *x);

/* Sets `withheld` and `dropped` of every cell. A breakdown that is shown for one kind of period is dropped for a period of which none
 * of its figures could be shown but noughts: these would say where the rest are. Withheld too is what no page shows: breakdowns of
 * another kind of period than the main one (or than the latest's, while there is none of that). A family that is shown unless it is
 * small is dropped for each other kind of which some figure is. A cell that is not there is a known
 * nought, where another of its family and period is.
 *
 * Afterwards, for each small count: with the shown figures as they are, with every sum over breakdowns, areas and periods kept, and
 * with no count below nought, it may be any of as many values as the threshold says, one of them at or over the threshold. That is
 * 1 to the threshold, unless so many figures are withheld for want of others that their mere number says there is at least
 * one of each. `m` is scratch. */
void guard_cells(struct mem *m, const struct guard_places *places, const struct indicator *k, struct guard_cell *cell, size_t n);

#endif
