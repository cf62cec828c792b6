/* Figures as they are shown: read back from the observations, suppressed, compared, put into words. The command line and
 * the pages show the same. */
#ifndef MEASURE_SHOWN_H
#define MEASURE_SHOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "catalogue/indicator.h"
#include "measure/period.h"

/* One figure, ready to be shown. */
struct shown {
	const char *area, *dimension, *category;
	struct period period;
	double numerator, denominator, value, lower95, upper95;         /* NaN: nothing to show */
	bool suppressed;                /* small numbers: its numbers are NaN, and it is printed as "c" */
	const char *note;               /* NULL, or why something is missing */
};
struct shown_list {
	struct shown *item;
	size_t n, cap;
};

/* The basis of an indicator's own figures: `computed` where its file has rows, else `reported`: somebody types them. */
const char *basis_of_own(const struct indicator *k);

struct rows;
/* A figure from the twelve columns that begin at `from`: area, dimension, category, period_from, period_to, numerator,
 * denominator, value, lower95, upper95, note, withheld; small numbers and what would tell them are hidden. */
void shown_read(struct ctx *c, const struct indicator *k, const struct rows *r, int from, struct shown *out);

/* An indicator's totals for an area, oldest first, all kinds of period. */
enum err shown_series(struct ctx *c, const struct indicator *k, const char *area, struct shown_list *out) MUST_USE;
/* All breakdowns of one period: those of the authority, and the totals of areas within it. */
enum err shown_breakdowns(struct ctx *c, const struct indicator *k, const char *authority, struct period p,
    struct shown_list *out) MUST_USE;

/* The kind of period that a series is shown by: the indicator's main one or, while there is none of that, the latest's. */
enum period_kind shown_kind(const struct indicator *k, const struct shown_list *series);

/* The latest figure of that kind that is there, the one before it, and how they stand. */
struct standing {
	const struct indicator *indicator;
	bool found;
	struct shown now, before;       /* before.area NULL: there is none; one supplied in part has its note alone */
	const char *kind;               /* better similar worse lower higher none */
};
enum err standing_of(struct ctx *c, const struct indicator *k, const char *area, struct standing *out) MUST_USE;
/* From `now` and `before`: blanks a `before` that was supplied in part, and says how they stand. */
void standing_judge(struct standing *s);
/* Of all indicators, by topic; those of a topic together. */
struct standings {
	struct standing *item;
	size_t n, cap;
};
enum err standings_of(struct ctx *c, const char *area, struct standings *out) MUST_USE;

/* The authority's code and name; "" and "the authority" before areas are known. */
enum err authority_of(struct ctx *c, const char **code, const char **name) MUST_USE;
/* An area's name; ERR_NOT_FOUND for a code that is none. */
enum err area_name_of(struct ctx *c, const char *code, const char **name) MUST_USE;

/* ---- words -------------------------------------------------------------------------------------------------- */

/* "per 10,000", "%", "" */
const char *unit_words_of(struct mem *m, const struct indicator *k);
/* As many decimals as the unit deserves. */
int decimals_of(const struct indicator *k);
/* "12.3", "c", or "" where there is nothing. */
const char *number_words(struct mem *m, const struct shown *s, double x, int decimals);
const char *range_words(struct mem *m, const struct shown *s, int decimals);
/* A figure's period as its indicator calls it: "2024-25". */
const char *when_words(struct mem *m, const struct indicator *k, const struct shown *s);
const char *topic_title(const char *topic);
size_t topic_place(const char *topic);          /* in the order in which topics are read; those that an authority adds are last */
/* "▲ better", "● similar", "lower" … than the period before; "" for none. */
const char *standing_words(const struct standing *s);

#endif
