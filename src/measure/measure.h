/* The measure room: what the catalogue's indicators come to, for every period and breakdown, and how it is shown. */
#ifndef MEASURE_MEASURE_H
#define MEASURE_MEASURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/command.h"
#include "base/err.h"
#include "web/route.h"

/* What one run did. */
struct measured {
	size_t indicators, observations;
	size_t not_supplied;            /* indicators that no imported file speaks of */
	size_t unchanged;               /* indicators left as they are: nothing that they are made of has changed */
	int32_t first, last;            /* the days that the run looked at */
};

struct measure_options {
	const char *indicator;          /* one alone, or NULL for all */
	int32_t from, to;               /* only periods that end in this range; DAY_NONE: what was imported, at most six years */
	bool anew;                      /* also what would come out as it did the last time */
	int threads;                    /* 0: as many as pay */
};

/* Computes observations and puts them in the place of the earlier computed ones, in one transaction. A run over all days and
 * indicators leaves out those whose definition, rows, people and periods are what they were (measure/inputs.h).
 *
 * An observation is one figure: area, period, dimension and category. Dimension "total" with category "" is everybody
 * of the area; the others cut the authority. Dimension "gap" is the difference between two groups. A missing figure has
 * nulls and a note that says why. Nothing is suppressed here: that is done where figures are shown. */
enum err measure_run(struct ctx *c, struct measure_options options, struct measured *out) MUST_USE;

#define DIMENSION_TOTAL "total"
#define DIMENSION_GAP "gap"
#define BASIS_REPORTED "reported"
#define NOTE_NOT_SUPPLIED "not supplied"
#define NOTE_PART_SUPPLIED "supplied for part of the period"

extern const struct command measure_commands[];         /* ends with a NULL name */
extern const struct command calc_commands[];            /* the same */
extern const struct route measure_routes[];

#endif
