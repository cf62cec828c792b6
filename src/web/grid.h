/* A table of texts that a page shows as it is: the first cell of a row is its heading, the first `words` columns are words and
 * the others numbers. The partial `grid` prints it. */
#ifndef WEB_GRID_H
#define WEB_GRID_H

#include "base/mem.h"

struct grid_row LIST(const char *);
struct grid {
	const char *id, *title;
	struct grid_row head;
	struct { struct grid_row *item; size_t n, cap; } rows;
	size_t words;
};

/* A grid without rows; `head` ends with NULL. */
struct grid grid_new(struct mem *m, const char *id, const char *title, size_t words, const char *const *head);
/* The next cell; rows fill themselves. */
void grid_cell(struct mem *m, struct grid *g, const char *text);

#endif
