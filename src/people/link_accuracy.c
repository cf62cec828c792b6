/* Links against the truth: how many are right, how many of the true ones were found, and whether probabilities mean what they
 * say. Every true pair counts in the recall, whether or not it was compared. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "linkage/keys.h"
#include "people/link_files.h"

#define MEETINGS_MOST 5000000           /* true pairs that are asked whether blocking lets them meet; of more, one in so many */

double
link_precision(struct link_score s)
{
	return s.found ? (double)s.right / (double)s.found : NAN;
}

double
link_recall(struct link_score s)
{
	return s.all ? (double)s.right / (double)s.all : NAN;
}

/* The harmonic mean of both (van Rijsbergen 1979). */
double
link_f1(struct link_score s)
{
	return s.found + s.all ? 2 * (double)s.right / (double)(s.found + s.all) : NAN;
}

static uint64_t
pairs_among(uint64_t n)
{
	return n * (n - 1) / 2;
}

static int
key_order(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Pairs of equal keys. */
static uint64_t
pairs_of(uint64_t *key, size_t n)
{
	uint64_t pairs = 0;
	size_t from = 0;

	qsort(key, n, sizeof *key, key_order);
	for (size_t i = 1; i <= n; i++)
		if (i == n || key[i] != key[from]) {
			pairs += pairs_among(i - from);
			from = i;
		}
	return pairs;
}

/* By keys of who and which cluster, in their order. */
static void
people_score(struct mem *m, const uint64_t *key, size_t n, size_t clusters, struct link_score *out)
{
	uint32_t *records = mem_new_array(m, uint32_t, clusters + 1);   /* by cluster */

	for (size_t i = 0; i < n; i++)
		out->found += records[(uint32_t)key[i]]++ == 0;
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && key[to] >> 32 == key[from] >> 32; to++)
			continue;
		out->all++;
		out->right += key[to - 1] == key[from] && records[(uint32_t)key[from]] == to - from;
	}
}

/* What is true, what the clusters say, and both at once, over the records whose truth is known. */
static void
clusters_score(struct mem *m, const uint32_t *truth, size_t n, const struct links *links, struct link_accuracy *out)
{
	uint64_t *key = mem_new_array(m, uint64_t, n + 1);
	uint64_t *sum[] = {&out->clusters.all, &out->clusters.found, &out->clusters.right};

	for (int what = 0; what < 3; what++) {
		size_t k = 0;

		for (size_t i = 0; i < n; i++)
			if (truth[i] != LINK_TRUTH_UNKNOWN)
				key[k++] = (what != 1 ? (uint64_t)truth[i] << 32 : 0) | (what != 0 ? links->cluster[i] : 0);
		out->known = k;
		*sum[what] = k ? pairs_of(key, k) : 0;
	}
	people_score(m, key, out->known, links->n_clusters, &out->people);
}

static double
probability_of(const struct link_edge *e)
{
	return 1 / (1 + exp2(-(double)e->weight));
}

/* The bands get narrower towards nought and one, where most pairs lie. */
static void
bands_make(struct link_accuracy *out, double review)
{
	static const double border[] = {0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1};

	for (size_t i = 0; i + 1 < sizeof border / sizeof *border; i++)
		if (border[i + 1] > review) {
			out->band[out->n_bands].from = fmax(border[i], review);
			out->band[out->n_bands++].to = border[i + 1];
		}
	if (out->n_bands)
		out->band[0].from = review;
}

static void
thresholds_make(struct link_accuracy *out, double review)
{
	static const double at[LINK_THRESHOLDS] = {0.999, 0.99, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05};

	for (int i = 0; i < LINK_THRESHOLDS && at[i] >= review; i++)
		out->at[out->n_at++].probability = at[i];
}

static void
edge_score(struct link_accuracy *out, double p, bool right, double join)
{
	int band = 0;

	if (p >= join) {
		out->pairs.found++;
		out->pairs.right += right;
	}
	for (int i = 0; i < out->n_at; i++)
		if (p >= out->at[i].probability) {
			out->at[i].score.found++;
			out->at[i].score.right += right;
		}
	while (band + 1 < out->n_bands && p >= out->band[band].to)
		band++;
	if (out->n_bands) {
		out->band[band].sum += p;
		out->band[band].pairs++;
		out->band[band].right += right;
	}
}

void
link_accuracy_of(struct mem *m, const uint32_t *truth, size_t n, const struct links *links, struct link_accuracy *out)
{
	double join = links->model.join > 0 ? links->model.join : LINK_JOIN;
	double review = links->model.review > 0 ? links->model.review : LINK_REVIEW;

	*out = (struct link_accuracy){0};
	clusters_score(m, truth, n, links, out);
	bands_make(out, review);
	thresholds_make(out, review);
	out->pairs.all = out->clusters.all;
	for (int i = 0; i < out->n_at; i++)
		out->at[i].score.all = out->pairs.all;
	for (size_t i = 0; i < links->n_edges; i++) {
		const struct link_edge *e = &links->edge[i];

		if (truth[e->left] != LINK_TRUTH_UNKNOWN && truth[e->right] != LINK_TRUTH_UNKNOWN)
			edge_score(out, probability_of(e), truth[e->left] == truth[e->right], join);
	}
}

/* ---- blocking ----------------------------------------------------------------------------------------------------- */

/* Records of one person one behind the other: who, then which record. */
static size_t
people_order(struct mem *m, const uint32_t *truth, size_t n, uint64_t **out)
{
	size_t k = 0;

	*out = mem_new_array(m, uint64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		if (truth[i] != LINK_TRUTH_UNKNOWN)
			(*out)[k++] = (uint64_t)truth[i] << 32 | i;
	if (k)
		qsort(*out, k, sizeof **out, key_order);
	return k;
}

void
link_accuracy_meet(struct mem *m, const struct link_set *set, const uint32_t *truth, size_t n, struct link_accuracy *out)
{
	uint64_t *key, every = out->pairs.all / MEETINGS_MOST + 1, at = 0;
	size_t known = people_order(m, truth, n, &key);
	struct keying keying;

	keying_make(set, &keying);
	for (size_t i = 0, end = 0; i < known; i++) {
		while (end < known && (end <= i || key[end] >> 32 == key[i] >> 32))
			end++;                  /* where the next person begins */
		for (size_t k = i + 1 + (every - at % every) % every; k < end; k += every) {
			out->asked++;
			out->met += link_meet(&keying, (uint32_t)key[i], (uint32_t)key[k]) >= 0;
		}
		at += end - i - 1;
	}
}
