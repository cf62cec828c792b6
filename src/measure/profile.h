/* A profile: every measure of one area, by life stage, beside England, its region, its neighbours and all authorities.
 *
 * Which figure is shown: the published one, because England, region and neighbours are published by the same hand and the same
 * method. What was computed here from the extracts stands in a row of its own when it is of a later period, or when nothing is
 * published; nothing is compared with it. */
#ifndef MEASURE_PROFILE_H
#define MEASURE_PROFILE_H

#include "measure/standing.h"

struct table;

struct profile_line {
	struct published p;
	const char *stage;              /* a life stage of the catalogue; "" where its file names none; NULL: no indicator */
	struct published_standing published;
	struct standing own;
	bool own_shown;                 /* the computed figure has its row */
};
struct profile {
	const struct comparators *with;
	struct profile_line *item;      /* by life stage, then topic; then the numbers that no indicator names */
	size_t n, cap;
};

/* What of the published numbers that no indicator names is wanted. */
struct profile_scope {
	bool indicators;                /* the catalogue's measures */
	bool others;                    /* the others */
	const char *topic;              /* of the others: those of one topic of their publisher; NULL all */
};
enum err profile_of(struct ctx *c, const struct comparators *with, struct profile_scope scope, struct profile *out) MUST_USE;

/* Whether England's authorities can be set beside one another: not by a plain number of children, of which England has the sum
 * (of a number that no indicator names that is how it is known). */
bool is_comparable(const struct published *p, const struct published_standing *s);

/* How many lines say so, by published_standing.kind: "better" …; "none" are those that cannot be tested. */
size_t profile_count(const struct profile *p, const char *kind);

/* How many are in the best (1) or worst (-1) quarter of the authorities. */
size_t profile_in_quarter(const struct profile *p, int way);

/* The quarter of the authorities in which a rank (1 is the lowest) lies, 1 to 4, equal values together (quantiles_of of
 * stats/quantile.h); 0 where there are fewer than four, or no rank. */
int quarter_of(size_t rank, size_t n);
/* Of a line; "" where it is not comparable. */
const char *line_quarter(const struct profile_line *l);
/* "best quarter", "second best quarter" … "worst quarter"; "lowest quarter" … where neither is better; "" for none. */
const char *quarter_words(enum polarity better, size_t rank, size_t n);
/* "↑ rising, better", "→ no clear change"; "" where it cannot be told. */
const char *trend_words(enum trend t);

/* One row a line, a further one for a computed figure.
 * `people` as in measure_tables.h. */
struct table *profile_table(struct mem *m, const struct profile *p, bool people);

#endif
