/* See the header. */
#include "people/link_stage.h"

#include "base/wide.h"
#include "linkage/radix.h"
#include "store/store.h"

/* Numbers of the database are not negative. */
void
ids_sort(struct id_list *list)
{
	uint64_t *work = wide_new((list->n + 1) * sizeof *work);

	radix_sort_whole((uint64_t *)list->item, work, list->n);
	wide_free(work);
}

enum err
stage_fill(struct ctx *c, struct id_list *list)
{
	size_t n = 0;

	ids_sort(list);
	for (size_t i = 0; i < list->n; i++)
		if (!i || list->item[i] != list->item[i - 1])
			list->item[n++] = list->item[i];
	list->n = n;
	return store_stage(c, list->item, n);
}

enum err
stage_ask(struct ctx *c, struct mem *mem, struct id_list *list, const char *sql, struct id_list *out)
{
	struct rows *r;

	if (list->n == 0)
		return OK;
	TRY(stage_fill(c, list));
	r = store_read_staged(c, sql);
	while (rows_next(r))
		*push(mem, out) = col_id(r, 0);
	return rows_end(r);
}
