/* Funnel plots: how far from the average of all a place may lie by chance, given its size. The inner limits are passed by
 * chance by one place in forty on either side (0.025, "two sigma"), the outer ones by one in a thousand (0.001).
 *
 * Source: Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202, and the Public health technical guidance of the Office
 * for Health Improvement and Disparities (control limits for funnel plots). */
#ifndef STATS_FUNNEL_H
#define STATS_FUNNEL_H

#include <stddef.h>

enum funnel_kind { FUNNEL_PROPORTION, FUNNEL_RATIO, FUNNEL_RATE };

enum funnel_place {
	FUNNEL_UNKNOWN,                 /* a number is missing */
	FUNNEL_WITHIN, FUNNEL_LOW_INNER, FUNNEL_LOW_OUTER, FUNNEL_HIGH_INNER, FUNNEL_HIGH_OUTER,
};

/* Where x of n stands against the average proportion (Wilson's limits turned round). */
enum funnel_place funnel_proportion(double x, double n, double average);

/* Where x events stand against `expected` ones, times what `average` is of one (1 for a ratio; for a rate `expected` is the
 * population and `average` the events a person): exact limits of x under ten events, else Byar's. */
enum funnel_place funnel_count(double x, double expected, double average);

#define FUNNEL_POINTS 100

/* The lines of the plot at one hundred sizes, close together where places are small. */
struct funnel_line {
	double axis;                            /* people for a proportion, observed events for a ratio, events for a rate */
	double lower_2s, upper_2s, lower_3s, upper_3s;
	double size[4];                         /* in the same order: expected events (ratio) or people a year (rate) there */
};

struct funnel {
	enum funnel_kind kind;
	double average;                         /* events over denominators, not multiplied; not used by a ratio */
	double least, most;                     /* the smallest and the largest denominator */
	double multiplier, years;               /* years of data (rate alone) */
};

/* Limits are multiplied; those of a ratio are multiples of one. */
void funnel_lines(const struct funnel *f, struct funnel_line line[FUNNEL_POINTS]);

#endif
