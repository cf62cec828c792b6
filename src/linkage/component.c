/* See the header. */
#include "linkage/component.h"

#include <math.h>

#include "base/mem.h"
#include "base/wide.h"

#define AHEAD 16                        /* edges whose records are asked for beforehand: they lie anywhere */

float
link_join_bits(const struct link_model *m)
{
	return (float)log2(m->join / (1 - m->join));
}

static uint32_t
lowest(uint32_t *of, uint32_t i)
{
	while (of[i] != i) {
		of[i] = of[of[i]];
		i = of[i];
	}
	return i;
}

static void
tie(uint32_t *of, uint32_t one, uint32_t other)
{
	one = lowest(of, one);
	other = lowest(of, other);
	of[one > other ? one : other] = one > other ? other : one;
}

uint32_t *
components_find(struct mem *m, const struct links *links, size_t records, const struct link_decision *decision,
    size_t n_decisions)
{
	uint32_t *of = mem_new_array(m, uint32_t, records + 1);
	float join = link_join_bits(&links->model);

	for (uint32_t i = 0; i < records; i++)
		of[i] = i;
	for (size_t i = 0; i < links->n_edges; i++) {
		if (i + AHEAD < links->n_edges) {
			wide_fetch(&of[links->edge[i + AHEAD].left]);
			wide_fetch(&of[links->edge[i + AHEAD].right]);
		}
		if (links->edge[i].weight >= join)
			tie(of, links->edge[i].left, links->edge[i].right);
	}
	for (size_t i = 0; i < n_decisions; i++)
		if (decision[i].decided == LINK_SAME)
			tie(of, decision[i].left, decision[i].right);
	for (uint32_t i = 0; i < records; i++)
		of[i] = lowest(of, i);
	return of;
}
