/* What the page of a change shows. The generated template includes this. */
#ifndef MEASURE_MOVEMENT_VIEWS_H
#define MEASURE_MOVEMENT_VIEWS_H

#include <stdbool.h>
#include <stddef.h>

#include "web/page.h"

struct move_words {
	const char **item;
	size_t n, cap;
};
struct move_row {
	const char *label, *note;       /* note: NULL, or what the label means */
	struct move_words cells;        /* one a head */
	bool whole;                     /* the sum of those above */
};
struct move_table {
	const char *id, *title, *head;  /* head: of the first column */
	const char *before, *after;     /* NULL, or a paragraph above or below it */
	struct move_words heads;        /* of the others, all numbers */
	struct { struct move_row *item; size_t n, cap; } rows;
	bool has_chart, plain;          /* plain: no column leads */
	struct html chart;
};
struct move_choice {
	const char *value, *words;
	bool chosen;
};
struct move_choices {
	struct move_choice *item;
	size_t n, cap;
};
struct movement_view {
	const char *title, *answer, *chance, *target, *end, *same, *method, *hidden;     /* NULL: nothing to say */
	const char *target_value;       /* as it was typed; "" */
	struct url scorecard, back, action, download, workbook;
	bool moved;                     /* there are two periods */
	struct move_choices periods, against, by;
	struct { struct move_table *item; size_t n, cap; } tables;
};
void movement_template(struct page *p, const struct movement_view *v);

#endif
