/* How one pair's weight came about. */
#include <math.h>

#include "base/mem.h"
#include "linkage/dates.h"
#include "linkage/weigh.h"

static double
bits_against(const float bits[LINK_CLASSES])
{
	double rest = 0;

	for (int k = 0; k < LINK_CLASSES; k++)
		rest += k == LINK_MATCH ? 0 : exp2(bits[k] - bits[LINK_MATCH]);
	return -log2(rest);
}

/* Of impossible dates none is compared, and full names count once a set, however many pairs are weighed. */
static const struct weigher *
weigher_of(struct mem *m, struct link_set *s, const struct link_model *trained)
{
	struct joint joint;

	dates_doubt(s);
	if (!s->marked) {
		struct keying keying;

		keying_make(s, &keying);
		joint_count(s, &keying, 1, &joint);
		joint_mark(&joint, s, trained, 1);
	}
	return weigher_new(m, s, trained);
}

void
link_weights(struct link_set *s, const struct link_model *trained, const struct link_decision *pair, size_t n, double *weight)
{
	struct mem *m = mem_new();
	const struct weigher *w = weigher_of(m, s, trained);
	struct level_cache *cache = level_cache_new(m);

	for (size_t i = 0; i < n; i++) {
		uint32_t a = place_of(s, pair[i].left), b = place_of(s, pair[i].right);
		float bits[LINK_CLASSES];

		weigh_classes(w, a, b, levels_of(s, cache, a, b), bits);
		weight[i] = bits_against(bits);
	}
	mem_free(m);
}

/* Each field's bits are what the weight gains when the field is added to those before it. */
void
link_explain(struct link_set *s, const struct link_model *trained, uint32_t a, uint32_t b, struct link_explained *out)
{
	struct mem *m = mem_new();
	const struct weigher *w = weigher_of(m, s, trained);
	uint64_t levels, so_far = 0;
	float bits[LINK_CLASSES];
	double before, all = 0;

	a = place_of(s, a);
	b = place_of(s, b);
	levels = levels_of(s, level_cache_new(m), a, b);
	*out = (struct link_explained){0};
	weigh_classes(w, a, b, 0, bits);
	before = bits_against(bits);
	out->step[out->n++] = (struct link_step){-1, 0, before};
	for (int f = 0; f < trained->n_fields; f++) {
		double now;

		so_far |= (uint64_t)level_at(levels, f) << (4 * f);
		weigh_classes(w, a, b, so_far, bits);
		now = bits_against(bits);
		out->step[out->n++] = (struct link_step){f, level_at(levels, f), now - before};
		before = now;
	}
	out->weight = before;
	out->probability = 1 / (1 + exp2(-before));
	for (int k = 0; k < LINK_CLASSES; k++)
		all += exp2(bits[k] - bits[LINK_MATCH]);
	for (int k = 0; k < LINK_CLASSES; k++)
		out->share[k] = exp2(bits[k] - bits[LINK_MATCH]) / all;
	mem_free(m);
}
