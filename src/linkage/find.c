/* See the header. */
#include "linkage/find.h"

#include <stdlib.h>

#include "base/mem.h"
#include "linkage/keys.h"

static int
likely_order(const void *one, const void *other)
{
	const struct link_likely *a = one, *b = other;

	if (a->weight > b->weight || a->weight < b->weight)
		return a->weight > b->weight ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

size_t
link_find(struct mem *m, struct link_set *s, const struct link_model *trained, uint32_t asked, size_t most,
    struct link_likely **out)
{
	struct mem *work = mem_new();
	struct { struct link_decision *item; size_t n, cap; } pairs = {0};
	struct keying keying;
	double *weight;
	size_t n;

	keying_make(s, &keying);
	for (uint32_t i = 0; i < link_set_count(s); i++)
		if (i != asked && link_meet(&keying, asked, i) >= 0)
			*push(work, &pairs) = (struct link_decision){.left = asked, .right = i};
	weight = mem_new_array(work, double, pairs.n + 1);
	if (pairs.n)
		link_weights(s, trained, pairs.item, pairs.n, weight);
	*out = mem_new_array(m, struct link_likely, pairs.n + 1);
	for (size_t i = 0; i < pairs.n; i++)
		(*out)[i] = (struct link_likely){pairs.item[i].right, weight[i]};
	qsort(*out, pairs.n, sizeof **out, likely_order);
	n = pairs.n < most ? pairs.n : most;
	mem_free(work);
	return n;
}
