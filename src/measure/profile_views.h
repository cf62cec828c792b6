/* What the pages of profile, tartan rug and comparison show. The generated templates include this. */
#ifndef MEASURE_PROFILE_VIEWS_H
#define MEASURE_PROFILE_VIEWS_H

#include <stdbool.h>
#include <stddef.h>

#include "web/page.h"

struct area_option {
	const char *code, *name;
	bool chosen;
};
struct area_options {
	struct area_option *item;
	size_t n, cap;
};

/* One row of the profile's table; "" where there is nothing. */
struct profile_row {
	const char *title, *note;       /* note: NULL, or what to mind */
	struct url link;
	const char *period, *count, *value, *unit, *range, *england, *region, *neighbours, *lowest, *highest, *quarter, *rank;
	const char *trend, *before, *kind, *words;
	bool own;                       /* the computed figure of the measure above */
};
struct profile_section {
	const char *id, *title;
	bool has_chart;
	struct html chart;
	struct { struct profile_row *item; size_t n, cap; } rows;
};
struct other_topic {
	const char *title;
	struct url link;
};
struct profile_view {
	const char *heading, *answer, *rule;
	const char *empty;              /* NULL, or why there is nothing and what fills it */
	const char *region;             /* NULL: none */
	const char *neighbours;         /* the head of their column: "Neighbours" */
	bool whole;                     /* the catalogue's measures, not one topic of other numbers */
	struct url back, download, spreadsheet, download_all, rug, compare;
	struct area_options areas;
	struct { struct profile_section *item; size_t n, cap; } sections;
	struct { struct other_topic *item; size_t n, cap; } others;
};
void profile_template(struct page *p, const struct profile_view *v);

/* ---- the tartan rug ----------------------------------------------------------------------------------------------- */

struct rug_head {
	const char *title, *unit, *period;
	struct url link, sort;
	bool sorted;
};
struct rug_cell_view {
	const char *kind, *words, *value;       /* words: "better", "worst quarter", "" */
	bool judged;                            /* words are a judgement, with a shape */
};
struct rug_row {
	const char *name;
	struct url link;
	bool own;
	struct { struct rug_cell_view *item; size_t n, cap; } cells;
};
struct rug_option {
	const char *value, *label;
	bool chosen;
};
struct rug_options {
	struct rug_option *item;
	size_t n, cap;
};
/* So many measures as fit on a page side by side. */
struct rug_part {
	const char *id, *caption;
	struct { struct rug_head *item; size_t n, cap; } heads;
	struct { struct rug_row *item; size_t n, cap; } rows;
};
struct rug_view {
	const char *heading, *answer, *area;
	const char *empty;              /* NULL, or why there is nothing */
	const char *sort;               /* the measure it is sorted by; "" for none */
	struct url profile, download, spreadsheet;
	struct rug_options topics, with;
	struct { struct rug_part *item; size_t n, cap; } parts;
};
void rug_template(struct page *p, const struct rug_view *v);

/* ---- the comparison ----------------------------------------------------------------------------------------------- */

/* One checkbox. */
struct compare_box {
	const char *id, *value, *label;
	bool chosen;
};
struct compare_group {
	const char *title;
	bool open;                      /* something in it is chosen */
	struct { struct compare_box *item; size_t n, cap; } boxes;
};
struct compare_row {
	const char *area, *value, *range, *count, *of, *kind, *words, *note;
	struct url link;
	bool own;
};
struct compare_cells {
	const char *area;
	bool own;
	struct { const char **item; size_t n, cap; } values;
};
struct compare_section {
	const char *id, *title, *unit, *period;
	struct url link;
	bool has_chart, has_trend;
	struct html dots, trend;
	struct { struct compare_row *item; size_t n, cap; } rows;
	struct { const char **item; size_t n, cap; } periods;
	struct { struct compare_cells *item; size_t n, cap; } over_time;
};
struct compare_view {
	const char *heading, *answer, *of;
	const char *cut;                /* NULL, or what was left out */
	const char *empty;              /* NULL, or why there is nothing */
	struct url download, spreadsheet;
	struct compare_group areas;
	struct area_options add;
	struct { struct compare_group *item; size_t n, cap; } measures;
	struct { struct compare_section *item; size_t n, cap; } sections;
};
void compare_template(struct page *p, const struct compare_view *v);

#endif
