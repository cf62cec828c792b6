/* What the report of linking files shows. The generated template includes this. */
#ifndef PEOPLE_LINK_REPORT_VIEWS_H
#define PEOPLE_LINK_REPORT_VIEWS_H

#include <stdbool.h>
#include <stddef.h>

#include "web/grid.h"
#include "web/page.h"

struct link_pair_shown {
	const char *heading, *said;
	struct html chart;
	struct grid table;
};

struct link_report_view {
	const char *answer, *files, *model, *learned, *placeholders, *aliases, *compared;
	struct grid completeness, rules, weights, accuracy, thresholds, bands, memory, ties, overlap, together;
	struct html histogram;
	const char *truth;              /* NULL: none was given */
	struct { struct grid *item; size_t n, cap; } fields;
	struct { struct link_pair_shown *item; size_t n, cap; } pairs;
};
void link_report_template(struct page *p, const struct link_report_view *v);

#endif
