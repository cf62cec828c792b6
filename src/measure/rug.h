/* A tartan rug: areas down, measures across, each cell a judgement beside England and a value, all of one period a measure. */
#ifndef MEASURE_RUG_H
#define MEASURE_RUG_H

#include "measure/area_set.h"

struct table;

struct rug_measure {
	struct published p;
	struct period period;           /* the area's own latest or, where it has none, England's */
	double england;                 /* NaN: not known */
	bool comparable;
	size_t n_authorities;
};
struct rug_cell {
	struct published_figure figure; /* value NaN: there is none of the period; its note may say why */
	const char *kind;               /* than England: better similar worse lower higher none */
	const char *quarter;            /* where the figure has no interval: "worst quarter"; else "" */
};
struct rug {
	struct { struct rug_measure *item; size_t n, cap; } measures;
	struct area_set areas;          /* England first, the region, then the others */
	size_t n_fixed;                 /* of them that stay on top */
	bool england_first;
	struct rug_cell *cell;          /* measure by measure: of area a in measure i at [i * areas.n + a] */
};

/* The catalogue's measures of one topic that have a published counterpart or may be typed; of all topics where it is NULL. */
enum err rug_topic(struct ctx *c, const char *topic, struct published_list *out) MUST_USE;
/* Of those measures that are published of the area or typed, or, where there is no figure of it, published of England. */
enum err rug_of(struct ctx *c, const struct comparators *own, const struct area_set *areas, const struct published_list *measures,
    struct rug *out) MUST_USE;
/* The place of a measure; rug->measures.n when it is not there. */
size_t rug_place(const struct rug *rug, const char *id);
/* Puts the areas in order of that measure, the best first (the highest where neither is better); those without a value last. */
void rug_sort(struct mem *m, struct rug *rug, size_t measure);
/* One row a cell. */
struct table *rug_table(struct mem *m, const struct rug *rug, bool people);

#endif
