/* How a name sounds, as a number: so that common misspellings of it meet under one key. */
#ifndef LINKAGE_SOUND_H
#define LINKAGE_SOUND_H

#include <stdint.h>

#include "base/text.h"

/* A code of how a folded name sounds: up to six classes of five bits, the first in the highest of those used. Made for names
 * as they are spelt in Britain: British, Irish, Polish and other Eastern European, South Asian, Arabic and African. Vowels
 * count only at the beginning (a; e, i and y; o and u), doubled letters once, an h only at the beginning; the rules in
 * sound.c say the rest. Spaces and letters of other scripts are passed over, so a name of several words is sounded as one:
 * ask for each word where that is wanted. 0 when it has no Latin letter. */
uint32_t sound_of(struct view folded);

#endif
