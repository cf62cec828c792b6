/* See the header. */
#include "linkage/patterns.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

static void
count_pattern(void *own, uint32_t a, uint32_t b, uint64_t levels)
{
	bool is_new;

	(void)a;
	(void)b;
	++*int_map_put(own, (int64_t)levels, &is_new);
}

static int
levels_order(const void *one, const void *other)
{
	const struct pattern *a = one, *b = other;

	return (a->levels > b->levels) - (a->levels < b->levels);
}

static struct pattern *
in_order(struct mem *m, const struct int_map *map, size_t *n)
{
	struct pattern *list = mem_new_array(m, struct pattern, int_map_count(map) + 1);
	int64_t levels, *count;
	size_t at = 0;

	*n = 0;
	while (int_map_next(map, &at, &levels, &count))
		list[(*n)++] = (struct pattern){(uint64_t)levels, (uint64_t)*count};
	qsort(list, *n, sizeof *list, levels_order);
	return list;
}

struct pattern *
patterns_find(const struct training *t, struct mem *m, struct sample **sample, size_t *n)
{
	struct mem *work = mem_new(), **each = mem_new_array(work, struct mem *, t->threads);
	void **own = mem_new_array(work, void *, t->threads);
	struct pattern *list;

	for (int i = 0; i < t->threads; i++)
		own[i] = int_map_new(each[i] = mem_new(), 1024);
	sample_walk(t, sample, count_pattern, own);
	for (int i = 1; i < t->threads; i++) {
		int64_t levels, *count;
		size_t at = 0;
		bool is_new;

		while (int_map_next(own[i], &at, &levels, &count))
			*int_map_put(own[0], levels, &is_new) += *count;
	}
	list = in_order(m, own[0], n);
	for (int i = 0; i < t->threads; i++)
		mem_free(each[i]);
	mem_free(work);
	return list;
}
