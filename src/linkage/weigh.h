/* From levels to bits of evidence. */
#ifndef LINKAGE_WEIGH_H
#define LINKAGE_WEIGH_H

#include "linkage/joint.h"
#include "linkage/level.h"
#include "linkage/ties.h"

/* A model's chances as logarithms to the base 2, with what names' frequencies need. */
struct weigher {
	const struct link_set *s;
	const struct link_model *model;
	float prior[LINK_CLASSES];
	float bits[LINK_CLASSES][LINK_FIELDS][16];
	struct ties ties;
	float overlap[LINK_OVERLAPS];   /* what two sources' being those adds to a match */
	uint8_t words[LINK_FIELDS];     /* fields that are names or texts … */
	int n_words;
	float *rarity[LINK_FIELDS];     /* … by word: how much rarer (in bits, negative) it is than such fields' values are by chance */
	int given, family;
};

struct weigh_cache;
struct weigh_cache *weigh_cache_new(struct mem *m);

/* Lives in `m`. */
struct weigher *weigher_new(struct mem *m, const struct link_set *s, const struct link_model *model);
/* The pair's weight in bits: of one child's two records against all else, the prior included. One that is surely below
 * `least` may come out as anything below it. */
float weigh(const struct weigher *w, struct weigh_cache *cache, uint32_t a, uint32_t b, uint64_t levels, float least);
/* Asks beforehand for what that needs, which lies anywhere in memory. */
void weigh_fetch(const struct weigher *w, const struct weigh_cache *cache, uint32_t a, uint64_t levels);
/* The logarithm of each class's part in the pair. */
void weigh_classes(const struct weigher *w, uint32_t a, uint32_t b, uint64_t levels, float out[LINK_CLASSES]);

#endif
