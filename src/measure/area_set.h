/* A set of areas by a word: the statistical neighbours, the authorities of the region, all authorities, or codes. */
#ifndef MEASURE_AREA_SET_H
#define MEASURE_AREA_SET_H

#include "measure/published.h"

struct area_named {
	const char *code, *name;
};
struct area_set {
	struct area_named *item;
	size_t n, cap;
};

#define AREA_SET_MOST 400       /* areas that a list of codes may name */

/* `word`: neighbours, region, all, or codes with commas between ("E06000001,E06000002"); NULL or "" is neighbours. Nearest
 * first, by name, or as named; never the area itself but where it is named. ERR_NOT_FOUND for a code of no area. */
enum err area_set_read(struct ctx *c, const struct comparators *own, const char *word, struct area_set *out) MUST_USE;
/* Puts the set in the place of the neighbours. */
void area_set_against(struct mem *m, const struct area_set *set, struct comparators *out);
bool area_set_has(const struct area_set *set, const char *code);

#endif
