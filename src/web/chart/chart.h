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

#endif
