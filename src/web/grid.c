/* Tables of texts, filled cell by cell. */
#include "web/grid.h"

struct grid
grid_new(struct mem *m, const char *id, const char *title, size_t words, const char *const *head)
{
	struct grid g = {.id = id, .title = title, .words = words};

	for (size_t i = 0; head[i]; i++)
		*push(m, &g.head) = head[i];
	return g;
}

void
grid_cell(struct mem *m, struct grid *g, const char *text)
{
	struct grid_row *last = g->rows.n ? &g->rows.item[g->rows.n - 1] : NULL;

	if (!last || last->n == g->head.n)
		last = push(m, &g->rows);
	*push(m, last) = text;
}
