/* What the measure room's pages show. The generated templates include this. */
#ifndef MEASURE_MEASURE_VIEWS_H
#define MEASURE_MEASURE_VIEWS_H

#include <stdbool.h>
#include <stddef.h>

#include "web/page.h"

/* One measure on the scorecard. */
struct score_row {
	const char *title;
	struct url link;
	const char *value, *unit, *range, *count, *period, *before;     /* "" where there is nothing */
	const char *kind, *words;       /* of the change: "better", "better"; words "" for none */
	const char *note;
};
struct score_topic {
	const char *id, *title;
	struct { struct score_row *item; size_t n, cap; } rows;
};
struct area_choice {
	const char *name, *code;
	bool chosen;
};
struct scorecard_view {
	const char *heading, *answer;
	struct { struct score_topic *item; size_t n, cap; } topics;
	struct { struct area_choice *item; size_t n, cap; } areas;
	bool measured;
};
void scorecard_template(struct page *p, const struct scorecard_view *v);

/* One figure in a table of a measure. */
struct figure_row {
	const char *label;
	struct url link;                /* none where label is no area */
	const char *value, *range, *count, *of, *note;
};
struct figure_table {
	const char *id, *title;
	bool has_chart;
	struct html chart;
	struct { struct figure_row *item; size_t n, cap; } rows;
};
struct indicator_view {
	const char *title, *answer, *unit, *about, *source, *caveat, *small_numbers;
	const char *kind, *words;       /* of the change */
	bool measured;
	struct figure_table series;
	struct { struct figure_table *item; size_t n, cap; } tables;
};
void indicator_template(struct page *p, const struct indicator_view *v);

#endif
