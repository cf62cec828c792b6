/* Published numbers as measures: what England publishes of an authority, beside England, its region and its statistical
 * neighbours. `bairn import` keeps each number under its publisher's own name for the measure (lait.LAC,
 * ees.FILE.COLUMN, fingertips.90284; docs/published.md); an indicator's file says which of them are its own counterparts, and
 * that is asked here, so a new file needs no new import.
 *
 * Nothing is suppressed: the publisher has done it, and a number that is not there has a note that says why. */
#ifndef MEASURE_PUBLISHED_H
#define MEASURE_PUBLISHED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "catalogue/indicator.h"
#include "measure/period.h"
#include "stats/interval.h"
#include "stats/trend.h"

struct mem;

/* One published number that stands for the measure: where its rows are. */
struct published_source {
	const char *value, *numerator, *denominator;    /* names of observations; the last two may be NULL */
	const char *dimension, *category;               /* "total" and "", or the cuts that choose the row */
	const char *less;                               /* a gap's: what is taken away; NULL: none */
	double times;                                   /* from the publisher's unit to the measure's; 0: the same */
	bool of_counts;                                 /* the number is worked out from the two counts */
};

/* A measure. Lives in c->mem, as all that follows. */
struct published {
	const char *id, *title, *topic, *unit;          /* unit: "per 10,000", "%", the publisher's own words, or "" */
	enum polarity better;
	int decimals;
	const struct indicator *indicator;              /* NULL: a number by its publisher's name */
	struct published_source source[3];              /* the most trusted first */
	size_t n_source;
};
struct published_list {
	struct published *item;
	size_t n, cap;
};

/* One number. Limits are the publisher's where it gives some; else they are worked out from the counts where the indicator says
 * what kind of number it is and the publisher gives both counts. NaN: not there. */
struct published_figure {
	const char *area, *area_name, *area_kind;
	struct period period;
	const char *dimension, *category;
	double numerator, denominator, value, lower95, upper95, lower998, upper998;
	bool official_limits;
	bool typed;                     /* by somebody here: nobody published it (typed_beside.h) */
	const char *note;               /* NULL, or why it is not there, or what to mind */
};
struct published_figures {
	struct published_figure *item;
	size_t n, cap;
};

/* The measure of that id: an indicator of the catalogue with counterparts or that is typed, or a published number's own name. ERR_NOT_FOUND when
 * it is neither. */
enum err published_find(struct ctx *c, const char *id, struct published *out) MUST_USE;
/* What an indicator is called, without its sources; and with them (none where nothing is its counterpart). */
struct published published_words(struct mem *m, const struct indicator *k);
enum err published_of_indicator(struct ctx *c, const struct indicator *k, struct published *out) MUST_USE;
/* The numbers that no indicator names and that have a total for the area, by topic; of one topic alone ("" for those without),
 * or of all when it is NULL. */
enum err published_others(struct ctx *c, const char *area, const char *topic, struct published_list *out) MUST_USE;
/* Every measure that has a total for the area: the catalogue's by topic, then the numbers that no indicator names. */
enum err published_of_area(struct ctx *c, const char *area, struct published_list *out) MUST_USE;

/* An area's totals, oldest first, one a period: the first source that has a number. What an area of the same boundary had
 * before it comes first, under that area's own code. */
enum err published_series(struct ctx *c, const struct published *p, const char *area, struct published_figures *out) MUST_USE;
/* The totals of every area and period, by area, then oldest first; predecessors under their own code alone. */
enum err published_all(struct ctx *c, const struct published *p, struct published_figures *out) MUST_USE;
/* Puts figures in order: the oldest first, by area within a period. */
void published_sort(struct published_figures *figures);
/* Takes a figure into a list that has one for each area and period: a number before a gap, an earlier source before a later. */
void published_take(struct mem *m, struct published_figures *out, const struct published_figure *f);
/* The totals of one period of every authority, region and of England, by code. */
enum err published_of_period(struct ctx *c, const struct published *p, struct period period, struct published_figures *out)
    MUST_USE;
/* Every number that the first source has of an area, all cuts of all periods; by dimension, category and period. */
enum err published_cuts(struct ctx *c, const struct published *p, const char *area, struct published_figures *out) MUST_USE;

/* With whom an area is compared. */
struct comparators {
	const char *area, *name;
	const char *england, *region, *region_name;     /* NULL: none */
	const char **neighbour;                         /* codes, nearest first */
	size_t n_neighbours;
};
enum err comparators_of(struct ctx *c, const char *area, struct comparators *out) MUST_USE;

/* Where the authorities of one period lie: quantiles as R's default (type 7: Hyndman and Fan 1996) has them; NaN of none. */
struct published_spread {
	double lowest, lower_quartile, median, upper_quartile, highest;
	size_t n;
};
void published_spread_of(struct mem *m, const struct published_figures *all, struct published_spread *out);
/* One more than how many authorities have less; 0 for an area that is none of them. */
size_t published_rank(const struct published_figures *all, const struct published_figure *f);

/* The latest number that is there, and how it stands. */
struct published_standing {
	bool found;
	struct published_figure now, before;            /* before.area NULL: there is none of the same length */
	double england, region, neighbours;             /* neighbours: the median of those that have a number; NaN */
	size_t n_neighbours;                            /* how many have one */
	double lowest, lower_quartile, median, upper_quartile, highest; /* of the authorities of that period */
	size_t n_authorities, rank;                     /* rank: 1 is the lowest; 0 when there is none */
	const char *kind;               /* than England: better similar worse lower higher none */
	enum trend trend;               /* of the last five with counts and limits; unknown where there are fewer */
};
/* The part of it that an area's own series tells: the number, the one before it, the trend. The rest is not known. */
void published_latest(struct mem *m, const struct published *p, const struct published_figures *series,
    struct published_standing *out);
/* How it stands to England, once that is known. */
void published_judge(const struct published *p, const struct comparators *with, struct published_standing *out);
enum err published_standing_of(struct ctx *c, const struct published *p, const struct comparators *with,
    struct published_standing *out) MUST_USE;

/* How a number stands to a benchmark that is known exactly, as England's profiles of public health compare: lower when its 95 %
 * interval ends below it, higher when it begins above it. */
enum comparison published_against(const struct published_figure *f, double benchmark);
/* The same in words by what is better: better similar worse, or lower similar higher; "none" when it cannot be said. */
const char *published_kind(const struct published *p, enum comparison way);

/* Whether two periods are of one length and kind, as 2023-24 and 2024-25 are. */
bool published_alike(struct period a, struct period b);
/* "2024-25", "year to September 2024", "2014-16", "week to 20 September 2024"; in `m`. */
const char *published_period_name(struct mem *m, struct period p);

#endif
