/* How alike two folded names are, by their letters. Bytes count as characters; of a name longer than 64 bytes the first 64
 * count. Nothing is allocated, and a call takes some tens of nanoseconds. */
#ifndef LINKAGE_SIMILAR_H
#define LINKAGE_SIMILAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Jaro-Winkler similarity, 0 to 1: Jaro's (1989; matches within half the longer length less one; half of the transposed,
 * rounded down), raised by a tenth of what it lacks for each of the first four letters that agree, where it is above 0.7
 * as in Winkler's own program (Winkler 1990; strcmp95, without its tables of like letters). Symmetric; 1 for equal names,
 * two empty ones included, and 0 when only one is empty. */
double jaro_winkler(struct view a, struct view b);

/* A name's outline: which letters it has, a bit each (one for all that are not a to z), above them its length, and its first four
 * bytes. OUTLINE_NOT_TOLD of a long one and of more than one word. */
struct outline {
	uint32_t letters, first;
};
struct outline outline_of(struct view name);
#define OUTLINE_NOT_TOLD ((struct outline){0xf0000000u, 0})

/* Of two names of which only their outlines are known, so that what is not alike is ruled out quickly: no less than jaro_winkler(),
 * and false only where edits() is not one. */
double jaro_winkler_most(struct outline a, struct outline b);
bool may_be_one_edit(struct outline a, struct outline b);

/* Damerau-Levenshtein distance in its restricted form (optimal string alignment): insertions, deletions, changes and swaps
 * of neighbours, nothing being edited twice. Bit vectors by Hyyrö (2003). */
int edits(struct view a, struct view b);

/* Whether the words of one folded name (split at spaces) all occur among those of the other: "smith" and "smith jones",
 * "jones smith" and "smith jones". False for names that are equal as wholes, and where one has no words. */
bool tokens_within(struct view a, struct view b);

#endif
