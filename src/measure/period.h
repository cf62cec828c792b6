/* Periods: the stretches of time that a measure is given for, and what they are called. */
#ifndef MEASURE_PERIOD_H
#define MEASURE_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "catalogue/indicator.h"

struct mem;

/* From its first day up to and including its last. */
struct period {
	int32_t from, to;
};

/* All periods of one kind, oldest first; both `from` and `to` rise. */
struct periods {
	enum period_kind kind;
	struct period *item;
	size_t n;
};

/* The periods of `kind` that lie within [first, last]; with `by_end`, those whose last day does (a measure taken on
 * the last day needs nothing from before it). PERIOD_DAY gives the last day alone. Three pooled years are years of
 * `year`: PERIOD_FINANCIAL_YEAR, PERIOD_ACADEMIC_YEAR or PERIOD_CALENDAR_YEAR. Lives in `m`. */
struct periods periods_between(struct mem *m, enum period_kind kind, enum period_kind year, int32_t first, int32_t last,
    bool by_end);
/* The period of a kind that holds a day (rolling and pooled ones: the one that ends with that day's month or year; December to
 * February: else the next). */
struct period period_holding(enum period_kind kind, enum period_kind year, int32_t day);

/* What kind a stored period is, told from its two days and the kinds that its indicator has (NULL: any). Where Easter is
 * on 31 March the spring term and the first quarter are the same days: a term, unless the indicator has quarters. */
enum period_kind period_kind_of(const bool *by_period, struct period p);
/* "2024-25", "March 2025", "January to March 2025", "autumn term 2024", "3 March 2026"; in `m`. */
const char *period_name(struct mem *m, enum period_kind kind, struct period p);
/* As files and the command line write the kind: "financial year". */
const char *period_kind_name(enum period_kind kind);
/* How many whole calendar months it is, 0 when it is not of whole months. */
int period_months(struct period p);
/* Its length as a share of a year, for pooled denominators: 1 for anything up to a year, 3 for three years. */
double period_years(struct period p);

#endif
