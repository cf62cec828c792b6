/* The engine: a measure's rows, folded to children, put into every period and every breakdown, in one pass.
 *
 * Pure: arrays in, arrays out. The query gives rows; only this divides.
 */
#ifndef MEASURE_TALLY_H
#define MEASURE_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "catalogue/indicator.h"
#include "measure/breakdown.h"
#include "measure/period.h"

struct mem;

/* A measure's rows, sorted by key and then by date. A column that the query lacks is NULL. */
struct fact_rows {
	size_t n;
	int32_t *key;                   /* whom doubles are removed by: a person's number, a worker's, a school's … */
	int32_t *person;                /* the person, or -1; the same array as `key` where the key is the person */
	int32_t *since;                 /* or the day it happened; DAY_MIN: always */
	int32_t *until;                 /* the first day that it no longer holds; DAY_MAX: still. NULL for events */
	float *hit;                     /* 1, 0, or NaN: not known */
	int32_t *word;                  /* the number of a word of `words`, or -1: not known; fact_rows_for() makes hits of them */
	const char **words;
	size_t n_words;
	double *value;
	double *numerator, *denominator;
};

/* What an indicator's file asks, as the engine needs it. */
struct question {
	enum measure_kind measure;
	enum measure_at at;
	enum measure_unit unit;
	struct population_rule population;
	uint32_t among;                 /* memberships of which a child must have one on the day; 0: everybody counts */
	bool monthly;                   /* a period's sums are those of its mean month */
	bool accumulates;
	bool shares;                    /* accumulate: numerators over denominators, not numerators alone */
	double least;                   /* accumulate: a hit when that is at least this */
	double per;
	double shift;                   /* any number near a mean's values; keeps the digits of their squares */
};

/* One cell of one period. */
struct cell_sum {
	double numerator, denominator;  /* a proportion's hits and children; a ratio's sums; a mean's count as denominator */
	double sum, squares;            /* a mean's: about the question's `shift` */
};

struct cell_value {
	int32_t period, cell;
	float value;
};

struct tally {
	size_t n_periods, n_cells;
	struct cell_sum *sum;           /* [period][cell] */
	double *not_known;              /* [period]: rows left out because hit or value is not known */
	struct { struct cell_value *item; size_t n, cap; } values;      /* a median's */
};

/* Lives in `m`. */
struct tally *tally_rows(struct mem *m, const struct breakdown *b, const struct question *q, const struct fact_rows *rows,
    const struct periods *periods);

/* What one child (or worker, school …; with `unit: row` one row) adds to a period's figure. A mean's numerator is the value. */
struct counted {
	int32_t period, key;            /* key: as in fact_rows */
	int32_t person, day;            /* whose breakdowns it is counted in, and as of when */
	double numerator, denominator;
};
struct counted_list {
	struct counted *item;
	size_t n, cap;
};
/* What tally_rows() adds up, one by one, by key. Lives in `m`. */
struct counted_list tally_each(struct mem *m, const struct breakdown *b, const struct question *q,
    const struct fact_rows *rows, const struct periods *periods);

/* Pooled periods out of single ones, which do not overlap: each is the sum of those that lie within it, so a child counts
 * once in each. Before tally_medians; lives in `m`. */
struct tally *tally_pool(struct mem *m, const struct tally *of_single, const struct periods *single,
    const struct periods *pooled);

/* The middle value of each cell of a median, into `sum` (its count into `denominator`). */
void tally_medians(struct tally *t);

#endif
