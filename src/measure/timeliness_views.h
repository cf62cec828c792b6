/* What the page of the clocks shows. The generated template includes this. */
#ifndef MEASURE_TIMELINESS_VIEWS_H
#define MEASURE_TIMELINESS_VIEWS_H

#include <stdbool.h>
#include <stddef.h>

#include "web/page.h"

struct timing_row {
	const char *title, *within;     /* "within 20 working days, law" */
	struct url link;
	const char *period, *value, *range, *on_time, *late, *median, *median_before, *open, *overdue, *as_at, *note;
	const char *kind, *words;       /* than the period before */
	const char *trend_kind, *trend; /* "" where it cannot be told */
};
struct timing_topic {
	const char *id, *title;
	struct { struct timing_row *item; size_t n, cap; } rows;
};
struct timeliness_view {
	const char *answer;
	bool measured, has_chart;
	struct html chart;
	struct url download, workbook;
	struct { struct timing_topic *item; size_t n, cap; } topics;
};
void timeliness_template(struct page *p, const struct timeliness_view *v);

#endif
