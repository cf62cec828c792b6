/* What the measure room's pages show. The generated templates include this. */
#ifndef MEASURE_MEASURE_VIEWS_H
#define MEASURE_MEASURE_VIEWS_H

#include <stdbool.h>
#include <stddef.h>

#include "web/page.h"

struct word_list {
	const char **item;
	size_t n, cap;
};

/* One measure on the scorecard. */
struct score_row {
	const char *title;
	struct url link;
	const char *value, *unit, *range, *count, *period, *before;     /* "" where there is nothing */
	const char *before_note;        /* NULL, or why there is no figure before */
	const char *kind, *words;       /* of the change: "better", "better"; words "" for none */
	const char *note;
};
struct score_rows {
	struct score_row *item;
	size_t n, cap;
};
struct score_topic {
	const char *id, *title;
	struct score_rows rows;
};
struct area_choice {
	const char *name, *code;
	bool chosen;
};
struct scorecard_view {
	const char *heading, *answer;
	struct score_rows changes;      /* those that became better or worse */
	struct { struct score_topic *item; size_t n, cap; } topics;
	struct { struct area_choice *item; size_t n, cap; } areas;
	struct url download, workbook;  /* CSV and XLSX */
	bool measured;
};
void scorecard_template(struct page *p, const struct scorecard_view *v);

/* One figure in a table of a measure. */
struct figure_row {
	const char *label;
	struct url link;                /* none where label is no area */
	const char *value, *range, *count;
	const char *note;               /* NULL, or why something is missing */
	struct word_list more;          /* one a head of the table's `more` */
	bool own;                       /* the area that the page is about */
};
struct figure_table {
	const char *id, *title, *head;  /* head: what the first column holds */
	const char *unit;               /* what the values are: "Per 10,000" */
	const char *lead;               /* NULL, or a paragraph that stands before it */
	const char *kind, *words;       /* NULL, or a judgement that stands before it */
	const char *fold;               /* NULL, or what the closed table is called: "All 151 authorities" */
	bool continues;                 /* belongs to the section before it, and has no heading of its own */
	bool has_chart, has_ranges, has_counts;
	bool wide;                      /* chart and table one under the other */
	struct html chart;
	struct word_list more;          /* the heads of further columns, all of them numbers */
	struct { struct figure_row *item; size_t n, cap; } rows;
};
struct figure_tables {
	struct figure_table *item;
	size_t n, cap;
};
struct content_item {
	const char *title;
	struct url link;
};
struct source_row {
	const char *title, *agency, *as_at, *kind, *rows;
	struct url link;
};
struct term_row {
	const char *term, *words;
};
/* A typed figure, and what it was before. */
struct typed_version {
	const char *value, *hand;       /* hand: who typed it, and when */
	const char *source, *evidence, *reason;         /* NULL: not said */
};
struct typed_figure {
	const char *title;              /* "2024-25", "2024-25, Sex: female" */
	struct typed_version now;
	const char *before_words;       /* NULL: it was always so */
	struct { struct typed_version *item; size_t n, cap; } before;
};
struct indicator_view {
	const char *title, *answer, *about, *source, *caveat, *small_numbers;
	const char *kind, *words;       /* of the change, or of the number beside England's */
	const char *second;             /* NULL, or a sentence on what is published */
	const char *newest;             /* NULL, or how old the newest source is */
	const char *without;            /* NULL, or which breakdowns have no figures and why */
	const char *area, *authority;   /* area: NULL for the whole authority */
	const char *query;              /* NULL, or the SQL */
	struct url back, whole, download, workbook;
	struct url move;                /* why it moved; none where it is not worked out from rows */
	const char *back_words;
	bool measured, may_be_typed;
	const char *id;                 /* of a measure that may be typed */
	struct { struct typed_figure *item; size_t n, cap; } typed;
	struct figure_tables tables;    /* over time, other areas, by deprivation, by locality, other groups, small areas */
	struct { struct content_item *item; size_t n, cap; } contents;
	struct { struct source_row *item; size_t n, cap; } sources;
	struct { struct term_row *item; size_t n, cap; } definition, coverage;
};
void indicator_template(struct page *p, const struct indicator_view *v);

#endif
