/* Finds a measure's sources: the data sets that write a kind which it reads, and the newest file of each. */
#include "measure/sources.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/coverage.h"
#include "store/store.h"

static bool
is_read(const struct indicator *k, const struct dataset *d)
{
	if (d->publishes.source)
		return false;                   /* it stands beside the figures, not under them */
	for (size_t i = 0; k->tables && k->tables[i]; i++)
		if (dataset_writes(d, k->tables[i]))
			return true;
	return k->rows && k->tables == NULL;
}

static int
newest_first(const void *a, const void *b)
{
	const struct source *x = a, *y = b;

	if (x->as_at != y->as_at)
		return x->as_at > y->as_at ? -1 : 1;
	if (x->annual != y->annual)
		return x->annual ? 1 : -1;
	return strcmp(x->title, y->title);
}

enum err
sources_of(struct ctx *c, const struct indicator *k, struct sources *out)
{
	struct rows *r = store_read(c, "select b.dataset, b.agency, b.as_at, max(b.id) from batch b where b.as_at ="
	    " (select max(n.as_at) from batch n where n.dataset = b.dataset) group by b.dataset, b.agency, b.as_at");

	while (rows_next(r)) {
		const struct dataset *d = catalogue_dataset(c->catalogue, col_text(r, 0, c->mem));

		if (d && is_read(k, d))
			*push(c->mem, out) = (struct source){d->title, col_text(r, 1, c->mem), col_day(r, 2), d->annual,
			    col_id(r, 3)};
	}
	if (out->n)
		qsort(out->item, out->n, sizeof out->item[0], newest_first);
	return rows_end(r);
}
