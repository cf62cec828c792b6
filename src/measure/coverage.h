/* Coverage: which days the imported files speak of, kind by kind. It tells "none" from "not supplied". */
#ifndef MEASURE_COVERAGE_H
#define MEASURE_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "catalogue/indicator.h"
#include "measure/period.h"

struct dataset;
struct mem;

/* The stretches that one data set's imported files cover, in order, not overlapping. One whose beginning its files do
 * not say begins at DAY_MIN. */
struct supplied {
	const char *dataset;
	struct period *span;
	size_t n;
};
struct coverage {
	struct supplied *item;
	size_t n;
	int32_t first, last;            /* over all data sets that write facts; DAY_NONE when nothing was imported */
};

enum supply { SUPPLY_NONE, SUPPLY_PART, SUPPLY_WHOLE };

enum err coverage_load(struct ctx *c, struct mem *m, struct coverage *out) MUST_USE;

/* Whether a data set's rows may become episodes or events of a kind. */
bool dataset_writes(const struct dataset *d, const char *kind);

/* What an indicator has to go on: for each kind that it reads, the stretches covered by any data set that writes the
 * kind. An indicator that reads no kind of fact (the list of what to fix) is supplied from its first row on. */
struct basis {
	struct supplied *kind;          /* `dataset` holds the kind's name */
	size_t n;
	int32_t last;                   /* the last day that all its kinds are covered on; DAY_NONE: some never was */
};
void basis_of(struct mem *m, const struct coverage *coverage, const struct catalogue *catalogue,
    const struct indicator *k, struct basis *out);
/* Kinds whose files do not say where they begin are taken to begin with the first row. */
enum supply basis_supplies(const struct basis *b, enum measure_at at, struct period p, int32_t first_row);

#endif
