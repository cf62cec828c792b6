/* See the header. A decided pair counts as one pair, so a few wrong decisions move no more than a few pairs can; and it is one of
 * those that were counted as patterns already, so it takes the place of one there: what confirms what was sure changes nothing. */
#include "linkage/decided.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "linkage/level.h"

static int
levels_order(const void *one, const void *other)
{
	const struct decided_pattern *a = one, *b = other;

	return (a->levels > b->levels) - (a->levels < b->levels);
}

struct decided_pattern *
decided_find(const struct training *t, struct mem *m, const struct pattern *pattern, size_t n_patterns, double every, size_t *n)
{
	struct decided_pattern *list = mem_new_array(m, struct decided_pattern, t->n_decisions + 1);
	size_t at = 0;

	for (size_t i = 0; i < t->n_decisions; i++) {
		const struct link_decision *d = &t->decision[i];

		list[i] = (struct decided_pattern){.levels = levels_of(t->s, t->levels[0], d->left, d->right),
		    .same = d->decided == LINK_SAME, .different = d->decided == LINK_DIFFERENT};
	}
	qsort(list, t->n_decisions, sizeof *list, levels_order);
	*n = 0;
	for (size_t i = 0; i < t->n_decisions; i++)
		if (*n && list[*n - 1].levels == list[i].levels) {
			list[*n - 1].same += list[i].same;
			list[*n - 1].different += list[i].different;
		} else {
			list[(*n)++] = list[i];
		}
	for (size_t i = 0; i < *n; i++) {
		while (at < n_patterns && pattern[at].levels < list[i].levels)
			at++;
		if (at < n_patterns && pattern[at].levels == list[i].levels)
			list[i].taken = fmin(list[i].same + list[i].different, (double)pattern[at].count * every);
	}
	return list;
}

void
decided_part(const struct decided_pattern *d, const double share[LINK_CLASSES], double out[LINK_CLASSES])
{
	double others = 0;

	for (int k = 0; k < LINK_CLASSES; k++)
		others += k == LINK_MATCH ? 0 : share[k];
	for (int k = 0; k < LINK_CLASSES; k++)
		out[k] = (k == LINK_MATCH ? d->same : others > 0 ? d->different * share[k] / others :
		    k == LINK_RANDOM ? d->different : 0) - d->taken * share[k];
}
