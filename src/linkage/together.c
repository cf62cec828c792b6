/* See the header. */
#include "linkage/together.h"

#include <stdlib.h>

#include "base/mem.h"
#include "linkage/level.h"

#define PAIRS_LEAST 5                   /* found or expected: fewer tell nothing of two fields */

void
together_add(struct together *k, int fields, uint64_t levels, double pairs)
{
	for (int f = 0; f < fields; f++)
		for (int g = 0; g < fields; g++) {
			int one = level_at(levels, f), other = level_at(levels, g);

			if (f == g || one == LEVEL_UNKNOWN || other == LEVEL_UNKNOWN)
				continue;
			k->known[f][g] += pairs;
			k->one[f][g] += one != LEVEL_SAME ? pairs : 0;
			k->both[f][g] += one != LEVEL_SAME && other != LEVEL_SAME ? pairs : 0;
		}
}

/* By how much oftener than expected; `expected` is above 0. */
static int
together_order(const void *one, const void *other)
{
	const struct link_together *a = one, *b = other;
	double x = a->both * b->expected, y = b->both * a->expected;

	if (x > y || x < y)
		return x > y ? -1 : 1;
	return a->one != b->one ? a->one - b->one : a->other - b->other;
}

struct link_together *
together_list(struct mem *m, const struct together *k, int fields, size_t *n)
{
	struct link_together *list = mem_new_array(m, struct link_together, fields * fields + 1);

	*n = 0;
	for (int f = 0; f < fields; f++)
		for (int g = f + 1; g < fields; g++) {
			double known = k->known[f][g], expected = known > 0 ? k->one[f][g] * k->one[g][f] / known : 0;

			if (expected > 0 && (expected >= PAIRS_LEAST || k->both[f][g] >= PAIRS_LEAST))
				list[(*n)++] = (struct link_together){f, g, k->both[f][g], expected};
		}
	if (*n)
		qsort(list, *n, sizeof *list, together_order);
	return list;
}
