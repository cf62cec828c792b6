/* The areas of one kind on a map, beside the table of the same figures. */
#ifndef MEASURE_INDICATOR_MAP_H
#define MEASURE_INDICATOR_MAP_H

#include "measure/indicator_words.h"

/* Whether any boundary of areas of the kind was imported. */
enum err boundaries_known(struct ctx *c, const char *kind, bool *known) MUST_USE;
/* Puts the map into the table's section and folds its rows away; where boundaries are not imported or fewer than MAP_CLASSES
 * areas have a figure that is shown, the section's lead says so instead. `list` is as shown_breakdowns gives it: what is hidden
 * there is hidden here. `title` is the chart's. */
enum err area_map(const struct about_page *about, const struct shown_list *list, const char *kind, const char *title,
    struct figure_table *t) MUST_USE;

#endif
