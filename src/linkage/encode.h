/* Names, dates, postcodes and numbers as keyed encodings, for those who may not release them: who has the key makes them, and
 * whoever links compares them without it (linkage/code.h has their form).
 *
 * A name becomes a Bloom filter of its padded pairs of letters (Schnell, Bachteler and Reiher 2009), so that like names have
 * like filters. Hardened: each pair's ten bits are drawn by a keyed hash (not by the double hashing that Niedermeyer,
 * Steinmetzer, Kroll and Schnell broke in 2014); the year of birth is hashed with them, so that the filters of different years
 * cannot be held against each other (salting: Niedermeyer et al. 2014); and the filter stands beside its complement, permuted by
 * the key, so that all weigh the same (balancing: Schnell and Borgs 2016).
 */
#ifndef LINKAGE_ENCODE_H
#define LINKAGE_ENCODE_H

#include "linkage/code.h"

#define ENCODE_KEY 32                   /* bytes */

struct encoder;
/* Lives in `m`, which should be wiped by encoder_end before it is freed. */
struct encoder *encoder_new(struct mem *m, const unsigned char key[ENCODE_KEY]);
void encoder_end(struct encoder *e);

/* The year of birth by a date as it stands in a file; 0: not known, which is a salt of its own. */
int encode_year(struct view date);
/* The encoding of a value of a record born in `year`, ended by NUL. False: the value says nothing, and has none. */
bool encode(struct encoder *e, enum link_kind kind, struct view value, int year, char out[CODE_TEXT_MOST]);

#endif
