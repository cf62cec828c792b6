/* Where postcodes are, by the numbers that rows hold (linkage/postcode.h). */
#ifndef LINKAGE_PLACES_H
#define LINKAGE_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Eight bytes a postcode, in open addressing, at most three in four of them taken: above the postcode, below its place in steps of
 * 20 m east and north, 16 bits each, of which Great Britain's 700 and 1,300 km take most. A postcode's own addresses lie further
 * apart than that. */
struct places {
	uint64_t *slot;
	size_t slots, n, known;         /* postcodes, and those of them whose place is known */
};

void places_free(struct places *p);
size_t places_held(const struct places *p);     /* bytes */
/* A postcode whose place will be asked for, where it was not there. */
void places_note(struct places *p, uint32_t postcode);
/* The place of a noted postcode, in metres of the National Grid. False: it was not noted, its place is known already, or that is no
 * place in Great Britain. */
bool places_put(struct places *p, uint32_t postcode, int64_t easting, int64_t northing);
/* The square of how many metres lie between two postcodes; -1 where one's place is not known. */
int64_t places_apart(const struct places *p, uint32_t a, uint32_t b);

#endif
