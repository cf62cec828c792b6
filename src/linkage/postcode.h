/* British postcodes as numbers, so that their parts are compared without their text. */
#ifndef LINKAGE_POSTCODE_H
#define LINKAGE_POSTCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Packs a postcode, exactly: 10 bits of area (LS), 12 of district (8) and sector (5), 10 of unit (QA). Any case, with or
 * without spaces. 0: no postcode. Its shape is checked, one of A9, A99, A9A, AA9, AA99 and AA9A, then 9AA (BS 7666), not
 * whether there is such a one. */
uint32_t postcode_pack(struct view raw);

/* What two postcodes share: the whole; else the sector (LS8 5), the district (LS8), the area (LS). OTHER when one is 0. */
enum postcode_near { POSTCODE_SAME, POSTCODE_SECTOR, POSTCODE_DISTRICT, POSTCODE_AREA, POSTCODE_OTHER };
enum postcode_near postcode_near(uint32_t a, uint32_t b);

/* The outward part (LS8) as a number, equal exactly where postcode_near is DISTRICT or nearer; 0 for 0 alone. */
uint32_t postcode_district(uint32_t packed);

/* Whether it is of Northern Ireland. */
bool postcode_is_irish(uint32_t packed);

/* Whether one is a slip of the other: as written without the space, one character differs or two neighbours are swapped. */
bool postcode_slip(uint32_t a, uint32_t b);

/* "LS8 5QA", ended by NUL; returns its length. Empty and 0 for what postcode_pack does not give. */
size_t postcode_unpack(uint32_t packed, char out[9]);

#endif
