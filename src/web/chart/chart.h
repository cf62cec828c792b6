/* Charts: SVG drawn by the server. Arrays in, markup out; no clock, no global, no SQL.
 *
 * Every chart is a <figure> whose caption states the finding (title) and the definition (subtitle), whose SVG has a
 * <title>, a <desc> and role=img, and whose foot names the source. Lines and shapes carry their own labels; nothing is
 * told by colour alone. Put the table that it pictures beside it. A missing value is NaN: a gap in a line, a word in a
 * bar's place, never a zero.
 */
#ifndef WEB_CHART_CHART_H
#define WEB_CHART_CHART_H

#include <stddef.h>

#include "web/page.h"

struct chart_words {
	const char *id;                 /* unique on the page, letters and digits: "trend" */
	const char *title;              /* the finding: "Fewer plans are on time than a year ago" */
	const char *subtitle;           /* what is measured, in which unit; may be NULL */
	const char *source;             /* the foot; may be NULL */
	const char *unit;               /* after each number in labels: "%" is joined, others follow a space; NULL none */
	int decimals;                   /* of numbers shown as labels */
};

/* A thin line beside the main one: the region, the neighbours' median. */
struct trend_other {
	const char *name;
	const double *value;            /* one a period */
};

/* A line over time with its interval as a band, the target dashed, England thin, others thin and dotted. */
struct trend_chart {
	struct chart_words words;
	size_t n;
	const char *const *label;       /* a period each, short: "2024/25", "Mar 2025" */
	const double *value;
	const double *lower, *upper;    /* 95 % interval; NULL for none */
	const char *name;               /* what the line is: the authority's name */
	double target;                  /* NaN: none */
	const double *england;          /* NULL: none */
	const char *england_name;       /* NULL: "England" */
	const struct trend_other *other;
	size_t others;                  /* at most TREND_OTHERS; more are not drawn */
};
#define TREND_OTHERS 2
struct html chart_trend(struct mem *m, const struct trend_chart *chart);

/* A category each, in the order given: horizontal bars from zero with their intervals. */
struct bars_chart {
	struct chart_words words;
	size_t n;
	const char *const *label;
	const double *value;
	const double *lower, *upper;    /* NULL for none */
	const char *const *missing;     /* why a value is NaN ("suppressed"); NULL or an empty item: "not known" */
	double reference;               /* a line across all: the whole authority's value; NaN: none */
	const char *reference_name;
};
struct html chart_bars(struct mem *m, const struct bars_chart *chart);

/* Dots with intervals, sorted by value, highest first; for comparing areas. Missing ones come last. */
struct html chart_dots(struct mem *m, const struct bars_chart *chart, size_t highlighted);
#define CHART_NONE_HIGHLIGHTED ((size_t)-1)

/* Columns by deprivation decile (or any short ordered scale): value[0] is the most deprived tenth. Zero based. */
struct columns_chart {
	struct chart_words words;
	size_t n;
	const double *value;
	const double *lower, *upper;    /* NULL for none */
	const char *const *missing;     /* as above */
	const char *first_name, *last_name;     /* under the ends of the axis: "Most deprived tenth", "Least deprived tenth" */
};
struct html chart_columns(struct mem *m, const struct columns_chart *chart);

/* A spine: one row a measure. Its bar runs from the worst authority on the left to the best on the right (from the lowest to
 * the highest where neither is better), the dark part holds the middle half, and England stands in the middle; each row has a
 * scale of its own, on which the end that is further from England touches its edge. */
struct spine_row {
	const char *label;              /* the measure; over two lines where it is long */
	const char *value_words;        /* "117 per 10,000" */
	const char *kind;               /* better similar worse lower higher none: the mark's shape */
	int better;                     /* 1 higher is, -1 lower is, 0 neither */
	int decimals;
	double value, lower, upper;     /* NaN: not known, as all that follow */
	double england, region, neighbours, lowest, lower_quartile, median, upper_quartile, highest;
};
struct spine_chart {
	struct chart_words words;
	const struct spine_row *row;
	size_t n;
	const char *name, *region_name, *neighbours_name;       /* of the marks; the last two may be NULL: not drawn */
};
struct html chart_spine(struct mem *m, const struct spine_chart *chart);

/* Where a row's values lie between `left` and `right`. NaN: not drawn. What lies beyond all authorities is kept at the edge. */
struct spine_place {
	double worst, worse_quartile, better_quartile, best;    /* from left to right */
	double england, value, from, to, region, neighbours;    /* from, to: the interval, from left to right */
};
struct spine_place spine_place(const struct spine_row *row, double left, double right);

/* Small multiples: the same trend of several areas, a panel each on one scale, two side by side; England dashed in each. */
struct multiple {
	const char *name;
	const double *value;            /* one a period */
};
struct multiples_chart {
	struct chart_words words;
	size_t n;                       /* periods */
	const char *const *label;       /* a period each, short */
	const struct multiple *panel;
	size_t panels;
	size_t highlighted;             /* a panel, or CHART_NONE_HIGHLIGHTED */
	const double *england;          /* NULL: none */
};
struct html chart_multiples(struct mem *m, const struct multiples_chart *chart);

#endif
